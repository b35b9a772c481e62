package team

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// State says how the workspace and the team's ledger stand to each other.
type State string

// The states. From Reset to Altered nothing is exchanged until somebody decides.
const (
	StateSolo         State = "solo"          // not shared
	StateShared       State = "shared"        // alike, as far as is known
	StateUnshared     State = "unshared"      // the server is there; something was recorded since
	StateSyncing      State = "syncing"       // under way
	StateOffline      State = "offline"       // the server cannot be reached
	StateFounding     State = "founding"      // another laptop's first upload is not complete
	StateDenied       State = "denied"        // the account may not, or the password is wrong
	StateReset        State = "reset"         // the server has nothing any more
	StateRestored     State = "restored"      // the server has less than was shared
	StateDiverged     State = "diverged"      // the server has something else
	StateForeign      State = "foreign"       // the stream is not Kontor's, or another workspace's
	StateAltered      State = "altered"       // somebody changed events on the server
	StateUpdateNeeded State = "update-needed" // the server has events of a newer version
	StateFailed       State = "failed"        // something else; Problem says what
)

// Status is what is always visible of the team.
type Status struct {
	State State
	// Since is when the state began; while syncing, when that began.
	Since time.Time
	// SharedAt is when ledger and server were last alike; zero if never since
	// the start.
	SharedAt time.Time
	// Unshared counts the own commands that the team does not have yet, Attention
	// those that wait for a person.
	Unshared  int64
	Attention int
	// Progress is how far the present exchange is; both 0 if it is short.
	Progress Progress
	// Problem is why it is not shared; nil if there is none. MessageKey of the
	// problems of this package, of shared and of eventstore names the sentence.
	Problem error
	// ClockOff is how much this machine's clock is ahead of the server's; 0 if it
	// is not off by more than [ClockTolerance].
	ClockOff time.Duration
	// FilesWaiting, FilesTooLarge and FilesFailed count attachments; the last are
	// those that could not be used as they came, and FilesDue is when the first of
	// them is tried again.
	FilesWaiting, FilesTooLarge, FilesFailed int
	FilesDue                                 time.Time
	// FilesLeft counts sealed files of erased attachments that are still on the
	// server because the account may not take them away. Their keys are destroyed.
	FilesLeft int
	// Protection is what is known of the rights on the server's streams.
	Protection Protection
}

// Progress counts events.
type Progress struct{ Done, Total int64 }

// ClockTolerance is how far the clocks of laptop and server may be apart.
const ClockTolerance = 2 * time.Minute

// problemState is the state that a problem leads to.
type problemState struct {
	err   error
	state State
}

// lasting are the problems that stay until somebody decides: also a program that
// did not ask the server itself says so.
var lasting = []problemState{
	{ErrReset, StateReset},
	{ErrRestored, StateRestored},
	{ErrDiverged, StateDiverged},
	{ErrForeign, StateForeign},
	{ErrAltered, StateAltered},
	{ErrUpdateNeeded, StateUpdateNeeded},
}

func stateOf(err error) State {
	for _, known := range slices.Concat(lasting, []problemState{
		{ErrFounding, StateFounding},
		{shared.ErrCredentials, StateDenied},
		{shared.ErrDenied, StateDenied},
		{shared.ErrDeleted, StateReset},
		{shared.ErrInDoubt, StateOffline},
		{shared.ErrOffline, StateOffline},
		{shared.ErrHeadMoved, StateUnshared},
		{context.Canceled, StateUnshared},
		{context.DeadlineExceeded, StateOffline},
	}) {
		if errors.Is(err, known.err) {
			return known.state
		}
	}
	if err != nil {
		return StateFailed
	}
	return StateShared
}

// statusBoard holds the status and tells it.
type statusBoard struct {
	mu        sync.Mutex
	now       Status
	listeners map[int]func(Status)
	next      int
}

// Status is how things stand now. It asks the ledger, not the server.
func (s *Syncer) Status() Status {
	ctx := context.Background()
	s.status.mu.Lock()
	now := s.status.now
	s.status.mu.Unlock()
	// A ledger that cannot be read, as while it is closed, adds nothing.
	t, isShared, err := s.o.Ledger.Team(ctx)
	if err != nil || !isShared {
		return now
	}
	now.Protection = Protection(t.Protection)
	if _, commands, err := s.o.Ledger.Unshared(ctx); err == nil {
		now.Unshared = commands
	}
	if open, err := s.o.Ledger.Attention(ctx, true); err == nil {
		now.Attention = len(open)
	}
	if files, err := s.o.Ledger.Files(ctx); err == nil {
		for _, f := range files {
			switch f.State {
			case eventstore.FileWaiting:
				now.FilesWaiting++
			case eventstore.FileTooLarge:
				now.FilesTooLarge++
			case eventstore.FileDenied:
				now.FilesLeft++
			case eventstore.FileFailed:
				now.FilesFailed++
				if f.Direction == eventstore.FileDown && (now.FilesDue.IsZero() || f.Due.Before(now.FilesDue)) {
					now.FilesDue = f.Due
				}
			}
		}
	}
	if now.State == StateShared && now.Unshared > 0 {
		now.State = StateUnshared
	}
	if now.State == StateSolo {
		now.State = StateUnshared // shared, but no round has run yet
		for _, known := range lasting {
			if string(known.state) == t.Seen.State {
				now.State, now.Since, now.Problem = known.state, t.Seen.Since, known.err
			}
		}
	}
	return now
}

// remember notes a state that lasts, and that it is over. Where the server cannot
// be asked nothing is known to be over.
func (s *Syncer) remember(state State, at time.Time) {
	ctx := context.Background()
	t, isShared, err := s.o.Ledger.Team(ctx)
	if err != nil || !isShared {
		return
	}
	seen := t.Seen
	switch {
	case state == StateShared:
		seen = eventstore.Seen{}
	case slices.ContainsFunc(lasting, func(p problemState) bool { return p.state == state }) && seen.State != string(state):
		seen = eventstore.Seen{State: string(state), Since: at}
	}
	if seen != t.Seen {
		// What cannot be noted is seen again with the next round.
		_ = s.o.Ledger.NoteSeen(ctx, seen)
	}
}

// OnStatus calls f whenever the status changes, from the goroutine that changes
// it; f must not wait. The returned function ends that.
func (s *Syncer) OnStatus(f func(Status)) (remove func()) {
	b := &s.status
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.listeners == nil {
		b.listeners = map[int]func(Status){}
	}
	id := b.next
	b.next++
	b.listeners[id] = f
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.listeners, id)
	}
}

// settle notes a state and tells it.
func (s *Syncer) settle(state State, problem error) {
	at := s.o.Now()
	s.remember(state, at)
	s.show(func(now *Status) {
		if now.State != state {
			now.Since = at
		}
		now.State, now.Problem, now.Progress = state, problem, Progress{}
		if state == StateShared {
			now.SharedAt = at
		}
	})
}

func (s *Syncer) show(change func(*Status)) {
	b := &s.status
	b.mu.Lock()
	change(&b.now)
	listeners := make([]func(Status), 0, len(b.listeners))
	for _, f := range b.listeners {
		listeners = append(listeners, f)
	}
	b.mu.Unlock()
	if len(listeners) == 0 {
		return
	}
	status := s.Status()
	for _, f := range listeners {
		f(status)
	}
}

func (s *Syncer) progress(done, total int64) {
	s.show(func(now *Status) { now.Progress = Progress{done, total} })
}
