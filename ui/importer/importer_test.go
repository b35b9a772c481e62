package importer

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"kontor/domain"
	"kontor/exchange"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/workspace"
)

const table = `Vorname;Nachname;E-Mail;Telefon;Firma;Position;Geburtstag;Bemerkung;Leer
Johann;Goethe;goethe@weimar.example;+49 3643 1234;Hof Weimar;Minister;28.8.1749;Mag Steine;
Friedrich;Schiller;schiller@cotta.example;+49 3641 99;Cotta;Autor;10.11.1759;;
Charlotte;von Stein;stein@weimar.example;;Hof Weimar;;25.12.1742;"Schreibt lange Briefe, meist nachts";
;;;;;;;;
Christiane;Vulpius;christiane@weimar.example;0170 12345;;;1.6.1765;;
`

const cards = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ludwig Tieck\r\nN:Tieck;Ludwig;;;\r\nEMAIL:tieck@jena.example\r\nEND:VCARD\r\n" +
	"BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:Niemand\r\nEND:VCARD\r\n"

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t *testing.T, o desktest.Options, arg string) (*desktest.Bench, *page) {
	t.Helper()
	b := desktest.Open(t, o)
	Register(b.Desk)
	b.Shell.Open(kit.Route{Page: desk.PageImport, Arg: arg})
	return b, b.Shell.Page().(*page)
}

func people(b *desktest.Bench) int {
	b.T.Helper()
	counts, err := b.Workspace.Views().Counts(context.Background())
	if err != nil {
		b.T.Fatal(err)
	}
	return counts.People
}

func see(b *desktest.Bench, words ...string) {
	b.T.Helper()
	texts := b.Texts()
	for _, word := range words {
		if !strings.Contains(texts, word) {
			b.T.Errorf("%q is not in sight in\n%s", word, texts)
		}
	}
	b.NoKeys()
}

func TestFromTheFileToTheUndo(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	see(b, "Adressbuch hierher ziehen", "Dateien wählen …")
	b.Shell.Drop([]fyne.URI{storage.NewFileURI(write(t, "weimar.csv", table))})
	see(b, "weimar.csv", "Semikolon", "UTF-8", "Johann · Friedrich · Charlotte", "Minister · Hof Weimar", "Zeile 5: Die Zeile ist leer.")

	b.Press(fyne.KeyReturn)
	see(b, "Noch ist nichts geändert.", "Neu 4", "Abgelehnt 1", "Charlotte von Stein")
	if n := people(b); n != 0 {
		t.Fatalf("the dry run added %d people", n)
	}
	p.outcome.chips.SetValue(string(workspace.OutcomeRejected))
	p.outcome.filter()
	if len(p.outcome.shown) != 1 {
		t.Errorf("%d rows behind the number of rejected ones", len(p.outcome.shown))
	}
	see(b, "Die Zeile ist leer.")

	b.Press(fyne.KeyReturn)
	see(b, "Importiert: 4 neu", "Zurücknehmen", "Abgelehnte als Datei sichern", "Zeile 5")
	if n := people(b); n != 4 {
		t.Fatalf("%d people after the import", n)
	}
	p.outcome.undo()
	see(b, "Der Import ist zurückgenommen.")
	if n := people(b); n != 0 {
		t.Errorf("%d people after taking it back", n)
	}
}

func TestCopiedFilesArePasted(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	first, second := write(t, "weimar.csv", table), write(t, "zwei teile.csv", table)
	p.Paste("Guten Tag\n")
	see(b, "Adressbuch hierher ziehen")
	p.Paste(storage.NewFileURI(first).String() + "\r\n\"" + second + "\"\n")
	see(b, "weimar.csv", "zwei teile.csv")
	if paths := kit.PastedFiles("file:///a/zwei%20teile.vcf\nweimar.csv"); !slices.Equal(paths, []string{"/a/zwei teile.vcf"}) {
		t.Errorf("pasted as %q", paths)
	}
}

func TestTheSameFileAgainIsNotWorthAnImport(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	path := write(t, "weimar.csv", table)
	p.add([]string{path})
	b.Press(fyne.KeyReturn, fyne.KeyReturn)
	p.begin()
	p.add([]string{path})
	b.Press(fyne.KeyReturn)
	see(b, "Hier ist nichts Neues", "Unverändert 4")
	b.Press(fyne.KeyReturn)
	if p.step != tried {
		t.Error("Enter imported what changes nothing")
	}
	b.Press(fyne.KeyEscape)
	if p.step != choosing || len(p.files) != 1 {
		t.Error("Esc did not go back to the files")
	}
}

