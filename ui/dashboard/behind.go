package dashboard

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/timeline"
	"kontor/when"
	"kontor/workspace"
)

// behind is the list behind a number: conversations, follow-ups, or what was
// asked of us. A row opens what it is about.
type behind struct {
	kit.BasePage
	desk  *desk.Desk
	asked desk.Asked
	rows  *kit.Paged[row]
	at    map[string]int
	list  *kit.List
	count *kit.Text
	frame *kit.Frame
	saved *place
	stop  func()
}

// row is a line of the list, formatted beforehand.
type row struct {
	id, cursor string
	data       kit.RowData
	open       domain.Stream
}

type place struct {
	from string
	list kit.ListState
}

// behindPage is how many rows are fetched at once.
const behindPage = 100

func newBehind(d *desk.Desk, arg string) *behind {
	b := &behind{desk: d, at: map[string]int{}, count: kit.NewText(kit.Faint, "")}
	b.At = kit.Route{Page: desk.PageBehind, Arg: arg}
	b.asked, _ = d.AskedBy(arg)
	b.rows = kit.NewPaged(d.Async, behindPage, func(r row) string { return r.cursor }, b.fetch)
	b.rows.OnChange, b.rows.OnGrow = b.came, func() { b.index(); b.list.Grow() }
	b.list = kit.NewList(kit.ListParams{
		Async: d.Async, Height: kit.RowHeight,
		Count: b.rows.Len,
		ID:    func(i int) string { return b.rows.At(i).id },
		IndexOf: func(id string) (int, bool) {
			i, ok := b.at[id]
			return i, ok
		},
		Create:    func(int) fyne.CanvasObject { return kit.NewRow() },
		Update:    func(i int, o fyne.CanvasObject) { o.(*kit.Row).Set(b.rows.At(i).data) },
		OnOpen:    b.open,
		OnKey:     b.key,
		OnVisible: b.rows.Need,
		Partial:   func() (above, below bool) { return !b.rows.Begun(), !b.rows.Whole() },
	})
	title := kit.NewText(kit.Title, b.asked.Label)
	title.Shrink = true
	back := kit.NewIconButton(kit.IconArrowLeft, i18n.T("dashboard.back-to")+"  "+kit.KeyLabel("Alt+←"), func() { d.Shell.Back() })
	head := kit.NewColumn(0, kit.NewPadded(12, kit.Margin, 10, kit.Margin, kit.NewLine(8, back, title, b.count).Grow(title)), kit.NewHairline())
	hints := kit.NewKeyHints("J  K", i18n.T("dashboard.key.move"), kit.KeyLabel("Enter"), i18n.T("dashboard.key.open"), "Esc", i18n.T("dashboard.back-to"))
	foot := kit.NewColumn(0, kit.NewHairline(), kit.NewPadded(9, kit.Margin, 9, kit.Margin, hints))
	b.frame = kit.NewFrame(head, kit.NewLoadingState(), foot)
	return b
}

// Content implements kit.Page.
func (b *behind) Content() fyne.CanvasObject { return kit.NewGround(kit.ColorPanel, b.frame) }

// DefaultFocus implements kit.FocusPage.
func (b *behind) DefaultFocus() fyne.Focusable { return b.list }

// TypedKey implements kit.KeyPage.
func (b *behind) TypedKey(event *fyne.KeyEvent) { b.list.TypedKey(event) }

// Save implements kit.Page.
func (b *behind) Save() any {
	p := place{list: b.list.State()}
	if top, ok := b.at[p.list.Top]; ok && (top > 0 || !b.rows.Begun()) {
		p.from = b.rows.At(top).cursor
	}
	return p
}

// Restore implements kit.Page.
func (b *behind) Restore(state any) {
	if p, ok := state.(place); ok {
		b.saved = &p
	}
}

// OnShow implements kit.Page.
func (b *behind) OnShow() {
	b.stop = b.desk.Watch(func(c workspace.Changed) {
		if c.Kinds(domain.KindConversation, domain.KindFollowUp, domain.KindPerson) {
			b.rows.Refresh()
		}
	})
	if b.saved != nil && b.saved.from != "" {
		b.rows.Enter(b.saved.from)
		return
	}
	b.rows.Reset()
}

