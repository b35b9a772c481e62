package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"kontor/domain"
)

var (
	legalForm        = regexp.MustCompile(`(?:^|[\s(-])(?:g?GmbH|mbH|AG|KG|OHG|KGaA|UG|GbR|PartG(?:\s?mbB)?|SE|eG|e\.\s?G\.|e\.\s?K(?:fr|fm)?\.|e\.\s?V\.|eK|eV|Ltd\.?|Limited|Inc\.?|LLC|LLP|PLC|plc|Corp\.?|Corporation|S\.A\.|SA|SARL|S\.r\.l\.|B\.V\.|BV|N\.V\.|AB|ApS|A/S|Oy|SpA|S\.p\.A\.|GesmbH|Ges\.m\.b\.H\.|Sàrl)(?:\s*&\s*Co\.?(?:\s*(?:KGaA|KG|OHG))?)?(?:\s*\([^)]{1,30}\))?(?:\s*(?:$|[,;–-]\s?))`)
	organisationWord = regexp.MustCompile(`(?i)(verlag|buchhandlung|universität|university|hochschule|college|institut|ministerium|ministry|stiftung|foundation|theater|bibliothek|archiv|museum|verband|verein|kammer|behörde|stadtverwaltung|landratsamt|akademie|gymnasium|schule|klinik|krankenhaus|druckerei|manufaktur|kanzlei|agentur|agency|werke|group|gruppe|company|bank|sparkasse|gesellschaft|consulting|solutions|systems|technologies|partners|studios?|labs?|media|zeitung)\p{L}*(?:$|[\s,.])`)
	department       = regexp.MustCompile(`(?i)^(?:abteilung|abt\.|fachbereich|bereich|geschäftsbereich|team|department|dept\.?|division|referat|dezernat|stabsstelle|fakultät|lehrstuhl|institut\s+für|faculty|business\s+unit|ressort|sektion)\s|\s(?:department|division|team|abteilung)$`)
	officeWord       = regexp.MustCompile(`(?i)^(?:\p{L}*(?:buchhaltung|verwaltung|abteilung|wesen|lektorat|redaktion|sekretariat|vertrieb|einkauf|verkauf|marketing|controlling|logistik|lager|versand|entwicklung|herstellung|produktion|fertigung|planung|beratung|betreuung|schulung|ausbildung|forschung|leitung|führung|dienst|pressestelle|geschäftsstelle|zentrale|empfang|büro)|buchhandel|finanzen|personal|recht|presse|kommunikation|öffentlichkeitsarbeit|rechte\s+und\s+lizenzen|lizenzen|technik|edv|it|hr|human\s+resources|accounting|accounts|finance|billing|purchasing|procurement|sales|support|customer\s+(?:service|care|success)|legal|press|public\s+relations|communications|research|engineering|operations|logistics|production|editorial)$`)
	position         = regexp.MustCompile(`(?i)(?:^|[\s/-])(?:\p{L}*(?:leiter|leiterin|leiter:in|leitung|geschäftsführer|geschäftsführerin|geschäftsführung|berater|beraterin|entwickler|entwicklerin|referent|referentin|redakteur|redakteurin|lektor|lektorin|assistent|assistentin|assistenz|sachbearbeiter|sachbearbeiterin|prokurist|prokuristin|inhaber|inhaberin|vorstand|vorständin|präsident|präsidentin|vorsitzende|vorsitzender|architekt|architektin|ingenieur|ingenieurin|techniker|technikerin|trainer|trainerin|autor|autorin|dozent|dozentin|beauftragte|beauftragter|herausgeber|herausgeberin|verfasser|verfasserin|mitarbeiter|mitarbeiterin|einkäufer|einkäuferin|verkäufer|verkäuferin|vertreter|vertreterin|koordinator|koordinatorin|sekretär|sekretärin|minister|rat|rätin|anwalt|anwältin|gründer|gründerin|gesellschafter|gesellschafterin|betreuer|betreuerin|bibliothekar|bibliothekarin|intendant|intendantin|verleger|verlegerin|buchhändler|buchhändlerin|manager|managerin|director|direktor|direktorin|engineer|developer|consultant|officer|analyst|architect|designer|editor|owner|founder|president|lead|leader|scientist|representative|specialist|advocate|evangelist|administrator|assistant|associate|counsel|accountant|writer|producer|partner|professor|lecturer|researcher|strategist|controller|planner|buyer|coordinator|secretary|advisor|adviser)|vertrieb|einkauf|marketing|ceo|cto|cfo|coo|cio|ciso|vp|head|chief|vice\s+president|vertriebsinnendienst|außendienst|innendienst|community|presse|pressestelle|öffentlichkeitsarbeit|kundendienst|support|sales|freelancer|freiberufler\p{L}*|student\p{L}*|doktorand\p{L}*|praktikant\p{L}*|auszubildende\p{L}*)(?:[\s,/&-]|$)`)
	pronouns         = regexp.MustCompile(`(?i)\s*[(\[](?:she|he|they|her|him|them|sie|er|ihr|ihn|sein|keine\s+pronomen|any|dey)(?:\s*[/|,]\s*\p{L}+)*[)\]]`)
	onBehalf         = regexp.MustCompile(`(?i)^(?:i\.?\s?a\.?|i\.?\s?v\.?|ppa?\.|p\.?\s?p\.)\s+`)
)

