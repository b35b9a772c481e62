package chart

import (
	"slices"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/kit"
)

// Column is a piece of time: its parts from the bottom up, and how high it was
// in the period before.
type Column struct {
	Mark
	Label  string
	Parts  []float64
	Before float64
}

// Columns are stacked columns over time; a line across each says the period
// before.
type Columns struct {
	plot
	columns []Column
	colors  []fyne.ThemeColorName
}

// PartColors are the colours of the parts of columns and shares, from the first
// on; they differ in lightness too.
var PartColors = []fyne.ThemeColorName{kit.ColorMark1, kit.ColorMark2, kit.ColorMark3, kit.ColorMark4}

// NewColumns returns columns of a height.
func NewColumns(columns []Column, height float32) *Columns {
	c := &Columns{columns: columns, colors: PartColors}
	for _, column := range columns {
		c.marks = append(c.marks, column.Mark)
	}
	c.height, c.draw = func(float32) float32 { return height }, c.paint
	c.own(c)
	return c
}

func (c *Columns) paint(d *drawing) {
	highest, labels := 0.0, make([]string, len(c.columns))
	for i, column := range c.columns {
		highest = max(highest, sum(column.Parts), column.Before)
		labels[i] = column.Label
	}
	top := nice(highest)
	left := widthOf(i18n.Number(int(top)), labelSize) + 8
	base := d.size.Height - labelHeight - 4
	room := base - 6
	scale := func(value float64) float32 { return float32(value/top) * room }
	for _, part := range []float64{0, 0.5, 1} {
		y := base - scale(top*part)
		d.line(kit.ColorHairline, 1, left, y, d.size.Width, y)
		d.text(kit.ColorFaint, labelSize, i18n.Number(int(top*part)), left-8, y-labelHeight/2, fyne.TextAlignTrailing)
	}
	slot := (d.size.Width - left) / float32(max(len(c.columns), 1))
	width := min(max(slot*0.58, 2), 30)
	step := every(labels, slot)
	for i, column := range c.columns {
		x := left + slot*float32(i) + (slot-width)/2
		y := base
		for k, part := range column.Parts {
			if part <= 0 {
				continue
			}
			height := scale(part)
			d.rect(c.colors[min(k, len(c.colors)-1)], x, y-height, width, max(height-0.8, 0.8), 0)
			y -= height
		}
		if column.Before > 0 {
			at := base - scale(column.Before)
			// A line of two colours is seen upon every part.
			d.line(kit.ColorPanel, 3.5, x-3, at, x+width+3, at)
			d.line(kit.ColorText, 1.5, x-3, at, x+width+3, at)
		}
		// Counted from the last, so that today is always named.
		if (len(c.columns)-1-i)%step == 0 {
			at := min(x+width/2, d.size.Width-widthOf(column.Label, labelSize)/2)
			d.text(kit.ColorFaint, labelSize, column.Label, at, base+4, fyne.TextAlignCenter)
		}
		d.hit(left+slot*float32(i), 0, slot, base)
	}
}

func sum(parts []float64) (total float64) {
	for _, part := range parts {
		total += part
	}
	return total
}

// Point is a value at a piece of time; without Has there is none.
type Point struct {
	Mark
	Label string
	Value float64
	Has   bool
}

// Line is values over time, between a least and a most that have names.
type Line struct {
	plot
	points []Point
	p      LineParams
}

// LineParams say what a line runs between.
type LineParams struct {
	Least, Most float64
	Levels      map[float64]string // the names of some values
	Height      float32
}

// NewLine returns a line.
func NewLine(points []Point, p LineParams) *Line {
	l := &Line{points: points, p: p}
	for _, point := range points {
		l.marks = append(l.marks, point.Mark)
	}
	l.height, l.draw = func(float32) float32 { return p.Height }, l.paint
	l.own(l)
	return l
}

func (l *Line) paint(d *drawing) {
	var left float32
	for _, name := range l.p.Levels {
		left = max(left, widthOf(name, labelSize)+8)
	}
	base := d.size.Height - labelHeight - 4
	y := func(value float64) float32 {
		return 6 + (base-12)*float32((l.p.Most-value)/(l.p.Most-l.p.Least))
	}
	levels := make([]float64, 0, len(l.p.Levels))
	for level := range l.p.Levels {
		levels = append(levels, level)
	}
	slices.Sort(levels)
	for _, level := range levels {
		d.line(kit.ColorHairline, 1, left, y(level), d.size.Width, y(level))
		d.text(kit.ColorFaint, labelSize, l.p.Levels[level], left-8, y(level)-labelHeight/2, fyne.TextAlignTrailing)
	}
	labels := make([]string, len(l.points))
	for i, point := range l.points {
		labels[i] = point.Label
	}
	slot := (d.size.Width - left) / float32(max(len(l.points), 1))
	step, last := every(labels, slot), -1
	middle := func(i int) float32 { return left + slot*(float32(i)+0.5) }
	for i, point := range l.points {
		if point.Has {
			if last >= 0 {
				d.line(kit.ColorMark1, 2, middle(last), y(l.points[last].Value), middle(i), y(point.Value))
			}
			last = i
		}
	}
	for i, point := range l.points {
		if point.Has {
			color := kit.ColorMark1
			if point.Value < 0 {
				color = kit.ColorMarkSoon
			}
			d.dot(kit.ColorPanel, middle(i), y(point.Value), 4.5)
			d.dot(color, middle(i), y(point.Value), 3)
		}
		if (len(l.points)-1-i)%step == 0 {
			at := min(middle(i), d.size.Width-widthOf(point.Label, labelSize)/2)
			d.text(kit.ColorFaint, labelSize, point.Label, at, base+4, fyne.TextAlignCenter)
		}
		d.hit(left+slot*float32(i), 0, slot, base)
	}
}
