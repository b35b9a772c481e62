package cli

import (
	"strings"
	"testing"
)

func TestUndoAndRedo(t *testing.T) {
	x := newTerminal(t)
	x.ok("log", "--yes", "Telefonat Caroline Böhmer: will die Preisliste")
	if out := x.ok("undo"); !strings.Contains(out, "Caroline Böhmer") {
		t.Errorf("what was taken back is not said: %s", out)
	}
	if out := x.ok("people", "Böhmer"); !strings.Contains(out, "Niemand") {
		t.Errorf("after undo: %s", out)
	}
	x.ok("redo")
	if out := x.ok("people", "Böhmer"); !strings.Contains(out, "Caroline Böhmer") {
		t.Errorf("after redo: %s", out)
	}
	if code, _, err := x.run("redo"); code != 1 || strings.Count(err, "\n") != 1 {
		t.Errorf("redo with nothing to do: exit code %d, %q", code, err)
	}
}

func TestEraseAsksForTheName(t *testing.T) {
	x := newTerminal(t)
	x.ok("log", "--yes", "Telefonat Caroline Böhmer: will die Preisliste")
	if code, _, _ := x.run("erase", "Böhmer"); code != 1 {
		t.Errorf("erased without being asked: exit code %d", code)
	}
	x.asks, x.in = true, "Caroline\n"
	if code, _, _ := x.run("erase", "Böhmer"); code != 1 {
		t.Errorf("erased by a wrong name: exit code %d", code)
	}
	x.in = "Caroline Böhmer\n"
	raiseNeed(t, x, "Böhmer")
	if out := x.ok("erase", "Böhmer"); !strings.Contains(out, "Anliegen 1.") {
		t.Errorf("the need out of which she is taken is not counted: %s", out)
	}
	x.asks = false
	if out := x.ok("people", "Böhmer"); strings.Contains(out, "Caroline") {
		t.Errorf("still found: %s", out)
	}
	x.ok("verify")
}
