package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// OverlayParams says how something floats above the window.
type OverlayParams struct {
	Content fyne.CanvasObject
	Width   float32
	// Top is the distance from the upper edge; centred without.
	Top float32
	// Focus gets the keyboard; without it the first field of the content.
	Focus fyne.Focusable
	// OnEscape is asked when Esc is pressed or the window beside the card is
	// tapped; without it the overlay closes.
	OnEscape func()
	// OnSubmit is done on Ctrl+Enter, wherever the focus is.
	OnSubmit func()
	// OnShortcut is asked about a combination of keys first, wherever the focus
	// is; it tells whether that meant something.
	OnShortcut func(shortcut *desktop.CustomShortcut) bool
	// OnEnter is done on Enter that no field and no button took.
	OnEnter func()
	// OnClosed is told when it is gone, however that came.
	OnClosed func()
}

// Overlay is a card above the window. It has the focus for itself, and the
// shortcuts of the window are off while it is open.
type Overlay struct {
	widget.BaseWidget
	p      OverlayParams
	canvas fyne.Canvas
	card   *Ground
	floats *floats
	open   bool
	ear    *ear           // has the keyboard until the first field gets it
	at     *fyne.Position // of a pop-up: beside what opened it
}

var (
	_ fyne.Tappable     = (*Overlay)(nil)
	_ fyne.Scrollable   = (*Overlay)(nil)
	_ desktop.Hoverable = (*Overlay)(nil)
)

// OpenOverlay shows a card above a window.
func OpenOverlay(c fyne.Canvas, p OverlayParams) *Overlay {
	o := &Overlay{p: p, canvas: c, open: true, floats: newFloats()}
	o.card = NewOverlayCard(p.Content)
	return o.show()
}

// openPopUp shows a small card at a place of the window, without dimming it.
func openPopUp(c fyne.Canvas, at fyne.Position, p OverlayParams) *Overlay {
	o := &Overlay{p: p, canvas: c, open: true, floats: newFloats(), at: &at}
	o.card = NewOverlayCard(p.Content)
	o.card.radius = RadiusCard
	return o.show()
}

func (o *Overlay) show() *Overlay {
	c := o.canvas
	tooltipsOn(c).Hide()
	o.ExtendBaseWidget(o)
	o.ear = takeHeld(c)
	c.Overlays().Add(o)
	c.Focus(o.ear)
	// Later, not now: a letter key that opened this is still to come as a typed
	// letter, which would land in the first field.
	fyne.Do(o.begin)
	return o
}

// begin gives the keyboard to the first field, and with it what was typed while
// the overlay was opening.
func (o *Overlay) begin() {
	if !o.open || !o.ear.Visible() || topOverlay(o.canvas) != o {
		return
	}
	o.ear.Hide()
	o.canvas.Unfocus()
	if o.p.Focus != nil {
		o.canvas.Focus(o.p.Focus)
	} else {
		focusFirstField(o.canvas)
	}
	o.ear.tell(o.canvas)
}

// Close takes it away; closing twice does nothing.
func (o *Overlay) Close() {
	if !o.open {
		return
	}
	o.open = false
	o.canvas.Overlays().Remove(o)
	if below := topOverlay(o.canvas); below != nil {
		below.begin() // it may have been covered at once
	}
	if o.p.OnClosed != nil {
		o.p.OnClosed()
	}
}

// IsOpen tells whether it is shown.
func (o *Overlay) IsOpen() bool { return o.open }

// Escape does what Esc does.
func (o *Overlay) Escape() {
	if o.p.OnEscape != nil {
		o.p.OnEscape()
		return
	}
	o.Close()
}

// topOverlay returns the kit's overlay that is on top, nil when another or none
// is.
func topOverlay(c fyne.Canvas) *Overlay {
	if c == nil {
		return nil
	}
	top, _ := c.Overlays().Top().(*Overlay)
	return top
}

// key does what an overlay does with a key its widgets left over.
func (o *Overlay) key(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyEscape:
		o.Escape()
	case fyne.KeyReturn, fyne.KeyEnter:
		if o.p.OnEnter != nil {
			o.p.OnEnter()
		}
	}
}

// shortcut asks OnShortcut, and submits on Ctrl+Enter.
func (o *Overlay) shortcut(shortcut fyne.Shortcut) bool {
	custom, ok := shortcut.(*desktop.CustomShortcut)
	if ok && o.p.OnShortcut != nil && o.p.OnShortcut(custom) {
		return true
	}
	if !ok || o.p.OnSubmit == nil || custom.Modifier != fyne.KeyModifierShortcutDefault {
		return false
	}
	if custom.KeyName != fyne.KeyReturn && custom.KeyName != fyne.KeyEnter {
		return false
	}
	o.p.OnSubmit()
	return true
}

// Tapped on the window beside the card is Esc.
func (o *Overlay) Tapped(event *fyne.PointEvent) {
	at, size := o.card.Position(), o.card.Size()
	inside := event.Position.X >= at.X && event.Position.X < at.X+size.Width &&
		event.Position.Y >= at.Y && event.Position.Y < at.Y+size.Height
	if !inside {
		o.Escape()
	}
}

// Scrolled keeps the wheel from what lies below.
func (o *Overlay) Scrolled(*fyne.ScrollEvent) {}

// MouseIn keeps the pointer from what lies below.
func (o *Overlay) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (o *Overlay) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (o *Overlay) MouseOut() {}

// CreateRenderer implements fyne.Widget.
func (o *Overlay) CreateRenderer() fyne.WidgetRenderer {
	scrim := canvas.NewRectangle(nil)
	return newView(o, func(size fyne.Size) {
		place(scrim, 0, 0, size.Width, size.Height)
		place(o.floats.layer, 0, 0, size.Width, size.Height)
		if o.at != nil {
			needed := o.card.MinSize()
			width := min(max(needed.Width, o.p.Width), size.Width-2*Gap)
			height := min(HeightFor(o.card, width), size.Height-2*Gap)
			x := max(Gap, min(o.at.X, size.Width-width-Gap))
			y := max(Gap, min(o.at.Y, size.Height-height-Gap))
			place(o.card, x, y, width, height)
			return
		}
		width := min(max(o.p.Width, 240), size.Width-2*Margin)
		height := min(HeightFor(o.card, width), size.Height-2*Margin)
		top := o.p.Top
		if top == 0 {
			top = middle(size.Height, height) * 0.8
		}
		top = max(Margin, min(top, size.Height-height-Margin))
		place(o.card, middle(size.Width, width), top, width, height)
	}, func() fyne.Size {
		return fyne.NewSize(120, o.card.MinSize().Height) // grows with its content
	}, func() {
		fill := ColorScrim
		if o.at != nil {
			fill = ColorClear
		}
		paintRectangle(scrim, fill, ColorClear)
	}, scrim, o.card, o.floats.layer, o.ear)
}

// Changed lays the card out anew after its content has grown or shrunk.
func (o *Overlay) Changed() { o.Refresh() }

// focusFirstField gives the keyboard to the first input of what is on top, or
// where there is none to the first button.
func focusFirstField(c fyne.Canvas) {
	c.FocusNext()
	first := c.Focused()
	for current := first; current != nil; current = c.Focused() {
		if _, input := current.(field); input {
			return
		}
		c.FocusNext()
		if c.Focused() == first {
			return
		}
	}
}

// field is an input, in contrast to a button.
type field interface{ isField() }
