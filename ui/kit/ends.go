package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Ends sets two texts at the two ends of a line or, where it has no room for both,
// below each other, so that neither is cut.
type Ends struct {
	widget.BaseWidget
	first, last *Text
}

const endsGap float32 = 8

// NewEnds returns the texts; the last stands at the right of a line with the first.
func NewEnds(first, last *Text) *Ends {
	e := &Ends{first: first, last: last}
	first.Wrap, last.Wrap = true, true
	e.ExtendBaseWidget(e)
	return e
}

func (e *Ends) together(width float32) bool {
	first, last := e.first.wide(), e.last.wide()
	return first == 0 || last == 0 || first+endsGap+last <= width
}

// HeightFor implements Flexible.
func (e *Ends) HeightFor(width float32) float32 {
	first, last := HeightFor(e.first, width), HeightFor(e.last, width)
	if e.together(width) {
		return max(first, last)
	}
	return first + last
}

// CreateRenderer implements fyne.Widget.
func (e *Ends) CreateRenderer() fyne.WidgetRenderer {
	return newView(e, func(size fyne.Size) {
		e.last.Align = fyne.TextAlignLeading
		if e.together(size.Width) {
			e.last.Align = fyne.TextAlignTrailing
			place(e.first, 0, 0, size.Width, size.Height)
			place(e.last, 0, 0, size.Width, size.Height)
			return
		}
		first := HeightFor(e.first, size.Width)
		place(e.first, 0, 0, size.Width, first)
		place(e.last, 0, first, size.Width, size.Height-first)
	}, func() fyne.Size {
		return fyne.NewSize(0, e.HeightFor(max(e.Size().Width, 160)))
	}, nil, e.first, e.last)
}
