package workspace

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kontor/domain"
	"kontor/exchange"
	"kontor/i18n"
	"kontor/projections"
)

func imported(s *scene, o ImportOptions, paths ...string) ImportReport {
	s.t.Helper()
	return must(s.Import(s.ctx, paths, o))(s.t)
}

func wantCounts(t *testing.T, r ImportReport, want domain.ImportCounts) {
	t.Helper()
	if r.Counts != want {
		t.Fatalf("counts are %+v, want %+v (%+v, %+v)", r.Counts, want, r.Duplicates, r.Rejected)
	}
}

// card is a vCard 3.0 with the given lines.
func card(lines ...string) string {
	return strings.Join(append(append([]string{"BEGIN:VCARD", "VERSION:3.0"}, lines...), "END:VCARD"), "\r\n")
}

// The same person as three programs write him.
const (
	fromGmail = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dr. Georg Forster\r\nN:Forster;Georg;;Dr.;\r\n" +
		"EMAIL;TYPE=INTERNET;TYPE=HOME:georg@forster.example\r\nTEL;TYPE=CELL:0561 123456\r\nORG:Collegium Carolinum\r\n" +
		"BDAY:1754-11-27\r\nitem1.X-ABRELATEDNAMES:Therese\r\nitem1.X-ABLabel:_$!<Spouse>!$_\r\nNOTE:Um die Welt\\nmit Cook\r\nEND:VCARD\r\n"
	fromOutlook = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;LANGUAGE=de:Forster;Georg;;Dr.\r\nFN:Dr. Georg Forster\r\n" +
		"ORG:Collegium Carolinum;Naturgeschichte\r\nTITLE:Professor\r\nTEL;WORK;VOICE:+49 (561) 123456\r\n" +
		"ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE;CHARSET=WINDOWS-1252:;;K=F6nigsstra=DFe 1;Kassel;;34117;Deutschland\r\n" +
		"BDAY:17541127\r\nEMAIL;PREF;INTERNET:g.forster@carolinum.example\r\nX-MS-OL-DEFAULT-POSTAL-ADDRESS:2\r\nEND:VCARD\r\n"
	fromIPhone = "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//iOS 5.0.1//EN\r\nN:Forster;Georg;;Dr.;\r\nFN:Dr. Georg Forster\r\n" +
		"NICKNAME:George\r\nORG:Collegium Carolinum;\r\nitem1.EMAIL;type=INTERNET;type=pref:georg@forster.example\r\n" +
		"TEL;type=CELL;type=VOICE;type=pref:0561 123456\r\nBDAY;value=date:1754-11-27\r\n" +
		"PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2Q==\r\nEND:VCARD\r\n"
)

