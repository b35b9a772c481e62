package palette

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/facet"
	"kontor/ui/kit"
)

// narrowed are the values that a facet can still get, then the list of those who
// fit what was understood, and the first of them.
func (c *card) narrowed(ctx context.Context, text string, q facet.Query) (answer, error) {
	a := answer{chips: q.Chips}
	if q.Open != nil {
		lines, err := c.valueLines(ctx, text, *q.Open)
		if err != nil {
			return a, err
		}
		a.lines = lines
	}
	switch {
	case q.Wrong():
		a.lines = append(a.lines, head("palette.none-fit"))
		return a, nil
	case len(q.Rules) == 0:
		return a, nil
	}
	asked := projections.PeopleQuery{Text: q.Text, Filter: &domain.Filter{Rules: q.Rules}, Order: projections.PeopleByRecent}
	page := asked
	page.Limit = mostHits
	rows, err := c.desk.Workspace.Views().People(ctx, page)
	if err != nil {
		return a, err
	}
	title := i18n.N("palette.open-list", len(rows))
	switch len(rows) {
	case 0:
		a.lines = append(a.lines, head("palette.none-fit"))
		return a, nil
	case mostHits:
		title, a.toCount = i18n.T("palette.open-list.all"), &asked
	}
	a.lines = append(a.lines, head("place.people"), line{
		id: listLine, act: func() { c.desk.ListPeople(q.Rules, q.Text) },
		data: kit.RowData{Face: kit.Face{Kind: kit.SymbolFace, ID: listLine, Icon: kit.IconFilter}, Title: title},
	})
	now := c.desk.Workspace.Now()
	for _, row := range rows {
		a.lines = append(a.lines, c.hitLine(projections.Hit{
			Kind: domain.KindPerson, ID: row.ID, Title: row.Name, Detail: row.Organisation, Photo: row.Photo, At: row.LastContact,
		}, now))
	}
	return a, nil
}

// listLine opens the whole list.
const listLine = "list"

// countAfter is how long somebody pauses before all who fit are counted: the
// first of them are there at once, the number may take a while.
const countAfter = 150 * time.Millisecond

// count puts the number of all who fit into the line that lists them.
func (c *card) count() {
	asked := c.answer.toCount
	if asked == nil {
		return
	}
	c.stopCount = c.desk.Async.After(countAfter, func() {
		kit.Load(context.Background(), c.counter, func(ctx context.Context) (int, error) {
			shown, _, err := c.desk.Workspace.Views().CountPeople(ctx, *asked)
			return shown, err
		}, func(shown int, err error) {
			if err != nil {
				return // the list itself says what is wrong
			}
			for i := range c.answer.lines {
				if c.answer.lines[i].id == listLine {
					c.answer.lines[i].data.Title = i18n.N("palette.open-list", shown)
					c.list.RefreshRow(listLine)
				}
			}
		})
	})
}

// uncount forgets what was to be counted.
func (c *card) uncount() {
	if c.stopCount != nil {
		c.stopCount()
		c.stopCount = nil
	}
	c.counter.Stop()
}

// mostValues is how many values of a facet are offered.
const mostValues = 12

// valueLines offer the values that begin as it was typed.
func (c *card) valueLines(ctx context.Context, text string, open facet.Token) ([]line, error) {
	values, err := c.words.Values(ctx, open)
	if err != nil {
		return nil, err
	}
	lines := []line{head("palette.group.values")}
	before := text[:open.Start] + text[open.Start:open.Start+strings.IndexByte(text[open.Start:], ':')+1]
	for _, v := range values {
		if open.Value != "" && !v.Begins(open.Value) && open.Facet != facet.Organisation {
			continue
		}
		lines = append(lines, line{
			id: "value:" + v.Label, complete: before + v.Typed() + " ",
			data: kit.RowData{
				Face: kit.Face{Kind: kit.SymbolFace, ID: open.Facet, Icon: facetIcons[open.Facet]}, Title: v.Label, Side: v.Detail,
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
	facet.Tag: kit.IconTag, facet.Community: kit.IconCommunity, facet.Organisation: kit.IconOrganisation, facet.Owner: kit.IconPerson,
	facet.Silent: kit.IconClock, facet.Missing: kit.IconCircle, facet.Role: kit.IconAdvocate, facet.Rhythm: kit.IconSync,
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
	for _, name := range facet.All {
		fits := all
		for _, word := range facet.Words(name) {
			fits = fits || strings.HasPrefix(word, typed)
		}
		if !fits {
			continue
		}
		label := i18n.T("palette.facet." + name)
		lines = append(lines, line{
			id: "facet:" + name, complete: text[:at] + label,
			data: kit.RowData{
				Face:  kit.Face{Kind: kit.SymbolFace, ID: name, Icon: facetIcons[name]},
				Title: label, Side: i18n.T("palette.facet." + name + ".hint"),
			},
		})
	}
	if len(lines) > 0 {
		lines = append([]line{head("palette.group.filters")}, lines...)
	}
	return lines
}
