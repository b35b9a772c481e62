package eventstore

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
)

// helperDir names the workspace that this binary, started by a test, works on.
const helperDir = "KONTOR_TEST_HELPER"

// helperReceives lets the helper receive others' events below its own.
const helperReceives = "KONTOR_TEST_HELPER_RECEIVES"

// helperSettles lets the helper answer what needs attention.
const helperSettles = "KONTOR_TEST_HELPER_SETTLES"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperDir); dir != "" {
		work := appendUntilKilled
		if os.Getenv(helperReceives) != "" {
			work = receiveUntilKilled
		}
		if os.Getenv(helperSettles) != "" {
			work = settleUntilKilled
		}
		if err := work(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// appendUntilKilled records commands and writes the id of each to standard
// output once it is acknowledged.
func appendUntilKilled(dir string) error {
	ctx := context.Background()
	l, err := Open(ctx, dir, Options{ForceFileKey: true, Vocabulary: testVocabulary})
	if err != nil {
		return err
	}
	defer l.Close()
	for i := 0; ; i++ {
		entries := []Entry{}
		for range 1 + i%3*20 { // single commands and batches
			stream := newPerson()
			entries = append(entries, Entry{
				Issued: issued(), Name: "tell", Args: typedText,
				Events: []domain.Event{tell(stream, typedText), tell(stream, "danke")}, Expected: map[domain.Stream]int{stream: 0},
			})
		}
		recorded, err := l.AppendBatch(ctx, entries)
		if err != nil {
			return err
		}
		if i%7 == 6 {
			if _, err := l.Erase(ctx, domain.None, recorded[0].Event.Stream().ID); err != nil {
				return err
			}
		}
		for _, e := range entries {
			fmt.Println(e.Issued.Command)
		}
	}
}

// TestNothingAcknowledgedIsLostWhenKilled kills a process that appends, at
// random moments. KONTOR_KILLS sets how often.
func TestNothingAcknowledgedIsLostWhenKilled(t *testing.T) {
	rounds := fromEnv(t, "KONTOR_KILLS", 20)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	var acknowledged []domain.ID
	for round := range rounds {
		more := killedAfter(t, dir, time.Duration(random.IntN(120_000))*time.Microsecond)
		l := openLedger(t, dir)
		for _, command := range more {
			if events, err := l.CommandEvents(context.Background(), command); err != nil || len(events) != 2 {
				t.Fatalf("round %d: %d events of an acknowledged command, %v", round, len(events), err)
			}
		}
		acknowledged = append(acknowledged, more...)
		if round == rounds-1 || round%10 == 0 {
			mustVerify(t, l)
		}
		l.Close()
	}
	l := openLedger(t, dir)
	for _, command := range acknowledged {
		if _, err := l.Command(context.Background(), command); err != nil {
			t.Fatalf("acknowledged command: %v", err)
		}
	}
	t.Logf("%d commands acknowledged in %d rounds", len(acknowledged), rounds)
}

// killedAfter runs the helper, kills it some time after its first
// acknowledgement, and returns what it acknowledged.
func killedAfter(t *testing.T, dir string, after time.Duration, env ...string) []domain.ID {
	t.Helper()
	helper := exec.Command(os.Args[0], "-test.run=none")
	helper.Env = append(append(os.Environ(), helperDir+"="+dir), env...)
	var complaint strings.Builder
	helper.Stderr = &complaint
	out, err := helper.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := helper.Start(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(after, func() { helper.Process.Kill() })
	var acknowledged []domain.ID
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n') // an unfinished line is no acknowledgement
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		var id domain.ID
		if err := id.UnmarshalText([]byte(strings.TrimSpace(line))); err != nil {
			t.Fatal(err)
		}
		acknowledged = append(acknowledged, id)
	}
	helper.Wait()
	if complaint.Len() > 0 {
		t.Fatalf("the helper said: %s", complaint.String())
	}
	return acknowledged
}

func fromEnv(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// TestAFullDiskLosesNothing fills log.db up to a limit on its pages, then keys.db.
func TestAFullDiskLosesNothing(t *testing.T) {
	for _, file := range []string{"log.db", "keys.db"} {
		t.Run(file, func(t *testing.T) {
			ctx := context.Background()
			l := openLedger(t, t.TempDir())
			say(t, l, newPerson(), "vorher")
			conn := l.store.conn
			if file == "keys.db" {
				conn = l.keys.conn
			}
			pages, err := queryInt(conn, "PRAGMA page_count")
			if err != nil {
				t.Fatal(err)
			}
			limit := func(n int64) {
				if err := sqlitex.ExecuteTransient(conn, fmt.Sprintf("PRAGMA max_page_count = %d", n), nil); err != nil {
					t.Fatal(err)
				}
			}
			limit(pages + 1)
			acknowledged := 1
			var full error
			for full == nil {
				entry := Entry{Issued: issued(), Name: "tell"}
				for range 500 {
					entry.Events = append(entry.Events, tell(newPerson(), typedText))
				}
				if _, full = l.AppendBatch(ctx, []Entry{entry}); full == nil {
					acknowledged += 500
				}
			}
			if !errors.Is(full, ErrDiskFull) {
				t.Fatalf("error %v", full)
			}
			if head, err := l.Head(ctx); err != nil || head.Position != int64(acknowledged) {
				t.Errorf("head %d, %v; %d acknowledged", head.Position, err, acknowledged)
			}
			mustVerify(t, l)
			limit(1 << 30)
			say(t, l, newPerson(), "nachher")
			if head, err := l.Head(ctx); err != nil || head.Position != int64(acknowledged)+1 {
				t.Errorf("head %d, %v after making room", head.Position, err)
			}
			mustVerify(t, l)
		})
	}
}

// TestAFlippedByteIsFound damages log.db at random places. Either opening or
// Verify says so, or nothing that can be read has changed. KONTOR_FLIPS sets how
// often.
func TestAFlippedByteIsFound(t *testing.T) {
	flips := fromEnv(t, "KONTOR_FLIPS", 120)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	l := openLedger(t, dir)
	goethe := newPerson()
	for i := range 60 {
		say(t, l, newPerson(), typedText[:i])
	}
	say(t, l, goethe, "geht")
	if _, err := l.Append(context.Background(), issued(), "erase", nil, []domain.Event{&erasedEvent{goethe}}, nil); err != nil {
		t.Fatal(err)
	}
	l.Close()
	openLedger(t, dir).Close()
	saved := snapshot(t, dir)
	whole := readable(t, dir)

	found, harmless, refused := 0, 0, 0
	for range flips {
		at := random.IntN(len(saved["log.db"]))
		damaged := []byte(saved["log.db"])
		damaged[at] ^= 1 << random.IntN(8)
		for _, file := range []string{"log.db-wal", "log.db-shm"} {
			os.Remove(filepath.Join(dir, file))
		}
		write(t, filepath.Join(dir, "log.db"), string(damaged))
		write(t, filepath.Join(dir, "keys.db"), saved["keys.db"])
		l, err := Open(context.Background(), dir, Options{Vocabulary: testVocabulary})
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrForeignFile) && !errors.Is(err, ErrNewerFormat) {
				t.Errorf("offset %d: opening gives %v", at, err)
			}
			refused++
			continue
		}
		report, err := l.Verify(context.Background(), nil)
		l.Close()
		switch {
		case err != nil:
			t.Errorf("offset %d: verify gives up: %v", at, err)
		case !report.OK():
			found++
		default:
			harmless++
			if got := readable(t, dir); got != whole {
				t.Errorf("offset %d: not found, but something else is read", at)
			}
		}
	}
	t.Logf("%d found, %d refused at opening, %d harmless", found, refused, harmless)
}

// readable is everything that can be read of a workspace, as text.
func readable(t *testing.T, dir string) string {
	t.Helper()
	l := openLedger(t, dir)
	defer l.Close()
	var text strings.Builder
	for e, err := range l.All(context.Background(), 0) {
		fmt.Fprintf(&text, "%+v %v %+v %v\n", e.Meta, e.Secret, e.Event, err)
	}
	commands, err := l.Commands(context.Background(), CommandQuery{Limit: 1000})
	fmt.Fprintf(&text, "%+v %v\n", commands, err)
	erasures, err := l.store.Erasures(context.Background())
	fmt.Fprintf(&text, "%+v %v\n", erasures, err)
	return text.String()
}

// TestADamagedWordLeavesTheRestReadable flips one bit in the words of one event.
func TestADamagedWordLeavesTheRestReadable(t *testing.T) {
	dir := t.TempDir()
	l := openLedger(t, dir)
	var people []domain.Stream
	for range 200 {
		people = append(people, newPerson())
		say(t, l, people[len(people)-1], typedText)
	}
	blob := sealedBytes(t, l, people[99])[0]
	l.Close()
	file := filepath.Join(dir, "log.db")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(content), string(blob[:60]))
	if at < 0 {
		t.Fatal("the sealed words are not in log.db")
	}
	write(t, file, string(flip(content, at+30)))

	l = openLedger(t, dir)
	report, err := l.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Faults) != 1 || report.Faults[0].Position != 100 {
		t.Errorf("faults %v", report.Faults)
	}
	read, faults := 0, 0
	for e, err := range l.All(context.Background(), 0) {
		var fault *FaultError
		switch {
		case errors.As(err, &fault) && fault.Position == 100:
			faults++
		case err != nil:
			t.Fatal(err)
		case textOf(t, e) == typedText:
			read++
		}
	}
	if read != 199 || faults != 1 {
		t.Errorf("%d events read, %d faults", read, faults)
	}
	if strings.Contains(fmt.Sprint(report.Faults), "Doku") {
		t.Error("the report tells what was said")
	}
}

// TestADamagedPageLeavesTheRestReadable overwrites one page of the events.
func TestADamagedPageLeavesTheRestReadable(t *testing.T) {
	dir := t.TempDir()
	l := openLedger(t, dir)
	fillLedger(t, l, 2000)
	blob := sealedBytes(t, l, load999(t, l))[0]
	l.Close()
	file := filepath.Join(dir, "log.db")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Index(string(content), string(blob[:60])) / 4096 * 4096
	for i := range 4096 {
		content[page+i] = 0xA5
	}
	write(t, file, string(content))
	l = openLedger(t, dir)
	report, err := l.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if report.OK() || report.Events < 1950 || report.Events == 2000 {
		t.Errorf("%d of 2000 events read; faults %v", report.Events, report.Faults)
	}
}

func load999(t *testing.T, l *Ledger) domain.Stream {
	t.Helper()
	for e, err := range l.All(context.Background(), 998) {
		if err != nil {
			t.Fatal(err)
		}
		return e.Event.Stream()
	}
	t.Fatal("there is no event 999")
	return domain.Stream{}
}
