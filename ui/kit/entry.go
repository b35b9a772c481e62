package kit

import (
	"regexp"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Entry is the toolkit's entry with ears for the keys it would swallow: what an
// entry has no use for goes to OnKey, then to the overlay or the window.
type Entry struct {
	widget.Entry

	// OnKey is asked before the entry for every key; it answers whether it took
	// the key. A suggestion list takes Up, Down, Enter and Esc here.
	OnKey func(event *fyne.KeyEvent) bool
	// OnPaste is asked about what is pasted; it answers whether it took that, so
	// that it is not written.
	OnPaste func(text string) bool
	// TakesTab gives Tab to OnKey instead of going to the next field.
	TakesTab bool
	// OnFocus is told when the keyboard comes and goes.
	OnFocus func(focused bool)

	frameless bool
	oneLine   bool              // shown in several rows, but no line break is put in
	scroll    *container.Scroll // what the toolkit's entry scrolls in, once it is drawn

	onEdit func()            // a person changed the text; set by the field around it
	self   fyne.CanvasObject // the widget that embeds the entry, if one does
}

var _ field = (*Entry)(nil)

// NewEntry returns an entry of one line.
func NewEntry(placeholder string) *Entry {
	e := &Entry{}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.PlaceHolder = placeholder
	e.ExtendBaseWidget(e)
	return e
}

// NewTextArea returns an entry of several lines that wraps; Ctrl+Enter submits
// the dialog it stands in.
func NewTextArea(placeholder string, lines int) *Entry {
	e := &Entry{}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.PlaceHolder = placeholder
	e.SetMinRowsVisible(lines)
	e.ExtendBaseWidget(e)
	return e
}

// newWrappedEntry returns an entry of one line that is shown in as many rows as it
// needs. Enter submits it.
func newWrappedEntry(placeholder string) *Entry {
	e := NewTextArea(placeholder, 1)
	e.oneLine = true
	return e
}

// NewPasswordEntry returns an entry that hides what is typed.
func NewPasswordEntry(placeholder string) *Entry {
	e := NewEntry(placeholder)
	e.Password = true
	return e
}

func (e *Entry) isField() {}

// outer is what stands in the window; the toolkit knows nothing else.
func (e *Entry) outer() fyne.CanvasObject {
	if e.self != nil {
		return e.self
	}
	return e
}

// AcceptsTab lets Tab leave every entry: notes need no tabulators, and the
// keyboard must not be caught.
func (e *Entry) AcceptsTab() bool { return e.TakesTab }

// TypedKey asks OnKey first and passes on what an entry does not use.
func (e *Entry) TypedKey(event *fyne.KeyEvent) {
	if e.OnKey != nil && e.OnKey(event) {
		return
	}
	switch event.Name {
	case fyne.KeyEscape:
		passKey(e.outer(), event)
		return
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.oneLine && e.OnSubmitted != nil {
			e.OnSubmitted(e.Text)
			return
		}
		if e.OnSubmitted == nil && (e.oneLine || !e.MultiLine) {
			passKey(e.outer(), event)
			return
		}
	case fyne.KeyPageUp, fyne.KeyPageDown:
		if !e.MultiLine {
			passKey(e.outer(), event)
			return
		}
	}
	before := e.Text
	e.Entry.TypedKey(event)
	e.edited(before)
}

// TypedRune writes a character.
func (e *Entry) TypedRune(r rune) {
	before := e.Text
	e.Entry.TypedRune(r)
	e.edited(before)
}

func (e *Entry) edited(before string) {
	if e.onEdit != nil && e.Text != before {
		e.onEdit()
	}
}

// TypedShortcut keeps copying, pasting, undoing and word moves and passes the
// rest on to the overlay or the window.
func (e *Entry) TypedShortcut(shortcut fyne.Shortcut) {
	if custom, ok := shortcut.(*desktop.CustomShortcut); ok && !editing(custom) {
		passShortcut(e.outer(), shortcut)
		return
	}
	if paste, ok := shortcut.(*fyne.ShortcutPaste); ok {
		if e.OnPaste != nil && e.OnPaste(paste.Clipboard.Content()) {
			return
		}
		if e.oneLine {
			shortcut = &fyne.ShortcutPaste{Clipboard: oneLineOf{paste.Clipboard}}
		}
	}
	before := e.Text
	e.Entry.TypedShortcut(shortcut)
	e.edited(before)
}

// oneLineOf is a clipboard that gives what it holds as one line.
type oneLineOf struct{ fyne.Clipboard }

// Content implements fyne.Clipboard.
func (c oneLineOf) Content() string { return oneLine(c.Clipboard.Content()) }

var lineBreak = regexp.MustCompile(`[ \t]*[\r\n]\s*`)

// oneLine puts a blank in the place of each line break and the blanks around it.
func oneLine(text string) string {
	return lineBreak.ReplaceAllString(strings.Trim(text, "\r\n"), " ")
}

// editing tells whether an entry moves or deletes with a combination.
func editing(shortcut *desktop.CustomShortcut) bool {
	word := fyne.KeyModifierShortcutDefault
	if runtime.GOOS == "darwin" {
		word = fyne.KeyModifierAlt
	}
	switch shortcut.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		held := shortcut.Modifier &^ fyne.KeyModifierShift
		return held == word || held == fyne.KeyModifierShortcutDefault
	}
	return false
}

