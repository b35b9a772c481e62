package importer

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
)

// pairOf is a bench with two people who may be the same, of whom the second one
// is the busier.
func pairOf(t *testing.T) (b *desktest.Bench, p *page, one, other domain.ID) {
	t.Helper()
	b, p = open(t, desktest.Options{}, desk.ArgDuplicates)
	one = b.AddPerson(domain.Name{Given: "Karl", Family: "Böttiger"})
	other = b.AddPerson(domain.Name{Given: "Carl", Family: "Böttiger"})
	for person, note := range map[domain.ID]string{one: "Schreibt viel", other: "Weiß alles"} {
		b.Must(domain.ChangeDetails{
			Record: domain.Stream{Kind: domain.KindPerson, ID: person}, Origin: domain.Origin{How: domain.OriginManual},
			Changes: []domain.Change{{Field: domain.FieldNote, Now: domain.TextValue(note)}},
		})
	}
	b.Must(domain.LogConversation{Conversation: b.Workspace.NewID(), Content: domain.ConversationContent{
		Channel: domain.ChannelCall, When: domain.Moment{At: b.Workspace.Now()}, People: []domain.ID{other}, Ours: []domain.ID{b.Workspace.Me()},
	}, Words: domain.ConversationWords{Text: "Über das Theater"}})
	p.duplicates.list.SelectFirst()
	return b, p, one, other
}

func submit(b *desktest.Bench) {
	b.T.Helper()
	b.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
}

func TestAPairBecomesOnePersonByKeyboard(t *testing.T) {
	b, _, one, other := pairOf(t)
	b.Press(fyne.KeyReturn)
	see(b, "Carl Böttiger bleibt und bekommt, was fehlt.", "1 Gespräch", "0 Gespräche", "✓ Carl Böttiger", "✓ Weiß alles", "✓ Schreibt viel")
	b.Press(fyne.KeyRight) // the name of the other one
	see(b, "✓ Karl Böttiger")
	submit(b)
	see(b, "Niemand steht doppelt da", "Personen zusammengeführt")
	record, err := b.Workspace.Record(context.Background(), domain.Stream{Kind: domain.KindPerson, ID: other})
	if err != nil {
		t.Fatal(err)
	}
	p := record.(*domain.Person)
	if p.Name().Given != "Karl" || p.Dossier.Text(domain.FieldNote) != "Weiß alles\n\nSchreibt viel" || len(p.Merged) != 1 || p.Merged[0] != one {
		t.Errorf("they are %+v", p)
	}
	b.Desk.Undo()
	see(b, "1 Paar", "Karl Böttiger", "Carl Böttiger")
}

func TestTheOtherOneOfAPairMayStay(t *testing.T) {
	b, _, one, other := pairOf(t)
	b.Press(fyne.KeyG, fyne.KeyS)
	see(b, "Karl Böttiger bleibt und bekommt, was fehlt.", "✓ Carl Böttiger")
	submit(b)
	root, err := b.Workspace.Views().FoundUnder(context.Background(), other)
	if err != nil || root != one {
		t.Errorf("found under %v, %v", root, err)
	}
}

func TestAPairIsNotTheSamePerson(t *testing.T) {
	for name, press := range map[string][]fyne.KeyName{"in the list": {fyne.KeyN}, "side by side": {fyne.KeyG, fyne.KeyN}} {
		t.Run(name, func(t *testing.T) {
			b, _, _, _ := pairOf(t)
			b.Press(press...)
			see(b, "Niemand steht doppelt da", "Als zwei Personen festgehalten")
			b.Desk.Undo()
			see(b, "1 Paar")
		})
	}
}
