package exchange

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Propose suggests what the columns of a file mean: by the headers of the
// known programs, else by the words of the header in German and English, else
// by what the values of the sample look like. It also says who wrote the file.
func Propose(header []string, sample [][]string) (Mapping, Source) {
	p := csvProposal{header: header, sample: sample, meanings: make([]csvHeaderMeaning, len(header))}
	for i, cell := range header {
		p.meanings[i] = csvClassifyHeader(cell)
	}
	source := p.source()
	p.resolveByNeighbours(source)
	p.resolveBySample()
	m := Mapping{Source: source, Columns: p.columns()}
	m.DateOrder = p.dateOrder(source, m.Columns)
	return m, source
}

type csvProposal struct {
	header   []string
	sample   [][]string
	meanings []csvHeaderMeaning
}

// source recognises the program by the columns that only it writes.
func (p *csvProposal) source() Source {
	words := map[string]bool{}
	for _, cell := range p.header {
		words[csvHeaderWords(cell)] = true
	}
	count := func(names ...string) (n int) {
		for _, name := range names {
			if words[name] {
				n++
			}
		}
		return n
	}
	switch {
	case count("connected on", "first name", "last name") == 3,
		count("url", "position", "company", "first name", "email address") == 5:
		return SourceLinkedIn
	case count("primary email", "secondary email", "screen name", "work zipcode", "birth year", "web page 1") >= 2,
		count("primaere email adresse", "sekundaere email adresse", "messenger name", "tel dienstlich", "geburtsjahr", "webseite 1") >= 2:
		return SourceThunderbird
	case count("given name", "family name") > 0 &&
		count("group membership", "email 1 value", "email 1 type", "phone 1 value", "yomi name") > 0:
		return SourceGoogleOld
	case count("labels", "email 1 label", "email 1 value", "phone 1 label", "phone 1 value", "organization name", "file as") >= 2:
		return SourceGoogle
	case count("email address", "email type", "email 2 address", "business phone", "business street", "business fax",
		"mobile phone", "web page", "country region", "business country region", "given yomi") >= 2,
		count("email adresse", "email typ", "telefon geschaeftlich", "strasse geschaeftlich", "fax geschaeftlich", "mobiltelefon",
			"weitere vornamen", "ort geschaeftlich", "position", "telefon privat") >= 3:
		return SourceOutlook
	}
	return SourceOther
}

// resolveByNeighbours settles the words whose meaning depends on the program
// and on the other columns.
func (p *csvProposal) resolveByNeighbours(source Source) {
	has := func(f Field) bool {
		return slices.ContainsFunc(p.meanings, func(m csvHeaderMeaning) bool { return m.field == f })
	}
	hasJobTitle := has(FieldJobTitle)
	for i := range p.meanings {
		words := csvHeaderWords(p.header[i])
		switch {
		case words == "title":
			// Outlook and Google write the academic title there, others the job.
			p.meanings[i].field = FieldTitle
			if source == SourceOther && !hasJobTitle && !p.mostly(i, csvIsHonorific) {
				p.meanings[i].field = FieldJobTitle
			}
		case words == "name" && has(FieldGiven) && !has(FieldFamily):
			p.meanings[i].field = FieldFamily // "Name; Vorname"
		case words == "geburtstag" && has(FieldBirthYear):
			p.meanings[i].field = FieldBirthDay // Thunderbird: the day of the month
		case source == SourceOutlook && slices.Contains([]string{
			"ort", "location", "stichwoerter", "keywords", "beruf", "profession", "benutzername",
		}, words):
			p.meanings[i] = csvHeaderMeaning{field: FieldCustom}
		case source == SourceLinkedIn && words == "url":
			p.meanings[i] = csvHeaderMeaning{field: FieldIdentity, service: "linkedin"}
		case source == SourceThunderbird && p.meanings[i].field == FieldURL:
			p.meanings[i].label = map[string]string{"1": "work", "2": "home"}[words[len(words)-1:]]
		}
	}
}

// resolveBySample looks at the values where the header says nothing, and where
// the values contradict it.
func (p *csvProposal) resolveBySample() {
	for i, m := range p.meanings {
		switch {
		case m.field != "" && m.field != FieldDisplay && m.field != FieldURL:
			continue
		case p.mostly(i, csvLooksLikeEmail):
			p.meanings[i] = csvHeaderMeaning{field: FieldEmail}
		case m.field != "":
			continue
		case p.mostly(i, csvLooksLikePhone):
			p.meanings[i] = csvHeaderMeaning{field: FieldPhone}
		case p.mostly(i, csvLooksLikeURL):
			p.meanings[i] = csvHeaderMeaning{field: FieldURL}
		case csvIsNumberedHeader(p.header[i], i):
			p.meanings[i].field = p.guessUnnamed(i)
		}
	}
}

// guessUnnamed is for files without a header: the first column of words is
// taken for the name, dates for birthdays. The person sees and corrects it.
func (p *csvProposal) guessUnnamed(i int) Field {
	taken := func(f Field) bool {
		return slices.ContainsFunc(p.meanings, func(m csvHeaderMeaning) bool { return m.field == f })
	}
	switch {
	case p.mostly(i, csvLooksLikeDate) && !taken(FieldBirthday):
		return FieldBirthday
	case p.mostly(i, csvLooksLikeName) && !taken(FieldDisplay):
		return FieldDisplay
	}
	return FieldCustom
}

// mostly reports whether at least six in ten of the filled cells of a column
// are so.
func (p *csvProposal) mostly(column int, is func(string) bool) bool {
	filled, hits := 0, 0
	for _, row := range p.sample {
		if column < len(row) && row[column] != "" {
			filled++
			if is(row[column]) {
				hits++
			}
		}
	}
	return filled > 0 && hits*10 >= filled*6
}