func (s *scene) raw(name, content string) string {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

func TestThreeProgramsCardsOfOnePerson(t *testing.T) {
	s := newScene(t)
	files := []string{s.raw("gmail.vcf", fromGmail), s.raw("outlook.vcf", fromOutlook), s.raw("iphone.vcf", fromIPhone)}
	wantCounts(t, imported(s, ImportOptions{}, files[0]), domain.ImportCounts{New: 1})
	wantCounts(t, imported(s, ImportOptions{}, files[1]), domain.ImportCounts{Updated: 1})
	wantCounts(t, imported(s, ImportOptions{}, files[2]), domain.ImportCounts{Updated: 1})
	p := s.called("Dr. Georg Forster")
	if got := values(p, domain.PointEmail); !slices.Equal(got, []string{"g.forster@carolinum.example", "georg@forster.example"}) {
		t.Errorf("e-mails are %q", got)
	}
	if got := values(p, domain.PointPhone); len(got) != 1 {
		t.Errorf("the same number written in two ways is kept as %q", got)
	}
	if p.Name().Nickname != "George" || p.Dossier.Get(domain.FieldPhoto) == nil || len(p.Affiliations) != 1 || p.Affiliations[0].Title != "Professor" {
		t.Errorf("name %+v, affiliations %+v", p.Name(), p.Affiliations)
	}
	before := s.events()
	again := imported(s, ImportOptions{}, files...)
	wantCounts(t, again, domain.ImportCounts{Unchanged: 3})
	if again.Import != domain.None || s.events() != before {
		t.Errorf("a run that changes nothing recorded %d events", s.events()-before)
	}
	s.sound()
}

func TestSameFileAgainChangesNothing(t *testing.T) {
	s := newScene(t)
	files := []string{
		s.raw("mixed.vcf", strings.Join([]string{
			card("UID:1", "N:Goethe;Johann;;;", "EMAIL:g@weimar.example", "CATEGORIES:Dichter,Minister"),
			card("N:Schiller;Friedrich;;;", "ORG:Theater Weimar", "TEL:03643 1"),
			card("N:Schiller;Friedrich;;;", "ORG:Theater Weimar", "TEL:03643 1"),
			card("N:Müller;Hans;;;", "EMAIL:hans@mueller.example"),
			card("N:Müller;Hans;;;", "EMAIL:h.mueller@anders.example"),
			card("ORG:Cotta", "X-ABShowAs:COMPANY", "URL:https://cotta.example"),
			card("NOTE:niemand"),
		}, "\r\n")+"\r\n"),
		s.raw("Connections.csv", "Notes:\r\n\"When exporting your connection data …\"\r\n\r\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"+
			"Bettina,Arnim,https://www.linkedin.com/in/bettina,,Berlin,Schriftstellerin,12 Mar 2024\r\n"+
			"Clemens,Brentano,https://www.linkedin.com/in/clemens,clemens@brentano.example,Heidelberg,,01 Feb 2023\r\n"),
	}
	first := imported(s, ImportOptions{}, files...)
	wantCounts(t, first, domain.ImportCounts{New: 7, Unchanged: 1, Duplicates: 1, Rejected: 1})
	if d := first.Duplicates[0]; d.Name != "Hans Müller" || d.Line == 0 || len(d.Reasons) == 0 || d.With == domain.None {
		t.Errorf("the duplicate is %+v", d)
	}
	for range 2 {
		before := s.events()
		again := imported(s, ImportOptions{}, files...)
		wantCounts(t, again, domain.ImportCounts{Unchanged: 8, Rejected: 1})
		if again.Import != domain.None || s.events() != before {
			t.Fatalf("again recorded %d events", s.events()-before)
		}
		s.restart()
	}
	s.sound()
}

func TestRejectedRowsAreKept(t *testing.T) {
	s := newScene(t)
	r := imported(s, ImportOptions{}, s.file("odd.vcf", card("FN:Anna Amalia"), card("NOTE:niemand"), card("X-FOO:bar")))
	wantCounts(t, r, domain.ImportCounts{New: 1, Rejected: 2})
	s.restart()
	kept := must(s.Views().Rejected(s.ctx, r.Import))(t)
	if len(kept) != 2 || kept[0].File != "odd.vcf" || kept[0].Line != 5 || kept[0].Reason == "" || !strings.Contains(kept[0].Raw, "niemand") {
		t.Errorf("kept are %+v", kept)
	}
	binary := imported(s, ImportOptions{}, s.raw("photo.vcf", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"))
	if binary.Counts.Rejected != 1 || binary.Rejected[0].Reason == "" {
		t.Errorf("a picture gave %+v", binary)
	}
}

// What people changed by hand stays, whether the card comes again as it was or
// changed, and whether the program gives it an identifier or not.
func TestImportLeavesTheWorkOfPeopleAlone(t *testing.T) {
	for _, uid := range []string{"", "UID:42"} {
		for _, changed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%q changed %v", uid, changed), func(t *testing.T) {
				s := newScene(t)
				lines := []string{
					"N:Humboldt;Alexander;;Herr;", "EMAIL:alexander@humboldt.example", "TEL:030 111111", "TEL:030 222222",
					"CATEGORIES:Forscher,Reisender", "NOTE:Kosmos", "BDAY:1769-09-14", "ORG:Akademie", "TITLE:Kammerherr",
				}
				if uid != "" {
					lines = append(lines, uid)
				}
				imported(s, ImportOptions{}, s.file("h.vcf", card(lines...)))
				p := s.called("Herr Alexander Humboldt")
				id := p.Stream.ID
				for _, point := range p.Dossier.Points(domain.PointPhone) {
					if point.Value == "030 111111" {
						s.change(id, domain.PointField(point.ID), nil)
					} else {
						point.Value = "030 333333"
						s.change(id, domain.PointField(point.ID), domain.PointValue(point))
					}
				}
				s.change(id, domain.TagField("Reisender"), nil)
				s.change(id, domain.FieldNote, domain.TextValue("Ansichten der Natur"))
				s.change(id, domain.FieldBirthday, domain.DateValue(domain.PartialDate{Year: 1769}))
				s.change(id, domain.FieldName, domain.NameValue(domain.Name{Given: "Alexander", Particle: "von", Family: "Humboldt"}))
				a := s.person(id).Affiliations[0]
				s.do(domain.RemoveAffiliation{Person: id, Affiliation: a.ID})
				byHand := s.person(id)

				if changed {
					lines = append(lines, "TEL:030 444444")
				}
				r := imported(s, ImportOptions{}, s.file("h.vcf", card(lines...)))
				p = s.person(id)
				phones := []string{"030 333333"}
				if changed {
					wantCounts(t, r, domain.ImportCounts{Updated: 1})
					phones = append(phones, "030 444444")
				} else {
					wantCounts(t, r, domain.ImportCounts{Unchanged: 1})
				}
				if got := values(p, domain.PointPhone); !slices.Equal(got, phones) {
					t.Errorf("phones are %q", got)
				}
				if got := p.Dossier.Tags(); !slices.Equal(got, []string{"forscher"}) && !slices.Equal(got, []string{"Forscher"}) {
					t.Errorf("tags are %q", got)
				}
				for _, f := range []domain.Field{domain.FieldNote, domain.FieldBirthday, domain.FieldName} {
					if !equalValue(p.Dossier.Get(f), byHand.Dossier.Get(f)) {
						t.Errorf("%s is %+v", f, p.Dossier.Get(f))
					}
				}
				if len(p.Affiliations) != 0 {
					t.Errorf("the affiliation came back: %+v", p.Affiliations)
				}
				s.sound()
			})
		}
	}
}

