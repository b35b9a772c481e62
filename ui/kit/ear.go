package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// ear has the keyboard while something is opening, and keeps what is typed until
// there is a field to hand it to. Whoever types at once loses no letter, and none
// reaches what lies below.
type ear struct {
	widget.BaseWidget
	heard    []stroke
	begun    bool   // a key came, so that what comes as a letter is not of the key that opened
	onEscape func() // instead of keeping Esc; may be nil
}

// stroke is one of a key, a letter and a combination of keys.
type stroke struct {
	key      *fyne.KeyEvent
	held     fyne.KeyModifier
	letter   rune
	shortcut fyne.Shortcut
}

var (
	_ fyne.Focusable    = (*ear)(nil)
	_ fyne.Tabbable     = (*ear)(nil)
	_ fyne.Shortcutable = (*ear)(nil)
)

func newEar() *ear {
	e := &ear{}
	e.ExtendBaseWidget(e)
	return e
}

// TypedKey implements fyne.Focusable.
func (e *ear) TypedKey(event *fyne.KeyEvent) {
	e.begun = true
	if event.Name == fyne.KeyEscape && e.onEscape != nil {
		e.onEscape()
		return
	}
	e.heard = append(e.heard, stroke{key: event, held: currentModifiers()})
}

// TypedRune keeps a letter. The letter of the key that opened comes before any
// other key does, and is not meant for the field.
func (e *ear) TypedRune(r rune) {
	if e.begun {
		e.heard = append(e.heard, stroke{letter: r})
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (e *ear) TypedShortcut(shortcut fyne.Shortcut) {
	e.begun = true
	e.heard = append(e.heard, stroke{shortcut: shortcut})
}

// AcceptsTab keeps Tab like every other key.
func (e *ear) AcceptsTab() bool { return true }

// FocusGained implements fyne.Focusable.
func (e *ear) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (e *ear) FocusLost() {}

// CreateRenderer implements fyne.Widget.
func (e *ear) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// tell hands on what was heard, each stroke to what has the keyboard by then.
func (e *ear) tell(c fyne.Canvas) {
	heard := e.heard
	e.heard = nil
	for _, s := range heard {
		s.pass(c)
	}
}

func (s stroke) pass(c fyne.Canvas) {
	focused := c.Focused()
	switch {
	case s.shortcut != nil:
		if takes, ok := focused.(fyne.Shortcutable); ok {
			takes.TypedShortcut(s.shortcut)
		} else if o := topOverlay(c); o != nil {
			o.shortcut(s.shortcut)
		}
	case s.key != nil && s.key.Name == fyne.KeyTab && !takesTab(focused):
		if s.held&fyne.KeyModifierShift != 0 {
			c.FocusPrevious()
		} else {
			c.FocusNext()
		}
	case s.key != nil:
		if focused != nil {
			focused.TypedKey(s.key)
		} else if o := topOverlay(c); o != nil {
			o.key(s.key)
		}
	case focused != nil:
		focused.TypedRune(s.letter)
	}
}

func takesTab(focused fyne.Focusable) bool {
	tabbable, ok := focused.(fyne.Tabbable)
	return ok && tabbable.AcceptsTab()
}

// Held has the keyboard while what an overlay is to show is still being read.
type Held struct {
	widget.BaseWidget
	canvas fyne.Canvas
	ear    *ear
	over   bool
}

// HoldKeys keeps what is typed for the overlay that is opened next, and keeps the
// pointer from what lies below. On Esc it lets go and tells onEscape.
func HoldKeys(c fyne.Canvas, onEscape func()) *Held {
	h := &Held{canvas: c, ear: newEar()}
	h.ear.onEscape = func() {
		h.Release()
		onEscape()
	}
	h.ExtendBaseWidget(h)
	c.Overlays().Add(h)
	c.Focus(h.ear)
	return h
}

// Release lets go of the keyboard and of what was typed; it does nothing once an
// overlay has taken both over.
func (h *Held) Release() {
	if !h.over {
		h.over = true
		h.canvas.Overlays().Remove(h)
	}
}

// Tapped keeps the pointer from what lies below.
func (h *Held) Tapped(*fyne.PointEvent) {}

// CreateRenderer implements fyne.Widget.
func (h *Held) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout(h.ear))
}

// takeHeld is what was typed for the overlay that opens now.
func takeHeld(c fyne.Canvas) *ear {
	h, ok := c.Overlays().Top().(*Held)
	if !ok {
		return newEar()
	}
	h.Release()
	h.ear.onEscape = nil
	return h.ear
}
