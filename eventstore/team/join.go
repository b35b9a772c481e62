package team

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// Joining says how a workspace is fetched from a server.
type Joining struct {
	// Dir is the folder, which must be empty, not exist, or hold what an
	// interrupted Join left.
	Dir string
	// Offer and Secrets are what Look and Offer.Open, or an invitation, gave.
	Offer   Offer
	Secrets Secrets
	// Server, Account and CAFile are noted in the ledger.
	Server, Account, CAFile string
	// Dial opens a second connection to the server, where much is to be fetched.
	// Nil: one is enough.
	Dial shared.Dialer
	// Ledger says how the ledger is opened; Identity and WorkspaceKey are filled in.
	Ledger eventstore.Options
	// Progress is told how many events there are and how many are here. Nil: nobody.
	Progress func(done, total int64)
	Knows    func(eventType string) bool // nil: the domain's event types
	Now      func() time.Time
}

// Join makes this machine one of the team's: it founds the workspace in an empty
// folder, with the identity and the key of the team's, and fetches everything.
// When it returns the ledger is closed again, to be opened as any other.
//
// The connection stays open, and is the caller's.
//
// It can be cancelled: called again it goes on where it was, and a folder in
// which it was not finished can be opened as well; rounds fetch the rest.
func Join(ctx context.Context, log shared.Log, j Joining) (err error) {
	if j.Offer.Founding {
		return ErrFounding
	}
	if j.Offer.about != nil && !j.Offer.about.belongs(j.Offer.Workspace, j.Secrets) {
		return ErrForeign
	}
	j.Ledger.Identity = &eventstore.Identity{
		Workspace: j.Offer.Workspace, CreatedAt: j.Offer.CreatedAt, ContentSecret: j.Secrets.Content[:],
	}
	j.Ledger.WorkspaceKey = j.Secrets.Key[:]
	j.Ledger.Filling = true
	l, err := eventstore.Open(ctx, j.Dir, j.Ledger)
	if err != nil {
		return fmt.Errorf("join: %w", err)
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if l.Workspace() != j.Offer.Workspace || secretsOf(l) != j.Secrets {
		return ErrNotEmpty
	}
	if err := beginJoined(ctx, l, j); err != nil {
		return err
	}
	s := New(Options{
		Ledger: l, Knows: j.Knows, Now: j.Now, Decide: keepAll,
		Dial: func(context.Context) (shared.Log, error) { return borrowed{log}, nil },
	})
	s.second = j.Dial
	if j.Progress != nil {
		s.OnStatus(func(now Status) {
			if now.Progress.Total > 0 {
				j.Progress(now.Progress.Done, now.Progress.Total)
			}
		})
	}
	if err := s.fetchAll(ctx); err != nil {
		return fmt.Errorf("join: %w", err)
	}
	return nil
}

func beginJoined(ctx context.Context, l *eventstore.Ledger, j Joining) error {
	_, isShared, err := l.Team(ctx)
	if err != nil {
		return err
	}
	if isShared {
		return l.ChangeTeam(ctx, j.Server, j.Account, j.CAFile)
	}
	head, err := l.Head(ctx)
	if err != nil {
		return err
	}
	if head.Position > 0 {
		return ErrNotEmpty
	}
	return l.BeginTeam(ctx, eventstore.Team{Server: j.Server, Account: j.Account, CAFile: j.CAFile, Epoch: j.Offer.Epoch})
}

// keepAll keeps what was recorded here. In a folder that is being joined there is
// nothing, unless somebody worked in it in between.
func keepAll(domain.State, eventstore.Tail) (eventstore.Verdict, error) {
	return eventstore.Verdict{Keep: true}, nil
}

// fetchAll pulls without pushing.
func (s *Syncer) fetchAll(ctx context.Context) error {
	s.round.Lock()
	defer s.round.Unlock()
	return s.tracked(ctx, func() error {
		if err := s.takeUp(ctx); err != nil {
			return err
		}
		if err := s.connect(ctx); err != nil {
			return err
		}
		return s.pull(ctx)
	})
}

// borrowed is a connection that belongs to the caller.
type borrowed struct{ shared.Log }

func (borrowed) Close() error { return nil }
