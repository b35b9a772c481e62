package projections

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kontor/domain"
)

func (l *ledger) catchUp(v *Views) {
	l.t.Helper()
	if err := v.CatchUp(ctx, nil); err != nil {
		l.t.Fatal(err)
	}
}

func timeline(t testing.TB, v *Views, q TimelineQuery) []TimelineEntry {
	t.Helper()
	entries, err := v.Timeline(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func subjects(entries []TimelineEntry) string {
	var list []string
	for _, e := range entries {
		list = append(list, e.Subject)
	}
	return strings.Join(list, " ")
}

func TestPagesGiveEachEntryOnceWhileOthersAreLogged(t *testing.T) {
	for _, of := range []domain.Kind{"", domain.KindPerson, domain.KindCommunity} {
		l := newLedger(t)
		person := l.addPerson(domain.Name{Given: "Charlotte", Family: "von Stein"})
		other := l.addPerson(domain.Name{Given: "Johann", Family: "Herder"})
		community := l.add(domain.KindCommunity, "Weimar")
		for _, p := range []domain.ID{person, other} {
			l.do(domain.JoinCommunity{Person: p, Community: community})
		}
		stream := map[domain.Kind]domain.Stream{
			domain.KindPerson: {Kind: domain.KindPerson, ID: person}, domain.KindCommunity: {Kind: domain.KindCommunity, ID: community},
		}[of]
		at := l.clock
		say := func(n int) domain.ID {
			// Many of the same moment, so that the moment alone does not order them.
			return l.log(domain.ConversationContent{
				People: []domain.ID{person, other}, When: domain.Moment{At: at.Add(time.Duration(n/7) * time.Hour)},
			}, domain.ConversationWords{Subject: fmt.Sprint(n)})
		}
		var ids []domain.ID
		for n := range 60 {
			ids = append(ids, say(n))
		}
		v := l.views()
		var seen []string
		before := ""
		for {
			page := timeline(t, v, TimelineQuery{Of: stream, Kinds: []EntryKind{EntryConversation}, Before: before, Limit: 7})
			if len(page) == 0 {
				break
			}
			for _, e := range page {
				seen = append(seen, e.Subject)
			}
			before = page[len(page)-1].Cursor
			say(1000) // a newer one, above what was seen
			if len(seen) == 14 {
				l.do(domain.Withdraw{Record: domain.Stream{Kind: domain.KindConversation, ID: ids[59]}})
			}
			l.catchUp(v)
		}
		if len(seen) != 60 || len(slices.Compact(slices.Sorted(slices.Values(seen)))) != 60 {
			t.Errorf("%s: pages gave %d entries: %v", of, len(seen), seen)
		}
		top := timeline(t, v, TimelineQuery{Of: stream, Kinds: []EntryKind{EntryConversation}, Limit: 5})
		above := timeline(t, v, TimelineQuery{Of: stream, Kinds: []EntryKind{EntryConversation}, After: top[4].Cursor, Limit: 3})
		if len(above) != 3 || above[0].Event != top[1].Event || above[2].Event != top[3].Event {
			t.Errorf("%s: upwards: %q after %q", of, subjects(above), subjects(top))
		}
	}
}

func TestWithdrawnConversationVanishesUnlessAskedFor(t *testing.T) {
	l := newLedger(t)
	person := l.addPerson(domain.Name{Family: "Wieland"})
	first := l.log(domain.ConversationContent{People: []domain.ID{person}}, domain.ConversationWords{Subject: "eins"})
	l.log(domain.ConversationContent{People: []domain.ID{person}}, domain.ConversationWords{Subject: "zwei"})
	v := l.views()
	withdrawal := l.do(domain.Withdraw{Record: domain.Stream{Kind: domain.KindConversation, ID: first}})
	l.catchUp(v)
	q := TimelineQuery{Of: domain.Stream{Kind: domain.KindPerson, ID: person}, Kinds: []EntryKind{EntryConversation}}
	if got := subjects(timeline(t, v, q)); got != "zwei" {
		t.Errorf("after the withdrawal: %q", got)
	}
	q.Withdrawn = true
	if got := timeline(t, v, q); len(got) != 2 || !got[1].Withdrawn {
		t.Errorf("asked for: %+v", got)
	}
	if hits, err := v.Search(ctx, "eins", 10, l.clock); err != nil || len(hits) != 0 {
		t.Errorf("found: %+v, %v", hits, err)
	}
	l.do(domain.Undo{Commands: []domain.ID{withdrawal[0].Command}})
	l.catchUp(v)
	q.Withdrawn = false
	if got := subjects(timeline(t, v, q)); got != "zwei eins" {
		t.Errorf("after the undo: %q", got)
	}
}

func TestTimelineFilters(t *testing.T) {
	l := newLedger(t)
	humboldt, karsch := l.addPerson(domain.Name{Family: "Humboldt"}), l.addPerson(domain.Name{Family: "Karsch"})
	caroline := l.add(domain.KindMember, "Caroline")
	monday := time.Date(2026, 3, 2, 10, 0, 0, 0, time.Local)
	on := func(days int) domain.Moment { return domain.Moment{At: monday.AddDate(0, 0, days)} }
	l.log(domain.ConversationContent{
		People: []domain.ID{humboldt}, When: on(0), Channel: domain.ChannelMail, Direction: domain.DirectionIncoming,
	}, domain.ConversationWords{Subject: "Frage", Text: "Wann kommt die Straße nach Jena?", Tags: []string{"docs"}})
	l.log(domain.ConversationContent{
		People: []domain.ID{karsch}, Mentions: []domain.ID{humboldt}, When: on(1), Ours: []domain.ID{l.actor, caroline},
	}, domain.ConversationWords{Subject: "Besuch"})
	l.log(domain.ConversationContent{
		People: []domain.ID{humboldt}, When: on(2), Channel: "own-salon", Ours: []domain.ID{caroline},
	}, domain.ConversationWords{Subject: "Salon"})
	l.plan("2026-03-09", "Karte schicken", domain.FollowUpPlan{People: []domain.ID{humboldt}})
	v := l.views()
	about := domain.Stream{Kind: domain.KindPerson, ID: humboldt}
	talk := []EntryKind{EntryConversation}
	for name, c := range map[string]struct {
		q    TimelineQuery
		want string
	}{
		"participants and mentions": {TimelineQuery{Of: about, Kinds: talk}, "Salon Besuch Frage"},
		"everything":                {TimelineQuery{Kinds: talk}, "Salon Besuch Frage"},
		"channel":                   {TimelineQuery{Of: about, Channels: []string{domain.ChannelMail, "own-unknown"}}, "Frage"},
		"own channel":               {TimelineQuery{Channels: []string{"own-salon"}}, "Salon"},
		"unknown channel":           {TimelineQuery{Channels: []string{"own-unknown"}}, ""},
		"direction":                 {TimelineQuery{Directions: []domain.Direction{domain.DirectionIncoming}}, "Frage"},
		"tag":                       {TimelineQuery{Tag: "#Docs"}, "Frage"},
		"member":                    {TimelineQuery{Member: caroline}, "Salon Besuch"},
		"text":                      {TimelineQuery{Kinds: talk, Text: "strasse jen"}, "Frage"},
		"text of a person":          {TimelineQuery{Of: about, Kinds: talk, Text: "salon"}, "Salon"},
		"since":                     {TimelineQuery{Kinds: talk, Since: monday.AddDate(0, 0, 1)}, "Salon Besuch"},
		"until":                     {TimelineQuery{Kinds: talk, Until: monday.AddDate(0, 0, 1)}, "Frage"},
		"between":                   {TimelineQuery{Kinds: talk, Since: monday.AddDate(0, 0, 1), Until: monday.AddDate(0, 0, 2)}, "Besuch"},
		"follow-ups":                {TimelineQuery{Of: about, Kinds: []EntryKind{EntryFollowUp}}, ""},
	} {
		entries := timeline(t, v, c.q)
		if got := subjects(entries); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if name == "follow-ups" && (len(entries) != 1 || entries[0].Text != "Karte schicken" || len(entries[0].FollowUps) != 1) {
			t.Errorf("%s: %+v", name, entries)
		}
	}
}

func TestChangesTellWhatHappenedToARecord(t *testing.T) {
	l := newLedger(t)
	person := l.addPerson(domain.Name{Given: "Caroline", Family: "Herder"})
	community, org := l.add(domain.KindCommunity, "Kunden"), l.add(domain.KindOrganisation, "Cotta")
	record := domain.Stream{Kind: domain.KindPerson, ID: person}
	l.do(domain.JoinCommunity{Person: person, Community: community, Roles: []string{"Fürsprecherin"}})
	l.affiliate(person, org, "Lektorin")
	l.do(domain.ChangeDetails{Record: record, Changes: []domain.Change{
		{Field: domain.FieldNote, Now: domain.TextValue(strings.Repeat("ä", 2000))},
	}})
	l.do(domain.SetRhythm{Record: record, Rhythm: 30})
	v := l.views()
	entries := timeline(t, v, TimelineQuery{Of: record, Kinds: []EntryKind{EntryChange}})
	var types []string
	for _, e := range entries {
		types = append(types, e.Type)
		if len(e.People) != 1 || e.People[0].ID != person || e.Record != record || e.Actor.ID != l.actor {
			t.Errorf("%s is about %v by %v", e.Type, e.People, e.Actor)
		}
	}
	want := "person.rhythm-set.v1 person.details-changed.v1 person.affiliated.v1 person.joined-community.v1 person.added.v1"
	if got := strings.Join(types, " "); got != want {
		t.Fatalf("changes: %s", got)
	}
	if entries[0].Text != "30" || entries[2].Text != "Lektorin" || entries[2].Organisations[0].Name != "Cotta" {
		t.Errorf("rhythm %q, title %q at %v", entries[0].Text, entries[2].Text, entries[2].Organisations)
	}
	if note := entries[1].Changes[0].Now.Text; note != strings.Repeat("ä", 500) {
		t.Errorf("the note is shown with %d bytes", len(note))
	}
	if c := entries[3]; c.Text != "Fürsprecherin" || c.Communities[0].Name != "Kunden" {
		t.Errorf("membership: %q in %v", c.Text, c.Communities)
	}
}

func TestCorrectionReplacesWhoTookPart(t *testing.T) {
	l := newLedger(t)
	right, wrong := l.addPerson(domain.Name{Family: "Moritz"}), l.addPerson(domain.Name{Family: "Moriz"})
	said := domain.ConversationContent{People: []domain.ID{wrong}, Channel: domain.ChannelCall, When: domain.Moment{At: l.clock}}
	conversation := l.log(said, domain.ConversationWords{Subject: "Reise"})
	v := l.views()
	said.People = []domain.ID{right}
	l.do(domain.CorrectConversation{Conversation: conversation, Content: said, Words: domain.ConversationWords{Subject: "Italien"}})
	l.catchUp(v)
	if got := timeline(t, v, TimelineQuery{Of: domain.Stream{Kind: domain.KindPerson, ID: wrong}, Kinds: []EntryKind{EntryConversation}}); len(got) != 0 {
		t.Errorf("still with the wrong person: %+v", got)
	}
	got := timeline(t, v, TimelineQuery{Of: domain.Stream{Kind: domain.KindPerson, ID: right}, Kinds: []EntryKind{EntryConversation}})
	if subjects(got) != "Italien" || !got[0].Corrected {
		t.Errorf("with the right person: %+v", got)
	}
	rows, err := v.People(ctx, PeopleQuery{})
	if err != nil || rows[0].LastContact.IsZero() || !rows[1].LastContact.IsZero() {
		t.Errorf("last contacts: %v and %v, %v", rows[0].LastContact, rows[1].LastContact, err)
	}
}

func TestDayOfAConversationIsThatOfWhereItTookPlace(t *testing.T) {
	l := newLedger(t)
	person := l.addPerson(domain.Name{Family: "Forster"})
	auckland := time.FixedZone("", 13*3600)
	l.log(domain.ConversationContent{
		People: []domain.ID{person},
		When:   domain.Moment{At: time.Date(2026, 3, 5, 0, 0, 0, 0, auckland), Precision: domain.PrecisionDay},
	}, domain.ConversationWords{})
	v := l.views()
	e := timeline(t, v, TimelineQuery{Kinds: []EntryKind{EntryConversation}})[0]
	if day := domain.DayOf(e.At); day != "2026-03-05" {
		t.Errorf("shown on %s", day)
	}
}

func TestWordsAreFoundAsWholeOrByTheirBeginning(t *testing.T) {
	for _, c := range []struct {
		text, word string
		prefix     bool
		want       bool
	}{
		{"weimar und jena", "jena", false, true},
		{"weimar und jenaer", "jena", false, false},
		{"weimar und jenaer", "jena", true, true},
		{"oberjena", "jena", true, false},
		{"oberjena, jena", "jena", false, true},
		{"ααα αα", "αα", false, true},
		{"ααα", "αα", false, false},
		{"aaa", "a", false, false},
		{"", "a", true, false},
		{"🌻zoe", "zoe", true, false},
	} {
		if got := hasWord(c.text, c.word, c.prefix); got != c.want {
			t.Errorf("%q in %q (beginning: %t): %t", c.word, c.text, c.prefix, got)
		}
	}
}
