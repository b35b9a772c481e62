package organisations

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

var manual = domain.Origin{How: domain.OriginManual}

// submit presses Ctrl+Enter.
func submit(b *desktest.Bench) {
	b.T.Helper()
	b.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
}

func add(b *desktest.Bench, name string) domain.ID {
	b.T.Helper()
	id := b.Workspace.NewID()
	b.Must(domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindOrganisation, ID: id}, Origin: manual,
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue(name)}},
	})
	return id
}

func known(b *desktest.Bench, id domain.ID) *domain.Organisation {
	b.T.Helper()
	a, err := b.Workspace.Record(context.Background(), domain.Stream{Kind: domain.KindOrganisation, ID: id})
	if err != nil {
		b.T.Fatal(err)
	}
	return a.(*domain.Organisation)
}

func says(t *testing.T, b *desktest.Bench, wanted ...string) {
	t.Helper()
	texts := b.Texts()
	for _, text := range wanted {
		if !strings.Contains(texts, text) {
			t.Errorf("the window does not say %q", text)
		}
	}
}

func TestANewOrganisationIsSavedAsOneStep(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	says(t, b, "Noch keine Organisation")
	b.Press("N")
	b.Type("Cotta")
	submit(b)
	says(t, b, "Organisation gespeichert", "Cotta")
	rows, err := b.Workspace.Views().Organisations(context.Background(), projections.OrganisationQuery{})
	if err != nil || len(rows) != 1 || rows[0].Name != "Cotta" {
		t.Fatalf("the list holds %v, %v", rows, err)
	}
	if got := b.Shell.Page().(*page).Wanted; got != rows[0].ID {
		t.Errorf("shown is %v, not the new organisation", got)
	}
	b.Undo()
	if o := known(b, rows[0].ID); o.Exists() {
		t.Error("one undo does not take the new organisation back")
	}
}

func TestAFormWithoutANameStaysOpen(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	b.EditOrganisation(domain.None)
	submit(b)
	says(t, b, "Bitte ausfüllen.")
}

func TestTheFormChangesOnlyWhatWasChanged(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	parent, id := add(b, "Cotta"), add(b, "Allgemeine Zeitung")
	record := domain.Stream{Kind: domain.KindOrganisation, ID: id}
	point := domain.ContactPoint{ID: b.Workspace.NewID(), Kind: domain.PointEmail, Label: "work", Value: "info@zeitung.example"}
	b.Must(domain.ChangeDetails{Record: record, Origin: manual, Changes: []domain.Change{
		{Field: domain.PointField(point.ID), Now: domain.PointValue(point)}, {Field: domain.TagField("presse"), Now: domain.TextValue("presse")},
	}})
	b.Must(domain.PlaceOrganisation{Organisation: id, Parent: parent})
	b.Must(domain.AssignOwner{Record: record, Member: b.Workspace.Me()})
	before := known(b, id)

	b.EditOrganisation(id)
	submit(b)
	if after := known(b, id); after.Version != before.Version {
		t.Errorf("saving without a change recorded %d events", after.Version-before.Version)
	}

	b.EditOrganisation(id)
	b.Press("End")
	b.Type(" Augsburg")
	submit(b)
	after := known(b, id)
	if after.Name() != "Allgemeine Zeitung Augsburg" || after.Version != before.Version+1 {
		t.Errorf("the name is %q after %d events", after.Name(), after.Version-before.Version)
	}
	if after.Parent != parent || after.Owner != b.Workspace.Me() || len(after.Dossier.Points()) != 1 || len(after.Dossier.Tags()) != 1 {
		t.Error("a change of the name lost something else")
	}
}

func TestTheFilterLimitsTheListAndIsRemembered(t *testing.T) {
	b, p := open(t, desktest.Options{People: 60, Conversations: 10})
	all := p.List.Paged.Len()
	p.FocusFilter()
	b.Type("weim")
	if got := p.List.Paged.Len(); got == 0 || got >= all {
		t.Fatalf("the filter shows %d of %d", got, all)
	}
	says(t, b, "von "+"14")
	b.Press("Escape")
	if p.List.Paged.Len() != all {
		t.Error("Esc does not empty the filter")
	}
	p.List.SetFilter(func(f *filter) { f.Tag = "presse" })
	b.Shell.Open(kit.Route{Page: desk.PageToday})
	b.Shell.Open(kit.Route{Page: desk.PageOrganisations})
	if got := b.Shell.Page().(*page).List.Filter.Tag; got != "presse" {
		t.Errorf("the filter is %q when the page is opened again", got)
	}
}

