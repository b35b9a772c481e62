package when

import (
	"time"

	"kontor/domain"
)

// isoDate reads "2026-11-03" and "2026/11/03".
func (r *reader) isoDate(k int, _ bool) (dayReading, bool) {
	y, ok := r.number(k, 4)
	if !ok || len(r.toks[k].key) != 4 || !r.isMark(k+1, "-/") || !r.glued(k+1) {
		return noDay, false
	}
	m, ok := r.number(k+2, 2)
	if !ok || !r.isMark(k+3, r.toks[k+1].key) {
		return noDay, false
	}
	d, ok := r.number(k+4, 2)
	if !ok {
		return noDay, false
	}
	return r.exact(civil{y, time.Month(m), d}, k+5)
}

func (r *reader) exact(c civil, next int) (dayReading, bool) {
	if !c.exists() || c.month < 1 || c.month > 12 {
		r.problem = ProblemNoSuchDay
		return noDay, false
	}
	return fixedDay(c, next)
}

// monthDay is a date without a year.
func (r *reader) monthDay(month time.Month, day, next int) (dayReading, bool) {
	if !(civil{2024, month, day}).exists() || month < 1 || month > 12 {
		r.problem = ProblemNoSuchDay
		return noDay, false
	}
	near := func(from civil, step int) civil {
		for year := from.year; ; year += step {
			c := civil{year, month, day}
			if c.exists() && (c == from || c.before(from) == (step < 0)) {
				return c
			}
		}
	}
	return dayReading{next: next, near: near, todayCounts: true, precision: domain.PrecisionDay}, true
}

// dottedDate reads "3.11.", "3.11.2026", "03. 11. 26"; "3.11" only where
// nothing else can be meant.
func (r *reader) dottedDate(k int, strong bool) (dayReading, bool) {
	d, ok := r.number(k, 2)
	if !ok || !r.isMark(k+1, ".") || !r.glued(k+1) {
		return noDay, false
	}
	m, ok := r.number(k+2, 2)
	if !ok {
		return noDay, false
	}
	if !r.isMark(k+3, ".") || !r.glued(k+3) {
		// "3.11" may be a version, a price or a time.
		if !r.whole && !strong || r.word(k+3) == "uhr" {
			return noDay, false
		}
		return r.monthDay(time.Month(m), d, k+3)
	}
	if y, next, ok := r.year(k+4, true); ok {
		return r.exact(civil{y, time.Month(m), d}, next)
	}
	return r.monthDay(time.Month(m), d, k+4)
}

// year reads four digits, or two that directly follow.
func (r *reader) year(k int, mayBeShort bool) (int, int, bool) {
	y, ok := r.number(k, 4)
	switch {
	case !ok:
	case len(r.toks[k].key) == 4 && y >= 1900 && y < 2200:
		if r.isMark(k+1, ":") && r.glued(k+1) || r.word(k+1) == "uhr" {
			return 0, 0, false
		}
		return y, k + 1, true
	case len(r.toks[k].key) == 2 && mayBeShort && r.toks[k].glued && !r.isMark(k+1, ":") && (r.whole || !r.isMark(k+1, ".") || !r.glued(k+1)):
		if y >= 70 {
			return 1900 + y, k + 1, true
		}
		return 2000 + y, k + 1, true
	}
	return 0, 0, false
}

// slashedDate reads "3/15" and "15/3/2026" and refuses "3/11", which is two
// dates.
func (r *reader) slashedDate(k int, strong bool) (dayReading, bool) {
	a, ok := r.number(k, 2)
	if !ok || !r.isMark(k+1, "/") || !r.glued(k+1) || !r.glued(k+2) {
		return noDay, false
	}
	b, ok := r.number(k+2, 2)
	if !ok {
		return noDay, false
	}
	next, y, hasYear := k+3, 0, false
	if r.isMark(next, "/") && r.glued(next) {
		if y, next, hasYear = r.year(k+4, true); !hasYear {
			return noDay, false
		}
	}
	if !hasYear && !strong && !r.whole {
		return noDay, false // "1/15" of something
	}
	if a <= 12 && b <= 12 && a != b {
		r.problem = ProblemAmbiguous
		return noDay, false
	}
	month, day := a, b
	if a > 12 {
		month, day = b, a
	}
	if hasYear {
		return r.exact(civil{y, time.Month(month), day}, next)
	}
	return r.monthDay(time.Month(month), day, next)
}

// monthName reads a month and the dot of its abbreviation.
func (r *reader) monthName(k int) (time.Month, int, bool) {
	m, ok := monthNames[r.word(k)]
	if !ok {
		return 0, 0, false
	}
	if len(r.word(k)) <= 5 && r.isMark(k+1, ".") && r.glued(k+1) {
		return m, k + 2, true
	}
	return m, k + 1, true
}

// ordinal reads "3", "3.", "3rd"; dotted or suffixed is told.
func (r *reader) ordinal(k int) (day, next int, marked, ok bool) {
	day, ok = r.number(k, 2)
	if !ok || day < 1 || day > 31 {
		return 0, 0, false, false
	}
	next = k + 1
	if r.isMark(next, ".") && r.glued(next) {
		return day, next + 1, true, true
	}
	switch r.word(next) {
	case "st", "nd", "rd", "th":
		return day, next + 1, r.glued(next), r.glued(next)
	}
	return day, next, false, true
}

