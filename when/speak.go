package when

import (
	"fmt"
	"strings"
	"time"

	"kontor/domain"
)

// Speak says a moment the way people do, as short as it stays clear:
// "heute 14:20", "gestern", "Di 3. Nov.", "Tue 4 Nov 2025". lang is "de" or
// "en", with or without a region; any other language is spoken as English.
// Both times are taken in the location of now.
func Speak(t, now time.Time, lang string, precision domain.Precision) string {
	t = t.In(now.Location())
	l := speech(lang)
	switch precision {
	case domain.PrecisionYear:
		return fmt.Sprint(t.Year())
	case domain.PrecisionMonth:
		return l.months[t.Month()-1] + " " + fmt.Sprint(t.Year())
	}
	day := l.day(civilOf(t), civilOf(now))
	if precision == domain.PrecisionMinute {
		return day + " " + t.Format("15:04")
	}
	return day
}

// SpeakDay says a calendar day as Speak does.
func SpeakDay(d domain.Day, now time.Time, lang string) string {
	if !d.Valid() {
		return ""
	}
	return Speak(noonOf(d, now), now, lang, domain.PrecisionDay)
}

// noonOf is a moment that is on the day in every zone.
func noonOf(d domain.Day, now time.Time) time.Time {
	return civilOf(d.In(time.UTC)).at(clock{12, 0}, now.Location())
}

// Exact says a moment in full, for whoever points at the short form:
// "Dienstag, 3. November 2026, 14:20".
func Exact(t time.Time, lang string) string {
	return ExactTo(t, lang, domain.PrecisionMinute)
}

// ExactTo says a moment in full, as far as it is known.
func ExactTo(t time.Time, lang string, precision domain.Precision) string {
	l := speech(lang)
	switch precision {
	case domain.PrecisionYear:
		return fmt.Sprint(t.Year())
	case domain.PrecisionMonth:
		return fmt.Sprintf("%s %d", l.months[t.Month()-1], t.Year())
	}
	s := fmt.Sprintf(l.exact, l.weekdays[t.Weekday()], t.Day(), l.months[t.Month()-1], t.Year())
	if precision == domain.PrecisionMinute {
		s += ", " + t.Format("15:04")
	}
	return s
}

// Ago says the distance from now: "vor 12 Tagen", "in 3 days", "gestern". With
// precision minute, moments of the last and next day are told in minutes and
// hours. From two months on it counts months, from two years on years.
func Ago(t, now time.Time, lang string, precision domain.Precision) string {
	t = t.In(now.Location())
	l := speech(lang)
	from, to := civilOf(now), civilOf(t)
	days := to.days(from)
	if precision == domain.PrecisionMinute {
		d := t.Sub(now)
		switch past := d < 0; {
		case d > -time.Minute && d < time.Minute:
			return l.now
		case d.Abs() < time.Hour:
			return l.distance(int(d.Abs()/time.Minute), past, l.minute)
		case d.Abs() < 12*time.Hour && (days == 0 || d.Abs() < 6*time.Hour):
			return l.distance(int(d.Abs()/time.Hour), past, l.hour)
		}
	}
	if word, ok := l.near[days]; ok {
		return word
	}
	past := days < 0
	if past {
		days = -days
		from, to = to, from
	}
	count := (to.year-from.year)*12 + int(to.month-from.month)
	if to.day < from.day && to != to.lastOfMonth() {
		count--
	}
	switch {
	case count >= 24:
		return l.distance(count/12, past, l.year)
	case count >= 2:
		return l.distance(count, past, l.month)
	default:
		return l.distance(days, past, l.dayUnit)
	}
}

// AgoDay says the distance of a calendar day from today.
func AgoDay(d domain.Day, now time.Time, lang string) string {
	if !d.Valid() {
		return ""
	}
	return Ago(noonOf(d, now), now, lang, domain.PrecisionDay)
}

// Length says a duration: "45 min", "1 h 30 min".
func (n Length) String() string {
	h, m := int(n.Duration/time.Hour), int(n.Duration%time.Hour/time.Minute)
	switch {
	case h == 0:
		return fmt.Sprintf("%d min", m)
	case m == 0:
		return fmt.Sprintf("%d h", h)
	default:
		return fmt.Sprintf("%d h %d min", h, m)
	}
}

type language struct {
	weekdays, weekdaysShort [7]string
	months, monthsShort     [12]string
	near                    map[int]string // days from today that have a name
	now                     string
	ago, in                 string
	short, shortYear, exact string
	// Singular and plural after "vor" and "in".
	minute, hour, dayUnit, month, year [2]string
}

func (l *language) day(c, today civil) string {
	if word, ok := l.near[c.days(today)]; ok {
		return word
	}
	weekday, month := l.weekdaysShort[c.weekday()], l.monthsShort[c.month-1]
	if c.year == today.year {
		return fmt.Sprintf(l.short, weekday, c.day, month)
	}
	return fmt.Sprintf(l.shortYear, weekday, c.day, month, c.year)
}

func (l *language) distance(n int, past bool, unit [2]string) string {
	form, word := l.in, unit[1]
	if past {
		form = l.ago
	}
	if n == 1 {
		word = unit[0]
	}
	return fmt.Sprintf(form, n, word)
}

func speech(lang string) *language {
	if strings.HasPrefix(strings.ToLower(lang), "de") {
		return &german
	}
	return &english
}
