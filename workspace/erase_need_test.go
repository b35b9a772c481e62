package workspace

import (
	"strings"
	"testing"

	"kontor/domain"
	"kontor/projections"
)

func TestANeedOutlivesTheErasureOfAVoice(t *testing.T) {
	s := newScene(t)
	gone, schiller := s.add("Ottokar", "Wurmlinger", email("ottokar@wurmlinger.example")), s.add("Friedrich", "Schiller")
	need, mistake := s.NewID(), s.NewID()
	heard := domain.Moment{At: s.Now().AddDate(0, 0, -3), Precision: domain.PrecisionDay}
	voices := []domain.Voice{{Person: gone, Heard: heard}, {Person: schiller, Heard: heard}}
	s.do(domain.RaiseNeed{
		Need: need, Plan: domain.NeedPlan{For: s.Me()},
		Words:  domain.NeedWords{Title: "Deutsche Doku für Wurmlinger", Text: "Ottokar fragt oft", Tags: []string{"wurmlinger", "doku"}},
		Voices: voices, Quotes: []string{"Geheimes Zitat", "Wie Wurmlinger sagt"},
	})
	s.do(domain.RaiseNeed{Need: mistake, Words: domain.NeedWords{Title: "Wurmlinger ruft an"}, Voices: voices[:1]})
	s.do(domain.Withdraw{Record: domain.Stream{Kind: domain.KindNeed, ID: mistake}})
	s.do(domain.DecideNeed{Need: need, Answer: domain.NeedYes, Wording: "Wurmlinger bekommt sie"})
	s.do(domain.TellBack{Need: need, Person: gone})
	before := must(s.Views().Need(s.ctx, need))(t)

	erased := must(s.Erase(s.ctx, gone))(t)
	if erased.Needs != 2 || len(erased.Elsewhere) != 0 {
		t.Errorf("erased %+v", erased)
	}
	check := func(s *scene) {
		t.Helper()
		rows := must(s.Views().Needs(s.ctx, projections.NeedQuery{Shown: projections.NeedsAll}))(t)
		if len(rows) != 1 {
			t.Fatalf("needs %+v", rows)
		}
		p := must(s.Views().Need(s.ctx, rows[0].ID))(t)
		if p.Title != "Deutsche Doku für "+Redacted || p.Decision.Wording != Redacted+" bekommt sie" || strings.Join(p.Tags, " ") != "doku" {
			t.Errorf("the need says %+v", p)
		}
		if !p.RaisedAt.Equal(before.RaisedAt) || !p.Decision.At.Equal(before.Decision.At) || p.Voices != 2 || p.ToTell != 1 {
			t.Errorf("the need stands as %+v", p)
		}
		if v := p.Heard; len(v) != 2 || !v[0].Erased && !v[1].Erased || strings.Contains(v[0].Quote+v[1].Quote, "Geheim") || !strings.Contains(v[0].Quote+v[1].Quote, Redacted) {
			t.Errorf("the voices are %+v", v)
		}
		s.isGone(gone)
		s.sound()
	}
	check(s)
	old := must(s.Views().Need(s.ctx, need))(t)
	if old == nil || !old.Erased || old.Title != "" || old.Text != "" || old.Heard[0].Quote != "" {
		t.Errorf("the need as it was says %+v", old)
	}
	if err := s.Rebuild(s.ctx, nil); err != nil {
		t.Fatal(err)
	}
	check(s)
	row := must(s.Views().Needs(s.ctx, projections.NeedQuery{}))(t)[0]
	s.do(domain.TellBack{Need: row.ID, Person: schiller})
	if p := must(s.Views().Need(s.ctx, row.ID))(t); p.State != domain.NeedClosed {
		t.Errorf("everyone who can be told knows, and the need is %s", p.State)
	}
}
