package eventstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
)

// has2 reports whether the file has the tables of format 2; one of format 1
// that is only read has not.
func has2(conn *sqlite.Conn) (bool, error) {
	format, err := formatOf(conn)
	return format >= 2, err
}

// columns3 are columns of format 3, or what they would say in a file of an
// earlier one, which is only read.
func columns3(conn *sqlite.Conn, columns, otherwise string) (string, error) {
	format, err := formatOf(conn)
	if format < 3 {
		columns = otherwise
	}
	return columns, err
}

// team is with whom the log is shared, if it is.
func (s *SQLite) team(ctx context.Context) (t Team, shared bool, err error) {
	err = s.read(ctx, func(conn *sqlite.Conn) error {
		t, shared, err = readTeam(conn)
		return err
	})
	return t, shared, err
}

func readTeam(conn *sqlite.Conn) (t Team, shared bool, err error) {
	if ok, err := has2(conn); err != nil || !ok {
		return Team{}, false, err
	}
	more, err := columns3(conn, "attended_position, state, state_since, protection", "confirmed_position, '', 0, ''")
	if err != nil {
		return Team{}, false, err
	}
	err = sqlitex.Execute(conn, `SELECT server, account, ca_file, epoch, since, confirmed_position, `+more+`
		FROM team, ledger WHERE mode = 'team'`, &sqlitex.ExecOptions{
		ResultFunc: func(q *sqlite.Stmt) error {
			shared = true
			t = Team{
				Server: q.ColumnText(0), Account: q.ColumnText(1), CAFile: q.ColumnText(2),
				Epoch: q.ColumnInt(3), Since: columnTime(q, 4), Confirmed: q.ColumnInt64(5), Attended: q.ColumnInt64(6),
				Seen: Seen{State: q.ColumnText(7), Since: momentIn(q, 8)}, Protection: q.ColumnText(9),
			}
			return nil
		},
	})
	return t, shared, err
}

func (s *SQLite) beginTeam(ctx context.Context, t Team) error {
	return s.change(ctx, func() error {
		_, shared, err := readTeam(s.conn)
		if err != nil {
			return err
		}
		if shared {
			return ErrShared
		}
		if err := s.learnHead(); err != nil {
			return err
		}
		if t.Confirmed < 0 || t.Confirmed > s.head.Position {
			return fmt.Errorf("eventstore: %d events cannot be shared, there are %d", t.Confirmed, s.head.Position)
		}
		// This may be another server than before: what an earlier one has, it need not.
		err = sqlitex.Execute(s.conn, "UPDATE files SET direction = 'up', state = 'waiting' WHERE state = 'done' AND direction <> 'away'", nil)
		if err != nil {
			return err
		}
		err = sqlitex.Execute(s.conn, "INSERT INTO team (id, server, account, ca_file, epoch, since) VALUES (1, ?, ?, ?, ?, ?)",
			&sqlitex.ExecOptions{Args: []any{t.Server, t.Account, t.CAFile, t.Epoch, micro(t.Since).UnixMicro()}})
		if err != nil {
			return err
		}
		return sqlitex.Execute(s.conn, "UPDATE ledger SET mode = 'team', confirmed_position = ?, attended_position = ?",
			&sqlitex.ExecOptions{Args: []any{t.Confirmed, t.Confirmed}})
	})
}

func (s *SQLite) changeTeam(ctx context.Context, server, account, caFile string) error {
	return s.change(ctx, func() error {
		err := sqlitex.Execute(s.conn, "UPDATE team SET server = ?, account = ?, ca_file = ?, protection = ''",
			&sqlitex.ExecOptions{Args: []any{server, account, caFile}})
		if err == nil && s.conn.Changes() == 0 {
			return ErrNotShared
		}
		return err
	})
}

func (s *SQLite) endTeam(ctx context.Context) error {
	return s.change(ctx, func() error {
		return sqlitex.ExecuteScript(s.conn,
			"DELETE FROM team; UPDATE ledger SET mode = 'solo', confirmed_position = 0, attended_position = 0;", nil)
	})
}

// moveConfirmed sets the end of what is shared, forwards or backwards.
func (s *SQLite) moveConfirmed(ctx context.Context, position int64, forwards bool) error {
	return s.change(ctx, func() error {
		t, shared, err := readTeam(s.conn)
		if err != nil {
			return err
		}
		if !shared {
			return ErrNotShared
		}
		if err := s.learnHead(); err != nil {
			return err
		}
		if position < 0 || position > s.head.Position || position != t.Confirmed && (position > t.Confirmed) != forwards {
			return fmt.Errorf("eventstore: the shared part cannot go from position %d to %d of %d",
				t.Confirmed, position, s.head.Position)
		}
		return s.setConfirmed(position)
	})
}

// setConfirmed moves the end of what is shared over events of our own, or back.
// There is nothing to attend to.
func (s *SQLite) setConfirmed(position int64) error {
	return sqlitex.Execute(s.conn, `UPDATE ledger SET confirmed_position = ?1, attended_position = CASE
		WHEN attended_position = confirmed_position THEN ?1 ELSE min(attended_position, ?1) END`,
		&sqlitex.ExecOptions{Args: []any{position}})
}

// setReceived moves the end of what is shared over others' events.
func (s *SQLite) setReceived(position int64) error {
	return sqlitex.Execute(s.conn, "UPDATE ledger SET confirmed_position = ?", &sqlitex.ExecOptions{Args: []any{position}})
}

