// Package when reads dates the way people write them, in German and English
// mixed, and writes them the way people speak: "nächsten Di", "tomorrow 3pm",
// "3.11. 14 Uhr"; "heute 14:20", "Tue 3 Nov", "vor 12 Tagen".
//
// All readings are in the location of the given now. Days are counted on the
// calendar, not in hours, so that a change of the clocks shifts nothing.
//
// What the phrases mean where people differ:
//   - "nächsten Di", "next Tue" and "Di" in the future are the first Tuesday
//     after today, never today, unless a time of today is still to come.
//   - "letzten Fr", "last Fri" are the last Friday before today. "Fr" in the
//     past may be today.
//   - "nächste Woche" is the Monday of the next week, "Ende der Woche" the
//     Friday; a week begins on Monday and is numbered as in ISO 8601.
//   - A spoken hour before seven without a part of the day ("halb drei",
//     "at 3") is in the afternoon; "3 Uhr", "3:00" and "3 am" are in the night.
//   - "3/11" is refused, since it is March to some and November to others;
//     "3/15" and "15/3" are not.
package when

import (
	"strings"
	"time"

	"kontor/domain"
)

// Direction says on which side of now an open phrase ("Di", "3.11.", "15:00")
// is meant.
type Direction int

// The directions.
const (
	Any    Direction = iota // the nearest day; a weekday is the coming one
	Past                    // it has happened: a log
	Future                  // it is to happen: a due date
)

// Match is one date phrase.
type Match struct {
	// Time is the moment in the location of now. Without a time of day it is
	// the first moment of the day, month or year.
	Time      time.Time
	Precision domain.Precision
	HasTime   bool
	// Open means that the phrase alone does not say whether it is past or
	// future: "Di", "3.11.", "15:00".
	Open bool
	// TimeOnly means that the phrase names a time of day and no day.
	TimeOnly bool
	// Until is the end of a range of times, "14:00–15:30"; else zero.
	Until time.Time
	// Start and End are the bytes of the phrase, with its preposition.
	Start, End int
	// OK is false where Parse understood nothing; Problem then says why.
	OK      bool
	Problem Problem
}

// Day is the calendar day of the match.
func (m Match) Day() domain.Day { return domain.DayOf(m.Time) }

// Moment is the match as the ledger keeps it.
func (m Match) Moment() domain.Moment {
	return domain.Moment{At: m.Time, Precision: m.Precision}
}

// Problem is the reason why a phrase was refused. It is also the key of its
// translation.
type Problem string

// The problems.
const (
	ProblemEmpty     Problem = "when.problem.empty"
	ProblemUnknown   Problem = "when.problem.unknown"
	ProblemAmbiguous Problem = "when.problem.ambiguous"   // 3/11
	ProblemNoSuchDay Problem = "when.problem.no-such-day" // 31.2.
)

// Parse reads a phrase that is a date and nothing else.
func Parse(phrase string, now time.Time, dir Direction) Match {
	r := newReader(phrase, now, dir)
	r.whole = true
	if len(r.toks) == 0 {
		return Match{Problem: ProblemEmpty}
	}
	if len(r.toks) > longestPhrase {
		return Match{Problem: ProblemUnknown}
	}
	if m, ok := r.at(0); ok && r.restIsPunctuation(m.next) {
		return r.match(m)
	}
	if r.problem == "" {
		r.problem = ProblemUnknown
	}
	return Match{Problem: r.problem}
}

// Find gives all date phrases in a text, from left to right. It is careful
// with words that are only sometimes dates: "so", "do", "sat", "mai".
func Find(text string, now time.Time, dir Direction) []Match {
	r := newReader(text, now, dir)
	var found []Match
	for i := 0; i < len(r.toks); {
		if !r.mayStart(i) {
			i++
			continue
		}
		m, ok := r.at(i)
		if !ok || m.next <= i {
			i++
			continue
		}
		found = append(found, r.match(m))
		i = m.next
	}
	return found
}

// longestPhrase is more tokens than any phrase has.
const longestPhrase = 24

type reader struct {
	text    string
	toks    []token
	now     time.Time
	today   civil
	dir     Direction
	whole   bool // the phrase is all there is: fewer doubts
	problem Problem
}

func newReader(text string, now time.Time, dir Direction) *reader {
	return &reader{text: text, toks: tokens(text), now: now, today: civilOf(now), dir: dir}
}

func (r *reader) match(m meaning) Match {
	out := Match{
		Start: r.toks[m.first].start, End: r.toks[m.next-1].end,
		Precision: m.precision, HasTime: m.hasClock || m.isInstant, Open: m.open, TimeOnly: m.timeOnly, OK: true,
	}
	switch {
	case m.isInstant:
		out.Time, out.Precision = m.instant, domain.PrecisionMinute
	case m.hasClock:
		out.Time, out.Precision = m.day.at(m.clock, r.now.Location()), domain.PrecisionMinute
		if m.until != (clock{}) {
			out.Until = m.day.at(m.until, r.now.Location())
		}
	default:
		out.Time = m.day.at(clock{}, r.now.Location())
	}
	return out
}

func (r *reader) restIsPunctuation(i int) bool {
	for ; i < len(r.toks); i++ {
		if r.toks[i].kind != mark || !strings.Contains(".,;!", r.toks[i].key) {
			return false
		}
	}
	return true
}
