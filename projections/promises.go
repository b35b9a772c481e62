package projections

import (
	"strings"

	"kontor/domain"
)

// promised reports whether a follow-up counts among those that were due.
func (f *followCard) promised() bool {
	return f.due != 0 && !f.withdrawn() && f.state != followState(domain.FollowUpCancelled)
}

// doneAt is when a follow-up was done, openAnswer while it is open.
func (f *followCard) doneAt() int64 {
	if f.state == followState(domain.FollowUpDone) {
		return f.closedAt
	}
	return openAnswer
}

// outcomeOf is what became of a follow-up that was due on a day which ends at a
// moment: kept if it was done before, missed if it was done later or is open when
// the day is over, and until then neither.
func outcomeOf(due, end, doneAt, today int64) FollowUpOutcome {
	switch {
	case doneAt < end:
		return OutcomeKept
	case doneAt == openAnswer && due >= today:
		return OutcomePending
	}
	return OutcomeMissed
}

// turnedOut reports whether a follow-up was due and has an outcome that is asked
// for.
func (f *followCard) turnedOut(asked FollowUpOutcome, today int64) bool {
	return f.promised() && outcomeOf(f.due, dayStart(f.due+1).UnixMicro(), f.doneAt(), today).fits(asked)
}

// fits reports whether an outcome is among those that are asked for.
func (o FollowUpOutcome) fits(asked FollowUpOutcome) bool {
	return o == asked || asked == OutcomeAny && o != OutcomePending
}

func (w *writer) promise(f *followCard) error {
	if !f.promised() {
		return nil
	}
	var people packer
	people.ints(f.people)
	return w.q("INSERT OR REPLACE INTO promise (day, position, member, done, people) VALUES (?, ?, ?, ?, ?)").
		int(f.due).int(f.position).int(f.member).int(f.doneAt()).blob(people.b).run()
}

func (w *writer) dropPromise(f *followCard) error {
	if !f.promised() {
		return nil
	}
	return w.q("DELETE FROM promise WHERE day = ? AND position = ?").int(f.due).int(f.position).run()
}

// putCustom writes what a person says in fields of one's own.
func (w *writer) putCustom(n int64, p *domain.Person, known bool) error {
	if known {
		if err := w.q("DELETE FROM custom WHERE person = ?").int(n).run(); err != nil {
			return err
		}
	}
	for field, value := range p.Dossier.Custom() {
		text, number := customValue(value)
		err := w.q("INSERT INTO custom (field, person, text, number) VALUES (?, ?, ?, ?)").
			blob(field[:]).int(n).text(text).real(number).run()
		if err != nil {
			return err
		}
	}
	return nil
}

// customValue is what a value of a field is compared by.
func customValue(v domain.Value) (text string, number float64) {
	switch {
	case v.Number != nil:
		number = *v.Number
	case v.Yes != nil && *v.Yes:
		number = 1
	case v.Date != nil:
		number = float64(v.Date.Year*10000 + v.Date.Month*100 + v.Date.Day)
	}
	return strings.ToLower(plainText(strings.TrimSpace(v.Text))), number
}
