package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/workspace"
)

// openOffice is the whole window on a workspace of its own.
func openOffice(t *testing.T) (*office, *desktest.Bench) {
	t.Helper()
	speak(t, i18n.German)
	app := test.NewTempApp(t)
	app.Settings().SetTheme(kit.NewTheme(kit.Light))
	win := test.NewTempWindow(t, kit.NewText(kit.Body, ""))
	win.SetPadded(false)
	win.Resize(fyne.NewSize(1280, 800))
	opened, err := workspace.Open(context.Background(), filepath.Join(t.TempDir(), "kontor"), workspace.Options{
		Name: "Kontor", Me: domain.Name{Given: "Caroline", Family: "Neuber"}, FileKey: true,
		Now: func() time.Time { return desktest.Now },
	})
	if err != nil {
		t.Fatal(err)
	}
	async := kit.NewStill(desktest.Now)
	w := &window{app: app, win: win, async: async, workspace: opened, options: Options{Version: "1.0"}}
	w.office = newOffice(w)
	t.Cleanup(func() {
		w.office.close()
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	return w.office, &desktest.Bench{Desk: w.office.desk, T: t, Async: async}
}

func speak(t *testing.T, language string) {
	t.Helper()
	before := i18n.Language()
	set := func(language string) {
		if err := i18n.SetLanguage(language); err != nil {
			t.Fatal(err)
		}
	}
	set(language)
	t.Cleanup(func() { set(before) })
}

// shortcut presses a key with Ctrl, as the window would.
func shortcut(b *desktest.Bench, key fyne.KeyName) {
	b.T.Helper()
	var pressed fyne.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
	switch key {
	case fyne.KeyZ:
		pressed = &fyne.ShortcutUndo{}
	case fyne.KeyY:
		pressed = &fyne.ShortcutRedo{}
	}
	if focused, ok := b.Window.Canvas().Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(pressed)
		return
	}
	if !b.Shell.Keys.Fire(pressed) {
		b.T.Fatalf("Ctrl+%s does nothing", key)
	}
}

func wants(t *testing.T, b *desktest.Bench, words ...string) {
	t.Helper()
	texts := b.Texts()
	for _, word := range words {
		if !strings.Contains(texts, word) {
			t.Errorf("%q is not in sight:\n%s", word, texts)
		}
	}
}

func logged(b *desktest.Bench) int {
	b.T.Helper()
	entries, err := b.Workspace.Views().Timeline(context.Background(), projections.TimelineQuery{Kinds: []projections.EntryKind{projections.EntryConversation}})
	if err != nil {
		b.T.Fatal(err)
	}
	return len(entries)
}

func TestEveryPlaceHasItsKey(t *testing.T) {
	o, b := openOffice(t)
	for i, key := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9, fyne.Key0} {
		shortcut(b, key)
		if got := o.shell.Route().Page; got != places[i].Page {
			t.Errorf("Ctrl+%s opened %q", key, got)
		}
		b.NoKeys()
	}
	if place := o.w.workspace.Settings().Place; place != desk.PageSettings {
		t.Errorf("remembered is %q", place)
	}
	if got := o.firstPlace(); got.Page != desk.PageSettings {
		t.Errorf("the window would open on %+v", got)
	}
}

func TestTheWindowOpensOnTodayWhereNothingIsRemembered(t *testing.T) {
	o, _ := openOffice(t)
	if got := o.shell.Route().Page; got != desk.PageToday {
		t.Errorf("opened on %q", got)
	}
	if err := o.w.workspace.ChangeSettings(func(s *workspace.Settings) { s.Place = "a place that is gone" }); err != nil {
		t.Fatal(err)
	}
	if got := o.firstPlace(); got.Page != desk.PageToday {
		t.Errorf("would open on %+v", got)
	}
}

func TestALineIsLoggedFromAnywhereAndTakenBack(t *testing.T) {
	o, b := openOffice(t)
	for _, place := range places {
		o.shell.Open(kit.Route{Page: place.Page})
		shortcut(b, fyne.KeyL)
		wants(t, b, "Gespräch festhalten")
		b.Type("Mail Schiller: Danke")
		b.Press(fyne.KeyReturn)
		if logged(b) != 1 {
			t.Fatalf("on %s: %d conversations", place.Page, logged(b))
		}
		shortcut(b, fyne.KeyZ)
		if logged(b) != 0 {
			t.Errorf("on %s Ctrl+Z left the conversation", place.Page)
		}
		shortcut(b, fyne.KeyY)
		shortcut(b, fyne.KeyZ)
		if logged(b) != 0 {
			t.Errorf("on %s Ctrl+Y and Ctrl+Z left the conversation", place.Page)
		}
	}
}

func TestThePaletteFindsAPersonAndWhatCanBeDone(t *testing.T) {
	o, b := openOffice(t)
	id := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	shortcut(b, fyne.KeyK)
	b.Type("shiler")
	b.Press(fyne.KeyReturn)
	if got := o.shell.Route(); got != (kit.Route{Page: desk.PagePeople, Arg: id.String()}) {
		t.Errorf("opened %+v", got)
	}
	wants(t, b, "Friedrich Schiller")
	shortcut(b, fyne.KeyK)
	b.Type("dunkel")
	b.Press(fyne.KeyReturn)
	if !isDark(o.w.app) || o.w.workspace.Settings().Theme != "dark" {
		t.Error("it is still light")
	}
}