func TestNewerStateOfACardReplacesWhatTheCardBrought(t *testing.T) {
	s := newScene(t)
	imported(s, ImportOptions{}, s.file("c.vcf", card("UID:7", "N:Stein;Charlotte;;;", "BDAY:1742-12-25", "ORG:Hof", "TITLE:Hofdame", "NOTE:alt")))
	r := imported(s, ImportOptions{}, s.file("c.vcf", card("UID:7", "N:Stein;Charlotte;;Frau;", "BDAY:1742-12-26", "ORG:Hof", "TITLE:Oberhofdame", "NOTE:neu")))
	wantCounts(t, r, domain.ImportCounts{Updated: 1})
	p := s.called("Frau Charlotte Stein")
	if p.Birthday().Day != 26 || p.Dossier.Text(domain.FieldNote) != "neu" || p.Affiliations[0].Title != "Oberhofdame" {
		t.Errorf("%+v, %+v", p.Dossier, p.Affiliations)
	}
}

func TestCorrectedNameKeepsItsCard(t *testing.T) {
	s := newScene(t)
	cards := func(extra ...string) string {
		return s.file("c.vcf", card(append([]string{"UID:9", "N:Vulpius;Christel;;;", "EMAIL:c@vulpius.example"}, extra...)...))
	}
	imported(s, ImportOptions{}, cards())
	id := s.called("Christel Vulpius").Stream.ID
	s.change(id, domain.FieldName, domain.NameValue(domain.Name{Given: "Johanna", Family: "Goethe"}))
	wantCounts(t, imported(s, ImportOptions{}, cards()), domain.ImportCounts{Unchanged: 1})
	wantCounts(t, imported(s, ImportOptions{}, cards("TEL:1234567")), domain.ImportCounts{Updated: 1})
	s.wantNames("Johanna Goethe")
}

func TestIdentifierGivenOutAnewMakesAnotherPerson(t *testing.T) {
	s := newScene(t)
	file := s.file("uids.vcf", card("UID:1", "N:Wieland;Christoph;;;"), card("UID:1", "N:Herder;Karoline;;;"))
	wantCounts(t, imported(s, ImportOptions{}, file), domain.ImportCounts{New: 2})
	wantCounts(t, imported(s, ImportOptions{}, file), domain.ImportCounts{Unchanged: 2})
	s.wantNames("Christoph Wieland", "Karoline Herder")
}

func TestTwoCardsOfOnePersonInOneFile(t *testing.T) {
	s := newScene(t)
	r := imported(s, ImportOptions{}, s.file("two.vcf",
		card("N:Knebel;Karl;;;", "EMAIL:karl@knebel.example"),
		card("N:Knebel;Karl;;;", "EMAIL:KARL@knebel.example", "TEL:03641 1")))
	wantCounts(t, r, domain.ImportCounts{New: 1, Updated: 1})
	if p := s.called("Karl Knebel"); len(values(p, domain.PointPhone)) != 1 {
		t.Errorf("%+v", p.Dossier)
	}
	s.sound()
}

