package projections

import (
	"context"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// Organisations returns a page of a list of organisations, by name.
func (v *Views) Organisations(ctx context.Context, q OrganisationQuery) (rows []OrganisationRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		s, err := r.selectOrganisations(q)
		if err != nil || s.empty {
			return err
		}
		if after, paged := parseCursor(q.After); paged {
			s.add("(p.sort, p.n) > (?, ?)", after.key, after.n)
		}
		rows, err = r.organisationRows(s.bind(r.q("SELECT " + organisationColumns + " FROM organisation p WHERE " +
			s.where() + " ORDER BY p.sort, p.n LIMIT ?")).int(q.limit(100)))
		return err
	})
	return rows, err
}

// CountOrganisations says how many organisations a query shows, and how many
// there are.
func (v *Views) CountOrganisations(ctx context.Context, q OrganisationQuery) (shown, all int, err error) {
	err = v.read(ctx, func(r *reader) error {
		n, err := r.q("SELECT count(*) FROM organisation WHERE listed = ?").int(listedAs(q.Archived)).number()
		if err != nil {
			return err
		}
		all = int(n)
		s, err := r.selectOrganisations(q)
		if err != nil || s.empty {
			return err
		}
		n, err = s.bind(r.q("SELECT count(*) FROM organisation p WHERE " + s.where())).number()
		shown = int(n)
		return err
	})
	return shown, all, err
}

func (r *reader) selectOrganisations(q OrganisationQuery) (*selection, error) {
	s := &selection{}
	if q.Tag != "" {
		err := s.within(r, "SELECT n FROM term WHERE space = 5 AND key = ?",
			"EXISTS (SELECT 1 FROM term WHERE space = 5 AND key = ? AND n = p.n)", domain.NormalTag(q.Tag))
		if err != nil {
			return nil, err
		}
	}
	if text := matchQuery(q.Text); text != "" {
		s.add("p.n IN (SELECT rowid FROM words WHERE words MATCH ?)", "names : ("+text+")")
	}
	s.add("p.listed = ?", listedAs(q.Archived))
	return s, nil
}

const organisationColumns = "p.n, p.sort, p.city, p.domain, p.tags"

