package workspace

import (
	"strings"
	"testing"

	"kontor/domain"
	"kontor/projections"
)

const aLetter = "From: Bettina Brentano <bettina@federkiel.example>\r\nTo: Wilhelm Meister <wm@kontor.example>, unknown@nowhere.example\r\n" +
	"Cc: Achim von Arnim <achim@federkiel.example>\r\nSubject: Der Druck\r\nMessage-ID: <1@federkiel.example>\r\n" +
	"Date: Tue, 3 Feb 2026 10:15:00 +0100\r\n\r\nWann kommt der Druck?\r\n\r\nGruß\r\n-- \r\nBettina Brentano\r\n\r\n" +
	"Am 11.05.2026 um 09:00 schrieb Wilhelm Meister:\r\n> Morgen.\r\n"

func (s *scene) letterOf(path string) Letter {
	s.t.Helper()
	letter, err := s.ReadLetter(s.ctx, path)
	if err != nil {
		s.t.Fatal(err)
	}
	return letter
}

func TestAMailIsLoggedAndGoesBackWithItsImport(t *testing.T) {
	s := newScene(t)
	imported(s, ImportOptions{}, s.file("arnim.vcf", card("N:Arnim;Achim;;;", "EMAIL:achim@federkiel.example")))
	path := s.raw("druck.eml", aLetter)
	report := imported(s, ImportOptions{}, path)
	if len(report.Mails) != 1 || report.Counts.New != 1 {
		t.Fatalf("%+v", report)
	}
	letter := s.letterOf(path)
	bettina, achim := s.called("Bettina Brentano").Stream.ID, s.called("Achim Arnim").Stream.ID
	if letter.Direction != domain.DirectionIncoming || len(letter.Ours) != 1 || letter.Ours[0] != s.Me() || letter.Logged {
		t.Errorf("%+v", letter)
	}
	if p := letter.People; len(p) != 2 || p[0].Person != bettina || p[1].Person != achim {
		t.Errorf("it is with %+v", letter.People)
	}
	if letter.Text != "Wann kommt der Druck?\n\nGruß" || letter.At.UTC().Format("2006-01-02 15:04") != "2026-02-03 09:15" {
		t.Errorf("at %v: %q", letter.At, letter.Text)
	}
	if _, err := s.LogLetter(s.ctx, letter, report.Import); err != nil {
		t.Fatal(err)
	}
	if !s.letterOf(path).Logged {
		t.Error("it would be logged twice")
	}
	conversations := func() int {
		entries, err := s.Views().Timeline(s.ctx, projections.TimelineQuery{
			Of: domain.Stream{Kind: domain.KindPerson, ID: achim}, Kinds: []projections.EntryKind{projections.EntryConversation},
		})
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	if n := conversations(); n != 1 {
		t.Fatalf("%d conversations", n)
	}
	if _, err := s.UndoImport(s.ctx, report.Import); err != nil {
		t.Fatal(err)
	}
	if n := conversations(); n != 0 {
		t.Errorf("the import is taken back, and %d conversations are left", n)
	}
	s.sound()
}

// Of a mail that one of us wrote the people are those it went to.
func TestAMailOfOursBringsThoseItWentTo(t *testing.T) {
	s := newScene(t)
	me := must(s.Views().Members(s.ctx))(t)[0].Name
	path := s.raw("antwort.eml", strings.NewReplacer(
		"From: Bettina Brentano <bettina@federkiel.example>", "From: "+me+" <wm@kontor.example>",
		"To: Wilhelm Meister <wm@kontor.example>, unknown@nowhere.example", "To: Bettina Brentano <bettina@federkiel.example>").Replace(aLetter))
	report := imported(s, ImportOptions{DryRun: true}, path)
	if report.Counts.New != 1 {
		t.Errorf("%+v", report.Counts)
	}
	letter := s.letterOf(path)
	if letter.Direction != domain.DirectionOutgoing || len(letter.People) != 2 || letter.People[0].Label() != "Bettina Brentano" {
		t.Fatalf("%+v", letter)
	}
	if _, err := s.LogLetter(s.ctx, letter, domain.None); err != nil {
		t.Fatal(err)
	}
	s.called("Bettina Brentano") // she was new
	if !s.letterOf(path).Logged {
		t.Error("it would be logged twice")
	}
}
