package projections

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"kontor/domain"
)

func rules(r ...domain.Rule) domain.Filter { return domain.Filter{Rules: r} }

func TestWhomEachRuleHolds(t *testing.T) {
	l := newLedger(t)
	me := l.add(domain.KindMember, "Meister")
	partners, cotta := l.add(domain.KindCommunity, "Partner"), l.add(domain.KindOrganisation, "Cotta")
	level, since, active, kind := l.id(), l.id(), l.id(), l.id()
	number, yes := 3.0, true
	custom := func(field domain.ID, v *domain.Value) domain.Change {
		return domain.Change{Field: domain.CustomField(field), Now: v}
	}
	point := l.id()
	mail := domain.Change{Field: domain.PointField(point), Now: domain.PointValue(domain.ContactPoint{ID: point, Kind: domain.PointEmail, Value: "a@cotta.example"})}
	a := l.addPerson(domain.Name{Family: "A"}, domain.Change{Field: domain.TagField("vip"), Now: domain.TextValue("vip")},
		custom(level, &domain.Value{Number: &number}), custom(since, domain.DateValue(domain.PartialDate{Year: 2025, Month: 6, Day: 1})),
		custom(active, &domain.Value{Yes: &yes}), custom(kind, domain.TextValue("Groß und Grün")), mail)
	b, c := l.addPerson(domain.Name{Family: "B"}), l.addPerson(domain.Name{Family: "C"})
	l.addPerson(domain.Name{Family: "D"}) // of whom nothing else is known
	z := l.addPerson(domain.Name{Family: "Z"}, domain.Change{Field: domain.TagField("vip"), Now: domain.TextValue("vip")})
	l.do(domain.Archive{Record: domain.Stream{Kind: domain.KindPerson, ID: z}})
	l.add(domain.KindOrganisation, "VIP", domain.Change{Field: domain.TagField("vip"), Now: domain.TextValue("vip")})
	l.do(domain.JoinCommunity{Person: a, Community: partners, Roles: []string{"Fürsprecher", "Beirat"}})
	l.do(domain.JoinCommunity{Person: b, Community: partners})
	l.affiliate(b, cotta, "Verlegerin")
	l.do(domain.AssignOwner{Record: domain.Stream{Kind: domain.KindPerson, ID: c}, Member: me})
	for _, p := range []domain.ID{a, b, c} {
		l.rhythm(p, 30)
	}
	glad, angry := 2, -1
	l.spoke(5, domain.ConversationContent{Channel: domain.ChannelMail, Sentiment: &glad}, a)
	l.spoke(6, domain.ConversationContent{Channel: domain.ChannelMail, Sentiment: &angry}, a)
	l.spoke(26, domain.ConversationContent{Channel: domain.ChannelCall, Sentiment: &angry}, b)
	l.spoke(100, domain.ConversationContent{Channel: domain.ChannelMail, Sentiment: &glad}, b)
	l.spoke(40, domain.ConversationContent{Channel: domain.ChannelCall}, c)
	v := l.views()
	rule := func(about domain.RuleAbout, op domain.RuleOp, more ...func(*domain.Rule)) domain.Filter {
		r := domain.Rule{About: about, Op: op}
		for _, set := range more {
			set(&r)
		}
		return rules(r)
	}
	of := func(id domain.ID) func(*domain.Rule) { return func(r *domain.Rule) { r.Record = id } }
	text := func(s string) func(*domain.Rule) { return func(r *domain.Rule) { r.Text = s } }
	days := func(n int) func(*domain.Rule) { return func(r *domain.Rule) { r.Days = n } }
	num := func(n float64) func(*domain.Rule) { return func(r *domain.Rule) { r.Number = n } }
	in := func(s domain.RhythmState) func(*domain.Rule) { return func(r *domain.Rule) { r.State = s } }
	over := func(s string) func(*domain.Rule) { return func(r *domain.Rule) { r.Channel = s } }
	typed := func(t domain.FieldType, id domain.ID) func(*domain.Rule) {
		return func(r *domain.Rule) { r.Type, r.Record = t, id }
	}
	known := func(d domain.RuleDetail) func(*domain.Rule) { return func(r *domain.Rule) { r.Detail = d } }
	on := func(d domain.Day) func(*domain.Rule) { return func(r *domain.Rule) { r.Day = d } }
	for name, try := range map[string]struct {
		f    domain.Filter
		want string
	}{
		"everyone":                {domain.Filter{}, "A B C D"},
		"a community":             {rule(domain.AboutCommunity, domain.OpIs, of(partners)), "A B"},
		"not in a community":      {rule(domain.AboutCommunity, domain.OpIsNot, of(partners)), "C D"},
		"a tag":                   {rule(domain.AboutTag, domain.OpIs, text("VIP")), "A"},
		"without a tag":           {rule(domain.AboutTag, domain.OpIsNot, text("vip")), "B C D"},
		"a role":                  {rule(domain.AboutRole, domain.OpIs, text("Beirat")), "A"},
		"a role there":            {rule(domain.AboutRole, domain.OpIs, text("Fürsprecher"), of(partners)), "A"},
		"half a role":             {rule(domain.AboutRole, domain.OpIs, text("rat")), ""},
		"an organisation":         {rule(domain.AboutOrganisation, domain.OpIs, of(cotta)), "B"},
		"an owner":                {rule(domain.AboutOwner, domain.OpIs, of(me)), "C"},
		"looked after by nobody":  {rule(domain.AboutOwner, domain.OpIs), "A B D"},
		"looked after":            {rule(domain.AboutOwner, domain.OpIsNot), "C"},
		"lately":                  {rule(domain.AboutLastContact, domain.OpWithin, days(30)), "A B"},
		"silent":                  {rule(domain.AboutLastContact, domain.OpLonger, days(30)), "C D"},
		"never":                   {rule(domain.AboutLastContact, domain.OpNever), "D"},
		"on track":                {rule(domain.AboutRhythm, domain.OpIs, in(domain.RhythmOnTrack)), "A"},
		"due":                     {rule(domain.AboutRhythm, domain.OpIs, in(domain.RhythmDue)), "B"},
		"late":                    {rule(domain.AboutRhythm, domain.OpIs, in(domain.RhythmLate)), "C"},
		"without rhythm":          {rule(domain.AboutRhythm, domain.OpIs, in(domain.RhythmNone)), "D"},
		"latest angry":            {rule(domain.AboutSentiment, domain.OpLatestAtMost, num(-1)), "B"},
		"latest glad":             {rule(domain.AboutSentiment, domain.OpLatestAtLeast, num(1)), "A"},
		"mean of ninety days":     {rule(domain.AboutSentiment, domain.OpMeanAtLeast, num(0.5)), "A"},
		"mean below":              {rule(domain.AboutSentiment, domain.OpMeanAtMost, num(0)), "B"},
		"had mail":                {rule(domain.AboutChannel, domain.OpHad, over(domain.ChannelMail)), "A B"},
		"had mail lately":         {rule(domain.AboutChannel, domain.OpHad, over(domain.ChannelMail), days(90)), "A"},
		"no mail":                 {rule(domain.AboutChannel, domain.OpNotHad, over(domain.ChannelMail)), "C D"},
		"mostly call":             {rule(domain.AboutChannel, domain.OpMostly, over(domain.ChannelCall)), "B C"},
		"an unknown channel":      {rule(domain.AboutChannel, domain.OpHad, over("own-9")), ""},
		"archived":                {rule(domain.AboutArchived, domain.OpIs), "Z"},
		"not archived":            {rule(domain.AboutArchived, domain.OpIsNot), "A B C D"},
		"without a mail address":  {rule(domain.AboutDetail, domain.OpEmpty, known(domain.DetailEmail)), "B C D"},
		"with a mail address":     {rule(domain.AboutDetail, domain.OpFilled, known(domain.DetailEmail)), "A"},
		"without a phone":         {rule(domain.AboutDetail, domain.OpEmpty, known(domain.DetailPhone)), "A B C D"},
		"at no organisation":      {rule(domain.AboutDetail, domain.OpEmpty, known(domain.DetailOrganisation)), "A C D"},
		"in no community":         {rule(domain.AboutDetail, domain.OpEmpty, known(domain.DetailCommunity)), "C D"},
		"with a tag":              {rule(domain.AboutDetail, domain.OpFilled, known(domain.DetailTag)), "A"},
		"an unknown detail":       {rule(domain.AboutDetail, domain.OpEmpty, known("shoes")), ""},
		"a number":                {rule(domain.AboutField, domain.OpAtLeast, typed(domain.FieldTypeNumber, level), num(3)), "A"},
		"a larger number":         {rule(domain.AboutField, domain.OpAtLeast, typed(domain.FieldTypeNumber, level), num(3.5)), ""},
		"before a day":            {rule(domain.AboutField, domain.OpAtMost, typed(domain.FieldTypeDate, since), on("2025-06-01")), "A"},
		"after a day":             {rule(domain.AboutField, domain.OpAtLeast, typed(domain.FieldTypeDate, since), on("2025-06-02")), ""},
		"yes":                     {rule(domain.AboutField, domain.OpIs, typed(domain.FieldTypeYesNo, active), num(1)), "A"},
		"part of a text":          {rule(domain.AboutField, domain.OpContains, typed(domain.FieldTypeText, kind), text("GRÜN")), "A"},
		"a whole text":            {rule(domain.AboutField, domain.OpIs, typed(domain.FieldTypeText, kind), text("grün")), ""},
		"empty":                   {rule(domain.AboutField, domain.OpEmpty, typed(domain.FieldTypeText, kind)), "B C D"},
		"what cannot be asked":    {rule("weather", domain.OpIs), ""},
		"any of two":              {domain.Filter{Match: domain.MatchAny, Rules: append(rule(domain.AboutTag, domain.OpIs, text("vip")).Rules, rule(domain.AboutOwner, domain.OpIsNot).Rules...)}, "A C"},
		"none of two":             {domain.Filter{Match: domain.MatchNone, Rules: append(rule(domain.AboutTag, domain.OpIs, text("vip")).Rules, rule(domain.AboutOwner, domain.OpIsNot).Rules...)}, "B D"},
		"a community but one":     {domain.Filter{Rules: rule(domain.AboutCommunity, domain.OpIs, of(partners)).Rules, Groups: []domain.RuleGroup{{Match: domain.MatchNone, Rules: rule(domain.AboutTag, domain.OpIs, text("vip")).Rules}}}, "B"},
		"a group without a rule":  {domain.Filter{Groups: []domain.RuleGroup{{Match: domain.MatchAny}}}, "A B C D"},
		"archived with the tag":   {rules(domain.Rule{About: domain.AboutArchived, Op: domain.OpIs}, domain.Rule{About: domain.AboutTag, Op: domain.OpIs, Text: "vip"}), "Z"},
		"archived without a rule": {rules(domain.Rule{About: domain.AboutArchived, Op: domain.OpIs}, domain.Rule{About: domain.AboutTag, Op: domain.OpIsNot, Text: "x"}), "Z"},
	} {
		t.Run(name, func(t *testing.T) {
			q := PeopleQuery{Filter: &try.f}
			got := people(t, v, q)
			if got != try.want {
				t.Errorf("holds %q instead of %q", got, try.want)
			}
			count, err := v.CountFilter(ctx, try.f)
			shown, _, err2 := v.CountPeople(ctx, q)
			if n := (len(got) + 1) / 2; err != nil || err2 != nil || count != n || shown != n {
				t.Errorf("counts %d and %d people instead of %d (%v, %v)", count, shown, n, err, err2)
			}
		})
	}
}

