package exchange

import (
	"cmp"
	"slices"
	"strings"

	"kontor/domain"
)

// readN keeps the parts of the name until the rest of the card is known.
func (b *vcardBuilder) readN(p *vcardProperty) {
	if b.nameParts != nil {
		return
	}
	b.nameParts = append(p.lists(), "", "", "", "", "")
	if sortAs := p.param("SORT-AS"); sortAs != "" && b.sortString == "" {
		b.sortString = sortAs
	}
}

func (b *vcardBuilder) nickname(names ...string) {
	for _, name := range names {
		if name = oneLine(name); name != "" && b.isNew("nickname", name) {
			b.nicknames = append(b.nicknames, name)
		}
	}
}

// finishName decides, from all that the card says, what its name is and
// whether it is a company's.
func (b *vcardBuilder) finishName() {
	name, c := &b.contact.Name, &b.contact
	name.Phonetic = oneLine(strings.Join(b.phonetic[:], " "))
	parts := b.nameOfParts()
	if parts == (domain.Name{}) {
		b.finishNameless()
	} else {
		if !b.own && parts.Family == c.Organisation && parts.Given == "" && parts.Title == "" && c.Organisation != "" {
			parts, b.company = domain.Name{}, true // the company's name in the place of a person's
		}
		if b.company && c.Organisation == "" {
			c.Organisation = cmp.Or(b.formatted, FullName(parts))
		}
		if b.hasDisplay(parts) {
			name.Display = b.formatted
		}
	}
	name.Title, name.Given, name.Middle = cmp.Or(parts.Title, name.Title), cmp.Or(parts.Given, name.Given), cmp.Or(parts.Middle, name.Middle)
	name.Particle, name.Family, name.Suffix = cmp.Or(parts.Particle, name.Particle), cmp.Or(parts.Family, name.Family), cmp.Or(parts.Suffix, name.Suffix)
	c.IsOrganisation = b.company && c.Organisation != ""
	if len(c.Photo) == 0 && c.IsOrganisation {
		c.Photo, c.PhotoType = b.logo, b.logoType
	} else if len(b.logo) > 0 {
		b.warn("import.warning.file-left-out", "LOGO")
	}
}

// hasDisplay reports whether FN says more than N.
func (b *vcardBuilder) hasDisplay(parts domain.Name) bool {
	if b.own {
		return b.formatted != FullName(parts) && (!b.company || b.formatted != b.contact.Organisation)
	}
	return !sameName(b.formatted, parts) && b.formatted != b.contact.Organisation && !b.isPoint(b.formatted)
}

// nameOfParts reads N. Where everything stands in its first component, as
// careless programs write it, the name is split.
func (b *vcardBuilder) nameOfParts() domain.Name {
	if b.nameParts == nil {
		return domain.Name{}
	}
	n := b.nameParts
	name := domain.Name{Family: oneLine(n[0]), Given: oneLine(n[1]), Middle: oneLine(n[2]), Title: oneLine(n[3]), Suffix: oneLine(n[4])}
	alone := !b.own && name.Given == "" && name.Middle == "" && name.Title == "" && name.Suffix == ""
	if alone && len(strings.Fields(name.Family)) > 1 && name.Family != b.contact.Organisation &&
		(b.formatted == "" || sameWords(b.formatted, name.Family)) {
		if split := SplitName(name.Family); split.Given != "" {
			return split
		}
	}
	name.Particle, name.Family = splitParticle(name.Family, b.sortString)
	if name.Particle == "" && name.Family != "" && !b.own {
		name.Given, name.Particle = particleBehind(name.Given)
	}
	return name
}

// finishNameless gives a card without N what FN says: the name of a company,
// or that of a person in one piece.
func (b *vcardBuilder) finishNameless() {
	c := &b.contact
	switch {
	case b.company:
		c.Organisation = cmp.Or(c.Organisation, b.formatted)
	case b.formatted == c.Organisation || b.formatted == "":
		b.company = c.Organisation != "" && !b.namesPerson()
	case b.isPoint(b.formatted):
		b.company = c.Organisation != "" && !b.namesPerson()
	case b.own && b.formatted == c.Name.Nickname:
	case b.own:
		c.Name.Display = b.formatted
	default:
		nickname, former, phonetic := c.Name.Nickname, c.Name.Former, c.Name.Phonetic
		c.Name = SplitName(b.formatted)
		c.Name.Nickname, c.Name.Former, c.Name.Phonetic = nickname, former, phonetic
	}
}

