package exchange

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"kontor/domain"
)

// contact makes a contact of the card, or says why it is none.
func (c *vcardCard) contact() (Contact, Reason) {
	b := vcardBuilder{labels: map[string]string{}, agent: c.agent}
	b.contact.Line = c.start
	for _, number := range c.stray {
		b.warn("import.warning.vcard-line", number)
	}
	b.read(c.properties())
	if b.group {
		return Contact{}, Reason{Key: "import.reason.vcard-group", Args: []any{b.members}}
	}
	b.finish()
	if b.isEmpty() {
		return Contact{}, Reason{Key: "import.reason.vcard-empty"}
	}
	return b.contact, Reason{}
}

// properties gives the properties of the card. A line that looked like one and
// has no value is the rest of the value above it.
func (c *vcardCard) properties() []vcardProperty {
	v21 := c.isVersion21()
	props := make([]vcardProperty, 0, len(c.props))
	own := false // the last value has memory of its own, where it can grow
	for i := range c.props {
		prop, ok := parseProperty(c.text, &c.props[i], v21)
		if ok {
			props = append(props, prop)
			own = false
		} else if len(props) > 0 && !holdsFile(props[len(props)-1].name) {
			last := &props[len(props)-1]
			if !own {
				last.raw, own = slices.Clip(last.raw), true
			}
			last.raw = append(append(last.raw, '\n'), c.text[c.props[i].start:c.props[i].end]...)
		}
	}
	return props
}

// isVersion21 looks for the version, which may stand anywhere in the card. A
// card without one is read as the oldest.
func (c *vcardCard) isVersion21() bool {
	for i := range c.props {
		p := &c.props[i]
		if equalFoldASCII(c.propertyName(p), "VERSION") && p.value > 0 {
			return bytes.HasPrefix(bytes.TrimSpace(c.text[p.value:p.end]), []byte("2"))
		}
	}
	return true
}

// vcardBuilder collects what the properties of a card say.
type vcardBuilder struct {
	contact Contact
	labels  map[string]string // group → what X-ABLabel calls it
	agent   []byte

	nameParts  []string // of N: family, given, additional, prefixes, suffixes
	formatted  string   // FN
	sortString string
	phonetic   [3]string // first, middle, last
	company    bool      // the card says that it is one
	own        bool      // Kontor wrote the card
	group      bool
	logo       []byte
	logoType   string
	members    int

	preferences []preference    // one per contact point
	envelopes   []vcardEnvelope // addresses that are only known as text
	seen        map[pointKey]int

	notes     []string
	nicknames []string
	extras    map[string][]string
	said      map[string]bool // what is noted once, however often it is said
}

// preference is how much a card prefers a contact point: 1 is most, 0 not at all.
type preference int

type pointKey struct {
	kind           domain.PointKind
	service, value string
	address        domain.Address
}

func (b *vcardBuilder) read(props []vcardProperty) {
	for i := range props {
		switch p := &props[i]; {
		case p.name == "X-ABLABEL" && p.group != "":
			b.labels[p.group] = p.text()
		case p.name == "PRODID":
			b.own = p.text() == vcardProduct
		}
	}
	for i := range props {
		p := &props[i]
		if p.dropped {
			b.tooLarge(p)
			continue
		}
		if read, ok := vcardReaders[p.name]; ok {
			read(b, p)
		} else if !isVCardNoise(p.name) {
			b.extra(p.name, p.text())
		}
	}
}

// extra keeps what Kontor has no field for.
func (b *vcardBuilder) extra(name, value string) {
	if value == "" {
		return
	}
	if b.extras == nil {
		b.extras = map[string][]string{}
	}
	b.extras[name] = append(b.extras[name], value)
}

// isNew reports whether something is said for the first time.
func (b *vcardBuilder) isNew(kind, what string) bool {
	key := kind + "\x00" + what
	if b.said[key] {
		return false
	}
	if b.said == nil {
		b.said = map[string]bool{}
	}
	b.said[key] = true
	return true
}

func (b *vcardBuilder) warn(key string, args ...any) {
	b.contact.Warnings = append(b.contact.Warnings, Reason{Key: key, Args: args})
}

// label gives the label that the group of a property has.
func (b *vcardBuilder) label(p *vcardProperty) string {
	if p.group == "" {
		return ""
	}
	return appleLabel(b.labels[p.group])
}

func (b *vcardBuilder) finish() {
	b.contact.Name.Nickname = strings.Join(b.nicknames, ", ")
	b.contact.Note = strings.Join(b.notes, "\n\n")
	b.finishName()
	b.finishEnvelopes()
	b.finishPreferred()
	if agent := nestedName(b.agent); agent != "" {
		b.relate("agent", agent)
		b.extra("AGENT", rawText(bytes.TrimSpace(b.agent)))
	}
	if len(b.extras) > 0 {
		b.contact.Extra = make(map[string]string, len(b.extras))
	}
	for name, values := range b.extras {
		b.contact.Extra[name] = strings.Join(values, "\n")
	}
}

