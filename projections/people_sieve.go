package projections

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"unicode"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// A page of people whom a filter leaves is rarely worth the set of all of them.
// Whoever fits is either one of few, who are named by one of the rules alone, or
// one of many, some of whom stand soon along the list. Only where rules that
// each leave many leave few together are the whole sets needed.
var (
	// fewNamed is up to how many people are looked at one by one.
	fewNamed = 1000
	// veryFew are not worth another question of whom they are.
	veryFew = 100
	// manyNamed is up to how many whom a rule names are compared with those whom
	// other rules name.
	manyNamed = 25_000
	// fewCommon is up to how many whom several rules name are looked at one by one,
	// along the list until the page is full.
	fewCommon = 3000
	// leastWalk is how many rows of the list are looked at, and walkPerRow how
	// many for each row of the page.
	leastWalk  int64 = 2500
	walkPerRow int64 = 20
)

// A sieve tells of a person whether a query holds, by a look at that person's
// rows alone.
type sieve struct {
	*chooser
	holds condition
	lists []naming // the people whom one rule names, of the rules that can
	words []string // that have to be among those the person is found by
	state domain.RhythmState
	since int64 // nobody fits with whom we spoke later
}

// A naming is a query for those whom a rule or, without one, the words name.
type naming struct {
	condition
	rule *domain.Rule
}

// A condition is SQL over the rows p of a person and c of the contact, or a
// query for people, with its parameters.
type condition struct {
	sql  string
	args []any
}

func says(sql string, args ...any) condition { return condition{sql, args} }

func (c condition) not() condition { return condition{"NOT (" + c.sql + ")", c.args} }

// bound puts the parameters into a statement.
func (s *stmt) bound(args []any) *stmt {
	for _, arg := range args {
		switch arg := arg.(type) {
		case int64:
			s.int(arg)
		case string:
			s.text(arg)
		case []byte:
			s.blob(arg)
		}
	}
	return s
}

func joined(by string, conditions []condition) condition {
	if len(conditions) == 0 {
		return says("1")
	}
	var c condition
	parts := make([]string, len(conditions))
	for i, part := range conditions {
		parts[i], c.args = "("+part.sql+")", append(c.args, part.args...)
	}
	c.sql = strings.Join(parts, by)
	return c
}

// sieve is the sieve of a query; nil for one that asks for nothing, or for what
// cannot be asked of one person.
func (r *reader) sieve(q PeopleQuery) (*sieve, PeopleQuery, error) {
	if q.Of != nil || q.SilentDays > 0 || q.OutOfRhythm || q.WentQuiet != (DaySpan{}) || q.CameBack != (DaySpan{}) {
		return nil, q, nil
	}
	filters := []domain.Filter{{Rules: q.rules()}}
	if q.Segment != domain.None {
		f, ok, err := r.segmentFilter(q.Segment)
		if err != nil || !ok {
			return nil, q, err
		}
		filters = append(filters, f)
	}
	if q.Filter != nil {
		filters = append(filters, *q.Filter)
	}
	now := r.now()
	s := &sieve{chooser: &chooser{reader: r, now: now, today: dayOfNow(now)}, words: wordsOf(q.Text), since: math.MaxInt64}
	if slices.ContainsFunc(s.words, func(word string) bool { return strings.ContainsFunc(word, unindexed) }) {
		return nil, q, nil // what the index makes of such a word is for it to say
	}
	var all []condition
	for _, f := range filters {
		if !f.Valid() {
			return nil, q, nil
		}
		q.Archived = q.Archived || f.ArchivedOnly()
		c, ok := s.condition(f)
		if !ok {
			return nil, q, s.err
		}
		all = append(all, c)
	}
	s.holds = joined(" AND ", all)
	if len(s.holds.args) == 0 && len(s.words) == 0 && s.holds.sql == joined(" AND ", []condition{says("1")}).sql {
		return nil, q, s.err
	}
	if text := matchQuery(q.Text); text != "" {
		class := int64(classPerson)
		if q.Archived {
			class = classArchived
		}
		s.lists = append(s.lists, naming{says("SELECT rowid >> 2 FROM words WHERE words MATCH ? AND rowid & 3 = ?", "names : ("+text+")", class), nil})
	}
	return s, q, s.err
}

// rules are the rules that the query names by itself.
func (q PeopleQuery) rules() (rules []domain.Rule) {
	if q.Community != domain.None {
		rules = append(rules, domain.Rule{About: domain.AboutCommunity, Op: domain.OpIs, Record: q.Community})
	}
	if q.Organisation != domain.None {
		rules = append(rules, domain.Rule{About: domain.AboutOrganisation, Op: domain.OpIs, Record: q.Organisation})
	}
	if q.Tag != "" {
		rules = append(rules, domain.Rule{About: domain.AboutTag, Op: domain.OpIs, Text: q.Tag})
	}
	if q.Owner != domain.None {
		rules = append(rules, domain.Rule{About: domain.AboutOwner, Op: domain.OpIs, Record: q.Owner})
	}
	return rules
}

