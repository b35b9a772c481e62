package demo

import (
	"strconv"
	"time"

	"kontor/domain"
)

// organisation is what the story remembers of one.
type organisation struct {
	id      domain.ID
	domain  string
	town    town
	kind    domain.CommunityKind
	newest  int32 // the person who was added last; the others follow from there
	members int32
}

const nobody = -1

// enter adds an organisation of the circle unless it is there.
func (s *story) enter(key string, at time.Time) int32 {
	if i, ok := s.byKey[key]; ok {
		return i
	}
	for _, h := range s.texts.houses {
		if h.key != key {
			continue
		}
		parent := int32(nobody)
		if h.parent != "" {
			parent = s.enter(h.parent, at)
		}
		i := s.addOrganisation(at, h, parent)
		s.byKey[key] = i
		return i
	}
	return nobody
}

// invent adds an organisation that is not of the circle.
func (s *story) invent(at time.Time) int32 {
	h := s.newHouse()
	parent := int32(nobody)
	if s.dice.chance(0.06) {
		parent = int32(s.dice.IntN(len(s.organisations)))
	}
	return s.addOrganisation(at, h, parent)
}

func (s *story) addOrganisation(at time.Time, h house, parent int32) int32 {
	o := organisation{
		id: s.id(at), town: town{h.town, h.postCode, h.country}, kind: h.community, newest: nobody,
		domain: s.unique(h.key, ".example"),
	}
	index := int32(len(s.organisations))
	s.organisations = append(s.organisations, o)
	record := domain.Stream{Kind: domain.KindOrganisation, ID: o.id}
	changes := []domain.Change{textFact(domain.FieldName, h.name), textFact(domain.FieldLegalName, h.legal)}
	if h.description != "" {
		changes = append(changes, textFact(domain.FieldDescription, h.description))
	}
	for _, tag := range h.tags {
		changes = append(changes, textFact(domain.TagField(tag), domain.NormalTag(tag)))
	}
	changes = append(changes,
		s.point(at, domain.ContactPoint{Kind: domain.PointDomain, Value: o.domain}),
		s.point(at, domain.ContactPoint{Kind: domain.PointURL, Label: "work", Value: "https://www." + o.domain}),
		s.point(at, domain.ContactPoint{Kind: domain.PointEmail, Label: "work", Value: s.unique("kontakt", "@"+o.domain)}),
		s.point(at, domain.ContactPoint{Kind: domain.PointPhone, Label: "work", Value: s.phone()}),
		s.point(at, domain.ContactPoint{Kind: domain.PointAddress, Label: "work", Address: &domain.Address{
			Street: h.street, PostCode: h.postCode, City: h.town, Country: h.country,
		}}),
	)
	if s.fields.customerNumber != domain.None && h.community == domain.CommunityCustomers {
		changes = append(changes, textFact(domain.CustomField(s.fields.customerNumber), "K-"+strconv.Itoa(10200+int(index)*7)))
	}
	commands := []domain.Command{domain.AddRecord{Record: record, Origin: origin, Changes: changes}}
	owner := s.members[int(index)%len(s.members)].id
	if s.dice.chance(0.8) {
		commands = append(commands, domain.AssignOwner{Record: record, Member: owner})
	}
	if parent != nobody {
		commands = append(commands, domain.PlaceOrganisation{Organisation: o.id, Parent: s.organisations[parent].id})
	}
	s.step(at, owner, "add-organisation", commands...)
	return index
}

// trade is what organisations of a community do: how they are called and which
// legal forms they have.
type trade struct {
	kind   domain.CommunityKind
	share  float64
	family []string // follows a family name
	place  []string // precedes a town
	legal  []string
}

