package projections

import (
	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// rhythm finds the people of a state. How many days went by since somebody was
// spoken with hangs on where that was; but for two days at either end of what a
// state asks for, the index of the rhythms tells it without a look at the rows,
// which lie anywhere.
func (q *chooser) rhythm(state domain.RhythmState) chosen {
	if state == domain.RhythmNone {
		return q.those(q.q("SELECT n FROM contact WHERE rhythm = 0"))
	}
	found := &numberSet{}
	rhythms, err := q.rhythms()
	if q.err == nil {
		q.err = err
	}
	for _, rhythm := range rhythms {
		first, last := rhythmDays(state, rhythm, q.today)
		edge := first + 2*dayMicros
		if last-2*dayMicros <= edge {
			edge = last + 2*dayMicros // too short a time to be sure of any
		}
		q.looked(found, state, rhythm, never, never)
		q.looked(found, state, rhythm, first-2*dayMicros, edge)
		if edge < last {
			q.sure(found, rhythm, edge+1, last-2*dayMicros)
			q.looked(found, state, rhythm, last-2*dayMicros+1, last+2*dayMicros)
		}
	}
	return chosen{set: found}
}

// rhythmDays is from when to when, about, somebody of a rhythm was spoken with
// last who is of a state today.
func rhythmDays(state domain.RhythmState, rhythm, today int64) (first, last int64) {
	const long = 4 * 366 * 1000 // more than there are days to speak on
	from, to := int64(-long), rhythm*4/5
	switch state {
	case domain.RhythmLate:
		from, to = rhythm+1, long
	case domain.RhythmDue:
		from, to = rhythm*4/5+1, rhythm
	}
	return (today - to) * dayMicros, (today - from + 1) * dayMicros
}

// sure adds those of a rhythm who were spoken with last between two moments.
func (q *chooser) sure(found *numberSet, rhythm, from, to int64) {
	q.gather(found, q.q("SELECT n FROM contact WHERE rhythm = ? AND last BETWEEN ? AND ?").int(rhythm).int(from).int(to))
}

// looked adds those of them whose rows tell that they are of the state.
func (q *chooser) looked(found *numberSet, state domain.RhythmState, rhythm, from, to int64) {
	q.gather(found, q.q("SELECT n FROM contact c WHERE rhythm = ? AND last BETWEEN ? AND ? AND ? - "+rhythmFrom+rhythmIs(state)).
		int(rhythm).int(from).int(to).int(q.today))
}

func (q *chooser) gather(found *numberSet, query *stmt) {
	if q.err != nil {
		return
	}
	q.err = query.each(func(s *sqlite.Stmt) error {
		found.add(s.ColumnInt64(0))
		return nil
	})
}

// rhythms are those that anybody has.
func (r *reader) rhythms() (rhythms []int64, err error) {
	for last := int64(0); ; {
		next, err := r.q("SELECT ifnull(min(rhythm), 0) FROM contact WHERE rhythm > ?").int(last).number()
		if err != nil || next == 0 {
			return rhythms, err
		}
		rhythms, last = append(rhythms, next), next
	}
}
