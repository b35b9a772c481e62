package eventstore

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"kontor/domain"
)

// replayed is a dropped command that is being put on top of others' events.
type replayed struct {
	id      domain.ID
	entry   *Command // of the journal; nil if it has none
	asItWas bool     // its events are appended as they are, not decided again
	base    int64    // the end of the ledger that it is put on
	records []Record // its events, where they are to be decided again
}

// replay puts everything that lies aside on top, command by command.
func (b *rebase) replay() error {
	for after := int64(0); ; {
		page, err := b.w.asidePage(after)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return b.finish()
		}
		for i := range page {
			r := &page[i]
			after = r.Position
			if b.current == nil || b.current.id != r.Command {
				if err := errors.Join(b.finish(), b.take(r.Command)); err != nil {
					return err
				}
			}
			if !b.current.asItWas {
				b.current.records = append(b.current.records, *r)
				continue
			}
			delete(b.state.folded, r.StreamRef())
			if err := b.w.append(r); err != nil {
				return err
			}
		}
	}
}

// take turns to the next dropped command.
func (b *rebase) take(id domain.ID) error {
	b.got.Rebased++
	b.current = &replayed{id: id, asItWas: true, base: b.w.head.Position}
	c, there, err := b.w.command(id)
	if err != nil || !there {
		return err
	}
	b.current.entry = &c
	_, before := b.replays[id]
	b.current.asItWas = before || b.came[id] || b.isFact(&c)
	b.replays[id] = struct{}{}
	return nil
}

// isFact reports whether the events of a command go as they are: because a part
// of them is shared; or because its arguments are gone, erased by our own order,
// which stands. Of a command that is replayed by its events this is seen when
// all of them were read: see replacesNothing.
func (b *rebase) isFact(c *Command) bool {
	gone := c.Replay != ReplayEvents && c.ArgsSealed == nil
	return gone || c.First <= b.base || b.decide == nil
}

// replacesNothing reports whether no event says that it replaced a value, so
// that others' events cannot be in its way. Events of an import that only add
// need not be opened.
func replacesNothing(records []Record) bool {
	return !slices.ContainsFunc(records, func(r Record) bool { return strings.Contains(r.Type, ".details-changed.v") })
}

// asBefore puts the events of a command on top as they are.
func (b *rebase) asBefore(current *replayed) error {
	for i := range current.records {
		delete(b.state.folded, current.records[i].StreamRef())
		if err := b.w.append(&current.records[i]); err != nil {
			return err
		}
	}
	current.entry.Base = current.base
	return errors.Join(b.w.place(current.entry), b.w.update(current.entry))
}

// finish decides the command of which everything was read now.
func (b *rebase) finish() error {
	current := b.current
	b.current = nil
	switch {
	case current == nil || current.entry == nil:
		return nil
	case current.asItWas:
		current.entry.Base = current.base
		return errors.Join(b.w.place(current.entry), b.w.update(current.entry))
	case current.entry.Replay == ReplayEvents && replacesNothing(current.records):
		return b.asBefore(current)
	}
	if err := b.again(current); err != nil {
		return fmt.Errorf("decide %s %s again: %w", current.entry.Name, current.id, err)
	}
	return nil
}

// again decides a command on what is there now, and appends what it leads to.
func (b *rebase) again(current *replayed) error {
	entry := current.entry
	tail, words, err := b.tailOf(current)
	if err != nil {
		return err
	}
	b.state.looked = map[domain.Stream]bool{}
	verdict, err := b.decide(b.state, tail)
	if err != nil {
		return err
	}
	var records []Record
	events := verdict.Events
	if verdict.Keep {
		records, events = current.records, eventsOf(tail.Events)
	} else if records, err = b.encode(tail, verdict.Events, current.records, words); errors.Is(err, ErrFenced) {
		records, events, err = nil, nil, nil
		verdict.Attention = &Attention{Reason: ReasonErased}
	}
	if err != nil {
		return err
	}
	for i := range records {
		if err := b.w.append(&records[i]); err != nil {
			return err
		}
		b.touched[records[i].StreamRef()] = true
		b.state.apply(domain.Recorded{Meta: metaOf(&records[i]), Event: events[i]})
	}
	entry.Touches = b.touches(entry.Touches, records)
	entry.Base, entry.State, entry.Reason = current.base, CommandDone, ""
	if verdict.Attention != nil {
		if err := b.leave(tail, *verdict.Attention, len(records) > 0); err != nil {
			return err
		}
	}
	if err := errors.Join(b.w.place(entry), b.w.update(entry)); err != nil {
		return err
	}
	if entry.State == CommandRefused {
		return b.w.undoNot(entry)
	}
	return nil
}

func eventsOf(recorded []domain.Recorded) []domain.Event {
	events := make([]domain.Event, len(recorded))
	for i := range recorded {
		events[i] = recorded[i].Event
	}
	return events
}

