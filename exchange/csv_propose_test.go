package exchange

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// The headers of programs that are not known as such, and of tables that people
// made: each column beside what it is taken for.
func TestProposeByWords(t *testing.T) {
	for name, c := range map[string]struct {
		columns string // "header=field" or "header=field:label", one per line
		sample  []string
	}{
		"English CRM": {columns: `Record ID=uid
First Name=name.given
Last Name=name.family
Email=email
Phone Number=phone
Mobile Phone Number=phone:mobile
Company Name=organisation
Job Title=job-title
Street Address=address.street
City=address.city
State/Region=address.region
Postal Code=address.post-code
Country/Region=address.country
Website URL=url
LinkedIn URL=identity:linkedin
Lifecycle Stage=custom
Email Status=custom
Date of birth=birthday`},
		"German list": {columns: `Anrede=name.title
Akad. Titel=name.title
Name=name.family
Vorname=name.given
Firma=organisation
Funktion=job-title
Abteilung=department
Straße / Nr.=address.street
PLZ=address.post-code
Ort=address.city
Land=address.country
Tel. geschäftlich=phone:work
Telefon privat=phone:home
Handy=phone:mobile
Telefax=phone:fax
E-Mail (privat)=email:home
E-Mail dienstlich=email:work
Geb.-Datum=birthday
Bemerkungen=note
Schlagwörter=tags
XING-Profil=identity:xing
Mastodon=identity:mastodon
Sprache=language
Spitzname=name.nickname
Geburtsname=name.former
Kundennummer=custom`},
		"programmers' names": {columns: `firstName=name.given
last_name=name.family
emailAddress=email
phone_mobile=phone:mobile
work_phone=phone:work
home_address_city=address.city:home
zipCode=address.post-code
jobTitle=job-title
twitter_handle=identity:x
createdAt=custom`},
		"a title that is a job":     {columns: "Name=name.display\nTitle=job-title\nEmail=email", sample: []string{"Anna Roth", "Head of Sales", "a@x.example"}},
		"a title that is a title":   {columns: "Name=name.display\nTitle=name.title\nEmail=email", sample: []string{"Anna Roth", "Prof. Dr.", "a@x.example"}},
		"known by the values alone": {columns: "nimi=custom\nosoite=email\npuhelin=phone\nsivu=url", sample: []string{"Aino", "a@x.example", "+358 9 123456", "https://x.example"}},
		"values against the header": {columns: "Firma=organisation\nKontakt=email", sample: []string{"Cotta", "a@x.example"}},
		"no header":                 {columns: "#1=email\n#2=name.display\n#3=phone\n#4=birthday\n#5=custom", sample: []string{"a@x.example", "Anna Roth", "0711 123456", "3.4.1980", "12"}},
		"several of a kind":         {columns: "Name=name.display\nE-Mail 1=email\nE-Mail 2=email\nFirma=organisation\nUnternehmen=custom"},
	} {
		t.Run(name, func(t *testing.T) {
			var header, want []string
			for line := range strings.SplitSeq(c.columns, "\n") {
				cell, field, _ := strings.Cut(line, "=")
				header, want = append(header, cell), append(want, field)
			}
			var sample [][]string
			if c.sample != nil {
				sample = [][]string{c.sample}
			}
			m, source := Propose(header, sample)
			if source != SourceOther {
				t.Errorf("recognised as %s", source)
			}
			numbers := map[string]bool{}
			for i, column := range m.Columns {
				got := string(column.Field)
				if detail := column.Label + column.Service; detail != "" {
					got += ":" + detail
				}
				if got != want[i] {
					t.Errorf("%s: %s, want %s", column.Header, got, want[i])
				}
				key := string(column.Field) + string(rune('0'+column.N))
				if numbers[key] && (column.Field == FieldEmail || column.Field == FieldPhone) {
					t.Errorf("%s shares its number with another column", column.Header)
				}
				numbers[key] = true
			}
		})
	}
}

// Every field, source and reason has its words in both languages, and every
// field that a header can mean is offered.
func TestCSVWordsAreTranslated(t *testing.T) {
	keys := []string{
		"import.error.not-text", "import.error.header-mismatch",
		"import.date-order.day-first", "import.date-order.month-first", "import.date-order.unknown",
		"import.reason.csv-unclosed-quote", "import.reason.csv-too-long", "import.reason.csv-empty",
		"import.reason.csv-field-count", "import.reason.csv-field-too-long", "import.reason.csv-nobody",
	}
	for _, f := range Fields {
		keys = append(keys, "import.field."+string(f))
	}
	for _, s := range []Source{SourceOther, SourceGoogle, SourceGoogleOld, SourceOutlook, SourceLinkedIn, SourceThunderbird} {
		keys = append(keys, "import.source."+string(s))
	}
	for _, e := range []Encoding{EncodingInvalid, EncodingUTF8, EncodingUTF8BOM, EncodingUTF16LE, EncodingUTF16BE, EncodingWindows1252} {
		keys = append(keys, "import.encoding."+string(e))
	}
	for _, meaning := range csvHeaderNames {
		if !slices.Contains(Fields, meaning.field) {
			t.Errorf("%s is not offered", meaning.field)
		}
	}
	for _, language := range []string{"de", "en"} {
		file, err := os.ReadFile("../assets/translations/exchange-csv." + language + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(file, &texts); err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			if texts[key] == "" {
				t.Errorf("%s: %s has no words", language, key)
			}
		}
		if len(texts) != len(keys) {
			t.Errorf("%s: %d texts for %d keys", language, len(texts), len(keys))
		}
	}
}
