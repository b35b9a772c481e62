package eventstore

import (
	"context"
	"errors"
	"sync"

	"zombiezen.com/go/sqlite"
)

// mostReaders is how many read the log at the same time.
const mostReaders = 4

// readers are the connections that read the log. Who asks gets the one that was
// used last, with its statements and pages; another is opened only when several
// read at the same time.
type readers struct {
	open   func() (*sqlite.Conn, error)
	idle   chan struct{} // one for each that is not in use, also for those not opened yet
	closed chan struct{}

	mu   sync.Mutex
	free []*sqlite.Conn
}

func newReaders(open func() (*sqlite.Conn, error)) *readers {
	r := &readers{open: open, idle: make(chan struct{}, mostReaders), closed: make(chan struct{})}
	for range mostReaders {
		r.idle <- struct{}{}
	}
	return r
}

// take waits for a connection, which reads no further once ctx has ended.
func (r *readers) take(ctx context.Context) (*sqlite.Conn, error) {
	select {
	case <-r.closed:
		return nil, ErrClosed
	default:
	}
	select {
	case <-r.idle:
	case <-r.closed:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	conn, err := r.next()
	if err != nil {
		r.idle <- struct{}{}
		return nil, err
	}
	// Who cannot be interrupted costs no goroutine that waits for it.
	if done := ctx.Done(); done != nil {
		conn.SetInterrupt(done)
	}
	return conn, nil
}

func (r *readers) next() (*sqlite.Conn, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	last := len(r.free) - 1
	if last < 0 {
		return r.open()
	}
	conn := r.free[last]
	r.free = r.free[:last]
	return conn, nil
}

func (r *readers) give(conn *sqlite.Conn) {
	conn.SetInterrupt(nil)
	r.mu.Lock()
	r.free = append(r.free, conn)
	r.mu.Unlock()
	r.idle <- struct{}{}
}

// close waits for those who read, and closes all connections.
func (r *readers) close() error {
	close(r.closed)
	for range mostReaders {
		<-r.idle
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var failed []error
	for _, conn := range r.free {
		failed = append(failed, conn.Close())
	}
	r.free = nil
	return errors.Join(failed...)
}
