package roster

import (
	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Side is the pane beside the list, in which one record is read.
type Side interface {
	Content() fyne.CanvasObject
	// Show reads a record; None for nothing.
	Show(id domain.ID)
	// Shows tells whether a record, or its absence, is in sight.
	Shows(id domain.ID) bool
	// Reload reads the same record anew.
	Reload()
	// SetFolded tells that one pane only has room, and a way back is needed.
	SetFolded(folded bool)
	Stop()
	Save() any
	Restore(state any)
}

// PageParams say what is beside the list and which keys there are.
type PageParams struct {
	Side      Side
	ListWidth float32       // kit.ListWidth without
	Kinds     []domain.Kind // a change to one of these changes what is shown
	// Key does what a key means for the record that is selected.
	Key func(event *fyne.KeyEvent, id domain.ID) bool
	// Menu opens what can be done with the record that is selected, and tells
	// whether it could; nil for nothing.
	Menu func(id domain.ID) bool
	// OnReload is told when what is shown is read anew.
	OnReload func()
	// Enter gives the keyboard to what is beside the list; nil for nothing.
	Enter func()
	// OpenEnters tells that opening a record gives it the keyboard too.
	OpenEnters bool
}

// Page is a list beside the record that is read.
type Page[T, F any] struct {
	kit.BasePage
	List   *List[T, F]
	Panes  *kit.Panes
	Wanted domain.ID // the record that is selected

	desk    *desk.Desk
	p       PageParams
	onNew   func()
	stop    func()
	widened bool // the table made room for a record
	missed  bool // something changed that is not shown yet
	passing passing
}

// NewPage returns a page; arg is that of its route.
func NewPage[T, F any](list Params[T, F], page PageParams, arg string) *Page[T, F] {
	p := &Page[T, F]{desk: list.Desk, p: page, Wanted: desk.RouteID(arg), onNew: list.OnNew, passing: passing{async: list.Desk.Async}}
	p.At = kit.Route{Page: list.Page, Arg: arg}
	p.List = newList(list, p.selected, p.Open, p.key)
	p.List.widen, p.List.marks.over = p.setWide, p.caughtUp
	p.List.bared = func() { p.Panes.SetWide(p.List.wide || p.List.bare) }
	p.Panes = kit.NewPanes(p.List.Frame, page.Side.Content())
	if page.ListWidth > 0 {
		p.Panes.SetListWidth(page.ListWidth)
	}
	p.Panes.OnFold = page.Side.SetFolded
	p.Panes.ShowDetail(p.Wanted != domain.None)
	if p.Wanted != domain.None {
		p.List.place = place{} // who was read last is not who is wanted now
	}
	p.List.setWide(p.List.wide && p.Wanted == domain.None)
	p.Panes.SetWide(p.List.wide)
	return p
}

// Content implements kit.Page.
func (p *Page[T, F]) Content() fyne.CanvasObject { return p.Panes }

// DefaultFocus implements kit.FocusPage.
func (p *Page[T, F]) DefaultFocus() fyne.Focusable {
	if p.List.instead != nil {
		return nil
	}
	return p.List.Rows
}

// FocusFilter implements kit.FilterPage.
func (p *Page[T, F]) FocusFilter() {
	if p.List.Search != nil {
		p.Panes.ShowDetail(false)
		p.desk.Shell.Canvas().Focus(p.List.Search)
	}
}

// TypedKey implements kit.KeyPage.
func (p *Page[T, F]) TypedKey(event *fyne.KeyEvent) { p.List.Rows.TypedKey(event) }

// TypedRune takes the letters of a name to jump to.
func (p *Page[T, F]) TypedRune(r rune) {
	if p.List.p.Find != nil {
		p.List.typed.rune(r)
	}
}

// New makes a new record.
func (p *Page[T, F]) New() { p.onNew() }

// OnShow implements kit.Page.
func (p *Page[T, F]) OnShow() {
	p.stop = p.desk.Watch(p.changed)
	p.List.selectLater = p.Wanted
	p.List.selectFirst = p.Wanted == domain.None && !p.Panes.Folded() && p.List.place.List.Selected == ""
	p.List.Begin()
	if p.Wanted != domain.None {
		p.p.Side.Show(p.Wanted)
	}
}

// OnHide implements kit.Page.
func (p *Page[T, F]) OnHide() {
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
	p.passing.cancel()
	p.List.stop()
	p.p.Side.Stop()
}

// pageState is what the history keeps of the page.
type pageState[F any] struct {
	place    place
	filter   F
	order    Order
	wide     bool
	selected domain.ID
	side     any
}

// Save implements kit.Page.
func (p *Page[T, F]) Save() any {
	return pageState[F]{p.List.here(), p.List.Filter, p.List.Order, p.List.wide, p.Wanted, p.p.Side.Save()}
}

// Restore implements kit.Page.
func (p *Page[T, F]) Restore(saved any) {
	s, ok := saved.(pageState[F])
	if !ok {
		return
	}
	p.List.place, p.List.Filter, p.List.Order, p.Wanted = s.place, s.filter, s.order, s.selected
	p.At.Arg = argOf(p.Wanted)
	p.p.Side.Restore(s.side)
	p.List.setWide(s.wide)
	p.Panes.SetWide(s.wide)
	p.List.ShowFilter()
}

func argOf(id domain.ID) string {
	if id == domain.None {
		return ""
	}
	return id.String()
}

func (p *Page[T, F]) changed(c workspace.Changed) {
	if !c.Kinds(p.p.Kinds...) {
		return
	}
	if p.List.marks.running != nil {
		p.missed = true // what is done with many is shown once it is over
		return
	}
	p.reload()
}

// caughtUp shows what changed while something was done with many records.
func (p *Page[T, F]) caughtUp() {
	if p.missed {
		p.missed = false
		p.reload()
	}
}

func (p *Page[T, F]) reload() {
	p.List.Reload()
	if p.Wanted == domain.None || p.List.wide {
		return
	}
	p.p.Side.Reload()
	if p.p.OnReload != nil {
		p.p.OnReload()
	}
}

// selected shows the record whose row has the cursor. Beside the table nothing
// is read.
func (p *Page[T, F]) selected(id domain.ID) {
	if id == p.Wanted && (id == domain.None || p.List.wide || p.p.Side.Shows(id)) {
		return
	}
	p.Wanted, p.At.Arg = id, argOf(id)
	if p.List.wide && id != domain.None {
		return
	}
	p.passing.to(func() { p.p.Side.Show(p.Wanted) })
}

// Open brings a record into sight, in the place of the list where there is room
// for one of them only.
func (p *Page[T, F]) Open(id domain.ID) {
	p.selected(id)
	if p.List.wide {
		p.setWide(false)
		p.widened = true
	}
	p.rest()
	p.Panes.ShowDetail(true)
	if p.p.OpenEnters {
		p.p.Enter()
	}
}

// Select selects a record that may not have been fetched yet: once the page is
// shown, or at once where it is, from the top of the list.
func (p *Page[T, F]) Select(id domain.ID) {
	if id == domain.None {
		return
	}
	p.List.place = place{}
	if p.stop == nil {
		p.Wanted, p.At.Arg = id, argOf(id)
		return
	}
	p.selected(id)
	p.rest()
	p.List.selectLater = id
	p.List.Begin()
}

// rest shows at once what waits for the cursor to rest.
func (p *Page[T, F]) rest() {
	if p.passing.cancel() {
		p.p.Side.Show(p.Wanted)
	}
}

// Back goes from a record to the list.
func (p *Page[T, F]) Back() {
	if p.widened && !p.List.wide {
		p.setWide(true)
	}
	p.Panes.ShowDetail(false)
	if p.List.instead == nil {
		p.desk.Shell.Canvas().Focus(p.List.Rows)
	}
}

// setWide shows the table in the place of rows and record, or takes it back.
func (p *Page[T, F]) setWide(wide bool) {
	p.widened = false
	p.List.setWide(wide)
	p.Panes.SetWide(wide || p.List.bare)
	if !wide && p.Wanted != domain.None && !p.p.Side.Shows(p.Wanted) {
		p.p.Side.Show(p.Wanted)
	}
	if row := p.List.Rows.Selected(); row != "" {
		p.List.Rows.Select(row)
	}
}

// key does what a key means on this page; it tells whether it meant something.
func (p *Page[T, F]) key(event *fyne.KeyEvent, _ string) bool {
	switch {
	case p.List.typed.key(event):
	case p.p.Key != nil && p.p.Key(event, p.Wanted):
	case event.Name == fyne.KeyM && (p.List.marks.offer() || p.p.Menu != nil && p.p.Menu(p.Wanted)):
	case p.List.instead != nil && p.List.instead.OnTap != nil && (event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter):
		p.List.instead.OnTap()
	case event.Name == fyne.KeyN && p.onNew != nil:
		p.New()
	case event.Name == fyne.KeyW && len(p.List.p.Columns) > 0:
		p.setWide(!p.List.wide)
	case event.Name == fyne.KeyRight && p.p.Enter != nil && !p.List.wide:
		p.Panes.ShowDetail(true)
		p.p.Enter()
	case event.Name == fyne.KeyLeft, event.Name == fyne.KeyEscape:
		p.Back()
	default:
		return false
	}
	return true
}