func TestOneAddressTwoBirthdaysAsksAHuman(t *testing.T) {
	s := newScene(t)
	r := imported(s, ImportOptions{}, s.file("b.vcf",
		card("N:Kestner;Charlotte;;;", "EMAIL:lotte@kestner.example", "BDAY:1753-01-11"),
		card("N:Kestner;Charlotte;;;", "EMAIL:lotte@kestner.example", "BDAY:1788-05-02"),
		card("N:Kestner;Georg;;;", "EMAIL:lotte@kestner.example")))
	wantCounts(t, r, domain.ImportCounts{New: 3, Duplicates: 1})
}

func TestOrganisationCards(t *testing.T) {
	s := newScene(t)
	path := s.file("o.vcf", card("KIND:org", "FN:Cotta", "ORG:Cotta", "URL:https://cotta.example", "TEL:0711 1"),
		card("N:Cotta;Johann;;;", "ORG:Cotta", "TITLE:Verleger"))
	wantCounts(t, imported(s, ImportOptions{}, path), domain.ImportCounts{New: 2})
	rows := must(s.Views().Organisations(s.ctx, projections.OrganisationQuery{}))(t)
	if len(rows) != 1 || rows[0].Name != "Cotta" || rows[0].People != 1 {
		t.Errorf("organisations are %+v", rows)
	}
	wantCounts(t, imported(s, ImportOptions{}, path), domain.ImportCounts{Unchanged: 2})
}

func TestRefusedCardLeavesNothingBehind(t *testing.T) {
	s := newScene(t)
	note := "NOTE:" + strings.Repeat("x", domain.MaxText+1)
	p := newPlanner(s.ctx, s.Workspace, s.NewID())
	_, _, err := p.plan(exchange.Contact{Name: domain.Name{Family: "Zelter"}, Organisation: "Singakademie", Note: note})
	s.refused(domain.RefusedTooLarge, err)
	_, commands, err := p.plan(exchange.Contact{Name: domain.Name{Family: "Fasch"}, Organisation: "Singakademie"})
	if err != nil {
		t.Fatal(err)
	}
	s.do(domain.Batch{Title: "import", Parts: commands})
	if rows := must(s.Views().Organisations(s.ctx, projections.OrganisationQuery{}))(t); len(rows) != 1 {
		t.Errorf("organisations are %+v", rows)
	}
}

func TestPhotosAreKeptOnce(t *testing.T) {
	s := newScene(t)
	photo := "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2Q=="
	imported(s, ImportOptions{}, s.file("p.vcf", card("FN:Anna Amalia", photo), card("FN:Carl August", photo)))
	count := 0
	for _, err := range s.ledger.Attachments().All() {
		if err != nil {
			t.Fatal(err)
		}
		count++
	}
	a, b := s.called("Anna Amalia").Dossier.Get(domain.FieldPhoto), s.called("Carl August").Dossier.Get(domain.FieldPhoto)
	if count != 1 || a == nil || b == nil || a.Attachment.Address != b.Attachment.Address {
		t.Errorf("%d attachments, %+v, %+v", count, a, b)
	}
}

func TestUndoImportIsExact(t *testing.T) {
	s := newScene(t)
	// Of the changes, their entries and the import the trace remains; who is
	// known is as before. The words are too, but their index has other segments:
	// sound compares it with a rebuild by its words.
	trace := []string{
		"change", "entry", "meta", "generation", "import", "record", "tally", "contact", "person", "organisation",
		"words_data", "words_idx", "words_config",
	}
	known := s.add("Johann", "Goethe", email("g@weimar.example"))
	s.log("Telefonat Johann Goethe: über Farben")
	before := s.tables(trace...)
	path := s.file("i.vcf", card("N:Goethe;Johann;;;", "EMAIL:g@weimar.example", "TEL:03643 1", "ORG:Hof", "CATEGORIES:Dichter"),
		card("N:Schiller;Friedrich;;;", "ORG:Theater"))
	r := imported(s, ImportOptions{}, path)
	wantCounts(t, r, domain.ImportCounts{New: 1, Updated: 1})
	must(s.Undo(s.ctx))(t) // an import is one step
	s.wantNames("Johann Goethe")
	wantTables(t, s.tables(trace...), before)
	if rows := must(s.Views().Organisations(s.ctx, projections.OrganisationQuery{}))(t); len(rows) != 0 {
		t.Errorf("organisations are %+v", rows)
	}
	if p := s.person(known); len(p.Affiliations) != 0 || len(p.Dossier.Tags()) != 0 || len(p.Dossier.UIDs()) != 0 {
		t.Errorf("left behind: %+v", p)
	}
	_, err := s.UndoImport(s.ctx, r.Import)
	s.refused(domain.RefusedNothingToUndo, err)
	s.sound()

	// What was taken back can come again, and be done again.
	wantCounts(t, imported(s, ImportOptions{}, path), domain.ImportCounts{New: 1, Updated: 1})
	must(s.Undo(s.ctx))(t)
	must(s.Redo(s.ctx))(t)
	s.wantNames("Friedrich Schiller", "Johann Goethe")
	s.sound()
}

