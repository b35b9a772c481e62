package team

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// The connections that a long stream is read over.
const (
	firstConnection  = "first"
	secondConnection = "second"
	longName         = "kontor-long-1"
)

// way is how long a call is on its way. In the bubble of a test time is virtual.
const way = 10 * time.Millisecond

// longStream is a server with a stream of many events.
type longStream struct {
	t      *testing.T
	server *shared.Memory
	fate   func(shared.Call) shared.Fault // of calls over the two connections

	mu    sync.Mutex
	calls int // over both
	reads map[string]int
	dials int // of the second connection
}

func newLongStream(t *testing.T, events int) *longStream {
	t.Helper()
	s := &longStream{t: t, server: shared.NewMemory(), fate: func(shared.Call) shared.Fault { return shared.Fine }}
	s.server.OnCall(func(c shared.Call) shared.Fault {
		if c.Client == "" {
			return shared.Fine
		}
		time.Sleep(way)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.calls++
		switch {
		case c.Op == shared.OpRead:
			s.reads[c.Client]++
		case c.Op == shared.OpDial && c.Client == secondConnection:
			s.dials++
		}
		return s.fate(c)
	})
	s.grow(events)
	return s
}

// grow appends events.
func (s *longStream) grow(events int) {
	s.t.Helper()
	log, err := s.server.Dial(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	defer log.Close()
	head := shared.None
	if last, err := log.Last(ctx, longName); err == nil {
		head = last.Revision
	}
	added := make([]shared.Event, events)
	for i := range added {
		added[i] = shared.Event{ID: newID(), Type: "person.added.v1"}
	}
	if _, err := log.Append(ctx, longName, head, added); err != nil {
		s.t.Fatal(err)
	}
}

// read reads everything, and gives how many events came, one after the other, how
// long that took and how it ended. Then nothing of it may be left.
func (s *longStream) read(ctx context.Context, second shared.Dialer) (events int, took time.Duration, err error) {
	s.t.Helper()
	s.calls, s.reads, s.dials = 0, map[string]int{}, 0
	start := time.Now()
	first, err := s.server.DialerFor(firstConnection)(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer first.Close()
	r := &reader{log: first, dial: second, stream: longName}
	if err := r.compare(ctx, eventstore.Head{}); err != nil {
		return 0, 0, err
	}
	pages := make(chan page)
	r.ended.Go(func() {
		defer close(pages)
		r.turnAll(ctx, pages)
	})
	for p := range pages {
		if err != nil {
			s.t.Error("something comes after an error")
		}
		if err = p.err; err != nil {
			continue
		}
		for i := range p.events {
			if p.events[i].Revision != int64(events) {
				s.t.Fatalf("event %d comes where event %d should", p.events[i].Revision, events)
			}
			events++
		}
	}
	r.ended.Wait()
	if n := s.server.Connections(secondConnection); n > 0 {
		s.t.Errorf("%d second connections stay", n)
	}
	return events, time.Since(start), err
}

func (s *longStream) second() shared.Dialer { return s.server.DialerFor(secondConnection) }

// readsAll fails unless so many events are read, without an error.
func (s *longStream) readsAll(want int, second shared.Dialer) time.Duration {
	s.t.Helper()
	events, took, err := s.read(ctx, second)
	if err != nil || events != want {
		s.t.Errorf("%d of %d events are read: %v", events, want, err)
	}
	return took
}

func TestTwoPagesAreUnderWayAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newLongStream(t, 20_100)
		alone, both := s.readsAll(20_100, nil), s.readsAll(20_100, s.second())
		if both > alone*6/10 {
			t.Errorf("it takes %v, and %v over one connection", both, alone)
		}
		if one, other := s.reads[firstConnection], s.reads[secondConnection]; one+other != 41 || other < 18 {
			t.Errorf("%d pages are read over the first connection and %d over the second", one, other)
		}
	})
}

func TestASecondConnectionIsDialledForMuchOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for events, dials := range map[int]int{300: 0, pageSize + muchLeft - 1: 0, pageSize + muchLeft: 1} {
			s := newLongStream(t, events)
			s.readsAll(events, s.second())
			if s.dials != dials {
				t.Errorf("%d events: %d connections are dialled beside the first", events, s.dials)
			}
		}
	})
}

func TestOneConnectionIsEnough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newLongStream(t, 12_345)
		alone := s.readsAll(12_345, nil)
		for name, second := range map[string]shared.Dialer{
			"refused": func(context.Context) (shared.Log, error) { return nil, shared.ErrOffline },
			"no answer": func(ctx context.Context) (shared.Log, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			},
			"an answer that comes too late": func(ctx context.Context) (shared.Log, error) {
				<-ctx.Done()
				return s.second()(context.WithoutCancel(ctx))
			},
		} {
			if took := s.readsAll(12_345, second); took > alone+way {
				t.Errorf("%s: it takes %v instead of %v", name, took, alone)
			}
		}
	})
}

// The end of the stream moves on before, while and after its last pages are read.
func TestTheStreamGrowsWhileItIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, at := range []int{4, 10, 22, 23, 24} {
			for _, more := range []int{1, 400, 1_700} {
				s := newLongStream(t, 10_900)
				grown := false
				s.fate = func(c shared.Call) shared.Fault {
					if s.calls >= at && !grown {
						grown = true
						s.grow(more)
					}
					return shared.Fine
				}
				s.readsAll(10_900+more, s.second())
				if !grown {
					t.Errorf("there were %d calls only", s.calls)
				}
			}
		}
	})
}

func TestAConnectionDiesWhileTwoPagesAreUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newLongStream(t, 12_345)
		for _, connection := range []string{firstConnection, secondConnection} {
			for _, at := range []int{1, 2, 7} {
				s.fate = func(c shared.Call) shared.Fault {
					if c.Client == connection && c.Op == shared.OpRead && s.reads[connection] == at {
						return shared.Unreachable
					}
					return shared.Fine
				}
				events, _, err := s.read(ctx, s.second())
				if !errors.Is(err, shared.ErrOffline) || events >= 12_345 {
					t.Errorf("read %d of the %s connection fails: %d events, %v", at, connection, events, err)
				}
			}
		}
	})
}

func TestReadingIsCancelledAnywhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newLongStream(t, 12_345)
		for k := 1; ; k++ {
			ctx, cancel := context.WithCancel(ctx)
			var at time.Time
			s.fate = func(shared.Call) shared.Fault {
				if s.calls == k {
					cancel()
					at = time.Now()
				}
				return shared.Fine
			}
			events, _, err := s.read(ctx, s.second())
			cancel()
			if at.IsZero() {
				if err != nil || k < 20 {
					t.Errorf("%d calls: %v", k-1, err)
				}
				return
			}
			if took := time.Since(at); took > 2*way {
				t.Errorf("cancelled in call %d, it goes on for %v", k, took)
			}
			if err == nil && k < 20 && events == 12_345 {
				t.Errorf("cancelled in call %d, it goes on to its end", k)
			}
		}
	})
}

func TestAMissingEventIsNoticedOnEitherConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newLongStream(t, 12_345)
		whole := s.server.Backup()
		for revision := int64(700); revision < 12_000; revision += 500 {
			s.server.Restore(whole)
			s.server.Alter(longName, revision, func(e *shared.Event) { e.Revision = shared.None })
			events, _, err := s.read(ctx, s.second())
			if want := int(revision/pageSize) * pageSize; !errors.Is(err, ErrAltered) || events != want {
				t.Errorf("event %d is missing: %d events are read, %v", revision, events, err)
			}
		}
		if s.reads[secondConnection] == 0 {
			t.Error("nothing is read over the second connection")
		}
	})
}
