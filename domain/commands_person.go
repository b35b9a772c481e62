package domain

import (
	"slices"
	"strings"
)

// JoinCommunity makes a person a member of a community, or gives a member
// other roles there.
type JoinCommunity struct {
	Person    ID       `json:"person"`
	Community ID       `json:"community"`
	Roles     []string `json:"roles,omitempty"`
	Since     Day      `json:"since,omitempty"`
	Origin    Origin   `json:"origin"`
}

// CommandName is the name in the journal.
func (JoinCommunity) CommandName() string { return "join-community" }

// Decide gives nothing if the person already has these roles there.
func (c JoinCommunity) Decide(s State, _ Issued) ([]Event, error) {
	p, err := openPerson(s, c.Person)
	if err != nil {
		return nil, err
	}
	if _, _, err := openHead(s, Stream{KindCommunity, c.Community}); err != nil {
		return nil, err
	}
	if c.Since != "" && !c.Since.Valid() {
		return nil, refuse(RefusedBadDate, p.Stream)
	}
	was, again := p.Membership(c.Community)
	since := c.Since
	if since == "" {
		since = was.Since
	}
	roles := cleanWords(c.Roles)
	if again && slices.Equal(roles, was.Roles) && since == was.Since {
		return nil, nil
	}
	return []Event{&PersonJoinedCommunity{
		of: of{p.Stream}, Community: c.Community, Since: since, Origin: c.Origin,
		Sealed: MembershipRole{Roles: roles, WasRoles: was.Roles, WasSince: was.Since, Again: again},
	}}, nil
}

func cleanWords(words []string) []string {
	var clean []string
	for _, w := range words {
		w = strings.TrimSpace(w)
		if w != "" && !slices.Contains(clean, w) {
			clean = append(clean, w)
		}
	}
	return clean
}

// LeaveCommunity ends a person's membership.
type LeaveCommunity struct {
	Person    ID `json:"person"`
	Community ID `json:"community"`
}

// CommandName is the name in the journal.
func (LeaveCommunity) CommandName() string { return "leave-community" }

// Decide gives nothing if the person is not a member.
func (c LeaveCommunity) Decide(s State, _ Issued) ([]Event, error) {
	p, err := openPerson(s, c.Person)
	if err != nil {
		return nil, err
	}
	was, ok := p.Membership(c.Community)
	if !ok {
		return nil, nil
	}
	return []Event{&PersonLeftCommunity{
		of: of{p.Stream}, Community: c.Community,
		Sealed: MembershipRole{WasRoles: was.Roles, WasSince: was.Since, Again: true},
	}}, nil
}

// Affiliate says that a person belongs, or belonged, to an organisation. With
// the id of an affiliation that the person has, it corrects or ends it.
type Affiliate struct {
	Person      ID          `json:"person"`
	Affiliation Affiliation `json:"affiliation"`
	Origin      Origin      `json:"origin"`
}

// CommandName is the name in the journal.
func (Affiliate) CommandName() string { return "affiliate" }

// Decide refuses implausible dates and an organisation that does not exist.
func (c Affiliate) Decide(s State, _ Issued) ([]Event, error) {
	p, err := openPerson(s, c.Person)
	if err != nil {
		return nil, err
	}
	a := c.Affiliation
	if !a.From.Plausible() || !a.To.Plausible() {
		return nil, refuse(RefusedBadDate, p.Stream)
	}
	if _, _, err := openHead(s, Stream{KindOrganisation, a.Organisation}); err != nil {
		return nil, err
	}
	e := &PersonAffiliated{
		of: of{p.Stream}, Affiliation: a.ID, Organisation: a.Organisation, From: a.From, To: a.To,
		Ended: a.Ended, Origin: c.Origin, Sealed: AffiliationSaid{Title: a.Title, Department: a.Department},
	}
	if was, ok := p.Affiliation(a.ID); ok {
		if was == a {
			return nil, nil
		}
		e.Sealed.Was = &was
	}
	return []Event{e}, nil
}

