package team

import (
	"context"
	"errors"
	"fmt"

	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// Rejoin shares a ledger again whose workspace the server has, as after the team
// was left, or where a copy of the folder was used alone for a while. What both
// have in common counts as shared; the rest is put on top by the next rounds.
func Rejoin(ctx context.Context, log shared.Log, l *eventstore.Ledger, t eventstore.Team) error {
	if _, isShared, err := l.Team(ctx); err != nil || isShared {
		if isShared {
			err = eventstore.ErrShared
		}
		return err
	}
	names, secrets := streamsOf(l.Workspace(), Epoch), secretsOf(l)
	a, err := readAbout(ctx, log, names)
	switch {
	case errors.Is(err, shared.ErrNotFound):
		return ErrNoWorkspace
	case err != nil:
		return err
	case !a.belongs(l.Workspace(), secrets):
		return ErrForeign
	case a.Founding && a.Founder != l.Device():
		return ErrFounding
	}
	head, err := l.Head(ctx)
	if err != nil {
		return err
	}
	t.Epoch = Epoch
	t.Confirmed, err = commonPrefix(ctx, log, names, newCodec(secrets), l, head.Position)
	if err != nil {
		return fmt.Errorf("share the workspace again: %w", err)
	}
	return l.BeginTeam(ctx, t)
}

// commonPrefix is how many events, at most limit, are the same in the ledger and
// on the server. Each hash covers all events before it, so that halving finds it.
func commonPrefix(ctx context.Context, log shared.Log, names streams, c codec, l *eventstore.Ledger, limit int64) (int64, error) {
	last, err := log.Last(ctx, names.ledger)
	if errors.Is(err, shared.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	same, other := int64(0), min(limit, last.Revision+1)+1 // positions: same is known to be, other known not to
	for same+1 < other {
		middle := same + (other-same)/2
		equal, err := isSame(ctx, log, names, c, l, middle)
		if err != nil {
			return 0, err
		}
		if equal {
			same = middle
		} else {
			other = middle
		}
	}
	return same, nil
}

func isSame(ctx context.Context, log shared.Log, names streams, c codec, l *eventstore.Ledger, position int64) (bool, error) {
	events, err := log.Read(ctx, names.ledger, position-1, 1)
	if err != nil || len(events) == 0 {
		return false, err
	}
	theirs, err := c.decode(events[0])
	if err != nil {
		return false, err
	}
	ours, err := l.RecordAt(ctx, position)
	return err == nil && ours.Hash == theirs.record.Hash, err
}

// Reconcile goes on after the server was found to be reset, restored or to have
// something else, and somebody decided that what this ledger has is to be put on
// top of what the server has. A server that has nothing at all is founded anew,
// for which the pass-phrase is needed: [ErrPassphraseNeeded] if it is missing.
//
// Nothing is exchanged yet; that is for the next rounds.
func (s *Syncer) Reconcile(ctx context.Context, f Founding) error {
	s.round.Lock()
	defer s.round.Unlock()
	return s.tracked(ctx, func() error { return s.reconcile(ctx, f) })
}

func (s *Syncer) reconcile(ctx context.Context, f Founding) error {
	s.hangUp()
	l := s.o.Ledger
	log, err := s.o.Dial(ctx)
	if err != nil {
		return err
	}
	defer log.Close()
	names, secrets := streamsOf(l.Workspace(), Epoch), secretsOf(l)
	a, err := readAbout(ctx, log, names)
	switch {
	case errors.Is(err, shared.ErrNotFound):
		if f.Passphrase == "" {
			return ErrPassphraseNeeded
		}
		err = found(ctx, log, l, f, false)
	case err == nil && !a.belongs(l.Workspace(), secrets):
		err = ErrForeign
	case err == nil && a.Founding && a.Founder != l.Device():
		a.Founder = l.Device() // whoever began does not come back
		err = writeAbout(ctx, log, names, a)
	}
	if err != nil {
		return err
	}
	// A server that was put back has the rights of then, or none.
	if err := l.NoteProtection(ctx, string(ProtectionUnknown)); err != nil {
		return err
	}
	confirmed, err := l.Confirmed(ctx)
	if err != nil {
		return err
	}
	prefix, err := commonPrefix(ctx, log, names, newCodec(secrets), l, confirmed.Position)
	if err != nil {
		return err
	}
	keys, err := openPageBook(ctx, l, log, names)
	if err != nil {
		return err
	}
	if err := keys.publishAll(ctx); err != nil {
		return err
	}
	if err := s.bringFilesAgain(ctx, log, names); err != nil {
		return err
	}
	s.o.Lock.Lock()
	defer s.o.Lock.Unlock()
	return l.Unconfirm(ctx, prefix)
}

// bringFilesAgain puts the attachments into the queue that the server does not
// have any more.
func (s *Syncer) bringFilesAgain(ctx context.Context, log shared.Log, names streams) error {
	files, err := s.o.Ledger.Files(ctx)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.State != eventstore.FileDone || f.Direction == eventstore.FileAway {
			continue
		}
		here, _, err := s.o.Ledger.Attachments().OpenSealed(f.Address)
		if errors.Is(err, eventstore.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		here.Close()
		_, err = log.Last(ctx, names.file(f.Address))
		if err == nil {
			continue
		}
		if !errors.Is(err, shared.ErrNotFound) {
			return err
		}
		f.Direction = eventstore.FileUp
		if err := s.noteFile(ctx, f, eventstore.FileWaiting); err != nil {
			return err
		}
	}
	return nil
}
