package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// ChannelMark is the round icon of a channel in a timeline.
type ChannelMark struct {
	widget.BaseWidget
	icon Icon
}

const channelMark float32 = 28

// NewChannelMark returns the mark of an icon.
func NewChannelMark(icon Icon) *ChannelMark {
	m := &ChannelMark{icon: icon}
	m.ExtendBaseWidget(m)
	return m
}

// Set shows another icon.
func (m *ChannelMark) Set(icon Icon) {
	if m.icon != icon {
		m.icon = icon
		m.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (m *ChannelMark) CreateRenderer() fyne.WidgetRenderer {
	ground, icon := canvas.NewRectangle(nil), newIconImage()
	ground.CornerRadius = channelMark / 2
	return newView(m, func(fyne.Size) {
		place(ground, 0, 0, channelMark, channelMark)
		place(icon, middle(channelMark, 14), middle(channelMark, 14), 14, 14)
	}, func() fyne.Size {
		return fyne.NewSquareSize(channelMark)
	}, func() {
		paintRectangle(ground, ColorChip, ColorClear)
		paintIcon(icon, m.icon, ColorSecondary)
	}, ground, icon)
}

// GroupRow is the head of a group within a list: a day, a reason.
type GroupRow struct {
	widget.BaseWidget
	text *Text
}

// GroupRowHeight is how high a GroupRow wants to be.
const GroupRowHeight float32 = 36

// NewGroupRow returns an empty one for a list to fill.
func NewGroupRow() *GroupRow {
	g := &GroupRow{text: NewText(Caps, "")}
	g.ExtendBaseWidget(g)
	return g
}

// Set shows the words of the group.
func (g *GroupRow) Set(text string) { g.text.SetText(text) }

// CreateRenderer implements fyne.Widget.
func (g *GroupRow) CreateRenderer() fyne.WidgetRenderer {
	return newView(g, func(size fyne.Size) {
		place(g.text, Margin, size.Height-16-6, size.Width-2*Margin, 16)
	}, func() fyne.Size {
		return fyne.NewSize(100, GroupRowHeight)
	}, nil, g.text)
}

// NewKeyHints returns caps with their words: "J", "next", "K", "back".
func NewKeyHints(pairs ...string) *Flow {
	var objects []fyne.CanvasObject
	for i := 0; i+1 < len(pairs); i += 2 {
		objects = append(objects, NewLine(6, NewKeyCap(pairs[i]), NewText(Faint, pairs[i+1])))
	}
	return NewFlow(14, objects...)
}

// Fixed gives an object a width of its own.
type Fixed struct {
	widget.BaseWidget
	width  float32
	object fyne.CanvasObject
}

// NewFixed returns an object that is as wide as it is told.
func NewFixed(width float32, object fyne.CanvasObject) *Fixed {
	f := &Fixed{width: width, object: object}
	f.ExtendBaseWidget(f)
	return f
}

// HeightFor implements Flexible.
func (f *Fixed) HeightFor(float32) float32 { return HeightFor(f.object, f.width) }

// CreateRenderer implements fyne.Widget.
func (f *Fixed) CreateRenderer() fyne.WidgetRenderer {
	return newView(f, func(size fyne.Size) {
		place(f.object, 0, 0, f.width, size.Height)
	}, func() fyne.Size {
		return fyne.NewSize(f.width, HeightFor(f.object, f.width))
	}, nil, f.object)
}

// Measure keeps an object as narrow as can be read with ease, at the left of a
// wide window.
type Measure struct {
	widget.BaseWidget
	most   float32
	object fyne.CanvasObject
}

// NewMeasure returns an object that is at most so wide.
func NewMeasure(most float32, object fyne.CanvasObject) *Measure {
	m := &Measure{most: most, object: object}
	m.ExtendBaseWidget(m)
	return m
}

// HeightFor implements Flexible.
func (m *Measure) HeightFor(width float32) float32 { return HeightFor(m.object, min(width, m.most)) }

// CreateRenderer implements fyne.Widget.
func (m *Measure) CreateRenderer() fyne.WidgetRenderer {
	return &groupRenderer{objects: func() []fyne.CanvasObject { return []fyne.CanvasObject{m.object} }, owner: m, layout: func(size fyne.Size) {
		place(m.object, 0, 0, min(size.Width, m.most), size.Height)
	}, min: func() fyne.Size { return m.object.MinSize() }}
}
