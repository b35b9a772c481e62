package exchange

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"

	"kontor/domain"
)

// How many contact points of a kind have columns of their own. Further ones
// share the last column, separated by " ::: ", and lose their label.
const (
	csvEmails     = 4
	csvPhones     = 5
	csvAddresses  = 3
	csvWebsites   = 3
	csvIdentities = 4
	csvRelations  = 3
	csvCustom     = 10
)

// WriteCSV writes the contacts in the form that Google Contacts imports and
// ReadCSV and Outlook understand: comma, CRLF, UTF-8 with a byte order mark (without
// one, Excel and Outlook read umlauts wrongly).
//
// A cell that a spreadsheet would take for a formula begins with an apostrophe;
// so does a call or command inside a cell that a spreadsheet set to semicolons
// would take for a cell of its own. ReadCSV removes them. Phone numbers such as +49 30 1234 stay as they are: they
// hold no letters and so no function or command, and with an apostrophe other
// programs would no longer dial them.
func WriteCSV(w io.Writer, contacts iter.Seq[Contact]) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return fmt.Errorf("write contacts: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(csvHeader()); err != nil {
		return fmt.Errorf("write contacts: %w", err)
	}
	for c := range contacts {
		row := csvRow(c)
		for i, cell := range row {
			row[i] = csvGuarded(cell)
		}
		if err := out.Write(row); err != nil {
			return fmt.Errorf("write contacts: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write contacts: %w", err)
	}
	return nil
}

// csvHeader begins with a column that is rarely filled, so that a program that
// takes the byte order mark for part of the first name loses little.
func csvHeader() []string {
	header := []string{
		"Name Prefix", "First Name", "Middle Name", "Last Name", "Name Suffix",
		"Phonetic First Name", "Phonetic Middle Name", "Phonetic Last Name",
		"Nickname", "Maiden Name", "File As",
		"Organization Name", "Organization Title", "Organization Department",
		"Birthday", "Notes", "Photo", "Labels", "Language",
	}
	add := func(n int, kind string, parts ...string) {
		for i := 1; i <= n; i++ {
			for _, part := range parts {
				header = append(header, fmt.Sprintf("%s %d - %s", kind, i, part))
			}
		}
	}
	add(csvEmails, "E-mail", "Label", "Value")
	add(csvPhones, "Phone", "Label", "Value")
	add(csvAddresses, "Address", "Label", "Street", "Extended Address", "City", "Region", "Postal Code", "Country")
	add(csvWebsites, "Website", "Label", "Value")
	add(csvIdentities, "IM", "Label", "Service", "Value")
	add(csvRelations, "Relation", "Label", "Value")
	add(csvCustom, "Custom Field", "Label", "Value")
	return header
}

func csvRow(c Contact) []string {
	n := c.Name
	organisation := c.Organisation
	if c.IsOrganisation {
		organisation = cmp.Or(c.Organisation, n.Display)
		n.Display = ""
	}
	given := n.Given
	if given == "" && n.Family == "" {
		given = n.Display
	}
	row := []string{
		n.Title, given, n.Middle, csvJoinNonEmpty(" ", n.Particle, n.Family), n.Suffix,
		"", "", n.Phonetic, n.Nickname, n.Former, n.Display,
		organisation, c.JobTitle, strings.Join(c.Units, " "+csvMultiSeparator+" "),
		csvBirthday(c.Birthday), c.Note, c.PhotoURL, strings.Join(c.Categories, " "+csvMultiSeparator+" "), c.Language,
	}
	row = slices.Grow(row, 100)
	row = csvAppendPoints(row, c, domain.PointEmail, csvEmails)
	row = csvAppendPoints(row, c, domain.PointPhone, csvPhones)
	row = csvAppendAddresses(row, c)
	row = csvAppendPoints(row, c, domain.PointURL, csvWebsites)
	row = csvAppendPoints(row, c, domain.PointIdentity, csvIdentities)
	row = csvAppendRelations(row, c)
	return csvAppendCustom(row, c)
}

// csvBirthday writes a day without a year as Google does, with a blank before
// it, which keeps spreadsheets from calculating it.
func csvBirthday(d domain.PartialDate) string {
	if d.Year == 0 && d.Month != 0 {
		return " " + csvIsoText(d)
	}
	return csvIsoText(d)
}

func csvPointsOf(c Contact, kind domain.PointKind) []domain.ContactPoint {
	var points []domain.ContactPoint
	for _, p := range c.Points {
		if p.Kind == kind || kind == domain.PointURL && p.Kind == domain.PointDomain {
			points = append(points, p)
		}
	}
	return points
}

