package workspace

import (
	"testing"

	"kontor/domain"
	"kontor/i18n"
)

func TestCountriesAreNamedInTheLanguageOfTheWindow(t *testing.T) {
	was := i18n.Language()
	defer func() { _ = i18n.SetLanguage(was) }()
	for lang, names := range map[string]map[string]string{
		"de": {"DE": "Deutschland", "ch": "Schweiz", "Österreich": "Österreich", "XX": "XX", "": "", "🇩🇪": "🇩🇪", "EU": "EU"},
		"en": {"DE": "Germany", "CH": "Switzerland", "Schweiz": "Schweiz", "1a": "1a"},
	} {
		if err := i18n.SetLanguage(lang); err != nil {
			t.Fatal(err)
		}
		for country, want := range names {
			if got := CountryText(country); got != want {
				t.Errorf("%s: %q is called %q", lang, country, got)
			}
		}
	}
	if err := i18n.SetLanguage("de"); err != nil {
		t.Fatal(err)
	}
	address := domain.Address{Street: "Spiegelgasse 11", PostCode: "8001", City: "Zürich", Country: "CH"}
	if got := AddressText(address, ", "); got != "Spiegelgasse 11, 8001 Zürich, Schweiz" {
		t.Error(got)
	}
}
