package exchange

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kontor/domain"
)

// csvLabels are the labels of Kontor and what the programs call them.
var csvLabels = map[string]string{
	"work": "work", "business": "work", "arbeit": "work", "geschaeftlich": "work", "dienstlich": "work", "beruflich": "work", "office": "work",
	"home": "home", "personal": "home", "privat": "home", "private": "home",
	"mobile": "mobile", "cell": "mobile", "mobil": "mobile", "handy": "mobile", "mobiltelefon": "mobile",
	"work fax": "fax", "workfax": "fax", "fax": "fax", "fax geschaeftlich": "fax", "business fax": "fax",
	"home fax": "home fax", "homefax": "home fax", "fax privat": "home fax",
	"other": "other", "sonstige": "other", "andere": "other", "weitere": "other", "other fax": "other fax",
	"main": "main", "haupt": "main", "zentrale": "main", "pager": "pager",
}

// csvPointLabel reads the label of a contact point. Google marks the preferred
// one of its kind with "* ".
func csvPointLabel(s string) (label string, preferred bool) {
	s, preferred = strings.CutPrefix(s, "*")
	s = strings.TrimSpace(s)
	if known, ok := csvLabels[csvHeaderWords(s)]; ok {
		return known, preferred
	}
	return s, preferred
}

// csvServiceName brings the name of a network into the spelling of the ledger.
func csvServiceName(s string) string {
	words := csvHeaderWords(s)
	switch {
	case words == "twitter":
		return "x"
	case slices.Contains(csvServices, words):
		return words
	}
	return s
}

func csvRelationKind(label string) string {
	return strings.ToLower(strings.TrimSpace(strings.TrimPrefix(label, "*")))
}

// csvSplitMulti takes apart the several values of one cell.
func csvSplitMulti(value string) []string {
	if !strings.Contains(value, csvMultiSeparator) {
		return []string{value}
	}
	var values []string
	for part := range strings.SplitSeq(value, csvMultiSeparator) {
		if part = strings.TrimSpace(part); part != "" {
			values = append(values, part)
		}
	}
	return values
}

// csvSplitValues takes apart several e-mail addresses in one cell, which people
// separate with commas, semicolons and line ends.
func csvSplitValues(kind domain.PointKind, value string) []string {
	if kind != domain.PointEmail || strings.Count(value, "@") < 2 {
		return []string{csvOneLine(value)}
	}
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == ' ' })
}

// csvEmailIn finds the address in "Anna Roth <anna@example.org>" and "mailto:…".
func csvEmailIn(value string) string {
	if open := strings.LastIndexByte(value, '<'); open >= 0 && strings.HasSuffix(value, ">") {
		value = value[open+1 : len(value)-1]
	}
	if len(value) > 7 && strings.EqualFold(value[:7], "mailto:") {
		value = value[7:]
	}
	return strings.TrimSpace(value)
}

// csvAppendTags reads the groups of a contact. Groups that begin with "*" are
// Google's own ("* myContacts").
func csvAppendTags(tags []string, value string) []string {
	parts := csvSplitMulti(value)
	if len(parts) == 1 {
		parts = strings.FieldsFunc(value, func(r rune) bool { return r == ';' || r == ',' || r == '\n' })
	}
	for _, tag := range parts {
		tag = strings.TrimSpace(tag)
		if tag == "" || strings.HasPrefix(tag, "*") || slices.Contains(tags, tag) {
			continue
		}
		tags = append(tags, tag)
	}
	return tags
}

// csvParticlePattern finds what stands before a family name in German, Dutch,
// French, Italian, Spanish, Portuguese and Scandinavian names, in lower case.
var csvParticlePattern = regexp.MustCompile(
	`^(von und zu|von und zum|von der|von den|von dem|von zu|vom und zum|von|vom|zu|zum|zur|van der|van den|van de|van 't|van|` +
		`ter|ten|te|de la|de las|de los|de le|de|del|della|dello|di|da|do|dos|das|du|des|af|av|el|al|bin|ibn|ben) (\S.*)$`)

func csvSplitParticle(family string) (particle, rest string) {
	if r, _ := utf8.DecodeRuneInString(family); !unicode.IsLower(r) {
		return "", family
	}
	if m := csvParticlePattern.FindStringSubmatch(family); m != nil {
		return m[1], m[2]
	}
	return "", family
}

// csvRounded is what a spreadsheet makes of a phone number that it takes for a
// large number: 4,91711E+12. The last digits are lost.
var csvRounded = regexp.MustCompile(`^\d([.,]\d+)?E\+?\d+$`)

// csvIsFormOfAddress knows what many programs keep in the field for the title.
func csvIsFormOfAddress(word string) bool {
	switch strings.TrimSuffix(strings.ToLower(word), ".") {
	case "herr", "frau", "herrn", "fräulein", "firma", "familie", "hr", "fr", "mr", "mrs", "ms", "miss", "mx", "divers":
		return true
	}
	return false
}

// csvIsHonorific reports whether a value stands before a name rather than being a job.
func csvIsHonorific(value string) bool {
	for _, word := range strings.Fields(value) {
		switch w := strings.Trim(strings.ToLower(word), ".,"); {
		case csvIsFormOfAddress(word), w == "dr", w == "prof", w == "professor", w == "med", w == "phil", w == "dipl", w == "ing",
			w == "mag", w == "rer", w == "nat", w == "h", w == "c", w == "habil", w == "jur", w == "sir", w == "dipl-ing":
		default:
			return false
		}
	}
	return value != ""
}

func csvIsoText(d domain.PartialDate) string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Year == 0:
		return fmt.Sprintf("--%02d-%02d", d.Month, d.Day)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

func csvOneLine(s string) string {
	if !strings.ContainsAny(s, "\n\t") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

func csvJoinNonEmpty(separator string, parts ...string) string {
	joined := ""
	for _, p := range parts {
		switch {
		case p == "":
		case joined == "":
			joined = p
		default:
			joined += separator + p
		}
	}
	return joined
}

func csvNameIsEmpty(n domain.Name) bool {
	return n.Given == "" && n.Family == "" && n.Display == "" && n.Nickname == "" && n.Middle == ""
}

func csvHasEmail(c Contact) bool {
	return slices.ContainsFunc(c.Points, func(p domain.ContactPoint) bool { return p.Kind == domain.PointEmail })
}

// csvSaysNothing knows what Outlook writes into fields that nobody filled.
func csvSaysNothing(value string) bool {
	switch value {
	case "Unspecified", "Keine Angabe":
		return true
	}
	return csvIsNoDate(value)
}

// csvPostBox makes a bare number recognisable as a post office box, in the
// language of the header.
func csvPostBox(header, value string) string {
	if strings.ContainsFunc(value, unicode.IsLetter) {
		return value
	}
	if strings.Contains(strings.ToLower(header), "postfach") {
		return "Postfach " + value
	}
	return "PO Box " + value
}
