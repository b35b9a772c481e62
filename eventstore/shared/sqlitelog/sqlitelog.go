// Package sqlitelog is a shared ledger in an SQLite file: the port to the
// team's ledger without a server, for several processes on one machine.
package sqlitelog

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
	"kontor/eventstore/shared"
)

const schema = `
CREATE TABLE IF NOT EXISTS event (
	stream   TEXT    NOT NULL,
	revision INTEGER NOT NULL,
	id       BLOB    NOT NULL,
	type     TEXT    NOT NULL,
	data     BLOB    NOT NULL,
	meta     BLOB    NOT NULL,
	created  INTEGER NOT NULL, -- microseconds since 1970
	PRIMARY KEY (stream, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS keep (
	stream TEXT PRIMARY KEY,
	count  INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS truncated (
	stream TEXT PRIMARY KEY,
	before INTEGER NOT NULL
) STRICT;
`

// interval is how often a watch looks whether another process has appended.
const interval = time.Second

// Dialer gives a dialer for one file, which is made if it is not there.
func Dialer(path string) shared.Dialer {
	return func(ctx context.Context) (shared.Log, error) { return Open(ctx, path) }
}

// Open connects to the ledger in a file.
func Open(ctx context.Context, path string) (shared.Log, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", shared.ErrOffline, err)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenCreate|sqlite.OpenWAL)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w: %w", path, shared.ErrOffline, err)
	}
	conn.SetBusyTimeout(10 * time.Second)
	if err := sqlitex.ExecuteScript(conn, schema, nil); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w: %w", path, shared.ErrNotAServer, err), conn.Close())
	}
	l := &ledger{path: path, conn: conn}
	l.life, l.end = context.WithCancel(context.Background())
	return l, nil
}

type ledger struct {
	path string
	life context.Context
	end  context.CancelFunc

	mu      sync.Mutex
	conn    *sqlite.Conn // nil: closed
	watches sync.WaitGroup
}

// begin admits a call and lets its context interrupt it.
func (l *ledger) begin(ctx context.Context) (done func(), err error) {
	l.mu.Lock()
	if err := ctx.Err(); err != nil || l.conn == nil {
		l.mu.Unlock()
		return nil, fmt.Errorf("%w: %w", shared.ErrOffline, cmp.Or(err, errClosed))
	}
	l.conn.SetInterrupt(ctx.Done())
	return func() {
		l.conn.SetInterrupt(nil)
		l.mu.Unlock()
	}, nil
}

var errClosed = errors.New("the ledger is closed")

func (l *ledger) Read(ctx context.Context, stream string, from int64, limit int) ([]shared.Event, error) {
	done, err := l.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	var events []shared.Event
	last := shared.None
	err = l.snapshot(func() error {
		if last, err = l.last(stream); err != nil {
			return err
		}
		first, err := l.first(stream, last)
		if err != nil {
			return err
		}
		const query = `SELECT revision, id, type, data, meta, created FROM event
			WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`
		return sqlitex.Execute(l.conn, query, &sqlitex.ExecOptions{
			Args: []any{stream, max(from, first), limit},
			ResultFunc: func(row *sqlite.Stmt) error {
				events = append(events, eventOf(row))
				return nil
			},
		})
	})
	if err == nil && last == shared.None {
		err = shared.ErrNotFound
	}
	return events, explained("read", stream, err)
}

func (l *ledger) Last(ctx context.Context, stream string) (shared.Event, error) {
	done, err := l.begin(ctx)
	if err != nil {
		return shared.Event{}, err
	}
	defer done()
	found := false
	var event shared.Event
	const query = `SELECT revision, id, type, data, meta, created FROM event
		WHERE stream = ? ORDER BY revision DESC LIMIT 1`
	err = sqlitex.Execute(l.conn, query, &sqlitex.ExecOptions{
		Args: []any{stream},
		ResultFunc: func(row *sqlite.Stmt) error {
			found, event = true, eventOf(row)
			return nil
		},
	})
	if err == nil && !found {
		err = shared.ErrNotFound
	}
	return event, explained("read", stream, err)
}

func eventOf(row *sqlite.Stmt) shared.Event {
	e := shared.Event{
		Revision: row.ColumnInt64(0),
		Type:     row.ColumnText(2),
		Data:     make([]byte, row.ColumnLen(3)),
		Meta:     make([]byte, row.ColumnLen(4)),
		Created:  time.UnixMicro(row.ColumnInt64(5)).UTC(),
	}
	row.ColumnBytes(1, e.ID[:])
	row.ColumnBytes(3, e.Data)
	row.ColumnBytes(4, e.Meta)
	return e
}

