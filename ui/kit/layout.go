package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Column stacks objects and gives each the height it needs at the column's
// width, so that wrapped text takes its lines. Hidden objects take no room.
type Column struct {
	widget.BaseWidget
	gap     float32
	objects []fyne.CanvasObject
}

// NewColumn returns a column with a gap between its objects.
func NewColumn(gap float32, objects ...fyne.CanvasObject) *Column {
	c := &Column{gap: gap, objects: objects}
	c.ExtendBaseWidget(c)
	return c
}

// SetObjects replaces what is stacked.
func (c *Column) SetObjects(objects ...fyne.CanvasObject) {
	c.objects = objects
	c.Refresh()
}

// Add stacks further objects below.
func (c *Column) Add(objects ...fyne.CanvasObject) {
	c.SetObjects(append(c.objects, objects...)...)
}

// HeightFor implements Flexible.
func (c *Column) HeightFor(width float32) float32 {
	var height float32
	for i, object := range visible(c.objects) {
		if i > 0 {
			height += c.gap
		}
		height += HeightFor(object, width)
	}
	return height
}

// CreateRenderer implements fyne.Widget.
func (c *Column) CreateRenderer() fyne.WidgetRenderer { return c.render(c) }

// render draws the column as the owner, which may be a widget that embeds it:
// the toolkit knows only the outermost.
func (c *Column) render(owner fyne.Widget) fyne.WidgetRenderer {
	return &groupRenderer{objects: func() []fyne.CanvasObject { return c.objects }, owner: owner, layout: func(size fyne.Size) {
		var y float32
		for _, object := range visible(c.objects) {
			height := HeightFor(object, size.Width)
			place(object, 0, y, size.Width, height)
			y += height + c.gap
		}
	}, min: func() fyne.Size {
		var width float32
		for _, object := range visible(c.objects) {
			width = max(width, object.MinSize().Width)
		}
		return fyne.NewSize(width, c.HeightFor(max(width, c.Size().Width)))
	}}
}

// Line sets objects side by side, centred on one line. The objects given to
// Grow share the room that is left in equal parts.
type Line struct {
	widget.BaseWidget
	top     bool
	gap     float32
	least   float32 // of what grows, before the line is broken; 0 for never
	objects []fyne.CanvasObject
	grow    map[fyne.CanvasObject]bool
}

// NewLine returns a line with a gap between its objects.
func NewLine(gap float32, objects ...fyne.CanvasObject) *Line {
	l := &Line{gap: gap, objects: objects, grow: map[fyne.CanvasObject]bool{}}
	l.ExtendBaseWidget(l)
	return l
}

// Grow lets objects take the room that is left; it returns the line.
func (l *Line) Grow(objects ...fyne.CanvasObject) *Line {
	for _, object := range objects {
		l.grow[object] = true
	}
	return l
}

// Top aligns the objects at their upper edges instead of their middles and lets
// each have the line's whole height; it returns the line.
func (l *Line) Top() *Line {
	l.top = true
	return l
}

// SetObjects replaces what stands on the line.
func (l *Line) SetObjects(objects ...fyne.CanvasObject) {
	l.objects = objects
	l.Refresh()
}

// NewSpace returns an empty object; given to Grow it pushes what follows to the
// end of the line.
func NewSpace() fyne.CanvasObject { return container.NewWithoutLayout() }

// Break sets what follows the objects that grow on a line of its own where they
// would have less room than that; it returns the line.
func (l *Line) Break(least float32) *Line {
	l.least = least
	return l
}

// lines are the objects that stand on the line, and those below it.
func (l *Line) lines(width float32) (first, second []fyne.CanvasObject) {
	shown := visible(l.objects)
	if l.least == 0 {
		return shown, nil
	}
	widths := l.widths(shown, width)
	for i, object := range shown {
		if l.grow[object] && widths[i] < l.least {
			return shown[:i+1], shown[i+1:]
		}
	}
	return shown, nil
}

