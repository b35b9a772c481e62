package eventstore

import (
	"context"
	"errors"
	"iter"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// eventColumns are what scanRecord reads.
const eventColumns = `position, event_id, kind, stream, version, type, recorded_at, occurred_at,
	actor, device, command_id, causation, skeleton, key, sealed_digest, hash, sealed`

const (
	selectEventSQL   = "SELECT " + eventColumns + " FROM events "
	readAllSQL       = selectEventSQL + "WHERE position > ? ORDER BY position LIMIT ?"
	readStreamSQL    = selectEventSQL + "WHERE stream = ? AND version > ? ORDER BY version LIMIT ?"
	readByCommandSQL = selectEventSQL + "WHERE command_id = ? AND position > ? ORDER BY position LIMIT ?"
	findSQL          = selectEventSQL + "WHERE event_id = ?"
	readAtSQL        = selectEventSQL + "WHERE position = ?"
	streamKeySQL     = "SELECT key FROM events WHERE stream = ? AND key IS NOT NULL ORDER BY version LIMIT 1"
)

// pageSize is how many records are read before the connection is given back: a
// slow consumer must neither hold a connection nor keep the write-ahead log
// from being emptied.
const pageSize = 512

// page holds the records of one page; their bytes lie in one buffer that the
// next page uses again.
type page struct {
	records []Record
	bytes   []byte
	faults  []error // by index of records; nil where there is none
	cut     bool    // the page ended early because its records are large
}

// pageBytes ends a page of large records early.
const pageBytes = 4 << 20

// ReadAll implements [Store].
func (s *SQLite) ReadAll(ctx context.Context, after int64) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		var p page
		for {
			p.reset()
			err := s.read(ctx, func(conn *sqlite.Conn) error {
				return s.fill(conn, &p, readAllSQL, func(q *sqlite.Stmt) {
					q.BindInt64(1, after)
					q.BindInt64(2, pageSize)
				})
			})
			for i := range p.records {
				after = p.records[i].Position
				if !yield(&p.records[i], p.faults[i]) {
					return
				}
			}
			switch {
			case errors.Is(err, ErrDamaged):
				if !s.readAround(ctx, &p, &after, yield) {
					return
				}
			case err != nil:
				yield(&Record{Position: after + 1}, err)
				return
			case len(p.records) < pageSize && !p.cut:
				return
			}
		}
	}
}

// readAround reads the records of a damaged part of the file one by one, so
// that only those are lost that lie in it. It reports whether to go on.
func (s *SQLite) readAround(ctx context.Context, p *page, after *int64, yield func(*Record, error) bool) bool {
	head, err := s.Head(ctx)
	if err != nil {
		yield(&Record{Position: *after + 1}, &FaultError{Position: *after + 1, What: "cannot be read", Err: err})
		return false
	}
	for n := 0; n < pageSize && *after < head.Position; n++ {
		*after++
		p.reset()
		err := s.read(ctx, func(conn *sqlite.Conn) error {
			return s.fill(conn, p, readAtSQL, func(q *sqlite.Stmt) { q.BindInt64(1, *after) })
		})
		if err == nil && len(p.records) == 1 {
			if !yield(&p.records[0], p.faults[0]) {
				return false
			}
			continue
		}
		if err != nil && !errors.Is(err, ErrDamaged) {
			yield(&Record{Position: *after}, err)
			return false
		}
		fault := &FaultError{Position: *after, What: "cannot be read", Err: err}
		if !yield(&Record{Position: *after}, fault) {
			return false
		}
	}
	return *after < head.Position
}

// ReadStream implements [Store].
func (s *SQLite) ReadStream(ctx context.Context, stream domain.ID, after int) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		var p page
		for {
			p.reset()
			err := s.read(ctx, func(conn *sqlite.Conn) error {
				return s.fill(conn, &p, readStreamSQL, func(q *sqlite.Stmt) {
					q.BindBytes(1, stream[:])
					q.BindInt64(2, int64(after))
					q.BindInt64(3, pageSize)
				})
			})
			for i := range p.records {
				after = p.records[i].Version
				if !yield(&p.records[i], p.faults[i]) {
					return
				}
			}
			if err != nil {
				yield(&Record{Stream: stream}, err)
				return
			}
			if len(p.records) < pageSize && !p.cut {
				return
			}
		}
	}
}

// ReadByCommand implements [Store].
func (s *SQLite) ReadByCommand(ctx context.Context, command domain.ID) ([]Record, error) {
	var all []Record
	after := int64(0)
	for {
		var p page // not used again: the records are handed out
		err := s.read(ctx, func(conn *sqlite.Conn) error {
			return s.fill(conn, &p, readByCommandSQL, func(q *sqlite.Stmt) {
				q.BindBytes(1, command[:])
				q.BindInt64(2, after)
				q.BindInt64(3, pageSize)
			})
		})
		if err := errors.Join(append(p.faults, err)...); err != nil {
			return nil, err
		}
		all = append(all, p.records...)
		if len(p.records) < pageSize && !p.cut {
			return all, nil
		}
		after = all[len(all)-1].Position
	}
}

// Find implements [Store].
func (s *SQLite) Find(ctx context.Context, event domain.ID) (Record, error) {
	return s.one(ctx, findSQL, func(q *sqlite.Stmt) { q.BindBytes(1, event[:]) })
}

