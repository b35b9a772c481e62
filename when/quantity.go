package when

import (
	"time"

	"kontor/domain"
)

// amount reads a count: "3", "1,5", "zwei", "einer halben", "half a".
func (r *reader) amount(k int) (value float64, next int, ok bool) {
	if n, ok := r.number(k, 4); ok {
		if r.isMark(k+1, ",.") && r.glued(k+1) && r.glued(k+2) {
			if tenth, ok := r.number(k+2, 2); ok {
				scale := 10.0
				if len(r.toks[k+2].key) == 2 {
					scale = 100
				}
				return float64(n) + float64(tenth)/scale, k + 3, true
			}
		}
		return float64(n), k + 1, true
	}
	switch r.word(k) {
	case "anderthalb", "eineinhalb":
		return 1.5, k + 1, true
	case "zweieinhalb":
		return 2.5, k + 1, true
	case "half":
		if w := r.word(k + 1); w == "a" || w == "an" {
			return 0.5, k + 2, true
		}
		return 0, 0, false
	case "halbe", "halben", "halbes":
		return 0.5, k + 1, true
	}
	n, ok := numberWords[r.word(k)]
	if !ok {
		return 0, 0, false
	}
	if w := r.word(k + 1); n == 1 && (w == "halbe" || w == "halben" || w == "halbes") {
		return 0.5, k + 2, true
	}
	return float64(n), k + 1, true
}

// quantity reads "in 3 Tagen", "vor 2 Stunden", "3 days ago", "+2w".
func (r *reader) quantity(k int, _ bool) (dayReading, bool) { return r.quantityFrom(r.today, k) }

func (r *reader) quantityFrom(from civil, k int) (dayReading, bool) {
	if r.isMark(k, "+-") {
		if !r.glued(k + 1) {
			return noDay, false
		}
		sign := 1
		if r.toks[k].key == "-" {
			sign = -1
		}
		if n, ok := r.number(k+1, 4); ok {
			if u := units[r.word(k+2)]; u != 0 && (r.glued(k+2) || !terse[r.word(k+2)]) {
				return r.counted(from, float64(n), u, sign, k+3)
			}
		}
		return noDay, false
	}
	sign, j := 0, k+1
	switch r.word(k) {
	case "in", "binnen", "within":
		sign = 1
	case "innerhalb":
		sign = 1
		if r.word(j) == "von" {
			j++
		}
	case "vor":
		sign = -1
	default:
		j = k
	}
	for n := 0; n < 2 && fillers[r.word(j)]; n++ {
		j++
	}
	n, j, ok := r.amount(j)
	if !ok {
		return noDay, false
	}
	u := units[r.word(j)]
	if u == 0 && (r.word(j) == "working" || r.word(j) == "business") && units[r.word(j+1)] == days {
		u, j = workdays, j+1
	}
	if u == 0 || terse[r.word(j)] && r.word(j) != "h" {
		return noDay, false
	}
	j++
	if (u == minutes || u == hours) && r.isMark(j, ".") && r.glued(j) {
		j++ // "Std."
	}
	if sign == 0 {
		switch {
		case r.word(j) == "ago":
			sign, j = -1, j+1
		case r.word(j) == "from" && r.word(j+1) == "now":
			sign, j = 1, j+2
		default:
			return noDay, false
		}
	}
	return r.counted(from, n, u, sign, j)
}

func (r *reader) counted(from civil, n float64, u unit, sign, next int) (dayReading, bool) {
	count, whole := sign*int(n), n == float64(int(n))
	switch u {
	case minutes, hours:
		length := time.Duration(n * float64(sign) * float64(time.Minute))
		if u == hours {
			length *= 60
		}
		at := r.now.Add(length)
		return dayReading{next: next, isInstant: true, instant: at, fixed: civilOf(at), precision: domain.PrecisionMinute}, true
	case years:
		if months := int(n * 12); float64(months) == n*12 {
			return fixedDay(from.addMonths(sign*months), next)
		}
	case days:
		if whole {
			return fixedDay(from.add(count), next)
		}
	case workdays:
		if whole {
			return fixedDay(from.addWorkdays(count), next)
		}
	case weeks:
		if whole {
			return fixedDay(from.add(7*count), next)
		}
	case months:
		if whole {
			return fixedDay(from.addMonths(count), next)
		}
	case quarters:
		if whole {
			return fixedDay(from.addMonths(3*count), next)
		}
	}
	return noDay, false
}
