package pool

import (
	"context"
	"sync"
)

// Interruptible is a connection that stops what it does when a channel is closed,
// and does no more until it gets another one, or nil: a [sqlite.Conn].
//
// [sqlite.Conn]: https://pkg.go.dev/zombiezen.com/go/sqlite#Conn.SetInterrupt
type Interruptible interface {
	SetInterrupt(done <-chan struct{}) (before <-chan struct{})
}

// Interrupt stops a connection when contexts end. To give the connection another
// channel starts a goroutine and waits for the end of the one before, which takes
// milliseconds where the processors are busy; here it keeps one channel until a
// context has ended. An Interrupt is used by who has the connection.
type Interrupt struct {
	conn Interruptible
	done chan struct{} // what the connection looks at; nil if at nothing
	end  func()        // closes done
}

// NewInterrupt is for a connection that has no channel yet.
func NewInterrupt(conn Interruptible) *Interrupt { return &Interrupt{conn: conn} }

// During stops the connection when ctx ends, until release is called. Then it can
// be used again.
func (i *Interrupt) During(ctx context.Context) (release func()) {
	if ctx.Done() == nil {
		return func() {}
	}
	if i.done == nil {
		done := make(chan struct{})
		i.done, i.end = done, sync.OnceFunc(func() { close(done) })
		i.conn.SetInterrupt(done)
	}
	done := i.done
	stop := context.AfterFunc(ctx, i.end)
	return func() {
		if !stop() {
			<-done
			i.Clear()
		}
	}
}

// Clear lets the connection go on whatever became of a context.
func (i *Interrupt) Clear() {
	i.conn.SetInterrupt(nil)
	i.done, i.end = nil, nil
}
