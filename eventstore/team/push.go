package team

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// shipment is what one append brings to the server.
type shipment struct {
	after  int64 // the position that it follows
	events []shared.Event
	size   int
	large  []eventstore.Record // those whose sealed part goes ahead, in a stream of its own
}

// prepared are the next whole commands, ready to be sent.
type prepared struct {
	shipments []shipment
	rest      shipment        // begun, and not full: more may go with it
	end       eventstore.Head // of the last event among them
	err       error
}

// push brings everything to the server that it does not have, and notes that it
// has it. It returns [shared.ErrHeadMoved] if others were first.
func (s *Syncer) push(ctx context.Context) error {
	confirmed, err := s.o.Ledger.Confirmed(ctx)
	if err != nil {
		return err
	}
	arrived, err := s.pushAfter(ctx, confirmed)
	if arrived == confirmed.Position {
		return err
	}
	noted := make(chan error, 1)
	go func() { noted <- s.confirm(ctx, arrived) }()
	if err == nil {
		err = s.compareClocks(ctx, arrived-1)
	}
	err = errors.Join(err, <-noted)
	s.show(func(*Status) {})
	return err
}

// betweenNotes is how many events are sent before it is noted that the server
// has them; whoever is interrupted before learns it by pulling.
const betweenNotes = 10_000

// pushAfter pushes what follows, and returns the position up to which the server
// has everything.
//
// While one part travels the next is made ready. The first is small, and each is
// little larger than the one that travels, so that nobody waits for it.
func (s *Syncer) pushAfter(ctx context.Context, confirmed eventstore.Head) (arrived int64, err error) {
	arrived = confirmed.Position
	noted := arrived
	next := s.prepare(ctx, prepared{end: confirmed}, 1)
	for fresh := true; ; {
		if err := cmp.Or(next.err, ctx.Err()); err != nil {
			return arrived, err
		}
		// Also without events: a page has lost keys when a record was erased.
		pages, err := s.conn.keys.bring(ctx)
		if err != nil || len(next.shipments) == 0 {
			if err = errors.Join(err, s.o.Ledger.KeyPagePublished(ctx, pages...)); err != nil || fresh {
				return arrived, err
			}
			// Something may have been recorded while the last part travelled.
			next, fresh = s.prepare(ctx, next, 1), true
			continue
		}
		appends := min(len(next.shipments)+1, appendsAtOnce)
		ahead := make(chan prepared, 1)
		go func(before prepared) {
			if err := s.o.Ledger.KeyPagePublished(ctx, pages...); err != nil {
				ahead <- prepared{err: err}
				return
			}
			ahead <- s.prepare(ctx, before, appends)
		}(next)
		err = s.sendAll(ctx, next.shipments, &arrived)
		next, fresh = <-ahead, false
		if err == nil && arrived-noted >= betweenNotes && len(next.shipments) > 0 {
			noted, err = arrived, s.confirm(ctx, arrived)
			s.show(func(*Status) {})
		}
		if err != nil {
			return arrived, err
		}
	}
}

// prepare makes the commands that follow ready, for so many appends. It does not
// use the connection.
func (s *Syncer) prepare(ctx context.Context, before prepared, appends int) prepared {
	after := before.end.Position
	c, err := s.load(ctx, after, appends)
	if err != nil {
		return prepared{err: err}
	}
	p := prepared{end: before.end, rest: before.rest}
	for i := range c.records {
		if err := follow(&p.end, &c.records[i]); err != nil {
			return prepared{err: err}
		}
	}
	if len(p.rest.events) == 0 {
		p.rest.after = after
	}
	for from := 0; from < len(c.records); {
		to := endOfCommand(c.records, from)
		if err := p.add(s.conn.codec, c.records[from:to], c.places[from:to]); err != nil {
			return prepared{err: err}
		}
		from = to
	}
	if len(p.rest.events) > 0 && (!c.more || len(p.shipments) == 0) {
		p.flush()
	}
	return p
}

// add adds the events of a command: to one shipment, if they fit into one.
func (p *prepared) add(c codec, records []eventstore.Record, places []place) error {
	events, size := make([]shared.Event, len(records)), 0
	for i := range records {
		var err error
		if events[i], err = c.encode(&records[i], places[i]); err != nil {
			return err
		}
		size += events[i].Size()
	}
	if len(p.rest.events) > 0 && !p.rest.fits(len(events), size) {
		p.flush()
	}
	for i, e := range events {
		if len(p.rest.events) > 0 && !p.rest.fits(1, e.Size()) {
			p.flush() // within a command: it is larger than an append
		}
		if isLarge(&records[i]) {
			p.rest.large = append(p.rest.large, records[i])
		}
		if p.rest.events == nil {
			p.rest.events = make([]shared.Event, 0, shared.MaxEvents)
		}
		p.rest.events = append(p.rest.events, e)
		p.rest.size += e.Size()
	}
	return nil
}

// flush has the events that are gathered go in one append.
func (p *prepared) flush() {
	p.shipments = append(p.shipments, p.rest)
	p.rest = shipment{after: p.rest.after + int64(len(p.rest.events))}
}

