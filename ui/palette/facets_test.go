package palette

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/workspace"
)

// circle is Weimar with a community, a tag and somebody in charge of Schiller.
func circle(t *testing.T, o desktest.Options) (b *desktest.Bench, schiller, community domain.ID, asked *[]domain.Rule) {
	t.Helper()
	b, schiller, _ = weimar(t, o)
	community = b.Workspace.NewID()
	manual := domain.Origin{How: domain.OriginManual}
	b.Must(domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindCommunity, ID: community}, Origin: manual,
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue("Lead User Jena")}},
	})
	b.Must(domain.JoinCommunity{Person: schiller, Community: community, Roles: []string{"advocate"}})
	b.Must(domain.ChangeDetails{
		Record: domain.Stream{Kind: domain.KindPerson, ID: schiller}, Origin: manual,
		Changes: []domain.Change{{Field: domain.TagField("messe"), Now: domain.TextValue("messe")}},
	})
	b.Must(domain.AssignOwner{Record: domain.Stream{Kind: domain.KindPerson, ID: schiller}, Member: b.Workspace.Me()})
	asked = new([]domain.Rule)
	b.ListPeople = func(rules []domain.Rule, _ string) { *asked = rules }
	return b, schiller, community, asked
}

func TestFacetsNarrowThePeopleInBothLanguages(t *testing.T) {
	b, _, community, asked := circle(t, desktest.Options{})
	tag := domain.Rule{About: domain.AboutTag, Op: domain.OpIs, Text: "messe"}
	silent := domain.Rule{About: domain.AboutLastContact, Op: domain.OpLonger, Days: 90}
	for typed, want := range map[string][]domain.Rule{
		"tag:messe":                    {tag},
		"schlagwort:messe":             {tag},
		"tag:mes ":                     {tag},
		"silent:>90d":                  {silent},
		"schweigt:>90t":                {silent},
		"schweigt:3m":                  {silent},
		"schweigt:90":                  {silent},
		"silent:never":                 {{About: domain.AboutLastContact, Op: domain.OpNever}},
		"missing:email":                {{About: domain.AboutDetail, Op: domain.OpEmpty, Detail: domain.DetailEmail}},
		"fehlt:mail":                   {{About: domain.AboutDetail, Op: domain.OpEmpty, Detail: domain.DetailEmail}},
		"betreut:ich":                  {{About: domain.AboutOwner, Op: domain.OpIs, Record: b.Workspace.Me()}},
		"community:\"Lead User Jena\"": {{About: domain.AboutCommunity, Op: domain.OpIs, Record: community}},
		"in:lead-user-jena":            {{About: domain.AboutCommunity, Op: domain.OpIs, Record: community}},
		"rolle:fürsprecher":            {{About: domain.AboutRole, Op: domain.OpIs, Text: "advocate"}},
		"tag:messe schweigt:>90t ":     {tag, silent},
	} {
		t.Run(typed, func(t *testing.T) {
			*asked = nil
			New(b.Desk)()
			b.Type(typed)
			if texts := b.Texts(); !strings.Contains(texts, "Friedrich Schiller") {
				t.Errorf("in sight: %s", texts)
			}
			b.NoKeys()
			b.Press(fyne.KeyReturn)
			if !slices.Equal(*asked, want) {
				t.Errorf("the list is asked for %+v", *asked)
			}
		})
	}
}

func TestAFacetAndWordsBothHold(t *testing.T) {
	b, _, _, _ := circle(t, desktest.Options{})
	New(b.Desk)()
	b.Type("goethe fehlt:mail")
	texts := b.Texts()
	if !strings.Contains(texts, "Johann Goethe") || strings.Contains(texts, "Friedrich Schiller") {
		t.Errorf("in sight: %s", texts)
	}
}

func TestAValueIsCompleted(t *testing.T) {
	b, _, community, asked := circle(t, desktest.Options{})
	New(b.Desk)()
	b.Type("comm")
	b.Press(fyne.KeyEnd)
	b.Type("unity:le")
	if texts := b.Texts(); !strings.Contains(texts, "Lead User Jena") {
		t.Fatalf("in sight: %s", texts)
	}
	b.Press(fyne.KeyTab)
	if texts := b.Texts(); !strings.Contains(texts, "Community: Lead User Jena") || !strings.Contains(texts, "1 Person als Liste öffnen") {
		t.Errorf("in sight: %s", texts)
	}
	b.Press(fyne.KeyReturn)
	if len(*asked) != 1 || (*asked)[0].Record != community {
		t.Errorf("asked for %+v", *asked)
	}
}

