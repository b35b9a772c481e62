package palette

import (
	"context"
	"strings"
	"unicode/utf8"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
)

// narrowed are the values that a facet can still get, then the list of those who
// fit what was understood, and the first of them.
func (c *card) narrowed(ctx context.Context, text string, q query) (answer, error) {
	a := answer{chips: q.chips}
	if q.open != nil {
		lines, err := c.valueLines(ctx, text, *q.open)
		if err != nil {
			return a, err
		}
		a.lines = lines
	}
	switch {
	case q.wrong():
		a.lines = append(a.lines, head("palette.none-fit"))
		return a, nil
	case len(q.rules) == 0:
		return a, nil
	}
	views := c.desk.Workspace.Views()
	asked := projections.PeopleQuery{Text: q.text, Filter: &domain.Filter{Rules: q.rules}, Order: projections.PeopleByRecent}
	counted := asked
	asked.Limit = mostHits
	rows, err := views.People(ctx, asked)
	if err != nil {
		return a, err
	}
	shown := len(rows)
	if shown == mostHits {
		if shown, _, err = views.CountPeople(ctx, counted); err != nil {
			return a, err
		}
	}
	if shown == 0 {
		a.lines = append(a.lines, head("palette.none-fit"))
		return a, nil
	}
	a.lines = append(a.lines, head("place.people"), line{
		id: "list", act: func() { c.desk.ListPeople(q.rules, q.text) },
		data: kit.RowData{
			Face: kit.Face{Kind: kit.SymbolFace, ID: "list", Icon: kit.IconFilter}, Title: i18n.N("palette.open-list", shown),
		},
	})
	now := c.desk.Workspace.Now()
	for _, row := range rows {
		a.lines = append(a.lines, c.hitLine(projections.Hit{
			Kind: domain.KindPerson, ID: row.ID, Title: row.Name, Detail: row.Organisation, Photo: row.Photo, At: row.LastContact,
		}, now))
	}
	return a, nil
}

// mostValues is how many values of a facet are offered.
const mostValues = 12

// valueLines offer the values that begin as it was typed.
func (c *card) valueLines(ctx context.Context, text string, open token) ([]line, error) {
	values, err := c.words.values(ctx, open)
	if err != nil {
		return nil, err
	}
	lines := []line{head("palette.group.values")}
	typed := folded(open.value)
	before := text[:open.start] + text[open.start:open.start+strings.IndexByte(text[open.start:], ':')+1]
	for _, v := range values {
		if typed != "" && !begins(v, typed) && open.facet != facetOrg {
			continue
		}
		lines = append(lines, line{
			id: "value:" + v.label, complete: before + typedAs(v.label) + " ",
			data: kit.RowData{
				Face: kit.Face{Kind: kit.SymbolFace, ID: open.facet, Icon: facetIcons[open.facet]}, Title: v.label, Side: v.detail,
			},
		})
		if len(lines) > mostValues {
			break
		}
	}
	if len(lines) == 1 {
		lines = []line{head("palette.none-fit")}
	}
	return lines, nil
}

var facetIcons = map[string]kit.Icon{
	facetTag: kit.IconTag, facetCommunity: kit.IconCommunity, facetOrg: kit.IconOrganisation, facetOwner: kit.IconPerson,
	facetSilent: kit.IconClock, facetMissing: kit.IconCircle, facetRole: kit.IconAdvocate, facetRhythm: kit.IconSync,
}

// facetLines offer the facets whose words begin with the last word of a text; ":"
// alone offers all.
func facetLines(text string) []line {
	at := strings.LastIndexByte(text, ' ') + 1
	typed := fold(strings.TrimSuffix(text[at:], ":"))
	all := text[at:] == ":"
	if utf8.RuneCountInString(typed) < 2 && !all {
		return nil
	}
	var lines []line
	for _, facet := range facets {
		fits := all
		for _, word := range strings.Fields(fold(i18n.T("palette.facet." + facet + ".words"))) {
			fits = fits || strings.HasPrefix(word, typed)
		}
		if !fits {
			continue
		}
		label := i18n.T("palette.facet." + facet)
		lines = append(lines, line{
			id: "facet:" + facet, complete: text[:at] + label,
			data: kit.RowData{
				Face:  kit.Face{Kind: kit.SymbolFace, ID: facet, Icon: facetIcons[facet]},
				Title: label, Side: i18n.T("palette.facet." + facet + ".hint"),
			},
		})
	}
	if len(lines) > 0 {
		lines = append([]line{head("palette.group.filters")}, lines...)
	}
	return lines
}
