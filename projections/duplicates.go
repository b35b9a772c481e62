package projections

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
	"kontor/match"
)

// leastScore is the score from which two people are shown as possible
// duplicates.
const leastScore = 60

// commonKey is how many people may share a key before it says nothing.
const commonKey = 50

// Duplicates returns pairs of people who may be the same. A page holds the pairs
// under the next keys, the surest of them first; its last row has the cursor of
// the next page, and no rows mean the end.
func (v *Views) Duplicates(ctx context.Context, page Page) (rows []Duplicate, err error) {
	err = v.read(ctx, func(r *reader) error {
		after, _ := base64.RawURLEncoding.DecodeString(page.After)
		key := string(after)
		limit := int(page.limit(50))
		for len(rows) < limit {
			blocks, last, err := r.blocks(key)
			if err != nil {
				return err
			}
			if last == "" {
				break
			}
			key = last
			for _, b := range blocks {
				if err := r.pairs(b, &rows); err != nil {
					return err
				}
			}
		}
		slices.SortStableFunc(rows, func(a, b Duplicate) int { return cmp.Compare(b.Score, a.Score) })
		for i := range rows {
			rows[i].Cursor = base64.RawURLEncoding.EncodeToString([]byte(key))
		}
		return nil
	})
	return rows, err
}

// A block is people who share a key.
type block struct {
	key    string
	people []int64
}

// blocks reads the next keys that few people share.
func (r *reader) blocks(after string) (blocks []block, last string, err error) {
	var keys []string
	err = r.q("SELECT DISTINCT key FROM term WHERE space = ? AND key > ? ORDER BY key LIMIT 500").
		int(spaceBlock).text(after).each(func(s *sqlite.Stmt) error {
		keys = append(keys, s.ColumnText(0))
		return nil
	})
	if err != nil || len(keys) == 0 {
		return nil, "", err
	}
	for _, key := range keys {
		b := block{key: key}
		err := r.q("SELECT n FROM term WHERE space = ? AND key = ? LIMIT 51").int(spaceBlock).text(key).
			each(func(s *sqlite.Stmt) error {
				b.people = append(b.people, s.ColumnInt64(0))
				return nil
			})
		if err != nil {
			return nil, "", err
		}
		if len(b.people) > 1 && len(b.people) <= commonKey {
			blocks = append(blocks, b)
		}
	}
	return blocks, keys[len(keys)-1], nil
}

// pairs appends the pairs of a block that are alike. A pair that meets under
// several keys is given under the first of them.
func (r *reader) pairs(b block, rows *[]Duplicate) error {
	profiles := make([]match.Profile, len(b.people))
	for i, n := range b.people {
		var err error
		if profiles[i], _, err = r.profile(n); err != nil {
			return err
		}
	}
	for i := range b.people {
		for j := range i {
			score, reasons := match.Score(profiles[i], profiles[j])
			if score < leastScore {
				continue
			}
			apart, err := r.toldApart(b.people[i], b.people[j])
			if err != nil {
				return err
			}
			if apart {
				continue
			}
			first, err := r.firstKey(b.people[i], b.people[j])
			if err != nil {
				return err
			}
			if first != b.key {
				continue
			}
			d := Duplicate{Score: score, Reasons: reasonsOf(reasons)}
			if d.A, err = r.personRow(b.people[j]); err != nil {
				return err
			}
			if d.B, err = r.personRow(b.people[i]); err != nil {
				return err
			}
			*rows = append(*rows, d)
		}
	}
	return nil
}

// toldApart reports whether somebody said that two people are not the same.
func (r *reader) toldApart(a, b int64) (bool, error) {
	n, err := r.q("SELECT count(*) FROM apart WHERE one IN (?1, ?2) AND other IN (?1, ?2)").int(a).int(b).number()
	return n > 0, err
}

// putApart writes from whom a person was told apart.
func (w *writer) putApart(n int64, apart []domain.ID) error {
	if err := w.q("DELETE FROM apart WHERE one = ?").int(n).run(); err != nil {
		return err
	}
	others, err := w.numbersOf(domain.KindPerson, apart)
	if err != nil {
		return err
	}
	for _, other := range others {
		if err := w.q("INSERT INTO apart (one, other) VALUES (?, ?)").int(n).int(other).run(); err != nil {
			return err
		}
	}
	return nil
}

// firstKey is the first key that two people share and that is not common.
func (r *reader) firstKey(a, b int64) (string, error) {
	x, err := r.blockingKeys(a)
	if err != nil {
		return "", err
	}
	y, err := r.blockingKeys(b)
	if err != nil {
		return "", err
	}
	for _, key := range x {
		if !slices.Contains(y, key) {
			continue
		}
		n, err := r.q("SELECT count(*) FROM (SELECT 1 FROM term WHERE space = ? AND key = ? LIMIT 51)").int(spaceBlock).text(key).number()
		if err != nil {
			return "", err
		}
		if n <= commonKey {
			return key, nil
		}
	}
	return "", nil
}

func (r *reader) blockingKeys(n int64) (keys []string, err error) {
	_, err = r.q("SELECT content FROM terms WHERE n = ?").int(n).first(func(s *sqlite.Stmt) {
		for _, t := range unpackTerms(columnBlob(s, 0)) {
			if t.space == spaceBlock {
				keys = append(keys, t.key)
			}
		}
	})
	return keys, err
}

// reasonsOf translates the reasons of a score.
func reasonsOf(reasons []match.Reason) []Reason {
	list := make([]Reason, len(reasons))
	for i, reason := range reasons {
		list[i] = Reason{Code: reason.Key, Args: reason.Args}
	}
	return list
}

// Alike is a person who may be the one that somebody is about to add.
type Alike struct {
	Person  PersonRow
	Score   int // 0 to 100
	Reasons []Reason
}

// DuplicatesOf returns the people who may be the one with the given profile, the
// surest first.
func (v *Views) DuplicatesOf(ctx context.Context, profile match.Profile, limit int) (found []Alike, err error) {
	if limit <= 0 {
		limit = 10
	}
	err = v.read(ctx, func(r *reader) error {
		var people []int64
		for _, key := range match.BlockingKeys(profile) {
			before := len(people)
			err := r.q("SELECT n FROM term WHERE space = ? AND key = ? LIMIT 51").int(spaceBlock).text(trimKey(key)).
				each(func(s *sqlite.Stmt) error {
					people = append(people, s.ColumnInt64(0))
					return nil
				})
			if err != nil {
				return err
			}
			if len(people)-before > commonKey && !strings.HasPrefix(key, "e:") {
				people = people[:before]
			}
		}
		slices.Sort(people)
		type scored struct {
			n       int64
			score   int
			reasons []match.Reason
		}
		var list []scored
		for _, n := range slices.Compact(people) {
			other, ok, err := r.profile(n)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			if score, reasons := match.Score(profile, other); score >= leastScore {
				list = append(list, scored{n, score, reasons})
			}
		}
		slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
		for _, s := range list[:min(len(list), limit)] {
			row, err := r.personRow(s.n)
			if err != nil {
				return err
			}
			found = append(found, Alike{row, s.score, reasonsOf(s.reasons)})
		}
		return nil
	})
	return found, err
}

// ProfileOf returns what a person is compared by with others; false if there is
// no such person.
func (v *Views) ProfileOf(ctx context.Context, id domain.ID) (profile match.Profile, ok bool, err error) {
	err = v.read(ctx, func(r *reader) error {
		n, err := r.number(id)
		if err != nil || n == 0 {
			return err
		}
		profile, ok, err = r.profile(n)
		return err
	})
	return profile, ok, err
}
