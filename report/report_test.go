package report

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"kontor/domain"
	"kontor/i18n"
)

var asOf = time.Date(2026, 11, 21, 10, 27, 0, 0, time.UTC)

// largest is what a page may weigh, in bytes: fonts and all.
const largest = 200_000

func cotta() *Dossier {
	return &Dossier{
		Kind: domain.KindOrganisation, Language: "de", Name: "Cotta'sche Verlagsbuchhandlung", Initials: "CV",
		About: []string{"Stuttgart", "betreut von Johann Peter Eckermann"}, Last: "Zuletzt 20. November 2026, Mail",
		Marks: []string{"Verlage", "#pilot"}, Health: &Health{63, domain.HealthSteady, "Stabil"},
		Warnings: []Warning{{"Offene Beschwerde vom 20. November 2026", "Goethe → Eckermann: Das Pult kam zerbrochen an"}},
		Facts:    []Fact{{"Mail", "haus@cotta.example"}}, KnownBy: []Fact{{"Eckermann", "12 · gestern"}},
		People: []Acquaintance{{"Johann Friedrich Cotta", "Verleger", "gestern", []string{"Eckermann 12"}}},
		Open:   []Task{{"Ersatz schicken", "Eckermann", "24. November 2026", true}},
		Talks:  []Talk{{"20. November 2026", "Mail", "Vorlesepult", "Cotta → Eckermann", "Es kam zerbrochen an."}},
		AsOf:   asOf, By: "Eckermann", Workspace: "Weimar", Position: 4211,
	}
}

func written(t *testing.T, d *Dossier) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var pages = regexp.MustCompile(`/Type /Page\b[^s]`)

// onePage fails unless the file is one page that is not too heavy.
func onePage(t *testing.T, pdf []byte) {
	t.Helper()
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(pdf), []byte("%%EOF")) {
		t.Error("that is no PDF")
	}
	if n := len(pages.FindAll(pdf, -1)); n != 1 || !bytes.Contains(pdf, []byte("/Count 1\n")) {
		t.Errorf("%d pages", n)
	}
	if len(pdf) > largest {
		t.Errorf("%d bytes", len(pdf))
	}
}

func TestTheSameDossierGivesTheSameBytes(t *testing.T) {
	first := written(t, cotta())
	onePage(t, first)
	for range 20 {
		if !bytes.Equal(first, written(t, cotta())) {
			t.Fatal("the same dossier was written otherwise")
		}
	}
	later := cotta()
	later.AsOf = asOf.Add(time.Hour)
	if bytes.Equal(first, written(t, later)) {
		t.Error("the page does not say as of when it is")
	}
	if !bytes.Contains(first, []byte("/Lang (de)")) || !bytes.Contains(first, []byte("/Title")) {
		t.Error("a reader for the blind learns neither title nor language")
	}
}

func TestAnythingFitsOnOnePage(t *testing.T) {
	long := strings.Repeat("Im Anfang war das Wort ", 10<<20/23)
	hostile := map[string]string{
		"ten megabytes":       long,
		"one word":            strings.Repeat("Donaudampfschiff", 1<<16),
		"right to left":       strings.Repeat("שלום عليكم ", 4000),
		"emoji":               strings.Repeat("👩‍👩‍👧‍👦🏳️‍🌈👍🏽", 4000),
		"marks of direction":  "\u202e\u2066abc\u2069\u200f\u200b\ufeff",
		"control characters":  "a\x00b\x1b[31m\r\n\tc\u0085\u2028",
		"broken UTF-8":        "abc\xff\xfe\xc3",
		"combining":           "Z" + strings.Repeat("\u0327\u0301", 9000),
		"PDF in it":           "(\\) Tj ET endstream endobj >> %%EOF /Type /Page ",
		"private and unknown": "\ue000\uffff\U0010ffff\U000e0001",
		"nothing":             "",
	}
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			d := cotta()
			d.Name, d.Initials, d.Last, d.By, d.Workspace = text, text, text, text, text
			d.About, d.Marks = []string{text, text}, []string{text, text, text}
			d.Warnings, d.Facts, d.KnownBy, d.People, d.Open, d.Talks = nil, nil, nil, nil, nil, nil
			for range 5 {
				d.Warnings = append(d.Warnings, Warning{text, text})
				d.Facts, d.KnownBy = append(d.Facts, Fact{text, text}), append(d.KnownBy, Fact{text, text})
				d.People = append(d.People, Acquaintance{text, text, text, []string{text, text}})
				d.Open = append(d.Open, Task{text, text, text, true})
				d.Talks = append(d.Talks, Talk{text, text, text, text, text})
			}
			pdf := written(t, d)
			onePage(t, pdf)
		})
	}
}

