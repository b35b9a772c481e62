package exchange

import (
	"regexp"
	"strings"
)

// postCodeBeforeCity is how most of Europe writes: "99423 Weimar", "D-99423
// Weimar", "1010 Wien", "CH-8001 Zürich", "1012 AB Amsterdam".
var postCodeBeforeCity = regexp.MustCompile(`^(?:[A-Z]{1,2}\s?[-–]\s?)?(\d{4}\s?[A-Z]{2}|\d{5}|\d{4}|\d{3}\s\d{2})\s+(\p{L}[\p{L}\p{M} .'’()/-]*)$`)

// postCodeAfterCity is how English-speaking countries write: "London SW1A 2AA",
// "Boston, MA 02116".
var postCodeAfterCity = regexp.MustCompile(`^(\p{L}[\p{L}\p{M} .'’,-]*?),?\s+((?:[A-Z]{2}\s+)?\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})$`)

// streetAtEnd tells "1600 Market Street" from "1600 Oostende".
var streetAtEnd = regexp.MustCompile(`(?i)\s(street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|dr\.?|square|boulevard|blvd\.?|court|place|way|row|terrace)$`)

// postCodeLine reads a line that holds a post code and a city.
func postCodeLine(line string) (code, city string, ok bool) {
	if m := postCodeBeforeCity.FindStringSubmatch(line); m != nil && !streetAtEnd.MatchString(line) {
		return m[1], strings.TrimSpace(m[2]), true
	}
	if m := postCodeAfterCity.FindStringSubmatch(line); m != nil {
		return m[2], strings.TrimRight(strings.TrimSpace(m[1]), ","), true
	}
	return "", "", false
}

// splitRegion takes the state off an American code: "PA 19103".
func splitRegion(code string) (region, rest string) {
	if len(code) > 3 && code[2] == ' ' && code[0] >= 'A' && code[1] >= 'A' && code[3] <= '9' {
		return code[:2], code[3:]
	}
	return "", code
}

// streetWord is a word that ends or begins the name of a street.
var streetWord = regexp.MustCompile(`(?i)(stra(ß|ss)e|str\.|weg|gasse|allee|platz|ufer|ring|damm|plan|markt|hof|chaussee|promenade|steig|graben|berg|winkel|pfad|tor|park|wall)\s*\d|^(am|an der|an den|im|in der|zum|zur|auf der|unter den|alte|alter|neue|neuer)\s.+\d|\b(street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|dr\.?|square|sq\.?|boulevard|blvd\.?|court|place|way|row|terrace|rue|via|calle|laan|straat|vej|gatan)\b|^(postfach|p\.?\s?o\.?\s?box)\s`)

// houseNumberAtEnd is a name with a number behind it, houseNumberFirst one with
// the number before.
var (
	houseNumberAtEnd = regexp.MustCompile(`^\p{L}[\p{L}\p{M} .'’-]+\s\d{1,4}\s?[a-zA-Z]?(\s?[-–/+]\s?\d{1,4}\s?[a-zA-Z]?)?$`)
	houseNumberFirst = regexp.MustCompile(`^\d{1,5}[a-zA-Z]?\s\p{Lu}[\p{L}\p{M} .'’-]+$`)
)

// isStreet reports whether a line looks like a street with a house number.
func isStreet(line string) bool {
	if len(line) > 100 || !strings.ContainsAny(line, "0123456789") {
		return false
	}
	return streetWord.MatchString(line) || houseNumberAtEnd.MatchString(line) || houseNumberFirst.MatchString(line)
}
