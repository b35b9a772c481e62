package projections

import (
	"strings"
	"testing"

	"kontor/domain"
)

func TestAnOrganisationKnowsWhatIsPromisedToItsPeople(t *testing.T) {
	l := newLedger(t)
	cotta := l.add(domain.KindOrganisation, "Cotta")
	goethe, schiller := l.addPerson(domain.Name{Family: "Goethe"}), l.addPerson(domain.Name{Family: "Schiller"})
	stein := l.addPerson(domain.Name{Family: "Stein"})
	l.affiliate(goethe, cotta, "Autor")
	l.affiliate(schiller, cotta, "Autor")
	l.affiliate(schiller, cotta, "Herausgeber")
	left := domain.Affiliation{ID: l.id(), Organisation: cotta, Ended: true}
	l.do(domain.Affiliate{Person: stein, Affiliation: left, Origin: domain.Origin{How: domain.OriginManual}})
	l.plan("2026-04-03", "Handbuch", domain.FollowUpPlan{People: []domain.ID{schiller}})
	l.plan("2026-04-01", "Anleitung", domain.FollowUpPlan{People: []domain.ID{goethe, schiller}})
	l.plan("2026-04-02", "Rechnung", domain.FollowUpPlan{Organisations: []domain.ID{cotta}})
	l.plan("2026-04-02", "Brief", domain.FollowUpPlan{People: []domain.ID{stein}})
	done := l.plan("2026-04-02", "Erledigt", domain.FollowUpPlan{People: []domain.ID{goethe}})
	l.do(domain.CloseFollowUp{FollowUp: done, As: domain.FollowUpDone})
	said := func(v *Views) string {
		page, err := v.Organisation(ctx, cotta)
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, f := range page.FollowUps {
			texts = append(texts, f.Text)
		}
		return strings.Join(texts, " ")
	}
	v := l.views()
	if got := said(v); got != "Anleitung Rechnung Handbuch" {
		t.Errorf("open: %s", got)
	}
	l.plan("2026-04-04", "Druck", domain.FollowUpPlan{People: []domain.ID{goethe}})
	l.catchUp(v)
	if got := said(v); got != "Anleitung Rechnung Handbuch Druck" {
		t.Errorf("after another promise: %s", got)
	}
}