func (l *Line) widths(shown []fyne.CanvasObject, width float32) []float32 {
	widths := make([]float32, len(shown))
	left, growing := width-l.gap*float32(max(len(shown)-1, 0)), 0
	for i, object := range shown {
		if l.grow[object] {
			growing++
			continue
		}
		widths[i] = object.MinSize().Width
		left -= widths[i]
	}
	for i, object := range shown {
		if l.grow[object] {
			widths[i] = max(left/float32(growing), 0)
		}
	}
	return widths
}

// HeightFor implements Flexible.
func (l *Line) HeightFor(width float32) float32 {
	first, second := l.lines(width)
	height := l.height(first, width)
	if len(second) > 0 {
		height += l.gap + l.height(second, width)
	}
	return height
}

func (l *Line) height(shown []fyne.CanvasObject, width float32) float32 {
	var height float32
	widths := l.widths(shown, width)
	for i, object := range shown {
		height = max(height, HeightFor(object, widths[i]))
	}
	return height
}

// CreateRenderer implements fyne.Widget.
func (l *Line) CreateRenderer() fyne.WidgetRenderer {
	return &groupRenderer{objects: func() []fyne.CanvasObject { return l.objects }, owner: l, layout: func(size fyne.Size) {
		first, second := l.lines(size.Width)
		if len(second) == 0 {
			l.place(first, 0, size)
			return
		}
		height := l.height(first, size.Width)
		l.place(first, 0, fyne.NewSize(size.Width, height))
		l.place(second, height+l.gap, fyne.NewSize(size.Width, size.Height-height-l.gap))
	}, min: func() fyne.Size {
		shown := visible(l.objects)
		if l.least > 0 {
			first, second := l.lines(0)
			a, b := l.min(first), l.min(second)
			return fyne.NewSize(max(a.Width, b.Width), max(l.min(shown).Height, l.HeightFor(l.Size().Width)))
		}
		return l.min(shown)
	}}
}

func (l *Line) place(shown []fyne.CanvasObject, y float32, size fyne.Size) {
	widths := l.widths(shown, size.Width)
	var x float32
	for i, object := range shown {
		height := HeightFor(object, widths[i])
		if _, rule := object.(*Hairline); rule || l.top {
			height = size.Height
		}
		place(object, x, y+max(0, middle(size.Height, height)), widths[i], height)
		x += widths[i] + l.gap
	}
}

func (l *Line) min(shown []fyne.CanvasObject) fyne.Size {
	var width, height float32
	for i, object := range shown {
		if i > 0 {
			width += l.gap
		}
		min := object.MinSize()
		width += min.Width
		height = max(height, min.Height)
	}
	return fyne.NewSize(width, height)
}

// Flow sets objects side by side and goes on in the next line where the width
// ends, as chips do.
type Flow struct {
	widget.BaseWidget
	gap     float32
	objects []fyne.CanvasObject
}

// NewFlow returns a flow with a gap in both directions.
func NewFlow(gap float32, objects ...fyne.CanvasObject) *Flow {
	f := &Flow{gap: gap, objects: objects}
	f.ExtendBaseWidget(f)
	return f
}

// SetObjects replaces what flows.
func (f *Flow) SetObjects(objects ...fyne.CanvasObject) {
	f.objects = objects
	f.Refresh()
}

// HeightFor implements Flexible.
func (f *Flow) HeightFor(width float32) float32 { return f.arrange(width, nil) }

// arrange fills line after line and centres the objects of each; it returns the
// height of all.
func (f *Flow) arrange(width float32, at func(object fyne.CanvasObject, x, y float32, size fyne.Size)) float32 {
	type part struct {
		object fyne.CanvasObject
		x      float32
		size   fyne.Size
	}
	var line []part
	var x, y, height float32
	end := func() {
		for _, p := range line {
			if at != nil {
				at(p.object, p.x, y+middle(height, p.size.Height), p.size)
			}
		}
		line = line[:0]
	}
	for _, object := range visible(f.objects) {
		size := object.MinSize()
		size.Width = min(size.Width, width)
		if x > 0 && x+size.Width > width {
			end()
			x, y, height = 0, y+height+f.gap, 0
		}
		line = append(line, part{object, x, size})
		x += size.Width + f.gap
		height = max(height, size.Height)
	}
	end()
	return y + height
}

