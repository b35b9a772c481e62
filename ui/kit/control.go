package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// control is what every widget that can be pointed at, focused and pressed has
// in common. The widget that embeds it sets press and draws by its state.
type control struct {
	widget.BaseWidget

	// Tooltip is said when the pointer rests on the control.
	Tooltip string

	self                       fyne.CanvasObject // the outer widget, set by own
	hovered, focused, disabled bool
	press                      func()
	passive                    func() bool // shows something and cannot be pressed now
	untabbed                   func() bool // left out of the chain of the Tab key, and pressed by pointer all the same
	onKey                      func(*fyne.KeyEvent) bool
}

var (
	_ desktop.Hoverable  = (*control)(nil)
	_ desktop.Cursorable = (*control)(nil)
	_ fyne.Focusable     = (*control)(nil)
	_ fyne.Tappable      = (*control)(nil)
	_ fyne.Disableable   = (*control)(nil)
	_ fyne.Shortcutable  = (*control)(nil)
)

// MouseIn implements desktop.Hoverable.
func (c *control) MouseIn(*desktop.MouseEvent) {
	c.hovered = true
	c.Refresh()
	if c.Tooltip != "" {
		tooltipsOf(c.self).Enter(c.self, c.Tooltip)
	}
}

// MouseMoved implements desktop.Hoverable.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *control) MouseOut() {
	c.hovered = false
	c.Refresh()
	if c.Tooltip != "" {
		tooltipsOf(c.self).Leave(c.self)
	}
}

// Cursor implements desktop.Cursorable.
func (c *control) Cursor() desktop.Cursor {
	if c.disabled || c.passive != nil && c.passive() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// FocusGained implements fyne.Focusable.
func (c *control) FocusGained() {
	c.focused = true
	c.Refresh()
	revealFocused(c.self)
}

// FocusLost implements fyne.Focusable.
func (c *control) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune passes characters on to the window.
func (c *control) TypedRune(r rune) { passRune(c.self, r) }

// TypedShortcut passes shortcuts on to the window.
func (c *control) TypedShortcut(shortcut fyne.Shortcut) { passShortcut(c.self, shortcut) }

// TypedKey presses the control with Enter or the space bar.
func (c *control) TypedKey(event *fyne.KeyEvent) {
	if c.disabled || c.onKey != nil && c.onKey(event) {
		return
	}
	switch event.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.Tapped(nil)
	default:
		passKey(c.self, event)
	}
}

// Tapped presses the control.
func (c *control) Tapped(*fyne.PointEvent) {
	if c.disabled || c.press == nil {
		return
	}
	if c.Tooltip != "" {
		tooltipsOf(c.self).Leave(c.self)
	}
	c.press()
}

// Enable implements fyne.Disableable.
func (c *control) Enable() { c.setDisabled(false) }

// Disable implements fyne.Disableable.
func (c *control) Disable() { c.setDisabled(true) }

// Disabled implements fyne.Disableable; it keeps the control out of the chain of
// the Tab key.
func (c *control) Disabled() bool {
	return c.disabled || c.passive != nil && c.passive() || c.untabbed != nil && c.untabbed()
}

func (c *control) setDisabled(disabled bool) {
	if c.disabled == disabled {
		return
	}
	c.disabled = disabled
	c.Refresh()
}

// own ties the control to the widget that embeds it.
func (c *control) own(outer fyne.Widget) {
	c.self = outer
	c.ExtendBaseWidget(outer)
}

// focusRing draws the accent around what has the keyboard.
func focusRing(r *canvas.Rectangle, focused bool, radius float32) {
	r.FillColor = Color(ColorClear)
	r.CornerRadius = radius
	r.StrokeWidth = 2
	r.StrokeColor = Color(ColorClear)
	if focused {
		r.FillColor = hollow()
		r.StrokeColor = Color(ColorAccent)
	}
	r.Refresh()
}
