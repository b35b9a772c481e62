package people

import (
	"testing"

	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

func open(t *testing.T, o desktest.Options) (*desktest.Bench, *page) {
	t.Helper()
	b := desktest.Open(t, o)
	Register(b.Desk)
	b.Shell.Open(kit.Route{Page: desk.PagePeople})
	return b, b.Shell.Page().(*page)
}

func TestShots(t *testing.T) {
	for language, modes := range map[string][]kit.Mode{"de": {kit.Light, kit.Dark}, "en": {kit.Light}} {
		for _, mode := range modes {
			name := language + "-" + map[kit.Mode]string{kit.Light: "light", kit.Dark: "dark"}[mode]
			t.Run(name, func(t *testing.T) {
				b, _ := open(t, desktest.Options{Language: language, Mode: mode, People: 300, Conversations: 2500})
				b.Save("people-" + name)
			})
			t.Run("first-"+name, func(t *testing.T) {
				b, _ := open(t, desktest.Options{Language: language, Mode: mode})
				b.Save("people-first-" + name)
			})
		}
	}
}
