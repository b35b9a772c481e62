package importer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

const table = `Vorname;Nachname;E-Mail;Telefon;Firma;Position;Geburtstag;Bemerkung;Leer
Johann;Goethe;goethe@weimar.example;+49 3643 1234;Hof Weimar;Minister;28.8.1749;Mag Steine;
Friedrich;Schiller;schiller@cotta.example;+49 3641 99;Cotta;Autor;10.11.1759;;
Charlotte;von Stein;stein@weimar.example;;Hof Weimar;;25.12.1742;"Schreibt lange Briefe, meist nachts";
;;;;;;;;
Christiane;Vulpius;christiane@weimar.example;0170 12345;;;1.6.1765;;
`

const cards = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ludwig Tieck\r\nN:Tieck;Ludwig;;;\r\nEMAIL:tieck@jena.example\r\nEND:VCARD\r\n" +
	"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n"

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

func TestShots(t *testing.T) {
	for language, modes := range map[string][]kit.Mode{"de": {kit.Light, kit.Dark}, "en": {kit.Light}} {
		for _, mode := range modes {
			name := language + "-" + map[kit.Mode]string{kit.Light: "light", kit.Dark: "dark"}[mode]
			t.Run(name, func(t *testing.T) {
				b, p := open(t, desktest.Options{Language: language, Mode: mode, People: 60, Conversations: 100}, "")
				b.Save("import-" + name)
				p.add([]string{write(t, "weimar.csv", table)})
				b.Save("import-columns-" + name)
				p.add([]string{write(t, "jena.vcf", cards), write(t, "bild.png", "\x89PNG\r\n\x1a\n"), write(t, "alles.jsonl", `{"format":"kontor-archive","version":1}`+"\n")})
				b.Save("import-files-" + name)
				b.Press("Return")
				b.Save("import-tried-" + name)
				b.Press("Return")
				b.Save("import-done-" + name)
				p.reviewDuplicates()
				b.Save("import-duplicates-none-" + name)
				double := strings.ReplaceAll(table, "Goethe;goethe@weimar.example", "Goethe;jwg@weimar.example")
				p.tabs.SetValue(tabImport)
				p.begin()
				p.add([]string{write(t, "doppelt.csv", double)})
				b.Press("Return", "Return")
				b.Save("import-double-" + name)
				p.reviewDuplicates()
				b.Save("import-duplicates-" + name)
			})
		}
	}
}