// findOrganisation takes the line with a legal form for the company, else one
// that the domain of an e-mail address repeats, else one with the word of an
// institution.
func (s *signature) findOrganisation() {
	tests := []func(string) bool{
		func(text string) bool { return legalForm.MatchString(text) },
		func(text string) bool { return s.isDomainName(text) && !position.MatchString(text) },
		func(text string) bool {
			return organisationWord.MatchString(text) && !department.MatchString(text) && !position.MatchString(text)
		},
	}
	for _, test := range tests {
		for i, t := range s.texts {
			if t.used || len(t.text) > 120 || !test(t.text) || s.isHint(t.text) {
				continue
			}
			s.texts[i].used = true
			name := t.text
			if before, after, ok := strings.Cut(name, ", "); ok && legalForm.MatchString(after) && position.MatchString(before) {
				s.texts[i] = signatureText{text: before} // "Lektorin, Cotta AG"
				name = after
			}
			s.contact.Organisation = strings.TrimRight(s.takeUnit(i, name), ",;")
			return
		}
	}
}

// takeUnit takes what stands behind the company off its line where that is a
// part of it or what somebody does there: "Cotta AG, Lektorat". A legal form or
// a place stays.
func (s *signature) takeUnit(line int, name string) (company string) {
	before, after, ok := strings.Cut(name, ", ")
	if !ok || legalForm.MatchString(after) || !legalForm.MatchString(before) && !s.isDomainName(before) {
		return name
	}
	switch {
	case officeWord.MatchString(after):
		s.contact.Units = append(s.contact.Units, after)
	case department.MatchString(after) || position.MatchString(after):
		s.texts[line] = signatureText{text: after}
	default:
		return name
	}
	return before
}

// isDomainName reports whether a line names the owner of an e-mail's domain.
func (s *signature) isDomainName(text string) bool {
	letters := onlyLetters(text)
	for _, p := range s.contact.Points {
		if p.Kind != domain.PointEmail {
			continue
		}
		_, host, _ := strings.Cut(strings.ToLower(p.Value), "@")
		labels := strings.Split(host, ".")
		if len(labels) < 2 {
			continue
		}
		name := onlyLetters(labels[len(labels)-2])
		if len(name) >= 4 && !isMailProvider(name) && strings.Contains(letters, name) && !looksLikePersonOf(text, p.Value) {
			return true
		}
	}
	return false
}

func isMailProvider(name string) bool {
	return slices.Contains([]string{"gmail", "googlemail", "gmx", "web", "outlook", "hotmail", "yahoo", "icloud", "posteo", "mailbox", "tonline", "freenet", "aol", "proton", "protonmail"}, name)
}

// looksLikePersonOf reports whether a line is the name before the @.
func looksLikePersonOf(text, email string) bool {
	local, _, _ := strings.Cut(strings.ToLower(email), "@")
	words := strings.FieldsFunc(local, func(r rune) bool { return !unicode.IsLetter(r) })
	letters := onlyLetters(text)
	for _, word := range words {
		if len(word) >= 3 && strings.Contains(letters, onlyLetters(word)) {
			return true
		}
	}
	return false
}

var umlautReplacer = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "é", "e", "è", "e")

func onlyLetters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, umlautReplacer.Replace(strings.ToLower(text)))
}

func (s *signature) isHint(text string) bool {
	return s.hint != "" && sameName(s.hint, SplitName(cleanName(text)))
}

// findName takes the line that repeats an e-mail address or the sender, else
// the first that looks like the name of a person.
func (s *signature) findName() {
	best, score := -1, 0
	for i, t := range s.texts {
		if t.used {
			continue
		}
		name, _ := nameAndRest(t.text)
		if s := s.nameScore(name, i); s > score {
			best, score = i, s
		}
	}
	if best < 0 {
		return
	}
	name, rest := nameAndRest(s.texts[best].text)
	s.contact.Name = SplitName(unshout(cleanName(name)))
	s.texts[best].used = rest == ""
	s.texts[best].text = rest
	s.nameAt = best
	// What stands before the name is the end of the mail.
	for i := range best {
		if !position.MatchString(s.texts[i].text) && !department.MatchString(s.texts[i].text) {
			s.texts[i].used = true
		}
	}
}

