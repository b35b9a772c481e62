package lint

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The program has one id. A desktop that finds two does not know that the
// window belongs to the menu entry.
func TestOneIdentity(t *testing.T) {
	id := setting(t, "FyneApp.toml", `(?m)^ID = "(.+)"$`)
	version := setting(t, "FyneApp.toml", `(?m)^Version = "(.+)"$`)

	desktop, metainfo := "packaging/"+id+".desktop", "packaging/"+id+".metainfo.xml"
	for _, place := range []struct{ file, pattern string }{
		{"Makefile", `(?m)^ID := (.+)$`},
		{desktop, `(?m)^Icon=(.+)$`},
		{metainfo, `<id>(.+)</id>`},
		{metainfo, `<launchable type="desktop-id">(.+)\.desktop</launchable>`},
	} {
		if found := setting(t, place.file, place.pattern); found != id {
			t.Errorf("%s says %q, FyneApp.toml says %q", place.file, found, id)
		}
	}
	if found := setting(t, metainfo, `<release version="([^"]+)"`); found != version {
		t.Errorf("the newest release is %s in the metainfo and %s in FyneApp.toml", found, version)
	}
	for _, file := range program(t) {
		calls(file, func(call *ast.CallExpr, receiver, name string) {
			if receiver != "app" || name != "NewWithID" {
				return
			}
			if literal, ok := call.Args[0].(*ast.BasicLit); ok && text(literal) != id {
				t.Errorf("%s: the window calls itself %s, FyneApp.toml %q", at(call), literal.Value, id)
			}
		})
	}
}

func setting(t *testing.T, name, pattern string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	match := regexp.MustCompile(pattern).FindSubmatch(content)
	if match == nil {
		t.Fatalf("%s has nothing that matches %s", name, pattern)
	}
	return string(match[1])
}

// Whoever adds a module looks up its licence and writes it into NOTICE.
func TestNoticeNamesEveryModule(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(root, "NOTICE"))
	if err != nil {
		t.Fatal(err)
	}
	named := strings.Fields(string(content))
	requirements, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range regexp.MustCompile(`(?m)^\t(\S+) v\S+`).FindAllSubmatch(requirements, -1) {
		if name := string(match[1]); !slices.Contains(named, name) {
			t.Errorf("NOTICE does not name %s and its licence", name)
		}
	}
}
