package demo

import (
	"slices"
	"time"

	"kontor/domain"
)

// person is what the story remembers of somebody.
type person struct {
	id             domain.ID
	short          string // as mentioned: "Charlotte von Stein"
	formal         string // as addressed: "Frau von Stein"
	woman, english bool
	organisation   int32
	colleague      int32 // the one who was added before at the same organisation
	community      uint8
	owner          uint8
	affiliation    domain.ID
	title          string
	since          domain.PartialDate // at the organisation
	weight         float64
	quietFrom      int64 // Unix time from which on nobody talks to them

	// What was being talked about the last time.
	theme   *theme
	stage   uint8
	subject string
}

// turn is when a person is the next to talk to, in a time of its own that
// passes as fast as people are talked to.
type turn struct {
	at     float64
	person int32
}

// arrive adds the next person.
func (s *story) arrive(at time.Time) {
	i := int32(len(s.people))
	s.joined++
	var f figure
	var o int32
	if int(i) < len(s.circle) {
		f = s.circle[i]
		o = s.enter(f.house, at)
	} else {
		o = s.employer(int(i), at)
		f = s.invented(o)
	}
	p := person{
		id: s.id(at), short: f.name.Short(), woman: f.woman, english: f.english, organisation: o,
		community: s.communityIndex(f.joins[0].kind), weight: f.weight, affiliation: s.id(at),
		formal: s.formal(f), colleague: s.organisations[o].newest, title: f.title,
		since: domain.PartialDate{Year: at.Year() - s.dice.IntN(9), Month: s.dice.between(1, int(at.Month()))},
	}
	p.owner = uint8(s.dice.IntN(len(s.members)))
	if s.dice.chance(0.3) {
		p.owner = 0
	}
	p.quietFrom = s.Now.AddDate(0, 0, 1).Unix()
	if f.quiet > 2 {
		p.quietFrom = s.Now.AddDate(0, 0, -f.quiet).Unix()
	}
	if int(i) < len(s.circle) && s.Conversations >= 2*s.People {
		s.talkOnce(i, f.quiet)
	}
	s.organisations[o].newest = i
	s.organisations[o].members++
	s.people = append(s.people, p)
	if f.name.Family != "" {
		if _, taken := s.byFamily[f.name.Family]; !taken && int(i) < len(s.circle) {
			s.byFamily[f.name.Family] = i
		}
	}
	s.step(at, s.members[p.owner].id, "add-person", s.introduce(at, i, f)...)
	s.meet(i)
	if p.quietFrom > at.Unix() && s.dice.chance(0.05) && int(i) >= len(s.circle) {
		s.later(s.laterOn(at, s.dice.between(60, 700)), func(at time.Time) { s.changeJob(at, i) })
	}
}

func (s *story) formal(f figure) string {
	family := f.name.Family
	if f.name.Particle != "" {
		family = f.name.Particle + " " + family
	}
	if f.name.Title != "" {
		family = f.name.Title + " " + family
	}
	switch {
	case f.english && f.woman:
		return "Ms " + family
	case f.english:
		return "Mr " + family
	case f.woman:
		return s.tongue.woman + family
	}
	return s.tongue.man + family
}

// meet gives a new person a first turn, soon.
func (s *story) meet(i int32) {
	now := 0.0
	if s.turns.len() > 0 {
		now = s.turns.items[0].at
	}
	s.turns.push(turn{now + s.dice.Float64()*0.05/s.people[i].weight, i})
}

// talkOnce sees to it that the last conversation with one of the circle was so
// many days ago, so that lists show who was talked to lately and who was not.
func (s *story) talkOnce(i int32, daysAgo int) {
	at := s.laterOn(s.Now.AddDate(0, 0, -daysAgo), 0)
	if daysAgo == 0 {
		at = s.Now.Add(-time.Duration(20+i*40) * time.Minute)
	}
	if at.Before(s.clock) || at.After(s.Now) || at.Hour() < 8 {
		return
	}
	s.promised++
	s.later(at, func(at time.Time) {
		s.promised--
		s.owed++
		s.speak(s.open(at, i))
	})
}

// employer is where a new person works: now and then an organisation that is
// new itself, such that there are 14 for every 60 people.
func (s *story) employer(i int, at time.Time) int32 {
	perPeople, people := len(s.texts.houses), len(s.texts.circle)
	if (i+1)*perPeople/people > i*perPeople/people {
		return s.invent(at)
	}
	n := len(s.organisations)
	if s.dice.chance(0.3) { // some have many people
		return int32(float64(n) * s.dice.Float64() * s.dice.Float64() * s.dice.Float64())
	}
	return int32(s.dice.IntN(n))
}

