package lint

import (
	"bytes"
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A file longer than this does more than one thing. Tables and generated files
// are read by nobody from top to bottom.
const longestFile = 600

func TestFilesAreShort(t *testing.T) {
	err := walk(func(name string, content []byte) error {
		table := regexp.MustCompile(`tables?(_test)?\.go$`).MatchString(name)
		if path.Ext(name) != ".go" || table {
			return nil
		}
		if lines := bytes.Count(content, []byte("\n")); lines > longestFile {
			for _, file := range parsed(t) {
				if file.path == name && !ast.IsGenerated(file.tree) {
					t.Errorf("%s has %d lines; split it by what its parts do (limit %d)", name, lines, longestFile)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Names that say nothing gather code that belongs elsewhere.
func TestNamesSaySomething(t *testing.T) {
	empty := []string{"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
	for _, file := range parsed(t) {
		name := strings.TrimSuffix(strings.TrimSuffix(path.Base(file.path), ".go"), "_test")
		if slices.Contains(empty, name) {
			t.Errorf("%s: name the file after what it does", file.path)
		}
		if slices.Contains(empty, strings.TrimSuffix(file.tree.Name.Name, "_test")) {
			t.Errorf("%s: name the package after what it does", file.path)
		}
	}
}

// What is left to do belongs into the tracker, and no file may depend on where
// the project lies on somebody's machine.
func TestNothingIsLeftLying(t *testing.T) {
	// Put together here so that this file does not find itself.
	marker := regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b`)
	machine := regexp.MustCompile(`(^|[\s"'=(\x60])(/(` + `home|root|work|Users)/[\w.-]+|[A-Z]:\\Users\\)`)
	err := walk(func(name string, content []byte) error {
		for number, line := range strings.Split(string(content), "\n") {
			if found := marker.FindString(line); found != "" {
				t.Errorf("%s:%d: %s: do it, or write it into the tracker", name, number+1, found)
			}
			if found := machine.FindString(line); found != "" {
				t.Errorf("%s:%d: %q is a path of one machine", name, number+1, strings.TrimSpace(found))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
