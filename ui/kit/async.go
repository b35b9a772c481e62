package kit

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// Async is how widgets and pages leave the window's thread and come back to it,
// and what time it is for them. System is the real one; tests take Still, in
// which everything happens at once and time stands until it is moved.
type Async interface {
	// Go runs f away from the window's thread.
	Go(f func())
	// Do runs f on the window's thread.
	Do(f func())
	// After runs f on the window's thread when the delay has passed, unless
	// stop was called before.
	After(delay time.Duration, f func()) (stop func())
	// Now is the time on the clock.
	Now() time.Time
}

// System is the Async of the running program.
func System() Async { return system{} }

type system struct{}

func (system) Go(f func()) { go f() }

func (system) Do(f func()) { fyne.Do(f) }

func (system) After(delay time.Duration, f func()) func() {
	timer := time.AfterFunc(delay, func() { fyne.Do(f) })
	return func() { timer.Stop() }
}

func (system) Now() time.Time { return time.Now() }

// Still is the Async of tests: work is done at once in the caller's goroutine,
// or, with Hold, when Release says so; time moves with Advance only.
type Still struct {
	mutex  sync.Mutex
	now    time.Time
	timers []*stillTimer
	hold   bool
	held   []func()
}

type stillTimer struct {
	at      time.Time
	f       func()
	stopped bool
}

// NewStill returns a clock that stands at a time.
func NewStill(now time.Time) *Still { return &Still{now: now} }

// Hold keeps the work given to Go until Release.
func (s *Still) Hold() { s.hold = true }

// Held counts the pieces of work that wait.
func (s *Still) Held() int { return len(s.held) }

// Release does the waiting piece of work with that index, so that tests can let
// answers come back in any order.
func (s *Still) Release(index int) {
	f := s.held[index]
	s.held = append(s.held[:index:index], s.held[index+1:]...)
	f()
}

// Go implements Async.
func (s *Still) Go(f func()) {
	if s.hold {
		s.held = append(s.held, f)
		return
	}
	f()
}

// Do implements Async.
func (s *Still) Do(f func()) { f() }

// Now implements Async.
func (s *Still) Now() time.Time {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.now
}

// After implements Async.
func (s *Still) After(delay time.Duration, f func()) func() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	timer := &stillTimer{at: s.now.Add(delay), f: f}
	s.timers = append(s.timers, timer)
	return func() {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		timer.stopped = true
	}
}

// Advance moves the clock and does what has become due, in order.
func (s *Still) Advance(by time.Duration) {
	s.mutex.Lock()
	until := s.now.Add(by)
	s.mutex.Unlock()
	for {
		s.mutex.Lock()
		var next *stillTimer
		for _, timer := range s.timers {
			if !timer.stopped && !timer.at.After(until) && (next == nil || timer.at.Before(next.at)) {
				next = timer
			}
		}
		if next == nil {
			s.now = until
			s.mutex.Unlock()
			return
		}
		next.stopped = true
		s.now = next.at
		s.mutex.Unlock()
		next.f()
	}
}
