package projections

import (
	"encoding/binary"
	"math"
	"time"

	"kontor/domain"
)

// never is the stored moment of what did not happen.
const never = math.MinInt64

// A packer writes the values of a row that are only ever read together into
// one blob: that is several times as fast as a column for each of them.
type packer struct{ b []byte }

func (p *packer) int(v int64) { p.b = binary.AppendVarint(p.b, v) }

func (p *packer) text(s string) {
	p.b = binary.AppendUvarint(p.b, uint64(len(s)))
	p.b = append(p.b, s...)
}

func (p *packer) id(id domain.ID) { p.b = append(p.b, id[:]...) }

func (p *packer) ints(list []int64) {
	p.b = binary.AppendUvarint(p.b, uint64(len(list)))
	for _, v := range list {
		p.int(v)
	}
}

func (p *packer) texts(list []string) {
	p.b = binary.AppendUvarint(p.b, uint64(len(list)))
	for _, s := range list {
		p.text(s)
	}
}

// An unpacker reads what a packer wrote. A blob that ends too early reads as
// zeros.
type unpacker struct{ b []byte }

func (u *unpacker) int() int64 {
	v, n := binary.Varint(u.b)
	if n <= 0 {
		u.b = nil
		return 0
	}
	u.b = u.b[n:]
	return v
}

func (u *unpacker) length() int {
	v, n := binary.Uvarint(u.b)
	if n <= 0 || v > uint64(len(u.b)-n) {
		u.b = nil
		return 0
	}
	u.b = u.b[n:]
	return int(v)
}

func (u *unpacker) text() string {
	n := u.length()
	s := string(u.b[:n])
	u.b = u.b[n:]
	return s
}

func (u *unpacker) id() (id domain.ID) {
	if len(u.b) < len(id) {
		u.b = nil
		return id
	}
	copy(id[:], u.b)
	u.b = u.b[len(id):]
	return id
}

func (u *unpacker) ints() []int64 {
	n := u.length()
	if n == 0 {
		return nil
	}
	list := make([]int64, n)
	for i := range list {
		list[i] = u.int()
	}
	return list
}

// appendInts reads a list into one that is there already.
func (u *unpacker) appendInts(list []int64) []int64 {
	for range u.length() {
		list = append(list, u.int())
	}
	return list
}

func (u *unpacker) texts() []string {
	n := u.length()
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = u.text()
	}
	return list
}

// dayNumber is a calendar day as the number of days since 1970; 0 for no day.
func dayNumber(d domain.Day) int64 {
	if d == "" {
		return 0
	}
	t := d.In(time.UTC)
	if t.IsZero() {
		return 0
	}
	return floorDiv(t.Unix(), 86400)
}

func dayOf(n int64) domain.Day {
	if n == 0 {
		return ""
	}
	return domain.DayOf(time.Unix(n*86400, 0).UTC())
}

// localDay is the day that the calendar showed where the moment was recorded.
func localDay(t time.Time) int64 {
	_, offset := t.Zone()
	return floorDiv(t.Unix()+int64(offset), 86400)
}

// asKept is a moment as the ledger gives it back: RFC 3339 has no seconds in the
// offset, which the local time of a city before 1893 has.
func asKept(t time.Time) time.Time {
	_, offset := t.Zone()
	if offset%60 == 0 {
		return t
	}
	return t.Add(time.Duration(offset%60) * time.Second).In(time.FixedZone("", offset-offset%60))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
