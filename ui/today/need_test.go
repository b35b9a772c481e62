package today

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk/desktest"
)

func TestANeedIsDecidedPutOffAndToldFromToday(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	goethe := b.AddPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	id := b.Workspace.NewID()
	b.Must(domain.RaiseNeed{
		Need: id, Words: domain.NeedWords{Title: "Handbuch ohne Netz lesen"}, Voices: []domain.Voice{{Person: goethe}}, Quotes: []string{"Im Zug geht nichts."},
		Plan: domain.NeedPlan{For: b.Workspace.Me(), Due: domain.DayOf(desktest.Now), Origin: domain.Origin{How: domain.OriginManual}},
	})
	need := func() *projections.NeedPage {
		t.Helper()
		page, err := b.Workspace.Views().Need(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	says(t, b, "Handbuch ohne Netz lesen", "Anliegen heute zu entscheiden · 1 Stimme", "Johann Goethe", "„Im Zug geht nichts.“")
	var decided, told, edited []domain.ID
	b.DecideNeed = func(id domain.ID) { decided = append(decided, id) }
	b.TellNext = func(id domain.ID) { told = append(told, id) }
	b.EditNeed = func(id domain.ID) { edited = append(edited, id) }

	says(t, b, "entscheiden")
	b.Press(fyne.KeyD, fyne.KeyE)
	if len(decided) != 1 || decided[0] != id || len(edited) != 1 {
		t.Errorf("asked to decide %v, to edit %v", decided, edited)
	}
	b.Press(fyne.KeyS)
	b.Press(fyne.KeyReturn)
	if due := need().Due; due != domain.DayOf(desktest.Now).Add(1) {
		t.Errorf("put off, it is due on %s", due)
	}
	b.Must(domain.ScheduleNeed{Need: id, Due: domain.DayOf(desktest.Now)})
	b.Must(domain.DecideNeed{Need: id, Answer: domain.NeedYes, Wording: "Ab Januar."})
	says(t, b, "Entschieden: 1 Person weiß es noch nicht", "0 von 1 wissen es", "rückmelden")
	b.Press(fyne.KeyL)
	if len(told) != 1 || told[0] != id {
		t.Errorf("asked to tell %v", told)
	}
	b.Must(domain.TellBack{Need: id, Person: goethe})
	says(t, b, "1\u00a0Anliegen\u00a0entschieden\u00a0oder\u00a0geschlossen")
}

func says(t *testing.T, b *desktest.Bench, texts ...string) {
	t.Helper()
	said := b.Texts()
	for _, text := range texts {
		if !strings.Contains(said, text) {
			t.Errorf("nowhere stands %q:\n%s", text, said)
		}
	}
	b.NoKeys()
}
