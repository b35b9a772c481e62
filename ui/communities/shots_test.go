package communities

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
	b.Shell.Open(kit.Route{Page: desk.PageCommunities})
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
				b.Save("communities-" + name)
				p.detail().choose(segmentHistory)
				b.Save("communities-history-" + name)
				b.EditCommunity(p.Wanted)
				b.Save("communities-form-" + name)
				b.Press("Escape")
				p.detail().addPeople()
				b.Type("ch")
				b.Save("communities-add-" + name)
			})
			t.Run("first-"+name, func(t *testing.T) {
				b, p := open(t, desktest.Options{Language: language, Mode: mode})
				b.Save("communities-first-" + name)
				p.list.createDefaults()
				b.Save("communities-defaults-" + name)
			})
		}
	}
}
