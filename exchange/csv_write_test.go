package exchange

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/domain"
)

func csvWritten(t rapid.TB, contacts ...Contact) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := WriteCSV(&file, slices.Values(contacts)); err != nil {
		t.Fatalf("write: %v", err)
	}
	return file.Bytes()
}

// What Kontor writes, Kontor reads back as it was.
func TestCSVRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.Custom(csvAnyContact), 1, 4).Draw(t, "contacts")
		file := csvWritten(t, want...)
		table, err := PeekCSV(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		m, source := Propose(table.Header, table.Sample)
		if source != SourceGoogle {
			t.Fatalf("recognised as %s", source)
		}
		var got []Contact
		err = ReadCSV(bytes.NewReader(file), m,
			func(c Contact) error { c.Line = 0; got = append(got, c); return nil },
			func(r Rejected) error { return fmt.Errorf("rejected line %d: %s", r.Line, r.Reason.Key) })
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v\nfile %s", got, want, file)
		}
	})
}

func csvAnyContact(t *rapid.T) Contact {
	// Texts as people and attackers type them.
	some := func(name string) string {
		return rapid.OneOf(
			rapid.Just(""),
			rapid.StringMatching(`[A-ZÄÖÜ][a-zäöüßéł]{1,8}( [A-Z][a-z]{1,5})?`),
			rapid.SampledFrom([]string{
				"=1+1", "+49", "-2", "@SUM(A1)", "'=x", "''-", "a,b;c", `say "hi"`, "O'Brien", "李", "=cmd|' /C calc'!A0", "＝1", "'quoted'",
				"x;=cmd|' /C calc'!A0", "x;'=SUM(A1);-HYPERLINK(\"y\")", "gut ;-)",
			}),
		).Draw(t, name)
	}
	must := func(name, otherwise string) string {
		if s := some(name); s != "" {
			return s
		}
		return otherwise
	}
	label := rapid.SampledFrom([]string{"", "work", "home", "mobile", "fax", "home fax", "other", "Ferienhaus", "=label"})
	c := Contact{
		Name: domain.Name{
			Title: rapid.SampledFrom([]string{"", "Dr.", "Prof. Dr."}).Draw(t, "title"), Middle: some("middle"), Suffix: some("suffix"),
			Phonetic: some("phonetic"), Nickname: some("nickname"), Former: some("former"),
		},
		JobTitle: some("job"), Role: some("role"), Note: strings.TrimSpace(some("note") + "\n" + some("note 2") + "\n" + some("note 3")),
		Birthday: rapid.SampledFrom([]domain.PartialDate{
			{},
			{Year: 1980, Month: 2, Day: 29},
			{Month: 12, Day: 24},
			{Year: 1950},
		}).Draw(t, "birthday"),
		Language:  rapid.SampledFrom([]string{"", "de", "en-GB"}).Draw(t, "language"),
		Connected: rapid.SampledFrom([]string{"", "2024-05-06"}).Draw(t, "connected"),
		UID:       some("uid"),
	}
	switch rapid.SampledFrom([]string{"parts", "display", "organisation"}).Draw(t, "shape") {
	case "parts":
		c.Name.Particle = rapid.SampledFrom([]string{"", "von", "van der", "de la"}).Draw(t, "particle")
		c.Name.Given, c.Name.Family = some("given"), must("family", "Roth")
		c.Organisation = some("organisation")
	case "display":
		c.Name.Display, c.Name.Middle = must("display", "Goethe"), ""
		if c.Organisation = some("organisation"); c.Organisation == c.Name.Display {
			c.Organisation = ""
		}
	case "organisation":
		c.Name = domain.Name{}
		c.Organisation, c.IsOrganisation = must("organisation", "Cotta"), true
	}
	if u := some("unit"); u != "" {
		c.Units = []string{u, "Zweite"}
	}
	if rapid.Bool().Draw(t, "tags") {
		c.Categories = []string{"Presse", "Berlin, Mitte"}
	}
	if rapid.Bool().Draw(t, "extra") {
		c.Extra = map[string]string{"Kundennummer": "4711", "=danger": must("extra", "-1")}
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "emails") {
		c.Points = append(c.Points, domain.ContactPoint{
			Kind: domain.PointEmail, Label: label.Draw(t, "label"), Preferred: i == 0,
			Value: rapid.SampledFrom([]string{"a", "+tag", "=x", "o'b"}).Draw(t, "local") + fmt.Sprint(i, "@x.example")[:],
		})
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "phones") {
		c.Points = append(c.Points, domain.ContactPoint{
			Kind: domain.PointPhone, Label: label.Draw(t, "label"),
			Value: rapid.SampledFrom([]string{"+49 30 123", "0170/", "+1 (555) 01-", "-"}).Draw(t, "phone") + fmt.Sprint(i),
		})
	}
	for range rapid.IntRange(0, 3).Draw(t, "addresses") {
		c.Points = append(c.Points, domain.ContactPoint{Kind: domain.PointAddress, Label: label.Draw(t, "label"), Address: &domain.Address{
			Street: must("street", "Weg 1"), Extended: some("extended"), PostCode: "01234", City: some("city"), Region: some("region"), Country: some("country"),
		}})
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "sites") {
		c.Points = append(c.Points, domain.ContactPoint{Kind: domain.PointURL, Label: label.Draw(t, "label"), Value: fmt.Sprintf("https://x.example/%d", i)})
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "accounts") {
		c.Points = append(c.Points, domain.ContactPoint{
			Kind: domain.PointIdentity, Label: label.Draw(t, "label"),
			Service: rapid.SampledFrom([]string{"mastodon", "github", "Stammtisch"}).Draw(t, "service"), Value: fmt.Sprintf("@anna%d@social.example", i),
		})
	}
	if name := some("relation"); name != "" {
		c.Relations = []Relation{{Kind: "spouse", Name: name}}
	}
	return c
}

