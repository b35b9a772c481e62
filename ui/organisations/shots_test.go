package organisations

import (
	"flag"
	"strings"
	"testing"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

func open(t *testing.T, o desktest.Options) (*desktest.Bench, *page) {
	t.Helper()
	b := desktest.Open(t, o)
	Register(b.Desk)
	b.Shell.Open(kit.Route{Page: desk.PageOrganisations})
	return b, b.Shell.Page().(*page)
}

// TestShots draws the page and the form in both languages and themes into
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
				b.Save("organisations-" + name)
				b.EditOrganisation(p.Wanted)
				b.Save("organisations-form-" + name)
			})
			t.Run("first-"+name, func(t *testing.T) {
				b, _ := open(t, desktest.Options{Language: language, Mode: mode})
				b.Save("organisations-first-" + name)
				b.EditOrganisation(domain.None)
				b.Save("organisations-new-" + name)
			})
			t.Run("narrow-"+name, func(t *testing.T) {
				b, p := open(t, desktest.Options{Language: language, Mode: mode, People: 60, Conversations: 400, Width: 900, Height: 640})
				p.List.Rows.SelectFirst()
				b.Press("Return")
				b.Save("organisations-narrow-" + name)
			})
		}
	}
}
