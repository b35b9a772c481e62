package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kontor/eventstore/esdb/server"
	"kontor/workspace"
)

// The built program, on two machines, is killed again and again in the middle of
// an exchange: whatever was logged is afterwards on both, once.
//
//	KONTOR_KILL=build/kontor go test ./cli -run TestKilledInMidPush -v
func TestKilledInMidPush(t *testing.T) {
	if os.Getenv("KONTOR_KILL") == "" {
		t.Skip("KONTOR_KILL names the program to kill")
	}
	program, err := filepath.Abs(filepath.Join("..", os.Getenv("KONTOR_KILL")))
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 0))
	s := newTeamTest(t, server.Options{Folder: t.TempDir()})
	laptops := map[string]*laptop{}
	for _, account := range []string{"anna", "bert"} {
		l := &laptop{t: t, program: program, account: account, data: filepath.Join(t.TempDir(), account)}
		laptops[account] = l
		if account == "anna" {
			l.ok("log", "--yes", "Telefonat Johann Goethe: Anfang")
		}
		l.ok("team", "connect", s.URL(), "--account", account, "--ca", s.CAFile(), "--passphrase-file", s.phrase, "--me", account)
	}
	begin := time.Now()
	laptops["anna"].ok("team", "sync")
	takes := time.Since(begin)
	var logged []string
	killed := 0
	for round := range 20 {
		for account, l := range laptops {
			for entry := range 5 {
				mark := fmt.Sprintf("mark%s%dx%dx", account, round, entry)
				l.ok("log", "--yes", "Telefonat Johann Goethe: "+mark)
				logged = append(logged, mark)
			}
		}
		for _, l := range laptops {
			if l.killWithin(time.Duration(dice.Int64N(int64(takes+takes/4))), "team", "sync") {
				killed++
			}
		}
	}
	for range 2 {
		for _, account := range []string{"anna", "bert"} {
			laptops[account].ok("team", "sync")
		}
	}
	var first []byte
	for account, l := range laptops {
		l.ok("verify")
		timeline := l.ok("timeline", "--limit", "0", "--json")
		for _, mark := range logged {
			if n := bytes.Count(timeline, []byte(mark)); n != 1 {
				t.Errorf("%s has %s %d times", account, mark, n)
			}
		}
		if !json.Valid(timeline) || first != nil && !bytes.Equal(first, timeline) {
			t.Error("the timelines differ")
		}
		first = timeline
		if waiting := l.ok("team", "attention", "--json"); strings.TrimSpace(string(waiting)) != "[]" {
			t.Errorf("%s: waiting for somebody: %s", account, waiting)
		}
	}
	t.Logf("%d of 40 exchanges were killed on their way; %d entries are on both laptops, once", killed, len(logged))
}

type laptop struct {
	t                      *testing.T
	program, account, data string
}

func (l *laptop) command(args ...string) *exec.Cmd {
	c := exec.Command(l.program, append(args, "--data", l.data)...)
	c.Env = append(os.Environ(), workspace.PasswordVariable+"="+l.account+"-secret", "KONTOR_KEY_PLACE=file")
	return c
}

func (l *laptop) ok(args ...string) []byte {
	l.t.Helper()
	var out, said bytes.Buffer
	c := l.command(args...)
	c.Stdout, c.Stderr = &out, &said
	if err := c.Run(); err != nil {
		l.t.Fatalf("%s: %q: %v: %s", l.account, args, err, said.Bytes())
	}
	return out.Bytes()
}

// killWithin kills a command after a while. It reports whether it was still
// running.
func (l *laptop) killWithin(after time.Duration, args ...string) bool {
	l.t.Helper()
	c := l.command(args...)
	if err := c.Start(); err != nil {
		l.t.Fatal(err)
	}
	kill := time.AfterFunc(after, func() { _ = c.Process.Kill() }) // it may have ended by itself
	err := c.Wait()
	kill.Stop()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != -1) {
		l.t.Fatalf("%s: %q failed without being killed: %v", l.account, args, err)
	}
	return err != nil
}
