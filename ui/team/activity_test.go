package team

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
)

func TestActivitySaysWhoDidWhatAndWhatIsShared(t *testing.T) {
	b, _, schiller := clashing(t, desktest.Options{})
	b.AddPerson(domain.Name{Given: "Novalis"})
	show(b, desk.PageActivity)
	wants(t, b, "Aktivität", "Bettina Brentano", "Friedrich Schiller", "Novalis", "noch nicht geteilt")
	b.NoKeys()
	page := b.Shell.Page().(*activity)
	if strings.Count(b.Texts(), "noch nicht geteilt") != 1 {
		t.Errorf("unshared is not one step:\n%s", b.Texts())
	}
	sync(t, b.Workspace)
	if strings.Contains(b.Texts(), "noch nicht geteilt") {
		t.Errorf("still unshared:\n%s", b.Texts())
	}
	b.Tap("Bettina Brentano")
	for _, one := range page.steps.list {
		if one.Actor.Name != "Bettina Brentano" {
			t.Errorf("a step of %q", one.Actor.Name)
		}
	}
	for _, it := range page.items {
		if it.step != nil && strings.Contains(it.step.text, "Schiller") {
			page.open(it.id())
			break
		}
	}
	if got := b.Shell.Route(); got.Page != desk.PagePeople || got.Arg != schiller.String() {
		t.Errorf("opened is %+v", got)
	}
}

// A long ledger comes page by page, and a reader who scrolled keeps the place
// when something new arrives.
func TestActivityIsReadPageByPage(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	for i := range 150 {
		b.AddPerson(domain.Name{Given: fmt.Sprintf("Person %d", i)})
	}
	show(b, desk.PageActivity)
	page := b.Shell.Page().(*activity)
	if len(page.steps.list) >= 150 {
		t.Fatalf("all %d were read at once", len(page.steps.list))
	}
	for range 12 {
		b.Press(fyne.KeyEnd)
	}
	if n := len(page.steps.list); n != 151 {
		t.Fatalf("%d steps, want 151", n)
	}
	selected := page.list.Selected()
	b.AddPerson(domain.Name{Given: "Novalis"})
	if page.list.Selected() != selected {
		t.Error("the place is lost")
	}
}

// In a large team the one whose steps are looked at is sought by name.
func TestActivityOfOneAmongMany(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	add := func(name string) domain.ID {
		id := b.Workspace.NewID()
		b.Must(domain.AddRecord{
			Record: domain.Stream{Kind: domain.KindMember, ID: id}, Origin: domain.Origin{How: domain.OriginManual},
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Display: name})}},
		})
		return id
	}
	herder := add("Herder")
	for i := range mostNamed {
		add(fmt.Sprint("Kollegin ", i))
	}
	show(b, desk.PageActivity)
	page := b.Shell.Page().(*activity)
	if n := len(page.segments()); n != 3 {
		t.Errorf("%d choices stand above the list", n)
	}
	b.Tap("Jemand …")
	b.Type("herd")
	b.Press(fyne.KeyReturn)
	if page.member != herder.String() || page.filter.Value() != page.member || len(page.segments()) != 4 {
		t.Errorf("chosen is %q, shown %q", page.member, page.filter.Value())
	}
}
