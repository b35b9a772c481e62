package needs

import (
	"strconv"
	"strings"
	"unicode"

	"kontor/i18n"
	"kontor/match"
	"kontor/ui/kit"
	"kontor/ui/markdown"
)

// newQuote is the field for what somebody said. Of a conversation it offers the
// sentences, so that the words need not be typed again.
func newQuote(words string, onChange func()) *kit.Autocomplete {
	quote := kit.NewAutocomplete(i18n.T("needs.form.quote.placeholder"))
	said := sentences(markdown.Plain(words))
	quote.OnQuery = func(text string) {
		onChange()
		typed := match.FoldGerman(strings.TrimSpace(text))
		var choices []kit.Choice
		for i, sentence := range said {
			if strings.Contains(match.FoldGerman(sentence), typed) && sentence != text {
				choices = append(choices, kit.Choice{ID: strconv.Itoa(i), Title: sentence, Icon: kit.IconQuote})
			}
		}
		quote.SetChoices(choices)
	}
	quote.OnChoose = func(kit.Choice) { onChange() }
	return quote
}

// sentences are the sentences of a text. A point ends one only where a space and a
// capital follow, so that a date and a shortened word do not.
func sentences(text string) []string {
	var found []string
	runes := []rune(text)
	from := 0
	for i, r := range runes {
		ends := strings.ContainsRune(".!?", r) && (i+2 >= len(runes) || runes[i+1] == ' ' && !unicode.IsLower(runes[i+2])) &&
			(i == 0 || !unicode.IsDigit(runes[i-1]))
		if !ends && i < len(runes)-1 {
			continue
		}
		if sentence := strings.TrimSpace(string(runes[from : i+1])); sentence != "" {
			found = append(found, sentence)
		}
		from = i + 1
	}
	return found
}
