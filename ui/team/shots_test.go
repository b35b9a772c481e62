package team

import (
	"context"
	"errors"
	"testing"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/workspace"
)

// TestShots draws the pages into build/shots, to be looked at.
func TestShots(t *testing.T) {
	for language, modes := range map[string][]kit.Mode{"de": {kit.Light, kit.Dark}, "en": {kit.Light, kit.Dark}} {
		for _, mode := range modes {
			name := language + "-" + map[kit.Mode]string{kit.Light: "light", kit.Dark: "dark"}[mode]
			t.Run("apart-"+name, func(t *testing.T) {
				b, _ := open(t, desktest.Options{Language: language, Mode: mode})
				p := teamPage(b)
				p.apart.access.set(workspace.TeamServer{Address: "esdb://127.0.0.1:1?tls=true", Account: "anna"})
				p.apart.phrase.first.SetText(words)
				p.apart.look()
				b.Save("team-apart-" + name)
				p.apart.ways.OnChange(wayJoin)
				b.Save("team-join-" + name)
				p.apart.join.ways.OnChange(byInvitation)
				b.Save("team-join-invitation-" + name)
				AskWho(b.Desk, "", nil)
				b.Save("team-who-" + name)
			})
			t.Run("clash-"+name, func(t *testing.T) {
				b, _, _ := clashing(t, desktest.Options{Language: language, Mode: mode})
				line := NewLine(b.Desk)
				defer line.Close()
				show(b, desk.PageAttention)
				b.Press("1", "2")
				b.Save("team-attention-" + name)
				b.AddPerson(domain.Name{Given: "Novalis"})
				show(b, desk.PageActivity)
				b.Save("team-activity-" + name)
				p := teamPage(b)
				b.Save("team-shared-" + name)
				p.invite()
				b.Type("Bettina Brentano")
				b.Press("Return")
				b.Save("team-invite-" + name)
				b.Tap(map[string]string{"de": "Fertig", "en": "Done"}[language])
				p.changeAccess()
				b.Save("team-access-" + name)
			})
			t.Run("reset-"+name, func(t *testing.T) {
				s := serve(t)
				b, _ := open(t, desktest.Options{Language: language, Mode: mode})
				line := NewLine(b.Desk)
				defer line.Close()
				b.AddPerson(domain.Name{Given: "Novalis"})
				connect(b, s)
				forget(t, s)
				if err := b.Workspace.SyncNow(context.Background()); err == nil || errors.Is(err, context.Canceled) {
					t.Fatal(err)
				}
				teamPage(b)
				b.Save("team-reset-" + name)
			})
		}
	}
}
