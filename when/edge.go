package when

import "time"

// Edges of periods: "Ende der Woche", "Anfang Mai", "mid next week", "Monatsende".

type edge uint8

const (
	noEdge edge = iota
	start
	middle
	end
)

var edgeWords = map[string]edge{
	"anfang": start, "early": start, "beginning": start, "start": start,
	"mitte": middle, "mid": middle, "middle": middle,
	"ende": end, "end": end, "late": end,
}

type edgeOf struct {
	edge edge
	unit unit
}

var edgeCompounds = map[string]edgeOf{
	"wochenanfang": {start, weeks}, "wochenmitte": {middle, weeks}, "eow": {end, weeks},
	"monatsanfang": {start, months}, "monatsmitte": {middle, months},
	"monatsende": {end, months}, "ultimo": {end, months}, "eom": {end, months},
	"quartalsende": {end, quarters}, "quartalsanfang": {start, quarters}, "eoq": {end, quarters},
	"jahresende": {end, years}, "jahresanfang": {start, years}, "eoy": {end, years},
}

func (r *reader) edge(k int, _ bool) (dayReading, bool) {
	if c, ok := edgeCompounds[r.word(k)]; ok {
		return r.nearEdge(c.edge, c.unit, k+1)
	}
	if w := r.word(k); w == "wochenende" || w == "weekend" {
		return openWeekday(time.Saturday, k+1, true), true
	}
	e, ok := edgeWords[r.word(k)]
	if !ok {
		return noDay, false
	}
	j := k + 1
	if r.isMark(j, "-") && r.glued(j) {
		j++
	}
	for n := 0; n < 2; n++ {
		switch r.word(j) {
		case "of", "der", "des", "the", "von", "vom":
			j++
		}
	}
	if month, next, ok := r.monthName(j); ok {
		return r.edgeOfMonth(e, month, next)
	}
	if y, next, ok := r.year(j, false); ok {
		return fixedDay(edgeDay(civil{y, time.January, 1}, e, years), next)
	}
	n, modified := modifiers[r.word(j)]
	if modified {
		j++
	}
	u := units[r.word(j)]
	if u < weeks || terse[r.word(j)] {
		return noDay, false
	}
	if !modified {
		if j == k+1 && r.word(k) != "ende" && r.word(k) != "anfang" && r.word(k) != "mitte" {
			return noDay, false // "late week" is no date
		}
		return r.nearEdge(e, u, j+1)
	}
	return fixedDay(edgeDay(periodStart(r.today, u, n), e, u), j+1)
}

// nearEdge takes the current period, or its neighbour where the edge is on the
// wrong side of today.
func (r *reader) nearEdge(e edge, u unit, next int) (dayReading, bool) {
	near := func(from civil, step int) civil {
		for n := 0; ; n += step {
			c := edgeDay(periodStart(from, u, n), e, u)
			if c == from || c.before(from) == (step < 0) {
				return c
			}
		}
	}
	d, ok := fixedDay(civil{}, next)
	d.near, d.todayCounts, d.forward = near, true, e == end
	return d, ok
}

func (r *reader) edgeOfMonth(e edge, month time.Month, next int) (dayReading, bool) {
	if y, end, ok := r.year(next, false); ok {
		return fixedDay(edgeDay(civil{y, month, 1}, e, months), end)
	}
	near := func(from civil, step int) civil {
		for year := from.year; ; year += step {
			c := edgeDay(civil{year, month, 1}, e, months)
			if c == from || c.before(from) == (step < 0) {
				return c
			}
		}
	}
	d, ok := fixedDay(civil{}, next)
	d.near, d.todayCounts = near, true
	return d, ok
}

// periodStart is the first day of the nth period after the one of the day.
func periodStart(day civil, u unit, n int) civil {
	switch u {
	case weeks:
		return day.monday().add(7 * n)
	case months:
		return day.firstOfMonth().addMonths(n)
	case quarters:
		return day.firstOfQuarter().addMonths(3 * n)
	default:
		return civil{day.year + n, time.January, 1}
	}
}

// edgeDay is the day at which the work of a period begins, is half done or
// ends. A week of work ends on its Friday.
func edgeDay(first civil, e edge, u unit) civil {
	switch {
	case e == start:
		return first
	case u == weeks && e == middle:
		return first.add(2)
	case u == weeks:
		return first.add(4)
	case e == middle && u == months:
		return first.add(14)
	case e == middle && u == quarters:
		return first.addMonths(1).add(14)
	case e == middle:
		return first.addMonths(6)
	case u == months:
		return first.lastOfMonth()
	case u == quarters:
		return first.addMonths(2).lastOfMonth()
	default:
		return first.addMonths(11).lastOfMonth()
	}
}
