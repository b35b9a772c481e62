package palette

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/workspace"
)

// weimar is a desk with Schiller, who is at Cotta, and Goethe.
func weimar(t *testing.T, o desktest.Options) (b *desktest.Bench, schiller, goethe domain.ID) {
	t.Helper()
	b = desktest.Open(t, o)
	schiller = b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	goethe = b.AddPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	cotta := b.Workspace.NewID()
	b.Must(domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindOrganisation, ID: cotta}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue("Cotta")}},
	})
	b.Must(domain.Affiliate{Person: schiller, Affiliation: domain.Affiliation{ID: b.Workspace.NewID(), Organisation: cotta, Title: "Autor"}})
	return b, schiller, goethe
}

func person(id domain.ID) kit.Route { return kit.Route{Page: desk.PagePeople, Arg: id.String()} }

func TestAMisspeltNameAndEnterOpenThePerson(t *testing.T) {
	b, schiller, _ := weimar(t, desktest.Options{})
	New(b.Desk)()
	b.Type("shiler cotta")
	texts := b.Texts()
	if !strings.Contains(texts, "≈ ähnlich") || !strings.Contains(texts, "PERSONEN") {
		t.Errorf("in sight: %s", texts)
	}
	b.Press(fyne.KeyReturn)
	if got := b.Shell.Route(); got != person(schiller) {
		t.Errorf("opened %+v", got)
	}
	if b.Window.Canvas().Overlays().Top() != nil {
		t.Error("the palette is still open")
	}
}

func TestTheKeyboardStaysInTheField(t *testing.T) {
	b, _, _ := weimar(t, desktest.Options{})
	New(b.Desk)()
	field := b.Window.Canvas().Focused()
	b.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyTab)
	if b.Window.Canvas().Focused() != field {
		t.Error("the field lost the keyboard")
	}
	b.Press(fyne.KeyEscape)
	if b.Window.Canvas().Overlays().Top() != nil {
		t.Error("Esc did not close")
	}
}

func TestDownChoosesTheNext(t *testing.T) {
	b, _, _ := weimar(t, desktest.Options{})
	New(b.Desk)()
	b.Type("cotta") // the organisation, and Schiller who is there
	first := b.Shell.Route()
	b.Press(fyne.KeyDown, fyne.KeyReturn)
	second := b.Shell.Route()
	if first == second || second.Arg == "" {
		t.Errorf("opened %+v", second)
	}
}

func TestAnAngleLogsTheLineAtOnce(t *testing.T) {
	b, _, goethe := weimar(t, desktest.Options{})
	New(b.Desk)()
	b.Type("> Telefonat Goethe: will Doku")
	if texts := b.Texts(); !strings.Contains(texts, "Johann Goethe") || !strings.Contains(texts, "Telefon") {
		t.Errorf("the preview says %s", texts)
	}
	b.Press(fyne.KeyReturn)
	if len(b.Logged) != 0 {
		t.Errorf("the log was opened with %q", b.Logged)
	}
	entries, err := b.Workspace.Views().Timeline(context.Background(), projections.TimelineQuery{
		Of: domain.Stream{Kind: domain.KindPerson, ID: goethe}, Kinds: []projections.EntryKind{projections.EntryConversation},
	})
	if err != nil || len(entries) != 1 || entries[0].Channel != domain.ChannelCall {
		t.Errorf("recorded: %+v (%v)", entries, err)
	}
	if b.Shell.Toasts.Current() == nil {
		t.Error("nothing was said")
	}
	New(b.Desk)()
	b.Type("> Telefonat Schiller: Xenien")
	b.Press(fyne.KeyTab)
	if len(b.Logged) != 1 || b.Logged[0] != "Telefonat Schiller: Xenien" {
		t.Errorf("Tab opened the log with %q", b.Logged)
	}
}

// Two people of a name: the log asks.
func TestALineThatCouldMeanSeveralIsHandedToTheLog(t *testing.T) {
	b, _, _ := weimar(t, desktest.Options{})
	b.AddPerson(domain.Name{Given: "August", Family: "Goethe"})
	New(b.Desk)()
	b.Type("> Telefonat Goethe: will Doku")
	b.Press(fyne.KeyReturn)
	if len(b.Logged) != 1 || b.Logged[0] != "Telefonat Goethe: will Doku" {
		t.Errorf("logged %q", b.Logged)
	}
}

func TestCtrlEnterLogsWithThePerson(t *testing.T) {
	b, _, _ := weimar(t, desktest.Options{})
	New(b.Desk)()
	b.Type("goethe")
	field := b.Window.Canvas().Focused().(fyne.Shortcutable)
	field.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	if len(b.Logged) != 1 || b.Logged[0] != "Telefonat Johann Goethe: " {
		t.Errorf("logged %q", b.Logged)
	}
}

func TestEnterWaitsForTheAnswerAndOldAnswersAreDropped(t *testing.T) {
	b, _, goethe := weimar(t, desktest.Options{})
	New(b.Desk)()
	b.Async.Hold()
	b.Type("go")
	b.Press(fyne.KeyReturn)
	if b.Shell.Route().Arg != "" {
		t.Fatal("something was opened before the answer came")
	}
	if b.Async.Held() != 2 {
		t.Fatalf("%d searches are under way", b.Async.Held())
	}
	b.Async.Release(1)
	if got := b.Shell.Route(); got != person(goethe) {
		t.Errorf("opened %+v", got)
	}
	b.Async.Release(0) // the answer to "g", which nobody waits for any more
}

