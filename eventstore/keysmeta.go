package eventstore

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
)

// contentSlot stands, in the context of a wrapped secret, for the secret that
// attachments are addressed with. Its block consists of zeros.
const contentSlot = blockSlots + 1

// keysMeta is what keys.db says about itself.
type keysMeta struct {
	workspace domain.ID
	// account names the workspace key in the system's key store. It is random, so
	// that a second copy of the same workspace cannot take the first one's place.
	account domain.ID
	place   KeyPlace
	kek     uint32 // version of the workspace key that new blocks are wrapped with
	content []byte // the content secret, wrapped
}

func (m keysMeta) write(conn *sqlite.Conn) error {
	rows := map[string]string{
		"format":         strconv.Itoa(Format),
		"workspace":      m.workspace.String(),
		"key_account":    m.account.String(),
		"key_place":      string(m.place),
		"key_version":    strconv.FormatUint(uint64(m.kek), 10),
		"content_secret": hex.EncodeToString(m.content),
	}
	rows["check"] = metaCheck(rows)
	return writeRows(conn, rows)
}

func readKeysMeta(conn *sqlite.Conn) (keysMeta, error) {
	rows, err := readRows(conn)
	if err != nil {
		return keysMeta{}, fmt.Errorf("keys.db: %w", err)
	}
	m := keysMeta{place: KeyPlace(rows["key_place"])}
	version, err1 := strconv.ParseUint(rows["key_version"], 10, 32)
	m.kek = uint32(version)
	var err2, err3, err4 error
	m.workspace, err2 = uuid.Parse(rows["workspace"])
	m.account, err4 = uuid.Parse(rows["key_account"])
	m.content, err3 = hex.DecodeString(rows["content_secret"])
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return keysMeta{}, fmt.Errorf("keys.db: %w: %w", ErrDamaged, err)
	}
	return m, nil
}

// writeRows and readRows keep a table meta, whose row "check" guards the others.
func writeRows(conn *sqlite.Conn, rows map[string]string) error {
	for key, value := range rows {
		err := sqlitex.Execute(conn, "INSERT INTO meta (key, value) VALUES (?, ?)",
			&sqlitex.ExecOptions{Args: []any{key, value}})
		if err != nil {
			return err
		}
	}
	return nil
}

// replaceRows writes other rows in the place of those that are there.
func replaceRows(conn *sqlite.Conn, rows map[string]string) error {
	if err := sqlitex.Execute(conn, "DELETE FROM meta", nil); err != nil {
		return err
	}
	delete(rows, "check")
	rows["check"] = metaCheck(rows)
	return writeRows(conn, rows)
}

func readRows(conn *sqlite.Conn) (map[string]string, error) {
	rows := map[string]string{}
	err := sqlitex.Execute(conn, "SELECT key, value FROM meta", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			rows[stmt.ColumnText(0)] = stmt.ColumnText(1)
			return nil
		},
	})
	if err != nil {
		return nil, classified(err)
	}
	check := rows["check"]
	delete(rows, "check")
	if check != metaCheck(rows) {
		return nil, fmt.Errorf("table meta does not match its check value: %w", ErrDamaged)
	}
	return rows, nil
}
