package organisations

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/ui/desk"
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
		for i := range 3 {
			b.Must(domain.LogConversation{Conversation: b.Workspace.NewID(), Content: domain.ConversationContent{
				Channel: domain.ChannelCall, Direction: domain.DirectionMutual, Ours: []domain.ID{b.Workspace.Me()}, People: []domain.ID{person},
				When: domain.Moment{At: desktest.Now.AddDate(0, 0, -days-i), Precision: domain.PrecisionMinute},
			}, Words: domain.ConversationWords{Text: "Über das Manuskript."}})
		}
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

func TestWhoOfUsKnowsWhom(t *testing.T) {
	b, p := open(t, desktest.Options{})
	id := add(b, "Cotta")
	for name, times := range map[string]int{"Goethe": 3, "Schiller": 1} {
		person := b.AddPerson(domain.Name{Family: name})
		b.Must(domain.Affiliate{Person: person, Origin: manual, Affiliation: domain.Affiliation{ID: b.Workspace.NewID(), Organisation: id}})
		for range times {
			b.Must(domain.LogConversation{Conversation: b.Workspace.NewID(), Content: domain.ConversationContent{
				Channel: domain.ChannelCall, Direction: domain.DirectionMutual, Ours: []domain.ID{b.Workspace.Me()}, People: []domain.ID{person},
				When: domain.Moment{At: desktest.Now.AddDate(0, 0, -2), Precision: domain.PrecisionMinute},
			}})
		}
	}
	p.Open(id)
	lines := dossier.KnownAmong(b.Desk, p.detail().shown.page, false, nil)
	if len(lines) != 1 || lines[0].Label != "du · 4 · vor 2 Tagen" || lines[0].Value != "Goethe 3, Schiller 1" {
		t.Fatalf("%+v", lines)
	}
	if menu := lines[0].Menu; len(menu) != 2 || menu[0].Label != "Goethe · 3 · vor 2 Tagen" {
		t.Errorf("the menu of the line: %+v", menu)
	}
	lines[0].Menu[1].OnTap()
	if route := b.Shell.Route(); route.Page != desk.PagePeople {
		t.Errorf("it leads to %+v", route)
	}
}

func TestTheDossierIsSavedAsPDF(t *testing.T) {
	b, p := open(t, desktest.Options{})
	id := add(b, "Cotta")
	p.Open(id)
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyP)
	says(t, b, "Dossier sichern")
	b.Press(fyne.KeyEscape)
	path := filepath.Join(t.TempDir(), "Cotta.pdf")
	dossier.WritePDF(b.Desk, record(id), path)
	says(t, b, "Cotta.pdf")
	if content, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(content, []byte("%PDF")) {
		t.Errorf("the file begins with %.8q, %v", content, err)
	}
	dossier.WritePDF(b.Desk, record(id), filepath.Join(path, "nowhere.pdf"))
	if rest, err := os.ReadDir(filepath.Dir(path)); err != nil || len(rest) != 1 {
		t.Errorf("%d files are there after one could not be written, %v", len(rest), err)
	}
	dossier.WritePDF(b.Desk, record(b.Workspace.NewID()), path+"2")
	says(t, b, "Davon gibt es nichts mehr zu drucken")
}

func TestTheFootNamesTheKeysThatDoSomething(t *testing.T) {
	b, p := open(t, desktest.Options{})
	house, id := add(b, "Weimar"), add(b, "Cotta")
	p.Open(id)
	named := func(want ...string) {
		t.Helper()
		var keys []string
		for i, word := range p.detail().hints() {
			if i%2 == 0 {
				keys = append(keys, word)
			}
		}
		if !slices.Equal(keys, want) {
			t.Errorf("the foot names %v instead of %v", keys, want)
		}
	}
	named("→", "P", "M")
	b.Must(domain.PlaceOrganisation{Organisation: id, Parent: house})
	person := b.AddPerson(domain.Name{Family: "Goethe"})
	b.Must(domain.Affiliate{Person: person, Origin: manual, Affiliation: domain.Affiliation{ID: b.Workspace.NewID(), Organisation: id}})
	b.Must(domain.LogConversation{Conversation: b.Workspace.NewID(), Content: domain.ConversationContent{
		Channel: domain.ChannelCall, Direction: domain.DirectionIncoming, Ours: []domain.ID{b.Workspace.Me()}, People: []domain.ID{person},
		When: domain.Moment{At: desktest.Now.AddDate(0, 0, -2), Precision: domain.PrecisionMinute},
	}, Words: domain.ConversationWords{Text: "Der Druck ist blass. #beschwerde", Tags: []string{"beschwerde"}}})
	named("→", "A", "P", "H", "F", "O", "M")
	says(t, b, "Beschwerde", "Dossier", "darüber")
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyH) // one call is too little to tell, and the complaint stands there all the same
	says(t, b, "Noch zu wenig bekannt", "1 offene Beschwerde")
	b.Press(fyne.KeyA)
	if route := b.Shell.Route(); route.Page != desk.PageConversations {
		t.Errorf("A leads to %+v", route)
	}
}

func TestWhatIsPromisedToThePeopleThereStandsOnThePage(t *testing.T) {
	b, p := open(t, desktest.Options{})
	id := add(b, "Cotta")
	person := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	b.Must(domain.Affiliate{Person: person, Origin: manual, Affiliation: domain.Affiliation{ID: b.Workspace.NewID(), Organisation: id}})
	for i := range 12 {
		b.Must(domain.PlanFollowUp{FollowUp: b.Workspace.NewID(), Text: "Korrekturbogen " + string(rune('A'+i)), Plan: domain.FollowUpPlan{
			Due: domain.DayOf(desktest.Now).Add(i), For: b.Workspace.Me(), People: []domain.ID{person},
		}})
	}
	p.Open(id)
	says(t, b, "OFFEN", "Korrekturbogen A", "du → Friedrich Schiller", "heute", "Korrekturbogen H", "4 weitere")
	listed := strings.Count(b.Texts(), "Korrekturbogen L")
	b.Tap("4 weitere")
	if got := strings.Count(b.Texts(), "Korrekturbogen L"); got != listed+1 {
		t.Errorf("the last of them stands there %d times, %d before all were asked for", got, listed)
	}
}
