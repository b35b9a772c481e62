package projections

import (
	"slices"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// acquaintance is how often each of us spoke with somebody, by the numbers of
// members.
type acquaintance map[int64]*KnownByRow

func (a acquaintance) add(member, at int64) {
	row := a[member]
	if row == nil {
		row = &KnownByRow{}
		a[member] = row
	}
	row.Conversations++
	if when := moment(at); when.After(row.Last) {
		row.Last = when
	}
}

// knownBy counts who of us spoke with some people, most first: with any of them,
// where a conversation with several of them counts once, and with each.
func (r *reader) knownBy(people []int64) (any []KnownByRow, each map[domain.ID][]KnownByRow, err error) {
	all, counted := acquaintance{}, map[int64]int64{} // of a conversation, with whom it was counted
	each = map[domain.ID][]KnownByRow{}
	for _, n := range people {
		own := acquaintance{}
		err := r.eachContact(n, func(member, at, position int64) {
			own.add(member, at)
			if _, known := counted[position]; !known {
				counted[position] = n
			}
			if counted[position] == n {
				all.add(member, at)
			}
		})
		if err != nil {
			return nil, nil, err
		}
		id, err := r.id(n)
		if err != nil {
			return nil, nil, err
		}
		if each[id], err = r.knownByRows(own); err != nil {
			return nil, nil, err
		}
	}
	any, err = r.knownByRows(all)
	return any, each, err
}

// eachContact gives every contact with a person, once for each of us who took
// part.
func (r *reader) eachContact(person int64, f func(member, at, position int64)) error {
	type shared struct{ position, at int64 }
	var several []shared
	err := r.q("SELECT at, what, ref, position FROM entry WHERE subject = ? ORDER BY at DESC").int(person).
		each(func(s *sqlite.Stmt) error {
			at, what, ref, position := s.ColumnInt64(0), s.ColumnInt64(1), s.ColumnInt64(2), s.ColumnInt64(3)
			switch {
			case !isContact(what):
			case what&entrySeveral != 0:
				several = append(several, shared{position, at})
			case ref != 0:
				f(ref, at, position)
			}
			return nil
		})
	if err != nil {
		return err
	}
	for _, s := range several {
		c, err := r.cardAt(s.position)
		if err != nil {
			return err
		}
		for _, member := range c.ours {
			f(member, s.at, s.position)
		}
	}
	return nil
}

func (r *reader) knownByRows(a acquaintance) ([]KnownByRow, error) {
	rows := make([]KnownByRow, 0, len(a))
	for n, row := range a {
		p, err := r.party(n)
		if err != nil {
			return nil, err
		}
		row.Member, row.Name = p.ID, p.Name
		rows = append(rows, *row)
	}
	slices.SortFunc(rows, func(a, b KnownByRow) int {
		if a.Conversations != b.Conversations {
			return b.Conversations - a.Conversations
		}
		return slices.Compare(a.Member[:], b.Member[:])
	})
	return rows, nil
}
