package palette

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/workspace"
)

// The facets: what stands before a colon. Each is known by the words under
// "palette.facet." + its name + ".words", in both languages.
const (
	facetTag       = "tag"
	facetCommunity = "community"
	facetOrg       = "organisation"
	facetOwner     = "owner"
	facetSilent    = "silent"
	facetMissing   = "missing"
	facetRole      = "role"
	facetRhythm    = "rhythm"
)

var facets = []string{facetTag, facetCommunity, facetOrg, facetOwner, facetSilent, facetMissing, facetRole, facetRhythm}

// query is what somebody typed, as far as it was understood.
type query struct {
	rules []domain.Rule
	chips []chip
	text  string // what is left for the search
	open  *token // a facet whose value is still being typed
	names map[domain.ID]string
}

// asks tells whether anything but words was typed.
func (q query) asks() bool { return len(q.chips) > 0 || q.open != nil }

// wrong tells whether a facet has a value that nothing has.
func (q query) wrong() bool {
	return slices.ContainsFunc(q.chips, func(c chip) bool { return c.wrong })
}

// chip says what a facet was understood as.
type chip struct {
	label string
	token token
	wrong bool
}

// token is a facet as it was typed, and where in the text.
type token struct {
	facet, value string
	start, end   int
}

// value is one of those that a facet can have.
type value struct {
	label, detail string
	words         []string // it is found by, folded; the first is how it is typed
	rule          domain.Rule
}

var tokens = regexp.MustCompile(`([^\s:"]+):("[^"]*"?|\S*)`)

// tokensOf finds the facets in a text and what is left of it.
func tokensOf(text string) (found []token, left string) {
	at := 0
	var rest strings.Builder
	for _, m := range tokens.FindAllStringSubmatchIndex(text, -1) {
		facet := facetNamed(text[m[2]:m[3]])
		if facet == "" {
			continue
		}
		rest.WriteString(text[at:m[0]])
		at = m[1]
		found = append(found, token{facet, strings.Trim(text[m[4]:m[5]], `"`), m[0], m[1]})
	}
	rest.WriteString(text[at:])
	return found, strings.Join(strings.Fields(rest.String()), " ")
}

func facetNamed(word string) string {
	for _, facet := range facets {
		if slices.Contains(strings.Fields(fold(i18n.T("palette.facet."+facet+".words"))), fold(word)) {
			return facet
		}
	}
	return ""
}

// read understands a text. What has no end yet, at the end of the text, is left
// open unless it is a value to the letter.
func (v *vocabulary) read(ctx context.Context, text string) (query, error) {
	found, left := tokensOf(text)
	q := query{text: left, names: map[domain.ID]string{}}
	for _, t := range found {
		values, err := v.values(ctx, t)
		if err != nil {
			return q, err
		}
		match, exact := best(values, t.value)
		if !exact && t.end == len(text) {
			q.open = &t
			continue
		}
		if match == nil {
			q.chips = append(q.chips, chip{label: i18n.T("palette.facet.unknown", t.value), token: t, wrong: true})
			continue
		}
		if match.rule.Record != domain.None {
			q.names[match.rule.Record] = match.label
		}
		q.rules = append(q.rules, match.rule)
		q.chips = append(q.chips, chip{
			label: desk.RuleText(match.rule, func(id domain.ID) string { return q.names[id] }), token: t,
		})
	}
	return q, nil
}

// best is the value that a word means: the one that is so, else the first that
// begins so.
func best(values []value, typed string) (match *value, exact bool) {
	if typed = folded(typed); typed == "" {
		return nil, false
	}
	for i := range values {
		if slices.Contains(values[i].words, typed) {
			return &values[i], true
		}
		if match == nil && begins(values[i], typed) {
			match = &values[i]
		}
	}
	return match, false
}

func begins(v value, typed string) bool {
	return slices.ContainsFunc(v.words, func(word string) bool { return strings.HasPrefix(word, typed) })
}

