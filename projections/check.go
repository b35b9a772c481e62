package projections

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/bits"
	"strings"

	"zombiezen.com/go/sqlite"
)

// Difference is where the read models differ from a rebuild. Without a Table
// there is none.
type Difference struct {
	Table string
	// Rows is how many rows the read models have and how many a rebuild has.
	Rows, Rebuilt int64
	// Compared is how many rows of all tables were found equal before.
	Compared int64
}

// Equal reports whether there is no difference.
func (d Difference) Equal() bool { return d.Table == "" }

func (d Difference) String() string {
	if d.Equal() {
		return "equal"
	}
	return fmt.Sprintf("table %s differs from a rebuild (%d rows, rebuilt %d)", d.Table, d.Rows, d.Rebuilt)
}

// ErrChanged is returned by Check if the end of the ledger was replaced while it
// compared.
var ErrChanged = errors.New("the end of the ledger was replaced in the meantime")

// Check computes the read models anew beside the present ones and compares
// every table row by row. It returns the first difference. What is appended
// while it works is not compared.
func (v *Views) Check(ctx context.Context, progress func(done, total int64)) (found Difference, err error) {
	v.building.Lock()
	defer v.building.Unlock()
	fresh := v.path + ".check"
	if err := removeDatabase(fresh); err != nil {
		return found, err
	}
	mine, position, err := v.snapshot(ctx)
	if err != nil {
		return found, err
	}
	defer mine.Close()
	era := v.era.Load()
	if err = build(ctx, fresh, v.source, position, progress); err == nil {
		found, err = compareWith(ctx, mine, fresh)
	}
	if err == nil && v.era.Load() != era {
		err = ErrChanged
	}
	return found, errors.Join(err, removeDatabase(fresh))
}

// snapshot is a connection that keeps seeing the read models as they are now,
// up to the given position.
func (v *Views) snapshot(ctx context.Context) (c *conn, position int64, err error) {
	v.writing.Lock()
	defer v.writing.Unlock()
	if !v.options.ReadOnly {
		if err := v.catchUp(ctx, nil); err != nil {
			return nil, 0, err
		}
	}
	v.gate.RLock()
	defer v.gate.RUnlock()
	if c, err = connect(v.path, sqlite.OpenReadWrite); err != nil {
		return nil, 0, err
	}
	if err = c.q("BEGIN").run(); err == nil {
		position, err = c.q("SELECT position FROM generation").number()
	}
	if err != nil {
		return nil, 0, errors.Join(err, c.Close())
	}
	return c, position, nil
}

func compareWith(ctx context.Context, mine *conn, path string) (found Difference, err error) {
	fresh, err := connect(path, sqlite.OpenReadWrite)
	if err != nil {
		return found, err
	}
	defer fresh.Close()
	err = mine.under(ctx, func() error {
		return fresh.under(ctx, func() error {
			found, err = compare(mine, fresh)
			return err
		})
	})
	return found, err
}

// vocabularies show the full text indexes as tables of their words.
const vocabularies = `
CREATE VIRTUAL TABLE IF NOT EXISTS temp.talk_words USING fts5vocab ('main', 'talk', 'row');
CREATE VIRTUAL TABLE IF NOT EXISTS temp.record_words USING fts5vocab ('main', 'words', 'col');
CREATE VIRTUAL TABLE IF NOT EXISTS temp.need_words USING fts5vocab ('main', 'wants', 'row');`

func compare(a, b *conn) (Difference, error) {
	for _, c := range []*conn{a, b} {
		if err := c.script(vocabularies); err != nil {
			return Difference{}, err
		}
	}
	var equal int64
	for _, t := range compared {
		x, err := t.digest(a)
		if err != nil {
			return Difference{}, fmt.Errorf("%s: %w", t.name, err)
		}
		y, err := t.digest(b)
		if err != nil {
			return Difference{}, fmt.Errorf("%s: %w", t.name, err)
		}
		if x != y {
			return Difference{Table: t.name, Rows: x.rows, Rebuilt: y.rows, Compared: equal}, nil
		}
		equal += x.rows
	}
	return Difference{Compared: equal}, nil
}

// A comparison reads the rows of a table in a form that does not depend on the
// numbers that records have in this file.
type comparison struct {
	name  string
	query string
	// row appends what the row means.
	row func(n *namer, r *sqlite.Stmt) error
}

// A digest is the sum of the digests of rows: equal whatever their order.
type digest struct {
	rows int64
	sum  [4]uint64
}

func (d *digest) add(row []byte) {
	h := sha256.Sum256(row)
	var carry uint64
	for i := range d.sum {
		d.sum[i], carry = bits.Add64(d.sum[i], binary.LittleEndian.Uint64(h[8*i:]), carry)
	}
	d.rows++
}

func (t comparison) digest(c *conn) (digest, error) {
	var d digest
	err := t.rows(c, func(row string) error {
		d.add([]byte(row))
		return nil
	})
	return d, err
}

func (t comparison) rows(c *conn, f func(row string) error) error {
	n := &namer{conn: c, ids: map[int64]string{}, channels: map[int64]string{}}
	return c.q(t.query).each(func(r *sqlite.Stmt) error {
		n.row.Reset()
		if err := t.row(n, r); err != nil {
			return err
		}
		return f(n.row.String())
	})
}

// A namer writes rows with the ids of records in the place of their numbers.
type namer struct {
	*conn
	ids      map[int64]string
	channels map[int64]string
	row      strings.Builder
}

func (n *namer) value(v any) { fmt.Fprintf(&n.row, "%v|", v) }

func (n *namer) record(number int64) error {
	id, ok := n.ids[number]
	if !ok {
		_, err := n.q("SELECT hex(id) FROM record WHERE n = ?").int(number).first(func(r *sqlite.Stmt) { id = r.ColumnText(0) })
		if err != nil {
			return err
		}
		if len(n.ids) > maxNumbers {
			clear(n.ids)
		}
		n.ids[number] = id
	}
	if number <= 0 {
		id = fmt.Sprint(number)
	}
	n.row.WriteString(id)
	n.row.WriteByte('|')
	return nil
}

func (n *namer) records(lists ...[]int64) error {
	for _, list := range lists {
		for _, number := range list {
			if err := n.record(number); err != nil {
				return err
			}
		}
		n.row.WriteByte(';')
	}
	return nil
}

func (n *namer) channel(code int64) error {
	name, ok := n.channels[code]
	if !ok {
		_, err := n.q("SELECT name FROM channel WHERE code = ?").int(code).first(func(r *sqlite.Stmt) { name = r.ColumnText(0) })
		if err != nil {
			return err
		}
		n.channels[code] = name
	}
	n.value(name)
	return nil
}

// columns writes columns as they are, but for those that hold a record.
func columns(records ...int) func(n *namer, r *sqlite.Stmt) error {
	return func(n *namer, r *sqlite.Stmt) error {
	next:
		for i := range r.ColumnCount() {
			for _, is := range records {
				if i == is {
					if err := n.record(r.ColumnInt64(i)); err != nil {
						return err
					}
					continue next
				}
			}
			if r.ColumnType(i) == sqlite.TypeBlob {
				n.value(hex.EncodeToString(columnBlob(r, i)))
			} else {
				n.value(r.ColumnText(i))
			}
		}
		return nil
	}
}
