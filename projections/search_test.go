package projections

import (
	"fmt"
	"strings"
	"testing"

	"kontor/domain"
	"kontor/match"
)

func search(t testing.TB, v *Views, l *ledger, text string) []Hit {
	t.Helper()
	hits, err := v.Search(ctx, text, 10, l.clock)
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

func titles(hits []Hit) string {
	var list []string
	for _, h := range hits {
		title := h.Title
		if h.Approximate {
			title = "~" + title
		}
		list = append(list, title)
	}
	return strings.Join(list, ", ")
}

func TestSearchFindsNamesAsPeopleTypeThem(t *testing.T) {
	l := newLedger(t)
	schiller := l.addPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	l.addPerson(domain.Name{Given: "Jürgen", Family: "Müller"}, l.point(domain.PointPhone, "03643 / 54 52-0"))
	l.addPerson(domain.Name{Given: "Ελένη", Family: "Παπαδοπούλου"})
	l.addPerson(domain.Name{Display: "محمد الفارسي"})
	l.addPerson(domain.Name{Nickname: "🌻 Zoe\u0308"})
	cotta := l.add(domain.KindOrganisation, "J. G. Cotta'sche Buchhandlung")
	l.add(domain.KindCommunity, "Fürsprecher")
	l.affiliate(schiller, cotta, "Autor")
	l.log(domain.ConversationContent{People: []domain.ID{schiller}}, domain.ConversationWords{Subject: "Horen", Text: "Die Größe der Auflage"})
	l.plan("2026-04-01", "Korrekturbögen schicken", domain.FollowUpPlan{})
	v := l.views()
	for text, want := range map[string]string{
		"schiller":           "Friedrich Schiller",
		"Schiller Friedrich": "Friedrich Schiller",
		"f":                  "Friedrich Schiller",
		"fried sch":          "Friedrich Schiller",
		"shiler cotta":       "~Friedrich Schiller",
		"cotta schil":        "Friedrich Schiller",
		"Mueller":            "Jürgen Müller",
		"muller":             "Jürgen Müller",
		"MÜL":                "Jürgen Müller",
		"Mu\u0308ller":       "Jürgen Müller",
		"4936435452":         "Jürgen Müller",
		"παπαδοπουλου":       "Ελένη Παπαδοπούλου",
		"ΕΛΈΝΗ":              "Ελένη Παπαδοπούλου",
		"محمد":               "محمد الفارسي",
		"zoë":                "🌻 Zoe\u0308",
		"cota":               "~J. G. Cotta'sche Buchhandlung",
		"fürsprech":          "Fürsprecher",
		"grosse":             "Horen",
		"groesse aufl":       "Horen",
		"korrekturb":         "Korrekturbögen schicken",
	} {
		if got := titles(search(t, v, l, text)); !strings.HasPrefix(got, want) {
			t.Errorf("%q finds %q, want %q first", text, got, want)
		}
	}
	for _, text := range []string{"", " ", "\"", "* OR (", "NEAR", "a'b", "xylophon", "\x00"} {
		if got := titles(search(t, v, l, text)); got != "" && text != "a'b" {
			t.Errorf("%q finds %q", text, got)
		}
	}
}

// What is typed finds the better hit first, and everybody who could be meant.
func TestSearchOrder(t *testing.T) {
	l := newLedger(t)
	person := func(given, family string, more ...domain.Change) domain.ID {
		return l.addPerson(domain.Name{Given: given, Family: family}, more...)
	}
	cotta, gotha := l.add(domain.KindOrganisation, "Cotta"), l.add(domain.KindOrganisation, "Verlag Gotha")
	schiller := person("Friedrich", "Schiller")
	l.affiliate(schiller, cotta, "Autor")
	l.affiliate(person("Karl", "Schillert"), gotha, "")
	l.addPerson(domain.Name{Given: "Johann Wolfgang", Particle: "von", Family: "Goethe"},
		l.point(domain.PointEmail, "geheimrat@weimar.example"), l.point(domain.PointPhone, "03643 / 54 52-0"))
	person("Jwgen", "Thorn", l.point(domain.PointPhone, "+49 (0)361 778899"))
	person("Jürgen", "Müller")
	person("Otto", "Mueller")
	person("Ida", "Miller")
	person("Udo", "Strauß")
	person("Eva", "Strauss")
	person("Anna", "Amsel")
	person("Annabelle", "Amselfeld")
	lately := person("Annabelle", "Amselgrund")
	person("Anne", "Umsel")
	l.log(domain.ConversationContent{People: []domain.ID{lately}}, domain.ConversationWords{})
	v := l.views()
	for text, want := range map[string]string{
		"schiller":       "Friedrich Schiller, Karl Schillert",
		"anna amsel":     "Anna Amsel, Annabelle Amselgrund, Annabelle Amselfeld, ~Anne Umsel",
		"jwg":            "Jwgen Thorn, Johann Wolfgang von Goethe",
		"JVG":            "",
		"jwvg":           "Johann Wolfgang von Goethe",
		"jg":             "Johann Wolfgang von Goethe",
		"shiler cotta":   "~Friedrich Schiller",
		"cotta schiller": "Friedrich Schiller, ~Karl Schillert",
		"geheimrat@wei":  "Johann Wolfgang von Goethe",
		"weimar.ex":      "Johann Wolfgang von Goethe",
		"0364354":        "Johann Wolfgang von Goethe",
		"+49 3643":       "Johann Wolfgang von Goethe",
		"3643 5452":      "Johann Wolfgang von Goethe",
		"4936435452":     "Johann Wolfgang von Goethe",
		"5452":           "Johann Wolfgang von Goethe",
		"03643 5452":     "Johann Wolfgang von Goethe",
		"0361 77":        "Jwgen Thorn",
		"036177":         "Jwgen Thorn",
		"+4936177":       "Jwgen Thorn",
	} {
		if got := titles(search(t, v, l, text)); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	for text, fits := range map[string]int{"müller": 2, "mueller": 2, "muller": 2, "strauss": 2, "strauß": 2, "STRAUẞ": 2} {
		hits := search(t, v, l, text)
		for i, hit := range hits {
			if hit.Approximate != (i >= fits) {
				t.Errorf("%q finds %s", text, titles(hits))
			}
		}
		if len(hits) < fits {
			t.Errorf("%q finds %s", text, titles(hits))
		}
	}
	if got := titles(search(t, v, l, "miller")); !strings.HasPrefix(got, "Ida Miller, ~") || strings.Count(got, "Müller")+strings.Count(got, "Mueller") != 2 {
		t.Errorf("by its sound: %s", got)
	}
}

func TestRenamedOrganisationIsFoundWithItsPeople(t *testing.T) {
	l := newLedger(t)
	person := l.addPerson(domain.Name{Given: "Georg", Family: "Göschen"})
	org := l.add(domain.KindOrganisation, "Verlag Leipzig")
	l.affiliate(person, org, "")
	v := l.views()
	l.do(domain.ChangeDetails{Record: domain.Stream{Kind: domain.KindOrganisation, ID: org}, Changes: []domain.Change{
		{Field: domain.FieldName, Was: domain.TextValue("Verlag Leipzig"), Now: domain.TextValue("Druckerei Grimma")},
	}})
	l.catchUp(v)
	rows, err := v.People(ctx, PeopleQuery{Text: "grimma"})
	if err != nil || len(rows) != 1 || rows[0].Organisation != "Druckerei Grimma" {
		t.Errorf("by the new name: %+v, %v", rows, err)
	}
	if rows, err := v.People(ctx, PeopleQuery{Text: "leipzig"}); err != nil || len(rows) != 0 {
		t.Errorf("by the old name: %+v, %v", rows, err)
	}
}

func TestAnOrganisationComesBeforeItsPeople(t *testing.T) {
	l := newLedger(t)
	cotta := l.add(domain.KindOrganisation, "Cotta")
	goethe := l.addPerson(domain.Name{Given: "Johann", Family: "Goethe"})
	schiller := l.addPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	l.affiliate(goethe, cotta, "")
	l.affiliate(schiller, cotta, "")
	l.log(domain.ConversationContent{People: []domain.ID{goethe}}, domain.ConversationWords{})
	v := l.views()
	for _, text := range []string{"cotta", "kotta", "cottta", "cot"} {
		if got := titles(search(t, v, l, text)); !strings.HasPrefix(strings.TrimPrefix(got, "~"), "Cotta, ") || !strings.Contains(got, "Goethe") {
			t.Errorf("%q finds %q", text, got)
		}
	}
}

func TestSearchPutsThoseWeSpokeWithLatelyFirst(t *testing.T) {
	l := newLedger(t)
	var people []domain.ID
	for n := range 900 {
		people = append(people, l.addPerson(domain.Name{Given: "Anna", Family: fmt.Sprintf("Amsel%d", n)}))
	}
	v := l.views()
	l.log(domain.ConversationContent{People: people[877:878]}, domain.ConversationWords{})
	l.catchUp(v)
	for _, text := range []string{"a", "am", "anna", "anna ams"} {
		if hits := search(t, v, l, text); len(hits) < 10 || hits[0].ID != people[877] {
			t.Errorf("%q: %s", text, titles(hits))
		}
	}
}

func TestNamesInALineAreRecognised(t *testing.T) {
	l := newLedger(t)
	johann := l.addPerson(domain.Name{Given: "Johann", Particle: "von", Family: "Goethe"})
	l.addPerson(domain.Name{Given: "Cornelia", Family: "Goethe"})
	schiller := l.addPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	schiller2 := l.addPerson(domain.Name{Given: "Charlotte", Family: "Schiller"})
	cotta := l.add(domain.KindOrganisation, "Cotta")
	l.affiliate(schiller, cotta, "")
	v := l.views()
	find := func(name, organisation string) []Hit {
		t.Helper()
		hits, err := v.FindPeople(ctx, name, organisation, 5)
		if err != nil {
			t.Fatal(err)
		}
		return hits
	}
	if hits := find("Johann Goethe", ""); len(hits) == 0 || hits[0].ID != johann || hits[0].Score != 1 || hits[0].Approximate {
		t.Errorf("whole name: %+v", hits)
	}
	if hits := find("Goethe", ""); len(hits) != 2 || hits[0].Score != 0.9 || hits[1].Score != 0.9 {
		t.Errorf("a family name that two have: %+v", hits)
	}
	if hits := find("Johann", ""); len(hits) != 1 || hits[0].Score != 0.6 {
		t.Errorf("a given name: %+v", hits)
	}
	if hits := find("Schiller", "Cotta"); len(hits) != 2 || hits[0].ID != schiller || hits[0].Score <= hits[1].Score || hits[1].ID != schiller2 {
		t.Errorf("with the organisation: %+v", hits)
	}
	if hits := find("Schiler", "Kotta"); len(hits) == 0 || hits[0].ID != schiller || !hits[0].Approximate || hits[0].Score >= 0.95 {
		t.Errorf("misspelt: %+v", hits)
	}
	if hits := find("Napoleon", ""); len(hits) != 0 {
		t.Errorf("a stranger: %+v", hits)
	}
	orgs, err := v.FindOrganisations(ctx, "cotta", 5)
	if err != nil || len(orgs) != 1 || orgs[0].Score != 1 {
		t.Errorf("organisation: %+v, %v", orgs, err)
	}
}

func TestDuplicatesComeWithTheirReasons(t *testing.T) {
	l := newLedger(t)
	a := l.addPerson(domain.Name{Given: "Friedrich", Family: "Schiller"}, l.point(domain.PointEmail, "fs@jena.example"))
	b := l.addPerson(domain.Name{Given: "Fritz", Family: "Schiller"}, l.point(domain.PointEmail, "FS@jena.example"))
	l.addPerson(domain.Name{Given: "Sophie", Family: "Mereau"})
	v := l.views()
	rows, err := v.Duplicates(ctx, Page{})
	if err != nil || len(rows) != 1 || rows[0].A.ID != a || rows[0].B.ID != b || rows[0].Score < 90 || len(rows[0].Reasons) == 0 {
		t.Fatalf("duplicates: %+v, %v", rows, err)
	}
	if more, err := v.Duplicates(ctx, Page{After: rows[0].Cursor}); err != nil || len(more) != 0 {
		t.Errorf("the next page: %+v, %v", more, err)
	}
	alike, err := v.DuplicatesOf(ctx, match.Profile{Name: domain.Name{Given: "F.", Family: "Schiller"}, Emails: []string{"fs@jena.example"}}, 5)
	if err != nil || len(alike) != 2 {
		t.Errorf("of somebody new: %+v, %v", alike, err)
	}
	l.do(domain.Withdraw{Record: domain.Stream{Kind: domain.KindPerson, ID: b}})
	l.catchUp(v)
	if rows, err := v.Duplicates(ctx, Page{}); err != nil || len(rows) != 0 {
		t.Errorf("after one was withdrawn: %+v, %v", rows, err)
	}
}

// What a search looks through from key to key is read anew after every change.
func TestSearchSeesWhatCameSinceTheLastKey(t *testing.T) {
	l := newLedger(t)
	p := l.addPerson(domain.Name{Family: "Lenz"})
	said := func(text string) {
		l.log(domain.ConversationContent{
			Channel: domain.ChannelCall, Direction: domain.DirectionMutual, People: []domain.ID{p},
			When: domain.Moment{At: l.clock, Precision: domain.PrecisionMinute},
		}, domain.ConversationWords{Text: text})
	}
	said("Will die Pultleuchten sehen.")
	v := l.views()
	found := func() int {
		t.Helper()
		hits, err := v.Search(ctx, "pultleu", 20, l.clock)
		if err != nil {
			t.Fatal(err)
		}
		return len(hits)
	}
	if n := found(); n != 1 {
		t.Errorf("%d conversations", n)
	}
	said("Die Pultleuchten kommen im Mai.")
	l.catchUp(v)
	if n := found(); n != 2 {
		t.Errorf("%d conversations, one came since", n)
	}
	if err := v.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if n := found(); n != 2 {
		t.Errorf("%d conversations in the file that took its place", n)
	}
}
