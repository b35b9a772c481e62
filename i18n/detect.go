package i18n

import (
	"os"
	"strings"

	"github.com/jeandeaual/go-locale"
)

// Detect returns the language of the user's system: the first of LC_ALL,
// LC_MESSAGES and LANG that is set, else what the operating system says.
// Everything that is not German is answered in English.
func Detect() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			return fromLocale(value)
		}
	}
	value, err := locale.GetLocale()
	if err != nil {
		return English
	}
	return fromLocale(value)
}

func fromLocale(value string) string {
	language, _, _ := strings.Cut(strings.ReplaceAll(value, "-", "_"), "_")
	if strings.EqualFold(language, German) {
		return German
	}
	return English
}
