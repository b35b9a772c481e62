package eventstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
	"kontor/pool"
)

// SQLite is the store in a SQLite database: one connection that writes, a few
// that read.
type SQLite struct {
	meta  atomic.Pointer[Meta]
	shown atomic.Pointer[Head] // what Head answers while the writer is at work
	guest bool                 // another process writes
	cache string               // the setting of how many pages the writer keeps in memory
	types eventTypes
	reads *pool.Pool[*reader]

	mu      sync.Mutex // guards what follows: one writer at a time
	conn    *sqlite.Conn
	stmts   statements
	head    Head
	lastSeq int64
	known   bool // head and lastSeq are what the database says
	closed  bool
	chain   chain
}

// Meta is what a log says about itself.
type Meta struct {
	Workspace domain.ID
	Device    domain.ID // the installation that founded this copy
	CreatedAt time.Time
}

// SQLiteOptions say how to open a log.
type SQLiteOptions struct {
	// Found is what a new log says about itself. If it is nil a missing log is
	// ErrLogMissing.
	Found *Meta
	// ReadOnly opens without the right to change.
	ReadOnly bool
	// Filling is that of [Options].
	Filling bool
}

// OpenSQLite opens the log at path, or founds one.
func OpenSQLite(path string, options SQLiteOptions) (*SQLite, error) {
	there, err := isFile(path)
	if err != nil {
		return nil, err
	}
	if !there && (options.ReadOnly || options.Found == nil) {
		return nil, ErrLogMissing
	}
	db := database{path: path, schemas: logSchemas, readOnly: options.ReadOnly, filling: options.Filling}
	conn, err := db.connect()
	if err != nil {
		return nil, err
	}
	s := &SQLite{conn: conn, guest: options.ReadOnly, cache: db.cache()}
	if err := s.open(db, options); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *SQLite) open(db database, options SQLiteOptions) error {
	founded, err := db.founded(s.conn)
	if err != nil {
		return err
	}
	if !founded {
		if options.Found == nil || options.ReadOnly {
			return ErrLogMissing
		}
		if err := db.found(s.conn, func() error { return writeMeta(s.conn, *options.Found) }); err != nil {
			return err
		}
		if err := os.Chmod(db.path, 0o600); err != nil {
			return err
		}
	}
	meta, err := readMeta(s.conn)
	if err != nil {
		return err
	}
	s.meta.Store(&meta)
	if err := s.types.load(s.conn); err != nil {
		return classified(err)
	}
	if err := s.stmts.prepare(s.conn); err != nil {
		return fmt.Errorf("%w: the schema: %w", ErrDamaged, err)
	}
	s.reads = pool.New(mostReaders, db.reader)
	return nil
}

// Meta is what the log says about itself.
func (s *SQLite) Meta() Meta { return *s.meta.Load() }

// setDevice gives this copy of the log another installation.
func (s *SQLite) setDevice(ctx context.Context, device domain.ID) error {
	err := s.change(ctx, func() error {
		rows, err := readRows(s.conn)
		if err != nil {
			return err
		}
		rows["device"] = device.String()
		return replaceRows(s.conn, rows)
	})
	if err == nil {
		meta := s.Meta()
		meta.Device = device
		s.meta.Store(&meta)
	}
	return err
}

// Close closes the log. What was acknowledged is in log.db itself afterwards,
// not in a write-ahead log beside it.
func (s *SQLite) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	s.shown.Store(nil)
	var err error
	if s.reads != nil {
		err = s.reads.Close()
	}
	return errors.Join(err, s.conn.Close())
}

// mostReaders is how many read the log at the same time.
const mostReaders = 4

// read runs fn with a connection that reads one state of the log, and no further
// once ctx has ended.
func (s *SQLite) read(ctx context.Context, fn func(*sqlite.Conn) error) error {
	conn, err := s.reads.Take(ctx)
	if errors.Is(err, pool.ErrClosed) {
		return ErrClosed
	}
	if err != nil {
		return err
	}
	defer s.reads.Give(conn)
	defer conn.stop.During(ctx)()
	return classified(fn(conn.Conn))
}

