package workspace

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"kontor/domain"
	"kontor/exchange"
	"kontor/match"
)

// profileOf is a contact as far as it says who somebody is.
func profileOf(c exchange.Contact) match.Profile {
	p := match.Profile{Name: c.Name, Organisation: c.Organisation, Birthday: c.Birthday}
	for _, point := range c.Points {
		addToProfile(&p, point)
	}
	return p
}

func addToProfile(p *match.Profile, point domain.ContactPoint) {
	switch point.Kind {
	case domain.PointEmail:
		p.Emails = append(p.Emails, point.Value)
	case domain.PointPhone:
		if e164, ok := exchange.NormalPhone(point.Value, exchange.PhoneRegion); ok {
			p.Phones = append(p.Phones, e164)
		}
	case domain.PointIdentity:
		p.Identities = append(p.Identities, point.Service+":"+point.Value)
	}
}

// fingerprint tells whether a card is still the same, word for word.
func fingerprint(c exchange.Contact) string {
	c.Line, c.Warnings = 0, nil
	data, err := json.Marshal(c)
	if err != nil {
		panic("a contact is plain data: " + err.Error())
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// knowsCard reports whether a card was there before, word for word.
func knowsCard(d domain.Dossier, uid, print string) bool {
	v := d.Get(domain.UIDField(uid))
	return v != nil && slices.Contains(strings.Fields(v.Text), print)
}

// cardKnown notes the state of a card. Where a file has several cards under one
// identifier, all their states are kept beside one another; else they would
// replace each other's values each time the file is read.
func (p *planner) cardKnown(d domain.Dossier, uid, print string) domain.Change {
	f := domain.UIDField(uid)
	if fact, ok := d[f]; ok && fact.Origin == p.origin {
		print = fact.Value.Text + " " + print
	}
	return d.SetChange(f, domain.TextValue(print))
}

// newValues are the changes that describe a contact of whom nothing is known.
func (p *planner) newValues(c exchange.Contact) []domain.Change {
	d := domain.Dossier{}
	var changes []domain.Change
	set := func(f domain.Field, v *domain.Value) {
		if d.Get(f) == nil {
			d[f] = domain.Fact{Value: *v}
			changes = append(changes, domain.Change{Field: f, Now: v})
		}
	}
	if c.IsOrganisation {
		set(domain.FieldName, domain.TextValue(organisationName(c)))
	} else if !c.Name.IsZero() {
		set(domain.FieldName, domain.NameValue(c.Name))
	}
	for _, point := range distinctPoints(c.Points) {
		point.ID = p.w.NewID()
		set(domain.PointField(point.ID), domain.PointValue(point))
	}
	for f, v := range p.single(c) {
		set(f, v)
	}
	slices.SortStableFunc(changes, func(a, b domain.Change) int { return strings.Compare(string(a.Field), string(b.Field)) })
	return changes
}

func organisationName(c exchange.Contact) string {
	if c.Organisation != "" {
		return c.Organisation
	}
	return c.Name.Full()
}

// single are the values of which a record has one each, and the tags.
func (p *planner) single(c exchange.Contact) map[domain.Field]*domain.Value {
	values := map[domain.Field]*domain.Value{}
	if !c.Birthday.IsZero() && c.Birthday.Plausible() {
		values[domain.FieldBirthday] = domain.DateValue(c.Birthday)
	}
	for f, text := range map[domain.Field]string{domain.FieldLanguage: c.Language, domain.FieldNote: c.Note} {
		if text = strings.TrimSpace(text); text != "" {
			values[f] = domain.TextValue(text)
		}
	}
	for _, tag := range c.Categories {
		if tag = domain.NormalTag(tag); tag != "" {
			values[domain.TagField(tag)] = domain.TextValue(tag)
		}
	}
	for name, text := range c.Extra {
		if strings.TrimSpace(text) != "" {
			values[domain.ExtraField(name)] = domain.TextValue(text)
		}
	}
	if c.Connected != "" {
		values[domain.ExtraField("connected")] = domain.TextValue(c.Connected)
	}
	if c.PhotoURL != "" {
		values[domain.ExtraField("photo-url")] = domain.TextValue(c.PhotoURL)
	}
	for _, r := range c.Relations {
		if r.Name != "" {
			values[domain.ExtraField("relation:"+r.Kind+":"+r.Name)] = domain.TextValue(r.Name)
		}
	}
	return values
}

// updates are the changes that a card brings to a person or an organisation
// that is known. sameCard is true where the card itself was imported before.
//
// A value that a person entered or changed by hand is never overwritten, and one
// that a person took out is not brought back; a value that an import brought is
// replaced only by a newer state of the same card.
func (p *planner) updates(d domain.Dossier, c exchange.Contact, sameCard bool, past past) []domain.Change {
	var changes []domain.Change
	change := func(f domain.Field, now *domain.Value) {
		if ch := d.SetChange(f, now); !equalValue(ch.Was, now) {
			changes = append(changes, ch)
		}
	}
	if !c.IsOrganisation && !c.Name.IsZero() {
		if name, better := betterName(d, past.name(c.Name), sameCard); better {
			change(domain.FieldName, domain.NameValue(name))
		}
	}
	known := d.Points()
	for _, point := range distinctPoints(c.Points) {
		if !past.point(point) && !slices.ContainsFunc(known, func(k domain.ContactPoint) bool { return samePoint(k, point) }) {
			point.ID, point.Preferred = p.w.NewID(), false
			change(domain.PointField(point.ID), domain.PointValue(point))
		}
	}
	values := p.single(c)
	fields := make([]domain.Field, 0, len(values))
	for f := range values {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	for _, f := range fields {
		now, was := values[f], d.Get(f)
		switch {
		case past.value(f, now):
		case was == nil:
			change(f, now)
		case f == domain.FieldNote && !sameCard && !strings.Contains(was.Text, now.Text):
			change(f, domain.TextValue(was.Text+"\n\n"+now.Text))
		case sameCard && d[f].Origin.How == domain.OriginImport:
			change(f, now)
		}
	}
	return changes
}

func equalValue(a, b *domain.Value) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// betterName is the name that a card brings where it says more than is known.
func betterName(d domain.Dossier, name domain.Name, sameCard bool) (domain.Name, bool) {
	v := d.Get(domain.FieldName)
	if v == nil || v.Name == nil {
		return name, true
	}
	was := *v.Name
	if sameCard && d[domain.FieldName].Origin.How == domain.OriginImport {
		return name, was != name
	}
	if was.Given == "" && was.Family == "" {
		return name, (name.Given != "" || name.Family != "") && d[domain.FieldName].Origin.How != domain.OriginManual
	}
	filled := was
	fill := func(into *string, from string) {
		if *into == "" {
			*into = from
		}
	}
	fill(&filled.Title, name.Title)
	fill(&filled.Given, name.Given)
	fill(&filled.Middle, name.Middle)
	fill(&filled.Suffix, name.Suffix)
	fill(&filled.Phonetic, name.Phonetic)
	fill(&filled.Nickname, name.Nickname)
	fill(&filled.Former, name.Former)
	return filled, filled != was
}

func distinctPoints(points []domain.ContactPoint) []domain.ContactPoint {
	var distinct []domain.ContactPoint
	for _, point := range points {
		if !slices.ContainsFunc(distinct, func(d domain.ContactPoint) bool { return samePoint(d, point) }) {
			distinct = append(distinct, point)
		}
	}
	return distinct
}

// samePoint reports whether two contact points reach the same.
func samePoint(a, b domain.ContactPoint) bool {
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case domain.PointAddress:
		return a.Address != nil && b.Address != nil && *a.Address == *b.Address
	case domain.PointPhone:
		x, okX := exchange.NormalPhone(a.Value, exchange.PhoneRegion)
		y, okY := exchange.NormalPhone(b.Value, exchange.PhoneRegion)
		if okX && okY {
			return x == y
		}
		return digits(a.Value) == digits(b.Value)
	case domain.PointIdentity:
		return strings.EqualFold(a.Service, b.Service) && strings.EqualFold(a.Value, b.Value)
	default:
		return strings.EqualFold(strings.TrimSuffix(a.Value, "/"), strings.TrimSuffix(b.Value, "/"))
	}
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, s)
}
