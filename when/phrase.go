package when

import (
	"time"

	"kontor/domain"
)

// meaning is what a run of tokens says.
type meaning struct {
	first, next int // tokens, next excluded
	day         civil
	precision   domain.Precision
	hasClock    bool
	clock       clock
	isInstant   bool // counted in minutes from now
	instant     time.Time
	open        bool
	timeOnly    bool
	until       clock // the end of a range of times, if not zero
}

// at reads the longest phrase that begins at token i, prepositions included.
func (r *reader) at(i int) (meaning, bool) {
	if repeats[r.word(i-1)] {
		return meaning{}, false
	}
	after := i
	for n := 0; n < 3 && fillers[r.word(after)]; n++ {
		after++
	}
	// "am So": what looks like a filler may be the date itself.
	for k := after; k >= i; k-- {
		if m, ok := r.phrase(k, k > i && !weakFillers[r.word(k-1)]); ok {
			m.first = i
			return m, true
		}
	}
	return meaning{}, false
}

// weakFillers stand before other words as often as before dates.
var weakFillers = map[string]bool{"so": true, "the": true, "noch": true, "about": true, "around": true, "ca": true, "circa": true, "ungefaehr": true}

// repeats stand before days that are no dates: "jeden Montag", "good morning".
var repeats = map[string]bool{
	"jeden": true, "jede": true, "jedes": true, "every": true, "each": true,
	"guten": true, "gute": true, "good": true,
}

// phrase reads a day with or without a time, or a time with or without a day.
// strong says that a preposition came before, which removes doubts.
func (r *reader) phrase(k int, strong bool) (meaning, bool) {
	var best meaning
	found := false
	keep := func(m meaning) {
		if m.next > best.next && r.mayEnd(m.next) {
			best, found = m, true
		}
	}
	if d, ok := r.day(k, strong); ok {
		if !d.doubtful || r.whole || strong {
			keep(r.resolve(d, nil))
		}
		if t, ok := r.clockAfter(d); ok {
			d.next = t.next
			keep(r.resolve(d, &t))
		}
	}
	if t, ok := r.clock(k, strong); ok {
		if !t.vague || strong || r.whole {
			keep(r.clockAlone(t))
		}
		j := t.next
		for n := 0; n < 2 && dayJoints[r.word(j)]; n++ {
			j++
		}
		if d, ok := r.day(j, j > t.next); ok && !d.isInstant && !d.coarse() {
			d.next = max(d.next, j)
			keep(r.resolve(d, &t))
		}
	}
	return best, found
}

// dayJoints stand between a time and its day: "um 15 Uhr am 3.11."
var dayJoints = map[string]bool{"am": true, "on": true, "den": true, "dem": true, "the": true, "vom": true}

// dayReading is a day that may still depend on the direction and the time.
type dayReading struct {
	next  int
	fixed civil
	// near, if not nil, gives the first such day from a day on, in steps of +1
	// (not before it) or −1 (not after it).
	near        func(from civil, step int) civil
	todayCounts bool // in the future, without a time, the day may be today
	forward     bool // with no direction given, the coming one is meant
	clamp       bool // in the future, a period that has begun is due today
	precision   domain.Precision
	isInstant   bool
	instant     time.Time
	part        part
	doubtful    bool // not a date without a time or preposition
}

func (d dayReading) coarse() bool {
	return d.precision == domain.PrecisionMonth || d.precision == domain.PrecisionYear
}

func fixedDay(c civil, next int) (dayReading, bool) {
	return dayReading{next: next, fixed: c, precision: domain.PrecisionDay}, true
}

var noDay = dayReading{}

// resolve settles on which side of now an open day is.
func (r *reader) resolve(d dayReading, t *clockReading) meaning {
	m := meaning{next: d.next, day: d.fixed, precision: d.precision, isInstant: d.isInstant, instant: d.instant}
	if t != nil && t.hasClock {
		m.hasClock, m.clock, m.until = true, t.settled(), t.until
	}
	if d.near == nil {
		return m
	}
	m.open = true
	passed := m.hasClock && !clockOf(r.now).before(m.clock)
	switch r.dir {
	case Past:
		from := r.today
		if m.hasClock && !passed && m.clock != clockOf(r.now) {
			from = from.add(-1)
		}
		m.day = d.near(from, -1)
	case Future:
		from := r.today
		if passed || !m.hasClock && !d.todayCounts {
			from = from.add(1)
		}
		m.day = d.near(from, 1)
		if d.clamp && m.day.before(r.today) {
			m.day = r.today
		}
	default:
		m.day = d.near(r.today, 1)
		if back := d.near(r.today, -1); !d.forward && r.today.days(back) < m.day.days(r.today) {
			m.day = back
		}
	}
	return m
}

// roundedUp is by how many minutes people round the time of what has just
// happened: "14:35" at 14:32 is today, not yesterday.
const roundedUp = 10

func (r *reader) clockAlone(t clockReading) meaning {
	m := meaning{next: t.next, day: r.today, hasClock: true, clock: t.settled(), until: t.until, open: true, timeOnly: true, precision: domain.PrecisionMinute}
	now := clockOf(r.now)
	switch {
	case r.dir == Past && (clock{now.hour, now.minute + roundedUp}).before(m.clock):
		m.day = r.today.add(-1)
	case r.dir == Future && !now.before(m.clock):
		m.day = r.today.add(1)
	}
	return m
}
