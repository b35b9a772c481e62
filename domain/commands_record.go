package domain

import (
	"maps"
	"slices"
)

// MaxText is the largest text that a value may have, in bytes.
const MaxText = 16 << 20

// AddRecord makes a person, an organisation, a community or a member known.
type AddRecord struct {
	Record   Stream        `json:"record"`
	Taxonomy CommunityKind `json:"taxonomy,omitempty"` // of a community
	Origin   Origin        `json:"origin"`
	Changes  []Change      `json:"changes"`
}

// CommandName is the name in the journal.
func (c AddRecord) CommandName() string { return "add-" + string(c.Record.Kind) }

// Decide refuses a record without a name. A person may also be known by a
// contact point alone.
func (c AddRecord) Decide(_ State, _ Issued) ([]Event, error) {
	if !slices.Contains(Dossiers, c.Record.Kind) {
		return nil, refuse(RefusedNotFound, c.Record)
	}
	if err := checkChanges(c.Record, c.Changes); err != nil {
		return nil, err
	}
	var facts []Change
	named := false
	for _, change := range c.Changes {
		if change.Now == nil {
			continue
		}
		if change.Field == FieldName {
			named = named || change.Now.Text != "" || change.Now.Name != nil && !change.Now.Name.IsZero()
		}
		if c.Record.Kind == KindPerson && change.Now.Point != nil {
			named = true
		}
		facts = append(facts, Change{Field: change.Field, Now: change.Now})
	}
	if !named {
		return nil, refuse(RefusedNoName, c.Record)
	}
	return []Event{&RecordAdded{
		of: of{c.Record}, Origin: c.Origin, Taxonomy: c.Taxonomy, Sealed: Described{facts},
	}}, nil
}

func checkChanges(about Stream, changes []Change) error {
	for _, c := range changes {
		v := c.Now
		if v == nil {
			continue
		}
		if len(v.Text) > MaxText {
			return refuse(RefusedTooLarge, about, string(fieldKind(c.Field)), MaxText>>20)
		}
		if v.Date != nil && !v.Date.Plausible() {
			return refuse(RefusedBadDate, about)
		}
	}
	return nil
}

// Plausible reports whether the parts that are known can be parts of a date.
func (d PartialDate) Plausible() bool {
	if d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > 31 || d.Year < 0 || d.Year > 9999 {
		return false
	}
	switch d.Month {
	case 2:
		return d.Day <= 29
	case 4, 6, 9, 11:
		return d.Day <= 30
	}
	return true
}

// ChangeDetails changes what is known about a record.
type ChangeDetails struct {
	Record  Stream   `json:"record"`
	Origin  Origin   `json:"origin"`
	Changes []Change `json:"changes"`
}

// CommandName is the name in the journal.
func (c ChangeDetails) CommandName() string { return "change-" + string(c.Record.Kind) }

// Decide drops the changes that change nothing. It refuses to overwrite a value
// that somebody else changed since the user saw it, and to take away the name.
func (c ChangeDetails) Decide(s State, _ Issued) ([]Event, error) {
	_, a, err := openHead(s, c.Record)
	if err != nil {
		return nil, err
	}
	if err := checkChanges(c.Record, c.Changes); err != nil {
		return nil, err
	}
	d, ok := a.(described)
	if !ok {
		return nil, refuse(RefusedNotFound, c.Record)
	}
	changes, err := d.dossier().check(c.Record, c.Changes)
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	after := maps.Clone(d.dossier())
	after.apply(changes, c.Origin, Meta{})
	if d.dossier().named(c.Record.Kind) && !after.named(c.Record.Kind) {
		return nil, refuse(RefusedNoName, c.Record)
	}
	return []Event{&DetailsChanged{of: of{c.Record}, Origin: c.Origin, Sealed: Described{changes}}}, nil
}

