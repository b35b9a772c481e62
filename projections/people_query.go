package projections

import (
	"context"
	"encoding/binary"
	"math"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// People returns a page of a list of people.
func (v *Views) People(ctx context.Context, q PeopleQuery) (rows []PersonRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		q, numbers, err := v.peopleOnPage(r, q)
		if err != nil {
			return err
		}
		similar := len(numbers) == 0
		if similar {
			if numbers, err = v.similarPeople(r, q); err != nil {
				return err
			}
		}
		for _, n := range numbers {
			found, err := r.personRows(r.q(personQuery).int(n), q.Order)
			if err != nil {
				return err
			}
			for _, row := range found {
				row.Similar = similar
				rows = append(rows, row)
			}
		}
		return nil
	})
	return rows, err
}

// peopleOnPage are the numbers of the people on a page.
func (v *Views) peopleOnPage(r *reader, q PeopleQuery) (_ PeopleQuery, numbers []int64, err error) {
	s, sifted, err := r.sieve(q)
	if err != nil {
		return q, nil, err
	}
	if s != nil && !s.chosenLately(q) {
		numbers, done, err := s.sift(v.peoplePage(r, sifted, nil))
		if err != nil || done {
			return sifted, numbers, err
		}
	}
	q, set, err := r.peopleOf(q)
	if err != nil {
		return q, nil, err
	}
	among, err := r.among(set)
	if err != nil {
		return q, nil, err
	}
	numbers, err = r.page(v.peoplePage(r, q, among))
	return q, numbers, err
}

// PeopleIDs are all whom a query selects, in its order, whatever its page.
func (v *Views) PeopleIDs(ctx context.Context, q PeopleQuery) (ids []domain.ID, err error) {
	err = v.read(ctx, func(r *reader) error {
		q, set, err := r.peopleOf(q)
		if err != nil {
			return err
		}
		among, err := r.among(set)
		if err != nil {
			return err
		}
		q.Page = Page{Limit: math.MaxInt}
		if ids, err = r.idsOf(r.page(v.peoplePage(r, q, among))); err == nil && len(ids) == 0 {
			ids, err = r.idsOf(v.similarPeople(r, q))
		}
		return err
	})
	return ids, err
}

// PersonNamed is the cursor of the place in the list by name where names begin
// that start so, for [Page.From].
func PersonNamed(beginning string) string {
	w := &writer{}
	return cursor{key: w.sortKey(beginning), n: -1}.String()
}

func (v *Views) peoplePage(r *reader, q PeopleQuery, among *numberSet) pageQuery {
	return pageQuery{
		order: q.Order.list(), reverse: q.Reverse, listed: listedAs(q.Archived), among: among,
		page: q.Page, limit: q.limit(100), accept: v.silent(r, q),
	}
}

// idsOf are the ids of records, in the order of their numbers.
func (r *reader) idsOf(numbers []int64, err error) ([]domain.ID, error) {
	ids := make([]domain.ID, len(numbers))
	for i, n := range numbers {
		if err != nil {
			return nil, err
		}
		ids[i], err = r.id(n)
	}
	return ids, err
}

// CountPeople says how many people a query shows, and how many there are if
// nothing but archived or not is asked for.
func (v *Views) CountPeople(ctx context.Context, q PeopleQuery) (shown, all int, err error) {
	err = v.read(ctx, func(r *reader) error {
		q, set, err := r.peopleOf(q)
		if err != nil {
			return err
		}
		if q.SilentDays > 0 {
			since := v.options.Clock().AddDate(0, 0, -q.SilentDays).UnixMicro()
			spoken, err := (*numberSet)(nil).intersect(r.q("SELECT n FROM contact WHERE last > ?").int(since))
			if err != nil {
				return err
			}
			set = set.and(chosen{set: spoken, inverse: true})
		}
		if all, err = r.tally(kindCode(domain.KindPerson), listedAs(q.Archived)); err != nil {
			return err
		}
		if shown, err = r.countChosen(set, listedAs(q.Archived)); err == nil && shown == 0 {
			var similar []int64
			similar, err = v.similarPeople(r, q)
			shown = len(similar)
		}
		return err
	})
	return shown, all, err
}

