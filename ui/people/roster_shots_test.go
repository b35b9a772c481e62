package people

import (
	"testing"

	"fyne.io/fyne/v2"

	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

// TestRosterShots draws what the roster adds to a list: marks, the table, a name
// that is typed.
func TestRosterShots(t *testing.T) {
	for name, o := range map[string]desktest.Options{
		"de-light": {Language: "de", Mode: kit.Light}, "en-dark": {Language: "en", Mode: kit.Dark},
		"de-dark-large": {Language: "de", Mode: kit.Dark, Width: 1920, Height: 1080}, "en-light-large": {Language: "en", Mode: kit.Light, Width: 1920, Height: 1080},
	} {
		t.Run(name, func(t *testing.T) {
			o.People, o.Conversations = 120, 900
			b, p := open(t, o)
			p.List.SetFilter(func(f *filter) { f.SilentDays, f.Mine = 30, true })
			p.List.ToRows()
			b.Press(fyne.KeyX, fyne.KeyJ, fyne.KeyJ, fyne.KeyX)
			b.Save("roster-marks-" + name)
			b.Press(fyne.KeyEscape, fyne.KeyW)
			p.List.SetFilter(func(f *filter) { f.SilentDays, f.Mine = 0, false })
			b.Press(fyne.KeyX)
			b.Save("roster-table-" + name)
			b.Press(fyne.KeyEscape)
			p.List.Rows.TypedRune('\'')
			p.List.Rows.TypedRune('g')
			p.List.Rows.TypedRune('o')
			b.Tap(map[string]string{"de": "Spalten", "en": "Columns"}[o.Language])
			b.Save("roster-typed-" + name)
		})
	}
}
