package dossier

import (
	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Editor is what a fact is edited with where it stands.
type Editor struct {
	Label  string
	Object fyne.CanvasObject
	Focus  fyne.Focusable
	// Entries save with Enter and go on with Tab from the last of them; in one of
	// several lines Ctrl+Enter saves.
	Entries []*kit.Entry
	// Selects save once something is chosen, where there are no entries.
	Selects []*kit.Select
	// OnBegin is handed what saves, for an editor that saves by itself too.
	OnBegin func(save func())
	// Read is what was made of it: the command, nil where nothing changed, or
	// what is wrong with it.
	Read func() (command domain.Command, wrong string)
}

// editing is a fact that is being edited.
type editing struct {
	facts  *Facts
	key    string
	editor Editor
	wrong  *kit.Text
	object fyne.CanvasObject
}

// Edit turns a fact into a field.
func (f *Facts) Edit(key string) {
	if line, ok := f.lineOf(key); ok && line.Edit != nil {
		f.begin(key, line.Edit())
	}
}

// Begin edits a fact that is not known yet, at the end of the column.
func (f *Facts) Begin(key string, editor Editor) { f.begin(key, editor) }

// Editing is the key of the fact that is being edited, "" for none.
func (f *Facts) Editing() string {
	if f.editing == nil {
		return ""
	}
	return f.editing.key
}

func (f *Facts) begin(key string, editor Editor) {
	e := &editing{facts: f, key: key, editor: editor, wrong: kit.NewParagraph(kit.Secondary, "")}
	e.wrong.SetColor(kit.ColorLate)
	e.wrong.Hide()
	for i, entry := range editor.Entries {
		e.bind(entry, i == len(editor.Entries)-1)
	}
	if len(editor.Entries) == 0 {
		for _, choice := range editor.Selects {
			before := choice.OnChange
			choice.OnChange = func(value string) {
				if before != nil {
					before(value)
				}
				e.save(false)
			}
		}
	}
	if editor.OnBegin != nil {
		editor.OnBegin(func() { e.save(false) })
	}
	save := kit.KeyLabel("Enter")
	for _, entry := range editor.Entries {
		if entry.MultiLine {
			save = kit.KeyLabel("Ctrl+Enter")
		}
	}
	buttons := kit.NewFlow(8,
		kit.NewLine(6, kit.NewKeyCap(save), kit.NewLink(kit.Secondary, i18n.T("dossier.save"), func() { e.save(false) })),
		kit.NewLine(6, kit.NewKeyCap("Esc"), kit.NewLink(kit.Secondary, i18n.T("dossier.cancel"), e.cancel)))
	e.object = kit.NewPadded(6, 0, 10, 0, kit.NewColumn(6, kit.NewText(kit.Secondary, editor.Label), editor.Object, e.wrong, buttons))
	f.editing = e
	f.draw()
	f.desk.Shell.Canvas().Focus(editor.Focus)
	for _, entry := range editor.Entries {
		if !entry.MultiLine {
			entry.SetCaret(len(entry.Text))
		}
	}
	f.scroll.ShowObject(e.object)
}

// bind gives an entry the keys of the column.
func (e *editing) bind(entry *kit.Entry, last bool) {
	before := entry.OnKey
	entry.TakesTab = last
	entry.OnKey = func(event *fyne.KeyEvent) bool {
		if before != nil && before(event) {
			return true
		}
		switch event.Name {
		case fyne.KeyReturn, fyne.KeyEnter:
			if entry.MultiLine {
				return false
			}
			e.save(false)
		case fyne.KeyTab:
			if !last {
				return false
			}
			e.save(true)
		case fyne.KeyEscape:
			e.cancel()
		default:
			return false
		}
		return true
	}
	if entry.MultiLine {
		entry.OnSubmitted = func(string) { e.save(false) }
	}
}

// save carries out what was made of the fact and, if asked, goes on to the next.
// Where that is refused the field stays as it is: nothing that was typed is lost.
func (e *editing) save(next bool) {
	if e.facts.editing != e {
		return
	}
	command, wrong := e.editor.Read()
	e.wrong.SetText(wrong)
	if wrong != "" {
		e.wrong.Show()
		e.facts.column.Refresh()
		return
	}
	if command == nil {
		e.leave(next)
		return
	}
	e.facts.desk.Do(command, func(workspace.Done) { e.leave(next) })
}

func (e *editing) cancel() { e.leave(false) }

func (e *editing) leave(next bool) {
	f := e.facts
	if f.editing != e {
		return
	}
	following := ""
	if next {
		following = f.editableAfter(e.key)
	}
	f.editing = nil
	f.draw()
	switch {
	case following != "":
		f.Edit(following)
	case f.rows[e.key] != nil:
		f.to(e.key)
	default:
		f.focused = e.key // its line comes with what is read anew
		f.desk.Shell.Canvas().Unfocus()
	}
}

// editableAfter is the next fact that can be edited, "" for none.
func (f *Facts) editableAfter(key string) string {
	found := false
	for _, line := range f.lines {
		if found && line.Edit != nil {
			return line.Key
		}
		found = found || line.Key == key
	}
	return ""
}
