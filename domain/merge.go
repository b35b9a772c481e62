package domain

import (
	"slices"
	"strings"
)

// MergePeople says that two records are about one person. The other record is
// kept as it is and points at the one that stays, which gets what it lacks. See
// docs/decisions/0051-a-merge-is-a-pointer.md.
type MergePeople struct {
	Keep  ID `json:"keep"`
	Other ID `json:"other"`
	// Take names the fields in which the other's value replaces that of the one who
	// stays. What a record has several of, and what is missing, comes over anyway.
	Take []Field `json:"take,omitempty"`
	// BothNotes puts the other's note below that of the one who stays.
	BothNotes bool `json:"bothNotes,omitempty"`
}

// CommandName is the name in the journal.
func (MergePeople) CommandName() string { return "merge-people" }

// Decide refuses people of whom somebody said that they are not the same.
func (c MergePeople) Decide(s State, _ Issued) ([]Event, error) {
	record := Stream{KindPerson, c.Keep}
	if c.Keep == c.Other {
		return nil, refuse(RefusedSelf, record)
	}
	keep, err := openPerson(s, c.Keep)
	if err != nil {
		return nil, err
	}
	other, err := openPerson(s, c.Other)
	if err != nil {
		return nil, err
	}
	if apart, err := ToldApart(s, c.Keep, c.Other); err != nil {
		return nil, err
	} else if apart {
		return nil, refuse(RefusedToldApart, record)
	}
	m := merging{keep: keep, other: other, command: c}
	m.details()
	m.memberships()
	m.affiliations()
	m.relations()
	m.plans()
	return append(m.events,
		&PersonTookIn{of: of{keep.Stream}, Other: c.Other},
		&PersonMerged{of: of{other.Stream}, Into: c.Keep},
	), nil
}

type merging struct {
	keep, other *Person
	command     MergePeople
	events      []Event
}

// details brings over what is known, in one event for each origin. Where the two
// differ somebody chose: that value is typed from now on, and no import replaces
// it by what another card of the same person says.
func (m *merging) details() {
	var origins []Origin
	changes := map[Origin][]Change{}
	for _, f := range m.other.Dossier.Fields() {
		fact, mine := m.other.Dossier[f], m.keep.Dossier.Get(f)
		now, origin := m.taken(f, fact.Value), fact.Origin
		switch {
		case mine != nil && (sameValue(mine, &fact.Value) || mine.Point != nil || fieldKind(f) == "uid"):
			continue // the same, or moved on under the same name
		case mine != nil:
			origin = Origin{How: OriginManual}
			if now == nil {
				now = mine
			}
			if sameValue(mine, now) && m.keep.Dossier[f].Origin.How != OriginImport {
				continue
			}
		case now == nil:
			continue
		}
		if _, known := changes[origin]; !known {
			origins = append(origins, origin)
		}
		changes[origin] = append(changes[origin], Change{Field: f, Was: mine, Now: now})
	}
	for _, o := range origins {
		m.events = append(m.events, &DetailsChanged{of: of{m.keep.Stream}, Origin: o, Sealed: Described{changes[o]}})
	}
}

// taken is the value that a field gets from the other, nil if it gets none.
func (m *merging) taken(f Field, theirs Value) *Value {
	mine := m.keep.Dossier.Get(f)
	switch {
	case theirs.Point != nil:
		return m.point(theirs)
	case mine == nil:
		return &theirs
	case f == FieldNote && m.command.BothNotes && !strings.Contains(mine.Text, theirs.Text):
		return TextValue(mine.Text + "\n\n" + theirs.Text)
	case slices.Contains(m.command.Take, f):
		return &theirs
	}
	return nil
}

// point is a contact point that the one who stays lacks. Whichever they prefer
// stays preferred.
func (m *merging) point(v Value) *Value {
	for _, mine := range m.keep.Dossier.Points(v.Point.Kind) {
		if SamePoint(mine, *v.Point) {
			return nil
		}
		if mine.Preferred {
			p := *v.Point
			p.Preferred = false
			v.Point = &p
		}
	}
	return &v
}

// SamePoint reports whether two contact points reach the same.
func SamePoint(a, b ContactPoint) bool {
	if a.Kind != b.Kind || !strings.EqualFold(a.Service, b.Service) {
		return false
	}
	if a.Address != nil || b.Address != nil {
		return a.Address != nil && b.Address != nil && *a.Address == *b.Address
	}
	if a.Kind == PointPhone {
		return dialled(a.Value) == dialled(b.Value)
	}
	return strings.EqualFold(strings.TrimSpace(a.Value), strings.TrimSpace(b.Value))
}

// dialled is a telephone number without what is written for the eye.
func dialled(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, strings.ReplaceAll(number, "(0)", ""))
}

