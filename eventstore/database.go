package eventstore

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/pool"
)

// database is one SQLite file of ours: opened, checked to be ours and of a
// format that we know.
type database struct {
	path     string
	schemas  []string // what makes each format from the one before
	readOnly bool
	filling  bool // see Options.Filling
}

// connect opens a connection that survives a power cut after each commit and
// overwrites what is deleted.
func (d database) connect() (*sqlite.Conn, error) {
	flags := d.flags()
	if !d.readOnly {
		flags |= sqlite.OpenCreate
	}
	conn, err := sqlite.OpenConn(d.path, flags)
	if err != nil {
		return nil, classified(err)
	}
	if err := d.prepare(conn); err != nil {
		return nil, errors.Join(classified(err), conn.Close())
	}
	return conn, nil
}

// reader is a connection that only reads.
type reader struct {
	*sqlite.Conn
	stop *pool.Interrupt
}

// reader opens one, which keeps little of the file.
func (d database) reader() (*reader, error) {
	conn, err := sqlite.OpenConn(d.path, d.flags())
	if err != nil {
		return nil, classified(err)
	}
	if err := pragmas(conn, "query_only = ON", "cache_size = -512"); err != nil {
		return nil, errors.Join(classified(err), conn.Close())
	}
	return &reader{conn, pool.NewInterrupt(conn)}, nil
}

// flags say how each connection is opened.
func (d database) flags() sqlite.OpenFlags {
	if d.filling {
		return sqlite.OpenReadWrite
	}
	return sqlite.OpenReadWrite | sqlite.OpenWAL
}

// checkpointAfter is how many pages the write-ahead log has before they are copied
// into the file, as somebody waits for it: a page that changes often is copied
// once. After a crash at most 32 MB are read again.
const checkpointAfter = "wal_autocheckpoint = 8000"

// How many pages a writer keeps in memory: 2 MB of them, and 16 MB for one that
// changes many.
const (
	fewPages  = "cache_size = -2000"
	manyPages = "cache_size = -16384"
)

// cache is the setting for the writer. One that fills the file keeps its pages
// from one transaction to the next, instead of getting the memory for them anew
// each time.
func (d database) cache() string {
	if d.filling {
		return manyPages
	}
	return fewPages
}

func (d database) prepare(conn *sqlite.Conn) error {
	err := pragmas(conn, "synchronous = FULL", checkpointAfter, "secure_delete = ON", "foreign_keys = OFF", "trusted_schema = OFF", d.cache())
	if err == nil && d.filling {
		err = pragmas(conn, "journal_mode = TRUNCATE")
	}
	if err == nil && d.readOnly {
		err = pragmas(conn, "query_only = ON")
	}
	return err
}

// pragmas sets a connection up.
func pragmas(conn *sqlite.Conn, settings ...string) error {
	for _, setting := range settings {
		if err := sqlitex.ExecuteTransient(conn, "PRAGMA "+setting, nil); err != nil {
			return err
		}
	}
	return nil
}

// founded reports whether the file has our schema in a format that we read. A
// file of an earlier format is brought to the present one, unless it is only
// read.
func (d database) founded(conn *sqlite.Conn) (bool, error) {
	tables, err := queryInt(conn, "SELECT count(*) FROM sqlite_schema")
	if err != nil {
		return false, classified(err)
	}
	application, err := queryInt(conn, "PRAGMA application_id")
	if err != nil {
		return false, classified(err)
	}
	format, err := queryInt(conn, "PRAGMA user_version")
	if err != nil {
		return false, classified(err)
	}
	switch {
	case tables == 0 && application == 0 && format == 0:
		return false, nil
	case application != applicationID:
		return false, fmt.Errorf("%s: %w", d.path, ErrForeignFile)
	case format > Format:
		return false, fmt.Errorf("%s: format %d, this program reads up to %d: %w", d.path, format, Format, ErrNewerFormat)
	case format < 1:
		return false, fmt.Errorf("%s: format %d: %w", d.path, format, ErrDamaged)
	case format < Format && !d.readOnly:
		if err := d.migrate(conn, int(format)); err != nil {
			return false, fmt.Errorf("%s: from format %d to %d: %w", d.path, format, Format, err)
		}
	}
	return true, nil
}

// migrate brings a file of an earlier format to the present one, in place and
// in one transaction.
func (d database) migrate(conn *sqlite.Conn, from int) (err error) {
	defer func() { err = classified(err) }()
	end, err := sqlitex.ImmediateTransaction(conn)
	if err != nil {
		return err
	}
	defer end(&err)
	rows, err := readRows(conn)
	if err != nil {
		return err
	}
	script := strings.Join(d.schemas[from:], "") + fmt.Sprintf("PRAGMA user_version = %d;", Format)
	if err := sqlitex.ExecuteScript(conn, script, nil); err != nil {
		return err
	}
	rows["format"] = strconv.Itoa(Format)
	return replaceRows(conn, rows)
}

// formatOf is the format of a file that is one of ours.
func formatOf(conn *sqlite.Conn) (int, error) {
	format, err := queryInt(conn, "PRAGMA user_version")
	return int(format), classified(err)
}

// found writes the schema and what fill adds to it, in one transaction.
func (d database) found(conn *sqlite.Conn, fill func() error) (err error) {
	defer func() { err = classified(err) }()
	end, err := sqlitex.ImmediateTransaction(conn)
	if err != nil {
		return err
	}
	defer end(&err)
	script := strings.Join(d.schemas, "") + fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, Format)
	if err := sqlitex.ExecuteScript(conn, script, nil); err != nil {
		return fmt.Errorf("found %s: %w", d.path, err)
	}
	return fill()
}

// truncateWAL moves everything from the write-ahead log into the database and
// empties it, so that no deleted bytes stay behind there.
func truncateWAL(conn *sqlite.Conn) error {
	busy := false
	err := sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(TRUNCATE)", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			busy = stmt.ColumnInt(0) != 0
			return nil
		},
	})
	if err != nil {
		return classified(err)
	}
	if busy {
		return errors.New("eventstore: a reader holds the write-ahead log")
	}
	return nil
}

func queryInt(conn *sqlite.Conn, query string) (int64, error) {
	var value int64
	err := sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			value = stmt.ColumnInt64(0)
			return nil
		},
	})
	return value, err
}

// isFile reports whether there is something in the file.
func isFile(path string) (bool, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return info.Size() > 0, nil
}