func TestAColumnGetsAnotherMeaning(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	p.add([]string{write(t, "weimar.csv", table)})
	p.columns.mean(4, exchange.FieldIgnore)
	if texts := b.Texts(); strings.Contains(texts, "Minister · Hof Weimar") {
		t.Error("the preview still shows the organisation")
	}
	p.columns.saveProfile()
	see(b, "Zuordnung gemerkt")
	p.begin()
	p.add([]string{write(t, "again.csv", table)})
	if got := p.files[0].mapping.Columns[4].Field; got != exchange.FieldIgnore {
		t.Errorf("the next file with these columns is read as %s", got)
	}
}

func TestTheSeparatorCanBeChosen(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	p.add([]string{write(t, "weimar.csv", table)})
	comma := p.files[0].table.Dialect
	comma.Separator = ","
	p.columns.reread(p.files[0].mapping.Encoding, &comma)
	if n := len(p.files[0].table.Header); n != 1 {
		t.Errorf("%d columns when read with commas", n)
	}
	semicolon := comma
	semicolon.Separator = ";"
	p.columns.reread(p.files[0].mapping.Encoding, &semicolon)
	see(b, "Minister · Hof Weimar")
	b.Press(fyne.KeyReturn, fyne.KeyReturn)
	if n := people(b); n != 4 {
		t.Errorf("%d people", n)
	}
}

func TestWindowsCharactersCanBeChosen(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	p.add([]string{write(t, "umlaut.csv", "Vorname;Nachname\nJ\xf6rg;M\xfcller\n")})
	see(b, "Jörg Müller", "Windows-1252")
	p.columns.reread(exchange.EncodingUTF16LE, nil)
	p.columns.reread(exchange.EncodingWindows1252, nil)
	see(b, "Jörg Müller")
}

func TestWhatCannotBeReadHereSaysWhy(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	p.add([]string{
		write(t, "alles.jsonl", `{"format":"kontor-archive","version":1}`+"\n"),
		write(t, "bild.png", "\x89PNG\r\n\x1a\n\x00\x00"),
		filepath.Join(t.TempDir(), "fort.csv"),
	})
	see(b, "kontor --data ORDNER import alles.jsonl", "Keine dieser Dateien lässt sich hier einlesen.", "fort.csv")
	if len(p.readable()) != 0 {
		t.Errorf("readable: %v", p.readable())
	}
	p.remove(p.files[0].path)
	if len(p.files) != 2 {
		t.Error("the file was not left out")
	}
}

func TestSeveralFilesAtOnce(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	p.add([]string{write(t, "weimar.csv", table), write(t, "jena.vcf", cards)})
	p.add([]string{write(t, "zwei.csv", "Name,Mail\nLudwig Tieck,lt@jena.example\n"), p.files[0].path})
	if len(p.files) != 3 {
		t.Fatalf("%d files", len(p.files))
	}
	see(b, "Spalten unten", "Spalten zeigen")
	b.Press(fyne.KeyReturn)
	see(b, "Zeile 2 in weimar.csv", "Mögliche Dubletten 1")
}

func TestACancelledDryRunGoesBackToTheFiles(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	p.add([]string{write(t, "weimar.csv", table)})
	b.Async.Hold()
	b.Press(fyne.KeyReturn)
	see(b, "Probelauf", "Abbrechen")
	b.Press(fyne.KeyEscape)
	b.Async.Release(0)
	if p.step != choosing || len(p.files) != 1 {
		t.Errorf("step %d", p.step)
	}
}

func TestACancelledImportCanBeTakenBack(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	p.add([]string{write(t, "weimar.csv", table)})
	b.Press(fyne.KeyReturn)
	b.Async.Hold()
	b.Press(fyne.KeyReturn)
	b.Press(fyne.KeyEscape)
	b.Async.Release(0)
	if p.step == imported {
		see(b, "Nicht bis zum Ende gelesen.", "Zurücknehmen")
	}
	if n := people(b); n != 0 {
		t.Errorf("%d people were added after the cancellation", n)
	}
}

