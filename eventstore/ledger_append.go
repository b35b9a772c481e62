package eventstore

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"kontor/domain"
)

// Entry is a command with the events that it led to.
type Entry struct {
	Issued domain.Issued
	Name   string
	// Args are the arguments of the command, usually the command itself. They
	// are sealed and kept in the journal as JSON, so that the command can be
	// decided again. Nil keeps none: the events themselves are then what is
	// applied again, as suits facts in bulk.
	Args any
	// Undoes are the commands that this one undoes.
	Undoes []domain.ID
	Events []domain.Event
	// Expected are the versions of the streams that the command was decided on;
	// 0 for a stream that must not exist. Streams that are not named are not
	// checked.
	Expected map[domain.Stream]int
	// Settles is the attention entry that this command answers, nil if none: the
	// answer and its events are there together or not at all. [ErrNotFound] if it
	// is not open, and nothing is recorded.
	Settles *Settlement
}

// Append records a command with its events, in one durable transaction, and
// returns the events as they stand in the ledger.
//
// Errors are those of [Store.Append], and [ErrFenced] for new words about an
// erased record. A command that is in the journal already is not recorded
// again: what it led to then is returned.
func (l *Ledger) Append(ctx context.Context, issued domain.Issued, name string, args any,
	events []domain.Event, expected map[domain.Stream]int,
) ([]domain.Recorded, error) {
	entry := Entry{Issued: issued, Name: name, Args: args, Events: events, Expected: expected}
	return l.AppendBatch(ctx, []Entry{entry})
}

// AppendBatch records several commands in one durable transaction, all or none.
// The events come back in one slice, in their order in the ledger.
func (l *Ledger) AppendBatch(ctx context.Context, entries []Entry) ([]domain.Recorded, error) {
	if l.options.ReadOnly {
		return nil, ErrReadOnly
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	head, err := l.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	commits := make([]Commit, len(entries))
	for i := range entries {
		if commits[i], err = l.encode(ctx, &entries[i], head.Position); err != nil {
			return nil, fmt.Errorf("record %s: %w", entries[i].Name, err)
		}
	}
	if err := l.store.Append(ctx, commits); err != nil {
		clear(l.streamKeys) // of streams that do not exist after all
		if errors.Is(err, ErrCommandKnown) {
			return l.recorded(ctx, entries)
		}
		return nil, fmt.Errorf("record in the ledger: %w", err)
	}
	return recordedEvents(entries, commits), nil
}

// recorded gives the events of commands that are in the journal already.
func (l *Ledger) recorded(ctx context.Context, entries []Entry) ([]domain.Recorded, error) {
	var all []domain.Recorded
	for _, e := range entries {
		if _, err := l.store.Command(ctx, e.Issued.Command); errors.Is(err, ErrNotFound) {
			return nil, ErrCommandKnown // some of them are, this one is not
		}
		events, err := l.CommandEvents(ctx, e.Issued.Command)
		if err != nil {
			return nil, err
		}
		all = append(all, events...)
	}
	return all, nil
}

func recordedEvents(entries []Entry, commits []Commit) []domain.Recorded {
	total := 0
	for i := range commits {
		total += len(commits[i].Records)
	}
	all := make([]domain.Recorded, 0, total)
	for i := range commits {
		for j := range commits[i].Records {
			all = append(all, domain.Recorded{Meta: metaOf(&commits[i].Records[j]), Event: entries[i].Events[j]})
		}
	}
	return all
}

// encode makes the records of an entry, sealed.
func (l *Ledger) encode(ctx context.Context, e *Entry, base int64) (Commit, error) {
	command := &Command{
		ID: e.Issued.Command, Name: e.Name, Actor: e.Issued.Actor, Device: e.Issued.Device,
		At: micro(e.Issued.At), Causation: e.Issued.Causation,
		State: CommandDone, Replay: ReplayEvents, Base: base, Undoes: e.Undoes, Touches: touched(e),
	}
	c := Commit{Command: command, Records: make([]Record, len(e.Events)), Settles: e.Settles}
	for stream, version := range e.Expected {
		c.Expected = append(c.Expected, Expectation{stream, version})
	}
	if err := l.sealArgs(command, e.Args); err != nil {
		return Commit{}, err
	}
	for i, event := range e.Events {
		var err error
		if c.Records[i], err = newRecord(e.Issued, event); err != nil {
			return Commit{}, err
		}
		version, named := e.Expected[event.Stream()]
		if err := l.fill(ctx, &c.Records[i], event, named && version == 0); err != nil {
			return Commit{}, err
		}
	}
	return c, nil
}

// newRecord is the record of a new event, without its content.
func newRecord(by domain.Issued, event domain.Event) (Record, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Record{}, err
	}
	recorded := micro(by.At)
	occurred := recorded
	if timed, ok := event.(domain.Timed); ok {
		occurred = micro(timed.Occurred())
	}
	stream := event.Stream()
	return Record{
		EventID: id, Kind: stream.Kind, Stream: stream.ID, Type: event.EventType(),
		RecordedAt: recorded, OccurredAt: occurred,
		Actor: by.Actor, Device: by.Device, Command: by.Command, Causation: by.Causation,
	}, nil
}

