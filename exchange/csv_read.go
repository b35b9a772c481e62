package exchange

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// ErrHeaderMismatch is returned where a mapping was made for another header
// than the file has.
var ErrHeaderMismatch = errors.New("exchange: the columns of the file are not those the mapping was made for")

// Table is the beginning of a CSV file: what is needed to propose a mapping and
// to show the file to the person.
type Table struct {
	Encoding Encoding
	Dialect  Dialect
	// Header holds the names of the columns; "#1", "#2" … where the file has none.
	Header []string
	// Sample holds the first sound rows.
	Sample [][]string
}

// csvSampleRows is how many rows the kinds of columns are judged by.
const csvSampleRows = 50

// PeekCSV reads the header and the first rows of a file.
func PeekCSV(r io.Reader) (Table, error) { return PeekCSVAs(r, "", nil) }

// PeekCSVAs does so in the encoding and the form that a person chose; what is
// not given is recognised.
func PeekCSVAs(r io.Reader, encoding Encoding, dialect *Dialect) (Table, error) {
	t := Table{}
	file, err := csvOpen(r, Mapping{Encoding: encoding, Dialect: dialect})
	if err != nil {
		return t, err
	}
	t.Encoding, t.Dialect, t.Header = file.encoding, file.dialect, file.header
	for len(t.Sample) < csvSampleRows {
		rec, err := file.scanner.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return t, fmt.Errorf("read the first rows: %w", err)
		}
		if rec.problem == csvSound && !csvIsEmptyRow(rec.fields) {
			t.Sample = append(t.Sample, rec.fields)
		}
	}
	return t, nil
}

// ReadCSV reads the contacts of a CSV file one after another, in constant
// memory. What cannot be read as a contact is given to reject with its line,
// its text and the reason; nothing is dropped silently except blank lines at
// the end. An error from each or reject ends the reading and is returned.
func ReadCSV(r io.Reader, m Mapping, each func(Contact) error, reject func(Rejected) error) error {
	file, err := csvOpen(r, m)
	if err != nil {
		return err
	}
	columns := m.Columns
	named := csvWithoutUnnamedTail(file.header)
	if !file.dialect.NoHeader && HeaderFingerprint(named) != m.Fingerprint() || len(columns) < len(named) {
		return ErrHeaderMismatch
	}
	reader := csvNewRowReader(m, len(named))
	// Blank lines are held back until it is known that they are not the end.
	var blank []Rejected
	for {
		rec, err := file.scanner.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read line %d: %w", file.scanner.line, err)
		}
		contact, reason := reader.read(rec)
		if reason == nil {
			blank = blank[:0]
			if err := each(contact); err != nil {
				return err
			}
			continue
		}
		rejected := Rejected{Line: rec.line, Reason: *reason, Raw: csvRawText(rec.raw)}
		if rec.problem == csvSound && len(rec.fields) == 1 && rec.fields[0] == "" && len(blank) < csvMaxBlankRun {
			blank = append(blank, rejected)
			continue
		}
		blank = append(blank, rejected)
		for _, b := range blank {
			if err := reject(b); err != nil {
				return err
			}
		}
		blank = blank[:0]
	}
}

// csvMaxBlankRun bounds the memory for a file of blank lines.
const csvMaxBlankRun = 1000

// CSVPreview is what the first rows of a file become.
type CSVPreview struct {
	Contacts []Contact
	Rejected []Rejected
}

// Preview reads the first n rows of a file as ReadCSV would.
func Preview(r io.Reader, m Mapping, n int) (CSVPreview, error) {
	var p CSVPreview
	enough := errors.New("enough")
	count := func() error {
		if len(p.Contacts)+len(p.Rejected) >= n {
			return enough
		}
		return nil
	}
	if n <= 0 {
		return p, nil
	}
	err := ReadCSV(r, m,
		func(c Contact) error { p.Contacts = append(p.Contacts, c); return count() },
		func(rej Rejected) error { p.Rejected = append(p.Rejected, rej); return count() })
	if errors.Is(err, enough) {
		err = nil
	}
	return p, err
}

// csvFile is an opened file whose header has been read.
type csvFile struct {
	encoding Encoding
	dialect  Dialect
	header   []string
	scanner  *csvScanner
}

