package workspace

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kontor/demo"
	"kontor/domain"
	"kontor/exchange"
)

// told is a workspace in which something of everything happened.
func told(t *testing.T) *scene {
	s := newScene(t)
	must(s.LoadDemo(s.ctx, demo.Options{People: 20, Conversations: 60, Seed: 3}, nil))(t)
	s.log("Telefonat Johann Goethe @ Cotta: will Korrekturen #druck, Bogen schicken morgen")
	imported(s, ImportOptions{}, s.raw("iphone.vcf", fromIPhone), s.file("odd.vcf", card("NOTE:niemand")))
	s.attach("Brief.txt", strings.Repeat("Lieber Freund! ", 1<<17))
	s.erasedOne()
	s.add("Friedrich", "Schiller")
	must(s.Undo(s.ctx))(t)
	return s
}

func (s *scene) erasedOne() {
	s.t.Helper()
	s.log("Mail an Ottilie Pogwisch: soll vergessen werden")
	must(s.Erase(s.ctx, s.called("Ottilie Pogwisch").Stream.ID))(s.t)
}

func TestArchiveBringsEverythingBack(t *testing.T) {
	s := told(t)
	if err := s.Rebuild(s.ctx, nil); err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(t.TempDir(), "archive.jsonl")
	must(s.Export(s.ctx, ExportArchive, archive, nil))(t)

	// Twice on one machine, as somebody does who wants to compare.
	for range 2 {
		dir := filepath.Join(t.TempDir(), "restored")
		report := must(RestoreArchive(s.ctx, archive, dir, s.options(), nil))(t)
		if report.Events != s.events() || report.Attachments != 2 {
			t.Fatalf("restored %+v of %d events", report, s.events())
		}
		r := openScene(t, dir)
		r.now = s.at()
		wantTables(t, r.tables("meta", "generation"), s.tables("meta", "generation"))
		r.sound()
		if r.ID() != s.ID() || r.Me() != s.Me() {
			t.Errorf("the restored one is %s of %s, was %s of %s", r.ID(), r.Me(), s.ID(), s.Me())
		}
		if name := must(r.Views().Member(r.ctx, r.Me()))(t).Name; name != "Johann Eckermann" {
			t.Errorf("I am %s", name)
		}
		must(r.Redo(r.ctx))(t)
		r.called("Friedrich Schiller")
		must(r.Undo(r.ctx))(t)
		must(r.Undo(r.ctx))(t)
		r.sound()
	}
	if _, err := RestoreArchive(s.ctx, archive, s.Dir(), s.options(), nil); !errors.Is(err, ErrFolderNotEmpty) {
		t.Errorf("into a folder in use: %v", err)
	}
	before := s.tables()
	try := must(TryArchive(s.ctx, archive, s.options(), nil))(t)
	if try.Events != s.events() {
		t.Errorf("tried %+v", try)
	}
	wantTables(t, s.tables(), before)
}

