package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// TokenEntry is a large line without a frame whose words are coloured by what
// they mean, as in the one-line log. The entry below keeps the caret, the
// selection and the keys; its own words are hidden behind the coloured ones. What
// is too long for the line is written smaller, and scrolls when that is too long
// as well.
type TokenEntry struct {
	widget.BaseWidget

	// Highlight splits a text into spans of the Input style; together they must
	// be the text. Called on each change.
	Highlight func(text string) []Span

	entry *Entry
	words *Text
	theme *tokenTheme
	tall  float32 // what the large words need
	over  *container.ThemeOverride
	told  func(string)
}

// NewTokenEntry returns an empty one.
func NewTokenEntry(placeholder string) *TokenEntry {
	t := &TokenEntry{entry: NewEntry(placeholder), words: NewText(Input, ""), theme: &tokenTheme{style: Input}}
	t.entry.frameless = true
	t.entry.OnChanged = func(text string) {
		t.paint()
		if t.told != nil {
			t.told(text)
		}
	}
	t.over = container.NewThemeOverride(t.entry, t.theme)
	t.tall = t.over.MinSize().Height
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

// SetText writes and puts the caret at the end.
func (t *TokenEntry) SetText(text string) {
	t.entry.SetText(text)
	t.entry.SetCaret(len([]rune(text)))
	t.paint()
}

// Repaint asks Highlight anew, when more is known about the words.
func (t *TokenEntry) Repaint() { t.paint() }

const (
	tokenPad   float32 = 6
	tokenTop   float32 = 3 // where the toolkit's entry begins its line
	tokenSlack float32 = 2 // without it the toolkit's entry thinks it must scroll upright
)

// paint shows the coloured words, or the entry's own when the line is longer
// than the entry and scrolls.
func (t *TokenEntry) paint() {
	text := t.entry.Text
	var spans []Span
	if t.Highlight != nil && text != "" {
		spans = t.Highlight(text)
	}
	var joined string
	for _, span := range spans {
		joined += span.Text
	}
	style := Input
	if !t.fits(text, Input) {
		style = Body
	}
	colored := joined == text && text != "" && t.fits(text, style)
	setVisible(t.words, colored)
	if colored {
		for i := range spans {
			spans[i].Style = style
		}
		t.words.SetSpans(spans...)
	}
	if t.theme.hidden == colored && t.theme.style == style {
		return
	}
	t.theme.hidden, t.theme.style = colored, style
	t.over.Refresh()
	t.place()
}

func (t *TokenEntry) fits(text string, style TextStyle) bool {
	return measure(text, style)+2*tokenPad < t.Size().Width
}

// place puts both lines, small ones into the middle of the large one.
func (t *TokenEntry) place() {
	size, line := t.Size(), textRoles[t.theme.style].line
	down := (textRoles[Input].line - line) / 2
	place(t.over, -tokenPad, down, size.Width+2*tokenPad, size.Height-down)
	place(t.words, 0, down+tokenTop, size.Width, line)
}

// CreateRenderer implements fyne.Widget.
func (t *TokenEntry) CreateRenderer() fyne.WidgetRenderer {
	return newView(t, func(size fyne.Size) {
		t.paint()
		t.place()
	}, func() fyne.Size {
		return fyne.NewSize(200, t.tall+2*tokenSlack)
	}, nil, t.over, t.words)
}

// tokenTheme makes an entry large and frameless, and hides its words.
type tokenTheme struct {
	currentTheme
	hidden bool
	style  TextStyle // of the words
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
		return textRoles[t.style].size
	case theme.SizeNameInnerPadding:
		return tokenPad
	case theme.SizeNameInputBorder:
		return 1
	}
	return t.currentTheme.Size(name)
}
