package projections

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// A reader answers one query. It remembers the names that it looked up.
type reader struct {
	*conn
	ctx     context.Context
	source  Source
	now     func() time.Time
	state   fileState // but for the position
	lately  *lately   // nil: nothing is kept from query to query
	parties map[int64]Party
}

// number is the number of a record, 0 if the read models do not know it. Whoever
// was merged is asked about under the one who stayed.
func (r *reader) number(id domain.ID) (int64, error) {
	if id == domain.None {
		return 0, nil
	}
	n, err := r.q("SELECT n FROM record WHERE id = ?").blob(id[:]).number()
	if err != nil || n == 0 {
		return 0, err
	}
	return r.root(n)
}

// party is what is printed of a record.
func (r *reader) party(n int64) (Party, error) {
	if p, ok := r.parties[n]; ok || n == 0 {
		return p, nil
	}
	var p Party
	_, err := r.q("SELECT id, kind, name, state FROM record WHERE n = ?").int(n).first(func(s *sqlite.Stmt) {
		s.ColumnBytes(0, p.ID[:])
		state := s.ColumnInt64(3)
		p.Kind, p.Name = kindOf(s.ColumnInt64(1)), s.ColumnText(2)
		p.Erased = state&stateErased != 0
		p.Missing = state&stateMissing != 0 && p.Name == ""
		p.Gone = state&stateAdded == 0 || state&stateWithdrawn != 0
	})
	if r.parties == nil {
		r.parties = map[int64]Party{}
	}
	r.parties[n] = p
	return p, err
}

func (r *reader) listParties(list []int64) ([]Party, error) {
	if len(list) == 0 {
		return nil, nil
	}
	parties := make([]Party, len(list))
	for i, n := range list {
		p, err := r.party(n)
		if err != nil {
			return nil, err
		}
		parties[i] = p
	}
	return parties, nil
}

func (r *reader) id(n int64) (domain.ID, error) {
	p, err := r.party(n)
	return p.ID, err
}

// A cursor is the key of a row in its list, as text.
type cursor struct {
	key []byte
	n   int64
}

func (c cursor) String() string {
	var p packer
	p.int(c.n)
	p.b = append(p.b, c.key...)
	return base64.RawURLEncoding.EncodeToString(p.b)
}

// parseCursor reads a cursor; one that no list gave counts as the beginning.
func parseCursor(s string) (c cursor, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) == 0 {
		return c, false
	}
	u := unpacker{b}
	c.n = u.int()
	c.key = u.b
	return c, true
}

func (p Page) limit(standard int) int64 {
	if p.Limit <= 0 {
		return int64(standard)
	}
	return int64(p.Limit)
}

// matchQuery is the full text query for what a human typed: all words, each of
// which may be the beginning of one. It is "" if there is no word in the text.
func matchQuery(text string) string {
	words := wordsOf(text)
	for i, word := range words {
		words[i] = `"` + word + `"*`
	}
	return strings.Join(words, " ")
}

func splitTags(tags string) []string {
	if tags == "" {
		return nil
	}
	return strings.Fields(tags)
}

func sortedNames(names []string) []string {
	slices.Sort(names)
	return names
}
