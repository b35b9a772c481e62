package projections

import (
	"context"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// Dashboard returns the figures of a period.
func (v *Views) Dashboard(ctx context.Context, q DashboardQuery, now time.Time) (d *Dashboard, err error) {
	err = v.read(ctx, func(r *reader) error {
		b, err := r.newBoard(q, now)
		if err != nil {
			return err
		}
		for _, part := range []func() error{
			b.conversations, b.coverage, b.answers, b.turns, b.promises,
		} {
			if err := part(); err != nil {
				return err
			}
		}
		b.tellWeeks()
		d = b.Dashboard
		return nil
	})
	return d, err
}

// A board is a dashboard as it is made.
type board struct {
	*reader
	*Dashboard
	today  int64
	now    time.Time
	spans  [2]span // the period, and the one before
	among  *numberSet
	own    *numberSet // of among, whom the member looks after
	member int64
	course course
	seen   *numberSet // positions of the conversations that are meant, where they were looked at one by one
}

// A span is a range of days, both inclusive.
type span struct{ from, to int64 }

const (
	spanNow = iota
	spanBefore
)

// maxSpan is the longest period, in days; a longer one is cut at its beginning.
const maxSpan = 3660

func (r *reader) newBoard(q DashboardQuery, now time.Time) (*board, error) {
	b := &board{reader: r, Dashboard: &Dashboard{}, today: dayOfNow(now), now: now}
	from, to := dayNumber(q.From), dayNumber(q.To)
	if to == 0 {
		to = b.today
	}
	from = min(max(from, to-maxSpan), to)
	q.From, q.To = dayOf(from), dayOf(to)
	before := span{2*from - to - 1, from - 1}
	if q.Against != (DaySpan{}) {
		before.from = min(dayNumber(q.Against.From), from-1)
		before.to = max(min(dayNumber(q.Against.To), from-1, before.from+to-from), before.from)
	}
	b.spans = [2]span{{from, to}, before}
	b.Query, b.Before = q, DaySpan{dayOf(before.from), dayOf(before.to)}
	b.beginWeeks()
	var err error
	if b.among, err = r.whose(q.Who); err != nil {
		return nil, err
	}
	b.own = b.among
	if q.Member == domain.None {
		return b, nil
	}
	if b.member, err = r.number(q.Member); err != nil {
		return nil, err
	}
	b.own, err = b.among.intersect(r.q("SELECT n FROM contact WHERE owner = ? AND owner <> 0").int(b.member))
	return b, err
}

// endOf is when a day is over, or now if it is not yet.
func (b *board) endOf(day int64) time.Time {
	if day < b.today {
		return dayStart(day + 1)
	}
	return b.now
}

// whose is the set of people that is meant, nil for everyone.
func (r *reader) whose(w Who) (*numberSet, error) {
	_, set, err := r.peopleOf(PeopleQuery{Community: w.Community, Segment: w.Segment, Filter: w.Filter})
	if err != nil {
		return nil, err
	}
	return r.among(set)
}

// of reports whether one of the people is meant.
func (s *numberSet) of(people []int64) bool {
	return s == nil || slices.ContainsFunc(people, s.has)
}

// people is a query for the people behind a figure.
func (b *board) people() *PeopleQuery {
	return &PeopleQuery{
		Community: b.Query.Community, Segment: b.Query.Segment, Filter: b.Query.Filter, Owner: b.Query.Member,
	}
}

// timeline is a query for the conversations of some days.
func (b *board) timeline(s span) *TimelineQuery {
	q := &TimelineQuery{
		Kinds: []EntryKind{EntryConversation}, People: b.Query.Filter, Member: b.Query.Member,
		Days: DaySpan{dayOf(s.from), dayOf(s.to)},
	}
	switch {
	case b.Query.Community == domain.None && b.Query.Segment != domain.None:
		q.Of = domain.Stream{Kind: domain.KindSegment, ID: b.Query.Segment}
	case b.Query.Community != domain.None:
		q.Of, q.Segment = domain.Stream{Kind: domain.KindCommunity, ID: b.Query.Community}, b.Query.Segment
	}
	return q
}

// turns counts who went quiet and who came back.
func (b *board) turns() error {
	for what, figure := range map[int64]*Figure{turnQuiet: &b.WentQuiet, turnBack: &b.CameBack} {
		var counts [2]float64
		for i, s := range b.spans {
			to := s.to
			if i == spanNow {
				to = min(to, b.today)
			}
			found, err := b.turned(what, DaySpan{dayOf(s.from), dayOf(to)})
			if err != nil {
				return err
			}
			if b.own != nil {
				found = combine(found, b.own, func(a, b uint64) uint64 { return a & b })
			}
			counts[i] = float64(found.count)
		}
		list, days := b.people(), DaySpan{b.Query.From, dayOf(min(b.spans[spanNow].to, b.today))}
		if what == turnQuiet {
			list.WentQuiet = days
		} else {
			list.CameBack = days
		}
		*figure = Figure{Now: counts[0], Before: counts[1], Has: true, Had: true, List: List{People: list}}
	}
	return nil
}

// promises counts the follow-ups that were due, and those done in time.
func (b *board) promises() error {
	var due, kept [2]float64
	pending := 0.0
	var people []int64
	query := "SELECT day, done FROM promise WHERE day BETWEEN ? AND ? AND (? = 0 OR member = ?)"
	if b.among != nil {
		query = "SELECT day, done, people FROM promise WHERE day BETWEEN ? AND ? AND (? = 0 OR member = ?)"
	}
	ends := map[int64]int64{} // of days, which are many times the same
	err := b.q(query).int(b.since()).int(min(b.spans[spanNow].to, b.today)).int(b.member).int(b.member).each(func(r *sqlite.Stmt) error {
		day, done := r.ColumnInt64(0), r.ColumnInt64(1)
		if b.among != nil {
			people = (&unpacker{columnBlob(r, 2)}).appendInts(people[:0])
			if !b.among.of(people) {
				return nil
			}
		}
		end, known := ends[day]
		if !known {
			end = dayStart(day + 1).UnixMicro()
			ends[day] = end
		}
		outcome, held := outcomeOf(day, end, done, b.today), 0
		switch outcome {
		case OutcomePending:
			if day >= b.spans[spanNow].from { // and not in a period that is still to come
				pending++
			}
			return nil
		case OutcomeKept:
			held = 1
		}
		for i, s := range b.spans {
			if day >= s.from && day <= s.to {
				due[i]++
				kept[i] += float64(held)
			}
		}
		if week, ok := b.course.week(day); ok {
			b.course.due[week]++
			b.course.kept[week] += held
		}
		return nil
	})
	if err != nil {
		return err
	}
	list := func(outcome FollowUpOutcome) List {
		return List{FollowUps: &FollowUpQuery{
			For: b.Query.Member, Who: b.Query.Who, Outcome: outcome,
			Promised: DaySpan{b.Query.From, dayOf(min(b.spans[spanNow].to, b.today))},
		}}
	}
	b.Promises = Figure{Now: due[0], Before: due[1], Has: true, Had: true, List: list(OutcomeAny)}
	b.Pending = Figure{Now: pending, Has: true, List: list(OutcomePending)}
	b.Kept = Figure{Has: due[0] > 0, Had: due[1] > 0, List: list(OutcomeMissed)}
	if b.Kept.Has {
		b.Kept.Now = kept[0] / due[0]
	}
	if b.Kept.Had {
		b.Kept.Before = kept[1] / due[1]
	}
	return nil
}
