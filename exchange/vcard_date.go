package exchange

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"kontor/domain"
)

// parseVCardDate reads the ways in which programs write a birthday: 17490828,
// 1749-08-28, --0828, --08-28, ---28, 1749, 1749-08, with or without a time
// behind it, and 28.8.1749. omitted is the year that stands for "unknown" on
// cards from Apple, which use 1604 even where they do not say so.
func parseVCardDate(text, omitted string) (domain.PartialDate, bool) {
	text = strings.TrimSpace(text)
	if i := strings.IndexAny(text, "T "); i > 0 && isTimeOfDay(text[i+1:]) && (text[i] == 'T' || strings.Contains(text, ":")) {
		text = text[:i]
	}
	date, ok := parseDateParts(text)
	if !ok {
		return domain.PartialDate{}, false
	}
	if date.Month != 0 && (date.Year == 1604 || omitted != "" && strconv.Itoa(date.Year) == omitted) {
		date.Year = 0
	}
	return date, isDate(date)
}

func isTimeOfDay(text string) bool {
	return len(text) > 0 && strings.Trim(text, "0123456789:.-+Z") == ""
}

func parseDateParts(text string) (domain.PartialDate, bool) {
	if parts := strings.Split(text, "."); len(parts) == 3 {
		return dateOf(parts[2], parts[1], parts[0], 4)
	}
	switch {
	case strings.HasPrefix(text, "---"):
		return dateOf("", "", text[3:], 0)
	case strings.HasPrefix(text, "--"):
		rest := strings.Replace(text[2:], "-", "", 1)
		if len(rest) == 4 {
			return dateOf("", rest[:2], rest[2:], 0)
		}
		return dateOf("", rest, "", 0)
	}
	parts := strings.Split(strings.ReplaceAll(text, "/", "-"), "-")
	switch {
	case len(parts) == 3 && len(parts[0]) == 4:
		return dateOf(parts[0], parts[1], parts[2], 4)
	case len(parts) == 2 && len(parts[0]) == 4:
		return dateOf(parts[0], parts[1], "", 4)
	case len(parts) == 1 && len(text) == 8:
		return dateOf(text[:4], text[4:6], text[6:], 4)
	case len(parts) == 1 && len(text) == 4:
		return dateOf(text, "", "", 4)
	}
	return domain.PartialDate{}, false
}

// dateOf reads the digits of a date whose parts may be empty.
func dateOf(year, month, day string, yearDigits int) (domain.PartialDate, bool) {
	if len(year) != yearDigits || len(month) > 2 || len(day) > 2 {
		return domain.PartialDate{}, false
	}
	var numbers [3]int
	for i, digits := range []string{year, month, day} {
		if digits == "" {
			continue
		}
		if strings.Trim(digits, "0123456789") != "" {
			return domain.PartialDate{}, false
		}
		numbers[i], _ = strconv.Atoi(digits) // at most four digits
		if i > 0 && numbers[i] == 0 {
			return domain.PartialDate{}, false
		}
	}
	return domain.PartialDate{Year: numbers[0], Month: numbers[1], Day: numbers[2]}, true
}

// isDate reports whether the day exists, as far as it is known.
func isDate(d domain.PartialDate) bool {
	if d.IsZero() || d.Month > 12 || d.Day > 31 {
		return false
	}
	if d.Month == 0 || d.Day == 0 {
		return true
	}
	year := d.Year
	if year == 0 {
		year = 2000 // a leap year: 29 February is a birthday
	}
	return time.Date(year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Day() == d.Day
}

// dashedDate writes a date as 3.0 and people do: 1749-08-28, --08-28, 1749-08.
func dashedDate(d domain.PartialDate) string { return formatDate(d, "-") }

// basicDate writes a date as vCard 4.0 demands: 17490828, --0828, 1749-08.
func basicDate(d domain.PartialDate) string { return formatDate(d, "") }

func formatDate(d domain.PartialDate, dash string) string {
	switch {
	case d.Year != 0 && d.Month != 0 && d.Day != 0:
		return fmt.Sprintf("%04d%s%02d%s%02d", d.Year, dash, d.Month, dash, d.Day)
	case d.Year != 0 && d.Month != 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	case d.Year != 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Month != 0 && d.Day != 0:
		return fmt.Sprintf("--%02d%s%02d", d.Month, dash, d.Day)
	case d.Month != 0:
		return fmt.Sprintf("--%02d", d.Month)
	}
	return fmt.Sprintf("---%02d", d.Day)
}
