package eventstore_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"kontor/eventstore"
	"kontor/eventstore/storetest"
)

func TestSQLiteStore(t *testing.T) {
	for name, filling := range map[string]bool{"at work": false, "being filled": true} {
		t.Run(name, func(t *testing.T) {
			storetest.Run(t, func(t *testing.T) eventstore.Store {
				store, err := eventstore.OpenSQLite(filepath.Join(t.TempDir(), "log.db"), eventstore.SQLiteOptions{
					Found:   &eventstore.Meta{Workspace: storetest.Workspace, Device: uuid.New(), CreatedAt: time.Now()},
					Filling: filling,
				})
				if err != nil {
					t.Fatal(err)
				}
				return store
			})
		})
	}
}

func TestMemoryStore(t *testing.T) {
	storetest.Run(t, func(*testing.T) eventstore.Store { return eventstore.NewMemory(storetest.Workspace) })
}
