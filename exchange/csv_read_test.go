package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSniffEncoding(t *testing.T) {
	text := "Name;Straße\r\nMüller;Große Bleichen 3 – „Hof“\r\n"
	utf16 := func(order []int, bom string) string {
		var b strings.Builder
		b.WriteString(bom)
		for _, r := range text {
			pair := []byte{byte(r >> 8), byte(r)}
			b.WriteByte(pair[order[0]])
			b.WriteByte(pair[order[1]])
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		file string
		want Encoding
	}{
		"utf-8":               {text, EncodingUTF8},
		"utf-8 cut in a rune": {"Name;Gr\xc3", EncodingUTF8},
		"utf-8 with BOM":      {"\xEF\xBB\xBF" + text, EncodingUTF8BOM},
		"utf-16 le with BOM":  {utf16([]int{1, 0}, "\xFF\xFE"), EncodingUTF16LE},
		"utf-16 be with BOM":  {utf16([]int{0, 1}, "\xFE\xFF"), EncodingUTF16BE},
		"utf-16 le":           {utf16([]int{1, 0}, ""), EncodingUTF16LE},
		"utf-16 be":           {utf16([]int{0, 1}, ""), EncodingUTF16BE},
		"windows-1252":        {"Name;Stra\xdfe\r\nM\xfcller;Gro\xdfe Bleichen 3 \x96 \x84Hof\x93\r\n", EncodingWindows1252},
		"bytes in neither":    {"Name\x81\x8d;Stra\xdfe", EncodingInvalid},
		"spreadsheet":         {"PK\x03\x04\x14\x00\x06\x00", EncodingInvalid},
		"control characters":  {"\x01\x02\x03\x04\x05\x06abc", EncodingInvalid},
	} {
		got, d := Sniff([]byte(c.file))
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if got != EncodingInvalid && len(c.file) > 20 && d.Separator != ";" {
			t.Errorf("%s: separator %q", name, d.Separator)
		}
	}
}

func TestSniffDialect(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		want Dialect
	}{
		"commas inside semicolons": {"Name;E-Mail;Telefon\nRoth, Anna;a@x.example;1\nBlau, Bernd;b@x.example;2\n", Dialect{Separator: ";", Quote: `"`}},
		"tabs":                     {"First Name\tLast Name\tCity\nAnna\tRoth\tUlm, Neu-Ulm\n", Dialect{Separator: "\t", Quote: `"`}},
		"bars":                     {"name|email\nAnna|a@x.example\n", Dialect{Separator: "|", Quote: `"`}},
		"sep line":                 {"sep=;\r\na;b\r\n1,2;3\r\n", Dialect{Separator: ";", Quote: `"`, Skip: 1}},
		"words in no language here": {
			"nimi;osoite;puhelin\nAino;Turku, Kauppatori;x\nEino;Oulu;y\n",
			Dialect{Separator: ";", Quote: `"`},
		},
		"single quotes": {"'Name','City'\n'Roth, Anna','Ulm'\n", Dialect{Separator: ",", Quote: "'"}},
		"paragraph before the header": {
			"Export of today, with commas, and more, of them\n\nFirst Name,Last Name,Email\nAnna,Roth,a@x.example\n",
			Dialect{Separator: ",", Quote: `"`, Skip: 2},
		},
		"one column":     {"E-Mail\na@x.example\nb@x.example\n", Dialect{Separator: ",", Quote: `"`}},
		"only addresses": {"a@x.example\nb@x.example\n", Dialect{Separator: ",", Quote: `"`, NoHeader: true}},
	} {
		if _, got := Sniff([]byte(c.file)); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"1980-01-25": "1980-01-25", "1980-01-25T10:00:00Z": "1980-01-25", "1980-01-25 00:00:00": "1980-01-25", "19800125": "1980-01-25",
		"--01-25": "--01-25", "--0229": "--02-29", "25.1.1980": "1980-01-25", "25.01.80": "1980-01-25", "3. 4. 29": "2029-04-03",
		"25.01.": "--01-25", "25. Januar 1980": "1980-01-25", "1. März 2001": "2001-03-01", "1. Mrz. 2001": "2001-03-01",
		"31. Jänner 1970": "1970-01-31", "Montag, 3. Mai 1999": "1999-05-03", "24 Dec 2025": "2025-12-24", "07 Dez. 2025": "2025-12-07",
		"December 24, 2025": "2025-12-24", "Dec 24 2025": "2025-12-24", "24th December 2025": "2025-12-24", "5 May": "--05-05",
		"12/31/1980": "1980-12-31", "31/12/1980": "1980-12-31", "4/4/80": "1980-04-04", "1980/12/31": "1980-12-31", "1980": "1980",
		"3/4/1980": "", "30.2.1980": "", "29.2.1981": "", "13.13.2000": "", "Dienstag": "", "12345": "", "soon": "", "1.2.3.4": "", "0.0.00": "",
	} {
		d, ok := csvParseDate(text, DateOrderUnknown)
		if got := csvIsoText(d); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
	}
	for order, want := range map[DateOrder]string{DayFirst: "1980-04-03", MonthFirst: "1980-03-04"} {
		if d, ok := csvParseDate("3/4/1980", order); !ok || csvIsoText(d) != want {
			t.Errorf("3/4/1980 %s: %v", order, d)
		}
	}
}

