package conversations

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// pageSize is how many conversations are read at once.
const pageSize = 100

// list is the timeline of everything that was said, newest first.
type list struct {
	desk *desk.Desk

	filter      filter
	place       kit.ListState // to come back to, once the rows are there
	selectLater domain.ID     // to be selected once its row has come
	selectFirst bool
	fresh       bool // the rows are the first of a filter
	all         int  // how many conversations there are
	channels    map[string]string
	members     []projections.MemberRow

	paged   *kit.Paged[projections.TimelineEntry]
	counts  *kit.Loader
	lines   []line
	at      map[string]int // the lines by their ids
	rows    *kit.List
	measure *entryRow
	search  *kit.Entry
	count   *kit.Text
	chips   *kit.Flow
	frame   *kit.Frame
}

// line is a conversation, or the day above some.
type line struct {
	day   string
	id    string
	entry int
}

func newList(d *desk.Desk, onSelect, onOpen func(domain.ID), onKey func(*fyne.KeyEvent, string) bool) *list {
	l := &list{desk: d, counts: kit.NewLoader(d.Async), chips: kit.NewFlow(6), count: kit.NewText(kit.Faint, ""), measure: newEntryRow()}
	l.paged = kit.NewPaged(d.Async, pageSize, l.fetch)
	l.paged.OnChange = l.came
	l.rows = kit.NewList(kit.ListParams{
		Async: d.Async,
		Count: func() int { return len(l.lines) },
		ID:    func(row int) string { return l.lines[row].id },
		IndexOf: func(id string) (int, bool) {
			row, ok := l.at[id]
			return row, ok
		},
		Kind: func(row int) int {
			if l.lines[row].day != "" {
				return 1
			}
			return 0
		},
		Header: func(row int) bool { return l.lines[row].day != "" },
		Height: 84,
		HeightOf: func(row int, width float32) float32 {
			if l.lines[row].day != "" {
				return kit.GroupRowHeight
			}
			l.measure.set(l, l.entry(row))
			return l.measure.HeightFor(width)
		},
		Create: func(kind int) fyne.CanvasObject {
			if kind == 1 {
				return kit.NewGroupRow()
			}
			return newEntryRow()
		},
		Update: func(row int, object fyne.CanvasObject) {
			switch o := object.(type) {
			case *kit.GroupRow:
				o.Set(l.lines[row].day)
			case *entryRow:
				o.set(l, l.entry(row))
			}
		},
		Tooltip: func(row int) string {
			if l.lines[row].day != "" {
				return ""
			}
			e := l.entry(row)
			return when.ExactTo(e.At.In(d.Workspace.Now().Location()), i18n.Language(), e.Precision)
		},
		OnSelect:  func(id string) { onSelect(desk.RouteID(id)) },
		OnOpen:    func(id string) { onOpen(desk.RouteID(id)) },
		OnKey:     onKey,
		OnVisible: func(_, last int) { l.need(last) },
	})
	l.search = kit.NewSearchBox(i18n.T("conversations.filter"), func(text string) { l.setFilter(func(f *filter) { f.Text = text }) })
	l.search.OnSubmitted = func(string) { l.toRows() }
	clear := l.search.OnKey
	l.search.OnKey = func(event *fyne.KeyEvent) bool {
		if clear(event) {
			return true
		}
		if event.Name == fyne.KeyDown || event.Name == fyne.KeyEscape {
			l.toRows()
			return true
		}
		return false
	}
	l.frame = kit.NewFrame(l.head(), kit.NewLoadingState(), l.foot())
	l.filter = keptFilter(d)
	l.showChips()
	return l
}

func (l *list) head() fyne.CanvasObject {
	space := kit.NewSpace()
	add := kit.NewButton(kit.Quiet, i18n.T("conversations.new"), func() { l.desk.EditConversation(domain.None) })
	add.Shortcut = "N"
	head := kit.NewColumn(10,
		kit.NewLine(10, kit.NewText(kit.Title, i18n.T("conversations.title")), l.count, space, add).Grow(space),
		l.search, l.chips)
	return kit.NewColumn(0, kit.NewPadded(14, kit.Margin, 10, kit.Margin, head), kit.NewHairline())
}

func (l *list) foot() fyne.CanvasObject {
	return kit.NewColumn(0, kit.NewHairline(), kit.NewPadded(9, kit.Margin, 9, kit.Margin, kit.NewKeyHints(
		"J  K", i18n.T("conversations.key.move"),
		"E", i18n.T("conversations.key.correct"), "F", i18n.T("conversations.key.plan"), "L", i18n.T("conversations.key.log"))))
}

func (l *list) entry(row int) projections.TimelineEntry { return l.paged.At(l.lines[row].entry) }

func (l *list) toRows() {
	l.desk.Shell.Canvas().Focus(l.rows)
	if l.rows.Selected() == "" {
		l.rows.SelectFirst()
	}
}

