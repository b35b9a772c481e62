package when

import "time"

// civil is a day on the calendar, free of clocks and zones.
type civil struct {
	year  int
	month time.Month
	day   int
}

// clock is a time of day.
type clock struct{ hour, minute int }

func (c clock) before(o clock) bool { return c.hour*60+c.minute < o.hour*60+o.minute }

func clockOf(t time.Time) clock { return clock{t.Hour(), t.Minute()} }

func civilOf(t time.Time) civil {
	y, m, d := t.Date()
	return civil{y, m, d}
}

func (c civil) utc() time.Time { return time.Date(c.year, c.month, c.day, 12, 0, 0, 0, time.UTC) }

func (c civil) exists() bool { return civilOf(c.utc()) == c }

func (c civil) add(days int) civil { return civilOf(c.utc().AddDate(0, 0, days)) }

func (c civil) weekday() time.Weekday { return c.utc().Weekday() }

func (c civil) before(o civil) bool { return c.utc().Before(o.utc()) }

// days is the number of days from the other day to this one.
func (c civil) days(from civil) int { return int(c.utc().Sub(from.utc()) / (24 * time.Hour)) }

// addMonths keeps the day of the month where it exists, else takes the last.
func (c civil) addMonths(n int) civil {
	first := civilOf(civil{c.year, c.month + time.Month(n), 1}.utc())
	first.day = min(c.day, first.lastOfMonth().day)
	return first
}

func (c civil) monday() civil { return c.add(-(int(c.weekday()) + 6) % 7) }

func (c civil) firstOfMonth() civil { return civil{c.year, c.month, 1} }

func (c civil) lastOfMonth() civil { return civilOf(civil{c.year, c.month + 1, 0}.utc()) }

func (c civil) firstOfQuarter() civil { return civil{c.year, (c.month-1)/3*3 + 1, 1} }

// addWorkdays counts Monday to Friday only.
func (c civil) addWorkdays(n int) civil {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	weeks, rest := n/5, n%5
	for ; rest > 0; rest-- {
		c = c.add(step)
		for c.weekday() == time.Saturday || c.weekday() == time.Sunday {
			c = c.add(step)
		}
	}
	if weeks > 0 && (c.weekday() == time.Saturday || c.weekday() == time.Sunday) {
		// From a weekend, five working days reach the Friday or Monday of it.
		c = c.addWorkdays(step).add(step * 7 * (weeks - 1))
		return c.addWorkdays(4 * step)
	}
	return c.add(step * 7 * weeks)
}

// at is the moment on this day. Where the clocks jump over it, even over
// midnight, it is a moment near by on the same day.
func (c civil) at(t clock, loc *time.Location) time.Time {
	if t.hour == 24 {
		c, t.hour = c.add(1), 0
	}
	moment := time.Date(c.year, c.month, c.day, t.hour, t.minute, 0, 0, loc)
	if want := civilOf(c.utc()); civilOf(moment) != want {
		moment = moment.Add(time.Hour)
	}
	return moment
}

// isoMonday is the Monday of a week as ISO 8601 numbers it.
func isoMonday(year, week int) (civil, bool) {
	monday := civil{year, time.January, 4}.monday().add(7 * (week - 1))
	y, w := monday.utc().ISOWeek()
	return monday, week >= 1 && y == year && w == week
}
