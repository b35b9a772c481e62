package server

import (
	"context"
	"math"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Event is an event on its way to a client; see [Server.Lie].
type Event struct {
	Stream   string
	Revision int64
	ID       uuid.UUID
	Type     string
	Data     []byte
	Meta     []byte
	Created  time.Time
}

// faults are the switches that make a server misbehave. They may be used while
// it runs.
type faults struct {
	mu          sync.Mutex
	dropReplies int
	cutAppends  int
	timeouts    int
	unavailable int
	frozen      bool  // reads show nothing above the horizon
	horizon     int64 // a position
	delay       time.Duration
	stalled     chan struct{}
	deny        func(Access) bool
	lie         func(*Event) bool
	redirect    *Server
	clock       time.Duration
	bells       chan struct{} // closed to drop the live subscriptions
	draining    bool          // no new subscriptions
}

// DropReplies lets the server carry out the next n appends and then cut the
// client's connection instead of answering.
func (s *Server) DropReplies(n int) { s.faults.set(func(f *faults) { f.dropReplies = n }) }

// CutAppends lets the server cut the client's connection in the middle of the
// next n appends; nothing is added.
func (s *Server) CutAppends(n int) { s.faults.set(func(f *faults) { f.cutAppends = n }) }

// TimeOut lets the server carry out the next n appends and then say that they
// took too long, as a leader does whose followers are slow.
func (s *Server) TimeOut(n int) { s.faults.set(func(f *faults) { f.timeouts = n }) }

// Freeze lets reads and subscriptions show only what there is now until thaw is
// called, as a follower does that lags behind. Appends go on.
func (s *Server) Freeze() (thaw func()) {
	now := s.database().position()
	s.faults.set(func(f *faults) { f.frozen, f.horizon = true, now })
	return func() {
		s.faults.set(func(f *faults) { f.frozen = false })
		s.database().wake()
	}
}

// Unavailable lets the server answer the next n calls for streams with that
// status.
func (s *Server) Unavailable(n int) { s.faults.set(func(f *faults) { f.unavailable = n }) }

// Delay lets every call wait before it is carried out.
func (s *Server) Delay(d time.Duration) { s.faults.set(func(f *faults) { f.delay = d }) }

// SetClock sets how much the server's clock is ahead; what "created" of later
// events says.
func (s *Server) SetClock(ahead time.Duration) { s.faults.set(func(f *faults) { f.clock = ahead }) }

// Deny lets the server refuse what the function says, whatever the access lists
// allow; nil ends it. The function may be called from many goroutines.
func (s *Server) Deny(denied func(Access) bool) { s.faults.set(func(f *faults) { f.deny = denied }) }

// Lie lets the server change events when they are read, and leave those out for
// which the function says false; nil ends it. The stored events stay as they
// are. The function may be called from many goroutines.
func (s *Server) Lie(tell func(*Event) bool) { s.faults.set(func(f *faults) { f.lie = tell }) }

// Redirect lets the server answer every call for streams by naming the other as
// the leader; nil ends it.
func (s *Server) Redirect(leader *Server) { s.faults.set(func(f *faults) { f.redirect = leader }) }

// Stall lets all calls hang until release is called, the client gives up, or
// the server is stopped.
func (s *Server) Stall() (release func()) {
	stalled := make(chan struct{})
	s.faults.set(func(f *faults) { f.stalled = stalled })
	return sync.OnceFunc(func() {
		s.faults.set(func(f *faults) {
			if f.stalled == stalled {
				f.stalled = nil
			}
		})
		close(stalled)
	})
}

// DropSubscriptions ends all subscriptions that are open now.
func (s *Server) DropSubscriptions() {
	s.faults.set(func(f *faults) {
		close(f.bells)
		f.bells = make(chan struct{})
	})
}

// KillConnections cuts all connections without a word.
func (s *Server) KillConnections() {
	if l := s.currentListener(); l != nil {
		l.cutAll()
	}
}

func (f *faults) set(change func(*faults)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

func (f *faults) denied() func(Access) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.deny
}

func (f *faults) liar() func(*Event) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.lie
}

// subscribable gives the channel whose closing ends a subscription, or says
// that none is taken now.
func (f *faults) subscribable() (<-chan struct{}, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.draining {
		return nil, notReady()
	}
	return f.bells, nil
}

func (f *faults) ahead() time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.clock
}

// takeCut uses up one of the appends that are to be cut.
func (f *faults) takeCut() bool { return f.take(&f.cutAppends) }

// takeReply uses up one of the replies that are to be dropped.
func (f *faults) takeReply() bool { return f.take(&f.dropReplies) }

// takeTimeout uses up one of the appends that are to time out.
func (f *faults) takeTimeout() bool { return f.take(&f.timeouts) }

// shown is the highest position that reads show.
func (f *faults) shown() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.frozen {
		return f.horizon
	}
	return math.MaxInt64
}

func (f *faults) take(count *int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if *count <= 0 {
		return false
	}
	*count--
	return true
}

// interfere applies what is set for a call before it is carried out.
func (f *faults) interfere(ctx context.Context, streams bool) error {
	f.mu.Lock()
	delay, stalled, leader := f.delay, f.stalled, f.redirect
	f.mu.Unlock()
	if stalled != nil {
		select {
		case <-stalled:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if delay > 0 {
		timer := time.NewTimer(delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	switch {
	case !streams:
		return nil
	case f.take(&f.unavailable):
		return notReady()
	case leader != nil:
		host, port := leader.endpoint()
		return notLeader(host, port)
	}
	return nil
}

// endpoint is where clients find the server.
func (s *Server) endpoint() (host string, port int) {
	host, text, err := net.SplitHostPort(s.advertised())
	if err != nil {
		return s.advertised(), 0
	}
	port, err = strconv.Atoi(text)
	if err != nil {
		return host, 0
	}
	return host, port
}