// named reports whether the record can be called something. A person may also
// be known by a contact point alone.
func (d Dossier) named(kind Kind) bool {
	if v := d.Get(FieldName); v != nil && (v.Text != "" || v.Name != nil && !v.Name.IsZero()) {
		return true
	}
	return kind == KindPerson && len(d.Points()) > 0
}

// Archive leaves a record out of lists, or takes it back into them.
type Archive struct {
	Record Stream `json:"record"`
	Back   bool   `json:"back,omitempty"`
}

// CommandName is the name in the journal.
func (c Archive) CommandName() string {
	if c.Back {
		return "unarchive-" + string(c.Record.Kind)
	}
	return "archive-" + string(c.Record.Kind)
}

// Decide gives nothing if the record is already as wanted.
func (c Archive) Decide(s State, _ Issued) ([]Event, error) {
	if !slices.Contains(Archivable, c.Record.Kind) {
		return nil, refuse(RefusedNotFound, c.Record)
	}
	h, _, err := openHead(s, c.Record)
	switch {
	case err != nil || h.Archived != c.Back:
		return nil, err
	case c.Back:
		return []Event{&RecordUnarchived{of: of{c.Record}}}, nil
	}
	return []Event{&RecordArchived{of: of{c.Record}}}, nil
}

// Withdraw takes back a record that was made by mistake.
type Withdraw struct {
	Record Stream `json:"record"`
	Reason string `json:"reason,omitempty"`
}

// CommandName is the name in the journal.
func (c Withdraw) CommandName() string { return "withdraw-" + string(c.Record.Kind) }

// Decide refuses a record that does not exist.
func (c Withdraw) Decide(s State, _ Issued) ([]Event, error) {
	if _, _, err := openHead(s, c.Record); err != nil {
		return nil, err
	}
	return []Event{&RecordWithdrawn{of: of{c.Record}, Sealed: Reasoned{c.Reason}}}, nil
}

// SetRhythm says how often to stay in conversation with a person or a
// community.
type SetRhythm struct {
	Record Stream `json:"record"`
	Rhythm Rhythm `json:"rhythm"`
}

// CommandName is the name in the journal.
func (SetRhythm) CommandName() string { return "set-rhythm" }

// Decide refuses a rhythm outside 0 to MaxRhythm days (or Never).
func (c SetRhythm) Decide(s State, _ Issued) ([]Event, error) {
	if c.Rhythm < Never || c.Rhythm > MaxRhythm {
		return nil, refuse(RefusedBadNumber, c.Record, int(MaxRhythm))
	}
	_, a, err := openHead(s, c.Record)
	if err != nil {
		return nil, err
	}
	var was Rhythm
	switch a := a.(type) {
	case *Person:
		was = a.Rhythm
	case *Community:
		was = a.Rhythm
	default:
		return nil, refuse(RefusedNotFound, c.Record)
	}
	if was == c.Rhythm {
		return nil, nil
	}
	return []Event{&RhythmSet{of: of{c.Record}, Rhythm: c.Rhythm, Was: was}}, nil
}

// AssignOwner says who of us looks after a record.
type AssignOwner struct {
	Record Stream `json:"record"`
	Member ID     `json:"member,omitzero"`
}

// CommandName is the name in the journal.
func (AssignOwner) CommandName() string { return "assign-owner" }

// Decide refuses a member who does not exist.
func (c AssignOwner) Decide(s State, _ Issued) ([]Event, error) {
	_, a, err := openHead(s, c.Record)
	if err != nil {
		return nil, err
	}
	if c.Member != None {
		m, err := LoadMember(s, c.Member)
		if err != nil {
			return nil, err
		}
		if m == nil || !m.Exists() {
			return nil, refuse(RefusedNotFound, Stream{KindMember, c.Member})
		}
	}
	if !slices.Contains([]Kind{KindPerson, KindOrganisation, KindCommunity}, c.Record.Kind) {
		return nil, refuse(RefusedNotFound, c.Record)
	}
	was := ownerOf(a)
	if was == c.Member {
		return nil, nil
	}
	return []Event{&OwnerAssigned{of: of{c.Record}, Member: c.Member, Was: was}}, nil
}

