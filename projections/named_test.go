package projections

import (
	"testing"

	"kontor/domain"
)

func TestAListOfNamedPeople(t *testing.T) {
	l := newLedger(t)
	goethe, schiller := l.addPerson(domain.Name{Family: "Goethe"}), l.addPerson(domain.Name{Family: "Schiller"})
	l.addPerson(domain.Name{Family: "Stein"})
	v := l.views()
	of := []domain.ID{schiller, goethe, l.id()}
	if got := people(t, v, PeopleQuery{Of: of}); got != "Goethe Schiller" {
		t.Errorf("listed: %s", got)
	}
	if got := people(t, v, PeopleQuery{Of: of, Text: "sch"}); got != "Schiller" {
		t.Errorf("narrowed: %s", got)
	}
	if got := people(t, v, PeopleQuery{Of: []domain.ID{}}); got != "" {
		t.Errorf("of nobody: %s", got)
	}
	if shown, all, err := v.CountPeople(ctx, PeopleQuery{Of: of}); shown != 2 || all != 3 || err != nil {
		t.Errorf("%d of %d, %v", shown, all, err)
	}
}