func TestAnImportThatEndsElsewhereIsSaid(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	p.add([]string{write(t, "weimar.csv", table)})
	b.Press(fyne.KeyReturn)
	b.Async.Hold()
	b.Press(fyne.KeyReturn)
	b.Shell.Open(kit.Route{Page: desk.PagePeople})
	b.Async.Release(0)
	if toast := b.Shell.Toasts.Current(); toast == nil || !strings.HasPrefix(toast.Text, "Importiert: 4 neu") {
		t.Fatalf("toast: %+v", toast)
	}
	b.Shell.Toasts.Act()
	b.Async.Release(0)
	if n := people(b); n != 0 {
		t.Errorf("%d people after Undo", n)
	}
}

func TestTheFileDialogsOpen(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	b.Press(fyne.KeyReturn)
	if b.Window.Canvas().Overlays().Top() == nil {
		t.Error("Enter did not ask for a file")
	}
	b.Press(fyne.KeyReturn) // is not for the page below
	if n := len(b.Window.Canvas().Overlays().List()); n != 1 {
		t.Errorf("%d dialogs are open", n)
	}
	b.Press(fyne.KeyEscape)
	if b.Window.Canvas().Overlays().Top() != nil {
		t.Error("Esc did not close the dialog")
	}
	p.add([]string{write(t, "weimar.csv", table)})
	b.Press(fyne.KeyReturn, fyne.KeyReturn)
	p.outcome.saveRejected()
	if b.Window.Canvas().Overlays().Top() == nil {
		t.Error("nobody was asked where to save the rejected entries")
	}
}

func TestRejectedEntriesAreWrittenWithTheirReason(t *testing.T) {
	desktest.Open(t, desktest.Options{})
	var said strings.Builder
	rows := []domain.RejectedRow{{File: "weimar.csv", Line: 5, Reason: "import.reason.csv-empty", Raw: ";;;"}}
	if err := writeRejected(&said, rows); err != nil {
		t.Fatal(err)
	}
	if want := "Zeile 5 in weimar.csv: Die Zeile ist leer.\r\n;;;\r\n\r\n"; said.String() != want {
		t.Errorf("%q, want %q", said.String(), want)
	}
}

func TestAMailHasNoLine(t *testing.T) {
	desktest.Open(t, desktest.Options{})
	var said strings.Builder
	rows := []domain.RejectedRow{{File: "gruss.eml", Reason: "import.reason.csv-empty", Raw: "Hallo"}}
	if err := writeRejected(&said, rows); err != nil {
		t.Fatal(err)
	}
	o := &outcome{page: &page{}}
	if place := o.place(workspace.ImportItem{File: "gruss.eml"}); place != "gruss.eml" || strings.Contains(said.String(), "Zeile 0") {
		t.Errorf("the place is %q, written as %q", place, said.String())
	}
}

func TestWhatThereIsNoneOfIsNotSaid(t *testing.T) {
	desktest.Open(t, desktest.Options{})
	o := &outcome{dry: true, report: workspace.ImportReport{Counts: domain.ImportCounts{New: 2, Updated: 1}}}
	if want := "Noch ist nichts geändert. Der Import würde 2 neu anlegen und 1 aktualisieren."; o.said() != want {
		t.Errorf("%q, want %q", o.said(), want)
	}
	o.report.Counts.Duplicates, o.report.Counts.Rejected = 1, 3
	if want := "Noch ist nichts geändert. Der Import würde 2 neu anlegen (davon vielleicht schon bekannt: 1) und 1 aktualisieren. Nicht lesbar: 3."; o.said() != want {
		t.Errorf("%q, want %q", o.said(), want)
	}
	o.dry = false
	if want := "Importiert: 2 neu (davon vielleicht schon bekannt: 1), 1 aktualisiert. Abgelehnt: 3, aufgehoben mit Zeile und Grund."; o.said() != want {
		t.Errorf("%q, want %q", o.said(), want)
	}
	o.report.Counts = domain.ImportCounts{New: 1}
	o.items = []workspace.ImportItem{{Outcome: workspace.OutcomeUnchanged, Name: "Goethe"}, {Outcome: workspace.OutcomeNew, Name: "Nora Feldt"}}
	if want := "Importiert: Nora Feldt, neu."; o.said() != want {
		t.Errorf("%q, want %q", o.said(), want)
	}
	o.report.Counts, o.dry = domain.ImportCounts{Updated: 1}, true
	if want := "Noch ist nichts geändert. Der Import würde Nora Feldt aktualisieren."; o.said() != want {
		t.Errorf("%q, want %q", o.said(), want)
	}
	if chips := o.segments(); len(chips) != 3 {
		t.Errorf("chips without a number behind them: %+v", chips)
	}
	o.report.Counts = domain.ImportCounts{}
	if o.dry = true; strings.Contains(o.said(), "0") {
		t.Errorf("a zero is said: %q", o.said())
	}
}

