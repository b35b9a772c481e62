// Package shared is the port to the ledger that a team shares: a server that
// keeps streams of events, of which it can read the clear parts only.
//
// It is narrow on purpose. Everything that Kontor does with the team's server
// goes through [Log]; the adapter for EventStoreDB and KurrentDB is package
// eventstore/esdb, and every implementation passes the suite in package
// sharedtest.
package shared

import (
	"context"
	"time"

	"kontor/domain"
)

// None is the revision of a stream without events, and what an append to a
// stream that must not exist expects.
const None int64 = -1

// Limits that every server of the supported versions accepts. The whole append
// is limited there, not each event.
const (
	// MaxAppend is the size of one append in bytes, of data and metadata
	// together. Servers up to version 24.10 refuse more than 1 MiB.
	MaxAppend = 512 << 10
	// MaxEvents is the number of events of one append.
	MaxEvents = 500
	// TooMuch is the size from which every implementation refuses an append with
	// [ErrTooLarge], even where a newer server would take it: what one laptop of
	// a team may send, each may.
	TooMuch = 1 << 20
)

// Event is an event of a shared stream.
type Event struct {
	ID   domain.ID // chosen by who appends; the server compares appends by it
	Type string
	Data []byte // JSON
	Meta []byte // JSON
	// Revision and Created are set where the event was read: its number in the
	// stream, from 0, and the time by the server's clock.
	Revision int64
	Created  time.Time
}

// Size is what the event adds to the size of an append, as servers count.
func (e Event) Size() int { return 2*len(e.Type) + len(e.Data) + len(e.Meta) }

// SizeOf is the size of an append.
func SizeOf(events []Event) int {
	total := 0
	for _, e := range events {
		total += e.Size()
	}
	return total
}

// Log is a connection to a shared ledger. It is used by one goroutine at a
// time, except for the bell that Watch gives. After an error that is not
// [ErrHeadMoved], [ErrNotFound], [ErrDenied] or [ErrTooLarge] it must be closed
// and a new one dialled.
//
// Streams are named by the caller; names hold no personal data. Errors, to be
// compared with errors.Is, are the ones of this package.
type Log interface {
	// Read returns at most limit events, which is 1 or more, from the revision
	// on, inclusive; none where there are none. [ErrNotFound] if the stream does
	// not exist.
	Read(ctx context.Context, stream string, from int64, limit int) ([]Event, error)
	// Last returns the last event, or [ErrNotFound].
	Last(ctx context.Context, stream string) (Event, error)
	// Append adds events, all or none and at least one, if the stream's last revision is the
	// expected one ([None]: if it does not exist), and returns the new last
	// revision.
	//
	// It may be repeated: the same events with the same ids after the same
	// revision succeed once more without being added. [ErrHeadMoved] means that
	// others appended; [ErrInDoubt] that nobody knows whether the events were
	// added: read before anything else.
	Append(ctx context.Context, stream string, expected int64, events []Event) (int64, error)
	// Keep sets how many of its last events a stream keeps; older ones are no
	// longer read and are removed by the server in its own time.
	Keep(ctx context.Context, stream string, count int) error
	// Truncate hides what a stream has before a revision: it is no longer read and
	// is removed by the server in its own time.
	Truncate(ctx context.Context, stream string, before int64) error
	// Watch rings when the stream has events after the revision. It carries no
	// data and may ring too often. It ends, and the channel is closed, with ctx
	// or with the connection.
	Watch(ctx context.Context, stream string, after int64) (<-chan struct{}, error)
	// Close ends the connection.
	Close() error
}

// ACL says who may use a stream: names of groups or accounts of the server. Who
// administers the server may always do everything, and only they may delete the
// stream.
type ACL struct {
	// Read and Write are who may; nil leaves that to the server's default rights.
	Read, Write []string
	// Described is set where whoever may change the stream's metadata still may,
	// as for streams of which only the last event is kept. Else only they who
	// administer the server may.
	Described bool
}

// Protector is a [Log] of a server that knows accounts.
type Protector interface {
	// Protect gives the stream to a team. It is called after Keep: with it the
	// right to change the metadata may go to who administers the server. A right
	// that somebody set before stays; where nothing is to be set nothing is
	// written.
	Protect(ctx context.Context, stream string, acl ACL) error
}

// Dialer opens a connection. A Log that failed is never used again: whoever
// wants to go on dials.
type Dialer func(ctx context.Context) (Log, error)
