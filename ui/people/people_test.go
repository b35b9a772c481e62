package people

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

func open(t *testing.T, o desktest.Options) (*desktest.Bench, *page) {
	t.Helper()
	b := desktest.Open(t, o)
	Register(b.Desk)
	b.Shell.Open(kit.Route{Page: desk.PagePeople})
	return b, b.Shell.Page().(*page)
}

// weimar adds three people, the last of whom was spoken to lately.
func weimar(b *desktest.Bench) (goethe, schiller, stein domain.ID) {
	goethe = b.AddPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	schiller = b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	stein = b.AddPerson(domain.Name{Given: "Charlotte", Particle: "von", Family: "Stein"})
	logged(b, stein, desktest.Now.AddDate(0, 0, -3))
	return goethe, schiller, stein
}

func logged(b *desktest.Bench, person domain.ID, at time.Time) domain.ID {
	id := b.Workspace.NewID()
	b.Must(domain.LogConversation{
		Conversation: id,
		Content: domain.ConversationContent{
			Channel: domain.ChannelCall, Direction: domain.DirectionMutual, Ours: []domain.ID{b.Workspace.Me()},
			When: domain.Moment{At: at, Precision: domain.PrecisionMinute}, People: []domain.ID{person},
		},
		Words: domain.ConversationWords{Text: "Will die Doku auf Deutsch."},
	})
	return id
}

func says(t *testing.T, b *desktest.Bench, texts ...string) {
	t.Helper()
	said := b.Texts()
	for _, text := range texts {
		if !strings.Contains(said, text) {
			t.Errorf("the window does not say %q; it says:\n%s", text, said)
		}
	}
}

func saysNot(t *testing.T, b *desktest.Bench, texts ...string) {
	t.Helper()
	said := b.Texts()
	for _, text := range texts {
		if strings.Contains(said, text) {
			t.Errorf("the window says %q", text)
		}
	}
}

func personOf(t *testing.T, b *desktest.Bench, id domain.ID) *domain.Person {
	t.Helper()
	a, err := b.Workspace.Record(context.Background(), personStream(id))
	if err != nil {
		t.Fatal(err)
	}
	p, ok := a.(*domain.Person)
	if !ok {
		t.Fatal("there is no such person")
	}
	return p
}

func TestListSaysWhoAndSinceWhen(t *testing.T) {
	b, p := open(t, desktest.Options{})
	says(t, b, "Noch keine Personen", "Neue Person")
	_, _, stein := weimar(b)
	says(t, b, "Johann Goethe", "Charlotte von Stein", "vor 3 Tagen", "noch nie", "3")
	if first := p.List.Paged.At(0).ID; first != stein {
		t.Error("who was spoken to last does not come first")
	}
	p.FocusFilter()
	b.Type("schil")
	says(t, b, "1 von 3")
	if n := p.List.Paged.Len(); n != 1 {
		t.Errorf("the filter leaves %d people", n)
	}
	b.Type("zzz")
	says(t, b, "Niemand passt zu diesem Filter")
	b.Press(fyne.KeyEscape)
	if n := p.List.Paged.Len(); n != 3 {
		t.Errorf("Esc leaves %d people in the list", n)
	}
	if p.detail() == nil {
		t.Error("nobody is shown once there are people again")
	}
}

func TestSelectionStaysWhenSomethingChanges(t *testing.T) {
	b, p := open(t, desktest.Options{})
	goethe, schiller, _ := weimar(b)
	p.List.Rows.Select(schiller.String())
	says(t, b, "Friedrich Schiller")
	logged(b, goethe, desktest.Now)
	if got := p.List.Rows.Selected(); got != schiller.String() {
		t.Error("a change elsewhere moved the selection")
	}
	if p.detail() == nil || p.detail().id != schiller {
		t.Error("somebody else is shown")
	}
	// A filter that leaves the selected person out shows the first who fits.
	p.List.SetFilter(func(f *filter) { f.Text = "stein" })
	if p.detail() == nil || p.detail().shown.page.FullName.Family != "Stein" {
		t.Error("the page does not follow the filter")
	}
}

