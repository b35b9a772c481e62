package eventstore

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
)

// verifyFiles lets SQLite check its own structures, and compares the schemas,
// triggers included, with those that this program writes.
func (l *Ledger) verifyFiles(ctx context.Context, report *Report) error {
	err := l.store.read(ctx, func(conn *sqlite.Conn) error {
		verifyFile(conn, "log.db", logSchemas, report)
		if _, err := readMeta(conn); err != nil {
			report.fault("log.db", 0, "%v", err)
		}
		odd, err := queryInt(conn, `SELECT count(*) FROM ledger
			WHERE NOT (id = 1 AND (mode = 'solo' AND confirmed_position = 0 OR mode = 'team' AND confirmed_position >= 0))`)
		rows, err2 := queryInt(conn, "SELECT count(*) FROM ledger")
		if err := errors.Join(err, err2); err != nil || odd != 0 || rows != 1 {
			report.fault("log.db", 0, "table ledger is not as it must be")
		}
		return verifyTeam(conn, report)
	})
	l.keys.mu.Lock()
	defer l.keys.mu.Unlock()
	verifyFile(l.keys.conn, "keys.db", keysSchemas, report)
	return err
}

// verifyTeam checks that a shared log says with whom, and that no more of it is
// shared than there is.
func verifyTeam(conn *sqlite.Conn, report *Report) error {
	if ok, err := has2(conn); err != nil || !ok {
		return err
	}
	odd, err := queryInt(conn, `SELECT count(*) FROM ledger WHERE (mode = 'team') <> EXISTS (SELECT 1 FROM team)
		OR confirmed_position > (SELECT coalesce(max(position), 0) FROM events)`)
	if err == nil && odd != 0 {
		report.fault("log.db", 0, "what is shared with the team is not as it must be")
	}
	return err
}

func verifyFile(conn *sqlite.Conn, name string, schemas []string, report *Report) {
	err := sqlitex.ExecuteTransient(conn, fmt.Sprintf("PRAGMA integrity_check(%d)", MaxFaults), &sqlitex.ExecOptions{
		ResultFunc: func(q *sqlite.Stmt) error {
			if text := q.ColumnText(0); text != "ok" {
				report.fault(name, 0, "%s", text)
			}
			return nil
		},
	})
	if err != nil {
		report.fault(name, 0, "%v", err)
	}
	found, err := schemaOf(conn)
	if err != nil {
		report.fault(name, 0, "%v", err)
		return
	}
	format, err := formatOf(conn)
	if err != nil || format < 1 || format > len(schemas) {
		report.fault(name, 0, "the format is %d: %v", format, err)
		return
	}
	wanted, err := schemaOfScript(strings.Join(schemas[:format], ""))
	if err != nil {
		report.fault(name, 0, "%v", err)
		return
	}
	if !slices.Equal(found, wanted) {
		report.fault(name, 0, "the schema was changed")
	}
}

func schemaOf(conn *sqlite.Conn) ([]string, error) {
	var sql []string
	err := sqlitex.ExecuteTransient(conn, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY 1, 2",
		&sqlitex.ExecOptions{ResultFunc: func(q *sqlite.Stmt) error {
			sql = append(sql, q.ColumnText(0), q.ColumnText(1), q.ColumnText(2), q.ColumnText(3))
			return nil
		}})
	return sql, err
}

