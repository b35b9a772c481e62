package exchange

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kontor/domain"
)

// point adds a contact point, once.
func (b *vcardBuilder) point(p *vcardProperty, point domain.ContactPoint) {
	key := pointKey{kind: point.Kind, service: point.Service, value: point.Value}
	if point.Address != nil {
		key.address = *point.Address
	}
	preferred := p.preference()
	if at, ok := b.seen[key]; ok {
		if preferred != 0 && (b.preferences[at] == 0 || preferred < b.preferences[at]) {
			b.preferences[at] = preferred
		}
		if b.contact.Points[at].Label == "" {
			b.contact.Points[at].Label = point.Label
		}
		return
	}
	if b.seen == nil {
		b.seen = map[pointKey]int{}
	}
	b.seen[key] = len(b.contact.Points)
	b.contact.Points = append(b.contact.Points, point)
	b.preferences = append(b.preferences, preferred)
}

// preference reads PREF, which was a type before it was a number in 4.0.
func (p *vcardProperty) preference() preference {
	if number := p.param("PREF"); number != "" {
		if n, err := strconv.Atoi(number); err == nil && n >= 1 && n <= 100 {
			return preference(n)
		}
	}
	if p.hasType("PREF") {
		return 1
	}
	return 0
}

func (b *vcardBuilder) readPhone(p *vcardProperty) {
	value := oneLine(p.text())
	if rest, ok := cutPrefixFold(value, "tel:"); ok {
		number, parameters, _ := strings.Cut(rest, ";")
		value = number
		if extension, ok := cutPrefixFold(parameters, "ext="); ok {
			extension, _, _ = strings.Cut(extension, ";")
			value += " x" + extension
		}
	}
	if strings.Trim(value, "+-()/. ") == "" {
		return
	}
	b.point(p, domain.ContactPoint{Kind: domain.PointPhone, Value: value, Label: cmp.Or(b.label(p), phoneLabel(p.types()))})
}

// phoneLabel makes one label of the types of a number.
func phoneLabel(types []string) string {
	var has [5]bool // mobile, fax, pager, home, work
	other := ""
	for _, t := range types {
		switch strings.ToUpper(strings.TrimSpace(t)) {
		case "CELL", "MOBILE", "IPHONE", "PCS", "X-MOBILE":
			has[0] = true
		case "FAX", "X-FAX":
			has[1] = true
		case "PAGER", "BEEPER":
			has[2] = true
		case "HOME":
			has[3] = true
		case "WORK":
			has[4] = true
		case "VOICE", "PREF", "MSG", "TEXT", "VIDEO", "BBS", "MODEM", "ISDN", "X-VOICE", "":
		default:
			other = cmp.Or(other, typeAsLabel(t))
		}
	}
	switch {
	case has[1] && has[3] && !has[4]:
		return "home fax"
	case has[1]:
		return "fax"
	case has[0]:
		return "mobile"
	case has[2]:
		return "pager"
	case other != "":
		return other
	case has[4]:
		return "work"
	case has[3]:
		return "home"
	}
	return ""
}

// typeAsLabel reads a type that vCard does not know, such as X-Sommerhaus.
func typeAsLabel(t string) string {
	if rest, ok := cutPrefixFold(t, "X-"); ok {
		return rest
	}
	switch strings.ToUpper(t) {
	case "MAIN", "OTHER", "CAR", "ASSISTANT", "CALLBACK", "RADIO", "TELEX", "TTY-TDD", "COMPANY":
		return strings.ToLower(t)
	}
	return t
}

// placeLabel makes a label of the types of an e-mail, an address or a URL.
func placeLabel(types []string) string {
	for _, t := range types {
		switch strings.ToUpper(t) {
		case "WORK":
			return "work"
		case "HOME":
			return "home"
		}
	}
	return ""
}

// appleLabel reads a label of macOS and iOS. Their own labels are written
// _$!<Mobile>!$_, those that a user typed stand as they are.
func appleLabel(label string) string {
	inner, ok := strings.CutPrefix(label, "_$!<")
	if !ok {
		return oneLine(label)
	}
	inner, _ = strings.CutSuffix(inner, ">!$_")
	switch lower := strings.ToLower(inner); lower {
	case "iphone":
		return "mobile"
	case "homefax":
		return "home fax"
	case "workfax":
		return "fax"
	case "otherfax":
		return "other fax"
	case "assistantphone":
		return "assistant"
	default:
		return lower
	}
}

func (b *vcardBuilder) readEmail(p *vcardProperty) {
	value := oneLine(p.text())
	if open := strings.LastIndexByte(value, '<'); open >= 0 && strings.HasSuffix(value, ">") {
		value = value[open+1 : len(value)-1]
	}
	if rest, ok := cutPrefixFold(value, "mailto:"); ok {
		value, _, _ = strings.Cut(rest, "?")
	}
	if !strings.Contains(value, "@") {
		b.extra("EMAIL", value) // X.400, Lotus Notes: only their own servers know these
		return
	}
	b.point(p, domain.ContactPoint{Kind: domain.PointEmail, Value: value, Label: cmp.Or(b.label(p), placeLabel(p.types()))})
}

func (b *vcardBuilder) readURL(p *vcardProperty) {
	value := oneLine(p.text())
	if value == "" {
		return
	}
	label := cmp.Or(b.label(p), placeLabel(p.types()))
	if strings.Contains(p.name, "BLOG") {
		label = "blog"
	}
	if b.own {
		b.point(p, domain.ContactPoint{Kind: domain.PointURL, Value: value, Label: label})
		return
	}
	b.point(p, webPoint(value, label))
}

