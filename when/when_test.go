package when

import (
	"testing"
	"time"

	"kontor/domain"
)

func berlin(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zone data on this machine")
	}
	return loc
}

// The drawing's day: Wednesday 18 November 2026, 14:32.
func wednesday(t testing.TB) time.Time {
	return time.Date(2026, time.November, 18, 14, 32, 10, 0, berlin(t))
}

const (
	dayForm    = "2006-01-02"
	minuteForm = "2006-01-02 15:04"
)

func written(m Match) string {
	if !m.OK {
		return string(m.Problem)
	}
	if !m.Until.IsZero() {
		return m.Time.Format(minuteForm) + "–" + m.Until.Format("15:04")
	}
	if m.HasTime {
		return m.Time.Format(minuteForm)
	}
	if m.Precision == domain.PrecisionMonth {
		return m.Time.Format("2006-01")
	}
	if m.Precision == domain.PrecisionYear {
		return m.Time.Format("2006")
	}
	return m.Time.Format(dayForm)
}

func TestParse(t *testing.T) {
	now := wednesday(t)
	for _, c := range []struct {
		dir    Direction
		phrase string
		want   string
	}{
		// relative words
		{Any, "heute", "2026-11-18"},
		{Any, "Today", "2026-11-18"},
		{Any, "morgen", "2026-11-19"},
		{Any, "MORGEN", "2026-11-19"},
		{Any, "tomorrow", "2026-11-19"},
		{Any, "übermorgen", "2026-11-20"},
		{Any, "u\u0308bermorgen", "2026-11-20"},
		{Any, "uebermorgen", "2026-11-20"},
		{Any, "day after tomorrow", "2026-11-20"},
		{Any, "the day after tomorrow", "2026-11-20"},
		{Any, "gestern", "2026-11-17"},
		{Any, "yesterday", "2026-11-17"},
		{Any, "vorgestern", "2026-11-16"},
		{Any, "the day before yesterday", "2026-11-16"},
		{Past, "gestern 15:00", "2026-11-17 15:00"},
		{Past, "yesterday 3pm", "2026-11-17 15:00"},
		{Past, "yesterday at 3", "2026-11-17 15:00"},
		{Past, "gestern um 9", "2026-11-17 09:00"},
		{Past, "15:00 gestern", "2026-11-17 15:00"},
		{Past, "3pm yesterday", "2026-11-17 15:00"},
		{Past, "heute früh", "2026-11-18"},
		{Past, "this morning", "2026-11-18"},
		{Past, "last night", "2026-11-17"},
		{Past, "gestern Abend", "2026-11-17"},
		{Past, "gestern Abend um 8", "2026-11-17 20:00"},
		{Past, "heute morgen um 7", "2026-11-18 07:00"},
		{Past, "heute früh um 6", "2026-11-18 06:00"},
		{Past, "gestern Mittag", "2026-11-17 12:00"},
		{Future, "morgen früh um 8", "2026-11-19 08:00"},
		{Future, "tomorrow at noon", "2026-11-19 12:00"},
		{Future, "tomorrow, 3:30 pm", "2026-11-19 15:30"},
		{Future, "tomorrow at 3:30", "2026-11-19 15:30"},
		{Future, "morgen um halb drei", "2026-11-19 14:30"},
		{Future, "morgen in einer Woche", "2026-11-26"},
		{Future, "tonight", "2026-11-18"},
		{Any, "jetzt", "2026-11-18 14:32"},
		{Any, "just now", "2026-11-18 14:32"},

		// quantities
		{Future, "in 3 Tagen", "2026-11-21"},
		{Future, "in 3 days", "2026-11-21"},
		{Future, "in drei Tagen", "2026-11-21"},
		{Future, "in einer Woche", "2026-11-25"},
		{Future, "in a week", "2026-11-25"},
		{Future, "in 2 Wochen", "2026-12-02"},
		{Future, "in vierzehn Tagen", "2026-12-02"},
		{Future, "in 3 Monaten", "2027-02-18"},
		{Future, "in einem halben Jahr", "2027-05-18"},
		{Future, "in 5 working days", "2026-11-25"},
		{Future, "in 3 Werktagen", "2026-11-23"},
		{Future, "within 10 days", "2026-11-28"},
		{Future, "innerhalb von 10 Tagen", "2026-11-28"},
		{Future, "+3d", "2026-11-21"},
		{Future, "+3t", "2026-11-21"},
		{Future, "+2w", "2026-12-02"},
		{Future, "+1m", "2026-12-18"},
		{Future, "+1y", "2027-11-18"},
		{Future, "+3 Tage", "2026-11-21"},
		{Past, "-3d", "2026-11-15"},
		{Past, "vor 2 Stunden", "2026-11-18 12:32"},
		{Past, "vor einer halben Stunde", "2026-11-18 14:02"},
		{Past, "vor 1,5 Stunden", "2026-11-18 13:02"},
		{Past, "half an hour ago", "2026-11-18 14:02"},
		{Past, "20 minutes ago", "2026-11-18 14:12"},
		{Past, "vor 12 Tagen", "2026-11-06"},
		{Past, "two weeks ago", "2026-11-04"},
		{Past, "vor 2 Tagen 15:00", "2026-11-16 15:00"},
		{Future, "in 2 Stunden", "2026-11-18 16:32"},

		// weekdays
		{Future, "nächsten Di", "2026-11-24"},
		{Future, "next Tue", "2026-11-24"},
		{Future, "nächsten Mittwoch", "2026-11-25"},
		{Future, "next Thu", "2026-11-19"},
		{Future, "Di", "2026-11-24"},
		{Future, "di", "2026-11-24"},
		{Future, "Di.", "2026-11-24"},
		{Future, "Tuesday", "2026-11-24"},
		{Future, "Mi", "2026-11-25"},
		{Future, "Mi 16 Uhr", "2026-11-18 16:00"},
		{Future, "Mi 9:30", "2026-11-25 09:30"},
		{Past, "Mi", "2026-11-18"},
		{Past, "Mi 9:30", "2026-11-18 09:30"},
		{Past, "Mi 16:00", "2026-11-11 16:00"},
		{Past, "Mo 9:30", "2026-11-16 09:30"},
		{Past, "Di", "2026-11-17"},
		{Any, "Mi", "2026-11-18"},
		{Any, "Di", "2026-11-24"},
		{Past, "letzten Freitag", "2026-11-13"},
		{Past, "last Fri", "2026-11-13"},
		{Past, "letzten Mittwoch", "2026-11-11"},
		{Past, "vorletzten Freitag", "2026-11-06"},
		{Future, "übernächsten Di", "2026-12-01"},
		{Future, "diesen Freitag", "2026-11-20"},
		{Future, "this Friday", "2026-11-20"},
		{Future, "kommenden Montag um 10 Uhr", "2026-11-23 10:00"},
		{Future, "bis Fr", "2026-11-20"},
		{Future, "by Fri", "2026-11-20"},
		{Future, "am Do", "2026-11-19"},
		{Future, "am So", "2026-11-22"},
		{Future, "so", "2026-11-22"},
		{Future, "spätestens bis Montag", "2026-11-23"},
		{Future, "Freitag in einer Woche", "2026-11-27"},
		{Future, "Freitag in 2 Wochen", "2026-12-04"},
		{Past, "Freitag vor einer Woche", "2026-11-06"},
		{Future, "Dienstag nächster Woche", "2026-11-24"},
		{Future, "Freitag nächster Woche", "2026-11-27"},
		{Future, "Friday next week", "2026-11-27"},
		{Future, "nächste Woche Freitag", "2026-11-27"},
		{Past, "letzte Woche Dienstag", "2026-11-10"},
		{Past, "Tuesday last week", "2026-11-10"},
		{Future, "Dienstagnachmittag um 3", "2026-11-24 15:00"},
		{Future, "Freitag morgen um 8", "2026-11-20 08:00"},
		{Future, "Fri afternoon", "2026-11-20"},

		// weeks, months, their edges
		{Future, "nächste Woche", "2026-11-23"},
		{Future, "next week", "2026-11-23"},
		{Past, "letzte Woche", "2026-11-09"},
		{Future, "diese Woche", "2026-11-20"},
		{Future, "übernächste Woche", "2026-11-30"},
		{Future, "Ende der Woche", "2026-11-20"},
		{Future, "end of week", "2026-11-20"},
		{Future, "end of the week", "2026-11-20"},
		{Future, "Ende nächster Woche", "2026-11-27"},
		{Future, "Mitte nächster Woche", "2026-11-25"},
		{Future, "Anfang nächster Woche", "2026-11-23"},
		{Future, "early next week", "2026-11-23"},
		{Future, "Wochenende", "2026-11-21"},
		{Future, "Monatsende", "2026-11-30"},
		{Future, "end of month", "2026-11-30"},
		{Future, "Ende des Monats", "2026-11-30"},
		{Future, "end of next month", "2026-12-31"},
		{Future, "Monatsanfang", "2026-12-01"},
		{Past, "Anfang des Monats", "2026-11-01"},
		{Future, "Mitte Dezember", "2026-12-15"},
		{Future, "mid-December", "2026-12-15"},
		{Future, "Ende Februar", "2027-02-28"},
		{Past, "Ende Februar", "2026-02-28"},
		{Future, "Quartalsende", "2026-12-31"},
		{Future, "Jahresende", "2026-12-31"},
		{Future, "Ende 2027", "2027-12-31"},
		{Future, "nächsten Monat", "2026-12"},
		{Past, "last month", "2026-10"},
		{Past, "letztes Jahr", "2025"},
		{Future, "im März", "2027-03"},
		{Past, "im März", "2026-03"},
		{Past, "March 2026", "2026-03"},
		{Past, "Mai", "2026-05"},
		{Future, "KW 48", "2026-11-23"},
		{Future, "KW48", "2026-11-23"},
		{Future, "week 48", "2026-11-23"},
		{Future, "KW 47", "2026-11-18"},
		{Past, "KW 47", "2026-11-16"},
		{Future, "KW 3", "2027-01-18"},
		{Past, "KW 53/2020", "2020-12-28"},
		{Past, "KW 53 2021", string(ProblemNoSuchDay)},
		{Future, "Di KW 49", "2026-12-01"},

		// dates
		{Past, "3.11.", "2026-11-03"},
		{Future, "3.11.", "2027-11-03"},
		{Any, "3.11.", "2026-11-03"},
		{Any, "3.3.", "2027-03-03"},
		{Past, "3.11", "2026-11-03"},
		{Past, "03.11.2026", "2026-11-03"},
		{Past, "3. 11. 2026", "2026-11-03"},
		{Past, "3.11.26", "2026-11-03"},
		{Past, "3.11. 11 Uhr", "2026-11-03 11:00"},
		{Past, "3.11. 11 Uhr 45", "2026-11-03 11:45"},
		{Past, "3.11., 11:45 Uhr", "2026-11-03 11:45"},
		{Past, "3. November", "2026-11-03"},
		{Past, "3. Nov. 2025", "2025-11-03"},
		{Past, "3 November 2025", "2025-11-03"},
		{Past, "3rd of November", "2026-11-03"},
		{Past, "Nov 3", "2026-11-03"},
		{Past, "Nov. 3rd, 2025", "2025-11-03"},
		{Past, "November 3 at 5pm", "2026-11-03 17:00"},
		{Past, "Di 3.11.", "2026-11-03"},
		{Past, "Dienstag, den 3. November 2026", "2026-11-03"},
		{Past, "Tue, Nov 3", "2026-11-03"},
		{Past, "2026-11-03", "2026-11-03"},
		{Past, "2026-11-03 14:00", "2026-11-03 14:00"},
		{Past, "2026-11-03T14:00", "2026-11-03 14:00"},
		{Past, "3/11", string(ProblemAmbiguous)},
		{Past, "3/11/2026", string(ProblemAmbiguous)},
		{Past, "11/15", "2026-11-15"},
		{Past, "15/11/2026", "2026-11-15"},
		{Past, "11/11", "2026-11-11"},
		{Past, "31.2.", string(ProblemNoSuchDay)},
		{Past, "29.2.", "2024-02-29"},
		{Future, "29.2.", "2028-02-29"},
		{Past, "29.2.2026", string(ProblemNoSuchDay)},
		{Future, "am 15.", "2026-12-15"},
		{Past, "am 15.", "2026-11-15"},
		{Future, "by the 31st", "2026-12-31"},

		// times
		{Past, "15:00", "2026-11-17 15:00"},
		{Future, "15:00", "2026-11-18 15:00"},
		{Past, "14:35", "2026-11-18 14:35"},
		{Past, "14:50", "2026-11-17 14:50"},
		{Past, "um 9 Uhr", "2026-11-18 09:00"},
		{Future, "9 Uhr", "2026-11-19 09:00"},
		{Past, "halb drei", "2026-11-18 14:30"},
		{Past, "um halb acht", "2026-11-18 07:30"},
		{Past, "viertel nach zwei", "2026-11-18 14:15"},
		{Past, "viertel vor eins", "2026-11-18 12:45"},
		{Past, "halb eins", "2026-11-18 12:30"},
		{Past, "half past nine", "2026-11-18 09:30"},
		{Past, "quarter to 10", "2026-11-18 09:45"},
		{Past, "mittags", "2026-11-18 12:00"},
		{Past, "noon", "2026-11-18 12:00"},
		{Past, "3 am", "2026-11-18 03:00"},
		{Past, "12am", "2026-11-18 00:00"},
		{Past, "12 pm", "2026-11-18 12:00"},
		{Past, "9 a.m.", "2026-11-18 09:00"},
		{Past, "3 Uhr nachmittags", "2026-11-17 15:00"},
		{Past, "15.30 Uhr", "2026-11-17 15:30"},
		{Past, "um 15 Uhr am 3.11.", "2026-11-03 15:00"},
		{Future, "24:00", "2026-11-19 00:00"},
		{Future, "5 o'clock", "2026-11-18 17:00"},

		{Past, "14:00-15:30", "2026-11-18 14:00–15:30"},
		{Past, "gestern 14–15 Uhr", "2026-11-17 14:00–15:00"},
		{Past, "gestern von 14 bis 15 Uhr", "2026-11-17 14:00–15:00"},
		{Past, "yesterday 2-3pm", "2026-11-17 14:00–15:00"},
		{Past, "yesterday 11-1pm", "2026-11-17 11:00–13:00"},
		{Past, "yesterday from 9:30 to 10:15", "2026-11-17 09:30–10:15"},
		{Past, "15:00-14:00", string(ProblemUnknown)},

		// no dates
		{Any, "", string(ProblemEmpty)},
		{Any, "   ", string(ProblemEmpty)},
		{Any, "Goethe", string(ProblemUnknown)},
		{Any, "morgen Goethe", string(ProblemUnknown)},
		{Any, "25:00", string(ProblemUnknown)},
		{Any, "12:75", string(ProblemUnknown)},
		{Any, "in 99999 Tagen", string(ProblemUnknown)},
		{Any, "jeden Montag", string(ProblemUnknown)},
		{Any, "Montag Montag", string(ProblemUnknown)},
		{Any, "nächsten", string(ProblemUnknown)},
		{Any, "um", string(ProblemUnknown)},
	} {
		if got := written(Parse(c.phrase, now, c.dir)); got != c.want {
			t.Errorf("Parse(%q, direction %d) = %s, want %s", c.phrase, c.dir, got, c.want)
		}
	}
}
