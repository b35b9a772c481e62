package when

import (
	"time"

	"kontor/domain"
)

// day reads the longest description of a day at token k.
func (r *reader) day(k int, strong bool) (dayReading, bool) {
	if k >= len(r.toks) {
		return noDay, false
	}
	var best dayReading
	found := false
	for _, read := range [...]func(int, bool) (dayReading, bool){
		r.isoDate, r.dottedDate, r.slashedDate, r.dayAndMonth, r.monthAndDay, r.dayOfMonth,
		r.relativeDay, r.quantity, r.modified, r.edge, r.isoWeek, r.weekday,
	} {
		if d, ok := read(k, strong); ok && d.next > best.next {
			best, found = d, true
		}
	}
	return best, found
}

// relativeDay reads "heute", "day after tomorrow", "morgen in einer Woche".
func (r *reader) relativeDay(k int, _ bool) (dayReading, bool) {
	w := r.word(k)
	switch {
	case w == "tonight":
		d, ok := fixedDay(r.today, k+1)
		d.part = evening
		return d, ok
	case w == "day" && r.word(k+1) == "after" && r.word(k+2) == "tomorrow":
		return fixedDay(r.today.add(2), k+3)
	case w == "day" && r.word(k+1) == "before" && r.word(k+2) == "yesterday":
		return fixedDay(r.today.add(-2), k+3)
	case w == "last" && r.word(k+1) == "night":
		d, ok := fixedDay(r.today.add(-1), k+2)
		d.part = evening
		return d, ok
	case w == "this" && dayParts[r.word(k+1)] != noPart:
		d, ok := fixedDay(r.today, k+2)
		d.part = dayParts[r.word(k+1)]
		return d, ok
	case nowWords[w] && (r.whole || r.dir != Future), w == "just" && r.word(k+1) == "now":
		next := k + 1
		if nowWords[r.word(next)] {
			next++
		}
		return dayReading{next: next, isInstant: true, instant: r.now, fixed: r.today, precision: domain.PrecisionMinute}, true
	}
	n, ok := relativeDays[w]
	if !ok || w == "morgen" && !r.whole && r.toks[k].upper && articleBefore[r.word(k-1)] {
		return noDay, false
	}
	d, _ := fixedDay(r.today.add(n), k+1)
	if q, ok := r.quantityFrom(d.fixed, d.next); ok && !q.isInstant {
		return q, true
	}
	return d, true
}

var nowWords = map[string]bool{"jetzt": true, "now": true, "eben": true, "gerade": true, "soeben": true}

// articleBefore makes "Morgen" the noun: "am Morgen", "der Morgen".
var articleBefore = map[string]bool{"am": true, "der": true, "den": true, "dem": true, "vom": true, "zum": true}

// modified reads "nächsten Di", "letzte Woche", "next month", "diesen Freitag".
func (r *reader) modified(k int, _ bool) (dayReading, bool) {
	n, ok := modifiers[r.word(k)]
	if !ok {
		return noDay, false
	}
	if wd, next, ok := r.weekdayName(k+1, true); ok {
		if n == 0 {
			return openWeekday(wd, next, true), true
		}
		return fixedDay(r.nthWeekday(wd, n), next)
	}
	switch w := r.word(k + 1); {
	case w == "wochenende" || w == "weekend":
		return fixedDay(r.today.monday().add(5+7*n), k+2)
	case units[w] == weeks && !terse[w]:
		monday := r.today.monday().add(7 * n)
		if wd, next, ok := r.weekdayName(k+2, true); ok {
			return fixedDay(monday.add((int(wd)+6)%7), next)
		}
		if n == 0 {
			return r.thisWeek(k + 2), true
		}
		return fixedDay(monday, k+2)
	case units[w] == months && !terse[w]:
		return coarseDay(r.today.firstOfMonth().addMonths(n), domain.PrecisionMonth, k+2), true
	case units[w] == quarters:
		return coarseDay(r.today.firstOfQuarter().addMonths(3*n), domain.PrecisionMonth, k+2), true
	case units[w] == years && !terse[w]:
		return coarseDay(civil{r.today.year + n, time.January, 1}, domain.PrecisionYear, k+2), true
	}
	if month, next, ok := r.monthName(k + 1); ok {
		step := 1
		from := r.today.firstOfMonth().addMonths(1)
		if n < 0 {
			step, from = -1, r.today.firstOfMonth().add(-1)
		} else if n == 0 {
			return openMonth(month, next), true
		}
		return coarseDay(nearMonth(month)(from, step), domain.PrecisionMonth, next), true
	}
	return noDay, false
}

func coarseDay(c civil, precision domain.Precision, next int) dayReading {
	return dayReading{fixed: c, precision: precision, next: next}
}

// thisWeek is due on its Friday, and began on its Monday.
func (r *reader) thisWeek(next int) dayReading {
	day := r.today.monday()
	if r.dir == Future {
		day = day.add(4)
		if day.before(r.today) {
			day = r.today
		}
	}
	d, _ := fixedDay(day, next)
	return d
}

