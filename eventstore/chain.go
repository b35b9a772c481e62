package eventstore

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"

	"kontor/domain"
)

// The labels keep the hashes of different things apart.
const (
	labelGenesis = "kontor genesis v1\x00"
	labelEvent   = "kontor event v1\x00"
	labelCommand = "kontor command v1\x00"
)

// Genesis is the hash that the first event of a workspace follows.
func Genesis(workspace domain.ID) [32]byte {
	b := append([]byte(labelGenesis), make([]byte, 32)...)
	return sha256.Sum256(append(b, workspace[:]...))
}

// HashAfter is the hash of a record that follows an event with the hash
// previous. Its own Hash is not looked at.
func HashAfter(previous [32]byte, r *Record) ([32]byte, error) {
	c := chains.Get().(*chain)
	defer chains.Put(c)
	return c.next(previous, r)
}

// chains are those of HashAfter, whose buffers are used again.
var chains = sync.Pool{New: func() any { return &chain{buf: make([]byte, 0, 1024)} }}

// chain computes the hashes of records, one after the other, with one buffer.
type chain struct{ buf []byte }

// next is the hash of r, which follows an event with the hash previous. The
// encoding is described in docs/ledger.md.
func (c *chain) next(previous [32]byte, r *Record) ([32]byte, error) {
	kind, err := codeOf(r.Kind)
	if err != nil {
		return [32]byte{}, err
	}
	b := append(c.buf[:0], labelEvent...)
	b = append(b, previous[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(r.Position))
	b = append(b, r.EventID[:]...)
	b = binary.BigEndian.AppendUint16(b, kind)
	b = append(b, r.Stream[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(r.Version))
	b = binary.BigEndian.AppendUint64(b, uint64(r.RecordedAt.UnixMicro()))
	b = binary.BigEndian.AppendUint64(b, uint64(r.OccurredAt.UnixMicro()))
	b = append(b, r.Actor[:]...)
	b = append(b, r.Device[:]...)
	b = append(b, r.Command[:]...)
	b = append(b, r.Causation[:]...)
	b = appendSized(b, r.Type)
	b = appendSized(b, r.Skeleton)
	if r.Key.IsZero() {
		b = appendSized(b, "")
	} else {
		b = binary.BigEndian.AppendUint32(b, KeyRefSize)
		b = r.Key.Append(b)
	}
	if r.HasSealed {
		b = appendSized(b, r.SealedDigest[:])
	} else {
		b = appendSized(b, "")
	}
	c.buf = b
	return sha256.Sum256(b), nil
}

// digest is the check value of a journal entry, over all its columns. The
// journal changes (a command is undone, its arguments are erased), so it is
// not chained; the value finds damage, not forgery.
func (c *Command) digest() [32]byte {
	b := append(make([]byte, 0, 512), labelCommand...)
	b = binary.BigEndian.AppendUint64(b, uint64(c.Seq))
	b = append(b, c.ID[:]...)
	b = append(b, c.Actor[:]...)
	b = append(b, c.Device[:]...)
	b = append(b, c.Causation[:]...)
	b = append(b, c.UndoneBy[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(c.At.UnixMicro()))
	b = binary.BigEndian.AppendUint64(b, uint64(c.Base))
	b = binary.BigEndian.AppendUint64(b, uint64(c.First))
	b = binary.BigEndian.AppendUint64(b, uint64(c.Last))
	b = appendSized(b, c.Name)
	b = appendSized(b, string(c.State))
	b = appendSized(b, string(c.Replay))
	b = appendSized(b, c.Reason)
	b = appendSized(b, encodeStreams(c.Touches))
	b = appendSized(b, encodeIDs(c.Undoes))
	if c.ArgsKey.IsZero() {
		b = appendSized(b, "")
	} else {
		b = appendSized(b, c.ArgsKey.Append(nil))
	}
	b = appendSized(b, c.ArgsSealed)
	return sha256.Sum256(b)
}

// appendSized appends a length as four big-endian bytes and then the bytes.
func appendSized[T ~string | ~[]byte](b []byte, value T) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(value)))
	return append(b, value...)
}

// streamSize is the length of an encoded stream: the code of its kind and its id.
const streamSize = 2 + 16

// encodeStreams is how the journal keeps the records a command touched.
func encodeStreams(streams []domain.Stream) []byte {
	b := make([]byte, 0, streamSize*len(streams))
	for _, s := range streams {
		code, _ := codeOf(s.Kind) // a kind without a code is refused by Append
		b = binary.BigEndian.AppendUint16(b, code)
		b = append(b, s.ID[:]...)
	}
	return b
}

func decodeStreams(b []byte) []domain.Stream {
	streams := make([]domain.Stream, 0, len(b)/streamSize)
	for ; len(b) >= streamSize; b = b[streamSize:] {
		s := domain.Stream{Kind: kindOf(binary.BigEndian.Uint16(b))}
		copy(s.ID[:], b[2:])
		streams = append(streams, s)
	}
	return streams
}

// encodeIDs is how the journal keeps the commands that a command undoes.
func encodeIDs(ids []domain.ID) []byte {
	b := make([]byte, 0, 16*len(ids))
	for _, id := range ids {
		b = append(b, id[:]...)
	}
	return b
}

func decodeIDs(b []byte) []domain.ID {
	var ids []domain.ID
	for ; len(b) >= 16; b = b[16:] {
		ids = append(ids, domain.ID(b[:16]))
	}
	return ids
}
