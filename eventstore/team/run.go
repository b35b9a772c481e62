package team

import (
	"context"
	"errors"
	"time"

	"kontor/eventstore/shared"
)

// How often the server is asked where no bell rings, and how long is waited
// after a failure.
const (
	pollEvery    = 60 * time.Second
	firstBackoff = time.Second
	lastBackoff  = 5 * time.Minute
)

// Run keeps ledger and server alike until ctx ends: a round at once, then one
// whenever the server's bell rings, Kick is called, or a minute has passed. After
// a failure it waits a second, then longer and longer, up to five minutes.
func (s *Syncer) Run(ctx context.Context) {
	failures, dropped := 0, 0
	for ctx.Err() == nil {
		err := s.Round(ctx)
		wait := pollEvery
		var bell <-chan struct{}
		ringing, hush := context.WithCancel(ctx)
		if err == nil {
			failures = 0
			bell = s.watch(ringing)
		} else {
			wait = s.backoff(failures, err)
			failures++
		}
		select {
		case <-ctx.Done():
		case <-s.kick:
			failures = 0
		case _, open := <-bell:
			if open {
				dropped = 0
			} else {
				s.Close() // the connection ended; dial anew
				s.pause(ctx, dropped)
				dropped++
			}
		case <-s.o.After(wait):
			dropped = 0
		}
		hush()
	}
	s.Close()
}

// pause waits where the server ends one bell after the other although everything
// else goes well: without, the loop would dial it without a breath.
func (s *Syncer) pause(ctx context.Context, dropped int) {
	if dropped == 0 {
		return
	}
	select {
	case <-ctx.Done():
	case <-s.kick:
	case <-s.o.After(s.backoff(dropped-1, shared.ErrOffline)):
	}
}

// Kick asks for a round now: after a command, or because somebody wants it.
func (s *Syncer) Kick() {
	select {
	case s.kick <- struct{}{}:
	default:
	}
}

// watch gives the bell of the connection; nil where there is none.
func (s *Syncer) watch(ctx context.Context) <-chan struct{} {
	s.round.Lock()
	defer s.round.Unlock()
	if s.conn == nil {
		return nil
	}
	confirmed, err := s.o.Ledger.Confirmed(ctx)
	if err != nil {
		return nil
	}
	bell, err := s.conn.log.Watch(ctx, s.conn.names.ledger, confirmed.Position-1)
	if err != nil {
		s.hangUp()
		return nil
	}
	return bell
}

// backoff is how long to wait after so many failures before this one. What only
// people can change is asked about rarely.
func (s *Syncer) backoff(failures int, err error) time.Duration {
	wait := lastBackoff
	switch stateOf(err) {
	case StateOffline, StateFailed, StateUnshared, StateFounding:
		wait = min(lastBackoff, firstBackoff<<min(failures, 16))
	}
	if errors.Is(err, shared.ErrCredentials) {
		wait = lastBackoff // some servers lock an account that knocks too often
	}
	return time.Duration(float64(wait) * (0.5 + 0.5*s.o.Random()))
}
