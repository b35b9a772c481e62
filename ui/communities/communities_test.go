package communities

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk/desktest"
)

// submit presses Ctrl+Enter.
func submit(b *desktest.Bench) {
	b.T.Helper()
	b.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(
		&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
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

func rows(b *desktest.Bench) []projections.CommunityRow {
	b.T.Helper()
	list, err := b.Workspace.Views().Communities(context.Background(), desktest.Now)
	if err != nil {
		b.T.Fatal(err)
	}
	return list
}

func TestTheUsualCommunitiesAreOneStep(t *testing.T) {
	b, p := open(t, desktest.Options{})
	says(t, b, "Noch keine Community", "Übliche Communities anlegen")
	b.Press(fyne.KeyReturn) // what the only button does
	if got := len(rows(b)); got != 9 {
		t.Errorf("there are %d communities", got)
	}
	says(t, b, "KUNDEN", "PARTNER", "Softwareentwickler")
	p.List.ToRows()
	b.Press("End")
	says(t, b, "Meinungsbildner")
	p.list.createDefaults()
	says(t, b, "Die üblichen Communities gibt es schon.")
	if got := len(rows(b)); got != 9 {
		t.Errorf("asked again there are %d communities", got)
	}
	b.Undo()
	if got := len(rows(b)); got != 0 {
		t.Errorf("after one undo there are %d communities", got)
	}
	says(t, b, "Noch keine Community")
}

func TestCommunitiesStandUnderTheirKind(t *testing.T) {
	_, p := open(t, desktest.Options{})
	list := []projections.CommunityRow{
		{Name: "Messe", Taxonomy: domain.CommunityOther},
		{Name: "Süd", Taxonomy: domain.CommunityIntegrators},
		{Name: "Kunden", Taxonomy: domain.CommunityCustomers},
		{Name: "Neu", Taxonomy: "a-later-kind"},
	}
	slices.SortStableFunc(list, compare(byKind))
	var said []string
	for _, c := range list {
		if head := p.list.group(c); !slices.Contains(said, head) {
			said = append(said, head)
		}
		said = append(said, c.Name)
	}
	want := strings.Join([]string{kindName(domain.CommunityCustomers), "Kunden", kindName(domain.CommunityPartners), "Süd", kindName(domain.CommunityOther), "Messe", "Neu"}, ", ")
	if got := strings.Join(said, ", "); got != want {
		t.Errorf("the list reads %s, not %s", got, want)
	}
}

func TestTheFormSavesNameKindAndRhythm(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	b.EditCommunity(domain.None)
	b.Type("Stammtisch Jena")
	submit(b)
	list := rows(b)
	if len(list) != 1 || list[0].Name != "Stammtisch Jena" || list[0].Taxonomy != domain.CommunityOther {
		t.Fatalf("saved was %+v", list)
	}
	f := &form{desk: b.Desk, id: list[0].ID, known: domain.NewCommunity()}
	f.open(nil)
	for text, want := range map[string]bool{"": true, "30": true, "0": true, "-1": false, "3661": false, "oft": false} {
		f.rhythm.SetText(text)
		if _, ok := f.days(); ok != want {
			t.Errorf("a rhythm of %q is taken: %v", text, ok)
		}
	}
}

func TestPeopleJoinInOneStepAndNewOnesAreMade(t *testing.T) {
	b, p := open(t, desktest.Options{})
	p.list.createDefaults()
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	community := p.Wanted
	says(t, b, "Noch niemand dabei")
	b.Press("A")
	submit(b)
	says(t, b, "Nenn mindestens eine Person.")
	b.Type("schil")
	b.Press("Return")
	b.Type("Charlotte von Stein")
	submit(b)
	says(t, b, "Wähl einen Vorschlag mit Enter oder lösch den Text.")
	b.Press("Return")
	says(t, b, "Charlotte von Stein (neu)")
	submit(b)
	list, err := b.Workspace.Views().People(context.Background(), projections.PeopleQuery{Community: community})
	if err != nil || len(list) != 2 {
		t.Fatalf("in the community are %v, %v", list, err)
	}
	says(t, b, "Friedrich Schiller", "Charlotte von Stein", "Personen 2")
	b.Undo()
	list, _ = b.Workspace.Views().People(context.Background(), projections.PeopleQuery{})
	if len(list) != 1 || list[0].ID != schiller {
		t.Errorf("after one undo there are %d people", len(list))
	}
}

func TestThePeopleOfACommunityAreFilteredAndSorted(t *testing.T) {
	b, p := open(t, desktest.Options{People: 60, Conversations: 200})
	all := p.detail().people.paged.Len()
	p.FocusFilter()
	b.Type("goethe")
	if got := p.detail().people.paged.Len(); got == 0 || got >= all {
		t.Fatalf("the filter shows %d of %d", got, all)
	}
	b.Press("Escape")
	p.detail().people.turn()
	list := p.detail().people.paged
	for i := 1; i < list.Len(); i++ {
		if list.At(i).LastContact.Before(list.At(i - 1).LastContact) {
			t.Fatal("the people are not sorted by how long they have been silent")
		}
	}
}

func TestWhatIsOpenIsDoneByAKey(t *testing.T) {
	b, p := open(t, desktest.Options{People: 60, Conversations: 400})
	views, ctx := b.Workspace.Views(), context.Background()
	for _, row := range rows(b) {
		p.List.Rows.Select(row.ID.String())
		n, err := views.CountFollowUps(ctx, projections.FollowUpQuery{Who: projections.Who{Community: row.ID}})
		if err != nil {
			t.Fatal(err)
		}
		says(t, b, i18n.T("communities.segment.open", n))
		p.key(&fyne.KeyEvent{Name: fyne.KeyO}, row.ID)
		list := p.detail().promises
		if list.paged.Len() != n {
			t.Errorf("%s: %d follow-ups are open, the list has %d", row.Name, n, list.paged.Len())
		}
		if n == 0 {
			continue
		}
		first := list.paged.At(0)
		b.Press("D")
		if f, err := views.FollowUp(ctx, first.ID); err != nil || f.State != domain.FollowUpDone {
			t.Errorf("D left the follow-up %v (%v)", f.State, err)
		}
		if list.paged.Len() != n-1 {
			t.Errorf("%d remain of %d", list.paged.Len(), n)
		}
		says(t, b, i18n.T("communities.segment.open", n-1))
		b.Undo()
		if list.paged.Len() != n {
			t.Error("what was done does not come back")
		}
		return
	}
	t.Error("nothing is open in any community")
}

func TestTheFieldFindsACommunityThatIsMisspelt(t *testing.T) {
	b, p := open(t, desktest.Options{})
	b.Press(fyne.KeyReturn) // the usual ones
	p.List.Search.SetText("Meinungsbilder")
	says(t, b, "NICHTS PASST GENAU; ÄHNLICH:", "Meinungsbildner")
	if p.List.Counted() != "1 von 9" {
		t.Errorf("%s listed", p.List.Counted())
	}
	p.List.Search.SetText("tag:messe")
	says(t, b, "Wörter mit Doppelpunkt wie „tag:“ gelten hier nicht.")
}