// nthWeekday is the nth such weekday after today, or before it.
func (r *reader) nthWeekday(wd time.Weekday, n int) civil {
	if n > 0 {
		return nearWeekday(wd)(r.today.add(1), 1).add(7 * (n - 1))
	}
	return nearWeekday(wd)(r.today.add(-1), -1).add(7 * (n + 1))
}

// weekday reads "Di", "Tuesday 3.11.", "Freitag in einer Woche", "Dienstagabend".
func (r *reader) weekday(k int, strong bool) (dayReading, bool) {
	if wd, part, ok := compoundWeekday(r.word(k)); ok {
		d := openWeekday(wd, k+1, false)
		d.part = part
		return d, true
	}
	wd, next, ok := r.weekdayName(k, strong)
	if !ok {
		return noDay, false
	}
	d := openWeekday(wd, next, false)
	// An explicit date beside the weekday wins.
	j := next
	if r.isMark(j, ",") {
		j++
	}
	for n := 0; n < 2 && dayJoints[r.word(j)]; n++ {
		j++
	}
	for _, read := range [...]func(int, bool) (dayReading, bool){r.isoDate, r.dottedDate, r.dayAndMonth, r.monthAndDay, r.slashedDate} {
		if exact, ok := read(j, true); ok {
			return exact, true
		}
	}
	if n, ok := modifiers[r.word(next)]; ok && units[r.word(next+1)] == weeks {
		return fixedDay(r.today.monday().add(7*n+(int(wd)+6)%7), next+2)
	}
	if week, ok := r.isoWeek(next, true); ok {
		near, offset := week.near, (int(wd)+6)%7
		week.fixed = week.fixed.add(offset)
		if near != nil {
			week.clamp = false
			week.near = func(from civil, step int) civil {
				day := near(from, step).add(offset)
				if step > 0 && day.before(from) {
					day = near(from.add(7), step).add(offset)
				} else if step < 0 && from.before(day) {
					day = near(from.add(-7), step).add(offset)
				}
				return day
			}
		}
		return week, true
	}
	if q, ok := r.quantityFrom(civil{}, next); ok && !q.isInstant {
		// "Freitag in einer Woche" counts from the coming Friday,
		// "Freitag vor einer Woche" from the last one.
		from := r.nthWeekday(wd, 1)
		if q.fixed.before(civil{}) {
			from = r.nthWeekday(wd, -1)
		}
		if q, ok := r.quantityFrom(from, next); ok {
			return q, true
		}
	}
	// "Di.", but not "Fr. Schiller", which weekdayName has refused.
	return d, true
}

func openWeekday(wd time.Weekday, next int, todayCounts bool) dayReading {
	return dayReading{
		next: next, near: nearWeekday(wd), todayCounts: todayCounts, forward: true,
		precision: domain.PrecisionDay,
	}
}

func nearWeekday(wd time.Weekday) func(civil, int) civil {
	return func(from civil, step int) civil {
		for from.weekday() != wd {
			from = from.add(step)
		}
		return from
	}
}

// weekdayName reads the bare name. Without the help of a preposition it
// refuses words that are probably something else.
func (r *reader) weekdayName(k int, strong bool) (time.Weekday, int, bool) {
	name, ok := weekdayNames[r.word(k)]
	if !ok {
		return 0, 0, false
	}
	next := k + 1
	dotted := len(r.toks[k].key) <= 5 && r.isMark(next, ".") && r.glued(next)
	if dotted {
		if r.glued(next+1) && next+1 < len(r.toks) && r.toks[next+1].kind != mark {
			return 0, 0, false
		}
		next++
	}
	if strong || r.whole || name.doubt == sure {
		return name.day, next, true
	}
	follows := next < len(r.toks) && r.toks[next].kind == word
	switch {
	case !r.toks[k].upper:
		return 0, 0, false
	case name.doubt == filler && follows && dayParts[r.word(next)] == noPart && !clockPreps[r.word(next)]:
		return 0, 0, false
	case name.doubt == title && follows && r.toks[next].upper && dayParts[r.word(next)] == noPart:
		return 0, 0, false
	}
	return name.day, next, true
}

// compoundWeekday splits "Dienstagabend".
func compoundWeekday(w string) (time.Weekday, part, bool) {
	const suffix = "tag"
	for i := 0; i+len(suffix) < len(w); i++ {
		if w[i:i+len(suffix)] != suffix {
			continue
		}
		name, ok := weekdayNames[w[:i+len(suffix)]]
		if !ok {
			return 0, noPart, false
		}
		rest := w[i+len(suffix):]
		if p := dayParts[rest]; p != noPart {
			return name.day, p, true
		}
		if rest == "morgen" {
			return name.day, morning, true
		}
		return 0, noPart, false
	}
	return 0, noPart, false
}
