package pool

import (
	"context"
	"errors"
	"sync"
	"testing"
)

const most = 4

// fake is a connection.
type fake struct{ closed bool }

func (f *fake) Close() error {
	f.closed = true
	return nil
}

// Who reads one after the other gets the same connection, whatever it has of the
// file in memory; more are opened for those who read at the same time, and all are
// closed when the last has given its back.
func TestTheConnectionUsedLastIsUsedNext(t *testing.T) {
	opened := 0
	p := New(most, func() (*fake, error) {
		opened++
		return &fake{}, nil
	})
	ctx := context.Background()
	take := func() *fake {
		t.Helper()
		c, err := p.Take(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := take()
	p.Give(first)
	if take() != first || opened != 1 {
		t.Errorf("another connection, of %d", opened)
	}
	all := []*fake{first, take(), take(), take()}
	ended, end := context.WithCancel(ctx)
	end()
	if _, err := p.Take(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("who has stopped waiting: %v", err)
	}
	var closing sync.WaitGroup
	closing.Go(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	<-p.closed
	if _, err := p.Take(ctx); !errors.Is(err, ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
	for _, c := range all {
		if c.closed {
			t.Error("closed while somebody reads")
		}
		p.Give(c)
	}
	closing.Wait()
	for _, c := range all {
		if !c.closed {
			t.Error("one is left open")
		}
	}
	if opened != most {
		t.Errorf("%d were opened", opened)
	}
}

// A connection that could not be opened is no place lost.
func TestItGoesOnAfterAFailure(t *testing.T) {
	damaged := errors.New("damaged")
	p := New(most, func() (*fake, error) { return nil, damaged })
	for range 2 * most {
		if _, err := p.Take(context.Background()); !errors.Is(err, damaged) {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}