func TestAnExcerptLeavesTheFrameOut(t *testing.T) {
	for raw, want := range map[string]string{
		";;;;": "",
		"BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:Niemand\r\nEND:VCARD": "NOTE:Niemand",
		"begin:vcard\r\nend:vcard":                                "",
		strings.Repeat("ä", 90):                                   strings.Repeat("ä", excerptLength) + "…",
	} {
		if got := excerpt(raw); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
}

func TestMeaningsThatBelongTogetherGetOneNumber(t *testing.T) {
	columns := []exchange.Column{
		{Header: "A", Field: exchange.FieldEmail, N: 1},
		{Header: "B", Field: exchange.FieldIgnore},
		{Header: "C", Field: exchange.FieldIgnore},
		{Header: "D", Field: exchange.FieldStreet, N: 1},
		{Header: "E", Field: exchange.FieldIgnore},
		{Header: "F", Field: exchange.FieldIgnore},
	}
	columns = setField(columns, 1, exchange.FieldEmail)
	columns = setField(columns, 2, exchange.FieldEmailLabel)
	columns = setField(columns, 4, exchange.FieldCity)
	columns = setField(columns, 5, exchange.FieldStreet)
	for i, want := range []int{1, 2, 2, 1, 1, 2} {
		if columns[i].N != want {
			t.Errorf("column %s: number %d, want %d", columns[i].Header, columns[i].N, want)
		}
	}
	columns = setField(columns, 5, exchange.FieldCustom)
	if columns[5].N != 0 || columns[5].Name != "F" {
		t.Errorf("a field of one's own: %+v", columns[5])
	}
}

func TestDuplicatesStandSideBySide(t *testing.T) {
	b, p := open(t, desktest.Options{}, desk.ArgDuplicates)
	see(b, "Niemand steht doppelt da")
	first := b.AddPerson(domain.Name{Given: "Ludwig", Family: "Tieck"})
	second := b.AddPerson(domain.Name{Given: "Ludwig", Family: "Tieck"})
	see(b, "Gleicher Vor- und Nachname", "1 Paar")
	p.duplicates.list.SelectFirst()
	b.Press(fyne.KeyRight)
	right := desk.RouteID(b.Shell.Route().Arg)
	b.Shell.Back()
	b.Shell.Page().(*page).duplicates.list.SelectFirst()
	b.Press(fyne.KeyLeft)
	left := desk.RouteID(b.Shell.Route().Arg)
	if left == right || left != first && left != second || right != first && right != second {
		t.Errorf("left opened %v, right %v; they are %v and %v", left, right, first, second)
	}
}

func TestPagesOfDuplicatesFollowEachOther(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	for i := range 70 {
		for range 2 {
			b.AddPerson(domain.Name{Given: "Anna " + string(rune('A'+i%26)), Family: "Amalia" + string(rune('a'+i/26)) + string(rune('a'+i%26))})
		}
	}
	p.reviewDuplicates()
	for range 10 {
		p.duplicates.more()
	}
	seen := map[string]bool{}
	for _, pair := range p.duplicates.pairs {
		if seen[pairID(pair)] {
			t.Fatal("a pair came twice")
		}
		seen[pairID(pair)] = true
	}
	if !p.duplicates.whole || len(seen) < 70 {
		t.Errorf("%d pairs, whole %v", len(seen), p.duplicates.whole)
	}
	all := 0
	page := projections.Page{}
	for {
		rows, err := b.Workspace.Views().Duplicates(context.Background(), page)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) == 0 {
			break
		}
		all += len(rows)
		page.After = rows[len(rows)-1].Cursor
	}
	if all != len(seen) {
		t.Errorf("%d of %d pairs", len(seen), all)
	}
}

func TestLeavingAndComingBackKeepsTheFiles(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	p.add([]string{write(t, "weimar.csv", table)})
	b.Shell.Open(kit.Route{Page: desk.PagePeople})
	b.Shell.Back()
	if again := b.Shell.Page().(*page); len(again.files) != 1 {
		t.Error("the files are gone")
	}
	see(b, "weimar.csv")
}

