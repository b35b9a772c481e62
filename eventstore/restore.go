package eventstore

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"kontor/domain"
)

// Restored is a command and its events as another ledger recorded them.
type Restored struct {
	// Command is the journal entry, without arguments; a zero ID has none.
	Command Command
	Events  []domain.Recorded
}

// Restore records events that come from an archive, with their own ids, times
// and authors, in one durable transaction. It is idempotent by event id.
//
// The words are sealed under new keys of this ledger. Words that had been
// erased, or whose key the archive's ledger did not have, stay erased; orders of
// erasure among the events are carried out before Restore returns.
func (l *Ledger) Restore(ctx context.Context, restored []Restored) ([]domain.Recorded, error) {
	if l.options.ReadOnly {
		return nil, ErrReadOnly
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	commits := make([]Commit, len(restored))
	entries := make([]Entry, len(restored))
	erasing := false
	for i := range restored {
		from := &restored[i]
		if from.Command.ID != domain.None {
			c := from.Command
			c.Touches, c.Undoes = slices.Clone(c.Touches), slices.Clone(c.Undoes)
			c.Replay, c.ArgsKey, c.ArgsSealed = ReplayEvents, KeyRef{}, nil
			c.At, c.State = micro(c.At), CommandDone
			commits[i].Command = &c
		}
		for _, e := range from.Events {
			r, err := l.restore(ctx, e)
			if err != nil {
				return nil, fmt.Errorf("restore event %s: %w", e.EventID, err)
			}
			commits[i].Records = append(commits[i].Records, r)
			entries[i].Events = append(entries[i].Events, e.Event)
			erasing = erasing || erases(r.Type)
		}
	}
	if err := l.store.Append(ctx, commits); err != nil {
		clear(l.streamKeys)
		return nil, fmt.Errorf("restore into the ledger: %w", err)
	}
	if erasing {
		if err := l.finishErasures(ctx); err != nil {
			return nil, err
		}
	}
	all := recordedEvents(entries, commits)
	for i, at := 0, 0; i < len(restored); i++ {
		for _, e := range restored[i].Events {
			if e.Secret != domain.SecretNone {
				all[at].Secret = domain.SecretErased
			}
			at++
		}
	}
	return all, nil
}

func (l *Ledger) restore(ctx context.Context, e domain.Recorded) (Record, error) {
	stream := e.Event.Stream()
	r := Record{
		EventID: e.EventID, Kind: stream.Kind, Stream: stream.ID, Type: e.Event.EventType(),
		RecordedAt: micro(e.RecordedAt), OccurredAt: micro(e.OccurredAt),
		Actor: e.Actor, Device: e.Device, Command: e.Command, Causation: e.Causation,
	}
	if e.Secret == domain.SecretNone {
		return r, l.fill(ctx, &r, e.Event, e.Version == 1)
	}
	var err error
	r.Skeleton, err = json.Marshal(e.Event)
	r.Key = ErasedKey
	return r, err
}
