package exchange

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// csvHeaderMeaning is what the words of one header cell say by themselves.
type csvHeaderMeaning struct {
	field   Field // empty if the words are not known
	label   string
	service string
	name    string
	// n is the number that the header gives, such as in "E-mail 2 - Value", or 0.
	n int
	// group is what ties the parts of an address together: "work", "home",
	// "other", or the number of the address.
	group string
}

// csvClassifyHeader reads one header cell: the numbered columns of Google, then
// whole names of columns as the known programs write them, then the words in it.
func csvClassifyHeader(cell string) csvHeaderMeaning {
	words := csvHeaderWords(cell)
	if words == "" {
		return csvHeaderMeaning{}
	}
	if m, ok := csvNumberedHeader(words); ok {
		return m
	}
	if m, ok := csvHeaderNames[words]; ok {
		return m
	}
	return csvHeaderByWords(strings.Fields(words))
}

// csvHeaderWords brings a header cell into a form in which the spellings of the
// programs meet: lower case, ae for ä, single blanks for everything that is no
// letter or digit, and camelCase taken apart.
func csvHeaderWords(cell string) string {
	var b strings.Builder
	var last rune
	for _, r := range cell {
		switch {
		case unicode.IsUpper(r) && unicode.IsLower(last):
			b.WriteByte(' ')
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		case r == '\'' || r == '\u2019' || r == '\u0308' || r == '\uFEFF':
			// "Manager's" is one word; a decomposed umlaut loses its dots here
			// and is found by the plain vowel.
		default:
			b.WriteByte(' ')
		}
		last = r
	}
	words := strings.Join(strings.Fields(csvUmlautLetters.Replace(b.String())), " ")
	return strings.TrimSpace(csvJoinedWords.Replace(" " + words + " "))
}

// csvJoinedWords are the words that are written with a hyphen or with a capital
// letter inside.
var csvJoinedWords = strings.NewReplacer(" e mail", " email", " linked in ", " linkedin ", " git hub ", " github ", " git lab ", " gitlab ", " you tube ", " youtube ")

var csvUmlautLetters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "é", "e", "è", "e")

var csvNumberedPattern = regexp.MustCompile(`^(email|phone|address|website|organization|event|relation|im|custom field|jot|external id|calendar link) (\d+) (.+)$`)

// csvNumberedHeader reads the columns of which Google writes as many as needed.
func csvNumberedHeader(words string) (csvHeaderMeaning, bool) {
	parts := csvNumberedPattern.FindStringSubmatch(words)
	if parts == nil {
		return csvHeaderMeaning{}, false
	}
	n, err := strconv.Atoi(parts[2])
	if err != nil {
		return csvHeaderMeaning{}, false
	}
	kind, part := parts[1], parts[3]
	if part == "type" {
		part = "label"
	}
	field, known := csvNumberedFields[kind+" "+part]
	if !known {
		return csvHeaderMeaning{}, false
	}
	if kind == "organization" && n > 1 {
		return csvHeaderMeaning{field: FieldCustom}, true
	}
	return csvHeaderMeaning{field: field, n: n, group: strconv.Itoa(n)}, true
}

var csvNumberedFields = map[string]Field{
	"email value": FieldEmail, "email label": FieldEmailLabel,
	"phone value": FieldPhone, "phone label": FieldPhoneLabel,
	"website value": FieldURL, "website label": FieldURLLabel,
	"relation value": FieldRelation, "relation label": FieldRelationLabel,
	"im value": FieldIdentity, "im service": FieldIdentityService, "im label": FieldIdentityLabel,
	"custom field value": FieldCustom, "custom field label": FieldCustomLabel,
	"event value": FieldCustom, "event label": FieldCustomLabel,
	"jot value": FieldCustom, "jot label": FieldCustomLabel,
	"external id value": FieldCustom, "external id label": FieldCustomLabel,
	"calendar link value": FieldCustom, "calendar link label": FieldCustomLabel,
	"address label": FieldAddressLabel, "address formatted": FieldAddressFormatted,
	"address street": FieldStreet, "address extended address": FieldExtended,
	"address po box": FieldPostBox, "address postal code": FieldPostCode,
	"address city": FieldCity, "address region": FieldRegion, "address country": FieldCountry,
	"organization name": FieldOrganisation, "organization title": FieldJobTitle,
	"organization department": FieldDepartment, "organization label": FieldIgnore,
	"organization job description": FieldRole,
}

