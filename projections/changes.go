package projections

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// A changeCard is an edit or another event of the record itself, as a timeline
// shows it, dim and folded.
type changeCard struct {
	event       domain.ID
	kind        string // event type
	at          int64
	actor       int64
	flags       int64
	text        string
	people      []int64
	orgs        []int64
	communities []int64
	members     []int64
	changes     []byte // JSON of []domain.Change
}

// The flags of a change.
const (
	changeSealed = 1 << iota
	changeErased
	changeMissing
)

func (c *changeCard) pack() []byte {
	var p packer
	p.id(c.event)
	p.text(c.kind)
	p.int(c.at)
	p.int(c.actor)
	p.int(c.flags)
	p.ints(c.people)
	p.ints(c.orgs)
	p.ints(c.communities)
	p.ints(c.members)
	p.text(c.text)
	p.text(string(c.changes))
	return p.b
}

func unpackChange(b []byte) changeCard {
	u := unpacker{b}
	return changeCard{
		event: u.id(), kind: u.text(), at: u.int(), actor: u.int(), flags: u.int(),
		people: u.ints(), orgs: u.ints(), communities: u.ints(), members: u.ints(),
		text: u.text(), changes: []byte(u.text()),
	}
}

// affiliationRemoved is the change whose organisation stands in its sealed part.
var affiliationRemoved = (*domain.PersonAffiliationRemoved)(nil).EventType()

// erase removes what a human typed, and what else was sealed.
func (c *changeCard) erase() {
	if c.flags&changeSealed != 0 {
		c.flags = c.flags&^changeMissing | changeErased
		c.text, c.changes = "", nil
		if c.kind == affiliationRemoved {
			c.orgs = nil
		}
	}
}

// addChange writes an event on the timeline of its record.
func (w *writer) addChange(n int64, r *domain.Recorded) error {
	if _, ok := r.Event.(*domain.ImportRejected); ok {
		return nil // the end of the import counts them
	}
	c := changeCard{event: r.EventID, kind: r.Event.EventType(), at: r.RecordedAt.UnixMicro()}
	if r.Event.Secret() != nil {
		c.flags |= changeSealed
	}
	if r.Secret == domain.SecretMissing {
		c.flags |= changeMissing
	}
	var err error
	if c.actor, err = w.number(domain.Stream{Kind: domain.KindMember, ID: r.Actor}); err != nil {
		return err
	}
	if err := w.tell(&c, r.Event); err != nil {
		return err
	}
	if r.Secret == domain.SecretErased {
		c.erase()
	}
	err = w.q("INSERT OR REPLACE INTO change (position, record, card) VALUES (?, ?, ?)").
		int(r.Position).int(n).blob(c.pack()).run()
	if err != nil {
		return err
	}
	for _, subject := range []int64{n, allChanges} {
		if err := w.putEntry(subject, c.at, r.Position, entryChange|entryParticipant, 0); err != nil {
			return err
		}
	}
	if _, erased := r.Event.(*domain.RecordErased); erased {
		return w.eraseChanges(n)
	}
	return nil
}

