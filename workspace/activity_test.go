package workspace

import (
	"fmt"
	"testing"

	"kontor/domain"
)

// What one of us did is found behind any number of others' steps, page by page.
func TestActivitiesOfOneMember(t *testing.T) {
	s := newScene(t)
	eckermann, bettina := s.Me(), s.NewID()
	s.do(domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindMember, ID: bettina}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Given: "Bettina"})}},
	})
	s.actAs(bettina)
	var hers []domain.ID
	for i := range 5 {
		hers = append(hers, s.add("Bettinas", fmt.Sprint(i)))
	}
	s.actAs(eckermann)
	for i := range 3 * activityWindow {
		s.add("Eckermanns", fmt.Sprint(i))
	}
	s.actAs(bettina)
	hers = append(hers, s.add("Bettinas", "letzter"))
	var found []Activity
	for before := int64(0); ; {
		page := must(s.ActivitiesBy(s.ctx, bettina, before, 2))(t)
		found = append(found, page...)
		if len(page) < 2 {
			break
		}
		before = page[1].Position - int64(page[1].Count) + 1
	}
	if len(found) != len(hers) {
		t.Fatalf("%d steps instead of %d", len(found), len(hers))
	}
	for i, a := range found {
		if a.Actor.ID != bettina || a.Entries[0].Record.ID != hers[len(hers)-1-i] {
			t.Errorf("step %d: %+v", i, a)
		}
	}
	if page := must(s.ActivitiesBy(s.ctx, s.NewID(), 0, 10))(t); len(page) != 0 {
		t.Errorf("of nobody: %+v", page)
	}
}