func csvOpen(r io.Reader, m Mapping) (*csvFile, error) {
	buffered := bufio.NewReaderSize(r, CSVSniffSize)
	head, err := buffered.Peek(CSVSniffSize)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("read the beginning of the file: %w", err)
	}
	file := &csvFile{}
	file.encoding, file.dialect = Sniff(head)
	if m.Encoding != "" {
		file.encoding = m.Encoding
	}
	if m.Dialect != nil {
		file.dialect = *m.Dialect
	}
	text, err := csvDecoded(buffered, file.encoding)
	if err != nil {
		return nil, err
	}
	file.scanner = csvNewScanner(text, file.dialect)
	file.scanner.fill()
	for range file.dialect.Skip {
		file.scanner.skipLine()
	}
	if file.dialect.NoHeader {
		return file, file.numberColumns()
	}
	rec, err := file.scanner.next()
	if err == io.EOF {
		return file, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the header: %w", err)
	}
	file.header = rec.fields
	return file, nil
}

// numberColumns names the columns of a file without a header, by the first row.
// That row is read again as a contact.
func (f *csvFile) numberColumns() error {
	f.scanner.fill()
	probe := *f.scanner
	probe.text, probe.ends = nil, nil
	rec, err := probe.next()
	if err != nil && err != io.EOF {
		return fmt.Errorf("read the first row: %w", err)
	}
	for i := range rec.fields {
		f.header = append(f.header, "#"+strconv.Itoa(i+1))
	}
	return nil
}

func csvIsNumberedHeader(cell string, i int) bool { return cell == "#"+strconv.Itoa(i+1) }

// csvRawText is the text of a rejected record, so that nothing is lost.
func csvRawText(raw []byte) string {
	if len(raw) > csvRawLimit {
		raw = csvWithoutCutRune(raw[:csvRawLimit])
	}
	return strings.TrimRight(string(csvRepairUTF8(raw)), "\r\n")
}

// csvRowReader turns the rows of one file into contacts.
type csvRowReader struct {
	mapping Mapping
	columns int // named columns of the header
}

func csvNewRowReader(m Mapping, columns int) *csvRowReader {
	m.Columns = slices.Clone(m.Columns)
	return &csvRowReader{mapping: m, columns: columns}
}

// read gives the contact of a row, or the reason why there is none.
func (r *csvRowReader) read(rec csvRecord) (Contact, *Reason) {
	switch {
	case rec.problem == csvUnclosedQuote:
		return Contact{}, &Reason{Key: "import.reason.csv-unclosed-quote"}
	case rec.problem == csvRecordTooLong:
		return Contact{}, &Reason{Key: "import.reason.csv-too-long", Args: []any{csvRecordLimit >> 10}}
	case csvIsEmptyRow(rec.fields):
		return Contact{}, &Reason{Key: "import.reason.csv-empty"}
	}
	fields := csvWithoutUnnamedTail(rec.fields)
	if len(rec.fields) < r.columns || len(fields) > r.columns {
		return Contact{}, &Reason{Key: "import.reason.csv-field-count", Args: []any{len(rec.fields), r.columns}}
	}
	for i, value := range fields {
		if len(value) > csvFieldLimit && !csvHoldsText(r.mapping.Columns[i].Field) {
			return Contact{}, &Reason{Key: "import.reason.csv-field-too-long", Args: []any{r.mapping.Columns[i].Header, csvFieldLimit}}
		}
	}
	contact := csvContactOf(r.mapping, fields)
	contact.Line = rec.line
	if !csvIdentifies(contact, r.mapping.Source) {
		return Contact{}, &Reason{Key: "import.reason.csv-nobody"}
	}
	return contact, nil
}

// csvFieldLimit is the length beyond which a name or an address is a mistake in
// the file. Notes and custom fields may be as long as a record.
const csvFieldLimit = 4096

func csvHoldsText(f Field) bool {
	return f == FieldNote || f == FieldCustom || f == FieldIgnore || f == FieldTags
}

// identifies reports whether the contact says who it is. LinkedIn lists closed
// accounts as rows with a company and no name; they are nobody.
func csvIdentifies(c Contact, source Source) bool {
	n := c.Name
	if n.Given != "" || n.Family != "" || n.Display != "" || n.Nickname != "" {
		return true
	}
	if source == SourceLinkedIn {
		return false
	}
	return c.Organisation != "" || csvHasEmail(c)
}