func TestShots(t *testing.T) {
	for language, modes := range map[string][]kit.Mode{"de": {kit.Light, kit.Dark}, "en": {kit.Light}} {
		for _, mode := range modes {
			name := language + "-" + map[kit.Mode]string{kit.Light: "light", kit.Dark: "dark"}[mode]
			t.Run(name, func(t *testing.T) {
				b, p := open(t, desktest.Options{Language: language, Mode: mode, People: 60, Conversations: 100}, "")
				shot := func(what string) {
					b.Save("import-" + what + name)
					b.NoKeys()
				}
				shot("")
				p.add([]string{write(t, "weimar.csv", table)})
				shot("columns-")
				p.add([]string{write(t, "jena.vcf", cards), write(t, "bild.png", "\x89PNG\r\n\x1a\n"), write(t, "alles.jsonl", `{"format":"kontor-archive","version":1}`+"\n")})
				shot("files-")
				b.Async.Hold()
				b.Press(fyne.KeyReturn)
				p.run.set(1234, 40, 100)
				shot("running-")
				b.Async.Release(0)
				shot("tried-")
				b.Press(fyne.KeyReturn)
				b.Async.Release(0)
				shot("done-")
				p.reviewDuplicates()
				for b.Async.Held() > 0 {
					b.Async.Release(0)
				}
				shot("duplicates-")
			})
		}
	}
}

func TestUndoShowsOnTheResult(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	p.add([]string{write(t, "weimar.csv", table)})
	b.Press(fyne.KeyReturn, fyne.KeyReturn)
	if p.step != imported || p.outcome.undone {
		t.Fatalf("step %v", p.step)
	}
	b.Undo()
	if !p.outcome.undone {
		t.Error("after Ctrl+Z the result says that the people are there")
	}
	b.Redo()
	if p.outcome.undone {
		t.Error("after doing it again the result says that they are gone")
	}
}

func TestEscAsksBeforeItDropsTheChosenFiles(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	p.add([]string{write(t, "weimar.csv", table)})
	b.Press(fyne.KeyEscape)
	if len(p.files) != 1 || !strings.Contains(b.Texts(), "Von vorn anfangen?") || !strings.Contains(b.Texts(), "Die gewählte Datei wird aus der Auswahl genommen.") {
		t.Fatalf("%d files, in sight: %s", len(p.files), b.Texts())
	}
	b.Press(fyne.KeyEscape)
	if len(p.files) != 1 {
		t.Error("Esc in the question dropped them")
	}
	b.Press(fyne.KeyEscape)
	b.Tap("Von vorn anfangen")
	if len(p.files) != 0 {
		t.Error("they are still chosen")
	}
}

func TestAnImportThatGoesOnIsFoundAgain(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	p.step, p.run = importing, newRun("importer.importing", func() {})
	b.Shell.Open(kit.Route{Page: desk.PageToday})
	b.Shell.Open(kit.Route{Page: desk.PageImport, Arg: desk.ArgDuplicates})
	b.Shell.Open(kit.Route{Page: desk.PageToday})
	b.Shell.Open(kit.Route{Page: desk.PageImport})
	if b.Shell.Page() != kit.Page(p) {
		t.Error("the import under way is out of sight")
	}
}

func TestToThePeopleListsThoseOfTheImport(t *testing.T) {
	b, p := open(t, desktest.Options{}, "")
	b.AddPerson(domain.Name{Given: "Charlotte", Family: "Stein"})
	p.add([]string{write(t, "weimar.csv", table)})
	b.Press(fyne.KeyReturn)
	b.Press(fyne.KeyReturn)
	if p.step != imported {
		t.Fatalf("step %v", p.step)
	}
	b.Press(fyne.KeyP)
	route := b.Shell.Route()
	asked, ok := b.Desk.AskedBy(route.Arg)
	if route.Page != desk.PagePeople || !ok || asked.Label != "aus diesem Import" {
		t.Fatalf("route %+v, asked %+v", route, asked)
	}
	rows, err := b.Workspace.Views().People(context.Background(), *asked.People)
	if err != nil || len(rows) != 4 {
		t.Errorf("%d people, %v", len(rows), err)
	}
	for _, row := range rows {
		if row.Sort == "Stein, Charlotte" {
			t.Error("somebody is listed whom the import did not bring")
		}
	}
}
