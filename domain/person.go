package domain

import (
	"maps"
	"slices"
)

// Person is someone the company is in conversation with.
type Person struct {
	Head
	Dossier      Dossier
	Memberships  []Membership
	Affiliations []Affiliation
	Relations    []Relation
	Rhythm       Rhythm
	Owner        ID
	SnoozedUntil Day // left out of the queue's "catch up" until then
	// Merged are the people who were merged into this one.
	Merged []ID
	// Apart are people who look like this one and are somebody else; each pair is
	// noted with the one whose id is smaller.
	Apart []ID
}

// Membership is a person's place in a community.
type Membership struct {
	Community ID       `json:"community"`
	Roles     []string `json:"roles,omitempty"` // "advocate", "multiplier", or what the user typed
	Since     Day      `json:"since,omitempty"`
}

// Affiliation is a person's place at an organisation, for some time.
type Affiliation struct {
	ID           ID          `json:"id"`
	Organisation ID          `json:"organisation"`
	From         PartialDate `json:"from,omitzero"`
	To           PartialDate `json:"to,omitzero"`
	Ended        bool        `json:"ended,omitempty"`
	Title        string      `json:"title,omitempty"` // job title
	Department   string      `json:"department,omitempty"`
}

// Relation is what a person is to another person.
type Relation struct {
	ID    ID           `json:"id"`
	Other ID           `json:"other"`
	Kind  RelationKind `json:"kind"`
	Note  string       `json:"note,omitempty"`
}

// RelationKind says what the other person is to this one.
type RelationKind string

// The kinds of relations.
const (
	RelationIntroducedBy RelationKind = "introduced-by"
	RelationColleague    RelationKind = "colleague"
	RelationManager      RelationKind = "manager"
	RelationAssistant    RelationKind = "assistant"
	RelationFamily       RelationKind = "family"
	RelationFriend       RelationKind = "friend"
	RelationOther        RelationKind = "other"
)

// RelationKinds lists the kinds of relations in the order in which they are
// offered.
var RelationKinds = []RelationKind{
	RelationIntroducedBy, RelationColleague, RelationManager, RelationAssistant,
	RelationFamily, RelationFriend, RelationOther,
}

// NewPerson is a person of whom nothing is known yet.
func NewPerson() *Person { return &Person{Dossier: Dossier{}} }

// Name is how the person is called.
func (p *Person) Name() Name {
	if v := p.Dossier.Get(FieldName); v != nil && v.Name != nil {
		return *v.Name
	}
	return Name{}
}

// Birthday is the person's birthday as far as it is known.
func (p *Person) Birthday() PartialDate {
	if v := p.Dossier.Get(FieldBirthday); v != nil && v.Date != nil {
		return *v.Date
	}
	return PartialDate{}
}

// Current returns the affiliations that have not ended, the main one first: the
// latest, and behind all others what imports brought.
func (p *Person) Current() []Affiliation {
	current := without(p.Affiliations, func(a Affiliation) bool { return a.Ended })
	slices.Reverse(current)
	return current
}

// Membership returns the person's place in a community.
func (p *Person) Membership(community ID) (Membership, bool) {
	for _, m := range p.Memberships {
		if m.Community == community {
			return m, true
		}
	}
	return Membership{}, false
}

// Affiliation returns one of the person's affiliations.
func (p *Person) Affiliation(id ID) (Affiliation, bool) {
	for _, a := range p.Affiliations {
		if a.ID == id {
			return a, true
		}
	}
	return Affiliation{}, false
}

