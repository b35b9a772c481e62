package projections

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kontor/domain"
)

// crowd is people of whom different things are known.
func crowd(t *testing.T) (*Views, *crowded) {
	l := newLedger(t)
	of := &crowded{tags: []string{"messe", "vip", "selten"}}
	for _, name := range []string{"Kunden", "Partner", "Leer"} {
		of.communities = append(of.communities, l.add(domain.KindCommunity, name))
	}
	for _, name := range []string{"Cotta", "Göschen"} {
		of.orgs = append(of.orgs, l.add(domain.KindOrganisation, name))
	}
	of.members = []domain.ID{domain.None, l.add(domain.KindMember, "Meister"), l.id()}
	given := []string{"Anna", "Änne", "Bettina", "Carl", "Jean-Paul"}
	for n := range 160 {
		var more []domain.Change
		for i, tag := range of.tags {
			if n%(i*i*9+2) == 0 {
				more = append(more, domain.Change{Field: domain.TagField(tag), Now: domain.TextValue(tag)})
			}
		}
		if n%3 > 0 {
			more = append(more, l.point(domain.PointEmail, fmt.Sprintf("p%d@weimar.example", n)))
		}
		if n%7 == 0 {
			more = append(more, l.point(domain.PointPhone, fmt.Sprintf("03643 %04d", n)))
		}
		p := l.addPerson(domain.Name{Given: given[n%len(given)], Family: fmt.Sprintf("N%03d", n*37%160)}, more...)
		if n%4 > 0 {
			var roles []string
			if n%8 == 1 {
				roles = []string{"advocate", "Beirat"}
			}
			l.do(domain.JoinCommunity{Person: p, Community: of.communities[n%5%2], Roles: roles})
		}
		if n%5 == 0 {
			l.affiliate(p, of.orgs[n%2], "")
		}
		if n%6 == 0 {
			l.do(domain.AssignOwner{Record: domain.Stream{Kind: domain.KindPerson, ID: p}, Member: of.members[1]})
		}
		if n%3 == 1 {
			l.rhythm(p, []domain.Rhythm{7, 30, 90}[n/3%3])
		}
		if n%9 > 0 {
			zone := time.FixedZone("", []int{0, 14, -11}[n%3]*3600)
			l.log(domain.ConversationContent{People: []domain.ID{p}, When: domain.Moment{At: l.clock.AddDate(0, 0, -n*n%130).In(zone)}}, domain.ConversationWords{})
		}
		switch n % 40 {
		case 11:
			l.do(domain.Archive{Record: domain.Stream{Kind: domain.KindPerson, ID: p}})
		case 12:
			l.do(domain.Withdraw{Record: domain.Stream{Kind: domain.KindPerson, ID: p}})
		}
	}
	v := l.views()
	v.options.Clock = func() time.Time { return l.clock }
	return v, of
}

type crowded struct {
	tags                       []string
	communities, orgs, members []domain.ID
}

func (of *crowded) rule(t *rapid.T) domain.Rule {
	id := func(of []domain.ID) domain.ID { return rapid.SampledFrom(of).Draw(t, "record") }
	rule := domain.Rule{About: rapid.SampledFrom([]domain.RuleAbout{
		domain.AboutCommunity, domain.AboutTag, domain.AboutRole, domain.AboutOrganisation, domain.AboutLastContact,
		domain.AboutRhythm, domain.AboutOwner, domain.AboutDetail, domain.AboutArchived,
	}).Draw(t, "about")}
	rule.Op = rapid.SampledFrom(domain.RuleOps[rule.About]).Draw(t, "op")
	switch rule.About {
	case domain.AboutCommunity:
		rule.Record = id(of.communities)
	case domain.AboutTag:
		rule.Text = rapid.SampledFrom(of.tags).Draw(t, "tag")
	case domain.AboutRole:
		rule.Text = rapid.SampledFrom([]string{"advocate", "Beirat", "niemand"}).Draw(t, "role")
		if rapid.Bool().Draw(t, "there") {
			rule.Record = id(of.communities)
		}
	case domain.AboutOrganisation:
		rule.Record = id(of.orgs)
	case domain.AboutLastContact:
		rule.Days = rapid.SampledFrom([]int{0, 1, 20, 60, 400}).Draw(t, "days")
	case domain.AboutRhythm:
		rule.State = rapid.SampledFrom(domain.RhythmStates).Draw(t, "state")
	case domain.AboutOwner:
		rule.Record = id(of.members)
	case domain.AboutDetail:
		rule.Detail = rapid.SampledFrom(domain.RuleDetails).Draw(t, "detail")
	}
	return rule
}

