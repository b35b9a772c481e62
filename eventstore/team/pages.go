package team

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// pageBlocks is how many blocks of keys a page has at most: even if all of them
// are punctured the page fits into one append.
const pageBlocks = 16

const pageFormat = 1

// pageDocument is a page of keys on the server. All keys in it are wrapped by the
// workspace key. The proof keeps the server from taking keys out, which would
// destroy them everywhere.
type pageDocument struct {
	Format int         `json:"format"`
	Blocks []pageBlock `json:"blocks"`
	Proof  []byte      `json:"proof"`
}

type pageBlock struct {
	ID      []byte     `json:"id"`
	KEK     uint32     `json:"kek"`
	Wrapped []byte     `json:"wrapped,omitempty"`
	Leaves  []pageLeaf `json:"leaves,omitempty"`
}

type pageLeaf struct {
	Slot    uint16 `json:"slot"`
	Wrapped []byte `json:"wrapped"`
}

func (d *pageDocument) proof(page domain.ID, key []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(page[:])
	number := func(n int) { mac.Write(binary.BigEndian.AppendUint32(nil, uint32(n))) }
	sized := func(b []byte) {
		number(len(b))
		mac.Write(b)
	}
	number(d.Format)
	number(len(d.Blocks))
	for _, b := range d.Blocks {
		sized(b.ID)
		number(int(b.KEK))
		sized(b.Wrapped)
		number(len(b.Leaves))
		for _, leaf := range b.Leaves {
			number(int(leaf.Slot))
			sized(leaf.Wrapped)
		}
	}
	return mac.Sum(nil)
}

func newPageDocument(page domain.ID, key []byte, blocks []eventstore.KeyBlock) *pageDocument {
	d := &pageDocument{Format: pageFormat, Blocks: make([]pageBlock, len(blocks))}
	for i, b := range blocks {
		d.Blocks[i] = pageBlock{ID: slices.Clone(b.ID[:]), KEK: b.Version, Wrapped: b.Wrapped}
		for _, leaf := range b.Leaves {
			d.Blocks[i].Leaves = append(d.Blocks[i].Leaves, pageLeaf{leaf.Slot, leaf.Wrapped})
		}
	}
	d.Proof = d.proof(page, key)
	return d
}

// blocks gives the blocks of a page, or [ErrAltered].
func (d *pageDocument) blocks(page domain.ID, key []byte) ([]eventstore.KeyBlock, error) {
	if d.Format > pageFormat {
		return nil, ErrUpdateNeeded
	}
	if !hmac.Equal(d.Proof, d.proof(page, key)) {
		return nil, ErrAltered
	}
	blocks := make([]eventstore.KeyBlock, len(d.Blocks))
	for i, b := range d.Blocks {
		if len(b.ID) != 16 {
			return nil, ErrAltered
		}
		blocks[i] = eventstore.KeyBlock{ID: [16]byte(b.ID), Version: b.KEK, Wrapped: b.Wrapped}
		for _, leaf := range b.Leaves {
			blocks[i].Leaves = append(blocks[i].Leaves, eventstore.KeyLeaf{Slot: leaf.Slot, Wrapped: leaf.Wrapped})
		}
	}
	return blocks, nil
}

// sameKeys reports whether two lists of blocks hold the same keys, however they
// are wrapped.
func sameKeys(a, b []eventstore.KeyBlock) bool {
	if len(a) != len(b) {
		return false
	}
	byID := make(map[[16]byte]eventstore.KeyBlock, len(b))
	for _, block := range b {
		byID[block.ID] = block
	}
	for _, block := range a {
		other, there := byID[block.ID]
		same := there && (block.Wrapped == nil) == (other.Wrapped == nil) &&
			slices.EqualFunc(block.Leaves, other.Leaves, func(x, y eventstore.KeyLeaf) bool { return x.Slot == y.Slot })
		if !same {
			return false
		}
	}
	return true
}

// pageBook knows which block of keys is on which page of the team.
type pageBook struct {
	ledger *eventstore.Ledger
	log    shared.Log
	names  streams
	proof  []byte
	page   map[[16]byte]domain.ID
	own    map[domain.ID]bool
	open   domain.ID // an own page with room; None if there is none
	room   int
	// revisions are those of the pages that were read or written last over this
	// connection, with what they hold.
	revisions map[domain.ID]int64
	// used are pages of events that are pushed. That each is on the server is seen
	// to once in a connection: it may have been put back to a time before.
	used map[domain.ID]bool
	// lost are blocks of events that are here, and that their page did not have.
	lost     map[[16]byte]bool
	regained bool // some of them came after all
}

func openPageBook(ctx context.Context, l *eventstore.Ledger, log shared.Log, names streams) (pageBook, error) {
	b := pageBook{
		ledger: l, log: log, names: names, proof: secretsOf(l).derived("kontor key page v1"),
		page: map[[16]byte]domain.ID{}, own: map[domain.ID]bool{}, used: map[domain.ID]bool{},
		lost: map[[16]byte]bool{}, revisions: map[domain.ID]int64{},
	}
	pages, err := l.KeyPages(ctx)
	if err != nil {
		return b, err
	}
	var blocks [][16]byte
	for _, p := range pages {
		for _, block := range p.Blocks {
			b.page[block] = p.ID
		}
		blocks = append(blocks, p.Blocks...)
		b.own[p.ID] = p.Own
		if room := pageBlocks - len(p.Blocks); p.Own && room > b.room {
			b.open, b.room = p.ID, room
		}
	}
	missing, err := l.MissingBlocks(ctx, blocks...)
	for _, block := range missing {
		b.lost[block] = true
	}
	return b, err
}

