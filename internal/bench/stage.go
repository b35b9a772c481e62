package main

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"kontor/ui/kit"
)

// stage is how a window that is measured leaves its thread and comes back to it.
// It counts what is under way, so that it knows when everything that was asked
// for has come and stands in the window.
type stage struct {
	// queue is what waits for the window's thread, where there is no toolkit that
	// runs it: whoever measures is that thread then.
	queued bool

	mu      sync.Mutex
	changed sync.Cond
	working int
	queue   []func()
}

var _ kit.Async = (*stage)(nil)

// newStage returns the stage of a window of the running toolkit or, queued, of
// one whose thread is that of the caller of settle.
func newStage(queued bool) *stage {
	s := &stage{queued: queued}
	s.changed.L = &s.mu
	return s
}

func (s *stage) add(n int) {
	s.mu.Lock()
	s.working += n
	s.changed.Broadcast()
	s.mu.Unlock()
}

// Go implements kit.Async.
func (s *stage) Go(f func()) {
	s.add(1)
	go func() {
		defer s.add(-1)
		f()
	}()
}

// Do implements kit.Async.
func (s *stage) Do(f func()) {
	s.add(1)
	work := func() {
		defer s.add(-1)
		f()
	}
	if !s.queued {
		fyne.Do(work)
		return
	}
	s.mu.Lock()
	s.queue = append(s.queue, work)
	s.changed.Broadcast()
	s.mu.Unlock()
}

// After implements kit.Async. Nobody waits for what is due later.
func (s *stage) After(delay time.Duration, f func()) func() {
	timer := time.AfterFunc(delay, func() { s.Do(f) })
	return func() { timer.Stop() }
}

// Now implements kit.Async.
func (s *stage) Now() time.Time { return time.Now() }

// settle waits until nothing is under way. Where the caller is the window's
// thread it returns how long that thread worked.
func (s *stage) settle() (worked time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.working > 0 {
		work := s.queue
		s.queue = nil
		if len(work) == 0 {
			s.changed.Wait()
			continue
		}
		s.mu.Unlock()
		start := time.Now()
		for _, f := range work {
			f()
		}
		worked += time.Since(start)
		s.mu.Lock()
	}
	return worked
}
