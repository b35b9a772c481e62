package projections

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// Organisations returns a page of a list of organisations, by name.
func (v *Views) Organisations(ctx context.Context, q OrganisationQuery) (rows []OrganisationRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		among, err := r.amongOrganisations(q)
		if err != nil {
			return err
		}
		numbers, err := r.page(pageQuery{
			order: organisationByName, reverse: q.Reverse, listed: listedAs(q.Archived), among: among, page: q.Page, limit: q.limit(100),
		})
		if err != nil {
			return err
		}
		similar := len(numbers) == 0
		if similar {
			if numbers, err = r.similarOrganisations(q); err != nil {
				return err
			}
		}
		for _, n := range numbers {
			found, err := r.organisationRows(r.q(organisationQuery).int(n))
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

// OrganisationIDs are all that a query selects, in its order, whatever its page.
func (v *Views) OrganisationIDs(ctx context.Context, q OrganisationQuery) (ids []domain.ID, err error) {
	err = v.read(ctx, func(r *reader) error {
		among, err := r.amongOrganisations(q)
		if err != nil {
			return err
		}
		ids, err = r.idsOf(r.page(pageQuery{
			order: organisationByName, reverse: q.Reverse, listed: listedAs(q.Archived), among: among, limit: math.MaxInt64,
		}))
		if err == nil && len(ids) == 0 {
			ids, err = r.idsOf(r.similarOrganisations(q))
		}
		return err
	})
	return ids, err
}

// CountOrganisations says how many organisations a query shows, and how many
// there are.
func (v *Views) CountOrganisations(ctx context.Context, q OrganisationQuery) (shown, all int, err error) {
	err = v.read(ctx, func(r *reader) error {
		if all, err = r.tally(kindCode(domain.KindOrganisation), listedAs(q.Archived)); err != nil {
			return err
		}
		among, err := r.amongOrganisations(q)
		if among == nil || err != nil {
			shown = all
			return err
		}
		shown, err = r.countListed("SELECT n FROM organisation WHERE listed = ?", listedAs(q.Archived), among)
		if err == nil && shown == 0 {
			var similar []int64
			similar, err = r.similarOrganisations(q)
			shown = len(similar)
		}
		return err
	})
	return shown, all, err
}

// amongOrganisations is the set of organisations that the query leaves, nil for
// all.
func (r *reader) amongOrganisations(q OrganisationQuery) (among *numberSet, err error) {
	if text := matchQuery(q.Text); text != "" {
		query := r.q("SELECT rowid >> 2 FROM words WHERE words MATCH ? AND rowid & 3 = ?")
		if among, err = among.intersect(query.text("names : (" + text + ")").int(classOrganisation)); err != nil {
			return nil, err
		}
	}
	if q.Tag != "" {
		among, err = among.intersect(r.q("SELECT n FROM term WHERE space = ? AND key = ?").int(spaceTag).text(domain.NormalTag(q.Tag)))
	}
	return among, err
}

var organisationByName = listOrder{rows: "organisation WHERE listed = ?", by: "sort", n: "n"}

const organisationColumns = "p.n, p.sort, p.city, p.domain, p.tags"

const organisationQuery = "SELECT " + organisationColumns + " FROM organisation p WHERE n = ? AND listed > 0"

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
		rows, err := r.organisationRows(r.q(organisationQuery).int(n))
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
	if page.KnownBy, page.Known, err = r.knownBy(current); err != nil {
		return err
	}
	house, err := r.houseOf(n)
	if err != nil {
		return err
	}
	if page.Complaints, err = r.complaints(house, r.now()); err != nil {
		return err
	}
	if page.FollowUps, err = r.openFollowUpsOfHouse(n); err != nil {
		return err
	}
	page.Needs, err = r.openNeeds(domain.Stream{Kind: domain.KindOrganisation, ID: page.ID})
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
		rows[i].ID, rows[i].Name = p.ID, p.Name
	}
	return rows, nil
}

// SpokenBy counts the conversations of each of us. It goes through all days,
// which takes much longer than asking who we are.
func (v *Views) SpokenBy(ctx context.Context) (conversations map[domain.ID]int, err error) {
	conversations = map[domain.ID]int{}
	err = v.read(ctx, func(r *reader) error {
		byNumber := map[int64]int{}
		err := r.q("SELECT member, sum(conversations) FROM daily WHERE member <> 0 GROUP BY member").each(func(s *sqlite.Stmt) error {
			byNumber[s.ColumnInt64(0)] = int(s.ColumnInt64(1))
			return nil
		})
		if err != nil {
			return err
		}
		for n, count := range byNumber {
			id, err := r.id(n)
			if err != nil {
				return err
			}
			conversations[id] = count
		}
		return nil
	})
	return conversations, err
}
