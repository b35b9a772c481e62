package eventstore

import (
	"context"
	"encoding/json"
	"errors"
	"iter"

	"kontor/domain"
)

// Load returns the events of a record, oldest first; none if there is no such
// record, or if the id belongs to a record of another kind.
func (l *Ledger) Load(ctx context.Context, stream domain.Stream) ([]domain.Recorded, error) {
	recorded, err := collect(l.decoded(l.store.ReadStream(ctx, stream.ID, 0)))
	if err != nil || len(recorded) == 0 || recorded[0].Event.Stream().Kind != stream.Kind {
		return nil, err
	}
	return recorded, nil
}

// All yields every event with a position above after, in the order of the
// ledger. An event that cannot be read comes as an error, a *[FaultError], with
// its position; the loop may go on to the next.
//
// Events are read and decoded ahead of the loop, on another core.
func (l *Ledger) All(ctx context.Context, after int64) iter.Seq2[domain.Recorded, error] {
	return readAhead(l.decoded(l.store.ReadAll(ctx, after)))
}

// CommandEvents returns the events that a command led to.
func (l *Ledger) CommandEvents(ctx context.Context, command domain.ID) ([]domain.Recorded, error) {
	records, err := l.store.ReadByCommand(ctx, command)
	if err != nil {
		return nil, err
	}
	return collect(l.decoded(func(yield func(*Record, error) bool) {
		for i := range records {
			if !yield(&records[i], nil) {
				return
			}
		}
	}))
}

// Find returns one event, or [ErrNotFound].
func (l *Ledger) Find(ctx context.Context, event domain.ID) (domain.Recorded, error) {
	r, err := l.store.Find(ctx, event)
	if err != nil {
		return domain.Recorded{}, err
	}
	d := decoder{ledger: l}
	return d.decode(&r)
}

// Version is the version of a record, 0 if it does not exist.
func (l *Ledger) Version(ctx context.Context, stream domain.Stream) (int, error) {
	return l.store.Version(ctx, stream.ID)
}

// Commands returns a page of the journal, newest first: the history for undo.
func (l *Ledger) Commands(ctx context.Context, query CommandQuery) ([]Command, error) {
	return l.store.Commands(ctx, query)
}

// Command returns one entry of the journal, or [ErrNotFound].
func (l *Ledger) Command(ctx context.Context, id domain.ID) (Command, error) {
	return l.store.Command(ctx, id)
}

// Args opens the arguments of a journal entry, as JSON; nil if none are kept.
func (l *Ledger) Args(c Command) (json.RawMessage, error) {
	if c.ArgsSealed == nil {
		return nil, nil
	}
	aead, err := l.keys.aead(c.ArgsKey)
	if err != nil {
		return nil, err
	}
	return open(aead, nil, argsContext(c.ID, c.Name, c.ArgsKey), c.ArgsSealed)
}

func collect(events iter.Seq2[domain.Recorded, error]) ([]domain.Recorded, error) {
	var all []domain.Recorded
	for e, err := range events {
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

func (l *Ledger) decoded(records iter.Seq2[*Record, error]) iter.Seq2[domain.Recorded, error] {
	return func(yield func(domain.Recorded, error) bool) {
		d := decoder{ledger: l}
		for r, err := range records {
			var e domain.Recorded
			if err == nil {
				e, err = d.decode(r)
			} else {
				e.Meta = metaOf(r)
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// decoder turns records into events, with buffers of its own.
type decoder struct {
	ledger         *Ledger
	context, plain []byte
}

func (d *decoder) decode(r *Record) (domain.Recorded, error) {
	e := domain.Recorded{Meta: metaOf(r)}
	secret, state, err := d.open(r)
	if err != nil {
		return e, &FaultError{Position: r.Position, What: "the sealed part", Err: err}
	}
	e.Secret = state
	vocabulary := &d.ledger.options.Vocabulary
	eventType, skeleton, secret, err := vocabulary.Upcast(r.Type, r.Skeleton, secret)
	if err != nil {
		return e, &FaultError{Position: r.Position, What: "upcast " + r.Type, Err: err}
	}
	e.Event = vocabulary.New(eventType, r.StreamRef())
	if e.Event == nil {
		e.Event = newUnknown(eventType, r.StreamRef(), skeleton, secret)
		return e, nil
	}
	if err := json.Unmarshal(skeleton, e.Event); err != nil {
		return e, &FaultError{Position: r.Position, What: "the skeleton of " + eventType, Err: mute(err)}
	}
	if secret == nil {
		return e, nil
	}
	if into := e.Event.Secret(); into != nil {
		if err := json.Unmarshal(secret, into); err != nil {
			return e, &FaultError{Position: r.Position, What: "the secret of " + eventType, Err: mute(err)}
		}
	}
	return e, nil
}

// mute keeps the content of a JSON document out of the error about it.
func mute(err error) error {
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) {
		return errors.New("a value has another type than expected")
	}
	return errors.New("not valid JSON")
}

// open reads the sealed part of a record. The bytes are valid until the next call.
func (d *decoder) open(r *Record) ([]byte, domain.SecretState, error) {
	if !r.HasSealed {
		if r.Key == ErasedKey {
			return nil, domain.SecretErased, nil
		}
		return nil, domain.SecretNone, nil
	}
	if r.Sealed == nil {
		return nil, domain.SecretErased, nil
	}
	keys := d.ledger.keys
	aead, err := keys.aead(r.Key)
	switch {
	case errors.Is(err, ErrKeyErased), err != nil && keys.isErased(r.Stream):
		return nil, domain.SecretErased, nil
	case errors.Is(err, ErrKeyMissing):
		return nil, domain.SecretMissing, nil
	case err != nil:
		return nil, domain.SecretNone, err
	}
	d.context = eventContext(d.context[:0], r)
	plain, err := open(aead, d.plain[:0], d.context, r.Sealed)
	if err != nil {
		return nil, domain.SecretNone, err
	}
	d.plain = plain
	return plain, domain.SecretNone, nil
}

func metaOf(r *Record) domain.Meta {
	return domain.Meta{
		Position: r.Position, EventID: r.EventID, Version: r.Version,
		RecordedAt: r.RecordedAt, OccurredAt: r.OccurredAt,
		Actor: r.Actor, Device: r.Device, Command: r.Command, Causation: r.Causation,
	}
}
