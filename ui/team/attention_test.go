package team

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
)

func nameOf(b *desktest.Bench, person domain.ID) string {
	b.T.Helper()
	page, err := b.Workspace.Views().Person(context.Background(), person, b.Workspace.Now())
	if err != nil {
		b.T.Fatal(err)
	}
	return page.FullName.Full()
}

// Two fields were changed by two: each is answered with one key, and Enter
// records both.
func TestAClashIsSettledByKeyboard(t *testing.T) {
	b, bert, schiller := clashing(t, desktest.Options{})
	show(b, desk.PageAttention)
	wants(t, b, "Braucht dich", "1 Schritt", "Friedrich von Schiller", "Bettina Brentano", "Vorher: Friedrich Schiler",
		"zieht nach Weimar", "wohnt jetzt in Jena", "Feld 1 von 2")
	b.NoKeys()
	b.Press(fyne.KeyReturn)
	wants(t, b, "Wähle erst für jedes Feld, was gelten soll.")
	b.Press(fyne.Key1, fyne.Key2, fyne.KeyReturn)
	wants(t, b, "Nichts wartet auf dich", "Geklärt")
	if got := nameOf(b, schiller); got != "Friedrich von Schiller" {
		t.Errorf("the person is called %q", got)
	}
	if n := b.Workspace.TeamStatus().Attention; n != 0 {
		t.Errorf("%d still wait", n)
	}
	sync(t, b.Workspace)
	sync(t, bert)
	record, err := bert.Record(context.Background(), domain.Stream{Kind: domain.KindPerson, ID: schiller})
	if err != nil {
		t.Fatal(err)
	}
	dossier := record.(*domain.Person).Dossier
	if v := dossier.Get(domain.FieldName); v == nil || v.Name == nil || v.Name.Family != "von Schiller" {
		t.Errorf("the colleague reads the name %+v", v)
	}
	if v := dossier.Get(domain.FieldNote); v == nil || !strings.Contains(v.Text, "Jena") {
		t.Errorf("the colleague reads the note %+v", v)
	}
}

// What was chosen so far stays when something else changes meanwhile.
func TestAChoiceSurvivesAReload(t *testing.T) {
	b, _, _ := clashing(t, desktest.Options{})
	show(b, desk.PageAttention)
	page := b.Shell.Page().(*attention)
	b.Press(fyne.KeyRight)
	b.AddPerson(domain.Name{Given: "Novalis"})
	b.Async.Advance(time.Second)
	if page.detail.chosen[0] != domain.KeepTheirs {
		t.Errorf("chosen are %q", page.detail.chosen)
	}
}

func TestAStepIsEditedOrDiscarded(t *testing.T) {
	b, _, schiller := clashing(t, desktest.Options{})
	show(b, desk.PageAttention)
	b.Press(fyne.KeyE)
	if len(b.Edited) != 1 || b.Edited[0] != "person:"+schiller.String() {
		t.Fatalf("opened were %q", b.Edited)
	}
	b.Press(fyne.KeyR)
	wants(t, b, "Das wurde inzwischen geändert.")
	b.Press(fyne.KeyDelete)
	wants(t, b, "Diesen Schritt verwerfen?")
	b.Tap("Abbrechen")
	if n := b.Workspace.TeamStatus().Attention; n != 1 {
		t.Fatalf("%d wait", n)
	}
	b.Press(fyne.KeyDelete)
	b.Tap("Verwerfen")
	wants(t, b, "Nichts wartet auf dich")
}

func TestNothingWaits(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	show(b, desk.PageAttention)
	wants(t, b, "Nichts wartet auf dich")
	b.Press(fyne.KeyEscape)
	if got := b.Shell.Route().Page; got != desk.PageTeam {
		t.Errorf("Esc leads to %q", got)
	}
}
