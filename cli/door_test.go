package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontor/workspace"
	"kontor/workspace/door"
)

// behindTheDoor opens the workspace as a window does: it holds it, and carries
// out what is asked at its door.
func behindTheDoor(t *testing.T, x *terminal) *workspace.Workspace {
	t.Helper()
	w, err := workspace.Open(t.Context(), x.data, workspace.Options{FileKey: true})
	if err != nil {
		t.Fatal(err)
	}
	open, err := door.Open(x.data, door.Host{
		Raise: func() {},
		Run: func(ctx context.Context, line door.CommandLine, in io.Reader, out, errs io.Writer) int {
			return Run(ctx, Env{
				In: in, Out: out, Err: errs, Version: "1.2.3", Interactive: line.Interactive, Workspace: w, Dir: line.Dir,
			}, line.Args)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := open.Close(); err != nil {
			t.Error(err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func shortFolder(t *testing.T, x *terminal) {
	t.Helper()
	dir, err := os.MkdirTemp("", "cli")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	x.data = filepath.Join(dir, "data")
}

func TestTheTerminalWorksBesideTheWindow(t *testing.T) {
	x := newTerminal(t)
	shortFolder(t, x)
	x.ok("demo", "--people", "20", "--conversations", "10")
	w := behindTheDoor(t, x)
	before := w.Views().Position()
	x.ok("log", "Notiz: beim Fenster geklopft")
	if after := w.Views().Position(); after != before+1 {
		t.Errorf("the window's read models went from %d to %d", before, after)
	}
	if out := x.ok("timeline", "--limit", "1"); !strings.Contains(out, "beim Fenster geklopft") {
		t.Errorf("the timeline says %q", out)
	}

	folder := t.TempDir()
	t.Chdir(folder)
	x.ok("export", "--format", "vcard", "people.vcf")
	if card, err := os.ReadFile(filepath.Join(folder, "people.vcf")); err != nil || !bytes.Contains(card, []byte("BEGIN:VCARD")) {
		t.Errorf("the export is not in the folder of the terminal: %v", err)
	}

	if code, _, said := x.run("snapshot", "today"); code != 1 || !strings.Contains(said, "Solange das Fenster offen ist") {
		t.Errorf("a picture beside the window: exit code %d, %q", code, said)
	}

	code, _, said := x.run("import", "nothing.vcf")
	if code != 1 || !strings.Contains(said, "nothing.vcf") {
		t.Errorf("exit code %d, %q", code, said)
	}
}

func TestASecondWindowRaisesTheFirst(t *testing.T) {
	x := newTerminal(t)
	shortFolder(t, x)
	x.ok("demo", "--people", "5", "--conversations", "5")
	behindTheDoor(t, x)
	if out := x.ok(); !strings.Contains(out, "schon offen") {
		t.Errorf("a second start says %q", out)
	}
}
