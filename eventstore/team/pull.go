package team

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// How much is read and received at a time.
const (
	pageSize = 500
	// tailChunk is large, because each chunk that comes before an unshared tail
	// has all of the tail decided again.
	tailChunk  = 20_000
	cleanChunk = 2_000
	// joinChunk is larger, because nobody waits to record something meanwhile.
	joinChunk  = 5_000
	chunkBytes = 32 << 20
	// chunksAhead wait, complete, for the ledger: it stands still while the disk
	// writes, and reading goes on meanwhile.
	chunksAhead = 2
)

// chunk is what is received at once: whole commands.
type chunk struct {
	events []arrived
	pages  map[domain.ID]shared.Event // of keys that they need, as they were just read
	err    error
}

// pull receives everything that the server has and the ledger has not.
func (s *Syncer) pull(ctx context.Context) error {
	confirmed, err := s.o.Ledger.Confirmed(ctx)
	if err != nil {
		return err
	}
	unshared, _, err := s.o.Ledger.Unshared(ctx)
	if err != nil {
		return err
	}
	r := &reader{
		log: s.conn.log, dial: s.second, stream: s.conn.names.ledger, codec: s.conn.codec, knows: s.o.Knows,
		next: confirmed.Position, limit: cleanChunk,
		keys: keysAhead{ledger: s.o.Ledger, log: s.conn.log, names: s.conn.names},
	}
	switch {
	case unshared > 0:
		r.limit = tailChunk
	case s.unread:
		r.limit = joinChunk
	}
	if err := r.compare(ctx, confirmed); err != nil {
		return err
	}
	s.neglected = false
	if err := s.receiveAll(ctx, r); err != nil {
		return err
	}
	return s.attended(ctx)
}

// receiveAll reads and decodes ahead of the ledger.
func (s *Syncer) receiveAll(ctx context.Context, r *reader) error {
	ctx, stop := context.WithCancel(ctx)
	defer r.ended.Wait() // the connection may be closed afterwards
	defer stop()
	for c := range r.chunks(ctx) {
		if c.err != nil {
			return c.err
		}
		if err := s.fetchBefore(ctx, c); err != nil {
			return err
		}
		if err := s.receive(ctx, c.events); err != nil {
			return err
		}
		if r.total > 0 {
			s.progress(c.events[len(c.events)-1].record.Position, r.total)
		}
	}
	return ctx.Err()
}

// fetchBefore gets from the server what events need before they are received:
// large sealed parts, keys, and news of attachments that are destroyed.
func (s *Syncer) fetchBefore(ctx context.Context, c chunk) error {
	events := c.events
	for i := range events {
		if !events[i].elsewhere {
			continue
		}
		sealed, err := s.fetchSealed(ctx, digestOf(&events[i].record))
		if errors.Is(err, shared.ErrNotFound) {
			err = ErrAltered
		}
		if err == nil {
			err = events[i].setSealed(sealed)
		}
		if err != nil {
			return fmt.Errorf("fetch the words of event %s: %w", events[i].record.EventID, err)
		}
	}
	if err := s.fetchKeys(ctx, events, c.pages); err != nil {
		return err
	}
	return s.dropErasedFiles(ctx, events)
}

// receive hands events to the ledger, and what became of them to the read models.
func (s *Syncer) receive(ctx context.Context, events []arrived) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.o.Lock.Lock()
	defer s.o.Lock.Unlock()
	records := make([]eventstore.Record, len(events))
	for i := range events {
		records[i] = events[i].record
	}
	if err := s.noticeCopy(ctx, records); err != nil {
		return err
	}
	if err := s.erasing(ctx, records); err != nil {
		return err
	}
	received, err := s.replace(ctx, records)
	var broken *eventstore.HashError
	if errors.As(err, &broken) {
		return fmt.Errorf("%w: %w", ErrAltered, err)
	}
	if err != nil {
		return err
	}
	s.o.Applied(received)
	return s.attend(context.WithoutCancel(ctx), received.Incoming)
}

// replace lets the ledger receive, after telling that its end may be replaced.
func (s *Syncer) replace(ctx context.Context, records []eventstore.Record) (eventstore.Received, error) {
	unshared, _, err := s.o.Ledger.Unshared(ctx)
	if err != nil {
		return eventstore.Received{}, err
	}
	if unshared == 0 {
		return s.takeIn(ctx, records)
	}
	kept, err := s.o.Replacing(ctx)
	if err != nil {
		return eventstore.Received{}, err
	}
	received, err := s.takeIn(ctx, records)
	if err != nil && kept != nil {
		kept()
	}
	return received, err
}

// takeIn opens no more words than somebody asks for.
func (s *Syncer) takeIn(ctx context.Context, records []eventstore.Record) (eventstore.Received, error) {
	if s.unread {
		return s.o.Ledger.ReceiveMentioning(ctx, records, s.o.Decide, eventstore.Mention{Text: attachmentMark, May: mayHaveFiles})
	}
	return s.o.Ledger.Receive(ctx, records, s.o.Decide)
}

