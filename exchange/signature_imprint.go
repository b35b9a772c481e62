package exchange

import (
	"regexp"
	"slices"
	"strings"
)

// imprint begins an entry of a company's imprint.
var imprint = regexp.MustCompile(`(?i)^(geschäftsführ(?:er|erin|er:in|ung|ende)\p{L}*(?:\s+gesellschafter\p{L}*)?\s*:|managing\s+directors?\s*:|directors?\s*:|vorstand(?:svorsitz\p{L}*)?\s*:|vorsitz\p{L}*\s+(?:des|der)\s+(?:aufsichtsrat\p{L}*|vorstand\p{L}*|geschäftsführung)|aufsichtsrat(?:svorsitz\p{L}*)?\s*:|executive\s+board\s*:|chairman[^:]{0,40}:|ceo\s*:|inhaber(?:in)?\s*:|` +
	`amtsgericht|registergericht|handelsregister|register(?:ed)?\s*(?:nr|nummer|number|office|in)|reg\.?-?(?:gericht|nr)|hr\s?[ab]\b|vr\s?\d|gnr\b|firmenbuch|fn\s?\d|sitz\s+der|sitz\s*:|gerichtsstand|` +
	`u\.?st\.?\s?-?\s?id\p{L}*|umsatzsteuer\p{L}*|uid\b|steuer-?\s?n(?:r|ummer)|st\.?-?nr|vat\b|tax\s+(?:id|no)|company\s+(?:no|number|registration|reg)|persönlich\s+haftende|komplementär\p{L}*|` +
	`iban\b|bic\b|bankverbindung|konto\b|blz\b)`)

// takeImprint puts an entry of the imprint into Extra and reports whether the
// segment was one.
func (s *signature) takeImprint(segment string) bool {
	entries := imprintEntries(segment)
	if entries == nil {
		return false
	}
	for _, entry := range entries {
		name := strings.Trim(imprint.FindString(entry), " :.")
		value := entry[len(imprint.FindString(entry)):]
		if before, after, ok := strings.Cut(value, ":"); ok && len(before) < 60 {
			name, value = strings.TrimRight(strings.TrimSpace(name+before), ". "), after
		} else if rest, ok := strings.CutPrefix(strings.TrimSpace(value), "."); ok {
			value = rest
		}
		value = strings.Trim(value, " .,;:")
		if value == "" || name == "" {
			continue
		}
		if s.contact.Extra == nil {
			s.contact.Extra = map[string]string{}
		}
		if before := s.contact.Extra[name]; before != "" && before != value {
			value = before + "\n" + value
		}
		s.contact.Extra[name] = value
	}
	return true
}

// imprintEntries splits a segment that begins with an entry of an imprint where
// further ones begin. It gives nil if the segment is something else.
func imprintEntries(segment string) []string {
	if !imprint.MatchString(segment) {
		return nil
	}
	var entries []string
	for piece := range strings.SplitSeq(segment, ",") {
		for part := range strings.SplitSeq(piece, ";") {
			part = strings.TrimSpace(part)
			switch {
			case imprint.MatchString(part) || len(entries) == 0:
				entries = append(entries, part)
			case part != "":
				entries[len(entries)-1] += ", " + part
			}
		}
	}
	return entries
}

var countries = []string{
	"deutschland", "germany", "österreich", "austria", "schweiz", "switzerland", "suisse", "liechtenstein", "luxemburg",
	"luxembourg", "united kingdom", "uk", "england", "scotland", "great britain", "usa", "united states",
	"united states of america", "france", "frankreich", "italien", "italy", "niederlande", "netherlands",
	"the netherlands", "belgien", "belgium", "dänemark", "denmark", "polen", "poland", "spanien", "spain", "schweden",
	"sweden", "norwegen", "norway", "finnland", "finland", "tschechien", "czech republic", "ireland", "irland",
	"canada", "kanada", "australia", "australien", "ungarn", "hungary", "portugal", "d", "a", "ch", "de", "gb",
}

func isCountry(text string) bool {
	return slices.Contains(countries, strings.ToLower(strings.Trim(text, " .()")))
}

// splitCountry takes a country off the end of a city: "Weimar (Germany)",
// "Weimar - Germany".
func splitCountry(city string) (rest, country string) {
	for _, separator := range []string{" - ", " – ", " (", " / "} {
		if at := strings.LastIndex(city, separator); at > 0 && isCountry(city[at+len(separator):]) {
			return strings.TrimSpace(city[:at]), strings.Trim(city[at+len(separator):], " ()")
		}
	}
	return city, ""
}

// stateCode is an American state with its post code, which a comma separates
// from the city.
var stateCode = regexp.MustCompile(`^\s*[A-Z]{2}\s+\d{5}(?:-\d{4})?\s*$`)

// addressPieces splits a segment at its commas but leaves "Boston, MA 02109" whole.
func addressPieces(segment string) []string {
	var pieces []string
	for piece := range strings.SplitSeq(segment, ",") {
		if len(pieces) > 0 && stateCode.MatchString(piece) {
			pieces[len(pieces)-1] += "," + piece
			continue
		}
		pieces = append(pieces, piece)
	}
	return pieces
}

// holdsAddress reports whether one of the pieces between commas is a post code
// with a city, or a street beside one.
func holdsAddress(pieces []string) bool {
	return slices.ContainsFunc(pieces, func(piece string) bool {
		piece = trimSegment(piece)
		_, _, ok := postCodeLine(piece)
		return ok || streetWord.MatchString(piece) && isStreet(piece)
	})
}