// touched lists the streams that a command was decided on and those it changed.
func touched(e *Entry) []domain.Stream {
	seen := make(map[domain.Stream]bool, len(e.Expected)+1)
	var streams []domain.Stream
	add := func(s domain.Stream) {
		if !seen[s] {
			seen[s] = true
			streams = append(streams, s)
		}
	}
	for _, event := range e.Events {
		add(event.Stream())
	}
	for stream := range e.Expected {
		add(stream)
	}
	return streams
}

func (l *Ledger) sealArgs(c *Command, args any) error {
	if args == nil {
		return nil
	}
	plain, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("encode the arguments of %s: %w", c.Name, err)
	}
	if c.ArgsKey, err = l.keys.allotLocal(c.ID); err != nil {
		return err
	}
	aead, err := l.keys.aead(c.ArgsKey)
	if err != nil {
		return err
	}
	c.Replay = ReplayDecide
	c.ArgsSealed = seal(aead, argsContext(c.ID, c.Name, c.ArgsKey), plain)
	return nil
}

// fill encodes an event into its record: the skeleton in the clear, the secret
// under the key of its stream.
func (l *Ledger) fill(ctx context.Context, r *Record, event domain.Event, isNew bool) error {
	skeleton, plain, err := encodeEvent(event)
	r.Skeleton = skeleton
	if err != nil || plain == nil {
		return err
	}
	key, err := l.keyOf(ctx, r.Stream, isNew)
	if err != nil {
		return err
	}
	err = l.sealUnder(r, key, plain)
	if !errors.Is(err, ErrKeyMissing) {
		return err
	}
	// A colleague's record whose page of keys has not come yet. A key of our own
	// does as well: each event names the one that it is under.
	if key, err = l.keys.allot(r.Stream); err != nil {
		return err
	}
	l.streamKeys[r.Stream] = key
	return l.sealUnder(r, key, plain)
}

// encodeEvent gives the skeleton of an event and its words, nil if it has none.
func encodeEvent(event domain.Event) (skeleton, plain []byte, err error) {
	if skeleton, err = json.Marshal(event); err != nil {
		return nil, nil, fmt.Errorf("encode %s: %w", event.EventType(), err)
	}
	secret := event.Secret()
	if secret == nil {
		return skeleton, nil, nil
	}
	if plain, err = json.Marshal(secret); err != nil {
		return nil, nil, fmt.Errorf("encode the secret of %s: %w", event.EventType(), err)
	}
	if isEmptyJSON(plain) {
		return skeleton, nil, nil
	}
	return skeleton, plain, nil
}

// sealUnder seals the words of a record under a key; ErrFenced if it is gone.
func (l *Ledger) sealUnder(r *Record, key KeyRef, plain []byte) error {
	r.Key = key
	aead, err := l.keys.aead(key)
	if errors.Is(err, ErrKeyErased) {
		return ErrFenced
	}
	if err != nil {
		return err
	}
	r.Sealed = seal(aead, eventContext(nil, r), plain)
	r.SealedDigest, r.HasSealed = sha256.Sum256(r.Sealed), true
	return nil
}

// isEmptyJSON reports whether a secret says nothing, so that nothing needs to
// be sealed.
func isEmptyJSON(plain []byte) bool {
	return bytes.Equal(plain, []byte("{}")) || bytes.Equal(plain, []byte("null"))
}

// maxStreamKeys limits what is remembered of which stream has which key.
const maxStreamKeys = 1 << 15

// keyOf is the key of a stream; a stream without one is given one.
func (l *Ledger) keyOf(ctx context.Context, stream domain.ID, isNew bool) (KeyRef, error) {
	if key, ok := l.streamKeys[stream]; ok {
		return key, nil
	}
	var key KeyRef
	var err error
	if !isNew {
		if key, err = l.store.StreamKey(ctx, stream); err != nil {
			return KeyRef{}, err
		}
	}
	if key.IsZero() {
		if key, err = l.keys.allot(stream); err != nil {
			return KeyRef{}, err
		}
	}
	if len(l.streamKeys) >= maxStreamKeys {
		clear(l.streamKeys)
	}
	l.streamKeys[stream] = key
	return key, nil
}