var trades = []trade{
	{
		domain.CommunityCustomers, 0.42,
		[]string{" Verlag", " & Söhne Verlag", " Bühnen", " Buchhandlung", " Musikverlag"},
		[]string{"Stadttheater ", "Verlagshaus ", "Stadtbibliothek ", "Kammerspiele "},
		[]string{"GmbH", "GmbH & Co. KG", "gGmbH", "e. K.", "KG"},
	},
	{
		domain.CommunityIntegrators, 0.1,
		[]string{" Systemhaus", " Datentechnik", " IT-Dienste"},
		[]string{"Systemhaus ", "Rechenwerk "},
		[]string{"GmbH", "GmbH & Co. KG", "UG (haftungsbeschränkt)"},
	},
	{
		domain.CommunityDevelopers, 0.1,
		[]string{" Software", " Werkzeugbau Software", " Digital"},
		[]string{"Softwarehaus ", "Codewerk "},
		[]string{"GmbH", "eG", "UG (haftungsbeschränkt)"},
	},
	{
		domain.CommunityPartners, 0.08,
		[]string{" Medien", " & Partner", " Bühnentechnik"},
		[]string{"Mediendienst "},
		[]string{"GmbH", "KG"},
	},
	{
		domain.CommunitySalesAgents, 0.08,
		[]string{" Handelsvertretung", " & Töchter", " Vertrieb"},
		[]string{"Handelskontor "},
		[]string{"OHG", "e. K.", "GmbH"},
	},
	{
		domain.CommunityConsultants, 0.07,
		[]string{" Beratung", " & Kollegen"},
		[]string{"Beratungskreis "},
		[]string{"PartG", "GmbH"},
	},
	{
		domain.CommunitySuppliers, 0.09,
		[]string{" Druck", " Papier", " Holzwerkstätten", " Logistik"},
		[]string{"Druckhaus ", "Papiermühle "},
		[]string{"KG", "GmbH", "GmbH & Co. KG"},
	},
	{
		domain.CommunityOpinionLeaders, 0.06,
		[]string{" Magazin", " Fachmedien"},
		[]string{"Anzeiger ", "Neue Blätter ", "Rundschau "},
		[]string{"GmbH", "Verlags-GmbH", "e. V."},
	},
}

// legalAbroad maps German legal forms to those of the neighbours.
var legalAbroad = map[string]map[string]string{
	"AT": {"OHG": "OG", "GmbH & Co. KG": "GmbH & Co KG", "e. K.": "e. U.", "UG (haftungsbeschränkt)": "GmbH", "PartG": "OG", "eG": "eGen", "e. V.": "Verein"},
	"CH": {"GmbH & Co. KG": "AG", "KG": "AG", "OHG": "GmbH", "e. K.": "GmbH", "UG (haftungsbeschränkt)": "GmbH", "gGmbH": "Stiftung", "PartG": "AG", "eG": "Genossenschaft", "Verlags-GmbH": "Verlags-AG", "e. V.": "Verein"},
}

// newHouse makes up an organisation.
func (s *story) newHouse() house {
	shares := make([]float64, len(trades))
	for i, t := range trades {
		shares[i] = t.share
	}
	t := trades[byWeight(s.dice, shares)]
	place := oneOf(s.dice, towns)
	h := house{
		town: place.name, postCode: place.postCode, country: place.country, street: s.street(),
		community: t.kind, description: s.tongue.trades[t.kind],
	}
	families := "de familie"
	switch {
	case place.country == "AT" && s.dice.chance(0.6):
		families = "at familie"
	case place.country == "CH" && s.dice.chance(0.7):
		families = "ch familie"
	}
	h.name = oneOf(s.dice, s.texts.names[families]).native + oneOf(s.dice, t.family)
	if named := oneOf(s.dice, t.place) + place.name; s.dice.chance(0.2) && !s.taken[plain(named)+".example"] {
		h.name = named
	}
	h.key = plain(h.name)
	if s.taken[h.key+".example"] { // another one of that name is told apart by its town
		if named := h.name + " " + place.name; !s.taken[plain(named)+".example"] {
			h.name, h.key = named, plain(named)
		}
	}
	legal := oneOf(s.dice, t.legal)
	if abroad, ok := legalAbroad[place.country][legal]; ok {
		legal = abroad
	}
	h.legal = h.name + " " + legal
	return h
}
