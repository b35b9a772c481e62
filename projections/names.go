package projections

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
	"kontor/match"
)

// How well a word of a query fits a word of a name.
const (
	fitExact   = 1.0
	fitPrefix  = 0.9
	fitClose   = 0.85 // times the similarity
	fitSound   = 0.8  // times the similarity
	leastAlike = 0.7  // the least similarity of words that are taken for each other
)

// maxHolders is how many records are looked at per word.
const maxHolders = 2000

// nameSpace is where the words of a kind of names stand.
type nameSpace struct {
	words, sounds int64
	misspelt      string // the table of misspellings
}

var nameSpaces = map[domain.Kind]nameSpace{
	domain.KindPerson:       {spacePersonWord, spacePersonSound, "misspelt"},
	domain.KindOrganisation: {spaceOrgWord, spaceOrgSound, "misspelt"},
	domain.KindCommunity:    {spaceCommunityWord, spaceCommunitySound, "misspelt"},
}

// needSpace is where the words of needs stand.
var needSpace = nameSpace{spaceNeedWord, spaceNeedSound, "need_misspelt"}

// alike finds the words of names that a word may stand for, with how well they
// fit. With prefix the word may be the beginning of one.
func (r *reader) alike(space nameSpace, word string, prefix bool) (map[string]float64, error) {
	fits := map[string]float64{}
	fit := func(found string, score float64) { fits[found] = max(fits[found], score) }
	n, err := r.q("SELECT EXISTS (SELECT 1 FROM term WHERE space = ? AND key = ?)").int(space.words).text(word).number()
	if err != nil {
		return nil, err
	}
	if n != 0 {
		fit(word, fitExact)
	}
	if prefix {
		err := r.q("SELECT DISTINCT key FROM term WHERE space = ? AND key > ? AND key < ? LIMIT 60").
			int(space.words).text(word).text(word + "\U0010FFFF").each(func(s *sqlite.Stmt) error {
			fit(s.ColumnText(0), fitPrefix)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	rests := misspellings(word)
	if rests == nil {
		return fits, nil
	}
	for _, rest := range append(rests, word) {
		var words []string
		err := r.q("SELECT word FROM " + space.misspelt + " WHERE rest = ? LIMIT 100").text(rest).each(func(s *sqlite.Stmt) error {
			words = append(words, s.ColumnText(0))
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, found := range append(words, rest) {
			if similarity := match.Similarity(word, found); similarity >= leastAlike && found != word {
				fit(found, fitClose*similarity)
			}
		}
	}
	return fits, nil
}

// holders finds the records whose names have words that a word may stand for.
func (r *reader) holders(space nameSpace, word string, prefix bool) (map[int64]float64, error) {
	fits, err := r.alike(space, word, prefix)
	if err != nil {
		return nil, err
	}
	found := map[int64]float64{}
	collect := func(termSpace int64, key string, score float64) error {
		return r.q("SELECT n FROM term WHERE space = ? AND key = ? LIMIT ?").int(termSpace).text(key).int(maxHolders).
			each(func(s *sqlite.Stmt) error {
				n := s.ColumnInt64(0)
				found[n] = max(found[n], score)
				return nil
			})
	}
	best := slices.SortedFunc(maps.Keys(fits), func(a, b string) int {
		return cmp.Or(cmp.Compare(fits[b], fits[a]), cmp.Compare(a, b))
	})
	for _, key := range best {
		if len(found) >= maxHolders {
			break
		}
		if err := collect(space.words, key, fits[key]); err != nil {
			return nil, err
		}
	}
	if sound := match.Cologne(word); len(sound) > 1 && len(found) < maxHolders {
		if err := collect(space.sounds, sound, 0.5); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// A named is a record with how well its name fits a query.
type named struct {
	n     int64
	score float64
	exact bool
}

// judge compares the words of a query with those of a name. It is 0 if a word
// fits none.
func judge(query []string, prefix bool, name string) (score float64, exact bool) {
	words := wordsOf(name)
	exact = true
	used := map[int]bool{}
	for i, want := range query {
		best, at := 0.0, -1
		for j, have := range words {
			if used[j] {
				continue
			}
			if fit := wordFit(want, have, prefix && i == len(query)-1); fit > best {
				best, at = fit, j
			}
		}
		if at < 0 {
			return 0, false
		}
		used[at] = true
		score += best
		exact = exact && best >= fitPrefix
	}
	return score / float64(len(query)), exact
}

func wordFit(want, have string, prefix bool) float64 {
	switch {
	case want == have:
		return fitExact
	case prefix && strings.HasPrefix(have, want):
		return fitPrefix
	}
	similarity := match.Similarity(want, have)
	if similarity >= leastAlike+0.1 {
		return fitClose * similarity
	}
	if sound := match.Cologne(want); len(sound) > 1 && sound == match.Cologne(have) && similarity >= 0.5 {
		return fitSound * max(similarity, leastAlike)
	}
	if similarity >= leastAlike {
		return fitClose * similarity
	}
	return 0
}

// FindPeople finds the people whom somebody may mean by a name, and by an
// organisation if one is given, the likeliest first. The score is 1 for the
// whole name; a family name alone scores 0.9, a given name alone 0.6.
func (v *Views) FindPeople(ctx context.Context, name, organisation string, limit int) (hits []Hit, err error) {
	err = v.read(ctx, func(r *reader) error {
		found, err := r.findNamed(domain.KindPerson, name)
		if err != nil {
			return err
		}
		orgs, err := r.findNamed(domain.KindOrganisation, organisation)
		if err != nil {
			return err
		}
		query := wordsOf(name)
		for i := range found {
			if err := r.weighPerson(&found[i], query, organisation != "", orgs); err != nil {
				return err
			}
		}
		hits, err = r.namedHits(found, domain.KindPerson, limit)
		return err
	})
	return hits, err
}

// FindOrganisations finds the organisations that somebody may mean by a name,
// the likeliest first.
func (v *Views) FindOrganisations(ctx context.Context, name string, limit int) (hits []Hit, err error) {
	err = v.read(ctx, func(r *reader) error {
		found, err := r.findNamed(domain.KindOrganisation, name)
		if err != nil {
			return err
		}
		query := wordsOf(name)
		for i, f := range found {
			p, err := r.party(f.n)
			if err != nil {
				return err
			}
			if words := len(wordsOf(p.Name)); words > len(query) {
				found[i].score *= 0.9
			}
		}
		hits, err = r.namedHits(found, domain.KindOrganisation, limit)
		return err
	})
	return hits, err
}

// findNamed finds the records of a kind all words of a query fit.
func (r *reader) findNamed(kind domain.Kind, name string) (found []named, err error) {
	query := wordsOf(name)
	if len(query) == 0 {
		return nil, nil
	}
	var candidates map[int64]float64
	for i, word := range query {
		holders, err := r.holders(nameSpaces[kind], word, i == len(query)-1)
		if err != nil {
			return nil, err
		}
		if candidates == nil {
			candidates = holders
			continue
		}
		maps.DeleteFunc(candidates, func(n int64, _ float64) bool { _, ok := holders[n]; return !ok })
	}
	for _, n := range slices.Sorted(maps.Keys(candidates)) {
		p, err := r.party(n)
		if err != nil {
			return nil, err
		}
		text := p.Name
		if kind == domain.KindPerson {
			m, ok, err := r.profile(n)
			if err != nil {
				return nil, err
			}
			if ok {
				text = strings.Join([]string{m.Name.Given, m.Name.Middle, m.Name.Particle, m.Name.Family, m.Name.Nickname, m.Name.Former, m.Name.Display}, " ")
			}
		}
		if score, exact := judge(query, true, text); score > 0 {
			found = append(found, named{n, score, exact})
		}
	}
	return found, nil
}

// weighPerson lowers the score of somebody of whom only a part of the name was
// said, or who belongs to another organisation than the one that was said.
func (r *reader) weighPerson(f *named, query []string, atOrganisation bool, orgs []named) error {
	m, ok, err := r.profile(f.n)
	if err != nil || !ok {
		return err
	}
	family := wordsOf(m.Name.Family)
	covers := func(words []string) bool {
		return len(words) > 0 && slices.ContainsFunc(words, func(w string) bool {
			return slices.ContainsFunc(query, func(q string) bool { return wordFit(q, w, true) > 0 })
		})
	}
	switch {
	case m.Name.Family == "" || m.Name.Given == "":
		if len(query) < len(wordsOf(m.Name.Full())) {
			f.score *= 0.9
		}
	case covers(family) && covers(append(wordsOf(m.Name.Given), wordsOf(m.Name.Nickname)...)):
	case covers(family):
		f.score *= 0.9
	default:
		f.score *= 0.6
	}
	if !atOrganisation {
		return nil
	}
	for _, org := range orgs {
		n, err := r.q("SELECT count(*) FROM affiliation WHERE org = ? AND rank < 2 AND person = ?").int(org.n).int(f.n).number()
		if err != nil {
			return err
		}
		if n > 0 {
			f.score = min(1, f.score+0.1)
			return nil
		}
	}
	f.score *= 0.8
	return nil
}

// namedHits completes the likeliest records.
func (r *reader) namedHits(found []named, kind domain.Kind, limit int) (hits []Hit, err error) {
	if limit <= 0 {
		limit = 10
	}
	slices.SortStableFunc(found, func(a, b named) int { return cmp.Compare(b.score, a.score) })
	for _, f := range found {
		if len(hits) == limit {
			break
		}
		if hits, err = r.addHit(hits, f, kind); err != nil {
			return nil, err
		}
	}
	return hits, nil
}
