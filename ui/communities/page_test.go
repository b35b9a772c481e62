package communities

import (
	"testing"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

func TestWhoIsOutOfRhythm(t *testing.T) {
	b, p := open(t, desktest.Options{})
	id := b.Workspace.NewID()
	community := domain.Stream{Kind: domain.KindCommunity, ID: id}
	b.Must(domain.AddRecord{Record: community, Origin: domain.Origin{How: domain.OriginManual}, Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue("Autoren")}}})
	b.Must(domain.SetRhythm{Record: community, Rhythm: 30})
	for name, days := range map[string]int{"Goethe": 2, "Schiller": 90} {
		person := b.AddPerson(domain.Name{Family: name})
		b.Must(domain.JoinCommunity{Person: person, Community: id, Since: "2024-01-01"})
		b.Must(domain.LogConversation{Conversation: b.Workspace.NewID(), Content: domain.ConversationContent{
			Channel: domain.ChannelCall, Direction: domain.DirectionMutual, Ours: []domain.ID{b.Workspace.Me()}, People: []domain.ID{person},
			When: domain.Moment{At: desktest.Now.AddDate(0, 0, -days), Precision: domain.PrecisionMinute},
		}, Words: domain.ConversationWords{Text: "Über das Manuskript."}})
	}
	p.Open(id)
	says(t, b, "50 %", "1 Person wartet länger, als der Rhythmus will")
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyH)
	says(t, b, "zuletzt vor 2 Monaten · alle 30 Tage")
	b.NoKeys()

	// A longer rhythm, typed where it stands, and nobody waits any more.
	b.Press(fyne.KeyF, fyne.KeyReturn)
	b.Window.Canvas().Focused().(*kit.Entry).SetText("viel")
	b.Press(fyne.KeyReturn)
	says(t, b, "Schreib eine Zahl von Tagen")
	b.Window.Canvas().Focused().(*kit.Entry).SetText("120")
	b.Press(fyne.KeyReturn)
	says(t, b, "100 %", "Alle sind im Rhythmus")
}

func TestTheNeedsOfACommunityStandBesideItsPeople(t *testing.T) {
	b, p := open(t, desktest.Options{})
	id, person := b.Workspace.NewID(), b.AddPerson(domain.Name{Family: "Goethe"})
	community := domain.Stream{Kind: domain.KindCommunity, ID: id}
	b.Must(domain.AddRecord{Record: community, Origin: domain.Origin{How: domain.OriginManual}, Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue("Autoren")}}})
	b.Must(domain.JoinCommunity{Person: person, Community: id, Since: "2024-01-01"})
	b.Must(domain.RaiseNeed{Need: b.Workspace.NewID(), Words: domain.NeedWords{Title: "Korrekturbogen"}, Voices: []domain.Voice{{Person: person}}})
	p.Open(id)
	says(t, b, "OFFENE ANLIEGEN", "Korrekturbogen", "zu entscheiden · 1 Stimme")
	b.NoKeys()
	b.Tap("Korrekturbogen")
	if page := b.Shell.Route().Page; page != desk.PageNeeds {
		t.Errorf("the need leads to %q", page)
	}
}
