package eventstore

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// blockSlots is the number of keys of a block.
const blockSlots = 256

// labelSlot is the start of the info string that a slot key is derived with.
const labelSlot = "kontor slot key v1"

type blockID = [16]byte

// slotKey is the key of one slot of a block with this secret:
// HKDF-Expand-SHA256(secret, label ‖ block id ‖ slot as two big-endian bytes, 32).
func slotKey(secret []byte, ref KeyRef) []byte {
	key, err := hkdf.Expand(sha256.New, secret, labelSlot+string(ref.Append(nil)), 32)
	if err != nil {
		panic(err) // only for a length over 8160 bytes
	}
	return key
}

// wrap seals a secret of a block under the workspace key. The slot is that of a
// single key, or blockSlots for the secret of the whole block.
func wrap(kek cipher.AEAD, version uint32, block blockID, slot uint16, secret []byte) []byte {
	nonce := make([]byte, kek.NonceSize(), kek.NonceSize()+len(secret)+kek.Overhead())
	rand.Read(nonce)
	return kek.Seal(nonce, nonce, secret, wrapContext(version, block, slot))
}

func unwrap(kek cipher.AEAD, version uint32, block blockID, slot uint16, wrapped []byte) ([]byte, error) {
	if len(wrapped) != kek.NonceSize()+32+kek.Overhead() {
		return nil, fmt.Errorf("wrapped key of block %x: %w", block, ErrDamaged)
	}
	nonce, ciphertext := wrapped[:kek.NonceSize()], wrapped[kek.NonceSize():]
	secret, err := kek.Open(nil, nonce, ciphertext, wrapContext(version, block, slot))
	if err != nil {
		return nil, fmt.Errorf("wrapped key of block %x: %w", block, ErrDamaged)
	}
	return secret, nil
}

// wrapContext is authenticated together with a wrapped secret, so that none can
// be put in the place of another.
func wrapContext(version uint32, block blockID, slot uint16) []byte {
	b := append([]byte("kontor key wrap v1\x00"), block[:]...)
	b = binary.BigEndian.AppendUint32(b, version)
	return binary.BigEndian.AppendUint16(b, slot)
}
