package quicklog

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"kontor/domain"
)

func TestSplitName(t *testing.T) {
	for text, want := range map[string]domain.Name{
		"Goethe":                          {Family: "Goethe"},
		"Charlotte von Stein":             {Given: "Charlotte", Particle: "von", Family: "Stein"},
		"Dr. Schiller":                    {Title: "Dr.", Family: "Schiller"},
		"Prof. Dr. Friedrich Schiller":    {Title: "Prof. Dr.", Given: "Friedrich", Family: "Schiller"},
		"Johann Wolfgang von Goethe":      {Given: "Johann", Middle: "Wolfgang", Particle: "von", Family: "Goethe"},
		"Gotthold E. Lessing":             {Given: "Gotthold", Middle: "E.", Family: "Lessing"},
		"von Stein":                       {Particle: "von", Family: "Stein"},
		"Frau von Stein":                  {Particle: "von", Family: "Stein"},
		"Sophie von La Roche":             {Given: "Sophie", Particle: "von", Family: "La Roche"},
		"Anna van der Meer":               {Given: "Anna", Particle: "van der", Family: "Meer"},
		"Carl von und zu Guttenberg":      {Given: "Carl", Particle: "von und zu", Family: "Guttenberg"},
		"Stein, Charlotte von":            {Given: "Charlotte", Particle: "von", Family: "Stein"},
		"Moritz Müller-Lüdenscheidt":      {Given: "Moritz", Family: "Müller-Lüdenscheidt"},
		"Jean Paul Richter jun.":          {Given: "Jean", Middle: "Paul", Family: "Richter", Suffix: "jun."},
		"Martin Luther King, Jr.":         {Given: "Martin", Middle: "Luther", Family: "King,", Suffix: "Jr."},
		"charlotte von stein":             {Given: "Charlotte", Particle: "von", Family: "Stein"},
		"goethe":                          {Family: "Goethe"},
		"friedrich.schiller@jena.example": {Given: "Friedrich", Family: "Schiller"},
		"info@jena.example":               {Display: "info@jena.example"},
		"محمد بن سلمان":                   {Given: "محمد", Middle: "بن", Family: "سلمان"},
		"Αριστοτέλης":                     {Family: "Αριστοτέλης"},
		"4711":                            {Display: "4711"},
		"":                                {},
		"🙂":                               {Display: "🙂"},
		"Herr":                            {Family: "Herr"},
		"Dr.":                             {Family: "Dr."},
	} {
		if text == "Martin Luther King, Jr." {
			want.Family = "King"
		}
		if got := SplitName(text); got != want {
			t.Errorf("SplitName(%q) = %+v, want %+v", text, got, want)
		}
	}
}

// weimar is a small directory: it finds names by any of their words.
type weimar []Candidate

func (w weimar) People(name, organisation string) []Candidate {
	var found []Candidate
	for _, c := range w {
		for word := range strings.FieldsSeq(foldName(c.Label)) {
			if word == foldName(name) || allIn(name, c.Label) {
				c.Exact, c.Score = true, 0.8
				if organisation != "" && strings.EqualFold(c.Detail, organisation) {
					c.Score = 1
				}
				found = append(found, c)
				break
			}
			if len(word) > 5 && len(name) > 5 && word[:4] == foldName(name)[:4] {
				c.Score = 0.7
				found = append(found, c)
				break
			}
		}
	}
	return found
}

// allIn reports whether all words of a name are words of another.
func allIn(name, whole string) bool {
	words := strings.Fields(foldName(whole))
	for word := range strings.FieldsSeq(foldName(name)) {
		if !slices.Contains(words, word) {
			return false
		}
	}
	return true
}

func (w weimar) Organisations(name string) []Candidate {
	if strings.EqualFold(name, "Cotta") {
		return []Candidate{{ID: id(9), Label: "J. G. Cotta'sche Buchhandlung", Score: 1, Exact: true}}
	}
	return nil
}

func id(n byte) domain.ID { return uuid.UUID{15: n} }

var people = weimar{
	{ID: id(1), Label: "Johann Wolfgang Goethe"},
	{ID: id(2), Label: "Friedrich Schiller", Detail: "Cotta"},
	{ID: id(3), Label: "Charlotte Schiller", Detail: "Jena"},
	{ID: id(4), Label: "Johann Gottfried Herder"},
}