// At implements [Store].
func (s *SQLite) At(ctx context.Context, position int64) (Record, error) {
	return s.one(ctx, readAtSQL, func(q *sqlite.Stmt) { q.BindInt64(1, position) })
}

func (s *SQLite) one(ctx context.Context, query string, bind func(*sqlite.Stmt)) (Record, error) {
	var p page
	err := s.read(ctx, func(conn *sqlite.Conn) error { return s.fill(conn, &p, query, bind) })
	if err != nil {
		return Record{}, err
	}
	if len(p.records) == 0 {
		return Record{}, ErrNotFound
	}
	return p.records[0], p.faults[0]
}

// Version implements [Store].
func (s *SQLite) Version(ctx context.Context, stream domain.ID) (version int, err error) {
	err = s.read(ctx, func(conn *sqlite.Conn) error {
		return queryOne(conn, "SELECT version FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1", stream,
			func(q *sqlite.Stmt) { version = q.ColumnInt(0) })
	})
	return version, err
}

// StreamKey implements [Store].
func (s *SQLite) StreamKey(ctx context.Context, stream domain.ID) (key KeyRef, err error) {
	err = s.read(ctx, func(conn *sqlite.Conn) error {
		return queryOne(conn, streamKeySQL, stream, func(q *sqlite.Stmt) { key = columnKey(q, 0) })
	})
	return key, err
}

func queryOne(conn *sqlite.Conn, query string, id domain.ID, row func(*sqlite.Stmt)) error {
	q, err := conn.Prepare(query)
	if err != nil {
		return err
	}
	q.BindBytes(1, id[:])
	there, err := q.Step()
	if err == nil && there {
		row(q)
	}
	return errors.Join(err, q.Reset())
}

func (p *page) reset() {
	p.records, p.bytes, p.faults, p.cut = p.records[:0], p.bytes[:0], p.faults[:0], false
}

// fill adds the rows of a query to the page, as far as it holds them.
func (s *SQLite) fill(conn *sqlite.Conn, p *page, query string, bind func(*sqlite.Stmt)) error {
	q, err := conn.Prepare(query)
	if err != nil {
		return err
	}
	bind(q)
	size := 0
	for {
		row, err := q.Step()
		if err != nil || !row {
			return errors.Join(err, q.Reset())
		}
		if size > pageBytes {
			p.cut = true
			return q.Reset()
		}
		size += q.ColumnLen(12) + q.ColumnLen(16)
		if s.guest && s.types.name(q.ColumnInt64(5)) == "" {
			if err := s.types.load(conn); err != nil { // the owner has added types
				return errors.Join(err, q.Reset())
			}
		}
		p.records = append(p.records, Record{})
		p.faults = append(p.faults, s.scanRecord(q, p, &p.records[len(p.records)-1]))
	}
}

// scanRecord reads a row of selectEventSQL. A value that cannot be right is a
// fault of that record, not of the log.
func (s *SQLite) scanRecord(q *sqlite.Stmt, p *page, r *Record) error {
	r.Position = q.ColumnInt64(0)
	kind := q.ColumnInt64(2)
	r.Kind = kindOf(uint16(kind))
	r.Version = q.ColumnInt(4)
	r.Type = s.types.name(q.ColumnInt64(5))
	r.RecordedAt, r.OccurredAt = columnTime(q, 6), columnTime(q, 7)
	r.Skeleton = p.column(q, 12)
	r.Key = columnKey(q, 13)
	r.HasSealed = !q.ColumnIsNull(14)
	if !q.ColumnIsNull(16) {
		r.Sealed = p.column(q, 16)
	}
	sized := columnFixed(q, 1, r.EventID[:]) && columnFixed(q, 3, r.Stream[:]) &&
		columnFixed(q, 8, r.Actor[:]) && columnFixed(q, 9, r.Device[:]) && columnFixed(q, 10, r.Command[:]) &&
		(q.ColumnIsNull(11) || columnFixed(q, 11, r.Causation[:])) &&
		(q.ColumnIsNull(13) || q.ColumnLen(13) == KeyRefSize) &&
		(!r.HasSealed || columnFixed(q, 14, r.SealedDigest[:])) &&
		columnFixed(q, 15, r.Hash[:])
	if !sized || kind < 0 || kind > 0xFFFF || r.Type == "" {
		return &FaultError{Position: r.Position, What: "a column has a value that it cannot have"}
	}
	return nil
}

// column copies a column into the buffer of the page. Growing the buffer leaves
// the records before on the old one, which stays valid.
func (p *page) column(q *sqlite.Stmt, column int) []byte {
	size := q.ColumnLen(column)
	start := len(p.bytes)
	if cap(p.bytes)-start < size {
		p.bytes = make([]byte, 0, max(size, 2*cap(p.bytes), 64<<10))
		start = 0
	}
	p.bytes = p.bytes[:start+size]
	q.ColumnBytes(column, p.bytes[start:])
	return p.bytes[start : start+size : start+size]
}

// columnFixed reads a column that must have the length of buf.
func columnFixed(q *sqlite.Stmt, column int, buf []byte) bool {
	return q.ColumnLen(column) == len(buf) && q.ColumnBytes(column, buf) == len(buf)
}

func columnKey(q *sqlite.Stmt, column int) KeyRef {
	var b [KeyRefSize]byte
	if !columnFixed(q, column, b[:]) {
		return KeyRef{}
	}
	key, _ := parseKeyRef(b[:])
	return key
}