// CreateRenderer implements fyne.Widget.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := e.Entry.CreateRenderer()
	for _, part := range r.Objects() {
		if scroll, ok := part.(*container.Scroll); ok {
			e.scroll = scroll
		}
	}
	if parts := r.Objects(); len(parts) > 1 {
		if border, ok := parts[1].(*canvas.Rectangle); ok {
			border.FillColor = hollow()
			return &entryRenderer{r, border, e.frameless}
		}
	}
	return r
}

// entryRenderer keeps the outline of the toolkit's entry hollow in both themes.
type entryRenderer struct {
	fyne.WidgetRenderer
	border    *canvas.Rectangle
	frameless bool
}

// Refresh implements fyne.WidgetRenderer.
func (r *entryRenderer) Refresh() {
	r.border.FillColor = hollow()
	setVisible(r.border, !r.frameless)
	r.WidgetRenderer.Refresh()
}

// MinSize gives entries of one line the height of the other controls.
func (e *Entry) MinSize() fyne.Size {
	size := e.Entry.MinSize()
	if !e.MultiLine {
		size.Height = max(ControlHeight, size.Height)
	}
	return size
}

// FocusGained tells OnFocus.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	revealFocused(e.outer())
	if e.OnFocus != nil {
		e.OnFocus(true)
	}
}

// FocusLost tells OnFocus.
func (e *Entry) FocusLost() {
	e.Entry.FocusLost()
	if e.OnFocus != nil {
		e.OnFocus(false)
	}
}

// SetCaret puts the caret behind a number of characters of a one-line entry.
func (e *Entry) SetCaret(column int) {
	e.CursorRow, e.CursorColumn = 0, min(column, len([]rune(e.Text)))
	e.Refresh()
}

// caretToEnd puts the caret behind the last character.
func (e *Entry) caretToEnd() {
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
}

// SelectBefore selects the first characters of a one-line entry, so that typing
// writes over them.
func (e *Entry) SelectBefore(column int) {
	e.SetCaret(0)
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	e.Entry.KeyDown(shift)
	for range min(column, len([]rune(e.Text))) {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	e.Entry.KeyUp(shift)
}

// NewSearchBox returns an entry with a magnifier; Esc empties it first and
// leaves it then.
func NewSearchBox(placeholder string, onChanged func(text string)) *Entry {
	e := NewEntry(placeholder)
	e.Icon = IconSearch.In(ColorFaint)
	e.OnChanged = onChanged
	e.OnKey = func(event *fyne.KeyEvent) bool {
		if event.Name != fyne.KeyEscape || e.Text == "" {
			return false
		}
		e.SetText("")
		return true
	}
	return e
}
