package team

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// betweenDenials is how long is waited before an account that may not take a file
// away tries again: its rights may have changed.
const betweenDenials = 24 * time.Hour

// takeAway takes the sealed parts of an erased attachment away from the server. Its
// key is destroyed already; this is so that nothing of it is left. A mark stays
// behind which the stream can be continued after: somebody may attach the same
// content once more.
func (s *Syncer) takeAway(ctx context.Context, f eventstore.TeamFile) error {
	stream := s.conn.names.file(f.Address)
	err := s.clear(ctx, stream)
	switch {
	case err == nil, errors.Is(err, shared.ErrNotFound):
		return s.noteFile(ctx, f, eventstore.FileDone)
	case errors.Is(err, shared.ErrDenied):
		f.Due = s.o.Now().Add(betweenDenials)
		return s.noteFile(ctx, f, eventstore.FileDenied)
	case errors.Is(err, shared.ErrHeadMoved):
		return nil // looked at again next time
	case errors.Is(err, ErrForeign), errors.Is(err, ErrAltered):
		return s.noteFile(ctx, f, eventstore.FileFailed) // not Kontor's to take away
	}
	return err
}

func (s *Syncer) clear(ctx context.Context, stream string) error {
	log := s.conn.log
	last, err := log.Last(ctx, stream)
	if err != nil {
		return err
	}
	mark := last.Revision
	if last.Type != typeGone {
		if alive, err := s.isNeeded(ctx, stream, last); err != nil || alive {
			return err
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		gone := shared.Event{ID: id, Type: typeGone, Data: []byte("{}"), Meta: []byte("{}")}
		if mark, err = log.Append(ctx, stream, last.Revision, []shared.Event{gone}); err != nil {
			return err
		}
	}
	return log.Truncate(ctx, stream, mark)
}

// isNeeded reports whether what a stream holds is under a key that was not
// destroyed: somebody brought the content anew.
func (s *Syncer) isNeeded(ctx context.Context, stream string, last shared.Event) (bool, error) {
	meta, err := chunkOf(last)
	if err != nil {
		return false, err
	}
	page, err := s.conn.log.Read(ctx, stream, last.Revision-int64(meta.Part)+1, 1)
	if err != nil || len(page) == 0 {
		return false, err
	}
	var data chunkData
	first, err := chunkOf(page[0])
	if err != nil || json.Unmarshal(page[0].Data, &data) != nil {
		return false, errors.Join(err, ErrAltered)
	}
	key, err := keyOfFile(bytes.NewReader(data.Bytes))
	if err != nil || first.Part != 1 || first.Upload != meta.Upload {
		return false, nil // uploads that were interrupted by each other: of no use to anyone
	}
	if meta.Page != domain.None {
		if _, err := s.conn.keys.fetch(ctx, meta.Page); err != nil {
			return false, err
		}
	}
	return s.o.Ledger.HasKey(key), nil
}
