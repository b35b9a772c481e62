package team

import (
	"context"
	"fmt"

	"kontor/domain"
	"kontor/eventstore"
)

// takeUpAtOnce is how many events are attended to at a time.
const takeUpAtOnce = 2_000

// TakeUp does what follows from others' events and was not done yet, because the
// program ended after they had come in: they do not come a second time. It does
// not ask the server. Each round does it too.
func (s *Syncer) TakeUp(ctx context.Context) error {
	s.round.Lock()
	defer s.round.Unlock()
	return s.takeUp(ctx)
}

func (s *Syncer) takeUp(ctx context.Context) error {
	t, isShared, err := s.o.Ledger.Team(ctx)
	if err != nil || !isShared || t.Attended >= t.Confirmed {
		return err
	}
	s.neglected = false
	var events []domain.Recorded
	for r, err := range s.o.Ledger.All(ctx, t.Attended) {
		if err != nil {
			return fmt.Errorf("take up what came in: %w", err)
		}
		if r.Position > t.Confirmed {
			break
		}
		if events = append(events, r); len(events) == takeUpAtOnce {
			if err := s.attendLater(ctx, events); err != nil {
				return err
			}
			events = events[:0]
		}
	}
	if err := s.attendLater(ctx, events); err != nil {
		return err
	}
	return s.attended(ctx)
}

func (s *Syncer) attendLater(ctx context.Context, events []domain.Recorded) error {
	s.o.Lock.Lock()
	defer s.o.Lock.Unlock()
	return s.attend(ctx, events)
}

// attend does what follows from events that came in, under the lock. What cannot
// be done now keeps nobody from sharing: it is taken up again with the next pull.
func (s *Syncer) attend(ctx context.Context, events []domain.Recorded) error {
	if len(events) == 0 {
		return nil
	}
	if err := s.o.Attend(ctx, events); err != nil {
		s.neglected = true
	}
	return s.noteFiles(ctx, events)
}

// attended notes that everything was done that follows from what came in.
func (s *Syncer) attended(ctx context.Context) error {
	t, isShared, err := s.o.Ledger.Team(ctx)
	if err != nil || !isShared || s.neglected || t.Attended == t.Confirmed {
		return err
	}
	return s.o.Ledger.SetAttended(context.WithoutCancel(ctx), t.Confirmed)
}

// erasing says which records are about to be erased by what comes in.
func (s *Syncer) erasing(ctx context.Context, records []eventstore.Record) error {
	var streams []domain.Stream
	for i := range records {
		if isErasure(records[i].Type) {
			streams = append(streams, records[i].StreamRef())
		}
	}
	if len(streams) == 0 {
		return nil
	}
	return s.o.Erasing(ctx, streams)
}
