package projections

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kontor/domain"
)

// A soul is a person as the rules of segments see one, without any table.
type soul struct {
	name         string
	id           domain.ID
	communities  map[domain.ID][]string // with the roles there
	tags         []string
	email, phone bool
	at           domain.ID // the organisation
	owner        domain.ID
	rhythm       int
	talks        []talk
	number       *float64
	yes          *bool
	text         string
	born         *domain.Day
	archived     bool
}

type talk struct {
	daysAgo   int
	channel   string
	sentiment *int
}

// A village is a few people in every state that a rule can ask for.
type village struct {
	*rapid.T
	l                        *ledger
	now                      time.Time
	souls                    []*soul
	communities, orgs, ours  []domain.ID
	level, active, kind, day domain.ID // fields of one's own
}

var villageRoles = []string{"Beirat", "Fürsprecher"}

func newVillage(rt *rapid.T, l *ledger) *village {
	v := &village{T: rt, l: l, now: l.clock.Add(time.Hour), level: l.id(), active: l.id(), kind: l.id(), day: l.id()}
	for range 2 {
		v.communities = append(v.communities, l.add(domain.KindCommunity, "Kreis"))
		v.orgs = append(v.orgs, l.add(domain.KindOrganisation, "Haus"))
		v.ours = append(v.ours, l.add(domain.KindMember, "Meister"))
	}
	for i := range rapid.IntRange(1, 7).Draw(rt, "people") {
		v.settle(string(rune('A' + i)))
	}
	return v
}

func (v *village) one(ids []domain.ID, label string) domain.ID {
	return rapid.SampledFrom(append([]domain.ID{domain.None}, ids...)).Draw(v.T, label)
}

func (v *village) yesOrNo(label string) bool { return rapid.Bool().Draw(v.T, label) }

// settle invents a person and writes their story into the ledger.
func (v *village) settle(name string) {
	s := &soul{name: name, communities: map[domain.ID][]string{}}
	var changes []domain.Change
	custom := func(field domain.ID, value *domain.Value) {
		changes = append(changes, domain.Change{Field: domain.CustomField(field), Now: value})
	}
	for _, tag := range []string{"docs", "vip"} {
		if v.yesOrNo(tag) {
			s.tags = append(s.tags, tag)
			changes = append(changes, domain.Change{Field: domain.TagField(tag), Now: domain.TextValue(tag)})
		}
	}
	if s.email = v.yesOrNo("email"); s.email {
		changes = append(changes, v.l.point(domain.PointEmail, strings.ToLower(name)+"@x.example"))
	}
	if s.phone = v.yesOrNo("phone"); s.phone {
		changes = append(changes, v.l.point(domain.PointPhone, "+49 361 1234"))
	}
	if v.yesOrNo("level") {
		number := float64(rapid.IntRange(-1, 2).Draw(v.T, "number"))
		s.number = &number
		custom(v.level, &domain.Value{Number: &number})
	}
	if v.yesOrNo("active known") {
		yes := v.yesOrNo("active")
		s.yes = &yes
		custom(v.active, &domain.Value{Yes: &yes})
	}
	if s.text = rapid.SampledFrom([]string{"", "Groß", "Groß und Grün"}).Draw(v.T, "kind"); s.text != "" {
		custom(v.kind, domain.TextValue(s.text))
	}
	if v.yesOrNo("day known") {
		day := domain.Day("2025-06-01").Add(rapid.IntRange(0, 2).Draw(v.T, "day"))
		s.born = &day
		t := day.In(time.UTC)
		custom(v.day, domain.DateValue(domain.PartialDate{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}))
	}
	s.id = v.l.addPerson(domain.Name{Family: name}, changes...)
	record := domain.Stream{Kind: domain.KindPerson, ID: s.id}
	for _, community := range v.communities {
		if v.yesOrNo("joins") {
			roles := rapid.SampledFrom([][]string{nil, {"Beirat"}, {"Fürsprecher", "Beirat"}}).Draw(v.T, "roles")
			s.communities[community] = roles
			v.l.do(domain.JoinCommunity{Person: s.id, Community: community, Roles: roles})
		}
	}
	if s.at = v.one(v.orgs, "at"); s.at != domain.None {
		v.l.affiliate(s.id, s.at, "Verlegerin")
	}
	if s.owner = v.one(v.ours, "owner"); s.owner != domain.None {
		v.l.do(domain.AssignOwner{Record: record, Member: s.owner})
	}
	if s.rhythm = rapid.SampledFrom([]int{0, 10, 30}).Draw(v.T, "rhythm"); s.rhythm > 0 {
		v.l.rhythm(s.id, domain.Rhythm(s.rhythm))
	}
	for range rapid.IntRange(0, 4).Draw(v.T, "talks") {
		t := talk{
			daysAgo: rapid.IntRange(0, 120).Draw(v.T, "days ago"),
			channel: rapid.SampledFrom([]string{domain.ChannelCall, domain.ChannelMail}).Draw(v.T, "channel"),
		}
		if v.yesOrNo("felt") {
			felt := rapid.IntRange(-2, 2).Draw(v.T, "sentiment")
			t.sentiment = &felt
		}
		s.talks = append(s.talks, t)
		v.l.spoke(t.daysAgo, domain.ConversationContent{Channel: t.channel, Sentiment: t.sentiment}, s.id)
	}
	if s.archived = rapid.IntRange(0, 5).Draw(v.T, "archived") == 0; s.archived {
		v.l.do(domain.Archive{Record: record})
	}
	v.souls = append(v.souls, s)
}

