package lint

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const (
	module = "kontor"
	root   = "../.."
)

// goFile is one parsed file of the project.
type goFile struct {
	path string // from the root of the project, with slashes
	tree *ast.File
	test bool
}

// part is the first folder of the file's path: the part of the house it is in.
// The root package has the part "".
func (f goFile) part() string { return partOf(path.Dir(f.path)) }

func partOf(dir string) string {
	first, _, _ := strings.Cut(dir, "/")
	if first == "." {
		return ""
	}
	return first
}

// imports lists the paths the file imports.
func (f goFile) imports() []string {
	paths := make([]string, 0, len(f.tree.Imports))
	for _, spec := range f.tree.Imports {
		paths = append(paths, text(spec.Path))
	}
	return paths
}

// at says where a node stands, in the form editors understand.
func at(node ast.Node) string {
	position := files.Position(node.Pos())
	return filepath.ToSlash(strings.TrimPrefix(position.Filename, root+"/")) + ":" + strconv.Itoa(position.Line)
}

var files = token.NewFileSet()

// goFiles parses every Go file of the project once.
var goFiles = sync.OnceValues(func() ([]goFile, error) {
	var all []goFile
	err := walk(func(name string, content []byte) error {
		if path.Ext(name) != ".go" {
			return nil
		}
		tree, err := parser.ParseFile(files, root+"/"+name, content, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		all = append(all, goFile{path: name, tree: tree, test: strings.HasSuffix(name, "_test.go")})
		return nil
	})
	return all, err
})

func parsed(t *testing.T) []goFile {
	t.Helper()
	all, err := goFiles()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// program lists the files of the program itself, without its tests.
func program(t *testing.T) []goFile {
	t.Helper()
	return slices.DeleteFunc(slices.Clone(parsed(t)), func(f goFile) bool { return f.test })
}

// walk visits every text file that people wrote for the project. Test data is
// left out: it holds what other programs wrote.
func walk(visit func(name string, content []byte) error) error {
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		if entry.IsDir() {
			switch {
			case relative == ".git", relative == "build", entry.Name() == "testdata":
				return fs.SkipDir
			}
			return nil
		}
		if !entry.Type().IsRegular() || relative == ".git" || relative == "LICENSE" || relative == "go.sum" {
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if bytes.IndexByte(content, 0) >= 0 {
			return nil
		}
		return visit(relative, content)
	})
}

// text is the value of a string literal.
func text(literal *ast.BasicLit) string {
	value, err := strconv.Unquote(literal.Value)
	if err != nil {
		return literal.Value
	}
	return value
}

// calls visits every call of the form x.Name(...) with the name of x, where x
// is a plain identifier such as a package.
func calls(f goFile, visit func(call *ast.CallExpr, receiver, name string)) {
	ast.Inspect(f.tree, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		if selector, ok := call.Fun.(*ast.SelectorExpr); ok {
			receiver := ""
			if x, ok := selector.X.(*ast.Ident); ok {
				receiver = x.Name
			}
			visit(call, receiver, selector.Sel.Name)
		}
		return true
	})
}
