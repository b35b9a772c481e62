package eventstore

import (
	"context"
	"crypto/sha256"
	"encoding/binary"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
)

const labelAttention = "kontor attention v1\x00"

const selectAttentionSQL = `SELECT seq, id, command_id, name, reason, record, touches, at, settled, settled_by,
	args_key, digest, args_sealed FROM attention `

// attention reads the list, oldest first.
func (s *SQLite) attention(ctx context.Context, open bool) ([]attentionEntry, error) {
	where := "ORDER BY seq"
	if open {
		where = "WHERE settled = '' ORDER BY seq"
	}
	var list []attentionEntry
	err := s.read(ctx, func(conn *sqlite.Conn) error {
		if ok, err := has2(conn); err != nil || !ok {
			return err
		}
		return sqlitex.Execute(conn, selectAttentionSQL+where, &sqlitex.ExecOptions{
			ResultFunc: func(q *sqlite.Stmt) error {
				list = append(list, scanAttention(q))
				return nil
			},
		})
	})
	return list, err
}

func scanAttention(q *sqlite.Stmt) attentionEntry {
	e := attentionEntry{seq: q.ColumnInt64(0), touches: decodeStreams(columnBlob(q, 6)), argsKey: columnKey(q, 10)}
	e.Name, e.Reason, e.At = q.ColumnText(3), q.ColumnText(4), columnTime(q, 7)
	e.Settled = AttentionAnswer(q.ColumnText(8))
	columnFixed(q, 1, e.ID[:])
	columnFixed(q, 2, e.Command[:])
	if record := decodeStreams(columnBlob(q, 5)); len(record) > 0 {
		e.Record = record[0]
	}
	columnFixed(q, 9, e.By[:])
	if !q.ColumnIsNull(12) {
		e.argsSealed = columnBlob(q, 12)
	}
	return e
}

// digest is the check value of an entry, over all its columns.
func (e *attentionEntry) digest() [32]byte {
	b := append(make([]byte, 0, 512), labelAttention...)
	b = binary.BigEndian.AppendUint64(b, uint64(e.seq))
	b = append(b, e.ID[:]...)
	b = append(b, e.Command[:]...)
	b = append(b, e.By[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(e.At.UnixMicro()))
	b = appendSized(b, e.Name)
	b = appendSized(b, e.Reason)
	b = appendSized(b, string(e.Settled))
	b = appendSized(b, e.record())
	b = appendSized(b, encodeStreams(e.touches))
	if e.argsKey.IsZero() {
		b = appendSized(b, "")
	} else {
		b = appendSized(b, e.argsKey.Append(nil))
	}
	b = appendSized(b, e.argsSealed)
	return sha256.Sum256(b)
}

// record is the encoded record of the entry, empty if it has none.
func (e *attentionEntry) record() []byte {
	if e.Record.ID == domain.None {
		return []byte{}
	}
	return encodeStreams([]domain.Stream{e.Record})
}

// putAttention writes a new entry, in the running transaction.
func (s *SQLite) putAttention(e *attentionEntry) error {
	seq, err := queryInt(s.conn, "SELECT coalesce(max(seq), 0) FROM attention")
	if err != nil {
		return err
	}
	e.seq = seq + 1
	q, err := s.conn.Prepare(`INSERT INTO attention (seq, id, command_id, name, reason, record, touches, at, settled,
		settled_by, args_key, digest, args_sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	digest := e.digest()
	q.BindInt64(1, e.seq)
	q.BindBytes(2, e.ID[:])
	q.BindBytes(3, e.Command[:])
	q.BindText(4, e.Name)
	q.BindText(5, e.Reason)
	q.BindBytes(6, e.record())
	q.BindBytes(7, encodeStreams(e.touches))
	q.BindInt64(8, e.At.UnixMicro())
	q.BindText(9, string(e.Settled))
	bindID(q, 10, e.By)
	bindKey(q, 11, e.argsKey)
	q.BindBytes(12, digest[:])
	bindBlob(q, 13, e.argsSealed)
	return run(q)
}

func (s *SQLite) settleAttention(ctx context.Context, id domain.ID, how AttentionAnswer, by domain.ID) error {
	return s.change(ctx, func() error {
		e, err := s.attentionEntry(id)
		if err != nil {
			return err
		}
		return s.putAnswer(&e, how, by)
	})
}

// answer settles what a command answers, in the transaction that appends it.
func (s *SQLite) answer(c *Commit) error {
	if c.Settles == nil {
		return nil
	}
	e, err := s.attentionEntry(c.Settles.Entry)
	if err == nil && e.Settled != AttentionOpen {
		err = ErrNotFound
	}
	if err != nil {
		return err
	}
	return s.putAnswer(&e, c.Settles.How, c.Command.ID)
}

func (s *SQLite) attentionEntry(id domain.ID) (e attentionEntry, err error) {
	found := false
	err = queryOne(s.conn, selectAttentionSQL+"WHERE id = ?", id, func(q *sqlite.Stmt) { e, found = scanAttention(q), true })
	if err == nil && !found {
		err = ErrNotFound
	}
	return e, err
}

func (s *SQLite) putAnswer(e *attentionEntry, how AttentionAnswer, by domain.ID) error {
	e.Settled, e.By = how, by
	digest := e.digest()
	var settledBy any
	if by != domain.None {
		settledBy = by[:]
	}
	return sqlitex.Execute(s.conn, "UPDATE attention SET settled = ?, settled_by = ?, digest = ? WHERE id = ?",
		&sqlitex.ExecOptions{Args: []any{string(how), settledBy, digest[:], e.ID[:]}})
}

// eachAttentionTouching names the entries with arguments that touch one of the streams.
func eachAttentionTouching(conn *sqlite.Conn, streams []domain.ID, condition string, fn func(attentionEntry)) error {
	wanted := make(map[domain.ID]bool, len(streams))
	for _, id := range streams {
		wanted[id] = true
	}
	return sqlitex.Execute(conn, selectAttentionSQL+"WHERE "+condition, &sqlitex.ExecOptions{
		ResultFunc: func(q *sqlite.Stmt) error {
			e := scanAttention(q)
			for _, s := range e.touches {
				if wanted[s.ID] {
					fn(e)
					break
				}
			}
			return nil
		},
	})
}

// blankAttention removes the arguments of the entries that touch the streams.
func (s *SQLite) blankAttention(streams []domain.ID) (int, error) {
	var touching []attentionEntry
	err := eachAttentionTouching(s.conn, streams, "args_sealed IS NOT NULL", func(e attentionEntry) {
		touching = append(touching, e)
	})
	if err != nil {
		return 0, err
	}
	for _, e := range touching {
		e.argsSealed = nil
		digest := e.digest()
		err := sqlitex.Execute(s.conn, "UPDATE attention SET args_sealed = NULL, digest = ? WHERE seq = ?",
			&sqlitex.ExecOptions{Args: []any{digest[:], e.seq}})
		if err != nil {
			return 0, err
		}
	}
	return len(touching), nil
}