// CreateRenderer implements fyne.Widget.
func (f *Flow) CreateRenderer() fyne.WidgetRenderer { return f.render(f, func(float32) {}) }

// render draws for the widget it is; before is told the width each time.
func (f *Flow) render(owner fyne.Widget, before func(width float32)) fyne.WidgetRenderer {
	return &groupRenderer{objects: func() []fyne.CanvasObject { return f.objects }, owner: owner, layout: func(size fyne.Size) {
		before(size.Width)
		f.arrange(size.Width, func(object fyne.CanvasObject, x, y float32, size fyne.Size) {
			place(object, x, y, size.Width, size.Height)
		})
	}, min: func() fyne.Size {
		width := f.Size().Width
		if width <= 0 {
			width = ListWidth
		}
		before(width)
		return fyne.NewSize(0, f.HeightFor(width))
	}}
}

// Frame sets a head above and a foot below a body that takes the rest. Head and
// foot get the height they need at the frame's width; each may be nil.
type Frame struct {
	widget.BaseWidget
	head, body, foot fyne.CanvasObject
}

// NewFrame returns a body with head and foot, the shape of every page.
func NewFrame(head, body, foot fyne.CanvasObject) *Frame {
	f := &Frame{head: head, body: body, foot: foot}
	f.ExtendBaseWidget(f)
	return f
}

// SetBody replaces the body, for instance by an empty state.
func (f *Frame) SetBody(body fyne.CanvasObject) {
	if f.body != body {
		f.body = body
		f.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (f *Frame) CreateRenderer() fyne.WidgetRenderer {
	height := func(object fyne.CanvasObject, width float32) float32 {
		if object == nil || !object.Visible() {
			return 0
		}
		return HeightFor(object, width)
	}
	return &groupRenderer{objects: func() []fyne.CanvasObject {
		var parts []fyne.CanvasObject
		for _, part := range []fyne.CanvasObject{f.head, f.body, f.foot} {
			if part != nil {
				parts = append(parts, part)
			}
		}
		return parts
	}, owner: f, layout: func(size fyne.Size) {
		top, bottom := height(f.head, size.Width), height(f.foot, size.Width)
		if f.head != nil {
			place(f.head, 0, 0, size.Width, top)
		}
		if f.body != nil {
			place(f.body, 0, top, size.Width, max(0, size.Height-top-bottom))
		}
		if f.foot != nil {
			place(f.foot, 0, size.Height-bottom, size.Width, bottom)
		}
	}, min: func() fyne.Size {
		return fyne.NewSize(120, height(f.head, f.Size().Width)+height(f.foot, f.Size().Width)+2*ControlHeight)
	}}
}

// Padded keeps a distance around an object.
type Padded struct {
	widget.BaseWidget
	object                   fyne.CanvasObject
	top, right, bottom, left float32
}

// NewPadded returns an object with distances in the order of a clock.
func NewPadded(top, right, bottom, left float32, object fyne.CanvasObject) *Padded {
	p := &Padded{object: object, top: top, right: right, bottom: bottom, left: left}
	p.ExtendBaseWidget(p)
	return p
}

// HeightFor implements Flexible.
func (p *Padded) HeightFor(width float32) float32 {
	return p.top + HeightFor(p.object, width-p.left-p.right) + p.bottom
}

// CreateRenderer implements fyne.Widget.
func (p *Padded) CreateRenderer() fyne.WidgetRenderer {
	return &groupRenderer{objects: func() []fyne.CanvasObject { return []fyne.CanvasObject{p.object} }, owner: p, layout: func(size fyne.Size) {
		place(p.object, p.left, p.top, size.Width-p.left-p.right, size.Height-p.top-p.bottom)
	}, min: func() fyne.Size {
		min := p.object.MinSize()
		return fyne.NewSize(min.Width+p.left+p.right, min.Height+p.top+p.bottom)
	}}
}

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	shown := make([]fyne.CanvasObject, 0, len(objects))
	for _, object := range objects {
		if object != nil && object.Visible() {
			shown = append(shown, object)
		}
	}
	return shown
}