// need fetches the next page before the end is reached.
func (l *list) need(last int) {
	for ; last >= 0 && last < len(l.lines); last-- {
		if l.lines[last].day == "" {
			l.paged.Need(l.lines[last].entry)
			return
		}
	}
}

func (l *list) fetch(ctx context.Context, after *projections.TimelineEntry, limit int) ([]projections.TimelineEntry, error) {
	q := l.filter.query(l.desk.Workspace.Now())
	q.Limit = limit
	if after != nil {
		q.Before = after.Cursor
	}
	return l.desk.Workspace.Views().Timeline(ctx, q)
}

func (l *list) begin() {
	l.fresh = true
	l.paged.Reset()
	l.recount()
}

func (l *list) reload() {
	l.paged.Refresh()
	l.recount()
}

func (l *list) stop() {
	l.paged.Stop()
	l.counts.Stop()
}

// came takes over the rows that came.
func (l *list) came(err error) {
	if err != nil {
		l.frame.SetBody(kit.NewErrorState(workspace.Explain(err), l.begin))
		return
	}
	l.group()
	l.rows.Reload()
	l.showCount()
	if len(l.lines) == 0 {
		l.frame.SetBody(l.empty())
		return
	}
	l.frame.SetBody(l.rows)
	if l.fresh {
		l.fresh = false
		l.rows.Restore(l.place)
		l.place = kit.ListState{}
	}
	if l.selectLater != domain.None {
		l.rows.Select(l.selectLater.String())
		l.selectLater = domain.None
	}
	if l.selectFirst {
		l.selectFirst = false
		l.rows.SelectFirst()
	}
}

// group sets the day above its conversations.
func (l *list) group() {
	now := l.desk.Workspace.Now()
	l.lines, l.at = nil, map[string]int{}
	last := ""
	for i := range l.paged.Len() {
		e := l.paged.At(i)
		day := dayHead(e, now)
		if day != last {
			last = day
			l.lines = append(l.lines, line{day: day, id: "day " + day})
		}
		id := e.Record.ID.String()
		l.at[id] = len(l.lines)
		l.lines = append(l.lines, line{id: id, entry: i})
	}
}

// dayHead is the day of a conversation as people say it, or the month or the
// year where no more is known.
func dayHead(e projections.TimelineEntry, now time.Time) string {
	at := e.At.In(now.Location())
	if e.Precision == domain.PrecisionMonth || e.Precision == domain.PrecisionYear {
		return when.ExactTo(at, i18n.Language(), e.Precision)
	}
	return when.SpeakDay(domain.DayOf(at), now, i18n.Language())
}

// counted is what the head and the filters need to know.
type counted struct {
	all      int
	channels map[string]string
	members  []projections.MemberRow
}

func (l *list) recount() {
	kit.Load(context.Background(), l.counts, func(ctx context.Context) (c counted, err error) {
		counts, err := l.desk.Workspace.Views().Counts(ctx)
		if err != nil {
			return c, err
		}
		c.all = counts.Conversations
		agreed, err := l.desk.Workspace.Agreed(ctx)
		if err != nil {
			return c, err
		}
		c.channels = map[string]string{}
		for _, channel := range agreed.Channels {
			c.channels[channel.ID] = channel.Name
		}
		c.members, err = l.desk.Workspace.Views().Members(ctx)
		return c, err
	}, func(c counted, err error) {
		if err != nil {
			l.desk.Fail(err)
			return
		}
		l.all, l.channels, l.members = c.all, c.channels, c.members
		l.showCount()
		l.showChips()
	})
}

// showCount says how many conversations fit, as far as they have been read.
func (l *list) showCount() {
	text := i18n.Number(l.all)
	if !l.filter.plain() {
		text = i18n.T("kit.count.of", l.paged.Len(), l.all)
		if !l.paged.Whole() {
			text = i18n.T("conversations.count.more", l.paged.Len(), l.all)
		}
	}
	l.count.SetText(text)
	l.frame.Refresh()
}

func (l *list) empty() fyne.CanvasObject {
	if !l.filter.plain() {
		return kit.NewEmptyState(kit.Empty{
			Icon: kit.IconFilter, Title: i18n.T("conversations.none-fit"), Text: i18n.T("conversations.none-fit.text"),
			Action: i18n.T("conversations.clear-filter"), OnTap: func() {
				l.setFilter(func(f *filter) { *f = filter{} })
				l.showFilter()
			},
		})
	}
	return kit.NewEmptyState(kit.Empty{
		Icon: kit.IconConversation, Title: i18n.T("conversations.empty"), Text: i18n.T("conversations.empty.text"),
		Action: i18n.T("conversations.empty.action"), Key: kit.KeyLabel("Ctrl+L"), OnTap: func() { l.desk.QuickLog("") },
	})
}

// channelName is how a channel is called.
func (l *list) channelName(id string) string {
	if name, own := l.channels[id]; own {
		return name
	}
	return i18n.T("channel." + id)
}
