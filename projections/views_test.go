package projections

import (
	"context"
	"testing"

	"kontor/domain"
)

var ctx = context.Background()

func TestLoggedConversationStandsOnEveryTimeline(t *testing.T) {
	l := newLedger(t)
	goethe := l.addPerson(domain.Name{Given: "Johann Wolfgang", Particle: "von", Family: "Goethe"})
	schiller := l.addPerson(domain.Name{Given: "Friedrich", Family: "Schiller"}, l.point(domain.PointEmail, "fs@jena.example"))
	cotta := l.add(domain.KindOrganisation, "Cotta")
	l.affiliate(schiller, cotta, "Autor")
	v := l.views()
	conversation := l.log(domain.ConversationContent{People: []domain.ID{goethe, schiller}, Organisations: []domain.ID{cotta}},
		domain.ConversationWords{Subject: "Doku", Text: "will deutsche Doku", Tags: []string{"docs"}})
	l.plan(domain.DayOf(l.clock).Add(3), "Entwurf schicken", domain.FollowUpPlan{People: []domain.ID{goethe}, Conversation: conversation})
	if err := v.CatchUp(ctx, nil); err != nil {
		t.Fatal(err)
	}
	for _, of := range []domain.Stream{
		{}, {Kind: domain.KindPerson, ID: goethe}, {Kind: domain.KindPerson, ID: schiller}, {Kind: domain.KindOrganisation, ID: cotta},
	} {
		entries, err := v.Timeline(ctx, TimelineQuery{Of: of, Kinds: []EntryKind{EntryConversation}})
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) != 1 || entries[0].Subject != "Doku" || len(entries[0].People) != 2 || len(entries[0].FollowUps) != 1 {
			t.Errorf("timeline of %v: %+v", of, entries)
		}
	}
	rows, err := v.People(ctx, PeopleQuery{})
	if err != nil || len(rows) != 2 || rows[0].Name != "Johann Wolfgang von Goethe" || rows[1].Organisation != "Cotta" {
		t.Fatalf("people: %+v, %v", rows, err)
	}
	if rows[0].LastContact.IsZero() {
		t.Error("last contact is not noted")
	}
	for _, text := range []string{"shiler cotta", "schil", "fs@jena", "Schiller, Friedrich"} {
		hits, err := v.Search(ctx, text, 5, l.clock)
		if err != nil || len(hits) == 0 || hits[0].ID != schiller {
			t.Errorf("search %q: %+v, %v", text, hits, err)
		}
	}
	hits, err := v.Search(ctx, "deutsch", 5, l.clock)
	if err != nil || len(hits) != 1 || hits[0].ID != conversation {
		t.Errorf("full text: %+v, %v", hits, err)
	}
	page, err := v.Person(ctx, goethe, l.clock)
	if err != nil || page == nil || len(page.FollowUps) != 1 {
		t.Fatalf("person: %+v, %v", page, err)
	}
	queue, err := v.Today(ctx, QueueQuery{Member: l.actor, Now: l.clock})
	if err != nil || len(queue.Rows) != 1 || queue.Rows[0].Section != QueueWeek {
		t.Errorf("today: %+v, %v", queue, err)
	}
	if d, err := v.Check(ctx, nil); err != nil || !d.Equal() {
		t.Errorf("%v, %v", d, err)
	}
}
