package projections

import (
	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// applyDossier adds an event of a record whose rows are computed from the whole
// folded record: a person, an organisation, a community, a member, an import.
func (w *writer) applyDossier(r *domain.Recorded, s domain.Stream) error {
	n, err := w.number(s)
	if err != nil {
		return err
	}
	if err := w.addChange(n, r); err != nil {
		return err
	}
	f := w.owed.dossiers[s]
	if f == nil {
		f = w.folds.get(s)
	}
	switch {
	case f != nil:
	case r.Version <= 1:
		f = newFold(s.Kind)
	case w.building:
		w.late[s] = struct{}{}
		return nil
	default:
		if f, err = w.before(r, s); err != nil {
			return err
		}
	}
	if f == nil {
		return nil // a kind of a later version
	}
	f.add(r)
	w.folds.put(s, f)
	w.owe(s, f)
	return nil
}

// before is a record as it was before an event, or later.
func (w *writer) before(r *domain.Recorded, s domain.Stream) (*fold, error) {
	if told := w.told[s]; len(told) > 0 && told[len(told)-1].Version == r.Version-1 {
		f := newFold(s.Kind)
		for i := range told {
			f.add(&told[i])
		}
		return f, nil
	}
	f, _, err := load(w.ctx, w.source, s)
	return f, err
}

func (w *writer) owe(s domain.Stream, f *fold) {
	if _, ok := w.owed.dossiers[s]; !ok {
		w.owed.order = append(w.owed.order, s)
	}
	w.owed.dossiers[s] = f
}

// project writes the rows of a record as it now is.
func (w *writer) project(s domain.Stream, f *fold) error {
	n, err := w.number(s)
	if err != nil {
		return err
	}
	state := f.state()
	switch a := f.Aggregate.(type) {
	case *domain.Person:
		return w.projectPerson(n, a, state)
	case *domain.Organisation:
		return w.projectOrganisation(n, a, state)
	case *domain.Community:
		return w.projectCommunity(n, a, state)
	case *domain.Member:
		return w.projectMember(n, a, state)
	case *domain.Import:
		return w.projectImport(n, a, state)
	case *domain.Segment:
		return w.projectSegment(n, a, state)
	case *needFold:
		return w.projectNeed(n, a, state)
	}
	return nil
}

// nameRecord writes what is printed of a record, and counts it.
func (w *writer) nameRecord(n int64, name string, state int64) error {
	var kind, former int64
	_, err := w.q("SELECT kind, state FROM record WHERE n = ?").int(n).first(func(r *sqlite.Stmt) {
		kind, former = r.ColumnInt64(0), r.ColumnInt64(1)
	})
	if err != nil {
		return err
	}
	w.owed.tallies[tally{kind, listing(former)}]--
	w.owed.tallies[tally{kind, listing(state)}]++
	if state&stateErased != 0 {
		name = ""
	}
	return w.q("UPDATE record SET name = ?, state = ? WHERE n = ?").text(plainText(name)).int(state).int(n).run()
}

// known reports whether a record has rows already.
func (w *writer) known(n int64) (bool, error) {
	state, err := w.q("SELECT state FROM record WHERE n = ?").int(n).number()
	return state != 0, err
}

func (w *writer) drop(table string, n int64) error {
	return w.q("DELETE FROM " + table + " WHERE n = ?").int(n).run()
}

// A tally is what records are counted by: their kind and how they stand in
// lists.
type tally struct{ kind, listed int64 }

// What is counted beside the kinds of records.
const (
	tallyConversations = 0
	tallyFollowUps     = -1
	tallyNeeds         = -2 // that are not closed
)

func (w *writer) settleTallies() error {
	for t, n := range w.owed.tallies {
		if n == 0 || t.listed == listedNot {
			continue
		}
		err := w.q(`INSERT INTO tally (kind, listed, n) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n`).
			int(t.kind).int(t.listed).int(n).run()
		if err != nil {
			return err
		}
	}
	clear(w.owed.tallies)
	return nil
}

func (r *reader) tally(kind, listed int64) (int, error) {
	n, err := r.q("SELECT n FROM tally WHERE kind = ? AND listed = ?").int(kind).int(listed).number()
	return int(n), err
}
