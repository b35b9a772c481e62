package match

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"Müller": "muller", "Mu\u0308ller": "muller", "GROẞ": "gross", "Straße": "strasse", "Ærø": "aero", "Łódź": "lodz",
		"Çağrı": "cagri", "İpek": "ipek", "Đorđe": "dorde", "Œuvre": "oeuvre", "ﬁnal": "final", "Ｍａｘ": "max",
		"Σοφός": "σοφοσ", "Йосиф": "иосиф", "Ёлка": "елка", "مُحَمَّد": "محمد", "한글": "한글", "がく": "がく", "O’Brien": "o'brien",
		"Jean‑Paul": "jean-paul", "already": "already", "": "",
	} {
		if got := Fold(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestFoldGermanLetsUmlautsMeet(t *testing.T) {
	for _, same := range [][]string{
		{"Müller", "Mueller", "Muller", "MÜLLER", "Mu\u0308ller"},
		{"Göthe", "Goethe", "Gothe"},
		{"Jäger", "Jaeger", "Jager"},
		{"Bräuer", "Braeuer", "Brauer"},
		{"Groß", "Gross"},
	} {
		for _, name := range same {
			if got, want := FoldGerman(name), FoldGerman(same[0]); got != want {
				t.Errorf("%s: %q, and %s: %q", name, got, same[0], want)
			}
		}
	}
	for _, name := range []string{"bauer", "neuer", "quelle"} {
		if got := FoldGerman(name); got != name {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestFoldIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		once := Fold(s)
		if !utf8.ValidString(once) && utf8.ValidString(s) {
			t.Fatalf("%q is not UTF-8", once)
		}
		if twice := Fold(once); twice != once {
			t.Fatalf("%q folds to %q and then to %q", s, once, twice)
		}
		if decomposed := Fold(norm.NFD.String(s)); decomposed != once {
			t.Fatalf("composed %q, decomposed %q", once, decomposed)
		}
	})
}

// The examples are those of the article "Kölner Phonetik" of the German
// Wikipedia and of the published implementations.
func TestCologne(t *testing.T) {
	for word, want := range map[string]string{
		"Müller-Lüdenscheidt": "65752682", "Wikipedia": "3412", "Breschnew": "17863",
		"Meyer": "67", "Maier": "67", "Mayr": "67", "Müller": "657", "Mueller": "657", "schmidt": "862", "Schmitt": "862",
		"schneider": "8627", "fischer": "387", "weber": "317", "Wagner": "3467", "Becker": "147", "hoffmann": "0366", "Schäfer": "837",
		"Heinz Classen": "068 4586", "HeinzClassen": "068586", "Maier & Söhne": "67 86", "Philipp": "351", "Filip": "351", "Xaver": "4837", "Axel": "0485",
		"Cäsar": "487", "Celle": "85", "Charlotte": "4752", "Chlor": "457", "Max": "648", "Hacks": "048", "Jürgen": "0746", "aabjoe": "01",
		"Tietze": "28", "Dschungel": "8645", "Aha": "0", "h": "", "李": "", "": "", "  ": "",
	} {
		if got := Cologne(word); got != want {
			t.Errorf("%q: %s, want %s", word, got, want)
		}
	}
}

func TestSimilarity(t *testing.T) {
	for _, c := range []struct {
		a, b        string
		least, most float64
	}{
		{"Müller", "Mueller", 1, 1},
		{"Schiller", "shiler", 0.8, 0.95},
		{"Schiller", "Shciller", 0.9, 0.96},
		{"Schiller", "Schilller", 0.9, 1},
		{"Martin", "Martina", 0.85, 0.95},
		{"Anna", "Anja", 0.7, 0.84},
		{"Roth", "Blau", 0, 0},
		{"Max", "Maximilian", 0, 0},
		{"Lovelace", "Babbage", 0, 0.5},
		{"", "Anna", 0, 0},
		{"李小龍", "李小龙", 0.6, 0.9},
	} {
		got, back := Similarity(c.a, c.b), Similarity(c.b, c.a)
		if got < c.least || got > c.most || got != back {
			t.Errorf("%s, %s: %.3f and %.3f, want %.2f to %.2f", c.a, c.b, got, back, c.least, c.most)
		}
	}
}

func TestSimilarityIsAMeasure(t *testing.T) {
	name := rapid.OneOf(rapid.StringMatching(`[A-Za-zäöüß' -]{0,60}`), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		a, b := name.Draw(t, "a"), name.Draw(t, "b")
		s := Similarity(a, b)
		if s < 0 || s > 1 || s != Similarity(b, a) || Fold(a) != "" && Similarity(a, a) != 1 {
			t.Fatalf("similarity %v, back %v, self %v", s, Similarity(b, a), Similarity(a, a))
		}
	})
}

func TestSameGivenName(t *testing.T) {
	for _, same := range [][2]string{
		{"Fritz", "Friedrich"},
		{"Hans", "Johannes"},
		{"Johann", "Hans"},
		{"Bill", "William"},
		{"Stefan", "Stephan"},
		{"Jürgen", "Juergen"},
		{"Käthe", "Katharina"},
		{"Bob", "ROBERT"},
		{"Alex", "Alexandra"},
		{"Alex", "Alexander"},
		{"Hans-Peter", "Hanspeter"},
		{"Johann Wolfgang", "Johann"},
		{"Sepp", "Joseph"},
		{"Uschi", "Ursula"},
		{"Peggy", "Margaret"},
	} {
		if !SameGivenName(same[0], same[1]) || !SameGivenName(same[1], same[0]) {
			t.Errorf("%s and %s are not the same", same[0], same[1])
		}
	}
	for _, other := range [][2]string{
		{"Anna", "Bernd"},
		{"Alexander", "Alexandra"},
		{"Hans-Peter", "Hans-Georg"},
		{"Friedrich", "Wilhelm"},
		{"J.", "Johann"},
		{"", "Anna"},
		{"", ""},
	} {
		if SameGivenName(other[0], other[1]) {
			t.Errorf("%s and %s are the same", other[0], other[1])
		}
	}
}

func BenchmarkSimilarity(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Similarity("Droste-Hülshoff", "Droste-Huelshof")
	}
}

func BenchmarkSimilarityShort(b *testing.B) {
	for b.Loop() {
		Similarity("Schiller", "Shiler")
	}
}

func BenchmarkSimilarityNothingInCommon(b *testing.B) {
	for b.Loop() {
		Similarity("Schiller", "Babbage")
	}
}

func BenchmarkFold(b *testing.B) {
	for b.Loop() {
		Fold("Droste-Hülshoff")
	}
}

func BenchmarkCologne(b *testing.B) {
	for b.Loop() {
		Cologne("Müller-Lüdenscheidt")
	}
}
