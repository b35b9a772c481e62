package people

import (
	"testing"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/workspace"
)

var day = time.Date(2026, 11, 18, 14, 32, 0, 0, time.UTC)

func TestParseDate(t *testing.T) {
	for text, want := range map[string]domain.PartialDate{
		"":              {},
		"12.3.":         {Month: 3, Day: 12},
		"12.03":         {Month: 3, Day: 12},
		"12.3.1980":     {Year: 1980, Month: 3, Day: 12},
		"12.3.80":       {Year: 1980, Month: 3, Day: 12},
		"12.3.26":       {Year: 2026, Month: 3, Day: 12},
		"12.3.27":       {Year: 1927, Month: 3, Day: 12},
		"1980-03-12":    {Year: 1980, Month: 3, Day: 12},
		"29.2.":         {Month: 2, Day: 29},
		"12. März":      {Month: 3, Day: 12},
		"12 march 1980": {Year: 1980, Month: 3, Day: 12},
		"March 2024":    {Year: 2024, Month: 3},
		"März 2024":     {Year: 2024, Month: 3},
		"3/2024":        {Year: 2024, Month: 3},
		"2019":          {Year: 2019},
		"Dez. 2019":     {Year: 2019, Month: 12},
		"heute":         {Year: 2026, Month: 11, Day: 18},
	} {
		if got, ok := parseDate(text, day); !ok || got != want {
			t.Errorf("%q is read as %+v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"31.2.", "29.2.2023", "12", "3/11", "3/11/1980", "bald", "12.3.1980.5", "0.3.", "12.13.", "12. März 4. April"} {
		if got, ok := parseDate(text, day); ok {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}

// What the form shows it must understand, in both languages.
func TestDateTextIsRead(t *testing.T) {
	before := i18n.Language()
	defer func() { _ = i18n.SetLanguage(before) }()
	for _, language := range i18n.Languages() {
		if err := i18n.SetLanguage(language); err != nil {
			t.Fatal(err)
		}
		for month := 1; month <= 12; month++ {
			for _, date := range []domain.PartialDate{{Month: month, Day: 3}, {Year: 1980, Month: month, Day: 28}, {Year: 2024, Month: month}, {Year: 2024}} {
				if got, ok := parseDate(workspace.DateText(date), day); !ok || got != date {
					t.Errorf("%s: %q is read as %+v, %v", language, workspace.DateText(date), got, ok)
				}
			}
		}
	}
}

func TestPlainNumber(t *testing.T) {
	before := i18n.Language()
	defer func() { _ = i18n.SetLanguage(before) }()
	for language, cases := range map[string]map[string]string{
		"de": {"12": "12", "3,5": "3.5", "1.200": "1200", "1.200,5": "1200.5", "1.200.000": "1200000", "0.125": "0.125", "1,200": "1.200", "-3,5": "-3.5"},
		"en": {"3.5": "3.5", "1,200": "1200", "1,200.5": "1200.5", "1.200": "1.200", "3,5": "3.5"},
	} {
		if err := i18n.SetLanguage(language); err != nil {
			t.Fatal(err)
		}
		for text, want := range cases {
			if got := plainNumber(text); got != want {
				t.Errorf("%s: %q is read as %s", language, text, got)
			}
		}
	}
}
