package needs

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"kontor/ui/kit"
)

// tick is the circle before a voice: empty for somebody who is still to be told,
// with a mark in it for who knows. It takes no part in the focus, so that Tab does
// not stop at every row; the keyboard ticks by the list.
type tick struct {
	widget.BaseWidget
	size    float32
	on      bool
	off     bool // nobody can be told
	hovered bool
	onTap   func()
}

var (
	_ fyne.Tappable     = (*tick)(nil)
	_ desktop.Hoverable = (*tick)(nil)
)

func newTick(size float32, onTap func()) *tick {
	t := &tick{size: size, onTap: onTap}
	t.ExtendBaseWidget(t)
	return t
}

func (t *tick) set(on, off bool) {
	if t.on != on || t.off != off {
		t.on, t.off = on, off
		t.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (t *tick) Tapped(*fyne.PointEvent) {
	if t.onTap != nil && !t.off {
		t.onTap()
	}
}

// MouseIn implements desktop.Hoverable.
func (t *tick) MouseIn(*desktop.MouseEvent) {
	t.hovered = true
	t.Refresh()
}

// MouseMoved implements desktop.Hoverable.
func (t *tick) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *tick) MouseOut() {
	t.hovered = false
	t.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (t *tick) CreateRenderer() fyne.WidgetRenderer {
	r := &tickRenderer{tick: t, ring: canvas.NewCircle(nil), mark: [2]*canvas.Line{canvas.NewLine(nil), canvas.NewLine(nil)}}
	r.Refresh()
	return r
}

type tickRenderer struct {
	tick *tick
	ring *canvas.Circle
	mark [2]*canvas.Line
}

// MinSize implements fyne.WidgetRenderer.
func (r *tickRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.tick.size) }

// Layout implements fyne.WidgetRenderer.
func (r *tickRenderer) Layout(size fyne.Size) {
	side := min(size.Width, size.Height, r.tick.size)
	left, top := (size.Width-side)/2, (size.Height-side)/2
	r.ring.Move(fyne.NewPos(left, top))
	r.ring.Resize(fyne.NewSquareSize(side))
	at := func(x, y float32) fyne.Position { return fyne.NewPos(left+side*x, top+side*y) }
	r.mark[0].Position1, r.mark[0].Position2 = at(0.29, 0.53), at(0.44, 0.68)
	r.mark[1].Position1, r.mark[1].Position2 = at(0.44, 0.68), at(0.72, 0.35)
}

// Refresh implements fyne.WidgetRenderer.
func (r *tickRenderer) Refresh() {
	t := r.tick
	r.ring.FillColor, r.ring.StrokeColor = kit.Color(kit.ColorClear), kit.Color(kit.ColorFaint)
	r.ring.StrokeWidth = max(1.5, t.size/12)
	switch {
	case t.on:
		r.ring.FillColor, r.ring.StrokeColor = kit.Color(kit.ColorGood), kit.Color(kit.ColorGood)
	case t.off:
		r.ring.StrokeColor = kit.Color(kit.ColorHairline)
	case t.hovered:
		r.ring.FillColor, r.ring.StrokeColor = kit.Color(kit.ColorGoodBg), kit.Color(kit.ColorGood)
	}
	for _, line := range r.mark {
		line.StrokeWidth = max(2, t.size/11)
		line.StrokeColor = kit.Color(kit.ColorPanel)
		line.Hidden = !t.on
	}
	r.Layout(t.Size())
	canvas.Refresh(t)
}

// Objects implements fyne.WidgetRenderer.
func (r *tickRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.mark[0], r.mark[1]}
}

// Destroy implements fyne.WidgetRenderer.
func (r *tickRenderer) Destroy() {}
