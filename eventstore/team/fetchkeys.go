package team

import (
	"context"
	"errors"
	"maps"
	"slices"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// fetchKeys reads the pages of keys that events are sealed under and that are
// not here. A key that its page does not have is left out: its words are shown
// as missing, and it is looked for again over the next connection.
func (s *Syncer) fetchKeys(ctx context.Context, events []arrived, ahead map[domain.ID]shared.Event) error {
	return s.fetchBlocks(ctx, blocksOf(events), ahead)
}

// blocksOf are the blocks of keys that events are sealed under, with their pages.
func blocksOf(events []arrived) map[[16]byte]domain.ID {
	blocks := map[[16]byte]domain.ID{}
	for i := range events {
		if block := events[i].record.Key.Block; block != ([16]byte{}) && events[i].page != domain.None {
			blocks[block] = events[i].page
		}
	}
	return blocks
}

// keysAhead reads the pages of keys that events will need while the ledger is
// still busy with those before: each page once in a pull.
type keysAhead struct {
	ledger *eventstore.Ledger
	log    shared.Log
	names  streams
	asked  map[domain.ID]bool
}

// read gives pages that have blocks which are not here. It is called after the
// events were read: a page is on the server before them. What it does not find
// is looked for again when the events are received.
func (k *keysAhead) read(ctx context.Context, events []arrived) (map[domain.ID]shared.Event, error) {
	wanted := blocksOf(events)
	maps.DeleteFunc(wanted, func(_ [16]byte, page domain.ID) bool { return k.asked[page] })
	missing, err := k.ledger.MissingBlocks(ctx, slices.Collect(maps.Keys(wanted))...)
	if err != nil || len(missing) == 0 {
		return nil, err
	}
	if k.asked == nil {
		k.asked = map[domain.ID]bool{}
	}
	pages := map[domain.ID]shared.Event{}
	for _, block := range missing {
		page := wanted[block]
		if k.asked[page] {
			continue
		}
		k.asked[page] = true
		e, err := k.log.Last(ctx, k.names.keys(page))
		switch {
		case err == nil:
			pages[page] = e
		case !errors.Is(err, shared.ErrNotFound):
			return nil, err
		}
	}
	return pages, nil
}

// fetchBlocks takes over the pages of blocks that are not here: those that were
// read ahead, or else from the server.
func (s *Syncer) fetchBlocks(ctx context.Context, wanted map[[16]byte]domain.ID, ahead map[domain.ID]shared.Event) error {
	b := &s.conn.keys
	ids := make([][16]byte, 0, len(wanted))
	for block := range wanted {
		if !b.lost[block] {
			ids = append(ids, block)
		}
	}
	slices.SortFunc(ids, func(a, b [16]byte) int { return slices.Compare(a[:], b[:]) })
	missing, err := b.ledger.MissingBlocks(ctx, ids...)
	if err != nil {
		return err
	}
	there, read := map[[16]byte]bool{}, map[domain.ID]bool{}
	for _, block := range missing {
		page := wanted[block]
		if read[page] {
			continue
		}
		read[page] = true
		var blocks []eventstore.KeyBlock
		if e, there := ahead[page]; there {
			blocks, err = b.take(ctx, page, e)
		} else {
			blocks, err = b.fetch(ctx, page)
		}
		if err != nil {
			return err
		}
		for i := range blocks {
			there[blocks[i].ID] = true
		}
	}
	for _, block := range missing {
		if there[block] {
			continue
		}
		page := wanted[block]
		if err := b.ledger.SetKeyPage(ctx, page, b.own[page], block); err != nil {
			return err
		}
		b.page[block], b.lost[block] = page, true
	}
	s.tellLearned()
	return nil
}

// tellLearned says that words can be read that could not before.
func (s *Syncer) tellLearned() {
	if !s.conn.keys.regained {
		return
	}
	s.conn.keys.regained = false
	s.o.Lock.Lock()
	defer s.o.Lock.Unlock()
	s.o.Learned()
}

// fetchLost looks again for keys that their pages did not have, as on a server
// that was put back to an earlier state until somebody brought them again.
func (s *Syncer) fetchLost(ctx context.Context) error {
	b := &s.conn.keys
	pages := map[domain.ID]bool{}
	for block := range b.lost {
		pages[b.page[block]] = true
	}
	for _, page := range slices.SortedFunc(maps.Keys(pages), func(a, b domain.ID) int { return slices.Compare(a[:], b[:]) }) {
		if _, err := b.fetch(ctx, page); err != nil {
			return err
		}
	}
	s.tellLearned()
	return nil
}
