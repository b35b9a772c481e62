package projections

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"zombiezen.com/go/sqlite"
)

// A listOrder reads a list along the index of its order.
type listOrder struct {
	// walk gives number and key of the rows behind a key and number, in order.
	walk string
	// key gives the key of one row, if it is listed so.
	key        string
	integer    bool // the key is an integer rather than a blob
	descending bool
}

// A pageQuery asks for the numbers on a page of a list.
type pageQuery struct {
	order  listOrder
	listed int64
	among  *numberSet // nil for all
	after  string     // cursor
	limit  int64
	accept func(n int64) (bool, error) // nil for all
}

// fewRows is up to how many rows are sorted; more are looked for along the
// order of the list.
const fewRows = 1500

func (r *reader) page(q pageQuery) (numbers []int64, err error) {
	after, paged := parseCursor(q.after)
	if !paged {
		after = cursor{n: -1}
		if q.order.descending {
			after.n = math.MaxInt64
		}
	}
	if q.among != nil && q.among.count <= fewRows {
		return r.pageOfFew(q, after, paged)
	}
	s := r.q(q.order.walk).int(q.listed)
	switch {
	case !q.order.integer:
		s.blob(after.key)
	case paged:
		s.int(after.integer())
	case q.order.descending:
		s.int(math.MaxInt64)
	default:
		s.int(math.MinInt64)
	}
	err = s.int(after.n).each(func(row *sqlite.Stmt) error {
		n := row.ColumnInt64(0)
		if q.among != nil && !q.among.has(n) {
			return nil
		}
		if q.accept != nil {
			if ok, err := q.accept(n); err != nil || !ok {
				return err
			}
		}
		if numbers = append(numbers, n); int64(len(numbers)) == q.limit {
			return errEnough
		}
		return nil
	})
	return numbers, err
}

// pageOfFew sorts the rows of a small set.
func (r *reader) pageOfFew(q pageQuery, after cursor, paged bool) (numbers []int64, err error) {
	var rows []cursor
	for n := range q.among.all {
		found := false
		key := cursor{n: n}
		found, err = r.q(q.order.key).int(n).int(q.listed).first(func(row *sqlite.Stmt) {
			if q.order.integer {
				key.key = binary.BigEndian.AppendUint64(nil, uint64(row.ColumnInt64(0)))
			} else {
				key.key = columnBlob(row, 0)
			}
		})
		if err != nil {
			return nil, err
		}
		if found && (!paged || q.order.compare(key, after) > 0) {
			rows = append(rows, key)
		}
	}
	slices.SortFunc(rows, q.order.compare)
	for _, row := range rows {
		if int64(len(numbers)) == q.limit {
			break
		}
		if q.accept != nil {
			ok, err := q.accept(row.n)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
		}
		numbers = append(numbers, row.n)
	}
	return numbers, nil
}

func (o listOrder) compare(a, b cursor) int {
	order := bytes.Compare(a.key, b.key)
	if o.integer {
		order = cmp.Compare(a.integer(), b.integer())
	}
	if order == 0 {
		order = cmp.Compare(a.n, b.n)
	}
	if o.descending {
		return -order
	}
	return order
}

// integer is the key of a list that is ordered by a number.
func (c cursor) integer() int64 {
	if len(c.key) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(c.key))
}

// countListed counts the rows that are listed and in all the sets; nil is the
// set of all.
func (r *reader) countListed(query string, listed int64, sets ...*numberSet) (count int, err error) {
	err = r.q(query).int(listed).each(func(row *sqlite.Stmt) error {
		n := row.ColumnInt64(0)
		for _, set := range sets {
			if set != nil && !set.has(n) {
				return nil
			}
		}
		count++
		return nil
	})
	return count, err
}

// A numberSet is a set of numbers of records.
type numberSet struct {
	bits  []uint64
	count int
}

func (s *numberSet) has(n int64) bool {
	return n >= 0 && n>>6 < int64(len(s.bits)) && s.bits[n>>6]&(1<<(n&63)) != 0
}

func (s *numberSet) add(n int64) {
	if n < 0 || s.has(n) {
		return
	}
	for n>>6 >= int64(len(s.bits)) {
		s.bits = append(s.bits, make([]uint64, n>>6+1-int64(len(s.bits)))...)
	}
	s.bits[n>>6] |= 1 << (n & 63)
	s.count++
}

// intersect is the set of the numbers in the first column of a query that are
// also in s, which may be nil for all.
func (s *numberSet) intersect(query *stmt) (*numberSet, error) {
	found := &numberSet{}
	err := query.each(func(row *sqlite.Stmt) error {
		if n := row.ColumnInt64(0); s == nil || s.has(n) {
			found.add(n)
		}
		return nil
	})
	return found, err
}

// all yields the numbers in ascending order.
func (s *numberSet) all(yield func(n int64) bool) {
	for i, word := range s.bits {
		for bit := range int64(64) {
			if word&(1<<bit) != 0 && !yield(int64(i)<<6+bit) {
				return
			}
		}
	}
}