// invented makes somebody up who works at an organisation.
func (s *story) invented(o int32) figure {
	from := s.newOrigin()
	name, woman := s.newName(from)
	kind := s.organisations[o].kind
	f := figure{
		name: name, woman: woman, english: from.language == "en", title: oneOf(s.dice, s.tongue.titles[kind]),
		joins: []joining{{kind: kind}}, weight: s.dice.around(1, 0.9),
	}
	switch r := s.dice.Float64(); {
	case r < 0.05:
		f.joins[0].roles = []string{"advocate"}
	case r < 0.08:
		f.joins[0].roles = []string{"multiplier"}
	case r < 0.11:
		f.joins[0].roles = []string{s.tongue.decides[0]}
		if woman {
			f.joins[0].roles[0] = s.tongue.decides[1]
		}
	}
	if s.dice.chance(0.12) {
		if second := oneOf(s.dice, s.communities).kind; second != kind && second != domain.CommunityEmployees {
			f.joins = append(f.joins, joining{kind: second})
		}
	}
	if s.dice.chance(0.35) {
		f.quiet = s.dice.between(20, 700)
	}
	if s.dice.chance(0.4) {
		f.birthday = domain.PartialDate{Month: s.dice.between(1, 12), Day: s.dice.between(1, 28)}
		if s.dice.chance(0.6) {
			f.birthday.Year = s.dice.between(1956, 2002)
		}
	}
	for range s.dice.IntN(3) {
		if tag := oneOf(s.dice, s.tongue.personTags); !slices.Contains(f.tags, tag) {
			f.tags = append(f.tags, tag)
		}
	}
	if s.dice.chance(0.12) {
		f.note = s.say(&s.texts.notes, s.about(int32(len(s.people)-1)))
	}
	return f
}

// introduce is the commands that make a person known.
func (s *story) introduce(at time.Time, i int32, f figure) []domain.Command {
	p := &s.people[i]
	record := domain.Stream{Kind: domain.KindPerson, ID: p.id}
	commands := []domain.Command{
		domain.AddRecord{Record: record, Origin: origin, Changes: s.facts(at, i, f)},
		domain.Affiliate{Person: p.id, Origin: origin, Affiliation: domain.Affiliation{
			ID: p.affiliation, Organisation: s.organisations[p.organisation].id, Title: p.title, From: p.since,
		}},
	}
	for _, j := range f.joins {
		commands = append(commands, domain.JoinCommunity{
			Person: p.id, Community: s.communities[s.communityIndex(j.kind)].id, Roles: j.roles,
			Since: domain.DayOf(at), Origin: origin,
		})
	}
	if s.dice.chance(0.85) {
		commands = append(commands, domain.AssignOwner{Record: record, Member: s.members[p.owner].id})
	}
	if s.dice.chance(0.12) {
		rhythm := oneOf(s.dice, []domain.Rhythm{14, 21, 30, 60, 120, 180})
		commands = append(commands, domain.SetRhythm{Record: record, Rhythm: rhythm})
	}
	if other, kind, ok := s.acquaintance(i, f); ok {
		relation := domain.Relation{ID: s.id(at), Other: s.people[other].id, Kind: kind}
		if kind == domain.RelationIntroducedBy && s.dice.chance(0.4) {
			relation.Note = s.say(&s.texts.acquainted, s.about(i))
		}
		commands = append(commands, domain.Relate{Person: p.id, Origin: origin, Relation: relation})
	}
	return commands
}

// acquaintance is somebody through whom we know the person, or a colleague.
func (s *story) acquaintance(i int32, f figure) (int32, domain.RelationKind, bool) {
	if f.introducedBy != "" {
		other, ok := s.byFamily[f.introducedBy]
		return other, domain.RelationIntroducedBy, ok && other != i
	}
	if i == 0 || int(i) < len(s.circle) || !s.dice.chance(0.15) {
		return 0, "", false
	}
	if c := s.people[i].colleague; c != nobody && s.dice.chance(0.5) {
		kinds := []domain.RelationKind{domain.RelationManager, domain.RelationColleague, domain.RelationAssistant}
		return c, oneOf(s.dice, kinds), true
	}
	return int32(s.dice.IntN(int(i))), domain.RelationIntroducedBy, true
}

