package when

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFind(t *testing.T) {
	now := wednesday(t)
	for _, c := range []struct {
		dir  Direction
		text string
		want string // phrase=date, separated by "; "
	}{
		{Future, "Entwurf schicken nächsten Di", "nächsten Di=2026-11-24"},
		{Future, "send draft next Tue.", "next Tue.=2026-11-24"},
		{Future, "am Freitag anrufen", "am Freitag=2026-11-20"},
		{Future, "bis Fr den Entwurf, Muster am 3.12.", "bis Fr=2026-11-20; am 3.12.=2026-12-03"},
		{Future, "(bis Freitag)", "bis Freitag=2026-11-20"},
		{Future, "Di anrufen", "Di=2026-11-24"},
		{Future, "Fr anrufen", "Fr=2026-11-20"},
		{Future, "Fr. Schiller anrufen", ""},
		{Future, "So war es, so do it", ""},
		{Future, "Do the draft", ""},
		{Future, "Angebot schicken Do", "Do=2026-11-19"},
		{Future, "sat in the sun", ""},
		{Future, "Montags-Runde, Dienstag-Treffen", ""},
		{Future, "Version 2.3.11. läuft", ""},
		{Future, "Version 3.11 läuft", ""},
		{Future, "kostet 15 Euro um 15 Euro mehr", ""},
		{Future, "um 15:00 anrufen", "um 15:00=2026-11-18 15:00"},
		{Future, "at 3 sites", ""},
		{Future, "jeden Montag", ""},
		{Future, "Good morning", ""},
		{Future, "Guten Morgen", ""},
		{Future, "1/15 der Leute", ""},
		{Future, "sie kommt morgen", "morgen=2026-11-19"},
		{Future, "will jetzt alles", ""},
		{Future, "may 3 people", ""},
		{Future, "A4 und B5", ""},
		{Future, "1,5 Stunden", ""},
		{Past, "Treffen 3.11. 11 Uhr 45 Min", "3.11. 11 Uhr=2026-11-03 11:00"},
		{Past, "Treffen 3.11. 11 Uhr 45", "3.11. 11 Uhr 45=2026-11-03 11:45"},
		{Past, "Humboldt gestern 15:00: fragt", "gestern 15:00=2026-11-17 15:00"},
		{Past, "in der Mail von gestern", "gestern=2026-11-17"},
		{Future, "in\n3 Tagen", ""},
		{Future, "August Wilhelm und Frau Mai", ""},
		{Future, "https://example.org/2026-11-03", ""},
		{Future, "heute, morgen und übermorgen", "heute=2026-11-18; morgen=2026-11-19; übermorgen=2026-11-20"},
		{Future, "spätestens Ende nächster Woche", "spätestens Ende nächster Woche=2026-11-27"},
		{Future, "3-5 Tage", ""},
		{Future, "Umsatz +3%", ""},
		{Future, "nach +3d melden", "+3d=2026-11-21"},
	} {
		var got []string
		for _, m := range Find(c.text, now, c.dir) {
			got = append(got, c.text[m.Start:m.End]+"="+written(m))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("Find(%q) = %q, want %q", c.text, s, c.want)
		}
	}
}

func TestLengths(t *testing.T) {
	for _, c := range []struct {
		text string
		want string
	}{
		{"20 min", "20m"},
		{"20min", "20m"},
		{"20'", "20m"},
		{"1h", "60m"},
		{"1 h 30", "60m"},
		{"1h30", "90m"},
		{"1 h 30 min", "90m"},
		{"1,5 Std.", "90m"},
		{"1.5h", "90m"},
		{"1:30 h", "90m"},
		{"eine Stunde", "60m"},
		{"eine halbe Stunde", "30m"},
		{"half an hour", "30m"},
		{"anderthalb Stunden", "90m"},
		{"2 hours and 15 minutes", "135m"},
		{"90 Minuten", "90m"},
		{"vor 20 min", ""},
		{"in 2 Stunden", ""},
		{"15 Uhr", ""},
		{"99999 min", ""},
		{"3 Tage", ""},
		{"20 minus 3", ""},
		{"lang (45 Min.), gut", "45m"},
	} {
		var got []string
		for _, l := range Lengths(c.text) {
			got = append(got, strings.TrimSuffix(l.Duration.Truncate(time.Minute).String(), "0s"))
		}
		want := c.want
		if want != "" {
			d, _ := time.ParseDuration(want)
			want = strings.TrimSuffix(d.String(), "0s")
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("Lengths(%q) = %q, want %q", c.text, s, want)
		}
	}
}

// Every phrase that Find reports lies on rune borders, in order and apart, and
// what it says of the direction is true.
func TestFindIsInOrder(t *testing.T) {
	now := wednesday(t)
	words := []string{
		"nächsten", "Di", "am", "um", "3", ".", "11", ":", "00", "Uhr", "in", "Tagen", "vor", "Woche",
		"morgen", " ", "\n", "Fr", "+", "d", "KW", "48", "Ende", "März", "2026", "-", "ü", "é", "\xff", ",", "halb", "drei",
	}
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom(words), 0, 40).Draw(t, "parts")
		sep := rapid.SampledFrom([]string{"", " "}).Draw(t, "sep")
		dir := rapid.SampledFrom([]Direction{Any, Past, Future}).Draw(t, "dir")
		text := strings.Join(parts, sep)
		last := 0
		for _, m := range Find(text, now, dir) {
			if m.Start < last || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("%q: %d–%d after %d", text, m.Start, m.End, last)
			}
			if !utf8.RuneStart(text[m.Start]) && text[m.Start] != 0xff {
				t.Fatalf("%q: start %d within a rune", text, m.Start)
			}
			last = m.End
			if dir == Past && m.Open && m.Time.After(now.Add(roundedUp*time.Minute)) {
				t.Fatalf("%q: %q is not past", text, m.Time)
			}
			if dir == Future && m.Open && m.Precision == "day" && m.Day() < Parse("heute", now, Any).Day() {
				t.Fatalf("%q: %q is not future", text, m.Time)
			}
		}
	})
}

func TestFindIsLinear(t *testing.T) {
	now := wednesday(t)
	for _, unit := range []string{"um ", "in ", "3.", "jetzt ", "am so ", "nächsten Di ", "(", "a"} {
		quadratic := func() bool {
			few, many := strings.Repeat(unit, 500), strings.Repeat(unit, 16_000)
			ratio := fastest(func() { Find(many, now, Past) }) / (fastest(func() { Find(few, now, Past) }) + 1)
			return ratio > 32*10 // in proportion it is 32, in squares 1024
		}
		tries := 3 // other programs may run beside the test
		for tries > 0 && quadratic() {
			tries--
		}
		if tries == 0 {
			t.Errorf("%q repeated 32 times as often takes far more than 32 times as long", unit)
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

func FuzzFind(f *testing.F) {
	for _, s := range []string{"nächsten Di 15:00", "in 3 Tagen", "3.11.2026 um halb drei", "KW 53", "Ende Feb", "+3d", "\xff", "29.2."} {
		f.Add(s, int64(1_763_000_000))
	}
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		now := time.Unix(unix%4_000_000_000, 0).UTC()
		for _, dir := range []Direction{Any, Past, Future} {
			for _, m := range Find(text, now, dir) {
				if m.Start < 0 || m.End <= m.Start || m.End > len(text) {
					t.Fatalf("%q: %d–%d", text, m.Start, m.End)
				}
			}
			Parse(text, now, dir)
		}
		Lengths(text)
	})
}
