package palette

import (
	"testing"

	"kontor/domain"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

func open(t *testing.T, o desktest.Options) *desktest.Bench {
	t.Helper()
	b := desktest.Open(t, o)
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	cotta := b.Workspace.NewID()
	b.Must(domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindOrganisation, ID: cotta}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue("Cotta")}},
	})
	b.Must(domain.Affiliate{Person: schiller, Affiliation: domain.Affiliation{ID: b.Workspace.NewID(), Organisation: cotta, Title: "Autor"}})
	New(b.Desk)()
	return b
}

func TestShots(t *testing.T) {
	for language, modes := range map[string][]kit.Mode{"de": {kit.Light, kit.Dark}, "en": {kit.Light}} {
		for _, mode := range modes {
			name := language + "-" + map[kit.Mode]string{kit.Light: "light", kit.Dark: "dark"}[mode]
			t.Run(name, func(t *testing.T) {
				b := open(t, desktest.Options{Language: language, Mode: mode, People: 60, Conversations: 400})
				b.Save("palette-" + name)
				b.Type("shiler cotta")
				b.Save("palette-approximate-" + name)
				for range "shiler cotta" {
					b.Press("BackSpace")
				}
				b.Type("go")
				b.Save("palette-groups-" + name)
				b.Type("xqqq")
				b.Save("palette-nothing-" + name)
			})
		}
	}
}
