// Package writing is where one writes a longer text in a form: in Markdown, with
// people suggested after an @, tags after a #, and a look at how it will read.
package writing

import (
	"context"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/markdown"
	"kontor/ui/picker"
)

// Params say what is written and who is told.
type Params struct {
	Desk        *desk.Desk
	Text        string // what stands there at first
	Placeholder string
	Lines       int // in sight at first
	OnChange    func()
	// OnMention and OnTag are told of who and what was chosen from the
	// suggestions; nil where nobody keeps them.
	OnMention, OnTag func(picker.Item)
}

// Area is the field with its preview.
type Area struct {
	p       Params
	entry   *kit.Autocomplete
	preview *kit.Column
	modes   *kit.Segments
	object  *kit.Column
	loader  *kit.Loader

	found    []picker.Item
	before   string // as it was when the suggestions were made
	row, col int    // of the caret then
	fragment string // what stands after the sign
	sign     rune   // @ or #
	busy     bool   // we write ourselves
}

// New returns a field with a text in it.
func New(p Params) *Area {
	t := &Area{p: p, loader: kit.NewLoader(p.Desk.Async), preview: kit.NewColumn(0)}
	t.entry = kit.NewAutocomplete(p.Placeholder)
	t.entry.MultiLine = true
	t.entry.Wrapping = fyne.TextWrapWord
	t.entry.SetMinRowsVisible(p.Lines)
	suggest := t.entry.OnKey
	t.entry.OnKey = func(event *fyne.KeyEvent) bool { return t.entry.IsOpen() && suggest(event) }
	t.entry.OnQuery = func(text string) {
		p.OnChange()
		t.query(text)
	}
	t.entry.OnChoose = t.choose
	t.entry.SetTextSilently(p.Text)
	t.modes = kit.NewSegments([]kit.Segment{
		{Value: "", Label: i18n.T("writing.write")}, {Value: "preview", Label: i18n.T("writing.preview") + "  " + kit.KeyLabel("Ctrl+Shift+P")},
	}, "", t.show).NoStop()
	t.preview.Hide()
	space := kit.NewSpace()
	t.object = kit.NewColumn(6,
		kit.NewLine(8, t.modes, space, kit.NewText(kit.Faint, i18n.T("writing.hint"))).Grow(t.modes),
		t.entry, t.preview)
	return t
}

// Object is what stands in the form.
func (t *Area) Object() fyne.CanvasObject { return t.object }

// Entry is what takes the keyboard.
func (t *Area) Entry() *kit.Autocomplete { return t.entry }

// Write gives the keyboard to the text, also where its preview stands.
func (t *Area) Write() {
	t.modes.SetValue("")
	t.show("")
}

// Text is what is written.
func (t *Area) Text() string { return t.entry.Text }

// Shortcut shows how the text will read on Ctrl+Shift+P, and goes back to
// writing; it tells whether that was pressed.
func (t *Area) Shortcut(pressed *desktop.CustomShortcut) bool {
	if pressed.KeyName != fyne.KeyP || pressed.Modifier != fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift {
		return false
	}
	t.toggle()
	return true
}

// toggle goes from writing to the preview and back.
func (t *Area) toggle() {
	mode := ""
	if t.modes.Value() == "" {
		mode = "preview"
	}
	t.modes.SetValue(mode)
	t.show(mode)
}

func (t *Area) show(mode string) {
	if mode == "" {
		t.preview.Hide()
		t.entry.Show()
		t.object.Refresh()
		t.p.Desk.Shell.Canvas().Focus(t.entry)
		return
	}
	text := t.entry.Text
	if strings.TrimSpace(text) == "" {
		text = "*" + i18n.T("writing.preview.empty") + "*"
	}
	t.preview.SetObjects(kit.NewCard(markdown.New(text, t.p.Desk.OpenLink)))
	t.entry.Hide()
	t.preview.Show()
	t.object.Refresh()
}

