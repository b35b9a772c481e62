package projections

import (
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
		if f, _, err = load(w.ctx, w.source, s); err != nil {
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
	}
	return nil
}

func (w *writer) nameRecord(n int64, name string, state int64) error {
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
