package sharedtest

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"kontor/domain"
	"kontor/eventstore/shared"
)

// padded fills an event up so that it counts as so many bytes.
func padded(e shared.Event, size int) shared.Event {
	e.Data = append([]byte(`{"fill":"`), bytes.Repeat([]byte("x"), size-e.Size()+len(e.Data)-len(`{"fill":""}`))...)
	e.Data = append(e.Data, `"}`...)
	return e
}

func largest(t *testing.T, l *laptop) {
	one := padded(events(0, 1)[0], shared.MaxAppend)
	if one.Size() != shared.MaxAppend {
		t.Fatalf("the event counts as %d bytes", one.Size())
	}
	l.append(shared.None, one)
	many := events(1, shared.MaxEvents)
	for i := range many {
		many[i] = padded(many[i], shared.MaxAppend/shared.MaxEvents)
	}
	l.append(0, many...)
	l.holds(0, append([]shared.Event{one}, many...)...)
}

func tooLarge(_ *testing.T, l *laptop) {
	whole := padded(events(0, 1)[0], 1<<20+1)
	l.refused(shared.ErrTooLarge, shared.None, whole)
	first := padded(events(0, 1)[0], 700<<10)
	second := padded(events(0, 1)[0], 700<<10)
	l.refused(shared.ErrTooLarge, shared.None, first, second)
	// The connection is fine, and nothing was added.
	l.append(shared.None, events(0, 1)...)
}

func senseless(t *testing.T, l *laptop) {
	nameless := events(0, 1)
	nameless[0].ID = domain.None
	typeless := events(0, 1)
	typeless[0].Type = ""
	for what, batch := range map[string][]shared.Event{"no events": {}, "no id": nameless, "no type": typeless} {
		if _, err := l.log.Append(l.ctx, l.stream, shared.None, batch); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
	if _, err := l.log.Append(l.ctx, l.stream, -2, events(0, 1)); err == nil {
		t.Error("expecting any revision is not allowed: it could not be repeated")
	}
	l.append(shared.None, events(0, 1)...)
}

func cancelled(t *testing.T, l *laptop) {
	ctx, cancel := context.WithCancel(l.ctx)
	cancel()
	w := l.other()
	if _, err := w.log.Read(ctx, l.stream, 0, 1); err == nil || errors.Is(err, shared.ErrNotFound) {
		t.Errorf("read: %v", err)
	}
	if _, err := l.other().log.Append(ctx, l.stream, shared.None, events(0, 1)); err == nil {
		t.Error("append: no error")
	}
	if log, err := l.dial(ctx); err == nil {
		log.Close()
		t.Error("dial: no error")
	} else if !errors.Is(err, shared.ErrOffline) {
		t.Errorf("dial: %v", err)
	}
}

func closing(t *testing.T, l *laptop) {
	l.append(shared.None, events(0, 1)...)
	for range 2 {
		if err := l.log.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.log.Read(l.ctx, l.stream, 0, 1); !errors.Is(err, shared.ErrOffline) {
		t.Errorf("read after close: %v", err)
	}
	if _, err := l.log.Append(l.ctx, l.stream, 0, events(0, 1)); err == nil {
		t.Error("append after close: no error")
	}
	if _, err := l.log.Watch(l.ctx, l.stream, 0); !errors.Is(err, shared.ErrOffline) {
		t.Errorf("watch after close: %v", err)
	}
}

// rights gives the stream to everybody, so that the suite needs no account but
// its own. What is refused to whom is tested where accounts can be made.
func rights(t *testing.T, l *laptop) {
	protector, ok := l.log.(shared.Protector)
	if !ok {
		t.Skip("this ledger knows no accounts")
	}
	if err := l.log.Keep(l.ctx, l.stream, 2); err != nil {
		t.Fatal(err)
	}
	everybody := shared.ACL{Read: []string{"$all", "kontor-test"}, Write: []string{"$all"}}
	for range 2 { // the second time nothing is to do
		if err := protector.Protect(l.ctx, l.stream, everybody); err != nil {
			t.Fatal(err)
		}
	}
	all := events(0, 3)
	l.append(shared.None, all...)
	// Giving rights leaves what the stream keeps.
	l.same(l.other().read(0, 10), 1, all[1:])
}