// tailOf opens a dropped command, and the words of its events as JSON.
func (b *rebase) tailOf(current *replayed) (Tail, [][]byte, error) {
	c := current.entry
	tail := Tail{Command: c, Issued: domain.Issued{
		Command: c.ID, Actor: c.Actor, Device: c.Device, At: c.At, Causation: c.Causation,
	}}
	words := make([][]byte, len(current.records))
	for i := range current.records {
		r := &current.records[i]
		plain, _, err := b.decoder.open(r)
		if err != nil {
			return Tail{}, nil, &FaultError{Position: r.Position, What: "the sealed part", Err: err}
		}
		words[i] = bytes.Clone(plain)
		e, err := b.decoder.decode(r)
		if err != nil {
			return Tail{}, nil, err
		}
		tail.Events = append(tail.Events, e)
	}
	var err error
	tail.Args, err = b.ledger.Args(*c)
	return tail, words, err
}

func (b *rebase) touchesErased(streams []domain.Stream) bool {
	return slices.ContainsFunc(streams, func(s domain.Stream) bool { return b.erased[s.ID] })
}

// encode makes the records of events that were decided again. An event that
// equals one of before stays that one, so that nobody sees it twice; ErrFenced
// if there are words about an erased record.
func (b *rebase) encode(t Tail, events []domain.Event, before []Record, words [][]byte) ([]Record, error) {
	records := make([]Record, len(events))
	unused := make([]int, len(before))
	for i := range unused {
		unused[i] = i
	}
	for i, event := range events {
		skeleton, plain, err := encodeEvent(event)
		if err != nil {
			return nil, err
		}
		if plain != nil && b.erased[event.Stream().ID] {
			return nil, ErrFenced
		}
		same := slices.IndexFunc(unused, func(i int) bool {
			r := &before[i]
			return r.Type == event.EventType() && r.StreamRef() == event.Stream() && r.HasSealed == (plain != nil) &&
				bytes.Equal(r.Skeleton, skeleton) && bytes.Equal(words[i], plain)
		})
		if same >= 0 {
			records[i] = before[unused[same]]
			unused = slices.Delete(unused, same, same+1)
			continue
		}
		if records[i], err = newRecord(t.Issued, event); err != nil {
			return nil, err
		}
		records[i].Skeleton = skeleton
		if plain == nil {
			continue
		}
		if err := b.seal(&records[i], plain); err != nil {
			return nil, err
		}
	}
	return records, nil
}

// seal seals new words under the key that the stream has inside the
// transaction.
func (b *rebase) seal(r *Record, plain []byte) error {
	key, err := b.keyOf(r.Stream)
	if err != nil {
		return err
	}
	err = b.ledger.sealUnder(r, key, plain)
	if !errors.Is(err, ErrKeyMissing) {
		return err
	}
	// The page with the stream's key has not come yet. A key of our own does
	// as well: each event names the one that it is under.
	if key, err = b.ledger.keys.allot(r.Stream); err != nil {
		return err
	}
	b.keys[r.Stream] = key
	return b.ledger.sealUnder(r, key, plain)
}

func (b *rebase) keyOf(stream domain.ID) (KeyRef, error) {
	if key, known := b.keys[stream]; known {
		return key, nil
	}
	key, err := b.w.streamKey(stream)
	if err == nil && key.IsZero() {
		key, err = b.ledger.keys.allot(stream)
	}
	if err == nil {
		b.keys[stream] = key
	}
	return key, err
}

// touches are the records that a command touched before or touches now.
func (b *rebase) touches(before []domain.Stream, records []Record) []domain.Stream {
	all := slices.Clone(before)
	add := func(s domain.Stream) {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	for i := range records {
		add(records[i].StreamRef())
	}
	for s := range b.state.looked {
		add(s)
	}
	return all
}

// leave puts what could not be done again on the attention list.
func (b *rebase) leave(t Tail, a Attention, partly bool) error {
	b.got.Refused++
	var err error
	if a.ID == domain.None {
		if a.ID, err = uuid.NewV7(); err != nil {
			return err
		}
	}
	a.Command, a.At, a.Settled, a.By = t.Command.ID, t.Command.At, AttentionOpen, domain.None
	if a.Name == "" {
		a.Name = t.Command.Name
	}
	if a.Args == nil && !partly {
		a.Args = t.Args
	}
	e := attentionEntry{Attention: a, touches: slices.Clone(t.Command.Touches)}
	if a.Record.ID != domain.None && !slices.Contains(e.touches, a.Record) {
		e.touches = append(e.touches, a.Record)
	}
	if b.touchesErased(e.touches) {
		e.Args = nil
	}
	if e.Args == nil && e.Reason == "" {
		e.Reason = ReasonErased
	}
	t.Command.Reason = e.Reason
	if !partly {
		t.Command.State = CommandRefused
	}
	if e.Args != nil {
		if err := b.ledger.sealAttention(&e); err != nil {
			return err
		}
	}
	return b.w.s.putAttention(&e)
}