func TestUndoImportKeepsPeopleWhoWereWorkedOn(t *testing.T) {
	s := newScene(t)
	r := imported(s, ImportOptions{}, s.file("i.vcf", card("N:Schiller;Friedrich;;;"), card("N:Körner;Theodor;;;")))
	s.change(s.called("Friedrich Schiller").Stream.ID, domain.FieldNote, domain.TextValue("Jena"))
	must(s.UndoImport(s.ctx, r.Import))(t)
	s.wantNames("Friedrich Schiller")
}

func TestCancelledImportStaysAndCanBeTakenBack(t *testing.T) {
	s := newScene(t)
	s.add("Johann", "Goethe")
	var cards []string
	for i := range 1000 {
		cards = append(cards, numbered(i))
	}
	ctx, cancel := context.WithCancel(s.ctx)
	read := 0
	r, err := s.Import(ctx, []string{s.file("many.vcf", cards...)}, ImportOptions{Each: func(ImportItem) {
		if read++; read == 400 {
			cancel()
		}
	}})
	if err == nil || Explain(err) == "" || r.Import == domain.None {
		t.Fatalf("%v, %+v", err, r)
	}
	got := must(s.Views().Counts(s.ctx))(t).People - 1
	if got != r.Counts.New || got < 400 || got == 1000 {
		t.Fatalf("%d people are there, the report says %+v", got, r.Counts)
	}
	s.sound()
	must(s.Undo(s.ctx))(t)
	s.wantNames("Johann Goethe")
}

// numbered is a card that no other number resembles.
func numbered(i int) string {
	syllables := []string{"ba", "de", "fi", "go", "ku", "la", "me", "ni", "ro", "tu"}
	given, family := "", ""
	for _, digit := range fmt.Sprintf("%06d", i*7919%1000003) {
		given += syllables[digit-'0']
	}
	for _, digit := range fmt.Sprintf("%06d", i) {
		family += syllables[digit-'0']
	}
	return card("N:"+family+";"+given+";;;", fmt.Sprintf("EMAIL:p%d@example.org", i), fmt.Sprintf("TEL:+4930%07d", i), fmt.Sprintf("ORG:Firma %d", i%500))
}

// What a dry run announces is what the import then does.
func TestDryRunSaysWhatTheImportDoes(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	for round := range 12 {
		dice := rand.New(rand.NewPCG(seed, uint64(round)))
		pick := func(list ...string) string { return list[dice.IntN(len(list))] }
		s := newScene(t)
		for file := range 3 {
			var cards []string
			for range dice.IntN(30) {
				lines := []string{fmt.Sprintf("N:%s;%s;;;", pick("Roth", "Blau", "Meyer", "Maier"), pick("Anna", "Hans", "Johannes", "Eva"))}
				for _, more := range [][]string{
					{"UID:%d"}, {"EMAIL:p%d@example.org"}, {"TEL:030 55%04d", "TEL:+493055%04d"}, {"ORG:Firma %d"}, {"BDAY:19%02d-01-02"}, {"NOTE:Notiz %d"},
				} {
					if dice.IntN(2) == 0 {
						lines = append(lines, fmt.Sprintf(pick(more...), dice.IntN(9)+60))
					}
				}
				if dice.IntN(8) == 0 {
					lines = []string{"NOTE:niemand"}
				}
				if dice.IntN(8) == 0 {
					lines = append(lines, "PHOTO;ENCODING=b;TYPE=JPEG:"+pick("/9j/4AAQ", "/9j/4AAR"))
				}
				cards = append(cards, card(lines...))
			}
			path := s.file("cards.vcf", cards...)
			before := s.events()
			dry := imported(s, ImportOptions{DryRun: true}, path)
			if dry.Import != domain.None || s.events() != before {
				t.Fatalf("seed %d, round %d: the dry run recorded something", seed, round)
			}
			real := imported(s, ImportOptions{}, path)
			if dry.Counts != real.Counts || len(dry.Duplicates) != len(real.Duplicates) || len(dry.Rejected) != len(real.Rejected) {
				t.Fatalf("seed %d, round %d, file %d: announced %+v, done %+v", seed, round, file, dry.Counts, real.Counts)
			}
			before = s.events()
			again := imported(s, ImportOptions{}, path)
			if again.Counts.New+again.Counts.Updated > 0 || s.events() != before {
				t.Fatalf("seed %d, round %d, file %d: again gave %+v and %d events", seed, round, file, again.Counts, s.events()-before)
			}
		}
		s.sound()
	}
}