// condition is a filter as a condition; false for one that cannot be put so.
func (s *sieve) condition(f domain.Filter) (c condition, ok bool) {
	top := f.Match == "" || f.Match == domain.MatchAll
	var parts []condition
	for _, rule := range f.Rules {
		part, ok := s.ruleCondition(rule)
		if !ok {
			return c, false
		}
		parts = append(parts, part)
		if top {
			s.narrow(rule)
		}
	}
	for _, g := range f.Groups {
		var inner []condition
		for _, rule := range g.Rules {
			part, ok := s.ruleCondition(rule)
			if !ok {
				return c, false
			}
			inner = append(inner, part)
		}
		parts = append(parts, matched(g.Match, inner))
	}
	return matched(f.Match, parts), true
}

func matched(m domain.Match, parts []condition) condition {
	switch {
	case len(parts) == 0:
		return says("1")
	case m == domain.MatchAny:
		return joined(" OR ", parts)
	case m == domain.MatchNone:
		return joined(" OR ", parts).not()
	}
	return joined(" AND ", parts)
}

func (s *sieve) ruleCondition(rule domain.Rule) (c condition, ok bool) {
	c, ok = s.personCondition(rule)
	switch rule.Op {
	case domain.OpIsNot, domain.OpNotHad, domain.OpEmpty, domain.OpLonger:
		c = c.not()
	}
	return c, ok
}

// personCondition is what chooser.asked asks, of one person.
func (s *sieve) personCondition(rule domain.Rule) (c condition, ok bool) {
	switch rule.About {
	case domain.AboutCommunity:
		return says("EXISTS (SELECT 1 FROM membership WHERE community = ? AND person = p.n)", s.record(rule.Record)), true
	case domain.AboutTag:
		return says("EXISTS (SELECT 1 FROM term WHERE space = ? AND key = ? AND n = p.n)", int64(spaceTag), s.tagKey(rule)), true
	case domain.AboutRole:
		community := s.record(rule.Record)
		return says(`EXISTS (SELECT 1 FROM membership WHERE person = p.n AND roles <> '' AND (? OR community = ?)
			AND instr(char(10) || roles || char(10), char(10) || ? || char(10)))`,
			number(rule.Record == domain.None), community, plainText(rule.Text)), true
	case domain.AboutOrganisation:
		return says("EXISTS (SELECT 1 FROM affiliation WHERE org = ? AND rank IN (0, 1) AND person = p.n)", s.record(rule.Record)), true
	case domain.AboutOwner:
		if rule.Record == domain.None {
			return says("c.owner = 0"), true
		}
		return says("c.owner = ? AND c.owner <> 0", s.record(rule.Record)), true
	case domain.AboutLastContact:
		if rule.Op == domain.OpNever {
			return says("c.last = ?", int64(never)), true
		}
		return says("c.last > ?", s.daysAgo(rule.Days)), true
	case domain.AboutRhythm:
		if rule.State == domain.RhythmNone {
			return says("c.rhythm = 0"), true
		}
		return says("c.rhythm > 0 AND ? - "+rhythmFrom+rhythmIs(rule.State), s.today), true
	case domain.AboutArchived:
		return says("p.listed = 2"), true
	case domain.AboutDetail:
		return says("NOT (" + lacking[rule.Detail] + ")"), true
	}
	return c, false
}

func (s *sieve) tagKey(rule domain.Rule) string {
	return plainText(trimKey(domain.NormalTag(rule.Text)))
}

func (q *chooser) daysAgo(days int) int64 { return q.now.AddDate(0, 0, -days).UnixMicro() }

