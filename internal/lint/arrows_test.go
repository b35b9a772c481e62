package lint

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// allowed names, for each part of the house, the parts it may import besides
// itself. Arrows point down only; see docs/decisions.
var allowed = map[string][]string{
	"domain":      {},
	"assets":      {},
	"i18n":        {"assets", "domain"},
	"match":       {"domain"},
	"when":        {"domain"},
	"quicklog":    {"domain", "match", "when"},
	"demo":        {"domain"},
	"pool":        {},
	"eventstore":  {"domain", "pool"},
	"projections": {"domain", "match", "pool", "when"},
	"exchange":    {"domain", "match", "when"},
	"workspace":   {"demo", "domain", "eventstore", "exchange", "i18n", "match", "projections", "quicklog", "when"},
	"report":      {"assets", "domain", "i18n", "projections", "when", "workspace"},
	"ui":          {"assets", "demo", "domain", "exchange", "i18n", "match", "projections", "quicklog", "report", "when", "workspace"},
	"cli":         {"assets", "demo", "domain", "exchange", "i18n", "match", "projections", "quicklog", "report", "when", "workspace"},
	"":            {"assets", "cli", "domain", "i18n", "ui", "workspace"},
}

func TestArrowsPointDown(t *testing.T) {
	for _, file := range program(t) {
		part := file.part()
		if part == "internal" {
			continue // measures and breaks the parts from outside
		}
		below, known := allowed[part]
		if !known {
			t.Errorf("%s: the part %q has no place in the house yet; give it one in allowed", file.path, part)
			continue
		}
		for _, spec := range file.tree.Imports {
			inside, ours := strings.CutPrefix(text(spec.Path), module+"/")
			if !ours {
				continue
			}
			if target := partOf(inside); target != part && !slices.Contains(below, target) {
				t.Errorf("%s: %s may not import %s", at(spec), partName(part), target)
			}
		}
	}
}

// Only the main program and the one that measures its window may start the real
// window driver, so that everything else builds fast and is tested without a
// display. Only the window knows the toolkit, and only what stores knows the
// database.
func TestToolkitAndDatabaseStayInTheirPlaces(t *testing.T) {
	for _, file := range program(t) {
		for _, spec := range file.tree.Imports {
			target := text(spec.Path)
			switch {
			case target == "fyne.io/fyne/v2/app" && file.path != "main.go" && file.path != "internal/bench/window.go":
				t.Errorf("%s: only main.go and the bench may import %s", at(spec), target)
			case strings.HasPrefix(target, "fyne.io/fyne/") && !slices.Contains([]string{"", "ui", "internal"}, file.part()):
				t.Errorf("%s: %s may not import the toolkit", at(spec), partName(file.part()))
			case strings.HasPrefix(target, "github.com/EventStore/") && !strings.HasPrefix(file.path, "eventstore/esdb/") && file.part() != "internal":
				t.Errorf("%s: only eventstore/esdb may import the client of EventStoreDB", at(spec))
			case strings.HasPrefix(target, "zombiezen.com/go/sqlite") && !slices.Contains([]string{"eventstore", "projections", "internal"}, file.part()):
				t.Errorf("%s: %s may not import the database", at(spec), partName(file.part()))
			}
		}
	}
}

func TestOnlyMainStartsTheDriverInTests(t *testing.T) {
	for _, file := range parsed(t) {
		if file.test && slices.Contains(file.imports(), "fyne.io/fyne/v2/app") {
			t.Errorf("%s: tests run on the toolkit's test driver, not on fyne.io/fyne/v2/app", file.path)
		}
	}
}

// The domain decides the same on every machine and at every time: what it
// needs of the world comes with the command.
func TestDomainIsPure(t *testing.T) {
	world := []string{"os", "io/fs", "net", "database", "log", "math/rand", "crypto/rand", "runtime", "syscall"}
	for _, file := range program(t) {
		if file.part() != "domain" {
			continue
		}
		for _, spec := range file.tree.Imports {
			target := text(spec.Path)
			if slices.ContainsFunc(world, func(p string) bool { return target == p || strings.HasPrefix(target, p+"/") }) {
				t.Errorf("%s: the domain may not import %s", at(spec), target)
			}
		}
		calls(file, func(call *ast.CallExpr, receiver, name string) {
			clock := receiver == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "Tick"}, name)
			dice := receiver == "uuid" && slices.Contains([]string{"New", "NewString", "NewRandom", "NewV6", "NewV7", "NewUUID"}, name)
			if clock || dice {
				t.Errorf("%s: the domain may not call %s.%s; the caller brings times and ids", at(call), receiver, name)
			}
		})
	}
}

// The kit is what the features are built from, so it knows none of them.
func TestKitKnowsNoFeature(t *testing.T) {
	for _, file := range program(t) {
		if !strings.HasPrefix(file.path, "ui/kit/") {
			continue
		}
		for _, spec := range file.tree.Imports {
			target := text(spec.Path)
			if strings.HasPrefix(target, module+"/ui") && !strings.HasPrefix(target, module+"/ui/kit") {
				t.Errorf("%s: ui/kit may not import %s", at(spec), target)
			}
		}
	}
}

// Views load and act in the background through the kit, which drops outdated
// answers and publishes on the toolkit's own goroutine. A goroutine started
// elsewhere in the window is a data race waiting to happen.
func TestOnlyTheKitStartsGoroutines(t *testing.T) {
	for _, file := range program(t) {
		if file.part() != "ui" || strings.HasPrefix(file.path, "ui/kit/") {
			continue
		}
		ast.Inspect(file.tree, func(node ast.Node) bool {
			if _, starts := node.(*ast.GoStmt); starts {
				t.Errorf("%s: views work in the background through ui/kit, not with go", at(node))
			}
			return true
		})
	}
}

func partName(part string) string {
	if part == "" {
		return "main"
	}
	return part
}