// facts are what is known about a person.
func (s *story) facts(at time.Time, i int32, f figure) []domain.Change {
	o := s.organisations[s.people[i].organisation]
	given, family := latin(f.name)
	changes := []domain.Change{fact(domain.FieldName, domain.NameValue(f.name))}
	language := "de"
	if f.english {
		language = "en"
	}
	changes = append(changes, textFact(domain.FieldLanguage, language))
	if !f.birthday.IsZero() {
		changes = append(changes, fact(domain.FieldBirthday, domain.DateValue(f.birthday)))
	}
	if f.note != "" {
		changes = append(changes, textFact(domain.FieldNote, f.note))
	}
	for _, tag := range f.tags {
		changes = append(changes, textFact(domain.TagField(tag), domain.NormalTag(tag)))
	}
	if f.title != "" { // of somebody without a function only the name is known
		changes = s.ways(changes, at, given, family, o)
	}
	if s.fields.newsletter != domain.None && s.dice.chance(0.3) {
		yes := s.dice.chance(0.8)
		changes = append(changes, fact(domain.CustomField(s.fields.newsletter), &domain.Value{Yes: &yes}))
	}
	return changes
}

// ways adds the ways in which a person can be reached.
func (s *story) ways(changes []domain.Change, at time.Time, given, family string, o organisation) []domain.Change {
	add := func(p domain.ContactPoint) { changes = append(changes, s.point(at, p)) }
	if s.dice.chance(0.94) {
		add(domain.ContactPoint{Kind: domain.PointEmail, Label: "work", Value: s.email(given, family, o.domain), Preferred: true})
	}
	if s.dice.chance(0.12) {
		add(domain.ContactPoint{Kind: domain.PointEmail, Label: "home", Value: s.email("", given+" "+family, "post.example")})
	}
	if s.dice.chance(0.7) {
		add(domain.ContactPoint{Kind: domain.PointPhone, Label: "work", Value: s.phone()})
	}
	if s.dice.chance(0.5) {
		if number := s.mobile(); number != "" {
			add(domain.ContactPoint{Kind: domain.PointPhone, Label: "mobile", Value: number})
		}
	}
	if s.dice.chance(0.15) {
		t := o.town
		if s.dice.chance(0.5) {
			t = s.townIn(t.country)
		}
		add(domain.ContactPoint{Kind: domain.PointAddress, Label: "home", Address: &domain.Address{
			Street: s.street(), PostCode: t.postCode, City: t.name, Country: t.country,
		}})
	}
	account := plain(given + "-" + family)
	switch r := s.dice.Float64(); {
	case r < 0.1:
		add(domain.ContactPoint{Kind: domain.PointIdentity, Service: "mastodon", Value: "@" + account + "@netz.example"})
	case r < 0.2:
		add(domain.ContactPoint{Kind: domain.PointIdentity, Service: "linkedin", Value: account + "-beispiel"})
	case r < 0.25:
		add(domain.ContactPoint{Kind: domain.PointIdentity, Service: "xing", Value: account + "-beispiel"})
	case r < 0.3 && (o.kind == domain.CommunityDevelopers || o.kind == domain.CommunityIntegrators):
		add(domain.ContactPoint{Kind: domain.PointIdentity, Service: "forum", Value: account})
	}
	return changes
}

// changeJob ends a person's affiliation and begins another one elsewhere.
func (s *story) changeJob(at time.Time, i int32) {
	p := &s.people[i]
	to := int32(s.dice.IntN(len(s.organisations)))
	if to == p.organisation {
		return
	}
	day := domain.PartialDate{Year: at.Year(), Month: int(at.Month())}
	old := domain.Affiliation{
		ID: p.affiliation, Organisation: s.organisations[p.organisation].id, Title: p.title,
		From: p.since, To: day, Ended: true,
	}
	p.affiliation, p.organisation, p.since = s.id(at), to, day
	p.title = oneOf(s.dice, s.tongue.titles[s.organisations[to].kind])
	s.step(at, s.members[p.owner].id, "affiliate",
		domain.Affiliate{Person: p.id, Origin: origin, Affiliation: old},
		domain.Affiliate{Person: p.id, Origin: origin, Affiliation: domain.Affiliation{
			ID: p.affiliation, Organisation: s.organisations[to].id, From: day, Title: p.title,
		}},
	)
}