// tell says whom and what a change is about.
func (w *writer) tell(c *changeCard, e domain.Event) (err error) {
	one := func(list *[]int64, kind domain.Kind, id domain.ID) {
		if err == nil && id != domain.None {
			*list, err = w.numbersOf(kind, []domain.ID{id})
		}
	}
	switch e := e.(type) {
	case *domain.RecordAdded:
		c.text = e.Origin.How
	case *domain.DetailsChanged:
		c.changes, err = json.Marshal(shortened(e.Sealed.Changes))
	case *domain.ConflictSettled:
		c.changes, err = json.Marshal(shortened(kept(e.Sealed.Answers)))
	case *domain.DeviceNamed:
		c.text = e.Sealed.Name
	case *domain.RecordWithdrawn:
		c.text = e.Sealed.Reason
	case *domain.RhythmSet:
		c.text = strconv.Itoa(int(e.Rhythm))
	case *domain.OwnerAssigned:
		one(&c.members, domain.KindMember, e.Member)
	case *domain.PersonJoinedCommunity:
		c.text = strings.Join(e.Sealed.Roles, ", ")
		one(&c.communities, domain.KindCommunity, e.Community)
	case *domain.PersonLeftCommunity:
		one(&c.communities, domain.KindCommunity, e.Community)
	case *domain.PersonAffiliated:
		c.text = e.Sealed.Title
		one(&c.orgs, domain.KindOrganisation, e.Organisation)
	case *domain.PersonAffiliationRemoved:
		if e.Sealed.Was != nil {
			one(&c.orgs, domain.KindOrganisation, e.Sealed.Was.Organisation)
		}
	case *domain.PersonRelated:
		c.text = string(e.Kind)
		one(&c.people, domain.KindPerson, e.Other)
	case *domain.PersonRelationRemoved:
		c.text = string(e.Kind)
		one(&c.people, domain.KindPerson, e.Other)
	case *domain.PersonSnoozed:
		c.text = string(e.Until)
	case *domain.PersonMerged:
		one(&c.people, domain.KindPerson, e.Into)
	case *domain.PersonUnmerged:
		one(&c.people, domain.KindPerson, e.From)
	case *domain.PersonTookIn:
		one(&c.people, domain.KindPerson, e.Other)
	case *domain.PersonGaveBack:
		one(&c.people, domain.KindPerson, e.Other)
	case *domain.PersonToldApart:
		one(&c.people, domain.KindPerson, e.Other)
	case *domain.PersonApartTakenBack:
		one(&c.people, domain.KindPerson, e.Other)
	case *domain.OrganisationPlaced:
		one(&c.orgs, domain.KindOrganisation, e.Parent)
	case *domain.CommunityClassified:
		c.text = string(e.Taxonomy)
	case *domain.NeedRaised, *domain.NeedRevised, *domain.NeedRouted, *domain.NeedScheduled, *domain.NeedVoiceAdded,
		*domain.NeedVoiceRemoved, *domain.NeedAnswered, *domain.NeedToldBack, *domain.NeedTellingTakenBack, *domain.NeedEnded:
		err = w.tellNeed(c, e)
	case *domain.WorkspaceFounded:
		c.text = e.Sealed.Name
	case *domain.WorkspaceRenamed:
		c.text = e.Sealed.Name
	case *domain.ChannelDefined:
		c.text = e.Sealed.Name
	case *domain.FieldDefined:
		c.text = e.Sealed.Name
	}
	c.text = plainText(c.text)
	return err
}

// kept says each answer as a change from the value that was given up to the one
// that was kept.
func kept(answers []domain.Answer) []domain.Change {
	changes := make([]domain.Change, len(answers))
	for i, a := range answers {
		changes[i] = domain.Change{Field: a.Field, Was: a.Mine, Now: a.Theirs}
		if a.Keep == domain.KeepMine {
			changes[i].Was, changes[i].Now = a.Theirs, a.Mine
		}
	}
	return changes
}

// shortened cuts long texts: a timeline says that a note changed, and shows its
// beginning.
func shortened(changes []domain.Change) []domain.Change {
	short := make([]domain.Change, 0, len(changes))
	for _, c := range changes {
		if c.Was != nil && reflect.DeepEqual(c.Was, c.Now) {
			continue // only where the value comes from is another now
		}
		short = append(short, domain.Change{Field: c.Field, Was: shortValue(c.Was), Now: shortValue(c.Now)})
	}
	return short
}

func shortValue(v *domain.Value) *domain.Value {
	if v == nil || len(v.Text) <= shownText {
		return v
	}
	cut := *v
	cut.Text, _ = splitText(v.Text)
	return &cut
}

// changesOf lists the changes on the timeline of a record.
func (w *writer) changesOf(n int64) (positions, ats []int64, err error) {
	if err := w.flushEntries(); err != nil {
		return nil, nil, err
	}
	err = w.q("SELECT position, at FROM entry WHERE subject = ? AND what & 3 = 2").int(n).
		each(func(r *sqlite.Stmt) error {
			positions = append(positions, r.ColumnInt64(0))
			ats = append(ats, r.ColumnInt64(1))
			return nil
		})
	return positions, ats, err
}

// eraseChanges removes what was typed from all changes of a record.
func (w *writer) eraseChanges(n int64) error {
	positions, _, err := w.changesOf(n)
	if err != nil {
		return err
	}
	for _, position := range positions {
		var c changeCard
		_, err := w.q("SELECT card FROM change WHERE position = ?").int(position).
			first(func(r *sqlite.Stmt) { c = unpackChange(columnBlob(r, 0)) })
		if err != nil {
			return err
		}
		c.erase()
		if err := w.q("UPDATE change SET card = ? WHERE position = ?").blob(c.pack()).int(position).run(); err != nil {
			return err
		}
	}
	return nil
}

// dropChanges takes all changes of a record from the timelines.
func (w *writer) dropChanges(n int64) error {
	positions, ats, err := w.changesOf(n)
	if err != nil {
		return err
	}
	for i, position := range positions {
		if err := w.q("DELETE FROM change WHERE position = ?").int(position).run(); err != nil {
			return err
		}
		for _, subject := range []int64{n, allChanges} {
			if err := w.dropEntry(subject, ats[i], position); err != nil {
				return err
			}
		}
	}
	return nil
}
