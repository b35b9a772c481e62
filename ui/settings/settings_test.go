package settings

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/workspace"
)

// asked is what the page asked of the window.
type asked struct{ themes, languages []string }

func open(t *testing.T, o desktest.Options) (*desktest.Bench, *page, *asked) {
	t.Helper()
	b := desktest.Open(t, o)
	a := &asked{}
	Register(b.Desk, Params{
		Version:     "1.0",
		SetTheme:    func(theme string) { a.themes = append(a.themes, theme) },
		SetLanguage: func(language string) { a.languages = append(a.languages, language) },
	})
	b.Shell.Open(kit.Route{Page: desk.PageSettings})
	return b, b.Shell.Page().(*page), a
}

// bring imports two people from a vCard file.
func bring(t *testing.T, b *desktest.Bench) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "weimar.vcf")
	cards := "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Goethe;Johann;;;\r\nFN:Johann Goethe\r\nEND:VCARD\r\n" +
		"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Schiller;Friedrich;;;\r\nFN:Friedrich Schiller\r\nEND:VCARD\r\n"
	if err := os.WriteFile(path, []byte(cards), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Workspace.Import(context.Background(), []string{path}, workspace.ImportOptions{}); err != nil {
		t.Fatal(err)
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

func TestThePageShowsWhatIsSetAndWhoWorksHere(t *testing.T) {
	b, _, _ := open(t, desktest.Options{})
	bring(t, b)
	wants(t, b, "Einstellungen", "Deutsch", "English", "Hell", "Dunkel", "Caroline Neuber (du)", "Kanäle",
		"weimar.vcf", "heute 14:32 · 2 neu, 0 aktualisiert, 0 abgelehnt", "Zurücknehmen", "Kontor 1.0", "Journal")
	b.NoKeys()
}

func TestLookAndLanguageAreAskedOfTheWindow(t *testing.T) {
	b, _, a := open(t, desktest.Options{})
	b.Tap("Dunkel")
	b.Tap("English")
	if strings.Join(a.themes, ",") != "dark" || strings.Join(a.languages, ",") != "en" {
		t.Errorf("asked for %+v", a)
	}
	b.Tap("20")
	if n := b.Workspace.Settings().DailyCatchUp; n != 20 {
		t.Errorf("a day: %d", n)
	}
}

func members(b *desktest.Bench) []string {
	b.T.Helper()
	rows, err := b.Workspace.Views().Members(context.Background())
	if err != nil {
		b.T.Fatal(err)
	}
	var names []string
	for _, m := range rows {
		names = append(names, m.Name)
	}
	return names
}

func TestAMemberIsRenamedAndAnotherOneIsMe(t *testing.T) {
	b, p, _ := open(t, desktest.Options{})
	p.editMember(projections.MemberRow{ID: b.Workspace.Me(), Name: "Caroline Neuber"})
	b.Window.Canvas().Focused().(*kit.Entry).SetText("Friederike Caroline Neuber")
	b.Tap("Speichern")
	wants(t, b, "Friederike Caroline Neuber (du)")
	b.Tap("Kollegin oder Kollegen hinzufügen")
	b.Press(fyne.KeyReturn)
	if b.Window.Canvas().Overlays().Top() == nil {
		t.Fatal("somebody without a name was added")
	}
	b.Type("Johann Neuber")
	b.Press(fyne.KeyReturn)
	if got := members(b); len(got) != 2 {
		t.Fatalf("members %q", got)
	}
	rows, err := b.Workspace.Views().Members(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range rows {
		if m.ID != b.Workspace.Me() {
			p.editMember(m)
		}
	}
	b.Tap("Das bin ich an diesem Rechner")
	b.Tap("Speichern")
	wants(t, b, "Johann Neuber (du)")
	if texts := b.Texts(); strings.Contains(texts, "Friederike Caroline Neuber (du)") {
		t.Error("both are you")
	}
}

func TestTheKeyboardGoesIntoTheSettingsAtOnce(t *testing.T) {
	b, p, _ := open(t, desktest.Options{})
	b.Press(fyne.KeyDown)
	if p.first == nil || b.Window.Canvas().Focused() != p.first.Chosen() {
		t.Errorf("the keyboard is at %v", b.Window.Canvas().Focused())
	}
}

func TestAChannelOfOnesOwnIsDefinedAndRetired(t *testing.T) {
	b, p, _ := open(t, desktest.Options{})
	b.Tap("Eigenen Kanal hinzufügen")
	b.Type("Stammtisch")
	b.Press(fyne.KeyReturn)
	wants(t, b, "Stammtisch", "wird angeboten")
	agreed, err := b.Workspace.Agreed(context.Background())
	if err != nil || len(agreed.Channels) != 1 {
		t.Fatalf("channels %+v, %v", agreed, err)
	}
	p.editChannel(domain.ChannelDefinition(agreed.Channels[0]))
	b.Tap("nicht mehr anbieten")
	b.Tap("Speichern")
	wants(t, b, "nicht mehr angeboten")
	b.Shell.Toasts.Act()
	wants(t, b, "wird angeboten")
	b.NoKeys()
}

func TestAnImportIsTakenBackAndTheTakingBackToo(t *testing.T) {
	b, _, _ := open(t, desktest.Options{})
	bring(t, b)
	b.Tap("Zurücknehmen")
	b.Press(fyne.KeyEscape)
	count := func() int {
		c, err := b.Workspace.Views().Counts(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return c.People
	}
	if count() != 2 {
		t.Fatal("Esc took it back")
	}
	b.Tap("Zurücknehmen")
	wants(t, b, "„weimar.vcf“ zurücknehmen?")
	b.Tap("Zurücknehmen")
	if count() != 0 {
		t.Fatal("the people are still there")
	}
	wants(t, b, "„weimar.vcf“ ist zurückgenommen.", "zurückgenommen")
	b.Shell.Toasts.Act()
	if count() != 2 {
		t.Error("the people did not come back")
	}
}

func TestEverythingIsExportedInThreeFormats(t *testing.T) {
	b, p, _ := open(t, desktest.Options{})
	bring(t, b)
	for format, ending := range endings {
		path := filepath.Join(t.TempDir(), "alles"+ending)
		p.care.export(format, path)
		content, err := os.ReadFile(path)
		if err != nil || len(content) == 0 {
			t.Fatalf("%s: %d bytes, %v", format, len(content), err)
		}
		if !bytes.Contains(content, []byte("Schiller")) {
			t.Errorf("%s knows nobody", format)
		}
		wants(t, b, "alles"+ending+" geschrieben")
	}
	p.care.export(workspace.ExportCSV, filepath.Join(t.TempDir(), "nowhere", "alles.csv"))
	if texts := b.Texts(); strings.Contains(texts, "geschrieben") || !strings.Contains(texts, "Exportieren …") {
		t.Errorf("nothing could be written:\n%s", texts)
	}
}

func TestWhereToIsAskedAndEscEndsIt(t *testing.T) {
	b, p, _ := open(t, desktest.Options{})
	p.Export()
	b.Tap("vCard")
	b.Tap("Datei wählen …")
	wants(t, b, "Exportieren", "Speichern", "Abbrechen", "*.vcf")
	b.Press(fyne.KeyEscape)
	if b.Window.Canvas().Overlays().Top() != nil {
		t.Error("Esc left the dialog open")
	}
}

func TestTheLedgerIsCheckedAndTheViewsAreBuiltAnew(t *testing.T) {
	b, p, _ := open(t, desktest.Options{})
	bring(t, b)
	p.Verify()
	wants(t, b, "Alles in Ordnung:")
	b.Tap("Ansichten neu aufbauen")
	wants(t, b, "Die Ansichten sind neu aufgebaut.")
}

func TestWhatRunsCanBeCancelled(t *testing.T) {
	b, p, _ := open(t, desktest.Options{})
	b.Async.Hold()
	p.care.verify()
	wants(t, b, "Das Journal wird geprüft")
	b.Tap("Abbrechen")
	for b.Async.Held() > 0 {
		b.Async.Release(0)
	}
	if texts := b.Texts(); strings.Contains(texts, "Alles in Ordnung") || strings.Contains(texts, "wird geprüft") {
		t.Errorf("after cancelling:\n%s", texts)
	}
	wants(t, b, "Prüfen")
	b.NoKeys()
}

func TestLeavingThePageCancels(t *testing.T) {
	b, p, _ := open(t, desktest.Options{})
	var ended error
	b.Async.Hold()
	p.care.run("", func(ctx context.Context, _ func(done, total int64)) (string, kit.Tone, error) {
		ended = ctx.Err()
		return "", kit.Good, ended
	})
	b.Shell.Open(kit.Route{Page: desk.PageToday})
	for b.Async.Held() > 0 {
		b.Async.Release(0)
	}
	if ended == nil {
		t.Error("it went on")
	}
}

func TestShots(t *testing.T) {
	for _, language := range []string{"de", "en"} {
		for name, mode := range map[string]kit.Mode{"light": kit.Light, "dark": kit.Dark} {
			t.Run(language+"-"+name, func(t *testing.T) {
				b, p, _ := open(t, desktest.Options{Language: language, Mode: mode, People: 20, Conversations: 40})
				bring(t, b)
				b.Save("settings-" + language + "-" + name)
				b.NoKeys()
				p.Export()
				b.Save("settings-export-" + language + "-" + name)
				b.NoKeys()
			})
		}
	}
}

func TestAFieldOfOnesOwnIsDefined(t *testing.T) {
	b, _, _ := open(t, desktest.Options{})
	b.Tap("Feld hinzufügen")
	b.Type("Kundennummer")
	b.Tap("Speichern")
	agreed, err := b.Workspace.Agreed(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defined := 0
	for _, f := range agreed.Fields {
		if f.Name == "Kundennummer" && f.Type == domain.FieldTypeText && f.For == domain.KindPerson {
			defined++
		}
	}
	if defined != 1 {
		t.Errorf("the fields are %+v", agreed.Fields)
	}
	b.Tap("Kundennummer")
	b.Tap("nicht mehr anbieten")
	b.Tap("Speichern")
	wants(t, b, "nicht mehr angeboten")
}

func TestTheSampleLeavesInOneStepAndComesBack(t *testing.T) {
	b := desktest.Open(t, desktest.Options{People: 20, Conversations: 40})
	Register(b.Desk, Params{})
	own := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	b.Shell.Open(kit.Route{Page: desk.PageSettings})
	count := func() int {
		counts, err := b.Workspace.Views().Counts(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return counts.People
	}
	before := count()
	b.Tap("Muster-Community entfernen")
	b.Tap("Zurücknehmen")
	if got := count(); got != 1 {
		t.Errorf("%d people are left of %d", got, before)
	}
	if page, err := b.Workspace.Views().Person(context.Background(), own, b.Workspace.Now()); err != nil || page == nil {
		t.Error("what was added by hand is gone")
	}
	if strings.Contains(b.Texts(), "Muster-Community entfernen") {
		t.Error("it is still offered")
	}
	b.Shell.Toasts.Act()
	if got := count(); got != before {
		t.Errorf("Undo brought back %d people of %d", got, before)
	}
}

func TestQuietHoursSizeAndDensityAreKept(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	Register(b.Desk, Params{SetLook: func(change func(*workspace.Settings)) {
		if err := b.Workspace.ChangeSettings(change); err != nil {
			t.Fatal(err)
		}
	}})
	b.Shell.Open(kit.Route{Page: desk.PageSettings})
	b.Tap("Dicht")
	b.Tap("120\u00a0%")
	b.Tap("beim Schließen bleiben")
	b.Tap("Auf dem Schreibtisch sagen, was fällig wird")
	if s := b.Workspace.Settings(); !s.Compact || s.Scale != 120 || s.Tray != "close" || !s.NoNotices {
		t.Errorf("kept: %+v", s)
	}
	if !b.Workspace.Settings().QuietAt(20) || b.Workspace.Settings().QuietAt(12) {
		t.Error("the usual quiet hours")
	}
}

func TestTheKeysOfAListGoFromSettingToSetting(t *testing.T) {
	b, p, _ := open(t, desktest.Options{})
	for i, setting := range []string{PlaceLanguage, "", PlaceScale, PlaceCompact} {
		b.Press(fyne.KeyDown)
		if setting != "" && b.Window.Canvas().Focused() != p.places[setting] {
			t.Errorf("%d down, %T has the keyboard, not the setting of %s", i+1, b.Window.Canvas().Focused(), setting)
		}
	}
	for range 9 {
		b.Press(fyne.KeyUp)
	}
	if b.Window.Canvas().Focused() != p.first.Chosen() {
		t.Error("the way up does not end at the first setting")
	}
}

func TestAPlaceOfThePageIsGoneTo(t *testing.T) {
	b, p, _ := open(t, desktest.Options{})
	bring(t, b)
	for _, place := range []string{PlaceLanguage, PlaceScale, PlaceCompact, PlaceNotices, PlaceImports} {
		p.GoTo(place)
		if at := p.places[place]; at == nil || b.Window.Canvas().Focused() != at {
			t.Errorf("%s: %T has the keyboard", place, b.Window.Canvas().Focused())
		}
	}
	b.Press(fyne.KeyReturn) // the last one takes back what was brought in
	if b.Window.Canvas().Overlays().Top() == nil {
		t.Error("nothing asks whether the import shall be taken back")
	}
}
