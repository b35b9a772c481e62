package team

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"

	"kontor/domain"
	"kontor/eventstore/shared"
)

// chunkSize is how much of a file one event carries.
const chunkSize = 256 << 10

// chunkData and chunkMeta are an event of a file. A stream may hold the
// beginnings of uploads that were never finished, and several uploads may
// alternate: each is known by the digest of its first chunk.
type chunkData struct {
	Bytes []byte `json:"bytes"`
}

type chunkMeta struct {
	Format int       `json:"format"`
	Upload string    `json:"upload"`
	Part   int       `json:"part"` // from 1
	Of     int       `json:"of"`
	Size   int64     `json:"size"`          // of the whole file, sealed
	Page   domain.ID `json:"page,omitzero"` // where its key is
}

func chunkOf(e shared.Event) (m chunkMeta, err error) {
	if e.Type != typeChunk || json.Unmarshal(e.Meta, &m) != nil || m.Format == 0 || m.Of < 1 || m.Part < 1 || m.Part > m.Of {
		return chunkMeta{}, ErrForeign
	}
	if m.Format > 1 {
		return chunkMeta{}, ErrUpdateNeeded
	}
	return m, nil
}

// upload brings a file to its stream.
type upload struct {
	stream  string
	content io.ReadSeeker
	size    int64
	page    domain.ID
}

// run appends what is missing. [shared.ErrHeadMoved] means that another laptop is
// just bringing the same file; whoever comes back later and finds it incomplete
// brings its own.
func (u *upload) run(ctx context.Context, log shared.Log) error {
	first, err := u.read(0)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(first)
	meta := chunkMeta{
		Format: 1, Upload: hex.EncodeToString(digest[:]), Of: int(max(1, (u.size+chunkSize-1)/chunkSize)),
		Size: u.size, Page: u.page,
	}
	last, err := log.Last(ctx, u.stream)
	if err != nil && !errors.Is(err, shared.ErrNotFound) {
		return err
	}
	revision := shared.None
	switch {
	case err == nil && last.Type == typeGone:
		revision = last.Revision
	case err == nil:
		there, err := chunkOf(last)
		if err != nil {
			return err
		}
		revision = last.Revision
		switch {
		case there.Part == there.Of:
			return nil
		case there.Upload == meta.Upload:
			meta.Part = there.Part
		}
	}
	for meta.Part < meta.Of {
		bytes, err := u.read(meta.Part)
		if err != nil {
			return err
		}
		meta.Part++
		if revision, err = appendChunk(ctx, log, u.stream, revision, meta, bytes); err != nil {
			return err
		}
	}
	return nil
}

// read gives the bytes of the part with an index from 0.
func (u *upload) read(index int) ([]byte, error) {
	from := int64(index) * chunkSize
	if _, err := u.content.Seek(from, io.SeekStart); err != nil {
		return nil, err
	}
	bytes := make([]byte, min(chunkSize, u.size-from))
	_, err := io.ReadFull(u.content, bytes)
	return bytes, err
}

func appendChunk(ctx context.Context, log shared.Log, stream string, after int64, meta chunkMeta, bytes []byte) (int64, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return 0, err
	}
	data, err1 := json.Marshal(chunkData{bytes})
	m, err2 := json.Marshal(meta)
	if err := errors.Join(err1, err2); err != nil {
		return 0, err
	}
	revision, err := log.Append(ctx, stream, after, []shared.Event{{ID: id, Type: typeChunk, Data: data, Meta: m}})
	if err != nil {
		return 0, fmt.Errorf("bring part %d of %d of a file: %w", meta.Part, meta.Of, err)
	}
	return revision, nil
}

// download reads a file from its stream.
type download struct {
	ctx    context.Context
	log    shared.Log
	stream string
	upload string
	page   domain.ID
	size   int64

	part  int // of the upload, read so far
	of    int
	next  int64 // revision
	bytes []byte
}

// chunksAtOnce is how many parts are read at once.
const chunksAtOnce = 8

// openDownload opens the complete upload of a stream, or gives
// [shared.ErrNotFound] if there is none yet. Nothing is appended behind one that
// is complete, so that the last event tells.
func openDownload(ctx context.Context, log shared.Log, stream string) (*download, error) {
	last, err := log.Last(ctx, stream)
	if err != nil {
		return nil, err
	}
	if last.Type == typeGone {
		return nil, shared.ErrNotFound
	}
	meta, err := chunkOf(last)
	if err != nil {
		return nil, err
	}
	if meta.Part != meta.Of {
		return nil, shared.ErrNotFound
	}
	return &download{ctx: ctx, log: log, stream: stream, upload: meta.Upload, page: meta.Page, size: meta.Size, of: meta.Of}, nil
}

func (d *download) Read(p []byte) (int, error) {
	for len(d.bytes) == 0 {
		if d.part == d.of {
			return 0, io.EOF
		}
		if err := d.turn(); err != nil {
			return 0, err
		}
	}
	n := copy(p, d.bytes)
	d.bytes = d.bytes[n:]
	return n, nil
}

// turn reads the next parts of the upload, and passes over those of others.
func (d *download) turn() error {
	page, err := d.log.Read(d.ctx, d.stream, d.next, chunksAtOnce)
	if err != nil {
		return err
	}
	if len(page) == 0 {
		return io.ErrUnexpectedEOF
	}
	for _, e := range page {
		d.next = e.Revision + 1
		if e.Type == typeGone {
			continue
		}
		meta, err := chunkOf(e)
		if err != nil {
			return err
		}
		if meta.Upload != d.upload || meta.Part != d.part+1 {
			continue
		}
		var data chunkData
		if err := json.Unmarshal(e.Data, &data); err != nil {
			return ErrAltered
		}
		d.part++
		d.bytes = append(d.bytes, data.Bytes...)
	}
	return nil
}
