package kit

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// TokenEntry is a large line without a frame whose words are coloured by what
// they mean, as in the one-line log. The entry below keeps the caret, the
// selection and the keys; its own words are hidden behind the coloured ones. What
// is too long for the line goes on in further rows, of which tokenMost are in
// sight. It stays one line: no line break is ever put in.
type TokenEntry struct {
	widget.BaseWidget

	// Highlight splits a text into spans of the Input style; together they must
	// be the text. Called on each change.
	Highlight func(text string) []Span
	// OnRows is told when the words need more or fewer rows than before.
	OnRows func()

	entry *Entry
	rows  *tokenRows
	theme *tokenTheme
	over  *container.ThemeOverride
	pitch float32 // from row to row, as the toolkit's entry sets them
	count int     // rows that the words need
	wide  float32 // the width they were counted for
	told  func(string)
}

// NewTokenEntry returns an empty one.
func NewTokenEntry(placeholder string) *TokenEntry {
	t := &TokenEntry{entry: newWrappedEntry(placeholder), rows: newTokenRows(), theme: &tokenTheme{}, count: 1}
	t.entry.frameless = true
	t.entry.OnChanged = func(text string) {
		t.paint()
		if t.told != nil {
			t.told(text)
		}
	}
	t.entry.OnCursorChanged = t.follow
	t.over = container.NewThemeOverride(t.entry, t.theme)
	t.pitch = t.over.MinSize().Height - 2*tokenPad
	t.ExtendBaseWidget(t)
	return t
}

// Entry is what takes the keyboard; set its OnKey and OnSubmitted. For changes
// use OnChanged of the TokenEntry.
func (t *TokenEntry) Entry() *Entry { return t.entry }

// OnChanged is told of each change of the text.
func (t *TokenEntry) OnChanged(told func(text string)) { t.told = told }

// Text returns what is written.
func (t *TokenEntry) Text() string { return t.entry.Text }

// Rows returns how many rows the words need at the width they have.
func (t *TokenEntry) Rows() int { return t.count }

// SetText writes, as one line, and puts the caret at the end.
func (t *TokenEntry) SetText(text string) {
	t.entry.SetText(oneLine(text))
	t.entry.caretToEnd()
	t.paint()
}

// Repaint asks Highlight anew, when more is known about the words.
func (t *TokenEntry) Repaint() { t.paint() }

const (
	tokenPad   float32 = 6
	tokenSlack float32 = 2 // without it the toolkit's entry thinks it must scroll upright
	tokenMost          = 4 // rows in sight; more scroll
)

// paint shows the coloured words, or the entry's own where the spans are not the
// text.
func (t *TokenEntry) paint() {
	text := t.entry.Text
	var spans []Span
	if t.Highlight != nil && text != "" {
		spans = t.Highlight(text)
	}
	colored := text != "" && joined(spans) == text
	if t.theme.hidden != colored {
		t.theme.hidden = colored
		t.over.Refresh()
	}
	if !colored {
		spans = nil
	}
	t.rows.set(spans, t.begins(), t.pitch)
	t.follow()
	t.recount()
}

func joined(spans []Span) string {
	var all string
	for _, span := range spans {
		all += span.Text
	}
	return all
}

// begins are the characters with which the rows begin, as the entry broke them.
// It tells them only through its caret.
func (t *TokenEntry) begins() []int {
	e := &t.entry.Entry
	row, column := e.CursorRow, e.CursorColumn
	defer func() { e.CursorRow, e.CursorColumn = row, column }()
	e.CursorColumn = 0
	begins := []int{0}
	for {
		e.CursorRow = len(begins)
		at := e.CursorTextOffset()
		if at <= begins[len(begins)-1] {
			return begins
		}
		begins = append(begins, at)
	}
}

// recount tells OnRows of rows that came or went.
func (t *TokenEntry) recount() {
	count := len(t.begins())
	if t.entry.Text == "" {
		hint := layOut([]Span{{Text: t.entry.PlaceHolder, Style: Input}}, Input, t.Size().Width, true, 0)
		count = len(hint.widths)
	}
	if t.count == count {
		return
	}
	t.count = count
	if t.OnRows != nil {
		t.OnRows()
	}
}

// follow keeps the coloured words on the entry's own when that scrolls.
func (t *TokenEntry) follow() {
	if scroll := t.entry.scroll; scroll != nil {
		scroll.OnScrolled = func(fyne.Position) { t.rows.scrollTo(scroll.Offset.Y) }
		t.rows.scrollTo(scroll.Offset.Y)
	}
}

// HeightFor implements Flexible.
func (t *TokenEntry) HeightFor(width float32) float32 {
	if t.wide != width {
		t.wide = width
		t.Resize(fyne.NewSize(width, t.tall()))
	}
	return t.tall()
}

func (t *TokenEntry) tall() float32 {
	return float32(min(t.count, tokenMost))*t.pitch + 2*(tokenPad+tokenSlack)
}

// CreateRenderer implements fyne.Widget.
func (t *TokenEntry) CreateRenderer() fyne.WidgetRenderer {
	return newView(t, func(size fyne.Size) {
		place(t.over, -tokenPad, 0, size.Width+2*tokenPad, size.Height)
		inside := size.Height - 2*tokenBorder
		place(t.rows.grounds, -tokenPad, tokenBorder, size.Width+2*tokenPad, inside)
		place(t.rows.words, -tokenPad, tokenBorder, size.Width+2*tokenPad, inside)
		t.paint()
	}, func() fyne.Size {
		return fyne.NewSize(200, t.tall())
	}, func() { t.paint() }, t.rows.grounds, t.over, t.rows.words)
}

// tokenBorder is the frame of the toolkit's entry, which is there but not drawn.
const tokenBorder float32 = 1

// tokenTheme makes an entry large and frameless, and hides its words.
type tokenTheme struct {
	currentTheme
	hidden bool
}

// Color implements fyne.Theme.
func (t *tokenTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch name {
	case theme.ColorNameInputBackground, theme.ColorNameInputBorder:
		return color.Transparent
	case theme.ColorNameForeground:
		if t.hidden {
			return color.Transparent
		}
	}
	return t.currentTheme.Color(name, variant)
}

// Size implements fyne.Theme.
func (t *tokenTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return textRoles[Input].size
	case theme.SizeNameInnerPadding:
		return tokenPad
	case theme.SizeNameInputBorder:
		return tokenBorder
	}
	return t.currentTheme.Size(name)
}

// tokenSpan is a part of a row in one style.
type tokenSpan struct {
	text       string
	span       Span
	row        int
	start, end int // characters within the row
}

// inRows cuts spans where rows begin.
func inRows(spans []Span, begins []int) (parts []tokenSpan, rows [][]rune) {
	all := []rune(joined(spans))
	for i, begin := range begins {
		end := len(all)
		if i+1 < len(begins) {
			end = begins[i+1]
		}
		rows = append(rows, all[min(begin, len(all)):min(end, len(all))])
	}
	at := 0
	for _, span := range spans {
		letters := []rune(span.Text)
		for len(letters) > 0 {
			row, exact := slices.BinarySearch(begins, at)
			if !exact {
				row--
			}
			n := len(letters)
			if row+1 < len(begins) {
				n = min(n, begins[row+1]-at)
			}
			from := at - begins[row]
			parts = append(parts, tokenSpan{string(letters[:n]), span, row, from, from + n})
			letters, at = letters[n:], at+n
		}
	}
	return parts, rows
}