// csvHeaderNames are the whole names of columns, in the form of csvHeaderWords, that
// cannot be told from their single words.
var csvHeaderNames = csvHeaderNameTable()

func csvHeaderNameTable() map[string]csvHeaderMeaning {
	table := map[string]csvHeaderMeaning{}
	for field, names := range map[Field]string{
		FieldGiven:    "given name|given names|first name|firstname|first|forename|vorname|vornamen|rufname|vname|prenom",
		FieldFamily:   "family name|last name|lastname|last|surname|nachname|familienname|zuname|nname|name nachname|nom",
		FieldMiddle:   "additional name|middle name|middle names|middle initial|weitere vornamen|zweiter vorname|2 vorname|zweitname|mittelname",
		FieldTitle:    "name prefix|prefix|titel|akademischer titel|akad titel|akademischer grad|academic title|anrede|salutation|honorific|honorific prefix",
		FieldParticle: "particle|name particle|vorsatzwort|namensvorsatz|adelszusatz",
		FieldSuffix:   "name suffix|suffix|namenszusatz|honorific suffix",
		FieldNickname: "nickname|nick name|nick|spitzname|kosename|benutzername|username|user name",
		FieldFormer:   "maiden name|birth name|former name|geburtsname|maedchenname|frueherer name",
		FieldDisplay: "name|names|full name|fullname|display name|displayname|anzeigename|angezeigter name|" +
			"vollstaendiger name|ganzer name|name vorname|vorname name|vor und nachname|vorname nachname|nachname vorname|" +
			"file as|speichern unter|contact|contact name|contact person|kontakt|kontaktname|kontaktperson|ansprechpartner|ansprechpartnerin|person|teilnehmer|teilnehmerin|mitglied",
		FieldOrganisation: "company|company name|organization|organisation|organization name|organisation name|account name|employer|business name|" +
			"firma|firmenname|firma 1|firma1|unternehmen|unternehmensname|arbeitgeber|institution|verein|betrieb|gesellschaft|current company",
		FieldDepartment: "department|organization department|organisation department|abteilung|division|business unit",
		FieldJobTitle: "job title|jobtitle|job|position|organization title|organisation title|current position|occupation|funktion|" +
			"stelle|stellenbezeichnung|berufsbezeichnung|positionsbezeichnung|arbeitstitel|dienststellung|taetigkeit|beruf|profession",
		FieldRole: "role|rolle",
		FieldBirthday: "birthday|birth date|birthdate|date of birth|dob|bday|geburtstag|geburtsdatum|geb datum|geb am|geboren|geboren am|gebdatum|" +
			"geburtstagsdatum",
		FieldBirthYear:  "birth year|geburtsjahr|year of birth",
		FieldBirthMonth: "birth month|geburtsmonat",
		FieldBirthDay:   "birth day",
		FieldNote: "note|notes|notiz|notizen|bemerkung|bemerkungen|kommentar|kommentare|comment|comments|anmerkung|anmerkungen|" +
			"beschreibung|description|memo|freitext|remarks|remark|about|info|infos",
		FieldTags: "labels|label|group membership|groups|group|categories|category|tags|tag|kategorie|kategorien|gruppe|gruppen|" +
			"schlagwort|schlagwoerter|schlagworte|stichwort|stichworte|keywords|verteiler|list memberships|markierungen",
		FieldLanguage:  "language|preferred language|languages|locale|sprache|korrespondenzsprache|bevorzugte sprache",
		FieldConnected: "connected on|connected|verbunden am|verbunden seit|kontakt seit|vernetzt am|vernetzt seit",
		FieldUID:       "id|uid|contact id|kontakt id|record id|datensatz id|person id|person uid|uuid|guid",
		FieldPhotoURL:  "photo|foto|bild|avatar|photo url|picture|image",
		FieldURL: "url|urls|website|websites|web site|web page|webpage|web page 1|web page 2|webseite|webseiten|webseite 1|webseite 2|" +
			"website url|homepage|home page|internet|internetseite|internetadresse|www|web|personal web page|business web page|blog",
		FieldStreet: "strasse|street|street address|address|address 1|address line 1|addressline1|address1|adresse|anschrift|adresszeile 1|" +
			"strasse nr|strasse und nr|strasse hausnummer|strasse und hausnummer|str",
		FieldExtended: "address 2|address line 2|address2|adresse 2|adresszusatz|anschriftzusatz|anschrift 2|adresszeile 2|strasse 2|street 2|" +
			"street address 2|extended address|zusatz",
		FieldHouseNumber: "hausnummer|hausnr|hnr|house number|nr",
		FieldPostBox:     "postfach|po box|post office box",
		FieldPostCode:    "plz|postleitzahl|zip|zip code|zipcode|postcode|post code|postal code|postal",
		FieldCity:        "ort|stadt|wohnort|city|town|gemeinde|city town",
		FieldRegion:      "region|bundesland|kanton|state|county|province|state region|state province",
		FieldCountry:     "land|country|country region|land region|staat|nation",
		FieldIgnore: "email type|email typ|email 2 type|email 2 typ|email 3 type|email 3 typ|email display name|email 2 display name|" +
			"email 3 display name|email angezeigter name|email 2 angezeigter name|email 3 angezeigter name|internet free busy|" +
			"internet frei gebucht|initials|initialen|priority|prioritaet|private|privat|sensitivity|vertraulichkeit|" +
			"yomi name|company yomi|directory server|verzeichnisserver|short name",
	} {
		for name := range strings.SplitSeq(names, "|") {
			table[name] = csvHeaderMeaning{field: field}
		}
	}
	for i, names := range []string{
		"phonetic first name|given name yomi|given yomi|vorname yomi|vorname phonetisch",
		"phonetic middle name|additional name yomi",
		"phonetic last name|family name yomi|surname yomi|nachname yomi|nachname phonetisch",
	} {
		for name := range strings.SplitSeq(names, "|") {
			table[name] = csvHeaderMeaning{field: FieldPhonetic, n: i + 1}
		}
	}
	for kind, names := range map[string]string{
		"spouse":      "spouse|partner|partnerin|partner in|ehepartner|ehepartnerin",
		"child":       "children|kinder|child|kind",
		"manager":     "managers name|manager|name des der vorgesetzten|name des r vorgesetzten|vorgesetzter|vorgesetzte r",
		"assistant":   "assistants name|assistant|name assistent|assistent in|assistent|assistentin",
		"referred by": "referred by|empfohlen von",
	} {
		for name := range strings.SplitSeq(names, "|") {
			table[name] = csvHeaderMeaning{field: FieldRelation, name: kind}
		}
	}
	for _, name := range []string{"im address", "imaddress", "screen name", "messenger name", "messenger"} {
		table[name] = csvHeaderMeaning{field: FieldIdentity, service: "chat"}
	}
	for name, label := range map[string]string{
		"callback": "callback", "rueckmeldung": "callback", "isdn": "isdn", "telex": "telex",
		"durchwahl": "work", "festnetz": "home", "natel": "mobile", "mobil": "mobile", "mobile": "mobile", "cell": "mobile",
	} {
		table[name] = csvHeaderMeaning{field: FieldPhone, label: label}
	}
	return table
}

