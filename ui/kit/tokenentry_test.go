package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestTokenEntryShowsOneTextAtATime(t *testing.T) {
	e := NewTokenEntry("")
	e.Highlight = func(text string) []Span {
		head, rest, _ := strings.Cut(text, " ")
		if rest == "" {
			return []Span{{Text: head, Style: Input, Color: ColorAccent}}
		}
		return []Span{{Text: head, Style: Input, Color: ColorAccent}, {Text: " " + rest, Style: Input}}
	}
	var told []string
	e.OnChanged(func(text string) { told = append(told, text) })
	w := window(t, Light, e, 300, 60)
	w.Canvas().Focus(e.Entry())
	test.Type(e.Entry(), "call Goethe")
	if !e.words.Visible() || !e.theme.hidden || e.words.Text() != "call Goethe" {
		t.Errorf("coloured words visible %v, own hidden %v, %q", e.words.Visible(), e.theme.hidden, e.words.Text())
	}
	if len(told) != len("call Goethe") {
		t.Errorf("told %d times", len(told))
	}
	tall := e.MinSize().Height
	e.SetText("call Goethe and Schiller about the magazine")
	if !e.words.Visible() || e.theme.style != Body || e.MinSize().Height != tall {
		t.Errorf("a line that is a little too long is coloured %v, in style %v, %v high instead of %v", e.words.Visible(), e.theme.style, e.MinSize().Height, tall)
	}
	e.SetText(strings.Repeat("call Goethe ", 20))
	if e.words.Visible() || e.theme.hidden {
		t.Error("a line that scrolls must show the entry's own words")
	}
	e.SetText("call")
	e.Highlight = func(string) []Span { return []Span{{Text: "cal", Style: Input}} }
	e.Repaint()
	if e.words.Visible() || e.theme.hidden {
		t.Error("spans that are not the text must not hide it")
	}
}
