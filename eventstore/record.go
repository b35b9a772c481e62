package eventstore

import (
	"encoding/binary"
	"encoding/hex"
	"time"

	"kontor/domain"
)

// Record is an event as the store keeps it: its clear part, and its sealed
// part as an opaque blob.
//
// Position, Version and Hash are set by [Store.Append].
type Record struct {
	Position   int64 // 1 for the first event of the ledger, without gaps
	EventID    domain.ID
	Kind       domain.Kind
	Stream     domain.ID
	Version    int // 1 for the first event of its stream, without gaps
	Type       string
	RecordedAt time.Time // UTC, to the microsecond
	OccurredAt time.Time // UTC, to the microsecond
	Actor      domain.ID
	Device     domain.ID
	Command    domain.ID
	Causation  domain.ID // None if there is none
	Skeleton   []byte    // JSON
	Key        KeyRef    // zero if the event has no sealed part
	Sealed     []byte    // nil if there is none, or if it was blanked by an erasure
	// SealedDigest is the SHA-256 of Sealed. It stays when Sealed is blanked,
	// so that the chain of hashes still holds; it is a digest of ciphertext and
	// says nothing about the words. Valid only where HasSealed is set.
	SealedDigest [32]byte
	HasSealed    bool // the event was recorded with a sealed part
	Hash         [32]byte
}

// StreamRef is the stream of the record.
func (r *Record) StreamRef() domain.Stream {
	return domain.Stream{Kind: r.Kind, ID: r.Stream}
}

// KeyRef names a key: a slot of a block in keys.db. The zero value names none.
type KeyRef struct {
	Block [16]byte
	Slot  uint16
}

// KeyRefSize is the length of an encoded KeyRef in bytes.
const KeyRefSize = 18

// ErasedKey is the key of a record whose words had been erased before it came
// into this ledger, as when an archive is read in. Its block consists of zeros
// and is erased by definition.
var ErasedKey = KeyRef{Slot: 1}

// IsZero reports whether no key is named.
func (k KeyRef) IsZero() bool { return k == KeyRef{} }

// Append appends the 18 bytes of the reference: the block, then the slot as a
// big-endian number.
func (k KeyRef) Append(b []byte) []byte {
	b = append(b, k.Block[:]...)
	return binary.BigEndian.AppendUint16(b, k.Slot)
}

func (k KeyRef) String() string { return hex.EncodeToString(k.Append(nil)) }

// parseKeyRef reads the 18 bytes of a reference; anything else is no key.
func parseKeyRef(b []byte) (KeyRef, bool) {
	if len(b) != KeyRefSize {
		return KeyRef{}, false
	}
	var k KeyRef
	copy(k.Block[:], b)
	k.Slot = binary.BigEndian.Uint16(b[16:])
	return k, true
}

// Head is the end of the ledger: the position and the hash of the last event.
// An empty ledger has position 0 and the hash of its genesis.
type Head struct {
	Position int64
	Hash     [32]byte
}

// micro cuts a time to what the ledger keeps.
func micro(t time.Time) time.Time { return time.UnixMicro(t.UnixMicro()).UTC() }
