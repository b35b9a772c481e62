package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Scroll shows flexible content at its own width and lets it run out below.
type Scroll struct {
	widget.BaseWidget
	content fyne.CanvasObject
	frame   *fyne.Container
	scroll  *container.Scroll
}

// NewScroll returns a pane that scrolls upright.
func NewScroll(content fyne.CanvasObject) *Scroll {
	s := &Scroll{content: content}
	s.frame = container.New(scrollFrame{s}, content)
	s.scroll = container.NewVScroll(s.frame)
	s.ExtendBaseWidget(s)
	return s
}

// Offset tells how far the content is scrolled.
func (s *Scroll) Offset() float32 { return s.scroll.Offset.Y }

// SetOffset scrolls to an offset, as far as the content reaches.
func (s *Scroll) SetOffset(y float32) { s.scroll.ScrollToOffset(fyne.NewPos(0, y)) }

// OnScrolled is told of each change of the offset.
func (s *Scroll) OnScrolled(f func(offset float32)) {
	s.scroll.OnScrolled = func(at fyne.Position) { f(at.Y) }
}

// ShowObject scrolls as little as needed to bring an object of the content into
// sight.
func (s *Scroll) ShowObject(object fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(object).Y - driver.AbsolutePositionForObject(s.frame).Y
	bottom := top + object.Size().Height
	switch {
	case top < s.Offset():
		s.SetOffset(max(0, top-Gap))
	case bottom > s.Offset()+s.Size().Height:
		s.SetOffset(bottom - s.Size().Height + Gap)
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Scroll) CreateRenderer() fyne.WidgetRenderer {
	return &groupRenderer{objects: func() []fyne.CanvasObject { return []fyne.CanvasObject{s.scroll} }, owner: s, layout: func(size fyne.Size) {
		place(s.scroll, 0, 0, size.Width, size.Height)
	}, min: func() fyne.Size {
		return fyne.NewSize(s.content.MinSize().Width, 2*ControlHeight)
	}}
}

// scrollFrame claims the height that the content needs at the pane's width.
type scrollFrame struct{ s *Scroll }

func (f scrollFrame) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], 0, 0, size.Width, size.Height)
}

func (f scrollFrame) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, HeightFor(objects[0], f.s.scroll.Size().Width))
}
