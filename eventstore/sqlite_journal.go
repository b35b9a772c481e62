package eventstore

import (
	"context"
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
)

// selectCommandSQL selects what scanCommand reads.
const selectCommandSQL = `SELECT seq, command_id, name, actor, device, at, causation, state, replay,
	base_position, first_position, last_position, touches, reason, undoes, undone_by, args_key, digest, args_sealed
	FROM commands`

// Commands implements [Store].
func (s *SQLite) Commands(ctx context.Context, query CommandQuery) ([]Command, error) {
	where, args := " WHERE 1", []any{}
	add := func(condition string, value any) {
		where += " AND " + condition
		args = append(args, value)
	}
	if query.Actor != domain.None {
		add("actor = ?", query.Actor[:])
	}
	if query.Device != domain.None {
		add("device = ?", query.Device[:])
	}
	if query.State != "" {
		add("state = ?", string(query.State))
	}
	if query.Before > 0 {
		add("seq < ?", query.Before)
	}
	limit := query.Limit
	if limit <= 0 {
		limit = 100
	}
	args = append(args, limit)
	var commands []Command
	err := s.read(ctx, func(conn *sqlite.Conn) error {
		return sqlitex.Execute(conn, selectCommandSQL+where+" ORDER BY seq DESC LIMIT ?", &sqlitex.ExecOptions{
			Args: args,
			ResultFunc: func(q *sqlite.Stmt) error {
				commands = append(commands, scanCommand(q))
				return nil
			},
		})
	})
	return commands, err
}

// Command implements [Store].
func (s *SQLite) Command(ctx context.Context, id domain.ID) (Command, error) {
	var c Command
	found := false
	err := s.read(ctx, func(conn *sqlite.Conn) error {
		return queryOne(conn, selectCommandSQL+" WHERE command_id = ?", id, func(q *sqlite.Stmt) {
			c, found = scanCommand(q), true
		})
	})
	if err == nil && !found {
		err = ErrNotFound
	}
	return c, err
}

func scanCommand(q *sqlite.Stmt) Command {
	c := Command{
		Seq:     q.ColumnInt64(0),
		Name:    q.ColumnText(2),
		At:      columnTime(q, 5),
		State:   CommandState(q.ColumnText(7)),
		Replay:  Replay(q.ColumnText(8)),
		Base:    q.ColumnInt64(9),
		First:   q.ColumnInt64(10),
		Last:    q.ColumnInt64(11),
		Touches: decodeStreams(columnBlob(q, 12)),
		Reason:  q.ColumnText(13),
		Undoes:  decodeIDs(columnBlob(q, 14)),
		ArgsKey: columnKey(q, 16),
	}
	columnFixed(q, 1, c.ID[:])
	columnFixed(q, 3, c.Actor[:])
	columnFixed(q, 4, c.Device[:])
	columnFixed(q, 6, c.Causation[:])
	columnFixed(q, 15, c.UndoneBy[:])
	if !q.ColumnIsNull(18) {
		c.ArgsSealed = columnBlob(q, 18)
	}
	return c
}

func columnBlob(q *sqlite.Stmt, column int) []byte {
	b := make([]byte, q.ColumnLen(column))
	q.ColumnBytes(column, b)
	return b
}

// Erasures implements [Store].
func (s *SQLite) Erasures(ctx context.Context) ([]Erasure, error) {
	var erasures []Erasure
	err := s.read(ctx, func(conn *sqlite.Conn) error {
		return sqlitex.Execute(conn, "SELECT subject, event_id, done FROM erasures ORDER BY seq", &sqlitex.ExecOptions{
			ResultFunc: func(q *sqlite.Stmt) error {
				e := Erasure{Done: q.ColumnBool(2)}
				columnFixed(q, 0, e.Subject[:])
				columnFixed(q, 1, e.Event[:])
				erasures = append(erasures, e)
				return nil
			},
		})
	})
	return erasures, err
}

// NoteErasures implements [Store].
func (s *SQLite) NoteErasures(ctx context.Context, erasures []Erasure) error {
	return s.change(ctx, func() error {
		for _, e := range erasures {
			if err := s.noteErasure(e.Subject, e.Event); err != nil {
				return err
			}
		}
		return nil
	})
}