// An order of day and month that cannot be known is not guessed.
func TestAmbiguousBirthdayIsKeptAsWritten(t *testing.T) {
	file := "First Name,Birthday\nAnna,3/4/1980\n"
	got := csvReadAll(t, []byte(file))
	if c := got.Contacts[0]; !c.Birthday.IsZero() || c.Extra["Birthday"] != "3/4/1980" {
		t.Errorf("%+v", c)
	}
	got = csvReadAll(t, []byte(file+"Bert,25/4/1980\n"))
	if c := got.Contacts[0]; csvIsoText(c.Birthday) != "1980-04-03" {
		t.Errorf("the second row tells the order, got %+v", c)
	}
}

// 600 rows without a name, as after many years on LinkedIn, are no contacts.
func TestRowsOfNobodyAreRejected(t *testing.T) {
	file := "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" +
		strings.Repeat(",,,,,,12 Jan 2020\n", 600) + "Anna,Roth,,,,,13 Jan 2020\n"
	got := csvReadAll(t, []byte(file))
	if len(got.Contacts) != 1 || len(got.Rejected) != 600 {
		t.Errorf("%d contacts, %d rejected", len(got.Contacts), len(got.Rejected))
	}
	if got.Contacts[0].Line != 602 || got.Rejected[599].Line != 601 {
		t.Errorf("lines %d and %d", got.Contacts[0].Line, got.Rejected[599].Line)
	}
}

// What a spreadsheet or a program spoiled is kept as it is written, not taken
// for a phone number, a name or nothing at all.
func TestSpoiledValues(t *testing.T) {
	file := "Name,Firma,Telefon,E-Mail,\nAnna,Cotta,\"4,91711E+12\",a@x.example,Ulm\nCotta,Cotta,0711 1,,\n"
	got := csvReadAll(t, []byte(file))
	if len(got.Contacts) != 1 || len(got.Rejected) != 1 || got.Rejected[0].Reason.Key != "import.reason.csv-field-count" {
		t.Fatalf("a value outside the header must be told: %+v", got)
	}
	if cotta := got.Contacts[0]; !cotta.IsOrganisation || cotta.Name.Display != "" || len(cotta.Points) != 1 {
		t.Errorf("%+v", cotta)
	}
	file = "Name,,Telefon\nAnna,Ulm,\"4,91711E+12\"\n"
	if anna := csvReadAll(t, []byte(file)).Contacts[0]; anna.Extra["#2"] != "Ulm" || anna.Extra["Telefon"] != "4,91711E+12" || anna.Points != nil {
		t.Errorf("%+v", anna)
	}
}

