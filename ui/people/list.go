package people

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// pageSize is how many people are read at once.
const pageSize = 200

// list is the pane at the left.
type list struct {
	desk     *desk.Desk
	onSelect func(domain.ID)

	filter      filter
	names       map[domain.ID]string // of the community and the organisation in the filter
	place       kit.ListState        // to come back to, once the rows are there
	selectLater domain.ID            // to be selected once its row has come
	selectFirst bool
	stale       bool // the rows are of another filter
	muted       bool // the cursor is being put where it belongs

	paged  *kit.Paged[projections.PersonRow]
	counts *kit.Loader
	named  *kit.Loader
	rows   *kit.List
	search *kit.Entry
	count  *kit.Text
	chips  *kit.Flow
	frame  *kit.Frame
}

func newList(d *desk.Desk, onSelect, onOpen func(domain.ID), onKey func(*fyne.KeyEvent, string) bool) *list {
	l := &list{
		desk: d, onSelect: onSelect, names: map[domain.ID]string{},
		counts: kit.NewLoader(d.Async), named: kit.NewLoader(d.Async),
		chips: kit.NewFlow(6), count: kit.NewText(kit.Faint, ""),
	}
	l.paged = kit.NewPaged(d.Async, pageSize, l.fetch)
	l.paged.OnChange = l.came
	l.rows = kit.NewList(kit.ListParams{
		Async:   d.Async,
		Count:   l.paged.Len,
		ID:      func(row int) string { return l.paged.At(row).ID.String() },
		Create:  func(int) fyne.CanvasObject { return kit.NewRow() },
		Update:  func(row int, object fyne.CanvasObject) { object.(*kit.Row).Set(l.row(l.paged.At(row))) },
		Tooltip: func(row int) string { return tooltip(l.paged.At(row)) },
		OnSelect: func(id string) {
			if !l.muted {
				l.onSelect(desk.RouteID(id))
			}
		},
		OnOpen:    func(id string) { onOpen(desk.RouteID(id)) },
		OnKey:     onKey,
		OnVisible: func(_, last int) { l.paged.Need(last) },
		OnMenu: func(id string, at fyne.Position) {
			if person, ok := l.person(desk.RouteID(id)); ok {
				kit.OpenMenu(d.Shell.Canvas(), at, rowMenu(d, person))
			}
		},
	})
	l.search = l.newSearch()
	space := kit.NewSpace()
	add := kit.NewIconButton(kit.IconPersonAdd, i18n.T("people.new")+"  N", func() { d.EditPerson(domain.None) })
	head := kit.NewColumn(10,
		kit.NewLine(10, kit.NewText(kit.Title, i18n.T("people.title")), l.count, space, add).Grow(space),
		l.search, l.chips)
	keys := kit.NewPadded(9, kit.Margin, 9, kit.Margin, kit.NewKeyHints(
		"J", i18n.T("people.key.next"), "K", i18n.T("people.key.previous"),
		"E", i18n.T("people.key.edit"), "L", i18n.T("people.key.log")))
	l.frame = kit.NewFrame(
		kit.NewColumn(0, kit.NewPadded(14, kit.Margin, 10, kit.Margin, head), kit.NewHairline()),
		kit.NewLoadingState(),
		kit.NewColumn(0, kit.NewHairline(), keys))
	l.filter = keptFilter(d)
	l.showChips()
	return l
}

func (l *list) newSearch() *kit.Entry {
	search := kit.NewSearchBox(i18n.T("people.filter"), func(text string) { l.setFilter(func(f *filter) { f.Text = text }) })
	search.OnSubmitted = func(string) { l.toRows() }
	empties := search.OnKey
	search.OnKey = func(event *fyne.KeyEvent) bool {
		if empties(event) {
			return true
		}
		if event.Name == fyne.KeyDown || event.Name == fyne.KeyEscape {
			l.toRows()
			return true
		}
		return false
	}
	return search
}

func (l *list) toRows() {
	l.desk.Shell.Canvas().Focus(l.rows)
	if l.rows.Selected() == "" {
		l.rows.SelectFirst()
	}
}