func TestTheRailCounts(t *testing.T) {
	o, b := openOffice(t)
	b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	b.AddPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	b.Must(domain.PlanFollowUp{
		FollowUp: b.Workspace.NewID(), Text: "Stand buchen", Plan: domain.FollowUpPlan{Due: domain.DayOf(desktest.Now)},
	})
	count, err := o.count(context.Background())
	if err != nil || count.due != 1 || count.counts.People != 2 {
		t.Fatalf("%+v, %v", count, err)
	}
	// The head of Today counts what is due as the rail does, beside all there is.
	b.Must(domain.PlanFollowUp{
		FollowUp: b.Workspace.NewID(), Text: "Vortrag halten", Plan: domain.FollowUpPlan{Due: domain.DayOf(desktest.Now).Add(3)},
	})
	wants(t, b, "Alles gesichert", "6 Einträge im Journal", "Personen\n2", "Heute\n1", "· 1 fällig · 2 insgesamt")
}

func TestAnotherLanguageIsSpokenAtOnceAndKept(t *testing.T) {
	o, b := openOffice(t)
	o.switchLanguage()
	wants(t, b, "Today", "People", "Everything saved")
	if got := o.w.workspace.Settings().Language; got != i18n.English {
		t.Errorf("kept is %q", got)
	}
	b.NoKeys()
}

func TestTheKeysAreExplained(t *testing.T) {
	_, b := openOffice(t)
	b.Window.Canvas().OnTypedRune()('?')
	wants(t, b, "Tasten", "Strg L", "Suchen und springen")
	b.NoKeys()
	b.Press(fyne.KeyEscape)
	if b.Window.Canvas().Overlays().Top() != nil {
		t.Error("Esc left it open")
	}
}

func TestTheWelcomeAsksForAName(t *testing.T) {
	speak(t, i18n.German)
	app := test.NewTempApp(t)
	app.Settings().SetTheme(kit.NewTheme(kit.Light))
	win := test.NewTempWindow(t, kit.NewText(kit.Body, ""))
	var chosen []welcomeChoice
	var field *kit.Entry
	var focused fyne.Focusable
	win.SetContent(newWelcome(welcomeParams{
		window: win, async: kit.NewStill(desktest.Now),
		focus: func(f fyne.Focusable) {
			focused = f
			if entry, ok := f.(*kit.Entry); ok {
				field = entry
			}
		},
		choose: func(c welcomeChoice) { chosen = append(chosen, c) },
	}))
	win.Resize(fyne.NewSize(1280, 800))
	b := &desktest.Bench{Desk: &desk.Desk{Window: win}, T: t}
	b.NoKeys()
	b.Tap(i18n.T("welcome.sample"))
	wants(t, b, i18n.T("welcome.name.missing"))
	if len(chosen) != 0 {
		t.Fatal("nobody began")
	}
	field.SetText("   ")
	b.Tap(i18n.T("welcome.empty"))
	if len(chosen) != 0 {
		t.Error("spaces are no name")
	}
	field.SetText("Caroline Neuber")
	b.Tap("English")
	if _, chip := focused.(*kit.Chip); !chip {
		t.Errorf("the keyboard went from the language to %T", focused)
	}
	for _, key := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight} {
		win.Canvas().Focus(focused)
		b.Press(key)
	}
	wants(t, b, i18n.T("welcome.empty"), i18n.T("welcome.sample"), i18n.T("welcome.import"))
	if i18n.Language() != i18n.English || field.Text != "Caroline Neuber" {
		t.Errorf("language %q, name %q", i18n.Language(), field.Text)
	}
	b.NoKeys()
	b.Tap(i18n.T("welcome.import"))
	if len(chosen) != 1 || chosen[0].next != startImport || chosen[0].me != (domain.Name{Given: "Caroline", Family: "Neuber"}) {
		t.Errorf("chosen %+v", chosen)
	}
}

// The help is complete: each page that people work on says its keys, and every
// one of them is said in words.
func TestTheHelpKnowsTheKeysOfEachPage(t *testing.T) {
	o, _ := openOffice(t)
	for _, page := range []string{
		desk.PageToday, desk.PagePeople, desk.PageOrganisations, desk.PageCommunities, desk.PageConversations, desk.PageImport,
		desk.PageDashboard, desk.PageSegments, desk.PageSettings, desk.PageTeam, desk.PageAttention, desk.PageActivity,
	} {
		o.shell.Open(kit.Route{Page: page})
		help, ok := o.shell.Page().(kit.HelpPage)
		if !ok {
			t.Errorf("%s has no keys in the help", page)
			continue
		}
		for _, pair := range help.HelpKeys() {
			if !i18n.Has(pair[1]) {
				t.Errorf("%s: %s does something unsaid", page, pair[0])
			}
		}
	}
	for _, pair := range append(helpKeys(), paletteKeys...) {
		if !i18n.Has(pair[1]) {
			t.Errorf("%s does something unsaid", pair[0])
		}
	}
}

// What is chosen in the settings is how the window looks.
func TestTheWindowWearsItsSettings(t *testing.T) {
	o, _ := openOffice(t)
	t.Setenv(scaleVariable, "")
	o.setLook(func(s *workspace.Settings) { s.Scale, s.Compact = 120, true })
	t.Cleanup(func() { kit.SetCompact(false) })
	if got := os.Getenv(scaleVariable); got != "1.20" {
		t.Errorf("the size is %q", got)
	}
	if kit.RowHeight >= 52 {
		t.Errorf("rows are %v high", kit.RowHeight)
	}
	o.setLook(func(s *workspace.Settings) { s.Scale, s.Compact = 100, false })
	if got := os.Getenv(scaleVariable); got != "1.00" {
		t.Errorf("the size is %q again", got)
	}
}
