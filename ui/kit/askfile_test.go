package kit

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// remembered remembers folders as the settings do.
type remembered struct{ last map[string]string }

func (r remembered) Last(purpose string) string  { return r.last[purpose] }
func (r remembered) Keep(purpose, folder string) { r.last[purpose] = folder }
func (r remembered) Recent() []string            { return nil }

type bench struct {
	*FileChooser
	t     *testing.T
	w     fyne.Window
	c     fyne.Canvas
	dir   string
	given []string
}

// ask opens a chooser in a folder with an address book, a table, a letter, a
// folder of its own and something hidden.
func ask(t *testing.T, p FileAsk) *bench {
	t.Helper()
	german(t)
	a := &bench{t: t, dir: t.TempDir()}
	for _, name := range []string{"weimar.vcf", "Weimar alt.vcf", "liste.csv", "brief.txt", "Archiv/jena.vcf", ".heimlich.vcf"} {
		path := filepath.Join(a.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, make([]byte, 2048), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a.w = window(t, Light, NewText(Body, ""), 1000, 700)
	a.c = a.w.Canvas()
	if p.Folders == nil {
		p.Folders = remembered{map[string]string{p.Purpose: a.dir}}
	}
	p.OnChoose = func(paths []string) { a.given = paths }
	a.FileChooser = OpenFileChooser(a.c, NewStill(noon), p)
	return a
}

func (a *bench) keys(keys ...fyne.KeyName) {
	for _, key := range keys {
		hit(a.c, key)
	}
}

func (a *bench) write(text string) {
	for _, r := range text {
		a.c.Focused().TypedRune(r)
	}
}

func (a *bench) names() []string {
	var names []string
	for _, e := range a.rows {
		names = append(names, e.Name)
	}
	return names
}

func (a *bench) expect(paths ...string) {
	a.t.Helper()
	for i := range paths {
		paths[i] = filepath.Join(a.dir, paths[i])
	}
	if !slices.Equal(a.given, paths) || a.IsOpen() != (len(paths) == 0) {
		a.t.Errorf("given %q, want %q; open %v; it says %q", a.given, paths, a.IsOpen(), a.view.message.Text())
	}
}

var cards = []FileKind{{Label: "Kontakte", Endings: []string{".vcf", ".csv"}}}

func TestAFileIsChosenByTheBeginningOfItsName(t *testing.T) {
	a := ask(t, FileAsk{Kinds: cards})
	if got := a.names(); !slices.Equal(got, []string{"Archiv", "liste.csv", "Weimar alt.vcf", "weimar.vcf"}) {
		t.Fatalf("offered are %q", got)
	}
	a.write("wei")
	a.keys(fyne.KeyTab)
	if a.view.path.Text != "Weimar" && a.view.path.Text != "weimar" {
		t.Errorf("Tab completes to %q", a.view.path.Text)
	}
	a.keys(fyne.KeyDown, fyne.KeyReturn)
	a.expect("weimar.vcf")
}

func TestThePathMayBePastedOrLeadElsewhere(t *testing.T) {
	a := ask(t, FileAsk{Kinds: cards, Purpose: "import"})
	a.write(`"` + filepath.Join(a.dir, "Archiv", "jena.vcf") + `"`)
	a.keys(fyne.KeyReturn)
	a.expect("Archiv/jena.vcf")
	if last := a.p.Folders.Last("import"); last != filepath.Join(a.dir, "Archiv") {
		t.Errorf("next time one begins in %q", last)
	}
	a = ask(t, FileAsk{Kinds: cards})
	a.write("brief.txt") // of another kind, but meant
	a.keys(fyne.KeyReturn)
	a.expect("brief.txt")
	a = ask(t, FileAsk{Kinds: cards})
	a.write("arc")
	a.keys(fyne.KeyTab)
	a.write("je")
	a.keys(fyne.KeyReturn)
	a.expect("Archiv/jena.vcf")
}

func TestOneWalksThroughFoldersByKeys(t *testing.T) {
	a := ask(t, FileAsk{Kinds: cards})
	a.keys(fyne.KeyTab) // nothing to complete: on to the list
	if a.c.Focused() != fyne.Focusable(a.view.list) {
		t.Fatalf("the keyboard is with %T", a.c.Focused())
	}
	a.keys(fyne.KeyJ, fyne.KeyReturn)
	if a.folder != filepath.Join(a.dir, "Archiv") {
		t.Fatalf("in %q", a.folder)
	}
	a.keys(fyne.KeyBackspace)
	if e, ok := a.chosen(); !ok || a.folder != a.dir || e.Name != "Archiv" {
		t.Errorf("up leads to %q upon %q (%q)", a.folder, e.Name, a.view.list.Selected())
	}
	a.keys(fyne.KeyJ, fyne.KeyK, fyne.KeyJ)
	strike(a.c, fyne.KeyW, 'w') // a letter goes on in the field
	if got := a.names(); a.view.path.Text != "w" || len(got) != 2 {
		t.Errorf("the field says %q, offered are %q", a.view.path.Text, got)
	}
	a.keys(fyne.KeyEscape)
	if a.IsOpen() || a.given != nil {
		t.Error("Esc does not cancel")
	}
}

func TestWhatIsWrongWithAPathIsSaidAndNothingCloses(t *testing.T) {
	a := ask(t, FileAsk{Kinds: cards})
	a.write("nirgends.vcf")
	a.keys(fyne.KeyReturn)
	if got := a.view.message.Text(); got != "„nirgends.vcf“ gibt es dort nicht." {
		t.Errorf("it says %q", got)
	}
	a.expect()
	a.keys(fyne.KeyBackspace)
	if got := a.view.message.Text(); got == "„nirgends.vcf“ gibt es dort nicht." {
		t.Error("it goes on saying so while the path is put right")
	}
}

func TestHiddenFilesComeWithAKey(t *testing.T) {
	a := ask(t, FileAsk{Kinds: cards})
	a.c.Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyH, Modifier: fyne.KeyModifierShortcutDefault})
	if !slices.Contains(a.names(), ".heimlich.vcf") || !a.view.hidden.On() {
		t.Errorf("offered are %q", a.names())
	}
}

