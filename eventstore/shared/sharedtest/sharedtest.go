// Package sharedtest is the suite that every implementation of the port to the
// team's ledger passes, up to a real server. What it asks for is what
// EventStoreDB does.
package sharedtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"kontor/eventstore/shared"
)

// patience bounds waiting for what must happen soon.
const patience = 20 * time.Second

// Run runs the suite. Streams get names with a random part, so that it can run
// again on a server that is not empty.
func Run(t *testing.T, dial shared.Dialer) {
	tests := []struct {
		name string
		run  func(*testing.T, *laptop)
	}{
		{"a missing stream", missing},
		{"appended events are read as they were", faithful},
		{"pages and their boundaries", pages},
		{"the last event", last},
		{"an append expects the head", expectedHead},
		{"a repeated append is carried out once", repeated},
		{"a batch is compared by ids as a whole", differentBatch},
		{"two writers race", race},
		{"a document keeps one event", document},
		{"keeping less than there is", keepSome},
		{"hiding the beginning", truncated},
		{"the largest append", largest},
		{"too large an append", tooLarge},
		{"an append that makes no sense", senseless},
		{"an event of another laptop rings", bell},
		{"what is there already rings", bellForThePast},
		{"a bell before the first event", bellOfNothing},
		{"the bell ends with its context", bellEnds},
		{"the bell ends with the connection", bellClosed},
		{"a cancelled context", cancelled},
		{"closing", closing},
		{"rights", rights},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.run(t, newLaptop(t, dial))
		})
	}
}

// laptop is one connection and a stream of its own.
type laptop struct {
	t      *testing.T
	ctx    context.Context
	dial   shared.Dialer
	log    shared.Log
	stream string
}

func newLaptop(t *testing.T, dial shared.Dialer) *laptop {
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	t.Cleanup(cancel)
	l := &laptop{t: t, ctx: ctx, dial: dial, stream: "kontor-test-" + uuid.NewString() + "-1"}
	l.log = l.connect()
	return l
}

// other is a second connection to the same stream.
func (l *laptop) other() *laptop {
	second := *l
	second.log = l.connect()
	return &second
}

func (l *laptop) connect() shared.Log {
	l.t.Helper()
	log, err := l.dial(l.ctx)
	if err != nil {
		l.t.Fatalf("dial: %v", err)
	}
	l.t.Cleanup(func() { log.Close() })
	return log
}

// events makes events that say their place.
func events(from, count int) []shared.Event {
	out := make([]shared.Event, count)
	for i := range out {
		out[i] = shared.Event{
			ID:   uuid.New(),
			Type: "test.happened.v1",
			Data: fmt.Appendf(nil, `{"n":%d,"word":"Käthe Müller ✓ 東京"}`, from+i),
			Meta: []byte(`{"format":1}`),
		}
	}
	return out
}

func (l *laptop) append(expected int64, events ...shared.Event) int64 {
	l.t.Helper()
	head, err := l.log.Append(l.ctx, l.stream, expected, events)
	if err != nil {
		l.t.Fatalf("append of %d after %d: %v", len(events), expected, err)
	}
	if want := expected + int64(len(events)); head != want {
		l.t.Fatalf("append of %d after %d: the head is %d, want %d", len(events), expected, head, want)
	}
	return head
}

func (l *laptop) refused(want error, expected int64, events ...shared.Event) {
	l.t.Helper()
	if _, err := l.log.Append(l.ctx, l.stream, expected, events); !errors.Is(err, want) {
		l.t.Fatalf("append of %d after %d: %v, want %v", len(events), expected, err, want)
	}
}

func (l *laptop) read(from int64, limit int) []shared.Event {
	l.t.Helper()
	page, err := l.log.Read(l.ctx, l.stream, from, limit)
	if err != nil {
		l.t.Fatalf("read %d from %d: %v", limit, from, err)
	}
	return page
}

// holds checks that the stream has exactly these events from a revision on.
func (l *laptop) holds(from int64, want ...shared.Event) {
	l.t.Helper()
	l.same(l.read(from, len(want)+1), from, want)
}

func (l *laptop) same(got []shared.Event, from int64, want []shared.Event) {
	l.t.Helper()
	if len(got) != len(want) {
		l.t.Fatalf("%d events from %d, want %d", len(got), from, len(want))
	}
	for i, e := range got {
		w := want[i]
		if e.ID != w.ID || e.Type != w.Type || !bytes.Equal(e.Data, w.Data) || !bytes.Equal(e.Meta, w.Meta) {
			l.t.Fatalf("event %d is %s %s, want %s %s", from+int64(i), e.Type, e.ID, w.Type, w.ID)
		}
		if e.Revision != from+int64(i) {
			l.t.Fatalf("event %d has revision %d", from+int64(i), e.Revision)
		}
		if e.Created.IsZero() {
			l.t.Fatalf("event %d was not created at any time", e.Revision)
		}
	}
}

// rings waits for the bell.
func (l *laptop) rings(bell <-chan struct{}) {
	l.t.Helper()
	select {
	case _, open := <-bell:
		if !open {
			l.t.Fatal("the bell ended instead of ringing")
		}
	case <-time.After(patience):
		l.t.Fatal("the bell does not ring")
	}
}

// ends waits for the bell to be taken away.
func (l *laptop) ends(bell <-chan struct{}) {
	l.t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case _, open := <-bell:
			if !open {
				return
			}
		case <-deadline:
			l.t.Fatal("the bell does not end")
		}
	}
}

func (l *laptop) watch(ctx context.Context, after int64) <-chan struct{} {
	l.t.Helper()
	bell, err := l.log.Watch(ctx, l.stream, after)
	if err != nil {
		l.t.Fatalf("watch after %d: %v", after, err)
	}
	return bell
}
