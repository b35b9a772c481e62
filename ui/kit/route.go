package kit

import "fyne.io/fyne/v2"

// Route names what is shown: a page and what of it. Two routes compare.
type Route struct{ Page, Arg string }

// Page is what a feature shows in the window. BasePage fills in what a page has
// no use for.
type Page interface {
	// Content is what is drawn; asked for once.
	Content() fyne.CanvasObject
	// Route is where the page is; the history keeps it.
	Route() Route
	// Save returns the light state to come back to: a ListState, a filter. No
	// widgets.
	Save() any
	// Restore takes what Save of a page of the same name returned.
	Restore(state any)
	// OnShow is called when the page comes into sight; it loads what it shows.
	OnShow()
	// OnHide is called when another takes its place; it stops what is running.
	OnHide()
}

// KeyPage is a page that answers to keys when nothing else has the focus or
// wants them.
type KeyPage interface {
	TypedKey(event *fyne.KeyEvent)
}

// FilterPage is a page with a field that Ctrl+F goes to.
type FilterPage interface {
	FocusFilter()
}

// HelpPage is a page with keys of its own, for the help: each a combination and
// the translation key of what it does.
type HelpPage interface {
	HelpKeys() [][2]string
}

// PastePage is a page that takes what is pasted while no field has the focus.
type PastePage interface {
	Paste(text string)
}

// FocusPage is a page that says what gets the keyboard when it is shown.
type FocusPage interface {
	DefaultFocus() fyne.Focusable
}

// BasePage is embedded by pages: it knows the route and does nothing else.
type BasePage struct{ At Route }

// Route implements Page.
func (p *BasePage) Route() Route { return p.At }

// Save implements Page.
func (p *BasePage) Save() any { return nil }

// Restore implements Page.
func (p *BasePage) Restore(any) {}

// OnShow implements Page.
func (p *BasePage) OnShow() {}

// OnHide implements Page.
func (p *BasePage) OnHide() {}

// visit is a page as the history keeps it.
type visit struct {
	route Route
	state any
}

// history is the way through the pages, for back and forward.
type history struct {
	visits []visit
	at     int
}

// push goes on to a route and forgets what lay ahead.
func (h *history) push(route Route) {
	if len(h.visits) > 0 {
		h.visits = h.visits[:h.at+1]
	}
	h.visits = append(h.visits, visit{route: route})
	h.at = len(h.visits) - 1
	const longest = 200
	if len(h.visits) > longest {
		h.visits = append([]visit(nil), h.visits[len(h.visits)-longest:]...)
		h.at = len(h.visits) - 1
	}
}

// keep stores the state of the page in sight.
func (h *history) keep(state any) {
	if len(h.visits) > 0 {
		h.visits[h.at].state = state
	}
}

// move goes back or forward and tells whether there was a way.
func (h *history) move(by int) (visit, bool) {
	if h.at+by < 0 || h.at+by >= len(h.visits) {
		return visit{}, false
	}
	h.at += by
	return h.visits[h.at], true
}
