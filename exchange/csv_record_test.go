package exchange

import (
	"bytes"
	"encoding/csv"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"
)

type csvSeen struct {
	line    int
	problem csvProblem
	fields  string
}

func csvScanAll(t testing.TB, text string, limit int) []csvSeen {
	t.Helper()
	s := csvNewScanner(strings.NewReader(text), Dialect{Separator: ","})
	s.limit = limit
	var seen []csvSeen
	for {
		rec, err := s.next()
		if err == io.EOF {
			return seen
		}
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, csvSeen{rec.line, rec.problem, strings.Join(rec.fields, "|")})
		if len(seen) > len(text)+1 {
			t.Fatal("more records than bytes")
		}
	}
}

func TestCSVRecords(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []csvSeen
	}{
		"line ends of three systems": {"a,b\nc,d\r\ne,f\rg,h", []csvSeen{{1, 0, "a|b"}, {2, 0, "c|d"}, {3, 0, "e|f"}, {4, 0, "g|h"}}},
		"quoted lines keep count":    {"\"a\r\nb\",c\nd,\"e\n\n\"\nf", []csvSeen{{1, 0, "a\nb|c"}, {3, 0, "d|e"}, {6, 0, "f"}}},
		"doubled quotes":             {`"a ""b""",""""`, []csvSeen{{1, 0, `a "b"|"`}}},
		"blanks around quotes":       {`a, "b,c" ,d`, []csvSeen{{1, 0, "a|b,c|d"}}},
		"quote inside a bare field":  {`5" pipe,b`, []csvSeen{{1, 0, `5" pipe|b`}}},
		"sloppy quotes in a field":   {`"the "big" one",b`, []csvSeen{{1, 0, `the "big" one|b`}}},
		"unclosed to the end":        {"a\nb,\"c\nd,e\nf,g", []csvSeen{{1, 0, "a"}, {2, csvUnclosedQuote, ""}, {3, 0, "d|e"}, {4, 0, "f|g"}}},
		"unclosed before another quote": {
			"a,\"open,x\nb,\"fine, here\",y\nc,\"\",z",
			[]csvSeen{{1, csvUnclosedQuote, ""}, {2, 0, "b|fine, here|y"}, {3, 0, "c||z"}},
		},
		"opened on the third line": {
			"\"two\nlines\",\"open\nb,c",
			[]csvSeen{{1, csvUnclosedQuote, ""}, {3, 0, "b|c"}},
		},
		"blank line": {"a\n\nb", []csvSeen{{1, 0, "a"}, {2, 0, ""}, {3, 0, "b"}}},
		"empty file": {"", nil},
		"NUL":        {"a\x00b,\x07c", []csvSeen{{1, 0, "ab|c"}}},
		"stray byte": {"M\xfcller,\xe4", []csvSeen{{1, 0, "Müller|ä"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := csvScanAll(t, c.text, csvRecordLimit); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %v\nwant %v", got, c.want)
			}
		})
	}
}

// A record beyond the limit is rejected alone, and the line count stays true.
func TestCSVRecordLimit(t *testing.T) {
	long := strings.Repeat("x", 100)
	got := csvScanAll(t, "a,b\n"+long+"\nc,d\n\"e\n"+long+"\",f\ng,h\n", 50)
	want := []csvSeen{
		{1, csvSound, "a|b"},
		{2, csvRecordTooLong, ""},
		{3, csvSound, "c|d"},
		{4, csvUnclosedQuote, ""},
		{5, csvRecordTooLong, ""},
		{6, csvSound, "g|h"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// One unclosed quote must cost one line, wherever it stands, and many of them
// must not make the reading slow.
func TestCSVUnclosedQuotesInLargeFile(t *testing.T) {
	for name, line := range map[string]string{
		"no other quotes":    "name,mail@example.org,note\n",
		"odd quote per line": "\"name,mail@example.org\n",
		"doubled quotes":     "na\"\"me,mail@example.org,note\n",
	} {
		t.Run(name, func(t *testing.T) {
			text := "a,\"open\n" + strings.Repeat(line, 200_000)
			start := time.Now()
			got := csvScanAll(t, text, csvRecordLimit)
			if len(got) != 200_001 {
				t.Errorf("%d records, want one for each of 200001 lines", len(got))
			}
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// What encoding/csv accepts without complaint, the scanner reads alike.
func FuzzCSVRecords(f *testing.F) {
	for _, seed := range []string{"a,b\n\"c\nd\",\"\"\"e\"\n", "\"\",\"\"\n\n,,\n", "\"a\"\"\n\"\"b\"", "ä,\xff\n", "a\rb,\"c\r\nd\""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		csvScanAll(t, text, 16) // any text at all, with a limit that is met
		strict := csv.NewReader(strings.NewReader(text))
		strict.FieldsPerRecord = -1
		want, err := strict.ReadAll()
		if err != nil || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") {
			return // encoding/csv does not know \r as a line end
		}
		s := csvNewScanner(strings.NewReader(text), Dialect{Separator: ","})
		for i := 0; ; {
			rec, err := s.next()
			if err == io.EOF {
				if i != len(want) {
					t.Fatalf("%d records, want %d", i, len(want))
				}
				return
			}
			if len(bytes.TrimRight(rec.raw, "\r\n")) == 0 {
				continue // encoding/csv skips blank lines
			}
			if i >= len(want) || rec.problem != csvSound || len(rec.fields) != len(want[i]) {
				t.Fatalf("line %d: read %q (problem %d)", rec.line, rec.fields, rec.problem)
			}
			for j, field := range want[i] {
				if rec.fields[j] != csvCleanField(field) {
					t.Fatalf("line %d: field %q, want %q", rec.line, rec.fields[j], field)
				}
			}
			i++
		}
	})
}
