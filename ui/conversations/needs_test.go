package conversations

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/picker"
)

// heardIn are the needs that came of a conversation.
func heardIn(b *desktest.Bench, conversation domain.ID) []projections.NeedRow {
	b.T.Helper()
	rows, err := b.Workspace.Views().Needs(context.Background(), projections.NeedQuery{
		Shown: projections.NeedsAll, About: domain.Stream{Kind: domain.KindConversation, ID: conversation},
	})
	if err != nil {
		b.T.Fatal(err)
	}
	return rows
}

func TestANeedBeginsWithThoseOfTheConversation(t *testing.T) {
	b, p := open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	id := talk(b, domain.ConversationWords{Text: "Ohne Netz geht nichts."}, func(c *domain.ConversationContent) { c.People = []domain.ID{schiller} })
	var start desk.NeedStart
	b.RaiseNeed = func(s desk.NeedStart) { start = s }
	p.Open(id)
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyN)
	if start.Conversation != id || len(start.People) != 1 || start.People[0].ID != schiller || start.Words != "Ohne Netz geht nichts." {
		t.Errorf("the form opens with %+v", start)
	}

	// What came of it stands below it, and leads there.
	need := domain.RaiseNeed{
		Need: b.Workspace.NewID(), Words: domain.NeedWords{Title: "Handbuch ohne Netz"},
		Voices: []domain.Voice{{Person: schiller, Conversation: id}},
	}
	b.Must(need)
	says(t, b, "Handbuch ohne Netz", "1 Stimme", "zu entscheiden")
	b.Tap("1 Stimme")
	if at := b.Shell.Route(); at.Page != desk.PageNeeds || at.Arg != need.Need.String() {
		t.Errorf("the need leads to %+v", at)
	}
}

func TestAConversationAndItsNeedAreOneStep(t *testing.T) {
	b, f := opened(t)
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	f.people.SetItems([]picker.Item{{ID: schiller.String(), Label: "Friedrich Schiller"}})
	b.Type("Braucht das Handbuch ohne Netz")
	f.needs.add()
	b.Type("Handbuch ohne Netz")
	id := b.Workspace.NewID()
	done := b.Must(f.read().commands(id, nil, b.Workspace.NewID))
	rows := heardIn(b, id)
	if len(rows) != 1 || rows[0].Title != "Handbuch ohne Netz" || rows[0].Voices != 1 || rows[0].Owner != b.Workspace.Me() {
		t.Fatalf("of the conversation came %+v", rows)
	}
	if _, err := b.Workspace.UndoCommand(context.Background(), done.Command); err != nil {
		t.Fatal(err)
	}
	if rows := heardIn(b, id); len(rows) != 0 {
		t.Errorf("taken back, there is still %+v", rows)
	}
}

func TestWhoIsToldStandsInTheForm(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	need := b.Workspace.NewID()
	b.Must(domain.RaiseNeed{Need: need, Words: domain.NeedWords{Title: "Handbuch"}, Voices: []domain.Voice{{Person: schiller}}})
	b.Must(domain.DecideNeed{Need: need, Answer: domain.NeedYes, Wording: "Ab Januar."})
	b.LogTelling(desk.Telling{
		Person:  projections.Party{Kind: domain.KindPerson, ID: schiller, Name: "Friedrich Schiller"},
		Subject: "Rückmeldung: Handbuch", Text: "Ab Januar.", Draft: "a",
		Also: func(conversation domain.ID, at domain.Moment) []domain.Command {
			return []domain.Command{domain.TellBack{Need: need, Person: schiller, Telling: domain.Telling{At: at, Conversation: conversation}}}
		},
	})
	says(t, b, "Friedrich Schiller", "Rückmeldung: Handbuch", "Ab Januar.")
	submit(b)
	if said := latest(b); said.Words.Text != "Ab Januar." || said.Content.Direction != domain.DirectionOutgoing {
		t.Errorf("it says %+v", said.Words)
	}
	page, err := b.Workspace.Views().Need(context.Background(), need)
	if err != nil || page.State != domain.NeedClosed || page.Heard[0].Told.Conversation == domain.None {
		t.Errorf("it is %+v, %v", page, err)
	}
}