// rule is any rule that can be asked of the people here.
func (v *village) rule() domain.Rule {
	r := domain.Rule{About: rapid.SampledFrom(domain.RuleAbouts).Draw(v.T, "about")}
	ops := domain.RuleOps[r.About]
	days := []int{0, 8, 10, 11, 24, 25, 30, 31, 90, 100}
	switch r.About {
	case domain.AboutCommunity:
		r.Record = rapid.SampledFrom(v.communities).Draw(v.T, "community")
	case domain.AboutTag:
		r.Text = rapid.SampledFrom([]string{"docs", "VIP", "other"}).Draw(v.T, "tag")
	case domain.AboutRole:
		r.Text, r.Record = rapid.SampledFrom(villageRoles).Draw(v.T, "role"), v.one(v.communities, "role in")
	case domain.AboutOrganisation:
		r.Record = rapid.SampledFrom(v.orgs).Draw(v.T, "organisation")
	case domain.AboutOwner:
		r.Record = v.one(v.ours, "owner")
	case domain.AboutLastContact:
		r.Days = rapid.SampledFrom(days).Draw(v.T, "days")
	case domain.AboutRhythm:
		r.State = rapid.SampledFrom(domain.RhythmStates).Draw(v.T, "state")
	case domain.AboutSentiment:
		r.Number = float64(rapid.IntRange(-2, 2).Draw(v.T, "felt"))
	case domain.AboutChannel:
		r.Channel = rapid.SampledFrom([]string{domain.ChannelCall, domain.ChannelMail, domain.ChannelLetter}).Draw(v.T, "over")
		r.Days = rapid.SampledFrom(days).Draw(v.T, "days")
	case domain.AboutDetail:
		r.Detail = rapid.SampledFrom(domain.RuleDetails).Draw(v.T, "detail")
	case domain.AboutField:
		r.Type = rapid.SampledFrom([]domain.FieldType{
			domain.FieldTypeNumber, domain.FieldTypeYesNo, domain.FieldTypeText, domain.FieldTypeDate,
		}).Draw(v.T, "type")
		ops = domain.FieldOps[r.Type]
		switch r.Type {
		case domain.FieldTypeNumber:
			r.Record, r.Number = v.level, float64(rapid.IntRange(-1, 2).Draw(v.T, "compared"))
		case domain.FieldTypeYesNo:
			r.Record, r.Number = v.active, float64(rapid.IntRange(0, 1).Draw(v.T, "yes"))
		case domain.FieldTypeText:
			r.Record, r.Text = v.kind, rapid.SampledFrom([]string{"groß", "grün", "Groß und Grün"}).Draw(v.T, "text")
		case domain.FieldTypeDate:
			r.Record, r.Day = v.day, domain.Day("2025-06-01").Add(rapid.IntRange(0, 2).Draw(v.T, "since"))
		}
	}
	r.Op = rapid.SampledFrom(ops).Draw(v.T, "op")
	return r
}