func TestSpoiltArchiveLeavesTheFolderEmpty(t *testing.T) {
	s := told(t)
	archive := filepath.Join(t.TempDir(), "archive.jsonl")
	must(s.Export(s.ctx, ExportArchive, archive, nil))(t)
	whole, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	without := func(at int) []byte {
		return bytes.Join(slices.Concat(lines[:at], lines[at+1:]), nil)
	}
	eventAt := slices.IndexFunc(lines, func(l []byte) bool { return bytes.HasPrefix(l, []byte(`{"event"`)) }) + 40
	for !bytes.HasPrefix(lines[eventAt], []byte(`{"event"`)) {
		eventAt++
	}
	attachmentAt := slices.IndexFunc(lines, func(l []byte) bool { return bytes.HasPrefix(l, []byte(`{"attachment"`)) })
	for name, spoilt := range map[string][]byte{
		"nothing":                 nil,
		"cut in the head":         whole[:20],
		"cut in the middle":       whole[:len(whole)/2],
		"cut before the end":      whole[:len(whole)-len(lines[len(lines)-2])],
		"cut in the end":          whole[:len(whole)-3],
		"an event is missing":     without(eventAt),
		"an event stands twice":   bytes.Join(slices.Concat(lines[:eventAt], lines[eventAt-1:]), nil),
		"an attachment is cut":    without(attachmentAt),
		"attachment altered":      bytes.Replace(whole, []byte(`"data":"`), []byte(`"data":"QUFB`), 1),
		"garbage in a line":       bytes.Replace(whole, []byte(`"skeleton":{`), []byte(`"skeleton":{{`), 1),
		"a line of another kind":  slices.Concat(lines[0], []byte("{}\n"), whole[len(lines[0]):]),
		"a newer archive":         bytes.Replace(whole, []byte(`{"archive":1`), []byte(`{"archive":2`), 1),
		"no secret":               bytes.Replace(whole, []byte(`"contentSecret":"`), []byte(`"contentSecret2":"`), 1),
		"not an archive":          []byte("BEGIN:VCARD\r\n"),
		"one line without an end": append(slices.Clone(lines[0]), bytes.Repeat([]byte("x"), 3<<20)...),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "spoilt.jsonl")
			if err := os.WriteFile(path, spoilt, 0o600); err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(t.TempDir(), "into")
			_, err := RestoreArchive(s.ctx, path, dir, s.options(), nil)
			if err == nil {
				t.Fatal("it was restored")
			}
			if said := Explain(err); strings.Contains(said, "workspace.") || strings.Contains(said, err.Error()) {
				t.Errorf("people are told %q", said)
			}
			if left, err := os.ReadDir(dir); err == nil && len(left) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// What vCard and CSV can carry comes back as it was.
func TestExportedPeopleComeBack(t *testing.T) {
	s := newScene(t)
	full := []string{
		"N:Stein;Charlotte;Albertine;Dr.;", "NICKNAME:Lotte", "EMAIL;TYPE=HOME:c@stein.example", "EMAIL;TYPE=WORK:stein@hof.example",
		"TEL;TYPE=CELL:+49 151 2345678", "ADR;TYPE=HOME:;;Ackerwand 25;Weimar;;99423;Deutschland", "BDAY:1742-12-25",
		"NOTE:Grüße, Semikolon; und\\nZeile", "CATEGORIES:Hof,Briefe", "ORG:Hof", "TITLE:Hofdame", "URL:https://stein.example",
	}
	imported(s, ImportOptions{}, s.file("in.vcf", card(full...), card("FN:李 白", "EMAIL:li@bai.example"), card("FN:Αριστοτέλης", "TEL:+302101234567"),
		card("N:König;Jo🙂;;;", "BDAY:--0105", "EMAIL:jo@koenig.example")))
	for _, format := range []ExportFormat{ExportVCard, ExportCSV} {
		t.Run(string(format), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "people."+map[ExportFormat]string{ExportVCard: "vcf", ExportCSV: "csv"}[format])
			if n := must(s.Export(s.ctx, format, path, nil))(t); n != 4 {
				t.Fatalf("%d people were written", n)
			}
			other := newScene(t)
			wantCounts(t, imported(other, ImportOptions{}, path), domain.ImportCounts{New: 4})
			for _, row := range s.people() {
				want, got := carried(s, row.ID), carried(other, other.called(row.Name).Stream.ID)
				if got != want {
					t.Errorf("%s came back as\n%s\nand was\n%s", row.Name, got, want)
				}
			}
			wantCounts(t, imported(other, ImportOptions{}, path), domain.ImportCounts{Unchanged: 4})
		})
	}
}

// carried is what an export carries of a person, for comparing.
func carried(s *scene, id domain.ID) string {
	s.t.Helper()
	c := must(s.ContactOf(s.ctx, id))(s.t)
	var points []string
	for _, p := range c.Points {
		text := string(p.Kind) + " " + p.Label + " " + p.Value
		if p.Address != nil {
			text += fmt.Sprintf("%+v", *p.Address)
		}
		points = append(points, text)
	}
	slices.Sort(points)
	slices.Sort(c.Categories)
	c.Points, c.UID, c.Extra = nil, "", nil
	return fmt.Sprintf("%+v %q", contactWithout(c), points)
}

func contactWithout(c exchange.Contact) exchange.Contact {
	c.Name.Display = ""
	return c
}

func TestExportSaysWhereItCannotWrite(t *testing.T) {
	s := newScene(t)
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "none", "x.jsonl")} {
		_, err := s.Export(s.ctx, ExportArchive, path, nil)
		if err == nil || strings.Contains(Explain(err), ".export-") {
			t.Errorf("%v", err)
		}
	}
	if _, err := s.Export(s.ctx, "pdf", filepath.Join(dir, "x"), nil); !errors.Is(err, ErrUnknownExport) {
		t.Errorf("%v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
