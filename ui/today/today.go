// Package today is the queue of the day: what is overdue, what is due, who
// waits for an answer and with whom to stay in conversation, each with its
// reason. It is worked off from the keyboard; beside it stands who the row is
// about.
package today

import (
	"cmp"
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Register adds the page to the window.
func Register(d *desk.Desk) {
	d.Shell.Register(desk.PageToday, func(arg string) kit.Page { return newPage(d, arg) })
}

// listWidth is wider than that of other pages: a row holds a sentence.
const listWidth = 560

type page struct {
	kit.BasePage
	desk   *desk.Desk
	loader *kit.Loader
	queue  projections.Queue
	tally  tally
	items  []item
	shown  map[fyne.CanvasObject]string // the rows in sight, to open menus beside
	title  *kit.Text
	meter  *meter
	list   *kit.List
	frame  *kit.Frame
	aside  *aside
	panes  *kit.Panes
	body   *fyne.Container
	hints  *kit.Column // the keys of the row under the cursor
	state  kit.ListState
	loaded bool
	acted  map[string]bool // the rows that something was done with since the page was opened
	left   map[string]bool // of them, and of those under the cursor, those that left the queue
	stop   func()
}

func newPage(d *desk.Desk, arg string) *page {
	p := &page{desk: d, loader: kit.NewLoader(d.Async), shown: map[fyne.CanvasObject]string{}, acted: map[string]bool{}, left: map[string]bool{}, title: kit.NewParagraph(kit.Faint, ""), meter: newMeter()}
	p.At = kit.Route{Page: desk.PageToday, Arg: arg}
	p.list = kit.NewList(kit.ListParams{
		Async:    d.Async,
		Count:    func() int { return len(p.items) },
		ID:       func(row int) string { return p.items[row].id },
		Kind:     func(row int) int { return p.items[row].kind() },
		Header:   func(row int) bool { return p.items[row].isHeader() },
		HeightOf: func(row int, _ float32) float32 { return p.items[row].height() },
		Create:   p.create,
		Update:   p.update,
		Tooltip:  func(row int) string { return p.items[row].tooltip },
		OnSelect: p.selected,
		OnOpen:   func(id string) { p.open(p.row(id)) },
		OnMenu:   func(id string, at fyne.Position) { p.openMenu(p.row(id), at) },
		OnKey:    p.key,
	})
	p.aside = newAside(d)
	p.title.Shrink = true
	p.meter.line = p.headLine(p.title, p.meter.box)
	p.hints = kit.NewColumn(0)
	p.hint(nil)
	p.frame = kit.NewFrame(kit.NewPadded(16, kit.Margin, 10, kit.Margin, p.meter.line), kit.NewLoadingState(), p.hints)
	p.panes = kit.NewPanes(p.frame, p.aside.content).SetListWidth(listWidth)
	p.body = container.NewStack(p.panes)
	return p
}

// Content implements kit.Page.
func (p *page) Content() fyne.CanvasObject { return p.body }

// DefaultFocus implements kit.FocusPage.
func (p *page) DefaultFocus() fyne.Focusable { return p.list }

// TypedKey implements kit.KeyPage.
func (p *page) TypedKey(event *fyne.KeyEvent) { p.list.TypedKey(event) }

// Save implements kit.Page.
func (p *page) Save() any { return p.list.State() }

// Restore implements kit.Page.
func (p *page) Restore(state any) { p.state, _ = state.(kit.ListState) }

// OnShow implements kit.Page.
func (p *page) OnShow() {
	p.stop = p.desk.Watch(func(c workspace.Changed) {
		p.load()
		p.aside.changed(c)
	})
	p.load()
}

// OnHide implements kit.Page.
func (p *page) OnHide() {
	p.stop()
	p.loader.Stop()
	p.aside.hide()
}

func (p *page) head(title *kit.Text) fyne.CanvasObject {
	title.Shrink = true
	return kit.NewPadded(16, kit.Margin, 10, kit.Margin, p.headLine(title))
}

func (p *page) headLine(title *kit.Text, beside ...fyne.CanvasObject) *kit.Line {
	return kit.NewLine(10, append([]fyne.CanvasObject{kit.NewText(kit.Title, i18n.T("place.today")), title}, beside...)...).Grow(title)
}

// set shows the panes, or one thing in their place.
func (p *page) set(object fyne.CanvasObject) {
	if p.body.Objects[0] != object {
		p.body.Objects[0] = object
		p.body.Refresh()
	}
}

// hint says at the foot what the keys do for a row: what is decided is not done
// with before everyone was told.
func (p *page) hint(row *projections.QueueRow) {
	does := "today.key.done"
	if row != nil && row.Need != nil {
		does = "needs.key.decide"
		if row.Need.State != domain.NeedOpen {
			does = "needs.key.tell"
		}
	}
	hints := kit.NewKeyHints(
		"J", i18n.T("today.key.next"), "K", i18n.T("today.key.back"), "D", i18n.T(does),
		"S", i18n.T("today.key.snooze"), "L", i18n.T("today.key.log"), "?", i18n.T("today.key.all"))
	p.hints.SetObjects(kit.NewHairline(), kit.NewPadded(9, kit.Margin, 9, kit.Margin, hints))
}

// answer is the queue, the conversations its follow-ups came from, and how many
// people are known at all.
type answer struct {
	queue   projections.Queue
	tally   tally
	origins origins
	people  int
}

func (p *page) load() {
	kit.Load(context.Background(), p.loader, p.fetch, p.show)
}

func (p *page) fetch(ctx context.Context) (a answer, err error) {
	if a.queue, err = p.desk.Workspace.Today(ctx); err != nil {
		return a, err
	}
	views := p.desk.Workspace.Views()
	settings, now := p.desk.Workspace.Settings(), p.desk.Workspace.Now()
	today := readDay(settings, domain.DayOf(now))
	today.meet(&a.queue, cmp.Or(settings.DailyCatchUp, defaultDaily))
	if a.tally, err = today.tally(ctx, p.desk.Workspace, a.queue); err != nil {
		return a, err
	}
	if err = keepDay(p.desk.Workspace, today); err != nil {
		return a, err
	}
	if len(a.queue.Rows) == 0 {
		counts, err := views.Counts(ctx)
		a.people = counts.People
		return a, err
	}
	var from []domain.ID
	for _, row := range a.queue.Rows {
		if row.FollowUp != nil && row.FollowUp.Conversation != domain.None {
			from = append(from, row.FollowUp.Conversation)
		}
	}
	a.origins, err = views.Conversations(ctx, from)
	return a, err
}

func (p *page) show(a answer, err error) {
	if err != nil {
		p.frame.SetBody(kit.NewErrorState(workspace.Explain(err), p.load))
		p.set(p.panes)
		return
	}
	now := p.desk.Workspace.Now()
	p.queue, p.tally = a.queue, a.tally
	before := p.items
	p.items = itemsOf(p.desk, a.queue, a.tally, a.origins, now, p.list.Refresh)
	back := p.cameBack(before)
	p.meter.set(a.tally)
	p.list.Reload()
	if len(a.queue.Rows) == 0 {
		p.aside.show(nil)
		p.set(p.empty(a.people, a.tally, now))
		return
	}
	p.title.SetText(titleOf(a.queue, a.tally, now))
	p.frame.Refresh() // in a narrow window the numbers have a line of their own
	p.frame.SetBody(p.list)
	p.set(p.panes)
	if !p.loaded {
		p.loaded = true
		p.list.Restore(p.state)
	}
	if back != "" {
		p.list.Select(back)
	}
	if p.list.Selected() == "" {
		p.list.SelectFirst()
	}
	p.point(p.row(p.list.Selected()))
}

// cameBack is a row that had left the queue, out of somebody's hand or from under
// the cursor, and is there again, as after Undo; "" where none is. The cursor
// stays where it is when other rows come and go.
func (p *page) cameBack(before []item) (back string) {
	here := map[string]bool{}
	for _, i := range p.items {
		here[i.id] = true
		if !i.isHeader() && p.left[i.id] && back == "" {
			back = i.id
		}
	}
	for _, i := range before {
		if !i.isHeader() && !here[i.id] && (p.acted[i.id] || i.id == p.list.Selected()) {
			p.left[i.id] = true
		}
	}
	for id := range here {
		delete(p.left, id)
	}
	return back
}

// titleOf is the day and how far its work is: what is due, as the side bar counts
// it, and beside it how much stands there at all, as the heads of the sections
// count it, and how much is done.
func titleOf(q projections.Queue, t tally, now time.Time) string {
	day := i18n.T("today.date", i18n.T("today.weekday."+weekdays[now.Weekday()]),
		workspace.DateText(domain.PartialDate{Month: int(now.Month()), Day: now.Day()}))
	due := q.Counts[projections.QueueOverdue] + q.Counts[projections.QueueToday]
	if due > 0 {
		day += " · " + i18n.T("today.due-now", due)
	}
	listed := 0
	for _, n := range q.Counts {
		listed += n
	}
	if t.done() > 0 {
		return day + " · " + i18n.T("today.progress", t.done(), listed)
	}
	switch {
	case t.all() == 0 || listed == due:
		return day
	case due == 0:
		return day + " · " + i18n.N("today.count", listed)
	}
	return day + " · " + i18n.T("today.in-all", listed)
}

var weekdays = [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

func (p *page) create(kind int) fyne.CanvasObject {
	switch kind {
	case headerKind:
		return newHeadRow()
	case moreKind:
		return newMoreRow()
	case doneKind:
		return newDonePicture()
	}
	return kit.NewRow()
}

func (p *page) update(row int, object fyne.CanvasObject) {
	it := p.items[row]
	switch o := object.(type) {
	case *headRow:
		var act func()
		if it.section == projections.QueueOverdue && p.queue.Counts[it.section] > 1 {
			act = func() { p.openSnoozeAll(belowObject(o)) }
		}
		o.set(it.data.Title, it.data.Side, act)
	case *moreRow:
		o.set(it.data.Title)
	case *donePicture:
		o.set(it.tally)
	case *kit.Row:
		p.shown[object] = it.id
		o.Set(it.data)
	}
}

// row is the row of the queue behind an item, nil if it is gone.
func (p *page) row(id string) *projections.QueueRow {
	for i := range p.items {
		if p.items[i].id == id {
			return p.items[i].row
		}
	}
	return nil
}

// point turns what stands beside and below to a row.
func (p *page) point(row *projections.QueueRow) {
	p.aside.show(row)
	p.hint(row)
}

func (p *page) selected(id string) {
	p.point(p.row(id))
	// Below the last row it may say how much is left for another day.
	if n := len(p.items); n > 1 && p.items[n-1].isHeader() && p.items[n-2].id == id {
		p.list.ShowRow(n - 1)
	}
}

func (p *page) open(row *projections.QueueRow) {
	if row == nil {
		return
	}
	if to := aboutOf(row); to.ID != domain.None {
		p.desk.Open(to)
	}
}
