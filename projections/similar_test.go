package projections

import (
	"strings"
	"testing"

	"kontor/domain"
)

func TestWhereNobodyFitsTheTextThoseWhoAreAlikeAreListed(t *testing.T) {
	l := newLedger(t)
	schiller := l.addPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	l.addPerson(domain.Name{Given: "Anna", Family: "Schuler"})
	l.addPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	gone := l.addPerson(domain.Name{Given: "Karl", Family: "Schiler"})
	l.do(domain.Archive{Record: domain.Stream{Kind: domain.KindPerson, ID: gone}})
	cotta := l.add(domain.KindOrganisation, "Cotta")
	l.affiliate(schiller, cotta, "Autor")
	v := l.views()

	q := PeopleQuery{Text: "shiler", Similar: true}
	rows, err := v.People(ctx, q)
	if err != nil || len(rows) == 0 || rows[0].ID != schiller || !rows[0].Similar {
		t.Fatalf("shiler: %+v, %v", rows, err)
	}
	if got := people(t, v, q); strings.Contains(got, "Schiler ") || strings.Contains(got, "Goethe") {
		t.Errorf("shiler lists %s", got)
	}
	shown, all, err := v.CountPeople(ctx, q)
	ids, idErr := v.PeopleIDs(ctx, q)
	if err != nil || idErr != nil || shown != len(rows) || all != 3 || len(ids) != len(rows) {
		t.Errorf("%d of %d counted, %d ids for %d rows: %v %v", shown, all, len(ids), len(rows), err, idErr)
	}
	if got := people(t, v, PeopleQuery{Text: "shiler"}); got != "" {
		t.Errorf("unasked: %s", got)
	}
	if rows, _ := v.People(ctx, PeopleQuery{Text: "schil", Similar: true}); len(rows) != 1 || rows[0].Similar {
		t.Errorf("schil: %+v", rows)
	}
	if got := people(t, v, PeopleQuery{Text: "cota", Similar: true}); !strings.Contains(got, "Schiller") {
		t.Errorf("by the organisation: %q", got)
	}
	if got := people(t, v, PeopleQuery{Text: "shiler", Similar: true, Archived: true}); got != "Schiler" {
		t.Errorf("archived: %q", got)
	}
	if got := people(t, v, PeopleQuery{Text: "shiler", Similar: true, Tag: "messe"}); got != "" {
		t.Errorf("with a tag that none has: %q", got)
	}
	later := PeopleQuery{Text: "shiler", Similar: true}
	later.After = rows[0].Cursor
	if got := people(t, v, later); got != "" {
		t.Errorf("a further page: %q", got)
	}

	found, err := v.Organisations(ctx, OrganisationQuery{Text: "kota", Similar: true})
	if err != nil || len(found) != 1 || !found[0].Similar || found[0].ID != cotta {
		t.Errorf("kota: %+v, %v", found, err)
	}
	if shown, all, _ := v.CountOrganisations(ctx, OrganisationQuery{Text: "kota", Similar: true}); shown != 1 || all != 1 {
		t.Errorf("%d of %d organisations", shown, all)
	}
}
