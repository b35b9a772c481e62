package server_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"kontor/eventstore/esdb/server"
)

var fromStart = esdb.ReadStreamOptions{From: esdb.Start{}}

func tryWrite(ctx context.Context, c *esdb.Client, expected esdb.ExpectedRevision, names string) error {
	_, err := c.AppendToStream(ctx, "s", esdb.AppendToStreamOptions{ExpectedRevision: expected}, events(names)...)
	return err
}

// The client sees the same in both cases: the connection broke. Only reading
// tells whether the append was carried out.
func TestAppendsWhoseAnswerNeverComes(t *testing.T) {
	s := start(t, server.Options{})
	write(t, admin(t, s), "s", esdb.NoStream{}, "a")

	s.CutAppends(1)
	wantCode(t, "cut in the middle", tryWrite(t.Context(), admin(t, s), esdb.Revision(0), "b"), esdb.ErrorUnavailable)
	wantRead(t, admin(t, s), "s", fromStart, 10, "0 a")

	s.DropReplies(1)
	wantCode(t, "reply dropped", tryWrite(t.Context(), admin(t, s), esdb.Revision(0), "b"), esdb.ErrorUnavailable)
	wantRead(t, admin(t, s), "s", fromStart, 10, "0 a, 1 b")

	if err := tryWrite(t.Context(), admin(t, s), esdb.Revision(0), "b"); err != nil {
		t.Errorf("repeated: %v", err)
	}
	wantRead(t, admin(t, s), "s", fromStart, 10, "0 a, 1 b")
}

func TestUnavailableForSomeCalls(t *testing.T) {
	s := start(t, server.Options{})
	s.Unavailable(2)
	for range 2 {
		wantRefusedEarly(t, "append", tryWrite(t.Context(), admin(t, s), esdb.Any{}, "a"), esdb.ErrorUnavailable)
	}
	write(t, admin(t, s), "s", esdb.NoStream{}, "a")
}

func TestStalledCallsHangUntilReleased(t *testing.T) {
	s := start(t, server.Options{})
	c := admin(t, s)
	write(t, c, "s", esdb.NoStream{}, "a")
	release := s.Stall()
	hurried, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := read(hurried, c, "s", fromStart, 1) // a read: an append that was given up may still be carried out
	wantCode(t, "read", err, esdb.ErrorCodeDeadlineExceeded)

	patient := make(chan error)
	go func() { patient <- tryWrite(t.Context(), c, esdb.Any{}, "c") }()
	release()
	release() // once more does no harm
	if err := <-patient; err != nil {
		t.Error(err)
	}
	wantRead(t, c, "s", fromStart, 10, "0 a, 1 c")
}

func TestStoppingDoesNotWaitForStalledCalls(t *testing.T) {
	s := start(t, server.Options{})
	c := admin(t, s)
	write(t, c, "s", esdb.NoStream{}, "a")
	defer s.Stall()()
	hanging := make(chan error)
	go func() { hanging <- tryWrite(t.Context(), c, esdb.Any{}, "b") }()
	s.Stop()
	if err := <-hanging; err == nil {
		t.Error("a stalled append went through")
	}
}

func TestEveryCallIsDelayed(t *testing.T) {
	s := start(t, server.Options{})
	c := admin(t, s)
	write(t, c, "s", esdb.NoStream{}, "a")
	const delay = 30 * time.Millisecond
	s.Delay(delay)
	began := time.Now()
	wantRead(t, c, "s", fromStart, 10, "0 a")
	if took := time.Since(began); took < delay {
		t.Errorf("took %v", took)
	}
}

func TestAppendsThatTimeOutAreCarriedOut(t *testing.T) {
	s := start(t, server.Options{})
	c := admin(t, s)
	s.TimeOut(1)
	wantCode(t, "append", tryWrite(t.Context(), c, esdb.NoStream{}, "a"), esdb.ErrorAborted)
	wantRead(t, c, "s", fromStart, 10, "0 a")
}

// A follower that lags behind says "conflict" and shows nothing new.
func TestReadsLagBehind(t *testing.T) {
	s := start(t, server.Options{})
	c := admin(t, s)
	write(t, c, "s", esdb.NoStream{}, "a")
	thaw := s.Freeze()
	open := subscribe(t, c, "s", esdb.Start{})
	wantHappens(t, open, "s/0", "caught up")
	write(t, c, "s", esdb.Revision(0), "b")
	write(t, c, "new", esdb.NoStream{}, "c")
	wantCode(t, "append", tryWrite(t.Context(), c, esdb.Revision(0), "d"), esdb.ErrorCodeWrongExpectedVersion)
	wantRead(t, c, "s", fromStart, 10, "0 a")
	wantRead(t, c, "s", esdb.ReadStreamOptions{From: esdb.End{}, Direction: esdb.Backwards}, 10, "0 a")
	_, err := read(t.Context(), c, "new", fromStart, 1)
	wantCode(t, "the new stream", err, esdb.ErrorCodeResourceNotFound)
	thaw()
	wantHappens(t, open, "s/1")
	wantRead(t, c, "s", fromStart, 10, "0 a, 1 b")
	wantRead(t, c, "new", fromStart, 10, "0 c")
}