func ownerOf(a Aggregate) ID {
	switch a := a.(type) {
	case *Person:
		return a.Owner
	case *Organisation:
		return a.Owner
	case *Community:
		return a.Owner
	}
	return None
}

// PlaceOrganisation says which organisation another one is a part of.
type PlaceOrganisation struct {
	Organisation ID `json:"organisation"`
	Parent       ID `json:"parent,omitzero"`
}

// CommandName is the name in the journal.
func (PlaceOrganisation) CommandName() string { return "place-organisation" }

// Decide refuses an organisation that would become a part of itself.
func (c PlaceOrganisation) Decide(s State, _ Issued) ([]Event, error) {
	record := Stream{KindOrganisation, c.Organisation}
	_, a, err := openHead(s, record)
	if err != nil {
		return nil, err
	}
	was := a.(*Organisation).Parent
	if was == c.Parent {
		return nil, nil
	}
	if err := checkPlace(s, record, c.Parent); err != nil {
		return nil, err
	}
	return []Event{&OrganisationPlaced{of: of{record}, Parent: c.Parent, Was: was}}, nil
}

// checkPlace refuses a parent that does not exist or would be a part of the
// organisation. Parents above it that were taken back do not matter.
func checkPlace(s State, organisation Stream, parent ID) error {
	seen := map[ID]bool{organisation.ID: true}
	for above := parent; above != None; {
		if seen[above] {
			return refuse(RefusedCycle, organisation)
		}
		seen[above] = true
		o, err := LoadOrganisation(s, above)
		if err != nil {
			return err
		}
		if above == parent && !o.exists() {
			return refuse(RefusedNotFound, Stream{KindOrganisation, above})
		}
		if o == nil {
			return nil
		}
		above = o.Parent
	}
	return nil
}

// ClassifyCommunity says where in the taxonomy a community belongs.
type ClassifyCommunity struct {
	Community ID            `json:"community"`
	Taxonomy  CommunityKind `json:"taxonomy"`
}

// CommandName is the name in the journal.
func (ClassifyCommunity) CommandName() string { return "classify-community" }

// Decide gives nothing if the community is already classified so.
func (c ClassifyCommunity) Decide(s State, _ Issued) ([]Event, error) {
	record := Stream{KindCommunity, c.Community}
	_, a, err := openHead(s, record)
	if err != nil {
		return nil, err
	}
	was := a.(*Community).Taxonomy
	if was == c.Taxonomy {
		return nil, nil
	}
	return []Event{&CommunityClassified{of: of{record}, Taxonomy: c.Taxonomy, Was: was}}, nil
}

// Erase destroys everything personal in a person's record. The ledger destroys
// the key when it records the event; conversations with others are redacted
// beside it.
type Erase struct {
	Person ID `json:"person"`
}

// CommandName is the name in the journal.
func (Erase) CommandName() string { return "erase-person" }

// Decide gives nothing for a person who is already erased. Whoever was merged
// with them is the same person, and goes too.
func (c Erase) Decide(s State, _ Issued) ([]Event, error) {
	p, err := LoadPerson(s, c.Person)
	if err != nil {
		return nil, err
	}
	if p == nil || p.Version == 0 {
		return nil, refuse(RefusedNotFound, Stream{KindPerson, c.Person})
	}
	all, err := OnePerson(s, c.Person)
	if err != nil {
		return nil, err
	}
	var events []Event
	for _, id := range all {
		one, err := LoadPerson(s, id)
		if err != nil {
			return nil, err
		}
		if one != nil && !one.Erased {
			events = append(events, &RecordErased{of: of{one.Stream}})
		}
	}
	return events, nil
}
