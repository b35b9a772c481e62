package exchange

import (
	"cmp"
	"slices"
	"strings"

	"kontor/domain"
)

// vcardEnvelope is an address as it is written on an envelope (LABEL).
type vcardEnvelope struct {
	property *vcardProperty
	label    string
	text     string
}

func (b *vcardBuilder) readAddress(p *vcardProperty) {
	parts := append(p.components(), "", "", "", "", "", "", "")
	box, extended, street := parts[0], parts[1], parts[2]
	label := cmp.Or(b.label(p), placeLabel(p.types()))
	if onlyOne := singleComponent(parts); onlyOne != "" && (onlyOne != street || strings.Contains(onlyOne, "\n")) {
		// Gmail puts what it could not take apart into one component.
		if address, ok := addressOfText(onlyOne); ok {
			b.address(p, label, address)
			return
		}
		b.address(p, label, domain.Address{Street: onlyOne})
		return
	}
	if isNumberOnly(box) {
		box = "PO Box " + box
	}
	address := domain.Address{
		Street: street, Extended: strings.Trim(box+", "+extended, ", "),
		City: oneLine(parts[3]), Region: oneLine(parts[4]), PostCode: oneLine(parts[5]), Country: oneLine(parts[6]),
	}
	if address == (domain.Address{}) {
		if text := p.param("LABEL"); text != "" {
			b.envelope(p, label, text)
		}
		return
	}
	b.address(p, label, address)
}

func (b *vcardBuilder) address(p *vcardProperty, label string, address domain.Address) {
	b.point(p, domain.ContactPoint{Kind: domain.PointAddress, Label: label, Address: &address})
}

// singleComponent gives the text of an address that has all in its first two
// or its last component.
func singleComponent(parts []string) string {
	only := ""
	for i, part := range parts {
		if part == "" {
			continue
		}
		if only != "" || i > 2 {
			return ""
		}
		only = part
	}
	if !strings.ContainsAny(only, "\n,") {
		return ""
	}
	return only
}

func isNumberOnly(text string) bool {
	return text != "" && strings.Trim(text, "0123456789 ") == ""
}

// readEnvelope keeps the text of an address in case that nothing else is known of it.
func (b *vcardBuilder) readEnvelope(p *vcardProperty) {
	b.envelope(p, cmp.Or(b.label(p), placeLabel(p.types())), p.text())
}

// envelopeLimit keeps a hostile card from comparing everything with everything.
const envelopeLimit = 50

func (b *vcardBuilder) envelope(p *vcardProperty, label, text string) {
	if len(b.envelopes) == envelopeLimit {
		b.extra("LABEL", text)
		return
	}
	b.envelopes = append(b.envelopes, vcardEnvelope{p, label, text})
}

// finishEnvelopes reads the envelopes for which the card has no address in parts.
func (b *vcardBuilder) finishEnvelopes() {
	for _, e := range b.envelopes {
		known := slices.ContainsFunc(b.contact.Points, func(p domain.ContactPoint) bool {
			return p.Kind == domain.PointAddress &&
				(p.Label == e.label || p.Address.Street != "" && strings.Contains(oneLine(e.text), oneLine(p.Address.Street)))
		})
		if known || strings.TrimSpace(e.text) == "" {
			continue
		}
		address, ok := addressOfText(e.text)
		if !ok {
			address = domain.Address{Street: e.text}
		}
		b.address(e.property, e.label, address)
	}
}

// addressOfText reads an address whose lines, or parts between commas, say
// street, post code and city, and country. It reports false if it finds no
// post code with a city.
func addressOfText(text string) (domain.Address, bool) {
	separators := "\n"
	if !strings.Contains(strings.TrimSpace(text), "\n") {
		separators = ","
	}
	var address domain.Address
	var before []string
	for line := range strings.SplitSeq(text, separators) {
		line = oneLine(line)
		switch code, city, ok := postCodeLine(line); {
		case line == "":
		case ok && address.City == "":
			address.City = city
			address.Region, address.PostCode = splitRegion(code)
		case address.City == "":
			before = append(before, line)
		case address.Country == "":
			address.Country = line
		default:
			before = append(before, line)
		}
	}
	if address.City == "" {
		return domain.Address{}, false
	}
	if len(before) > 0 {
		address.Street = before[len(before)-1]
		if at := slices.IndexFunc(before, isStreet); at >= 0 {
			address.Street = before[at]
			before = append(before[:at:at], before[at+1:]...)
		} else {
			before = before[:len(before)-1]
		}
		address.Extended = strings.Join(before, ", ")
	}
	return address, true
}
