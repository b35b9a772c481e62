package when

import "time"

// Length is how long something took, as written: "20 min", "1,5 Std.", "1h30".
type Length struct {
	Duration   time.Duration
	Start, End int // bytes
}

// Lengths gives the durations in a text, from left to right. Only minutes and
// hours are durations; "vor 20 min" and "in 2 Stunden" are moments, and Find
// reads them.
func Lengths(text string) []Length {
	r := newReader(text, time.Time{}, Any)
	var found []Length
	for i := 0; i < len(r.toks); {
		d, next, ok := time.Duration(0), 0, false
		if r.mayStart(i) && r.toks[i].kind != mark && !momentPreps[r.word(i-1)] {
			d, next, ok = r.length(i)
		}
		if !ok || !r.mayEnd(next) || d <= 0 {
			i++
			continue
		}
		found = append(found, Length{d, r.toks[i].start, r.toks[next-1].end})
		i = next
	}
	return found
}

var momentPreps = map[string]bool{"vor": true, "in": true, "binnen": true, "within": true, "innerhalb": true, "von": true}

// longestLength keeps a mistyped number from becoming a conversation of weeks.
const longestLength = 31 * 24 * time.Hour

func (r *reader) length(k int) (time.Duration, int, bool) {
	if d, next, ok := r.clockLength(k); ok {
		return d, next, true
	}
	n, next, ok := r.amount(k)
	if !ok {
		return 0, 0, false
	}
	if w := r.word(k); w == "a" || w == "an" {
		return 0, 0, false
	}
	u, next, ok := r.lengthUnit(next)
	if !ok {
		return 0, 0, false
	}
	if u == minutes {
		return bounded(n*float64(time.Minute), next)
	}
	total := n * float64(time.Hour)
	// "1h30", "1 Std. 30 Min", "2 hours and 15 minutes"
	j := next
	if r.word(j) == "und" || r.word(j) == "and" {
		j++
	}
	if m, ok := r.number(j, 2); ok && m < 60 && n == float64(int(n)) {
		if u, end, ok := r.lengthUnit(j + 1); ok && u == minutes {
			return bounded(total+float64(m)*float64(time.Minute), end)
		}
		if j == next && r.glued(j) {
			return bounded(total+float64(m)*float64(time.Minute), j+1)
		}
	}
	return bounded(total, next)
}

func bounded(d float64, next int) (time.Duration, int, bool) {
	if d > float64(longestLength) {
		return 0, 0, false
	}
	return time.Duration(d), next, true
}

// lengthUnit reads "min", "Std.", "h", and "'" for minutes.
func (r *reader) lengthUnit(k int) (unit, int, bool) {
	if r.isMark(k, "'′") && r.glued(k) && (k+1 >= len(r.toks) || !r.glued(k+1)) {
		return minutes, k + 1, true
	}
	u := units[r.word(k)]
	if u != minutes && u != hours {
		return 0, 0, false
	}
	next := k + 1
	if r.isMark(next, ".") && r.glued(next) && len(r.word(k)) <= 4 {
		next++
	}
	return u, next, true
}

// clockLength reads "1:30 h".
func (r *reader) clockLength(k int) (time.Duration, int, bool) {
	h, ok := r.number(k, 2)
	if !ok || !r.isMark(k+1, ":") || !r.glued(k+1) || !r.glued(k+2) {
		return 0, 0, false
	}
	m, ok := r.number(k+2, 2)
	u, next, isUnit := r.lengthUnit(k + 3)
	if !ok || m > 59 || !isUnit || u != hours {
		return 0, 0, false
	}
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute, next, true
}
