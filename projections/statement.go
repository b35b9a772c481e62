package projections

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/pool"
)

// conn is one connection with its prepared statements.
type conn struct {
	*sqlite.Conn
	prepared map[string]*stmt
	inserts  map[insertKey]*stmt
	merged   aliases
	stop     *pool.Interrupt
}

func connect(path string, flags sqlite.OpenFlags, pragmas ...string) (*conn, error) {
	c, err := sqlite.OpenConn(path, flags)
	if err != nil {
		return nil, err
	}
	if flags&sqlite.OpenCreate != 0 {
		// What is in the read models is not sealed: nobody else may read them.
		if err := os.Chmod(path, 0o600); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	for _, p := range pragmas {
		if err := sqlitex.ExecuteTransient(c, "PRAGMA "+p, nil); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	return &conn{Conn: c, prepared: map[string]*stmt{}, inserts: map[insertKey]*stmt{}, stop: pool.NewInterrupt(c)}, nil
}

// keepWorkspace keeps some blocks of memory in use as long as the connection is
// open. SQLite takes one of up to 16 KB whenever a page of an index is split, and
// its allocator maps and unmaps memory each time if none of that size is free
// where others are in use: a quarter of the time of an insert. It maps three of
// them at once, of which two are free here; there are several, because statements
// that stay prepared take some as well.
func (c *conn) keepWorkspace() {
	s := c.q("SELECT " + strings.Repeat("?, ", workspaceBlocks-1) + "? WHERE 0")
	block := make([]byte, 12<<10)
	for range workspaceBlocks {
		s.blob(block)
	}
	if s.err != nil {
		return
	}
	for i := range workspaceBlocks {
		if i%3 != 0 {
			s.BindNull(i + 1)
		}
	}
}

// workspaceBlocks is how many blocks are taken, to keep every third.
const workspaceBlocks = 15

// stmt is a prepared statement whose parameters are bound in their order.
type stmt struct {
	*sqlite.Stmt
	next int
	err  error
}

// q is the prepared statement of a query, ready for its first parameter. One
// statement must not be used again while its rows are being read.
func (c *conn) q(query string) *stmt {
	s, ok := c.prepared[query]
	if !ok {
		p, err := c.Prepare(query)
		if err != nil {
			return &stmt{err: err}
		}
		s = &stmt{Stmt: p}
		c.prepared[query] = s
	}
	s.next = 0
	return s
}

func (s *stmt) int(v int64) *stmt {
	s.next++
	if s.Stmt != nil {
		s.BindInt64(s.next, v)
	}
	return s
}

func (s *stmt) real(v float64) *stmt {
	s.next++
	if s.Stmt != nil {
		s.BindFloat(s.next, v)
	}
	return s
}

func (s *stmt) text(v string) *stmt {
	s.next++
	if s.Stmt != nil {
		s.BindText(s.next, v)
	}
	return s
}

func (s *stmt) blob(v []byte) *stmt {
	s.next++
	if s.Stmt != nil {
		s.BindBytes(s.next, v)
	}
	return s
}

func (s *stmt) bool(v bool) *stmt {
	if v {
		return s.int(1)
	}
	return s.int(0)
}

// each calls f for each row.
func (s *stmt) each(f func(r *sqlite.Stmt) error) (err error) {
	if s.err != nil {
		return s.err
	}
	defer func() { err = errors.Join(err, resetting(s.Reset(), err)) }()
	for {
		row, err := s.Step()
		if err != nil || !row {
			return err
		}
		if err := f(s.Stmt); err != nil {
			if errors.Is(err, errEnough) {
				return nil
			}
			return err
		}
	}
}

// resetting drops the error of a reset, which only repeats that of the step.
func resetting(reset, step error) error {
	if step != nil {
		return nil
	}
	return reset
}

// errEnough ends the reading of rows without an error.
var errEnough = errors.New("enough")

// run executes a statement that gives no rows.
func (s *stmt) run() error {
	if s.err != nil {
		return s.err
	}
	if _, err := s.Step(); err != nil {
		_ = s.Reset() // which repeats the error
		return err
	}
	return s.Reset()
}

// rowsAtOnce is how many rows one statement inserts, where there are many: to
// begin and end a statement costs more than a row.
const rowsAtOnce = 32

// many inserts rows, of which bind binds each. The statement is the insert
// without its values, followed by what comes after them.
func (c *conn) many(insert string, columns int, after string, rows int, bind func(s *stmt, i int)) error {
	for i := 0; i < rows; {
		n := rowsAtOnce
		if rows-i < n {
			n = 1
		}
		s := c.insertOf(insert, columns, after, n)
		for range n {
			bind(s, i)
			i++
		}
		if err := s.run(); err != nil {
			return err
		}
	}
	return nil
}

type insertKey struct {
	insert string
	rows   int
}

// insertOf is the prepared statement that inserts so many rows.
func (c *conn) insertOf(insert string, columns int, after string, rows int) *stmt {
	key := insertKey{insert, rows}
	s, ok := c.inserts[key]
	if !ok {
		row := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
		s = c.q(insert + " VALUES " + strings.Repeat(row+", ", rows-1) + row + after)
		if s.err == nil {
			c.inserts[key] = s
		}
	}
	s.next = 0
	return s
}

// fresh inserts rows that are not there yet, and replaces those that are after
// all. To insert is the cheaper: SQLite keeps no copy of the pages that it
// changes, to undo half a statement.
func (c *conn) fresh(into string, columns, rows int, bind func(s *stmt, i int)) error {
	insert := "INSERT OR FAIL INTO " + into
	for start := 0; start < rows; start += rowsAtOnce {
		n := min(rowsAtOnce, rows-start)
		part := func(s *stmt, i int) { bind(s, start+i) }
		err := c.many(insert, columns, "", n, part)
		if isConstraint(err) {
			err = c.many("INSERT OR REPLACE INTO "+into, columns, "", n, part)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func isConstraint(err error) bool { return sqlite.ErrCode(err).ToPrimary() == sqlite.ResultConstraint }

// first reads the first row, if there is one.
func (s *stmt) first(f func(r *sqlite.Stmt)) (found bool, err error) {
	err = s.each(func(r *sqlite.Stmt) error {
		found = true
		f(r)
		return errEnough
	})
	return found, err
}

// number is the integer in the only column of the first row, 0 without a row.
func (s *stmt) number() (n int64, err error) {
	_, err = s.first(func(r *sqlite.Stmt) { n = r.ColumnInt64(0) })
	return n, err
}

func columnBlob(r *sqlite.Stmt, col int) []byte {
	b := make([]byte, r.ColumnLen(col))
	r.ColumnBytes(col, b)
	return b
}

// readBlob reads a blob into one that is there already.
func readBlob(r *sqlite.Stmt, col int, into []byte) []byte {
	n := r.ColumnLen(col)
	into = slices.Grow(into[:0], n)[:n]
	r.ColumnBytes(col, into)
	return into
}

// under runs f with the connection bound to the context.
func (c *conn) under(ctx context.Context, f func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer c.stop.During(ctx)()
	err := f()
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// transaction runs f between BEGIN and COMMIT; an error rolls back.
func (c *conn) transaction(begin string, f func() error) (err error) {
	if err := c.q(begin).run(); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() {
		if err == nil {
			err = c.q("COMMIT").run()
		}
		if err != nil && !c.AutocommitEnabled() {
			c.stop.Clear()
			err = errors.Join(err, c.q("ROLLBACK").run())
		}
	}()
	return f()
}

func (c *conn) script(sql string) error { return sqlitex.ExecuteScript(c.Conn, sql, nil) }