// finishPreferred leaves at most one preferred point of each kind.
func (b *vcardBuilder) finishPreferred() {
	best := map[domain.PointKind]int{}
	for i, p := range b.preferences {
		if p == 0 {
			continue
		}
		kind := b.contact.Points[i].Kind
		if first, ok := best[kind]; !ok || p < b.preferences[first] {
			best[kind] = i
		}
	}
	for _, i := range best {
		b.contact.Points[i].Preferred = true
	}
}

func (b *vcardBuilder) isEmpty() bool {
	c := &b.contact
	return c.Name == (domain.Name{}) && c.Organisation == "" && len(c.Units) == 0 &&
		len(c.Points) == 0 && c.JobTitle == "" && c.Note == "" && len(c.Relations) == 0
}

func (b *vcardBuilder) relate(kind, name string) {
	relation := Relation{Kind: kind, Name: strings.TrimSpace(name)}
	if relation.Name != "" && b.isNew("relation "+relation.Kind, relation.Name) {
		b.contact.Relations = append(b.contact.Relations, relation)
	}
}

// nestedName gives the name on a card inside a card.
func nestedName(card []byte) string {
	name := ""
	for line := range bytes.Lines(card) {
		logical := vcardLogical{end: len(bytes.TrimRight(line, "\r\n"))}
		if !startsProperty(line) {
			continue
		}
		prop, ok := parseProperty(line, &logical, true)
		switch {
		case !ok:
		case prop.name == "FN":
			return prop.text()
		case prop.name == "N" && name == "":
			parts := append(prop.lists(), "", "")
			name = strings.TrimSpace(parts[1] + " " + parts[0])
		}
	}
	return name
}

// vcardReaders say how each property is read. What is not named here goes to
// Extra, or is noise.
var vcardReaders map[string]func(*vcardBuilder, *vcardProperty)

func init() { // the readers refer to functions that refer to the table
	vcardReaders = map[string]func(*vcardBuilder, *vcardProperty){
		"FN":       func(b *vcardBuilder, p *vcardProperty) { b.formatted = cmp.Or(b.formatted, oneLine(p.text())) },
		"N":        (*vcardBuilder).readN,
		"NICKNAME": func(b *vcardBuilder, p *vcardProperty) { b.nickname(p.list()...) },
		"SORT-STRING": func(b *vcardBuilder, p *vcardProperty) {
			b.sortString = p.text()
		},
		"X-PHONETIC-FIRST-NAME":  func(b *vcardBuilder, p *vcardProperty) { b.phonetic[0] = oneLine(p.text()) },
		"X-PHONETIC-MIDDLE-NAME": func(b *vcardBuilder, p *vcardProperty) { b.phonetic[1] = oneLine(p.text()) },
		"X-PHONETIC-LAST-NAME":   func(b *vcardBuilder, p *vcardProperty) { b.phonetic[2] = oneLine(p.text()) },
		"X-MAIDENNAME":           func(b *vcardBuilder, p *vcardProperty) { b.contact.Name.Former = oneLine(p.text()) },

		"ORG":              (*vcardBuilder).readOrg,
		"X-DEPARTMENT":     (*vcardBuilder).readUnit,
		"TITLE":            (*vcardBuilder).readTitle,
		"ROLE":             (*vcardBuilder).readRole,
		"KIND":             (*vcardBuilder).readKind,
		"X-ABSHOWAS":       (*vcardBuilder).readKind,
		"MEMBER":           func(b *vcardBuilder, _ *vcardProperty) { b.members++ },
		"UID":              func(b *vcardBuilder, p *vcardProperty) { b.contact.UID = cmp.Or(b.contact.UID, p.text()) },
		"LANG":             (*vcardBuilder).readLanguage,
		"NOTE":             (*vcardBuilder).readNote,
		"CATEGORIES":       (*vcardBuilder).readCategories,
		"X-CATEGORIES":     (*vcardBuilder).readCategories,
		"BDAY":             (*vcardBuilder).readBirthday,
		"X-ABDATE":         (*vcardBuilder).readLabelledDate,
		"PHOTO":            (*vcardBuilder).readPhoto,
		"LOGO":             (*vcardBuilder).readLogo,
		"SOUND":            (*vcardBuilder).readSound,
		"KEY":              (*vcardBuilder).readKey,
		"GEO":              (*vcardBuilder).readGeo,
		"AGENT":            (*vcardBuilder).readAgent,
		"X-ANDROID-CUSTOM": (*vcardBuilder).readAndroid,

		"TEL":   (*vcardBuilder).readPhone,
		"EMAIL": (*vcardBuilder).readEmail,
		"ADR":   (*vcardBuilder).readAddress,
		"LABEL": (*vcardBuilder).readEnvelope,
		"URL":   (*vcardBuilder).readURL,
		"IMPP":  (*vcardBuilder).readIMPP,

		"X-SOCIALPROFILE":      (*vcardBuilder).readSocial,
		"SOCIALPROFILE":        (*vcardBuilder).readSocial,
		"RELATED":              (*vcardBuilder).readRelated,
		"X-ABRELATEDNAMES":     (*vcardBuilder).readRelated,
		"X-KONTOR-DOMAIN":      (*vcardBuilder).readDomain,
		"X-KONTOR-SINCE":       func(b *vcardBuilder, p *vcardProperty) { b.contact.Connected = p.text() },
		"X-KONTOR-FIELD":       func(b *vcardBuilder, p *vcardProperty) { b.extra(cmp.Or(b.labels[p.group], p.name), p.text()) },
		"X-EVOLUTION-BLOG-URL": (*vcardBuilder).readURL,
	}
	vcardReaders["X-ADDRESSBOOKSERVER-KIND"] = vcardReaders["KIND"]
	vcardReaders["X-ADDRESSBOOKSERVER-MEMBER"] = vcardReaders["MEMBER"]
	vcardReaders["X-KADDRESSBOOK-X-DEPARTMENT"] = vcardReaders["X-DEPARTMENT"]
	vcardReaders["X-KADDRESSBOOK-BLOGFEED"] = vcardReaders["URL"]
	for name, service := range vcardMessengers {
		vcardReaders[name] = func(b *vcardBuilder, p *vcardProperty) { b.readMessenger(p, service) }
	}
	for name, kind := range vcardRelations {
		vcardReaders[name] = func(b *vcardBuilder, p *vcardProperty) { b.relate(kind, oneLine(p.text())) }
	}
	for _, name := range []string{
		"ANNIVERSARY", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-MS-ANNIVERSARY",
		"X-KADDRESSBOOK-X-ANNIVERSARY",
	} {
		vcardReaders[name] = func(b *vcardBuilder, p *vcardProperty) { b.anniversary(p.text()) }
	}
}