// Head returns the end of the log.
func (s *SQLite) Head(context.Context) (Head, error) {
	if shown := s.shown.Load(); shown != nil {
		return *shown, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return Head{}, ErrClosed
	}
	err := s.learnHead()
	return s.head, err
}

// learnHead reads the end of the log and of the journal, after opening and
// after each failed append; each time if another process writes.
func (s *SQLite) learnHead() error {
	if s.known && !s.guest {
		return nil
	}
	s.head = Head{Hash: Genesis(s.Meta().Workspace)}
	err := sqlitex.Execute(s.conn, "SELECT position, hash FROM events ORDER BY position DESC LIMIT 1", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			s.head.Position = stmt.ColumnInt64(0)
			stmt.ColumnBytes(1, s.head.Hash[:])
			return nil
		},
	})
	if err != nil {
		return classified(fmt.Errorf("read the head: %w", err))
	}
	s.lastSeq, err = queryInt(s.conn, "SELECT coalesce(max(seq), 0) FROM commands")
	if err != nil {
		return classified(fmt.Errorf("read the head of the journal: %w", err))
	}
	s.known = true
	s.show()
	return nil
}

// show lets everyone see the end of the log; the owner alone knows it without
// asking the database.
func (s *SQLite) show() {
	if !s.guest {
		head := s.head
		s.shown.Store(&head)
	}
}

func writeMeta(conn *sqlite.Conn, m Meta) error {
	rows := map[string]string{
		"format":     fmt.Sprint(Format),
		"workspace":  m.Workspace.String(),
		"device":     m.Device.String(),
		"created_at": micro(m.CreatedAt).Format(time.RFC3339Nano),
	}
	rows["check"] = metaCheck(rows)
	return writeRows(conn, rows)
}

func readMeta(conn *sqlite.Conn) (Meta, error) {
	rows, err := readRows(conn)
	if err != nil {
		return Meta{}, fmt.Errorf("log.db: %w", err)
	}
	var m Meta
	var err1, err2, err3 error
	m.Workspace, err1 = uuid.Parse(rows["workspace"])
	m.Device, err2 = uuid.Parse(rows["device"])
	m.CreatedAt, err3 = time.Parse(time.RFC3339Nano, rows["created_at"])
	if err := errors.Join(err1, err2, err3); err != nil {
		return Meta{}, fmt.Errorf("table meta: %w: %w", ErrDamaged, err)
	}
	return m, nil
}

func metaCheck(rows map[string]string) string {
	b := []byte("kontor meta v1\x00")
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		b = appendSized(b, key)
		b = appendSized(b, rows[key])
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// eventTypes are the names of event types, numbered to keep the log small.
type eventTypes struct {
	mu    sync.RWMutex
	names map[int64]string
	ids   map[string]int64
}

func (t *eventTypes) load(conn *sqlite.Conn) error {
	names, ids := map[int64]string{}, map[string]int64{}
	err := sqlitex.Execute(conn, "SELECT id, name FROM event_types", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			names[stmt.ColumnInt64(0)] = stmt.ColumnText(1)
			ids[stmt.ColumnText(1)] = stmt.ColumnInt64(0)
			return nil
		},
	})
	if err != nil {
		return err
	}
	t.mu.Lock()
	t.names, t.ids = names, ids
	t.mu.Unlock()
	return nil
}

// name is the name of a number, empty if it has none.
func (t *eventTypes) name(id int64) string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.names[id]
}

// number gives the number of a name and writes a new one to the database, in
// the running transaction.
func (t *eventTypes) number(conn *sqlite.Conn, name string) (int64, error) {
	t.mu.RLock()
	id, ok := t.ids[name]
	t.mu.RUnlock()
	if ok {
		return id, nil
	}
	err := sqlitex.Execute(conn, "INSERT INTO event_types (name) VALUES (?)", &sqlitex.ExecOptions{Args: []any{name}})
	if err != nil {
		return 0, err
	}
	id = conn.LastInsertRowID()
	t.mu.Lock()
	t.ids[name], t.names[id] = id, name
	t.mu.Unlock()
	return id, nil
}
