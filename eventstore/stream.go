package eventstore

import (
	"bufio"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A sealed stream is a header and then chunks, each sealed on its own, so that
// a large file is never in memory as a whole. The nonce of a chunk is the prefix
// in the header, the number of the chunk and a mark on the last one: chunks can
// neither be exchanged nor be cut off at the end.

const (
	streamMagic  = "kontorA1"
	streamChunk  = 256 << 10 // bytes of plain text in each chunk but the last
	streamPrefix = 7
	streamHead   = len(streamMagic) + KeyRefSize + 4 + streamPrefix
)

type streamHeader struct {
	raw    []byte
	key    KeyRef
	chunk  int
	prefix []byte
}

func newStreamHeader(key KeyRef) streamHeader {
	h := append([]byte(streamMagic), key.Append(nil)...)
	h = binary.BigEndian.AppendUint32(h, streamChunk)
	prefix := make([]byte, streamPrefix)
	rand.Read(prefix)
	return streamHeader{raw: append(h, prefix...), key: key, chunk: streamChunk, prefix: prefix}
}

func readStreamHeader(r io.Reader) (streamHeader, error) {
	raw := make([]byte, streamHead)
	if _, err := io.ReadFull(r, raw); err != nil || string(raw[:len(streamMagic)]) != streamMagic {
		return streamHeader{}, fmt.Errorf("header of a sealed file: %w", ErrDamaged)
	}
	rest := raw[len(streamMagic):]
	key, _ := parseKeyRef(rest[:KeyRefSize])
	chunk := binary.BigEndian.Uint32(rest[KeyRefSize:])
	if chunk == 0 || chunk > 1<<20 {
		return streamHeader{}, fmt.Errorf("chunk size of a sealed file: %w", ErrDamaged)
	}
	return streamHeader{raw: raw, key: key, chunk: int(chunk), prefix: rest[KeyRefSize+4:]}, nil
}

// nonce is the nonce of a chunk.
func (h streamHeader) nonce(number uint32, last bool) []byte {
	b := append(make([]byte, 0, nonceSize), h.prefix...)
	b = binary.BigEndian.AppendUint32(b, number)
	if last {
		return append(b, 1)
	}
	return append(b, 0)
}

func (h streamHeader) context() []byte {
	return append([]byte("kontor attachment v1\x00"), h.raw...)
}

// sealStream seals everything that r gives and returns its length.
func sealStream(aead cipher.AEAD, key KeyRef, w io.Writer, r io.Reader) (int64, error) {
	header := newStreamHeader(key)
	if _, err := w.Write(header.raw); err != nil {
		return 0, err
	}
	in := bufio.NewReaderSize(r, streamChunk)
	plain := make([]byte, streamChunk)
	sealed := make([]byte, 0, streamChunk+aead.Overhead())
	size := int64(0)
	for number := uint32(0); ; number++ {
		n, err := io.ReadFull(in, plain)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return 0, err
		}
		_, peek := in.Peek(1)
		if peek != nil && !errors.Is(peek, io.EOF) {
			return 0, peek
		}
		last := peek != nil
		sealed = aead.Seal(sealed[:0], header.nonce(number, last), plain[:n], header.context())
		if _, err := w.Write(sealed); err != nil {
			return 0, err
		}
		size += int64(n)
		if last {
			return size, nil
		}
		if number == 1<<32-1 {
			return 0, errors.New("the file is too large to be sealed")
		}
	}
}

// streamReader opens a sealed stream chunk by chunk.
type streamReader struct {
	header streamHeader
	aead   cipher.AEAD
	in     *bufio.Reader
	sealed []byte
	plain  []byte // what is not yet read of the present chunk
	number uint32
	done   bool
	err    error
}

func openStream(r io.Reader, aead func(KeyRef) (cipher.AEAD, error)) (*streamReader, error) {
	header, err := readStreamHeader(r)
	if err != nil {
		return nil, err
	}
	cipher, err := aead(header.key)
	if err != nil {
		return nil, err
	}
	size := header.chunk + cipher.Overhead()
	return &streamReader{header: header, aead: cipher, in: bufio.NewReaderSize(r, size+1), sealed: make([]byte, size)}, nil
}

func (s *streamReader) Read(p []byte) (int, error) {
	for len(s.plain) == 0 && s.err == nil {
		s.err = s.nextChunk()
	}
	if len(s.plain) == 0 {
		return 0, s.err
	}
	n := copy(p, s.plain)
	s.plain = s.plain[n:]
	return n, nil
}

func (s *streamReader) nextChunk() error {
	if s.done {
		return io.EOF
	}
	n, err := io.ReadFull(s.in, s.sealed)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	_, peek := s.in.Peek(1)
	if peek != nil && !errors.Is(peek, io.EOF) {
		return peek
	}
	s.done = peek != nil
	plain, err := s.aead.Open(s.sealed[:0], s.header.nonce(s.number, s.done), s.sealed[:n], s.header.context())
	if err != nil {
		return fmt.Errorf("chunk %d of a sealed file was altered: %w", s.number, ErrDamaged)
	}
	s.plain = plain
	s.number++
	return nil
}
