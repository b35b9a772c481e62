package eventstore

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"kontor/domain"
)

func TestErasedWordsAreGoneAndTheOthersStay(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	l := openLedger(t, dir)
	goethe, schiller := newPerson(), newPerson()
	say(t, l, goethe, "eins")
	say(t, l, schiller, "zwei")
	say(t, l, goethe, "drei")
	sealed := sealedBytes(t, l, goethe)

	erased, err := l.Erase(ctx, domain.None, goethe.ID)
	if err != nil {
		t.Fatal(err)
	}
	if erased != (Erased{Keys: 3, Events: 2, Commands: 2}) { // one key of the person, two of the commands
		t.Errorf("erased %+v", erased)
	}
	for _, blob := range sealed {
		if found := filesWith(t, dir, blob); len(found) > 0 {
			t.Errorf("the ciphertext is still in %v", found)
		}
	}
	l.Close()
	l = openLedger(t, dir)
	for _, e := range load(t, l, goethe) {
		if e.Secret != domain.SecretErased || textOf(t, e) != "" {
			t.Errorf("erased event: state %d, %q", e.Secret, textOf(t, e))
		}
	}
	if got := textOf(t, load(t, l, schiller)[0]); got != "zwei" {
		t.Errorf("the other person's words: %q", got)
	}
	mustVerify(t, l)
}

func TestNothingNewIsWrittenAboutAnErasedRecord(t *testing.T) {
	ctx := context.Background()
	l := openLedger(t, t.TempDir())
	goethe, nobody := newPerson(), newPerson()
	say(t, l, goethe, "eins")
	if _, err := l.Erase(ctx, domain.None, goethe.ID, nobody.ID); err != nil {
		t.Fatal(err)
	}
	for _, stream := range []domain.Stream{goethe, nobody} {
		_, err := l.Append(ctx, issued(), "tell", nil, []domain.Event{tell(stream, "zwei")}, nil)
		if !errors.Is(err, ErrFenced) {
			t.Errorf("error %v", err)
		}
	}
	if _, err := l.NewKey(goethe.ID); !errors.Is(err, ErrFenced) {
		t.Errorf("new key: %v", err)
	}
	if _, err := l.Append(ctx, issued(), "note", "args", []domain.Event{tell(goethe, "")}, nil); err != nil {
		t.Errorf("an event without words: %v", err)
	}
	mustVerify(t, l)
}

// TestAnOrderToEraseIsCarriedOutAtTheNextStart is the crash between the event
// and the erasure.
func TestAnOrderToEraseIsCarriedOutAtTheNextStart(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	l := openLedger(t, dir)
	goethe := newPerson()
	say(t, l, goethe, "eins")
	if _, err := l.Append(ctx, issued(), "erase", nil, []domain.Event{&erasedEvent{goethe}}, nil); err != nil {
		t.Fatal(err)
	}
	l.Close()
	l = openLedger(t, dir)
	if e := load(t, l, goethe)[0]; e.Secret != domain.SecretErased {
		t.Errorf("state %d", e.Secret)
	}
	mustVerify(t, l)
}

func TestARestoredBackupDoesNotBringErasedWordsBack(t *testing.T) {
	for _, file := range []string{"keys.db", "log.db"} {
		t.Run(file, func(t *testing.T) {
			ctx, dir := context.Background(), t.TempDir()
			l := openLedger(t, dir)
			goethe, schiller := newPerson(), newPerson()
			say(t, l, goethe, "eins")
			say(t, l, schiller, "zwei")
			l.Close()
			backup, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			l = openLedger(t, dir)
			if _, err := l.Erase(ctx, domain.None, goethe.ID); err != nil {
				t.Fatal(err)
			}
			l.Close()
			if err := os.WriteFile(filepath.Join(dir, file), backup, 0o600); err != nil {
				t.Fatal(err)
			}
			l = openLedger(t, dir)
			if e := load(t, l, goethe)[0]; e.Secret != domain.SecretErased {
				t.Errorf("state %d", e.Secret)
			}
			if got := textOf(t, load(t, l, schiller)[0]); got != "zwei" {
				t.Errorf("the other person's words: %q", got)
			}
			mustVerify(t, l)
		})
	}
}

func TestErasingOneRecordLeavesItsWholeBlockReadable(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	l := openLedger(t, dir)
	people := make([]domain.Stream, 300) // more than one block of keys
	entry := Entry{Issued: issued(), Name: "import"}
	for i := range people {
		people[i] = newPerson()
		entry.Events = append(entry.Events, tell(people[i], "hier"))
	}
	if _, err := l.AppendBatch(ctx, []Entry{entry}); err != nil {
		t.Fatal(err)
	}
	erased, err := l.Erase(ctx, domain.None, people[7].ID, people[290].ID)
	if err != nil || erased.Keys != 2 {
		t.Fatalf("erased %+v, %v", erased, err)
	}
	l.Close()
	l = openLedger(t, dir)
	for i, p := range people {
		want := domain.SecretNone
		if i == 7 || i == 290 {
			want = domain.SecretErased
		}
		if e := load(t, l, p)[0]; e.Secret != want {
			t.Errorf("person %d: state %d", i, e.Secret)
		}
	}
	report := mustVerify(t, l)
	if report.Opened != 298 || report.Erased != 2 {
		t.Errorf("report %+v", report)
	}
}

func load(t *testing.T, l *Ledger, stream domain.Stream) []domain.Recorded {
	t.Helper()
	events, err := l.Load(context.Background(), stream)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func sealedBytes(t *testing.T, l *Ledger, stream domain.Stream) [][]byte {
	t.Helper()
	var blobs [][]byte
	for r, err := range l.store.ReadStream(context.Background(), stream.ID, 0) {
		if err != nil {
			t.Fatal(err)
		}
		blobs = append(blobs, append([]byte{}, r.Sealed...))
	}
	return blobs
}

func mustVerify(t testing.TB, l *Ledger) Report {
	t.Helper()
	report, err := l.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range report.Faults {
		t.Errorf("verify: %s", fault)
	}
	return report
}
