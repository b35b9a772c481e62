package eventstore

import (
	"crypto/cipher"
	"crypto/rand"
	"errors"

	"kontor/domain"
)

// nonceSize is the length of the random nonce at the start of each sealed blob.
const nonceSize = 12

// errNotOurs is deliberately mute about why a blob does not open.
var errNotOurs = errors.New("the sealed part does not open: it was altered or moved")

// seal gives nonce ‖ ciphertext ‖ tag.
func seal(aead cipher.AEAD, context, plain []byte) []byte {
	blob := make([]byte, nonceSize, nonceSize+len(plain)+aead.Overhead())
	rand.Read(blob)
	return aead.Seal(blob, blob, plain, context)
}

// open appends what was sealed to dst.
func open(aead cipher.AEAD, dst, context, blob []byte) ([]byte, error) {
	if len(blob) < nonceSize+aead.Overhead() {
		return nil, errNotOurs
	}
	plain, err := aead.Open(dst, blob[:nonceSize], blob[nonceSize:], context)
	if err != nil {
		return nil, errNotOurs
	}
	return plain, nil
}

// The contexts bind a blob to its place: one that is moved elsewhere does not
// open. Position and version are no part of them, because they may change when
// events that are not shared yet are put on top of others.

func eventContext(b []byte, r *Record) []byte {
	b = append(b, "kontor event secret v1\x00"...)
	b = append(b, r.EventID[:]...)
	b = appendSized(b, r.Type)
	b = append(b, r.Stream[:]...)
	return r.Key.Append(b)
}

func argsContext(command domain.ID, name string, key KeyRef) []byte {
	b := append([]byte("kontor command args v1\x00"), command[:]...)
	b = appendSized(b, name)
	return key.Append(b)
}

func blobContext(purpose string, key KeyRef) []byte {
	b := append([]byte{}, "kontor blob v1\x00"...)
	b = appendSized(b, purpose)
	return key.Append(b)
}
