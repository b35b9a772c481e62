package server

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// databaseName is the file in the data folder that holds the events.
const databaseName = "events.db"

const schema = `
CREATE TABLE IF NOT EXISTS event (
	position     INTEGER PRIMARY KEY,
	stream       TEXT    NOT NULL,
	revision     INTEGER NOT NULL,
	id           BLOB    NOT NULL,
	type         TEXT    NOT NULL,
	content_type TEXT    NOT NULL,
	ticks        INTEGER NOT NULL,
	data         BLOB    NOT NULL,
	meta         BLOB    NOT NULL,
	UNIQUE (stream, revision)
) STRICT;
`

// file is storage in an SQLite database: what was acknowledged survives the
// process and a power cut.
type file struct {
	mu   sync.Mutex
	conn *sqlite.Conn
}

func openFile(folder string) (_ *file, err error) {
	path := filepath.Join(folder, databaseName)
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenCreate|sqlite.OpenWAL)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	for _, statement := range []string{"PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON"} {
		if err := sqlitex.ExecuteTransient(conn, statement, nil); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	if err := sqlitex.ExecuteScript(conn, schema, nil); err != nil {
		return nil, errors.Join(fmt.Errorf("found %s: %w", path, err), conn.Close())
	}
	return &file{conn: conn}, nil
}

func (f *file) each(visit func(record, func() body) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	const query = "SELECT position, stream, revision, id, type, content_type, ticks, data, meta FROM event ORDER BY position"
	return sqlitex.Execute(f.conn, query, &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		r := record{
			position:    stmt.ColumnInt64(0),
			stream:      stmt.ColumnText(1),
			revision:    stmt.ColumnInt64(2),
			kind:        stmt.ColumnText(4),
			contentType: stmt.ColumnText(5),
			ticks:       stmt.ColumnInt64(6),
		}
		stmt.ColumnBytes(3, r.id[:])
		return visit(r, func() body { return body{data: column(stmt, 7), meta: column(stmt, 8)} })
	}})
}

func column(stmt *sqlite.Stmt, index int) []byte {
	value := make([]byte, stmt.ColumnLen(index))
	stmt.ColumnBytes(index, value)
	return value
}

func (f *file) commit(records []record, bodies []body) (err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	end, err := sqlitex.ImmediateTransaction(f.conn)
	if err != nil {
		return err
	}
	defer end(&err)
	return f.insert(records, bodies)
}

func (f *file) insert(records []record, bodies []body) error {
	stmt, err := f.conn.Prepare("INSERT INTO event (position, stream, revision, id, type, content_type, ticks, data, meta) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	for i, r := range records {
		stmt.BindInt64(1, r.position)
		stmt.BindText(2, r.stream)
		stmt.BindInt64(3, r.revision)
		stmt.BindBytes(4, r.id[:])
		stmt.BindText(5, r.kind)
		stmt.BindText(6, r.contentType)
		stmt.BindInt64(7, r.ticks)
		stmt.BindBytes(8, bodies[i].data)
		stmt.BindBytes(9, bodies[i].meta)
		if _, err := stmt.Step(); err != nil {
			return err
		}
		if err := stmt.Reset(); err != nil {
			return err
		}
	}
	return nil
}

func (f *file) body(position int64) (found body, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	seen := false
	err = sqlitex.Execute(f.conn, "SELECT data, meta FROM event WHERE position = ?", &sqlitex.ExecOptions{
		Args: []any{position},
		ResultFunc: func(stmt *sqlite.Stmt) error {
			seen = true
			found = body{data: column(stmt, 0), meta: column(stmt, 1)}
			return nil
		},
	})
	if err == nil && !seen {
		err = errGone
	}
	return found, err
}

func (f *file) forget(positions []int64) (err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.remove(positions); err != nil {
		return err
	}
	// Without this the bytes would stay behind in the write-ahead log.
	return sqlitex.ExecuteTransient(f.conn, "PRAGMA wal_checkpoint(TRUNCATE)", nil)
}

func (f *file) remove(positions []int64) (err error) {
	end, err := sqlitex.ImmediateTransaction(f.conn)
	if err != nil {
		return err
	}
	defer end(&err)
	for _, position := range positions {
		err := sqlitex.Execute(f.conn, "DELETE FROM event WHERE position = ?", &sqlitex.ExecOptions{Args: []any{position}})
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *file) replace(records []record, bodies []body) (err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	end, err := sqlitex.ImmediateTransaction(f.conn)
	if err != nil {
		return err
	}
	defer end(&err)
	if err := sqlitex.Execute(f.conn, "DELETE FROM event", nil); err != nil {
		return err
	}
	return f.insert(records, bodies)
}

func (f *file) close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.conn.Close()
}
