package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// measureRebuild: a rebuild of all read models no slower than 2.5 times the bare
// inserts that they consist of. The bare inserts copy every row of views.db into
// an empty file of the same tables, row by row with the same driver; what is in
// the full-text index is inserted as text of the same length.
func (b *bench) measureRebuild(dir string) error {
	w, err := b.open(dir)
	if err != nil {
		return err
	}
	start := time.Now()
	err = w.Rebuild(b.ctx, nil)
	took := time.Since(start)
	events := w.Views().Position()
	if closeErr := w.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	bare, rows, err := b.bareInserts(filepath.Join(dir, "views.db"), filepath.Join(dir, "raw-views.db"))
	if err != nil {
		return err
	}
	b.budget("rebuild", took.Seconds()/bare.Seconds(), 2.5, "%s for %d events (%.0f/s); bare inserts of the same %d rows %s",
		took.Round(time.Millisecond), events, float64(events)/took.Seconds(), rows, bare.Round(time.Millisecond))
	return nil
}

// bareInserts copies the rows of all plain tables and fills full-text tables
// with as many documents, and returns the time that the inserts alone took.
func (b *bench) bareInserts(from, to string) (time.Duration, int, error) {
	source, err := sqlite.OpenConn(from, sqlite.OpenReadOnly)
	if err != nil {
		return 0, 0, err
	}
	defer source.Close()
	if err := os.Remove(to); err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, 0, err
	}
	target, err := sqlite.OpenConn(to, sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		return 0, 0, err
	}
	defer target.Close()
	if err := sqlitex.ExecuteTransient(target, "PRAGMA journal_mode=OFF", nil); err != nil {
		return 0, 0, err
	}
	var tables, indexes []string
	full := map[string]bool{}
	err = sqlitex.Execute(source, "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid", &sqlitex.ExecOptions{
		ResultFunc: func(row *sqlite.Stmt) error {
			kind, name, sql := row.ColumnText(0), row.ColumnText(1), row.ColumnText(2)
			for table := range full {
				if strings.HasPrefix(name, table+"_") {
					return nil // a shadow table of the full-text index
				}
			}
			if kind == "index" {
				indexes = append(indexes, sql)
				return nil
			}
			full[name] = strings.Contains(strings.ToLower(sql), "fts5")
			if !full[name] {
				delete(full, name)
			}
			tables = append(tables, name)
			return sqlitex.ExecuteTransient(target, sql, nil)
		},
	})
	if err != nil {
		return 0, 0, err
	}
	var took time.Duration
	rows := 0
	for _, table := range tables {
		if err := b.ctx.Err(); err != nil {
			return 0, 0, err
		}
		copyTable := copyRows
		if full[table] {
			copyTable = fillText
		}
		t, n, err := copyTable(source, target, table)
		if err != nil {
			return 0, 0, fmt.Errorf("table %s: %w", table, err)
		}
		took, rows = took+t, rows+n
	}
	start := time.Now()
	for _, sql := range indexes {
		if err := sqlitex.ExecuteTransient(target, sql, nil); err != nil {
			return 0, 0, err
		}
	}
	return took + time.Since(start), rows, nil
}

// chunk is how many rows are read before they are inserted in one transaction.
const chunk = 5000

func copyRows(source, target *sqlite.Conn, table string) (time.Duration, int, error) {
	read, err := source.Prepare("SELECT * FROM " + table)
	if err != nil {
		return 0, 0, err
	}
	defer read.Finalize()
	marks := strings.TrimSuffix(strings.Repeat("?,", read.ColumnCount()), ",")
	return inserts(target, "INSERT INTO "+table+" VALUES ("+marks+")", func() ([]any, error) { return nextRow(read) })
}

