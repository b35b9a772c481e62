package projections

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"kontor/domain"
)

// wished are needs as they stand in a real list.
var wished = []string{
	"Dokumentation auf Deutsch",
	"Preise für Vereine",
	"Single Sign-on mit Keycloak",
	"Import aus Outlook",
	"Barrierefreie Formulare",
	"Schulung für Administratoren",
	"Schnellere Antworten vom Support",
	"Regionaltreffen im Süden",
	"Handbuch für Einsteiger",
	"Rechnung per E-Rechnung (XRechnung)",
	"API for exporting invoices",
	"Release notes in plain language",
	"Newsletter nur einmal im Monat",
	"Datensicherung automatisch prüfen",
	"Mobile App für Android",
}

func (l *ledger) raise(title string, voices ...domain.ID) domain.ID {
	id := l.id()
	c := domain.RaiseNeed{Need: id, Words: domain.NeedWords{Title: title}}
	for _, person := range voices {
		c.Voices = append(c.Voices, domain.Voice{Person: person})
	}
	l.do(c)
	return id
}

func TestWhatIsTypedFindsTheNeedThatIsMeant(t *testing.T) {
	l := newLedger(t)
	for _, title := range wished {
		l.raise(title)
	}
	v := l.views()
	for typed, title := range map[string]string{
		"Deutsche Doku":                              "Dokumentation auf Deutsch",
		"deutschsprachige Dokumentation":             "Dokumentation auf Deutsch",
		"Dokumentatoin in deutscher Sprache":         "Dokumentation auf Deutsch",
		"Gibt es die Doku auch auf Deutsch?":         "Dokumentation auf Deutsch",
		"Vereinspreise":                              "Preise für Vereine",
		"Preis für Verein":                           "Preise für Vereine",
		"Vereinsrabatt, andere Preise":               "Preise für Vereine",
		"Keycloak-Anmeldung (SSO)":                   "Single Sign-on mit Keycloak",
		"Kieklok Single Sign on":                     "Single Sign-on mit Keycloak",
		"Outlook-Import":                             "Import aus Outlook",
		"Kontakte aus Outlok importieren":            "Import aus Outlook",
		"Formulare barrierefrei machen":              "Barrierefreie Formulare",
		"barierefreie Formulare":                     "Barrierefreie Formulare",
		"Administratorenschulung":                    "Schulung für Administratoren",
		"Schulungen für Admins":                      "Schulung für Administratoren",
		"Support antwortet schneller":                "Schnellere Antworten vom Support",
		"Regionales Treffen in Süddeutschland":       "Regionaltreffen im Süden",
		"Einsteigerhandbuch":                         "Handbuch für Einsteiger",
		"Handbücher für Einsteigerinnen":             "Handbuch für Einsteiger",
		"X-Rechnung":                                 "Rechnung per E-Rechnung (XRechnung)",
		"export invoices by API":                     "API for exporting invoices",
		"Monatlicher Newsletter":                     "Newsletter nur einmal im Monat",
		"Sicherung der Daten automatisch überprüfen": "Datensicherung automatisch prüfen",
		"Android-App":                                "Mobile App für Android",
		"DOKUMENTATION DEUTSCH":                      "Dokumentation auf Deutsch",
	} {
		rows, err := v.SimilarNeeds(ctx, typed, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) == 0 || rows[0].Title != title {
			t.Errorf("%q finds %v instead of %q", typed, needTitles(rows), title)
		}
	}
}

func needTitles(rows []NeedRow) (titles []string) {
	for _, row := range rows {
		titles = append(titles, row.Title)
	}
	return titles
}

func TestWhatIsTypedFindsNothingUnlike(t *testing.T) {
	l := newLedger(t)
	for _, title := range wished {
		l.raise(title)
	}
	v := l.views()
	for _, typed := range []string{
		"", "für die und mit", "Parkplätze vor dem Haus", "Mehr Personal", "Deutschlandticket für Ehrenamtliche",
		"Kaffee", "Der Vertrag soll kürzer werden", "Logo in neuer Farbe", "Wartungsfenster nachts", "dark mode",
	} {
		rows, err := v.SimilarNeeds(ctx, typed, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) > 0 {
			t.Errorf("%q finds %q", typed, needTitles(rows))
		}
	}
}

func TestSimilarNeedsAreAsPeopleLeaveThem(t *testing.T) {
	l := newLedger(t)
	doku, closed, gone := l.raise("Doku auf Deutsch"), l.raise("Deutsche Doku als PDF"), l.raise("Deutsche Doku")
	l.do(domain.CloseNeed{Need: closed, Reason: "doppelt"})
	l.do(domain.Withdraw{Record: domain.Stream{Kind: domain.KindNeed, ID: gone}})
	v := l.views()
	rows, err := v.SimilarNeeds(ctx, "Deutsche Doku", 0)
	if err != nil || len(rows) != 2 || rows[0].ID != doku || rows[1].ID != closed || rows[1].State != domain.NeedClosed {
		t.Errorf("%+v (%v)", rows, err)
	}
	if err := v.Apply(ctx, l.do(domain.ReviseNeed{Need: doku, Words: domain.NeedWords{Title: "Preisliste"}})); err != nil {
		t.Fatal(err)
	}
	rows, err = v.SimilarNeeds(ctx, "Deutsche Doku", 0)
	if err != nil || len(rows) != 1 || rows[0].ID != closed {
		t.Errorf("after a revision %v (%v)", needTitles(rows), err)
	}
}

func BenchmarkSimilarNeeds10k(b *testing.B) {
	l := newLedger(b)
	random := rand.New(rand.NewPCG(1, 2))
	var words []string
	for _, title := range wished {
		words = append(words, tellingWords(title)...)
	}
	begin, end := slices.Clone(words), []string{"liste", "pflicht", "dienst", "export", "treffen", "seite", "hilfe", "zugang", "rechnung", "vorlage"}
	for range 10_000 {
		title := ""
		for range 2 + random.IntN(4) {
			word := words[random.IntN(len(words))]
			if random.IntN(2) == 0 {
				word = begin[random.IntN(len(begin))] + end[random.IntN(len(end))]
			}
			if random.IntN(4) == 0 {
				word += fmt.Sprint(random.IntN(800))
			}
			title += word + " "
		}
		l.raise(title)
	}
	v := l.views()
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		typed := []string{"Deutsche Doku", "Dokumentatoin in deutscher Sprache", "Administratorenschulung", "Kontakte aus Outlok importieren"}[i%4]
		if _, err := v.SimilarNeeds(ctx, typed, 5); err != nil {
			b.Fatal(err)
		}
	}
}