// dayAndMonth reads "3. November 2026", "3 Nov", "3rd of November".
func (r *reader) dayAndMonth(k int, _ bool) (dayReading, bool) {
	day, next, _, ok := r.ordinal(k)
	if !ok {
		return noDay, false
	}
	if r.word(next) == "of" {
		next++
	}
	month, next, ok := r.monthName(next)
	if !ok {
		return noDay, false
	}
	if r.isMark(next, ",") {
		if y, end, ok := r.year(next+1, false); ok {
			return r.exact(civil{y, month, day}, end)
		}
	}
	if y, end, ok := r.year(next, false); ok {
		return r.exact(civil{y, month, day}, end)
	}
	return r.monthDay(month, day, next)
}

// monthAndDay reads "Nov 3", "November 3rd, 2026", and a month alone where it
// is one for sure: "March 2026", "im März".
func (r *reader) monthAndDay(k int, _ bool) (dayReading, bool) {
	in := 0
	if w := r.word(k); w == "im" || w == "in" {
		in = 1
	}
	month, next, ok := r.monthName(k + in)
	if !ok {
		return noDay, false
	}
	if w := r.word(k + in); !r.whole && !r.toks[k+in].upper && (w == "may" || w == "march" || w == "mar") {
		return noDay, false // verbs
	}
	if y, end, ok := r.year(next, false); ok {
		return coarseDay(civil{y, month, 1}, domain.PrecisionMonth, end), true
	}
	if in == 1 {
		return openMonth(month, next), true
	}
	day, end, marked, ok := r.ordinal(next)
	if !ok || !marked && (r.isMark(end, ":") && r.glued(end) || r.word(end) == "uhr" || units[r.word(end)] != 0) {
		if r.whole && next == len(r.toks) {
			return openMonth(month, next), true
		}
		return noDay, false
	}
	if end-next == 2 && r.isMark(end-1, ".") && end < len(r.toks) && r.toks[end].kind == number {
		return noDay, false // "Mai 3.11." is no date
	}
	if r.isMark(end, ",") {
		if y, last, ok := r.year(end+1, false); ok {
			return r.exact(civil{y, month, day}, last)
		}
	}
	if y, last, ok := r.year(end, false); ok {
		return r.exact(civil{y, month, day}, last)
	}
	return r.monthDay(month, day, end)
}

func openMonth(month time.Month, next int) dayReading {
	return dayReading{next: next, near: nearMonth(month), todayCounts: true, clamp: true, precision: domain.PrecisionMonth}
}

// nearMonth gives the first day of a month; a month that has begun counts.
func nearMonth(month time.Month) func(civil, int) civil {
	return func(from civil, step int) civil {
		from = from.firstOfMonth()
		for from.month != month {
			from = from.addMonths(step)
		}
		return from
	}
}

// dayOfMonth reads "am 15.", "by the 3rd".
func (r *reader) dayOfMonth(k int, strong bool) (dayReading, bool) {
	day, next, marked, ok := r.ordinal(k)
	if !ok || !marked || !strong && !r.whole && r.word(k-1) != "the" {
		return noDay, false
	}
	if next < len(r.toks) && !r.whole {
		after := r.toks[next]
		if after.kind == number || after.upper || after.kind == word && !r.isMark(next-1, ".") && !clockPreps[after.key] {
			return noDay, false // "am 3. 11", "am 3. Weimarer Tag", "the 3rd attempt"
		}
	}
	near := func(from civil, step int) civil {
		month := from.firstOfMonth()
		for {
			c := civil{month.year, month.month, day}
			if c.exists() && (c == from || c.before(from) == (step < 0)) {
				return c
			}
			month = month.addMonths(step)
		}
	}
	return dayReading{next: next, near: near, todayCounts: true, precision: domain.PrecisionDay}, true
}

// isoWeek reads "KW 48", "week 48", "KW48/2026".
func (r *reader) isoWeek(k int, _ bool) (dayReading, bool) {
	switch r.word(k) {
	case "kw", "kalenderwoche", "week", "wk", "cw":
	default:
		return noDay, false
	}
	if r.isMark(k+1, ".") {
		k++
	}
	week, ok := r.number(k+1, 2)
	if !ok || week < 1 || week > 53 {
		return noDay, false
	}
	next := k + 2
	j := next
	if r.isMark(j, "/") {
		j++
	}
	if y, end, ok := r.year(j, false); ok {
		monday, ok := isoMonday(y, week)
		if !ok {
			r.problem = ProblemNoSuchDay
			return noDay, false
		}
		return fixedDay(monday, end)
	}
	near := func(from civil, step int) civil {
		from = from.monday()
		for year, _ := from.utc().ISOWeek(); ; year += step {
			if c, ok := isoMonday(year, week); ok && (c == from || c.before(from) == (step < 0)) {
				return c
			}
		}
	}
	return dayReading{next: next, near: near, todayCounts: true, clamp: true, precision: domain.PrecisionDay}, true
}
