package eventstore

import (
	"encoding/json"
	"fmt"
	"time"

	"kontor/domain"
)

// Redecide decides a command again after others' events came before it. The
// state is the shared events and what was put on top of them so far; it is a
// [domain.CommandHistory] as well. It must not change the ledger, and what it
// reads of it otherwise is the state of before. An error stops the rebase, and
// nothing is changed.
type Redecide func(s domain.State, t Tail) (Verdict, error)

// Tail is a command whose events were not shared yet.
type Tail struct {
	Command *Command
	Issued  domain.Issued
	// Args are the arguments as JSON. They may be about a record that was erased
	// just now by others: new words about it go to the attention list, and what is
	// left there of a command that touched it has no arguments.
	// Nil for a command that is replayed by its events.
	Args   json.RawMessage
	Events []domain.Recorded // what it had led to, as far as it can be read
}

// Verdict is what becomes of a command that was decided again.
type Verdict struct {
	// Keep appends the recorded events again as they are.
	Keep bool
	// Events are what the command leads to now. One that equals an event of
	// before keeps its id and its sealed words.
	Events []domain.Event
	// Attention is what could not be done again; nil if all of it went.
	// Command, At and, where it is empty, Name are filled in; the ID too.
	Attention *Attention
}

// Received says what [Ledger.Receive] did.
type Received struct {
	Incoming []domain.Recorded // others' events that are new here, in their order
	Own      int64             // how many of our own events came back confirmed
	// Touched are the records of which events were dropped, came in or were
	// appended again; nil if events were only added at the end.
	Touched []domain.Stream
	Rebased int   // commands that were put on top of others' events
	Refused int   // of these, the ones that went to the attention list, wholly or in part
	Head    int64 // the end of the ledger now
	// Unfinished is why an erasure among the events could not be carried out yet.
	// It is tried again with the next events, and by the next [Open].
	Unfinished error
}

// HashError says that an event that came in does not follow the ledger: the
// server has another history, or an event was altered. Nothing was changed.
type HashError struct {
	Position int64
	Err      error // nil, or what else is wrong
}

func (e *HashError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("eventstore: the shared event %d does not follow: %v", e.Position, e.Err)
	}
	return fmt.Sprintf("eventstore: the shared event %d does not follow the one before", e.Position)
}

func (e *HashError) Unwrap() error { return e.Err }

// ReasonErased is the reason of an attention entry whose command was about a
// record that was erased meanwhile.
const ReasonErased = domain.RefusedErased

// AttentionAnswer says how a person settled an attention entry.
type AttentionAnswer string

// The answers.
const (
	AttentionOpen      AttentionAnswer = ""
	AttentionRetried   AttentionAnswer = "retried"
	AttentionEdited    AttentionAnswer = "edited"
	AttentionDiscarded AttentionAnswer = "discarded"
)

// Attention is a command, or what is left of one, that could not be done again
// on top of others' events. It waits for a person.
type Attention struct {
	ID      domain.ID
	Command domain.ID // of the journal
	Name    string    // of the command that is left
	// Args are its arguments as JSON; nil if a record that it touches was erased.
	Args    json.RawMessage
	Reason  string        // message key of the refusal; holds no personal data
	Record  domain.Stream // the record it failed at; zero if none
	At      time.Time     // of the command
	Settled AttentionAnswer
	By      domain.ID // who settled it
}