// Apply adds one event.
func (p *Person) Apply(r Recorded) {
	p.Head.apply(r)
	switch e := r.Event.(type) {
	case *RecordAdded:
		p.Dossier.apply(e.Sealed.Changes, e.Origin, r.Meta)
	case *DetailsChanged:
		p.Dossier.apply(e.Sealed.Changes, e.Origin, r.Meta)
	case *PersonJoinedCommunity:
		p.leave(e.Community)
		p.Memberships = append(p.Memberships, Membership{Community: e.Community, Since: e.Since, Roles: e.Sealed.Roles})
	case *PersonLeftCommunity:
		p.leave(e.Community)
	case *PersonAffiliated:
		p.affiliate(Affiliation{
			ID: e.Affiliation, Organisation: e.Organisation, From: e.From, To: e.To, Ended: e.Ended,
			Title: e.Sealed.Title, Department: e.Sealed.Department,
		}, e.Origin)
	case *PersonAffiliationRemoved:
		p.Affiliations = without(p.Affiliations, func(a Affiliation) bool { return a.ID == e.Affiliation })
	case *PersonRelated:
		p.unrelate(e.Relation)
		p.Relations = append(p.Relations, Relation{ID: e.Relation, Other: e.Other, Kind: e.Kind, Note: e.Sealed.Note})
	case *PersonRelationRemoved:
		p.unrelate(e.Relation)
	case *RhythmSet:
		p.Rhythm = e.Rhythm
	case *OwnerAssigned:
		p.Owner = e.Member
	case *PersonSnoozed:
		p.SnoozedUntil = e.Until
	case *PersonTookIn:
		p.Merged = alsoWith(p.Merged, e.Other)
	case *PersonGaveBack:
		p.Merged = notWith(p.Merged, e.Other)
	case *PersonToldApart:
		p.Apart = alsoWith(p.Apart, e.Other)
	case *PersonApartTakenBack:
		p.Apart = notWith(p.Apart, e.Other)
	case *RecordErased:
		p.Dossier, p.Affiliations, p.Relations = Dossier{}, nil, nil
		p.forgetRoles()
	}
}

// forgetRoles leaves the memberships, which are counted, without what they said.
func (p *Person) forgetRoles() {
	p.Memberships = slices.Clone(p.Memberships)
	for i := range p.Memberships {
		p.Memberships[i].Roles = nil
	}
}

// alsoWith and notWith keep a list of ids in their order, nil if it is empty.
func alsoWith(list []ID, id ID) []ID {
	list = append(notWith(list, id), id)
	slices.SortFunc(list, func(a, b ID) int { return slices.Compare(a[:], b[:]) })
	return list
}

func notWith(list []ID, id ID) []ID {
	if list = without(list, func(other ID) bool { return other == id }); len(list) == 0 {
		return nil
	}
	return list
}

// Relation returns one of the person's relations.
func (p *Person) Relation(id ID) (Relation, bool) {
	for _, r := range p.Relations {
		if r.ID == id {
			return r, true
		}
	}
	return Relation{}, false
}

func (p *Person) leave(community ID) {
	p.Memberships = without(p.Memberships, func(m Membership) bool { return m.Community == community })
}

// affiliate adds or corrects an affiliation. A new one is the latest, unless an
// import or a merge brought it: what a file or another record says of somebody who
// is known stands behind where they belong already.
func (p *Person) affiliate(a Affiliation, o Origin) {
	for i := range p.Affiliations {
		if p.Affiliations[i].ID == a.ID {
			p.Affiliations = slices.Clone(p.Affiliations)
			p.Affiliations[i] = a
			return
		}
	}
	if o.How == OriginImport || o.How == OriginMerge {
		p.Affiliations = append([]Affiliation{a}, p.Affiliations...)
		return
	}
	p.Affiliations = append(slices.Clip(p.Affiliations), a)
}

func (p *Person) unrelate(relation ID) {
	p.Relations = without(p.Relations, func(r Relation) bool { return r.ID == relation })
}

func (p *Person) clone() Aggregate {
	c := *p
	c.Dossier = maps.Clone(p.Dossier)
	c.Memberships = slices.Clone(p.Memberships)
	c.Affiliations = slices.Clone(p.Affiliations)
	c.Relations = slices.Clone(p.Relations)
	c.Merged, c.Apart = slices.Clone(p.Merged), slices.Clone(p.Apart)
	return &c
}

// PersonJoinedCommunity says that a person belongs to a community, and in which
// roles. Said again, it replaces the roles.
type PersonJoinedCommunity struct {
	of
	Community ID             `json:"community"`
	Since     Day            `json:"since,omitempty"`
	Origin    Origin         `json:"origin"`
	Sealed    MembershipRole `json:"-"`
}

