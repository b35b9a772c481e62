package eventstore

import (
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
	"kontor/eventstore/aesgcm"
)

// keyring holds the keys of the records of a workspace, in keys.db.
//
// A block of 256 keys is one secret in the database. Keys are taken from a
// fresh block after each start, so that a slot is never given to two records,
// even after a crash or when an older copy of keys.db was put back.
type keyring struct {
	mu      sync.RWMutex
	conn    *sqlite.Conn
	kek     cipher.AEAD
	root    [32]byte // the workspace key
	version uint32   // of the workspace key
	content []byte   // the secret that attachments are addressed with

	secrets map[blockID][]byte // unwrapped; nil for a punctured block
	aeads   map[KeyRef]cipher.AEAD
	fenced  map[domain.ID]bool // true once the keys are destroyed
	ruined  int                // counts destructions, for whoever was deriving a key meanwhile

	shared stock // keys that the team may learn
	local  stock // keys that never leave this machine: of arguments and drafts

	read map[domain.ID]int64 // how often a page had changed when its blocks were last read
}

// stock is what is left of blocks that were made.
type stock struct {
	local bool
	free  []KeyRef // slots of committed blocks that nobody has
	grown int      // blocks made at a time
}

// maxAEADs limits the ciphers that are kept ready; each takes about 1 KiB.
const maxAEADs = 2048

// openKeyring opens keys.db with the workspace key.
func openKeyring(conn *sqlite.Conn, workspaceKey []byte, meta keysMeta) (*keyring, error) {
	k := &keyring{
		conn: conn, kek: aesgcm.New(workspaceKey), version: meta.kek,
		secrets: map[blockID][]byte{}, aeads: map[KeyRef]cipher.AEAD{}, fenced: map[domain.ID]bool{},
		local: stock{local: true}, read: map[domain.ID]int64{},
	}
	copy(k.root[:], workspaceKey)
	var err error
	if k.content, err = unwrap(k.kek, k.version, blockID{}, contentSlot, meta.content); err != nil {
		return nil, ErrWorkspaceKeyWrong
	}
	err = sqlitex.Execute(conn, "SELECT subject, destroyed FROM fences", &sqlitex.ExecOptions{
		ResultFunc: func(q *sqlite.Stmt) error {
			var subject domain.ID
			columnFixed(q, 0, subject[:])
			k.fenced[subject] = q.ColumnBool(1)
			return nil
		},
	})
	return k, classified(err)
}

// allot gives a key that no record had before to a record, or ErrFenced. The
// block it belongs to is on the disk when allot returns.
func (k *keyring) allot(subject domain.ID) (KeyRef, error) { return k.take(&k.shared, subject) }

// allotLocal gives a key that the team never learns: for what stays on this
// machine.
func (k *keyring) allotLocal(subject domain.ID) (KeyRef, error) { return k.take(&k.local, subject) }

func (k *keyring) take(from *stock, subject domain.ID) (KeyRef, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, fenced := k.fenced[subject]; fenced {
		return KeyRef{}, ErrFenced
	}
	if len(from.free) == 0 {
		if err := k.makeBlocks(from, max(1, from.grown)); err != nil {
			return KeyRef{}, fmt.Errorf("make keys: %w", err)
		}
		from.grown = min(2*max(1, from.grown), 64)
	}
	key := from.free[0]
	from.free = from.free[1:]
	return key, nil
}

// makeBlocks writes n fresh blocks in one durable transaction.
func (k *keyring) makeBlocks(to *stock, n int) (err error) {
	defer func() { err = classified(err) }()
	blocks := make([]blockID, n)
	secrets := make([][]byte, n)
	end, err := sqlitex.ImmediateTransaction(k.conn)
	if err != nil {
		return err
	}
	for i := range blocks {
		secrets[i] = make([]byte, 32)
		rand.Read(blocks[i][:])
		rand.Read(secrets[i])
		wrapped := wrap(k.kek, k.version, blocks[i], blockSlots, secrets[i])
		err = sqlitex.Execute(k.conn, "INSERT INTO blocks (id, kek, wrapped) VALUES (?, ?, ?)",
			&sqlitex.ExecOptions{Args: []any{blocks[i][:], k.version, wrapped}})
		if err == nil && to.local {
			err = sqlitex.Execute(k.conn, "INSERT INTO local_blocks (id) VALUES (?)",
				&sqlitex.ExecOptions{Args: []any{blocks[i][:]}})
		}
		if err != nil {
			break
		}
	}
	if end(&err); err != nil {
		return err
	}
	for i, block := range blocks {
		k.secrets[block] = secrets[i]
		for slot := range uint16(blockSlots) {
			to.free = append(to.free, KeyRef{Block: block, Slot: slot})
		}
	}
	return nil
}

