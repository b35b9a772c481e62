package exchange

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"kontor/domain"
)

// csvMultiSeparator stands between several values in one cell, as Google writes it.
const csvMultiSeparator = ":::"

// csvContactOf reads one row. A value that does not fit its field is kept in Extra
// under the name of its column.
func csvContactOf(m Mapping, fields []string) Contact {
	b := csvContactBuilder{mapping: m}
	for i, value := range fields {
		if value != "" {
			b.take(m.Columns[i], csvUnguarded(value))
		}
	}
	return b.finish()
}

// csvContactBuilder collects the cells of one row, in the order of the columns.
type csvContactBuilder struct {
	mapping  Mapping
	c        Contact
	points   []csvPointCells
	phonetic []csvNumbered
	relation []csvLabelled
	custom   []csvLabelled
	year     string
	month    string
	day      string
}

// csvPointCells are the cells of one contact point, or of several where a cell
// holds more than one.
type csvPointCells struct {
	kind      domain.PointKind
	n         int
	value     string
	label     string
	service   string
	column    string
	address   domain.Address
	number    string   // house number
	postBox   string   //
	formatted string   // address in one cell
	extended  []string // second and third line of the street
}

type csvNumbered struct {
	n    int
	text string
}

type csvLabelled struct {
	n     int
	label string
	value string
}

func (b *csvContactBuilder) take(column Column, value string) {
	c, name := &b.c, &b.c.Name
	switch column.Field {
	case FieldIgnore:
	case FieldTitle:
		b.title(column, value)
	case FieldGiven:
		name.Given = value
	case FieldMiddle:
		name.Middle = value
	case FieldParticle:
		name.Particle = value
	case FieldFamily:
		name.Family = value
		if before, after, found := strings.Cut(value, ", "); found && b.mapping.Source == SourceLinkedIn {
			name.Family, name.Suffix = before, after // "Schumann, PhD"
		}
	case FieldSuffix:
		name.Suffix = value
	case FieldPhonetic:
		b.phonetic = append(b.phonetic, csvNumbered{column.N, value})
	case FieldNickname:
		name.Nickname = value
	case FieldFormer:
		name.Former = value
	case FieldDisplay:
		name.Display = csvOneLine(value)
	case FieldOrganisation:
		c.Organisation = csvOneLine(value)
	case FieldDepartment:
		c.Units = append(c.Units, csvSplitMulti(value)...)
	case FieldJobTitle:
		c.JobTitle = value
	case FieldRole:
		c.Role = value
	case FieldNote:
		c.Note = csvJoinNonEmpty("\n", c.Note, value)
	case FieldTags:
		c.Categories = csvAppendTags(c.Categories, value)
	case FieldUID:
		c.UID = value
	case FieldBirthday:
		b.birthday(column, value)
	case FieldBirthYear:
		b.year = value
	case FieldBirthMonth:
		b.month = value
	case FieldBirthDay:
		b.day = value
	case FieldLanguage:
		b.language(column, value)
	case FieldConnected:
		b.connected(column, value)
	case FieldPhotoURL:
		if csvLooksLikeURL(value) {
			c.PhotoURL = value
		} else {
			b.extra(column, value)
		}
	case FieldRelation:
		l := csvFindLabelled(&b.relation, column.N)
		l.value, l.label = value, cmp.Or(l.label, column.Name)
	case FieldRelationLabel:
		csvFindLabelled(&b.relation, column.N).label = value
	case FieldCustom:
		if column.N == 0 {
			b.extra(column, value)
		} else {
			csvFindLabelled(&b.custom, column.N).value = value
		}
	case FieldCustomLabel:
		csvFindLabelled(&b.custom, column.N).label = value
	default:
		b.point(column, value)
	}
}