func TestSelectionAndPlaceStayWhenTheLedgerGrows(t *testing.T) {
	b, p := open(t, desktest.Options{People: 60, Conversations: 10})
	b.Press("J", "J")
	selected := p.List.Rows.Selected()
	add(b, "Aaa")
	if p.List.Rows.Selected() != selected {
		t.Error("the selection moved when another organisation came")
	}
	if p.Wanted.String() != selected || p.detail() == nil || p.detail().id != p.Wanted {
		t.Error("the page does not show what is selected")
	}
}

func TestAnAnswerOfOursIsWarnedOfAndAPromiseOfTheirsIsNot(t *testing.T) {
	b, p := open(t, desktest.Options{})
	awaits := func(name string, theirs bool) {
		id := add(b, name)
		b.Must(domain.LogConversation{Conversation: b.Workspace.NewID(), Content: domain.ConversationContent{
			Channel: domain.ChannelMail, Direction: domain.DirectionIncoming, AnswerExpected: true, AnswerTheirs: theirs,
			When:          domain.Moment{At: desktest.Now.AddDate(0, 0, -5), Precision: domain.PrecisionMinute},
			Organisations: []domain.ID{id}, Origin: manual,
		}, Words: domain.ConversationWords{Subject: "Schnittstelle"}})
		p.Open(id)
	}
	awaits("Cotta", false)
	says(t, b, "Eine Antwort ist offen, vor 5 Tagen", "Schnittstelle")
	awaits("Unger", true)
	says(t, b, "Schnittstelle")
	if warned := b.Texts(); strings.Contains(warned, "Eine Antwort ist offen") {
		t.Errorf("what they promised is warned of:\n%s", warned)
	}
}

func TestKeysEditAndLog(t *testing.T) {
	b, p := open(t, desktest.Options{})
	id := add(b, "Hof Weimar")
	p.List.Rows.Select(id.String())
	b.Press("L")
	if len(b.Logged) != 1 || b.Logged[0] != "Telefonat @ Hof Weimar: " {
		t.Errorf("the one-line log was opened with %q", b.Logged)
	}
	b.Press("E")
	says(t, b, "Organisation bearbeiten")
}

func TestArchivedOrganisationsLeaveTheList(t *testing.T) {
	b, p := open(t, desktest.Options{})
	id := add(b, "Cotta")
	menu(b.Desk, projections.OrganisationRow{ID: id})[2].OnTap()
	if p.List.Paged.Len() != 0 {
		t.Error("an archived organisation is still listed")
	}
	p.List.SetFilter(func(f *filter) { f.Archived = true })
	if p.List.Paged.Len() != 1 {
		t.Error("the archived organisation is not found among the archived")
	}
}

func TestTheFieldFindsWhatIsMisspeltAndTagsBehindAColon(t *testing.T) {
	b, p := open(t, desktest.Options{})
	cotta := add(b, "Cotta")
	add(b, "Weimarer Hof")
	b.Must(domain.ChangeDetails{Record: domain.Stream{Kind: domain.KindOrganisation, ID: cotta}, Origin: manual, Changes: []domain.Change{
		{Field: domain.TagField("verlag"), Now: domain.TextValue("verlag")},
	}})
	p.List.Search.SetText("cota")
	says(t, b, "NICHTS PASST GENAU; ÄHNLICH:")
	if p.List.Counted() != "1 von 2" || p.Wanted != cotta {
		t.Errorf("%s listed", p.List.Counted())
	}
	p.List.Search.SetText("tag:ver")
	if p.List.Counted() != "1 von 2" {
		t.Errorf("with the tag %s", p.List.Counted())
	}
	p.List.Search.SetText("community:kunden")
	says(t, b, "gilt hier nur „tag:“")
}
