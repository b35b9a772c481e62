package projections

import (
	"context"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// Communities returns all communities, by name: those of interest first, then
// the archived ones.
func (v *Views) Communities(ctx context.Context, now time.Time) (rows []CommunityRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		rows, _, err = r.communityRows(r.q("SELECT n, taxonomy, rhythm, owner, listed FROM community WHERE listed > 0 ORDER BY listed, sort, n"), now)
		return err
	})
	return rows, err
}

// CommunityNames returns what [Views.Communities] does, but of each community only
// what it is called, whether it is archived and how many people are in it: where
// one is chosen, nobody waits until the contacts of all people are looked at.
func (v *Views) CommunityNames(ctx context.Context) (rows []CommunityRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		var numbers []int64
		err := r.q("SELECT n, listed FROM community WHERE listed > 0 ORDER BY listed, sort, n").each(func(s *sqlite.Stmt) error {
			numbers = append(numbers, s.ColumnInt64(0))
			rows = append(rows, CommunityRow{Archived: s.ColumnInt64(1) == listedArchived})
			return nil
		})
		if err != nil {
			return err
		}
		for i, n := range numbers {
			p, err := r.party(n)
			if err != nil {
				return err
			}
			people, err := r.q("SELECT count(*) FROM membership WHERE community = ? AND archived = 0").int(n).number()
			if err != nil {
				return err
			}
			rows[i].ID, rows[i].Name, rows[i].People = p.ID, p.Name, int(people)
		}
		return nil
	})
	return rows, err
}

// Community returns everything about one community but people and timeline, nil
// if there is no such community or it was withdrawn.
func (v *Views) Community(ctx context.Context, id domain.ID, now time.Time) (page *CommunityPage, err error) {
	f, _, err := load(ctx, v.source, domain.Stream{Kind: domain.KindCommunity, ID: id})
	if err != nil {
		return nil, err
	}
	err = v.read(ctx, func(r *reader) error {
		n, err := r.number(id)
		if err != nil {
			return err
		}
		rows, owners, err := r.communityRows(r.q("SELECT n, taxonomy, rhythm, owner, listed FROM community WHERE n = ? AND listed > 0").int(n), now)
		if err != nil || len(rows) == 0 {
			return err
		}
		c := f.Aggregate.(*domain.Community)
		page = &CommunityPage{CommunityRow: rows[0], Facts: factsOf(c.Dossier), AddedAt: c.AddedAt}
		owner, err := r.party(owners[0])
		if err != nil {
			return err
		}
		page.OwnerName = owner.Name
		page.Roles, err = r.roles(n)
		return err
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

func (r *reader) communityRows(query *stmt, now time.Time) (rows []CommunityRow, owners []int64, err error) {
	var numbers []int64
	err = query.each(func(s *sqlite.Stmt) error {
		numbers = append(numbers, s.ColumnInt64(0))
		owners = append(owners, s.ColumnInt64(3))
		rows = append(rows, CommunityRow{
			Taxonomy: domain.CommunityKind(s.ColumnText(1)), Rhythm: domain.Rhythm(s.ColumnInt64(2)),
			Archived: s.ColumnInt64(4) == listedArchived,
		})
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	for i, n := range numbers {
		if err := r.completeCommunity(&rows[i], n, owners[i], now); err != nil {
			return nil, nil, err
		}
	}
	return rows, owners, nil
}

func (r *reader) completeCommunity(row *CommunityRow, n, owner int64, now time.Time) error {
	p, err := r.party(n)
	if err != nil {
		return err
	}
	row.ID, row.Name = p.ID, p.Name
	if row.Owner, err = r.id(owner); err != nil {
		return err
	}
	last := int64(never)
	_, err = r.q(`SELECT count(*), total(c.rhythm > 0), total(c.rhythm > 0 AND c.last > ? AND c.day + c.rhythm >= ?), max(c.last)
		FROM membership m CROSS JOIN contact c ON c.n = m.person WHERE m.community = ? AND m.archived = 0`).
		int(never).int(dayNumber(domain.DayOf(now))).int(n).first(func(s *sqlite.Stmt) {
		row.People, row.WithRhythm, row.InRhythm = s.ColumnInt(0), s.ColumnInt(1), s.ColumnInt(2)
		if !s.ColumnIsNull(3) {
			last = s.ColumnInt64(3)
		}
	})
	row.LastContact = moment(last)
	return err
}

// roles counts the roles in a community, most frequent first.
func (r *reader) roles(n int64) ([]RoleCount, error) {
	counts := map[string]int{}
	err := r.q("SELECT roles FROM membership WHERE community = ? AND archived = 0 AND roles <> ''").int(n).
		each(func(s *sqlite.Stmt) error {
			for _, role := range strings.Split(s.ColumnText(0), "\n") {
				counts[role]++
			}
			return nil
		})
	rows := make([]RoleCount, 0, len(counts))
	for role, people := range counts {
		rows = append(rows, RoleCount{role, people})
	}
	slices.SortFunc(rows, func(a, b RoleCount) int {
		if a.People != b.People {
			return b.People - a.People
		}
		return strings.Compare(a.Role, b.Role)
	})
	return rows, err
}
