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
	_, foreign := attach(anna, goethe, []byte("fremd"))
	_, good := attach(anna, goethe, []byte("kurz"))
	anna.round()
	stream := streamsOf(anna.ledger.Workspace(), Epoch).file(bad)
	server.Alter(stream, 1, func(e *shared.Event) { e.Data = []byte(`{"bytes":"AAAA"}`) })
	server.Alter(streamsOf(anna.ledger.Workspace(), Epoch).file(foreign), 0, func(e *shared.Event) { e.Type = "x" })
	ben.round()
	files, err := ben.ledger.Files(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if want := eventstore.FileFailed; (f.Address == bad || f.Address == foreign) && f.State != want {
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

// Files that nobody ever brings do not keep the others waiting, and all that are
// there come in one round.
func TestFilesThatNeverComeKeepNoneWaiting(t *testing.T) {
	_, anna, ben := pair(t)
	for i := range missesPerRound + 10 {
		var never eventstore.Address // before all others in any order
		never[30], never[31] = byte(i>>8), byte(i)
		f := eventstore.TeamFile{Address: never, Direction: eventstore.FileDown, State: eventstore.FileWaiting}
		if err := ben.ledger.NoteFiles(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	goethe := anna.person("Goethe")
	_, address := attach(anna, goethe, []byte("kurz"))
	anna.round()
	for _, share := range []float64{0, 0.99} {
		ben.syncer.o.Random = func() float64 { return share }
		ben.clock.pass(betweenTries)
		ben.round()
	}
	if got, err := read(ben, address); err != nil || string(got) != "kurz" {
		t.Errorf("%q, %v", got, err)
	}
}
