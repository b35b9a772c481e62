package projections

import (
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// projectPerson writes the rows of a person.
func (w *writer) projectPerson(n int64, p *domain.Person, state int64) error {
	if err := w.lead(n, p.MergedInto); err != nil {
		return err
	}
	if err := w.putApart(n, p.Apart); err != nil {
		return err
	}
	known, err := w.known(n)
	if err != nil {
		return err
	}
	if known {
		if err := w.dropPerson(n); err != nil {
			return err
		}
	}
	name := p.Name()
	if state&stateErased != 0 {
		name = domain.Name{}
	}
	if err := w.nameRecord(n, shownName(name, p.Dossier), state); err != nil {
		return err
	}
	if err := w.putCustom(n, p, known); err != nil {
		return err
	}
	w.owed.figures.people[n] = struct{}{}
	if state == 0 {
		if err := w.drop("contact", n); err != nil {
			return err
		}
		return w.findPerson(n, p, state)
	}
	links, communities, err := w.linkPerson(n, p, state)
	if err != nil {
		return err
	}
	row := personRow{name: name, dossier: p.Dossier, communities: communities, links: links}
	if current := p.Current(); len(current) > 0 {
		if row.org, err = w.number(domain.Stream{Kind: domain.KindOrganisation, ID: current[0].Organisation}); err != nil {
			return err
		}
		row.title = current[0].Title
	}
	if err := w.insertPerson(n, &row, p, state); err != nil {
		return err
	}
	if err := w.findPerson(n, p, state); err != nil {
		return err
	}
	return w.projectContact(n, p, state, communities, known)
}

type personRow struct {
	name               domain.Name
	dossier            domain.Dossier
	org                int64
	title              string
	communities, links []int64
}

func (w *writer) insertPerson(n int64, row *personRow, p *domain.Person, state int64) error {
	shown := shownName(row.name, p.Dossier)
	sortName := row.name.Sort()
	if sortName == "" {
		sortName = shown
	}
	initials := row.name.Initials()
	if initials == "" {
		initials = domain.Name{Display: shown}.Initials()
	}
	photo := ""
	if v := p.Dossier.Get(domain.FieldPhoto); v != nil && v.Attachment != nil {
		photo = v.Attachment.Address
	}
	var communities, links packer
	communities.ints(row.communities)
	links.ints(row.links)
	return w.q(`INSERT INTO person (n, sort, sortname, initials, org, title, email, phone, photo, tags, communities, links, added, listed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).
		int(n).blob(w.sortKey(sortName)).text(plainText(sortName)).text(plainText(initials)).
		int(row.org).text(plainText(row.title)).
		text(firstPoint(p.Dossier, domain.PointEmail)).text(firstPoint(p.Dossier, domain.PointPhone)).
		text(photo).text(strings.Join(p.Dossier.Tags(), " ")).blob(communities.b).blob(links.b).
		int(p.AddedAt.UnixMicro()).int(listing(state)).run()
}

// shownName is the name of a person in lists: one that is known by a contact
// point alone is called by that.
func shownName(name domain.Name, d domain.Dossier) string {
	if full := name.Full(); full != "" {
		return full
	}
	for _, p := range d.Points() {
		if p.Value != "" {
			return p.Value
		}
	}
	return ""
}

func firstPoint(d domain.Dossier, kind domain.PointKind) string {
	if points := d.Points(kind); len(points) > 0 {
		return plainText(points[0].Value)
	}
	return ""
}

// sorter gives the keys by which names stand in the order of a German
// dictionary: ä beside a, and capitals beside small letters.
type sorter struct {
	collator *collate.Collator
	buffer   collate.Buffer
}

func newSorter() *sorter {
	return &sorter{collator: collate.New(language.German, collate.IgnoreCase, collate.IgnoreWidth)}
}

// maxSorted is how much of a name is compared, in bytes.
const maxSorted = 120

func (w *writer) sortKey(name string) []byte {
	if w.sorter == nil {
		w.sorter = newSorter()
	}
	if len(name) > maxSorted {
		name = strings.ToValidUTF8(name[:maxSorted], "")
	}
	w.sorter.buffer.Reset()
	return w.sorter.collator.KeyFromString(&w.sorter.buffer, name)
}

// dropPerson takes a person out of the tables, but for the contact, which
// remembers when we spoke.
func (w *writer) dropPerson(n int64) error {
	var communities, links []int64
	_, err := w.q("SELECT communities, links FROM person WHERE n = ?").int(n).first(func(r *sqlite.Stmt) {
		communities = (&unpacker{columnBlob(r, 0)}).ints()
		links = (&unpacker{columnBlob(r, 1)}).ints()
	})
	if err != nil {
		return err
	}
	for _, c := range communities {
		if err := w.q("DELETE FROM membership WHERE community = ? AND person = ?").int(c).int(n).run(); err != nil {
			return err
		}
	}
	for _, other := range links {
		for rank := int64(0); rank <= 2; rank++ {
			err := w.q("DELETE FROM affiliation WHERE org = ? AND rank = ? AND person = ?").int(other).int(rank).int(n).run()
			if err != nil {
				return err
			}
		}
		if err := w.q("DELETE FROM relation WHERE other = ? AND person = ?").int(other).int(n).run(); err != nil {
			return err
		}
	}
	return w.drop("person", n)
}

// linkPerson writes where the person belongs, and returns the organisations and
// people that lead there, and the communities.
func (w *writer) linkPerson(n int64, p *domain.Person, state int64) (links, communities []int64, err error) {
	if listing(state) == listedNot {
		return nil, nil, nil
	}
	archived := listing(state) == listedArchived
	for _, m := range p.Memberships {
		c, err := w.number(domain.Stream{Kind: domain.KindCommunity, ID: m.Community})
		if err != nil {
			return nil, nil, err
		}
		communities = append(communities, c)
		err = w.q("INSERT OR REPLACE INTO membership (community, person, archived, roles) VALUES (?, ?, ?, ?)").
			int(c).int(n).bool(archived).text(plainText(strings.Join(m.Roles, "\n"))).run()
		if err != nil {
			return nil, nil, err
		}
	}
	for i, a := range p.Affiliations {
		org, err := w.number(domain.Stream{Kind: domain.KindOrganisation, ID: a.Organisation})
		if err != nil {
			return nil, nil, err
		}
		links = append(links, org)
		err = w.q("INSERT INTO affiliation (org, rank, person, ordinal, content) VALUES (?, ?, ?, ?, ?)").
			int(org).int(affiliationRank(a, archived)).int(n).int(int64(i)).blob(packAffiliation(a)).run()
		if err != nil {
			return nil, nil, err
		}
	}
	for i, relation := range p.Relations {
		other, err := w.number(domain.Stream{Kind: domain.KindPerson, ID: relation.Other})
		if err != nil {
			return nil, nil, err
		}
		if other, err = w.root(other); err != nil {
			return nil, nil, err
		}
		if other == n {
			continue // they were merged
		}
		links = append(links, other)
		err = w.q("INSERT INTO relation (other, person, ordinal, content) VALUES (?, ?, ?, ?)").
			int(other).int(n).int(int64(i)).blob(packRelation(relation)).run()
		if err != nil {
			return nil, nil, err
		}
	}
	return links, communities, nil
}

// How an affiliation stands among those of its organisation.
const (
	rankCurrent  = 0
	rankArchived = 1
	rankEnded    = 2
)

func affiliationRank(a domain.Affiliation, archived bool) int64 {
	switch {
	case a.Ended:
		return rankEnded
	case archived:
		return rankArchived
	}
	return rankCurrent
}

func packAffiliation(a domain.Affiliation) []byte {
	var p packer
	p.id(a.ID)
	p.id(a.Organisation)
	for _, d := range []domain.PartialDate{a.From, a.To} {
		p.int(int64(d.Year))
		p.int(int64(d.Month))
		p.int(int64(d.Day))
	}
	p.text(a.Title)
	p.text(a.Department)
	if a.Ended {
		p.int(1)
	} else {
		p.int(0)
	}
	return p.b
}

func unpackAffiliation(b []byte) domain.Affiliation {
	u := unpacker{b}
	a := domain.Affiliation{ID: u.id(), Organisation: u.id()}
	for _, d := range []*domain.PartialDate{&a.From, &a.To} {
		d.Year, d.Month, d.Day = int(u.int()), int(u.int()), int(u.int())
	}
	a.Title, a.Department, a.Ended = u.text(), u.text(), u.int() == 1
	return a
}

func packRelation(r domain.Relation) []byte {
	var p packer
	p.id(r.ID)
	p.text(string(r.Kind))
	p.text(r.Note)
	return p.b
}

func unpackRelation(b []byte) domain.Relation {
	u := unpacker{b}
	return domain.Relation{ID: u.id(), Kind: domain.RelationKind(u.text()), Note: u.text()}
}
