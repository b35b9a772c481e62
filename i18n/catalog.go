package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"sort"
	"strings"
	"sync"

	"kontor/assets"
)

// texts holds key → text per language.
type texts map[string]map[string]string

var catalog = sync.OnceValue(func() texts {
	// A fault in one file must not take the window down; the test of this
	// package reads the same problems and fails.
	loaded, _ := load(assets.Translations())
	return loaded
})

// load merges all "<area>.<language>.json" files and names every file that
// cannot be read and every key that stands twice.
func load(files fs.FS) (texts, []error) {
	all := texts{German: {}, English: {}}
	var problems []error
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return all, []error{err}
	}
	sort.Strings(names)
	for _, name := range names {
		parts := strings.Split(name, ".")
		if len(parts) != 3 || all[parts[1]] == nil {
			problems = append(problems, fmt.Errorf("%s: not named <area>.<de|en>.json", name))
			continue
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		var area map[string]string
		if err := json.Unmarshal(content, &area); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", name, err))
			continue
		}
		for key, text := range area {
			if _, twice := all[parts[1]][key]; twice {
				problems = append(problems, fmt.Errorf("%s: key %q stands in another file too", name, key))
				continue
			}
			all[parts[1]][key] = text
		}
	}
	return all, problems
}

func (t texts) lookup(language, key string, args []any) (string, bool) {
	if text, ok := t[language][key]; ok {
		return text, true
	}
	if len(args) == 0 {
		return "", false
	}
	count, ok := whole(args[0])
	if !ok {
		return "", false
	}
	text, ok := t[language][key+"."+pluralForm(count)]
	if !ok {
		text, ok = t[language][key+".other"]
	}
	return text, ok
}

// pluralForm is the CLDR rule for cardinal whole numbers, the same in German
// and English: "one" for i = 1 and v = 0, else "other".
func pluralForm(count int64) string {
	if count == 1 {
		return "one"
	}
	return "other"
}

func whole(value any) (int64, bool) {
	switch v := value.(type) {
	case int:
		return int64(v), true
	case int32:
		return int64(v), true
	case int64:
		return v, true
	}
	return 0, false
}
