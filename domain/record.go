package domain

import (
	"slices"
	"time"
)

// Head is what every record has: its stream, its version and its lifecycle.
type Head struct {
	Stream    Stream
	Version   int // number of events folded so far
	AddedAt   time.Time
	AddedBy   ID
	ChangedAt time.Time
	ChangedBy ID
	Origin    Origin
	Archived  bool
	// Withdrawn marks a record that was made by mistake and taken back.
	Withdrawn bool
	// Erased marks a record whose words are gone for good.
	Erased bool
	// MergedInto is the person under whom a merged one is found, MergedBy the command
	// that merged them. Only people are merged.
	MergedInto, MergedBy ID
}

// Exists reports whether the record was ever made and not taken back.
func (h *Head) Exists() bool { return h != nil && h.Version > 0 && !h.Withdrawn }

// open refuses what can no longer be changed.
func (h *Head) open() error {
	switch {
	case h == nil || h.Version == 0:
		return refuse(RefusedNotFound, Stream{})
	case h.Erased:
		return refuse(RefusedErased, h.Stream)
	case h.Withdrawn:
		return refuse(RefusedWithdrawn, h.Stream)
	case h.MergedInto != None:
		return refuse(RefusedMerged, h.Stream)
	}
	return nil
}

func (h *Head) apply(r Recorded) {
	if h.Version == 0 {
		h.Stream, h.AddedAt, h.AddedBy = r.Event.Stream(), r.RecordedAt, r.Actor
	}
	h.Version = r.Version
	h.ChangedAt, h.ChangedBy = r.RecordedAt, r.Actor
	if r.Secret == SecretErased {
		h.Erased = true
	}
	switch e := r.Event.(type) {
	case *RecordAdded:
		h.Origin = e.Origin
	case *RecordArchived:
		h.Archived = true
	case *RecordUnarchived:
		h.Archived = false
	case *RecordWithdrawn:
		h.Withdrawn = true
	case *RecordReinstated:
		h.Withdrawn = false
	case *RecordErased:
		h.Erased = true
	case *PersonMerged:
		h.MergedInto, h.MergedBy = e.Into, r.Command
	case *PersonUnmerged:
		h.MergedInto, h.MergedBy = None, None
	}
}

// of says which record an event is about. It is not part of the skeleton: the
// ledger keeps the stream beside it.
type of struct {
	Record Stream `json:"-"`
}

// Stream is the record that the event is about.
func (o of) Stream() Stream { return o.Record }

func (o *of) bind(s Stream) { o.Record = s }

// noSecret is for events without a sealed part.
type noSecret struct{}

// Secret is nil: everything in the event is clear.
func (noSecret) Secret() any { return nil }

// Dossiers are the kinds of records that are described by a Dossier.
var Dossiers = []Kind{KindPerson, KindOrganisation, KindCommunity, KindMember}

// Archivable are the kinds of records that can be left out of lists.
var Archivable = append(slices.Clone(Dossiers), KindSegment)

// RecordAdded says that a person, an organisation, a community or a member
// became known: "person.added.v1".
type RecordAdded struct {
	of
	Origin Origin `json:"origin"`
	// Taxonomy is the kind of a community.
	Taxonomy CommunityKind `json:"taxonomy,omitempty"`
	Sealed   Described     `json:"-"`
}

// Described is the sealed part of events that describe a record.
type Described struct {
	Changes []Change `json:"changes"`
}

// EventType is the kind of the record with ".added.v1".
func (e *RecordAdded) EventType() string { return string(e.Record.Kind) + ".added.v1" }

// Secret is what is known about the new record.
func (e *RecordAdded) Secret() any { return &e.Sealed }

// DetailsChanged says that what is known about a record changed, field by
// field, each with the value that was replaced.
type DetailsChanged struct {
	of
	Origin Origin    `json:"origin"`
	Sealed Described `json:"-"`
}

// EventType is the kind of the record with ".details-changed.v1".
func (e *DetailsChanged) EventType() string { return string(e.Record.Kind) + ".details-changed.v1" }

// Secret is the changes.
func (e *DetailsChanged) Secret() any { return &e.Sealed }

// RecordArchived says that a record is no longer of interest and left out of
// lists. Nothing is lost.
type RecordArchived struct {
	of
	noSecret
}

// EventType is the kind of the record with ".archived.v1".
func (e *RecordArchived) EventType() string { return string(e.Record.Kind) + ".archived.v1" }

// RecordUnarchived says that a record is of interest again.
type RecordUnarchived struct {
	of
	noSecret
}

// EventType is the kind of the record with ".unarchived.v1".
func (e *RecordUnarchived) EventType() string { return string(e.Record.Kind) + ".unarchived.v1" }

// RecordWithdrawn says that a record was made by mistake.
type RecordWithdrawn struct {
	of
	Sealed Reasoned `json:"-"`
}

// Reasoned is the sealed part of events for which a reason can be given.
type Reasoned struct {
	Reason string `json:"reason,omitempty"`
}

// EventType is the kind of the record with ".withdrawn.v1".
func (e *RecordWithdrawn) EventType() string { return string(e.Record.Kind) + ".withdrawn.v1" }

// Secret is the reason, where one was given.
func (e *RecordWithdrawn) Secret() any { return &e.Sealed }

// RecordReinstated takes a withdrawal back.
type RecordReinstated struct {
	of
	noSecret
}

// EventType is the kind of the record with ".reinstated.v1".
func (e *RecordReinstated) EventType() string { return string(e.Record.Kind) + ".reinstated.v1" }

// RecordErased says that everything personal in a record was destroyed. It
// holds nothing personal itself and stays for ever: it is what keeps a restored
// copy from bringing the person back.
type RecordErased struct {
	of
	noSecret
}

// EventType is the kind of the record with ".erased.v1".
func (e *RecordErased) EventType() string { return string(e.Record.Kind) + ".erased.v1" }

// RhythmSet says how often to stay in conversation with a person, or with
// everyone in a community.
type RhythmSet struct {
	of
	noSecret
	Rhythm Rhythm `json:"rhythm"`
	Was    Rhythm `json:"was"`
}

// EventType is the kind of the record with ".rhythm-set.v1".
func (e *RhythmSet) EventType() string { return string(e.Record.Kind) + ".rhythm-set.v1" }

// Rhythm is a contact rhythm in days. Zero means "as the communities say" for
// a person and "none" for a community; Never means that no contact is wanted.
type Rhythm int

// Never is the rhythm of a person who is deliberately left alone.
const Never Rhythm = -1

// MaxRhythm is the longest rhythm in days: ten years.
const MaxRhythm Rhythm = 3660

// OwnerAssigned says who of us looks after a person, an organisation or a
// community. Member is zero where nobody does.
type OwnerAssigned struct {
	of
	noSecret
	Member ID `json:"member,omitzero"`
	Was    ID `json:"was,omitzero"`
}

// EventType is the kind of the record with ".owner-assigned.v1".
func (e *OwnerAssigned) EventType() string { return string(e.Record.Kind) + ".owner-assigned.v1" }

func without[T any](list []T, drop func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), drop)
}