// columns numbers what belongs together and lets only one column fill a field
// that a contact has once.
func (p *csvProposal) columns() []Column {
	columns := make([]Column, len(p.header))
	counts := map[Field]int{}
	groups := map[string]int{}
	filled := map[string]bool{}
	for i, m := range p.meanings {
		c := Column{Header: p.header[i], Field: m.field, N: m.n, Label: m.label, Service: m.service, Name: m.name}
		switch {
		case c.Field == "":
			c.Field = FieldCustom
		case c.Field == FieldEmail || c.Field == FieldPhone || c.Field == FieldURL ||
			c.Field == FieldIdentity || c.Field == FieldRelation:
			if c.N == 0 {
				counts[c.Field]++
				c.N = counts[c.Field]
			}
		case csvIsAddressField(c.Field):
			if _, known := groups[m.group]; !known {
				groups[m.group] = len(groups) + 1
			}
			c.N = groups[m.group]
			if c.Field != FieldExtended && p.taken(filled, c) {
				c = Column{Header: c.Header, Field: FieldCustom}
			}
		case csvIsSingleField(c.Field) && p.taken(filled, c):
			c = Column{Header: c.Header, Field: FieldCustom}
		}
		if strings.TrimSpace(c.Header) == "" && !p.mostly(i, func(string) bool { return true }) {
			c = Column{Field: FieldIgnore} // a separator too many
		}
		if c.Field == FieldCustom && c.N == 0 && c.Name == "" {
			c.Name = cmp.Or(strings.TrimSpace(c.Header), "#"+strconv.Itoa(i+1))
		}
		columns[i] = c
	}
	return csvSeparateLabelGroups(columns, p.header)
}

func (p *csvProposal) taken(filled map[string]bool, c Column) bool {
	key := string(c.Field) + " " + strconv.Itoa(c.N)
	if filled[key] {
		return true
	}
	filled[key] = true
	return false
}

// csvSeparateLabelGroups keeps apart the columns that all become custom fields
// with a label of their own: "Event 1 - Value", "Custom Field 1 - Value", …
func csvSeparateLabelGroups(columns []Column, header []string) []Column {
	numbers := map[string]int{}
	for i, c := range columns {
		if (c.Field == FieldCustom || c.Field == FieldCustomLabel) && c.N > 0 {
			group := csvHeaderWords(header[i])
			group = group[:strings.LastIndexByte(group, ' ')]
			if numbers[group] == 0 {
				numbers[group] = len(numbers) + 1
			}
			columns[i].N = numbers[group]
		}
	}
	return columns
}

func csvIsSingleField(f Field) bool {
	switch f {
	case FieldGiven, FieldFamily, FieldMiddle, FieldDisplay, FieldSuffix, FieldParticle, FieldNickname, FieldFormer,
		FieldOrganisation, FieldDepartment, FieldJobTitle, FieldRole, FieldBirthday, FieldBirthYear, FieldBirthMonth,
		FieldBirthDay, FieldLanguage, FieldConnected, FieldUID, FieldPhotoURL, FieldPhonetic:
		return true
	}
	return false
}

func csvIsAddressField(f Field) bool { return strings.HasPrefix(string(f), "address.") }

// dateOrder decides what 3/4/1980 means: by a date in the sample that can only
// be read one way, else by the habit of the program.
func (p *csvProposal) dateOrder(source Source, columns []Column) DateOrder {
	for i, c := range columns {
		if c.Field != FieldBirthday && c.Field != FieldConnected {
			continue
		}
		for _, row := range p.sample {
			if i < len(row) {
				if order := csvOrderOf(row[i]); order != DateOrderUnknown {
					return order
				}
			}
		}
	}
	german := slices.ContainsFunc(p.header, func(cell string) bool {
		return slices.Contains([]string{"vorname", "nachname", "geburtstag", "geburtsdatum", "firma"}, csvHeaderWords(cell))
	})
	switch {
	case german:
		return DayFirst
	case source == SourceOutlook:
		return MonthFirst
	}
	return DateOrderUnknown
}

var (
	csvEmailShape = regexp.MustCompile(`^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]{2,}$`)
	csvPhoneShape = regexp.MustCompile(`^\+?[0-9(][0-9 ()/.\-\x{2010}-\x{2015}\x{A0}]*( ?(ext|x|app|dw)\.? ?[0-9]+)?$`)
	csvUrlShape   = regexp.MustCompile(`(?i)^(https?://|www\.)\S+$`)
)

func csvLooksLikeEmail(s string) bool { return len(s) < 255 && csvEmailShape.MatchString(s) }

func csvLooksLikeURL(s string) bool { return csvUrlShape.MatchString(s) }

// csvLooksLikePhone wants enough digits, and a beginning that post codes, dates
// and customer numbers do not have.
func csvLooksLikePhone(s string) bool {
	if !csvPhoneShape.MatchString(s) || csvLooksLikeDate(s) {
		return false
	}
	digits := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	if digits < 6 || digits > 17 {
		return false
	}
	return s[0] == '+' || s[0] == '0' || s[0] == '(' || digits >= 9 && strings.ContainsAny(s, " -/")
}

func csvLooksLikeDate(s string) bool {
	d, ok := csvParseDate(s, DayFirst)
	return ok && d.Year != 0 && d.Day != 0
}

// csvLooksLikeName accepts one to five words of letters.
func csvLooksLikeName(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 5 {
		return false
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" .,-'’", r) {
			return false
		}
	}
	return true
}
