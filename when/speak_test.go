package when

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kontor/domain"
)

func TestSpeak(t *testing.T) {
	loc := berlin(t)
	for _, c := range []struct {
		at, now   string
		precision domain.Precision
		de, en    string
	}{
		{"2026-11-18 14:20", "2026-11-18 14:32", domain.PrecisionMinute, "heute 14:20", "today 14:20"},
		{"2026-11-18 14:20", "2026-11-18 14:32", domain.PrecisionDay, "heute", "today"},
		{"2026-11-17 23:59", "2026-11-18 00:00", domain.PrecisionDay, "gestern", "yesterday"},
		{"2026-11-17 23:59", "2026-11-18 00:00", domain.PrecisionMinute, "gestern 23:59", "yesterday 23:59"},
		{"2026-11-19 00:00", "2026-11-18 23:59", domain.PrecisionDay, "morgen", "tomorrow"},
		{"2026-11-03 14:20", "2026-11-18 14:32", domain.PrecisionDay, "Di 3. Nov.", "Tue 3 Nov"},
		{"2026-11-03 14:20", "2026-11-18 14:32", domain.PrecisionMinute, "Di 3. Nov. 14:20", "Tue 3 Nov 14:20"},
		{"2026-11-24 00:00", "2026-11-18 14:32", domain.PrecisionDay, "Di 24. Nov.", "Tue 24 Nov"},
		{"2025-11-04 14:20", "2026-11-18 14:32", domain.PrecisionDay, "Di 4. Nov. 2025", "Tue 4 Nov 2025"},
		{"2026-12-31 12:00", "2027-01-01 09:00", domain.PrecisionDay, "gestern", "yesterday"},
		{"2026-12-30 12:00", "2027-01-01 09:00", domain.PrecisionDay, "Mi 30. Dez. 2026", "Wed 30 Dec 2026"},
		{"2027-01-01 12:00", "2026-12-31 09:00", domain.PrecisionMinute, "morgen 12:00", "tomorrow 12:00"},
		{"2028-02-29 12:00", "2028-03-01 09:00", domain.PrecisionDay, "gestern", "yesterday"},
		{"2028-02-29 12:00", "2028-03-05 09:00", domain.PrecisionDay, "Di 29. Feb.", "Tue 29 Feb"},
		{"2027-02-28 12:00", "2027-03-01 09:00", domain.PrecisionDay, "gestern", "yesterday"},
		// The clocks change in the nights to 29 March and 25 October 2026.
		{"2026-03-28 23:30", "2026-03-29 03:30", domain.PrecisionMinute, "gestern 23:30", "yesterday 23:30"},
		{"2026-03-30 00:10", "2026-03-29 23:50", domain.PrecisionDay, "morgen", "tomorrow"},
		{"2026-10-24 00:10", "2026-10-25 23:50", domain.PrecisionDay, "gestern", "yesterday"},
		{"2026-05-09 00:00", "2026-11-18 14:32", domain.PrecisionDay, "Sa 9. Mai", "Sat 9 May"},
		{"2026-05-01 00:00", "2026-11-18 14:32", domain.PrecisionMonth, "Mai 2026", "May 2026"},
		{"2026-01-01 00:00", "2026-11-18 14:32", domain.PrecisionYear, "2026", "2026"},
	} {
		at, _ := time.ParseInLocation(minuteForm, c.at, loc)
		now, _ := time.ParseInLocation(minuteForm, c.now, loc)
		if got := Speak(at, now, "de", c.precision); got != c.de {
			t.Errorf("%s at %s in German: %q, want %q", c.at, c.now, got, c.de)
		}
		if got := Speak(at.UTC(), now, "en-GB", c.precision); got != c.en {
			t.Errorf("%s at %s in English: %q, want %q", c.at, c.now, got, c.en)
		}
	}
}

