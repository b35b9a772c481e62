package conversations

import (
	"context"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/markdown"
	"kontor/ui/picker"
)

// textArea is where one writes what was said. After an @ it suggests people and
// after a # tags, and it shows how the text will read.
type textArea struct {
	desk      *desk.Desk
	entry     *kit.Autocomplete
	preview   *kit.Column
	modes     *kit.Segments
	object    *kit.Column
	loader    *kit.Loader
	onMention func(picker.Item)
	onTag     func(picker.Item)

	found    []picker.Item
	before   string // as it was when the suggestions were made
	row, col int    // of the caret then
	fragment string // what stands after the sign
	sign     rune   // @ or #
	busy     bool   // we write ourselves
}

const textLines = 6

func newTextArea(d *desk.Desk, text string, onChange func(), onMention, onTag func(picker.Item)) *textArea {
	t := &textArea{desk: d, loader: kit.NewLoader(d.Async), onMention: onMention, onTag: onTag, preview: kit.NewColumn(0)}
	t.entry = kit.NewAutocomplete(i18n.T("conversations.form.text.placeholder"))
	t.entry.MultiLine = true
	t.entry.Wrapping = fyne.TextWrapWord
	t.entry.SetMinRowsVisible(textLines)
	suggest := t.entry.OnKey
	t.entry.OnKey = func(event *fyne.KeyEvent) bool { return t.entry.IsOpen() && suggest(event) }
	t.entry.OnQuery = func(text string) {
		onChange()
		t.query(text)
	}
	t.entry.OnChoose = t.choose
	t.entry.SetTextSilently(text)
	t.modes = kit.NewSegments([]kit.Segment{
		{Value: "", Label: i18n.T("conversations.form.write")}, {Value: "preview", Label: i18n.T("conversations.form.preview") + "  " + kit.KeyLabel("Ctrl+Shift+P")},
	}, "", t.show)
	t.preview.Hide()
	space := kit.NewSpace()
	t.object = kit.NewColumn(6,
		kit.NewLine(8, t.modes, space, kit.NewText(kit.Faint, i18n.T("conversations.form.text.hint"))).Grow(t.modes),
		t.entry, t.preview)
	return t
}

// toggle goes from writing to the preview and back.
func (t *textArea) toggle() {
	mode := ""
	if t.modes.Value() == "" {
		mode = "preview"
	}
	t.modes.SetValue(mode)
	t.show(mode)
}

func (t *textArea) show(mode string) {
	if mode == "" {
		t.preview.Hide()
		t.entry.Show()
		t.object.Refresh()
		t.desk.Shell.Canvas().Focus(t.entry)
		return
	}
	text := t.entry.Text
	if strings.TrimSpace(text) == "" {
		text = "*" + i18n.T("conversations.form.preview.empty") + "*"
	}
	t.preview.SetObjects(kit.NewCard(markdown.New(text, openLink(t.desk))))
	t.entry.Hide()
	t.preview.Show()
	t.object.Refresh()
}

// query looks for people where a name after an @ is being written, and for tags
// after a #.
func (t *textArea) query(text string) {
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

func (t *textArea) findPeople(ctx context.Context, fragment string) ([]picker.Item, error) {
	hits, err := t.desk.Workspace.Views().FindPeople(ctx, fragment, "", mostSuggested)
	var found []picker.Item
	for _, hit := range hits {
		id := hit.ID.String()
		found = append(found, picker.Item{ID: id, Label: hit.Title, Sub: hit.Detail, Face: &kit.Face{ID: id, Name: hit.Title}})
	}
	return found, err
}

// findTags are the tags that begin with a fragment. One that is written in full
// is not suggested: Enter then means a new line again.
func (t *textArea) findTags(ctx context.Context, fragment string) ([]picker.Item, error) {
	tags, err := t.desk.Workspace.Views().Tags(ctx, fragment)
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
func (t *textArea) choose(choice kit.Choice) {
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
		case t.sign == '#':
			t.onTag(item)
		default:
			t.onMention(item)
		}
	}
}

// mentioned are those of the mentioned people whose name still stands in the
// text, in full or in part.
func mentioned(items []picker.Item, text string) []picker.Item {
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
