package projections

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// maxCandidates is how many records a search judges.
const maxCandidates = 400

// Search finds what somebody types: people, organisations and communities first,
// those that we spoke with lately before others, then needs, then conversations
// and follow-ups, the latest first. The last word may be the beginning of one. Names
// that are only alike or sound alike come after those that fit.
func (v *Views) Search(ctx context.Context, text string, limit int, now time.Time) (hits []Hit, err error) {
	if limit <= 0 {
		limit = 20
	}
	query := wordsOf(text)
	if len(query) == 0 {
		return nil, nil
	}
	err = v.read(ctx, func(r *reader) error {
		s := &searcher{reader: r, query: query, prefix: !strings.HasSuffix(text, " "), now: now}
		records, err := s.records(limit)
		if err != nil {
			return err
		}
		needs, err := s.needs(max(limit/4, 1))
		if err != nil {
			return err
		}
		limit := limit - len(needs)
		talk, err := s.talk(max(limit/3, limit-len(records)))
		if err != nil {
			return err
		}
		records = records[:min(len(records), limit-len(talk)+min(len(talk), limit/3))]
		talk = talk[:min(len(talk), limit-min(len(records), limit))]
		hits = slices.Concat(records, needs, talk)
		return nil
	})
	return hits, err
}

type searcher struct {
	*reader
	query  []string
	prefix bool
	now    time.Time
	only   domain.Kind // the one kind of record that is looked for; "" for all
}

// match is the full text query. In a column of what records are found by, any
// word may be the beginning of one: "fr schil".
func (s *searcher) match(column string) string {
	text := ""
	for i, word := range s.query {
		text += `"` + word + `"`
		if column != "" || i == len(s.query)-1 && s.prefix {
			text += "*"
		}
		text += " "
	}
	if column == "" {
		return text
	}
	return column + " : (" + text + ")"
}