// No cell may begin like a formula; phone numbers stay dialable.
func TestCSVCellsAreNoFormulas(t *testing.T) {
	inner := Contact{Name: domain.Name{Given: "Anna"}, Note: "x;=cmd|' /C calc'!A0\n+HYPERLINK(\"http://evil.example\")\n- Punkt ;-)"}
	if file := string(csvWritten(t, inner)); strings.Contains(file, ";=") || strings.Contains(file, "\n+") || !strings.Contains(file, "\n- Punkt ;-)") {
		t.Errorf("a spreadsheet set to semicolons finds a formula, or plain text was changed: %s", file)
	}
	c := Contact{
		Name: domain.Name{Given: "=HYPERLINK(\"http://evil.example\")", Family: "@SUM(1)"}, Organisation: "+cmd|' /C calc'!A0",
		JobTitle: "-2+3", Note: "\t=1", Extra: map[string]string{"=a": "=b"},
		Points: []domain.ContactPoint{{Kind: domain.PointPhone, Value: "+49 (30) 123-45"}, {Kind: domain.PointPhone, Value: "+49 30 x=cmd()"}},
	}
	file := strings.TrimPrefix(string(csvWritten(t, c)), "\uFEFF")
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, cell := range rows[1] {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && cell != "+49 (30) 123-45" {
			t.Errorf("%s: %q", rows[0][i], cell)
		}
	}
}

// More contact points than columns are not lost.
func TestCSVManyPoints(t *testing.T) {
	c := Contact{Name: domain.Name{Given: "Anna"}, Extra: map[string]string{}}
	for i := range 9 {
		c.Points = append(c.Points, domain.ContactPoint{Kind: domain.PointEmail, Value: fmt.Sprintf("a%d@x.example", i)})
	}
	for i := range 14 {
		c.Extra[fmt.Sprintf("feld %02d", i)] = fmt.Sprintf("wert %d", i)
	}
	got := csvReadAll(t, csvWritten(t, c)).Contacts[0]
	if len(got.Points) != 9 || got.Points[8].Value != "a8@x.example" {
		t.Errorf("points %+v", got.Points)
	}
	if !strings.Contains(got.Extra["feld 09"], "feld 13: wert 13") {
		t.Errorf("extra %+v", got.Extra)
	}
}

func BenchmarkWriteCSV(b *testing.B) {
	c := Contact{
		Name: domain.Name{Title: "Dr.", Given: "Anna", Family: "Müller"}, Organisation: "Firma, GmbH", JobTitle: "Leiterin", Note: "zwei\nZeilen; und mehr",
		Points: []domain.ContactPoint{
			{Kind: domain.PointEmail, Label: "work", Value: "anna@example.org"},
			{Kind: domain.PointPhone, Label: "mobile", Value: "+49 170 1234567"},
			{Kind: domain.PointAddress, Label: "work", Address: &domain.Address{Street: "Weg 1", City: "Ulm"}},
		},
	}
	const rows = 100_000
	for b.Loop() {
		err := WriteCSV(io.Discard, func(yield func(Contact) bool) {
			for range rows {
				if !yield(c) {
					return
				}
			}
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
}
