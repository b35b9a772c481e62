// Package facet reads words with a colon ("tag:fair silent:>90d") that narrow
// people down, in the palette and in the fields above the lists.
package facet

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kontor/domain"
	"kontor/i18n"
	"kontor/match"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/workspace"
)

// The facets: what stands before a colon. Each is known by the words under
// "palette.facet." + its name + ".words", in both languages.
const (
	Tag          = "tag"
	Community    = "community"
	Organisation = "organisation"
	Owner        = "owner"
	Silent       = "silent"
	Missing      = "missing"
	Role         = "role"
	Rhythm       = "rhythm"
)

// All are the facets in the order in which they are offered.
var All = []string{Tag, Community, Organisation, Owner, Silent, Missing, Role, Rhythm}

// Query is what somebody typed, as far as it was understood.
type Query struct {
	Rules []domain.Rule
	Chips []Chip
	Text  string // what is left for the search
	Open  *Token // a facet whose value is still being typed
	names map[domain.ID]string
}

// Asks tells whether anything but words was typed.
func (q Query) Asks() bool { return len(q.Chips) > 0 || q.Open != nil }

// Wrong tells whether a facet has a value that nothing has.
func (q Query) Wrong() bool {
	return slices.ContainsFunc(q.Chips, func(c Chip) bool { return c.Wrong })
}

// Chip says what a facet was understood as.
type Chip struct {
	Label string
	Token Token
	Wrong bool
}

// Token is a facet as it was typed, and where in the text.
type Token struct {
	Facet, Value string
	Start, End   int
}

// Value is one of those that a facet can have.
type Value struct {
	Label, Detail string
	Rule          domain.Rule
	words         []string // it is found by, folded; the first is how it is typed
}

var tokens = regexp.MustCompile(`([^\s:"]+):("[^"]*"?|\S*)`)

// tokensOf finds the facets in a text and what is left of it.
func tokensOf(text string) (found []Token, left string) {
	at := 0
	var rest strings.Builder
	for _, m := range tokens.FindAllStringSubmatchIndex(text, -1) {
		facet := facetNamed(text[m[2]:m[3]])
		if facet == "" {
			continue
		}
		rest.WriteString(text[at:m[0]])
		at = m[1]
		found = append(found, Token{facet, strings.Trim(text[m[4]:m[5]], `"`), m[0], m[1]})
	}
	rest.WriteString(text[at:])
	return found, strings.Join(strings.Fields(rest.String()), " ")
}

func facetNamed(word string) string {
	for _, facet := range All {
		if slices.Contains(Words(facet), match.FoldGerman(word)) {
			return facet
		}
	}
	return ""
}

// Words are what may be typed for a facet, in both languages, folded.
func Words(facet string) []string {
	return strings.Fields(match.FoldGerman(i18n.T("palette.facet." + facet + ".words")))
}

// Spoken tells whether a text has a word with a colon that is a facet.
func Spoken(text string) bool {
	if !strings.Contains(text, ":") {
		return false
	}
	found, _ := tokensOf(text)
	return len(found) > 0
}

// Read understands a text. What has no end yet, at the end of the text, is left
// open unless it is a value to the letter.
func (v *Vocabulary) Read(ctx context.Context, text string) (Query, error) {
	return v.read(ctx, text, true)
}

// ReadOut understands a text of which nothing is left open: at its end the
// beginning of a value stands for it, and a facet without any for nothing.
func (v *Vocabulary) ReadOut(ctx context.Context, text string) (Query, error) {
	return v.read(ctx, text, false)
}