func (m *merging) memberships() {
	for _, theirs := range m.other.Memberships {
		mine, member := m.keep.Membership(theirs.Community)
		roles := cleanWords(slices.Concat(mine.Roles, theirs.Roles))
		since := mine.Since
		if since == "" {
			since = theirs.Since
		}
		if member && since == mine.Since && len(roles) == len(mine.Roles) {
			continue
		}
		m.events = append(m.events, &PersonJoinedCommunity{
			of: of{m.keep.Stream}, Community: theirs.Community, Since: since, Origin: Origin{How: OriginMerge},
			Sealed: MembershipRole{Roles: roles, WasRoles: mine.Roles, WasSince: mine.Since, Again: member},
		})
	}
}

func (m *merging) affiliations() {
	for _, theirs := range m.other.Affiliations {
		known := slices.ContainsFunc(m.keep.Affiliations, func(mine Affiliation) bool {
			return mine.ID == theirs.ID || mine.saysMoreThan(theirs)
		})
		if known {
			continue
		}
		m.events = append(m.events, &PersonAffiliated{
			of: of{m.keep.Stream}, Affiliation: theirs.ID, Organisation: theirs.Organisation, From: theirs.From, To: theirs.To,
			Ended: theirs.Ended, Origin: Origin{How: OriginMerge}, Sealed: AffiliationSaid{Title: theirs.Title, Department: theirs.Department},
		})
	}
}

// saysMoreThan reports whether all that is said of another place is said here.
func (a Affiliation) saysMoreThan(other Affiliation) bool {
	return a.Organisation == other.Organisation && a.Ended == other.Ended &&
		(other.Title == "" || other.Title == a.Title) && (other.Department == "" || other.Department == a.Department) &&
		(other.From.IsZero() || other.From == a.From) && (other.To.IsZero() || other.To == a.To)
}

func (m *merging) relations() {
	for _, theirs := range m.other.Relations {
		known := slices.ContainsFunc(m.keep.Relations, func(mine Relation) bool {
			return mine.ID == theirs.ID || mine.Other == theirs.Other && mine.Kind == theirs.Kind
		})
		if !known && theirs.Other != m.keep.Stream.ID {
			m.events = append(m.events, related(of{m.keep.Stream}, theirs, nil))
		}
	}
}

// plans brings over who looks after the person and how often, where nobody said.
func (m *merging) plans() {
	o := of{m.keep.Stream}
	if m.keep.Owner == None && m.other.Owner != None {
		m.events = append(m.events, &OwnerAssigned{of: o, Member: m.other.Owner})
	}
	if m.keep.Rhythm == 0 && m.other.Rhythm != 0 {
		m.events = append(m.events, &RhythmSet{of: o, Rhythm: m.other.Rhythm})
	}
	if m.keep.SnoozedUntil == "" && m.other.SnoozedUntil != "" {
		m.events = append(m.events, &PersonSnoozed{of: o, Until: m.other.SnoozedUntil})
	}
}

// UnmergePerson gives a person who was merged into another one back as they were.
// Those conversations are theirs again that are recorded with them. The other one
// loses what the merge brought and nobody changed since.
type UnmergePerson struct {
	Person ID `json:"person"`
}

// CommandName is the name in the journal.
func (UnmergePerson) CommandName() string { return "unmerge-person" }

// Decide refuses somebody whose keeper was merged further: that one has to be
// given back first.
func (c UnmergePerson) Decide(s State, by Issued) ([]Event, error) {
	record := Stream{KindPerson, c.Person}
	p, err := LoadPerson(s, c.Person)
	switch {
	case err != nil:
		return nil, err
	case p == nil:
		return nil, refuse(RefusedNotFound, record)
	case p.Erased:
		return nil, refuse(RefusedErased, record)
	case p.MergedInto == None:
		return nil, nil
	}
	keeper, err := LoadPerson(s, p.MergedInto)
	if err != nil {
		return nil, err
	}
	if keeper != nil && keeper.MergedInto != None {
		return nil, refuse(RefusedMerged, keeper.Stream)
	}
	merged, err := commandEvents(s, p.MergedBy)
	if err != nil {
		return nil, err
	}
	u := undoing{state: NewOverlay(s), by: by}
	for _, r := range slices.Backward(merged) {
		if err := u.giveBack(r, p.MergedInto); err != nil {
			return nil, err
		}
	}
	return append(u.events, p.unmerged()...), nil
}

