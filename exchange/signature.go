package exchange

import (
	"strings"

	"kontor/domain"
)

// ReadSignature proposes a contact from the signature under a mail, German or
// English, as it was pasted: name, position, company, address, numbers and
// accounts. It reads what it recognises and leaves out the rest; the imprint
// (register, tax number, directors) goes to Extra. More than 200 lines or 64 KiB
// are not read: from a longer text, only the end.
func ReadSignature(text string) Contact {
	return readSignature(signatureLines(text), "")
}

// readSignature reads lines that are known to be a signature. The hint is the
// sender's name where the mail gives it.
func readSignature(lines []string, hint string) Contact {
	s := signature{hint: hint}
	for _, line := range lines {
		if line == "" {
			s.endParagraph()
			continue
		}
		for _, segment := range signatureSegments(line) {
			s.take(segment)
		}
	}
	return s.finish()
}

// signature collects what the lines of a signature say. What is not recognised
// by its form is decided at the end by its place.
type signature struct {
	hint    string
	contact Contact
	texts   []signatureText // lines that are only words, in their order
	nameAt  int             // the line of the name

	addresses []domain.Address
	pending   string // a line that is a street if a post code follows
	pendingAt int    // its place in texts
	inAddress bool   // the last segment belonged to an address
	legal     string // the last entry of the imprint, which may go on
	skipping  bool   // within a disclaimer, up to the next blank line
}

// signatureText is a line of words and what it is taken for.
type signatureText struct {
	text string
	used bool
}

func (s *signature) endParagraph() {
	s.skipping, s.legal = false, ""
}

// take recognises one segment of a line.
func (s *signature) take(segment string) {
	if s.skipping {
		return
	}
	if isDisclaimer(segment) {
		s.skipping = true
		return
	}
	if s.takeImprint(segment) {
		s.inAddress = false
		return
	}
	segment = s.takeAccounts(segment)
	segment = s.takeNumbers(segment)
	segment = trimSegment(segment)
	if segment == "" || isLabelOnly(segment) {
		return
	}
	if _, _, ok := postCodeLine(segment); ok { // "Philadelphia, PA 19103"
		s.takeWords(segment)
		return
	}
	if pieces := addressPieces(segment); len(pieces) > 1 && holdsAddress(pieces) {
		for _, piece := range pieces {
			s.takeWords(trimSegment(piece))
		}
		return
	}
	s.takeWords(segment)
}

// takeWords recognises the parts of an address and keeps all other words.
func (s *signature) takeWords(text string) {
	if text == "" {
		return
	}
	if code, city, ok := postCodeLine(text); ok {
		s.takeCity(code, city)
		return
	}
	last := len(s.addresses) - 1
	switch {
	case s.inAddress && isCountry(text):
		s.addresses[last].Country = text
	case s.inAddress && s.addresses[last].Street == "" && isStreet(text):
		s.addresses[last].Street = text
	default:
		s.inAddress = false
		s.texts = append(s.texts, signatureText{text: text})
		beside := s.pending != "" && s.pendingAt == len(s.texts)-2 && !streetWord.MatchString(text)
		if isStreet(text) && !beside { // "Suite 400" below the street is none
			s.pending, s.pendingAt = text, len(s.texts)-1
		}
	}
}

// takeCity begins an address; the street stands before it.
func (s *signature) takeCity(code, city string) {
	city, country := splitCountry(city)
	address := domain.Address{City: city, Country: country}
	address.Region, address.PostCode = splitRegion(code)
	if s.pending != "" && s.pendingAt >= len(s.texts)-2 {
		address.Street = s.pending
		s.texts[s.pendingAt].used = true
		if s.pendingAt == len(s.texts)-2 { // "Frauenplan 1", "Hinterhaus"
			address.Extended = s.texts[len(s.texts)-1].text
			s.texts[len(s.texts)-1].used = true
		}
	}
	s.pending = ""
	s.addresses = append(s.addresses, address)
	s.inAddress = true
}

// finish decides what the words mean and puts the contact together.
func (s *signature) finish() Contact {
	c := &s.contact
	s.findOrganisation()
	s.findName()
	s.findPosition()
	for i := range s.addresses {
		c.Points = append(c.Points, domain.ContactPoint{Kind: domain.PointAddress, Address: &s.addresses[i]})
	}
	hasName := c.Name != (domain.Name{})
	c.IsOrganisation = !hasName && c.Organisation != ""
	if c.Organisation != "" {
		for i := range c.Points {
			if p := &c.Points[i]; p.Label == "" && (p.Kind == domain.PointPhone || p.Kind == domain.PointEmail || p.Kind == domain.PointAddress) {
				p.Label = "work"
			}
		}
	}
	return *c
}

// addPoint adds a contact point, once.
func (s *signature) addPoint(point domain.ContactPoint) {
	for _, p := range s.contact.Points {
		if p.Kind == point.Kind && strings.EqualFold(p.Value, point.Value) {
			return
		}
	}
	s.contact.Points = append(s.contact.Points, point)
}
