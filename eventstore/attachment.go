package eventstore

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"kontor/domain"
)

// Address names an attachment by its content: the HMAC-SHA256 of the content
// under a secret of the workspace. The same file has the same address within a
// workspace, and nobody outside of it can tell from the address what it is.
type Address [32]byte

func (a Address) String() string { return hex.EncodeToString(a[:]) }

// ParseAddress reads what String gives.
func ParseAddress(text string) (Address, error) {
	var a Address
	if b, err := hex.DecodeString(text); err == nil && copy(a[:], b) == len(a) && len(b) == len(a) {
		return a, nil
	}
	return Address{}, fmt.Errorf("eventstore: %q is not the address of an attachment", text)
}

// Attachments are the sealed files of a workspace, each stored once and under a
// key of its own.
type Attachments struct {
	ledger *Ledger
	dir    string
}

// Attachments are the files that belong to the records of this ledger.
func (l *Ledger) Attachments() *Attachments {
	return &Attachments{ledger: l, dir: filepath.Join(l.dir, "attachments")}
}

// Add keeps the content of r and returns its address and its size in bytes. A
// content that is there already is not kept twice. The file is durable when Add
// returns. Memory use does not depend on the size.
func (a *Attachments) Add(ctx context.Context, r io.Reader) (Address, int64, error) {
	address, size, err := a.add(ctx, r)
	if err != nil {
		return Address{}, 0, fmt.Errorf("keep an attachment: %w", classified(err))
	}
	return address, size, nil
}

func (a *Attachments) add(ctx context.Context, r io.Reader) (address Address, size int64, err error) {
	if a.ledger.options.ReadOnly {
		return Address{}, 0, ErrReadOnly
	}
	if err := os.MkdirAll(a.dir, 0o700); err != nil {
		return Address{}, 0, err
	}
	key, err := a.ledger.keys.allot(domain.None)
	if err != nil {
		return Address{}, 0, err
	}
	aead, err := a.ledger.keys.aead(key)
	if err != nil {
		return Address{}, 0, err
	}
	temporary, err := os.CreateTemp(a.dir, ".new-*")
	if err != nil {
		return Address{}, 0, err
	}
	kept := false
	defer func() {
		if !kept {
			temporary.Close()
			os.Remove(temporary.Name())
		}
	}()
	mac := hmac.New(sha256.New, a.ledger.keys.content)
	size, err = sealStream(aead, key, temporary, io.TeeReader(contextReader{ctx, r}, mac))
	if err != nil {
		return Address{}, 0, err
	}
	mac.Sum(address[:0])
	path := a.path(address)
	if a.isAlive(address) {
		return address, size, nil
	}
	if err := errors.Join(temporary.Sync(), temporary.Close(), os.MkdirAll(filepath.Dir(path), 0o700)); err != nil {
		return Address{}, 0, err
	}
	if err := os.Rename(temporary.Name(), path); err != nil {
		return Address{}, 0, err
	}
	kept = true
	return address, size, errors.Join(syncFolder(filepath.Dir(path)), syncFolder(a.dir))
}

// isAlive reports whether the content is there and can still be opened.
func (a *Attachments) isAlive(address Address) bool {
	file, err := a.open(address)
	if err != nil {
		return false
	}
	file.Close()
	return true
}

// Open gives the content of an attachment: [ErrNotFound] if it is not here,
// [ErrKeyErased] if it was erased. Reading fails at the first altered byte, and
// at the end if the content does not match the address.
func (a *Attachments) Open(address Address) (io.ReadCloser, error) {
	r, err := a.open(address)
	if err != nil {
		return nil, fmt.Errorf("open attachment %s: %w", address, err)
	}
	return r, nil
}

func (a *Attachments) open(address Address) (io.ReadCloser, error) {
	return a.openFile(a.path(address), address)
}

// openFile opens a file that must have the content that the address names.
func (a *Attachments) openFile(path string, address Address) (io.ReadCloser, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	s, err := openStream(file, a.ledger.keys.aead)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &attachment{file: file, stream: s, mac: hmac.New(sha256.New, a.ledger.keys.content), address: address}, nil
}

// OpenSealed gives the file of an attachment as it lies on the disk, sealed, and
// its size in bytes: what is brought to the team. [ErrNotFound] if it is not here.
func (a *Attachments) OpenSealed(address Address) (io.ReadSeekCloser, int64, error) {
	file, err := os.Open(a.path(address))
	if errors.Is(err, os.ErrNotExist) {
		return nil, 0, fmt.Errorf("open attachment %s: %w", address, ErrNotFound)
	}
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, info.Size(), nil
}

