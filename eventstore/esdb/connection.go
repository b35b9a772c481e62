package esdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"kontor/eventstore/shared"
)

// connection is a [shared.Log] over one client of the library.
type connection struct {
	library *client.Client
	version *client.ServerVersion
	timeout time.Duration

	// life ends with Close, so that a call in flight ends first: closing the
	// library under it panics.
	life context.Context
	end  context.CancelFunc

	// mu lets one call at a time reach the library.
	mu      sync.Mutex
	broken  bool // no call may be made any more
	closed  bool
	watches sync.WaitGroup
}

var _ shared.Protector = (*connection)(nil)

// begin admits a call. Its context also ends with Close, and when the server
// has been silent for too long; heard puts that off.
func (l *connection) begin(ctx context.Context, doing string) (call context.Context, heard, done func(), err error) {
	l.mu.Lock()
	if err := ctx.Err(); err != nil {
		l.mu.Unlock()
		return nil, nil, nil, fmt.Errorf("%s: %w: %w", doing, shared.ErrOffline, err)
	}
	if l.broken || l.life.Err() != nil {
		l.mu.Unlock()
		return nil, nil, nil, fmt.Errorf("%s: %w: the connection was lost", doing, shared.ErrOffline)
	}
	call, cancel := context.WithCancel(ctx)
	withLife := context.AfterFunc(l.life, cancel)
	silence := time.AfterFunc(l.timeout, cancel)
	return call, func() { silence.Reset(l.timeout) }, func() {
		silence.Stop()
		withLife()
		cancel()
		l.mu.Unlock()
	}, nil
}

// Read reads forwards. The library's deadline for streams is none, so the
// context of the call has one.
func (l *connection) Read(ctx context.Context, stream string, from int64, limit int) ([]shared.Event, error) {
	return l.read(ctx, stream, client.ReadStreamOptions{
		Direction: client.Forwards,
		From:      client.Revision(uint64(max(from, 0))),
	}, limit)
}

// Last reads one event backwards from the end.
func (l *connection) Last(ctx context.Context, stream string) (shared.Event, error) {
	events, err := l.read(ctx, stream, client.ReadStreamOptions{Direction: client.Backwards, From: client.End{}}, 1)
	if err != nil {
		return shared.Event{}, err
	}
	if len(events) == 0 {
		return shared.Event{}, fmt.Errorf("read %s: %w", stream, shared.ErrNotFound)
	}
	return events[0], nil
}

func (l *connection) read(ctx context.Context, stream string, options client.ReadStreamOptions, limit int) ([]shared.Event, error) {
	call, heard, done, err := l.begin(ctx, "read "+stream)
	if err != nil {
		return nil, err
	}
	defer done()
	return l.receive(call, heard, stream, options, limit)
}

// receive reads a page within a call that was admitted.
func (l *connection) receive(call context.Context, heard func(), stream string, options client.ReadStreamOptions, limit int) ([]shared.Event, error) {
	if limit < 1 {
		return nil, fmt.Errorf("read %s: a page of %d events", stream, limit)
	}
	options.RequiresLeader = true
	answer, err := l.library.ReadStream(call, stream, options, uint64(limit))
	if err != nil {
		return nil, l.failed(call, "read "+stream, err)
	}
	defer answer.Close()
	var events []shared.Event
	for {
		resolved, err := answer.Recv()
		heard()
		switch {
		case errors.Is(err, io.EOF):
			return events, nil
		case err != nil:
			return nil, l.failed(call, "read "+stream, err)
		}
		if resolved.Event != nil { // nil: a link whose event is gone
			events = append(events, eventOf(resolved.Event))
		}
	}
}

func eventOf(e *client.RecordedEvent) shared.Event {
	return shared.Event{
		ID:       e.EventID,
		Type:     e.EventType,
		Data:     e.Data,
		Meta:     e.UserMetadata,
		Revision: int64(e.EventNumber),
		Created:  e.CreatedDate.UTC(),
	}
}

// Watch subscribes, and lets every event ring. It must be given the revision
// that has been read: the server sends all events after it.
func (l *connection) Watch(ctx context.Context, stream string, after int64) (<-chan struct{}, error) {
	if _, _, done, err := l.begin(ctx, "watch "+stream); err != nil {
		return nil, err
	} else {
		defer done()
	}
	// The subscription lives on after this call, but not longer than the
	// connection; only its beginning is bounded.
	live, cancel := context.WithCancel(ctx)
	withLife := context.AfterFunc(l.life, cancel)
	silence := time.AfterFunc(l.timeout, cancel)
	options := client.SubscribeToStreamOptions{From: client.Start{}, RequiresLeader: true}
	if after >= 0 {
		options.From = client.Revision(uint64(after)) // exclusive here
	}
	subscription, err := l.library.SubscribeToStream(live, stream, options)
	if !silence.Stop() && err == nil {
		err = context.DeadlineExceeded
	}
	if err != nil {
		err = l.failed(live, "watch "+stream, err)
		withLife()
		cancel()
		return nil, err
	}
	bell := make(chan struct{}, 1)
	l.watches.Go(func() {
		defer close(bell)
		defer withLife()
		defer cancel()
		defer subscription.Close()
		for {
			event := subscription.Recv()
			if event.SubscriptionDropped != nil {
				return
			}
			if event.EventAppeared == nil {
				continue
			}
			select {
			case bell <- struct{}{}:
			default: // it rings already
			}
		}
	})
	return bell, nil
}

// Close ends watches and calls, waits for them, and then closes the client.
func (l *connection) Close() error {
	l.end()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil
	}
	l.closed = true
	l.watches.Wait()
	return l.library.Close()
}
