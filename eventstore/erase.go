package eventstore

import (
	"context"
	"fmt"

	"kontor/domain"
)

// Erased says what an erasure removed, for the certificate.
type Erased struct {
	Keys     int // keys that were alive and are destroyed
	Events   int // sealed parts of events that were blanked
	Commands int // arguments in the journal that were blanked
}

// Erase makes what was ever said in these records unreadable for good: it notes
// the erasure in the log, fences the subjects so that they never get a new key,
// destroys their keys, and blanks their sealed parts here. by is the event that
// ordered it, None if there is none.
//
// If it is interrupted the next [Open] finishes it. Attachments have keys of
// their own: see [Attachments.Remove].
func (l *Ledger) Erase(ctx context.Context, by domain.ID, subjects ...domain.ID) (Erased, error) {
	if l.options.ReadOnly {
		return Erased{}, ErrReadOnly
	}
	if by != domain.None {
		if _, err := l.store.Find(ctx, by); err != nil {
			return Erased{}, fmt.Errorf("find the event that orders the erasure: %w", err)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	erasures := make([]Erasure, len(subjects))
	for i, subject := range subjects {
		erasures[i] = Erasure{Subject: subject, Event: by}
	}
	return l.erase(ctx, erasures)
}

func (l *Ledger) erase(ctx context.Context, erasures []Erasure) (Erased, error) {
	if len(erasures) == 0 {
		return Erased{}, nil
	}
	if err := l.store.NoteErasures(ctx, erasures); err != nil {
		return Erased{}, fmt.Errorf("note the erasure: %w", err)
	}
	if err := l.keys.fence(erasures, l.options.Now()); err != nil {
		return Erased{}, fmt.Errorf("fence the erased records: %w", err)
	}
	subjects := make([]domain.ID, len(erasures))
	for i, e := range erasures {
		subjects[i] = e.Subject
	}
	keys, err := l.store.Keys(ctx, subjects)
	if err != nil {
		return Erased{}, fmt.Errorf("find the keys to destroy: %w", err)
	}
	for _, subject := range subjects {
		if key, ok := l.streamKeys[subject]; ok {
			keys = append(keys, key)
			delete(l.streamKeys, subject)
		}
	}
	destroyed, err := l.keys.destroy(keys, subjects)
	if err != nil {
		return Erased{}, fmt.Errorf("destroy the keys: %w", err)
	}
	blanked, err := l.store.Blank(ctx, subjects)
	if err != nil {
		return Erased{}, fmt.Errorf("blank the sealed parts: %w", err)
	}
	return Erased{Keys: destroyed, Events: blanked.Events, Commands: blanked.Commands}, nil
}

// finishErasures carries out again what was interrupted, and what a backup of
// keys.db or of log.db that was put back has undone.
func (l *Ledger) finishErasures(ctx context.Context) error {
	noted, err := l.store.Erasures(ctx)
	if err != nil {
		return err
	}
	var open []Erasure
	inLog := make(map[domain.ID]bool, len(noted))
	for _, e := range noted {
		inLog[e.Subject] = true
		if !e.Done || !l.keys.isErased(e.Subject) {
			open = append(open, e)
		}
	}
	for subject := range l.keys.fenced {
		if !inLog[subject] {
			open = append(open, Erasure{Subject: subject})
		}
	}
	_, err = l.erase(ctx, open)
	return err
}
