package workspace

import (
	"errors"
	"slices"

	"kontor/domain"
	"kontor/exchange"
	"kontor/match"
)

// affiliation makes the person belong to the organisation on the card, unless
// somebody noted that they do not, or not any longer.
func (p *planner) affiliation(person *domain.Person, c exchange.Contact, sameCard bool, past past) ([]domain.Command, error) {
	if c.Organisation == "" {
		return nil, nil
	}
	organisation, commands, err := p.organisation(c.Organisation)
	if err != nil {
		return nil, err
	}
	if slices.Contains(past.organisation, organisation) || left(person, organisation) {
		return nil, nil
	}
	title, department := c.JobTitle, ""
	if title == "" {
		title = c.Role
	}
	if len(c.Units) > 0 {
		department = c.Units[len(c.Units)-1]
	}
	a := domain.Affiliation{ID: p.w.NewID(), Organisation: organisation, Title: title, Department: department}
	for _, has := range person.Affiliations {
		if has.Organisation != organisation || has.Ended {
			continue
		}
		newer := sameCard && past.imported[has.ID] && has.Title != title
		if title == "" || has.Title != "" && !newer {
			return commands, nil
		}
		has.Title = title
		if has.Department == "" {
			has.Department = department
		}
		a = has
	}
	return append(commands, domain.Affiliate{Person: person.Stream.ID, Affiliation: a, Origin: p.origin}), nil
}

// left reports whether somebody noted that the person is at the organisation no
// longer.
func left(person *domain.Person, organisation domain.ID) bool {
	ended := false
	for _, a := range person.Affiliations {
		if a.Organisation == organisation {
			if !a.Ended {
				return false
			}
			ended = true
		}
	}
	return ended
}

// organisation finds an organisation by its name or gives the command that
// makes it known.
func (p *planner) organisation(name string) (domain.ID, []domain.Command, error) {
	folded := match.Fold(name)
	if id, ok := p.orgs[folded]; ok {
		return id, nil, nil
	}
	id, err := p.organisationNamed(name)
	if err != nil {
		return domain.None, nil, err
	}
	var commands []domain.Command
	if id == domain.None {
		id = p.w.NewID()
		commands = append(commands, domain.AddRecord{
			Record: domain.Stream{Kind: domain.KindOrganisation, ID: id}, Origin: p.origin,
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue(name)}},
		})
	}
	if len(commands) > 0 {
		p.fresh = append(p.fresh, name)
		bare := bareName(name)
		p.bare[bare] = append(p.bare[bare], namedOrganisation{name, id})
	}
	p.orgs[folded] = id
	return id, commands, nil
}

// namedOrganisation is an organisation and its name.
type namedOrganisation struct {
	name string
	id   domain.ID
}

// organisationNamed returns the organisation of exactly this name, else the one
// whose name differs in the legal form that one of them leaves out. None stands
// for none, and where there are several.
func (p *planner) organisationNamed(name string) (domain.ID, error) {
	alike := slices.Clone(p.bare[bareName(name)])
	for i, query := range []string{name, match.WithoutLegalForm(name)} {
		hits, err := p.w.views.FindOrganisations(p.ctx, query, mostOfOneName)
		if err != nil {
			return domain.None, err
		}
		for _, h := range hits {
			if match.Fold(h.Title) == match.Fold(name) {
				return h.ID, nil
			}
			if i > 0 {
				alike = append(alike, namedOrganisation{h.Title, h.ID})
			}
		}
	}
	found := domain.None
	for _, a := range alike {
		if !match.SameOrganisation(a.name, name) || a.id == found {
			continue
		}
		if found != domain.None {
			return domain.None, nil
		}
		found = a.id
	}
	return found, nil
}

// bareName is the key under which names that differ in the legal form meet.
func bareName(name string) string { return match.FoldGerman(match.WithoutLegalForm(name)) }

// mostOfOneName bounds how many organisations with a name in theirs are looked
// at.
const mostOfOneName = 10

func (p *planner) planOrganisation(c exchange.Contact, item *ImportItem) ([]domain.Command, error) {
	print := fingerprint(c)
	uid := p.uid(c, print)
	name := organisationName(c)
	id, commands, err := p.organisation(name)
	if err != nil {
		return nil, err
	}
	item.Person = id
	record := domain.Stream{Kind: domain.KindOrganisation, ID: id}
	if len(commands) > 0 {
		item.Outcome = OutcomeNew
		changes := append(p.newValues(c), domain.Change{Field: domain.UIDField(uid), Now: domain.TextValue(print)})
		return []domain.Command{domain.AddRecord{Record: record, Origin: p.origin, Changes: changes}}, nil
	}
	known, err := domain.LoadOrganisation(p.state, id)
	if err != nil {
		return nil, err
	}
	if known == nil || !known.Exists() || known.Erased {
		return nil, errors.New("an organisation in the list is not in the ledger; rebuild the read models")
	}
	if knowsCard(known.Dossier, uid, print) {
		item.Outcome = OutcomeUnchanged
		return nil, nil
	}
	past, err := p.past(record)
	if err != nil {
		return nil, err
	}
	changes := p.updates(known.Dossier, c, known.Dossier.Get(domain.UIDField(uid)) != nil, past)
	item.Outcome = OutcomeUpdated
	if len(changes) == 0 {
		item.Outcome = OutcomeUnchanged
	}
	changes = append(changes, p.cardKnown(known.Dossier, uid, print))
	return []domain.Command{domain.ChangeDetails{Record: record, Origin: p.origin, Changes: changes}}, nil
}
