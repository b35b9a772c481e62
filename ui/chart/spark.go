package chart

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kontor/ui/kit"
)

// Spark is the small line of a number: how it went lately, without axis and
// words. What stands around it says what it is about; it takes no pointer and no
// key.
type Spark struct {
	widget.BaseWidget
	values []Value
	least  float64
}

// Value is a number, or a gap where there was none.
type Value struct {
	Value float64
	Has   bool
}

const (
	sparkHeight float32 = 22
	sparkDot    float32 = 2.5
)

// NewSpark returns the line of some values, the latest last. Its height stands
// for the range of the values, or for least where they range over less: so that
// what hardly moved looks so.
func NewSpark(values []Value, least float64) *Spark {
	s := &Spark{values: values, least: least}
	s.ExtendBaseWidget(s)
	return s
}

// points are where the values stand in a size; gaps have none.
func (s *Spark) points(size fyne.Size) []*fyne.Position {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range s.values {
		if v.Has {
			low, high = min(low, v.Value), max(high, v.Value)
		}
	}
	if room := s.least - (high - low); room > 0 {
		low, high = low-room/2, high+room/2
	}
	points := make([]*fyne.Position, len(s.values))
	step := (size.Width - 2*sparkDot) / float32(max(len(s.values)-1, 1))
	for i, v := range s.values {
		if !v.Has {
			continue
		}
		y := float32(0.5)
		if high > low {
			y = float32((high - v.Value) / (high - low))
		}
		at := fyne.NewPos(sparkDot+step*float32(i), sparkDot+y*(size.Height-2*sparkDot))
		points[i] = &at
	}
	return points
}

func (s *Spark) draw(size fyne.Size) []fyne.CanvasObject {
	d := &drawing{size: size}
	var last *fyne.Position
	for _, at := range s.points(size) {
		if at == nil {
			continue
		}
		if last != nil {
			d.line(kit.ColorMark2, 2, last.X, last.Y, at.X, at.Y)
		}
		d.dot(kit.ColorMark2, at.X, at.Y, 1) // closes the joint
		last = at
	}
	if last != nil {
		d.dot(kit.ColorPanel, last.X, last.Y, sparkDot+1.5)
		d.dot(kit.ColorMark1, last.X, last.Y, sparkDot)
	}
	return d.objects
}

// CreateRenderer implements fyne.Widget.
func (s *Spark) CreateRenderer() fyne.WidgetRenderer {
	return &sparkRenderer{spark: s, objects: s.draw(s.Size())}
}

type sparkRenderer struct {
	spark   *Spark
	objects []fyne.CanvasObject
}

func (r *sparkRenderer) Layout(size fyne.Size)        { r.objects = r.spark.draw(size) }
func (r *sparkRenderer) MinSize() fyne.Size           { return fyne.NewSize(60, sparkHeight) }
func (r *sparkRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *sparkRenderer) Destroy()                     {}

// Refresh draws anew, for instance in other colours.
func (r *sparkRenderer) Refresh() { r.objects = r.spark.draw(r.spark.Size()) }
