// Package domain is what Kontor knows about people, conversations and promises.
//
// It is pure: commands and the folded state go in, events or a refusal come
// out. It reads no clock, makes no ids, opens no file and knows neither the
// database nor the window. The same command on the same state therefore
// always gives the same answer, which is what lets a laptop that was offline
// decide its own commands again on top of its colleagues' events.
package domain

import (
	"time"

	"github.com/google/uuid"
)

// ID names a record, an event, a command or a device. New ids are UUIDv7,
// made by the caller; an id never says anything about a person.
type ID = uuid.UUID

// None is the absent id.
var None ID

// Kind is the sort of record that a stream is about.
type Kind string

// The kinds of streams. They are persisted; their spelling never changes.
const (
	KindWorkspace    Kind = "workspace"
	KindMember       Kind = "member"
	KindPerson       Kind = "person"
	KindOrganisation Kind = "organisation"
	KindCommunity    Kind = "community"
	KindConversation Kind = "conversation"
	KindFollowUp     Kind = "follow-up"
	KindImport       Kind = "import"
	KindSegment      Kind = "segment"
	KindNeed         Kind = "need"
)

// Kinds lists every kind, in a stable order.
var Kinds = []Kind{
	KindWorkspace, KindMember, KindPerson, KindOrganisation, KindCommunity,
	KindConversation, KindFollowUp, KindImport, KindSegment, KindNeed,
}

// Stream is the sequence of events about one record.
type Stream struct {
	Kind Kind `json:"kind"`
	ID   ID   `json:"id"`
}

func (s Stream) String() string { return string(s.Kind) + "-" + s.ID.String() }

// Event is a fact that happened to one record.
//
// An event is stored in two parts. The skeleton is the JSON of the event
// struct: ids, kinds, times and numbers, readable by anyone who holds the
// log. What a human typed is in the event's Secret, which the ledger seals
// under the key of the record and which is unreadable once that key is
// destroyed. Fields of the secret carry the tag `json:"-"` in the struct.
type Event interface {
	// EventType is the persisted name with its version, such as
	// "conversation.logged.v1". It never changes.
	EventType() string
	// Stream is the record the event is about.
	Stream() Stream
	// Secret returns a pointer to the sealed part, or nil if the event has
	// none. The ledger encodes it as JSON before sealing and decodes into it
	// after opening.
	Secret() any
}

// Timed is implemented by events that say when the fact took place, where that
// differs from when it was recorded.
type Timed interface{ Occurred() time.Time }

// SecretState says whether the sealed part of a recorded event could be read.
type SecretState uint8

const (
	// SecretNone means that the event has no sealed part, or that it was read.
	SecretNone SecretState = iota
	// SecretErased means that the key was destroyed: the words are gone for good.
	SecretErased
	// SecretMissing means that the key is not on this machine (yet).
	SecretMissing
)

// Meta is what the ledger notes about an event beside the event itself.
type Meta struct {
	Position   int64       `json:"position"`
	EventID    ID          `json:"eventId"`
	Version    int         `json:"version"` // 1 for the first event of its stream
	RecordedAt time.Time   `json:"recordedAt"`
	OccurredAt time.Time   `json:"occurredAt"`
	Actor      ID          `json:"actor"`  // the member who did it
	Device     ID          `json:"device"` // the installation it was recorded on
	Command    ID          `json:"command"`
	Causation  ID          `json:"causation,omitzero"` // the command that this one undoes or answers
	Secret     SecretState `json:"-"`
}

// Recorded is an event as it stands in the ledger.
type Recorded struct {
	Meta
	Event Event
}

// Aggregate is the state of one record, folded from its events.
type Aggregate interface {
	// Apply adds one event. It is total: it cannot fail, and it leaves alone
	// what it does not know.
	Apply(Recorded)
}

// Command is an intention, as plain data. All ids and times in it were made by
// the caller.
type Command interface {
	// CommandName is the stable name under which the journal keeps the command.
	CommandName() string
	// Decide gives the events that follow from the command on this state, or
	// the reason why it is refused (a *Refusal).
	Decide(State, Issued) ([]Event, error)
}

// Issued says who gave a command, where and when.
type Issued struct {
	Command   ID        `json:"command"`
	Actor     ID        `json:"actor"`
	Device    ID        `json:"device"`
	At        time.Time `json:"at"`
	Causation ID        `json:"causation,omitzero"`
}

// State is the folded ledger that a command is decided on. A record that does
// not exist is returned as nil without an error; an error means that the
// ledger could not be read.
type State interface {
	Load(Stream) (Aggregate, error)
}
