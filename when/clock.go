package when

// clockReading is a time of day, or only a part of the day (hasClock false).
type clockReading struct {
	next     int
	clock    clock
	hasClock bool
	vague    bool // not a time without a day or preposition: "mittags"
	spoken   bool // the half of the day is to be guessed: "halb drei"
	part     part
	until    clock // the end of a range, if not zero
}

var clockPreps = map[string]bool{
	"um": true, "at": true, "gegen": true, "ab": true, "von": true, "from": true, "so": true,
	"ca": true, "around": true, "about": true,
}

// clockAfter reads what follows a day: "früh", "um 15 Uhr", ", 3pm".
func (r *reader) clockAfter(d dayReading) (clockReading, bool) {
	if d.isInstant || d.coarse() {
		return clockReading{}, false
	}
	k, p := d.next, d.part
	out := clockReading{next: k}
	if q, next, ok := r.dayPart(k, true); ok {
		k, p, out.next = next, q, next
		if p == noon {
			out.clock, out.hasClock = clock{12, 0}, true
		}
	}
	j := k
	if r.isMark(j, ",") || r.isMark(j, "T") {
		j++
	} else if r.word(j) == "t" && r.glued(j) {
		j++
	}
	prep := j
	for n := 0; n < 3 && clockPreps[r.word(prep)]; n++ {
		prep++
	}
	t, ok := r.clock(prep, prep > j)
	if ok && (j == k || !t.vague) {
		if p != noPart && t.part == noPart {
			t.clock, t.part = inPart(t.clock, p), p
		}
		return t, true
	}
	return out, out.next > d.next
}

// dayPart reads "nachmittags", "am Abend", "in the morning".
func (r *reader) dayPart(k int, afterDay bool) (part, int, bool) {
	w := r.word(k)
	if p := dayParts[w]; p != noPart {
		return p, k + 1, true
	}
	next := dayParts[r.word(k+1)]
	switch {
	case afterDay && w == "morgen":
		return morning, k + 1, true
	case w == "am" && r.word(k+1) == "morgen":
		return morning, k + 2, true
	case (w == "am" || w == "at" || w == "zu") && next != noPart:
		return next, k + 2, true
	case w == "in" && (r.word(k+1) == "the" || r.word(k+1) == "der") && dayParts[r.word(k+2)] != noPart:
		return dayParts[r.word(k+2)], k + 3, true
	}
	return noPart, 0, false
}

// clock reads a time of day. prep says that "um" or "at" came before.
func (r *reader) clock(k int, prep bool) (clockReading, bool) {
	if k >= len(r.toks) {
		return clockReading{}, false
	}
	if t, ok := r.clockRange(k); ok {
		return t, true
	}
	// "nachmittags um 3"
	if p := dayParts[r.word(k)]; p != noPart && p != noon {
		j := k + 1
		for n := 0; n < 2 && clockPreps[r.word(j)]; n++ {
			j++
		}
		t, ok := r.clockProper(j, true)
		if !ok {
			return clockReading{}, false
		}
		t.clock, t.part = inPart(t.clock, p), p
		return t, true
	}
	t, ok := r.clockProper(k, prep)
	if !ok {
		return t, false
	}
	if p, next, ok := r.dayPart(t.next, false); ok && !t.vague {
		t.clock, t.part, t.next = inPart(t.clock, p), p, next
	}
	return t, true
}

// clockRange reads "14:00–15:30", "14-15 Uhr", "von 14 bis 15 Uhr", "2-3pm".
func (r *reader) clockRange(k int) (clockReading, bool) {
	opened := false
	switch r.word(k) {
	case "von", "from", "zwischen", "between":
		k, opened = k+1, true
	}
	from, named, ok := r.rangeEnd(k)
	if !ok {
		return clockReading{}, false
	}
	switch w := r.word(from.next); {
	case r.isMark(from.next, "-–—"), w == "bis", w == "to", w == "until", w == "till", opened && (w == "und" || w == "and"):
	default:
		return clockReading{}, false
	}
	to, alsoNamed, ok := r.rangeEnd(from.next + 1)
	if !ok || !alsoNamed && !named {
		return clockReading{}, false
	}
	if half, next, ok := r.meridiem(to.next, true); ok && to.clock.hour <= 12 && from.clock.hour <= 12 {
		to.next = next
		to.clock.hour = to.clock.hour%12 + half
		if from.clock.hour = from.clock.hour%12 + half; to.clock.before(from.clock) {
			from.clock.hour -= 12 // "11-1pm"
		}
	}
	if !from.clock.before(to.clock) || from.clock.hour < 0 {
		return clockReading{}, false
	}
	from.until, from.next = to.clock, to.next
	return from, true
}

