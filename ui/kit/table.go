package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// TableColumn is a column of a list that is shown as a table.
type TableColumn struct {
	Label  string
	Width  float32 // the least it needs; the columns share what is left by it
	Number bool    // its cells stand at the right
	OnTap  func()  // sorts by it; nil where one cannot
	Sorted Icon    // an arrow where the list is sorted by it
}

const (
	tableGap  float32 = 16
	tableFace float32 = 24
)

// Cell is what stands in a column of a row.
type Cell struct {
	Text string
	Tone Tone
}

// tableWidths shares a width among columns; the first has the face before it.
func tableWidths(columns []TableColumn, width float32) []float32 {
	left := width - 2*Margin - tableFace - 11 - tableGap*float32(max(len(columns)-1, 0))
	var sum float32
	for _, c := range columns {
		sum += c.Width
	}
	widths := make([]float32, len(columns))
	for i, c := range columns {
		widths[i] = float32(int(left * c.Width / max(sum, 1)))
	}
	return widths
}

// TableRow is a row of a list that is shown as a table: a face and its cells.
type TableRow struct {
	widget.BaseWidget
	columns []TableColumn
	face    *Avatar
	cells   []*Text
}

// NewTableRow returns an empty row for a list to fill.
func NewTableRow(columns []TableColumn) *TableRow {
	r := &TableRow{columns: columns, face: NewAvatar(tableFace, Face{})}
	for i, c := range columns {
		style := Secondary
		if i == 0 {
			style = Strong
		}
		cell := NewText(style, "")
		cell.Shrink = true
		if c.Number {
			cell.Align = fyne.TextAlignTrailing
		}
		r.cells = append(r.cells, cell)
	}
	r.ExtendBaseWidget(r)
	return r
}

// Set fills the row.
func (r *TableRow) Set(face Face, cells []Cell) {
	r.face.SetFace(face)
	for i, cell := range cells[:min(len(cells), len(r.cells))] {
		r.cells[i].SetText(cell.Text)
		if i > 0 {
			color := cell.Tone.Color()
			r.cells[i].SetColor(color)
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (r *TableRow) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{r.face}
	for _, cell := range r.cells {
		objects = append(objects, cell)
	}
	return newView(r, func(size fyne.Size) {
		place(r.face, Margin, middle(size.Height, tableFace), tableFace, tableFace)
		x := Margin + tableFace + 11
		for i, width := range tableWidths(r.columns, size.Width) {
			place(r.cells[i], x, middle(size.Height, 19), width, 19)
			x += width + tableGap
		}
	}, func() fyne.Size {
		return fyne.NewSize(200, TableRowHeight)
	}, nil, objects...)
}

// TableHead is the line above a table with the names of its columns.
type TableHead struct {
	widget.BaseWidget
	columns []TableColumn
	heads   []*columnHead
}

// NewTableHead returns the head of a table.
func NewTableHead(columns []TableColumn) *TableHead {
	h := &TableHead{}
	h.ExtendBaseWidget(h)
	h.SetColumns(columns)
	return h
}

// SetColumns shows other columns.
func (h *TableHead) SetColumns(columns []TableColumn) {
	h.columns, h.heads = columns, nil
	for _, c := range columns {
		h.heads = append(h.heads, newColumnHead(c))
	}
	h.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (h *TableHead) CreateRenderer() fyne.WidgetRenderer {
	return &groupRenderer{objects: func() []fyne.CanvasObject {
		objects := make([]fyne.CanvasObject, len(h.heads))
		for i, head := range h.heads {
			objects[i] = head
		}
		return objects
	}, owner: h, layout: func(size fyne.Size) {
		x := Margin + tableFace + 11
		for i, width := range tableWidths(h.columns, size.Width) {
			place(h.heads[i], x, 0, width, size.Height)
			x += width + tableGap
		}
	}, min: func() fyne.Size { return fyne.NewSize(200, 28) }}
}

// columnHead names a column and sorts by it.
type columnHead struct {
	control
	column TableColumn
	label  *Text
}

func newColumnHead(column TableColumn) *columnHead {
	h := &columnHead{column: column, label: NewText(Caps, column.Label)}
	h.press = column.OnTap
	h.passive = func() bool { return h.column.OnTap == nil }
	h.own(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *columnHead) CreateRenderer() fyne.WidgetRenderer {
	arrow, ring := newIconImage(), canvas.NewRectangle(nil)
	const glyph = 12
	return newView(h, func(size fyne.Size) {
		width := min(h.label.MinSize().Width, size.Width)
		if h.column.Sorted != "" {
			width = min(width, size.Width-glyph-4)
		}
		x := float32(0)
		if h.column.Number {
			x = size.Width - width
			if h.column.Sorted != "" {
				x -= glyph + 4
			}
		}
		place(h.label, x, middle(size.Height, 16), width, 16)
		place(arrow, x+width+4, middle(size.Height, glyph), glyph, glyph)
		place(ring, -4, 2, size.Width+8, size.Height-4)
	}, func() fyne.Size {
		return fyne.NewSize(24, 28)
	}, func() {
		color := ColorFaint
		if h.hovered && h.column.OnTap != nil || h.column.Sorted != "" {
			color = ColorText
		}
		h.label.SetColor(color)
		paintIcon(arrow, h.column.Sorted, color)
		setVisible(arrow, h.column.Sorted != "")
		focusRing(ring, h.focused, 4)
	}, h.label, arrow, ring)
}