func TestResolve(t *testing.T) {
	at := now(t)
	for line, want := range map[string]string{
		"call Goethe: yes":                    "Goethe known Johann Wolfgang Goethe",
		"call Schiller: yes":                  "Schiller ambiguous Charlotte Schiller/Friedrich Schiller",
		"call Schiller @ Cotta: yes":          "Schiller known Friedrich Schiller; Cotta known J. G. Cotta'sche Buchhandlung",
		"call Charlotte Schiller: yes":        "Charlotte Schiller known Charlotte Schiller",
		"call Schillers: yes":                 "Schillers ambiguous Charlotte Schiller/Friedrich Schiller",
		"call Wieland @ Göschen: yes":         "Wieland unknown; Göschen unknown",
		"call Herder: yes":                    "Herder ambiguous Herder/Johann Gottfried Herder",
		"call Caroline Herder: yes":           "Caroline Herder known Caroline Herder",
		"call Bertuch: yes":                   "Bertuch known Bertuch",
		"call Johann Gottfried Herder: yes":   "Johann Gottfried Herder known Johann Gottfried Herder",
		"call Wieland: ask @Goethe, @Bertuch": "Wieland unknown; Goethe known Johann Wolfgang Goethe; Bertuch known Bertuch",
	} {
		r := Resolve(Parse(line, at, Options{Members: colleagues}), people)
		var got []string
		ambiguous := false
		for _, list := range [][]Resolution{r.TheirPeople, r.OurPeople, r.TheirOrganisations, r.Mentioned} {
			for _, n := range list {
				s := n.Name.Text + " " + string(n.State)
				if n.State == Known {
					s += " " + n.Chosen.Label
				}
				if n.State == Ambiguous {
					ambiguous = true
					labels := []string{}
					for _, c := range n.Choices {
						labels = append(labels, c.Label)
					}
					if labels[0] > labels[1] {
						labels[0], labels[1] = labels[1], labels[0]
					}
					s += " " + strings.Join(labels, "/")
				}
				got = append(got, s)
			}
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%s\n got %s\nwant %s", line, s, want)
		}
		if r.Complete() == ambiguous {
			t.Errorf("%s: complete is %v", line, r.Complete())
		}
	}
	r := Resolve(Parse("Mail von wieland@merkur.example: ja", at, Options{}), people)
	if r.TheirPeople[0].Email != "wieland@merkur.example" {
		t.Errorf("the address of a new person is %q", r.TheirPeople[0].Email)
	}
}

func translations(t *testing.T, lang string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "assets", "translations", "quicklog."+lang+".json"))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestPreview(t *testing.T) {
	at := now(t)
	for _, c := range []struct{ lang, line, want string }{
		{
			"de", "Telefonat Goethe, Schiller @Cotta: will deutsche Doku #doku, Entwurf schicken nächsten Di",
			`Kanal: Telefon · jetzt, 14:32
Mit: Johann Wolfgang Goethe, Friedrich Schiller (Cotta)
Organisation: J. G. Cotta'sche Buchhandlung
Wiedervorlage: Entwurf schicken · Di 24. Nov. · für dich
Schlagwörter: #doku`,
		},
		{
			"en", "mail from Wieland @ Merkur yesterday 3pm 20 min: asks ?by Fri -- >>Bertuch reply > next Tue > call",
			`Channel: Mail · incoming · yesterday 15:00 · 20 min
With: Wieland (Merkur) – new
Organisation: Merkur – new
Follow-up: reply · no date · for Bertuch
Follow-up: Get in touch again · Tue 24 Nov · for you
Follow-up: call · no date · for you
Answer: expected from us · by Fri 20 Nov
Sentiment: very bad`,
		},
		{"de", "Messe Leipzig mit Schiller: gut", "Kanal: Messe oder Veranstaltung · jetzt, 14:32\nMit: Schiller – wer?\nBetreff: Messe Leipzig"},
	} {
		texts := translations(t, c.lang)
		r := Resolve(Parse(c.line, at, Options{Members: colleagues}), people)
		var got []string
		for _, row := range Preview(r, at, c.lang, nil) {
			got = append(got, texts[row.Label]+": "+row.Say(func(key string) string {
				if texts[key] == "" {
					t.Errorf("no translation of %s", key)
				}
				return texts[key]
			}))
		}
		if s := strings.Join(got, "\n"); s != c.want {
			t.Errorf("%s\n got:\n%s\nwant:\n%s", c.line, s, c.want)
		}
	}
}

// Every channel that ships has a name in both languages, and both languages
// have the same keys.
func TestTranslationsAreComplete(t *testing.T) {
	german, english := translations(t, "de"), translations(t, "en")
	for _, channel := range domain.Channels {
		if german["quicklog.channel."+channel] == "" {
			t.Errorf("channel %s has no German name", channel)
		}
	}
	for key := range german {
		if english[key] == "" {
			t.Errorf("%s has no English text", key)
		}
	}
	if len(german) != len(english) {
		t.Errorf("%d German texts, %d English", len(german), len(english))
	}
}
