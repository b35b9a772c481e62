package projections

import (
	"zombiezen.com/go/sqlite"

	"kontor/domain"
	"kontor/match"
)

// profileOf is what a person is compared by with others, but for the
// organisation, which stands in its own row.
func profileOf(p *domain.Person) match.Profile {
	profile := match.Profile{Name: p.Name(), Birthday: p.Birthday()}
	for _, point := range p.Dossier.Points() {
		switch point.Kind {
		case domain.PointEmail:
			profile.Emails = append(profile.Emails, plainText(point.Value))
		case domain.PointPhone:
			if number := normalPhone(point.Value); number != "" {
				profile.Phones = append(profile.Phones, number)
			}
		case domain.PointIdentity:
			profile.Identities = append(profile.Identities, plainText(point.Service+":"+point.Value))
		}
	}
	return profile
}

func nameFields(n *domain.Name) []*string {
	return []*string{
		&n.Title, &n.Given, &n.Middle, &n.Particle, &n.Family, &n.Suffix, &n.Phonetic, &n.Nickname, &n.Former, &n.Display,
	}
}

func packProfile(m match.Profile) []byte {
	var p packer
	for _, field := range nameFields(&m.Name) {
		p.text(plainText(*field))
	}
	p.texts(m.Emails)
	p.texts(m.Phones)
	p.texts(m.Identities)
	p.int(int64(m.Birthday.Year))
	p.int(int64(m.Birthday.Month))
	p.int(int64(m.Birthday.Day))
	return p.b
}

func unpackProfile(b []byte) (m match.Profile) {
	u := unpacker{b}
	for _, field := range nameFields(&m.Name) {
		*field = u.text()
	}
	m.Emails, m.Phones, m.Identities = u.texts(), u.texts(), u.texts()
	m.Birthday = domain.PartialDate{Year: int(u.int()), Month: int(u.int()), Day: int(u.int())}
	return m
}

// setProfile keeps what a person is compared by with others; nil removes it.
func (w *writer) setProfile(n int64, p *match.Profile) error {
	if p == nil {
		return w.drop("profile", n)
	}
	return w.q("INSERT OR REPLACE INTO profile (n, content) VALUES (?, ?)").int(n).blob(packProfile(*p)).run()
}

// blockingTerms are the keys under which possible duplicates meet.
func blockingTerms(p match.Profile) (terms []term) {
	for _, key := range match.BlockingKeys(p) {
		terms = append(terms, term{spaceBlock, key})
	}
	return terms
}

// profile reads what a person is compared by; false if there is no such person.
func (r *reader) profile(n int64) (m match.Profile, ok bool, err error) {
	ok, err = r.q("SELECT content FROM profile WHERE n = ?").int(n).first(func(s *sqlite.Stmt) {
		m = unpackProfile(columnBlob(s, 0))
	})
	if err != nil || !ok {
		return m, ok, err
	}
	org, err := r.q("SELECT org FROM person WHERE n = ?").int(n).number()
	if err != nil {
		return m, false, err
	}
	o, err := r.party(org)
	m.Organisation = o.Name
	return m, true, err
}
