package eventstore

import (
	"context"
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
)

// KeyBlock is a block of keys as the team keeps it: wrapped by the workspace
// key, which the server never has.
type KeyBlock struct {
	ID      [16]byte
	Version uint32 // of the workspace key
	Wrapped []byte // the secret of the block; nil once a key of it was destroyed
	// Leaves are the keys that are left of a block of which one was destroyed.
	Leaves []KeyLeaf
}

// KeyLeaf is one key of a block, wrapped.
type KeyLeaf struct {
	Slot    uint16
	Wrapped []byte
}

// KeyPage says which blocks lie on one page of the team's keys.
type KeyPage struct {
	ID     domain.ID
	Blocks [][16]byte
	Own    bool // opened by this installation, which may add blocks to it
	Dirty  bool // to be published (again): blocks were added, or keys destroyed
}

// WorkspaceKey is the key that everything in keys.db is wrapped by. Whoever has
// it and the keys reads everything.
func (l *Ledger) WorkspaceKey() [32]byte { return l.keys.root }

// KeyBlocks gives blocks as they are to be published, in the order asked for:
// [ErrKeyMissing] if one is not here, and an error for one that must not leave
// this machine. Read all blocks of a page at once before you publish it.
func (l *Ledger) KeyBlocks(ctx context.Context, ids ...[16]byte) ([]KeyBlock, error) {
	l.keys.mu.Lock()
	defer l.keys.mu.Unlock()
	blocks := make([]KeyBlock, len(ids))
	for i, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b, there, err := l.keys.block(id)
		if err == nil && !there {
			err = ErrKeyMissing
		}
		if err == nil {
			err = errors.Join(l.keys.mayLeave(id), l.keys.noteRead(id))
		}
		if err != nil {
			return nil, fmt.Errorf("read the key block %x: %w", id, err)
		}
		blocks[i] = b
	}
	return blocks, nil
}

// MissingBlocks gives those of the blocks that are not here.
func (l *Ledger) MissingBlocks(ctx context.Context, ids ...[16]byte) ([][16]byte, error) {
	l.keys.mu.Lock()
	defer l.keys.mu.Unlock()
	var missing [][16]byte
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if id == (blockID{}) {
			continue // erased by definition
		}
		there, err := l.keys.has("SELECT 1 FROM blocks WHERE id = ?", id)
		if err != nil {
			return nil, err
		}
		if !there {
			missing = append(missing, id)
		}
	}
	return missing, nil
}

// KeyPages lists the pages and the blocks on them.
func (l *Ledger) KeyPages(ctx context.Context) ([]KeyPage, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.keys.mu.Lock()
	defer l.keys.mu.Unlock()
	return l.keys.pages()
}

// SetKeyPage notes that these blocks are on a page, besides those that are
// already. A page of our own to which one is added becomes dirty.
func (l *Ledger) SetKeyPage(ctx context.Context, page domain.ID, own bool, blocks ...[16]byte) error {
	return l.changePages(ctx, func() error { return l.keys.setPage(page, own, blocks) })
}

