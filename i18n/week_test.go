package i18n

import (
	"testing"
	"time"
)

func TestWeeksBeginAsTheyDoThere(t *testing.T) {
	for locale, want := range map[string]time.Weekday{
		"": time.Monday, "C.UTF-8": time.Monday, "en_GB.UTF-8": time.Monday, "en-US": time.Sunday, "en_CA": time.Sunday,
		"ar_EG.UTF-8": time.Saturday, "en": time.Monday,
	} {
		if got := weekBegins(locale); got != want {
			t.Errorf("%q begins weeks on %s", locale, got)
		}
	}
}
