package team

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"kontor/domain"
	"kontor/eventstore/shared"
)

// records lets a laptop share somewhat more than [muchLeft].
func (l *laptop) records() {
	l.t.Helper()
	const each = 250
	for range muchLeft/each + 7 {
		people := domain.Batch{Title: "import"}
		for i := range each {
			people.Parts = append(people.Parts, domain.AddRecord{
				Record: domain.Stream{Kind: domain.KindPerson, ID: newID()}, Origin: domain.Origin{How: domain.OriginManual},
				Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Family: fmt.Sprint("Person ", i)})}},
			})
		}
		l.do(people)
	}
	l.round()
}

const besideBen = "ben beside"

// besides tells the two connections of Ben's apart, and lets the first one wait
// for the second before its second page of the ledger.
type besides struct {
	server *shared.Memory
	stream string
	fate   func(shared.Call) shared.Fault // of calls over the second; nil: all are fine

	pages     atomic.Int32 // that the first was asked for
	dials     atomic.Int32 // of the second
	dialled   chan struct{}
	onceThere sync.Once
}

// besidesOf is for one exchange in which the ledger that anna has is read.
func besidesOf(ben, anna *laptop) *besides {
	b := &besides{server: ben.server, stream: anna.stream(), dialled: make(chan struct{})}
	ben.dialer = b.dial
	b.server.OnCall(func(c shared.Call) shared.Fault {
		switch {
		case c.Client == besideBen && b.fate != nil:
			return b.fate(c)
		case c.Client == ben.name && c.Op == shared.OpRead && c.Stream == b.stream && b.pages.Add(1) > 1:
			<-b.dialled
		}
		return shared.Fine
	})
	return b
}

func (b *besides) dial(ctx context.Context) (shared.Log, error) {
	if b.server.Connections("ben") == 0 {
		return b.server.DialerFor("ben")(ctx)
	}
	b.dials.Add(1)
	defer b.onceThere.Do(func() { close(b.dialled) })
	return b.server.DialerFor(besideBen)(ctx)
}

// over fails unless the second connection was dialled so often, and is closed.
func (b *besides) over(t *testing.T, dials int32) {
	t.Helper()
	b.server.OnCall(nil)
	if got := b.dials.Load(); got != dials {
		t.Errorf("%d second connections were dialled instead of %d", got, dials)
	}
	if open := b.server.Connections(besideBen); open > 0 {
		t.Errorf("%d second connections stay", open)
	}
}

// longLedger is a server with a workspace that has much in its ledger.
func longLedger(t *testing.T) (anna *laptop) {
	t.Helper()
	c := newClock()
	anna = newLaptop(t, newServer(c), c, "anna").found()
	anna.records()
	return anna
}

func TestALongLedgerIsJoined(t *testing.T) {
	anna := longLedger(t)
	log := newLaptop(t, anna.server, anna.clock, "cara").dial()
	offer, err := LookFor(ctx, log, anna.ledger.Workspace())
	if err != nil {
		t.Fatal(err)
	}
	newBen := func(t *testing.T) (*laptop, *besides) {
		ben := newLaptop(t, anna.server, anna.clock, "ben")
		return ben, besidesOf(ben, anna)
	}
	// joins joins over a connection that it keeps.
	joins := func(t *testing.T, ben *laptop, ctx context.Context) error {
		t.Helper()
		log := ben.dial()
		defer log.Close()
		err := ben.joinOffer(ctx, log, offer)
		if n := ben.server.Connections("ben"); err == nil && n != 1 {
			t.Errorf("%d connections are open instead of the one that was lent", n)
		}
		return err
	}
	// hasAll compares the ends of the chains of hashes; the words take longer.
	hasAll := func(t *testing.T, ben *laptop) {
		t.Helper()
		if ben.head() != anna.head() {
			t.Errorf("Ben is at %d, Anna at %d", ben.head().Position, anna.head().Position)
		}
	}
	t.Run("over two connections", func(t *testing.T) {
		ben, b := newBen(t)
		if err := joins(t, ben, ctx); err != nil {
			t.Fatal(err)
		}
		b.over(t, 1)
		alike(t, anna, ben.open())
	})
	t.Run("the second is refused", func(t *testing.T) {
		ben, b := newBen(t)
		b.fate = func(shared.Call) shared.Fault { return shared.Unreachable }
		if err := joins(t, ben, ctx); err != nil {
			t.Fatal(err)
		}
		b.over(t, 1)
		hasAll(t, ben.open())
	})
	t.Run("the second dies", func(t *testing.T) {
		ben, b := newBen(t)
		b.fate = func(c shared.Call) shared.Fault {
			if c.Op == shared.OpRead {
				return shared.Unreachable
			}
			return shared.Fine
		}
		if err := joins(t, ben, ctx); !errors.Is(err, shared.ErrOffline) {
			t.Fatal(err)
		}
		b.over(t, 1)
		hasAll(t, ben.join()) // goes on where it was
	})
	t.Run("cancelled", func(t *testing.T) {
		ben, b := newBen(t)
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		ben.joining = func(int64, int64) { cancel() }
		if err := joins(t, ben, ctx); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		b.over(t, 1)
		ben.joining = nil
		hasAll(t, ben.join())
	})
}

func TestALaptopComesBackAfterALongTime(t *testing.T) {
	server, anna, ben := pair(t)
	anna.records()
	ben.called("unterwegs")
	ben.syncer.Close()
	b := besidesOf(ben, anna)
	died := false // Ben's first call over the second connection did not come back
	b.fate = func(c shared.Call) shared.Fault {
		if c.Op == shared.OpRead && !died {
			died = true
			return shared.Unreachable
		}
		return shared.Fine
	}
	ben.reopen()
	ben.fails(shared.ErrOffline, StateOffline)
	if !died || server.Connections("ben") > 0 {
		t.Errorf("the second connection died: %v; %d connections stay", died, server.Connections("ben"))
	}
	b.over(t, 1)
	ben.round()
	rounds(anna, ben)
	alike(t, anna, ben)
	b.over(t, 2)
	if server.Connections("ben") != 1 {
		t.Errorf("%d connections are open", server.Connections("ben"))
	}
}
