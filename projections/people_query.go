package projections

import (
	"context"
	"encoding/binary"
	"strings"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// People returns a page of a list of people.
func (v *Views) People(ctx context.Context, q PeopleQuery) (rows []PersonRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		rows, err = v.people(r, q)
		return err
	})
	return rows, err
}

// CountPeople says how many people a query shows, and how many there are if
// nothing but archived or not is asked for.
func (v *Views) CountPeople(ctx context.Context, q PeopleQuery) (shown, all int, err error) {
	err = v.read(ctx, func(r *reader) error {
		n, err := r.q("SELECT count(*) FROM person WHERE listed = ?").int(listedAs(q.Archived)).number()
		if err != nil {
			return err
		}
		all, shown = int(n), int(n)
		if q.plain() {
			return nil
		}
		s, err := v.selectPeople(r, q)
		if err != nil || s.empty {
			shown = 0
			return err
		}
		n, err = s.bind(r.q("SELECT count(*) FROM person p CROSS JOIN contact c ON c.n = p.n WHERE " + s.where())).number()
		shown = int(n)
		return err
	})
	return shown, all, err
}

func listedAs(archived bool) int64 {
	if archived {
		return listedArchived
	}
	return listedActive
}

// plain reports whether the query leaves nobody out.
func (q PeopleQuery) plain() bool {
	return q.Text == "" && q.Community == domain.None && q.Organisation == domain.None && q.Tag == "" &&
		q.Owner == domain.None && q.SilentDays == 0
}

// A selection is a WHERE clause with its parameters.
type selection struct {
	conditions []string
	parameters []any
	empty      bool // nothing can be found
	driven     bool // one condition names few rows, from which to start
}

func (s *selection) add(condition string, parameters ...any) {
	s.conditions = append(s.conditions, condition)
	s.parameters = append(s.parameters, parameters...)
}

func (s *selection) where() string { return strings.Join(s.conditions, " AND ") }

func (s *selection) bind(q *stmt) *stmt {
	for _, p := range s.parameters {
		switch p := p.(type) {
		case int64:
			q.int(p)
		case string:
			q.text(p)
		case []byte:
			q.blob(p)
		}
	}
	return q
}

// fewRows is how many rows of a filter are sorted rather than looked for along
// the order of the list.
const fewRows = 3000

// within adds a filter by a set of records: as the start of the search if the
// set is small, as a test of each row otherwise.
func (s *selection) within(r *reader, set, test string, parameters ...any) error {
	if !s.driven {
		count := selection{parameters: parameters}
		n, err := count.bind(r.q("SELECT count(*) FROM (" + set + " LIMIT 3001)")).number()
		if err != nil {
			return err
		}
		if n == 0 {
			s.empty = true
		}
		if n <= fewRows {
			s.driven = true
			s.add("p.n IN ("+set+")", parameters...)
			return nil
		}
	}
	s.add(test, parameters...)
	return nil
}

func (v *Views) selectPeople(r *reader, q PeopleQuery) (*selection, error) {
	s := &selection{}
	if q.Organisation != domain.None {
		n, err := r.number(q.Organisation)
		if err != nil {
			return nil, err
		}
		err = s.within(r, "SELECT person FROM affiliation WHERE org = ? AND rank < 2",
			"EXISTS (SELECT 1 FROM affiliation WHERE org = ? AND rank < 2 AND person = p.n)", n)
		if err != nil {
			return nil, err
		}
	}
	if q.Tag != "" {
		err := s.within(r, "SELECT n FROM term WHERE space = 5 AND key = ?",
			"EXISTS (SELECT 1 FROM term WHERE space = 5 AND key = ? AND n = p.n)", domain.NormalTag(q.Tag))
		if err != nil {
			return nil, err
		}
	}
	if text := matchQuery(q.Text); text != "" {
		err := s.within(r, "SELECT rowid FROM words WHERE words MATCH ?",
			"+p.n IN (SELECT rowid FROM words WHERE words MATCH ?)", "names : ("+text+")")
		if err != nil {
			return nil, err
		}
	}
	if q.Community != domain.None {
		n, err := r.number(q.Community)
		if err != nil {
			return nil, err
		}
		err = s.within(r, "SELECT person FROM membership WHERE community = ?",
			"EXISTS (SELECT 1 FROM membership WHERE community = ? AND person = p.n)", n)
		if err != nil {
			return nil, err
		}
	}
	if q.Owner != domain.None {
		n, err := r.number(q.Owner)
		if err != nil {
			return nil, err
		}
		if err := s.within(r, "SELECT n FROM contact WHERE owner = ? AND owner <> 0", "c.owner = ?", n); err != nil {
			return nil, err
		}
	}
	if q.SilentDays > 0 {
		s.add("c.last <= ?", v.options.Clock().AddDate(0, 0, -q.SilentDays).UnixMicro())
	}
	s.add("p.listed = ?", listedAs(q.Archived))
	return s, nil
}