func TestLies(t *testing.T) {
	s := start(t, server.Options{})
	c := admin(t, s)
	write(t, c, "s", esdb.NoStream{}, "a b c")
	s.Lie(func(e *server.Event) bool {
		if e.Revision == 1 {
			e.Data = []byte(`{"name":"lie"}`)
		}
		return e.Revision != 2
	})
	wantRead(t, c, "s", fromStart, 10, "0 a, 1 lie")
	wantHappens(t, subscribe(t, c, "s", esdb.Start{}), "s/0", "s/1", "caught up")
	s.Lie(nil)
	wantRead(t, c, "s", fromStart, 10, "0 a, 1 b, 2 c")
}

func TestClientsFollowARedirect(t *testing.T) {
	old, leader := start(t, server.Options{Insecure: true}), start(t, server.Options{Insecure: true})
	old.Redirect(leader)
	c := dial(t, old.URL(), "", "")
	_, err := read(t.Context(), c, "s", fromStart, 1)
	wantCode(t, "the first call", err, esdb.ErrorCodeNotLeader)
	write(t, c, "s", esdb.NoStream{}, "a")
	wantRead(t, dial(t, leader.URL(), "", ""), "s", fromStart, 10, "0 a")
	old.Redirect(nil)
	_, err = read(t.Context(), dial(t, old.URL(), "", ""), "s", fromStart, 1)
	wantCode(t, "the old leader has nothing", err, esdb.ErrorCodeResourceNotFound)
}

func TestConnectionsAreCut(t *testing.T) {
	s := start(t, server.Options{})
	c := admin(t, s)
	write(t, c, "s", esdb.NoStream{}, "a")
	open := subscribe(t, c, "s", esdb.End{})
	wantHappens(t, open, "caught up")
	s.KillConnections()
	wantHappens(t, open, "dropped")
	wantRead(t, admin(t, s), "s", fromStart, 10, "0 a")
}

func TestGoAwayLosesNothing(t *testing.T) {
	s := start(t, server.Options{})
	c := admin(t, s)
	write(t, c, "s", esdb.NoStream{}, "a")
	open := subscribe(t, c, "s", esdb.End{})
	wantHappens(t, open, "caught up")
	address := s.Address()
	if err := s.GoAway(); err != nil {
		t.Fatal(err)
	}
	wantHappens(t, open, "dropped")
	if s.Address() != address {
		t.Errorf("moved from %s to %s", address, s.Address())
	}
	wantRead(t, admin(t, s), "s", fromStart, 10, "0 a")
}

func TestStopsAndStartsAgain(t *testing.T) {
	for name, folder := range map[string]string{"in memory": "", "in a folder": t.TempDir()} {
		t.Run(name, func(t *testing.T) {
			s := start(t, server.Options{Folder: folder})
			write(t, admin(t, s), "s", esdb.NoStream{}, "a")
			backup, err := s.Backup()
			if err != nil || backup.Events() != 1 {
				t.Fatalf("backup of %d events, %v", backup.Events(), err)
			}
			write(t, admin(t, s), "s", esdb.Revision(0), "b")
			url := s.URL()

			s.Stop()
			if s.Running() {
				t.Error("runs after it was stopped")
			}
			_, err = read(t.Context(), admin(t, s), "s", fromStart, 1)
			wantCode(t, "read of a stopped server", err, esdb.ErrorUnavailable)
			if err := s.Restart(); err != nil {
				t.Fatal(err)
			}
			if s.URL() != url {
				t.Errorf("moved from %s to %s", url, s.URL())
			}
			wantRead(t, admin(t, s), "s", fromStart, 10, "0 a, 1 b")

			if err := s.Restore(backup); err != nil {
				t.Fatal(err)
			}
			wantRead(t, admin(t, s), "s", fromStart, 10, "0 a")
			write(t, admin(t, s), "s", esdb.Revision(0), "c")
			wantRead(t, admin(t, s), "s", fromStart, 10, "0 a, 1 c")

			if err := s.RestartEmpty(); err != nil {
				t.Fatal(err)
			}
			_, err = read(t.Context(), admin(t, s), "s", fromStart, 1)
			wantCode(t, "read of an empty server", err, esdb.ErrorCodeResourceNotFound)
		})
	}
}

