package kit

import (
	"testing"

	"fyne.io/fyne/v2"
)

// A text is drawn with the one file that has all of it, and left to the toolkit
// where no single file has.
func TestFontIsTheFileThatHasTheWholeText(t *testing.T) {
	for _, c := range []struct {
		text  string
		style TextStyle
		file  string
	}{
		{"", Body, "Inter-Regular.ttf"},
		{"Grüße aus Zürich – 3 € „morgen“ → \u200e", Body, ""}, // a mark of direction at its end
		{"Grüße aus Zürich – 3 € „morgen“ →", Body, "Inter-Regular.ttf"},
		{"Ελένη Παπαδοπούλου", Strong, "Inter-Medium.ttf"},
		{"Дмитрий", Title, "Inter-SemiBold.ttf"},
		{"łódź", Emphasis, "Inter-Italic.ttf"},
		{"12 345,6", Numbers, "Inter-Tabular.ttf"},
		{"Ελένη", Numbers, "Inter-Regular.ttf"}, // beside its figures there is Latin only
		{"محمد", Body, "Inter-Regular.ttf"},     // of which nothing but the system has a letter
		{"山田 2", Strong, "Inter-Regular.ttf"},
		{"山田 👍", Body, ""},
		{"Danke 👍", Body, ""},
		{"★", Body, "Inter-Regular.ttf"},
		{"★️", Body, ""}, // asked for as a picture
		{"a\tb", Body, ""},
		{"a\xffb", Body, ""},
	} {
		file := ""
		if _, font := FontFor(c.text, textRoles[c.style].weight); font != nil {
			file = font.Name()
		}
		if file != c.file {
			t.Errorf("%q is drawn with %q, want %q", c.text, file, c.file)
		}
	}
	if _, font := FontFor("a", fyne.TextStyle{Monospace: true}); font != nil {
		t.Errorf("letters of equal width are drawn with %s", font.Name())
	}
	if style, _ := FontFor("محمد", mediumWeight); style != (fyne.TextStyle{}) {
		t.Errorf("a name in another script has a chain of fonts for %+v alone", style)
	}
	if style, _ := FontFor("Emil 👍", semiBold); style != semiBold {
		t.Errorf("what is bold is drawn with %+v", style)
	}
	if style, _ := FontFor("محمد", semiBold); style != (fyne.TextStyle{}) {
		t.Errorf("initials in another script have a chain of fonts for %+v alone", style)
	}
}

// The widths of the two ways agree: what is measured with the one file stands
// where the toolkit would have put it.
func TestFontMeasuresAsTheThemeDoes(t *testing.T) {
	app := fyne.CurrentApp()
	before := app.Settings().Theme()
	app.Settings().SetTheme(NewTheme(Light))
	t.Cleanup(func() { app.Settings().SetTheme(before) })
	for style, role := range textRoles {
		const text = "Dr. Änne Groß, 12.–14. März (AV) 3 ½"
		if got, want := MeasureText(text, role.size, role.weight), fyne.MeasureText(text, role.size, role.weight); got != want {
			t.Errorf("style %d: %v, the theme says %v", style, got, want)
		}
	}
}