// aead is the cipher under a key: ErrKeyErased if the key was destroyed,
// ErrKeyMissing if keys.db never knew it.
func (k *keyring) aead(key KeyRef) (cipher.AEAD, error) {
	k.mu.RLock()
	aead, ready := k.aeads[key]
	secret := k.secrets[key.Block]
	ruined := k.ruined
	k.mu.RUnlock()
	if ready {
		return aead, nil
	}
	var plain []byte
	if secret != nil {
		plain = slotKey(secret, key)
	} else {
		k.mu.Lock()
		var err error
		plain, err = k.lookUp(key)
		ruined = k.ruined
		k.mu.Unlock()
		if err != nil {
			return nil, err
		}
	}
	aead = aesgcm.New(plain)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ruined != ruined {
		return aead, nil // must not be kept: it may be the one that was destroyed
	}
	if len(k.aeads) >= maxAEADs {
		clear(k.aeads)
	}
	k.aeads[key] = aead
	return aead, nil
}

// lookUp gives the bytes of a key; the lock is held.
func (k *keyring) lookUp(key KeyRef) ([]byte, error) {
	if key.Block == (blockID{}) {
		return nil, ErrKeyErased
	}
	secret, known := k.secrets[key.Block]
	if !known {
		var err error
		if secret, err = k.loadBlock(key.Block); err != nil {
			return nil, err
		}
		k.secrets[key.Block] = secret
	}
	if secret != nil {
		return slotKey(secret, key), nil
	}
	return k.loadLeaf(key)
}

// loadBlock gives the secret of a block, nil if it is punctured.
func (k *keyring) loadBlock(block blockID) ([]byte, error) {
	var wrapped []byte
	var version uint32
	there := false
	err := sqlitex.Execute(k.conn, "SELECT kek, wrapped FROM blocks WHERE id = ?", &sqlitex.ExecOptions{
		Args: []any{block[:]},
		ResultFunc: func(q *sqlite.Stmt) error {
			there, version = true, uint32(q.ColumnInt64(0))
			if !q.ColumnIsNull(1) {
				wrapped = columnBlob(q, 1)
			}
			return nil
		},
	})
	switch {
	case err != nil:
		return nil, classified(err)
	case !there:
		return nil, ErrKeyMissing
	case wrapped == nil:
		return nil, nil
	}
	return unwrap(k.kek, version, block, blockSlots, wrapped)
}

// loadLeaf gives a key of a punctured block.
func (k *keyring) loadLeaf(key KeyRef) ([]byte, error) {
	var wrapped []byte
	var version uint32
	err := sqlitex.Execute(k.conn, "SELECT kek, wrapped FROM leaf_keys WHERE block = ? AND slot = ?", &sqlitex.ExecOptions{
		Args: []any{key.Block[:], int64(key.Slot)},
		ResultFunc: func(q *sqlite.Stmt) error {
			version, wrapped = uint32(q.ColumnInt64(0)), columnBlob(q, 1)
			return nil
		},
	})
	if err != nil {
		return nil, classified(err)
	}
	if wrapped == nil {
		return nil, ErrKeyErased
	}
	return unwrap(k.kek, version, key.Block, key.Slot, wrapped)
}

