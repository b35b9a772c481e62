package people

import (
	"testing"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

func TestPeopleAreListedByTheRulesOfThePalette(t *testing.T) {
	b, _ := open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	b.AddPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	b.Must(domain.ChangeDetails{
		Record: domain.Stream{Kind: domain.KindPerson, ID: schiller}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.TagField("messe"), Now: domain.TextValue("messe")}},
	})
	b.Must(domain.AssignOwner{Record: domain.Stream{Kind: domain.KindPerson, ID: schiller}, Member: b.Workspace.Me()})
	b.Shell.Open(kit.Route{Page: desk.PageToday})
	b.ListPeople([]domain.Rule{
		{About: domain.AboutTag, Op: domain.OpIs, Text: "messe"},
		{About: domain.AboutOwner, Op: domain.OpIs, Record: b.Workspace.Me()},
		{About: domain.AboutDetail, Op: domain.OpEmpty, Detail: domain.DetailEmail},
	}, "")
	p := b.Shell.Page().(*page)
	if got := p.List.Paged.Len(); got != 1 || p.List.Filter.Tag != "messe" || len(p.List.Filter.Rules) != 2 {
		t.Fatalf("%d people, filter %+v", got, p.List.Filter)
	}
	facets := p.list.facets(p.List.Filter)
	for i, want := range []string{"#messe", "Betreuung: du", "ohne Mailadresse"} {
		if facets[i].Label != want {
			t.Errorf("chip %d is %q", i, facets[i].Label)
		}
	}
	p.List.SetFilter(facets[2].Clear)
	p.List.SetFilter(facets[1].Clear)
	p.List.SetFilter(facets[0].Clear)
	if got := p.List.Paged.Len(); got != 2 {
		t.Errorf("without the filter there are %d people", got)
	}
}
