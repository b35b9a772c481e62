package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Flexible is an object whose height follows from the width it is given, such
// as wrapped text. The toolkit's own layouts ask only for a MinSize; Column,
// Scroll and the virtual list ask this first.
type Flexible interface {
	HeightFor(width float32) float32
}

// HeightFor returns the height an object needs at a width.
func HeightFor(object fyne.CanvasObject, width float32) float32 {
	if flexible, ok := object.(Flexible); ok {
		return flexible.HeightFor(width)
	}
	return object.MinSize().Height
}

// view is the renderer of Kontor's widgets: the widget says in three functions
// how it is laid out, how small it may be and how it takes its colours.
type view struct {
	objects []fyne.CanvasObject
	layout  func(fyne.Size)
	min     func() fyne.Size
	refresh func()
	owner   fyne.Widget
}

func newView(owner fyne.Widget, layout func(fyne.Size), min func() fyne.Size, refresh func(), objects ...fyne.CanvasObject) *view {
	v := &view{objects: objects, layout: layout, min: min, refresh: refresh, owner: owner}
	v.paint()
	return v
}

// Layout places the parts.
func (v *view) Layout(size fyne.Size) {
	if v.layout != nil {
		v.layout(size)
	}
}

// MinSize asks the widget.
func (v *view) MinSize() fyne.Size { return v.min() }

// Refresh takes over changed fields and colours.
func (v *view) Refresh() {
	v.paint()
	v.Layout(v.owner.Size())
	canvas.Refresh(v.owner)
}

func (v *view) paint() {
	if v.refresh != nil {
		v.refresh()
	}
}

// Objects returns the parts in drawing order.
func (v *view) Objects() []fyne.CanvasObject { return v.objects }

// Destroy has nothing to let go.
func (v *view) Destroy() {}

var _ fyne.WidgetRenderer = (*view)(nil)

// place moves and resizes in one go.
func place(object fyne.CanvasObject, x, y, width, height float32) {
	object.Move(fyne.NewPos(x, y))
	object.Resize(fyne.NewSize(width, height))
}

// middle returns the offset that centres a part of a size within a space.
func middle(space, part float32) float32 { return float32(int((space - part) / 2)) }

// setVisible shows or hides without the refresh that needless calls cost.
func setVisible(object fyne.CanvasObject, visible bool) {
	if object.Visible() == visible {
		return
	}
	if visible {
		object.Show()
	} else {
		object.Hide()
	}
}

func paintRectangle(r *canvas.Rectangle, fill, stroke fyne.ThemeColorName) {
	r.FillColor = Color(fill)
	r.StrokeColor = Color(stroke)
	r.StrokeWidth = 0
	if stroke != ColorClear {
		r.StrokeWidth = 1
		if fill == ColorClear {
			r.FillColor = hollow()
		}
	}
	r.Refresh()
}

// hollow fills what has only an outline. The graphics card blends the edge of an
// outline with the fill, and with a fill of no colour, which is black, every
// fine line turns grey.
func hollow() color.Color {
	c := color.NRGBAModel.Convert(Color(ColorPanel)).(color.NRGBA)
	c.A = 1
	return c
}

// Hairline is the one line of the design, one pixel thick.
type Hairline struct {
	widget.BaseWidget
	vertical bool
}

// NewHairline returns a horizontal line that fills its width.
func NewHairline() *Hairline {
	h := &Hairline{}
	h.ExtendBaseWidget(h)
	return h
}

// NewVerticalHairline returns an upright line that fills its height.
func NewVerticalHairline() *Hairline {
	h := &Hairline{vertical: true}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *Hairline) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewRectangle(Color(ColorHairline))
	return newView(h, func(size fyne.Size) {
		if h.vertical {
			place(line, 0, 0, 1, size.Height)
			return
		}
		place(line, 0, 0, size.Width, 1)
	}, func() fyne.Size { return fyne.NewSize(1, 1) }, func() {
		paintRectangle(line, ColorHairline, ColorClear)
	}, line)
}

// groupRenderer draws what a container widget holds at the moment.
type groupRenderer struct {
	objects func() []fyne.CanvasObject
	owner   fyne.Widget
	layout  func(fyne.Size)
	min     func() fyne.Size
}

func (g *groupRenderer) Layout(size fyne.Size)        { g.layout(size) }
func (g *groupRenderer) MinSize() fyne.Size           { return g.min() }
func (g *groupRenderer) Objects() []fyne.CanvasObject { return g.objects() }
func (g *groupRenderer) Destroy()                     {}

func (g *groupRenderer) Refresh() {
	g.layout(g.owner.Size())
	for _, object := range g.objects() {
		object.Refresh()
	}
	canvas.Refresh(g.owner)
}