// Keys implements [Store].
func (s *SQLite) Keys(ctx context.Context, streams []domain.ID) ([]KeyRef, error) {
	var keys []KeyRef
	err := s.read(ctx, func(conn *sqlite.Conn) error {
		for _, stream := range streams {
			err := sqlitex.Execute(conn, "SELECT DISTINCT key FROM events WHERE stream = ? AND key IS NOT NULL", &sqlitex.ExecOptions{
				Args: []any{stream[:]},
				ResultFunc: func(q *sqlite.Stmt) error {
					keys = append(keys, columnKey(q, 0))
					return nil
				},
			})
			if err != nil {
				return err
			}
		}
		err := eachTouching(conn, streams, "args_key IS NOT NULL", func(_ int64, key KeyRef) {
			keys = append(keys, key)
		})
		if err != nil {
			return err
		}
		return eachAttentionTouching(conn, streams, "args_key IS NOT NULL", func(e attentionEntry) {
			keys = append(keys, e.argsKey)
		})
	})
	return keys, err
}

// eachTouching goes once through the journal, for the entries that touched one
// of the streams. There is no index for it: erasures are rare, commands are not.
func eachTouching(conn *sqlite.Conn, streams []domain.ID, where string, fn func(seq int64, args KeyRef)) error {
	wanted := make(map[domain.ID]bool, len(streams))
	for _, stream := range streams {
		wanted[stream] = true
	}
	var touches []byte
	return sqlitex.Execute(conn, "SELECT seq, touches, args_key FROM commands WHERE "+where, &sqlitex.ExecOptions{
		ResultFunc: func(q *sqlite.Stmt) error {
			touches = slices.Grow(touches[:0], q.ColumnLen(1))[:q.ColumnLen(1)]
			q.ColumnBytes(1, touches)
			for rest := touches; len(rest) >= streamSize; rest = rest[streamSize:] {
				if wanted[domain.ID(rest[2:streamSize])] {
					fn(q.ColumnInt64(0), columnKey(q, 2))
					return nil
				}
			}
			return nil
		},
	})
}

// Blank implements [Store].
func (s *SQLite) Blank(ctx context.Context, streams []domain.ID) (Blanked, error) {
	var blanked Blanked
	err := s.change(ctx, func() error {
		blanked = Blanked{}
		for _, stream := range streams {
			id := &sqlitex.ExecOptions{Args: []any{stream[:]}}
			err := sqlitex.Execute(s.conn, "UPDATE events SET sealed = NULL WHERE stream = ? AND sealed IS NOT NULL", id)
			if err != nil {
				return fmt.Errorf("blank events: %w", err)
			}
			blanked.Events += s.conn.Changes()
			if err := s.noteErasure(stream, domain.None); err != nil {
				return err
			}
			if err := sqlitex.Execute(s.conn, "UPDATE erasures SET done = 1 WHERE subject = ?", id); err != nil {
				return err
			}
		}
		commands, err := s.blankCommands(streams)
		if err != nil {
			return fmt.Errorf("blank the journal: %w", err)
		}
		waiting, err := s.blankAttention(streams)
		if err != nil {
			return fmt.Errorf("blank what waits for attention: %w", err)
		}
		blanked.Commands = commands + waiting
		return nil
	})
	if err != nil {
		return Blanked{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return blanked, truncateWAL(s.conn)
}

// blankCommands removes the arguments of the commands that touched the streams.
func (s *SQLite) blankCommands(streams []domain.ID) (int, error) {
	var touching []int64
	err := eachTouching(s.conn, streams, "args_sealed IS NOT NULL", func(seq int64, _ KeyRef) {
		touching = append(touching, seq)
	})
	if err != nil {
		return 0, err
	}
	for _, seq := range touching {
		var c Command
		err := sqlitex.Execute(s.conn, selectCommandSQL+" WHERE seq = ?", &sqlitex.ExecOptions{
			Args: []any{seq},
			ResultFunc: func(q *sqlite.Stmt) error {
				c = scanCommand(q)
				return nil
			},
		})
		if err != nil {
			return 0, err
		}
		c.ArgsSealed = nil
		digest := c.digest()
		err = sqlitex.Execute(s.conn, "UPDATE commands SET args_sealed = NULL, digest = ? WHERE seq = ?",
			&sqlitex.ExecOptions{Args: []any{digest[:], seq}})
		if err != nil {
			return 0, err
		}
	}
	return len(touching), nil
}

// change runs fn in a transaction of the writer.
func (s *SQLite) change(ctx context.Context, fn func() error) error {
	return s.alone(ctx, func() error { return s.transact(fn) })
}

// alone runs fn while nobody else uses the writer.
func (s *SQLite) alone(ctx context.Context, fn func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	return fn()
}
