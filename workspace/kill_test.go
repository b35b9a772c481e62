package workspace

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"kontor/domain"
	"kontor/projections"
)

// With this variable set the test binary is the victim that is killed.
const victimFolder = "KONTOR_TEST_VICTIM"

func TestMain(m *testing.M) {
	if dir := os.Getenv(victimFolder); dir != "" {
		if err := write(dir, os.Getenv("KONTOR_TEST_CARDS")); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// write logs, imports and undoes until it is killed. It says on its output what
// is recorded.
func write(dir, cards string) error {
	ctx := context.Background()
	w, err := Open(ctx, dir, Options{FileKey: true})
	if err != nil {
		return err
	}
	fmt.Println("open")
	for i := range 1000 {
		line, err := w.Understand(ctx, fmt.Sprintf("Telefonat Johann Goethe: Nummer %d", i))
		if err != nil {
			return err
		}
		done, err := w.Log(ctx, line)
		if err != nil {
			return err
		}
		fmt.Println("command", done.Command)
		if i%5 == 4 {
			if done, err = w.Undo(ctx); err != nil {
				return err
			}
			fmt.Println("command", done.Command)
		}
		if i%10 == 1 {
			report, err := w.Import(ctx, []string{cards}, ImportOptions{})
			if err != nil {
				return err
			}
			fmt.Println("import", report.Counts.New+report.Counts.Updated+report.Counts.Unchanged)
			if report.Import != domain.None {
				if done, err = w.UndoImport(ctx, report.Import); err != nil {
					return err
				}
				fmt.Println("command", done.Command)
			}
		}
	}
	return nil
}

// A process that is killed at a random moment loses nothing that it said it
// had recorded. KONTOR_KILLS sets how often; KONTOR_SEED repeats a run.
func TestKilledAtAnyMoment(t *testing.T) {
	kills, seed := 20, uint64(time.Now().UnixNano())
	if testing.Short() {
		kills = 3
	}
	if n, err := strconv.Atoi(os.Getenv("KONTOR_KILLS")); err == nil {
		kills = n
	}
	if n, err := strconv.ParseUint(os.Getenv("KONTOR_SEED"), 10, 64); err == nil {
		seed = n
	}
	dice := rand.New(rand.NewPCG(seed, 0))
	var lines []string
	for i := range 600 {
		lines = append(lines, numbered(i))
	}
	cards := filepath.Join(t.TempDir(), "cards.vcf")
	if err := os.WriteFile(cards, []byte(strings.Join(lines, "\r\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	acknowledged := map[domain.ID]bool{}
	for round := range kills {
		// So many words are waited for, and then a moment more: kills fall between
		// two commands as well as into the middle of one.
		said := suffer(t, dir, cards, dice.IntN(20), time.Duration(dice.IntN(60_000))*time.Microsecond)
		for _, id := range said {
			acknowledged[id] = true
		}
		s := openScene(t, dir)
		for id := range acknowledged {
			if _, err := s.ledger.Command(s.ctx, id); err != nil {
				t.Fatalf("seed %d, round %d: command %s was acknowledged: %v", seed, round, id, err)
			}
		}
		if v := must(s.Verify(s.ctx, nil))(t); !v.OK {
			t.Fatalf("seed %d, round %d: %s", seed, round, v.Fault)
		}
		s.whole(seed, round)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s.Workspace = nil
	}
	t.Logf("seed %d: %d kills, %d acknowledged commands", seed, kills, len(acknowledged))
}

// suffer runs the victim and kills it; it returns what the victim acknowledged.
func suffer(t *testing.T, dir, cards string, words int, more time.Duration) []domain.ID {
	t.Helper()
	victim := exec.Command(os.Args[0])
	victim.Env = append(os.Environ(), victimFolder+"="+dir, "KONTOR_TEST_CARDS="+cards)
	output := must(victim.StdoutPipe())(t)
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []domain.ID
	heard := 0
	if words == 0 {
		time.AfterFunc(more, func() { _ = victim.Process.Kill() })
	}
	for lines := bufio.NewScanner(output); lines.Scan(); {
		what, rest, _ := strings.Cut(lines.Text(), " ")
		switch what {
		case "command":
			ids = append(ids, must(domain.ParseID(rest))(t))
		case "failed":
			t.Fatalf("the victim failed by itself: %s", rest)
		}
		if heard++; heard == words {
			time.AfterFunc(more, func() { _ = victim.Process.Kill() })
		}
	}
	_ = victim.Wait() // it was killed
	return ids
}

// whole checks that no command is there by half: a conversation has its person.
func (s *scene) whole(seed uint64, round int) {
	s.t.Helper()
	entries := must(s.Views().Timeline(s.ctx, projections.TimelineQuery{
		Kinds: []projections.EntryKind{projections.EntryConversation}, Limit: 1000,
	}))(s.t)
	for _, e := range entries {
		if len(e.People) != 1 || e.People[0].Name != "Johann Goethe" {
			s.t.Fatalf("seed %d, round %d: half a conversation %+v", seed, round, e)
		}
	}
}