// fence notes that a record is erased: from now on it gets no new key, whatever
// happens. It is on the disk when fence returns.
func (k *keyring) fence(erasures []Erasure, at time.Time) (err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	defer func() { err = classified(err) }()
	end, err := sqlitex.ImmediateTransaction(k.conn)
	if err != nil {
		return err
	}
	for _, e := range erasures {
		var event any
		if e.Event != domain.None {
			event = e.Event[:]
		}
		err = sqlitex.Execute(k.conn, `INSERT INTO fences (subject, fenced_at, event_id, destroyed) VALUES (?, ?, ?, 0)
			ON CONFLICT (subject) DO NOTHING`, &sqlitex.ExecOptions{Args: []any{e.Subject[:], at.UnixMicro(), event}})
		if err != nil {
			break
		}
	}
	if end(&err); err != nil {
		return err
	}
	for _, e := range erasures {
		if _, fenced := k.fenced[e.Subject]; !fenced {
			k.fenced[e.Subject] = false
		}
	}
	return nil
}

// destroy makes keys unreadable for good, marks the fences of the subjects as
// carried out, and removes all traces from the files. It returns how many keys
// were alive until now.
func (k *keyring) destroy(keys []KeyRef, subjects []domain.ID) (destroyed int, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	defer func() { err = classified(err) }()
	end, err := sqlitex.ImmediateTransaction(k.conn)
	if err != nil {
		return 0, err
	}
	for _, key := range keys {
		alive := false
		if alive, err = k.puncture(key); err != nil {
			break
		}
		if alive {
			destroyed++
			if err = k.pageChanged(key.Block); err != nil {
				break
			}
		}
	}
	for _, subject := range subjects {
		if err == nil {
			err = sqlitex.Execute(k.conn, "UPDATE fences SET destroyed = 1 WHERE subject = ?",
				&sqlitex.ExecOptions{Args: []any{subject[:]}})
		}
	}
	end(&err)
	k.ruined++
	clear(k.secrets) // read again: some are punctured now, or not after all
	clear(k.aeads)
	if err != nil {
		return 0, err
	}
	k.dropFree(keys)
	for _, subject := range subjects {
		k.fenced[subject] = true
	}
	return destroyed, truncateWAL(k.conn)
}

// puncture takes one key out of its block: the other keys are kept one by one,
// and the secret that they were all derived from is deleted.
func (k *keyring) puncture(key KeyRef) (alive bool, err error) {
	if _, err = k.lookUp(key); errors.Is(err, ErrKeyErased) || errors.Is(err, ErrKeyMissing) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if secret := k.secrets[key.Block]; secret != nil {
		if err := k.scatter(key.Block, secret); err != nil {
			return false, err
		}
	}
	err = sqlitex.Execute(k.conn, "DELETE FROM leaf_keys WHERE block = ? AND slot = ?",
		&sqlitex.ExecOptions{Args: []any{key.Block[:], int64(key.Slot)}})
	return true, err
}

// scatter replaces the secret of a block by its keys.
func (k *keyring) scatter(block blockID, secret []byte) error {
	for slot := range uint16(blockSlots) {
		leaf := slotKey(secret, KeyRef{Block: block, Slot: slot})
		if err := k.putLeaf(block, slot, k.version, wrap(k.kek, k.version, block, slot, leaf)); err != nil {
			return err
		}
	}
	k.secrets[block] = nil
	return sqlitex.Execute(k.conn, "UPDATE blocks SET wrapped = NULL WHERE id = ?",
		&sqlitex.ExecOptions{Args: []any{block[:]}})
}

func (k *keyring) putLeaf(block blockID, slot uint16, version uint32, wrapped []byte) error {
	return sqlitex.Execute(k.conn, "INSERT INTO leaf_keys (block, slot, kek, wrapped) VALUES (?, ?, ?, ?)",
		&sqlitex.ExecOptions{Args: []any{block[:], int64(slot), version, wrapped}})
}

// dropFree forgets slots that were destroyed before anyone had them.
func (k *keyring) dropFree(keys []KeyRef) {
	gone := make(map[KeyRef]bool, len(keys))
	for _, key := range keys {
		gone[key] = true
	}
	for _, s := range []*stock{&k.shared, &k.local} {
		kept := s.free[:0]
		for _, key := range s.free {
			if !gone[key] {
				kept = append(kept, key)
			}
		}
		s.free = kept
	}
}

// isErased reports whether the keys of a record were destroyed.
func (k *keyring) isErased(subject domain.ID) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.fenced[subject]
}

func (k *keyring) close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.conn == nil {
		return nil
	}
	err := k.conn.Close()
	k.conn = nil
	return err
}
