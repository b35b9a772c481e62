package projections

import (
	"testing"

	"kontor/domain"
)

func TestWhatWasSaidWithItsPeopleStandsOnTheTimelineOfAnOrganisation(t *testing.T) {
	l := newLedger(t)
	cotta := l.add(domain.KindOrganisation, "Cotta")
	goethe := l.addPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	herder := l.addPerson(domain.Name{Given: "Johann", Family: "Herder"})
	l.affiliate(goethe, cotta, "Autor")
	l.log(domain.ConversationContent{People: []domain.ID{goethe}}, domain.ConversationWords{Subject: "person"})
	l.log(domain.ConversationContent{People: []domain.ID{herder}}, domain.ConversationWords{Subject: "stranger"})
	l.log(domain.ConversationContent{People: []domain.ID{goethe}, Organisations: []domain.ID{cotta}}, domain.ConversationWords{Subject: "both"})
	l.log(domain.ConversationContent{Organisations: []domain.ID{cotta}}, domain.ConversationWords{Subject: "house"})

	v := l.views()
	of := TimelineQuery{Of: domain.Stream{Kind: domain.KindOrganisation, ID: cotta}}
	talks := of
	talks.Kinds = []EntryKind{EntryConversation}
	if got := subjects(timeline(t, v, talks)); got != "house both person" {
		t.Errorf("conversations of the organisation: %q", got)
	}
	history := of
	history.Kinds = []EntryKind{EntryChange}
	for _, e := range timeline(t, v, history) {
		if e.Record.ID != cotta {
			t.Errorf("%s of a person stands in the history of the organisation", e.Type)
		}
	}
}
