package eventstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"kontor/domain"
)

// legacy is an event of a type that only this test knows how to write.
type legacy struct {
	told
	eventType string
}

func (e *legacy) EventType() string { return e.eventType }

func TestEventsOfEarlierVersionsAreReadInTheirPresentShape(t *testing.T) {
	l := openLedger(t, t.TempDir())
	goethe := newPerson()
	old := &legacy{told: *tell(goethe, "von früher"), eventType: "test.said.v1"}
	if _, err := l.Append(context.Background(), issued(), "say", nil, []domain.Event{old}, nil); err != nil {
		t.Fatal(err)
	}
	e := load(t, l, goethe)[0]
	if e.Event.EventType() != "test.told.v1" || e.Event.(*told).Minute != 7 || textOf(t, e) != "von früher" {
		t.Errorf("read %+v", e.Event)
	}
}

func TestEventsOfNewerVersionsAreKept(t *testing.T) {
	ctx := context.Background()
	l := openLedger(t, t.TempDir())
	goethe := newPerson()
	future := &legacy{told: *tell(goethe, "aus der Zukunft"), eventType: "test.beamed.v3"}
	if _, err := l.Append(ctx, issued(), "beam", nil, []domain.Event{future}, nil); err != nil {
		t.Fatal(err)
	}
	e := load(t, l, goethe)[0]
	unknown, ok := e.Event.(*Unknown)
	if !ok || unknown.Type != "test.beamed.v3" || unknown.Record != goethe ||
		string(unknown.Skeleton) != `{"minute":15}` || string(unknown.Words) != `{"text":"aus der Zukunft"}` {
		t.Fatalf("read %+v", e.Event)
	}
	other := openLedger(t, t.TempDir())
	if _, err := other.Restore(ctx, []Restored{{Events: []domain.Recorded{e}}}); err != nil {
		t.Fatal(err)
	}
	again := load(t, other, goethe)[0].Event.(*Unknown)
	if again.Type != unknown.Type || string(again.Skeleton) != string(unknown.Skeleton) || string(again.Words) != string(unknown.Words) {
		t.Errorf("restored %+v", again)
	}
}

func TestARestoredLedgerSaysTheSame(t *testing.T) {
	ctx := context.Background()
	from, to := openLedger(t, t.TempDir()), openLedger(t, t.TempDir())
	goethe, schiller := newPerson(), newPerson()
	say(t, from, goethe, "eins")
	undo := issued()
	said := say(t, from, schiller, "zwei")
	_, err := from.AppendBatch(ctx, []Entry{{
		Issued: undo, Name: "undo", Undoes: []domain.ID{said.Command},
		Events: []domain.Event{&erasedEvent{goethe}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := from.Erase(ctx, domain.None, goethe.ID); err != nil {
		t.Fatal(err)
	}

	archive := archiveOf(t, from)
	for range 2 { // the second time changes nothing
		if _, err := to.Restore(ctx, archive); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := transcript(t, to), transcript(t, from); got != want {
		t.Errorf("restored\n%s\nwant\n%s", got, want)
	}
	if _, err := to.NewKey(goethe.ID); !errors.Is(err, ErrFenced) {
		t.Errorf("the erased record gets a key again: %v", err)
	}
	mustVerify(t, to)
}

// archiveOf groups the events of a ledger by their commands.
func archiveOf(t *testing.T, l *Ledger) []Restored {
	t.Helper()
	ctx := context.Background()
	commands, err := l.Commands(ctx, CommandQuery{})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(commands)
	var archive []Restored
	for _, c := range commands {
		events, err := l.CommandEvents(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		archive = append(archive, Restored{Command: c, Events: events})
	}
	return archive
}

// transcript is what a ledger tells, as text: events, and the journal without
// arguments.
func transcript(t *testing.T, l *Ledger) string {
	t.Helper()
	var text string
	for _, r := range archiveOf(t, l) {
		c := r.Command
		text += fmt.Sprintln(c.Seq, c.ID, c.Name, c.At, c.First, c.Last, c.Undoes, c.UndoneBy, len(c.Touches))
		for _, e := range r.Events {
			text += fmt.Sprintf("  %+v %v %+v\n", e.Meta, e.Secret, e.Event)
		}
	}
	return text
}

func TestReadingBesideTheOwner(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	if _, err := Open(ctx, dir, Options{ReadOnly: true}); !errors.Is(err, ErrLogMissing) {
		t.Errorf("an empty folder: %v", err)
	}
	l := openLedger(t, dir)
	goethe := newPerson()
	say(t, l, goethe, "eins")
	reader, err := Open(ctx, dir, Options{ReadOnly: true, Vocabulary: testVocabulary})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if head, err := reader.Head(ctx); err != nil || head.Position != 1 {
		t.Errorf("head %d, %v", head.Position, err)
	}
	say(t, l, goethe, "zwei")
	future := &legacy{told: *tell(goethe, "drei"), eventType: "test.beamed.v3"}
	if _, err := l.Append(ctx, issued(), "beam", nil, []domain.Event{future}, nil); err != nil {
		t.Fatal(err)
	}
	if events := load(t, reader, goethe); len(events) != 3 || textOf(t, events[1]) != "zwei" || events[2].Event.EventType() != "test.beamed.v3" {
		t.Errorf("read %+v", events)
	}
	if head, err := reader.Head(ctx); err != nil || head.Position != 3 {
		t.Errorf("head %d, %v after more was recorded", head.Position, err)
	}
	for name, err := range map[string]error{
		"append":      second(reader.Append(ctx, issued(), "tell", nil, []domain.Event{tell(goethe, "drei")}, nil)),
		"restore":     second(reader.Restore(ctx, nil)),
		"erase":       second(reader.Erase(ctx, domain.None, goethe.ID)),
		"new key":     second(reader.NewKey(newID())),
		"destroy key": reader.DestroyKeys(ctx),
	} {
		if !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestTwoProcesses starts a second process on the workspace of this one.
func TestTwoProcesses(t *testing.T) {
	dir := t.TempDir()
	openLedger(t, dir)
	helper := exec.Command(os.Args[0], "-test.run=none")
	helper.Env = append(os.Environ(), helperDir+"="+dir)
	output, err := helper.CombinedOutput()
	if err == nil {
		t.Fatal("the second process got the workspace too")
	}
	want := fmt.Sprintf("open the ledger in %s: process %d has the workspace open since ", dir, os.Getpid())
	if len(output) < len(want) || string(output[:len(want)]) != want {
		t.Errorf("the second process said %s", output)
	}
}

func TestTheLockEndsWithItsOwner(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		l, err := Open(context.Background(), dir, Options{ForceFileKey: true})
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
	}
	held, err := holdFile(filepath.Join(dir, lockFile))
	if err != nil {
		t.Fatal(err)
	}
	defer func(c io.Closer) { c.Close() }(held)
	write(t, filepath.Join(dir, ownerFile), "{")
	_, err = Open(context.Background(), dir, Options{})
	var locked *LockedError
	if !errors.As(err, &locked) || locked.PID != 0 {
		t.Errorf("with an unreadable owner: %v", err)
	}
}