func schemaOfScript(script string) (sql []string, err error) {
	conn, err := sqlite.OpenConn(":memory:", sqlite.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := sqlitex.ExecuteScript(conn, script, nil); err != nil {
		return nil, err
	}
	return schemaOf(conn)
}

// verifyVersions checks that the versions of each stream count from 1.
func (l *Ledger) verifyVersions(ctx context.Context, report *Report) error {
	return l.store.read(ctx, func(conn *sqlite.Conn) error {
		return sqlitex.Execute(conn, `SELECT min(position) FROM events GROUP BY stream
			HAVING min(version) <> 1 OR max(version) <> count(*) OR min(kind) <> max(kind)`, &sqlitex.ExecOptions{
			ResultFunc: func(q *sqlite.Stmt) error {
				report.fault("log.db", q.ColumnInt64(0), "the versions of the record that starts here have a gap")
				return nil
			},
		})
	})
}

// verifyJournal checks each entry against its check value, that its arguments
// open, and that the first and the last event it claims are its own.
func (l *Ledger) verifyJournal(ctx context.Context, report *Report) error {
	return l.store.read(ctx, func(conn *sqlite.Conn) error {
		err := sqlitex.Execute(conn, selectCommandSQL+" ORDER BY seq", &sqlitex.ExecOptions{
			ResultFunc: func(q *sqlite.Stmt) error {
				report.Commands++
				c := scanCommand(q)
				digest := c.digest()
				if string(columnBlob(q, 17)) != string(digest[:]) {
					report.fault("journal", c.Seq, "the entry does not match its check value")
					return nil
				}
				_, err := l.Args(c)
				if err != nil && !errors.Is(err, ErrKeyErased) {
					report.fault("journal", c.Seq, "the arguments: %v", err)
				}
				return ctx.Err()
			},
		})
		if err != nil {
			return err
		}
		// Others' events may lie between those of a command that was sent in parts.
		err = sqlitex.Execute(conn, `SELECT seq FROM commands WHERE first_position > 0 AND (last_position < first_position
			OR NOT EXISTS (SELECT 1 FROM events WHERE position = first_position AND events.command_id = commands.command_id)
			OR NOT EXISTS (SELECT 1 FROM events WHERE position = last_position AND events.command_id = commands.command_id))`,
			&sqlitex.ExecOptions{ResultFunc: func(q *sqlite.Stmt) error {
				report.fault("journal", q.ColumnInt64(0), "events of the entry are missing")
				return nil
			}})
		if err != nil {
			return err
		}
		return l.verifyAttention(ctx, conn, report)
	})
}

// verifyAttention checks each entry of the attention list against its check
// value, and that its arguments open.
func (l *Ledger) verifyAttention(ctx context.Context, conn *sqlite.Conn, report *Report) error {
	if ok, err := has2(conn); err != nil || !ok {
		return err
	}
	return sqlitex.Execute(conn, selectAttentionSQL+"ORDER BY seq", &sqlitex.ExecOptions{
		ResultFunc: func(q *sqlite.Stmt) error {
			e := scanAttention(q)
			digest := e.digest()
			if string(columnBlob(q, 11)) != string(digest[:]) {
				report.fault("attention", e.seq, "the entry does not match its check value")
				return nil
			}
			if e.argsSealed == nil {
				return ctx.Err()
			}
			if _, err := l.openAttention(&e); err != nil && !errors.Is(err, ErrKeyErased) {
				report.fault("attention", e.seq, "the arguments: %v", err)
			}
			return ctx.Err()
		},
	})
}

// verifyKeys checks that every wrapped key is one that was wrapped here.
func (l *Ledger) verifyKeys(ctx context.Context, report *Report) error {
	k := l.keys
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, err := readKeysMeta(k.conn); err != nil {
		report.fault("keys.db", 0, "%v", err)
	}
	var block blockID
	check := func(slot uint16, version int64, wrapped []byte) {
		if _, err := unwrap(k.kek, uint32(version), block, slot, wrapped); err != nil {
			report.fault("keys.db", 0, "slot %d: %v", slot, err)
		}
	}
	err := errors.Join(
		sqlitex.Execute(k.conn, "SELECT id, kek, wrapped FROM blocks", &sqlitex.ExecOptions{
			ResultFunc: func(q *sqlite.Stmt) error {
				report.Blocks++
				columnFixed(q, 0, block[:])
				if !q.ColumnIsNull(2) {
					check(blockSlots, q.ColumnInt64(1), columnBlob(q, 2))
				}
				return ctx.Err()
			},
		}),
		sqlitex.Execute(k.conn, "SELECT block, slot, kek, wrapped FROM leaf_keys", &sqlitex.ExecOptions{
			ResultFunc: func(q *sqlite.Stmt) error {
				columnFixed(q, 0, block[:])
				check(uint16(q.ColumnInt64(1)), q.ColumnInt64(2), columnBlob(q, 3))
				return ctx.Err()
			},
		}),
	)
	return classified(err)
}

// verifyErasures checks that what is erased stays erased: every order to erase
// is noted, and no erased record has a key left.
func (l *Ledger) verifyErasures(ctx context.Context, report *Report) error {
	noted, err := l.store.Erasures(ctx)
	if err != nil {
		return err
	}
	err = l.store.read(ctx, func(conn *sqlite.Conn) error {
		strange, err := queryInt(conn, `SELECT count(*) FROM erasures
			WHERE event_id IS NOT NULL AND event_id NOT IN (SELECT event_id FROM events)`)
		if err == nil && strange > 0 {
			report.fault("log.db", 0, "%d erasures were ordered by an event that is not there", strange)
		}
		return err
	})
	if err != nil {
		return err
	}
	subjects := make(map[domain.ID]bool, len(noted))
	var gone []domain.ID
	for _, e := range noted {
		subjects[e.Subject] = true
		if !e.Done || !l.keys.isErased(e.Subject) {
			report.fault("log.db", 0, "the erasure of record %s is not finished", e.Subject)
			continue
		}
		gone = append(gone, e.Subject)
	}
	if err := l.verifyDestroyed(ctx, report, gone); err != nil {
		return err
	}
	l.keys.mu.RLock()
	defer l.keys.mu.RUnlock()
	for _, subject := range slices.AppendSeq(report.ordered, maps.Keys(l.keys.fenced)) {
		if !subjects[subject] {
			report.fault("log.db", 0, "the erasure of record %s is not noted", subject)
		}
	}
	return nil
}

// verifyDestroyed checks that no key is left of the events of erased records,
// nor of arguments that were blanked. A later command may well have touched an
// erased record, and keeps its arguments.
func (l *Ledger) verifyDestroyed(ctx context.Context, report *Report, erased []domain.ID) error {
	check := func(q *sqlite.Stmt) error {
		if _, err := l.keys.aead(columnKey(q, 0)); err == nil {
			report.fault("keys.db", 0, "the key %s of an erased record is alive", columnKey(q, 0))
		}
		return ctx.Err()
	}
	return l.store.read(ctx, func(conn *sqlite.Conn) error {
		for _, subject := range erased {
			err := sqlitex.Execute(conn, "SELECT DISTINCT key FROM events WHERE stream = ? AND key IS NOT NULL",
				&sqlitex.ExecOptions{Args: []any{subject[:]}, ResultFunc: check})
			if err != nil {
				return err
			}
		}
		for _, table := range []string{"commands", "attention"} {
			if ok, err := has2(conn); err != nil || !ok && table == "attention" {
				return err
			}
			err := sqlitex.Execute(conn, "SELECT args_key FROM "+table+" WHERE args_key IS NOT NULL AND args_sealed IS NULL",
				&sqlitex.ExecOptions{ResultFunc: check})
			if err != nil {
				return err
			}
		}
		return nil
	})
}
