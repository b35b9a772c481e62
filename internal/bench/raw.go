package main

import (
	"errors"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// payload is as large as the sealed and the clear part of a logged
// conversation.
var payload = make([]byte, 640)

// rawDB opens an SQLite file as the ledger does.
func rawDB(dir, name, synchronous string) (*sqlite.Conn, error) {
	conn, err := sqlite.OpenConn(filepath.Join(dir, name), sqlite.OpenReadWrite|sqlite.OpenCreate|sqlite.OpenWAL)
	if err != nil {
		return nil, err
	}
	for _, sql := range []string{
		"PRAGMA synchronous=" + synchronous,
		"CREATE TABLE IF NOT EXISTS raw (id INTEGER PRIMARY KEY, data BLOB)",
		"DELETE FROM raw",
	} {
		if err := sqlitex.ExecuteTransient(conn, sql, nil); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return conn, nil
}

// rawCommit is the time of one durable transaction that inserts one row.
func rawCommit(conn *sqlite.Conn) (time.Duration, error) {
	start := time.Now()
	err := sqlitex.Execute(conn, "INSERT INTO raw (data) VALUES (?)", &sqlitex.ExecOptions{Args: []any{payload}})
	return time.Since(start), err
}

// rawInserts is how many rows of the shape of an event a second can be inserted,
// with the same unique indexes, in transactions of a thousand.
func rawInserts(dir string, rows int) (float64, error) {
	conn, err := rawDB(dir, "raw-inserts.db", "NORMAL")
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	for _, sql := range []string{
		"DROP TABLE IF EXISTS event",
		`CREATE TABLE event (position INTEGER PRIMARY KEY, event_id BLOB UNIQUE, stream BLOB, version INTEGER,
			command BLOB, skeleton TEXT, hash BLOB, sealed BLOB, UNIQUE (stream, version))`,
		"CREATE INDEX event_by_command ON event (command)",
	} {
		if err := sqlitex.ExecuteTransient(conn, sql, nil); err != nil {
			return 0, err
		}
	}
	insert, err := conn.Prepare("INSERT INTO event (event_id, stream, version, command, skeleton, hash, sealed) VALUES (?, ?, 1, ?, ?, ?, ?)")
	if err != nil {
		return 0, err
	}
	start := time.Now()
	for done := 0; done < rows; done += 1000 {
		if err := rawThousand(conn, insert); err != nil {
			return 0, err
		}
	}
	return float64(rows) / time.Since(start).Seconds(), nil
}

func rawThousand(conn *sqlite.Conn, insert *sqlite.Stmt) (err error) {
	defer sqlitex.Save(conn)(&err)
	for range 1000 {
		event, stream, command := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
		insert.BindBytes(1, event[:])
		insert.BindBytes(2, stream[:])
		insert.BindBytes(3, command[:])
		insert.BindText(4, string(payload[:280]))
		insert.BindBytes(5, payload[:32])
		insert.BindBytes(6, payload[:320])
		if _, err = insert.Step(); err != nil {
			return err
		}
		if err = insert.Reset(); err != nil {
			return err
		}
	}
	return nil
}
