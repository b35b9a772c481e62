package projections

import (
	"slices"
	"testing"
	"time"

	"kontor/domain"
)

// wishes are people who want things of us.
type wishes struct {
	*ledger
	me, goethe, schiller, cotta, partners domain.ID
}

func newWishes(t *testing.T) *wishes {
	w := &wishes{ledger: newLedger(t)}
	w.me = w.add(domain.KindMember, "Meister")
	w.actor = w.me
	w.goethe, w.schiller = w.addPerson(domain.Name{Given: "Johann", Family: "Goethe"}), w.addPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	w.cotta, w.partners = w.add(domain.KindOrganisation, "Cotta"), w.add(domain.KindCommunity, "Partner")
	w.do(domain.JoinCommunity{Person: w.schiller, Community: w.partners})
	return w
}

func (w *wishes) voice(person domain.ID, days int) domain.Voice {
	return domain.Voice{Person: person, Heard: domain.Moment{At: w.clock.AddDate(0, 0, days), Precision: domain.PrecisionDay}}
}

func needs(t *testing.T, v *Views, q NeedQuery) []string {
	t.Helper()
	rows, err := v.Needs(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	n, err := v.CountNeeds(ctx, q)
	if err != nil || q.Page == (Page{}) && n != len(rows) {
		t.Errorf("%+v lists %d and counts %d (%v)", q, len(rows), n, err)
	}
	return needTitles(rows)
}

func TestANeedOnItsWayToEveryoneWhoAsked(t *testing.T) {
	w := newWishes(t)
	talk := w.log(domain.ConversationContent{People: []domain.ID{w.goethe}}, domain.ConversationWords{Text: "Will die Doku"})
	need := w.id()
	said := w.voice(w.goethe, -2)
	said.Conversation, said.Organisation = talk, w.cotta
	w.do(domain.RaiseNeed{
		Need: need, Plan: domain.NeedPlan{For: w.me, Due: domain.DayOf(w.clock).Add(2)},
		Words:  domain.NeedWords{Title: "Deutsche Doku", Text: "Auch als PDF", Tags: []string{"doku"}},
		Voices: []domain.Voice{said}, Quotes: []string{"Ich brauche sie auf Deutsch"},
	})
	v := w.views()
	do := func(c domain.Command) {
		t.Helper()
		if err := v.Apply(ctx, w.do(c)); err != nil {
			t.Fatal(err)
		}
	}
	page := func() *NeedPage {
		t.Helper()
		p, err := v.Need(ctx, need)
		if err != nil || p == nil {
			t.Fatal(p, err)
		}
		return p
	}
	do(domain.AddVoice{Need: need, Voice: w.voice(w.schiller, -1), Quote: "Ich auch"})
	p := page()
	if p.State != domain.NeedOpen || p.Voices != 2 || p.Told != 0 || p.ToTell != 0 || p.OwnerName != "Meister" || !slices.Equal(p.Tags, []string{"doku"}) {
		t.Errorf("raised as %+v", p.NeedRow)
	}
	first := p.Heard[0]
	if first.Name != "Johann Goethe" || first.OrganisationName != "Cotta" || first.Conversation != talk || first.Quote != "Ich brauche sie auf Deutsch" || first.Told != nil {
		t.Errorf("the first voice is %+v", first)
	}
	if second := p.Heard[1]; !slices.Equal(second.Communities, []string{"Partner"}) {
		t.Errorf("the second voice is %+v", second)
	}

	do(domain.DecideNeed{Need: need, Answer: domain.NeedYes, Wording: "Kommt im Mai"})
	do(domain.TellBack{Need: need, Person: w.goethe})
	if p = page(); p.State != domain.NeedDecided || p.Told != 1 || p.ToTell != 1 || p.Decision.Wording != "Kommt im Mai" || p.Decision.By.Name != "Meister" || p.Heard[0].Told == nil {
		t.Errorf("half told: %+v", p)
	}
	do(domain.DecideNeed{Need: need, Answer: domain.NeedNo, Wording: "Doch nicht"})
	if p = page(); p.Told != 0 || p.ToTell != 2 || p.Heard[0].Told != nil || p.Heard[0].ToldOtherwise == nil {
		t.Errorf("decided otherwise: %+v", p)
	}
	do(domain.TellBack{Need: need, Person: w.goethe})
	do(domain.TellBack{Need: need, Person: w.schiller})
	if p = page(); p.State != domain.NeedClosed || p.ClosedAt.IsZero() || p.ToTell != 0 {
		t.Errorf("all know: %+v", p)
	}
	counts, err := v.Counts(ctx)
	if err != nil || counts.Needs != 0 {
		t.Errorf("%d needs are counted (%v)", counts.Needs, err)
	}
	do(domain.AddVoice{Need: need, Voice: w.voice(w.addPerson(domain.Name{Family: "Wieland"}), 0)})
	_ = v.CatchUp(ctx, nil)
	if p = page(); p.State != domain.NeedDecided || p.ToTell != 1 {
		t.Errorf("a third voice: %+v", p.NeedRow)
	}
	entry, err := v.Conversation(ctx, talk)
	if err != nil || len(entry.Needs) != 1 || entry.Needs[0].ID != need {
		t.Errorf("what followed from the conversation: %+v (%v)", entry, err)
	}
}

func TestWhereNeedsAreListed(t *testing.T) {
	w := newWishes(t)
	due := func(days int) domain.NeedPlan {
		return domain.NeedPlan{For: w.me, Due: domain.DayOf(w.clock).Add(days)}
	}
	raise := func(title string, plan domain.NeedPlan, voices ...domain.Voice) domain.ID {
		id := w.id()
		w.do(domain.RaiseNeed{Need: id, Plan: plan, Words: domain.NeedWords{Title: title}, Voices: voices})
		return id
	}
	atCotta := w.voice(w.goethe, -1)
	atCotta.Organisation = w.cotta
	raise("ohne Tag", domain.NeedPlan{}, w.voice(w.schiller, -3))
	raise("später", due(30), atCotta, w.voice(w.schiller, -2))
	told := raise("bald", due(1), w.voice(w.goethe, -1), w.voice(w.schiller, -1))
	w.do(domain.DecideNeed{Need: told, Answer: domain.NeedLater})
	w.do(domain.TellBack{Need: told, Person: w.goethe})
	closed := raise("zu", due(0), w.voice(w.goethe, -1))
	w.do(domain.CloseNeed{Need: closed, Reason: "doppelt"})
	w.do(domain.Withdraw{Record: domain.Stream{Kind: domain.KindNeed, ID: raise("weg", due(0), w.voice(w.goethe, -1))}})
	v := w.views()
	about := func(kind domain.Kind, id domain.ID) NeedQuery {
		return NeedQuery{About: domain.Stream{Kind: kind, ID: id}}
	}
	for _, c := range []struct {
		q    NeedQuery
		want []string
	}{
		{NeedQuery{}, []string{"bald", "später", "ohne Tag"}},
		{NeedQuery{Reverse: true}, []string{"ohne Tag", "später", "bald"}},
		{NeedQuery{Shown: NeedsUndecided}, []string{"später", "ohne Tag"}},
		{NeedQuery{Shown: NeedsToTell}, []string{"bald"}},
		{NeedQuery{Shown: NeedsClosed}, []string{"zu"}},
		{NeedQuery{Shown: NeedsAll, Order: NeedsByRaised}, []string{"zu", "bald", "später", "ohne Tag"}},
		{NeedQuery{Shown: NeedsAll, Order: NeedsByVoices, Page: Page{Limit: 2}}, []string{"bald", "später"}},
		{NeedQuery{For: w.me}, []string{"bald", "später"}},
		{NeedQuery{Text: "spät"}, []string{"später"}},
		{about(domain.KindPerson, w.goethe), []string{"bald", "später"}},
		{about(domain.KindOrganisation, w.cotta), []string{"später"}},
		{about(domain.KindCommunity, w.partners), []string{"bald", "später", "ohne Tag"}},
	} {
		if got := needs(t, v, c.q); !slices.Equal(got, c.want) {
			t.Errorf("%+v\nlists %q\nnot   %q", c.q, got, c.want)
		}
	}
	rows, err := v.Needs(ctx, NeedQuery{Page: Page{Limit: 1}})
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	if got := needs(t, v, NeedQuery{Page: Page{After: rows[0].Cursor}}); !slices.Equal(got, []string{"später", "ohne Tag"}) {
		t.Errorf("after the first: %q", got)
	}
	queue := today(t, v, QueueQuery{Member: w.me, Now: w.clock})
	if got, want := reasons(queue), "week /bald need-tell [1]"; got != want {
		t.Errorf("the queue is\n%s", got)
	}
	queue = today(t, v, QueueQuery{Member: w.me, Now: w.clock.AddDate(0, 0, 31)})
	if got, want := reasons(queue), "overdue /bald need-tell [1]\noverdue /später need-overdue [1]"; got != want {
		t.Errorf("a month later the queue is\n%s", got)
	}
	counts, err := v.Counts(ctx)
	if err != nil || counts.Needs != 3 {
		t.Errorf("%d needs are counted (%v)", counts.Needs, err)
	}
}

func TestNeedsOnTimelinesAndInTheSearch(t *testing.T) {
	w := newWishes(t)
	need := w.id()
	at := w.voice(w.goethe, -2)
	at.Organisation = w.cotta
	w.do(domain.RaiseNeed{
		Need: need, Words: domain.NeedWords{Title: "Deutsche Doku"}, Voices: []domain.Voice{at}, Quotes: []string{"auf Deutsch, bitte"},
	})
	w.clock = w.clock.Add(time.Hour)
	w.do(domain.DecideNeed{Need: need, Answer: domain.NeedYes, Wording: "Kommt im Mai"})
	w.clock = w.clock.Add(time.Hour)
	w.do(domain.TellBack{Need: need, Person: w.goethe})
	v := w.views()
	for _, of := range []domain.Stream{{Kind: domain.KindPerson, ID: w.goethe}, {Kind: domain.KindOrganisation, ID: w.cotta}, {}} {
		entries, err := v.Timeline(ctx, TimelineQuery{Of: of, Kinds: []EntryKind{EntryNeed}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range entries {
			got = append(got, e.Type+" "+e.Subject+" "+e.Text+" "+e.People[0].Name+" "+e.Organisations[0].Name)
		}
		want := []string{
			"need.told-back.v1 Deutsche Doku  Johann Goethe Cotta",
			"need.decided.v1 Deutsche Doku Kommt im Mai Johann Goethe Cotta",
			"need.raised.v1 Deutsche Doku auf Deutsch, bitte Johann Goethe Cotta",
		}
		if !slices.Equal(got, want) {
			t.Errorf("on the timeline of %v stands %q", of, got)
		}
	}
	for typed, approximate := range map[string]bool{"doku": false, "bitte deu": false, "Kommt im Mai": false, "Dokumentatoin": true} {
		hits, err := v.Search(ctx, typed, 10, w.clock)
		if err != nil || !slices.ContainsFunc(hits, func(h Hit) bool {
			return h.Kind == domain.KindNeed && h.ID == need && h.Approximate == approximate
		}) {
			t.Errorf("%q finds %+v (%v)", typed, hits, err)
		}
	}
	page, err := v.Person(ctx, w.goethe, w.clock)
	if err != nil || len(page.Needs) != 0 {
		t.Errorf("a closed need stands on the page: %+v (%v)", page.Needs, err)
	}
}
