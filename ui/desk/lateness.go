package desk

import (
	"time"

	"kontor/domain"
	"kontor/ui/kit"
)

// Lateness is where somebody is in their rhythm of so many days, given when we
// last spoke: soon in its last fifth, late once it is over. It is the one rule
// for every list. Who has no rhythm is never late, and who was never spoken to is
// due but not late.
func Lateness(rhythm int, last, now time.Time) kit.Tone {
	if rhythm <= 0 {
		return kit.Neutral
	}
	if last.IsZero() {
		return kit.Soon
	}
	days := domain.DayOf(now).Sub(domain.DayOf(last.In(now.Location())))
	switch {
	case days > rhythm:
		return kit.Late
	case days*5 > rhythm*4:
		return kit.Soon
	}
	return kit.Neutral
}
