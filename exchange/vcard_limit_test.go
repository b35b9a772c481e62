package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

// pattern is an endless reader of a text, cut off at a size.
func pattern(text string, size int64) io.Reader { return io.LimitReader(&repeating{text: text}, size) }

type repeating struct {
	text string
	at   int
}

func (r *repeating) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		took := copy(p[n:], r.text[r.at:])
		n += took
		r.at = (r.at + took) % len(r.text)
	}
	return n, nil
}

func readStream(r io.Reader) (contacts []Contact, rejected []Rejected, err error) {
	err = ReadVCards(r, func(c Contact) error {
		contacts = append(contacts, c)
		return nil
	}, func(r Rejected) error {
		rejected = append(rejected, r)
		return nil
	})
	return contacts, rejected, err
}

const (
	cardHead = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Johann Wolfgang von Goethe\r\n"
	cardTail = "\r\nEND:VCARD\r\n"
	nextCard = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Friedrich Schiller\r\nEND:VCARD\r\n"
)

// TestLargeCards feeds single cards of every unreasonable shape. The card after
// them must be read, and the memory asked for must stay far below the limit of
// the whole program.
func TestLargeCards(t *testing.T) {
	base64Lines := " " + strings.Repeat("QUJD", 18) + "\r\n"
	for _, test := range []struct {
		name     string
		body     io.Reader
		want     string // what becomes of the first card
		megabyte uint64 // that may be allocated
	}{
		{"photo of 50 MB, folded", io.MultiReader(strings.NewReader("PHOTO;ENCODING=b;TYPE=JPEG:\r\n"), pattern(base64Lines, 70<<20)), "import.warning.photo-too-large", 260},
		{"photo of 50 MB on one line", io.MultiReader(strings.NewReader("PHOTO:data:image/jpeg;base64,"), pattern(strings.Repeat("QUJD", 1000), 70<<20)), "import.warning.photo-too-large", 260},
		{"photo of 18 MB", io.MultiReader(strings.NewReader("PHOTO;ENCODING=b;TYPE=JPEG:"), pattern(strings.Repeat("QUJD", 1000), 24<<20)), "photo", 260},
		{"photo just too large", io.MultiReader(strings.NewReader("PHOTO;ENCODING=b;TYPE=JPEG:"), pattern(strings.Repeat("QUJD", 1000), 27<<20)), "import.warning.photo-too-large", 260},
		{"note of 10 MB", io.MultiReader(strings.NewReader("NOTE:"), pattern("Die Leiden des jungen Werthers\\, ", 10<<20)), "note", 260},
		{"note of 100 MB", io.MultiReader(strings.NewReader("NOTE:"), pattern("Wahlverwandtschaften ", 100<<20)), "import.reason.vcard-too-large", 260},
		{"more than 64 MiB in many properties", pattern("X-FASSUNG:"+strings.Repeat("Urfaust ", 1000)+"\r\n", 80<<20), "import.reason.vcard-too-large", 260},
		{"a million properties", pattern("X-A:1\r\n", 7<<20), "import.reason.vcard-too-large", 100},
		{"a name of a property without end", pattern(strings.Repeat("A", 4096), 80<<20), "import.reason.vcard-too-large", 260},
	} {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			contacts, rejected, err := readStream(io.MultiReader(
				strings.NewReader(cardHead), test.body, strings.NewReader(cardTail+nextCard),
			))
			runtime.ReadMemStats(&after)
			if err != nil {
				t.Fatal(err)
			}
			if got := outcome(contacts, rejected); got != test.want {
				t.Errorf("the card became %q, want %q", got, test.want)
			}
			if last := contacts[len(contacts)-1]; last.Name.Family != "Schiller" {
				t.Errorf("the next card was read as %v", last.Name)
			}
			if asked := (after.TotalAlloc - before.TotalAlloc) >> 20; asked > test.megabyte {
				t.Errorf("%d MiB were allocated, more than %d", asked, test.megabyte)
			}
		})
	}
}

func outcome(contacts []Contact, rejected []Rejected) string {
	switch {
	case len(rejected) == 1 && len(contacts) == 1:
		return rejected[0].Reason.Key
	case len(contacts) != 2:
		return fmt.Sprintf("%d contacts, %d rejected", len(contacts), len(rejected))
	case len(contacts[0].Warnings) > 0:
		return contacts[0].Warnings[0].Key
	case len(contacts[0].Photo) > 0:
		return "photo"
	case len(contacts[0].Note) > 9<<20:
		return "note"
	}
	return "contact"
}

// TestManyCards reads a hundred thousand cards; what is alive must not grow
// with them.
func TestManyCards(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 100,000 cards")
	}
	const cards = 100_000
	card := "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Goethe;Johann;Wolfgang;;\r\nFN:Johann Wolfgang von Goethe\r\n" +
		"TEL;TYPE=WORK:03643 231280\r\nEMAIL:goethe@frauenplan.example\r\nNOTE:" + strings.Repeat("Faust ", 50) + "\r\nEND:VCARD\r\n"
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	read := 0
	err := ReadVCards(pattern(card, int64(cards*len(card))), func(c Contact) error {
		if read++; read%20_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			if now.HeapAlloc > before.HeapAlloc+4<<20 {
				t.Errorf("after %d cards %d KiB more are alive", read, (now.HeapAlloc-before.HeapAlloc)>>10)
			}
		}
		return nil
	}, func(r Rejected) error {
		t.Fatalf("rejected: %v", r)
		return nil
	})
	if err != nil || read != cards {
		t.Errorf("%d cards, %v", read, err)
	}
}

