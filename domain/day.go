package domain

import "time"

// Day is a calendar day without a time zone, written as in RFC 3339:
// "2026-11-24". Days compare as strings. The empty Day is no day.
type Day string

// DayOf is the calendar day of a moment in its own location.
func DayOf(t time.Time) Day { return Day(t.Format(time.DateOnly)) }

// Valid reports whether the day exists in the calendar.
func (d Day) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// In is the first moment of the day in a location; the zero time for no day.
func (d Day) In(loc *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), loc)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Add is the day n days later.
func (d Day) Add(n int) Day {
	t := d.In(time.UTC)
	if t.IsZero() {
		return d
	}
	return DayOf(t.AddDate(0, 0, n))
}

// Sub is the number of days from the other day to this one.
func (d Day) Sub(other Day) int {
	return int(d.In(time.UTC).Sub(other.In(time.UTC)) / (24 * time.Hour))
}