func csvAppendPoints(row []string, c Contact, kind domain.PointKind, columns int) []string {
	points := csvPointsOf(c, kind)
	for i := range columns {
		var p domain.ContactPoint
		if i < len(points) {
			p = points[i]
		}
		value := p.Value
		if i == columns-1 && len(points) > columns {
			for _, further := range points[columns:] {
				value = csvJoinNonEmpty(" "+csvMultiSeparator+" ", value, further.Value)
			}
		}
		row = append(row, csvGoogleLabel(p))
		if kind == domain.PointIdentity {
			row = append(row, p.Service)
		}
		row = append(row, value)
	}
	return row
}

func csvAppendAddresses(row []string, c Contact) []string {
	points := csvPointsOf(c, domain.PointAddress)
	for i := range csvAddresses {
		var p domain.ContactPoint
		var a domain.Address
		if i < len(points) && points[i].Address != nil {
			p, a = points[i], *points[i].Address
		}
		row = append(row, csvGoogleLabel(p), a.Street, a.Extended, a.City, a.Region, a.PostCode, a.Country)
	}
	return row
}

func csvAppendRelations(row []string, c Contact) []string {
	for i := range csvRelations {
		var r Relation
		if i < len(c.Relations) {
			r = c.Relations[i]
		}
		row = append(row, r.Kind, r.Name)
	}
	return row
}

// csvAppendCustom writes what has no column of its own.
func csvAppendCustom(row []string, c Contact) []string {
	type pair struct{ label, value string }
	var pairs []pair
	add := func(label, value string) {
		if value != "" {
			pairs = append(pairs, pair{label, value})
		}
	}
	add("UID", c.UID)
	add("Role", c.Role)
	add("Connected On", c.Connected)
	for _, name := range slices.Sorted(maps.Keys(c.Extra)) {
		add(name, c.Extra[name])
	}
	for i := range csvCustom {
		var p pair
		if i < len(pairs) {
			p = pairs[i]
		}
		if i == csvCustom-1 && len(pairs) > csvCustom {
			for _, further := range pairs[csvCustom:] {
				p.value += "\n" + further.label + ": " + further.value
			}
		}
		row = append(row, p.label, p.value)
	}
	return row
}

var csvGoogleLabels = map[string]string{
	"work": "Work", "home": "Home", "mobile": "Mobile", "fax": "Work Fax", "home fax": "Home Fax",
	"other": "Other", "main": "Main", "pager": "Pager",
}

// csvGoogleLabel writes a label as Google does: "Work", "Home Fax", and "* " before
// the preferred one.
func csvGoogleLabel(p domain.ContactPoint) string {
	label := cmp.Or(csvGoogleLabels[p.Label], p.Label)
	if p.Preferred {
		return "* " + label
	}
	return label
}

var (
	// csvFormulaStart is what a spreadsheet may take for the beginning of a formula,
	// also behind the apostrophes of an earlier guard.
	csvFormulaStart = regexp.MustCompile(`^'*[=+\-@\t\r＝＋－＠]`)
	// csvHarmlessStart are phone numbers, which hold no letters and no operators
	// that could call anything.
	csvHarmlessStart = regexp.MustCompile(`^\+[0-9][0-9 ()/.\-\x{A0}]*$`)
	// csvInnerFormula is a function call or a command behind a semicolon or a
	// line end. A spreadsheet set to semicolons, as in German, takes the commas
	// and quotes of the file for text and begins a cell there.
	csvInnerFormula = regexp.MustCompile(`([;\n\r])(` + csvCall + `)`)
	csvInnerGuarded = regexp.MustCompile(`([;\n\r])'(` + csvCall + `)`)
)

// csvFormulaBytes are the first bytes that csvFormulaStart can match, of the
// wide forms the first of three.
const csvFormulaBytes = "'=+-@\t\r\xEF"

const csvCall = `'*[=+\-@＝＋－＠][^;\n\r]*(?:[\pL\d._]\(|\|)[^;\n\r]*`

// csvGuarded makes a cell safe to open in a spreadsheet.
func csvGuarded(cell string) string {
	if cell == "" {
		return ""
	}
	if strings.ContainsAny(cell, ";\n\r") {
		cell = csvInnerFormula.ReplaceAllString(cell, "$1'$2")
	}
	if strings.IndexByte(csvFormulaBytes, cell[0]) < 0 || !csvFormulaStart.MatchString(cell) || csvHarmlessStart.MatchString(cell) {
		return cell
	}
	return "'" + cell
}

// csvUnguarded takes back what csvGuarded did.
func csvUnguarded(cell string) string {
	if cell[0] == '\'' && csvFormulaStart.MatchString(cell) {
		cell = cell[1:]
	}
	if strings.LastIndexByte(cell, '\'') > 0 {
		cell = csvInnerGuarded.ReplaceAllString(cell, "$1$2")
	}
	return cell
}
