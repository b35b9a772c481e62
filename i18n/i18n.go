// Package i18n gives the texts people see in German and English, by key. It
// imports no toolkit: the window and the terminal speak through it alike.
//
//	i18n.T("people.count", 1284)            // "{0} people"  → "1,284 people"
//	i18n.T("toast.logged", i18n.Args{"who": "Goethe"}) // "{who} logged"
//	i18n.N("import.new", 1)                 // import.new.one / import.new.other
//
// The texts lie in assets/translations/<area>.<language>.json, flat objects of
// key and text.
package i18n

import (
	"fmt"
	"strings"
	"sync"
)

// The languages Kontor speaks.
const (
	German  = "de"
	English = "en"
)

// Languages lists them in the order in which a chooser shows them.
func Languages() []string { return []string{German, English} }

// Args are named placeholders: Args{"who": "Goethe"} fills "{who}".
type Args map[string]any

var state = struct {
	sync.RWMutex
	language string
	watchers map[int]func()
	next     int
}{language: English, watchers: map[int]func(){}}

// T returns the text of a key in the current language. Placeholders {0}, {1} …
// take the arguments in order; with a single Args argument they are taken by
// name. Whole numbers are written with thousands separators: pass a year as a
// string. A key with plural forms is chosen by the first argument. An unknown
// key is returned as it is, so that the gap can be seen and reported.
func T(key string, args ...any) string {
	language := Language()
	text, ok := catalog().lookup(language, key, args)
	if !ok {
		return key
	}
	return fill(language, text, args)
}

// N returns the plural form of a key for a count: key.one or key.other by the
// CLDR rule of the language. {0} is the count, further arguments start at {1};
// an Args argument may name the others, with {n} for the count.
func N(key string, count int, args ...any) string {
	if len(args) == 1 {
		if named, ok := args[0].(Args); ok {
			all := Args{"n": count, "0": count}
			for name, value := range named {
				all[name] = value
			}
			language := Language()
			if text, found := catalog().lookup(language, key, []any{count}); found {
				return fill(language, text, []any{all})
			}
			return key
		}
	}
	return T(key, append([]any{count}, args...)...)
}

// Has tells whether a key exists, with or without plural forms.
func Has(key string) bool {
	_, ok := catalog().lookup(Language(), key, []any{2})
	return ok
}

// Language returns the current language, "de" or "en".
func Language() string {
	state.RLock()
	defer state.RUnlock()
	return state.language
}

// SetLanguage switches the language and tells everyone who asked with
// OnChange. An unknown language is refused and changes nothing.
func SetLanguage(language string) error {
	if language != German && language != English {
		return fmt.Errorf("set language: %q is neither %q nor %q", language, German, English)
	}
	state.Lock()
	changed := state.language != language
	state.language = language
	var tell []func()
	if changed {
		for id := 0; id < state.next; id++ {
			if watcher := state.watchers[id]; watcher != nil {
				tell = append(tell, watcher)
			}
		}
	}
	state.Unlock()
	for _, watcher := range tell {
		watcher()
	}
	return nil
}

// OnChange calls f after each switch of the language, in the goroutine that
// switched it. The returned function ends that.
func OnChange(f func()) (cancel func()) {
	state.Lock()
	defer state.Unlock()
	id := state.next
	state.next++
	state.watchers[id] = f
	return func() {
		state.Lock()
		defer state.Unlock()
		delete(state.watchers, id)
	}
}

func fill(language, text string, args []any) string {
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	named, _ := args[0].(Args)
	var out strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		length := strings.IndexByte(text[open:], '}')
		if length < 0 {
			break
		}
		out.WriteString(text[:open])
		name := text[open+1 : open+length]
		if value, ok := argument(name, named, args); ok {
			out.WriteString(write(language, value))
		} else {
			out.WriteString(text[open : open+length+1])
		}
		text = text[open+length+1:]
	}
	out.WriteString(text)
	return out.String()
}

func argument(name string, named Args, args []any) (any, bool) {
	if named != nil {
		value, ok := named[name]
		return value, ok
	}
	index := 0
	for _, r := range name {
		if r < '0' || r > '9' {
			return nil, false
		}
		index = index*10 + int(r-'0')
	}
	if name == "" || index >= len(args) {
		return nil, false
	}
	return args[index], true
}

func write(language string, value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int:
		return formatInt(language, int64(v))
	case int32:
		return formatInt(language, int64(v))
	case int64:
		return formatInt(language, v)
	case float64:
		return formatFloat(language, v, -1)
	case error:
		return v.Error()
	}
	return fmt.Sprint(value)
}