// However few or many are looked at one by one, the pages of a list are those of
// the whole sets.
func TestPagesOfTheSieveAreThoseOfTheSets(t *testing.T) {
	v, of := crowd(t)
	few, least, each := fewNamed, leastWalk, walkPerRow
	defer func() { fewNamed, leastWalk, walkPerRow = few, least, each }()
	rapid.Check(t, func(t *rapid.T) {
		fewNamed = rapid.SampledFrom([]int{0, 10, 1000}).Draw(t, "few")
		leastWalk = rapid.SampledFrom([]int64{1, 30, 2500}).Draw(t, "walk")
		walkPerRow = rapid.SampledFrom([]int64{1, 20}).Draw(t, "each")
		match := rapid.SampledFrom(domain.Matches)
		f := domain.Filter{Match: match.Draw(t, "match")}
		for range rapid.IntRange(0, 3).Draw(t, "rules") {
			f.Rules = append(f.Rules, of.rule(t))
		}
		for range rapid.IntRange(0, 1).Draw(t, "groups") {
			f.Groups = append(f.Groups, domain.RuleGroup{Match: match.Draw(t, "of group"), Rules: []domain.Rule{of.rule(t), of.rule(t)}})
		}
		q := PeopleQuery{
			Filter: &f, Order: rapid.SampledFrom([]PeopleOrder{PeopleByName, PeopleByLastContact, PeopleByRecent, PeopleByAdded}).Draw(t, "order"),
			Reverse: rapid.Bool().Draw(t, "reverse"), Archived: rapid.Bool().Draw(t, "archived"),
			Text: rapid.SampledFrom([]string{"", "", "a", "ann n0", "AENNE", "cotta", "jean-p", "p1@wei", "036430", "🌻", "n1 messe"}).Draw(t, "text"),
		}
		if rapid.Bool().Draw(t, "tagged") {
			q.Tag = rapid.SampledFrom(of.tags).Draw(t, "tag")
		}
		want, err := v.PeopleIDs(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		q.Limit = len(want) + 1
		whole, err := v.People(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		check := func(rows []PersonRow, want []domain.ID) {
			if !slices.EqualFunc(rows, want, func(row PersonRow, id domain.ID) bool { return row.ID == id }) {
				t.Fatalf("there are %d, want %d, or in another order", len(rows), len(want))
			}
		}
		check(whole, want)
		limit := rapid.IntRange(1, 30).Draw(t, "limit")
		at := rapid.IntRange(0, len(want)).Draw(t, "from")
		q.Page = Page{Limit: limit}
		if at > 0 {
			q.After = whole[at-1].Cursor
		}
		rows, err := v.People(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		check(rows, want[at:min(at+limit, len(want))])
		if at == len(want) {
			return
		}
		q.Page = Page{Limit: limit, Before: whole[at].Cursor}
		if rows, err = v.People(ctx, q); err != nil {
			t.Fatal(err)
		}
		check(rows, want[max(0, at-limit):at])
	})
}

// Whom rules held is known from key to key, and forgotten when something changes.
func TestAFilterThatIsAskedAgainFollowsChanges(t *testing.T) {
	l := newLedger(t)
	customers := l.add(domain.KindCommunity, "Kunden")
	var people []domain.ID
	for n := range 3 {
		p := l.addPerson(domain.Name{Family: fmt.Sprint("Lenz", n)})
		l.do(domain.JoinCommunity{Person: p, Community: customers})
		l.rhythm(p, 7)
		l.log(domain.ConversationContent{People: []domain.ID{p}, When: domain.Moment{At: l.clock.AddDate(0, 0, -40-n)}}, domain.ConversationWords{})
		people = append(people, p)
	}
	v := l.views()
	v.options.Clock = func() time.Time { return l.clock }
	filter := domain.Filter{Rules: []domain.Rule{
		{About: domain.AboutCommunity, Op: domain.OpIs, Record: customers},
		{About: domain.AboutRhythm, Op: domain.OpIs, State: domain.RhythmLate},
	}}
	fit := func() (ids []domain.ID) {
		t.Helper()
		if _, err := v.CountFilter(ctx, filter); err != nil { // which asks whom each rule holds
			t.Fatal(err)
		}
		rows, err := v.People(ctx, PeopleQuery{Filter: &filter, Order: PeopleByRecent, Page: Page{Limit: 8}})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			ids = append(ids, row.ID)
		}
		return ids
	}
	for range 2 {
		if ids := fit(); !slices.Equal(ids, people) {
			t.Errorf("%d fit, or in another order", len(ids))
		}
	}
	err := v.read(ctx, func(r *reader) error {
		s, _, err := r.sieve(PeopleQuery{Filter: &filter})
		if err == nil && !s.chosenLately(PeopleQuery{Filter: &filter}) {
			t.Error("they are sifted although they are known")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	from := len(l.recs)
	l.log(domain.ConversationContent{People: people[1:2], When: domain.Moment{At: l.clock}}, domain.ConversationWords{})
	l.do(domain.LeaveCommunity{Person: people[0], Community: customers})
	if err := v.Apply(ctx, l.recs[from:]); err != nil {
		t.Fatal(err)
	}
	if ids := fit(); !slices.Equal(ids, people[2:]) {
		t.Errorf("afterwards %d fit", len(ids))
	}
}
