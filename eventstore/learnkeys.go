package eventstore

import (
	"context"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// LearnKeys takes over blocks that were read from the team's pages. Note on
// which page they are, with SetKeyPage, before.
//
// Nothing that was destroyed comes back: a key that is gone here stays gone, and
// makes the page dirty that still has it; what the page has lost is destroyed
// here too; and the keys of records that are erased are left out. A block that
// was not wrapped by this workspace's key is an error, and then none is learned.
func (l *Ledger) LearnKeys(ctx context.Context, blocks ...KeyBlock) error {
	if l.options.ReadOnly {
		return ErrReadOnly
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	ids := make(map[blockID]bool, len(blocks))
	for _, b := range blocks {
		ids[b.ID] = true
	}
	dead, err := l.store.erasedKeys(ctx, ids)
	if err != nil {
		return fmt.Errorf("learn keys: %w", err)
	}
	if err := l.keys.learn(blocks, dead); err != nil {
		return fmt.Errorf("learn keys: %w", err)
	}
	return nil
}

// erasedKeys are the keys in these blocks that events of erased records are
// sealed under.
func (s *SQLite) erasedKeys(ctx context.Context, blocks map[blockID]bool) (map[blockID][]uint16, error) {
	dead := map[blockID][]uint16{}
	err := s.read(ctx, func(conn *sqlite.Conn) error {
		// CROSS JOIN keeps this order: there are few erasures, and many events.
		return sqlitex.Execute(conn, `SELECT DISTINCT key FROM erasures CROSS JOIN events ON stream = subject
			WHERE key IS NOT NULL`, &sqlitex.ExecOptions{
			ResultFunc: func(q *sqlite.Stmt) error {
				if key := columnKey(q, 0); blocks[key.Block] {
					dead[key.Block] = append(dead[key.Block], key.Slot)
				}
				return nil
			},
		})
	})
	return dead, err
}

func (k *keyring) learn(blocks []KeyBlock, dead map[blockID][]uint16) (err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	defer func() { err = classified(err) }()
	end, err := sqlitex.ImmediateTransaction(k.conn)
	if err != nil {
		return err
	}
	lost := false
	for _, b := range blocks {
		var some bool
		some, err = k.learnBlock(b, dead[b.ID])
		lost = lost || some
		if err != nil {
			err = fmt.Errorf("block %x: %w", b.ID, err)
			break
		}
	}
	end(&err)
	k.ruined++
	clear(k.secrets) // read again: some are known or punctured now, or not after all
	clear(k.aeads)
	if err == nil && lost {
		err = truncateWAL(k.conn)
	}
	return err
}

// learnBlock takes over one block, and reports whether a key was destroyed here.
func (k *keyring) learnBlock(b KeyBlock, dead []uint16) (lost bool, err error) {
	if b.ID == (blockID{}) {
		return false, nil // erased by definition
	}
	if err := k.checkBlock(b); err != nil {
		return false, err
	}
	known, there, err := k.block(b.ID)
	if err != nil {
		return false, err
	}
	if !there {
		if err := k.putBlock(b); err != nil {
			return false, err
		}
	} else if lost, err = k.merge(known, b); err != nil {
		return false, err
	}
	for _, slot := range dead {
		alive, err := k.puncture(KeyRef{Block: b.ID, Slot: slot})
		if err == nil && alive {
			lost = true
			err = k.pageChanged(b.ID)
		}
		if err != nil {
			return false, err
		}
	}
	return lost, nil
}

// checkBlock refuses a block that does not open with the workspace key.
func (k *keyring) checkBlock(b KeyBlock) error {
	if b.Wrapped != nil {
		_, err := unwrap(k.kek, b.Version, b.ID, blockSlots, b.Wrapped)
		return err
	}
	seen := map[uint16]bool{}
	for _, leaf := range b.Leaves {
		if leaf.Slot >= blockSlots || seen[leaf.Slot] {
			return fmt.Errorf("slot %d: %w", leaf.Slot, ErrDamaged)
		}
		seen[leaf.Slot] = true
		if _, err := unwrap(k.kek, b.Version, b.ID, leaf.Slot, leaf.Wrapped); err != nil {
			return err
		}
	}
	return nil
}

func (k *keyring) putBlock(b KeyBlock) error {
	var wrapped any
	if b.Wrapped != nil {
		wrapped = b.Wrapped
	}
	err := sqlitex.Execute(k.conn, "INSERT INTO blocks (id, kek, wrapped) VALUES (?, ?, ?)",
		&sqlitex.ExecOptions{Args: []any{b.ID[:], b.Version, wrapped}})
	if err != nil || b.Wrapped != nil {
		return err
	}
	for _, leaf := range b.Leaves {
		if err := k.putLeaf(b.ID, leaf.Slot, b.Version, leaf.Wrapped); err != nil {
			return err
		}
	}
	return nil
}

// merge leaves of a block that is known here what the page has as well. A page
// that has more than what is left here becomes dirty.
func (k *keyring) merge(known, page KeyBlock) (lost bool, err error) {
	kept := map[uint16]bool{}
	for _, leaf := range page.Leaves {
		kept[leaf.Slot] = true
	}
	alive := func(slot uint16) bool { return page.Wrapped != nil || kept[slot] }
	here := map[uint16]bool{}
	for _, leaf := range known.Leaves {
		here[leaf.Slot] = true
	}
	more := false
	for slot := range uint16(blockSlots) {
		isHere := known.Wrapped != nil || here[slot]
		switch {
		case isHere && !alive(slot):
			if _, err := k.puncture(KeyRef{Block: known.ID, Slot: slot}); err != nil {
				return false, err
			}
			lost = true
		case !isHere && alive(slot):
			more = true
		}
	}
	if lost {
		k.dropFree(lostSlots(known.ID, alive))
	}
	if more {
		return lost, k.pageChanged(known.ID)
	}
	return lost, nil
}

func lostSlots(block blockID, alive func(uint16) bool) []KeyRef {
	var lost []KeyRef
	for slot := range uint16(blockSlots) {
		if !alive(slot) {
			lost = append(lost, KeyRef{Block: block, Slot: slot})
		}
	}
	return lost
}
