package people

import (
	"testing"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/ui/desk/desktest"
)

func TestTheFieldFindsWhoIsMisspelt(t *testing.T) {
	b, p := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	p.FocusFilter()
	b.Type("shiler")
	says(t, b, "NICHTS PASST GENAU; ÄHNLICH:", "Friedrich Schiller")
	if p.Wanted != schiller || p.List.Counted() != "1 von 3" {
		t.Errorf("%s is selected of %q", p.Wanted, p.List.Counted())
	}
	b.Press(fyne.KeyReturn)
	b.Press(fyne.KeyHome)
	b.Press(fyne.KeyX) // the row, not the line above it
	says(t, b, "1 Person")
	p.FocusFilter()
	p.List.Search.SetText("schil")
	saysNot(t, b, "NICHTS PASST GENAU")
	p.List.Search.SetText("xqzkwv")
	says(t, b, "Niemand passt")
}

func TestWordsWithAColonNarrowTheList(t *testing.T) {
	b, p := open(t, desktest.Options{})
	_, schiller, _ := weimar(b)
	b.Must(domain.ChangeDetails{Record: personStream(schiller), Origin: manual, Changes: []domain.Change{
		{Field: domain.TagField("messe"), Now: domain.TextValue("messe")},
	}})
	for typed, want := range map[string]string{
		"tag:messe": "1 von 3", "tag:me": "1 von 3", "tag:": "3", "schweigt:>2t": "3", "schweigt:90": "2 von 3", "schweigt:90 goe": "1 von 3",
	} {
		p.List.Search.SetText(typed)
		if got := p.List.Counted(); got != want {
			t.Errorf("%s: %s", typed, got)
		}
	}
	p.List.Search.SetText("tag:gibtsnicht")
	says(t, b, "„gibtsnicht“ gibt es nicht", "Doppelpunkt")
	p.List.Search.SetText("schweigt:90 goe")
	p.FocusFilter()
	b.Press(fyne.KeyReturn)
	if p.List.Search.Text != "goe" || len(p.List.Filter.Rules) != 1 || p.List.Counted() != "1 von 3" {
		t.Errorf("after Enter the field says %q, the filter %+v", p.List.Search.Text, p.List.Filter)
	}
}
