package workspace

import (
	"slices"
	"strings"

	"kontor/domain"
	"kontor/match"
)

// past is what somebody took out of a record by hand: values that were removed
// or replaced. An import does not bring them back.
type past struct {
	values       map[domain.Field][]domain.Value
	points       []domain.ContactPoint
	names        []domain.Name      // every name that the record ever had
	organisation []domain.ID        // where an affiliation was removed
	imported     map[domain.ID]bool // affiliations that stand as an import left them
}

// past reads from the ledger what was taken out of a record by hand. What an
// undo took out does not count: it never was.
func (p *planner) past(record domain.Stream) (past, error) {
	found := past{values: map[domain.Field][]domain.Value{}, imported: map[domain.ID]bool{}}
	recorded, err := p.w.ledger.Load(p.ctx, record)
	if err != nil {
		return found, err
	}
	for _, r := range recorded {
		switch e := r.Event.(type) {
		case *domain.PersonTookIn: // whose cards are cards of this person
			other, err := p.past(domain.Stream{Kind: domain.KindPerson, ID: e.Other})
			if err != nil {
				return found, err
			}
			found.names = append(found.names, other.names...)
		case *domain.RecordAdded:
			found.note(e.Sealed.Changes, false)
		case *domain.DetailsChanged:
			found.note(e.Sealed.Changes, e.Origin.How != domain.OriginImport && r.Causation == domain.None)
		case *domain.PersonAffiliated:
			found.imported[e.Affiliation] = e.Origin.How == domain.OriginImport
		case *domain.PersonAffiliationRemoved:
			if e.Sealed.Was != nil && r.Causation == domain.None {
				found.organisation = append(found.organisation, e.Sealed.Was.Organisation)
			}
		}
	}
	return found, nil
}

func (found *past) note(changes []domain.Change, byHand bool) {
	for _, c := range changes {
		if c.Field == domain.FieldName && c.Now != nil && c.Now.Name != nil {
			found.names = append(found.names, *c.Now.Name)
		}
		if !byHand || c.Was == nil {
			continue
		}
		found.values[c.Field] = append(found.values[c.Field], *c.Was)
		if c.Was.Point != nil {
			found.points = append(found.points, *c.Was.Point)
		}
	}
}

// point reports whether a contact point was taken out by hand.
func (found past) point(point domain.ContactPoint) bool {
	return slices.ContainsFunc(found.points, func(p domain.ContactPoint) bool { return samePoint(p, point) })
}

// value reports whether a value was taken out by hand, alone or as a part of a
// longer text.
func (found past) value(f domain.Field, v *domain.Value) bool {
	return slices.ContainsFunc(found.values[f], func(was domain.Value) bool {
		return equalValue(&was, v) || f == domain.FieldNote && v.Text != "" && strings.Contains(was.Text, v.Text)
	})
}

// name is the name that a card brings without the parts that somebody took out
// of the name by hand.
func (found past) name(name domain.Name) domain.Name {
	for _, v := range found.values[domain.FieldName] {
		if v.Name == nil {
			continue
		}
		was := *v.Name
		for _, part := range []struct {
			is  *string
			was string
		}{
			{&name.Title, was.Title},
			{&name.Given, was.Given},
			{&name.Middle, was.Middle},
			{&name.Suffix, was.Suffix},
			{&name.Phonetic, was.Phonetic},
			{&name.Nickname, was.Nickname},
			{&name.Former, was.Former},
		} {
			if *part.is == part.was {
				*part.is = ""
			}
		}
	}
	return name
}

// onceFitted reports whether the record ever had a name under which the card
// may be about it.
func (found past) onceFitted(person, card match.Profile) bool {
	return slices.ContainsFunc(found.names, func(name domain.Name) bool {
		person.Name = name
		return !match.Contradicts(person, card)
	})
}
