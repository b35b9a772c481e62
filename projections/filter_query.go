package projections

import (
	"math/bits"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// chosen is a set of people, or everyone but them.
type chosen struct {
	set     *numberSet
	inverse bool
}

var everyone = chosen{set: &numberSet{}, inverse: true}

func (c chosen) not() chosen { return chosen{c.set, !c.inverse} }

func (c chosen) and(d chosen) chosen {
	switch {
	case c.inverse && d.inverse:
		return chosen{combine(c.set, d.set, func(a, b uint64) uint64 { return a | b }), true}
	case c.inverse:
		c, d = d, c
		fallthrough
	case d.inverse:
		return chosen{combine(c.set, d.set, func(a, b uint64) uint64 { return a &^ b }), false}
	}
	return chosen{combine(c.set, d.set, func(a, b uint64) uint64 { return a & b }), false}
}

func (c chosen) or(d chosen) chosen { return c.not().and(d.not()).not() }

func (c chosen) has(n int64) bool { return c.set.has(n) != c.inverse }

// combine makes a set of two, word by word.
func combine(a, b *numberSet, op func(a, b uint64) uint64) *numberSet {
	s := &numberSet{bits: make([]uint64, max(len(a.bits), len(b.bits)))}
	for i := range s.bits {
		var x, y uint64
		if i < len(a.bits) {
			x = a.bits[i]
		}
		if i < len(b.bits) {
			y = b.bits[i]
		}
		s.bits[i] = op(x, y)
		s.count += bits.OnesCount64(s.bits[i])
	}
	return s
}

// numbers is the chosen set as one that holds everything in it. It may hold
// numbers that are no people, where it is everyone but some.
func (r *reader) numbers(c chosen) (*numberSet, error) {
	if !c.inverse {
		return c.set, nil
	}
	last, err := r.q("SELECT ifnull(max(n), 0) FROM record").number()
	if err != nil {
		return nil, err
	}
	all := &numberSet{bits: make([]uint64, last>>6+1)}
	for i := range all.bits {
		all.bits[i] = ^uint64(0)
	}
	return combine(all, c.set, func(a, b uint64) uint64 { return a &^ b }), nil
}

// among is the chosen set for a list, nil for everyone.
func (r *reader) among(c chosen) (*numberSet, error) {
	if c.inverse && c.set.count == 0 {
		return nil, nil
	}
	return r.numbers(c)
}

// taggedQuery finds the people with a tag.
const taggedQuery = "SELECT t.n FROM term t CROSS JOIN person p ON p.n = t.n WHERE t.space = ? AND t.key = ?"

// countChosen counts the people of a set who stand in lists so.
func (r *reader) countChosen(c chosen, listed int64) (int, error) {
	all, err := r.tally(kindCode(domain.KindPerson), listed)
	if err != nil {
		return 0, err
	}
	others := (*numberSet)(nil)
	for _, state := range []int64{listedNot, listedActive, listedArchived} {
		if state == listed || state == listedActive {
			continue
		}
		found, err := (*numberSet)(nil).intersect(r.q("SELECT n FROM person WHERE listed = ?").int(state))
		if err != nil {
			return 0, err
		}
		if others == nil {
			others = &numberSet{}
		}
		others = combine(others, found, func(a, b uint64) uint64 { return a | b })
	}
	var within *numberSet
	if listed == listedActive {
		within = combine(c.set, others, func(a, b uint64) uint64 { return a &^ b })
	} else {
		archived, err := (*numberSet)(nil).intersect(r.q("SELECT n FROM person WHERE listed = ?").int(listed))
		if err != nil {
			return 0, err
		}
		within = combine(c.set, archived, func(a, b uint64) uint64 { return a & b })
	}
	if c.inverse {
		return all - within.count, nil
	}
	return within.count, nil
}

// choose finds the people whom a filter holds, whether or not they are archived.
func (r *reader) choose(f domain.Filter, now time.Time) (chosen, error) {
	q := &chooser{reader: r, now: now, today: dayOfNow(now)}
	if !f.Valid() {
		return everyone.not(), nil
	}
	parts := make([]chosen, 0, len(f.Rules)+len(f.Groups))
	for _, rule := range f.Rules {
		parts = append(parts, q.rule(rule))
	}
	for _, g := range f.Groups {
		inner := make([]chosen, 0, len(g.Rules))
		for _, rule := range g.Rules {
			inner = append(inner, q.rule(rule))
		}
		parts = append(parts, matching(g.Match, inner))
	}
	return matching(f.Match, parts), q.err
}

// matching joins what rules hold; no rules hold everyone.
func matching(m domain.Match, parts []chosen) chosen {
	if len(parts) == 0 {
		return everyone
	}
	joined := parts[0]
	for _, part := range parts[1:] {
		if m == domain.MatchAny || m == domain.MatchNone {
			joined = joined.or(part)
		} else {
			joined = joined.and(part)
		}
	}
	if m == domain.MatchNone {
		return joined.not()
	}
	return joined
}

// A chooser asks the tables rule by rule.
type chooser struct {
	*reader
	now   time.Time
	today int64
	err   error
}

// those are the people in the first column of a query.
func (q *chooser) those(query *stmt) chosen {
	found := &numberSet{}
	if q.err == nil {
		q.err = query.each(func(s *sqlite.Stmt) error {
			found.add(s.ColumnInt64(0))
			return nil
		})
	}
	return chosen{set: found}
}

func (q *chooser) record(id domain.ID) (n int64) {
	if q.err == nil {
		n, q.err = q.number(id)
	}
	return n
}

func (q *chooser) rule(rule domain.Rule) chosen {
	return q.once(chosenBy{rule: rule}, func() chosen { return q.signed(rule) })
}

// once asks whom a rule chooses, unless it was asked lately.
func (q *chooser) once(by chosenBy, ask func() chosen) chosen {
	if q.lately == nil || q.err != nil || !ofTheDay(by.rule) {
		return ask()
	}
	state, err := q.present()
	if err != nil {
		q.err = err
		return everyone
	}
	if c, ok := q.lately.rules.get(state, q.today, by); ok {
		return c
	}
	c := ask()
	if q.err == nil {
		q.lately.rules.put(state, q.today, by, c)
	}
	return c
}

func (q *chooser) signed(rule domain.Rule) chosen {
	switch rule.Op {
	case domain.OpIsNot, domain.OpNotHad, domain.OpEmpty:
		return q.asked(rule).not()
	case domain.OpLonger:
		return q.asked(rule).not()
	}
	return q.asked(rule)
}

// asked finds the people for whom a rule holds; signed turns the negative ones
// round.
func (q *chooser) asked(rule domain.Rule) chosen {
	switch rule.About {
	case domain.AboutCommunity:
		return q.those(q.q("SELECT person FROM membership WHERE community = ?").int(q.record(rule.Record)))
	case domain.AboutTag:
		return q.those(q.q(taggedQuery).int(spaceTag).text(trimKey(domain.NormalTag(rule.Text))))
	case domain.AboutRole:
		community := q.record(rule.Record)
		return q.those(q.q(`SELECT person FROM membership WHERE roles <> '' AND (? = 0 OR community = ?)
			AND instr(char(10) || roles || char(10), char(10) || ? || char(10))`).
			bool(rule.Record != domain.None).int(community).text(plainText(rule.Text)))
	case domain.AboutOrganisation:
		return q.those(q.q("SELECT person FROM affiliation WHERE org = ? AND rank < 2").int(q.record(rule.Record)))
	case domain.AboutOwner:
		if rule.Record == domain.None {
			return q.those(q.q("SELECT n FROM contact WHERE owner = 0"))
		}
		return q.those(q.q("SELECT n FROM contact WHERE owner = ? AND owner <> 0").int(q.record(rule.Record)))
	case domain.AboutLastContact:
		return q.lastContact(rule)
	case domain.AboutRhythm:
		return q.rhythm(rule.State)
	case domain.AboutSentiment:
		return q.sentiment(rule)
	case domain.AboutField:
		return q.field(rule)
	case domain.AboutChannel:
		return q.channelHad(rule)
	case domain.AboutArchived:
		return q.those(q.q("SELECT n FROM person WHERE listed = 2"))
	case domain.AboutDetail:
		return q.detail(rule.Detail)
	}
	return everyone.not()
}

// detail finds the people of whom something is known.
func (q *chooser) detail(detail domain.RuleDetail) chosen {
	return q.those(q.q("SELECT n FROM person p WHERE " + lacking[detail])).not()
}

// lastContact finds those with whom we spoke within the days; signed turns it
// round for a longer silence.
func (q *chooser) lastContact(rule domain.Rule) chosen {
	if rule.Op == domain.OpNever {
		return q.those(q.q("SELECT n FROM contact WHERE last = ?").int(never))
	}
	return q.those(q.q("SELECT n FROM contact WHERE last > ?").int(q.daysAgo(rule.Days)))
}

// rhythmFrom is the day from which a rhythm counts.
const rhythmFrom = "(CASE c.last WHEN -9223372036854775808 THEN c.added ELSE c.day END)"

// rhythmIs compares the days that went by with a rhythm.
func rhythmIs(state domain.RhythmState) string {
	switch state {
	case domain.RhythmLate:
		return " > c.rhythm"
	case domain.RhythmDue:
		return " BETWEEN c.rhythm * 4 / 5 + 1 AND c.rhythm"
	}
	return " <= c.rhythm * 4 / 5"
}

// meanDays is over how many days a mean sentiment is taken.
const meanDays = 90

func (q *chooser) sentiment(rule domain.Rule) chosen {
	least := rule.Op == domain.OpMeanAtLeast || rule.Op == domain.OpLatestAtLeast
	found := &numberSet{}
	check := func(person int64, felt float64) {
		if least && felt >= rule.Number || !least && felt <= rule.Number {
			found.add(person)
		}
	}
	if rule.Op == domain.OpLatestAtLeast || rule.Op == domain.OpLatestAtMost {
		q.latest(check)
		return chosen{set: found}
	}
	since := q.now.AddDate(0, 0, -meanDays).UnixMicro()
	if q.err == nil {
		q.err = q.q("SELECT person, avg(sentiment) FROM felt WHERE at > ? GROUP BY person").int(since).each(func(s *sqlite.Stmt) error {
			check(s.ColumnInt64(0), s.ColumnFloat(1))
			return nil
		})
	}
	return chosen{set: found}
}

// latest gives the last sentiment of each person: the rows stand in their order.
func (q *chooser) latest(f func(person int64, felt float64)) {
	person, felt := int64(0), int64(0)
	if q.err == nil {
		q.err = q.q("SELECT person, sentiment FROM felt ORDER BY person, at, position").each(func(s *sqlite.Stmt) error {
			n := s.ColumnInt64(0)
			if n != person && person != 0 {
				f(person, float64(felt))
			}
			person, felt = n, s.ColumnInt64(1)
			return nil
		})
	}
	if person != 0 {
		f(person, float64(felt))
	}
}

func (q *chooser) field(rule domain.Rule) chosen {
	query := "SELECT person FROM custom WHERE field = ?"
	text, number := strings.ToLower(plainText(rule.Text)), rule.Number
	if rule.Type == domain.FieldTypeDate && rule.Day.Valid() {
		number = dateDigits(rule.Day)
	}
	byText := slices.Contains([]domain.FieldType{domain.FieldTypeText, domain.FieldTypeURL, domain.FieldTypeChoice}, rule.Type)
	switch {
	case rule.Op == domain.OpFilled || rule.Op == domain.OpEmpty:
		return q.those(q.q(query).blob(rule.Record[:]))
	case rule.Op == domain.OpContains:
		return q.those(q.q(query + " AND instr(text, ?)").blob(rule.Record[:]).text(text))
	case byText:
		return q.those(q.q(query + " AND text = ?").blob(rule.Record[:]).text(text))
	case rule.Op == domain.OpAtLeast:
		return q.those(q.q(query + " AND number >= ?").blob(rule.Record[:]).real(number))
	case rule.Op == domain.OpAtMost:
		return q.those(q.q(query + " AND number <= ?").blob(rule.Record[:]).real(number))
	}
	return q.those(q.q(query + " AND number = ?").blob(rule.Record[:]).real(number))
}

// dateDigits is a day as customValue writes it.
func dateDigits(d domain.Day) float64 {
	y, m, day := d.In(time.UTC).Date()
	return float64(y*10000 + int(m)*100 + day)
}

func (q *chooser) channelHad(rule domain.Rule) chosen {
	codes, err := q.channelCodes([]string{rule.Channel})
	if q.err == nil {
		q.err = err
	}
	if len(codes) == 0 {
		return everyone.not()
	}
	if rule.Op == domain.OpMostly {
		return q.those(q.q("SELECT person FROM reached WHERE channel = ? AND most = 1").int(codes[0]))
	}
	since := int64(never)
	if rule.Days > 0 {
		since = q.today - int64(rule.Days)
	}
	return q.those(q.q("SELECT person FROM reached WHERE channel = ? AND day >= ?").int(codes[0]).int(since))
}

// turned finds the people who went quiet within a span of days and were not back
// at its end, or who came back within it.
func (r *reader) turned(what int64, span DaySpan) (*numberSet, error) {
	from, to := dayNumber(span.From), dayNumber(span.To)
	least := int64(0)
	if what == turnQuiet {
		least = to
	}
	return (*numberSet)(nil).intersect(r.q("SELECT n FROM turn WHERE what = ? AND day BETWEEN ? AND ? AND other > ?").
		int(what).int(from).int(to).int(least))
}