// namesPerson reports whether a card without a name is about a person
// nevertheless.
func (b *vcardBuilder) namesPerson() bool {
	c := &b.contact
	return c.Name.Nickname != "" || c.JobTitle != "" || !c.Birthday.IsZero()
}

// isPoint reports whether a text is one of the card's contact points: Gmail
// writes the address where it knows no name.
func (b *vcardBuilder) isPoint(text string) bool {
	return slices.ContainsFunc(b.contact.Points, func(p domain.ContactPoint) bool {
		return p.Value != "" && strings.EqualFold(p.Value, text)
	})
}

// FullName gives the parts of a name in the order in which they are spoken.
// It leaves Display aside.
func FullName(n domain.Name) string {
	return oneLine(strings.Join([]string{n.Title, n.Given, n.Middle, n.Particle, n.Family, n.Suffix}, " "))
}

// sameName reports whether a formatted name says nothing that the parts do not
// say: it leaves some of them out, or begins with the family name.
func sameName(formatted string, n domain.Name) bool {
	if formatted == "" {
		return true
	}
	spoken := nameWords(FullName(n))
	words := nameWords(formatted)
	if isSubsequence(words, spoken) {
		return true
	}
	family := nameWords(n.Particle + " " + n.Family)
	turned := slices.Concat(family, nameWords(n.Title), nameWords(n.Given), nameWords(n.Middle), nameWords(n.Suffix))
	if isSubsequence(words, turned) {
		return true
	}
	// "Goethe, Johann von"
	turned = slices.Concat(nameWords(n.Family), nameWords(n.Title), nameWords(n.Given), nameWords(n.Middle), nameWords(n.Particle), nameWords(n.Suffix))
	return isSubsequence(words, turned)
}

func sameWords(a, b string) bool { return slices.Equal(nameWords(a), nameWords(b)) }

func nameWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' })
}

func isSubsequence(words, of []string) bool {
	for _, word := range of {
		if len(words) > 0 && words[0] == word {
			words = words[1:]
		}
	}
	return len(words) == 0
}

// SplitName splits a name that was written in one piece, such as "Prof. Dr.
// Johann Wolfgang von Goethe jun." or "Goethe, Johann Wolfgang von". A single
// word stays whole in Display, because it may be anything.
func SplitName(full string) domain.Name {
	full = oneLine(full)
	if last, first, ok := strings.Cut(full, ","); ok {
		return splitTurnedName(full, strings.TrimSpace(last), strings.TrimSpace(first))
	}
	words := strings.Fields(full)
	var name domain.Name
	words, name.Title = takeTitles(words)
	words, name.Suffix = takeSuffixes(words)
	if len(words) == 0 || len(words) == 1 && name.Title == "" {
		return domain.Name{Display: full}
	}
	if len(words) == 1 {
		name.Family = words[0]
		return name
	}
	first := particleAt(words)
	if first < 0 {
		first = len(words) - 1
	} else {
		end := first
		for end < len(words)-1 && isParticle(words[end]) {
			end++
		}
		name.Particle = strings.Join(words[first:end], " ")
		name.Family = strings.Join(words[end:], " ")
	}
	if name.Family == "" {
		name.Family = words[first]
	}
	if first > 0 {
		name.Given = words[0]
		name.Middle = strings.Join(words[1:first], " ")
	}
	return name
}

// splitTurnedName reads "Goethe, Johann Wolfgang von", and "Johann Goethe, MBA".
func splitTurnedName(full, last, first string) domain.Name {
	if rest, suffix := takeSuffixes(strings.Fields(strings.ReplaceAll(first, ",", " "))); len(rest) == 0 && suffix != "" {
		name := SplitName(last)
		if name.Display != "" {
			return domain.Name{Display: full}
		}
		name.Suffix = strings.TrimSpace(name.Suffix + " " + suffix)
		return name
	}
	if last == "" || first == "" || strings.Contains(first, ",") {
		return domain.Name{Display: full}
	}
	var name domain.Name
	words, title := takeTitles(strings.Fields(first))
	words, name.Suffix = takeSuffixes(words)
	behind := len(words)
	for behind > 1 && isParticle(words[behind-1]) {
		behind--
	}
	name.Particle = strings.Join(words[behind:], " ")
	if len(words) > 0 {
		name.Given, name.Middle = words[0], strings.Join(words[1:behind], " ")
	}
	family, titleBefore := takeTitles(strings.Fields(last))
	name.Title = strings.TrimSpace(titleBefore + " " + title)
	particle, rest := splitParticle(strings.Join(family, " "), "")
	name.Particle, name.Family = strings.TrimSpace(particle+" "+name.Particle), rest
	if name.Family == "" && name.Given == "" {
		return domain.Name{Display: full}
	}
	return name
}