// enter gives blocks that are on no page yet a place on an own one.
func (b *pageBook) enter(ctx context.Context, blocks ...[16]byte) error {
	var fresh [][16]byte
	for _, block := range blocks {
		if _, entered := b.page[block]; !entered && block != ([16]byte{}) && !slices.Contains(fresh, block) {
			fresh = append(fresh, block)
		}
	}
	for len(fresh) > 0 {
		if b.room == 0 {
			page, err := uuid.NewRandom()
			if err != nil {
				return err
			}
			b.open, b.room = page, pageBlocks
			b.own[page], b.revisions[page] = true, shared.None
		}
		n := min(b.room, len(fresh))
		if err := b.ledger.SetKeyPage(ctx, b.open, true, fresh[:n]...); err != nil {
			return err
		}
		for _, block := range fresh[:n] {
			b.page[block] = b.open
		}
		b.room -= n
		fresh = fresh[n:]
	}
	for _, block := range blocks {
		if page, entered := b.page[block]; entered {
			b.used[page] = true
		}
	}
	return nil
}

// disown leaves all pages to the installation whose copy this one turned out to
// be: two that add to one page would be in each other's way.
func (b *pageBook) disown(ctx context.Context) error {
	for page, own := range b.own {
		if !own {
			continue
		}
		if err := b.ledger.SetKeyPage(ctx, page, false); err != nil {
			return err
		}
		b.own[page] = false
	}
	b.room = 0
	return nil
}

// fetch reads a page and takes over its keys: also what was destroyed on it. It
// returns the blocks that it has; none if there is no such page.
func (b *pageBook) fetch(ctx context.Context, page domain.ID) ([]eventstore.KeyBlock, error) {
	e, err := b.log.Last(ctx, b.names.keys(page))
	if errors.Is(err, shared.ErrNotFound) {
		b.revisions[page] = shared.None
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return b.take(ctx, page, e)
}

// take is fetch for a page that was read.
func (b *pageBook) take(ctx context.Context, page domain.ID, e shared.Event) ([]eventstore.KeyBlock, error) {
	var d pageDocument
	if e.Type != typeKeys || json.Unmarshal(e.Data, &d) != nil {
		return nil, ErrForeign
	}
	blocks, err := d.blocks(page, b.proof)
	if err != nil {
		return nil, fmt.Errorf("key page %s: %w", page, err)
	}
	ids := make([][16]byte, len(blocks))
	for i := range blocks {
		ids[i] = blocks[i].ID
		b.page[ids[i]] = page
		if b.lost[ids[i]] {
			delete(b.lost, ids[i])
			b.regained = true
		}
	}
	if err := b.ledger.SetKeyPage(ctx, page, b.own[page], ids...); err != nil {
		return nil, err
	}
	if err := b.ledger.LearnKeys(ctx, blocks...); err != nil {
		return nil, err
	}
	b.revisions[page] = e.Revision
	return blocks, nil
}

// publish brings every page that changed to the server, and notes it.
func (b *pageBook) publish(ctx context.Context) error {
	pages, err := b.bring(ctx)
	return errors.Join(err, b.ledger.KeyPagePublished(ctx, pages...))
}

// bring brings every page that changed to the server, and returns those of which
// that is to be noted. It is done before events are pushed: whoever reads an event
// finds its key, and whoever reads that a record was erased finds its keys gone.
func (b *pageBook) bring(ctx context.Context) (brought []domain.ID, err error) {
	pages, err := b.ledger.KeyPages(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range pages {
		_, seen := b.revisions[p.ID]
		if !p.Dirty && (seen || !b.used[p.ID]) {
			continue
		}
		for tries := 0; ; tries++ {
			err := b.write(ctx, p)
			if err == nil {
				break
			}
			if !errors.Is(err, shared.ErrHeadMoved) || tries == patience {
				return brought, fmt.Errorf("publish keys: %w", err)
			}
			delete(b.revisions, p.ID)
		}
		brought = append(brought, p.ID)
	}
	return brought, nil
}

// publishAll compares every page with the server and publishes those that differ:
// for a server that was put back to an earlier state.
func (b *pageBook) publishAll(ctx context.Context) error {
	pages, err := b.ledger.KeyPages(ctx)
	if err != nil {
		return err
	}
	brought := make([]domain.ID, len(pages))
	for i, p := range pages {
		if err := b.write(ctx, p); err != nil {
			return fmt.Errorf("publish keys again: %w", err)
		}
		brought[i] = p.ID
	}
	return b.ledger.KeyPagePublished(ctx, brought...)
}

// write publishes one page: what is left of what is here and of what is there. It
// is still to be noted.
func (b *pageBook) write(ctx context.Context, p eventstore.KeyPage) error {
	ids := slices.Clone(p.Blocks)
	revision, known := b.revisions[p.ID]
	var there []eventstore.KeyBlock
	if !known {
		var err error
		if there, err = b.fetch(ctx, p.ID); err != nil {
			return err
		}
		for _, block := range there {
			if !slices.Contains(ids, block.ID) {
				ids = append(ids, block.ID)
			}
		}
		revision = b.revisions[p.ID]
	}
	// A block that others put on the page and whose page was never read is not
	// here; it is read together with the page, above, or with its next event.
	missing, err := b.ledger.MissingBlocks(ctx, ids...)
	if err != nil {
		return err
	}
	ids = slices.DeleteFunc(ids, func(id [16]byte) bool { return slices.Contains(missing, id) })
	blocks, err := b.ledger.KeyBlocks(ctx, ids...)
	if err != nil {
		return err
	}
	if revision == shared.None || known || !sameKeys(blocks, there) {
		revision, err = writeDocument(ctx, b.log, b.names.keys(p.ID), typeKeys, revision, newPageDocument(p.ID, b.proof, blocks))
		if err != nil {
			return err
		}
		b.revisions[p.ID] = revision
	}
	return nil
}
