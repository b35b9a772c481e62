package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Cards sets cards into as many columns as the width has room for, each below
// the one that reaches least far down. A card stays in its column while the
// width has room for as many, even when another grows.
type Cards struct {
	widget.BaseWidget
	least   float32 // of a column
	gap     float32
	objects []fyne.CanvasObject
	columns [][]fyne.CanvasObject
}

// mostColumns is how many columns there are in the widest window.
const mostColumns = 3

// NewCards returns cards in columns that are at least so wide.
func NewCards(least, gap float32, objects ...fyne.CanvasObject) *Cards {
	c := &Cards{least: least, gap: gap, objects: objects}
	c.ExtendBaseWidget(c)
	return c
}

// arrange deals the cards out for a width and returns how wide a column is.
func (c *Cards) arrange(width float32) (column float32) {
	count := min(max(int((width+c.gap)/(c.least+c.gap)), 1), mostColumns)
	column = (width - c.gap*float32(count-1)) / float32(count)
	if len(c.columns) == count {
		return column
	}
	c.columns = make([][]fyne.CanvasObject, count)
	heights := make([]float32, count)
	for _, object := range c.objects {
		least := 0
		for i := range heights {
			if heights[i] < heights[least] {
				least = i
			}
		}
		c.columns[least] = append(c.columns[least], object)
		heights[least] += HeightFor(object, column) + c.gap
	}
	return column
}

// HeightFor implements Flexible.
func (c *Cards) HeightFor(width float32) float32 {
	column := c.arrange(width)
	highest := float32(0)
	for _, objects := range c.columns {
		height := -c.gap
		for _, object := range objects {
			height += c.gap + HeightFor(object, column)
		}
		highest = max(highest, height)
	}
	return highest
}

// CreateRenderer implements fyne.Widget.
func (c *Cards) CreateRenderer() fyne.WidgetRenderer {
	return &groupRenderer{objects: func() []fyne.CanvasObject { return c.objects }, owner: c, layout: func(size fyne.Size) {
		column := c.arrange(size.Width)
		for i, objects := range c.columns {
			y := float32(0)
			for _, object := range objects {
				height := HeightFor(object, column)
				place(object, float32(i)*(column+c.gap), y, column, height)
				y += height + c.gap
			}
		}
	}, min: func() fyne.Size {
		return fyne.NewSize(c.least, c.HeightFor(max(c.least, c.Size().Width)))
	}}
}