func (s *signature) nameScore(name string, place int) int {
	switch {
	case name == "":
		return 0
	case s.isHint(name):
		return 1000
	case looksLikeName(name, 2) && slices.ContainsFunc(s.contact.Points, func(p domain.ContactPoint) bool {
		return p.Kind == domain.PointEmail && looksLikePersonOf(name, p.Value)
	}):
		return 500 - place
	case looksLikeName(name, 2) && place < 6:
		return 200 - place
	case looksLikeName(name, 1) && place == 0 && !organisationWord.MatchString(name):
		return 50
	}
	return 0
}

// nameAndRest splits "Charlotte Buff, Leiterin Lektorat" and "Charlotte Buff –
// Lektorat".
func nameAndRest(text string) (name, rest string) {
	for _, separator := range []string{" – ", " - ", " — ", ", ", " / "} {
		before, after, ok := strings.Cut(text, separator)
		if !ok || !looksLikeName(cleanName(before), 2) {
			continue
		}
		if _, suffix := takeSuffixes(strings.Fields(after)); suffix != "" {
			continue
		}
		return before, trimSegment(after)
	}
	return text, ""
}

func cleanName(text string) string {
	return strings.Trim(pronouns.ReplaceAllString(onBehalf.ReplaceAllString(text, ""), ""), " ,")
}

// looksLikeName reports whether a text can be the name of a person, with at
// least that many words.
func looksLikeName(text string, least int) bool {
	text = cleanName(text)
	if len(text) > 80 || strings.ContainsAny(text, "0123456789@:;!?#|\"“„”") || legalForm.MatchString(text) ||
		department.MatchString(text) {
		return false
	}
	words, title := takeTitles(strings.Fields(strings.ReplaceAll(text, ",", " ")))
	words, _ = takeSuffixes(words)
	if len(words) < least && (title == "" || len(words) == 0) || len(words) > 6 {
		return false
	}
	if title == "" && position.MatchString(text) {
		return false
	}
	for _, word := range words {
		first := []rune(word)[0]
		if !unicode.IsUpper(first) && !isParticle(word) && !isCaseless(first) {
			return false
		}
	}
	return !isParticle(words[len(words)-1]) || len(words) == 1
}

// isCaseless reports whether a letter belongs to a script without capitals.
func isCaseless(r rune) bool {
	return unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsLower(r)
}

// unshout writes JOHANN WOLFGANG VON GOETHE as a name.
func unshout(name string) string {
	if name != strings.ToUpper(name) || len(strings.Fields(name)) < 2 {
		return name
	}
	words := strings.Fields(name)
	for i, word := range words {
		switch {
		case isParticle(word):
			words[i] = strings.ToLower(word)
		case len([]rune(word)) > 2:
			upper := true
			words[i] = strings.Map(func(r rune) rune {
				defer func() { upper = !unicode.IsLetter(r) }()
				if upper {
					return r
				}
				return unicode.ToLower(r)
			}, word)
		}
	}
	return strings.Join(words, " ")
}

// findPosition gives the words that are left their meaning by form, then by
// place: what follows the name is the position.
func (s *signature) findPosition() {
	c := &s.contact
	var positions []string
	for i, t := range s.texts {
		switch {
		case t.used || t.text == "" || len(t.text) > 100:
		case department.MatchString(t.text):
			c.Units = append(c.Units, t.text)
		case position.MatchString(t.text) && len(positions) < 3:
			positions = append(positions, t.text)
		case c.Organisation == "" && len(c.Name.Family) >= 4 && strings.Contains(t.text, c.Name.Family) && startsUpper(t.text):
			c.Organisation = t.text // the owner's name is the company's
		case s.isBelowName(i) && len(positions) == 0:
			positions = append(positions, t.text)
		case c.Organisation == "" && c.Name != (domain.Name{}) && len(positions) > 0 && startsUpper(t.text):
			c.Organisation = t.text
		default:
			continue
		}
		s.texts[i].used = true
	}
	c.JobTitle = strings.Join(positions, ", ")
}

// isBelowName reports whether a line stands where people write what they are,
// in a signature that says more than a name.
func (s *signature) isBelowName(i int) bool {
	text := s.texts[i].text
	return s.contact.Name != (domain.Name{}) && i == s.nameAt+1 && len(s.contact.Points) > 0 && len(text) <= 60 &&
		startsUpper(strings.ReplaceAll(text, ".", ""))
}

func startsUpper(text string) bool {
	return text != "" && unicode.IsUpper([]rune(text)[0]) && !strings.ContainsAny(text, "!?:.0123456789")
}
