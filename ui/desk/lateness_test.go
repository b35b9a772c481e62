package desk

import (
	"testing"
	"time"

	"kontor/ui/kit"
)

func TestLateness(t *testing.T) {
	now := time.Date(2026, 11, 18, 14, 32, 0, 0, time.Local)
	for _, c := range []struct {
		rhythm, days int
		want         kit.Tone
	}{
		{0, 500, kit.Neutral},
		{-1, 500, kit.Neutral},
		{30, 0, kit.Neutral},
		{30, 24, kit.Neutral},
		{30, 25, kit.Soon},
		{30, 30, kit.Soon},
		{30, 31, kit.Late},
	} {
		if got := Lateness(c.rhythm, now.AddDate(0, 0, -c.days), now); got != c.want {
			t.Errorf("%d days of %d: tone %d, want %d", c.days, c.rhythm, got, c.want)
		}
	}
	if Lateness(30, time.Time{}, now) != kit.Soon {
		t.Error("nobody is reminded of a person with a rhythm who was never spoken to")
	}
}