func (v *Vocabulary) read(ctx context.Context, text string, opens bool) (Query, error) {
	found, left := tokensOf(text)
	q := Query{Text: left, names: map[domain.ID]string{}}
	for _, t := range found {
		values, err := v.Values(ctx, t)
		if err != nil {
			return q, err
		}
		meant, exact := best(values, t.Value)
		switch ends := t.End == len(text); {
		case opens && ends && !exact:
			q.Open = &t
			continue
		case ends && t.Value == "":
			continue
		case meant == nil:
			q.Chips = append(q.Chips, Chip{Label: i18n.T("palette.facet.unknown", t.Value), Token: t, Wrong: true})
			continue
		}
		if meant.Rule.Record != domain.None {
			q.names[meant.Rule.Record] = meant.Label
		}
		q.Rules = append(q.Rules, meant.Rule)
		q.Chips = append(q.Chips, Chip{
			Label: desk.RuleText(meant.Rule, func(id domain.ID) string { return q.names[id] }), Token: t,
		})
	}
	return q, nil
}

// best is the value that a word means: the one that is so, else the first that
// begins so.
func best(values []Value, typed string) (meant *Value, exact bool) {
	if typed = folded(typed); typed == "" {
		return nil, false
	}
	for i := range values {
		if slices.Contains(values[i].words, typed) {
			return &values[i], true
		}
		if meant == nil && values[i].begins(typed) {
			meant = &values[i]
		}
	}
	return meant, false
}

// Begins tells whether a value begins as it was typed.
func (v Value) Begins(typed string) bool { return v.begins(folded(typed)) }

func (v Value) begins(typed string) bool {
	return slices.ContainsFunc(v.words, func(word string) bool { return strings.HasPrefix(word, typed) })
}

// folded writes a value as it is compared: "Lead User" and "lead-user" are one.
func folded(s string) string {
	return strings.Join(strings.FieldsFunc(match.FoldGerman(s), func(r rune) bool { return r == ' ' || r == '-' || r == '_' }), "-")
}

// Typed is how a value is written behind the colon.
func (v Value) Typed() string {
	if strings.ContainsAny(v.Label, " 	") {
		return `"` + v.Label + `"`
	}
	return v.Label
}

// Vocabulary is what the values of facets are taken from. It is read when the
// first facet is, away from the window's thread.
type Vocabulary struct {
	workspace *workspace.Workspace
	lock      sync.Mutex
	load      func() (known, error)
}

// NewVocabulary returns one that has read nothing yet.
func NewVocabulary(w *workspace.Workspace) *Vocabulary {
	v := &Vocabulary{workspace: w}
	v.Forget()
	return v
}

// Learn reads what the values are taken from, unless it was.
func (v *Vocabulary) Learn() error {
	_, err := v.known()
	return err
}

// Forget lets the next facet read it anew.
func (v *Vocabulary) Forget() {
	v.lock.Lock()
	defer v.lock.Unlock()
	v.load = sync.OnceValues(v.learn)
}

func (v *Vocabulary) known() (known, error) {
	v.lock.Lock()
	load := v.load
	v.lock.Unlock()
	return load()
}

func (v *Vocabulary) learn() (k known, err error) {
	ctx, views := context.Background(), v.workspace.Views()
	if k.tags, err = views.Tags(ctx, ""); err != nil {
		return k, err
	}
	if k.communities, err = views.CommunityNames(ctx); err != nil {
		return k, err
	}
	k.members, err = views.Members(ctx)
	return k, err
}

type known struct {
	tags        []projections.TagRow
	communities []projections.CommunityRow
	members     []projections.MemberRow
}

// mostOrganisations is how many organisations are proposed.
const mostOrganisations = 8

