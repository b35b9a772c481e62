package sqlitelog_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"

	"kontor/eventstore/shared"
	"kontor/eventstore/shared/sharedtest"
	"kontor/eventstore/shared/sqlitelog"
)

func TestSuite(t *testing.T) {
	sharedtest.Run(t, sqlitelog.Dialer(filepath.Join(t.TempDir(), "ledger.db")))
}

func TestEventsSurviveClosing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	e := shared.Event{ID: uuid.New(), Type: "test.happened.v1", Data: []byte(`{"n":1}`)}
	for range 2 { // the second time it is there already
		log, err := sqlitelog.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Append(t.Context(), "s", shared.None, []shared.Event{e}); err != nil {
			t.Error(err)
		}
		if got, err := log.Last(t.Context(), "s"); err != nil || got.ID != e.ID || got.Revision != 0 {
			t.Errorf("%v %v", got, err)
		}
		if err := log.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAForeignFileIsNoLedger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "letter.txt")
	if err := os.WriteFile(path, []byte("Dear Sir or Madam, this is no database at all, but a letter.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if log, err := sqlitelog.Open(t.Context(), path); err == nil {
		log.Close()
		t.Error("a letter was opened")
	} else if !errors.Is(err, shared.ErrNotAServer) && !errors.Is(err, shared.ErrOffline) {
		t.Error(err)
	}
}