func (r *reader) organisationRows(query *stmt) (rows []OrganisationRow, err error) {
	var numbers []int64
	err = query.each(func(s *sqlite.Stmt) error {
		n := s.ColumnInt64(0)
		numbers = append(numbers, n)
		rows = append(rows, OrganisationRow{
			City: s.ColumnText(2), Domain: s.ColumnText(3), Tags: splitTags(s.ColumnText(4)),
			Cursor: cursor{columnBlob(s, 1), n}.String(),
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, n := range numbers {
		if err := r.completeOrganisation(&rows[i], n); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (r *reader) completeOrganisation(row *OrganisationRow, n int64) error {
	p, err := r.party(n)
	if err != nil {
		return err
	}
	row.ID, row.Name, row.Erased = p.ID, p.Name, p.Erased
	state, err := r.q("SELECT state FROM record WHERE n = ?").int(n).number()
	if err != nil {
		return err
	}
	row.Archived = state&stateArchived != 0
	people, err := r.q("SELECT count(DISTINCT person) FROM affiliation WHERE org = ? AND rank = 0").int(n).number()
	if err != nil {
		return err
	}
	row.People = int(people)
	row.LastContact, err = r.lastContactOf(n)
	return err
}

// lastContactOf is when we last spoke with an organisation, or with somebody
// who belongs to it now.
func (r *reader) lastContactOf(org int64) (time.Time, error) {
	last := int64(never)
	err := r.q("SELECT at, what FROM entry WHERE subject = ? ORDER BY at DESC, position DESC").int(org).
		each(func(s *sqlite.Stmt) error {
			what := s.ColumnInt64(1)
			if what&entryKindMask == entryConversation && what&entryHidden == 0 && what&entryContact != 0 {
				last = s.ColumnInt64(0)
				return errEnough
			}
			return nil
		})
	if err != nil {
		return time.Time{}, err
	}
	_, err = r.q(`SELECT max(c.last) FROM affiliation a CROSS JOIN contact c ON c.n = a.person
		WHERE a.org = ? AND a.rank = 0`).int(org).first(func(s *sqlite.Stmt) {
		if !s.ColumnIsNull(0) {
			last = max(last, s.ColumnInt64(0))
		}
	})
	return moment(last), err
}

// Organisation returns everything about one organisation but the timeline, nil
// if there is no such organisation or it was withdrawn.
func (v *Views) Organisation(ctx context.Context, id domain.ID) (page *OrganisationPage, err error) {
	f, _, err := load(ctx, v.source, domain.Stream{Kind: domain.KindOrganisation, ID: id})
	if err != nil {
		return nil, err
	}
	err = v.read(ctx, func(r *reader) error {
		n, err := r.number(id)
		if err != nil || n == 0 {
			return err
		}
		rows, err := r.organisationRows(r.q("SELECT " + organisationColumns + " FROM organisation p WHERE n = ? AND listed > 0").int(n))
		if err != nil || len(rows) == 0 {
			return err
		}
		o := f.Aggregate.(*domain.Organisation)
		page = &OrganisationPage{OrganisationRow: rows[0], Facts: factsOf(o.Dossier), Parent: o.Parent, Owner: o.Owner, AddedAt: o.AddedAt}
		return r.completeOrganisationPage(page, n)
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

func (r *reader) completeOrganisationPage(page *OrganisationPage, n int64) error {
	parent, err := r.number(page.Parent)
	if err != nil {
		return err
	}
	p, err := r.party(parent)
	if err != nil {
		return err
	}
	page.ParentName = p.Name
	page.Parts, err = r.organisationRows(r.q("SELECT " + organisationColumns +
		" FROM organisation p WHERE parent = ? AND parent <> 0 AND listed = 1 ORDER BY p.sort, p.n").int(n))
	if err != nil {
		return err
	}
	var people []int64
	var kept []domain.Affiliation
	err = r.q("SELECT person, content FROM affiliation WHERE org = ? ORDER BY rank, person, ordinal LIMIT 1000").int(n).
		each(func(s *sqlite.Stmt) error {
			people = append(people, s.ColumnInt64(0))
			kept = append(kept, unpackAffiliation(columnBlob(s, 1)))
			return nil
		})
	if err != nil {
		return err
	}
	var current []int64
	for i, person := range people {
		p, err := r.party(person)
		if err != nil {
			return err
		}
		page.People = append(page.People, AffiliationRow{
			Affiliation: kept[i], Person: p.ID, PersonName: p.Name, OrganisationName: page.Name,
		})
		if !kept[i].Ended && !slices.Contains(current, person) && len(current) < knownPeople {
			current = append(current, person)
		}
	}
	slices.SortStableFunc(page.People, func(a, b AffiliationRow) int {
		if a.Ended != b.Ended {
			return compareBool(a.Ended, b.Ended)
		}
		return strings.Compare(a.PersonName, b.PersonName)
	})
	if page.KnownBy, err = r.knownBy(current); err != nil {
		return err
	}
	page.FollowUps, err = r.openFollowUps(n)
	return err
}

// knownPeople is of how many people of an organisation it is counted who of us
// knows them.
const knownPeople = 200

// Members returns all of us, by name.
func (v *Views) Members(ctx context.Context) (rows []MemberRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		rows, err = r.memberRows(r.q("SELECT n, initials FROM member WHERE listed = 1 ORDER BY sort, n"))
		return err
	})
	return rows, err
}

// Member returns one of us, nil if there is no such member.
func (v *Views) Member(ctx context.Context, id domain.ID) (row *MemberRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		n, err := r.number(id)
		if err != nil {
			return err
		}
		rows, err := r.memberRows(r.q("SELECT n, initials FROM member WHERE n = ? AND listed > 0").int(n))
		if len(rows) > 0 {
			row = &rows[0]
		}
		return err
	})
	return row, err
}

func (r *reader) memberRows(query *stmt) (rows []MemberRow, err error) {
	var numbers []int64
	err = query.each(func(s *sqlite.Stmt) error {
		numbers = append(numbers, s.ColumnInt64(0))
		rows = append(rows, MemberRow{Initials: s.ColumnText(1)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, n := range numbers {
		p, err := r.party(n)
		if err != nil {
			return nil, err
		}
		count, err := r.q("SELECT ifnull(sum(conversations), 0) FROM daily WHERE member = ?").int(n).number()
		if err != nil {
			return nil, err
		}
		rows[i].ID, rows[i].Name, rows[i].Conversations = p.ID, p.Name, int(count)
	}
	return rows, nil
}
