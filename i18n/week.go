package i18n

import (
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jeandeaual/go-locale"
)

// FirstWeekday is the day on which weeks begin: Monday in German, else as it is
// usual where the user's system says it is, which is Monday too where it does not
// say.
func FirstWeekday() time.Weekday {
	if Language() == German {
		return time.Monday
	}
	return weekBegins(system())
}

// system is the locale of the user's system, such as "en_US".
var system = sync.OnceValue(func() string {
	for _, name := range []string{"LC_ALL", "LC_TIME", "LANG"} {
		if value := os.Getenv(name); value != "" {
			return value
		}
	}
	value, _ := locale.GetLocale() // without it, weeks begin on Monday
	return value
})

// The regions where weeks do not begin on Monday, from the Unicode CLDR
// (weekData).
var (
	fromSunday = strings.Fields(`AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA
		MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW`)
	fromSaturday = strings.Fields("AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY")
)

func weekBegins(locale string) time.Weekday {
	locale, _, _ = strings.Cut(locale, ".")
	parts := strings.Split(strings.ReplaceAll(locale, "-", "_"), "_")
	region := strings.ToUpper(parts[len(parts)-1])
	switch {
	case slices.Contains(fromSunday, region):
		return time.Sunday
	case slices.Contains(fromSaturday, region):
		return time.Saturday
	}
	return time.Monday
}