func number(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// lacking are the people of whom something is not known, each in an index of its
// own.
var lacking = map[domain.RuleDetail]string{
	domain.DetailEmail: "p.email = ''", domain.DetailPhone: "p.phone = ''", domain.DetailOrganisation: "p.org = 0",
	domain.DetailCommunity: "p.communities = x'00'", domain.DetailTag: "p.tags = ''",
}

// narrow notes what a rule that has to hold tells of the whole: whom it names,
// and with whom we spoke too lately.
func (s *sieve) narrow(rule domain.Rule) {
	list := func(sql string, args ...any) { s.lists = append(s.lists, naming{says(sql, args...), &rule}) }
	switch rule.About {
	case domain.AboutRhythm:
		switch {
		case rule.Op != domain.OpIs, rule.State == domain.RhythmOnTrack:
		case rule.State == domain.RhythmNone:
			list("SELECT n FROM contact WHERE rhythm = 0")
		default:
			s.state = rule.State
		}
		return
	case domain.AboutDetail:
		if rule.Op == domain.OpEmpty {
			list("SELECT n FROM person p WHERE " + lacking[rule.Detail])
		}
		return
	case domain.AboutLastContact:
		switch rule.Op {
		case domain.OpNever:
			s.since = min(s.since, never)
			list("SELECT n FROM contact WHERE last = ?", int64(never))
		case domain.OpLonger:
			s.since = min(s.since, s.daysAgo(rule.Days))
			list("SELECT n FROM contact WHERE last <= ?", s.daysAgo(rule.Days))
		default:
			list("SELECT n FROM contact WHERE last > ?", s.daysAgo(rule.Days))
		}
		return
	}
	if rule.Op != domain.OpIs {
		return
	}
	switch rule.About {
	case domain.AboutCommunity:
		list("SELECT person FROM membership WHERE community = ?", s.record(rule.Record))
	case domain.AboutTag:
		// Organisations as well, who are not taken: each is looked at as a person.
		list("SELECT n FROM term WHERE space = ? AND key = ?", int64(spaceTag), s.tagKey(rule))
	case domain.AboutRole:
		list(`SELECT person FROM membership WHERE roles <> '' AND (? OR community = ?)
			AND instr(char(10) || roles || char(10), char(10) || ? || char(10))`,
			number(rule.Record == domain.None), s.record(rule.Record), plainText(rule.Text))
	case domain.AboutOrganisation:
		list("SELECT person FROM affiliation WHERE org = ? AND rank < 2", s.record(rule.Record))
	case domain.AboutOwner:
		list("SELECT n FROM contact WHERE owner = ?", s.record(rule.Record))
	}
}

// chosenLately tells whether the sets of all whom the rules of a query hold are at
// hand: then there is nothing to be sifted.
func (s *sieve) chosenLately(q PeopleQuery) bool {
	if s.lately == nil || len(s.words) > 0 || q.Filter == nil || len(q.Filter.Groups) > 0 || q.Segment != domain.None || len(q.rules()) > 0 {
		return false
	}
	state, err := s.present()
	return err == nil && !slices.ContainsFunc(q.Filter.Rules, func(rule domain.Rule) bool {
		_, kept := s.lately.rules.get(state, s.today, chosenBy{rule: rule})
		return !kept
	})
}

// sift gives the page of those whom the sieve leaves. It is not done where they
// lie too far apart along the list.
func (s *sieve) sift(q pageQuery) (numbers []int64, done bool, err error) {
	named, err := s.few()
	if err != nil {
		return nil, false, err
	}
	if named != nil {
		q.among, q.accept = named, s.accepts
		numbers, err = s.page(q)
		return numbers, true, err
	}
	if numbers, done, err = s.walk(q); done && q.page.upwards() {
		slices.Reverse(numbers)
	}
	return numbers, done, err
}

// few are all who may fit, where the rules name few; nil for many. What is
// named by rules of which each names more is what all of them name.
func (s *sieve) few() (*numberSet, error) {
	var common *numberSet
	enough := fewNamed
	for i, list := range s.lists {
		most := manyNamed
		if list.rule == nil || len(s.lists) == 1 {
			most = fewNamed // to read on costs more, and there is nothing to compare with
		}
		found, err := s.named(list, most)
		if err != nil {
			return nil, err
		}
		if found.count > most {
			continue
		}
		if common != nil {
			found, enough = combine(common, found, func(a, b uint64) uint64 { return a & b }), fewCommon
		}
		common = found
		// The words come last. Without them everybody is looked at with all they are found by.
		wordsLeft := i < len(s.lists)-1 && s.lists[len(s.lists)-1].rule == nil
		if common.count <= veryFew || common.count <= enough && !wordsLeft {
			break
		}
	}
	if common != nil && common.count <= enough {
		return common, nil
	}
	return nil, nil
}

// named are those whom a rule or the words name, or one more than the most that
// are of use.
func (s *sieve) named(list naming, most int) (*numberSet, error) {
	ask := func() chosen {
		found := &numberSet{}
		s.err = s.q(list.sql).bound(list.args).each(func(row *sqlite.Stmt) error {
			if found.add(row.ColumnInt64(0)); found.count > most {
				return errEnough
			}
			return nil
		})
		return chosen{set: found}
	}
	if list.rule == nil {
		return ask().set, s.err
	}
	return s.once(chosenBy{*list.rule, most + 1}, ask).set, s.err
}

// accepts looks at one person.
func (s *sieve) accepts(n int64) (bool, error) {
	yes, err := s.q("SELECT " + s.holds.sql + " FROM person p CROSS JOIN contact c ON c.n = p.n WHERE p.n = ?").
		bound(s.holds.args).int(n).number()
	if err != nil || yes == 0 {
		return false, err
	}
	return s.found(n)
}

// found reports whether the words that are looked for are among those that a
// person is found by, in the way of the full text index: each may be the
// beginning of one.
func (s *sieve) found(n int64) (bool, error) {
	if len(s.words) == 0 {
		return true, nil
	}
	d, err := s.document(n)
	if err != nil {
		return false, err
	}
	have := strings.FieldsFunc(d.own+" "+d.orgs, unindexed)
	for _, want := range s.words {
		if !slices.ContainsFunc(have, func(word string) bool { return strings.HasPrefix(word, want) }) {
			return false, nil
		}
	}
	return true, nil
}

// unindexed tells which characters the full text index passes over.
func unindexed(r rune) bool {
	if r < unicode.MaxASCII {
		return !inWord(r)
	}
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Co, r)
}