func TestMappingIsPlainData(t *testing.T) {
	file, err := os.ReadFile("testdata/csv/outlook-de.csv")
	if err != nil {
		t.Fatal(err)
	}
	table, err := PeekCSV(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	m, _ := Propose(table.Header, table.Sample)
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var back Mapping
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(m, back) || back.Fingerprint() != HeaderFingerprint(table.Header) {
		t.Error("the mapping changed on its way through JSON")
	}
	other := strings.Replace(string(file), "Vorname", "Rufname", 1)
	err = ReadCSV(strings.NewReader(other), m, nil, nil)
	if !errors.Is(err, ErrHeaderMismatch) {
		t.Errorf("another header: %v", err)
	}
}

func TestPreviewStopsEarly(t *testing.T) {
	endless := io.MultiReader(strings.NewReader("Name,E-Mail\n"), csvEndless("Anna,a@x.example\n,\n"))
	m := Mapping{Columns: []Column{{Header: "Name", Field: FieldDisplay}, {Header: "E-Mail", Field: FieldEmail}}}
	p, err := Preview(endless, m, 5)
	if err != nil || len(p.Contacts) != 3 || len(p.Rejected) != 2 {
		t.Errorf("%d contacts, %d rejected, %v", len(p.Contacts), len(p.Rejected), err)
	}
}

type csvEndless string

func (e csvEndless) Read(p []byte) (int, error) { return copy(p, e), nil }

func TestReadErrorsComeBack(t *testing.T) {
	m := Mapping{Columns: []Column{{Header: "Name", Field: FieldDisplay}}}
	full := errors.New("disk is full")
	stop := func(Contact) error { return full }
	if err := ReadCSV(strings.NewReader("Name\nAnna\n"), m, stop, nil); !errors.Is(err, full) {
		t.Errorf("error of each: %v", err)
	}
	if err := ReadCSV(strings.NewReader("PK\x03\x04"), m, nil, nil); !errors.Is(err, ErrNotText) {
		t.Errorf("spreadsheet: %v", err)
	}
}

// csvManyRows is a large address book that is never whole in memory.
type csvManyRows struct {
	rows, written int
	rest          []byte
}

func (m *csvManyRows) Read(p []byte) (int, error) {
	for len(m.rest) < len(p) && m.written < m.rows {
		if m.written == 0 {
			m.rest = append(m.rest, "First Name,Last Name,Email,Phone,Company,Position,Notes\n"...)
		}
		m.rest = fmt.Appendf(m.rest, "Vorname%d,Müller,person%d@example.org,+49 30 %07d,\"Firma, GmbH\",Leiterin,\"zwei\nZeilen\"\n", m.written, m.written, m.written)
		m.written++
	}
	n := copy(p, m.rest)
	m.rest = m.rest[:copy(m.rest, m.rest[n:])]
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func csvManyMapping() Mapping {
	m, _ := Propose(strings.Split("First Name,Last Name,Email,Phone,Company,Position,Notes", ","), nil)
	return m
}

func TestLargeFileNeedsLittleMemory(t *testing.T) {
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	rows, peak := 0, uint64(0)
	err := ReadCSV(&csvManyRows{rows: 100_000}, csvManyMapping(), func(c Contact) error {
		rows++
		if c.Line != 2*rows {
			t.Fatalf("row %d is said to be on line %d", rows, c.Line)
		}
		if rows%25_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc)
		}
		return nil
	}, func(r Rejected) error { return fmt.Errorf("line %d: %s", r.Line, r.Reason.Key) })
	if err != nil || rows != 100_000 {
		t.Fatalf("%d rows: %v", rows, err)
	}
	if grown := int64(peak) - int64(before.HeapAlloc); grown > 8<<20 {
		t.Errorf("the heap grew by %d KiB", grown>>10)
	}
}

func BenchmarkReadCSV(b *testing.B) {
	m := csvManyMapping()
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		if err := ReadCSV(&csvManyRows{rows: 100_000}, m, func(Contact) error { n++; return nil }, nil); err != nil || n != 100_000 {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(b.N)*100_000/b.Elapsed().Seconds(), "rows/s")
}

// Whatever the file: no panic, true lines in rising order, no contact that is
// nobody, nothing rejected without its text.
func FuzzReadCSV(f *testing.F) {
	files, _ := filepath.Glob("testdata/csv/*.csv")
	for _, name := range files {
		file, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		table, err := PeekCSV(bytes.NewReader(file))
		if err != nil {
			if table.Encoding == EncodingInvalid || table.Encoding == "" {
				return
			}
			t.Fatal(err)
		}
		m, _ := Propose(table.Header, table.Sample)
		if len(m.Columns) != len(table.Header) {
			t.Fatalf("%d columns for %d headers", len(m.Columns), len(table.Header))
		}
		last := 0
		rising := func(line int) {
			if line <= last || line > bytes.Count(file, []byte{'\n'})+bytes.Count(file, []byte{'\r'})+1 {
				t.Fatalf("line %d after %d", line, last)
			}
			last = line
		}
		err = ReadCSV(bytes.NewReader(file), m, func(c Contact) error {
			rising(c.Line)
			if !csvIdentifies(c, m.Source) {
				t.Fatalf("a contact that is nobody: %+v", c)
			}
			for _, p := range c.Points {
				if !utf8.ValidString(p.Value) || p.Value != strings.TrimSpace(p.Value) || (p.Value == "") == (p.Address == nil) {
					t.Fatalf("point %+v", p)
				}
			}
			return nil
		}, func(r Rejected) error {
			rising(r.Line)
			if r.Reason.Key == "" || len(r.Raw) > 3*csvRawLimit || r.Raw == "" && r.Reason.Key != "import.reason.csv-empty" {
				t.Fatalf("rejected %+v", r)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