const personColumns = `p.n, p.sortname, p.initials, p.org, p.title, p.email, p.phone, p.photo, p.tags, p.communities,
	p.listed, p.sort, p.added, c.owner, c.last, c.rhythm, c.state`

// people reads a page of people.
func (v *Views) people(r *reader, q PeopleQuery) ([]PersonRow, error) {
	s, err := v.selectPeople(r, q)
	if err != nil || s.empty {
		return nil, err
	}
	after, paged := parseCursor(q.After)
	from := "person p CROSS JOIN contact c ON c.n = p.n"
	var order string
	at := int64(0)
	if len(after.key) == 8 {
		at = int64(binary.BigEndian.Uint64(after.key))
	}
	switch q.Order {
	case PeopleByLastContact:
		order = "c.last, c.n"
		if paged {
			s.add("(c.last, c.n) > (?, ?)", at, after.n)
		}
	case PeopleByRecent:
		order = "c.last DESC, c.n DESC"
		if paged {
			s.add("(c.last, c.n) < (?, ?)", at, after.n)
		}
	case PeopleByAdded:
		order = "p.added DESC, p.n DESC"
		if paged {
			s.add("(p.added, p.n) < (?, ?)", at, after.n)
		}
	default:
		order = "p.sort, p.n"
		if paged {
			s.add("(p.sort, p.n) > (?, ?)", after.key, after.n)
		}
	}
	if (q.Order == PeopleByLastContact || q.Order == PeopleByRecent) && !s.driven {
		from = "contact c CROSS JOIN person p ON p.n = c.n"
	}
	query := s.bind(r.q("SELECT " + personColumns + " FROM " + from + " WHERE " + s.where() + " ORDER BY " + order + " LIMIT ?")).
		int(q.limit(100))
	return r.personRows(query, q.Order)
}

// personRows reads rows of personColumns.
func (r *reader) personRows(query *stmt, order PeopleOrder) (rows []PersonRow, err error) {
	type link struct {
		n, org, owner int64
		communities   []int64
	}
	var links []link
	err = query.each(func(s *sqlite.Stmt) error {
		n, last := s.ColumnInt64(0), s.ColumnInt64(14)
		state := s.ColumnInt64(16)
		row := PersonRow{
			Sort: s.ColumnText(1), Initials: s.ColumnText(2), JobTitle: s.ColumnText(4), Email: s.ColumnText(5),
			Phone: s.ColumnText(6), Photo: s.ColumnText(7), Tags: splitTags(s.ColumnText(8)),
			LastContact: moment(last), Rhythm: int(s.ColumnInt64(15)),
			Archived: state&stateArchived != 0, Erased: state&stateErased != 0, Missing: state&stateMissing != 0,
		}
		key := cursor{n: n}
		switch order {
		case PeopleByLastContact, PeopleByRecent:
			key.key = binary.BigEndian.AppendUint64(nil, uint64(last))
		case PeopleByAdded:
			key.key = binary.BigEndian.AppendUint64(nil, uint64(s.ColumnInt64(12)))
		default:
			key.key = columnBlob(s, 11)
		}
		row.Cursor = key.String()
		rows = append(rows, row)
		links = append(links, link{n, s.ColumnInt64(3), s.ColumnInt64(13), (&unpacker{columnBlob(s, 9)}).ints()})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, l := range links {
		if err := r.completePerson(&rows[i], l.n, l.org, l.owner, l.communities); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (r *reader) completePerson(row *PersonRow, n, org, owner int64, communities []int64) error {
	self, err := r.party(n)
	if err != nil {
		return err
	}
	row.ID, row.Name = self.ID, self.Name
	o, err := r.party(org)
	if err != nil {
		return err
	}
	if !o.Gone {
		row.Organisation = o.Name
	}
	if row.Owner, err = r.id(owner); err != nil {
		return err
	}
	for _, c := range communities {
		p, err := r.party(c)
		if err != nil {
			return err
		}
		if !p.Gone && p.Name != "" {
			row.Communities = append(row.Communities, p.Name)
		}
	}
	sortedNames(row.Communities)
	return nil
}

// personRow is the row of one person; the zero row if there is none.
func (r *reader) personRow(n int64) (PersonRow, error) {
	rows, err := r.personRows(r.q("SELECT "+personColumns+" FROM person p CROSS JOIN contact c ON c.n = p.n WHERE p.n = ?").int(n), PeopleByName)
	if err != nil || len(rows) == 0 {
		return PersonRow{}, err
	}
	return rows[0], nil
}