func TestASegmentIsAskedAnewEachTime(t *testing.T) {
	l := newLedger(t)
	vip := domain.Change{Field: domain.TagField("vip"), Now: domain.TextValue("vip")}
	goethe := l.addPerson(domain.Name{Family: "Goethe"}, vip)
	l.addPerson(domain.Name{Family: "Schiller"})
	id := l.id()
	l.do(domain.DefineSegment{Segment: id, Name: "Zirkel", Filter: rules(domain.Rule{About: domain.AboutTag, Op: domain.OpIs, Text: "vip"})})
	other := l.id()
	l.do(domain.DefineSegment{Segment: other, Name: "Ärzte", Filter: domain.Filter{}})
	l.spoke(1, domain.ConversationContent{Channel: domain.ChannelCall}, goethe)
	v := l.views()
	rows, err := v.Segments(ctx)
	if err != nil || len(rows) != 2 || rows[0].Name != "Ärzte" || rows[0].People != 2 || rows[1].People != 1 {
		t.Fatalf("%+v (%v)", rows, err)
	}
	if counts, err := v.Counts(ctx); err != nil || counts.Segments != 2 {
		t.Errorf("%d segments are counted (%v)", counts.Segments, err)
	}
	l.addPerson(domain.Name{Family: "Herder"}, vip)
	l.catchUp(v)
	if got := people(t, v, PeopleQuery{Segment: id}); got != "Goethe Herder" {
		t.Errorf("the segment holds %s", got)
	}
	entries, err := v.Timeline(ctx, TimelineQuery{Of: domain.Stream{Kind: domain.KindSegment, ID: id}, Kinds: []EntryKind{EntryConversation}})
	if err != nil || len(entries) != 1 {
		t.Errorf("%d conversations with the segment (%v)", len(entries), err)
	}
	l.do(domain.Archive{Record: domain.Stream{Kind: domain.KindSegment, ID: other}})
	l.do(domain.Withdraw{Record: domain.Stream{Kind: domain.KindSegment, ID: id}})
	l.catchUp(v)
	if rows, err = v.Segments(ctx); err != nil || len(rows) != 1 || !rows[0].Archived {
		t.Errorf("%+v (%v)", rows, err)
	}
	if got := people(t, v, PeopleQuery{Segment: id}); got != "" {
		t.Errorf("a segment that was taken back holds %s", got)
	}
}