// Values are those that a facet can have, the likeliest first.
func (v *Vocabulary) Values(ctx context.Context, t Token) (values []Value, err error) {
	add := func(label, detail string, rule domain.Rule, words ...string) {
		one := Value{Label: label, Detail: detail, Rule: rule}
		for _, word := range append([]string{label}, words...) {
			one.words = append(one.words, folded(word))
		}
		values = append(values, one)
	}
	fixed := func(name string, rule domain.Rule) {
		words := strings.Fields(i18n.T("palette.value." + name + ".words"))
		add(i18n.T("palette.value."+name), "", rule, words...)
	}
	switch t.Facet {
	case Silent:
		return silences(t.Value), nil
	case Missing:
		for _, detail := range domain.RuleDetails {
			fixed(string(detail), domain.Rule{About: domain.AboutDetail, Op: domain.OpEmpty, Detail: detail})
		}
		fixed("owner", domain.Rule{About: domain.AboutOwner, Op: domain.OpIs})
		fixed("rhythm", domain.Rule{About: domain.AboutRhythm, Op: domain.OpIs, State: domain.RhythmNone})
		return values, nil
	case Rhythm:
		for _, state := range domain.RhythmStates {
			fixed("rhythm."+string(state), domain.Rule{About: domain.AboutRhythm, Op: domain.OpIs, State: state})
		}
		return values, nil
	case Role:
		for _, role := range desk.KnownRoles() {
			add(desk.RoleName(role), "", domain.Rule{About: domain.AboutRole, Op: domain.OpIs, Text: role}, role)
		}
		return values, nil
	case Organisation:
		hits, err := v.workspace.Views().FindOrganisations(ctx, t.Value, mostOrganisations)
		for _, hit := range hits {
			add(hit.Title, hit.Detail, domain.Rule{About: domain.AboutOrganisation, Op: domain.OpIs, Record: hit.ID})
		}
		return values, err
	}
	known, err := v.known()
	if err != nil {
		return nil, err
	}
	switch t.Facet {
	case Tag:
		for _, row := range known.tags {
			add(row.Tag, i18n.Number(row.Count), domain.Rule{About: domain.AboutTag, Op: domain.OpIs, Text: row.Tag})
		}
	case Community:
		for _, row := range known.communities {
			if !row.Archived {
				add(row.Name, i18n.Number(row.People), domain.Rule{About: domain.AboutCommunity, Op: domain.OpIs, Record: row.ID})
			}
		}
	case Owner:
		me := v.workspace.Me()
		fixed("me", domain.Rule{About: domain.AboutOwner, Op: domain.OpIs, Record: me})
		fixed("nobody", domain.Rule{About: domain.AboutOwner, Op: domain.OpIs})
		for _, row := range known.members {
			add(row.Name, "", domain.Rule{About: domain.AboutOwner, Op: domain.OpIs, Record: row.ID})
		}
	}
	return values, nil
}

// silence reads "90", ">90d", "3m", "≥ 2 Wochen" without its space.
var silence = regexp.MustCompile(`^[>≥]?=?(\d{1,4})\p{L}*$`)

// daysOf are the days of a unit, by its first letter in either language.
var daysOf = map[byte]int{'d': 1, 't': 1, 'w': 7, 'm': 30, 'y': 365, 'j': 365}

// silences are how long somebody may be silent: what was typed, then what is
// usual.
func silences(typed string) (values []Value) {
	of := func(days int, words ...string) Value {
		rule := domain.Rule{About: domain.AboutLastContact, Op: domain.OpLonger, Days: days}
		v := Value{Label: i18n.T("palette.value.silent", days), Detail: i18n.N("rule.last-contact.longer", days), Rule: rule}
		for _, word := range append([]string{v.Label}, words...) {
			v.words = append(v.words, folded(word))
		}
		return v
	}
	if m := silence.FindStringSubmatch(typed); m != nil {
		n, err := strconv.Atoi(m[1])
		unit := 1
		if letters := strings.ToLower(strings.TrimLeft(typed, ">≥=0123456789")); letters != "" {
			unit = daysOf[letters[0]]
		}
		if days := n * unit; err == nil && days > 0 && days < 36525 {
			values = append(values, of(days, typed))
		}
	}
	for _, days := range []int{30, 60, 90, 180, 365} {
		values = append(values, of(days, strconv.Itoa(days)))
	}
	never := Value{Label: i18n.T("palette.value.never"), Rule: domain.Rule{About: domain.AboutLastContact, Op: domain.OpNever}}
	for _, word := range strings.Fields(i18n.T("palette.value.never.words")) {
		never.words = append(never.words, folded(word))
	}
	return append(values, never)
}
