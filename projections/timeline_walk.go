package projections

import (
	"container/heap"
	"math"
	"slices"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// entryRows finds the entries of a page, newest first.
func (r *reader) entryRows(f *entryFilter) (rows []entryRow, err error) {
	var last entryRow
	visited, tried := 0, false
	var rare []entryRow
	err = r.walk(f, func(e entryRow) error {
		if visited++; visited > rareFrom && !tried && (len(f.words) > 0 || f.tag != "") {
			tried = true
			found, ok, err := r.rareEntries(f)
			if err != nil {
				return err
			}
			if ok {
				rare, rows = found, nil
				return errEnough
			}
		}
		if e.at == last.at && e.position == last.position || !f.shallow(e) {
			return nil // the same entry on the timelines of several people
		}
		ok, err := r.deep(f, e)
		if err != nil || !ok {
			return err
		}
		last = e
		if rows = append(rows, e); len(rows) == f.limit {
			return errEnough
		}
		return nil
	})
	if rare != nil {
		return rare, err
	}
	if f.upwards {
		slices.Reverse(rows)
	}
	return rows, err
}

// rareFrom is after how many entries without a full page the index is asked
// whether what is looked for is rare.
const rareFrom = 800

// A strand is the entries of one subject, read in pieces.
type strand struct {
	subject int64
	rows    []entryRow // not yet given, the next one first
	size    int        // of the next piece
	end     bool
}

// strands are ordered by their next entries.
type strands struct {
	list    []*strand
	upwards bool
}

func (s strands) Len() int { return len(s.list) }
func (s strands) Less(i, j int) bool {
	a, b := s.list[i].rows[0], s.list[j].rows[0]
	if s.upwards {
		return a.older(b)
	}
	return b.older(a)
}
func (s strands) Swap(i, j int) { s.list[i], s.list[j] = s.list[j], s.list[i] }
func (s *strands) Push(x any)   { s.list = append(s.list, x.(*strand)) }
func (s *strands) Pop() any {
	last := s.list[len(s.list)-1]
	s.list = s.list[:len(s.list)-1]
	return last
}

// walk calls f with the entries of all subjects in their order, until f has
// enough.
func (r *reader) walk(f *entryFilter, visit func(entryRow) error) error {
	merged := &strands{upwards: f.upwards}
	size := max(2*f.limit/max(len(f.subjects), 1), 2)
	for _, subject := range f.subjects {
		s := &strand{subject: subject, size: size}
		if err := r.fill(f, s, f.from); err != nil {
			return err
		}
		if len(s.rows) > 0 {
			merged.list = append(merged.list, s)
		}
	}
	heap.Init(merged)
	for merged.Len() > 0 {
		s := merged.list[0]
		e := s.rows[0]
		if err := visit(e); err != nil {
			if err == errEnough { //nolint:errorlint // a sentinel of our own, never wrapped
				return nil
			}
			return err
		}
		if s.rows = s.rows[1:]; len(s.rows) == 0 && !s.end {
			if err := r.fill(f, s, e); err != nil {
				return err
			}
		}
		if len(s.rows) == 0 {
			heap.Pop(merged)
		} else {
			heap.Fix(merged, 0)
		}
	}
	return nil
}

// fill reads the next piece of a strand.
func (r *reader) fill(f *entryFilter, s *strand, from entryRow) error {
	query := "SELECT at, position, what, ref FROM entry WHERE subject = ? AND (at, position) < (?, ?) AND at >= ? ORDER BY at DESC, position DESC LIMIT ?"
	bound := f.low
	if f.upwards {
		query = "SELECT at, position, what, ref FROM entry WHERE subject = ? AND (at, position) > (?, ?) AND at < ? ORDER BY at, position LIMIT ?"
		bound = f.high
	} else if f.high != math.MaxInt64 && from.at >= f.high {
		from = entryRow{at: f.high, position: math.MinInt64}
	}
	if f.upwards && f.low != math.MinInt64 && from.at < f.low {
		from = entryRow{at: f.low - 1, position: math.MaxInt64}
	}
	err := r.q(query).int(s.subject).int(from.at).int(from.position).int(bound).int(int64(s.size)).
		each(func(q *sqlite.Stmt) error {
			s.rows = append(s.rows, entryRow{s.subject, q.ColumnInt64(0), q.ColumnInt64(1), q.ColumnInt64(2), q.ColumnInt64(3)})
			return nil
		})
	s.end = len(s.rows) < s.size
	s.size = min(2*s.size, 1000)
	return err
}

// rareHits is how many hits of a search are sorted rather than looked for along
// the timeline.
const rareHits = 3000

// rareEntries finds the page among the hits of the search for words or a tag,
// if these are few. It is not asked for the timeline of one record, which is
// short.
func (r *reader) rareEntries(f *entryFilter) (rows []entryRow, ok bool, err error) {
	if len(f.subjects) == 1 && f.subjects[0] > 0 || f.kinds[entryChange] {
		return nil, false, nil
	}
	var positions []int64
	collect := func(q *sqlite.Stmt) error {
		positions = append(positions, q.ColumnInt64(0))
		return nil
	}
	if f.tag != "" {
		err = r.q("SELECT n FROM term WHERE space = 6 AND key = ? LIMIT 3001").text(f.tag).each(collect)
	} else {
		err = r.q("SELECT rowid FROM talk WHERE talk MATCH ? ORDER BY rowid DESC LIMIT 3001").text(f.match()).each(collect)
	}
	if err != nil || len(positions) > rareHits {
		return nil, false, err
	}
	hits := make([]entryRow, 0, len(positions))
	for _, position := range positions {
		e := entryRow{at: never, position: position}
		_, err := r.q("SELECT substr(card, 17, 10) FROM conversation WHERE position = ?").int(position).
			first(func(q *sqlite.Stmt) { e.at = (&unpacker{columnBlob(q, 0)}).int() })
		if err != nil {
			return nil, false, err
		}
		if e.at == never {
			u, err := r.followUpAt(position)
			if err != nil {
				return nil, false, err
			}
			if u == nil || u.hasConversation() {
				continue
			}
			e = entryRow{allFollowUps, u.plannedAt, position, entryFollowUp | entryParticipant, position}
		}
		if f.contains(e) {
			hits = append(hits, e)
		}
	}
	if f.kinds[entryNeed] && f.tag == "" {
		needs, err := r.needHits(f)
		if err != nil {
			return nil, false, err
		}
		hits = append(hits, needs...)
	}
	slices.SortFunc(hits, func(a, b entryRow) int {
		if a.older(b) != f.upwards {
			return 1
		}
		return -1
	})
	rows = make([]entryRow, 0, f.limit)
	for _, e := range hits {
		found, err := r.hit(f, &e)
		if err != nil {
			return nil, false, err
		}
		if found {
			if rows = append(rows, e); len(rows) == f.limit {
				break
			}
		}
	}
	if f.upwards {
		slices.Reverse(rows)
	}
	return rows, true, nil
}

// match is the full text query for the words.
func (f *entryFilter) match() string {
	text := ""
	for i, word := range f.words {
		text += `"` + word + `"`
		if i == len(f.words)-1 && f.prefix {
			text += "*"
		}
		text += " "
	}
	return text
}

// hit reports whether a conversation, a follow-up or a need that a search found
// belongs to the page, and completes its entry.
func (r *reader) hit(f *entryFilter, e *entryRow) (bool, error) {
	if e.subject == allFollowUps || e.subject == allNeeds {
		if !f.shallow(*e) {
			return false, nil
		}
		return r.deep(f, *e)
	}
	c, err := r.cardAt(e.position)
	if err != nil || c == nil {
		return false, err
	}
	e.what, e.ref = c.what()|entryParticipant, c.spoke()
	if !f.shallow(*e) {
		return false, nil
	}
	return r.deepCard(f, c)
}

// contains reports whether an entry lies within the page's bounds.
func (f *entryFilter) contains(e entryRow) bool {
	if e.at < f.low || e.at >= f.high {
		return false
	}
	if f.upwards {
		return f.from.older(e)
	}
	return e.older(f.from)
}

// fewMembers is how many timelines are merged to that of a community; those of
// larger ones are looked for along the timeline of everything.
const fewMembers = 1500

// followCommunity makes the filter one for the people of a community.
func (r *reader) followCommunity(f *entryFilter, n int64) error {
	var people []int64
	err := r.q("SELECT person FROM membership WHERE community = ? LIMIT ?").int(n).int(fewMembers + 1).each(func(q *sqlite.Stmt) error {
		people = append(people, q.ColumnInt64(0))
		return nil
	})
	if err != nil {
		return err
	}
	if len(people) <= fewMembers {
		f.subjects = append(people, n)
		return nil
	}
	f.community, f.members = n, map[int64]bool{}
	f.subjects = f.everything()
	return nil
}

// followChosen makes the filter one for the people of a segment or a filter, or
// those of them who belong to a community.
func (r *reader) followChosen(f *entryFilter, q TimelineQuery) (*entryFilter, error) {
	p := PeopleQuery{Filter: q.People, Segment: q.Segment}
	switch q.Of.Kind {
	case domain.KindSegment:
		p.Segment = q.Of.ID
	case domain.KindCommunity:
		p.Community = q.Of.ID
	}
	_, set, err := r.peopleOf(p)
	if err != nil {
		return nil, err
	}
	if f.among, err = r.numbers(set); err != nil || f.among.count > fewMembers {
		f.subjects = f.everything()
		return f, err
	}
	for n := range f.among.all {
		f.subjects = append(f.subjects, n)
	}
	f.among = nil
	return f, nil
}

// followOrganisation makes the filter one for an organisation and the people who
// belong to it now: what was said with them was said with it.
func (r *reader) followOrganisation(f *entryFilter, n int64) (err error) {
	f.own = n
	f.subjects, err = r.houseOf(n)
	return err
}

// aboutMembers reports whether one of the people belongs to the community.
func (r *reader) aboutMembers(f *entryFilter, people []int64) (bool, error) {
	if f.community == 0 && f.among == nil {
		return true, nil
	}
	for _, n := range people {
		if f.among != nil {
			if f.among.has(n) {
				return true, nil
			}
			continue
		}
		is, known := f.members[n]
		if !known {
			count, err := r.q("SELECT count(*) FROM membership WHERE community = ? AND person = ?").int(f.community).int(n).number()
			if err != nil {
				return false, err
			}
			is = count > 0
			f.members[n] = is
		}
		if is {
			return true, nil
		}
	}
	return false, nil
}