// giveBack takes back what a merge changed about the one who stayed, as far as
// nobody changed it since.
func (u *undoing) giveBack(r Recorded, keeper ID) error {
	record := Stream{KindPerson, keeper}
	if r.Event.Stream() != record || r.Secret != SecretNone {
		return nil
	}
	e, details := r.Event.(*DetailsChanged)
	if !details {
		err := u.takeBack(r)
		if isRefusal(err) {
			return nil
		}
		return err
	}
	for _, c := range e.Sealed.Changes {
		one := *e
		one.Sealed = Described{[]Change{c}}
		r.Event = &one
		if err := u.takeBack(r); err != nil && !isRefusal(err) {
			return err
		}
	}
	return nil
}

func (p *Person) unmerged() []Event {
	return []Event{
		&PersonGaveBack{of: of{Stream{KindPerson, p.MergedInto}}, Other: p.Stream.ID},
		&PersonUnmerged{of: of{p.Stream}, From: p.MergedInto},
	}
}

// mergedAgain are the events that do a merge again which was taken back.
func mergedAgain(s State, p *Person, into ID) ([]Event, error) {
	record := Stream{KindPerson, into}
	keeper, err := LoadPerson(s, into)
	switch {
	case err != nil:
		return nil, err
	case keeper == nil:
		return nil, refuse(RefusedNotFound, record)
	case keeper.Erased:
		return nil, refuse(RefusedErased, record)
	}
	if root, err := RootOf(s, into); err != nil {
		return nil, err
	} else if root == p.Stream.ID {
		return nil, refuse(RefusedCycle, p.Stream)
	}
	return []Event{
		&PersonTookIn{of: of{keeper.Stream}, Other: p.Stream.ID},
		&PersonMerged{of: of{p.Stream}, Into: into},
	}, nil
}

// TellApart says that two records that look alike are about two people; with
// Back, that nobody knows any more.
type TellApart struct {
	One   ID   `json:"one"`
	Other ID   `json:"other"`
	Back  bool `json:"back,omitempty"`
}

// CommandName is the name in the journal.
func (TellApart) CommandName() string { return "tell-apart" }

// Decide notes it on the record with the smaller id, so that two of us who say
// the same say it in one place.
func (c TellApart) Decide(s State, _ Issued) ([]Event, error) {
	one, other := inOrder(c.One, c.Other)
	p, err := openPerson(s, one)
	if err != nil {
		return nil, err
	}
	if one == other {
		return nil, refuse(RefusedSelf, p.Stream)
	}
	if _, err := openPerson(s, other); err != nil {
		return nil, err
	}
	switch apart := slices.Contains(p.Apart, other); {
	case apart != c.Back:
		return nil, nil
	case c.Back:
		return []Event{&PersonApartTakenBack{of: of{p.Stream}, Other: other}}, nil
	}
	return []Event{&PersonToldApart{of: of{p.Stream}, Other: other}}, nil
}

// ToldApart reports whether somebody said that two records are about two people.
func ToldApart(s State, one, other ID) (bool, error) {
	one, other = inOrder(one, other)
	p, err := LoadPerson(s, one)
	return p != nil && slices.Contains(p.Apart, other), err
}

func inOrder(one, other ID) (ID, ID) {
	if slices.Compare(one[:], other[:]) > 0 {
		return other, one
	}
	return one, other
}

// RootOf is the person under whom somebody is found now: the one into whom they
// were merged, through all merges, or they themselves.
func RootOf(s State, person ID) (ID, error) {
	for seen := []ID{person}; ; seen = append(seen, person) {
		p, err := LoadPerson(s, person)
		if err != nil || p == nil || p.MergedInto == None || slices.Contains(seen, p.MergedInto) {
			return person, err
		}
		person = p.MergedInto
	}
}

// OnePerson are all records about a person: the one under which they are found
// first, then those that were merged into it.
func OnePerson(s State, person ID) ([]ID, error) {
	root, err := RootOf(s, person)
	all := []ID{root}
	for i := 0; i < len(all) && err == nil; i++ {
		var p *Person
		if p, err = LoadPerson(s, all[i]); p == nil {
			continue
		}
		for _, id := range p.Merged {
			if !slices.Contains(all, id) {
				all = append(all, id)
			}
		}
	}
	return all, err
}

// asRecorded puts those who were recorded in the place of those under whom they
// are found now: who corrects something else must not move a conversation from
// one record to another.
func asRecorded(s State, now, recorded []ID) ([]ID, error) {
	found := map[ID][]ID{}
	for _, id := range recorded {
		root, err := RootOf(s, id)
		if err != nil {
			return nil, err
		}
		if root != id {
			found[root] = append(found[root], id)
		}
	}
	if len(found) == 0 {
		return now, nil
	}
	var all []ID
	for _, id := range now {
		if slices.Contains(recorded, id) || len(found[id]) == 0 {
			all = append(all, id)
		}
		all = append(all, found[id]...)
	}
	return distinct(all), nil
}
