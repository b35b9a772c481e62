// Package chart draws numbers as pictures: columns over time, bars, a line, a
// share. A chart knows nothing of what it shows; each mark says its value in
// words when it is pointed at or reached by the keyboard, and opens what is
// behind it.
package chart

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/widget"

	"kontor/ui/kit"
)

// Chart is a picture of numbers whose marks can be reached with the keyboard.
type Chart interface {
	fyne.Widget
	fyne.Focusable
	// Marks are what can be pointed at, in their order.
	Marks() []Mark
	// Marked is the mark under the cursor or the pointer, -1 for none.
	Marked() int
}

var (
	_ Chart = (*Columns)(nil)
	_ Chart = (*Line)(nil)
	_ Chart = (*Bars)(nil)
	_ Chart = (*Share)(nil)
)

// Mark is a part of a chart that stands for a number.
type Mark struct {
	Says string // the number in words: "3–9 Nov: 52, before 47"
	Open func() // shows what is behind it; nil for nothing
}

// Draw paints any object at a size, without a window, in the present theme. It
// must not be part of a window.
func Draw(object fyne.CanvasObject, size fyne.Size) image.Image {
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(object)
	c.Resize(size)
	return c.Capture()
}

// plot is what all charts have in common: the marks, the pointer and the keys.
type plot struct {
	widget.BaseWidget

	self    fyne.Widget
	marks   []Mark
	height  func(width float32) float32
	draw    func(d *drawing)
	hits    []hit
	at      int // the mark of the keyboard
	over    int // the mark under the pointer, -1 for none
	focused bool
}

// hit is where a mark answers to the pointer.
type hit struct {
	at   fyne.Position
	size fyne.Size
}

func (h hit) holds(p fyne.Position) bool {
	return p.X >= h.at.X && p.X < h.at.X+h.size.Width && p.Y >= h.at.Y && p.Y < h.at.Y+h.size.Height
}

var (
	_ desktop.Hoverable  = (*plot)(nil)
	_ desktop.Cursorable = (*plot)(nil)
	_ fyne.Tappable      = (*plot)(nil)
	_ fyne.Focusable     = (*plot)(nil)
	_ fyne.Shortcutable  = (*plot)(nil)
	_ fyne.Disableable   = (*plot)(nil)
)

func (p *plot) own(outer fyne.Widget) {
	p.self, p.over = outer, -1
	p.ExtendBaseWidget(outer)
}

// Marks implements Chart.
func (p *plot) Marks() []Mark { return p.marks }

// Marked implements Chart.
func (p *plot) Marked() int {
	switch {
	case p.over >= 0 && p.over < len(p.marks):
		return p.over
	case p.focused && p.at < len(p.marks):
		return p.at
	}
	return -1
}

// HeightFor implements kit.Flexible.
func (p *plot) HeightFor(width float32) float32 { return p.height(width) }

// MouseIn implements desktop.Hoverable.
func (p *plot) MouseIn(event *desktop.MouseEvent) { p.MouseMoved(event) }

// MouseMoved implements desktop.Hoverable.
func (p *plot) MouseMoved(event *desktop.MouseEvent) { p.point(p.hitAt(event.Position)) }

// MouseOut implements desktop.Hoverable.
func (p *plot) MouseOut() { p.point(-1) }

func (p *plot) point(mark int) {
	if p.over != mark {
		p.over = mark
		p.Refresh()
	}
}

func (p *plot) hitAt(at fyne.Position) int {
	for i, h := range p.hits {
		if h.holds(at) {
			return i
		}
	}
	return -1
}

// Cursor implements desktop.Cursorable.
func (p *plot) Cursor() desktop.Cursor {
	if p.over >= 0 && p.over < len(p.marks) && p.marks[p.over].Open != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// Tapped opens what is behind the mark that was hit.
func (p *plot) Tapped(event *fyne.PointEvent) {
	if mark := p.hitAt(event.Position); mark >= 0 {
		p.at = mark
		p.open()
	}
}

func (p *plot) open() {
	if p.at < len(p.marks) && p.marks[p.at].Open != nil {
		p.marks[p.at].Open()
	}
}

// Disabled keeps a chart without marks out of the chain of the Tab key.
func (p *plot) Disabled() bool { return len(p.marks) == 0 }

// Enable implements fyne.Disableable; the marks decide.
func (p *plot) Enable() {}

// Disable implements fyne.Disableable; the marks decide.
func (p *plot) Disable() {}

// FocusGained implements fyne.Focusable.
func (p *plot) FocusGained() {
	p.focused = true
	p.Refresh()
	kit.Reveal(p.self)
}

// FocusLost implements fyne.Focusable.
func (p *plot) FocusLost() {
	p.focused = false
	p.Refresh()
}

// TypedRune passes characters on to the window.
func (p *plot) TypedRune(r rune) { kit.PassRune(p.self, r) }

// TypedShortcut passes shortcuts on to the window.
func (p *plot) TypedShortcut(shortcut fyne.Shortcut) { kit.PassShortcut(p.self, shortcut) }

// TypedKey moves from mark to mark and opens what is behind one.
func (p *plot) TypedKey(event *fyne.KeyEvent) {
	last := len(p.marks) - 1
	switch event.Name {
	case fyne.KeyRight, fyne.KeyDown:
		p.move(min(p.at+1, last))
	case fyne.KeyLeft, fyne.KeyUp:
		p.move(max(p.at-1, 0))
	case fyne.KeyHome:
		p.move(0)
	case fyne.KeyEnd:
		p.move(last)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.open()
	default:
		kit.PassKey(p.self, event)
	}
}

func (p *plot) move(to int) {
	p.at, p.over = max(to, 0), -1
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *plot) CreateRenderer() fyne.WidgetRenderer {
	r := &plotRenderer{plot: p}
	r.paint(p.Size())
	return r
}

type plotRenderer struct {
	plot    *plot
	objects []fyne.CanvasObject
}

func (r *plotRenderer) paint(size fyne.Size) {
	d := &drawing{size: size}
	if size.Width > 0 && size.Height > 0 {
		r.plot.draw(d)
	}
	r.plot.hits = d.hits
	if mark := r.plot.Marked(); mark >= 0 && mark < len(d.hits) {
		d.bubble(d.hits[mark], r.plot.marks[mark].Says, r.plot.focused && mark == r.plot.at)
	}
	r.objects = d.objects
}

func (r *plotRenderer) Layout(size fyne.Size) { r.paint(size) }
func (r *plotRenderer) MinSize() fyne.Size {
	return fyne.NewSize(120, r.plot.height(max(r.plot.Size().Width, 120)))
}
func (r *plotRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *plotRenderer) Destroy()                     {}

// Refresh draws anew, for instance in other colours.
func (r *plotRenderer) Refresh() {
	r.paint(r.plot.Size())
	canvas.Refresh(r.plot.self)
}
