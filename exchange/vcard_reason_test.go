package exchange

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReasonsOfVCardsAreTranslated finds every reason that the readers of cards
// and mails give, in both languages, with the same places for its arguments.
func TestReasonsOfVCardsAreTranslated(t *testing.T) {
	texts := map[string]map[string]string{}
	for _, language := range []string{"de", "en"} {
		file, err := os.ReadFile("../assets/translations/exchange-vcard." + language + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var text map[string]string
		if err := json.Unmarshal(file, &text); err != nil {
			t.Fatal(err)
		}
		texts[language] = text
	}
	sources, err := filepath.Glob("[ev][mc]*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		code, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range regexp.MustCompile(`"(import\.[a-z.-]+)"`).FindAllStringSubmatch(string(code), -1) {
			used[key[1]] = true
		}
	}
	if len(used) < 10 {
		t.Fatalf("only %d reasons found in %v", len(used), sources)
	}
	for key := range used {
		german, english := texts["de"][key], texts["en"][key]
		if german == "" || english == "" || strings.Contains(german, "{0}") != strings.Contains(english, "{0}") {
			t.Errorf("%s: %q, %q", key, german, english)
		}
	}
	for key := range texts["de"] {
		if !used[key] {
			t.Errorf("%s is not used", key)
		}
	}
}