// records finds people, organisations and communities.
func (s *searcher) records(limit int) ([]Hit, error) {
	fits := map[int64]float64{}
	exact := map[int64]bool{}
	add := func(n int64, score float64) {
		fits[n], exact[n] = max(fits[n], score), true
	}
	err := s.q("SELECT rowid >> 2 FROM words WHERE words MATCH ? LIMIT ?").text(s.match("names")).int(maxCandidates).
		each(func(r *sqlite.Stmt) error {
			add(r.ColumnInt64(0), 0)
			return nil
		})
	if err != nil {
		return nil, err
	}
	if len(fits) == maxCandidates {
		if err := s.recent(add); err != nil {
			return nil, err
		}
	}
	if err := s.initials(fits, exact); err != nil {
		return nil, err
	}
	if len(fits) < limit {
		if err := s.approximate(fits); err != nil {
			return nil, err
		}
	}
	if len(fits) < limit {
		err := s.q("SELECT rowid >> 2 FROM words WHERE words MATCH ? LIMIT ?").text(s.match("notes")).int(int64(limit)).
			each(func(r *sqlite.Stmt) error {
				if n := r.ColumnInt64(0); fits[n] == 0 {
					fits[n], exact[n] = 0.3, true
				}
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	return s.rank(fits, exact, limit)
}

// mostInitials is how many letters are taken for initials.
const mostInitials = 5

// initials adds people whose initials a word is: "jwg". They come after those of
// whom it is a name.
func (s *searcher) initials(fits map[int64]float64, exact map[int64]bool) error {
	if len(s.query) != 1 {
		return nil
	}
	letters := s.query[0]
	if n := utf8.RuneCountInString(letters); n < 2 || n > mostInitials {
		return nil
	}
	return s.q("SELECT n FROM term WHERE space = ? AND key = ? LIMIT ?").int(spaceInitials).text(letters).int(maxCandidates).
		each(func(r *sqlite.Stmt) error {
			if n := r.ColumnInt64(0); !exact[n] {
				fits[n], exact[n] = 0.5, true
			}
			return nil
		})
}

// recentPeople is how many of the people with whom we spoke last are looked
// through for the beginning of a name that very many have.
const recentPeople = 1500

// recent adds people with whom we spoke lately.
func (s *searcher) recent(add func(n int64, score float64)) error {
	people, err := s.latelySpoken()
	if err != nil {
		return err
	}
	found := 0
	for _, p := range people {
		if score, fits := judgeWords(s.query, p.words); fits {
			add(p.n, score)
			if found++; found == 60 {
				return nil
			}
		}
	}
	return nil
}

// judgeExactly reports whether all words of a query are in a name or begin a
// word of it.
func judgeExactly(query []string, name string) (score float64, fits bool) {
	return judgeWords(query, wordsOf(name))
}

func judgeWords(query, words []string) (score float64, fits bool) {
	for _, want := range query {
		best := 0.0
		for _, have := range words {
			switch {
			case have == want:
				best = fitExact
			case strings.HasPrefix(have, want):
				best = max(best, fitPrefix)
			}
		}
		if best == 0 {
			return 0, false
		}
		score += best
	}
	return score / float64(len(query)), true
}

// approximate adds records whose names, together with those of their
// organisations, are alike or sound alike.
func (s *searcher) approximate(fits map[int64]float64) error {
	var candidates map[int64]float64
	for i, word := range s.query {
		if utf8.RuneCountInString(word) < 3 {
			continue
		}
		found, err := s.fitting(word, s.prefix && i == len(s.query)-1)
		if err != nil {
			return err
		}
		if candidates == nil {
			candidates = found
			continue
		}
		for n := range candidates {
			score, ok := found[n]
			if !ok {
				delete(candidates, n)
				continue
			}
			candidates[n] = min(candidates[n], score)
		}
	}
	numbers := slices.SortedFunc(maps.Keys(candidates), func(a, b int64) int {
		return cmp.Or(cmp.Compare(candidates[b], candidates[a]), cmp.Compare(a, b))
	})
	for _, n := range numbers[:min(len(numbers), 100)] {
		if _, known := fits[n]; !known {
			fits[n] = candidates[n] / 2
		}
	}
	return nil
}

// byOrganisation is how much less a word says of somebody whose organisation it
// fits than of the organisation.
const byOrganisation = 0.6

// fitting finds the records that a word fits: by their name, or people by the
// name of their organisation.
func (s *searcher) fitting(word string, prefix bool) (map[int64]float64, error) {
	all := map[int64]float64{}
	for _, kind := range []domain.Kind{domain.KindPerson, domain.KindOrganisation, domain.KindCommunity} {
		wanted := s.only == "" || s.only == kind
		leads := kind == domain.KindOrganisation && (s.only == "" || s.only == domain.KindPerson)
		if !wanted && !leads {
			continue
		}
		found, err := s.holders(nameSpaces[kind], word, prefix)
		if err != nil {
			return nil, err
		}
		for n, score := range found {
			if wanted {
				all[n] = max(all[n], score)
			}
		}
		if !leads || len(found) > 50 {
			continue
		}
		for org, score := range found {
			err := s.q("SELECT person FROM affiliation WHERE org = ? AND rank < 2 LIMIT 500").int(org).
				each(func(r *sqlite.Stmt) error {
					n := r.ColumnInt64(0)
					all[n] = max(all[n], score*byOrganisation)
					return nil
				})
			if err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// rank completes what was found, in its order.
func (s *searcher) rank(fits map[int64]float64, exact map[int64]bool, limit int) (hits []Hit, err error) {
	list, err := s.ranked(fits, exact)
	if err != nil {
		return nil, err
	}
	for _, f := range list {
		if len(hits) == limit {
			break
		}
		p, err := s.party(f.n)
		if err != nil {
			return nil, err
		}
		if hits, err = s.addHit(hits, f, p.Kind); err != nil {
			return nil, err
		}
	}
	return hits, nil
}

// addHit completes what was found, unless it is gone.
func (r *reader) addHit(hits []Hit, f named, kind domain.Kind) ([]Hit, error) {
	hit, ok, err := r.recordHit(f.n, kind)
	if err != nil || !ok {
		return hits, err
	}
	hit.Score, hit.Approximate = f.score, !f.exact
	return append(hits, hit), nil
}

// ranked orders what was found: those that fit before those that are alike, and
// among them by the name and by how lately we spoke.
func (s *searcher) ranked(fits map[int64]float64, exact map[int64]bool) ([]named, error) {
	list := make([]named, 0, len(fits))
	for n, score := range fits {
		p, err := s.party(n)
		if err != nil {
			return nil, err
		}
		name, inName := judgeExactly(s.query, p.Name)
		switch {
		case inName:
			if score = 1 + name; name == fitExact && len(wordsOf(p.Name)) == len(s.query) {
				score += 0.5 // the whole name, rather than one that we heard of lately
			}
		case exact[n] && score == 0:
			score = 0.9 // by an address, a tag, the organisation
		case !exact[n]:
			if similar, _ := judge(s.query, s.prefix, p.Name); similar > 0 {
				score = max(score, similar/2) + 0.1 // rather than by the organisation
			}
		}
		if p.Kind == domain.KindPerson {
			c, ok, err := s.contact(n)
			if err != nil {
				return nil, err
			}
			if ok && c.last != never {
				days := max(float64(dayOfNow(s.now)-c.day), 0)
				recent := 0.3 / (1 + days/30)
				if !exact[n] {
					recent /= 10 // how alike the name is says more
				}
				score += recent
			}
			if ok && listing(c.state) == listedArchived {
				score -= 0.5
			}
		}
		list = append(list, named{n, score, exact[n]})
	}
	slices.SortFunc(list, func(a, b named) int {
		return cmp.Or(-compareBool(a.exact, b.exact), cmp.Compare(b.score, a.score), cmp.Compare(a.n, b.n))
	})
	return list, nil
}

// recordHit completes a person, an organisation or a community that was found.
func (r *reader) recordHit(n int64, kind domain.Kind) (hit Hit, ok bool, err error) {
	p, err := r.party(n)
	if err != nil || p.Gone || p.Erased {
		return hit, false, err
	}
	hit = Hit{Kind: p.Kind, ID: p.ID, Title: p.Name, Avatar: domain.Name{Display: p.Name}.Initials()}
	switch kind {
	case domain.KindPerson:
		row, err := r.personRow(n)
		if err != nil || row.ID == domain.None {
			return hit, false, err
		}
		hit.Avatar, hit.Photo, hit.At = row.Initials, row.Photo, row.LastContact
		hit.Detail = row.Organisation
		if hit.Detail == "" {
			hit.Detail = row.Email
		}
	case domain.KindOrganisation:
		_, err = r.q("SELECT city, domain FROM organisation WHERE n = ?").int(n).first(func(s *sqlite.Stmt) {
			if hit.Detail = s.ColumnText(0); hit.Detail == "" {
				hit.Detail = s.ColumnText(1)
			}
		})
	}
	return hit, true, err
}

// How many of the latest conversations are read for what a word begins. A
// beginning that is frequent is found among them; only one that is rare is left
// to the index, which would have to bring together all words that begin so.
const latestTalk = 400

// shortestBeginning is from how many letters on the index is asked for words
// that begin so.
const shortestBeginning = 3

// talk finds conversations and follow-ups, the latest recorded first.
func (s *searcher) talk(limit int) (hits []Hit, err error) {
	beginning := 0
	if s.prefix {
		beginning = utf8.RuneCountInString(s.query[len(s.query)-1])
	}
	var positions []int64
	if s.prefix {
		if positions, err = s.latestTalk(limit); err != nil {
			return nil, err
		}
	}
	if len(positions) < limit && (!s.prefix || beginning >= shortestBeginning) {
		positions = positions[:0]
		err = s.q("SELECT rowid FROM talk WHERE talk MATCH ? ORDER BY rowid DESC LIMIT ?").text(s.match("")).int(int64(limit)).
			each(func(r *sqlite.Stmt) error {
				positions = append(positions, r.ColumnInt64(0))
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	for _, position := range positions {
		hit, ok, err := s.talkHit(position)
		if err != nil {
			return nil, err
		}
		if ok {
			hits = append(hits, hit)
		}
	}
	return hits, nil
}

// latestTalk finds the words in the latest conversations.
func (s *searcher) latestTalk(limit int) (positions []int64, err error) {
	talk, err := s.latelyRecorded()
	for _, said := range talk {
		if !hasWords(said.folded, s.query, true) {
			continue
		}
		if positions = append(positions, said.position); len(positions) == limit {
			break
		}
	}
	return positions, err
}

func (s *searcher) talkHit(position int64) (hit Hit, ok bool, err error) {
	c, err := s.cardAt(position)
	if err != nil {
		return hit, false, err
	}
	var people []int64
	if c != nil {
		hit = Hit{Kind: domain.KindConversation, ID: c.id, Title: c.subject, At: c.when(), Score: 0.2}
		if hit.Title == "" {
			hit.Title = firstLine(c.text)
		}
		people = c.people
	} else {
		f, err := s.followUpAt(position)
		if err != nil || f == nil {
			return hit, false, err
		}
		hit = Hit{Kind: domain.KindFollowUp, ID: f.id, Title: f.text, At: dayOf(f.due).In(time.Local), Score: 0.2}
		people = f.people
	}
	parties, err := s.listParties(people)
	if err != nil {
		return hit, false, err
	}
	var names []string
	for _, p := range parties {
		if p.Name != "" {
			names = append(names, p.Name)
		}
	}
	hit.Detail = strings.Join(names, ", ")
	return hit, true, nil
}

// firstLine is the beginning of a text for a list.
func firstLine(text string) string {
	text = strings.TrimSpace(text)
	text, _, _ = strings.Cut(text, "\n")
	if head, rest := splitAt(text, 120); rest != "" {
		return head + "…"
	}
	return text
}
