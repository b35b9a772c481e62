package conversations

import (
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
	b.Shell.Open(kit.Route{Page: desk.PageConversations})
	return b, b.Shell.Page().(*page)
}

// TestShots draws the page and the form in both languages and themes into
// build/shots, to be looked at.
func TestShots(t *testing.T) {
	for language, modes := range map[string][]kit.Mode{"de": {kit.Light, kit.Dark}, "en": {kit.Light}} {
		for _, mode := range modes {
			name := language + "-" + map[kit.Mode]string{kit.Light: "light", kit.Dark: "dark"}[mode]
			t.Run(name, func(t *testing.T) {
				b, p := open(t, desktest.Options{Language: language, Mode: mode, People: 60, Conversations: 400})
				b.Save("conversations-" + name)
				p.list.setFilter(func(f *filter) { f.Channels, f.Days = []string{domain.ChannelMail, domain.ChannelCall}, 365 })
				p.list.setFilter(func(f *filter) { f.Tag = "doku" })
				p.list.rows.SelectFirst()
				b.Save("conversations-filter-" + name)
				b.EditConversation(p.reader.id)
				b.Save("conversations-correct-" + name)
			})
			t.Run("first-"+name, func(t *testing.T) {
				b, _ := open(t, desktest.Options{Language: language, Mode: mode})
				b.Save("conversations-first-" + name)
				b.EditConversation(domain.None)
				b.Save("conversations-form-" + name)
			})
			t.Run("narrow-"+name, func(t *testing.T) {
				b, _ := open(t, desktest.Options{Language: language, Mode: mode, People: 60, Conversations: 400, Width: 900, Height: 640})
				b.Press("J", "J", "Return")
				b.Save("conversations-narrow-" + name)
			})
		}
	}
}
