package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const (
	barRoom  float32 = 12
	barThin  float32 = 4
	barWide  float32 = 8
	thumbMin float32 = 28
)

// scrollbar shows and moves the place in a list. It reckons in float64 from the
// list's sums, so it is right for any number of rows.
type scrollbar struct {
	widget.BaseWidget
	list    *List
	thumb   *canvas.Rectangle
	hovered bool
	dragged bool
	grip    float32 // where in the thumb the pointer took hold
	from    float32 // upper edge of the thumb
	length  float32
}

var (
	_ fyne.Draggable    = (*scrollbar)(nil)
	_ fyne.Tappable     = (*scrollbar)(nil)
	_ fyne.Scrollable   = (*scrollbar)(nil)
	_ desktop.Hoverable = (*scrollbar)(nil)
)

func newScrollbar(list *List) *scrollbar {
	b := &scrollbar{list: list, thumb: canvas.NewRectangle(nil)}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *scrollbar) CreateRenderer() fyne.WidgetRenderer {
	return newView(b, func(fyne.Size) { b.update() }, func() fyne.Size {
		return fyne.NewSize(barRoom, thumbMin)
	}, func() {
		fill := ColorScroll
		if b.hovered || b.dragged {
			fill = ColorDisabled
		}
		paintRectangle(b.thumb, fill, ColorClear)
	}, b.thumb)
}

// update brings the thumb to where the list is.
func (b *scrollbar) update() {
	height := b.Size().Height
	total := b.list.heights.total()
	if total <= float64(height) || height <= 0 {
		b.length = 0
		setVisible(b.thumb, false)
		return
	}
	b.length = max(thumbMin, float32(float64(height)/total*float64(height)))
	share := b.list.top() / (total - float64(height))
	b.from = float32(min(max(share, 0), 1)) * (height - b.length)
	width := barThin
	if b.hovered || b.dragged {
		width = barWide
	}
	b.thumb.CornerRadius = width / 2
	place(b.thumb, barRoom-width-2, b.from, width, b.length)
	setVisible(b.thumb, true)
}

// MouseIn makes the thumb wider.
func (b *scrollbar) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *scrollbar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut makes the thumb thin again.
func (b *scrollbar) MouseOut() { b.hovered = false; b.Refresh() }

// Dragged moves the list with the thumb.
func (b *scrollbar) Dragged(event *fyne.DragEvent) {
	if b.length == 0 {
		return
	}
	if !b.dragged {
		b.dragged = true
		b.grip = min(max(event.Position.Y-event.Dragged.DY-b.from, 0), b.length)
	}
	b.goTo(event.Position.Y - b.grip)
}

// DragEnd implements fyne.Draggable.
func (b *scrollbar) DragEnd() { b.dragged = false; b.Refresh() }

// Tapped goes a page towards the pointer.
func (b *scrollbar) Tapped(event *fyne.PointEvent) {
	page := float64(b.list.Size().Height) * 0.9
	switch {
	case b.length == 0:
	case event.Position.Y < b.from:
		b.list.ScrollBy(-page)
	case event.Position.Y > b.from+b.length:
		b.list.ScrollBy(page)
	}
}

// Scrolled passes the wheel to the list.
func (b *scrollbar) Scrolled(event *fyne.ScrollEvent) { b.list.Scrolled(event) }

func (b *scrollbar) goTo(y float32) {
	room := b.Size().Height - b.length
	if room <= 0 {
		return
	}
	share := float64(min(max(y/room, 0), 1))
	b.list.scrollTo(share * (b.list.heights.total() - float64(b.Size().Height)))
}