func (l *list) fetch(ctx context.Context, after *projections.PersonRow, limit int) ([]projections.PersonRow, error) {
	q := l.filter.query(l.desk)
	q.Limit = limit
	if after != nil {
		q.After = after.Cursor
	}
	return l.desk.Workspace.Views().People(ctx, q)
}

func (l *list) begin() {
	l.stale = true
	l.paged.Reset()
	l.recount()
	l.name()
}

func (l *list) reload() {
	l.paged.Refresh()
	l.recount()
	l.name()
}

func (l *list) stop() {
	l.paged.Stop()
	l.counts.Stop()
	l.named.Stop()
}

// came takes over the rows that came.
func (l *list) came(err error) {
	switch {
	case err != nil:
		l.frame.SetBody(kit.NewErrorState(workspace.Explain(err), l.begin))
		return
	case l.paged.Len() == 0:
		// Somebody was shown, so somebody will be once there are rows again.
		l.selectFirst = l.selectFirst || l.rows.Selected() != ""
		l.rows.Reload()
		l.frame.SetBody(l.empty())
		return
	}
	l.frame.SetBody(l.rows)
	if l.stale {
		l.stale = false
		l.begun()
	} else {
		l.rows.Reload()
	}
	if l.selectLater != domain.None {
		// Somebody who is further down than was read so far, or whom the filter
		// leaves out, is shown at the right all the same.
		if _, listed := l.person(l.selectLater); listed {
			l.rows.Select(l.selectLater.String())
		}
		l.selectLater = domain.None
	}
	if l.selectFirst {
		l.selectFirst = false
		l.rows.SelectFirst()
	}
}

// begun shows the first rows of another filter: from the top, or from where the
// reader was. Who is shown at the right stays, if listed still; else the first is.
func (l *list) begun() {
	was := l.rows.Selected()
	l.muted = true
	l.rows.Reload()
	if l.place == (kit.ListState{}) {
		l.place = kit.ListState{Top: l.paged.At(0).ID.String(), Selected: was}
	}
	l.rows.Restore(l.place)
	l.place, l.muted = kit.ListState{}, false
	switch is := l.rows.Selected(); {
	case is == "" && was != "":
		l.rows.SelectFirst()
	case is != was:
		l.onSelect(desk.RouteID(is))
	}
}

// person is the row of somebody, as far as the rows were read.
func (l *list) person(id domain.ID) (projections.PersonRow, bool) {
	for i := range l.paged.Len() {
		if person := l.paged.At(i); person.ID == id {
			return person, true
		}
	}
	return projections.PersonRow{}, false
}

func (l *list) recount() {
	q := l.filter.query(l.desk)
	type counted struct{ shown, all int }
	kit.Load(context.Background(), l.counts, func(ctx context.Context) (c counted, err error) {
		c.shown, c.all, err = l.desk.Workspace.Views().CountPeople(ctx, q)
		return c, err
	}, func(c counted, err error) {
		switch {
		case err != nil:
			l.count.SetText("")
		case c.shown == c.all:
			l.count.SetText(i18n.Number(c.all))
		default:
			l.count.SetText(i18n.T("kit.count.of", c.shown, c.all))
		}
		l.frame.Refresh()
	})
}

func (l *list) empty() fyne.CanvasObject {
	if l.filter.narrows() {
		return kit.NewEmptyState(kit.Empty{
			Icon: kit.IconFilter, Title: i18n.T("people.none-fit"), Text: i18n.T("people.none-fit.text"),
			Action: i18n.T("people.clear-filter"), OnTap: func() {
				l.setFilter(func(f *filter) { *f = filter{Order: f.Order} })
				l.showFilter()
			},
		})
	}
	return kit.NewEmptyState(kit.Empty{
		Icon: kit.IconPerson, Title: i18n.T("people.empty"), Text: i18n.T("people.empty.text"),
		Action: i18n.T("people.new"), Key: "N", OnTap: func() { l.desk.EditPerson(domain.None) },
	})
}

func tooltip(p projections.PersonRow) string {
	if p.LastContact.IsZero() {
		return i18n.T("people.never.tooltip")
	}
	said := i18n.T("people.last-contact", when.Exact(p.LastContact, i18n.Language()))
	if p.Rhythm > 0 {
		said += " · " + i18n.N("people.rhythm.days", p.Rhythm)
	}
	return said
}