// webPoint makes an identity of the address of a profile and a URL of any other.
func webPoint(address, label string) domain.ContactPoint {
	if service := serviceOfURL(address); service != "" {
		return domain.ContactPoint{Kind: domain.PointIdentity, Service: service, Value: address, Label: label}
	}
	return domain.ContactPoint{Kind: domain.PointURL, Value: address, Label: label}
}

// serviceOfURL names the service on which an address is somebody's profile.
func serviceOfURL(address string) string {
	if !strings.Contains(address, "//") {
		address = "https://" + address
	}
	parsed, err := url.Parse(address)
	if err != nil || strings.Trim(parsed.Path, "/") == "" {
		return ""
	}
	host := strings.ToLower(parsed.Hostname())
	for _, prefix := range []string{"www.", "m.", "de.", "en.", "mobile."} {
		host = strings.TrimPrefix(host, prefix)
	}
	switch host {
	case "linkedin.com":
		return "linkedin"
	case "xing.com", "xing.to":
		return "xing"
	case "github.com":
		return "github"
	case "gitlab.com":
		return "gitlab"
	case "codeberg.org":
		return "codeberg"
	case "facebook.com", "fb.com", "fb.me":
		return "facebook"
	case "twitter.com", "x.com":
		return "x"
	case "instagram.com":
		return "instagram"
	case "bsky.app":
		return "bluesky"
	case "t.me":
		return "telegram"
	case "orcid.org":
		return "orcid"
	}
	// Mastodon and its kin run on any host; their profiles begin with an @.
	path := strings.Trim(parsed.Path, "/")
	if strings.HasPrefix(path, "@") && !strings.Contains(path, "/") && host != "medium.com" && host != "youtube.com" && host != "tiktok.com" {
		return "mastodon"
	}
	return ""
}

func (b *vcardBuilder) readDomain(p *vcardProperty) {
	if value := p.text(); value != "" {
		b.point(p, domain.ContactPoint{Kind: domain.PointDomain, Value: value, Label: b.label(p)})
	}
}

// readSocial reads the profiles of Apple and those of RFC 9554.
func (b *vcardBuilder) readSocial(p *vcardProperty) {
	value := oneLine(p.text())
	for _, scheme := range []string{"x-apple:", "x-user:"} {
		if rest, ok := cutPrefixFold(value, scheme); ok {
			value = rest
			if unescaped, err := url.PathUnescape(rest); err == nil {
				value = unescaped
			}
		}
	}
	value = cmp.Or(value, p.param("X-USER"))
	service := cmp.Or(p.param("SERVICE-TYPE"), p.param("X-SERVICE-TYPE"))
	for _, t := range p.types() {
		if service == "" && !slices.Contains([]string{"PREF", "HOME", "WORK", "OTHER"}, strings.ToUpper(t)) {
			service = t
		}
	}
	service = cmp.Or(knownService(service), serviceOfURL(value), "social")
	if value != "" {
		b.point(p, domain.ContactPoint{
			Kind: domain.PointIdentity, Service: service, Value: value,
			Label: cmp.Or(b.label(p), placeLabel(p.types())),
		})
	}
}

func (b *vcardBuilder) readIMPP(p *vcardProperty) {
	value := oneLine(p.text())
	service := knownService(cmp.Or(p.param("X-SERVICE-TYPE"), p.param("SERVICE-TYPE")))
	if scheme, rest, ok := strings.Cut(value, ":"); ok && isScheme(scheme) && !strings.HasPrefix(rest, "//") {
		value = rest
		if unescaped, err := url.PathUnescape(rest); err == nil && scheme != "xmpp" {
			value = unescaped
		}
		if !strings.EqualFold(scheme, "x-apple") {
			service = cmp.Or(service, knownService(scheme))
		}
	}
	service = cmp.Or(service, "im")
	if value != "" {
		b.point(p, domain.ContactPoint{
			Kind: domain.PointIdentity, Service: service, Value: value,
			Label: cmp.Or(b.label(p), placeLabel(p.types())),
		})
	}
}

func (b *vcardBuilder) readMessenger(p *vcardProperty, service string) {
	if value := oneLine(p.text()); value != "" {
		b.point(p, domain.ContactPoint{
			Kind: domain.PointIdentity, Service: service, Value: value,
			Label: cmp.Or(b.label(p), placeLabel(p.types())),
		})
	}
}

// knownService gives the names that programs use for a service one spelling.
// Others stay as they are written.
func knownService(name string) string {
	switch lower := strings.ToLower(strings.ReplaceAll(name, " ", "")); lower {
	case "twitter", "x":
		return "x"
	case "jabber", "xmpp":
		return "xmpp"
	case "googletalk", "gtalk":
		return "google-talk"
	case "gadugadu", "gg":
		return "gadu-gadu"
	case "ymsgr", "yahoo", "yahoo!":
		return "yahoo"
	case "msnim", "msn":
		return "msn"
	case "linkedin", "xing", "github", "gitlab", "facebook", "instagram", "mastodon", "skype", "aim", "icq", "qq",
		"matrix", "telegram", "signal", "bluesky", "sip", "irc", "whatsapp", "threema", "flickr", "myspace":
		return lower
	}
	return strings.TrimSpace(name)
}

func isScheme(text string) bool {
	for _, r := range text {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '+' {
			return false
		}
	}
	return text != ""
}
