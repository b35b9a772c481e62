package team

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// shipment is what one append brings to the server.
type shipment struct {
	after  int64 // the position that it follows
	events []shared.Event
	size   int
}

// push brings everything to the server that it does not have. It returns
// [shared.ErrHeadMoved] if others were first.
func (s *Syncer) push(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		cargo, err := s.load(ctx)
		if err != nil {
			return err
		}
		// Also without events: a page has lost keys when a record was erased.
		if err := s.conn.keys.publish(ctx); err != nil {
			return err
		}
		if len(cargo.records) == 0 {
			return nil
		}
		if err := s.ship(ctx, cargo); err != nil {
			return err
		}
	}
}

// cargo is the next whole commands of the unshared tail.
type cargo struct {
	after   int64
	records []eventstore.Record
	places  []place
}

// load takes the next whole commands, as many as fit into one append, or one
// that is larger. It holds the lock under which commands are carried out, so
// that all of a command is there: its keys too, and what it destroyed.
func (s *Syncer) load(ctx context.Context) (cargo, error) {
	s.o.Lock.Lock()
	defer s.o.Lock.Unlock()
	confirmed, err := s.o.Ledger.Confirmed(ctx)
	if err != nil {
		return cargo{}, err
	}
	c := cargo{after: confirmed.Position}
	size, whole := 0, 0 // whole is how many records belong to complete commands
	for r, err := range s.o.Ledger.RecordsAfter(ctx, confirmed.Position) {
		if err != nil {
			return cargo{}, err
		}
		if n := len(c.records); n > 0 && c.records[n-1].Command != r.Command {
			whole = n
		}
		size += sizeOf(r)
		if whole > 0 && (len(c.records) >= shared.MaxEvents || size > shared.MaxAppend) {
			c.records = c.records[:whole]
			break
		}
		c.records = append(c.records, cloned(r))
	}
	if len(c.records) == 0 {
		return c, nil
	}
	blocks := make([][16]byte, len(c.records))
	for i := range c.records {
		blocks[i] = c.records[i].Key.Block
	}
	if err := s.conn.keys.enter(ctx, blocks...); err != nil {
		return cargo{}, err
	}
	return c, s.number(ctx, &c)
}

// sizeOf is an upper bound of what a record takes in an append.
func sizeOf(r *eventstore.Record) int {
	sealed := 4*len(r.Sealed)/3 + 4
	if isLarge(r) {
		sealed = 0
	}
	return len(r.Skeleton) + len(r.Type) + sealed + envelopeSize
}

// envelopeSize is more than the metadata and the frame of the data take.
const envelopeSize = 1200

func cloned(r *eventstore.Record) eventstore.Record {
	c := *r
	c.Skeleton, c.Sealed = slices.Clone(r.Skeleton), slices.Clone(r.Sealed)
	return c
}

// number says of each event which part of its command it is. The first command
// may be half on the server already, if it was larger than an append.
func (s *Syncer) number(ctx context.Context, c *cargo) error {
	c.places = make([]place, len(c.records))
	for from := 0; from < len(c.records); {
		command := c.records[from].Command
		to := from
		for to < len(c.records) && c.records[to].Command == command {
			to++
		}
		before := 0
		if from == 0 {
			journalled, err := s.o.Ledger.Command(ctx, command)
			if err != nil && !errors.Is(err, eventstore.ErrNotFound) {
				return err
			}
			if err == nil && journalled.First > 0 && journalled.First <= c.after {
				// Others' events may stand between its parts: only counting helps.
				all, err := s.o.Ledger.CommandEvents(ctx, command)
				if err != nil {
					return err
				}
				before = len(all) - (to - from)
			}
		}
		for i := from; i < to; i++ {
			c.places[i] = place{page: s.conn.keys.page[c.records[i].Key.Block], part: before + i - from + 1, of: before + to - from}
		}
		from = to
	}
	return nil
}

// ship appends a cargo, in one piece if it fits.
func (s *Syncer) ship(ctx context.Context, c cargo) error {
	next := shipment{after: c.after}
	for i := range c.records {
		r := &c.records[i]
		if isLarge(r) {
			if err := s.storeSealed(ctx, r); err != nil {
				return err
			}
		}
		e, err := s.conn.codec.encode(r, c.places[i])
		if err != nil {
			return err
		}
		size := len(e.Data) + len(e.Meta) + len(e.Type)
		if len(next.events) == shared.MaxEvents || len(next.events) > 0 && next.size+size > shared.MaxAppend {
			if err := s.append(ctx, next); err != nil {
				return err
			}
			next = shipment{after: next.after + int64(len(next.events))}
		}
		next.events = append(next.events, e)
		next.size += size
	}
	return s.append(ctx, next)
}

// append brings one shipment to the server. What is in doubt is not tried again
// here: the next round sees by pulling whether it arrived.
func (s *Syncer) append(ctx context.Context, p shipment) error {
	last := p.after + int64(len(p.events)) // as a position
	revision, err := s.conn.log.Append(ctx, s.conn.names.ledger, p.after-1, p.events)
	if err != nil {
		return err
	}
	if revision != last-1 {
		return fmt.Errorf("%w: revision %d instead of %d", shared.ErrInDoubt, revision, last-1)
	}
	if err := s.confirm(ctx, last); err != nil {
		return err
	}
	s.show(func(*Status) {})
	return s.compareClocks(ctx, revision)
}

func (s *Syncer) confirm(ctx context.Context, position int64) error {
	s.o.Lock.Lock()
	defer s.o.Lock.Unlock()
	// The server has them: that is noted also if the round is cancelled now.
	return s.o.Ledger.Confirm(context.WithoutCancel(ctx), position)
}

// betweenClocks is how often the clocks are compared.
const betweenClocks = 10 * time.Minute

// compareClocks reads back what was just appended, for the server's time. Only
// people are told; nothing depends on it.
func (s *Syncer) compareClocks(ctx context.Context, revision int64) error {
	now := s.o.Now()
	if !s.conn.checked.IsZero() && now.Sub(s.conn.checked).Abs() < betweenClocks {
		return nil
	}
	s.conn.checked = now
	back, err := s.conn.log.Read(ctx, s.conn.names.ledger, revision, 1)
	if err != nil {
		return err
	}
	if len(back) == 0 || back[0].Created.IsZero() {
		return nil
	}
	off := now.Sub(back[0].Created)
	if off.Abs() <= ClockTolerance {
		off = 0
	}
	s.show(func(now *Status) { now.ClockOff = off })
	return nil
}

// storeSealed brings a large sealed part to a stream of its own.
func (s *Syncer) storeSealed(ctx context.Context, r *eventstore.Record) error {
	u := upload{
		stream: s.conn.names.sealed(digestOf(r)), content: bytes.NewReader(r.Sealed), size: int64(len(r.Sealed)),
	}
	return u.run(ctx, s.conn.log)
}

// fetchSealed reads a large sealed part.
func (s *Syncer) fetchSealed(ctx context.Context, digest string) ([]byte, error) {
	var b bytes.Buffer
	d, err := openDownload(ctx, s.conn.log, s.conn.names.sealed(digest))
	if err != nil {
		return nil, err
	}
	if d.size > maxSealedStream {
		return nil, ErrAltered
	}
	_, err = b.ReadFrom(d)
	return b.Bytes(), err
}

// maxSealedStream is more than the largest text of the domain takes when sealed.
const maxSealedStream = 64 << 20