// query looks for people where a name after an @ is being written, and for tags
// after a #.
func (t *Area) query(text string) {
	if t.busy {
		return
	}
	sign, fragment := '@', mentionAt(beforeCaret(t.entry))
	if fragment == "" {
		sign, fragment = '#', tagAt(beforeCaret(t.entry))
	}
	if fragment == "" {
		t.loader.Stop()
		if t.entry.IsOpen() {
			t.entry.SetChoices(nil)
		}
		return
	}
	find := t.findPeople
	if sign == '#' {
		find = t.findTags
	}
	t.before, t.row, t.col, t.fragment, t.sign = text, t.entry.CursorRow, t.entry.CursorColumn, fragment, sign
	kit.Load(context.Background(), t.loader, func(ctx context.Context) ([]picker.Item, error) {
		return find(ctx, fragment)
	}, func(found []picker.Item, err error) {
		if err != nil || t.entry.Text != t.before {
			return
		}
		t.found = found
		choices := make([]kit.Choice, len(found))
		for i, item := range found {
			choices[i] = kit.Choice{ID: item.ID, Title: item.Label, Sub: item.Sub, Face: item.Face, Icon: item.Icon}
		}
		t.entry.SetChoices(choices)
	})
}

// mostSuggested is how many people or tags are suggested.
const mostSuggested = 6

func (t *Area) findPeople(ctx context.Context, fragment string) ([]picker.Item, error) {
	hits, err := t.p.Desk.Workspace.Views().FindPeople(ctx, fragment, "", mostSuggested)
	var found []picker.Item
	for _, hit := range hits {
		id := hit.ID.String()
		found = append(found, picker.Item{ID: id, Label: hit.Title, Sub: hit.Detail, Face: &kit.Face{ID: id, Name: hit.Title}})
	}
	return found, err
}

// findTags are the tags that begin with a fragment. One that is written in full
// is not suggested: Enter then means a new line again.
func (t *Area) findTags(ctx context.Context, fragment string) ([]picker.Item, error) {
	tags, err := t.p.Desk.Workspace.Views().Tags(ctx, fragment)
	var found []picker.Item
	for _, tag := range tags {
		if len(found) < mostSuggested && !strings.EqualFold(tag.Tag, fragment) {
			found = append(found, picker.TagItem(tag.Tag))
		}
	}
	return found, err
}

// beforeCaret is what is written on the caret's line up to the caret. The
// toolkit counts the lines as they are wrapped, so the text is taken from what
// it would delete towards the left: everything but what follows.
func beforeCaret(e *kit.Autocomplete) string {
	lines := strings.Split(e.Text, "\n")
	if e.CursorRow < len(lines) {
		if runes := []rune(lines[e.CursorRow]); e.CursorColumn <= len(runes) && len(lines) > 0 {
			return string(runes[:e.CursorColumn])
		}
	}
	return e.Text // wrapped lines: the caret is taken to be at the end
}

// mentionAt is the name that is being written after the last @ of a line, ""
// where none is.
func mentionAt(line string) string {
	at := strings.LastIndexByte(line, '@')
	if at < 0 || at > 0 && !unicode.IsSpace(rune(line[at-1])) && line[at-1] != '(' {
		return ""
	}
	name := line[at+1:]
	if len(strings.Fields(name)) > 2 || strings.ContainsAny(name, ",;:.!?") {
		return ""
	}
	return strings.TrimLeft(name, " ")
}

// tagAt is the tag that is being written after the last # of a line, "" where
// none is.
func tagAt(line string) string {
	at := strings.LastIndexByte(line, '#')
	if at < 0 || at > 0 && !unicode.IsSpace(rune(line[at-1])) && line[at-1] != '(' {
		return ""
	}
	if strings.ContainsFunc(line[at+1:], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:.!?)", r) }) {
		return ""
	}
	return line[at+1:]
}

// choose writes the name of who was chosen in place of what was typed.
func (t *Area) choose(choice kit.Choice) {
	t.busy = true
	t.entry.SetTextSilently(t.before)
	t.entry.CursorRow, t.entry.CursorColumn = t.row, t.col
	for range []rune(t.fragment) {
		t.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	for _, r := range choice.Title + " " {
		t.entry.TypedRune(r)
	}
	t.busy = false
	for _, item := range t.found {
		switch {
		case item.ID != choice.ID:
		case t.sign == '#' && t.p.OnTag != nil:
			t.p.OnTag(item)
		case t.sign == '@' && t.p.OnMention != nil:
			t.p.OnMention(item)
		}
	}
}

// Mentioned are those of the mentioned people whose name still stands in the
// text, in full or in part.
func Mentioned(items []picker.Item, text string) []picker.Item {
	var still []picker.Item
	for _, item := range items {
		for _, word := range strings.Fields(item.Label) {
			if strings.Contains(text, word) {
				still = append(still, item)
				break
			}
		}
	}
	return still
}