func (s *SQLite) setAttended(ctx context.Context, position int64) error {
	return s.change(ctx, func() error {
		return sqlitex.Execute(s.conn, "UPDATE ledger SET attended_position = min(?, confirmed_position) WHERE mode = 'team'",
			&sqlitex.ExecOptions{Args: []any{position}})
	})
}

// commandsAfter counts the commands that have events above a position.
func (s *SQLite) commandsAfter(ctx context.Context, position int64) (n int64, err error) {
	err = s.read(ctx, func(conn *sqlite.Conn) error {
		return sqlitex.Execute(conn, "SELECT count(DISTINCT command_id) FROM events WHERE position > ?", &sqlitex.ExecOptions{
			Args:       []any{position},
			ResultFunc: func(q *sqlite.Stmt) error { n = q.ColumnInt64(0); return nil },
		})
	})
	return n, err
}

// countCommand counts the events of a command, and those up to a position.
func (s *SQLite) countCommand(ctx context.Context, command domain.ID, upTo int64) (all, before int, err error) {
	err = s.read(ctx, func(conn *sqlite.Conn) error {
		return sqlitex.Execute(conn, "SELECT count(*), count(*) FILTER (WHERE position <= ?) FROM events WHERE command_id = ?",
			&sqlitex.ExecOptions{
				Args:       []any{upTo, command[:]},
				ResultFunc: func(q *sqlite.Stmt) error { all, before = q.ColumnInt(0), q.ColumnInt(1); return nil },
			})
	})
	return all, before, err
}

func (s *SQLite) files(ctx context.Context) ([]TeamFile, error) {
	var files []TeamFile
	err := s.read(ctx, func(conn *sqlite.Conn) error {
		if ok, err := has2(conn); err != nil || !ok {
			return err
		}
		more, err := columns3(conn, "tries, due", "0, 0")
		if err != nil {
			return err
		}
		return sqlitex.Execute(conn, "SELECT address, direction, state, size, "+more+" FROM files ORDER BY address", &sqlitex.ExecOptions{
			ResultFunc: func(q *sqlite.Stmt) error {
				f := TeamFile{
					Direction: FileDirection(q.ColumnText(1)), State: FileState(q.ColumnText(2)), Size: q.ColumnInt64(3),
					Tries: q.ColumnInt(4),
				}
				f.Due = momentIn(q, 5)
				columnFixed(q, 0, f.Address[:])
				files = append(files, f)
				return nil
			},
		})
	})
	return files, err
}

func (s *SQLite) noteFiles(ctx context.Context, files []TeamFile) error {
	return s.change(ctx, func() error {
		for _, f := range files {
			err := sqlitex.Execute(s.conn, `INSERT INTO files (address, direction, state, size, tries, due) VALUES (?, ?, ?, ?, ?, ?)
				ON CONFLICT (address) DO UPDATE SET direction = excluded.direction, state = excluded.state, size = excluded.size,
					tries = excluded.tries, due = excluded.due`,
				&sqlitex.ExecOptions{Args: []any{f.Address[:], string(f.Direction), string(f.State), f.Size, f.Tries, moment(f.Due)}})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// queueAway has files taken away from the team, as far as they are in the queue:
// what never was is not there.
func (s *SQLite) queueAway(ctx context.Context, addresses []Address) error {
	return s.change(ctx, func() error {
		for _, a := range addresses {
			err := sqlitex.Execute(s.conn, `UPDATE files SET direction = 'away', state = 'waiting', tries = 0, due = 0
				WHERE address = ?`, &sqlitex.ExecOptions{Args: []any{a[:]}})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// noteSeen changes what was seen of the team's server.
func (s *SQLite) noteSeen(ctx context.Context, seen Seen) error {
	return s.change(ctx, func() error {
		return sqlitex.Execute(s.conn, "UPDATE team SET state = ?, state_since = ?",
			&sqlitex.ExecOptions{Args: []any{seen.State, moment(seen.Since)}})
	})
}

func (s *SQLite) noteProtection(ctx context.Context, protection string) error {
	return s.change(ctx, func() error {
		return sqlitex.Execute(s.conn, "UPDATE team SET protection = ?", &sqlitex.ExecOptions{Args: []any{protection}})
	})
}

// moment is a time as it is stored where there may be none: in microseconds, 0
// for none.
func moment(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return micro(t).UnixMicro()
}

func momentIn(q *sqlite.Stmt, column int) time.Time {
	if q.ColumnInt64(column) == 0 {
		return time.Time{}
	}
	return columnTime(q, column)
}

const readByActorSQL = selectEventSQL + "WHERE position < ? AND actor = ? ORDER BY position DESC LIMIT ?"

// recordsBy gives the last events of an actor before a position, newest first: so
// many at most, and at least one if there is one. Events of others are passed
// over without reading their words.
func (s *SQLite) recordsBy(ctx context.Context, actor domain.ID, before int64, limit int) ([]Record, error) {
	var p page // not used again: the records are handed out
	err := s.read(ctx, func(conn *sqlite.Conn) error {
		return s.fill(conn, &p, readByActorSQL, func(q *sqlite.Stmt) {
			q.BindInt64(1, before)
			q.BindBytes(2, actor[:])
			q.BindInt64(3, int64(limit))
		})
	})
	return p.records, errors.Join(append(p.faults, err)...)
}
