// Package lint finds what the window's thread does not forgive: widgets that are
// changed in a goroutine, waits that stop the window, imports that slow every
// test down. It reads the syntax only, so it takes milliseconds; its test runs
// it over everything below ui.
package lint

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
)

// Finding is a place that breaks a rule.
type Finding struct {
	Position token.Position
	Text     string
}

// String writes it as compilers do.
func (f Finding) String() string { return fmt.Sprintf("%s: %s", f.Position, f.Text) }

// changes are the methods that change what a window shows. A method of the same
// name that does not is excused by a comment "off-thread: why" on its line.
var changes = set("SetText", "SetContent", "Refresh", "Show", "Hide", "Resize", "Move", "SetColor", "SetSpans",
	"SetObjects", "SetFace", "SetCount", "SetStatus", "SetLabel", "SetIcon", "SetSelected", "SetError", "SetBody",
	"SetChoices", "SetOptions", "SetValue", "SetDay", "SetBusy", "Enable", "Disable", "Reload", "RefreshRow", "Select",
	"SelectFirst", "ShowRow", "ShowDetail", "ShowFacts", "SetOffset", "Focus", "Unfocus", "Toast", "Overlay", "OpenDialog", "OpenOverlay",
	"OpenMenu", "OpenMenuBelow", "Confirm")

// homeward are the calls whose function argument runs on the window's thread.
var homeward = set("Do", "DoAndWait", "After")

const excuse = "off-thread:"

// Dir checks all Go files below a directory, tests apart.
func Dir(root string) ([]Finding, error) {
	packages := map[string]map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		dir := filepath.Dir(path)
		if packages[dir] == nil {
			packages[dir] = map[string]string{}
		}
		packages[dir][path] = ""
		return nil
	})
	if err != nil {
		return nil, err
	}
	var all []Finding
	for _, files := range packages {
		found, err := check(files)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// check reads the files of one package; an empty source is read from disk.
func check(files map[string]string) ([]Finding, error) {
	c := &checker{set: token.NewFileSet(), functions: map[string][]*ast.FuncDecl{}, excused: map[string]bool{}, seen: map[token.Pos]bool{}}
	var parsed []*ast.File
	for name, source := range files {
		var content any
		if source != "" {
			content = source
		}
		file, err := parser.ParseFile(c.set, name, content, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, file)
		c.read(file)
	}
	for _, file := range parsed {
		ast.Inspect(file, c.start)
	}
	return c.found, nil
}

type checker struct {
	set       *token.FileSet
	functions map[string][]*ast.FuncDecl // of the package, by name
	excused   map[string]bool            // "file:line"
	seen      map[token.Pos]bool
	found     []Finding
}

func (c *checker) read(file *ast.File) {
	for _, declaration := range file.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok && function.Body != nil {
			c.functions[function.Name.Name] = append(c.functions[function.Name.Name], function)
		}
	}
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if strings.Contains(comment.Text, excuse) {
				c.excused[c.line(comment.Pos())] = true
			}
		}
	}
	for _, imported := range file.Imports {
		if path, _ := strconv.Unquote(imported.Path.Value); path == "fyne.io/fyne/v2/app" {
			c.report(imported.Pos(), "only main imports fyne/v2/app: it brings the whole driver into every test") // i18n: a finding of the linter
		}
	}
}

// start looks for the places where work leaves the window's thread.
func (c *checker) start(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.GoStmt:
		c.away(n.Call.Fun)
		for _, argument := range n.Call.Args {
			c.away(argument)
		}
	case *ast.CallExpr:
		name := called(n)
		switch {
		case name == "DoAndWait":
			c.report(n.Pos(), "DoAndWait on the window's thread never returns: use Do") // i18n: a finding of the linter
		case name == "Go" && len(n.Args) == 1:
			c.away(n.Args[0])
		case name == "Load" && len(n.Args) == 4:
			c.away(n.Args[2]) // kit.Load: fetch runs away from the window, apply does not
		}
	}
	return true
}

// away checks what runs away from the window's thread.
func (c *checker) away(expression ast.Expr) {
	switch e := expression.(type) {
	case *ast.FuncLit:
		c.body(e.Body)
	case *ast.Ident:
		c.named(e.Name, false)
	case *ast.SelectorExpr:
		c.named(e.Sel.Name, true)
	}
}

// named checks what bears a name. Without a selector that is a function: a
// parameter that is called like a method of the package is not that method.
func (c *checker) named(name string, methods bool) {
	for _, function := range c.functions[name] {
		if c.seen[function.Pos()] || function.Recv != nil && !methods {
			continue
		}
		c.seen[function.Pos()] = true
		c.body(function.Body)
	}
}

func (c *checker) body(body *ast.BlockStmt) {
	ast.Inspect(body, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		name := called(call)
		if homeward[name] {
			return false // its function is at home again
		}
		if _, method := call.Fun.(*ast.SelectorExpr); method && changes[name] {
			c.report(call.Pos(), name+" in a goroutine: go back to the window's thread with Do, or load with kit.Load") // i18n: a finding of the linter
			return true
		}
		if plain, ok := call.Fun.(*ast.Ident); ok {
			c.named(plain.Name, false)
		}
		return true
	})
}

func (c *checker) report(at token.Pos, text string) {
	if !c.excused[c.line(at)] {
		c.found = append(c.found, Finding{c.set.Position(at), text})
	}
}

func (c *checker) line(at token.Pos) string {
	position := c.set.Position(at)
	return fmt.Sprintf("%s:%d", position.Filename, position.Line)
}

func called(call *ast.CallExpr) string {
	fun := call.Fun
	if generic, ok := fun.(*ast.IndexExpr); ok {
		fun = generic.X
	}
	switch f := fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func set(names ...string) map[string]bool {
	all := make(map[string]bool, len(names))
	for _, name := range names {
		all[name] = true
	}
	return all
}