// What is filtered, the order and the place come back after a restart, and no
// file of the workspace holds a word of it in the clear.
func TestFilterIsRememberedAndSealed(t *testing.T) {
	b, p := open(t, desktest.Options{People: 40, Conversations: 100})
	byName := p.List.Order
	byName.Value, byName.Reverse = string(projections.PeopleByName), true
	p.List.SetOrder(byName)
	p.List.SetFilter(func(f *filter) { f.SilentDays, f.Mine = 90, true })
	p.List.SetFilter(func(f *filter) { f.Tag, f.Text = "geheim", "Goethe" })
	again := newPage(b.Desk, "")
	if want := (filter{SilentDays: 90, Mine: true, Tag: "geheim"}); !reflect.DeepEqual(again.List.Filter, want) {
		t.Errorf("the filter is %+v", again.List.Filter)
	}
	if order := again.List.Order; order.Value != byName.Value || !order.Reverse {
		t.Errorf("the order is %+v", order)
	}
	err := filepath.WalkDir(b.Workspace.Dir(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, ".db") || strings.HasSuffix(path, "-wal") {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte("geheim")) {
			t.Errorf("%s says what was filtered", filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFilterOfSomethingThatIsGoneIsTakenAway(t *testing.T) {
	b, p := open(t, desktest.Options{})
	weimar(b)
	p.List.SetFilter(func(f *filter) { f.Community = b.Workspace.NewID() })
	if p.List.Filter.Community != domain.None || p.List.Paged.Len() != 3 {
		t.Error("a community that is gone hides everybody")
	}
}

func TestKeys(t *testing.T) {
	b, p := open(t, desktest.Options{})
	_, _, stein := weimar(b)
	p.List.Rows.Select(stein.String())
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyL)
	if len(b.Logged) != 1 || b.Logged[0] != "Telefonat Charlotte von Stein: " {
		t.Errorf("L opens the line with %q", b.Logged)
	}
	b.Press(fyne.KeyE)
	says(t, b, "Charlotte von Stein bearbeiten")
	b.Press(fyne.KeyEscape)
	saysNot(t, b, "Charlotte von Stein bearbeiten")
	b.Press(fyne.KeyN)
	says(t, b, "Neue Person", "Name, Mail-Signatur oder vCard")
}

func TestPageOfAPerson(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	goethe, schiller, _ := weimar(b)
	cotta, community := b.Workspace.NewID(), b.Workspace.NewID()
	since := domain.PartialDate{Year: 2024, Month: 3}
	mail := domain.ContactPoint{ID: b.Workspace.NewID(), Kind: domain.PointEmail, Label: "work", Value: "schiller@cotta.example"}
	followUp := b.Workspace.NewID()
	b.Must(domain.Batch{Title: "save-person", Parts: []domain.Command{
		domain.AddRecord{Record: organisationStream(cotta), Origin: manual, Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue("Cotta")}}},
		domain.AddRecord{Record: domain.Stream{Kind: domain.KindCommunity, ID: community}, Origin: manual, Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue("Partner")}}},
		domain.Affiliate{Person: schiller, Origin: manual, Affiliation: domain.Affiliation{ID: b.Workspace.NewID(), Organisation: cotta, Title: "Integrator", From: since}},
		domain.JoinCommunity{Person: schiller, Community: community, Roles: []string{"advocate"}, Since: "2026-06-01", Origin: manual},
		domain.ChangeDetails{Record: personStream(schiller), Origin: manual, Changes: []domain.Change{
			{Field: domain.PointField(mail.ID), Now: domain.PointValue(mail)},
			{Field: domain.FieldLanguage, Now: domain.TextValue("de")},
			{Field: domain.FieldNote, Now: domain.TextValue("Mag **Äpfel**.")},
			{Field: domain.TagField("doku"), Now: domain.TextValue("doku")},
		}},
		domain.AssignOwner{Record: personStream(schiller), Member: b.Workspace.Me()},
		domain.SetRhythm{Record: personStream(schiller), Rhythm: 30},
		domain.Relate{Person: schiller, Origin: manual, Relation: domain.Relation{ID: b.Workspace.NewID(), Other: goethe, Kind: domain.RelationIntroducedBy}},
		domain.PlanFollowUp{FollowUp: followUp, Text: "Preisliste schicken", Plan: domain.FollowUpPlan{Due: "2026-11-17", People: []domain.ID{schiller}}},
	}})
	b.Shell.Open(kit.Route{Page: desk.PagePeople, Arg: schiller.String()})
	p := b.Shell.Page().(*page)
	says(t, b, "Integrator bei ", "Cotta", " seit März 2024", "betreut von dir", "spricht",
		"Überfällig · gestern", "Preisliste schicken", "schiller@cotta.example", "30 Tage", "Partner", "Fürsprecher",
		"vorgestellt von", "Johann Goethe", "#doku", "Äpfel")
	saysNot(t, b, "advocate", "introduced-by", "**")

	// The mail address is copied with one key, a follow-up done with one press.
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyF, fyne.KeyC)
	if got := fyne.CurrentApp().Clipboard().Content(); got != "schiller@cotta.example" {
		t.Errorf("copied is %q", got)
	}
	b.Tap("du")
	says(t, b, "Preisliste schicken (Friedrich Schiller) – erledigt")
	saysNot(t, b, "Überfällig")
}

