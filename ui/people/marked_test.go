package people

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/ui/roster"
)

// crowd adds so many people whose names are numbers.
func crowd(b *desktest.Bench, n int) []domain.ID {
	b.T.Helper()
	ids := make([]domain.ID, n)
	var parts []domain.Command
	for i := range ids {
		ids[i] = b.Workspace.NewID()
		parts = append(parts, domain.AddRecord{Record: personStream(ids[i]), Origin: manual, Changes: []domain.Change{
			{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Given: "A", Family: fmt.Sprintf("N%04d", i)})},
		}})
	}
	b.Must(domain.Batch{Title: "save-person", Parts: parts})
	return ids
}

func byName(p *page) {
	order := p.List.Order
	order.Value, order.Reverse = string(projections.PeopleByName), false
	p.List.SetOrder(order)
}

func withTag(b *desktest.Bench, tag string) int {
	b.T.Helper()
	shown, _, err := b.Workspace.Views().CountPeople(b.T.Context(), projections.PeopleQuery{Tag: tag})
	if err != nil {
		b.T.Fatal(err)
	}
	return shown
}

func submitDialog(b *desktest.Bench) {
	b.T.Helper()
	b.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(
		&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
}

// M opens what can be done: with the one who is shown, or with those marked.
func TestWhatIsDoneWithTheMarkedByKey(t *testing.T) {
	b, p := open(t, desktest.Options{})
	crowd(b, 2)
	byName(p)
	p.List.ToRows()
	b.Press(fyne.KeyM)
	says(t, b, "Endgültig löschen …")
	b.Press(fyne.KeyEscape)
	p.List.ToRows()
	b.Press(fyne.KeyX, fyne.KeyM)
	says(t, b, p.list.actions()[0].Label)
	b.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.Type("messe,")
	submitDialog(b)
	if n := withTag(b, "messe"); n != 1 {
		t.Errorf("%d tagged", n)
	}
}

// What is done with all who match also reaches those who were never fetched, is
// one step, and can be taken back at once.
func TestAllWhoMatchAreTaggedInOneStep(t *testing.T) {
	b, p := open(t, desktest.Options{})
	crowd(b, 700)
	byName(p)
	p.List.ToRows()
	p.List.Rows.TypedShortcut(&fyne.ShortcutSelectAll{})
	says(t, b, "700 Personen")
	b.Press(fyne.KeyX) // all but the first
	says(t, b, "699 Personen")
	p.list.actions()[0].Do(p.List.Choice())
	says(t, b, "Schlagwort vergeben")
	b.Type("messe,")
	submitDialog(b)
	if n := withTag(b, "messe"); n != 699 {
		t.Fatalf("%d have the tag", n)
	}
	says(t, b, "Schlagwort vergeben · 699 Personen")
	if !p.List.Rows.Marks().None() {
		t.Error("what was done is still marked")
	}
	b.Undo()
	if n := withTag(b, "messe"); n != 0 {
		t.Errorf("after one undo %d have the tag", n)
	}
}

func TestMarkedPeopleAreArchivedAndComeBack(t *testing.T) {
	b, p := open(t, desktest.Options{})
	ids := crowd(b, 5)
	byName(p)
	p.List.ToRows()
	b.Press(fyne.KeyHome, fyne.KeyX, fyne.KeyJ, fyne.KeyJ, fyne.KeyX)
	says(t, b, "2 Personen")
	p.list.actions()[4].Do(p.List.Choice())
	if n := p.List.Paged.Len(); n != 3 {
		t.Errorf("%d are listed", n)
	}
	says(t, b, "Archiviert · 2 Personen")
	b.Shell.Toasts.Act()
	if n := p.List.Paged.Len(); n != 5 {
		t.Errorf("after Undo %d are listed", n)
	}
	b.Press(fyne.KeyX)
	b.Press(fyne.KeyEscape)
	if !p.List.Rows.Marks().None() {
		t.Error("Esc leaves rows marked")
	}
	if p.Wanted == domain.None || !slices.Contains(ids, p.Wanted) {
		t.Error("nobody is shown")
	}
}

// The last of very many is one page away, and from there the list is read
// upwards without a gap.
func TestEndOfALongList(t *testing.T) {
	b, p := open(t, desktest.Options{})
	ids := crowd(b, 1500)
	byName(p)
	p.List.ToRows()
	b.Press(fyne.KeyEnd)
	if p.Wanted != ids[1499] || p.List.Paged.Len() > 4*roster.PageSize {
		t.Fatalf("End leads elsewhere, with %d rows", p.List.Paged.Len())
	}
	for range 300 {
		b.Press(fyne.KeyK)
	}
	if p.Wanted != ids[1199] {
		t.Error("upwards a row is missing")
	}
	b.Press(fyne.KeyHome)
	if p.Wanted != ids[0] {
		t.Error("Home does not lead to the first")
	}
}

func TestTypingANameLeadsToIt(t *testing.T) {
	b, p := open(t, desktest.Options{})
	ids := crowd(b, 1500)
	byName(p)
	p.List.ToRows()
	p.List.Rows.TypedRune('\'')
	for _, r := range "n12" {
		b.Press(fyne.KeyN) // the key comes before its letter and must not act
		p.List.Rows.TypedRune(r)
	}
	says(t, b, "Springe zu: n12")
	if p.Wanted != ids[1200] {
		t.Error("the name leads elsewhere")
	}
	if len(b.Edited) > 0 {
		t.Errorf("a letter of the name opened %v", b.Edited)
	}
	b.Press(fyne.KeyEscape)
	saysNot(t, b, "Springe zu")
}

// Who leaves the list and comes back finds the same rows at the same place, deep
// in it too.
func TestPlaceDeepInTheListIsKept(t *testing.T) {
	b, p := open(t, desktest.Options{})
	ids := crowd(b, 1500)
	byName(p)
	p.List.ToRows()
	b.Press(fyne.KeyEnd)
	for range 40 {
		b.Press(fyne.KeyK)
	}
	before := p.List.Rows.State()
	b.Shell.Open(kit.Route{Page: desk.PageToday})
	b.Shell.Back()
	back := b.Shell.Page().(*page)
	if after := back.List.Rows.State(); after != before || back.Wanted != ids[1459] {
		t.Errorf("was at %+v, is at %+v", before, after)
	}
	b.Shell.Open(kit.Route{Page: desk.PageToday})
	if again := newPage(b.Desk, ""); true {
		again.OnShow()
		defer again.OnHide()
		if again.Wanted != ids[1459] {
			t.Error("after a restart somebody else is selected")
		}
	}
}

func TestTableHasColumnsOfOnesOwn(t *testing.T) {
	b, p := open(t, desktest.Options{People: 30, Conversations: 100})
	p.List.ToRows()
	b.Press(fyne.KeyW)
	says(t, b, "POSITION", "RHYTHMUS", "BETREUT VON")
	saysNot(t, b, "TELEFON")
	b.Tap("Spalten")
	b.Tap("Telefon")
	says(t, b, "TELEFON")
	b.Tap("NAME")
	if p.List.Order.Value != string(projections.PeopleByName) || p.List.Order.Reverse {
		t.Errorf("the head of the names sorts by %+v", p.List.Order)
	}
	b.Tap("NAME")
	if !p.List.Order.Reverse {
		t.Error("once more does not turn the order")
	}
	p.List.ToRows()
	b.Press(fyne.KeyJ, fyne.KeyReturn)
	if p.detail() == nil || p.detail().id != p.Wanted {
		t.Fatal("Enter does not open the person")
	}
	b.Press(fyne.KeyEscape)
	says(t, b, "POSITION")
	if again := newPage(b.Desk, ""); !reflect.DeepEqual(again.List.Filter, filter{}) || !again.List.Order.Reverse {
		t.Error("the order is not kept")
	}
}
