package pool

import (
	"context"
	"testing"
)

// interruptible counts the channels that it got.
type interruptible struct {
	done <-chan struct{}
	set  int
}

func (c *interruptible) SetInterrupt(done <-chan struct{}) <-chan struct{} {
	before := c.done
	c.done, c.set = done, c.set+1
	return before
}

func (c *interruptible) stopped() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

// While no context ends, a connection keeps its channel; the end of one that does
// not use it any more means nothing to it.
func TestAConnectionKeepsItsChannelWhileNoContextEnds(t *testing.T) {
	c := &interruptible{}
	i := NewInterrupt(c)
	i.During(context.Background())()
	for range 3 {
		ctx, end := context.WithCancel(context.Background())
		i.During(ctx)()
		end()
	}
	if c.set != 1 || c.stopped() {
		t.Errorf("%d channels, stopped: %t", c.set, c.stopped())
	}
}

func TestAContextThatEndsStopsOnlyWhoRunsUnderIt(t *testing.T) {
	c := &interruptible{}
	i := NewInterrupt(c)
	outer, endOuter := context.WithCancel(context.Background())
	defer endOuter()
	releaseOuter := i.During(outer)
	ctx, end := context.WithCancel(context.Background())
	release := i.During(ctx)
	end()
	<-c.done
	release()
	if c.stopped() || c.done != nil {
		t.Error("the connection stays stopped")
	}
	releaseOuter()
	later, endLater := context.WithCancel(context.Background())
	releaseLater := i.During(later)
	endOuter()
	if c.stopped() {
		t.Error("stopped by a context that is over")
	}
	endLater()
	<-c.done
	i.Clear()
	if c.stopped() {
		t.Error("stopped after it was cleared")
	}
	releaseLater()
}
