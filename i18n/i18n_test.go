package i18n

import (
	"regexp"
	"slices"
	"testing"
	"testing/fstest"

	"kontor/assets"
)

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

func TestBothLanguagesSayTheSame(t *testing.T) {
	all, problems := load(assets.Translations())
	for _, problem := range problems {
		t.Error(problem)
	}
	for _, pair := range [][2]string{{German, English}, {English, German}} {
		for key, text := range all[pair[0]] {
			other, ok := all[pair[1]][key]
			if !ok {
				t.Errorf("%q stands in %s but not in %s", key, pair[0], pair[1])
				continue
			}
			if text == "" {
				t.Errorf("%q is empty in %s", key, pair[0])
			}
			here, there := placeholders(text), placeholders(other)
			if !slices.Equal(here, there) {
				t.Errorf("%q has placeholders %v in %s and %v in %s", key, here, pair[0], there, pair[1])
			}
		}
	}
}

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestLoadNamesWhatIsWrong(t *testing.T) {
	all, problems := load(fstest.MapFS{
		"a.de.json":  {Data: []byte(`{"x": "eins"}`)},
		"b.de.json":  {Data: []byte(`{"x": "zwei", "y": "drei"}`)},
		"c.fr.json":  {Data: []byte(`{"x": "un"}`)},
		"d.de.json":  {Data: []byte(`{`)},
		"strange.md": {Data: []byte(``)},
	})
	if len(problems) != 3 {
		t.Errorf("want the double key, the unknown language and the broken file, got %v", problems)
	}
	if all[German]["x"] != "eins" || all[German]["y"] != "drei" {
		t.Errorf("the sound texts are lost: %v", all[German])
	}
}

func TestFill(t *testing.T) {
	for _, c := range []struct {
		language, text string
		args           []any
		want           string
	}{
		{German, "{0} von {1}", []any{38, 1284}, "38 von 1.284"},
		{English, "{1} of {0}", []any{"all", 1284567}, "1,284,567 of all"},
		{German, "{who} angerufen", []any{Args{"who": "Goethe"}}, "Goethe angerufen"},
		{German, "{0} {1} {", []any{-1000}, "−1.000 {1} {"},
		{German, "{0}", []any{"{1}", "x"}, "{1}"},
		{German, "{0}", []any{3.5}, "3,5"},
	} {
		if got := fill(c.language, c.text, c.args); got != c.want {
			t.Errorf("fill(%q, %v) = %q, want %q", c.text, c.args, got, c.want)
		}
	}
}

func TestPlural(t *testing.T) {
	all := texts{German: {"p.one": "{0} Person", "p.other": "{0} Personen"}}
	for count, want := range map[int]string{0: "{0} Personen", 1: "{0} Person", 2: "{0} Personen", 1001: "{0} Personen"} {
		if got, ok := all.lookup(German, "p", []any{count}); !ok || got != want {
			t.Errorf("%d: %q, want %q", count, got, want)
		}
	}
	if _, ok := all.lookup(German, "p", nil); ok {
		t.Error("a plural key without a count has no text")
	}
}

func TestSwitchTellsWatchersOnce(t *testing.T) {
	before := Language()
	defer func() {
		if err := SetLanguage(before); err != nil {
			t.Fatal(err)
		}
	}()
	if err := SetLanguage(English); err != nil {
		t.Fatal(err)
	}
	told := 0
	cancel := OnChange(func() { told++ })
	for _, language := range []string{German, German} {
		if err := SetLanguage(language); err != nil {
			t.Fatal(err)
		}
	}
	if told != 1 {
		t.Errorf("told %d times, want once for the one change", told)
	}
	if got := T("kit.count.of", 3, 1284); got != "3 von 1.284" {
		t.Errorf("got %q", got)
	}
	cancel()
	if err := SetLanguage(English); err != nil {
		t.Fatal(err)
	}
	if told != 1 {
		t.Error("told after the watcher had gone")
	}
	if SetLanguage("fr") == nil || Language() != English {
		t.Error("an unknown language must be refused and change nothing")
	}
}

func TestDetect(t *testing.T) {
	for _, c := range []struct{ all, lang, want string }{
		{"", "de_DE.UTF-8", German},
		{"en_GB.UTF-8", "de_DE.UTF-8", English},
		{"", "de-AT", German},
		{"", "C", English},
		{"de", "", German},
	} {
		t.Setenv("LC_ALL", c.all)
		t.Setenv("LC_MESSAGES", "")
		t.Setenv("LANG", c.lang)
		if got := Detect(); got != c.want {
			t.Errorf("LC_ALL=%q LANG=%q: %q, want %q", c.all, c.lang, got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		language string
		n        int64
		want     string
	}{{German, 1284, "1.284"}, {English, 1284, "1,284"}, {German, 999, "999"}, {English, -1234567, "−1,234,567"}, {German, 0, "0"}} {
		if got := formatInt(c.language, c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.language, c.n, got, c.want)
		}
	}
	if got := formatFloat(German, 1234.5, 1); got != "1.234,5" {
		t.Errorf("got %q", got)
	}
}