// splitParticle splits "von der Tann". Where the card says how the name is
// sorted, that decides; else only words in lower case are particles.
func splitParticle(family, sortString string) (particle, rest string) {
	if sortString != "" && sortString != family {
		if before, ok := strings.CutSuffix(family, " "+sortString); ok && isParticle(strings.Fields(before + " x")[0]) {
			return strings.TrimSpace(before), sortString
		}
	}
	words := strings.Fields(family)
	end := 0
	for end < len(words)-1 && isParticle(words[end]) && words[end] == strings.ToLower(words[end]) {
		end++
	}
	return strings.Join(words[:end], " "), strings.Join(words[end:], " ")
}

// particleBehind takes the particle off "Charlotte von", which stands before a
// family name that is sorted without it.
func particleBehind(given string) (rest, particle string) {
	words := strings.Fields(given)
	n := len(words)
	for n > 1 && isParticle(words[n-1]) && words[n-1] == strings.ToLower(words[n-1]) {
		n--
	}
	return strings.Join(words[:n], " "), strings.Join(words[n:], " ")
}

// particleAt gives the place of the first particle behind the first word.
func particleAt(words []string) int {
	for i := 1; i < len(words)-1; i++ {
		if isParticle(words[i]) {
			return i
		}
	}
	return -1
}

func isParticle(word string) bool {
	switch strings.ToLower(word) {
	case "von", "vom", "zu", "zum", "zur", "und", "van", "vande", "vanden", "vander", "de", "der", "den", "des", "del",
		"della", "dem", "di", "da", "das", "do", "dos", "du", "d'", "la", "le", "les", "ten", "ter", "te", "tot",
		"af", "av", "auf", "aus", "bin", "ibn", "al", "el", "freiherr", "freifrau", "graf", "gräfin", "ritter", "edler", "edle":
		return true
	}
	return false
}

// takeTitles takes titles from the beginning of a name. One word is always left.
func takeTitles(words []string) (rest []string, title string) {
	n := 0
	for n < len(words) && isTitle(words[n], n > 0) {
		n++
	}
	return words[n:], strings.Join(words[:n], " ")
}

// isTitle knows the titles before a name. Some are only titles behind another:
// "Dr. med."
func isTitle(word string, behindTitle bool) bool {
	lower := strings.ToLower(word)
	switch strings.TrimSuffix(lower, ".") {
	case "dr", "prof", "professor", "professorin", "mr", "mrs", "ms", "miss", "herr", "frau", "fr", "hr", "mag",
		"ing", "rev", "sir", "lady", "dame", "hon", "pd", "doktor", "m.sc", "monsieur", "madame", "mme", "privatdozent":
		return true
	case "med", "phil", "jur", "rer", "nat", "pol", "oec", "h", "c", "h.c", "habil", "theol", "dent", "vet", "mult",
		"sc", "techn", "agr", "publ":
		return behindTitle && (strings.HasSuffix(lower, ".") || len(lower) > 2)
	}
	return strings.HasPrefix(lower, "dipl.") || strings.HasPrefix(lower, "dr.") || strings.HasPrefix(lower, "prof.") || strings.HasPrefix(lower, "dipl-")
}

// takeSuffixes takes what follows a name from its end.
func takeSuffixes(words []string) (rest []string, suffix string) {
	n := len(words)
	for n > 0 && isSuffix(words[n-1]) {
		n--
	}
	return words[:n], strings.Join(words[n:], " ")
}

func isSuffix(word string) bool {
	switch strings.TrimSuffix(word, ".") {
	case "jun", "jr", "Jr", "Jun", "sen", "sr", "Sr", "Sen", "junior", "senior", "II", "III", "IV",
		"MBA", "LL.M", "LLM", "M.A", "MA", "B.A", "BA", "M.Sc", "MSc", "B.Sc", "BSc", "PhD", "Ph.D", "MdB", "MdL",
		"CPA", "PMP", "Esq", "d.Ä", "d.J", "M.Eng", "B.Eng", "MAS", "CFA":
		return true
	}
	return false
}