func (v *village) filter() domain.Filter {
	match := func() domain.Match {
		return rapid.SampledFrom(append([]domain.Match{""}, domain.Matches...)).Draw(v.T, "match")
	}
	several := func(most int) (rules []domain.Rule) {
		for range rapid.IntRange(0, most).Draw(v.T, "rules") {
			rules = append(rules, v.rule())
		}
		return rules
	}
	f := domain.Filter{Match: match(), Rules: several(3)}
	for range rapid.IntRange(0, 2).Draw(v.T, "groups") {
		f.Groups = append(f.Groups, domain.RuleGroup{Match: match(), Rules: several(2)})
	}
	return f
}

// holds evaluates a filter as its words say it.
func (v *village) holds(f domain.Filter, s *soul) bool {
	several := func(match domain.Match, held []bool) bool {
		switch {
		case len(held) == 0:
			return true
		case match == domain.MatchAny:
			return slices.Contains(held, true)
		case match == domain.MatchNone:
			return !slices.Contains(held, true)
		}
		return !slices.Contains(held, false)
	}
	rules := func(rules []domain.Rule) (held []bool) {
		for _, r := range rules {
			held = append(held, v.meets(r, s))
		}
		return held
	}
	parts := rules(f.Rules)
	for _, g := range f.Groups {
		parts = append(parts, several(g.Match, rules(g.Rules)))
	}
	return several(f.Match, parts)
}

func (v *village) meets(r domain.Rule, s *soul) bool {
	is := func(yes bool) bool { return yes == (r.Op == domain.OpIs) }
	last := 1 << 30 // days
	for _, t := range s.talks {
		last = min(last, t.daysAgo)
	}
	spoken := len(s.talks) > 0
	switch r.About {
	case domain.AboutCommunity:
		_, in := s.communities[r.Record]
		return is(in)
	case domain.AboutTag:
		return is(slices.Contains(s.tags, strings.ToLower(r.Text)))
	case domain.AboutRole:
		has := false
		for community, roles := range s.communities {
			has = has || (r.Record == domain.None || r.Record == community) && slices.Contains(roles, r.Text)
		}
		return is(has)
	case domain.AboutOrganisation:
		return is(s.at == r.Record)
	case domain.AboutOwner:
		return is(s.owner == r.Record)
	case domain.AboutLastContact:
		within := spoken && last < r.Days // an hour has passed since
		switch r.Op {
		case domain.OpNever:
			return !spoken
		case domain.OpWithin:
			return within
		}
		return !within
	case domain.AboutRhythm:
		return is(v.state(s, last) == r.State)
	case domain.AboutSentiment:
		return v.feels(r, s)
	case domain.AboutChannel:
		return v.speaksOver(r, s)
	case domain.AboutArchived:
		return is(s.archived)
	case domain.AboutDetail:
		known := map[domain.RuleDetail]bool{
			domain.DetailEmail: s.email, domain.DetailPhone: s.phone, domain.DetailOrganisation: s.at != domain.None,
			domain.DetailCommunity: len(s.communities) > 0, domain.DetailTag: len(s.tags) > 0,
		}
		return known[r.Detail] == (r.Op == domain.OpFilled)
	}
	return v.says(r, s)
}

// state is where somebody is in the rhythm; all were added today.
func (v *village) state(s *soul, last int) domain.RhythmState {
	if len(s.talks) == 0 {
		last = 0
	}
	switch {
	case s.rhythm == 0:
		return domain.RhythmNone
	case last > s.rhythm:
		return domain.RhythmLate
	case last > s.rhythm*4/5:
		return domain.RhythmDue
	}
	return domain.RhythmOnTrack
}