// point takes a cell of a contact point.
func (b *csvContactBuilder) point(column Column, value string) {
	p := b.cells(csvPointKindOf(column.Field), column.N)
	switch column.Field {
	case FieldEmail, FieldPhone, FieldURL, FieldIdentity:
		p.value, p.column = csvJoinNonEmpty(" "+csvMultiSeparator+" ", p.value, value), column.Header
		p.label, p.service = cmp.Or(p.label, column.Label), cmp.Or(p.service, column.Service)
	case FieldEmailLabel, FieldPhoneLabel, FieldURLLabel, FieldIdentityLabel, FieldAddressLabel:
		p.label = value
	case FieldIdentityService:
		p.service = value
	case FieldStreet:
		p.address.Street, p.label = value, cmp.Or(p.label, column.Label)
	case FieldHouseNumber:
		p.number = value
	case FieldExtended:
		p.extended = append(p.extended, value)
	case FieldPostBox:
		p.postBox = csvPostBox(column.Header, value)
	case FieldPostCode:
		p.address.PostCode = value
	case FieldCity:
		p.address.City = value
	case FieldRegion:
		p.address.Region = value
	case FieldCountry:
		p.address.Country = value
	case FieldAddressFormatted:
		p.formatted = value
	}
	if p.kind == domain.PointAddress {
		p.label = cmp.Or(p.label, column.Label)
	}
}

func csvPointKindOf(f Field) domain.PointKind {
	switch f {
	case FieldEmail, FieldEmailLabel:
		return domain.PointEmail
	case FieldPhone, FieldPhoneLabel:
		return domain.PointPhone
	case FieldURL, FieldURLLabel:
		return domain.PointURL
	case FieldIdentity, FieldIdentityService, FieldIdentityLabel:
		return domain.PointIdentity
	}
	return domain.PointAddress
}

func (b *csvContactBuilder) cells(kind domain.PointKind, n int) *csvPointCells {
	for i := range b.points {
		if b.points[i].kind == kind && b.points[i].n == n {
			return &b.points[i]
		}
	}
	b.points = append(b.points, csvPointCells{kind: kind, n: n})
	return &b.points[len(b.points)-1]
}

func (b *csvContactBuilder) finish() Contact {
	c := &b.c
	b.finishName()
	if c.Name.Display == c.Organisation {
		c.Name.Display = "" // a company that a program lists under its name
	}
	for i := range b.points {
		b.finishPoint(&b.points[i])
	}
	for _, r := range b.relation {
		if r.value != "" {
			c.Relations = append(c.Relations, Relation{Kind: csvRelationKind(r.label), Name: r.value})
		}
	}
	for _, l := range b.custom {
		if l.value != "" {
			b.labelledExtra(l)
		}
	}
	if c.Birthday.IsZero() && b.year+b.month+b.day != "" {
		if d, ok := csvDateOf(b.year, b.month, b.day); ok {
			c.Birthday = d
		} else {
			b.extra(Column{Name: "Birthday"}, csvJoinNonEmpty("-", b.year, b.month, b.day))
		}
	}
	c.IsOrganisation = c.Organisation != "" && csvNameIsEmpty(c.Name)
	return *c
}

// finishName keeps the display name only where the parts are missing, and moves
// "von", "van der" … from the family name into the particle.
func (b *csvContactBuilder) finishName() {
	n := &b.c.Name
	if n.Given == n.Display && n.Family == "" && n.Middle == "" {
		n.Given = "" // a name whose parts are not known, as WriteCSV puts it down
	}
	if n.Given != "" || n.Family != "" {
		n.Display = ""
	}
	if n.Particle == "" {
		n.Particle, n.Family = csvSplitParticle(n.Family)
	}
	slices.SortStableFunc(b.phonetic, func(x, y csvNumbered) int { return cmp.Compare(x.n, y.n) })
	for _, p := range b.phonetic {
		n.Phonetic = csvJoinNonEmpty(" ", n.Phonetic, p.text)
	}
}

func (b *csvContactBuilder) finishPoint(p *csvPointCells) {
	label, preferred := csvPointLabel(p.label)
	point := domain.ContactPoint{Kind: p.kind, Label: label, Service: csvServiceName(p.service), Preferred: preferred}
	if p.kind == domain.PointAddress {
		if a := p.finishAddress(); a != (domain.Address{}) {
			point.Address = &a
			b.c.Points = append(b.c.Points, point)
		}
		return
	}
	for _, value := range csvSplitMulti(p.value) {
		for _, part := range csvSplitValues(p.kind, value) {
			b.addPoint(point, part, p.column)
			point.Preferred = false
		}
	}
}