func TestExact(t *testing.T) {
	at := time.Date(2026, 11, 3, 14, 20, 0, 0, berlin(t))
	for want, got := range map[string]string{
		"Dienstag, 3. November 2026, 14:20": Exact(at, "de"),
		"Tuesday, 3 November 2026, 14:20":   Exact(at, "en"),
		"Dienstag, 3. November 2026":        ExactTo(at, "de_AT", domain.PrecisionDay),
		"November 2026":                     ExactTo(at, "en", domain.PrecisionMonth),
		"2026":                              ExactTo(at, "fr", domain.PrecisionYear),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAgo(t *testing.T) {
	loc := berlin(t)
	for _, c := range []struct {
		at, now   string
		precision domain.Precision
		de, en    string
	}{
		{"2026-11-06 14:20", "2026-11-18 14:32", domain.PrecisionDay, "vor 12 Tagen", "12 days ago"},
		{"2026-11-21 00:00", "2026-11-18 14:32", domain.PrecisionDay, "in 3 Tagen", "in 3 days"},
		{"2026-11-17 23:00", "2026-11-18 01:00", domain.PrecisionDay, "gestern", "yesterday"},
		{"2026-11-17 23:00", "2026-11-18 01:00", domain.PrecisionMinute, "vor 2 Stunden", "2 hours ago"},
		{"2026-11-18 14:31", "2026-11-18 14:32", domain.PrecisionMinute, "vor 1 Minute", "1 minute ago"},
		{"2026-11-18 14:32", "2026-11-18 14:32", domain.PrecisionMinute, "gerade eben", "just now"},
		{"2026-11-18 12:31", "2026-11-18 14:32", domain.PrecisionMinute, "vor 2 Stunden", "2 hours ago"},
		{"2026-11-18 15:40", "2026-11-18 14:32", domain.PrecisionMinute, "in 1 Stunde", "in 1 hour"},
		{"2026-11-17 14:32", "2026-11-18 14:32", domain.PrecisionMinute, "gestern", "yesterday"},
		{"2026-11-18 00:00", "2026-11-18 14:32", domain.PrecisionDay, "heute", "today"},
		{"2026-11-19 00:00", "2026-11-18 14:32", domain.PrecisionDay, "morgen", "tomorrow"},
		{"2026-09-19 00:00", "2026-11-18 14:32", domain.PrecisionDay, "vor 60 Tagen", "60 days ago"},
		{"2026-09-18 00:00", "2026-11-18 14:32", domain.PrecisionDay, "vor 2 Monaten", "2 months ago"},
		{"2026-12-31 00:00", "2027-02-28 14:32", domain.PrecisionDay, "vor 2 Monaten", "2 months ago"},
		{"2024-11-18 00:00", "2026-11-18 14:32", domain.PrecisionDay, "vor 2 Jahren", "2 years ago"},
		{"2024-11-19 00:00", "2026-11-18 14:32", domain.PrecisionDay, "vor 23 Monaten", "23 months ago"},
		{"2029-11-18 00:00", "2026-11-18 14:32", domain.PrecisionDay, "in 3 Jahren", "in 3 years"},
		{"2026-03-30 01:00", "2026-03-28 14:32", domain.PrecisionDay, "in 2 Tagen", "in 2 days"},
	} {
		at, _ := time.ParseInLocation(minuteForm, c.at, loc)
		now, _ := time.ParseInLocation(minuteForm, c.now, loc)
		if got := Ago(at, now, "de", c.precision); got != c.de {
			t.Errorf("%s at %s in German: %q, want %q", c.at, c.now, got, c.de)
		}
		if got := Ago(at, now, "en", c.precision); got != c.en {
			t.Errorf("%s at %s in English: %q, want %q", c.at, c.now, got, c.en)
		}
	}
}

func TestSpeakDay(t *testing.T) {
	now := wednesday(t)
	if got := SpeakDay("2026-11-24", now, "de"); got != "Di 24. Nov." {
		t.Error(got)
	}
	if got := AgoDay("2026-11-15", now, "de"); got != "vor 3 Tagen" {
		t.Error(got)
	}
	if SpeakDay("", now, "de") != "" || AgoDay("2026-02-30", now, "en") != "" {
		t.Error("no day must say nothing")
	}
}

// Days are counted on the calendar: the change of the clocks, leap days and
// the ends of months and years shift nothing.
func TestDaysAcrossBorders(t *testing.T) {
	loc := berlin(t)
	for _, c := range []struct {
		now, phrase, want string
		dir               Direction
	}{
		{"2026-03-28 14:00", "morgen 2:30", "2026-03-29", Future}, // jumped over by the clocks
		{"2026-03-28 14:00", "in 2 Tagen um 9", "2026-03-30 09:00", Future},
		{"2026-10-24 14:00", "morgen 9:00", "2026-10-25 09:00", Future},
		{"2026-10-24 23:30", "übermorgen", "2026-10-26", Future},
		{"2026-10-25 12:00", "vor 12 Stunden", "2026-10-25 01:00", Past},
		{"2026-01-31 10:00", "in 1 Monat", "2026-02-28", Future},
		{"2028-01-31 10:00", "in einem Monat", "2028-02-29", Future},
		{"2028-02-29 10:00", "in 1 Jahr", "2029-02-28", Future},
		{"2028-02-28 10:00", "morgen", "2028-02-29", Future},
		{"2026-12-31 10:00", "morgen", "2027-01-01", Future},
		{"2027-01-01 10:00", "gestern", "2026-12-31", Past},
		{"2027-01-01 10:00", "KW 53", "2026-12-28", Past},
		{"2026-12-30 10:00", "nächste Woche", "2027-01-04", Future},
		{"2026-12-30 10:00", "nächsten Fr", "2027-01-01", Future},
		{"2026-12-30 10:00", "2.1.", "2027-01-02", Any},
		{"2027-01-02 10:00", "30.12.", "2026-12-30", Any},
		{"2026-11-30 10:00", "Monatsende", "2026-11-30", Future},
		{"2026-11-21 10:00", "Ende der Woche", "2026-11-27", Future}, // a Saturday
		{"2026-11-22 10:00", "nächste Woche", "2026-11-23", Future},  // a Sunday
		{"2026-11-22 10:00", "nächsten So", "2026-11-29", Future},
		{"2026-11-20 10:00", "in 1 Werktag", "2026-11-23", Future},
		{"2026-11-21 10:00", "in 5 Werktagen", "2026-11-27", Future},
		{"2026-11-20 10:00", "in 10 Werktagen", "2026-12-04", Future},
	} {
		now, _ := time.ParseInLocation(minuteForm, c.now, loc)
		m := Parse(c.phrase, now, c.dir)
		got := written(m)
		if len(c.want) == len(dayForm) {
			got = string(m.Day())
		}
		if got != c.want {
			t.Errorf("%s: %q is %s, want %s", c.now, c.phrase, got, c.want)
		}
	}
}

// Where midnight does not exist, a day still begins on itself.
func TestDayWithoutMidnight(t *testing.T) {
	loc, err := time.LoadLocation("America/Asuncion")
	if err != nil {
		t.Skip("no time zone data on this machine")
	}
	now := time.Date(2023, 9, 30, 12, 0, 0, 0, loc)
	if m := Parse("morgen", now, Future); m.Day() != "2023-10-01" {
		t.Errorf("the day after 30 September is %s", m.Day())
	}
}

// Every problem can be said in both languages.
func TestProblemsAreTranslated(t *testing.T) {
	for _, lang := range []string{"de", "en"} {
		data, err := os.ReadFile(filepath.Join("..", "assets", "translations", "when."+lang+".json"))
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		if err := json.Unmarshal(data, &texts); err != nil {
			t.Fatal(err)
		}
		for _, p := range []Problem{ProblemEmpty, ProblemUnknown, ProblemAmbiguous, ProblemNoSuchDay} {
			if texts[string(p)] == "" {
				t.Errorf("%s: %s has no text", lang, p)
			}
		}
	}
}
