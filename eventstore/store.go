package eventstore

import (
	"context"
	"iter"

	"kontor/domain"
)

// Expectation is the version that a stream must have for an append: 0 if it
// must not exist.
type Expectation struct {
	Stream  domain.Stream
	Version int
}

// Commit is one command with its events, appended as a whole.
type Commit struct {
	// Command is the journal entry; nil for events that another device recorded.
	Command *Command
	// Expected is checked before the events are appended, for the streams that
	// the events belong to and for any others that the command was decided on.
	// A stream that is not named is not checked.
	Expected []Expectation
	Records  []Record
	// Settles is the open attention entry that Command answers; nil if none. A
	// store without an attention list has none that is open.
	Settles *Settlement
}

// Settlement is a person's answer to an attention entry.
type Settlement struct {
	Entry domain.ID
	How   AttentionAnswer
}

// Store is the port to a log of records. All methods may be called from
// several goroutines.
type Store interface {
	// Append adds all commits or none, in one durable transaction, and fills in
	// the Position, Version and Hash of each record and the Seq, First and Last
	// of each command.
	//
	// It is idempotent by event id: if every event is already there, in its
	// stream and in this order, nothing changes and the recorded positions are
	// filled in. Errors: [ErrPartlyKnown] if only some of the events are there,
	// a *[ConflictError] if a stream has another version than expected,
	// [ErrCommandKnown] if a command is in the journal with other events,
	// [ErrNotFound] if what it settles is not open, [ErrDiskFull] if there was no
	// room. After an error nothing was added.
	Append(ctx context.Context, commits []Commit) error

	// ReadStream yields the records of a stream with a version above after.
	// ReadAll yields all records with a position above after. In both, a record
	// and what it points to are valid until the next turn of the loop.
	//
	// A record that cannot be read is yielded as a *[FaultError] together with a
	// record of which only the position may be known; the loop may go on.
	ReadStream(ctx context.Context, stream domain.ID, after int) iter.Seq2[*Record, error]
	ReadAll(ctx context.Context, after int64) iter.Seq2[*Record, error]
	// ReadByCommand returns the records that a command caused, in their order.
	ReadByCommand(ctx context.Context, command domain.ID) ([]Record, error)
	// Find returns the record of an event, or [ErrNotFound].
	Find(ctx context.Context, event domain.ID) (Record, error)
	// At returns the record at a position, or [ErrNotFound].
	At(ctx context.Context, position int64) (Record, error)

	Head(ctx context.Context) (Head, error)
	// Version is the version of a stream, 0 if it does not exist.
	Version(ctx context.Context, stream domain.ID) (int, error)
	// StreamKey is the key of the first sealed event of a stream, or the zero
	// KeyRef.
	StreamKey(ctx context.Context, stream domain.ID) (KeyRef, error)

	// Commands returns a page of the journal, newest first.
	Commands(ctx context.Context, query CommandQuery) ([]Command, error)
	// Command returns one entry of the journal, or [ErrNotFound].
	Command(ctx context.Context, id domain.ID) (Command, error)

	// Erasures lists the records that were erased or are to be erased, in the
	// order in which they were noted.
	Erasures(ctx context.Context) ([]Erasure, error)
	// NoteErasures notes records as to be erased; those noted before stay as
	// they are. An event whose type ends in ".erased.vN" notes its stream by
	// itself, in the same transaction.
	NoteErasures(ctx context.Context, erasures []Erasure) error
	// Keys returns every key under which the events of these streams, or the
	// arguments of commands that touched them, are sealed.
	Keys(ctx context.Context, streams []domain.ID) ([]KeyRef, error)
	// Blank removes the sealed parts of the events of these streams and of the
	// arguments of the commands that touched them, and marks the erasures as
	// carried out. The freed bytes are overwritten.
	Blank(ctx context.Context, streams []domain.ID) (Blanked, error)

	Close() error
}

// Erasure is a record whose words are to be unreadable for good.
type Erasure struct {
	Subject domain.ID // the id of the stream
	Event   domain.ID // the event that ordered it; None if it has none
	Done    bool      // the keys are destroyed and the blobs blanked
}

// Blanked counts what an erasure removed.
type Blanked struct {
	Events   int // sealed parts of events
	Commands int // arguments of commands, also of those that wait for attention
}
