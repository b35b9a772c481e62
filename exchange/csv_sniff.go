package exchange

import (
	"bytes"
	"io"
	"strings"
)

// Dialect is the form of a CSV file.
type Dialect struct {
	// Separator stands between two fields: one of , ; tab | (or what the person
	// chose). Empty means comma.
	Separator string `json:"separator"`
	// Quote surrounds fields: " or '. "none" means that quotes are ordinary
	// characters. Empty means ".
	Quote string `json:"quote,omitempty"`
	// Skip is the number of lines before the header: explanations, blank lines,
	// or a line such as "sep=;".
	Skip int `json:"skip,omitempty"`
	// NoHeader is true where the first row already is a contact.
	NoHeader bool `json:"noHeader,omitempty"`
}

// CSVSeparators are the separators that Sniff recognises.
var CSVSeparators = []string{",", ";", "\t", "|"}

// CSVSniffSize is how much of a file Sniff should be given.
const CSVSniffSize = 64 << 10

// Sniff recognises the encoding and the form of a CSV file from its first
// bytes. The head may end anywhere; 64 KiB are enough.
func Sniff(head []byte) (Encoding, Dialect) {
	e := csvSniffEncoding(head)
	if e == EncodingUTF8 {
		head = csvWithoutCutRune(head)
	}
	source, err := csvDecoded(bytes.NewReader(head), e)
	if err != nil {
		return EncodingInvalid, Dialect{}
	}
	// An error can only come from a character that the head cuts in two.
	text, _ := io.ReadAll(source)
	return e, csvSniffDialect(text)
}

// csvSniffRecords bounds how far the form is judged, csvJunkRecords how many
// records may come before the header.
const (
	csvSniffRecords = 60
	csvJunkRecords  = 30
)

func csvSniffDialect(text []byte) Dialect {
	d := Dialect{Separator: ",", Quote: csvSniffQuote(text)}
	if sep, length, found := csvSeparatorLine(text); found {
		d.Separator = sep
		found := csvJudgeSeparator(text[length:], d)
		d.Skip = 1 + found.skip
		d.NoHeader = found.noHeader
		return d
	}
	var best csvJudgement
	for _, sep := range CSVSeparators {
		d.Separator = sep
		if j := csvJudgeSeparator(text, d); sep == "," || j.better(best) {
			best = j
		}
	}
	return Dialect{Separator: best.separator, Quote: d.Quote, Skip: best.skip, NoHeader: best.noHeader}
}

// csvSeparatorLine reads the line "sep=;" that spreadsheets write and obey.
func csvSeparatorLine(text []byte) (sep string, length int, found bool) {
	length = csvLineLength(text)
	if length < 0 {
		return "", 0, false
	}
	line := strings.Trim(strings.TrimRight(string(text[:length]), "\r\n"), `"`)
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") {
		return line[4:], length, true
	}
	return "", 0, false
}

// csvSniffQuote looks whether fields are put in single quotes: they then stand at
// both ends of fields, and double quotes at none.
func csvSniffQuote(text []byte) string {
	if bytes.IndexByte(text, '"') >= 0 {
		return `"`
	}
	for _, sep := range CSVSeparators {
		if bytes.HasPrefix(text, []byte("'")) && bytes.Count(text, []byte("'"+sep+"'")) >= 1 {
			return "'"
		}
	}
	return `"`
}

// csvJudgement is how well a separator explains a text.
type csvJudgement struct {
	separator   string
	skip        int
	noHeader    bool
	headerWords int     // cells of the header that are known words
	columns     int     // the usual number of fields
	regular     float64 // share of the records with that number
}

func (j csvJudgement) better(than csvJudgement) bool {
	if j.headerWords != than.headerWords {
		return j.headerWords > than.headerWords
	}
	return float64(min(j.columns, 12)-1)*j.regular > float64(min(than.columns, 12)-1)*than.regular
}

func csvJudgeSeparator(text []byte, d Dialect) csvJudgement {
	scanner := csvNewScanner(bytes.NewReader(text), d)
	var records []csvRecord
	for len(records) < csvSniffRecords {
		rec, err := scanner.next()
		if err != nil {
			break
		}
		if rec.problem == csvSound && !csvIsEmptyRow(rec.fields) {
			records = append(records, rec)
		}
	}
	j := csvJudgement{separator: d.Separator}
	if len(records) == 0 {
		return j
	}
	header := -1
	for i, rec := range records[:min(len(records), csvJunkRecords)] {
		if words := csvCountHeaderWords(rec.fields); words > j.headerWords && !csvLooksLikeData(rec.fields) {
			header, j.headerWords = i, words
		}
	}
	j.columns, j.regular = csvUsualFieldCount(records[max(header, 0):])
	if header < 0 {
		header = csvFirstWithFields(records, j.columns)
		j.noHeader = csvLooksLikeData(records[header].fields)
	}
	j.skip = records[header].line - 1
	return j
}

func csvFirstWithFields(records []csvRecord, n int) int {
	for i, rec := range records {
		if len(rec.fields) == n {
			return i
		}
	}
	return 0
}

// csvUsualFieldCount gives the most frequent number of fields and its share.
func csvUsualFieldCount(records []csvRecord) (columns int, regular float64) {
	seen := map[int]int{}
	for _, rec := range records {
		seen[len(rec.fields)]++
	}
	for n, times := range seen {
		if times > seen[columns] || times == seen[columns] && n > columns {
			columns = n
		}
	}
	return columns, float64(seen[columns]) / float64(len(records))
}

// csvCountHeaderWords counts the cells that name a field of a contact. A cell that
// is a sentence is not counted, though it may contain the words.
func csvCountHeaderWords(cells []string) int {
	n := 0
	for _, cell := range cells {
		if len(cell) <= 60 && csvClassifyHeader(cell).field != "" {
			n++
		}
	}
	return n
}

// csvLooksLikeData reports whether a row holds values rather than names of columns.
func csvLooksLikeData(cells []string) bool {
	for _, cell := range cells {
		if csvLooksLikeEmail(cell) || csvLooksLikePhone(cell) || csvLooksLikeDate(cell) {
			return true
		}
	}
	return false
}

func csvIsEmptyRow(fields []string) bool {
	for _, f := range fields {
		if f != "" {
			return false
		}
	}
	return true
}

func (d Dialect) separator() byte {
	if len(d.Separator) == 1 {
		return d.Separator[0]
	}
	return ','
}

func (d Dialect) quote() byte {
	switch d.Quote {
	case "none":
		return 0
	case "'":
		return '\''
	}
	return '"'
}
