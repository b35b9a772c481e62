package kit

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

const (
	tooltipDelay         = 600 * time.Millisecond
	tooltipWidth float32 = 380 // of the words; longer ones wrap
)

// Tooltips is the layer of a window on which the one tooltip is shown. A window
// without the layer shows none: the methods of a nil Tooltips do nothing.
type Tooltips struct {
	async  Async
	layer  *fyne.Container
	ground *canvas.Rectangle
	text   *Text
	owner  fyne.CanvasObject
	stop   func()
}

var tooltipLayers sync.Map // fyne.Canvas → *Tooltips

// NewTooltips returns the layer; Object goes on top of the window's content.
func NewTooltips(async Async) *Tooltips {
	t := &Tooltips{async: async, ground: canvas.NewRectangle(Color(ColorText)), text: NewText(Secondary, "")}
	t.ground.CornerRadius = 6
	t.layer = container.NewWithoutLayout(t.ground, t.text)
	t.layer.Hide()
	return t
}

// Object is what is drawn.
func (t *Tooltips) Object() fyne.CanvasObject { return t.layer }

// Attach makes this the layer of a window's canvas.
func (t *Tooltips) Attach(c fyne.Canvas) { tooltipLayers.Store(c, t) }

// Detach ends that, when the window closes.
func (t *Tooltips) Detach(c fyne.Canvas) { tooltipLayers.Delete(c) }

func tooltipsOf(object fyne.CanvasObject) *Tooltips {
	return tooltipsOn(fyne.CurrentApp().Driver().CanvasForObject(object))
}

// Enter starts the wait for a tooltip beside an object.
func (t *Tooltips) Enter(owner fyne.CanvasObject, text string) {
	t.EnterAt(owner, text, fyne.Position{}, fyne.Size{})
}

// EnterAt starts the wait for a tooltip beside a part of an object; a part
// without size is the whole.
func (t *Tooltips) EnterAt(owner fyne.CanvasObject, text string, at fyne.Position, size fyne.Size) {
	if t == nil || text == "" {
		return
	}
	if size.IsZero() {
		size = owner.Size()
	}
	t.Leave(t.owner)
	t.owner = owner
	t.stop = t.async.After(tooltipDelay, func() {
		if t.owner == owner {
			t.show(owner, text, at, size)
		}
	})
}

// Leave ends the wait and hides the tooltip of that object.
func (t *Tooltips) Leave(owner fyne.CanvasObject) {
	if t == nil || t.owner != owner {
		return
	}
	t.owner = nil
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	setVisible(t.layer, false)
}

// Hide takes away whatever tooltip there is, for instance because a key was
// pressed.
func (t *Tooltips) Hide() {
	if t != nil && t.owner != nil {
		t.Leave(t.owner)
	}
}

func tooltipsOn(c fyne.Canvas) *Tooltips {
	if found, ok := tooltipLayers.Load(c); ok {
		return found.(*Tooltips)
	}
	return nil
}

func (t *Tooltips) show(owner fyne.CanvasObject, text string, part fyne.Position, space fyne.Size) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(owner)
	if c == nil {
		return
	}
	t.ground.FillColor = Color(ColorText)
	t.text.SetText(text)
	t.text.SetColor(ColorPanel)
	t.text.Wrap = false
	width := t.text.MinSize().Width
	if width > tooltipWidth {
		t.text.Wrap, width = true, tooltipWidth
	}
	size := fyne.NewSize(width, HeightFor(t.text, width)).Add(fyne.NewSize(16, 8))
	at := driver.AbsolutePositionForObject(owner).Add(part).Subtract(driver.AbsolutePositionForObject(t.layer))
	x := at.X + middle(min(space.Width, ListWidth), size.Width)
	y := at.Y + space.Height + 6
	if y+size.Height > c.Size().Height {
		y = at.Y - size.Height - 6
	}
	x = min(max(x, Gap), max(Gap, c.Size().Width-size.Width-Gap))
	place(t.ground, x, y, size.Width, size.Height)
	place(t.text, x+8, y+4, size.Width-16, size.Height-8)
	setVisible(t.layer, true)
	t.layer.Refresh()
}