func TestFolderKeepsEverything(t *testing.T) {
	o := server.Options{Folder: t.TempDir()}
	s, err := server.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	c := admin(t, s)
	write(t, c, "s", esdb.NoStream{}, "a b c")
	bare := event("bare")
	bare.Data, bare.Metadata = nil, nil
	if _, err := c.AppendToStream(t.Context(), "bare", esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}}, bare); err != nil {
		t.Fatal(err)
	}
	write(t, c, "gone", esdb.NoStream{}, "x")
	if _, err := c.DeleteStream(t.Context(), "gone", esdb.DeleteStreamOptions{ExpectedRevision: esdb.Any{}}); err != nil {
		t.Fatal(err)
	}
	write(t, c, "ended", esdb.NoStream{}, "x")
	if _, err := c.TombstoneStream(t.Context(), "ended", esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Any{}}); err != nil {
		t.Fatal(err)
	}
	var metadata esdb.StreamMetadata
	metadata.SetMaxCount(2)
	if _, err := c.SetStreamMetadata(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, metadata); err != nil {
		t.Fatal(err)
	}
	authority := string(s.CAPEM())
	_ = c.Close()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = start(t, o)
	c = admin(t, s)
	if string(s.CAPEM()) != authority {
		t.Error("another authority after the start")
	}
	wantRead(t, c, "s", fromStart, 10, "1 b, 2 c")
	wantRead(t, c, "bare", fromStart, 10, "0 ")
	write(t, c, "s", esdb.Revision(1), "c") // repeated
	write(t, c, "s", esdb.Any{}, "c")       // repeated, and still remembered
	write(t, c, "s", esdb.Revision(2), "d")
	wantRead(t, c, "s", fromStart, 10, "2 c, 3 d")
	_, err = read(t.Context(), c, "gone", fromStart, 1)
	wantCode(t, "the deleted one", err, esdb.ErrorCodeResourceNotFound)
	_, err = read(t.Context(), c, "ended", fromStart, 1)
	wantCode(t, "the ended one", err, esdb.ErrorCodeStreamDeleted)
	if n, err := s.Scavenge(); err != nil || n < 2 {
		t.Errorf("scavenge: %d, %v", n, err)
	}
	wantRead(t, c, "s", fromStart, 10, "2 c, 3 d")
}

// What was erased must not be found in the files of a server that was scavenged.
func TestScavengeLeavesNoBytes(t *testing.T) {
	const secret = "wrapped-key-of-erna"
	folder := t.TempDir()
	s := start(t, server.Options{Folder: folder})
	c := admin(t, s)
	write(t, c, "s", esdb.NoStream{}, secret)
	var metadata esdb.StreamMetadata
	metadata.SetMaxCount(1)
	if _, err := c.SetStreamMetadata(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, metadata); err != nil {
		t.Fatal(err)
	}
	write(t, c, "s", esdb.Revision(0), "b")
	if !found(t, folder, secret) {
		t.Error("gone before the scavenge; this test sees nothing")
	}
	if n, err := s.Scavenge(); err != nil || n != 1 {
		t.Fatalf("scavenge: %d, %v", n, err)
	}
	if found(t, folder, secret) {
		t.Error("still in a file")
	}
}

func found(t *testing.T, folder, text string) bool {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(content), text) {
			return true
		}
	}
	return false
}

// Many at once: every append that was acknowledged is there once, in an order
// without gaps, and subscribers saw the same order.
func TestManyClientsAtOnce(t *testing.T) {
	s := start(t, server.Options{})
	const writers, each = 4, 25
	watcher := subscribe(t, admin(t, s), "s", esdb.Start{})
	done := make(chan error, writers)
	for w := range writers {
		c := admin(t, s)
		go func() {
			for i := range each {
				if err := tryWrite(t.Context(), c, esdb.Any{}, fmt.Sprintf("w%d-%d", w, i)); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range writers {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	got, err := read(t.Context(), admin(t, s), "s", fromStart, 1000)
	if err != nil || len(got) != writers*each {
		t.Fatalf("%d events, %v", len(got), err)
	}
	for revision, line := range got {
		if !strings.HasPrefix(line, fmt.Sprint(revision, " ")) {
			t.Fatalf("at %d: %s", revision, line)
		}
	}
	for revision := 0; revision < writers*each; {
		if what := happens(watcher); what == fmt.Sprint("s/", revision) {
			revision++
		} else if what != "caught up" {
			t.Fatalf("%s after revision %d", what, revision-1)
		}
	}
}