func TestSeveralFilesAreMarkedAndTaken(t *testing.T) {
	a := ask(t, FileAsk{Many: true, Kinds: cards})
	a.keys(fyne.KeyTab, fyne.KeyEnd)
	strike(a.c, fyne.KeyX, 'x')
	a.keys(fyne.KeyUp)
	strike(a.c, fyne.KeyX, 'x')
	if got := a.view.submit.Label(); got != "2 Dateien nehmen" {
		t.Errorf("the button says %q", got)
	}
	a.keys(fyne.KeyReturn)
	a.expect("Weimar alt.vcf", "weimar.vcf")
}

func TestSavingProposesANameAndAsksBeforeItReplaces(t *testing.T) {
	kinds := []FileKind{{Endings: []string{".csv"}}}
	a := ask(t, FileAsk{Save: "kontor-2026.csv", Kinds: kinds})
	if got := a.view.path.SelectedText(); got != "kontor-2026" {
		t.Errorf("selected is %q", got)
	}
	a.write("mein.csv") // writes over what is selected, before the ending that stays
	a.keys(fyne.KeyReturn)
	a.expect("mein.csv")
	if _, err := os.Stat(filepath.Join(a.dir, "mein.csv")); !os.IsNotExist(err) {
		t.Error("the chooser wrote something")
	}

	a = ask(t, FileAsk{Save: "kontor", Kinds: kinds})
	a.write("liste")
	a.keys(fyne.KeyReturn) // liste.csv is there
	if a.c.Overlays().Top() == fyne.CanvasObject(a.Overlay) {
		t.Fatal("nobody asks whether to replace")
	}
	a.keys(fyne.KeyEscape)
	a.expect()
	a.keys(fyne.KeyReturn)
	hit(a.c, fyne.KeyEscape)
	a.keys(fyne.KeyReturn)
	topOverlay(a.c).p.OnSubmit()
	a.expect("liste.csv")
}

func TestAFileIsSavedInAnotherFolder(t *testing.T) {
	a := ask(t, FileAsk{Save: "kontor.csv"})
	a.keys(fyne.KeyDown, fyne.KeyReturn) // into the first folder, the name goes along
	if a.folder != filepath.Join(a.dir, "Archiv") || a.view.path.Text != "kontor.csv" {
		t.Fatalf("in %q as %q", a.folder, a.view.path.Text)
	}
	a.keys(fyne.KeyReturn)
	a.expect("Archiv/kontor.csv")
	a = ask(t, FileAsk{Save: "kontor.csv"})
	a.view.path.SetText("nirgends/kontor.csv")
	a.keys(fyne.KeyReturn)
	if got := a.view.message.Text(); got != "„nirgends“ gibt es dort nicht." {
		t.Errorf("it says %q", got)
	}
}

func TestAFolderIsChosen(t *testing.T) {
	a := ask(t, FileAsk{Folder: true})
	if got := a.names(); !slices.Equal(got, []string{"Archiv"}) {
		t.Errorf("offered are %q", got)
	}
	a.write("arc")
	a.keys(fyne.KeyReturn)
	a.submit()
	a.expect("Archiv")
}

func TestChoosersLook(t *testing.T) {
	for _, mode := range []Mode{Light, Dark} {
		a := ask(t, FileAsk{Title: "Dateien wählen", Kinds: cards, Many: true})
		fyne.CurrentApp().Settings().SetTheme(NewTheme(mode))
		save(t, a.w, map[Mode]string{Light: "light", Dark: "dark"}[mode]+"-chooser")
	}
}
