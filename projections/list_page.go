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
	rows       string // table and condition, whose one parameter says how the rows are listed
	by, n      string // the columns of the key and of the number
	integer    bool   // the key is an integer rather than a blob
	descending bool
}

// walk gives the numbers of the rows on one side of a key and number, the
// nearest first. Inclusive also gives the row at them.
func (o listOrder) walk(descending, inclusive bool) string {
	sign, down := ">", ""
	if descending {
		sign, down = "<", " DESC"
	}
	if inclusive {
		sign += "="
	}
	return "SELECT " + o.n + " FROM " + o.rows + " AND (" + o.by + ", " + o.n + ") " + sign + " (?, ?) ORDER BY " +
		o.by + down + ", " + o.n + down
}

// key gives the key of one row, if it is listed so.
func (o listOrder) key() string {
	return "SELECT " + o.by + " FROM " + o.rows + " AND " + o.n + " = ?"
}

// A pageQuery asks for the numbers on a page of a list.
type pageQuery struct {
	order   listOrder
	reverse bool // the list is read the other way round
	listed  int64
	among   *numberSet // nil for all
	page    Page
	limit   int64
	accept  func(n int64) (bool, error) // nil for all
}

// start is where the walk along the order begins, and which way it goes.
func (q pageQuery) start() (from cursor, descending, inclusive bool) {
	descending = (q.order.descending != q.reverse) != q.page.upwards()
	for _, given := range []string{q.page.After, q.page.From, q.page.Before} {
		if c, ok := parseCursor(given); ok {
			return c, descending, given == q.page.From
		}
	}
	from.n = -1
	if q.order.integer {
		from.key = binary.BigEndian.AppendUint64(nil, 1<<63) // the smallest integer
	}
	if descending {
		from.n = math.MaxInt64
		from.key = bytes.Repeat([]byte{0xff}, 32) // above the key of every name
		if q.order.integer {
			from.key = binary.BigEndian.AppendUint64(nil, math.MaxInt64)
		}
	}
	return from, descending, false
}

// fewRows is up to how many rows are sorted; more are looked for along the
// order of the list.
const fewRows = 1500

func (r *reader) page(q pageQuery) (numbers []int64, err error) {
	if q.among != nil && q.among.count <= fewRows {
		numbers, err = r.pageOfFew(q)
	} else {
		numbers, err = r.pageOfMany(q)
	}
	if q.page.upwards() {
		slices.Reverse(numbers)
	}
	return numbers, err
}

func (r *reader) pageOfMany(q pageQuery) (numbers []int64, err error) {
	from, descending, inclusive := q.start()
	order, accept := q.order, q.accept
	if q.among != nil && order.rows == personByContact.rows {
		// Who is listed how is asked of those alone who are in the set: the rows of
		// the others lie anywhere.
		order.rows = "contact c WHERE ? > 0"
		accept = func(n int64) (bool, error) {
			listed, err := r.q("SELECT listed FROM person WHERE n = ?").int(n).number()
			if err != nil || listed != q.listed || q.accept == nil {
				return listed == q.listed, err
			}
			return q.accept(n)
		}
	}
	s := r.q(order.walk(descending, inclusive)).int(q.listed)
	if q.order.integer {
		s.int(from.integer())
	} else {
		s.blob(from.key)
	}
	err = s.int(from.n).each(func(row *sqlite.Stmt) error {
		n := row.ColumnInt64(0)
		if q.among != nil && !q.among.has(n) {
			return nil
		}
		if accept != nil {
			if ok, err := accept(n); err != nil || !ok {
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
func (r *reader) pageOfFew(q pageQuery) (numbers []int64, err error) {
	from, descending, inclusive := q.start()
	compare := func(a, b cursor) int {
		if descending {
			a, b = b, a
		}
		return q.order.compare(a, b)
	}
	var rows []cursor
	for n := range q.among.all {
		found := false
		key := cursor{n: n}
		found, err = r.q(q.order.key()).int(q.listed).int(n).first(func(row *sqlite.Stmt) {
			if q.order.integer {
				key.key = binary.BigEndian.AppendUint64(nil, uint64(row.ColumnInt64(0)))
			} else {
				key.key = columnBlob(row, 0)
			}
		})
		if err != nil {
			return nil, err
		}
		if found {
			if side := compare(key, from); side > 0 || side == 0 && inclusive {
				rows = append(rows, key)
			}
		}
	}
	slices.SortFunc(rows, compare)
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

// compare tells which of two rows comes first where the order ascends.
func (o listOrder) compare(a, b cursor) int {
	order := bytes.Compare(a.key, b.key)
	if o.integer {
		order = cmp.Compare(a.integer(), b.integer())
	}
	if order == 0 {
		order = cmp.Compare(a.n, b.n)
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