func TestFiveHundredPeopleFitOnOnePage(t *testing.T) {
	d := cotta()
	for i := range 500 {
		d.People = append(d.People, Acquaintance{fmt.Sprint("Mensch ", i), "Rolle", "gestern", []string{"Eckermann 3"}})
		d.Open = append(d.Open, Task{fmt.Sprint("Sache ", i), "Eckermann", "morgen", i%2 == 0})
		d.Talks = append(d.Talks, Talk{"heute", "Mail", "Betreff", "a → b", strings.Repeat("Wort ", 200)})
		d.KnownBy, d.Facts = append(d.KnownBy, Fact{"Eckermann", "3"}), append(d.Facts, Fact{"Mail", "a@b.example"})
		d.Marks, d.Warnings = append(d.Marks, fmt.Sprint("#tag", i)), append(d.Warnings, Warning{"Beschwerde", "x"})
	}
	onePage(t, written(t, d))
	p := newPage(d)
	p.head()
	all := []*section{p.facts(), p.people(), p.open(), p.talks()}
	p.share(all)
	for _, s := range all {
		if s.shown == 0 || s.rest() <= 0 {
			t.Errorf("%s: %d rows are shown, %d counted", s.titles[0].text, s.shown, s.rest())
		}
		p.draw(s)
	}
	if p.y > p.bottom {
		t.Errorf("it ends at %.1f mm, below the %.1f where the foot stands", p.y, p.bottom)
	}
}

// Whatever the lengths, what is drawn ends above the foot.
func TestRandomDossiersEndAboveTheFoot(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	for range 60 {
		text := func() string { return strings.Repeat("Wörter ", r.IntN(60)) }
		d := cotta()
		d.Name = text()
		for range r.IntN(30) {
			d.Warnings = append(d.Warnings, Warning{text(), text()})
			d.People = append(d.People, Acquaintance{text(), text(), text(), []string{text(), text()}})
		}
		for range r.IntN(30) {
			d.Open = append(d.Open, Task{text(), text(), text(), false})
			d.Talks = append(d.Talks, Talk{text(), text(), text(), text(), text()})
		}
		p := newPage(d)
		p.head()
		p.sections()
		if p.y > p.bottom || p.pdf.PageCount() != 1 {
			t.Fatalf("seed %d: it ends at %.1f mm on %d pages", seed, p.y, p.pdf.PageCount())
		}
	}
}

func TestWhatTheFontLacksIsSeen(t *testing.T) {
	for text, want := range map[string]string{
		"Jürgen Łukasz Ελένη Жуков": "Jürgen Łukasz Ελένη Жуков",
		"Ju\u0308rgen":              "Jürgen",
		"王小明":                       "□□□",
		"שלום עולם":                 "□□□ □□□",
		"Danke 👍🏽!":                 "Danke □!",
		"👩‍👩‍👧‍👦":                   "□",
		"a\u202eb\u200bc":           "abc",
		" a\n\n b\t":                "a b",
	} {
		p := printable{}
		if got := p.text(text); got != want {
			t.Errorf("%q is printed as %q, not %q", text, got, want)
		}
		if p.lacked != strings.ContainsRune(want, lacking) {
			t.Errorf("%q: whether something is lacking is said wrongly", text)
		}
	}
}

func TestWhatIsOpenHasTheRoomItNeeds(t *testing.T) {
	p := newPage(cotta())
	for _, text := range []string{"seit 18. November 2026", "Johann Peter Eckermann"} {
		if most := textWidth * 0.26; p.widest(styleStrong, textWidth, text) > most {
			t.Errorf("%q needs more than %.1f mm", text, most)
		}
	}
}

func TestNamesThatDoNotFitAreCounted(t *testing.T) {
	p := newPage(cotta())
	names := []string{"Eckermann 24", "Riemer 2", "Herz 1"}
	for width, want := range map[float64]string{
		100: "Eckermann 24, Riemer 2, Herz 1", 45: "Eckermann 24, Riemer 2, +1", 30: "Eckermann 24, +2", 2: "Eckermann 24, Riemer 2, Herz 1",
	} {
		if got := p.several(styleBody, width, names); got != want {
			t.Errorf("on %.0f mm stands %q, not %q", width, got, want)
		}
	}
	if got := p.several(styleBody, 100, nil); got != "" {
		t.Errorf("of nobody stands %q", got)
	}
}

func TestPhotosThatAreNone(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	d := cotta()
	without := len(written(t, d))
	d.Photo = b.Bytes()
	if with := written(t, d); len(with) <= without {
		t.Error("the photo is missing")
	}
	for _, photo := range [][]byte{b.Bytes()[:30], []byte("<svg/>"), {}, bytes.Repeat([]byte{0xff, 0xd8}, 100)} {
		d.Photo = photo
		if pdf := written(t, d); len(pdf) != without {
			t.Error("what is no photo is drawn")
		}
	}
}

func TestBothLanguagesHaveAllWords(t *testing.T) {
	was := i18n.Language()
	defer func() { _ = i18n.SetLanguage(was) }()
	for _, language := range i18n.Languages() {
		if err := i18n.SetLanguage(language); err != nil {
			t.Fatal(err)
		}
		d := cotta()
		d.Language = language
		onePage(t, written(t, d))
	}
}

func TestTheFileIsCalledAfterNameAndDay(t *testing.T) {
	for name, want := range map[string]string{
		"Cotta":                    "Cotta 2026-11-21.pdf",
		"Bodmer & Lavater":         "Bodmer & Lavater 2026-11-21.pdf",
		"../etc/passwd":            "-etc-passwd 2026-11-21.pdf",
		`a:b\c|d?`:                 "a-b-c-d- 2026-11-21.pdf",
		"\u202eevil\x00":           "evil- 2026-11-21.pdf",
		strings.Repeat("lang", 99): strings.Repeat("lang", 15) + " 2026-11-21.pdf",
	} {
		d := Dossier{Name: name, AsOf: asOf}
		if got := d.FileName(); got != want {
			t.Errorf("%q: the file is called %q", name, got)
		}
	}
}
