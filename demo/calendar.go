package demo

import (
	"math"
	"time"
)

// years is how long the story has been going on.
const years = 3

// calendar says how much is going on on each day of the story.
type calendar struct {
	days []day
	// below[i] is the share of everything that happened before day i+1.
	below []float64
}

type day struct {
	base time.Time // midnight
	fair *fair
	last bool
}

// fair is a trade fair: for some days everyone meets in one place.
type fair struct{ name, place string }

// newCalendar has more going on the nearer it comes to now: by a factor of e in
// the given number of days.
func newCalendar(now time.Time, growth float64, fairs map[time.Month]fair) calendar {
	var c calendar
	y, m, d := now.Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, now.Location())
	first := today.AddDate(-years, 0, 0)
	total := 0.0
	for base := first; !base.After(today); base = base.AddDate(0, 0, 1) {
		it := day{base: base, last: base.Equal(today), fair: fairOn(base, fairs)}
		busy := weekdays[base.Weekday()] * season(base)
		if it.fair != nil {
			busy = 2.2
		}
		if it.last {
			busy *= officeShare(now)
		}
		age := today.Sub(base).Hours() / 24
		total += busy * math.Exp(-age/growth)
		c.days = append(c.days, it)
		c.below = append(c.below, total)
	}
	for i := range c.below {
		c.below[i] /= total
	}
	return c
}

// target is how many of n have happened by the end of day i.
func (c calendar) target(i, n int) int {
	if i == len(c.days)-1 {
		return n
	}
	return int(math.Round(c.below[i] * float64(n)))
}

var weekdays = [7]float64{
	time.Sunday: 0.03, time.Monday: 0.95, time.Tuesday: 1.15, time.Wednesday: 1.1,
	time.Thursday: 1.1, time.Friday: 0.75, time.Saturday: 0.04,
}

// season is how busy a day is for its time of the year.
func season(t time.Time) float64 {
	switch m, d := t.Month(), t.Day(); {
	case m == time.December && d >= 23, m == time.January && d <= 2:
		return 0.08
	case m == time.July && d > 20, m == time.August && d < 20:
		return 0.6
	case m == time.February, m == time.September, m == time.November:
		return 1.15
	}
	return 1
}

// fairOn: the fairs are open from Thursday to Saturday in the middle of their
// months.
func fairOn(t time.Time, fairs map[time.Month]fair) *fair {
	f, ok := fairs[t.Month()]
	if !ok || t.Day() < 12 || t.Day() > 20 {
		return nil
	}
	sinceThursday := (int(t.Weekday()) - int(time.Thursday) + 7) % 7
	thursday := t.Day() - sinceThursday
	if sinceThursday > 2 || thursday < 12 || thursday > 18 {
		return nil
	}
	return &f
}

// hours is how busy each hour of a working day is.
var hours = [24]float64{
	7: 0.1, 8: 0.6, 9: 1.2, 10: 1.4, 11: 1.2, 12: 0.5, 13: 0.7, 14: 1.2,
	15: 1.2, 16: 1, 17: 0.5, 18: 0.15, 19: 0.08, 20: 0.06, 21: 0.04,
}

// officeShare is how much of a day's work is done by that time of the day.
func officeShare(now time.Time) float64 {
	done, all := 0.0, 0.0
	for h, busy := range hours {
		all += busy
		switch {
		case h < now.Hour():
			done += busy
		case h == now.Hour():
			done += busy * float64(now.Minute()) / 60
		}
	}
	return done / all
}

// officeHours draws times of a day as busy as its hours are.
type officeHours struct{ byChance [256]uint8 }

func newOfficeHours() *officeHours {
	total := 0.0
	for _, busy := range hours {
		total += busy
	}
	var o officeHours
	h, below := 0, hours[0]
	for i := range o.byChance {
		for below < (float64(i)+0.5)/256*total {
			h++
			below += hours[h]
		}
		o.byChance[i] = uint8(h)
	}
	return &o
}

// at is a moment of the day in office hours.
func (o *officeHours) at(d dice, base time.Time) time.Time {
	r := d.Uint64()
	second := int(o.byChance[r&255])*3600 + int((r>>8)%3600)
	return base.Add(time.Duration(second) * time.Second)
}

// workday is the given day, or the next one that is not at a weekend.
func workday(t time.Time) time.Time {
	switch t.Weekday() {
	case time.Saturday:
		return t.AddDate(0, 0, 2)
	case time.Sunday:
		return t.AddDate(0, 0, 1)
	}
	return t
}