func TestLoadingAndFailing(t *testing.T) {
	b, p := open(t, desktest.Options{})
	goethe, schiller, _ := weimar(b)
	p.List.Rows.Select(goethe.String())
	b.Async.Hold()
	p.List.Rows.Select(schiller.String())
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyL)
	if len(b.Logged) != 1 || b.Logged[0] != "Telefonat Friedrich Schiller: " {
		t.Errorf("while the page is being fetched, L logs with %q", b.Logged)
	}
	b.Async.Advance(time.Second)
	if p.detail() != nil {
		t.Error("somebody else is shown while the page is being fetched")
	}
	for b.Async.Held() > 0 {
		b.Async.Release(0)
	}
	if p.detail() == nil || p.detail().id != schiller {
		t.Error("the page did not come")
	}
	p.List.Paged.OnChange(context.DeadlineExceeded)
	says(t, b, i18n.T("kit.action.retry"))
}

func TestArrowsGoToTheTimelineAndBack(t *testing.T) {
	b, p := open(t, desktest.Options{})
	_, _, stein := weimar(b)
	p.List.Rows.Select(stein.String())
	b.Window.Canvas().Focus(p.List.Rows)
	b.Press(fyne.KeyRight)
	if b.Window.Canvas().Focused() != p.detail().timeline.List() {
		t.Fatal("the arrow does not lead to the timeline")
	}
	b.Press(fyne.KeyLeft)
	if b.Window.Canvas().Focused() != p.List.Rows {
		t.Error("the arrow does not lead back")
	}
}

func TestErasedPersonSaysSo(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	if _, err := b.Workspace.Erase(context.Background(), schiller); err != nil {
		t.Fatal(err)
	}
	b.Shell.Open(kit.Route{Page: desk.PagePeople, Arg: schiller.String()})
	says(t, b, "gelöschte Person", "Endgültig gelöscht")
	saysNot(t, b, "Schiller", "Bearbeiten")
}

func TestPersonWhoIsGone(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	b.Shell.Open(kit.Route{Page: desk.PagePeople, Arg: schiller.String()})
	b.Must(domain.Withdraw{Record: personStream(schiller)})
	if strings.Contains(b.Texts(), "Friedrich Schiller") {
		t.Error("a withdrawn person is listed")
	}
	b.Shell.Open(kit.Route{Page: desk.PagePeople, Arg: b.Workspace.NewID().String()})
	says(t, b, "Diese Person gibt es nicht mehr")
}
