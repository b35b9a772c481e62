package needs

import (
	"flag"
	"strings"
	"testing"

	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

func open(t *testing.T, o desktest.Options) (*desktest.Bench, *page) {
	t.Helper()
	b := desktest.Open(t, o)
	Register(b.Desk)
	b.Shell.Open(kit.Route{Page: desk.PageNeeds})
	return b, b.Shell.Page().(*page)
}

// TestShots draws the page and the forms in both languages and themes into
// build/shots, to be looked at. Drawing in software takes seconds, so that it is
// done only when asked for by name.
func TestShots(t *testing.T) {
	if run := flag.Lookup("test.run"); run == nil || !strings.Contains(run.Value.String(), "Shots") {
		t.Skip("go test -run TestShots draws the pictures")
	}
	for language, modes := range map[string][]kit.Mode{"de": {kit.Light, kit.Dark}, "en": {kit.Light}} {
		for _, mode := range modes {
			name := language + "-" + map[kit.Mode]string{kit.Light: "light", kit.Dark: "dark"}[mode]
			t.Run(name, func(t *testing.T) {
				b, p := open(t, desktest.Options{Language: language, Mode: mode, People: 60, Conversations: 400})
				b.Save("needs-" + name)
				b.Press("J")
				b.Save("needs-told-" + name)
				p.enter()
				b.Save("needs-voices-" + name)
				b.Press("D")
				b.Save("needs-decide-" + name)
				b.Press("Escape", "V")
				b.Save("needs-add-" + name)
				b.Press("Escape")
				p.list.SetFilter(func(f *filter) { f.Shown = "closed" })
				b.Press("Home")
				b.Save("needs-closed-" + name)
				b.RaiseNeed(desk.NeedStart{})
				b.Type("Doku auf Deutsch")
				b.Press("Down")
				b.Save("needs-form-" + name)
				b.Press("Return")
				b.Save("needs-join-" + name)
			})
			t.Run("wide-"+name, func(t *testing.T) {
				b, _ := open(t, desktest.Options{Language: language, Mode: mode, People: 60, Conversations: 200, Width: 1920, Height: 1080})
				b.Press("J")
				b.Save("needs-wide-" + name)
				b.Press("W")
				b.Save("needs-table-" + name)
			})
			t.Run("first-"+name, func(t *testing.T) {
				b, _ := open(t, desktest.Options{Language: language, Mode: mode})
				b.Save("needs-first-" + name)
			})
		}
	}
}
