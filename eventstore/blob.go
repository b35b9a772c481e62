package eventstore

import (
	"context"
	"fmt"

	"kontor/domain"
)

// NewKey gives a record's texts outside of the log, such as a draft, a key of
// their own, which the team never learns; [ErrFenced] if the record was erased.
// Keep the key with what is sealed under it, and destroy it with
// [Ledger.DestroyKeys].
func (l *Ledger) NewKey(subject domain.ID) (KeyRef, error) {
	if l.options.ReadOnly {
		return KeyRef{}, ErrReadOnly
	}
	return l.keys.allotLocal(subject)
}

// SealBlob seals a text that is kept outside of the log. The purpose says what
// it is, such as "draft": a blob opens only for the purpose it was sealed for.
func (l *Ledger) SealBlob(key KeyRef, purpose string, plain []byte) ([]byte, error) {
	aead, err := l.keys.aead(key)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", purpose, err)
	}
	return append(key.Append(nil), seal(aead, blobContext(purpose, key), plain)...), nil
}

// OpenBlob opens what SealBlob gave: [ErrKeyErased] if its key was destroyed.
func (l *Ledger) OpenBlob(purpose string, blob []byte) ([]byte, error) {
	key, ok := BlobKey(blob)
	if !ok {
		return nil, fmt.Errorf("open %s: %w", purpose, errNotOurs)
	}
	aead, err := l.keys.aead(key)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", purpose, err)
	}
	plain, err := open(aead, nil, blobContext(purpose, key), blob[KeyRefSize:])
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", purpose, err)
	}
	return plain, nil
}

// BlobKey is the key that a blob is sealed under.
func BlobKey(blob []byte) (KeyRef, bool) {
	if len(blob) < KeyRefSize {
		return KeyRef{}, false
	}
	return parseKeyRef(blob[:KeyRefSize])
}

// DestroyKeys makes everything sealed under these keys unreadable for good.
// For the keys of records use [Ledger.Erase].
func (l *Ledger) DestroyKeys(ctx context.Context, keys ...KeyRef) error {
	if l.options.ReadOnly {
		return ErrReadOnly
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err := l.keys.destroy(keys, nil)
	return err
}

// HasKey reports whether a key can be used: it is here, and was not destroyed.
func (l *Ledger) HasKey(key KeyRef) bool {
	_, err := l.keys.aead(key)
	return err == nil
}
