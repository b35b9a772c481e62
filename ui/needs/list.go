package needs

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/roster"
	"kontor/when"
)

// filter says which needs are listed; the zero filter those that are not closed.
// What is typed is not kept.
type filter struct {
	Text  string                 `json:"-"`
	Shown projections.NeedsShown `json:"shown,omitempty"`
	Mine  bool                   `json:"mine,omitempty"`
}

func (f filter) query(d *desk.Desk) projections.NeedQuery {
	q := projections.NeedQuery{Text: f.Text, Shown: f.Shown}
	if q.Shown == "" {
		q.Shown = projections.NeedsOpen
	}
	if f.Mine {
		q.For = d.Workspace.Me()
	}
	return q
}

// views are what the list can show, in the order in which a need goes through
// them. The first has no name of its own: it is what the list shows anyway.
var views = []projections.NeedsShown{"", projections.NeedsUndecided, projections.NeedsToTell, projections.NeedsClosed}

// list is what the roster of needs asks of the workspace.
type list struct {
	*roster.List[projections.NeedRow, filter]
	desk *desk.Desk
	all  atomic.Int64 // how many there are, closed or not, where none is shown
	read atomic.Pointer[read]
}

// read is the need that is being read, and where it stood in the list. It stays
// there when what was just done with it takes it out of the filter: nobody is
// carried off to another need by a decision, or by the last tick.
type read struct {
	id     domain.ID
	at     int
	cursor string
	filter filter
}

func newList(d *desk.Desk) *list { return &list{desk: d} }

func (l *list) params() roster.Params[projections.NeedRow, filter] {
	d := l.desk
	return roster.Params[projections.NeedRow, filter]{
		Desk: d, Page: desk.PageNeeds, Title: i18n.T("needs.title"), Placeholder: i18n.T("needs.search"),
		NewLabel: i18n.T("needs.new"), NewIcon: kit.IconPlus, OnNew: func() { d.RaiseNeed(desk.NeedStart{}) },
		Hints: []string{
			"J  K", i18n.T("needs.key.move"), "D", i18n.T("needs.key.decide"), "R", i18n.T("needs.key.tell"), "F", i18n.T("needs.key.filter"),
		},
		ID:     func(n projections.NeedRow) domain.ID { return n.ID },
		Cursor: func(n projections.NeedRow) string { return n.Cursor },
		Fetch: func(ctx context.Context, f filter, o roster.Order, t kit.Turn) ([]projections.NeedRow, error) {
			q := f.query(d)
			q.Order, q.Reverse = projections.NeedOrder(o.Value), o.Reverse
			q.Page = projections.Page{After: t.After, From: t.From, Before: t.Before, Last: t.Last, Limit: t.Limit}
			rows, err := d.Workspace.Views().Needs(ctx, q)
			if err == nil && t.After == "" && t.Before == "" && !t.Last {
				rows, err = l.withRead(ctx, f, rows)
			}
			if err == nil && len(rows) == 0 {
				all, err := d.Workspace.Views().CountNeeds(ctx, projections.NeedQuery{Shown: projections.NeedsAll})
				l.all.Store(int64(all))
				return rows, err
			}
			return rows, err
		},
		Count: l.count,
		Text:  func(f *filter) *string { return &f.Text }, Switches: l.switches(), Orders: orders(),
		Create:   func() fyne.CanvasObject { return newNeedRow(d) },
		Update:   func(o fyne.CanvasObject, n projections.NeedRow) { o.(*needRow).set(n) },
		Standard: rowHeight,
		Columns:  l.columns(), Face: func(projections.NeedRow) kit.Face { return needFace },
		Tooltip: desk.NeedTitle,
		Counted: i18n.Number,
		Empty:   l.empty,
		NoneFit: kit.Empty{Title: i18n.T("needs.none-fit"), Text: i18n.T("needs.none-fit.text"), Action: i18n.T("needs.clear")},
	}
}

// keep notes which need is being read.
func (l *list) keep(id domain.ID) {
	for i := range l.Paged.Len() {
		if row := l.Paged.At(i); row.ID == id {
			l.read.Store(&read{id, i, row.Cursor, l.Filter})
			return
		}
	}
}

// withRead leaves the need that is being read where it stood.
func (l *list) withRead(ctx context.Context, f filter, rows []projections.NeedRow) ([]projections.NeedRow, error) {
	r := l.read.Load()
	if r == nil || r.filter != f || slices.ContainsFunc(rows, func(n projections.NeedRow) bool { return n.ID == r.id }) {
		return rows, nil
	}
	page, err := l.desk.Workspace.Views().Need(ctx, r.id)
	if err != nil || page == nil || page.Withdrawn {
		return rows, err
	}
	row := page.NeedRow
	row.Cursor = r.cursor
	return slices.Insert(rows, min(r.at, len(rows)), row), nil
}

