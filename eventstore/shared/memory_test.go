package shared_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"kontor/eventstore/shared"
	"kontor/eventstore/shared/sharedtest"
)

func TestMemory(t *testing.T) {
	sharedtest.Run(t, shared.NewMemory().Dial)
}

func event() shared.Event {
	return shared.Event{ID: uuid.New(), Type: "test.happened.v1", Data: []byte(`{}`)}
}

func dialled(t *testing.T, dial shared.Dialer) shared.Log {
	t.Helper()
	log, err := dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return log
}

func TestFaultsOfAppends(t *testing.T) {
	for _, c := range []struct {
		fault shared.Fault
		want  error
		added int
		broke bool
	}{
		{shared.LoseReply, shared.ErrInDoubt, 1, true},
		{shared.LoseRequest, shared.ErrInDoubt, 0, true},
		{shared.Unreachable, shared.ErrOffline, 0, true},
		{shared.MoveHead, shared.ErrHeadMoved, 0, false},
		{shared.Deny, shared.ErrDenied, 0, false},
		{shared.TooBig, shared.ErrTooLarge, 0, false},
	} {
		m := shared.NewMemory()
		log := dialled(t, m.Dial)
		m.Next(c.fault)
		e := event()
		if _, err := log.Append(t.Context(), "s", shared.None, []shared.Event{e}); !errors.Is(err, c.want) {
			t.Errorf("fault %d: %v, want %v", c.fault, err, c.want)
		}
		if n := len(m.All("s")); n != c.added {
			t.Errorf("fault %d: %d events were added, want %d", c.fault, n, c.added)
		}
		_, err := log.Append(t.Context(), "s", shared.None, []shared.Event{e})
		if broke := errors.Is(err, shared.ErrOffline); broke != c.broke {
			t.Errorf("fault %d: the connection afterwards: %v", c.fault, err)
		}
	}
}

func TestOthersAppendInBetween(t *testing.T) {
	m := shared.NewMemory()
	log, rival := dialled(t, m.DialerFor("anna")), dialled(t, m.DialerFor("ben"))
	m.OnCall(func(c shared.Call) shared.Fault {
		if c.Client == "anna" && c.Op == shared.OpAppend {
			m.OnCall(nil)
			if _, err := rival.Append(t.Context(), c.Stream, c.Expected, []shared.Event{event()}); err != nil {
				t.Error(err)
			}
		}
		return shared.Fine
	})
	if _, err := log.Append(t.Context(), "s", shared.None, []shared.Event{event()}); !errors.Is(err, shared.ErrHeadMoved) {
		t.Error(err)
	}
}

func TestServerGoesBackInTime(t *testing.T) {
	m := shared.NewMemory()
	log := dialled(t, m.Dial)
	ctx := t.Context()
	if _, err := log.Append(ctx, "s", shared.None, []shared.Event{event(), event()}); err != nil {
		t.Fatal(err)
	}
	backup := m.Backup()
	if _, err := log.Append(ctx, "s", 1, []shared.Event{event(), event()}); err != nil {
		t.Fatal(err)
	}
	count := func(want int) {
		t.Helper()
		if n := len(m.All("s")); n != want {
			t.Errorf("%d events, want %d", n, want)
		}
	}
	m.Truncate("s", 3)
	count(3)
	if _, err := log.Read(ctx, "s", 0, 1); !errors.Is(err, shared.ErrOffline) {
		t.Errorf("a connection outlived its server: %v", err)
	}
	m.Restore(backup)
	count(2)
	if _, err := dialled(t, m.Dial).Append(ctx, "s", 1, []shared.Event{event()}); err != nil {
		t.Error(err)
	}
	m.Restore(backup)
	count(2)
	m.Reset()
	count(0)
}

func TestOfflineBreaksConnectionsAndBells(t *testing.T) {
	m := shared.NewMemory()
	log := dialled(t, m.DialerFor("anna"))
	bell, err := log.Watch(context.WithoutCancel(t.Context()), "s", shared.None)
	if err != nil {
		t.Fatal(err)
	}
	m.SetOffline("anna", true)
	if _, open := <-bell; open {
		t.Error("the bell rings")
	}
	if _, err := m.DialerFor("anna")(t.Context()); !errors.Is(err, shared.ErrOffline) {
		t.Error(err)
	}
	dialled(t, m.DialerFor("ben"))
	m.SetOffline("anna", false)
	dialled(t, m.DialerFor("anna"))
	if n := m.Connections(shared.Everyone); n != 2 {
		t.Errorf("%d connections", n)
	}
}

func TestAServerThatLies(t *testing.T) {
	m := shared.NewMemory()
	log := dialled(t, m.Dial)
	if _, err := log.Append(t.Context(), "s", shared.None, []shared.Event{event()}); err != nil {
		t.Fatal(err)
	}
	before := m.Backup()
	m.Alter("s", 0, func(e *shared.Event) { e.Data = []byte(`{"n":1}`) })
	if e, err := log.Last(t.Context(), "s"); err != nil || string(e.Data) != `{"n":1}` {
		t.Errorf("%s %v", e.Data, err)
	}
	m.Restore(before)
	if e := m.All("s")[0]; string(e.Data) != `{}` {
		t.Errorf("a backup changed: %s", e.Data)
	}
}
