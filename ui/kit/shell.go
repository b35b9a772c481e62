package kit

import (
	"fmt"
	"maps"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kontor/i18n"
)

// Place is a place of the rail. Places of different groups are parted by a
// hairline.
type Place struct {
	Page     string
	Icon     Icon
	LabelKey string // translation key of the word
	Group    int
	Bottom   bool // at the foot, above the status line
}

// ShellParams says what the frame of the window holds.
type ShellParams struct {
	Window   fyne.Window
	Async    Async
	Places   []Place
	Within   map[string]string // the place that a page without one belongs to
	OnSearch func()            // Ctrl+K and the field at the top
}

// Shell is the frame of the window: the rail at the left, the page beside it,
// and above them toasts, tooltips and overlays. It keeps the history.
type Shell struct {
	Keys   *Keys
	Toasts *Toasts

	// OnRoute is told of each page that is shown.
	OnRoute func(Route)
	// OnHelp is done on "?" where nobody types.
	OnHelp func()

	p        ShellParams
	makers   map[string]func(arg string) Page
	items    map[string]*NavItem
	history  history
	page     Page
	host     *fyne.Container
	rail     *fyne.Container
	root     *fyne.Container
	status   *statusLine
	tooltips *Tooltips
	search   *SearchButton
	counts   map[string]int
	forget   func()
	awaits   bool         // the page's default focus has not been drawn yet
	takers   []*dropTaker // forms that take files, the one in front last
}

// NewShell builds the frame and makes it the content of the window. Register
// the pages, then Open the first.
func NewShell(p ShellParams) *Shell {
	if p.Async == nil {
		p.Async = System()
	}
	s := &Shell{
		p: p, makers: map[string]func(string) Page{}, items: map[string]*NavItem{}, counts: map[string]int{},
		tooltips: NewTooltips(p.Async), status: newStatusLine(), host: container.NewStack(),
	}
	c := p.Window.Canvas()
	s.Toasts = NewToasts(p.Async, func() fyne.CanvasObject {
		focused, ok := c.Focused().(field)
		if !ok || c.Overlays().Top() != nil {
			return nil
		}
		return focused.(fyne.CanvasObject)
	})
	s.rail = container.NewStack()
	s.buildRail()
	s.tooltips.Attach(c)
	s.Keys = newKeys(c, func() bool { return c.Overlays().Top() != nil }, s.typedKey, s.typedRune)
	s.root = container.New(shellLayout{}, s.rail, NewVerticalHairline(), s.host, s.Toasts.Object(), s.Keys.floats.layer, s.tooltips.Object())
	p.Window.SetPadded(false)
	p.Window.SetContent(NewGround(ColorGround, s.root))
	p.Window.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { s.Drop(files) })
	s.bindKeys()
	s.forget = i18n.OnChange(func() { p.Async.Do(s.languageChanged) })
	return s
}

// Close lets go of the window; call it when the window closes.
func (s *Shell) Close() {
	s.forget()
	if s.page != nil {
		s.page.OnHide()
	}
	s.tooltips.Detach(s.p.Window.Canvas())
	s.Keys.release()
}

// Register says how a page is made. The argument is the route's.
func (s *Shell) Register(page string, create func(arg string) Page) { s.makers[page] = create }

// Pages are the names of the pages that were registered, in alphabetical order.
func (s *Shell) Pages() []string { return slices.Sorted(maps.Keys(s.makers)) }

// Open goes on to a route. The route that is shown already is left alone.
func (s *Shell) Open(route Route) {
	if s.page != nil && s.shows(route) {
		return
	}
	s.leave()
	s.history.push(route)
	s.show(visit{route: route})
}

// shows tells whether a route is in sight. A page may have moved on within
// itself, to another record of its list: then what it says of itself holds.
func (s *Shell) shows(route Route) bool {
	own, at := s.page.Route(), s.Route()
	if own.Page != at.Page {
		own = at
	}
	return route == own || route == at && route.Arg == ""
}

// Back goes to the page before; it tells whether there was one.
func (s *Shell) Back() bool { return s.travel(-1) }

