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
// selection and the keys; its own words are hidden behind the coloured ones.
type TokenEntry struct {
	widget.BaseWidget

	// Highlight splits a text into spans of the Input style; together they must
	// be the text. Called on each change.
	Highlight func(text string) []Span

	entry *Entry
	words *Text
	theme *tokenTheme
	over  *container.ThemeOverride
	told  func(string)
}

// NewTokenEntry returns an empty one.
func NewTokenEntry(placeholder string) *TokenEntry {
	t := &TokenEntry{entry: NewEntry(placeholder), words: NewText(Input, ""), theme: &tokenTheme{}}
	t.entry.frameless = true
	t.entry.OnChanged = func(text string) {
		t.paint()
		if t.told != nil {
			t.told(text)
		}
	}
	t.over = container.NewThemeOverride(t.entry, t.theme)
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
	fits := measure(text, Input)+2*tokenPad < t.Size().Width
	colored := joined == text && text != "" && fits
	setVisible(t.words, colored)
	if colored {
		t.words.SetSpans(spans...)
	}
	if t.theme.hidden != colored {
		t.theme.hidden = colored
		t.over.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *TokenEntry) CreateRenderer() fyne.WidgetRenderer {
	return newView(t, func(size fyne.Size) {
		place(t.over, -tokenPad, 0, size.Width+2*tokenPad, size.Height)
		line := textRoles[Input].line
		place(t.words, 0, tokenTop, size.Width, line)
		t.paint()
	}, func() fyne.Size {
		return fyne.NewSize(200, t.over.MinSize().Height+2*tokenSlack)
	}, nil, t.over, t.words)
}

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
		return 1
	}
	return t.currentTheme.Size(name)
}