// folded writes a value as it is compared: "Lead User" and "lead-user" are one.
func folded(s string) string {
	return strings.Join(strings.FieldsFunc(fold(s), func(r rune) bool { return r == ' ' || r == '-' || r == '_' }), "-")
}

// typedAs is how a value is written behind the colon.
func typedAs(label string) string {
	if strings.ContainsAny(label, " \t") {
		return `"` + label + `"`
	}
	return label
}

// vocabulary is what the values of facets are taken from. It is read once for
// each time that the palette is open, away from the window's thread.
type vocabulary struct {
	workspace *workspace.Workspace
	load      func() (known, error)
}

type known struct {
	tags        []projections.TagRow
	communities []projections.CommunityRow
	members     []projections.MemberRow
}

// mostOrganisations is how many organisations are proposed.
const mostOrganisations = 8

// values are those that a facet can have, the likeliest first.
func (v *vocabulary) values(ctx context.Context, t token) (values []value, err error) {
	add := func(label, detail string, rule domain.Rule, words ...string) {
		one := value{label: label, detail: detail, rule: rule}
		for _, word := range append([]string{label}, words...) {
			one.words = append(one.words, folded(word))
		}
		values = append(values, one)
	}
	fixed := func(name string, rule domain.Rule) {
		words := strings.Fields(i18n.T("palette.value." + name + ".words"))
		add(i18n.T("palette.value."+name), "", rule, words...)
	}
	switch t.facet {
	case facetSilent:
		return silences(t.value), nil
	case facetMissing:
		for _, detail := range domain.RuleDetails {
			fixed(string(detail), domain.Rule{About: domain.AboutDetail, Op: domain.OpEmpty, Detail: detail})
		}
		fixed("owner", domain.Rule{About: domain.AboutOwner, Op: domain.OpIs})
		fixed("rhythm", domain.Rule{About: domain.AboutRhythm, Op: domain.OpIs, State: domain.RhythmNone})
		return values, nil
	case facetRhythm:
		for _, state := range domain.RhythmStates {
			fixed("rhythm."+string(state), domain.Rule{About: domain.AboutRhythm, Op: domain.OpIs, State: state})
		}
		return values, nil
	case facetRole:
		for _, role := range desk.KnownRoles() {
			add(desk.RoleName(role), "", domain.Rule{About: domain.AboutRole, Op: domain.OpIs, Text: role}, role)
		}
		return values, nil
	case facetOrg:
		hits, err := v.workspace.Views().FindOrganisations(ctx, t.value, mostOrganisations)
		for _, hit := range hits {
			add(hit.Title, hit.Detail, domain.Rule{About: domain.AboutOrganisation, Op: domain.OpIs, Record: hit.ID})
		}
		return values, err
	}
	known, err := v.load()
	if err != nil {
		return nil, err
	}
	switch t.facet {
	case facetTag:
		for _, row := range known.tags {
			add(row.Tag, i18n.Number(row.Count), domain.Rule{About: domain.AboutTag, Op: domain.OpIs, Text: row.Tag})
		}
	case facetCommunity:
		for _, row := range known.communities {
			if !row.Archived {
				add(row.Name, i18n.Number(row.People), domain.Rule{About: domain.AboutCommunity, Op: domain.OpIs, Record: row.ID})
			}
		}
	case facetOwner:
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
func silences(typed string) (values []value) {
	of := func(days int, words ...string) value {
		rule := domain.Rule{About: domain.AboutLastContact, Op: domain.OpLonger, Days: days}
		v := value{label: i18n.T("palette.value.silent", days), detail: i18n.N("rule.last-contact.longer", days), rule: rule}
		for _, word := range append([]string{v.label}, words...) {
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
	never := value{label: i18n.T("palette.value.never"), rule: domain.Rule{About: domain.AboutLastContact, Op: domain.OpNever}}
	for _, word := range strings.Fields(i18n.T("palette.value.never.words")) {
		never.words = append(never.words, folded(word))
	}
	return append(values, never)
}
