package eventstore

import (
	"context"
	"errors"
	"sync"
	"testing"

	"zombiezen.com/go/sqlite"
)

// Who reads one after the other gets the same connection, whatever it has of the
// file in memory; more are opened for those who read at the same time, and all are
// closed when the last has given its back.
func TestReadersShareTheConnectionUsedLast(t *testing.T) {
	opened := 0
	r := newReaders(func() (*sqlite.Conn, error) {
		opened++
		return sqlite.OpenConn(":memory:")
	})
	ctx := context.Background()
	take := func() *sqlite.Conn {
		t.Helper()
		conn, err := r.take(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return conn
	}
	first := take()
	r.give(first)
	if take() != first || opened != 1 {
		t.Errorf("another connection, of %d", opened)
	}
	all := []*sqlite.Conn{first, take(), take(), take()}
	ended, end := context.WithCancel(ctx)
	end()
	if _, err := r.take(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("who has stopped waiting: %v", err)
	}
	var closing sync.WaitGroup
	closing.Go(func() {
		if err := r.close(); err != nil {
			t.Error(err)
		}
	})
	<-r.closed
	if _, err := r.take(ctx); !errors.Is(err, ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
	for _, conn := range all {
		r.give(conn)
	}
	closing.Wait()
	if opened != mostReaders || len(r.free) != 0 {
		t.Errorf("%d were opened, %d are left", opened, len(r.free))
	}
}

// A connection that could not be opened is no place lost.
func TestReadersGoOnAfterAFailure(t *testing.T) {
	r := newReaders(func() (*sqlite.Conn, error) { return nil, ErrDamaged })
	for range 2 * mostReaders {
		if _, err := r.take(context.Background()); !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
	}
	if err := r.close(); err != nil {
		t.Error(err)
	}
}