// A passed row is one that the walk lets through.
type passed struct{ n, key int64 }

// walk looks at the rows along the list, from where the first of them may stand.
func (s *sieve) walk(q pageQuery) (numbers []int64, done bool, err error) {
	from, descending, inclusive := q.start()
	byContact := q.order.rows == personByContact.rows && descending
	rows := max(leastWalk, walkPerRow*q.limit)
	if !byContact || s.state == "" || inclusive {
		found, done, err := s.along(q, q.order, nil, from, s.since, rows)
		return numbersOf(found), done, err
	}
	// Who is late was spoken with before others of the same rhythm: the rhythms
	// are walked along one by one, each from its own beginning.
	var all []passed
	rhythms, err := s.rhythms()
	if err != nil {
		return nil, false, err
	}
	for _, rhythm := range rhythms {
		order := q.order
		order.rows = "contact c INDEXED BY contact_rhythm CROSS JOIN person p ON p.n = c.n WHERE p.listed = ? AND c.rhythm = ?"
		found, done, err := s.along(q, order, []any{rhythm}, from, min(s.since, s.lateFrom(rhythm)), rows/4)
		if err != nil || !done {
			return nil, false, err
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b passed) int { return cmp.Or(cmp.Compare(b.key, a.key), cmp.Compare(b.n, a.n)) })
	return numbersOf(all[:min(int64(len(all)), q.limit)]), true, nil
}

func numbersOf(rows []passed) []int64 {
	numbers := make([]int64, len(rows))
	for i, row := range rows {
		numbers[i] = row.n
	}
	return numbers
}

// along walks along an order, over some rows at most. It is done when the page is
// full or the list ends.
func (s *sieve) along(q pageQuery, order listOrder, args []any, from cursor, since, rows int64) (found []passed, done bool, err error) {
	_, descending, inclusive := q.start()
	if q.order.rows == personByContact.rows && descending && from.integer() > since {
		from = cursor{binary.BigEndian.AppendUint64(nil, uint64(since)), math.MaxInt64}
	}
	key := "0"
	if order.integer {
		key = order.by
	}
	walk := strings.Replace(order.walk(descending, inclusive), "SELECT "+order.n, "SELECT "+order.n+" AS n, "+key+" AS k", 1)
	query := s.q("SELECT w.n, w.k, " + s.holds.sql + " FROM (" + walk + " LIMIT ?) w CROSS JOIN person p ON p.n = w.n CROSS JOIN contact c ON c.n = w.n").
		bound(s.holds.args).int(q.listed).bound(args)
	if order.integer {
		query.int(from.integer())
	} else {
		query.blob(from.key)
	}
	walked := int64(0)
	err = query.int(from.n).int(rows).each(func(row *sqlite.Stmt) error {
		walked++
		if row.ColumnInt64(2) == 0 {
			return nil
		}
		n := row.ColumnInt64(0)
		if ok, err := s.found(n); err != nil || !ok {
			return err
		}
		if found = append(found, passed{n, row.ColumnInt64(1)}); int64(len(found)) == q.limit {
			return errEnough
		}
		return nil
	})
	return found, walked < rows || int64(len(found)) == q.limit, err
}

// lateFrom is a moment after the last contact of everybody who is late by a
// rhythm, or soon will be. Days begin at different moments around the earth.
func (s *sieve) lateFrom(rhythm int64) int64 {
	if s.state == domain.RhythmDue {
		rhythm = rhythm * 4 / 5
	}
	return (s.today - rhythm + 2) * dayMicros
}
