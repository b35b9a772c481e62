package match

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"iter"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"kontor/domain"
)

func person(given, family string) Profile {
	return Profile{Name: domain.Name{Given: given, Family: family}}
}

func (p Profile) at(organisation string) Profile { p.Organisation = organisation; return p }

func (p Profile) born(y, m, d int) Profile {
	p.Birthday = domain.PartialDate{Year: y, Month: m, Day: d}
	return p
}
func (p Profile) mail(e ...string) Profile { p.Emails = e; return p }
func (p Profile) tel(n ...string) Profile  { p.Phones = n; return p }

func (p Profile) account(service, account string) Profile {
	p.Identities = []string{service + ":" + account}
	return p
}

func TestScore(t *testing.T) {
	display := func(name string) Profile { return Profile{Name: domain.Name{Display: name}} }
	former := func(given, family, former string) Profile {
		return Profile{Name: domain.Name{Given: given, Family: family, Former: former}}
	}
	for name, c := range map[string]struct {
		a, b Profile
		want int
		why  string // the reasons, without their common beginning
	}{
		"same e-mail": {
			person("Anna", "Roth").mail("Anna@x.example"), person("", "").mail("anna@x.example"), 98, "same-email",
		},
		"Google ignores dots": {
			person("A.", "Roth").mail("anna.roth@gmail.com"), person("Anna", "Roth").mail("annaroth+kontor@googlemail.com"), 98, "same-email",
		},
		"shared mailbox does not count": {person("Anna", "Roth").mail("info@x.example"), person("Bernd", "Blau").mail("info@x.example"), 0, ""},
		"shared mailbox of a branch":    {person("Anna", "Roth").mail("info-ulm@x.example"), person("Bernd", "Blau").mail("info-ulm@x.example"), 0, ""},
		"same e-mail, other given name": {
			person("Anna", "Roth").mail("roth@x.example"), person("Bernd", "Roth").mail("roth@x.example"), 60, "same-email other-given-name",
		},
		"same phone":     {person("Anna", "Roth").tel("+49301234567"), person("Anna", "").tel("+49301234567"), 95, "same-phone"},
		"household":      {person("Anna", "Roth").tel("+49301234567"), person("Bernd", "Roth").tel("+49301234567"), 60, "same-phone other-given-name"},
		"switchboard":    {person("Anna", "Roth").tel("+49301234567"), person("Anna", "Blau").tel("+49301234567"), 60, "same-phone other-family-name"},
		"extension only": {person("Anna", "Roth").tel("123"), person("Bernd", "Blau").tel("123"), 0, ""},
		"same account": {
			person("Anna", "Roth").account("linkedin", "https://www.linkedin.com/in/annaroth/?trk=x"), person("", "").account("LinkedIn", "annaroth"), 96, "same-account",
		},
		"same fediverse account": {
			display("anna").account("mastodon", "https://social.example/@anna"), person("", "").account("mastodon", "@anna@social.example"), 96, "same-account",
		},
		"page without a service": {
			person("", "").account("https", "//github.com/anna"), person("", "").account("github", "Anna"), 96, "same-account",
		},
		"same account elsewhere": {person("", "").account("xing", "anna"), person("", "").account("github", "anna"), 0, ""},
		"name and organisation": {
			person("Anna", "Müller").at("Cotta GmbH"), person("anna", "Mueller").at("Cotta GmbH & Co. KG"), 95, "same-name-organisation same-name",
		},
		"name and birthday":           {person("Anna", "Roth").born(1980, 1, 2), person("Anna", "Roth").born(1980, 1, 2), 97, "same-name-birthday same-name"},
		"name and day without a year": {person("Anna", "Roth").born(0, 1, 2), person("Anna", "Roth").born(1980, 1, 2), 90, "same-name-birthday same-name"},
		"nickname and organisation":   {person("Fritz", "Schiller").at("Cotta"), person("Friedrich", "Schiller").at("Cotta"), 88, "nickname-organisation"},
		"nickname only":               {person("Bill", "Gates"), person("William", "Gates"), 60, "nickname"},
		"sounds alike, organisation":  {person("Anna", "Meier").at("Cotta"), person("Anna", "Mayr").at("Cotta"), 80, "sounds-alike-organisation"},
		"sounds alike only":           {person("Anna", "Schmidt"), person("Anna", "Schmitt"), 50, "sounds-alike"},
		"name only":                   {person("Anna", "Roth"), person("Anna", "Roth"), 70, "same-name"},
		"exchanged names":             {person("Roth", "Anna"), person("Anna", "Roth"), 70, "same-name"},
		"whole name":                  {display("Dr. Anna von Roth"), person("Anna", "Roth"), 70, "same-name"},
		"whole name with comma":       {display("Roth, Anna"), person("Anna", "Roth"), 70, "same-name"},
		"former name":                 {former("Anna", "Blau", "Roth").at("Cotta"), person("Anna", "Roth").at("Cotta"), 95, "same-name-organisation same-name former-name"},
		"one-word name":               {display("Goethe"), display("Göthe"), 50, "same-single-name"},
		"same name, other birthday": {
			person("Anna", "Roth").born(1980, 1, 2).at("Cotta"), person("Anna", "Roth").born(1981, 1, 2).at("Cotta"), 60, "same-name-organisation same-name other-birthday",
		},
		"colleagues":    {person("Anna", "Roth").at("Cotta"), person("Bernd", "Blau").at("Cotta"), 0, ""},
		"siblings":      {person("Anna", "Roth"), person("Bernd", "Roth"), 0, ""},
		"nothing known": {Profile{}, Profile{}, 0, ""},
		"other script":  {person("Анна", "Рот").at("Котта"), person("АННА", "рот").at("Котта"), 95, "same-name-organisation same-name"},
	} {
		t.Run(name, func(t *testing.T) {
			score, reasons := Score(c.a, c.b)
			back, _ := Score(c.b, c.a)
			var why []string
			for _, r := range reasons {
				why = append(why, strings.TrimPrefix(r.Key, "match.reason."))
			}
			if score != c.want || back != c.want || strings.Join(why, " ") != c.why {
				t.Errorf("%d (%d back) %v, want %d %s", score, back, why, c.want, c.why)
			}
			if shares := shareKey(c.a, c.b); score > 0 && !shares {
				t.Errorf("no key in common: %q and %q", BlockingKeys(c.a), BlockingKeys(c.b))
			}
		})
	}
}