// empty is what stands in the place of the open needs: there is none at all, or
// all are closed.
func (l *list) empty() kit.Empty {
	if all := int(l.all.Load()); all > 0 {
		return kit.Empty{
			Icon: kit.IconDone, Title: i18n.T("needs.all-closed"), Text: i18n.N("needs.all-closed.text", all),
			Action: i18n.T("needs.show-closed"), OnTap: func() { l.SetFilter(func(f *filter) { f.Shown = projections.NeedsClosed }) },
		}
	}
	return kit.Empty{
		Icon: kit.IconNeed, Title: i18n.T("needs.empty"), Text: i18n.T("needs.empty.text"),
		Action: i18n.T("needs.new"), Key: "N", OnTap: func() { l.desk.RaiseNeed(desk.NeedStart{}) },
	}
}

func (l *list) count(ctx context.Context, f filter) (c roster.Count, err error) {
	v := l.desk.Workspace.Views()
	if c.Shown, err = v.CountNeeds(ctx, f.query(l.desk)); err != nil {
		return c, err
	}
	c.All, err = v.CountNeeds(ctx, projections.NeedQuery{Shown: projections.NeedsAll})
	return c, err
}

// switches are the views, and those of the reader alone.
func (l *list) switches() []roster.Switch[filter] {
	var all []roster.Switch[filter]
	for _, view := range views {
		all = append(all, roster.Switch[filter]{
			Label: i18n.T("needs.view." + string(cmp.Or(view, projections.NeedsOpen))),
			On:    func(f filter) bool { return f.Shown == view },
			Turn:  func(f *filter) { f.Shown = view },
		})
	}
	return append(all, roster.Switch[filter]{
		Label: i18n.T("needs.mine"),
		On:    func(f filter) bool { return f.Mine },
		Turn:  func(f *filter) { f.Mine = !f.Mine },
	})
}

// next goes to the next view, and from the last to the first.
func (l *list) next() {
	l.SetFilter(func(f *filter) {
		for i, view := range views {
			if f.Shown == view {
				f.Shown = views[(i+1)%len(views)]
				return
			}
		}
		f.Shown = ""
	})
}

func orders() []roster.Order {
	var offered []roster.Order
	for _, value := range []projections.NeedOrder{projections.NeedsByDue, projections.NeedsByVoices, projections.NeedsByRaised} {
		key := "needs.order." + string(value)
		offered = append(offered, roster.Order{Value: string(value), Chip: i18n.T(key), Label: i18n.T(key + ".long"), Turnable: true})
	}
	return offered
}

// columns are those of the table.
func (l *list) columns() []roster.Column[projections.NeedRow] {
	column := func(name string, width float32, cell func(projections.NeedRow) kit.Cell) roster.Column[projections.NeedRow] {
		return roster.Column[projections.NeedRow]{Name: name, Label: i18n.T("needs.column." + name), Width: width, Cell: cell}
	}
	text := func(say func(projections.NeedRow) string) func(projections.NeedRow) kit.Cell {
		return func(n projections.NeedRow) kit.Cell { return kit.Cell{Text: say(n)} }
	}
	voices := column("voices", 80, text(func(n projections.NeedRow) string { return i18n.Number(n.Voices) }))
	told := column("told", 90, text(func(n projections.NeedRow) string {
		if n.State == domain.NeedOpen {
			return ""
		}
		return strconv.Itoa(n.Told) + "/" + strconv.Itoa(n.Voices)
	}))
	due := column("due", 120, func(n projections.NeedRow) kit.Cell {
		day, tone := l.desk.NeedDue(n)
		return kit.Cell{Text: day, Tone: tone}
	})
	raised := column("raised", 120, text(func(n projections.NeedRow) string {
		return when.Ago(n.RaisedAt, l.desk.Workspace.Now(), i18n.Language(), domain.PrecisionDay)
	}))
	voices.Number, told.Number = true, true
	voices.Order, due.Order, raised.Order = string(projections.NeedsByVoices), string(projections.NeedsByDue), string(projections.NeedsByRaised)
	voices.Falls, raised.Falls = true, true
	return []roster.Column[projections.NeedRow]{
		column("title", 320, text(desk.NeedTitle)),
		column("state", 150, func(n projections.NeedRow) kit.Cell {
			tone, _, words := desk.NeedState(n)
			return kit.Cell{Text: words, Tone: tone}
		}),
		voices, told,
		column("owner", 150, text(func(n projections.NeedRow) string { return l.desk.MemberName(n.Owner) })),
		due, raised,
	}
}
