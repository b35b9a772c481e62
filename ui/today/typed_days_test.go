package today

import (
	"testing"

	"kontor/when"

	"kontor/ui/desk/desktest"
)

// What the date fields of Kontor promise in their placeholder and their help, in
// both languages.
func TestDaysAreTypedAsTheyAreSpoken(t *testing.T) {
	for typed, want := range map[string]string{
		"nächsten Di": "2026-11-24", "next Tue": "2026-11-24", "in 3 weeks": "2026-12-09", "in 3 Wochen": "2026-12-09",
		"morgen": "2026-11-19", "tomorrow": "2026-11-19", "übermorgen": "2026-11-20", "+3t": "2026-11-21", "+3d": "2026-11-21",
		"12.3.": "2027-03-12", "24 Dec": "2026-12-24", "24. Dez.": "2026-12-24", "Ende der Woche": "2026-11-20",
	} {
		m := when.Parse(typed, desktest.Now, when.Future)
		if got := m.Time.Format("2006-01-02"); !m.OK || got != want {
			t.Errorf("%q is %s, %v", typed, got, m.OK)
		}
	}
}
