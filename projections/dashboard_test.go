package projections

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"kontor/domain"
)

func dashboard(t testing.TB, v *Views, q DashboardQuery, now time.Time) *Dashboard {
	t.Helper()
	d, err := v.Dashboard(ctx, q, now)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// spoke logs a conversation so many days before now.
func (l *ledger) spoke(daysAgo int, c domain.ConversationContent, people ...domain.ID) domain.ID {
	c.People = people
	if c.When.At.IsZero() {
		c.When.At = l.clock.AddDate(0, 0, -daysAgo)
	}
	return l.log(c, domain.ConversationWords{})
}

func (l *ledger) rhythm(person domain.ID, days domain.Rhythm) {
	l.do(domain.SetRhythm{Record: domain.Stream{Kind: domain.KindPerson, ID: person}, Rhythm: days})
}

func TestTheDashboardComparesWithThePeriodBefore(t *testing.T) {
	l := newLedger(t)
	goethe, schiller := l.addPerson(domain.Name{Family: "Goethe"}), l.addPerson(domain.Name{Family: "Schiller"})
	glad, angry := 2, -2
	l.spoke(1, domain.ConversationContent{Channel: domain.ChannelCall, Sentiment: &glad}, goethe)
	l.spoke(2, domain.ConversationContent{Channel: domain.ChannelMail, Direction: domain.DirectionIncoming}, goethe, schiller)
	l.spoke(9, domain.ConversationContent{Channel: domain.ChannelMail, Direction: domain.DirectionOutgoing, Sentiment: &angry}, schiller)
	l.spoke(40, domain.ConversationContent{Channel: domain.ChannelMail}, schiller)
	today := domain.DayOf(l.clock)
	d := dashboard(t, l.views(), DashboardQuery{From: today.Add(-6), To: today}, l.clock)
	if d.Conversations.Now != 2 || d.Conversations.Before != 1 {
		t.Errorf("%v conversations, %v before", d.Conversations.Now, d.Conversations.Before)
	}
	if d.Before != (DaySpan{today.Add(-13), today.Add(-7)}) {
		t.Errorf("compared with %v", d.Before)
	}
	if d.Sentiment.Now != 2 || d.Sentiment.Before != -2 || !d.Sentiment.Has {
		t.Errorf("sentiment %+v", d.Sentiment)
	}
	if len(d.Series) != 7 || d.Series[5].Channels[domain.ChannelCall] != 1 || d.Series[4].Directions[domain.DirectionIncoming] != 1 ||
		d.Series[4].Before != 1 {
		t.Errorf("series %+v", d.Series)
	}
	for _, c := range d.Channels {
		if c.Channel == domain.ChannelMail && (c.Now != 1 || c.Before != 1) {
			t.Errorf("mails %+v", c)
		}
	}
}

func TestAnAnswerIsTimedAndWhatIsOwedIsKnownForAnyMoment(t *testing.T) {
	l := newLedger(t)
	goethe, schiller := l.addPerson(domain.Name{Family: "Goethe"}), l.addPerson(domain.Name{Family: "Schiller"})
	asks := domain.ConversationContent{Channel: domain.ChannelMail, Direction: domain.DirectionIncoming, AnswerExpected: true}
	l.spoke(20, asks, goethe)
	l.spoke(10, domain.ConversationContent{Channel: domain.ChannelMail, Direction: domain.DirectionOutgoing}, goethe)
	settled := l.spoke(3, asks, goethe)
	open := l.spoke(2, asks, schiller)
	l.do(domain.SettleAnswer{Conversation: settled})
	v, today := l.views(), domain.DayOf(l.clock)
	d := dashboard(t, v, DashboardQuery{From: today.Add(-13), To: today}, l.clock.Add(time.Hour))
	if d.Unanswered.Now != 1 || d.Unanswered.Before != 1 {
		t.Errorf("unanswered %v, before %v", d.Unanswered.Now, d.Unanswered.Before)
	}
	waited := time.Duration(d.Response.Before) * time.Second
	if !d.Response.Has || d.Answers.Now != 1 || waited.Round(24*time.Hour) != 10*24*time.Hour {
		t.Errorf("response %+v of %v", d.Response, d.Answers.Now)
	}
	owed, err := v.Owed(ctx, *d.Unanswered.List.Owed)
	if err != nil || len(owed) != 1 || owed[0].Record.ID != open {
		t.Errorf("owed %v (%v)", owed, err)
	}
	l.do(domain.Withdraw{Record: domain.Stream{Kind: domain.KindConversation, ID: open}})
	l.catchUp(v)
	if d = dashboard(t, v, DashboardQuery{From: today.Add(-13), To: today}, l.clock); d.Unanswered.Now != 0 {
		t.Errorf("%v unanswered after the question was withdrawn", d.Unanswered.Now)
	}
}

func TestWhoGoesQuietAndWhoComesBack(t *testing.T) {
	l := newLedger(t)
	regular, loose, back := l.addPerson(domain.Name{Family: "Regular"}), l.addPerson(domain.Name{Family: "Loose"}), l.addPerson(domain.Name{Family: "Back"})
	l.rhythm(regular, 10) // quiet after 15 days
	l.spoke(17, domain.ConversationContent{Channel: domain.ChannelCall}, regular)
	for _, days := range []int{70, 60, 50, 40, 20} { // every ten days until lately
		l.spoke(days, domain.ConversationContent{Channel: domain.ChannelCall}, loose)
	}
	l.spoke(200, domain.ConversationContent{Channel: domain.ChannelCall}, back)
	l.spoke(3, domain.ConversationContent{Channel: domain.ChannelCall}, back)
	v, today := l.views(), domain.DayOf(l.clock)
	d := dashboard(t, v, DashboardQuery{From: today.Add(-6), To: today}, l.clock)
	if got := people(t, v, *d.WentQuiet.List.People); got != "Loose Regular" || d.WentQuiet.Now != 2 {
		t.Errorf("quiet: %s, %v", got, d.WentQuiet.Now)
	}
	if got := people(t, v, *d.CameBack.List.People); got != "Back" || d.CameBack.Now != 1 || d.CameBack.Before != 0 {
		t.Errorf("back: %s, %v", got, d.CameBack.Now)
	}
	l.spoke(0, domain.ConversationContent{Channel: domain.ChannelCall}, regular)
	l.catchUp(v)
	if d = dashboard(t, v, DashboardQuery{From: today.Add(-6), To: today}, l.clock); d.WentQuiet.Now != 1 {
		t.Errorf("quiet still: %v", d.WentQuiet.Now)
	}
}

// Whoever is spoken with often has as long a history as everyone else.
func TestTheWholeCourseOfARelationshipCounts(t *testing.T) {
	l := newLedger(t)
	busy := l.addPerson(domain.Name{Family: "Busy"})
	for _, days := range []int{500, 490, 480, 470, 200} { // quiet from 455 days ago on, back 200 days ago
		l.spoke(days, domain.ConversationContent{Channel: domain.ChannelLetter}, busy)
	}
	for i := range pulseChannels + 20 {
		l.spoke(100-i/3, domain.ConversationContent{Channel: domain.ChannelCall}, busy)
	}
	v, today := l.views(), domain.DayOf(l.clock)
	look := func(from, to int, quiet, back float64) {
		t.Helper()
		d := dashboard(t, v, DashboardQuery{From: today.Add(-from), To: today.Add(-to)}, l.clock)
		if d.WentQuiet.Now != quiet || d.CameBack.Now != back {
			t.Errorf("%d to %d days ago: %v went quiet, %v came back", from, to, d.WentQuiet.Now, d.CameBack.Now)
		}
	}
	look(456, 456, 0, 0)
	look(454, 454, 1, 0)
	look(200, 200, 0, 1)
	letters := rules(domain.Rule{About: domain.AboutChannel, Op: domain.OpHad, Channel: domain.ChannelLetter, Days: 210})
	if got := people(t, v, PeopleQuery{Filter: &letters}); got != "Busy" {
		t.Errorf("letters of long ago were with %q", got)
	}
}

func TestCoverageIsThatOfTheListOfCommunities(t *testing.T) {
	l := newLedger(t)
	partners := l.add(domain.KindCommunity, "Partner")
	l.do(domain.SetRhythm{Record: domain.Stream{Kind: domain.KindCommunity, ID: partners}, Rhythm: 30})
	for i, days := range []int{5, 29, 31, 0} {
		p := l.addPerson(domain.Name{Family: string(rune('A' + i))})
		l.do(domain.JoinCommunity{Person: p, Community: partners})
		if days > 0 {
			l.spoke(days, domain.ConversationContent{Channel: domain.ChannelCall}, p)
		}
	}
	l.do(domain.Archive{Record: domain.Stream{Kind: domain.KindPerson, ID: l.addPerson(domain.Name{Family: "Z"})}})
	v, today := l.views(), domain.DayOf(l.clock)
	q := DashboardQuery{From: today.Add(-6), To: today}
	for name, who := range map[string]Who{"counted": {}, "one by one": {Filter: everybody}} {
		q.Who = who
		d := dashboard(t, v, q, l.clock)
		if len(d.Coverage) != 2 {
			t.Fatalf("%s: %+v", name, d.Coverage)
		}
		row := d.Coverage[1]
		if row.People != 4 || row.InRhythm != 2 || row.Share.Now != 0.5 || row.Share.Before != 1 {
			t.Errorf("%s: %+v", name, row)
		}
		if got := people(t, v, *row.Share.List.People); got != "C D" {
			t.Errorf("%s: out of rhythm are %s", name, got)
		}
	}
}

func TestFollowUpsKeptInTime(t *testing.T) {
	l := newLedger(t)
	me := l.add(domain.KindMember, "Meister")
	today := domain.DayOf(l.clock)
	plan := func(due int, do ...func(id domain.ID) domain.Command) {
		id := l.id()
		l.do(domain.PlanFollowUp{FollowUp: id, Plan: domain.FollowUpPlan{Due: today.Add(due), For: me}, Text: "Entwurf"})
		for _, c := range do {
			l.do(c(id))
		}
	}
	done := func(id domain.ID) domain.Command { return domain.CloseFollowUp{FollowUp: id, As: domain.FollowUpDone} }
	plan(0, done)
	plan(-1, done) // too late
	plan(-2)
	plan(-3, func(id domain.ID) domain.Command {
		return domain.CloseFollowUp{FollowUp: id, As: domain.FollowUpCancelled}
	})
	plan(1, done) // not due yet
	plan(0)       // open, and the day is not over
	v := l.views()
	q := DashboardQuery{From: today.Add(-6), To: today.Add(3), Member: me}
	look := func(now time.Time, due, kept, pending float64) {
		t.Helper()
		d := dashboard(t, v, q, now)
		if d.Promises.Now != due || d.Kept.Now != kept/due || d.Kept.Had || d.Pending.Now != pending {
			t.Errorf("due %v, kept %+v, pending %v", d.Promises.Now, d.Kept, d.Pending.Now)
		}
	}
	look(l.clock, 3, 1, 1)
	d := dashboard(t, v, q, l.clock)
	for name, want := range map[*FollowUpQuery]int{d.Kept.List.FollowUps: 2, d.Pending.List.FollowUps: 1, d.Promises.List.FollowUps: 3} {
		if rows, err := v.FollowUps(ctx, *name); err != nil || len(rows) != want {
			t.Errorf("%q: %d follow-ups instead of %d (%v)", name.Outcome, len(rows), want, err)
		}
	}
	l.clock = l.clock.AddDate(0, 0, 1)
	look(l.clock, 5, 2, 0) // what was open is missed, and tomorrow's was done before it was due
}

// everybody is a filter of those whom counters count anyway.
var everybody = &domain.Filter{Rules: []domain.Rule{{About: domain.AboutArchived, Op: domain.OpIsNot}}}

// The figures of everyone come from counters, those of some people from the
// conversations themselves: they must agree, and each number must be as long as
// the list behind it.
func TestCountersAgreeWithTheListsBehindThem(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		l := newLedger(t)
		s := &story{T: rt, l: l}
		if err := removeDatabase(dir + "/views.db"); err != nil {
			rt.Fatal(err)
		}
		now := l.clock.Add(30 * time.Minute)
		v, err := Open(ctx, dir+"/views.db", l, Options{Readers: 1, Clock: func() time.Time { return now }})
		if err != nil {
			rt.Fatal(err)
		}
		defer v.Close()
		if err := v.Rebuild(ctx, nil); err != nil {
			rt.Fatal(err)
		}
		s.live(v, rapid.IntRange(5, 40).Draw(rt, "commands"))
		now = l.clock
		q := DashboardQuery{To: domain.DayOf(now).Add(rapid.IntRange(-20, 2).Draw(rt, "to"))}
		q.From = q.To.Add(-rapid.IntRange(0, 60).Draw(rt, "length"))
		d, err := v.Dashboard(ctx, q, now)
		if err != nil {
			rt.Fatal(err)
		}
		s.mustBeAsLongAsItsList(v, "conversations", d.Conversations)
		s.mustBeAsLongAsItsList(v, "unanswered", d.Unanswered)
		s.mustBeAsLongAsItsList(v, "quiet", d.WentQuiet)
		s.mustBeAsLongAsItsList(v, "back", d.CameBack)
		s.mustBeAsLongAsItsList(v, "promises", d.Promises)
		for _, row := range d.Coverage {
			outside := Figure{Now: float64(row.People - row.InRhythm), List: row.Share.List}
			s.mustBeAsLongAsItsList(v, "outside", outside)
		}
		sum := 0
		for _, p := range d.Series {
			sum += p.Conversations
		}
		if float64(sum) != d.Conversations.Now {
			rt.Fatalf("%d conversations in the pieces, %v in all", sum, d.Conversations.Now)
		}
		s.mustBeAsLongAsItsList(v, "pending", d.Pending)
		if from := q.From.Add(-rapid.IntRange(1, 40).Draw(rt, "against")); rapid.Bool().Draw(rt, "another period") {
			q.Against = DaySpan{from, from.Add(rapid.IntRange(0, 40).Draw(rt, "days against"))}
			if d, err = v.Dashboard(ctx, q, now); err != nil {
				rt.Fatal(err)
			}
		}
		s.mustCompareWith(v, d, now)
		q.Filter = everybody
		one, err := v.Dashboard(ctx, q, now)
		if err != nil {
			rt.Fatal(err)
		}
		if one.WentQuiet.Now != d.WentQuiet.Now || one.CameBack.Before != d.CameBack.Before {
			rt.Fatalf("quiet %v or %v", one.WentQuiet, d.WentQuiet)
		}
		s.mustCompareWith(v, one, now)
		for i, w := range d.Weeks {
			if one.Weeks[i].InRhythm != w.InRhythm {
				rt.Fatalf("in rhythm %v or %v", one.Weeks[i].InRhythm, w.InRhythm)
			}
		}
		for i, row := range d.Coverage {
			if other := one.Coverage[i]; row.People != other.People || row.InRhythm != other.InRhythm || row.Share.Before != other.Share.Before {
				rt.Fatalf("coverage %+v or %+v", row, other)
			}
		}
	})
}