// addPoint adds a value unless it is there already.
func (b *csvContactBuilder) addPoint(point domain.ContactPoint, value, column string) {
	if point.Kind == domain.PointEmail {
		value = csvEmailIn(value)
	}
	switch {
	case value == "": // a label without a value
		return
	case point.Kind == domain.PointEmail && !strings.Contains(value, "@"):
		b.extra(Column{Name: column}, value) // such as the X.500 names of Exchange
		return
	case point.Kind == domain.PointPhone && csvRounded.MatchString(value):
		b.extra(Column{Name: column}, value)
		return
	}
	point.Value = value
	for _, p := range b.c.Points {
		if p.Kind == point.Kind && p.Service == point.Service && strings.EqualFold(p.Value, value) {
			return
		}
	}
	b.c.Points = append(b.c.Points, point)
}

func (p *csvPointCells) finishAddress() domain.Address {
	a := p.address
	a.Street = csvJoinNonEmpty(" ", a.Street, p.number)
	a.Extended = csvJoinNonEmpty(", ", append(p.extended, p.postBox)...)
	if a == (domain.Address{}) && p.formatted != "" {
		a.Street = p.formatted
	}
	return a
}

// title separates forms of address, which are no titles, from academic titles.
func (b *csvContactBuilder) title(column Column, value string) {
	var title []string
	for _, word := range strings.Fields(value) {
		if csvIsFormOfAddress(word) {
			b.extra(Column{Name: column.Header}, word)
			continue
		}
		title = append(title, word)
	}
	b.c.Name.Title = csvJoinNonEmpty(" ", b.c.Name.Title, strings.Join(title, " "))
}

func (b *csvContactBuilder) birthday(column Column, value string) {
	if csvIsNoDate(value) {
		return
	}
	if d, ok := csvParseDate(value, b.mapping.DateOrder); ok {
		b.c.Birthday = d
		return
	}
	b.extra(column, value)
}

func (b *csvContactBuilder) connected(column Column, value string) {
	if csvIsNoDate(value) {
		return
	}
	if d, ok := csvParseDate(value, b.mapping.DateOrder); ok && d.Year != 0 && d.Day != 0 {
		b.c.Connected = csvIsoText(d)
		return
	}
	b.extra(column, value)
}

func (b *csvContactBuilder) language(column Column, value string) {
	if tag, known := csvLanguageNames[csvHeaderWords(value)]; known {
		b.c.Language = tag
		return
	}
	if tag, err := language.Parse(value); err == nil && len(value) <= 12 {
		b.c.Language = tag.String()
		return
	}
	b.extra(column, value)
}

var csvLanguageNames = map[string]string{
	"deutsch": "de", "german": "de", "englisch": "en", "english": "en", "franzoesisch": "fr", "french": "fr",
	"italienisch": "it", "italian": "it", "spanisch": "es", "spanish": "es", "polnisch": "pl", "polish": "pl",
	"niederlaendisch": "nl", "dutch": "nl", "tuerkisch": "tr", "turkish": "tr", "russisch": "ru", "russian": "ru",
}

// labelledExtra takes a custom field whose name stands in a cell of its own.
func (b *csvContactBuilder) labelledExtra(l csvLabelled) {
	label := strings.TrimPrefix(l.label, "* ")
	if words := csvHeaderWords(label); words == "connected on" {
		b.connected(Column{Name: label}, l.value)
		return
	} else if words == "role" && b.c.Role == "" {
		b.c.Role = l.value
		return
	} else if words == "uid" && b.c.UID == "" {
		b.c.UID = l.value
		return
	}
	b.extra(Column{Name: cmp.Or(label, "#"+strconv.Itoa(l.n))}, l.value)
}

func (b *csvContactBuilder) extra(column Column, value string) {
	if b.mapping.Source == SourceOutlook && csvSaysNothing(value) {
		return
	}
	if b.c.Extra == nil {
		b.c.Extra = map[string]string{}
	}
	name := cmp.Or(column.Name, column.Header)
	b.c.Extra[name] = csvJoinNonEmpty("\n", b.c.Extra[name], value)
}

func csvFindLabelled(list *[]csvLabelled, n int) *csvLabelled {
	for i := range *list {
		if (*list)[i].n == n {
			return &(*list)[i]
		}
	}
	*list = append(*list, csvLabelled{n: n})
	return &(*list)[len(*list)-1]
}
