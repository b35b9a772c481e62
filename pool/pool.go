// Package pool keeps the connections that read a file: the one that was used last
// is used next, because its statements are prepared, and what it keeps of the file
// is what was read just before.
package pool

import (
	"context"
	"errors"
	"io"
	"sync"
)

// ErrClosed is the error of [Pool.Take] once the pool is being closed.
var ErrClosed = errors.New("pool: closed")

// Pool is some connections, each opened only when all others are in use. Its
// methods may be called from several goroutines.
type Pool[C io.Closer] struct {
	open   func() (C, error)
	idle   chan struct{} // one for each that is not in use, also for those not opened yet
	closed chan struct{}

	mu   sync.Mutex
	free []C
}

// New gives a pool of so many connections at most. It opens none yet.
func New[C io.Closer](most int, open func() (C, error)) *Pool[C] {
	p := &Pool[C]{open: open, idle: make(chan struct{}, most), closed: make(chan struct{})}
	for range most {
		p.idle <- struct{}{}
	}
	return p
}

// Take waits for a connection, until ctx ends. It is to be given back.
func (p *Pool[C]) Take(ctx context.Context) (c C, err error) {
	select {
	case <-p.closed:
		return c, ErrClosed
	default:
	}
	select {
	case <-p.idle:
	case <-p.closed:
		return c, ErrClosed
	case <-ctx.Done():
		return c, ctx.Err()
	}
	c, err = p.next()
	if err != nil {
		p.idle <- struct{}{}
	}
	return c, err
}

func (p *Pool[C]) next() (C, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.free) - 1
	if last < 0 {
		return p.open()
	}
	c := p.free[last]
	p.free = p.free[:last]
	return c, nil
}

// Give gives back what was taken.
func (p *Pool[C]) Give(c C) {
	p.mu.Lock()
	p.free = append(p.free, c)
	p.mu.Unlock()
	p.idle <- struct{}{}
}

// Close waits until all that were taken are back, and closes them. It is called
// once.
func (p *Pool[C]) Close() error {
	close(p.closed)
	for range cap(p.idle) {
		<-p.idle
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var failed []error
	for _, c := range p.free {
		failed = append(failed, c.Close())
	}
	p.free = nil
	return errors.Join(failed...)
}
