package exchange

import (
	"regexp"
	"strings"

	"kontor/domain"
)

var (
	mastodonHandle = regexp.MustCompile(`@[\w.-]+@[\w-]+(?:\.[\w-]+)+`)
	emailAddress   = regexp.MustCompile(`(?i)(?:mailto:)?[\p{L}\d._%+'-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+`)
	// hiddenAt is how people hide an address from machines: name (at) house.example.
	hiddenAt   = regexp.MustCompile(`(?i)\s?[\[({]\s?(?:at|ät)\s?[\])}]\s?`)
	webAddress = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s<>|,;"]+|\b[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.(?:de|com|net|org|eu|at|ch|io|info|biz|dev|app|example|uk|fr|nl|it|berlin|hamburg|koeln|wien|swiss|social)\b(?:/[^\s<>|,;"]*)?`)
	// serviceAccount is an account beside the name of its service.
	serviceAccount = regexp.MustCompile(`(?i)^(linkedin|xing|github|gitlab|mastodon|twitter|x|skype|threema|signal|matrix|instagram|facebook|bluesky|telegram)\s*[:=–-]\s*(\S+)$`)
	contactLabel   = regexp.MustCompile(`(?i)\b(?:e-?\s?mails?|mail|web(?:site|seite)?|internet|homepage|url|online|blog|linkedin|xing|github|mastodon|twitter|facebook|instagram|telefon|tel|fon|phone|fax|telefax|mobil|mobile|cell|handy|direct|office|büro)\b\s*[.:]?\s*$`)
	phoneNumber    = `\+?\(?\d[\d\s()/.–-]{4,}\d(?:\s*(?:ext|x|dw)\.?\s?\d{1,6})?`
	labelledPhone  = regexp.MustCompile(`(?i)(?:^|[\s,;/|(])(telefon|telephone|tel|phone|ph|fon|mobil(?:e|telefon|funk)?|handy|cell(?:phone)?|telefax|fax|direct|durchwahl|zentrale|office|büro|t|m|f|p|d|o|c)\s*[.:)]*\s*(` + phoneNumber + `)`)
	dateAlone      = regexp.MustCompile(`^\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}$|^\d{4}-\d\d-\d\d$`)
	wholeNumber    = regexp.MustCompile(`^(?:☎|📞|📱|✆)?\s*(` + phoneNumber + `)$`)
)

// takeAccounts takes e-mail addresses, web addresses and accounts out of a
// segment and gives what is left of it.
func (s *signature) takeAccounts(segment string) string {
	if m := serviceAccount.FindStringSubmatch(segment); m != nil && !strings.Contains(m[2], "//") {
		account := strings.TrimRight(m[2], ".,;")
		if service := serviceOfURL(account); service == "" || strings.HasPrefix(account, "@") {
			s.addPoint(domain.ContactPoint{Kind: domain.PointIdentity, Service: knownService(m[1]), Value: account})
			return ""
		}
	}
	segment = mastodonHandle.ReplaceAllStringFunc(segment, func(handle string) string {
		s.addPoint(domain.ContactPoint{Kind: domain.PointIdentity, Service: "mastodon", Value: handle})
		return " "
	})
	segment = hiddenAt.ReplaceAllString(segment, "@")
	segment = emailAddress.ReplaceAllStringFunc(segment, func(address string) string {
		address, _ = cutPrefixFold(address, "mailto:")
		s.addPoint(domain.ContactPoint{Kind: domain.PointEmail, Value: strings.Trim(address, ".-'")})
		return " "
	})
	segment = webAddress.ReplaceAllStringFunc(segment, func(address string) string {
		s.addPoint(webPoint(strings.TrimRight(address, ".)/"), ""))
		return " "
	})
	return segment
}

// takeNumbers takes the phone numbers out of a segment.
func (s *signature) takeNumbers(segment string) string {
	if m := wholeNumber.FindStringSubmatch(segment); m != nil && !dateAlone.MatchString(segment) {
		if s.addPhone("", m[1]) {
			return ""
		}
	}
	for {
		m := labelledPhone.FindStringSubmatchIndex(segment)
		if m == nil || !s.addPhone(segment[m[2]:m[3]], segment[m[4]:m[5]]) {
			return segment
		}
		segment = segment[:m[0]] + " " + segment[m[1]:]
	}
}

func (s *signature) addPhone(label, number string) bool {
	number = oneLine(strings.Trim(number, " .-/"))
	if _, ok := NormalPhone(number, ""); !ok {
		return false
	}
	kind := ""
	switch strings.ToLower(label) {
	case "fax", "telefax", "f":
		kind = "fax"
	case "mobil", "mobile", "mobiltelefon", "mobilfunk", "handy", "cell", "cellphone", "m", "c":
		kind = "mobile"
	case "zentrale":
		kind = "main"
	case "":
		if isMobileNumber(number) {
			kind = "mobile"
		}
	}
	s.addPoint(domain.ContactPoint{Kind: domain.PointPhone, Label: kind, Value: number})
	return true
}

// isLabelOnly reports whether nothing is left of a segment but the word before
// an address or a number that was taken.
func isLabelOnly(segment string) bool {
	for segment != "" {
		shorter := strings.Trim(contactLabel.ReplaceAllString(segment, ""), " .:,;()/&+☎📞📱✉✆🌐🏠📧")
		if shorter == segment {
			break
		}
		segment = shorter
	}
	switch strings.ToLower(strings.Trim(segment, " .:()[]<>")) {
	case "", "e", "m", "t", "f", "w", "p", "i", "und", "and", "oder", "or", "auf", "on", "me", "email":
		return true
	}
	return false
}
