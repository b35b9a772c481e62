package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// listRow is one widget of the list: a ground, the bar of the selected row and
// what Create made.
type listRow struct {
	widget.BaseWidget
	content fyne.CanvasObject
	kind    int
	id      string

	marked, hovered, focused bool
	ground, bar, check       *canvas.Rectangle
	tick                     *canvas.Image
}

// Where the sign of a marked row lies: upon the edge of the face.
const (
	checkLeft float32 = Margin + FaceList - 11
	checkSize float32 = 16
)

func newListRow(kind int, content fyne.CanvasObject) *listRow {
	r := &listRow{
		kind: kind, content: content, ground: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil),
		check: canvas.NewRectangle(nil), tick: newIconImage(),
	}
	r.check.Hide()
	r.tick.Hide()
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *listRow) CreateRenderer() fyne.WidgetRenderer {
	return newView(r, func(size fyne.Size) {
		place(r.ground, 0, 0, size.Width, size.Height)
		place(r.bar, 0, 0, 3, size.Height)
		place(r.content, 0, 0, size.Width, size.Height)
		top := middle(size.Height, FaceList) + FaceList - checkSize + 3
		place(r.check, checkLeft, top, checkSize, checkSize)
		place(r.tick, checkLeft+3, top+3, checkSize-6, checkSize-6)
	}, func() fyne.Size {
		return r.content.MinSize()
	}, func() {
		fill := ColorClear
		switch {
		case r.marked || r.focused:
			fill = ColorSelected
		case r.hovered:
			fill = ColorHover
		}
		paintRectangle(r.ground, fill, ColorClear)
		paintRectangle(r.bar, ColorAccent, ColorClear)
		setVisible(r.bar, r.focused)
		setVisible(r.check, r.marked)
		setVisible(r.tick, r.marked)
		if r.marked {
			paintRectangle(r.check, ColorAccent, ColorClear)
			r.check.CornerRadius = checkSize / 2
			paintIcon(r.tick, IconCheck, ColorPanel)
		}
	}, r.ground, r.bar, r.content, r.check, r.tick)
}

// paint takes over the state and draws only when it has changed.
func (r *listRow) paint(marked, cursor, hovered bool) {
	if r.marked == marked && r.focused == cursor && r.hovered == hovered {
		return
	}
	r.marked, r.focused, r.hovered = marked, cursor, hovered
	r.Refresh()
}

// layOut brings the rows in sight to their places. All coordinates start at the
// upper edge of the list, so they stay small however many rows there are.
func (l *List) layOut() {
	size := l.Size()
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	count := l.heights.count
	l.settle(float64(size.Height))
	first, y := l.anchor, -l.within
	last := first
	wanted := map[int]float64{}
	for row := first; row < count && y < float64(size.Height); row++ {
		l.measure(row)
		wanted[row] = y
		y += l.heights.height(row)
		last = row
	}
	for row, shown := range l.shown {
		if _, stays := wanted[row]; !stays || shown.kind != l.kind(row) || shown.id != l.p.ID(row) {
			l.recycle(row, shown)
		}
	}
	added := false
	for row := first; row <= last && row < count; row++ {
		shown := l.shown[row]
		if shown == nil {
			shown = l.take(row)
			added = true
		}
		place(shown, 0, float32(wanted[row]), size.Width, float32(l.heights.height(row)))
	}
	if count > 0 {
		l.anchorID = l.p.ID(l.anchor)
	}
	if added {
		l.rows.Refresh()
	}
	l.bar.update()
	if l.p.OnVisible != nil && count > 0 {
		l.p.OnVisible(first, last)
	}
}

// settle brings the anchor back to the row at the upper edge and keeps it from
// running out above and below.
func (l *List) settle(height float64) {
	count := l.heights.count
	if count == 0 {
		l.anchor, l.within, l.anchorID = 0, 0, ""
		return
	}
	if l.within > 4*height || l.within < -4*height {
		// A long way: by the sums, not row by row.
		l.anchor, l.within = l.heights.at(max(0, l.top()))
	}
	for l.within < 0 && l.anchor > 0 {
		l.anchor--
		l.measure(l.anchor)
		l.within += l.heights.height(l.anchor)
	}
	for l.anchor < count-1 {
		l.measure(l.anchor)
		if l.within < l.heights.height(l.anchor) {
			break
		}
		l.within -= l.heights.height(l.anchor)
		l.anchor++
	}
	l.within = max(l.within, 0)
	// At the end the last row stands at the lower edge.
	room := height + l.within
	for row := l.anchor; row < count && room > 0; row++ {
		l.measure(row)
		room -= l.heights.height(row)
	}
	for room > 0 && (l.within > 0 || l.anchor > 0) {
		if l.within >= room {
			l.within -= room
			return
		}
		room -= l.within
		l.within = 0
		if l.anchor == 0 {
			return
		}
		l.anchor--
		l.measure(l.anchor)
		l.within = l.heights.height(l.anchor)
	}
}

func (l *List) measure(row int) {
	if l.p.HeightOf != nil {
		l.heights.set(row, float64(l.p.HeightOf(row, l.Size().Width)))
	}
}

func (l *List) kind(row int) int {
	if l.p.Kind == nil {
		return 0
	}
	return l.p.Kind(row)
}

// take gives a row a widget, a used one where there is one.
func (l *List) take(row int) *listRow {
	kind := l.kind(row)
	var shown *listRow
	if free := l.pool[kind]; len(free) > 0 {
		shown = free[len(free)-1]
		l.pool[kind] = free[:len(free)-1]
		setVisible(shown, true)
	} else {
		shown = newListRow(kind, l.p.Create(kind))
		l.rows.Objects = append(l.rows.Objects, shown)
	}
	shown.id = l.p.ID(row)
	l.p.Update(row, shown.content)
	l.shown[row] = shown
	l.paintRow(row, shown)
	return shown
}

func (l *List) recycle(row int, shown *listRow) {
	delete(l.shown, row)
	l.pool[shown.kind] = append(l.pool[shown.kind], shown)
	setVisible(shown, false)
}

func (l *List) recycleAll() {
	for row, shown := range l.shown {
		l.recycle(row, shown)
	}
}

func (l *List) paintRows() {
	for row, shown := range l.shown {
		l.paintRow(row, shown)
	}
}

func (l *List) paintRow(row int, shown *listRow) {
	header := l.p.Header != nil && l.p.Header(row)
	shown.paint(l.isMarked(shown.id) && !header, l.cursor != "" && shown.id == l.cursor, row == l.hovered && !header)
}
