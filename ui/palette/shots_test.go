package palette

import (
	"testing"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/workspace"
)

func TestShots(t *testing.T) {
	for language, modes := range map[string][]kit.Mode{"de": {kit.Light, kit.Dark}, "en": {kit.Light}} {
		for _, mode := range modes {
			name := language + "-" + map[kit.Mode]string{kit.Light: "light", kit.Dark: "dark"}[mode]
			t.Run(name, func(t *testing.T) {
				b, schiller, goethe := weimar(t, desktest.Options{Language: language, Mode: mode, People: 60, Conversations: 400})
				for _, id := range []domain.ID{goethe, schiller} {
					if err := b.Workspace.ChangeSettings(func(s *workspace.Settings) { Keep(s, person(id)) }); err != nil {
						t.Fatal(err)
					}
				}
				New(b.Desk)()
				b.Save("palette-" + name)
				b.NoKeys()
				b.Type("shiler cotta")
				b.Save("palette-approximate-" + name)
				for range "shiler cotta" {
					b.Press(fyne.KeyBackspace)
				}
				b.Type("go")
				b.Save("palette-groups-" + name)
				b.NoKeys()
				b.Type("xqqq")
				b.Save("palette-nothing-" + name)
				b.Press(fyne.KeyEscape)
				New(b.Desk)()
				b.Press(fyne.KeyDown, fyne.KeyRight)
				b.Save("palette-peek-" + name)
				b.Press(fyne.KeyEscape, fyne.KeyEscape)
				New(b.Desk)()
				b.Type("schweigt:>90t in:P")
				b.Save("palette-values-" + name)
				b.Press(fyne.KeyReturn)
				b.Save("palette-facets-" + name)
				b.NoKeys()
				b.Press(fyne.KeyEscape)
				New(b.Desk)()
				b.Type("> Telefonat Goethe, Schiller: will Doku #doku, Entwurf schicken nächsten Di")
				b.Save("palette-line-" + name)
				b.NoKeys()
				b.Press(fyne.KeyEscape)
				New(b.Desk)()
				b.Type(":")
				b.Save("palette-filters-" + name)
			})
		}
	}
}