// MembershipRole is the sealed part of a membership.
type MembershipRole struct {
	Roles    []string `json:"roles,omitempty"`
	WasRoles []string `json:"wasRoles,omitempty"`
	WasSince Day      `json:"wasSince,omitempty"`
	Again    bool     `json:"again,omitempty"` // the person was a member before
}

// EventType is the persisted name.
func (*PersonJoinedCommunity) EventType() string { return "person.joined-community.v1" }

// Secret is the roles.
func (e *PersonJoinedCommunity) Secret() any { return &e.Sealed }

// PersonLeftCommunity says that a person no longer belongs to a community.
type PersonLeftCommunity struct {
	of
	Community ID             `json:"community"`
	Sealed    MembershipRole `json:"-"` // what the person was there
}

// EventType is the persisted name.
func (*PersonLeftCommunity) EventType() string { return "person.left-community.v1" }

// Secret is what the person was in the community.
func (e *PersonLeftCommunity) Secret() any { return &e.Sealed }

// PersonAffiliated says that a person belongs to an organisation. Said again
// with the same affiliation, it corrects or ends it.
type PersonAffiliated struct {
	of
	Affiliation  ID              `json:"affiliation"`
	Organisation ID              `json:"organisation"`
	From         PartialDate     `json:"from,omitzero"`
	To           PartialDate     `json:"to,omitzero"`
	Ended        bool            `json:"ended,omitempty"`
	Origin       Origin          `json:"origin"`
	Sealed       AffiliationSaid `json:"-"`
}

// AffiliationSaid is the sealed part of an affiliation.
type AffiliationSaid struct {
	Title      string       `json:"title,omitempty"`
	Department string       `json:"department,omitempty"`
	Was        *Affiliation `json:"was,omitempty"`
}

// EventType is the persisted name.
func (*PersonAffiliated) EventType() string { return "person.affiliated.v1" }

// Secret is title and department.
func (e *PersonAffiliated) Secret() any { return &e.Sealed }

// PersonAffiliationRemoved says that an affiliation was recorded by mistake.
type PersonAffiliationRemoved struct {
	of
	Affiliation ID              `json:"affiliation"`
	Sealed      AffiliationSaid `json:"-"`
}

// EventType is the persisted name.
func (*PersonAffiliationRemoved) EventType() string { return "person.affiliation-removed.v1" }

// Secret is the affiliation that was removed.
func (e *PersonAffiliationRemoved) Secret() any { return &e.Sealed }

// PersonRelated says what another person is to this one.
type PersonRelated struct {
	of
	Relation ID           `json:"relation"`
	Other    ID           `json:"other"`
	Kind     RelationKind `json:"kind"`
	Origin   Origin       `json:"origin"`
	Sealed   RelationSaid `json:"-"`
}

// RelationSaid is the sealed part of a relation.
type RelationSaid struct {
	Note string    `json:"note,omitempty"`
	Was  *Relation `json:"was,omitempty"` // what this relation was before
}

// EventType is the persisted name.
func (*PersonRelated) EventType() string { return "person.related.v1" }

// Secret is the note on the relation.
func (e *PersonRelated) Secret() any { return &e.Sealed }

// PersonRelationRemoved says that a relation no longer holds.
type PersonRelationRemoved struct {
	of
	Relation ID           `json:"relation"`
	Other    ID           `json:"other"`
	Kind     RelationKind `json:"kind"`
	Sealed   RelationSaid `json:"-"`
}

// EventType is the persisted name.
func (*PersonRelationRemoved) EventType() string { return "person.relation-removed.v1" }

// Secret is the note that stood on the relation.
func (e *PersonRelationRemoved) Secret() any { return &e.Sealed }

// PersonSnoozed says that a person stays out of the queue until a day.
type PersonSnoozed struct {
	of
	noSecret
	Until Day `json:"until,omitempty"`
	Was   Day `json:"was,omitempty"`
}

// EventType is the persisted name.
func (*PersonSnoozed) EventType() string { return "person.snoozed.v1" }