// OnHide implements kit.Page.
func (b *behind) OnHide() {
	b.stop()
	b.rows.Stop()
}

func (b *behind) key(event *fyne.KeyEvent, _ string) bool {
	if event.Name != fyne.KeyEscape {
		return false
	}
	return b.desk.Shell.Back()
}

func (b *behind) open(id string) {
	if i, ok := b.at[id]; ok {
		b.desk.Open(b.rows.At(i).open)
	}
}

func (b *behind) index() {
	clear(b.at)
	for i := range b.rows.Len() {
		b.at[b.rows.At(i).id] = i
	}
	count := i18n.Number(b.rows.Len())
	if !b.rows.Whole() || !b.rows.Begun() {
		count = i18n.T("dashboard.more-than", b.rows.Len())
	}
	b.count.SetText(count)
	b.frame.Refresh()
}

func (b *behind) came(err error) {
	switch {
	case err != nil:
		b.frame.SetBody(kit.NewErrorState(workspace.Explain(err), b.rows.Reset))
		return
	case b.rows.Len() == 0:
		b.frame.SetBody(kit.NewEmptyState(kit.Empty{Icon: kit.IconChart, Title: i18n.T("dashboard.behind.empty"), Text: i18n.T("dashboard.behind.empty.text")}))
	default:
		b.frame.SetBody(b.list)
	}
	b.index()
	b.list.Reload()
	if b.saved != nil {
		b.list.Restore(b.saved.list)
		b.saved = nil
	}
	if b.list.Selected() == "" {
		b.list.SelectFirst()
	}
}

func (b *behind) fetch(ctx context.Context, turn kit.Turn) (rows []row, err error) {
	views := b.desk.Workspace.Views()
	switch {
	case b.asked.Timeline != nil:
		q := *b.asked.Timeline
		q.Before, q.After, q.From, q.Last, q.Limit = turn.After, turn.Before, turn.From, turn.Last, turn.Limit
		entries, err := views.Timeline(ctx, q)
		for i := range entries {
			rows = append(rows, b.talk(&entries[i]))
		}
		return rows, err
	case turn.Before != "" || turn.Last:
		return nil, nil // these lists are read from their beginning
	case b.asked.Owed != nil && turn.After == "":
		entries, err := views.Owed(ctx, *b.asked.Owed)
		for i := range entries {
			rows = append(rows, b.talk(&entries[i]))
		}
		return rows, err
	case b.asked.FollowUps != nil:
		q := *b.asked.FollowUps
		q.After, q.Limit = turn.After, turn.Limit
		found, err := views.FollowUps(ctx, q)
		for _, f := range found {
			rows = append(rows, b.promise(f))
		}
		return rows, err
	}
	return nil, nil
}

// talk is the row of a conversation.
func (b *behind) talk(e *projections.TimelineEntry) row {
	now := b.desk.Workspace.Now()
	who := e.People
	if len(who) == 0 {
		who = e.Organisations
	}
	about := i18n.T("channel." + e.Channel)
	for _, text := range []string{e.Subject, timeline.Plain(e.Text)} {
		if text != "" {
			about += " · " + strings.Join(strings.Fields(text), " ")
		}
	}
	data := kit.RowData{
		Face: kit.Face{Kind: kit.SymbolFace, Icon: timeline.ChannelIcon(e.Channel)}, Title: b.desk.PartyNames(who), Sub: about,
		Side: when.Speak(e.At, now, i18n.Language(), e.Precision),
	}
	if data.Title == "" {
		data.Title = i18n.T("channel." + e.Channel)
	}
	if e.AnswerOpen && e.AnswerExpected {
		data.SideTone = kit.Late
		data.Side = i18n.T("dashboard.waits", when.Ago(e.At, now, i18n.Language(), e.Precision))
	}
	return row{id: e.Event.String(), cursor: e.Cursor, data: data, open: e.Record}
}

// promise is the row of a follow-up.
func (b *behind) promise(f projections.FollowUpRow) row {
	return row{id: f.ID.String(), cursor: f.Cursor, data: b.desk.PromiseRow(f), open: desk.PromiseOpens(f)}
}