func (v *village) feels(r domain.Rule, s *soul) bool {
	latest, at, sum, n := 0, 1<<30, 0, 0
	for _, t := range s.talks {
		if t.sentiment == nil {
			continue
		}
		if t.daysAgo <= at { // of two at the same moment, the one recorded later
			latest, at = *t.sentiment, t.daysAgo
		}
		if t.daysAgo < meanDays {
			sum, n = sum+*t.sentiment, n+1
		}
	}
	value, has := float64(latest), at < 1<<30
	if r.Op == domain.OpMeanAtLeast || r.Op == domain.OpMeanAtMost {
		value, has = float64(sum)/float64(max(n, 1)), n > 0
	}
	if r.Op == domain.OpMeanAtLeast || r.Op == domain.OpLatestAtLeast {
		return has && value >= r.Number
	}
	return has && value <= r.Number
}

func (v *village) speaksOver(r domain.Rule, s *soul) bool {
	counts, had := map[string]int{}, false
	for _, t := range s.talks {
		counts[t.channel]++
		had = had || t.channel == r.Channel && (r.Days == 0 || t.daysAgo <= r.Days)
	}
	switch r.Op {
	case domain.OpHad:
		return had
	case domain.OpNotHad:
		return !had
	}
	for _, n := range counts {
		if n > counts[r.Channel] {
			return false
		}
	}
	return counts[r.Channel] > 0
}

// says asks the fields of one's own.
func (v *village) says(r domain.Rule, s *soul) bool {
	filled, compared := false, 0.0 // how the value lies to that of the rule
	same, part := false, false
	switch r.Type {
	case domain.FieldTypeNumber:
		if filled = s.number != nil; filled {
			compared = *s.number - r.Number
		}
		same = compared == 0
	case domain.FieldTypeYesNo:
		filled = s.yes != nil
		same = filled && *s.yes == (r.Number == 1)
	case domain.FieldTypeDate:
		if filled = s.born != nil; filled {
			compared = float64(s.born.Sub(r.Day))
		}
	default:
		filled = s.text != ""
		same = strings.EqualFold(s.text, r.Text)
		part = strings.Contains(strings.ToLower(s.text), strings.ToLower(r.Text))
	}
	switch r.Op {
	case domain.OpFilled:
		return filled
	case domain.OpEmpty:
		return !filled
	case domain.OpIs:
		return filled && same
	case domain.OpIsNot:
		return !filled || !same
	case domain.OpContains:
		return filled && part
	case domain.OpAtLeast:
		return filled && compared >= 0
	}
	return filled && compared <= 0
}

// Every rule, alone and with others, holds whom its words say: what the tables
// answer is compared with looking at each person.
func TestAFilterHoldsWhomItsWordsSay(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		l := newLedger(t)
		here := newVillage(rt, l)
		if err := removeDatabase(dir + "/views.db"); err != nil {
			rt.Fatal(err)
		}
		v, err := Open(ctx, dir+"/views.db", l, Options{Readers: 1, Clock: func() time.Time { return here.now }})
		if err != nil {
			rt.Fatal(err)
		}
		defer v.Close()
		if err := v.Rebuild(ctx, nil); err != nil {
			rt.Fatal(err)
		}
		for range 12 {
			f := here.filter()
			var want []string
			for _, s := range here.souls {
				if s.archived == f.ArchivedOnly() && here.holds(f, s) {
					want = append(want, s.name)
				}
			}
			rows, err := v.People(ctx, PeopleQuery{Filter: &f, Archived: f.ArchivedOnly()})
			if err != nil {
				rt.Fatal(err)
			}
			var got []string
			for _, row := range rows {
				got = append(got, row.Name)
			}
			count, err := v.CountFilter(ctx, f)
			if err != nil || !slices.Equal(got, want) || count != len(want) {
				rt.Fatalf("%+v holds %v, counted %d, instead of %v (%v)", f, got, count, want, err)
			}
		}
	})
}
