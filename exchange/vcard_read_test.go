package exchange

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is read beside the cards in testdata/vcard")

// TestReadVCardsOfPrograms reads a file as each program writes it, with invented
// people. What is expected stands beside it in a .want file.
func TestReadVCardsOfPrograms(t *testing.T) {
	files, err := filepath.Glob("testdata/vcard/*.vcf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".vcf"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := describeFile(readVCards(string(text)))
			wantFile := strings.TrimSuffix(file, ".vcf") + ".want"
			if *update {
				if err := os.WriteFile(wantFile, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(wantFile)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestReadVCardsInAnyLineEndAndEncoding gives the same contacts for the same
// file in every disguise in which it comes.
func TestReadVCardsInAnyLineEndAndEncoding(t *testing.T) {
	text, err := os.ReadFile("testdata/vcard/gmail-3.0.vcf")
	if err != nil {
		t.Fatal(err)
	}
	file := string(text)
	want := describeFile(readVCards(file))
	for name, disguised := range map[string]string{
		"CRLF":                   strings.ReplaceAll(file, "\n", "\r\n"),
		"CR":                     strings.ReplaceAll(file, "\n", "\r"),
		"CRCRLF":                 strings.ReplaceAll(file, "\n", "\r\r\n"),
		"byte order mark":        "\ufeff" + file,
		"UTF-16 LE":              utf16Text(file, 0, true),
		"UTF-16 BE":              utf16Text(file, 1, true),
		"UTF-16 LE without mark": utf16Text(file, 0, false),
		"UTF-16 BE without mark": utf16Text(file, 1, false),
		"no line end at the end": strings.TrimRight(file, "\n"),
		"Ctrl-Z at the end":      file + "\x1a",
		"END missing at the end": strings.TrimSuffix(file, "END:VCARD\n"),
		"blank lines between":    strings.ReplaceAll(file, "END:VCARD\n", "END:VCARD\n\n \n"),
		"small letters":          strings.NewReplacer("BEGIN:VCARD", "begin:vcard", "END:VCARD", "end:vcard").Replace(file),
	} {
		t.Run(name, func(t *testing.T) {
			got, want := describeFile(readVCards(disguised)), want
			if name == "blank lines between" {
				got, want = withoutLines(got), withoutLines(want)
			}
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func withoutLines(text string) string {
	var kept []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "== line") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

func utf16Text(text string, low int, mark bool) string {
	if mark {
		text = "\ufeff" + text
	}
	out := make([]byte, 0, 2*len(text))
	for _, r := range text {
		unit := [2]byte{}
		unit[low], unit[1-low] = byte(r), byte(r>>8)
		out = append(out, unit[:]...)
	}
	return string(out)
}

// describeFile writes what was read so that a person can check it.
func describeFile(contacts []Contact, rejected []Rejected, err error) string {
	var out strings.Builder
	for _, c := range contacts {
		fmt.Fprintf(&out, "== line %d\n%s\n%s", c.Line, describe(c), describeRest(c))
	}
	for _, r := range rejected {
		first, _, _ := strings.Cut(r.Raw, "\n")
		fmt.Fprintf(&out, "== rejected line %d: %s %v %q\n", r.Line, r.Reason.Key, r.Reason.Args, first)
	}
	if err != nil {
		fmt.Fprintf(&out, "== error %v\n", err)
	}
	return out.String()
}

// describeRest writes what a signature does not have.
func describeRest(c Contact) string {
	var out strings.Builder
	add := func(name string, value any) {
		if text := fmt.Sprint(value); text != "" && text != "{0 0 0}" && text != "[]" {
			fmt.Fprintf(&out, "%s: %s\n", name, strings.ReplaceAll(text, "\n", "\\n"))
		}
	}
	add("nickname", c.Name.Nickname)
	add("phonetic", c.Name.Phonetic)
	add("former", c.Name.Former)
	add("role", c.Role)
	add("uid", c.UID)
	add("birthday", c.Birthday)
	add("language", c.Language)
	add("categories", strings.Join(c.Categories, " | "))
	add("relations", c.Relations)
	add("photo", c.PhotoType)
	add("photo at", c.PhotoURL)
	add("note", c.Note)
	add("warnings", c.Warnings)
	for _, p := range c.Points {
		if p.Preferred {
			add("preferred", string(p.Kind)+" "+p.Value)
		}
	}
	return out.String()
}
