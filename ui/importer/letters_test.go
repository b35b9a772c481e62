package importer

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"kontor/projections"
	"kontor/ui/conversations"
	"kontor/ui/desk/desktest"
)

func TestAMailIsLoggedAfterTheImport(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	conversations.Register(b.Desk)
	mail := "From: Bettina Brentano <bettina@federkiel.example>\r\nTo: team@kontor.example\r\nSubject: Der Druck\r\n" +
		"Message-ID: <1@federkiel.example>\r\nDate: Tue, 12 May 2026 10:15:00 +0200\r\n\r\nWann kommt der Druck?\r\n"
	b.Shell.Drop([]fyne.URI{storage.NewFileURI(write(t, "druck.eml", mail))})
	b.Press(fyne.KeyReturn)
	if len(p.outcome.letters) != 0 {
		t.Error("it is offered before anything was imported")
	}
	b.Press(fyne.KeyReturn)
	see(b, "Diese Mail ist noch kein Gespräch", "Als Gespräch festhalten", "Zurücknehmen")
	b.Press(fyne.KeyL)
	see(b, "Der Druck", "Bettina Brentano")
	b.Tap("Festhalten")
	entries, err := b.Workspace.Views().Timeline(t.Context(), projections.TimelineQuery{Kinds: []projections.EntryKind{projections.EntryConversation}})
	if err != nil || len(entries) != 1 || entries[0].Subject != "Der Druck" || len(entries[0].People) != 1 {
		t.Fatalf("%+v, %v", entries, err)
	}
	if len(p.outcome.letters) != 0 {
		t.Error("it is offered again")
	}
	b.Press(fyne.KeyU)
	if n := people(b); n != 0 || !p.outcome.undone {
		t.Errorf("%d people after taking it back", n)
	}
}

func TestTheLastStepAnswersToItsKeys(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	b.Shell.Drop([]fyne.URI{storage.NewFileURI(write(t, "weimar.csv", table))})
	b.Press(fyne.KeyReturn)
	b.Press(fyne.KeyU) // nothing was imported yet
	b.Press(fyne.KeyReturn)
	see(b, "Zu den Personen\n", "Andere Dateien")
	b.Press(fyne.KeyR)
	see(b, "Abgelehnte als Datei sichern")
	b.Press(fyne.KeyEscape)
	b.Press(fyne.KeyU)
	if !p.outcome.undone || people(b) != 0 {
		t.Error("U does not take it back")
	}
	b.Press(fyne.KeyN)
	if p.step != choosing {
		t.Errorf("N leads to step %d", p.step)
	}
}