// peopleOf is whom the query leaves, but for the silence, and the query with
// what its segment asks for.
func (r *reader) peopleOf(q PeopleQuery) (PeopleQuery, chosen, error) {
	set := everyone
	var filters []domain.Filter
	if q.Segment != domain.None {
		f, ok, err := r.segmentFilter(q.Segment)
		if err != nil {
			return q, set, err
		}
		if !ok {
			return q, everyone.not(), nil
		}
		filters = append(filters, f)
	}
	if q.Filter != nil {
		filters = append(filters, *q.Filter)
	}
	for _, f := range filters {
		q.Archived = q.Archived || f.ArchivedOnly()
	}
	among, err := r.amongPeople(q)
	if err != nil {
		return q, set, err
	}
	if among != nil {
		set = chosen{set: among}
	}
	for _, f := range filters {
		found, err := r.choose(f, r.now())
		if err != nil {
			return q, set, err
		}
		set = set.and(found)
	}
	if q.OutOfRhythm {
		late, err := r.outOfRhythm(q.RhythmDay)
		if err != nil {
			return q, set, err
		}
		set = set.and(chosen{set: late})
	}
	for what, span := range map[int64]DaySpan{turnQuiet: q.WentQuiet, turnBack: q.CameBack} {
		if span == (DaySpan{}) {
			continue
		}
		turned, err := r.turned(what, span)
		if err != nil {
			return q, set, err
		}
		set = set.and(chosen{set: turned})
	}
	return q, set, nil
}

func listedAs(archived bool) int64 {
	if archived {
		return listedArchived
	}
	return listedActive
}

var peopleOrders = map[PeopleOrder]listOrder{
	PeopleByName:        personByName,
	PeopleByLastContact: personByContact,
	PeopleByRecent:      {rows: personByContact.rows, by: "c.last", n: "c.n", integer: true, descending: true},
	PeopleByAdded:       {rows: "person WHERE listed = ?", by: "added", n: "n", integer: true, descending: true},
}

var personByContact = listOrder{
	rows: "contact c CROSS JOIN person p ON p.n = c.n WHERE p.listed = ?", by: "c.last", n: "c.n", integer: true,
}

// list is how to read the list; by name unless another order is named.
func (o PeopleOrder) list() listOrder {
	if order, ok := peopleOrders[o]; ok {
		return order
	}
	return personByName
}

var personByName = listOrder{rows: "person WHERE listed = ?", by: "sort", n: "n"}

// amongPeople is the set of people that the query leaves, nil for all.
func (r *reader) amongPeople(q PeopleQuery) (among *numberSet, err error) {
	only := func(query *stmt) {
		if err == nil {
			among, err = among.intersect(query)
		}
	}
	number := func(id domain.ID) (n int64) {
		if err == nil {
			n, err = r.number(id)
		}
		return n
	}
	if text := matchQuery(q.Text); text != "" {
		class := int64(classPerson)
		if q.Archived {
			class = classArchived
		}
		only(r.q("SELECT rowid >> 2 FROM words WHERE words MATCH ? AND rowid & 3 = ?").text("names : (" + text + ")").int(class))
	}
	if q.Of != nil && err == nil {
		named := &numberSet{}
		for _, id := range q.Of {
			if n := number(id); n != 0 && (among == nil || among.has(n)) {
				named.add(n)
			}
		}
		among = named
	}
	if q.Organisation != domain.None {
		only(r.q("SELECT person FROM affiliation WHERE org = ? AND rank < 2").int(number(q.Organisation)))
	}
	if q.Tag != "" {
		only(r.q(taggedQuery).int(spaceTag).text(domain.NormalTag(q.Tag)))
	}
	if q.Community != domain.None {
		only(r.q("SELECT person FROM membership WHERE community = ?").int(number(q.Community)))
	}
	if q.Owner != domain.None {
		only(r.q("SELECT n FROM contact WHERE owner = ? AND owner <> 0").int(number(q.Owner)))
	}
	return among, err
}

// silent accepts the people with whom we did not speak for the days that the
// query names; nil if it names none.
func (v *Views) silent(r *reader, q PeopleQuery) func(n int64) (bool, error) {
	if q.SilentDays <= 0 {
		return nil
	}
	until := v.options.Clock().AddDate(0, 0, -q.SilentDays).UnixMicro()
	return func(n int64) (bool, error) {
		count, err := r.q("SELECT count(*) FROM contact WHERE n = ? AND last <= ?").int(n).int(until).number()
		return count > 0, err
	}
}

const personColumns = `p.n, p.sortname, p.initials, p.org, p.title, p.email, p.phone, p.photo, p.tags, p.communities,
	p.listed, p.sort, p.added, c.owner, c.last, c.rhythm, c.state`

const personQuery = "SELECT " + personColumns + " FROM person p CROSS JOIN contact c ON c.n = p.n WHERE p.n = ?"

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
	rows, err := r.personRows(r.q(personQuery).int(n), PeopleByName)
	if err != nil || len(rows) == 0 {
		return PersonRow{}, err
	}
	return rows[0], nil
}
