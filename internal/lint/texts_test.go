package lint

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// That German and English have the same keys and placeholders is tested in
// package i18n; here it is whether the code and the keys know each other.

func TestKeysInCodeExist(t *testing.T) {
	keys := translated(t)
	for _, file := range program(t) {
		calls(file, func(call *ast.CallExpr, receiver, name string) {
			if receiver != "i18n" || !slices.Contains([]string{"T", "N", "Has"}, name) || len(call.Args) == 0 {
				return
			}
			key, whole := leading(call.Args[0])
			switch {
			case key == "":
			case whole && !keys[key] && !keys[key+".other"]:
				t.Errorf("%s: %q is not in assets/translations", at(call), key)
			case !whole && !anyWithPrefix(keys, key):
				t.Errorf("%s: nothing in assets/translations begins with %q", at(call), key)
			}
		})
	}
}

// leading returns the literal an expression begins with, and whether that is
// all of it.
func leading(expression ast.Expr) (literal string, whole bool) {
	switch e := expression.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			return text(e), true
		}
	case *ast.BinaryExpr:
		literal, _ = leading(e.X)
	}
	return literal, false
}

// sentence finds two words in a row; shown finds one word.
var (
	verb     = regexp.MustCompile(`%[-+# 0-9.*\[\]]*[a-zA-Z]`)
	sentence = regexp.MustCompile(`\p{L}{2,}[,:;.!?…]? \p{L}{2,}`)
	shown    = regexp.MustCompile(`\p{L}{2,}`)
)

// Texts for people come from the translations. The code of the window and of
// the terminal commands is searched for literals that read like a sentence, and
// for any word handed to a widget.
// A literal that only looks so carries the comment "// i18n: why" on its line.
func TestPeopleReadTranslations(t *testing.T) {
	for _, file := range program(t) {
		if file.part() != "ui" && file.part() != "cli" {
			continue
		}
		excused := excusedLines(file)
		report := func(literal *ast.BasicLit) {
			if !excused[files.Position(literal.Pos()).Line] {
				t.Errorf("%s: %s is shown to people; give it a key in assets/translations", at(literal), literal.Value)
			}
		}
		notShown := unseenLiterals(file)
		ast.Inspect(file.tree, func(node ast.Node) bool {
			literal, ok := node.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING || notShown[literal] {
				return true
			}
			content := text(literal)
			if !strings.HasPrefix(strings.TrimSpace(content), "<") && sentence.MatchString(verb.ReplaceAllString(content, "")) {
				report(literal)
			}
			return true
		})
		calls(file, func(call *ast.CallExpr, _, name string) {
			if !showsItsText(name) {
				return
			}
			for _, argument := range call.Args {
				literal, ok := argument.(*ast.BasicLit)
				if ok && literal.Kind == token.STRING && shown.MatchString(text(literal)) && !sentence.MatchString(text(literal)) {
					report(literal)
				}
			}
		})
	}
}

// showsItsText names the calls of the toolkit whose string is read by people.
func showsItsText(function string) bool {
	return slices.Contains([]string{
		"NewLabel", "NewLabelWithStyle", "NewText", "NewButton", "NewButtonWithIcon", "NewCheck", "NewFormItem",
		"NewCard", "NewAccordionItem", "NewTabItem", "NewTabItemWithIcon", "NewMenu", "NewMenuItem", "NewHyperlink",
		"NewRichTextFromMarkdown", "SetText", "SetPlaceHolder", "SetTitle", "NewWindow",
		"ShowInformation", "ShowConfirm", "ShowCustom", "ShowCustomConfirm", "ShowForm",
		"NewInformation", "NewConfirm", "NewCustom", "NewCustomConfirm", "NewForm",
	}, function)
}

// unseenLiterals are those people do not read: import paths, struct tags, and
// what is said to developers in errors, panics and the program's own log.
func unseenLiterals(file goFile) map[*ast.BasicLit]bool {
	unseen := map[*ast.BasicLit]bool{}
	all := func(node ast.Node) {
		ast.Inspect(node, func(inner ast.Node) bool {
			if literal, ok := inner.(*ast.BasicLit); ok {
				unseen[literal] = true
			}
			return true
		})
	}
	ast.Inspect(file.tree, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.ImportSpec:
			unseen[n.Path] = true
		case *ast.Field:
			if n.Tag != nil {
				unseen[n.Tag] = true
			}
		case *ast.KeyValueExpr:
			// The syntax of a terminal command is the same in every language.
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Use" {
				all(n.Value)
			}
		case *ast.CallExpr:
			if speaksToDevelopers(n.Fun) {
				for _, argument := range n.Args {
					all(argument)
				}
			}
		}
		return true
	})
	return unseen
}

func speaksToDevelopers(function ast.Expr) bool {
	switch f := function.(type) {
	case *ast.Ident:
		return f.Name == "panic"
	case *ast.SelectorExpr:
		if slices.Contains([]string{"Debug", "Info", "Warn", "Error", "Debugf", "Infof", "Warnf", "Errorf"}, f.Sel.Name) {
			return true // the levels of a logger, whatever it hangs on
		}
		receiver, ok := f.X.(*ast.Ident)
		if !ok {
			return false
		}
		switch receiver.Name {
		case "log", "slog", "logrus", "logger", "regexp":
			return true
		}
		return slices.Contains([]string{"errors.New", "fyne.LogError"}, receiver.Name+"."+f.Sel.Name)
	}
	return false
}

func excusedLines(file goFile) map[int]bool {
	lines := map[int]bool{}
	for _, group := range file.tree.Comments {
		for _, comment := range group.List {
			if strings.HasPrefix(comment.Text, "// i18n: ") {
				lines[files.Position(comment.Pos()).Line] = true
			}
		}
	}
	return lines
}

// translated collects the keys of all translations.
func translated(t *testing.T) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	err := walk(func(name string, content []byte) error {
		if path.Dir(name) != "assets/translations" || path.Ext(name) != ".json" {
			return nil
		}
		var area map[string]string
		if err := json.Unmarshal(content, &area); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for key := range area {
			keys[key] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func anyWithPrefix(keys map[string]bool, prefix string) bool {
	for key := range keys {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}
