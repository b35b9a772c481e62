package projections

import (
	"context"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// Person returns everything about one person but the timeline, nil if there is
// no such person or it was withdrawn.
func (v *Views) Person(ctx context.Context, id domain.ID, now time.Time) (page *PersonPage, err error) {
	if id, err = v.FoundUnder(ctx, id); err != nil {
		return nil, err
	}
	f, _, err := load(ctx, v.source, domain.Stream{Kind: domain.KindPerson, ID: id})
	if err != nil {
		return nil, err
	}
	err = v.read(ctx, func(r *reader) error {
		n, err := r.number(id)
		if err != nil || n == 0 {
			return err
		}
		row, err := r.personRow(n)
		if err != nil || row.ID == domain.None {
			return err
		}
		if self, err := r.party(n); err != nil || self.Gone {
			return err
		}
		page = &PersonPage{PersonRow: row}
		p := f.Aggregate.(*domain.Person)
		page.Facts, page.FullName, page.OwnRhythm = factsOf(p.Dossier), p.Name(), p.Rhythm
		page.SnoozedUntil, page.AddedAt, page.AddedBy, page.Origin = p.SnoozedUntil, p.AddedAt, p.AddedBy, p.Origin
		return r.completePersonPage(page, n, p, now)
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

func (r *reader) completePersonPage(page *PersonPage, n int64, p *domain.Person, now time.Time) (err error) {
	c, _, err := r.contact(n)
	if err != nil {
		return err
	}
	if c.rhythm > 0 && listing(c.state) == listedActive {
		since := c.added
		if c.last != never {
			since = c.day
		}
		page.NextDue = dayOf(since + c.rhythm)
	}
	if page.Memberships, err = r.memberships(p); err != nil {
		return err
	}
	if page.Affiliations, err = r.affiliations(p, page.PersonRow); err != nil {
		return err
	}
	if page.Relations, err = r.relations(n, p); err != nil {
		return err
	}
	if page.FollowUps, err = r.openFollowUps(n); err != nil {
		return err
	}
	if page.Needs, err = r.openNeeds(domain.Stream{Kind: domain.KindPerson, ID: page.ID}); err != nil {
		return err
	}
	if page.Unanswered, err = r.unansweredBy(n); err != nil {
		return err
	}
	if page.Complaints, err = r.complaintsAround(n, p, now); err != nil {
		return err
	}
	page.KnownBy, _, err = r.knownBy([]int64{n})
	return err
}

// factsOf lists the values of a record in alphabetical order of their fields.
func factsOf(d domain.Dossier) []FactRow {
	var facts []FactRow
	for _, f := range d.Fields() {
		fact := d[f]
		facts = append(facts, FactRow{Field: f, Value: fact.Value, Origin: fact.Origin, Since: fact.Since, By: fact.By})
	}
	return facts
}

func (r *reader) memberships(p *domain.Person) (rows []MembershipRow, err error) {
	for _, m := range p.Memberships {
		n, err := r.number(m.Community)
		if err != nil {
			return nil, err
		}
		c, err := r.party(n)
		if err != nil {
			return nil, err
		}
		if c.Gone {
			continue
		}
		row := MembershipRow{Community: m.Community, Name: c.Name, Roles: m.Roles, Since: m.Since}
		_, err = r.q("SELECT taxonomy FROM community WHERE n = ?").int(n).
			first(func(s *sqlite.Stmt) { row.Taxonomy = domain.CommunityKind(s.ColumnText(0)) })
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b MembershipRow) int { return strings.Compare(a.Name, b.Name) })
	return rows, nil
}

// affiliations lists where a person belongs: what has not ended first, and the
// latest of each first.
func (r *reader) affiliations(p *domain.Person, row PersonRow) (rows []AffiliationRow, err error) {
	for _, a := range slices.Backward(p.Affiliations) {
		n, err := r.number(a.Organisation)
		if err != nil {
			return nil, err
		}
		o, err := r.party(n)
		if err != nil {
			return nil, err
		}
		rows = append(rows, AffiliationRow{Affiliation: a, Person: row.ID, PersonName: row.Name, OrganisationName: o.Name})
	}
	slices.SortStableFunc(rows, func(a, b AffiliationRow) int { return compareBool(a.Ended, b.Ended) })
	return rows, nil
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// relations lists what others are to the person, and the person to others.
func (r *reader) relations(n int64, p *domain.Person) (rows []RelationRow, err error) {
	for _, relation := range p.Relations {
		other, err := r.number(relation.Other)
		if err != nil {
			return nil, err
		}
		party, err := r.party(other)
		if err != nil {
			return nil, err
		}
		if !party.Gone && other != n {
			rows = append(rows, RelationRow{Relation: relation, OtherName: party.Name})
		}
	}
	type incoming struct {
		person   int64
		relation domain.Relation
	}
	var found []incoming
	err = r.q("SELECT person, content FROM relation WHERE other = ?").int(n).each(func(s *sqlite.Stmt) error {
		found = append(found, incoming{s.ColumnInt64(0), unpackRelation(columnBlob(s, 1))})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, in := range found {
		party, err := r.party(in.person)
		if err != nil {
			return nil, err
		}
		in.relation.Other = party.ID
		rows = append(rows, RelationRow{Relation: in.relation, OtherName: party.Name, Incoming: true})
	}
	return rows, nil
}
