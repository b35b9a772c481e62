package projections

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"

	"kontor/domain"
)

func TestFileThatIsOfNoUseIsRebuilt(t *testing.T) {
	l := newLedger(t)
	l.addPerson(domain.Name{Family: "Lenz"})
	for reason, prepare := range map[string]func(path string){
		StaleMissing: func(path string) { _ = os.Remove(path) },
		StaleDamaged: func(path string) {
			if err := os.WriteFile(path, []byte("this is not a database, but it is long enough to be read as one"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		StaleVersion: func(path string) { alter(t, path, "UPDATE generation SET versions = 'people 99'") },
		StaleAhead:   func(path string) { alter(t, path, "UPDATE generation SET position = 99") },
	} {
		v := l.views()
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		prepare(v.path)
		v, err := Open(ctx, v.path, l, Options{})
		if err != nil {
			t.Fatalf("%s: %v", reason, err)
		}
		if got, stale := v.Stale(); !stale || got != reason {
			t.Errorf("stale %q, want %q", got, reason)
		}
		if err := v.Apply(ctx, l.recs); reason != StaleAhead && !errors.Is(err, ErrStale) {
			t.Errorf("%s: applied: %v", reason, err)
		}
		if err := v.Rebuild(ctx, nil); err != nil {
			t.Fatalf("%s: %v", reason, err)
		}
		if rows, err := v.People(ctx, PeopleQuery{}); err != nil || len(rows) != 1 {
			t.Errorf("%s: %+v, %v", reason, rows, err)
		}
		if _, stale := v.Stale(); stale {
			t.Errorf("%s: still stale", reason)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func alter(t *testing.T, path, sql string) {
	t.Helper()
	c, err := connect(path, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.script(sql), c.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestReadingAloneRefusesWhatMustBeRebuilt(t *testing.T) {
	l := newLedger(t)
	v := l.views()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	alter(t, v.path, "PRAGMA user_version = 1000")
	if _, err := Open(ctx, v.path, l, Options{ReadOnly: true}); !errors.Is(err, ErrNewer) {
		t.Errorf("of a newer version: %v", err)
	}
	if _, err := Open(ctx, v.path+"x", l, Options{ReadOnly: true}); !errors.Is(err, ErrStale) {
		t.Errorf("missing: %v", err)
	}
}

func TestOpeningDoesNotScanTheLedger(t *testing.T) {
	l := newLedger(t)
	for range 20 {
		l.addPerson(domain.Name{Family: "Lenz"})
	}
	v := l.views()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v, err := Open(ctx, v.path, headOnly{l}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if reason, stale := v.Stale(); stale {
		t.Errorf("stale: %s", reason)
	}
	_ = v.Close()
}

// headOnly is a ledger that fails whoever reads it.
type headOnly struct{ *ledger }

func (h headOnly) Load(context.Context, domain.Stream) ([]domain.Recorded, error) {
	h.t.Error("a record was loaded")
	return nil, nil
}

func TestCancelledRebuildLeavesTheOldFile(t *testing.T) {
	l := newLedger(t)
	l.addPerson(domain.Name{Family: "Lenz"})
	v := l.views()
	for range 3 * batchSize {
		l.log(domain.ConversationContent{}, domain.ConversationWords{Text: "nichts"})
	}
	cancelled, cancel := context.WithCancel(ctx)
	err := v.Rebuild(cancelled, func(done, _ int64) {
		if done > batchSize {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	if _, err := os.Stat(v.path + ".new"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the new file is still there: %v", err)
	}
	if rows, err := v.People(ctx, PeopleQuery{}); err != nil || len(rows) != 1 {
		t.Errorf("the old file: %+v, %v", rows, err)
	}
	if reason, _ := v.Stale(); reason != StaleBehind {
		t.Errorf("stale: %q", reason)
	}
	// What a crash in the middle of a rebuild leaves does not matter.
	if err := os.WriteFile(v.path+".new", []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if _, stale := v.Stale(); stale || v.Position() != int64(len(l.recs)) {
		t.Errorf("rebuilt up to %d", v.Position())
	}
}

func TestAppliedEventsThatDoNotContinueAreReadFromTheLedger(t *testing.T) {
	l := newLedger(t)
	v := l.views()
	l.addPerson(domain.Name{Family: "Eins"})
	l.addPerson(domain.Name{Family: "Zwei"})
	l.addPerson(domain.Name{Family: "Drei"})
	for _, recs := range [][]domain.Recorded{l.recs[2:], l.recs[1:], l.recs, nil} {
		if err := v.Apply(ctx, recs); err != nil {
			t.Fatal(err)
		}
		if v.Position() != 3 {
			t.Errorf("position %d", v.Position())
		}
	}
	if rows, err := v.People(ctx, PeopleQuery{}); err != nil || len(rows) != 3 {
		t.Errorf("%+v, %v", rows, err)
	}
}

func TestInterruptedApplyLosesNothing(t *testing.T) {
	l := newLedger(t)
	v := l.views()
	l.addPerson(domain.Name{Family: "Eins"})
	if err := v.Apply(ctx, l.recs); err != nil { // not yet committed
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	l.addPerson(domain.Name{Family: "Zwei"})
	if err := v.Apply(cancelled, l.recs[1:]); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	l.addPerson(domain.Name{Family: "Drei"})
	if err := v.Apply(ctx, l.recs[2:]); err != nil {
		t.Fatal(err)
	}
	if rows, err := v.People(ctx, PeopleQuery{}); err != nil || len(rows) != 3 {
		t.Errorf("%+v, %v", rows, err)
	}
	if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
		t.Errorf("%v, %v", d, err)
	}
}

func TestCheckNamesATableThatWasTamperedWith(t *testing.T) {
	l := newLedger(t)
	person := l.addPerson(domain.Name{Family: "Lenz"})
	l.log(domain.ConversationContent{People: []domain.ID{person}}, domain.ConversationWords{Text: "Hofmeister"})
	v := l.views()
	for table, sql := range map[string]string{
		"person":                 "UPDATE person SET title = 'König'",
		"contact":                "UPDATE contact SET last = last + 1",
		"entry":                  "DELETE FROM entry WHERE subject = 0",
		"words of conversations": "INSERT INTO talk (rowid, words) VALUES (99, 'falsch')",
	} {
		if err := v.Rebuild(ctx, nil); err != nil {
			t.Fatal(err)
		}
		if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
			t.Fatalf("before: %v, %v", d, err)
		}
		alter(t, v.path, sql)
		if d, err := v.Check(ctx, nil); err != nil || d.Table != table {
			t.Errorf("%s: %v, %v", sql, d, err)
		}
	}
}

func TestQueriesAndEventsAtTheSameTime(t *testing.T) {
	l := newLedger(t)
	person := l.addPerson(domain.Name{Family: "Lenz"})
	v := l.views()
	stream := domain.Stream{Kind: domain.KindPerson, ID: person}
	var batches [][]domain.Recorded
	for range 60 {
		first := len(l.recs)
		for range 5 {
			l.log(domain.ConversationContent{People: []domain.ID{person}}, domain.ConversationWords{Text: "Wort"})
		}
		batches = append(batches, l.recs[first:len(l.recs):len(l.recs)])
	}
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			for range 40 {
				position := v.Position()
				entries, err := v.Timeline(ctx, TimelineQuery{Of: stream, Kinds: []EntryKind{EntryConversation}, Limit: 1000})
				if err != nil {
					t.Error(err)
				}
				if int64(len(entries)) < position-1 || len(entries)%5 != 0 {
					t.Errorf("%d entries, after position %d", len(entries), position)
				}
				if hits, err := v.Search(ctx, "wor", 3, l.clock); err != nil || len(entries) > 0 && len(hits) == 0 {
					t.Errorf("%d hits, %v", len(hits), err)
				}
			}
		})
	}
	for i, recs := range batches {
		if err := v.Apply(ctx, recs); err != nil {
			t.Error(err)
		}
		if i == 30 {
			if err := v.Rebuild(ctx, nil); err != nil {
				t.Error(err)
			}
		}
	}
	group.Wait()
}

func TestEventsGoOnWhileTheReadModelsAreBuiltAnew(t *testing.T) {
	l := newLedger(t)
	first := l.addPerson(domain.Name{Family: "Eins"})
	v := l.views()
	applied := false
	err := v.Rebuild(ctx, func(done, _ int64) {
		if applied || done == 0 {
			return
		}
		applied = true
		l.addPerson(domain.Name{Family: "Zwei"})
		if err := v.Apply(ctx, l.recs[1:]); err != nil {
			t.Error(err)
		}
		if rows, err := v.People(ctx, PeopleQuery{}); err != nil || len(rows) != 2 {
			t.Errorf("while building: %+v, %v", rows, err)
		}
	})
	if err != nil || !applied {
		t.Fatalf("rebuild: %v", err)
	}
	if rows, err := v.People(ctx, PeopleQuery{}); err != nil || len(rows) != 2 {
		t.Errorf("after the rebuild: %+v, %v", rows, err)
	}

	rebased := false
	err = v.Rebuild(ctx, func(done, _ int64) {
		if rebased || done == 0 {
			return
		}
		rebased = true
		touched := l.cut(1)
		l.do(domain.Archive{Record: domain.Stream{Kind: domain.KindPerson, ID: first}})
		touched = append(touched, domain.Stream{Kind: domain.KindPerson, ID: first})
		if err := v.Refold(ctx, touched, int64(len(l.recs))); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
		t.Errorf("after a rebase during the rebuild: %v, %v", d, err)
	}
	if rows, err := v.People(ctx, PeopleQuery{Archived: true}); err != nil || len(rows) != 1 {
		t.Errorf("archived: %+v, %v", rows, err)
	}
}