// vcardMessengers are the properties for accounts from before IMPP.
var vcardMessengers = map[string]string{
	"X-AIM": "aim", "X-ICQ": "icq", "X-JABBER": "xmpp", "X-MSN": "msn", "X-YAHOO": "yahoo",
	"X-SKYPE": "skype", "X-SKYPE-USERNAME": "skype", "X-GOOGLE-TALK": "google-talk",
	"X-GADUGADU": "gadu-gadu", "X-GROUPWISE": "groupwise", "X-TWITTER": "x", "X-MATRIX": "matrix",
	"X-SIP": "sip", "X-QQ": "qq", "X-NETMEETING": "netmeeting", "X-MS-IMADDRESS": "im",
	"X-KADDRESSBOOK-X-IMADDRESS": "im", "X-SIGNAL": "signal", "X-THREEMA": "threema", "X-WHATSAPP": "whatsapp",
	"X-TELEGRAM": "telegram", "X-MASTODON": "mastodon", "X-FACEBOOK": "facebook", "X-LINKEDIN": "linkedin",
	"X-XING": "xing", "X-GITHUB": "github", "X-INSTAGRAM": "instagram",
}

// vcardRelations are the properties that name another person.
var vcardRelations = map[string]string{
	"X-SPOUSE": "spouse", "X-EVOLUTION-SPOUSE": "spouse", "X-MS-SPOUSE": "spouse",
	"X-KADDRESSBOOK-X-SPOUSESNAME": "spouse",
	"X-ASSISTANT":                  "assistant", "X-EVOLUTION-ASSISTANT": "assistant", "X-MS-ASSISTANT": "assistant",
	"X-KADDRESSBOOK-X-ASSISTANTSNAME": "assistant",
	"X-MANAGER":                       "manager", "X-EVOLUTION-MANAGER": "manager", "X-MS-MANAGER": "manager",
	"X-KADDRESSBOOK-X-MANAGERSNAME": "manager",
	"X-MS-CHILD":                    "child", "X-CHILD": "child",
}

// isVCardNoise reports whether a property says something about the file, the
// program or the look of the card rather than about the person.
func isVCardNoise(name string) bool {
	switch name {
	case "VERSION", "PRODID", "REV", "PROFILE", "SOURCE", "NAME", "MAILER", "CLASS", "CLIENTPIDMAP", "XML",
		"X-ABLABEL", "X-ABADR", "X-ABUID", "X-ABORDER", "X-IMAGETYPE", "X-IMAGEHASH",
		"X-SHARED-PHOTO-DISPLAY-PREF", "X-ADDRESSING-GRAMMAR", "X-APPLE-OMIT-YEAR",
		"X-MOZILLA-HTML", "X-EVOLUTION-FILE-AS", "X-EVOLUTION-WEBDAV-ETAG", "X-EVOLUTION-LIST",
		"X-EVOLUTION-LIST-SHOW-ADDRESSES", "X-MS-OL-DESIGN", "X-MS-OL-DEFAULT-POSTAL-ADDRESS",
		"X-MS-CARDPICTURE", "X-LOTUS-CHARSET", "X-WAB-GENDER", "X-CLASS", "":
		return true
	}
	return strings.HasPrefix(name, "X-ABCROP-") || strings.HasPrefix(name, "X-MOZILLA-PROPERTY")
}