// The words that say which of several contact points a column holds.
var (
	csvWorkWords  = []string{"geschaeftlich", "gesch", "dienstlich", "beruflich", "business", "work", "office", "buero", "arbeit"}
	csvHomeWords  = []string{"privat", "private", "priv", "home", "persoenlich", "personal", "heim", "zuhause"}
	csvOtherWords = []string{"other", "weitere", "weiterer", "weiteres", "weiteren", "sonstige", "andere", "alternative", "alternativ"}
	csvFaxWords   = []string{"fax", "telefax", "faxnummer", "faxnr"}

	csvAddressParts = map[string]Field{
		"strasse": FieldStreet, "street": FieldStreet, "adresse": FieldStreet, "address": FieldStreet, "anschrift": FieldStreet,
		"plz": FieldPostCode, "postleitzahl": FieldPostCode, "zip": FieldPostCode, "zipcode": FieldPostCode,
		"postcode": FieldPostCode, "postal": FieldPostCode, "post": FieldPostCode,
		"ort": FieldCity, "stadt": FieldCity, "city": FieldCity, "town": FieldCity, "wohnort": FieldCity,
		"bundesland": FieldRegion, "kanton": FieldRegion, "state": FieldRegion, "county": FieldRegion, "province": FieldRegion,
		"country": FieldCountry, "land": FieldCountry,
		"postfach": FieldPostBox, "box": FieldPostBox,
		"hausnummer": FieldHouseNumber,
	}

	// csvServices are the networks whose name in a header makes the column an
	// account there.
	csvServices = []string{
		"linkedin", "xing", "github", "gitlab", "mastodon", "twitter", "facebook", "instagram", "skype",
		"telegram", "signal", "matrix", "discord", "slack", "bluesky", "threema", "jabber", "xmpp", "youtube", "reddit", "discourse",
	}
)