// noticeCopy gives this installation an id of its own where events come in that
// it should have recorded itself but did not: its folder was copied, or put back
// from a backup.
func (s *Syncer) noticeCopy(ctx context.Context, records []eventstore.Record) error {
	l := s.o.Ledger
	seen := map[domain.ID]bool{}
	for i := range records {
		r := &records[i]
		if r.Device != l.Device() || seen[r.Command] {
			continue
		}
		seen[r.Command] = true
		_, err := l.Command(ctx, r.Command)
		if errors.Is(err, eventstore.ErrNotFound) {
			_, err = l.Find(ctx, r.EventID)
		}
		if errors.Is(err, eventstore.ErrNotFound) {
			return errors.Join(l.NewDevice(ctx), s.conn.keys.disown(ctx))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// reader reads the shared ledger in chunks.
type reader struct {
	log    shared.Log
	dial   shared.Dialer // a second connection; nil: none
	stream string
	codec  codec
	knows  func(string) bool
	limit  int
	next   int64 // the revision to read
	total  int64 // how many events there are; 0 if less than a page is left

	keys keysAhead

	page []shared.Event // read, not yet decoded
	full bool           // the page was full: more may follow

	ended sync.WaitGroup // what chunks started
}

// compare looks whether the last shared event stands where it stood, and reads
// the first page behind it.
func (r *reader) compare(ctx context.Context, confirmed eventstore.Head) error {
	if confirmed.Position == 0 {
		return r.turn(ctx)
	}
	r.next = confirmed.Position - 1
	if err := r.turn(ctx); err != nil {
		return err
	}
	if len(r.page) == 0 {
		_, err := r.log.Last(ctx, r.stream)
		switch {
		case errors.Is(err, shared.ErrNotFound):
			return ErrReset
		case err != nil:
			return err
		}
		return ErrRestored
	}
	last, err := r.codec.decode(r.page[0])
	if err != nil {
		return err
	}
	if last.record.Hash != confirmed.Hash {
		return ErrDiverged
	}
	r.page = r.page[1:]
	return nil
}

// turn reads the next page.
func (r *reader) turn(ctx context.Context) error {
	if err := r.take(r.log.Read(ctx, r.stream, r.next, pageSize)); err != nil {
		return err
	}
	if r.full && r.total == 0 {
		last, err := r.log.Last(ctx, r.stream)
		if err != nil {
			return err
		}
		r.total = last.Revision + 1
	}
	return nil
}

// take takes over what reading the next page gave.
func (r *reader) take(events []shared.Event, err error) error {
	if errors.Is(err, shared.ErrNotFound) {
		events, err = nil, nil
	}
	if err != nil {
		return err
	}
	for i := range events {
		if events[i].Revision != r.next {
			return ErrAltered // events were taken out of the stream
		}
		r.next++
	}
	r.page, r.full = events, len(events) == pageSize
	return nil
}

// chunks reads pages in one goroutine and decodes them in another, until nothing
// is left, something is wrong or ctx ends. The last chunk may be one with an
// error; none is empty.
func (r *reader) chunks(ctx context.Context) <-chan chunk {
	pages, chunks := make(chan page, 4), make(chan chunk, chunksAhead)
	r.ended.Go(func() {
		defer close(pages)
		r.turnAll(ctx, pages)
	})
	r.ended.Go(func() {
		defer close(chunks)
		r.gather(ctx, pages, chunks)
	})
	return chunks
}

// gather decodes pages and puts them together until there is enough.
func (r *reader) gather(ctx context.Context, pages <-chan page, chunks chan<- chunk) {
	var events []arrived
	size := 0
	give := func(c chunk) bool {
		if c.err == nil {
			if c.pages, c.err = r.keys.read(ctx, c.events); c.err != nil {
				c.events = nil
			}
		}
		select {
		case chunks <- c:
			return c.err == nil
		case <-ctx.Done():
			return false
		}
	}
	for p := range pages {
		if p.err != nil {
			give(chunk{err: p.err})
			return
		}
		for i := range p.events {
			a, err := r.decode(&p.events[i])
			if err != nil {
				give(chunk{err: err})
				return
			}
			events = append(events, a)
			size += len(p.events[i].Data) + len(p.events[i].Meta)
		}
		if len(events) < r.limit && size < chunkBytes {
			continue
		}
		whole := wholeCommands(events)
		if whole == 0 && (len(events) >= 4*r.limit || size >= 2*chunkBytes) {
			whole = len(events) // a command that is larger than what is kept in memory
		}
		if whole > 0 {
			if !give(chunk{events: events[:whole:whole]}) {
				return
			}
			events, size = append(make([]arrived, 0, r.limit+pageSize), events[whole:]...), 0
		}
	}
	if len(events) > 0 && ctx.Err() == nil {
		give(chunk{events: events})
	}
}

func (r *reader) decode(e *shared.Event) (arrived, error) {
	if !r.knows(e.Type) {
		return arrived{}, fmt.Errorf("%w: %s", ErrUpdateNeeded, e.Type)
	}
	a, err := r.codec.decode(*e)
	if err != nil {
		return arrived{}, fmt.Errorf("event %s: %w", e.ID, err)
	}
	return a, nil
}

// wholeCommands is how many of the events belong to commands that are complete.
func wholeCommands(events []arrived) int {
	for i := len(events); i > 0; i-- {
		if events[i-1].part == events[i-1].of {
			return i
		}
	}
	return 0
}
