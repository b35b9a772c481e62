package team

import (
	"errors"
	"testing"

	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// What the server has of a file may be damaged: the others are fetched all the
// same, and nothing falls over.
func TestADamagedFileOfTheServerIsSaidToBeSo(t *testing.T) {
	server, anna, ben := pair(t)
	goethe := anna.person("Goethe")
	_, bad := attach(anna, goethe, randomBytes(7, 3*chunkSize))
	_, good := attach(anna, goethe, []byte("kurz"))
	anna.round()
	stream := streamsOf(anna.ledger.Workspace(), Epoch).file(bad)
	server.Alter(stream, 1, func(e *shared.Event) { e.Data = []byte(`{"bytes":"AAAA"}`) })
	ben.round()
	files, err := ben.ledger.Files(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if want := eventstore.FileFailed; f.Address == bad && f.State != want {
			t.Errorf("it is %s", f.State)
		}
	}
	if _, err := read(ben, bad); !errors.Is(err, eventstore.ErrNotFound) {
		t.Errorf("the damaged one: %v", err)
	}
	if got, err := read(ben, good); err != nil || string(got) != "kurz" {
		t.Errorf("the other: %q, %v", got, err)
	}
}
