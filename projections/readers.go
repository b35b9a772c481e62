package projections

import (
	"context"
	"errors"
	"sync"
)

// readers are the connections that read. Who asks gets the one that was used last:
// its statements are prepared, and what it keeps of the file is what was read just
// before. Another is opened only when several ask at the same time.
type readers struct {
	open func() (*conn, error)
	idle chan struct{} // one for each that is not in use, also for those not opened yet

	mu   sync.Mutex
	free []*conn
}

func newReaders(most int, open func() (*conn, error)) *readers {
	r := &readers{open: open, idle: make(chan struct{}, most)}
	for range most {
		r.idle <- struct{}{}
	}
	return r
}

// take waits for a connection.
func (r *readers) take(ctx context.Context) (*conn, error) {
	select {
	case <-r.idle:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	c, err := r.next()
	if err != nil {
		r.idle <- struct{}{}
	}
	return c, err
}

func (r *readers) next() (*conn, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	last := len(r.free) - 1
	if last < 0 {
		return r.open()
	}
	c := r.free[last]
	r.free = r.free[:last]
	return c, nil
}

func (r *readers) give(c *conn) {
	r.mu.Lock()
	r.free = append(r.free, c)
	r.mu.Unlock()
	r.idle <- struct{}{}
}

// close closes all of them. None may be in use.
func (r *readers) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var failed []error
	for _, c := range r.free {
		failed = append(failed, c.Close())
	}
	r.free = nil
	return errors.Join(failed...)
}