// rangeEnd reads one end of a range. It is named if it is a time by itself.
func (r *reader) rangeEnd(k int) (t clockReading, named, ok bool) {
	if t, ok := r.digitalClock(k, false); ok {
		if h := r.toks[k].n; t.clock.hour == h {
			return t, true, true
		}
	}
	h, ok := r.number(k, 2)
	if !ok || h > 24 {
		return clockReading{}, false, false
	}
	_, _, meridiem := r.meridiem(k+1, true)
	return clockReading{next: k + 1, clock: clock{h, 0}, hasClock: true}, meridiem, true
}

// settled decides on the half of the day where nothing was said of it.
func (t clockReading) settled() clock {
	c := t.clock
	if t.spoken && t.part == noPart && c.hour < 7 {
		c.hour += 12
	}
	return c
}

// inPart moves an hour of the twelve-hour clock into a part of the day.
func inPart(c clock, p part) clock {
	switch {
	case c.hour >= 12 || c.hour == 0:
	case p == afternoon, p == evening, p == noon && c.hour < 4, p == night && c.hour >= 6:
		c.hour += 12
	}
	return c
}

func (r *reader) clockProper(k int, prep bool) (clockReading, bool) {
	switch w := r.word(k); w {
	case "mittag", "mittags", "noon":
		return clockReading{next: k + 1, clock: clock{12, 0}, hasClock: true, vague: true}, true
	case "mitternacht", "midnight":
		return clockReading{next: k + 1, clock: clock{24, 0}, hasClock: true, vague: true}, true
	case "halb":
		return r.spokenHour(k+1, -30)
	case "half":
		if r.word(k+1) == "past" {
			return r.spokenHour(k+2, 30)
		}
		return clockReading{}, false
	case "dreiviertel":
		return r.spokenHour(k+1, -15)
	case "viertel", "quarter":
		switch r.word(k + 1) {
		case "nach", "past", "after":
			return r.spokenHour(k+2, 15)
		case "vor", "to", "before":
			return r.spokenHour(k+2, -15)
		}
		return clockReading{}, false
	}
	if t, ok := r.digitalClock(k, prep); ok {
		return t, true
	}
	// "drei Uhr", "at three", "3 o'clock"
	h, ok := r.hourName(k)
	if !ok {
		return clockReading{}, false
	}
	_, isDigits := r.number(k, 2)
	next := k + 1
	switch {
	case r.word(next) == "uhr":
		next++
		return clockReading{next: next, clock: clock{h, 0}, hasClock: true, spoken: !isDigits}, true
	case r.word(next) == "o" && r.isMark(next+1, "'’") && r.word(next+2) == "clock":
		return clockReading{next: next + 3, clock: clock{h, 0}, hasClock: true, spoken: true}, true
	case prep && r.bareHourEnds(k, next):
		return clockReading{next: next, clock: clock{h, 0}, hasClock: true, spoken: true}, true
	}
	return clockReading{}, false
}

// bareHourEnds guards "um 15", "at 3" against "um 15 Euro", "at 3 sites".
func (r *reader) bareHourEnds(k, next int) bool {
	if !r.clockPrepBefore(k) || r.isMark(next, ".") && r.glued(next+1) {
		return false
	}
	if next >= len(r.toks) || r.toks[next].kind != word {
		return true
	}
	if _, _, ok := r.dayPart(next, false); ok || dayJoints[r.word(next)] || r.word(next) == "tomorrow" {
		return true
	}
	_, isDay := relativeDays[r.word(next)]
	_, isWeekday := weekdayNames[r.word(next)]
	_, isModifier := modifiers[r.word(next)]
	return isDay || isModifier || isWeekday && r.toks[next].upper
}