func TestAnUnknownValueSaysSo(t *testing.T) {
	b, _, _, asked := circle(t, desktest.Options{})
	New(b.Desk)()
	b.Type("tag:gibtsnicht ")
	texts := b.Texts()
	if !strings.Contains(texts, "„gibtsnicht“ gibt es nicht") || strings.Contains(texts, "Schiller") {
		t.Errorf("in sight: %s", texts)
	}
	b.Press(fyne.KeyReturn)
	if *asked != nil || b.Window.Canvas().Overlays().Top() == nil {
		t.Error("Enter did something")
	}
}

func TestWordsWithAColonThatAreNoFacetAreSearched(t *testing.T) {
	b, _, _, _ := circle(t, desktest.Options{})
	New(b.Desk)()
	b.Type("schiller:")
	if texts := b.Texts(); !strings.Contains(texts, "Friedrich Schiller") {
		t.Errorf("in sight: %s", texts)
	}
}

func TestPinnedStandsFirst(t *testing.T) {
	b, _, goethe := weimar(t, desktest.Options{})
	New(b.Desk)()
	b.Type("goethe")
	pin := func() {
		b.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{
			KeyName: fyne.KeyP, Modifier: fyne.KeyModifierShortcutDefault,
		})
	}
	pin()
	b.Press(fyne.KeyEscape)
	New(b.Desk)()
	if texts := b.Texts(); !strings.Contains(texts, "ANGEPINNT") {
		t.Fatalf("in sight: %s", texts)
	}
	kept := b.Workspace.Settings()
	if strings.Contains(kept.Pages[pinnedPage], "Goethe") {
		t.Error("a name stands in the settings")
	}
	pin()
	if texts := b.Texts(); strings.Contains(texts, "ANGEPINNT") {
		t.Errorf("still pinned: %s", texts)
	}
	pin() // the cursor is on a command now
	if pins := pinnedOf(b.Workspace.Settings()); len(pins) != 0 {
		t.Errorf("pinned: %s of %s", pins, goethe)
	}
}

func TestPeekShowsTheEssentials(t *testing.T) {
	b, schiller, _, _ := circle(t, desktest.Options{})
	b.Must(domain.PlanFollowUp{
		FollowUp: b.Workspace.NewID(), Text: "Xenien abholen",
		Plan: domain.FollowUpPlan{Due: domain.DayOf(desktest.Now), People: []domain.ID{schiller}},
	})
	New(b.Desk)()
	b.Type("schiller")
	b.Press(fyne.KeyRight)
	texts := b.Texts()
	for _, want := range []string{"Xenien abholen", "Lead User Jena", "messe", "noch nie"} {
		if !strings.Contains(texts, want) {
			t.Errorf("%q is not in sight: %s", want, texts)
		}
	}
	b.NoKeys()
	b.Press(fyne.KeyEscape)
	if texts := b.Texts(); strings.Contains(texts, "noch nie") {
		t.Error("Esc did not close the peek")
	}
	if b.Window.Canvas().Overlays().Top() == nil {
		t.Fatal("Esc closed the palette too")
	}
	b.Press(fyne.KeyEscape)
	if b.Window.Canvas().Overlays().Top() == nil {
		return
	}
	t.Error("the second Esc did not close the palette")
}

func TestASpaceAtTheBeginningPeeks(t *testing.T) {
	b, schiller, _, _ := circle(t, desktest.Options{})
	if err := b.Workspace.ChangeSettings(func(s *workspace.Settings) { Keep(s, person(schiller)) }); err != nil {
		t.Fatal(err)
	}
	New(b.Desk)()
	b.Type(" ")
	if texts := b.Texts(); !strings.Contains(texts, "noch nie") {
		t.Errorf("in sight: %s", texts)
	}
	b.Type(" ")
	if texts := b.Texts(); strings.Contains(texts, "noch nie") {
		t.Error("the second space did not close the peek")
	}
	if b.Shell.Route().Page == desk.PagePeople {
		t.Error("a page was opened")
	}
}

func TestAllWhoFitAreCountedInAPause(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	for i := range mostHits + 6 {
		b.AddPerson(domain.Name{Given: "Anna " + strconv.Itoa(i), Family: "Amalia"})
	}
	New(b.Desk)()
	b.Type("fehlt:mail")
	if texts := b.Texts(); !strings.Contains(texts, "Alle als Liste öffnen") || !strings.Contains(texts, "Amalia") {
		t.Fatalf("at once: %s", texts)
	}
	b.Async.Advance(countAfter)
	if texts := b.Texts(); !strings.Contains(texts, "30 Personen als Liste öffnen") {
		t.Errorf("after a pause: %s", texts)
	}
	b.Type(" anna")
	b.Async.Advance(countAfter / 2)
	b.Type(" 7")
	b.Async.Advance(countAfter / 2)
	if texts := b.Texts(); !strings.Contains(texts, "1 Person als Liste öffnen") {
		t.Errorf("what was typed on: %s", texts)
	}
	b.Press(fyne.KeyEscape)
	b.Async.Advance(countAfter)
	b.NoKeys()
}
