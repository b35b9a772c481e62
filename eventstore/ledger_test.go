package eventstore

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"kontor/domain"
)

func TestRecordedEventsComeBackAfterReopening(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	l := openLedger(t, dir)
	goethe, schiller := newPerson(), newPerson()
	by := issued()
	recorded, err := l.Append(ctx, by, "tell", map[string]string{"to": "both"},
		[]domain.Event{tell(goethe, "Grüße nach Weimar"), tell(schiller, "Grüße nach Jena"), tell(goethe, "noch eins")},
		map[domain.Stream]int{goethe: 0, schiller: 0})
	if err != nil {
		t.Fatal(err)
	}
	if got := recorded[2].Version; got != 2 {
		t.Errorf("version %d of the second event about Goethe, want 2", got)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}

	l = openLedger(t, dir)
	events, err := l.Load(ctx, goethe)
	if err != nil {
		t.Fatal(err)
	}
	if len(events) != 2 || textOf(t, events[0]) != "Grüße nach Weimar" || textOf(t, events[1]) != "noch eins" {
		t.Errorf("loaded %+v", events)
	}
	if events[1].Meta != recorded[2].Meta {
		t.Errorf("meta %+v, recorded %+v", events[1].Meta, recorded[2].Meta)
	}
	command, err := l.Command(ctx, by.Command)
	if err != nil {
		t.Fatal(err)
	}
	if args, err := l.Args(command); err != nil || string(args) != `{"to":"both"}` {
		t.Errorf("arguments %s, %v", args, err)
	}
}

func TestNothingTypedIsReadableInTheFiles(t *testing.T) {
	dir := t.TempDir()
	l := openLedger(t, dir)
	say(t, l, newPerson(), "Wallensteins Lager")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if found := filesWith(t, dir, []byte("Wallenstein")); len(found) > 0 {
		t.Errorf("readable in %v", found)
	}
}

// filesWith lists the files below dir that contain a sequence of bytes.
func filesWith(t *testing.T, dir string, needle []byte) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, needle) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestConflictSaysWhichVersion(t *testing.T) {
	ctx := context.Background()
	l := openLedger(t, t.TempDir())
	goethe := newPerson()
	say(t, l, goethe, "eins")
	_, err := l.Append(ctx, issued(), "tell", nil, []domain.Event{tell(goethe, "zwei")}, map[domain.Stream]int{goethe: 0})
	var conflict *ConflictError
	if !errors.As(err, &conflict) || *conflict != (ConflictError{goethe, 0, 1}) {
		t.Errorf("error %v", err)
	}
}

func TestACommandIsCarriedOutOnce(t *testing.T) {
	ctx := context.Background()
	l := openLedger(t, t.TempDir())
	by, goethe := issued(), newPerson()
	first, err := l.Append(ctx, by, "tell", nil, []domain.Event{tell(goethe, "eins")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := l.Append(ctx, by, "tell", nil, []domain.Event{tell(goethe, "eins")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(again) != 1 || again[0].Meta != first[0].Meta {
		t.Errorf("again %+v, first %+v", again, first)
	}
}

func TestASecondProcessIsToldWhoHoldsTheWorkspace(t *testing.T) {
	dir := t.TempDir()
	openLedger(t, dir)
	_, err := Open(context.Background(), dir, Options{Vocabulary: testVocabulary})
	var locked *LockedError
	if !errors.As(err, &locked) || locked.PID != os.Getpid() || locked.Since.IsZero() {
		t.Errorf("error %v", err)
	}
}

func TestUndoneCommandsAreMarked(t *testing.T) {
	ctx := context.Background()
	l := openLedger(t, t.TempDir())
	goethe, by, undo := newPerson(), issued(), issued()
	if _, err := l.Append(ctx, by, "tell", nil, []domain.Event{tell(goethe, "eins")}, nil); err != nil {
		t.Fatal(err)
	}
	_, err := l.AppendBatch(ctx, []Entry{{Issued: undo, Name: "undo", Undoes: []domain.ID{by.Command}, Events: []domain.Event{tell(goethe, "")}}})
	if err != nil {
		t.Fatal(err)
	}
	commands, err := l.Commands(ctx, CommandQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if len(commands) != 2 || commands[0].ID != undo.Command || commands[1].UndoneBy != undo.Command {
		t.Errorf("journal %+v", commands)
	}
}

// Many events are inserted by one statement, and it is the index that finds what
// is there already.
func TestABatchThatBeginsWhatExistsChangesNothing(t *testing.T) {
	ctx := context.Background()
	l := openLedger(t, t.TempDir())
	goethe := newPerson()
	say(t, l, goethe, "eins")
	entry := Entry{Issued: issued(), Name: "tell", Expected: map[domain.Stream]int{}}
	for i := range 3 * eventsAtOnce {
		person := newPerson()
		if i == 2*eventsAtOnce {
			person = goethe
		}
		entry.Events = append(entry.Events, tell(person, "zwei"))
		entry.Expected[person] = 0
	}
	_, err := l.AppendBatch(ctx, []Entry{entry})
	var conflict *ConflictError
	if !errors.As(err, &conflict) || *conflict != (ConflictError{goethe, 0, 1}) {
		t.Errorf("error %v", err)
	}
	if head, err := l.Head(ctx); err != nil || head.Position != 1 {
		t.Errorf("the ledger ends at %d, %v", head.Position, err)
	}
	delete(entry.Expected, goethe)
	recorded, err := l.AppendBatch(ctx, []Entry{entry})
	if err != nil || len(recorded) != len(entry.Events) || recorded[2*eventsAtOnce].Version != 2 {
		t.Fatalf("%d events, %v", len(recorded), err)
	}
	if faults, err := l.Verify(ctx, nil); err != nil || len(faults.Faults) != 0 {
		t.Errorf("%+v, %v", faults, err)
	}
}