// mustCompareWith checks that a week of the course, and the period before, say
// what a dashboard of those days says.
func (s *story) mustCompareWith(v *Views, d *Dashboard, now time.Time) {
	of := func(days DaySpan) *Dashboard {
		alone, err := v.Dashboard(ctx, DashboardQuery{From: days.From, To: days.To, Who: d.Query.Who}, now)
		if err != nil {
			s.Fatal(err)
		}
		return alone
	}
	measure := func(f Figure) Measure { return Measure{f.Now, f.Has} }
	w := d.Weeks[rapid.IntRange(0, weeksShown-1).Draw(s.T, "week")]
	alone := of(w.DaySpan)
	want := Week{
		DaySpan: w.DaySpan, Conversations: int(alone.Conversations.Now), Response: measure(alone.Response),
		Unanswered: int(alone.Unanswered.Now), Kept: measure(alone.Kept), Sentiment: measure(alone.Sentiment),
		InRhythm: Measure{alone.Coverage[0].Share.Now, alone.Coverage[0].Share.Has},
	}
	if w != want {
		s.Fatalf("the week is %+v, alone %+v", w, want)
	}
	before := of(d.Before)
	for name, pair := range map[string][2]float64{
		"conversations": {d.Conversations.Before, before.Conversations.Now}, "unanswered": {d.Unanswered.Before, before.Unanswered.Now},
		"response": {d.Response.Before, before.Response.Now}, "promises": {d.Promises.Before, before.Promises.Now},
		"kept": {d.Kept.Before, before.Kept.Now}, "quiet": {d.WentQuiet.Before, before.WentQuiet.Now},
		"rhythm": {d.Coverage[0].Share.Before, before.Coverage[0].Share.Now},
	} {
		if pair[0] != pair[1] {
			s.Fatalf("%s before is %v, alone %v", name, pair[0], pair[1])
		}
	}
}

func (s *story) mustBeAsLongAsItsList(v *Views, what string, f Figure) {
	n, err := 0, error(nil)
	switch {
	case f.List.People != nil:
		n, _, err = v.CountPeople(ctx, *f.List.People)
	case f.List.Timeline != nil:
		q := *f.List.Timeline
		q.Limit = 10_000
		var rows []TimelineEntry
		rows, err = v.Timeline(ctx, q)
		n = len(rows)
	case f.List.FollowUps != nil:
		q := *f.List.FollowUps
		q.Limit = 10_000
		var rows []FollowUpRow
		rows, err = v.FollowUps(ctx, q)
		n = len(rows)
	case f.List.Owed != nil:
		var rows []TimelineEntry
		rows, err = v.Owed(ctx, *f.List.Owed)
		n = len(rows)
	}
	if err != nil || float64(n) != f.Now {
		s.Fatalf("%s: %v, but the list has %d (%v)", what, f.Now, n, err)
	}
}