// follow goes on to the next record, if it is what was recorded: one that was
// damaged here must not get to the others.
func follow(end *eventstore.Head, r *eventstore.Record) error {
	hash, err := eventstore.HashAfter(end.Hash, r)
	if err == nil && (hash != r.Hash || r.Position != end.Position+1) {
		err = eventstore.ErrDamaged
	}
	if err != nil {
		return fmt.Errorf("event %s: %w", r.EventID, err)
	}
	*end = eventstore.Head{Position: r.Position, Hash: hash}
	return nil
}

func (p *shipment) fits(events, size int) bool {
	return len(p.events)+events <= shared.MaxEvents && p.size+size <= shared.MaxAppend
}

// endOfCommand is where the events of the command end that begins at from.
func endOfCommand(records []eventstore.Record, from int) int {
	to := from + 1
	for to < len(records) && records[to].Command == records[from].Command {
		to++
	}
	return to
}

// cargo is the beginning of the unshared tail.
type cargo struct {
	records []eventstore.Record
	places  []place
	more    bool // it is not all of it
}

// appendsAtOnce is how many appends are prepared together at most. Their keys are
// published together as well.
const appendsAtOnce = 4

// load takes the next commands: as many whole ones as fit into so many appends, or
// a part of one that is larger, so that no more is in memory than that.
func (s *Syncer) load(ctx context.Context, after int64, appends int) (cargo, error) {
	c, err := s.read(ctx, after, appends)
	if err != nil || len(c.records) == 0 {
		return c, err
	}
	blocks := make([][16]byte, len(c.records))
	for i := range c.records {
		blocks[i] = c.records[i].Key.Block
	}
	if err := s.conn.keys.enter(ctx, blocks...); err != nil {
		return cargo{}, err
	}
	return c, s.number(ctx, &c, after)
}

// read reads the records of load. It holds the lock under which commands are
// carried out, so that all of a command is there: its keys too, and what it
// destroyed.
func (s *Syncer) read(ctx context.Context, after int64, appends int) (cargo, error) {
	s.o.Lock.Lock()
	defer s.o.Lock.Unlock()
	var c cargo
	size, whole := 0, 0 // whole is how many records belong to complete commands
	for r, err := range s.o.Ledger.RecordsAfter(ctx, after) {
		if err != nil {
			return cargo{}, err
		}
		n := len(c.records)
		if n > 0 && c.records[n-1].Command != r.Command {
			whole = n
		}
		size += sizeOf(r)
		if n > 0 && (n >= appends*shared.MaxEvents || size > appends*shared.MaxAppend) {
			if whole > 0 {
				c.records = c.records[:whole]
			}
			c.more = true
			break
		}
		if c.records == nil {
			c.records = make([]eventstore.Record, 0, appends*shared.MaxEvents)
		}
		c.records = append(c.records, cloned(r))
	}
	return c, nil
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
const envelopeSize = 800

func cloned(r *eventstore.Record) eventstore.Record {
	c, n := *r, len(r.Skeleton)
	both := append(append(make([]byte, 0, n+len(r.Sealed)), r.Skeleton...), r.Sealed...)
	c.Skeleton = both[:n:n]
	if r.Sealed != nil {
		c.Sealed = both[n:]
	}
	return c
}

// number says of each event which part of its command it is. The first command
// may be half on the server already, and the last may not be here to its end, if
// they are larger than an append. Others' events may stand between their parts:
// only counting helps.
func (s *Syncer) number(ctx context.Context, c *cargo, after int64) error {
	c.places = make([]place, len(c.records))
	for from := 0; from < len(c.records); {
		command, to := c.records[from].Command, endOfCommand(c.records, from)
		before, of := 0, to-from
		if from == 0 || to == len(c.records) {
			var err error
			if of, before, err = s.o.Ledger.CommandCount(ctx, command, after); err != nil {
				return err
			}
			if from > 0 {
				before = 0
			}
		}
		for i := from; i < to; i++ {
			c.places[i] = place{page: s.conn.keys.page[c.records[i].Key.Block], part: before + i - from + 1, of: of}
		}
		from = to
	}
	return nil
}

// sendAll sends what was prepared, and moves arrived to where the server has
// everything up to.
func (s *Syncer) sendAll(ctx context.Context, shipments []shipment, arrived *int64) error {
	for i := range shipments {
		for j := range shipments[i].large {
			if err := s.storeSealed(ctx, &shipments[i].large[j]); err != nil {
				return err
			}
		}
		if err := s.append(ctx, shipments[i]); err != nil {
			return err
		}
		*arrived = shipments[i].after + int64(len(shipments[i].events))
	}
	return nil
}

// append brings one shipment to the server. What is in doubt is not tried again
// here: the next round sees by pulling whether it arrived.
func (s *Syncer) append(ctx context.Context, p shipment) error {
	last := p.after + int64(len(p.events)) // as a position
	revision, err := s.conn.log.Append(ctx, s.conn.names.ledger, p.after-1, p.events)
	if err == nil && revision != last-1 {
		err = fmt.Errorf("%w: revision %d instead of %d", shared.ErrInDoubt, revision, last-1)
	}
	return err
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
