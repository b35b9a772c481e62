package projections

import (
	"strings"

	"kontor/domain"
)

// promised reports whether a follow-up counts among those that were due, and
// kept whether it was done in time. Days are those of UTC.
func (f *followCard) promised() (due, kept bool) {
	due = f.due != 0 && !f.withdrawn() && f.state != followState(domain.FollowUpCancelled)
	return due, due && f.state == followState(domain.FollowUpDone) && floorDiv(f.closedAt, dayMicros) <= f.due
}

func (w *writer) promise(f *followCard) error {
	due, kept := f.promised()
	if !due {
		return nil
	}
	return w.q("INSERT OR REPLACE INTO promise (day, position, member, kept) VALUES (?, ?, ?, ?)").
		int(f.due).int(f.position).int(f.member).bool(kept).run()
}

func (w *writer) dropPromise(f *followCard) error {
	if due, _ := f.promised(); !due {
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