// RemoveAffiliation takes back an affiliation that was recorded by mistake.
type RemoveAffiliation struct {
	Person      ID `json:"person"`
	Affiliation ID `json:"affiliation"`
}

// CommandName is the name in the journal.
func (RemoveAffiliation) CommandName() string { return "remove-affiliation" }

// Decide gives nothing if the person has no such affiliation.
func (c RemoveAffiliation) Decide(s State, _ Issued) ([]Event, error) {
	p, err := openPerson(s, c.Person)
	if err != nil {
		return nil, err
	}
	was, ok := p.Affiliation(c.Affiliation)
	if !ok {
		return nil, nil
	}
	return []Event{&PersonAffiliationRemoved{
		of: of{p.Stream}, Affiliation: c.Affiliation, Sealed: AffiliationSaid{Was: &was},
	}}, nil
}

// Relate says what another person is to this one.
type Relate struct {
	Person   ID       `json:"person"`
	Relation Relation `json:"relation"`
	Origin   Origin   `json:"origin"`
}

// CommandName is the name in the journal.
func (Relate) CommandName() string { return "relate" }

// Decide refuses a relation of a person to themself.
func (c Relate) Decide(s State, _ Issued) ([]Event, error) {
	p, err := openPerson(s, c.Person)
	if err != nil {
		return nil, err
	}
	r := c.Relation
	if r.Other == c.Person {
		return nil, refuse(RefusedSelf, p.Stream)
	}
	if _, err := openPerson(s, r.Other); err != nil {
		return nil, err
	}
	said := RelationSaid{Note: r.Note}
	for _, old := range p.Relations {
		if old.Other == r.Other && old.Kind == r.Kind && old.Note == r.Note {
			return nil, nil
		}
		if old.ID == r.ID {
			said.Was = &old
		}
	}
	return []Event{&PersonRelated{
		of: of{p.Stream}, Relation: r.ID, Other: r.Other, Kind: r.Kind, Origin: c.Origin, Sealed: said,
	}}, nil
}

// Unrelate ends a relation.
type Unrelate struct {
	Person   ID `json:"person"`
	Relation ID `json:"relation"`
}

// CommandName is the name in the journal.
func (Unrelate) CommandName() string { return "unrelate" }

// Decide gives nothing if the person has no such relation.
func (c Unrelate) Decide(s State, _ Issued) ([]Event, error) {
	p, err := openPerson(s, c.Person)
	if err != nil {
		return nil, err
	}
	for _, r := range p.Relations {
		if r.ID == c.Relation {
			return []Event{&PersonRelationRemoved{
				of: of{p.Stream}, Relation: r.ID, Other: r.Other, Kind: r.Kind, Sealed: RelationSaid{Note: r.Note},
			}}, nil
		}
	}
	return nil, nil
}

// SnoozePerson leaves a person out of the queue's "catch up" until a day; the
// empty day takes them back in.
type SnoozePerson struct {
	Person ID  `json:"person"`
	Until  Day `json:"until,omitempty"`
}

// CommandName is the name in the journal.
func (SnoozePerson) CommandName() string { return "snooze-person" }

// Decide refuses a day that does not exist.
func (c SnoozePerson) Decide(s State, _ Issued) ([]Event, error) {
	p, err := openPerson(s, c.Person)
	if err != nil {
		return nil, err
	}
	if c.Until != "" && !c.Until.Valid() {
		return nil, refuse(RefusedBadDate, p.Stream)
	}
	if c.Until == p.SnoozedUntil {
		return nil, nil
	}
	return []Event{&PersonSnoozed{of: of{p.Stream}, Until: c.Until, Was: p.SnoozedUntil}}, nil
}

func openPerson(s State, id ID) (*Person, error) {
	_, a, err := openHead(s, Stream{KindPerson, id})
	if err != nil {
		return nil, err
	}
	return a.(*Person), nil
}