func nextRow(read *sqlite.Stmt) ([]any, error) {
	more, err := read.Step()
	if err != nil || !more {
		return nil, err
	}
	row := make([]any, read.ColumnCount())
	for i := range row {
		switch read.ColumnType(i) {
		case sqlite.TypeInteger:
			row[i] = read.ColumnInt64(i)
		case sqlite.TypeFloat:
			row[i] = read.ColumnFloat(i)
		case sqlite.TypeText:
			row[i] = read.ColumnText(i)
		case sqlite.TypeBlob:
			data := make([]byte, read.ColumnLen(i))
			read.ColumnBytes(i, data)
			row[i] = data
		}
	}
	return row, nil
}

// documentsOf counts the documents of each full-text table: the words of
// conversations and follow-ups, and those of people and organisations.
var documentsOf = map[string]string{
	"talk":  "SELECT (SELECT count(*) FROM conversation) + (SELECT count(*) FROM follow_up)",
	"words": "SELECT count(*) FROM document",
}

func fillText(source, target *sqlite.Conn, table string) (time.Duration, int, error) {
	var documents int
	var column string
	err := sqlitex.Execute(source, documentsOf[table], &sqlitex.ExecOptions{ResultFunc: func(row *sqlite.Stmt) error {
		documents = row.ColumnInt(0)
		return nil
	}})
	if err != nil {
		return 0, 0, err
	}
	err = sqlitex.Execute(source, "SELECT name FROM pragma_table_info('"+table+"') LIMIT 1", &sqlitex.ExecOptions{ResultFunc: func(row *sqlite.Stmt) error {
		column = row.ColumnText(0)
		return nil
	}})
	if err != nil {
		return 0, 0, err
	}
	at := 0
	return inserts(target, "INSERT INTO "+table+" (rowid, "+column+") VALUES (?, ?)", func() ([]any, error) {
		if at == documents {
			return nil, nil
		}
		at++
		return []any{int64(at), sentence(at)}, nil
	})
}

// sentence is a text as long and as varied as the text of a conversation.
func sentence(n int) string {
	words := strings.Fields("will die Dokumentation auf Deutsch der Pilot beim Theater läuft gut zwei weitere Häuser fragen an Preisliste bis Dienstag schicken Schnittstelle Vertrag Messe Leipzig Schulung Lieferung")
	var s strings.Builder
	for i := range 16 {
		n = n*1103515245 + 12345
		s.WriteString(words[(n>>16&0x7fff+i)%len(words)])
		s.WriteByte(' ')
	}
	fmt.Fprintf(&s, "x%d", n&0xffff)
	return s.String()
}

// inserts runs a statement for every row that next gives and returns the time
// that took, without the time that next took.
func inserts(target *sqlite.Conn, sql string, next func() ([]any, error)) (time.Duration, int, error) {
	var took time.Duration
	total := 0
	for {
		var rows [][]any
		for len(rows) < chunk {
			row, err := next()
			if err != nil {
				return 0, 0, err
			}
			if row == nil {
				break
			}
			rows = append(rows, row)
		}
		start := time.Now()
		if err := insertChunk(target, sql, rows); err != nil {
			return 0, 0, err
		}
		took += time.Since(start)
		total += len(rows)
		if len(rows) < chunk { // a statement that is done would begin anew
			return took, total, nil
		}
	}
}

func insertChunk(target *sqlite.Conn, sql string, rows [][]any) (err error) {
	defer sqlitex.Save(target)(&err)
	insert, err := target.Prepare(sql)
	if err != nil {
		return err
	}
	for _, row := range rows {
		for i, value := range row {
			bind(insert, i+1, value)
		}
		if _, err := insert.Step(); err != nil {
			return err
		}
		if err := insert.Reset(); err != nil {
			return err
		}
	}
	return nil
}

func bind(s *sqlite.Stmt, at int, value any) {
	switch value := value.(type) {
	case nil:
		s.BindNull(at)
	case int64:
		s.BindInt64(at, value)
	case float64:
		s.BindFloat(at, value)
	case string:
		s.BindText(at, value)
	case []byte:
		s.BindBytes(at, value)
	}
}