// What a file says of somebody who is known stands behind where they belong
// already.
func TestAnImportLeavesTheMainAffiliation(t *testing.T) {
	s := newScene(t)
	imported(s, ImportOptions{}, s.file("first.vcf", card("N:Brentano;Bettina;;;", "EMAIL:bettina@federkiel.example", "ORG:Federkiel")))
	p := s.called("Bettina Brentano")
	main := p.Current()[0].Organisation
	mail := "From: Bettina Brentano <bettina@federkiel.example>\r\nSubject: Gruss\r\nMessage-ID: <1@federkiel.example>\r\n" +
		"Date: Tue, 12 May 2026 10:15:00 +0100\r\n\r\nGuten Tag\r\n\r\n-- \r\nBettina Brentano\r\n"
	wantCounts(t, imported(s, ImportOptions{}, s.raw("gruss.eml", mail+"Hallenser Verein e.V.\r\nTel. 0345 1234\r\n")), domain.ImportCounts{Updated: 1})
	p = s.called("Bettina Brentano")
	if current := p.Current(); len(current) != 2 || current[0].Organisation != main {
		t.Fatalf("affiliations are %+v, the main one was at %v", current, main)
	}
	page := must(s.Views().Person(s.ctx, p.Stream.ID, s.Now()))(t)
	if page.Organisation != "Federkiel" || page.Affiliations[0].OrganisationName != "Federkiel" {
		t.Errorf("the list shows %q, the page %+v", page.Organisation, page.Affiliations)
	}
	second := strings.Replace(mail, "<1@", "<2@", 1)
	imported(s, ImportOptions{}, s.raw("kasse.eml", second+"Federkiel GmbH, Buchhaltung\r\nTel. 03643 231252\r\n"))
	if p = s.called("Bettina Brentano"); len(p.Affiliations) != 2 {
		t.Errorf("the legal form made another organisation: %+v", p.Affiliations)
	}
	s.sound()
}

func TestOrganisationsMeetWithoutTheirLegalForm(t *testing.T) {
	s := newScene(t)
	imported(s, ImportOptions{}, s.file("a.vcf",
		card("N:Tieck;Ludwig;;;", "ORG:Jena Druck"), card("N:Novalis;Fritz;;;", "ORG:Jena Druck GmbH"),
		card("N:Huber;Max;;;", "ORG:Huber AG"), card("N:Moser;Eva;;;", "ORG:Huber GmbH"), card("N:Gruber;Ida;;;", "ORG:Huber")))
	at := func(name string) domain.ID { return s.called(name).Affiliations[0].Organisation }
	if at("Ludwig Tieck") != at("Fritz Novalis") {
		t.Error("one organisation is there twice, with its legal form and without")
	}
	if at("Max Huber") == at("Eva Moser") || at("Ida Gruber") == at("Max Huber") || at("Ida Gruber") == at("Eva Moser") {
		t.Error("organisations of different legal forms are one")
	}
}

func TestAWeakerReasonIsNotRepeated(t *testing.T) {
	said := reasonsOf("match.reason.same-name-organisation", "match.reason.same-name", "match.reason.sounds-alike")
	if want := i18n.T("match.reason.same-name-organisation") + " · " + i18n.T("match.reason.sounds-alike"); said != want {
		t.Errorf("%q, want %q", said, want)
	}
}

func reasonsOf(keys ...string) string {
	list := make([]exchange.Reason, len(keys))
	for i, key := range keys {
		list[i].Key = key
	}
	return Reasons(list)
}
