package exchange

import (
	"net/url"
	"strings"

	"kontor/domain"
)

func (w *vcardWriter) point(p domain.ContactPoint) {
	switch p.Kind {
	case domain.PointPhone:
		w.typed("TEL", p, phoneTypes(p.Label), escapeVCard(p.Value))
	case domain.PointEmail:
		head := "EMAIL;TYPE=INTERNET"
		if w.v4 {
			head = "EMAIL"
		}
		w.typed(head, p, placeTypes(p.Label), escapeVCard(p.Value))
	case domain.PointAddress:
		if p.Address != nil {
			a := p.Address
			w.typed("ADR", p, placeTypes(p.Label), joinEscaped("", a.Extended, a.Street, a.City, a.Region, a.PostCode, a.Country))
		}
	case domain.PointURL:
		w.typed("URL", p, placeTypes(p.Label), escapeURI(p.Value))
	case domain.PointIdentity:
		w.identity(p)
	case domain.PointDomain:
		w.typed("X-KONTOR-DOMAIN", p, nil, escapeVCard(p.Value))
	}
}

// typed writes a contact point. A label that vCard has types for is written as
// those, any other as Apple does.
func (w *vcardWriter) typed(head string, p domain.ContactPoint, types []string, value string) {
	for _, t := range types {
		head += ";TYPE=" + w.typeName(t)
	}
	if p.Preferred && w.v4 {
		head += ";PREF=1"
	} else if p.Preferred {
		head += ";TYPE=PREF"
	}
	label := p.Label
	if len(types) > 0 {
		label = ""
	}
	w.labelled(label, head, value)
}

// typeName writes types as their standard does: large in 3.0, small in 4.0.
func (w *vcardWriter) typeName(t string) string {
	if w.v4 {
		return strings.ToLower(t)
	}
	return t
}

func phoneTypes(label string) []string {
	switch label {
	case "mobile":
		return []string{"CELL"}
	case "fax":
		return []string{"WORK", "FAX"}
	case "home fax":
		return []string{"HOME", "FAX"}
	case "pager":
		return []string{"PAGER"}
	}
	return placeTypes(label)
}

func placeTypes(label string) []string {
	switch label {
	case "work":
		return []string{"WORK"}
	case "home":
		return []string{"HOME"}
	}
	return nil
}

// identity writes an account: where messages are sent to it as IMPP, else as a
// profile.
func (w *vcardWriter) identity(p domain.ContactPoint) {
	switch p.Service {
	case "xmpp":
		w.typed("IMPP;X-SERVICE-TYPE=Jabber", p, nil, "xmpp:"+escapeVCard(p.Value))
		return
	case "skype", "sip", "icq", "aim", "irc", "matrix":
		w.typed("IMPP;X-SERVICE-TYPE="+p.Service, p, nil, p.Service+":"+escapeVCard(url.PathEscape(p.Value)))
		return
	}
	head := "X-SOCIALPROFILE"
	switch {
	case p.Service == "":
	case w.v4:
		head = `SOCIALPROFILE;VALUE=text;SERVICE-TYPE="` + escapeParam(p.Service) + `"`
	case isLettersOnly(p.Service):
		head += ";TYPE=" + p.Service
	default:
		head += `;X-SERVICE-TYPE="` + escapeParam(p.Service) + `"`
	}
	w.typed(head, p, nil, escapeVCard(p.Value))
}
