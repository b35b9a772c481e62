package cli

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestMergeAndUnmergeOnTheTerminal(t *testing.T) {
	x := newTerminal(t)
	x.ok("log", "--yes", "Telefonat Johann Goethe: will deutsche Doku")
	x.ok("log", "--yes", "Telefonat Wolfgang Göthe: fragt nach Preisen")
	if code, _, err := x.run("merge", "Johann Goethe", "Wolfgang Göthe"); code == 0 || !strings.Contains(err, "--yes") {
		t.Fatalf("merged without being asked: %s", err)
	}
	var merged mergeJSON
	if err := json.Unmarshal([]byte(x.ok("--json", "merge", "Johann Goethe", "Wolfgang Göthe", "--yes")), &merged); err != nil {
		t.Fatal(err)
	}
	if out := x.ok("timeline", "Johann Goethe"); !strings.Contains(out, "Doku") || !strings.Contains(out, "Preisen") {
		t.Errorf("his timeline is\n%s", out)
	}
	if code, _, _ := x.run("person", "Wolfgang Göthe"); code == 0 {
		t.Error("the merged one is still found by name")
	}
	if out := x.ok("person", merged.Merged.String()); !strings.Contains(out, "Johann Goethe") {
		t.Errorf("the id of the merged one leads to\n%s", out)
	}
	if out := x.ok("unmerge", "Johann Goethe"); !strings.Contains(out, "Wolfgang Göthe") {
		t.Errorf("unmerge said %s", out)
	}
	x.ok("person", "Wolfgang Göthe")
	if code, _, err := x.run("unmerge", "Johann Goethe"); code == 0 || !strings.Contains(err, "niemand") {
		t.Errorf("unmerged twice: %s", err)
	}
}
