package exchange

import (
	"cmp"
	"strings"
)

// The properties of a card that are neither names nor contact points.

func (b *vcardBuilder) readOrg(p *vcardProperty) {
	parts := p.components()
	for i := range parts {
		parts[i] = oneLine(parts[i])
	}
	if b.contact.Organisation != "" {
		b.extra("ORG", strings.Trim(strings.Join(parts, "; "), "; "))
		return
	}
	b.contact.Organisation = parts[0]
	for _, unit := range parts[1:] {
		b.unit(unit)
	}
}

func (b *vcardBuilder) readUnit(p *vcardProperty) { b.unit(oneLine(p.text())) }

func (b *vcardBuilder) unit(name string) {
	if name != "" && b.isNew("unit", name) {
		b.contact.Units = append(b.contact.Units, name)
	}
}

func (b *vcardBuilder) readTitle(p *vcardProperty) {
	if b.contact.JobTitle != "" {
		b.extra("TITLE", oneLine(p.text()))
		return
	}
	b.contact.JobTitle = oneLine(p.text())
}

func (b *vcardBuilder) readRole(p *vcardProperty) {
	if b.contact.Role != "" {
		b.extra("ROLE", oneLine(p.text()))
		return
	}
	b.contact.Role = oneLine(p.text())
}

func (b *vcardBuilder) readKind(p *vcardProperty) {
	switch strings.ToUpper(p.text()) {
	case "GROUP":
		b.group = true
	case "ORG", "ORGANIZATION", "COMPANY":
		b.company = true
	}
}

func (b *vcardBuilder) readLanguage(p *vcardProperty) {
	if b.contact.Language == "" || p.preference() == 1 {
		b.contact.Language = p.text()
	}
}

func (b *vcardBuilder) readNote(p *vcardProperty) {
	if note := p.text(); note != "" {
		b.notes = append(b.notes, note)
	}
}

func (b *vcardBuilder) readCategories(p *vcardProperty) {
	for _, category := range p.list() {
		// Google puts every contact into this group.
		if !strings.EqualFold(category, "myContacts") {
			b.contact.Categories = append(b.contact.Categories, oneLine(category))
		}
	}
}

func (b *vcardBuilder) readBirthday(p *vcardProperty) {
	date, ok := parseVCardDate(p.text(), p.param("X-APPLE-OMIT-YEAR"))
	if !ok || !b.contact.Birthday.IsZero() {
		b.extra("BDAY", p.text())
		return
	}
	b.contact.Birthday = date
}

// readLabelledDate reads a date of macOS, which the label of the group explains.
func (b *vcardBuilder) readLabelledDate(p *vcardProperty) {
	label := b.label(p)
	if label == "anniversary" {
		b.anniversary(p.text())
		return
	}
	b.extra(cmp.Or(label, p.name), p.text())
}

// anniversary keeps a day that programs like to write under several names.
func (b *vcardBuilder) anniversary(day string) {
	if date, ok := parseVCardDate(day, ""); ok {
		day = dashedDate(date)
	}
	if len(b.extras["ANNIVERSARY"]) == 0 {
		b.extra("ANNIVERSARY", day)
	}
}

// readGeo brings the two ways to write a place into one.
func (b *vcardBuilder) readGeo(p *vcardProperty) {
	place := strings.TrimPrefix(p.text(), "geo:")
	if !strings.Contains(place, ",") {
		place = strings.Replace(place, ";", ",", 1)
	}
	b.extra("GEO", place)
}

// readAgent reads an AGENT whose card stands in the value, as in vCard 3.0.
// That of 2.1 follows on lines of its own.
func (b *vcardBuilder) readAgent(p *vcardProperty) {
	text := p.text()
	if name := nestedName([]byte(text)); name != "" {
		b.relate("agent", name)
	}
	b.extra("AGENT", text)
}

func (b *vcardBuilder) readRelated(p *vcardProperty) {
	kind := b.label(p)
	for _, t := range p.types() {
		if kind == "" && !strings.EqualFold(t, "PREF") {
			kind = t
			if isLettersOnly(t) {
				kind = strings.ToLower(t)
			}
		}
	}
	name := oneLine(p.text())
	if isReference(name) {
		b.extra("RELATED", name)
		return
	}
	b.relate(cmp.Or(kind, "related"), name)
}

// isReference reports whether the value points to a card instead of naming a person.
func isReference(value string) bool {
	scheme, _, ok := strings.Cut(value, ":")
	switch strings.ToLower(scheme) {
	case "urn", "http", "https", "uid", "mailto", "tel":
		return ok
	}
	return false
}

func isLettersOnly(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return s != ""
}

// readAndroid reads what Android writes for fields that vCard does not have:
// the type of the row in its database, then the columns.
func (b *vcardBuilder) readAndroid(p *vcardProperty) {
	columns := append(p.components(), "", "", "")
	kind := columns[0][strings.LastIndexByte(columns[0], '/')+1:]
	value, code, custom := columns[1], columns[2], columns[3]
	switch kind {
	case "nickname":
		b.nickname(value)
	case "relation":
		if code == "0" || code == "" {
			b.relate(cmp.Or(custom, "related"), value)
		} else {
			b.relate(cmp.Or(androidRelations[code], "related"), value)
		}
	case "contact_event":
		switch code {
		case "1":
			b.anniversary(value)
		case "3":
			if date, ok := parseVCardDate(value, ""); ok && b.contact.Birthday.IsZero() {
				b.contact.Birthday = date
			}
		default:
			b.extra(cmp.Or(custom, p.name), value)
		}
	default:
		b.extra(p.name, strings.TrimRight(p.text(), ";"))
	}
}

// androidRelations are the codes of Android's relation types.
var androidRelations = map[string]string{
	"1": "assistant", "2": "brother", "3": "child", "4": "partner", "5": "father", "6": "friend",
	"7": "manager", "8": "mother", "9": "parent", "10": "partner", "11": "referred-by",
	"12": "relative", "13": "sister", "14": "spouse",
}