func TestASegmentWhoseWordsAreNotHereHoldsNobody(t *testing.T) {
	l := newLedger(t)
	l.addPerson(domain.Name{Family: "Goethe"})
	id := l.id()
	l.do(domain.DefineSegment{Segment: id, Name: "Zirkel", Filter: rules(domain.Rule{About: domain.AboutTag, Op: domain.OpIsNot, Text: "vip"})})
	l.missing[domain.Stream{Kind: domain.KindSegment, ID: id}] = true
	v := l.views()
	row, err := v.Segment(ctx, id)
	if err != nil || row == nil || !row.Missing || row.People != 0 {
		t.Errorf("%+v (%v)", row, err)
	}
	if got := people(t, v, PeopleQuery{Segment: id}); got != "" {
		t.Errorf("holds %s", got)
	}
}

// A set that is told by whom it leaves out must behave as the plain set does.
func TestSetsTheOtherWayRound(t *testing.T) {
	const size = 200
	plain := func(c chosen) (all [size]bool) {
		for n := range all {
			all[n] = c.has(int64(n))
		}
		return all
	}
	draw := rapid.Custom(func(t *rapid.T) chosen {
		c := chosen{set: &numberSet{}, inverse: rapid.Bool().Draw(t, "inverse")}
		for _, n := range rapid.SliceOfN(rapid.Int64Range(0, size-1), 0, 20).Draw(t, "numbers") {
			c.set.add(n)
		}
		return c
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw.Draw(t, "a"), draw.Draw(t, "b")
		x, y, and, or, not := plain(a), plain(b), plain(a.and(b)), plain(a.or(b)), plain(a.not())
		for n := range size {
			if and[n] != (x[n] && y[n]) || or[n] != (x[n] || y[n]) || not[n] == x[n] {
				t.Fatalf("%d: %v and %v", n, x[n], y[n])
			}
		}
	})
}

func BenchmarkCountWhileBuilding(b *testing.B) {
	_, v := inhabited(b)
	f := rules(domain.Rule{About: domain.AboutLastContact, Op: domain.OpLonger, Days: 30},
		domain.Rule{About: domain.AboutRhythm, Op: domain.OpIs, State: domain.RhythmNone})
	for b.Loop() {
		if _, err := v.CountFilter(ctx, f); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDashboard(b *testing.B) {
	_, v := inhabited(b)
	now := townStart.AddDate(0, 1, 0)
	q := DashboardQuery{From: domain.DayOf(now).Add(-27), To: domain.DayOf(now)}
	for b.Loop() {
		if _, err := v.Dashboard(ctx, q, now.Add(time.Hour)); err != nil {
			b.Fatal(err)
		}
	}
}