// Forward undoes Back.
func (s *Shell) Forward() bool { return s.travel(1) }

func (s *Shell) travel(by int) bool {
	s.leave()
	to, ok := s.history.move(by)
	if ok {
		s.show(to)
	}
	return ok
}

// Rebuild makes the page in sight anew, for a new language.
func (s *Shell) Rebuild() {
	if s.page == nil {
		return
	}
	s.leave()
	s.show(s.history.visits[s.history.at])
}

// Route returns what is shown.
func (s *Shell) Route() Route {
	if s.page == nil {
		return Route{}
	}
	return s.history.visits[s.history.at].route
}

// Page returns the page in sight, nil before the first.
func (s *Shell) Page() Page { return s.page }

// Canvas is where overlays, menus and calendars open.
func (s *Shell) Canvas() fyne.Canvas { return s.p.Window.Canvas() }

// Async is the one the shell was made with.
func (s *Shell) Async() Async { return s.p.Async }

// SetCount shows a number beside a place; none below zero.
func (s *Shell) SetCount(page string, count int) {
	s.counts[page] = count
	if item := s.items[page]; item != nil {
		item.SetCount(count)
	}
}

// SetStatus shows a line at the foot of the rail.
func (s *Shell) SetStatus(status Status) { s.status.set(status) }

// Toast says what was done.
func (s *Shell) Toast(toast Toast) { s.Toasts.Show(toast) }

// Overlay opens a card above the window, such as the palette.
func (s *Shell) Overlay(p OverlayParams) *Overlay { return OpenOverlay(s.Canvas(), p) }

// leave keeps the state of the page in sight.
func (s *Shell) leave() {
	if s.page == nil {
		return
	}
	s.history.keep(s.page.Save())
}

func (s *Shell) show(to visit) {
	create := s.makers[to.route.Page]
	if create == nil {
		panic(fmt.Sprintf("no page is registered as %q", to.route.Page))
	}
	if s.page != nil {
		s.page.OnHide()
		s.Toasts.PageLeft()
	}
	s.page = create(to.route.Arg)
	s.host.Objects = []fyne.CanvasObject{s.page.Content()}
	s.host.Refresh()
	for page, item := range s.items {
		item.SetSelected(page == s.placeOf(to.route.Page))
	}
	if to.state != nil {
		s.page.Restore(to.state)
	}
	s.page.OnShow()
	if c := s.Canvas(); c.Overlays().Top() == nil {
		c.Unfocus()
		s.awaits = true
		s.focusDefault()
	}
	if s.OnRoute != nil {
		s.OnRoute(to.route)
	}
}

// placeOf is the place of the rail that stands for a page.
func (s *Shell) placeOf(page string) string {
	if within, ok := s.p.Within[page]; ok {
		return within
	}
	return page
}

// focusDefault gives the keyboard to what the page wants it for. A list that is
// still being loaded is not drawn yet and gets it with the first key that comes.
func (s *Shell) focusDefault() {
	page, ok := s.page.(FocusPage)
	if !ok || !s.awaits {
		return
	}
	focus := page.DefaultFocus()
	object, drawable := focus.(fyne.CanvasObject)
	if !drawable || object.Size().IsZero() {
		return
	}
	s.awaits = false
	s.Canvas().Focus(focus)
}

func (s *Shell) bindKeys() {
	s.Keys.Bind(fyne.KeyLeft, fyne.KeyModifierAlt, false, func() { s.Back() })
	s.Keys.Bind(fyne.KeyRight, fyne.KeyModifierAlt, false, func() { s.Forward() })
	s.Keys.Bind(fyne.KeyK, fyne.KeyModifierShortcutDefault, false, s.openSearch)
	s.Keys.Bind(fyne.KeyF, fyne.KeyModifierShortcutDefault, false, func() {
		if page, ok := s.page.(FilterPage); ok {
			page.FocusFilter()
		}
	})
	s.Keys.Bind(fyne.KeyO, fyne.KeyModifierShortcutDefault, false, s.Toasts.typed)
	s.Keys.Bind(fyne.KeyO, fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift, false, s.Toasts.ActMore)
	s.Keys.onFocus = s.Toasts.Arrange
	s.Canvas().AddShortcut(&fyne.ShortcutPaste{}, func(pressed fyne.Shortcut) {
		page, ok := s.page.(PastePage)
		if paste, is := pressed.(*fyne.ShortcutPaste); ok && is && s.Canvas().Overlays().Top() == nil {
			page.Paste(paste.Clipboard.Content())
		}
	})
	for i, place := range s.p.Places {
		if i < len(digits) {
			s.Keys.Bind(digits[i], fyne.KeyModifierShortcutDefault, false, func() { s.Open(Route{Page: place.Page}) })
		}
	}
}