func TestContradicts(t *testing.T) {
	for name, c := range map[string]struct {
		a, b Profile
		want bool
	}{
		"another person":            {person("Anna", "Roth"), person("Bernd", "Roth"), true},
		"nickname":                  {person("Fritz", "Roth"), person("Friedrich", "Roth"), false},
		"married":                   {person("Anna", "Roth"), person("Anna", "Blau"), false},
		"birthday corrected":        {person("Anna", "Roth").born(1980, 1, 2), person("Anna", "Roth").born(1981, 1, 2), false},
		"namesake given the number": {person("Anna", "Roth").born(1980, 1, 2), person("Anna", "Blau").born(1981, 1, 2), true},
		"exchanged names":           {person("Anna", "Roth"), person("Roth", "Anna"), false},
		"nothing known":             {person("Anna", "Roth"), Profile{}, false},
	} {
		if got := Contradicts(c.a, c.b); got != c.want || got != Contradicts(c.b, c.a) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func shareKey(a, b Profile) bool {
	keys := BlockingKeys(b)
	return slices.ContainsFunc(BlockingKeys(a), func(k string) bool { return slices.Contains(keys, k) })
}

// Whatever the profiles: the score is within bounds and symmetric, a score has
// reasons, a contradiction limits it, and blocking finds it.
func TestScoreHoldsForAll(t *testing.T) {
	some := func(values ...string) *rapid.Generator[string] { return rapid.SampledFrom(values) }
	profile := rapid.Custom(func(t *rapid.T) Profile {
		p := person(some("", "Anna", "Anne", "A.", "Hans", "Johannes", "李").Draw(t, "given"), some("", "Roth", "Rot", "Roht", "Müller", "Mueller", "王").Draw(t, "family"))
		p.Name.Former = some("", "Roth", "Müller").Draw(t, "former")
		p.Name.Display = some("", "Anna Roth", "Roth, Anna", "x").Draw(t, "display")
		p.Organisation = some("", "Cotta GmbH", "Cotta").Draw(t, "organisation")
		p.Birthday = domain.PartialDate{Year: rapid.IntRange(0, 2).Draw(t, "year"), Month: rapid.IntRange(0, 2).Draw(t, "month"), Day: rapid.IntRange(0, 2).Draw(t, "day")}
		return p.mail(some("", "a@x.example", "info@x.example").Draw(t, "mail")).tel(some("", "+4930123456").Draw(t, "phone")).
			account("github", some("", "anna").Draw(t, "account"))
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := profile.Draw(t, "a"), profile.Draw(t, "b")
		score, reasons := Score(a, b)
		back, _ := Score(b, a)
		if score != back || score < 0 || score > 100 || (score > 0) != (len(reasons) > 0) {
			t.Fatalf("%d, back %d, reasons %v", score, back, reasons)
		}
		for _, r := range reasons {
			if r.Against() && score > limitContradiction {
				t.Fatalf("%d in spite of %s", score, r.Key)
			}
		}
		if score > 0 && !shareKey(a, b) {
			t.Fatalf("%d %v without a common key", score, reasons)
		}
	})
}

// Every reason has its words in both languages, and nothing else is there.
func TestReasonsAreTranslated(t *testing.T) {
	source, err := parser.ParseFile(token.NewFileSet(), "score.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	ast.Inspect(source, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && strings.HasPrefix(l.Value, `"match.reason.`) {
			want[strings.Trim(l.Value, `"`)] = true
		}
		return true
	})
	for _, language := range []string{"de", "en"} {
		file, err := os.ReadFile("../assets/translations/match." + language + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(file, &texts); err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{}
		for key, text := range texts {
			got[key] = text != ""
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", language, got, want)
		}
	}
}

func BenchmarkScore(b *testing.B) {
	x := person("Annette", "von Droste-Hülshoff").at("Burg Hülshoff GmbH").mail("annette@huelshoff.example").tel("+4925341234").born(1997, 1, 10)
	y := person("Anette", "Droste-Huelshoff").at("Burg Huelshoff").mail("droste@meersburg.example").tel("+4925349999").born(1997, 1, 10)
	for b.Loop() {
		Score(x, y)
	}
}

// townsfolk makes people of whom every hundredth is there twice.
func townsfolk(n int) iter.Seq2[domain.ID, Profile] {
	given := strings.Fields("Anna Bernd Clara David Elisabeth Friedrich Gisela Heinrich Ilse Johannes Katharina Ludwig Maria Norbert Olga Peter Renate Stefan Theresa Ulrich")
	syllables := strings.Fields("ba ber den dorf el fel ger hau ing kel lem mann nau ott pel rich sen tal ulm wei zor schmi mül mei fisch")
	return func(yield func(domain.ID, Profile) bool) {
		random := rand.New(rand.NewPCG(1, 2))
		var last Profile
		for i := range n {
			family := ""
			for range 2 + random.IntN(2) {
				family += syllables[random.IntN(len(syllables))]
			}
			p := person(given[random.IntN(len(given))], family).at(fmt.Sprintf("Firma %d", random.IntN(n/10+1))).
				mail(fmt.Sprintf("p%d@x.example", i)).tel(fmt.Sprintf("+4930%07d", i))
			if i%100 == 1 {
				p = last.mail("other@x.example").tel()
			}
			last = p
			id := uuid.UUID{byte(i >> 16), byte(i >> 8), byte(i)}
			if !yield(id, p) {
				return
			}
		}
	}
}

func TestDuplicatesAmongMany(t *testing.T) {
	start := time.Now()
	found := Duplicates(townsfolk(20_000), 90)
	twins := map[[2]domain.ID]bool{}
	for _, c := range found {
		twins[[2]domain.ID{c.A, c.B}] = true
	}
	for i := 1; i < 20_000; i += 100 {
		a, b := uuid.UUID{0, byte((i - 1) >> 8), byte(i - 1)}, uuid.UUID{0, byte(i >> 8), byte(i)}
		if !twins[[2]domain.ID{a, b}] {
			t.Errorf("pair %d not found", i)
		}
	}
	t.Logf("%d pairs in %v", len(found), time.Since(start))
}

func BenchmarkDuplicates100k(b *testing.B) {
	for b.Loop() {
		if len(Duplicates(townsfolk(100_000), 80)) < 900 {
			b.Fatal("pairs are missing")
		}
	}
}