func TestUnreadableVCardFiles(t *testing.T) {
	for name, test := range map[string]struct{ file, want string }{
		"empty":                 {"", "import.reason.vcard-file-empty"},
		"only blanks":           {"\r\n \r\n\x1a", "import.reason.vcard-file-empty"},
		"CSV":                   {"Vorname;Nachname;Ort\r\nFriedrich;Schiller;Weimar\r\n", "import.reason.vcard-file-table"},
		"CSV with commas":       {"First Name,Last Name,E-mail\nFriedrich,Schiller,f@schiller.example\n", "import.reason.vcard-file-table"},
		"text":                  {"Sehr geehrter Herr Geheimrat\n", "import.reason.vcard-file-no-card"},
		"picture":               {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "import.reason.vcard-file-binary"},
		"archive":               {"PK\x03\x04\x14\x00\x00\x00\x08\x00" + strings.Repeat("\x9c\x00", 100_000), "import.reason.vcard-file-binary"},
		"calendar":              {"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "import.reason.vcard-file-no-card"},
		"UTF-16 and no vCard":   {"\xff\xfeN\x00a\x00", "import.reason.vcard-file-no-card"},
		"a mark and no content": {"\ufeff", "import.reason.vcard-file-empty"},
	} {
		t.Run(name, func(t *testing.T) {
			contacts, _, err := readVCards(test.file)
			var unreadable *UnreadableError
			if !errors.As(err, &unreadable) || unreadable.Reason.Key != test.want || len(contacts) > 0 {
				t.Errorf("got %v, %d contacts, want %s", err, len(contacts), test.want)
			}
		})
	}
}

func TestReadVCardsStopsAtErrors(t *testing.T) {
	full := errors.New("the disk is full")
	file := cardHead + cardTail + nextCard
	calls := 0
	err := ReadVCards(strings.NewReader(file), func(Contact) error { calls++; return full }, nil)
	if !errors.Is(err, full) || calls != 1 {
		t.Errorf("got %v after %d calls", err, calls)
	}
	err = ReadVCards(strings.NewReader("stray\n"+file), nil, func(Rejected) error { return full })
	if !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	broken := io.MultiReader(strings.NewReader(cardHead), iotest.ErrReader(full))
	if _, _, err = readStream(broken); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	if err := WriteVCards(brokenWriter{full}, "4.0", func(yield func(Contact) bool) {
		for yield(Contact{Note: strings.Repeat("x", 100_000)}) {
		}
	}); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

// TestReadVCardsByteByByte reads from a source that gives one byte at a time.
func TestReadVCardsByteByByte(t *testing.T) {
	file := strings.ReplaceAll(cardHead+"NOTE:eins\\n\r\n zwei"+cardTail+nextCard, "\n", "\r\n")
	want := describeFile(readVCards(file))
	if got := describeFile(readStream(iotest.OneByteReader(strings.NewReader(file)))); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestHostileCards must not take time that grows faster than the file.
func TestHostileCards(t *testing.T) {
	const n = 100_000
	for name, file := range map[string]string{
		"nested agents":          cardHead + strings.Repeat("AGENT:\r\nBEGIN:VCARD\r\n", n) + nextCard,
		"folds of nothing":       cardHead + "NOTE:a\r\n" + strings.Repeat(" \r\n", n) + cardTail,
		"header folded for ever": cardHead + "TEL;X=\"" + strings.Repeat("\r\n a", n) + cardTail,
		"parameters":             cardHead + "TEL" + strings.Repeat(";TYPE=WORK", n) + ":1" + cardTail,
		"soft breaks":            cardHead + "NOTE;QUOTED-PRINTABLE:" + strings.Repeat("=\r\n", n) + cardTail,
		"the same e-mail":        cardHead + strings.Repeat("EMAIL:a@b.example\r\n", n/2) + cardTail,
		"other e-mails":          cardHead + manyLines("EMAIL:a%d@b.example\r\n", n/2) + cardTail,
		"relations":              cardHead + manyLines("X-SPOUSE:Frau %d\r\n", 20_000) + cardTail,
		"units":                  cardHead + "ORG:Hof" + manyLines(";Amt %d", 20_000) + cardTail,
		"nicknames":              cardHead + "NICKNAME:" + manyLines("Name %d,", 20_000) + cardTail,
		"notes":                  cardHead + strings.Repeat("NOTE:a\r\n", n/2) + cardTail,
		"continued lines":        cardHead + "NOTE:a\r\n" + strings.Repeat("zwei\r\n", n) + cardTail,
		"names without colon":    cardHead + strings.Repeat("NOTE;a\r\n", n/2) + cardTail,
		"labels":                 cardHead + manyLines("LABEL;X-%d:Weimar\r\n", 20_000) + cardTail,
		"categories":             cardHead + "CATEGORIES:" + strings.Repeat("Hof,", n) + cardTail,
		"commas in N":            cardHead + "N:" + strings.Repeat("a,", n) + strings.Repeat(";", n) + cardTail,
		"stray lines":            "BEGIN:VCARD\r\n" + strings.Repeat("nichts\r\n", n) + cardTail,
		"begin after begin":      strings.Repeat("BEGIN:VCARD\r\n", n),
		"AGENT in one line":      cardHead + "AGENT:" + strings.Repeat("BEGIN:VCARD\\nN:a\\n", n) + cardTail,
		"only quotes":            cardHead + "TEL;" + strings.Repeat("\"", n) + ":" + strings.Repeat(":", n) + cardTail,
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := readVCards(file); err != nil {
				t.Error(err)
			}
		})
	}
}

func manyLines(format string, n int) string {
	var out bytes.Buffer
	for i := range n {
		fmt.Fprintf(&out, format, i)
	}
	return out.String()
}
