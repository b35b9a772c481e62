package quicklog

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kontor/domain"
	"kontor/when"
)

// particles belong to the family name and are written small.
var particles = map[string]bool{
	"von": true, "vom": true, "van": true, "der": true, "den": true, "dem": true, "de": true, "des": true, "del": true,
	"della": true, "delle": true, "di": true, "da": true, "do": true, "dos": true, "das": true, "du": true, "d": true,
	"la": true, "le": true, "les": true, "lo": true, "zu": true, "zum": true, "zur": true, "und": true, "y": true, "e": true,
	"ten": true, "ter": true, "te": true, "af": true, "av": true, "bin": true, "ibn": true, "bint": true, "abu": true,
	"al": true, "el": true, "v": true, "in": true, "t": true,
}

// nobles may begin a name's particle; the others only follow one.
func startsParticle(key string) bool {
	return particles[key] && key != "und" && key != "in" && key != "e" && key != "d" && key != "t"
}

var titles = map[string]bool{
	"dr": true, "prof": true, "professor": true, "doktor": true, "mag": true, "dipl": true, "dipl-ing": true, "ing": true,
	"med": true, "phil": true, "jur": true, "rer": true, "nat": true, "hc": true, "h.c": true, "pd": true, "sir": true,
	"dame": true, "pfarrer": true, "pastor": true, "rev": true, "freiherr": true, "graf": true, "gräfin": true, "graefin": true,
	"fürst": true, "fuerst": true, "baron": true, "baronin": true, "lord": true, "lady": true,
}

var salutations = map[string]bool{
	"herr": true, "herrn": true, "hr": true, "hrn": true, "frau": true, "fr": true, "fraeulein": true,
	"mr": true, "mrs": true, "ms": true, "mx": true, "miss": true,
}

var suffixes = map[string]bool{
	"jun": true, "jr": true, "junior": true, "sen": true, "sr": true, "senior": true, "ii": true, "iii": true, "iv": true,
	"mba": true, "phd": true, "ph.d": true, "md": true, "m.a": true, "b.a": true, "msc": true, "m.sc": true, "bsc": true, "b.sc": true,
	"esq": true, "d.ä": true, "d.j": true, "d.ae": true,
}

func nameKey(word string) string { return when.Fold(strings.Trim(word, ".,;:!?()")) }

// SplitName proposes the parts of a name as typed: "Dr. Charlotte von Stein",
// "Stein, Charlotte von", "Goethe". One word is a family name. A name whose
// parts cannot be told is kept as Display.
func SplitName(text string) domain.Name {
	text = strings.Join(strings.Fields(text), " ")
	if local, _, ok := strings.Cut(text, "@"); ok && local != "" && !strings.Contains(text, " ") {
		return splitAddress(local, text)
	}
	if family, given, ok := strings.Cut(text, ","); ok && strings.TrimSpace(given) != "" {
		if suffix := strings.TrimSpace(given); suffixes[nameKey(suffix)] {
			text = family + " " + suffix
		} else if n := SplitName(given + " " + family); n.Family != "" {
			return n
		}
	}
	words := strings.Fields(text)
	if len(words) > 8 || !hasLetter(text) {
		return domain.Name{Display: text}
	}
	var n domain.Name
	for len(words) > 0 && salutations[nameKey(words[0])] && len(words) > 1 {
		words = words[1:]
	}
	for len(words) > 1 && titles[nameKey(words[0])] {
		n.Title = strings.TrimSpace(n.Title + " " + words[0])
		words = words[1:]
	}
	for len(words) > 1 && suffixes[nameKey(words[len(words)-1])] {
		n.Suffix = strings.TrimSpace(words[len(words)-1] + " " + n.Suffix)
		words = words[:len(words)-1]
	}
	words = capitals(words)
	// The last run of particles opens the family name: "Johann von | Goethe".
	first := len(words) - 1
	for i := range len(words) - 1 {
		if startsParticle(nameKey(words[i])) && isLower(words[i]) {
			first = i
			break
		}
	}
	end := first
	for end < len(words)-1 && particles[nameKey(words[end])] && isLower(words[end]) {
		end++
	}
	n.Particle = strings.Join(words[first:end], " ")
	n.Family = strings.Join(words[end:], " ")
	if first > 0 {
		n.Given = words[0]
		n.Middle = strings.Join(words[1:first], " ")
	}
	return n
}

// capitals gives a name typed all in small letters its capitals.
func capitals(words []string) []string {
	for _, w := range words {
		if !isLower(w) {
			return words
		}
	}
	out := slices.Clone(words)
	for i, w := range out {
		if i < len(out)-1 && startsParticle(nameKey(w)) {
			continue
		}
		out[i] = capital(w)
	}
	return out
}

// capital raises the first letter and those after hyphens.
func capital(w string) string {
	var b strings.Builder
	raise := true
	for i := 0; i < len(w); {
		r, size := utf8.DecodeRuneInString(w[i:])
		if raise {
			b.WriteRune(unicode.ToTitle(r))
		} else {
			b.WriteString(w[i : i+size])
		}
		raise = r == '-'
		i += size
	}
	return b.String()
}

// splitAddress proposes a name from the local part of an e-mail address.
func splitAddress(local, address string) domain.Name {
	words := strings.FieldsFunc(local, func(r rune) bool { return r == '.' || r == '_' || r == '-' })
	for _, w := range words {
		if strings.IndexFunc(w, unicode.IsDigit) >= 0 {
			return domain.Name{Display: address}
		}
	}
	if len(words) < 2 || len(words) > 4 {
		return domain.Name{Display: address}
	}
	return SplitName(strings.ToLower(strings.Join(words, " ")))
}

// member is a colleague under one of their names.
type member struct {
	id     domain.ID
	partly bool
	shared bool // the partial name belongs to several
}

// membersByName lists colleagues by full name and by given and family name.
func membersByName(members []Member) map[string]member {
	byName := make(map[string]member, 3*len(members))
	for _, m := range members {
		words := strings.Fields(m.Name)
		if len(words) == 0 {
			continue
		}
		n := SplitName(m.Name)
		for _, part := range []string{n.Given, n.Family, strings.TrimSpace(n.Particle + " " + n.Family)} {
			key := foldName(part)
			if known, ok := byName[key]; key != "" && (!ok || known.partly) {
				byName[key] = member{id: m.ID, partly: true, shared: ok && known.id != m.ID}
			}
		}
	}
	for _, m := range members {
		n := SplitName(m.Name)
		for _, full := range []string{m.Name, n.Short()} {
			if key := foldName(full); key != "" {
				byName[key] = member{id: m.ID}
			}
		}
	}
	return byName
}

// foldName makes two spellings of a name one.
func foldName(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = when.Fold(w)
	}
	return strings.Join(words, " ")
}

// member finds the colleague of a name.
func (p *parser) member(text string) (member, bool) {
	m, ok := p.members[foldName(text)]
	return m, ok && !m.shared
}