// csvHeaderByWords reads a header that is not known as a whole by its words:
// "Tel. dienstlich", "Business Postal Code", "Privat: PLZ", "Kunden-E-Mail".
func csvHeaderByWords(words []string) csvHeaderMeaning {
	has := func(any []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(any, w) })
	}
	contains := func(stems ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool {
			return slices.ContainsFunc(stems, func(stem string) bool { return strings.Contains(w, stem) })
		})
	}
	place := ""
	switch {
	case has(csvWorkWords):
		place = "work"
	case has(csvHomeWords):
		place = "home"
	case has(csvOtherWords):
		place = "other"
	}
	number := 0
	if n, err := strconv.Atoi(words[len(words)-1]); err == nil && n < 100 {
		number = n
	}
	switch {
	case has([]string{"typ", "type", "status", "opt", "consent", "einwilligung", "bounced", "angezeigter", "verified", "count", "anzahl"}):
		return csvHeaderMeaning{}
	case contains("email") || has([]string{"mail", "mailadresse", "mailaddress"}):
		return csvHeaderMeaning{field: FieldEmail, label: place}
	case has(csvFaxWords) || contains("fax"):
		return csvHeaderMeaning{field: FieldPhone, label: csvFaxLabel(place)}
	case contains("telefon", "phone", "handy", "mobil", "natel", "rufnummer", "pager") || has([]string{"tel", "cell"}):
		return csvHeaderMeaning{field: FieldPhone, label: csvPhoneLabel(words, place)}
	}
	for _, s := range csvServices {
		if slices.Contains(words, s) {
			if s == "twitter" {
				s = "x"
			}
			return csvHeaderMeaning{field: FieldIdentity, service: s}
		}
	}
	if place != "" || contains("address", "adresse", "anschrift") {
		if part := csvAddressPart(words); part != "" {
			if part == FieldStreet && number > 1 {
				part = FieldExtended
			}
			return csvHeaderMeaning{field: part, label: place, group: place}
		}
		if place != "" && has([]string{"region"}) {
			return csvHeaderMeaning{field: FieldRegion, label: place, group: place}
		}
		if place != "" && has([]string{"webseite", "website", "homepage", "web"}) {
			return csvHeaderMeaning{field: FieldURL, label: place}
		}
	}
	return csvHeaderMeaning{}
}

// csvAddressPart finds the part of an address that the words name. "Address"
// itself is the street, unless another word is more exact.
func csvAddressPart(words []string) Field {
	var found Field
	for _, w := range words {
		if part, known := csvAddressParts[w]; known && (found == "" || found == FieldStreet) {
			found = part
		}
	}
	return found
}

func csvFaxLabel(place string) string {
	if place == "home" {
		return "home fax"
	}
	if place == "other" {
		return "other fax"
	}
	return "fax"
}

func csvPhoneLabel(words []string, place string) string {
	joined := strings.Join(words, " ")
	for _, l := range []struct{ stem, label string }{
		{"assist", "assistant"},
		{"pager", "pager"},
		{"auto", "car"},
		{"car ", "car"},
		{"mobil", "mobile"},
		{"handy", "mobile"},
		{"cell", "mobile"},
		{"natel", "mobile"},
		{"radio", "radio"},
		{"tty", "tty"},
		{"hoerbehinderte", "tty"},
		{"haupt", "main"},
		{"primary", "main"},
		{"main", "main"},
		{"firma", "main"},
		{"zentrale", "main"},
	} {
		if strings.Contains(joined, l.stem) {
			return l.label
		}
	}
	return place
}
