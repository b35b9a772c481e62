package quicklog

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"kontor/domain"
)

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// checkSpans holds for every line: spans are in order, apart, not empty, and
// on rune borders; names are where they say; text is valid.
func checkSpans(t failer, line string, l Line) {
	t.Helper()
	last := 0
	for _, s := range l.Spans {
		if s.Start < last || s.End <= s.Start || s.End > len(line) || s.Role == "" {
			t.Fatalf("%q: span %v after %d", line, s, last)
		}
		if utf8.ValidString(line) && (!utf8.RuneStart(line[s.Start]) || s.End < len(line) && !utf8.RuneStart(line[s.End])) {
			t.Fatalf("%q: span %v within a rune", line, s)
		}
		last = s.End
	}
	for _, list := range [][]Name{l.People, l.Ours, l.Organisations, l.Mentions} {
		for _, n := range list {
			if n.Start < 0 || n.End > len(line) || n.Start >= n.End || n.Text == "" || n.Text != tidy(line[n.Start:n.End]) {
				t.Fatalf("%q: name %+v", line, n)
			}
			if n.Organisation >= len(l.Organisations) {
				t.Fatalf("%q: organisation of %+v", line, n)
			}
		}
	}
	for _, f := range l.FollowUps {
		if !utf8.ValidString(f.Text) || f.Due != "" && !f.Due.Valid() {
			t.Fatalf("%q: follow-up %+v", line, f)
		}
	}
	if !utf8.ValidString(l.Text) || l.Sentiment < -2 || l.Sentiment > 2 || l.Duration < 0 || l.Channel == "" || l.Direction == "" {
		t.Fatalf("%q: %+v", line, l)
	}
	if l.AnswerBy != "" && (!l.AnswerBy.Valid() || !l.AnswerExpected) {
		t.Fatalf("%q: answer by %q", line, l.AnswerBy)
	}
}

func TestHighlighting(t *testing.T) {
	line := "Telefonat Goethe, Schiller @Cotta: will deutsche Doku #doku, Entwurf schicken nächsten Di +"
	var got []string
	for _, s := range Parse(line, now(t), Options{}).Spans {
		got = append(got, string(s.Role)+"="+line[s.Start:s.End])
	}
	want := "channel=Telefonat|person=Goethe|person=Schiller|organisation=Cotta|text=will deutsche Doku|tag=#doku|text=,|follow-up=Entwurf schicken|due=nächsten Di|sentiment=+"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("\n got %s\nwant %s", s, want)
	}
}

// No letter of the input is lost: what is no part of the form is text, a name
// or a task.
func TestNothingIsLost(t *testing.T) {
	at := now(t)
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 24).Draw(t, "pieces"), rapid.SampledFrom([]string{" ", "", "  "}).Draw(t, "between"))
		l := Parse(line, at, Options{Members: colleagues})
		checkSpans(t, line, l)
		channel := ""
		for _, s := range l.Spans {
			if s.Role == RoleChannel {
				channel += line[s.Start:s.End] // "Kundentelefonat" is a word for a call
			}
		}
		if !strings.Contains(line, "Unverlierbar") {
			return
		}
		all := channel + " " + l.Text + " " + l.Subject + " " + names(l.People) + " " + names(l.Organisations) + " " + names(l.Ours) + " " + names(l.Mentions) + " " + strings.Join(l.Tags, " ")
		for _, f := range l.FollowUps {
			all += " " + f.Text + " " + f.For.Text
		}
		if !strings.Contains(all, "Unverlierbar") {
			t.Fatalf("%q lost its word: %+v", line, l)
		}
	})
}

var pieces = []string{
	"Telefonat", "Mail", "von", "an", "mit", "Goethe", "Charlotte von Stein", ",", "&", "und", "@", "Cotta", ":", "will", "deutsche",
	"Doku", "#docs", "Entwurf", "schicken", "nächsten Di", ">", ">>", "Herder", "(für Herder)", "?", "?bis Fr", "+", "--", "20 min",
	"gestern 15:00", "3.11.", "\"", "„", "“", "(", ")", "\n", "Unverlierbar", "Unverlierbar", "é", "\xff", "–", "@Schiller", "heute", "ü\u0308", "🙂", ".", ";", "/",
}

func TestParseIsLinear(t *testing.T) {
	at := now(t)
	for _, unit := range []string{
		"> ", "#a ", "@a ", "/@", "\"", "„", "(", "a, ", "a@ ", "nächsten Di, ", "> x Di ", "+ ", "? ", "?bis Fr ", "ü", "a. B ", ": ", "(für ", "20 min, ", "\n",
	} {
		for _, start := range []string{"", "call Goethe: "} {
			quadratic := func() bool {
				few, many := start+strings.Repeat(unit, 500), start+strings.Repeat(unit, 16_000)
				ratio := fastest(func() { Parse(many, at, Options{}) }) / (fastest(func() { Parse(few, at, Options{}) }) + 1)
				return ratio > 32*10 // in proportion it is 32, in squares 1024
			}
			tries := 3 // other programs may run beside the test
			for tries > 0 && quadratic() {
				tries--
			}
			if tries == 0 {
				t.Errorf("%q repeated 32 times as often takes far more than 32 times as long", start+unit)
			}
		}
	}
}

func fastest(f func()) time.Duration {
	best := time.Hour
	for range 3 {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best
}

func BenchmarkParse(b *testing.B) {
	line, at := "Telefonat Goethe, Schiller @ Cotta: will deutsche Doku #docs, Entwurf schicken nächsten Di", now(b)
	b.ReportAllocs()
	for b.Loop() {
		Parse(line, at, Options{Members: colleagues})
	}
}

func BenchmarkParseTenKilobytes(b *testing.B) {
	line, at := "Telefonat Goethe: "+strings.Repeat("will deutsche Doku #docs, Entwurf schicken nächsten Di. ", 180), now(b)
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		Parse(line, at, Options{Members: colleagues})
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"Telefonat Goethe, Schiller @ Cotta: will deutsche Doku #docs, Entwurf schicken nächsten Di",
		"mail from Humboldt yesterday 3pm: asks for prices ?by Fri ++",
		"Treffen mit Charlotte von Stein, Herder & Wieland @ Weimar Hof 3.11. 11 Uhr 45 Min: gut >>Herder anrufen Mo (für \"A B\")",
		"\"a\" „b“ (c) @\"d e\" #f\ng", "call goethe@weimar.example (1h30): ?", strings.Join(pieces, " "),
	} {
		f.Add(s)
	}
	at := time.Date(2026, 11, 18, 14, 32, 0, 0, time.UTC)
	opts := Options{Members: colleagues, Channels: []Channel{{ID: "open-day", Names: []string{"open day"}}}}
	f.Fuzz(func(t *testing.T, line string) {
		l := Parse(line, at, opts)
		checkSpans(t, line, l)
		SplitName(line)
		Resolve(l, nobody{})
		_ = domain.ChannelNote
	})
}

type nobody struct{}

func (nobody) People(string, string) []Candidate { return nil }
func (nobody) Organisations(string) []Candidate  { return nil }