func (r *reader) clockPrepBefore(k int) bool {
	switch r.word(k - 1) {
	case "um", "at", "gegen", "around", "about", "ab":
		return true
	case "ca", "so", "nachmittags", "abends", "morgens", "frueh":
		return r.whole || r.clockPrepBefore(k-1)
	}
	return false
}

func (r *reader) hourName(k int) (int, bool) {
	if h, ok := r.number(k, 2); ok {
		return h, h <= 24
	}
	w := r.word(k)
	h, ok := numberWords[w]
	return h, ok && h <= 12 && w != "a" && w != "an" && w != "einen" && w != "einem" && w != "eine" && w != "einer"
}

// spokenHour reads the hour of "halb drei" and shifts it.
func (r *reader) spokenHour(k, shift int) (clockReading, bool) {
	h, ok := r.hourName(k)
	if !ok || h < 1 || h > 12 {
		return clockReading{}, false
	}
	next := k + 1
	if r.word(next) == "uhr" {
		next++
	}
	total := (h*60 + shift + 12*60) % (12 * 60)
	if total < 60 {
		total += 12 * 60 // "half past twelve" is after noon
	}
	return clockReading{next: next, clock: clock{total / 60, total % 60}, hasClock: true, spoken: true}, true
}

// digitalClock reads "15:00", "15.00 Uhr", "15 Uhr 30", "3pm", "3:30 p.m.".
func (r *reader) digitalClock(k int, prep bool) (clockReading, bool) {
	h, ok := r.number(k, 2)
	if !ok || h > 24 {
		return clockReading{}, false
	}
	out := clockReading{next: k + 1, clock: clock{h, 0}, hasClock: true}
	switch {
	case r.isMark(k+1, ":") && r.glued(k+1) && r.glued(k+2):
		m, ok := r.number(k+2, 2)
		if !ok || m > 59 || len(r.toks[k+2].key) != 2 {
			return clockReading{}, false
		}
		out.clock.minute, out.next = m, k+3
		if r.isMark(out.next, ":") && r.glued(out.next+1) {
			if s, ok := r.number(out.next+1, 2); ok && s < 60 {
				out.next += 2
			}
		}
		if r.word(out.next) == "uhr" {
			out.next++
		}
		out.spoken = prep && len(r.toks[k].key) == 1 && r.word(k-1) == "at"
	case r.isMark(k+1, ".") && r.glued(k+1) && r.glued(k+2) && r.word(k+3) == "uhr":
		m, ok := r.number(k+2, 2)
		if !ok || m > 59 {
			return clockReading{}, false
		}
		out.clock.minute, out.next = m, k+4
		return out, validClock(out.clock)
	case r.word(k+1) == "uhr":
		out.next = k + 2
		m, ok := r.number(k+2, 2)
		if u := units[r.word(k+3)]; ok && m < 60 && len(r.toks[k+2].key) == 2 && u != minutes && u != hours &&
			!(r.isMark(k+3, ".:/,") && r.glued(k+3)) {
			out.clock.minute, out.next = m, k+3
		}
		return out, validClock(out.clock)
	}
	if half, next, ok := r.meridiem(out.next, r.word(k-1) == "um" || r.word(k-1) == "gegen"); ok && h >= 1 && h <= 12 {
		out.clock.hour = h%12 + half
		out.next, out.spoken = next, false
		return out, true
	}
	return out, out.next > k+1 && validClock(out.clock)
}

func validClock(c clock) bool { return c.hour < 24 || c.minute == 0 }

// meridiem reads "am", "pm", "p.m."; after "um" the word "am" is German.
func (r *reader) meridiem(k int, german bool) (half, next int, ok bool) {
	switch w := r.word(k); {
	case w == "pm":
		return 12, k + 1, true
	case w == "am" && !german:
		return 0, k + 1, true
	case (w == "a" || w == "p") && r.isMark(k+1, ".") && r.word(k+2) == "m":
		if w == "p" {
			half = 12
		}
		next = k + 3
		if r.isMark(next, ".") && r.glued(next) {
			next++
		}
		return half, next, true
	}
	return 0, 0, false
}
