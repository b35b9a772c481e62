package importer

import (
	"context"
	"os"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/exchange"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// columns says what the columns of a table mean, and shows what becomes of its
// first rows.
type columns struct {
	page    *page
	at      int // the file
	loader  *kit.Loader
	content *kit.Column
	table   *kit.Column
	preview *kit.Column
	empty   bool // columns without values are shown too
}

const (
	previewRows  = 5
	previewWidth = 320
	fieldWidth   = 220
	headerWidth  = 190
)

func newColumns(p *page, at int) *columns {
	c := &columns{page: p, at: at, loader: kit.NewLoader(p.desk.Async), content: kit.NewColumn(12), table: kit.NewColumn(4), preview: kit.NewColumn(4)}
	c.build()
	c.loadPreview()
	return c
}

func (c *columns) file() *file { return &c.page.files[c.at] }

func (c *columns) build() {
	c.fill()
	right := kit.NewFixed(previewWidth, kit.NewColumn(4, kit.NewSectionHeader(i18n.T("importer.preview")), c.preview))
	left := kit.NewColumn(8, kit.NewSectionHeader(i18n.T("importer.columns")), c.table)
	c.content.SetObjects(kit.NewHairline(), c.form(), kit.NewLine(24, left, right).Grow(left).Top())
}

// form shows how the file is written; where it was recognised wrongly, another
// way can be chosen.
func (c *columns) form() fyne.CanvasObject {
	f := c.file()
	var encodings []kit.Option
	for _, e := range []exchange.Encoding{
		exchange.EncodingUTF8, exchange.EncodingUTF8BOM, exchange.EncodingWindows1252, exchange.EncodingUTF16LE, exchange.EncodingUTF16BE,
	} {
		encodings = append(encodings, kit.Option{Value: string(e), Label: i18n.T("import.encoding." + string(e))})
	}
	encoding := kit.NewSelect(encodings, string(f.table.Encoding), func(value string) {
		c.reread(exchange.Encoding(value), f.mapping.Dialect)
	})
	var separators []kit.Option
	for _, s := range []string{",", ";", "\t", "|"} {
		separators = append(separators, kit.Option{Value: s, Label: i18n.T("importer.separator." + separatorNames[s])})
	}
	separator := kit.NewSelect(separators, f.table.Dialect.Separator, func(value string) {
		dialect := f.table.Dialect
		dialect.Separator = value
		c.reread(f.mapping.Encoding, &dialect)
	})
	var orders []kit.Option
	for _, o := range []exchange.DateOrder{exchange.DateOrderUnknown, exchange.DayFirst, exchange.MonthFirst} {
		orders = append(orders, kit.Option{Value: string(o), Label: i18n.T("import.date-order." + orUnknown(string(o)))})
	}
	order := kit.NewSelect(orders, string(f.mapping.DateOrder), func(value string) {
		f.mapping.DateOrder = exchange.DateOrder(value)
		c.loadPreview()
	})
	save := kit.NewButton(kit.Quiet, i18n.T("importer.profile.save"), c.saveProfile)
	save.Tooltip = i18n.T("importer.profile.hint")
	return kit.NewFlow(12,
		labelled("importer.encoding", encoding, 230), labelled("importer.separator", separator, 130),
		labelled("importer.dates", order, 210), save)
}

func labelled(key string, input fyne.CanvasObject, width float32) fyne.CanvasObject {
	return kit.NewLine(8, kit.NewText(kit.Secondary, i18n.T(key)), kit.NewFixed(width, input))
}

var separatorNames = map[string]string{",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

// fill lists the columns: what the file calls them, some of their values, and
// what they mean. Columns without values only get in the way.
func (c *columns) fill() {
	f := c.file()
	var rows []fyne.CanvasObject
	hidden := 0
	for i, column := range f.mapping.Columns {
		values := samples(f.table, i)
		if values == "" && !c.empty {
			hidden++
			continue
		}
		rows = append(rows, c.row(i, column, values))
	}
	if hidden > 0 {
		rows = append(rows, kit.NewLine(0, kit.NewButton(kit.Plain, i18n.N("importer.columns.empty", hidden), func() {
			c.empty = true
			c.fill()
		})))
	}
	c.table.SetObjects(rows...)
}

func (c *columns) row(i int, column exchange.Column, values string) fyne.CanvasObject {
	name := kit.NewText(kit.Strong, column.Header)
	name.Shrink = true
	said := kit.NewText(kit.Secondary, values)
	said.Shrink = true
	meaning := kit.NewSelect(fieldOptions(), string(column.Field), func(value string) { c.mean(i, exchange.Field(value)) })
	return kit.NewLine(12, kit.NewFixed(headerWidth, name), said, kit.NewFixed(fieldWidth, meaning)).Grow(said)
}

func fieldOptions() []kit.Option {
	options := make([]kit.Option, len(exchange.Fields))
	for i, field := range exchange.Fields {
		options[i] = kit.Option{Value: string(field), Label: i18n.T("import.field." + string(field))}
	}
	return options
}

// mostSamples is how many different values of a column are shown.
const mostSamples = 3

func samples(t exchange.Table, column int) string {
	var values []string
	seen := map[string]bool{}
	for _, row := range t.Sample {
		if column >= len(row) || len(values) == mostSamples {
			continue
		}
		value := strings.Join(strings.Fields(row[column]), " ")
		if value != "" && !seen[value] {
			seen[value] = true
			values = append(values, value)
		}
	}
	return strings.Join(values, " · ")
}

func (c *columns) mean(i int, field exchange.Field) {
	f := c.file()
	f.mapping.Columns = setField(f.mapping.Columns, i, field)
	c.loadPreview()
}

// reread reads the file in another encoding or with another separator; the
// meanings are proposed anew, for the columns are others now.
func (c *columns) reread(encoding exchange.Encoding, dialect *exchange.Dialect) {
	f := *c.file()
	kit.Load(context.Background(), c.loader, func(context.Context) (file, error) {
		in, err := os.Open(f.path)
		if err != nil {
			return f, err
		}
		defer in.Close()
		if f.table, err = exchange.PeekCSVAs(in, encoding, dialect); err != nil {
			return f, err
		}
		f.mapping, _ = exchange.Propose(f.table.Header, f.table.Sample)
		f.mapping.Encoding, f.mapping.Dialect = encoding, dialect
		return f, nil
	}, func(read file, err error) {
		if err != nil {
			c.page.fail(err)
			return
		}
		*c.file() = read
		c.build()
		c.loadPreview()
	})
}

func (c *columns) loadPreview() {
	f := *c.file()
	kit.Load(context.Background(), c.loader, func(context.Context) (exchange.CSVPreview, error) {
		in, err := os.Open(f.path)
		if err != nil {
			return exchange.CSVPreview{}, err
		}
		defer in.Close()
		return exchange.Preview(in, f.mapping, previewRows)
	}, func(preview exchange.CSVPreview, err error) {
		if err != nil {
			said := kit.NewParagraph(kit.Secondary, workspace.Explain(err))
			said.SetColor(kit.ColorLate)
			c.preview.SetObjects(said)
			return
		}
		c.showPreview(preview)
	})
}

func (c *columns) showPreview(preview exchange.CSVPreview) {
	var rows []fyne.CanvasObject
	for _, contact := range preview.Contacts {
		rows = append(rows, contactCard(contact))
	}
	for _, rejected := range preview.Rejected {
		said := kit.NewParagraph(kit.Secondary, i18n.T("importer.line", rejected.Line)+": "+i18n.T(rejected.Reason.Key, rejected.Reason.Args...))
		said.SetColor(kit.ColorLate)
		rows = append(rows, kit.NewCard(kit.NewPadded(2, 4, 2, 4, said)))
	}
	if len(rows) == 0 {
		rows = append(rows, kit.NewParagraph(kit.Secondary, i18n.T("importer.preview.none")))
	}
	c.preview.SetObjects(rows...)
}

// contactCard is what becomes of a row of the table.
func contactCard(contact exchange.Contact) fyne.CanvasObject {
	face := kit.Face{ID: contact.UID + contactName(contact), Name: contactName(contact)}
	if contact.IsOrganisation {
		face.Kind = kit.OrganisationFace
	}
	name := kit.NewText(kit.Strong, contactName(contact))
	name.Shrink = true
	words := kit.NewColumn(0, name)
	for _, line := range contactLines(contact) {
		words.Add(kit.NewParagraph(kit.Secondary, line))
	}
	return kit.NewCard(kit.NewPadded(2, 4, 2, 4, kit.NewLine(10, kit.NewFixed(kit.FaceList, kit.NewColumn(0, kit.NewAvatar(kit.FaceList, face))), words).Grow(words).Top()))
}

func contactName(contact exchange.Contact) string {
	if name := contact.Name.Full(); name != "" && !contact.IsOrganisation {
		return name
	}
	if contact.Organisation != "" {
		return contact.Organisation
	}
	for _, point := range contact.Points {
		if point.Value != "" {
			return point.Value
		}
	}
	return i18n.T("importer.nameless")
}

func contactLines(contact exchange.Contact) []string {
	var lines []string
	work := make([]string, 0, 2)
	if contact.JobTitle != "" {
		work = append(work, contact.JobTitle)
	}
	if contact.Organisation != "" && !contact.IsOrganisation {
		work = append(work, contact.Organisation)
	}
	if len(work) > 0 {
		lines = append(lines, strings.Join(work, " · "))
	}
	for _, point := range contact.Points {
		text := workspace.ValueText(domain.Value{Point: &point})
		if text != "" {
			lines = append(lines, text)
		}
	}
	if len(contact.Categories) > 0 {
		lines = append(lines, "#"+strings.Join(contact.Categories, " #"))
	}
	return lines
}

// saveProfile keeps the meanings for other files with the same header.
func (c *columns) saveProfile() {
	mapping := c.file().mapping
	c.page.desk.Run(func(context.Context) error { return c.page.desk.Workspace.SaveMapping(mapping) }, func() {
		c.page.desk.Shell.Toast(kit.Toast{Text: i18n.T("importer.profile.saved"), Tone: kit.Good})
	})
}
