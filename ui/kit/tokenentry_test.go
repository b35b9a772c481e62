package kit

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// headed colours the first word.
func headed(text string) []Span {
	head, rest, _ := strings.Cut(text, " ")
	if rest == "" {
		return []Span{{Text: text, Style: Input, Color: ColorAccent}}
	}
	return []Span{{Text: head, Style: Input, Color: ColorAccent}, {Text: " " + rest, Style: Input, Mark: ColorAccentBg}}
}

func tokenWindow(t testing.TB, width float32) *TokenEntry {
	e := NewTokenEntry("")
	e.Highlight = headed
	w := window(t, Light, NewColumn(0, e), width, 300)
	e.OnRows = func() { w.Content().Refresh() }
	w.Canvas().Focus(e.Entry())
	return e
}

// drawn are the coloured words, row by row.
func drawn(e *TokenEntry) (rows []string) {
	last := float32(-1)
	for _, object := range e.rows.above.Objects {
		word := object.(*canvas.Text)
		if y := word.Position().Y; y != last {
			rows, last = append(rows, ""), y
		}
		rows[len(rows)-1] += word.Text
	}
	return rows
}

func TestTokenEntryColoursItsWords(t *testing.T) {
	e := tokenWindow(t, 300)
	var told []string
	e.OnChanged(func(text string) { told = append(told, text) })
	test.Type(e.Entry(), "call Goethe")
	if got := drawn(e); !e.theme.hidden || !slices.Equal(got, []string{"call Goethe"}) {
		t.Errorf("coloured %q, own words hidden %v", got, e.theme.hidden)
	}
	if len(told) != len("call Goethe") {
		t.Errorf("told %d times", len(told))
	}
	e.Highlight = func(string) []Span { return []Span{{Text: "cal", Style: Input}} }
	e.Repaint()
	if got := drawn(e); len(got) > 0 || e.theme.hidden {
		t.Errorf("spans that are not the text must not hide it: %q", got)
	}
}

func TestTokenEntryGrowsByRowsAndStaysOneLine(t *testing.T) {
	const width = 300
	e := tokenWindow(t, width)
	submitted := ""
	e.Entry().OnSubmitted = func(text string) { submitted = text }
	one := e.MinSize().Height
	text := strings.TrimSpace(strings.Repeat("Telefonat mit Goethe über die Müllerin ", 3))
	test.Type(e.Entry(), text)
	rows := drawn(e)
	if e.Rows() != 3 || len(rows) != 3 || e.Size().Height != one+2*e.pitch {
		t.Fatalf("%d rows, %d drawn, %v high after %v", e.Rows(), len(rows), e.Size().Height, one)
	}
	if got := strings.Join(rows, ""); got != text {
		t.Errorf("drawn %q", got)
	}
	for _, row := range rows {
		if got := measure(strings.TrimSpace(row), Input); got > width {
			t.Errorf("%q is %v wide", row, got)
		}
	}
	grounds := 0
	for _, ground := range e.rows.below.Objects {
		if ground.Position().X+ground.Size().Width > width+2*tokenPad {
			t.Errorf("a ground reaches to %v", ground.Position().X+ground.Size().Width)
		}
		grounds++
	}
	if grounds != 3 {
		t.Errorf("%d grounds of words that go over 3 rows", grounds)
	}
	key := func(name fyne.KeyName) { e.Entry().TypedKey(&fyne.KeyEvent{Name: name}) }
	key(fyne.KeyUp)
	if e.Entry().CursorRow != 1 {
		t.Errorf("Up goes to row %d", e.Entry().CursorRow)
	}
	key(fyne.KeyReturn)
	if submitted != text || e.Text() != text {
		t.Errorf("Enter submits %q and leaves %q", submitted, e.Text())
	}
	e.SetText("one\r\n  two\n\nthree\n")
	if e.Text() != "one two three" || e.Rows() != 1 || e.Size().Height != one {
		t.Errorf("several lines became %q in %d rows, %v high", e.Text(), e.Rows(), e.Size().Height)
	}
	if row, column := e.Entry().CursorRow, e.Entry().CursorColumn; row != 0 || column != len("one two three") {
		t.Errorf("the caret is at %d/%d", row, column)
	}
	clipboard := test.NewClipboard()
	clipboard.SetContent(" four\nfive")
	e.Entry().TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	if e.Text() != "one two three four five" {
		t.Errorf("pasted: %q", e.Text())
	}
}

func TestTokenEntryScrollsItsWordsWithTheCaret(t *testing.T) {
	e := tokenWindow(t, 300)
	one := e.MinSize().Height
	e.SetText(strings.Repeat("Telefonat mit Goethe über die Müllerin ", 10))
	if e.Rows() <= tokenMost || e.Size().Height != one+(tokenMost-1)*e.pitch {
		t.Fatalf("%d rows are %v high", e.Rows(), e.Size().Height)
	}
	scrolled := e.entry.scroll.Offset.Y
	if scrolled == 0 || e.rows.above.Position().Y != -scrolled || e.rows.below.Position().Y != -scrolled {
		t.Errorf("the entry is scrolled by %v, the words by %v", scrolled, e.rows.above.Position().Y)
	}
	e.Entry().TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageUp})
	if e.entry.scroll.Offset.Y != 0 || e.rows.above.Position().Y != 0 {
		t.Errorf("at the beginning: %v, %v", e.entry.scroll.Offset.Y, e.rows.above.Position().Y)
	}
}

// BenchmarkTokenEntryKey is the work of a letter typed into a line of 300.
func BenchmarkTokenEntryKey(b *testing.B) {
	e := tokenWindow(b, 876)
	e.SetText(strings.Repeat("Telefonat mit Goethe über die Müllerin ", 8)[:300])
	for b.Loop() {
		e.Entry().TypedRune('a')
		e.Entry().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
}
