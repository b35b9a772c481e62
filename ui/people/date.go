package people

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// checkDate says what is wrong with a date as it was typed.
func checkDate(entry *kit.Entry, now time.Time) func() string {
	return func() string {
		if _, ok := parseDate(entry.Text, now); !ok {
			return i18n.T("people.form.bad-date")
		}
		return ""
	}
}

// sayDate says how a date is understood while it is typed.
func sayDate(entry *kit.Entry, now time.Time) func() string {
	return func() string {
		date, ok := parseDate(entry.Text, now)
		switch said := workspace.DateText(date); {
		case strings.TrimSpace(entry.Text) == "" || said == entry.Text:
			return ""
		case !ok:
			return i18n.T("kit.date.not-yet")
		default:
			return said
		}
	}
}

// datedField is a field for a date of which parts may be missing.
func datedField(label string, entry *kit.Entry, now time.Time) *kit.Field {
	field := kit.NewField(i18n.T(label), entry)
	field.Check, field.Echo = checkDate(entry, now), sayDate(entry, now)
	return field
}

// parseDate reads a date of which parts may be missing: "12.3.", "12.3.1980",
// "12. März", "March 2024", "2019".
func parseDate(text string, now time.Time) (date domain.PartialDate, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return date, true
	}
	if date, ok := writtenDate(text, now); ok {
		return date, date.Plausible() && exists(date)
	}
	m := when.Parse(text, now, when.Past)
	if !m.OK || m.HasTime || m.Precision != domain.PrecisionDay {
		return date, false
	}
	return domain.PartialDate{Year: m.Time.Year(), Month: int(m.Time.Month()), Day: m.Time.Day()}, true
}

// exists reports whether a day is in the calendar of its year.
func exists(d domain.PartialDate) bool {
	if d.Day == 0 || d.Month == 0 {
		return d.Day == 0
	}
	year := d.Year
	if year == 0 {
		year = 2024 // a leap year
	}
	return time.Date(year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Day() == d.Day
}

// writtenDate reads what consists of numbers and the name of a month only.
func writtenDate(text string, now time.Time) (date domain.PartialDate, ok bool) {
	var numbers []int
	var digits []int // how many each has
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if n, err := strconv.Atoi(word); err == nil {
			numbers, digits = append(numbers, n), append(digits, len(word))
			continue
		}
		month := monthNamed(word)
		if month == 0 || date.Month != 0 {
			return date, false
		}
		date.Month = month
	}
	last := len(numbers) - 1
	named, yearFirst, yearLast := date.Month != 0, last >= 0 && digits[0] == 4, last >= 0 && digits[last] == 4
	switch {
	case named && last < 0:
		return date, true
	case named && last == 0 && yearLast: // März 2024
		date.Year = numbers[0]
	case named && last == 0: // 12. März
		date.Day = numbers[0]
	case named && last == 1: // 12. März 1980
		date.Day, date.Year = numbers[0], century(numbers[1], digits[1], now)
	case last == 0 && yearFirst: // 2019
		date.Year = numbers[0]
	case last == 1 && yearFirst: // 2024-03
		date.Year, date.Month = numbers[0], numbers[1]
	case last == 1 && yearLast: // 3/2024
		date.Month, date.Year = numbers[0], numbers[1]
	case last == 2 && yearFirst: // 1980-03-12
		date.Year, date.Month, date.Day = numbers[0], numbers[1], numbers[2]
	case strings.Contains(text, "/"): // 3/11 is March to some and November to others
		return date, false
	case last == 1: // 12.3.
		date.Day, date.Month = numbers[0], numbers[1]
	case last == 2: // 12.3.1980
		date.Day, date.Month, date.Year = numbers[0], numbers[1], century(numbers[2], digits[2], now)
	default:
		return date, false
	}
	return date, !slices.Contains(numbers, 0)
}

// century completes a year of two digits: the latest that has begun.
func century(year, digits int, now time.Time) int {
	if digits != 2 {
		return year
	}
	year += now.Year() / 100 * 100
	if year > now.Year() {
		year -= 100
	}
	return year
}

// months are the beginnings of their names in both languages.
var months = [][]string{
	{"jan", "jän"},
	{"feb"},
	{"mär", "mae", "mrz", "mar"},
	{"apr"},
	{"mai", "may"},
	{"jun"},
	{"jul"},
	{"aug"},
	{"sep"},
	{"okt", "oct"},
	{"nov"},
	{"dez", "dec"},
}

func monthNamed(word string) int {
	word = strings.ToLower(word)
	for i, names := range months {
		for _, name := range names {
			if strings.HasPrefix(word, name) {
				return i + 1
			}
		}
	}
	return 0
}
