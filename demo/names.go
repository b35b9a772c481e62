package demo

import (
	"strings"

	"kontor/domain"
)

// nameOrigin is where somebody's name comes from.
type nameOrigin struct {
	share                float64
	women, men, families string // headings of the lists of names
	country, language    string
}

var origins = []nameOrigin{
	{0.765, "de w", "de m", "de familie", "DE", "de"},
	{0.05, "de w", "de m", "at familie", "AT", "de"},
	{0.06, "de w", "de m", "ch familie", "CH", "de"},
	{0.02, "fr w", "fr m", "fr familie", "DE", "de"},
	{0.02, "it w", "it m", "it familie", "DE", "de"},
	{0.022, "pl w", "pl m", "pl familie", "DE", "de"},
	{0.023, "tr w", "tr m", "tr familie", "DE", "de"},
	{0.008, "ar w", "ar m", "ar familie", "DE", "de"},
	{0.006, "el w", "el m", "el familie", "DE", "de"},
	{0.026, "en w", "en m", "en familie", "DE", "en"},
}

// newOrigin draws where a name comes from.
func (s *story) newOrigin() *nameOrigin {
	at := s.dice.Float64()
	for i := range origins {
		if at -= origins[i].share; at < 0 {
			return &origins[i]
		}
	}
	return &origins[0]
}

// walk goes through all pairs of a given name and a family name in an order
// that looks random, so that no pair comes twice before all were used.
type walk struct{ at, stride, size int }

func newWalk(d dice, size int) *walk {
	w := &walk{at: d.IntN(size), stride: max(size*61803/100000, 1), size: size}
	for commonDivisor(w.stride, size) != 1 {
		w.stride++
	}
	return w
}

func commonDivisor(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func (w *walk) next() int {
	w.at = (w.at + w.stride) % w.size
	return w.at
}

// newName makes up somebody's name.
func (s *story) newName(o *nameOrigin) (name domain.Name, woman bool) {
	women, men, families := s.texts.names[o.women], s.texts.names[o.men], s.texts.names[o.families]
	given := len(women) + len(men)
	w := s.walks[o.families]
	if w == nil {
		w = newWalk(s.dice, given*len(families))
		s.walks[o.families] = w
	}
	n := w.next()
	family := families[n/given]
	n %= given
	var first spelling
	if woman = n < len(women); woman {
		first = women[n]
	} else {
		first = men[n-len(women)]
	}
	name = domain.Name{Given: first.native, Family: family.native}
	if first.native != first.latin {
		name.Phonetic = first.latin + " " + family.latin
	}
	if o.families == "de familie" {
		s.embellish(&name, women, men, woman)
	}
	return name, woman
}

// embellish adds what some people's names have besides.
func (s *story) embellish(name *domain.Name, women, men []spelling, woman bool) {
	switch r := s.dice.Float64(); {
	case r < 0.07:
		name.Title = "Dr."
	case r < 0.085:
		name.Title = "Prof. Dr."
	}
	switch r := s.dice.Float64(); {
	case r < 0.02:
		name.Particle = "von"
	case r < 0.024:
		name.Particle = "von der"
		name.Family += "burg"
	case r < 0.03 && woman:
		name.Family += "-" + oneOf(s.dice, s.texts.names["de familie"]).native
	}
	if s.dice.chance(0.06) {
		middle := men
		if woman {
			middle = women
		}
		if m := oneOf(s.dice, middle).native; m != name.Given {
			name.Middle = m
		}
	}
}

// latin is the name in Latin letters.
func latin(n domain.Name) (given, family string) {
	if n.Phonetic != "" {
		given, family, _ = strings.Cut(n.Phonetic, " ")
		return given, family
	}
	return n.Given, strings.TrimSpace(n.Particle + " " + n.Family)
}

var ascii = strings.NewReplacer(
	"ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "à", "a", "á", "a", "â", "a", "ç", "c", "é", "e", "è", "e", "ê", "e",
	"ë", "e", "ï", "i", "î", "i", "ó", "o", "ô", "o", "ø", "o", "ù", "u", "ú", "u", "û", "u", "ą", "a", "ć", "c",
	"ę", "e", "ł", "l", "ń", "n", "ś", "s", "ź", "z", "ż", "z", "ş", "s", "ğ", "g", "ı", "i", "i̇", "i", "č", "c", "š", "s",
	" & ", "-", " ", "-", "'", "", ".", "", ",", "", "(", "", ")", "",
)

// plain is a text as it can stand in an address: small letters of the Latin
// alphabet, digits and hyphens.
func plain(s string) string { return ascii.Replace(strings.ToLower(s)) }
