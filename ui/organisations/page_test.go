package organisations

import (
	"testing"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/ui/desk/desktest"
	"kontor/ui/dossier"
	"kontor/ui/kit"
)

func TestHealthIsTheMeanOfThePeople(t *testing.T) {
	b, p := open(t, desktest.Options{})
	id := add(b, "Cotta")
	for name, days := range map[string]int{"Goethe": 2, "Schiller": 800} {
		person := b.AddPerson(domain.Name{Family: name})
		b.Must(domain.Affiliate{Person: person, Origin: manual, Affiliation: domain.Affiliation{ID: b.Workspace.NewID(), Organisation: id, Title: "Autor"}})
		b.Must(domain.LogConversation{Conversation: b.Workspace.NewID(), Content: domain.ConversationContent{
			Channel: domain.ChannelCall, Direction: domain.DirectionMutual, Ours: []domain.ID{b.Workspace.Me()}, People: []domain.ID{person},
			When: domain.Moment{At: desktest.Now.AddDate(0, 0, -days), Precision: domain.PrecisionMinute},
		}, Words: domain.ConversationWords{Text: "Über das Manuskript."}})
	}
	p.Open(id)
	sum := 0
	for _, s := range p.detail().shown.standings {
		sum += s.Health.Score
	}
	if n := len(p.detail().shown.standings); n != 2 {
		t.Fatalf("%d people count", n)
	}
	if first := p.detail().shown.standings[0].Person.Name; first != "Schiller" {
		t.Errorf("the weakest is %s", first)
	}
	says(t, b, "Autor · vor 2 Tagen", "zuletzt vor 2 Tagen, Telefonat, du ↔ Goethe")
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyH)
	says(t, b, "MITTEL AUS 2 PERSONEN")
	b.NoKeys()
}

func TestFactsAreEditedWhereTheyStand(t *testing.T) {
	b, p := open(t, desktest.Options{})
	id := add(b, "Cotta")
	point := domain.ContactPoint{ID: b.Workspace.NewID(), Kind: domain.PointDomain, Value: "cotta.example"}
	b.Must(domain.ChangeDetails{Record: record(id), Origin: manual, Changes: []domain.Change{{Field: domain.PointField(point.ID), Now: domain.PointValue(point)}}})
	p.Open(id)
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyF, fyne.KeyReturn)
	b.Window.Canvas().Focused().(*kit.Entry).SetText("@Cotta-Verlag.example")
	b.Press(fyne.KeyReturn)
	if got := known(b, id).Dossier.Points()[0].Value; got != "cotta-verlag.example" {
		t.Errorf("the domain is %q", got)
	}
	p.detail().facts.Begin(dossier.FieldKey(domain.FieldDescription), dossier.EditText(record(id), domain.FieldDescription, "", nil, true))
	b.Type("Verlag der Klassiker")
	b.Tap("speichern")
	says(t, b, "Verlag der Klassiker")
	before := known(b, id).Version
	b.Undo()
	if o := known(b, id); o.Dossier.Text(domain.FieldDescription) != "" || o.Version == before {
		t.Error("one undo does not take it back")
	}
}