// KeyPagePublished notes that the team has pages as KeyBlocks last gave their
// blocks. One stays dirty if a key was destroyed since.
func (l *Ledger) KeyPagePublished(ctx context.Context, pages ...domain.ID) error {
	if len(pages) == 0 {
		return nil
	}
	return l.changePages(ctx, func() error {
		for _, page := range pages {
			seen, read := l.keys.read[page]
			if !read {
				continue
			}
			err := sqlitex.Execute(l.keys.conn, "UPDATE key_pages SET published = ? WHERE id = ?",
				&sqlitex.ExecOptions{Args: []any{seen, page[:]}})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (l *Ledger) changePages(ctx context.Context, change func() error) (err error) {
	if l.options.ReadOnly {
		return ErrReadOnly
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	l.keys.mu.Lock()
	defer l.keys.mu.Unlock()
	defer func() { err = classified(err) }()
	end, err := sqlitex.ImmediateTransaction(l.keys.conn)
	if err != nil {
		return err
	}
	defer end(&err)
	return change()
}

// block gives a block as it is stored; the lock is held.
func (k *keyring) block(id blockID) (b KeyBlock, there bool, err error) {
	b.ID = id
	err = sqlitex.Execute(k.conn, "SELECT kek, wrapped FROM blocks WHERE id = ?", &sqlitex.ExecOptions{
		Args: []any{id[:]},
		ResultFunc: func(q *sqlite.Stmt) error {
			there, b.Version = true, uint32(q.ColumnInt64(0))
			if !q.ColumnIsNull(1) {
				b.Wrapped = columnBlob(q, 1)
			}
			return nil
		},
	})
	if err != nil || !there || b.Wrapped != nil {
		return b, there, classified(err)
	}
	err = sqlitex.Execute(k.conn, "SELECT slot, wrapped FROM leaf_keys WHERE block = ? ORDER BY slot", &sqlitex.ExecOptions{
		Args: []any{id[:]},
		ResultFunc: func(q *sqlite.Stmt) error {
			b.Leaves = append(b.Leaves, KeyLeaf{Slot: uint16(q.ColumnInt64(0)), Wrapped: columnBlob(q, 1)})
			return nil
		},
	})
	return b, true, classified(err)
}

// mayLeave refuses a block that was made for this machine only.
func (k *keyring) mayLeave(id blockID) error {
	local, err := k.has("SELECT 1 FROM local_blocks WHERE id = ?", id)
	if err == nil && local {
		err = errLocalBlock
	}
	return err
}

var errLocalBlock = errors.New("eventstore: the keys of this block never leave this machine")

func (k *keyring) has(query string, id [16]byte) (found bool, err error) {
	err = queryOne(k.conn, query, id, func(*sqlite.Stmt) { found = true })
	return found, classified(err)
}

// noteRead remembers in which state the page of a block is read.
func (k *keyring) noteRead(block blockID) error {
	err := queryOne(k.conn, "SELECT id, changes FROM key_pages WHERE id = (SELECT page FROM page_blocks WHERE block = ?)", block,
		func(q *sqlite.Stmt) {
			var page domain.ID
			columnFixed(q, 0, page[:])
			k.read[page] = q.ColumnInt64(1)
		})
	return classified(err)
}

// pageChanged makes the page of a block dirty, if it has one.
func (k *keyring) pageChanged(block blockID) error {
	return sqlitex.Execute(k.conn, `UPDATE key_pages SET changes = changes + 1
		WHERE id = (SELECT page FROM page_blocks WHERE block = ?)`, &sqlitex.ExecOptions{Args: []any{block[:]}})
}

func (k *keyring) pages() ([]KeyPage, error) {
	var pages []KeyPage
	at := map[domain.ID]int{}
	err := sqlitex.Execute(k.conn, "SELECT id, own, changes <> published FROM key_pages ORDER BY id", &sqlitex.ExecOptions{
		ResultFunc: func(q *sqlite.Stmt) error {
			p := KeyPage{Own: q.ColumnBool(1), Dirty: q.ColumnBool(2)}
			columnFixed(q, 0, p.ID[:])
			at[p.ID] = len(pages)
			pages = append(pages, p)
			return nil
		},
	})
	if err != nil {
		return nil, classified(err)
	}
	err = sqlitex.Execute(k.conn, "SELECT page, block FROM page_blocks ORDER BY page, block", &sqlitex.ExecOptions{
		ResultFunc: func(q *sqlite.Stmt) error {
			var page domain.ID
			var block blockID
			columnFixed(q, 0, page[:])
			columnFixed(q, 1, block[:])
			if i, there := at[page]; there {
				pages[i].Blocks = append(pages[i].Blocks, block)
			}
			return nil
		},
	})
	return pages, classified(err)
}

func (k *keyring) setPage(page domain.ID, own bool, blocks [][16]byte) error {
	err := sqlitex.Execute(k.conn, `INSERT INTO key_pages (id, own, changes, published) VALUES (?, ?, 0, 0)
		ON CONFLICT (id) DO UPDATE SET own = excluded.own`, &sqlitex.ExecOptions{Args: []any{page[:], own}})
	if err != nil {
		return err
	}
	added := false
	for _, block := range blocks {
		err := sqlitex.Execute(k.conn, `INSERT INTO page_blocks (block, page) VALUES (?, ?)
			ON CONFLICT (block) DO UPDATE SET page = excluded.page WHERE page <> excluded.page`,
			&sqlitex.ExecOptions{Args: []any{block[:], page[:]}})
		if err != nil {
			return err
		}
		added = added || k.conn.Changes() > 0
	}
	if !own || !added {
		return nil
	}
	return sqlitex.Execute(k.conn, "UPDATE key_pages SET changes = changes + 1 WHERE id = ?",
		&sqlitex.ExecOptions{Args: []any{page[:]}})
}