func TestCommandsAreFoundInBothLanguages(t *testing.T) {
	for _, c := range []struct{ language, typed, page string }{
		{"de", "einst", desk.PageSettings},
		{"de", "settings", desk.PageSettings},
		{"en", "einstellungen", desk.PageSettings},
		{"en", "imp", desk.PageImport},
		{"de", "heute", desk.PageToday},
		{"en", "dubl", desk.PageImport},
	} {
		t.Run(c.language+" "+c.typed, func(t *testing.T) {
			b, _, _ := weimar(t, desktest.Options{Language: c.language})
			New(b.Desk)()
			b.Type(c.typed)
			b.Press(fyne.KeyReturn)
			if got := b.Shell.Route().Page; got != c.page {
				t.Errorf("opened %q", got)
			}
		})
	}
}

func TestANewPersonFromThePalette(t *testing.T) {
	b, _, _ := weimar(t, desktest.Options{})
	New(b.Desk)()
	b.Type("neue pers")
	b.Press(fyne.KeyReturn)
	if len(b.Edited) != 1 || b.Edited[0] != "person:"+domain.None.String() {
		t.Errorf("forms: %q", b.Edited)
	}
}

func TestAWindowAddsCommandsOfItsOwn(t *testing.T) {
	b, _, _ := weimar(t, desktest.Options{})
	done := 0
	b.Commands = []desk.Command{{Key: "palette.command.verify", Icon: kit.IconShield, Act: func() { done++ }}}
	New(b.Desk)()
	b.Type("verify")
	b.Press(fyne.KeyReturn)
	if done != 1 {
		t.Error("the command was not done")
	}
	b.Commands[0].Idle = func() bool { return true }
	New(b.Desk)()
	b.Type("verify")
	b.Press(fyne.KeyReturn)
	if done != 1 {
		t.Error("a command is offered that has nothing to act on")
	}
}

func TestWhatWasOpenedLastStandsFirst(t *testing.T) {
	b, schiller, goethe := weimar(t, desktest.Options{})
	for _, r := range []kit.Route{person(goethe), person(schiller), person(goethe), {Page: desk.PageToday}} {
		if err := b.Workspace.ChangeSettings(func(s *workspace.Settings) { Keep(s, r) }); err != nil {
			t.Fatal(err)
		}
	}
	kept := b.Workspace.Settings().Pages[recentPage]
	if strings.Contains(kept, "Goethe") {
		t.Error("a name stands in the settings")
	}
	New(b.Desk)()
	texts := b.Texts()
	if first, second := strings.Index(texts, "Johann Goethe"), strings.Index(texts, "Friedrich Schiller"); first < 0 || second < first {
		t.Errorf("in sight: %s", texts)
	}
	b.Press(fyne.KeyReturn)
	if got := b.Shell.Route(); got != person(goethe) {
		t.Errorf("opened %+v", got)
	}
}

func TestWhatIsPinnedOrWasOpenedComesFirstAmongThoseWhoFit(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	var ids []domain.ID
	for _, family := range []string{"Vulpius", "Vogel", "Vorster"} {
		ids = append(ids, b.AddPerson(domain.Name{Given: "Christiane", Family: family}))
	}
	alike := b.AddPerson(domain.Name{Given: "Kristiane", Family: "Voss"})
	first := func(text string) string {
		a, err := newCard(b.Desk).find(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(titlesOf(a.lines, 3), ", ")
	}
	before := first("christiane")
	err := b.Workspace.ChangeSettings(func(s *workspace.Settings) {
		Keep(s, person(ids[1]))
		Keep(s, person(alike))
		Keep(s, person(ids[2]))
		s.Pages[pinnedPage] = "person:" + ids[0].String()
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := first("christiane"), "Christiane Vulpius, Christiane Vorster, Christiane Vogel"; got != want {
		t.Errorf("%s, want %s; before %s", got, want, before)
	}
	if got := first("vorster"); !strings.HasPrefix(got, "Christiane Vorster") {
		t.Errorf("one that does not fit comes first: %s", got)
	}
}

func titlesOf(lines []line, most int) (titles []string) {
	for _, l := range lines {
		if !l.head() && len(titles) < most {
			titles = append(titles, l.data.Title)
		}
	}
	return titles
}

func TestTwelveAreKept(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	var s workspace.Settings
	var last domain.ID
	for range 20 {
		last = b.Workspace.NewID()
		Keep(&s, person(last))
	}
	kept := recentOf(s)
	if len(kept) != mostRecent || kept[0] != "person:"+last.String() {
		t.Errorf("%d kept, first %s", len(kept), kept[0])
	}
}

func TestAFollowUpLeadsToItsPerson(t *testing.T) {
	b, schiller, _ := weimar(t, desktest.Options{})
	b.Must(domain.PlanFollowUp{
		FollowUp: b.Workspace.NewID(), Text: "Xenien abholen",
		Plan: domain.FollowUpPlan{Due: domain.DayOf(desktest.Now), People: []domain.ID{schiller}},
	})
	New(b.Desk)()
	b.Type("xenien")
	b.Press(fyne.KeyReturn)
	if got := b.Shell.Route(); got != person(schiller) {
		t.Errorf("opened %+v in\n%s", got, b.Texts())
	}
}

func TestManyHitsScroll(t *testing.T) {
	b, _, _ := weimar(t, desktest.Options{})
	for i := range 40 {
		b.AddPerson(domain.Name{Given: "Anna " + strconv.Itoa(i), Family: "Amalia"})
	}
	New(b.Desk)()
	b.Type("amalia")
	for range mostHits + 5 {
		b.Press(fyne.KeyDown)
	}
	b.NoKeys()
}