// AddSealed keeps a file that was sealed on another machine, if it opens here and
// has the content that the address names: [ErrDamaged] if not, [ErrKeyMissing]
// if its key is not here yet, [ErrKeyErased] if it was erased. A content that is
// here already is left as it is.
func (a *Attachments) AddSealed(ctx context.Context, address Address, r io.Reader) error {
	if err := a.addSealed(ctx, address, r); err != nil {
		return fmt.Errorf("keep the sealed attachment %s: %w", address, classified(err))
	}
	return nil
}

func (a *Attachments) addSealed(ctx context.Context, address Address, r io.Reader) (err error) {
	if a.ledger.options.ReadOnly {
		return ErrReadOnly
	}
	path := a.path(address)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(a.dir, ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temporary.Name())
		}
	}()
	_, err = io.Copy(temporary, contextReader{ctx, r})
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	content, err := a.openFile(temporary.Name(), address)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, contextReader{ctx, content})
	if err = errors.Join(err, content.Close()); err != nil {
		return err
	}
	if a.isAlive(address) {
		return os.Remove(temporary.Name())
	}
	if err := os.Rename(temporary.Name(), path); err != nil {
		return err
	}
	return errors.Join(syncFolder(filepath.Dir(path)), syncFolder(a.dir))
}

// Remove destroys the keys of attachments, so that no copy of them can be read
// any more, and deletes the files. One that is not here is no error. What the team
// may have of them is put into the queue of files, to be taken away there.
func (a *Attachments) Remove(ctx context.Context, addresses ...Address) error {
	var keys []KeyRef
	for _, address := range addresses {
		key, err := a.keyOf(address)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return fmt.Errorf("remove attachment %s: %w", address, err)
		}
		keys = append(keys, key)
	}
	// Before: afterwards nobody would know which they were.
	if err := a.ledger.store.queueAway(ctx, addresses); err != nil {
		return fmt.Errorf("remove attachments: %w", err)
	}
	if err := a.ledger.DestroyKeys(ctx, keys...); err != nil {
		return fmt.Errorf("remove attachments: %w", err)
	}
	for _, address := range addresses {
		if err := os.Remove(a.path(address)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove attachment %s: %w", address, err)
		}
	}
	return nil
}

// Key names the key of an attachment, whose block whoever is to open it needs:
// [ErrNotFound] if the attachment is not here.
func (a *Attachments) Key(address Address) (KeyRef, error) {
	key, err := a.keyOf(address)
	if err != nil {
		return KeyRef{}, fmt.Errorf("key of attachment %s: %w", address, err)
	}
	return key, nil
}

// SealedKey names the key of a sealed file, which its first bytes tell.
func SealedKey(r io.Reader) (KeyRef, error) {
	h, err := readStreamHeader(r)
	return h.key, err
}

func (a *Attachments) keyOf(address Address) (KeyRef, error) {
	file, err := os.Open(a.path(address))
	if errors.Is(err, os.ErrNotExist) {
		return KeyRef{}, ErrNotFound
	}
	if err != nil {
		return KeyRef{}, err
	}
	defer file.Close()
	return SealedKey(file)
}

// All yields the addresses of all attachments.
func (a *Attachments) All() iter.Seq2[Address, error] {
	return func(yield func(Address, error) bool) {
		names, err := filepath.Glob(filepath.Join(a.dir, "??", "*"))
		if err != nil {
			yield(Address{}, err)
			return
		}
		for _, name := range names {
			address, err := ParseAddress(filepath.Base(name))
			if !yield(address, err) {
				return
			}
		}
	}
}

func (a *Attachments) path(address Address) string {
	name := address.String()
	return filepath.Join(a.dir, name[:2], name)
}

// attachment checks the address when it has read everything.
type attachment struct {
	file   *os.File
	stream io.Reader
	mac    interface {
		io.Writer
		Sum([]byte) []byte
	}
	address Address
}

func (a *attachment) Read(p []byte) (int, error) {
	n, err := a.stream.Read(p)
	a.mac.Write(p[:n])
	if errors.Is(err, io.EOF) && !hmac.Equal(a.mac.Sum(nil), a.address[:]) {
		return n, fmt.Errorf("attachment %s: the content does not match the address: %w", a.address, ErrDamaged)
	}
	return n, err
}

func (a *attachment) Close() error { return a.file.Close() }

// contextReader stops reading when the context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
