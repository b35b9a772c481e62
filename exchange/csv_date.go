package exchange

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"kontor/domain"
)

var (
	csvIsoDate      = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	csvCompactDate  = regexp.MustCompile(`^((?:19|20)\d{2})(\d{2})(\d{2})$`)
	csvYearlessISO  = regexp.MustCompile(`^--(\d{2})-?(\d{2})$`)
	csvDottedDate   = regexp.MustCompile(`^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})?$`)
	csvSlashedDate  = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$`)
	csvSlashedISO   = regexp.MustCompile(`^(\d{4})/(\d{1,2})/(\d{1,2})$`)
	csvDayMonthName = regexp.MustCompile(`^(?:\pL+,? )?(\d{1,2})(?:\.|st|nd|rd|th)?[ -](\pL+)\.?,?(?:[ -](\d{4}|\d{2}))?$`)
	csvMonthNameDay = regexp.MustCompile(`^(?:\pL+, )?(\pL+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?$`)
	csvBareYear     = regexp.MustCompile(`^(?:18|19|20)\d{2}$`)
	csvTimeOfDay    = regexp.MustCompile(`^(\S+)[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?$`)
)

// csvParseDate reads a date in a German, English or ISO form, with or without a
// year. It refuses what does not exist and what could be two different days.
func csvParseDate(s string, order DateOrder) (domain.PartialDate, bool) {
	s = strings.TrimSpace(s)
	if m := csvTimeOfDay.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	if m := csvIsoDate.FindStringSubmatch(s); m != nil {
		return csvDateOf(m[1], m[2], m[3])
	}
	if m := csvDottedDate.FindStringSubmatch(s); m != nil {
		return csvDateOf(m[3], m[2], m[1])
	}
	if m := csvSlashedDate.FindStringSubmatch(s); m != nil {
		return csvSlashed(m[1], m[2], m[3], order)
	}
	if m := csvYearlessISO.FindStringSubmatch(s); m != nil {
		return csvDateOf("", m[1], m[2])
	}
	if m := csvCompactDate.FindStringSubmatch(s); m != nil {
		return csvDateOf(m[1], m[2], m[3])
	}
	if m := csvSlashedISO.FindStringSubmatch(s); m != nil {
		return csvDateOf(m[1], m[2], m[3])
	}
	if csvBareYear.MatchString(s) {
		return csvDateOf(s, "", "")
	}
	if m := csvDayMonthName.FindStringSubmatch(s); m != nil {
		return csvDateOf(m[3], csvMonthNumber(m[2]), m[1])
	}
	if m := csvMonthNameDay.FindStringSubmatch(s); m != nil {
		return csvDateOf(m[3], csvMonthNumber(m[1]), m[2])
	}
	return domain.PartialDate{}, false
}

// csvSlashed reads 25/1/1980 and 1/25/1980, each by the number that can only be a
// day, else by the order of the file.
func csvSlashed(first, second, year string, order DateOrder) (domain.PartialDate, bool) {
	a, _ := strconv.Atoi(first)
	b, _ := strconv.Atoi(second)
	switch {
	case a > 12, order == DayFirst && b <= 12, a == b:
		return csvDateOf(year, second, first)
	case b > 12, order == MonthFirst:
		return csvDateOf(year, first, second)
	}
	return domain.PartialDate{}, false
}

// csvOrderOf tells the order of day and month from a date that has only one
// reading.
func csvOrderOf(s string) DateOrder {
	m := csvSlashedDate.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return DateOrderUnknown
	}
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	switch {
	case a > 12 && b <= 12:
		return DayFirst
	case b > 12 && a <= 12:
		return MonthFirst
	}
	return DateOrderUnknown
}

// csvDateOf checks the parts. Two digits of a year mean 1930 to 2029, as
// spreadsheets read them.
func csvDateOf(year, month, day string) (domain.PartialDate, bool) {
	var d domain.PartialDate
	d.Year, _ = strconv.Atoi(year)
	d.Month, _ = strconv.Atoi(month)
	d.Day, _ = strconv.Atoi(day)
	if len(year) == 2 {
		d.Year += 1900
		if d.Year < 1930 {
			d.Year += 100
		}
	}
	if d.Month == 0 && d.Day == 0 && month == "" && day == "" {
		return d, d.Year != 0
	}
	leap := d.Year
	if leap == 0 {
		leap = 2000 // a birthday on 29 February is possible in some year
	}
	t := time.Date(leap, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	if d.Month < 1 || d.Month > 12 || d.Day < 1 || t.Day() != d.Day || int(t.Month()) != d.Month {
		return domain.PartialDate{}, false
	}
	if year != "" && d.Year == 0 {
		return domain.PartialDate{}, false
	}
	return d, true
}

// csvIsNoDate knows how Outlook writes that there is no date.
func csvIsNoDate(s string) bool {
	switch strings.TrimSpace(s) {
	case "0/0/00", "0.0.00", "00.00.0000", "00/00/0000", "0000-00-00", "0/0/0000", "0.0.0000":
		return true
	}
	return false
}

var csvMonthNames = map[string]string{
	"jan": "1", "jaen": "1", "feb": "2", "feber": "2", "mar": "3", "maer": "3", "mrz": "3", "apr": "4", "mai": "5", "may": "5",
	"jun": "6", "jul": "7", "aug": "8", "sep": "9", "okt": "10", "oct": "10", "nov": "11", "dez": "12", "dec": "12",
}

// csvMonthNumber reads German, Austrian and English names of months, whole or cut.
func csvMonthNumber(name string) string {
	name = csvUmlautLetters.Replace(strings.ToLower(name))
	for _, length := range []int{5, 4, 3} {
		if len(name) >= length {
			if n, ok := csvMonthNames[name[:length]]; ok {
				return n
			}
		}
	}
	return "none"
}
