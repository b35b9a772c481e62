package chart

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestASparkShowsTheCourse(t *testing.T) {
	size := fyne.NewSize(105, 25)
	rise := NewSpark([]Value{{1, true}, {2, true}, {}, {3, true}}, 0).points(size)
	if rise[2] != nil {
		t.Error("a gap has a place")
	}
	if rise[0].Y != size.Height-sparkDot || rise[3].Y != sparkDot || rise[3].X != size.Width-sparkDot {
		t.Errorf("the line does not fill its room: %v to %v", rise[0], rise[3])
	}
	if rise[1].Y != size.Height/2 {
		t.Errorf("what lies between stands at %v", rise[1])
	}
	calm := NewSpark([]Value{{0.59, true}, {0.61, true}}, 0.2).points(size)
	if moved := calm[0].Y - calm[1].Y; moved <= 0 || moved > size.Height/5 {
		t.Errorf("what hardly moved moves by %v", moved)
	}
	if still := NewSpark([]Value{{5, true}, {5, true}}, 0).points(size); still[0].Y != size.Height/2 || still[1].Y != size.Height/2 {
		t.Error("what did not move does not run in the middle")
	}
	if none := NewSpark([]Value{{}, {}}, 1).draw(size); len(none) != 0 {
		t.Error("nothing is drawn of nothing")
	}
}
