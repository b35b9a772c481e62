package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// RowData is what a row of a list shows, formatted beforehand.
type RowData struct {
	Face     Face
	Title    string
	Sub      string // one line below; empty makes a row of one line
	Side     string // at the right end
	SideTone Tone
}

// Row is the two-line row of a list: a face, a name, a line that explains, and
// a word at the end. It draws no ground: the list does, which also answers the
// pointer and the keys.
type Row struct {
	widget.BaseWidget
	data  RowData
	face  *Avatar
	title *Text
	sub   *Text
	side  *Text
}

// NewRow returns an empty row for a list to fill.
func NewRow() *Row {
	r := &Row{
		face:  NewAvatar(FaceList, Face{}),
		title: NewText(Strong, ""),
		sub:   NewText(Secondary, ""),
		side:  NewText(Secondary, ""),
	}
	r.ExtendBaseWidget(r)
	return r
}

// Set fills the row.
func (r *Row) Set(data RowData) {
	if r.data == data {
		return
	}
	r.data = data
	r.face.SetFace(data.Face)
	r.title.SetText(data.Title)
	r.sub.SetText(data.Sub)
	r.side.SetText(data.Side)
	r.side.SetColor(data.SideTone.Color())
	r.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *Row) CreateRenderer() fyne.WidgetRenderer {
	return newView(r, func(size fyne.Size) {
		place(r.face, Margin, middle(size.Height, FaceList), FaceList, FaceList)
		left, right := Margin+FaceList+11, size.Width-Margin
		side := min(r.side.MinSize().Width, size.Width/3)
		place(r.side, right-side, middle(size.Height, 18), side, 18)
		if side > 0 {
			right -= side + 12
		}
		if r.data.Sub == "" {
			place(r.title, left, middle(size.Height, 19), right-left, 19)
			return
		}
		top := middle(size.Height, 19+18)
		place(r.title, left, top, right-left, 19)
		place(r.sub, left, top+19, right-left, 18)
	}, func() fyne.Size {
		return fyne.NewSize(200, RowHeight)
	}, func() {
		setVisible(r.sub, r.data.Sub != "")
	}, r.face, r.title, r.sub, r.side)
}

// FactRow is a line of a fact column: what it is at the left, what it says at
// the right.
type FactRow struct {
	control
	OnTap func()

	name, value *Text
}

// NewFactRow returns a fact; with onTap its value is a link.
func NewFactRow(name, value string, tone Tone, onTap func()) *FactRow {
	f := &FactRow{OnTap: onTap, name: NewText(Secondary, name), value: NewText(Secondary, value)}
	f.value.Align = fyne.TextAlignTrailing
	f.value.SetColor(ColorText)
	if tone != Neutral {
		f.value.SetColor(tone.Color())
	} else if onTap != nil {
		f.value.SetColor(ColorAccent)
	}
	f.press = func() {
		if f.OnTap != nil {
			f.OnTap()
		}
	}
	f.passive = func() bool { return f.OnTap == nil }
	f.own(f)
	return f
}

// CreateRenderer implements fyne.Widget.
func (f *FactRow) CreateRenderer() fyne.WidgetRenderer {
	ring := canvas.NewRectangle(nil)
	return newView(f, func(size fyne.Size) {
		name := min(f.name.MinSize().Width, size.Width*0.6)
		place(f.name, 0, middle(size.Height, 18), name, 18)
		place(f.value, name+12, middle(size.Height, 18), size.Width-name-12, 18)
		place(ring, -4, 0, size.Width+8, size.Height)
	}, func() fyne.Size {
		return fyne.NewSize(min(f.name.MinSize().Width+12+f.value.MinSize().Width, 160), 23)
	}, func() {
		focusRing(ring, f.focused && f.OnTap != nil, 4)
	}, f.name, f.value, ring)
}

// Pressable lays a hover ground and a tap under content, for rows that stand
// outside a list.
type Pressable struct {
	control
	content fyne.CanvasObject
}

// NewPressable returns content that can be pressed as a whole.
func NewPressable(content fyne.CanvasObject, onTap func()) *Pressable {
	p := &Pressable{content: content}
	p.press = onTap
	p.passive = func() bool { return p.press == nil }
	p.own(p)
	return p
}

// HeightFor implements Flexible.
func (p *Pressable) HeightFor(width float32) float32 { return HeightFor(p.content, width) }

// CreateRenderer implements fyne.Widget.
func (p *Pressable) CreateRenderer() fyne.WidgetRenderer {
	ground, ring := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	return newView(p, func(size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(p.content, 0, 0, size.Width, size.Height)
		place(ring, 0, 0, size.Width, size.Height)
	}, func() fyne.Size {
		return p.content.MinSize()
	}, func() {
		fill := ColorClear
		if p.hovered && p.press != nil {
			fill = ColorHover
		}
		paintRectangle(ground, fill, ColorClear)
		ground.CornerRadius = RadiusRow
		focusRing(ring, p.focused, RadiusRow)
	}, ground, p.content, ring)
}
