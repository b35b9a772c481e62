package conversations

import (
	"context"
	"flag"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

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
				b.Save("conversations-" + name)
				p.List.SetFilter(func(f *filter) { f.Channels, f.Days = []string{domain.ChannelMail, domain.ChannelCall}, 365 })
				p.List.SetFilter(func(f *filter) { f.Tag = "doku" })
				p.List.Rows.SelectFirst()
				b.Save("conversations-filter-" + name)
				b.EditConversation(p.reader.id)
				b.Save("conversations-correct-" + name)
			})
			t.Run("full-"+name, func(t *testing.T) {
				b, p := open(t, desktest.Options{Language: language, Mode: mode, People: 20, Conversations: 30})
				p.Open(rich(b))
				b.Save("conversations-full-" + name)
				p.reader.earlier = true
				p.reader.show()
				p.reader.scroll.SetOffset(1000)
				b.Save("conversations-earlier-" + name)
			})
			t.Run("line-"+name, func(t *testing.T) {
				b, _ := open(t, desktest.Options{Language: language, Mode: mode, People: 20, Conversations: 30})
				line, err := b.Workspace.Understand(context.Background(), "Mail von Goethe, Charlotte Buff @Wetzlar gestern: will **deutsche** Doku #doku ?bis Fr, Entwurf schicken nächsten Di ++")
				if err != nil {
					t.Fatal(err)
				}
				b.LogInFull(line, func() {})
				b.Save("conversations-line-" + name)
				for range 12 {
					b.Window.Canvas().FocusNext()
				}
				test.Scroll(b.Window.Canvas(), fyne.NewPos(640, 500), 0, -2000)
				b.Save("conversations-line-end-" + name)
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

// rich records a conversation that has everything.
func rich(b *desktest.Bench) domain.ID {
	b.T.Helper()
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	file, err := b.Workspace.AttachContent(context.Background(), strings.NewReader(strings.Repeat("Preis ", 9000)), "Preisliste 2027.pdf")
	if err != nil {
		b.T.Fatal(err)
	}
	sentiment := 1
	words := domain.ConversationWords{
		Subject: "Deutsche Doku", Tags: []string{"doku", "pilot"}, Place: "Jena", Attachments: []domain.Attachment{file},
		Text: "## Was sie brauchen\n\nDie Doku **auf Deutsch**, bis *Mai*. Mehr steht auf [der Seite](https://cotta.example/doku).\n\n1. Einführung\n2. Beispiele aus dem `Versmaß`\n   - mit Reim\n   - ohne Reim\n\n> Ohne Doku kein Pilot, sagt das Theater.\n\n- [x] Preisliste\n- [ ] Entwurf\n\n![Bild](https://spion.example/x.png)",
	}
	id := talk(b, domain.ConversationWords{Subject: "Doku", Text: "Will die Doku.", Tags: []string{"doku"}}, func(c *domain.ConversationContent) {
		c.People, c.Direction, c.AnswerExpected, c.AnswerBy = []domain.ID{schiller}, domain.DirectionIncoming, true, "2026-11-20"
	})
	content := latest(b).Content
	content.Seconds, content.Sentiment = 1500, &sentiment
	words.Reason = "nach den Notizen ergänzt"
	b.Must(domain.CorrectConversation{Conversation: id, Content: content, Words: words})
	b.Must(domain.PlanFollowUp{FollowUp: b.Workspace.NewID(), Text: "Entwurf schicken", Plan: domain.FollowUpPlan{
		Due: "2026-11-17", For: b.Workspace.Me(), Conversation: id, People: content.People, Origin: content.Origin,
	}})
	return id
}