func (l *ledger) Append(ctx context.Context, stream string, expected int64, events []shared.Event) (int64, error) {
	done, err := l.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer done()
	err = l.transaction(func() error {
		last, err := l.last(stream)
		if err != nil {
			return err
		}
		repeated, err := shared.Expect(last, expected, events, func(at int64) (domain.ID, bool) { return l.idAt(stream, at) })
		if repeated || err != nil {
			return err
		}
		return l.insert(stream, expected+1, events)
	})
	if err != nil {
		return 0, explained("append to", stream, err)
	}
	rings.ring(l.path)
	return expected + int64(len(events)), nil
}

func (l *ledger) insert(stream string, revision int64, events []shared.Event) error {
	const insert = "INSERT INTO event (stream, revision, id, type, data, meta, created) VALUES (?, ?, ?, ?, ?, ?, ?)"
	created := time.Now().UnixMicro()
	for i, e := range events {
		err := sqlitex.Execute(l.conn, insert, &sqlitex.ExecOptions{Args: []any{
			stream, revision + int64(i), e.ID[:], e.Type, blob(e.Data), blob(e.Meta), created,
		}})
		if err != nil {
			return err
		}
	}
	return nil
}

// blob is never NULL.
func blob(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// Keep notes how many events are read. The others stay in the file until it is
// thrown away.
func (l *ledger) Keep(ctx context.Context, stream string, count int) error {
	done, err := l.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	err = l.transaction(func() error {
		return sqlitex.Execute(l.conn, "INSERT OR REPLACE INTO keep (stream, count) VALUES (?, ?)",
			&sqlitex.ExecOptions{Args: []any{stream, count}})
	})
	return explained("keep", stream, err)
}

// Truncate notes from where on events are read. The others stay in the file until
// it is thrown away.
func (l *ledger) Truncate(ctx context.Context, stream string, before int64) error {
	done, err := l.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	err = l.transaction(func() error {
		return sqlitex.Execute(l.conn, "INSERT OR REPLACE INTO truncated (stream, before) VALUES (?, ?)",
			&sqlitex.ExecOptions{Args: []any{stream, before}})
	})
	return explained("truncate", stream, err)
}

// Close ends watches and closes the file.
func (l *ledger) Close() error {
	l.end()
	l.watches.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil
	}
	conn := l.conn
	l.conn = nil
	return conn.Close()
}

// transaction takes the file's write lock, so that what is checked still holds
// when it is written.
func (l *ledger) transaction(do func() error) (err error) {
	end, err := sqlitex.ImmediateTransaction(l.conn)
	if err != nil {
		return err
	}
	defer end(&err)
	return do()
}

// snapshot reads in one transaction.
func (l *ledger) snapshot(read func() error) (err error) {
	defer sqlitex.Transaction(l.conn)(&err)
	return read()
}

// last is the last revision of a stream.
func (l *ledger) last(stream string) (int64, error) {
	return l.number("SELECT coalesce(max(revision), -1) FROM event WHERE stream = ?", stream)
}

// first is the first revision that is still read.
func (l *ledger) first(stream string, last int64) (int64, error) {
	before, err := l.number("SELECT coalesce(max(before), 0) FROM truncated WHERE stream = ?", stream)
	if err != nil {
		return 0, err
	}
	keep, err := l.number("SELECT coalesce(max(count), 0) FROM keep WHERE stream = ?", stream)
	if err != nil || keep == 0 {
		return before, err
	}
	return max(before, last-keep+1), nil
}

func (l *ledger) number(query, stream string) (n int64, err error) {
	err = sqlitex.Execute(l.conn, query, &sqlitex.ExecOptions{
		Args:       []any{stream},
		ResultFunc: func(row *sqlite.Stmt) error { n = row.ColumnInt64(0); return nil },
	})
	return n, err
}

func (l *ledger) idAt(stream string, revision int64) (id domain.ID, found bool) {
	err := sqlitex.Execute(l.conn, "SELECT id FROM event WHERE stream = ? AND revision = ?", &sqlitex.ExecOptions{
		Args: []any{stream, revision},
		ResultFunc: func(row *sqlite.Stmt) error {
			found = row.ColumnBytes(0, id[:]) == len(id)
			return nil
		},
	})
	return id, found && err == nil
}

// explained says what was being done. A failing file is a server that cannot be
// reached; its transactions are carried out wholly or not at all.
func explained(doing, stream string, err error) error {
	if err == nil {
		return nil
	}
	var problem *shared.Problem
	if code := sqlite.ErrCode(err); code != sqlite.ResultOK && !errors.As(err, &problem) {
		err = fmt.Errorf("%w: %w", shared.ErrOffline, err)
	}
	return fmt.Errorf("%s %s: %w", doing, stream, err)
}