var digits = []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9, fyne.Key0}

// PlaceKey is the combination that goes to a place, "" where there is none.
func (s *Shell) PlaceKey(page string) string {
	for i, place := range s.p.Places {
		if place.Page == page && i < len(digits) {
			return fmt.Sprintf("Ctrl+%d", (i+1)%10)
		}
	}
	return ""
}

func (s *Shell) openSearch() {
	if s.p.OnSearch != nil {
		s.p.OnSearch()
	}
}

func (s *Shell) typedKey(event *fyne.KeyEvent) {
	if s.Canvas().Focused() == nil {
		s.focusDefault()
	}
	if page, ok := s.page.(KeyPage); ok {
		page.TypedKey(event)
	}
}

func (s *Shell) typedRune(r rune) {
	if page, ok := s.page.(interface{ TypedRune(rune) }); ok {
		page.TypedRune(r)
	}
	if r == '?' && s.OnHelp != nil {
		s.OnHelp()
	}
}

func (s *Shell) languageChanged() {
	s.buildRail()
	s.Rebuild()
}

func (s *Shell) buildRail() {
	s.search = NewSearchButton(i18n.T("kit.shell.search"), KeyLabel("Ctrl+K"), s.openSearch)
	top := NewColumn(0)
	bottom := NewColumn(0)
	group := 0
	for i, place := range s.p.Places {
		hint := ""
		if i < len(digits) {
			hint = KeyLabel(fmt.Sprintf("Ctrl+%d", i+1))
		}
		item := NewNavItem(place.Icon, i18n.T(place.LabelKey), hint, func() { s.Open(Route{Page: place.Page}) })
		if count, ok := s.counts[place.Page]; ok {
			item.SetCount(count)
		}
		item.SetSelected(s.page != nil && s.placeOf(s.Route().Page) == place.Page)
		s.items[place.Page] = item
		if place.Bottom {
			bottom.objects = append(bottom.objects, item)
			continue
		}
		if place.Group != group {
			top.objects = append(top.objects, NewPadded(9, 8, 9, 8, NewHairline()))
			group = place.Group
		}
		top.objects = append(top.objects, item)
	}
	head := NewColumn(0,
		NewPadded(14, 18, 12, 18, newWordmark()),
		NewPadded(0, 10, 12, 10, s.search),
		NewPadded(0, 10, 0, 10, top))
	foot := NewColumn(12, NewPadded(0, 10, 0, 10, bottom), NewPadded(0, 18, 22, 18, s.status))
	s.rail.Objects = []fyne.CanvasObject{NewFrame(head, nil, foot)}
	s.rail.Refresh()
}

// In a narrow window the rail shows icons only.
const (
	narrowWindow float32 = 760
	narrowRail   float32 = 57
)

// shellLayout sets rail, hairline and page side by side and spreads the layers
// over all.
type shellLayout struct{}

func (shellLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rail := RailWidth
	if size.Width < narrowWindow {
		rail = narrowRail
	}
	place(objects[0], 0, 0, rail-1, size.Height)
	place(objects[1], rail-1, 0, 1, size.Height)
	place(objects[2], rail, 0, size.Width-rail, size.Height)
	place(objects[3], rail, 0, size.Width-rail, size.Height)
	place(objects[4], 0, 0, size.Width, size.Height)
	place(objects[5], 0, 0, size.Width, size.Height)
}

func (shellLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(480, 400) }
