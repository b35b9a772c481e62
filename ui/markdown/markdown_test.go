package markdown

import (
	"net/url"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// words are what an object draws.
func words(object fyne.CanvasObject) string {
	object.Resize(fyne.NewSize(400, 400))
	var all []string
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Text:
			all = append(all, o.Text)
		case *canvas.Image:
			all = append(all, "(picture)")
		case fyne.Widget:
			for _, part := range test.WidgetRenderer(o).Objects() {
				walk(part)
			}
		}
	}
	walk(object)
	return strings.Join(all, "|")
}

func TestTheTextReadsAsItIsMeant(t *testing.T) {
	test.NewTempApp(t)
	got := words(New("# Besuch\n\nWill **zwölf** Stück\nbis Mai.\n\n- Doku\n- Preis\n\n![Karte](https://spion.example/x.png)", func(*url.URL) {}))
	for _, want := range []string{"Besuch", "zwölf", "bis", "Mai.", "•", "Doku", "Karte"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %s", want, got)
		}
	}
	for _, not := range []string{"**", "# ", "(picture)", "spion"} {
		if strings.Contains(got, not) {
			t.Errorf("%q stands in %s", not, got)
		}
	}
}

func TestOnlyHarmlessLinksLeadAnywhere(t *testing.T) {
	for address, want := range map[string]bool{
		"https://cotta.example/x": true, "http://cotta.example": true, "mailto:a@b.example": true, "tel:+49364": true,
		"javascript:alert(1)": false, "file:///etc/passwd": false, "data:text/html,x": false, "//cotta.example": false,
		"https:": false, "x": false, "HTTPS://cotta.example": true, "smb://server/share": false,
	} {
		if _, ok := Allowed(address); ok != want {
			t.Errorf("%q may be opened: %v", address, ok)
		}
	}
}

func TestAHugeTextIsCut(t *testing.T) {
	test.NewTempApp(t)
	if got := words(New(strings.Repeat("wort ", MaxShown), func(*url.URL) {})); len(got) > 2*MaxShown {
		t.Errorf("%d bytes are laid out", len(got))
	}
}

func TestPlainLeavesTheMarksOut(t *testing.T) {
	for source, want := range map[string]string{
		"## Was\n\nDie Doku **auf Deutsch**, bis *Mai*.\nMehr auf [der Seite](https://cotta.example).": "Was Die Doku auf Deutsch, bis Mai. Mehr auf der Seite",
		"- eins\n- zwei":       "eins zwei",
		"#doku und 3 * 4 = 12": "#doku und 3 * 4 = 12",
		"":                     "",
	} {
		if got := strings.TrimSuffix(Plain(source), "."); got != want {
			t.Errorf("%q reads %q", source, got)
		}
	}
}
