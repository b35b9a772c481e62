package workspace

import (
	"testing"

	"kontor/domain"
	"kontor/projections"
	"kontor/quicklog"
)

func (s *scene) latest() projections.TimelineEntry {
	s.t.Helper()
	entries := must(s.Views().Timeline(s.ctx, projections.TimelineQuery{
		Kinds: []projections.EntryKind{projections.EntryConversation}, Limit: 1,
	}))(s.t)
	if len(entries) != 1 {
		s.t.Fatal("there is no conversation")
	}
	return entries[0]
}

func TestLogInBothLanguages(t *testing.T) {
	for line, want := range map[string]struct {
		channel, text, followUp string
		due                     domain.Day
	}{
		"Telefonat Goethe, Schiller @ Cotta: will deutsche Doku #docs, Entwurf schicken nächsten Di": {"call", "will deutsche Doku #docs", "Entwurf schicken", "2026-03-10"},
		"call Goethe, Schiller @ Cotta: wants German docs #docs, send draft next Tue":                {"call", "wants German docs #docs", "send draft", "2026-03-10"},
		"Treffen mit Goethe, Schiller @ Cotta: gut gelaufen #docs > anrufen in 3 Tagen":              {"meeting", "gut gelaufen #docs", "anrufen", "2026-03-07"},
	} {
		t.Run(line, func(t *testing.T) {
			s := newScene(t)
			understood := must(s.Understand(s.ctx, line))(t)
			if len(understood.TheirPeople) != 2 || understood.TheirPeople[0].State != quicklog.Unknown || !understood.Complete() {
				t.Fatalf("understood %+v", understood)
			}
			must(s.Log(s.ctx, understood))(t)
			e := s.latest()
			if e.Channel != want.channel || e.Text != want.text || len(e.People) != 2 || len(e.Organisations) != 1 || len(e.Tags) != 1 {
				t.Errorf("recorded %+v", e)
			}
			if len(e.FollowUps) != 1 || e.FollowUps[0].Text != want.followUp || e.FollowUps[0].Due != want.due || e.FollowUps[0].For.ID != s.Me() {
				t.Errorf("follow-ups %+v", e.FollowUps)
			}
			for _, name := range []string{"Goethe", "Schiller"} {
				if p := s.called(name); len(p.Affiliations) != 1 || p.Origin.How != domain.OriginLog {
					t.Errorf("%s is %+v", name, p)
				}
			}
			// Everybody is known now, and it is one step.
			again := must(s.Understand(s.ctx, line))(t)
			if again.TheirPeople[0].State != quicklog.Known || again.TheirOrganisations[0].State != quicklog.Known {
				t.Errorf("then understood %+v", again)
			}
			must(s.Log(s.ctx, again))(t)
			must(s.Undo(s.ctx))(t)
			must(s.Undo(s.ctx))(t)
			s.wantNames()
			s.sound()
		})
	}
}

func TestLogAsksWhoIsMeant(t *testing.T) {
	s := newScene(t)
	s.add("Hans", "Müller")
	second := s.add("Eva", "Müller")
	understood := must(s.Understand(s.ctx, "Telefonat Müller: Preise"))(t)
	if understood.Complete() || len(understood.TheirPeople[0].Choices) != 2 {
		t.Fatalf("understood %+v", understood.TheirPeople)
	}
	before := s.events()
	_, err := s.Log(s.ctx, understood)
	s.refused(domain.RefusedAmbiguous, err)
	if s.events() != before {
		t.Error("something was recorded")
	}
	who := &understood.TheirPeople[0]
	for _, c := range who.Choices {
		if c.ID == second {
			who.State, who.Chosen = quicklog.Known, c
		}
	}
	must(s.Log(s.ctx, understood))(t)
	if e := s.latest(); len(e.People) != 1 || e.People[0].ID != second {
		t.Errorf("recorded %+v", e.People)
	}
}

func TestAddressOrNumberIsAPerson(t *testing.T) {
	for line, kind := range map[string]domain.PointKind{
		"Mail an charlotte.stein@hof.example: Einladung": domain.PointEmail,
		"call +4936431234567: no answer":                 domain.PointPhone,
	} {
		s := newScene(t)
		s.log(line)
		people := s.people()
		if len(people) != 1 {
			t.Fatalf("%s: people are %+v", line, people)
		}
		if got := values(s.person(people[0].ID), kind); len(got) != 1 {
			t.Errorf("%s: %+v", line, s.person(people[0].ID).Dossier)
		}
		// The second time it is the same person.
		s.log(line)
		if n := len(s.people()); n != 1 {
			t.Errorf("%s: then there are %d", line, n)
		}
	}
}

func TestMentionsAndFollowUpsForColleagues(t *testing.T) {
	s := newScene(t)
	colleague := s.NewID()
	s.do(domain.AddRecord{
		Record:  domain.Stream{Kind: domain.KindMember, ID: colleague},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Given: "Anna", Family: "Amalia"})}},
	})
	herder := s.add("Johann", "Herder")
	s.log("Telefonat Goethe: fragt nach @Herder > >>Amalia Predigt lesen morgen")
	e := s.latest()
	if len(e.Mentions) != 1 || e.Mentions[0].ID != herder {
		t.Errorf("mentions are %+v", e.Mentions)
	}
	if len(e.FollowUps) != 1 || e.FollowUps[0].For.ID != colleague {
		t.Errorf("follow-ups are %+v", e.FollowUps)
	}
	of := must(s.Views().Timeline(s.ctx, projections.TimelineQuery{Of: domain.Stream{Kind: domain.KindPerson, ID: herder}, Limit: 10}))(t)
	if len(of) == 0 || of[0].Kind != projections.EntryConversation {
		t.Errorf("Herder's timeline is %+v", of)
	}
}
