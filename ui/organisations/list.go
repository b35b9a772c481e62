package organisations

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/facet"
	"kontor/ui/kit"
	"kontor/ui/picker"
	"kontor/ui/roster"
	"kontor/when"
)

// filter says which organisations are listed. What is typed is not kept.
type filter struct {
	Text     string `json:"-"`
	Tag      string `json:"tag,omitempty"`
	Archived bool   `json:"archived,omitempty"`
}

func (f filter) query(o roster.Order) projections.OrganisationQuery {
	return projections.OrganisationQuery{Text: f.Text, Similar: true, Tag: f.Tag, Archived: f.Archived, Reverse: o.Reverse}
}

// list is what the roster of organisations asks of the workspace.
type list struct {
	*roster.List[projections.OrganisationRow, filter]
	desk  *desk.Desk
	words *facet.Vocabulary
}

// read takes a tag behind a colon for one that is chosen. The other words with a
// colon are about people.
func (l *list) read(ctx context.Context, f filter) (filter, string, error) {
	q, err := l.words.ReadOut(ctx, f.Text)
	if err != nil {
		return f, "", err
	}
	for _, chip := range q.Chips {
		switch {
		case chip.Token.Facet != facet.Tag:
			return f, i18n.T("organisations.colon.only-tag"), nil
		case chip.Wrong:
			return f, i18n.T("roster.colon.wrong", chip.Label), nil
		}
	}
	if f.Text = q.Text; len(q.Rules) > 0 {
		f.Tag = domain.NormalTag(q.Rules[len(q.Rules)-1].Text)
	}
	return f, "", nil
}

// forget lets the next word with a colon read the tags anew.
func (l *list) forget() {
	if !facet.Spoken(l.Filter.Text) {
		l.words.Forget()
	}
}

func (l *list) params() roster.Params[projections.OrganisationRow, filter] {
	d := l.desk
	views := d.Workspace.Views
	return roster.Params[projections.OrganisationRow, filter]{
		Desk: d, Page: desk.PageOrganisations, Title: i18n.T("organisations.title"), Placeholder: i18n.T("organisations.filter"),
		NewLabel: i18n.T("organisations.new"), NewIcon: kit.IconPlus, OnNew: func() { d.EditOrganisation(domain.None) },
		Hints: []string{
			"J  K", i18n.T("organisations.key.move"), "E", i18n.T("organisations.key.edit"), "L", i18n.T("organisations.key.log"),
			"X", i18n.T("organisations.key.mark"),
		},
		ID:     func(o projections.OrganisationRow) domain.ID { return o.ID },
		Cursor: func(o projections.OrganisationRow) string { return o.Cursor },
		Fetch: func(ctx context.Context, f filter, o roster.Order, t kit.Turn) ([]projections.OrganisationRow, error) {
			q := f.query(o)
			q.Page = projections.Page{After: t.After, From: t.From, Before: t.Before, Last: t.Last, Limit: t.Limit}
			return views().Organisations(ctx, q)
		},
		Count: func(ctx context.Context, f filter) (c roster.Count, err error) {
			c.Shown, c.All, err = views().CountOrganisations(ctx, f.query(roster.Order{}))
			return c, err
		},
		IDs: func(ctx context.Context, f filter, o roster.Order) ([]domain.ID, error) {
			return views().OrganisationIDs(ctx, f.query(o))
		},
		Find: l.find, OnFetch: l.forget, Read: l.read, Alike: func(o projections.OrganisationRow) bool { return o.Similar },
		Text: func(f *filter) *string { return &f.Text }, Facets: l.facets, Offers: l.offers,
		Orders: []roster.Order{{
			Value: "name", Chip: i18n.T("organisations.order.name"), Label: i18n.T("organisations.order.name.long"), Turnable: true,
		}},
		Row: l.row, Columns: l.columns(), Face: face, Tooltip: tooltip,
		Menu:    func(o projections.OrganisationRow) []kit.MenuItem { return menu(d, o) },
		Actions: l.actions(), Counted: func(n int) string { return i18n.N("organisations.marked", n) },
		Empty: func() kit.Empty {
			return kit.Empty{
				Icon: kit.IconOrganisation, Title: i18n.T("organisations.empty"), Text: i18n.T("organisations.empty.text"),
				Action: i18n.T("organisations.new"), Key: "N", OnTap: func() { d.EditOrganisation(domain.None) },
			}
		},
		NoneFit: kit.Empty{
			Title: i18n.T("organisations.none-fit"), Text: i18n.T("organisations.none-fit.text"), Action: i18n.T("organisations.clear-filter"),
		},
	}
}

// find gives the place of the first organisation whose name begins so.
func (l *list) find(ctx context.Context, f filter, o roster.Order, typed string) (string, error) {
	q := f.query(o)
	q.Similar, q.Page = false, projections.Page{Limit: 1}
	if o.Reverse {
		q.Text += " " + typed
	} else {
		q.Page.From = projections.PersonNamed(typed)
	}
	rows, err := l.desk.Workspace.Views().Organisations(ctx, q)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].Cursor, nil
}

// facets are what a filter asks for.
func (l *list) facets(f filter) []roster.Facet[filter] {
	var facets []roster.Facet[filter]
	if f.Tag != "" {
		facets = append(facets, roster.Facet[filter]{Label: "#" + f.Tag, Choose: l.chooseTag, Clear: func(f *filter) { f.Tag = "" }})
	}
	if f.Archived {
		facets = append(facets, roster.Facet[filter]{Label: i18n.T("organisations.archived"), Clear: func(f *filter) { f.Archived = false }})
	}
	return facets
}

// offers are the filters that can be added.
func (l *list) offers(at fyne.CanvasObject) []kit.MenuItem {
	return []kit.MenuItem{
		{Label: i18n.T("organisations.by-tag"), Icon: kit.IconTag, OnTap: func() { l.chooseTag(at) }},
		{Label: i18n.T("organisations.archived"), Icon: kit.IconArchive, Marked: l.Filter.Archived, OnTap: func() {
			l.SetFilter(func(f *filter) { f.Archived = !f.Archived })
		}},
	}
}

func (l *list) chooseTag(fyne.CanvasObject) {
	picker.Choose(l.desk, picker.ChooseParams{
		Title: i18n.T("organisations.by-tag"), Empty: i18n.T("organisations.no-tags"),
		Read: func(ctx context.Context) ([]picker.Option, error) {
			return picker.TagOptions(ctx, l.desk, l.Filter.Tag)
		},
		OnChoose: func(o picker.Option) { l.SetFilter(func(f *filter) { f.Tag = o.ID }) },
	})
}

// columns are those of the table.
func (l *list) columns() []roster.Column[projections.OrganisationRow] {
	column := func(name string, width float32, text func(projections.OrganisationRow) string) roster.Column[projections.OrganisationRow] {
		return roster.Column[projections.OrganisationRow]{
			Name: name, Label: i18n.T("organisations.column." + name), Width: width,
			Cell: func(o projections.OrganisationRow) kit.Cell { return kit.Cell{Text: text(o)} },
		}
	}
	first := column("name", 240, name)
	first.Order = "name"
	people := column("people", 90, func(o projections.OrganisationRow) string { return i18n.Number(o.People) })
	last := column("last", 120, l.lastContact)
	people.Number, last.Number = true, true
	return []roster.Column[projections.OrganisationRow]{
		first,
		column("city", 150, func(o projections.OrganisationRow) string { return o.City }),
		column("domain", 180, func(o projections.OrganisationRow) string { return o.Domain }),
		column("tags", 180, func(o projections.OrganisationRow) string {
			said := make([]string, len(o.Tags))
			for i, tag := range o.Tags {
				said[i] = "#" + tag
			}
			return strings.Join(said, " ")
		}),
		people, last,
	}
}

func (l *list) lastContact(o projections.OrganisationRow) string {
	if o.LastContact.IsZero() {
		return ""
	}
	return when.Ago(o.LastContact, l.desk.Workspace.Now(), i18n.Language(), domain.PrecisionMinute)
}

func tooltip(o projections.OrganisationRow) string {
	if o.LastContact.IsZero() {
		return i18n.T("organisations.never")
	}
	return i18n.T("organisations.last-contact", when.Exact(o.LastContact, i18n.Language()))
}

// row formats an organisation.
func (l *list) row(o projections.OrganisationRow) kit.RowData {
	var sub []string
	for _, part := range []string{o.City, o.Domain} {
		if part != "" {
			sub = append(sub, part)
			break // there is room for one of them
		}
	}
	if o.People > 0 {
		sub = append(sub, i18n.N("organisations.people", o.People))
	}
	if len(sub) == 0 {
		sub = append(sub, i18n.T("organisations.nobody"))
	}
	return kit.RowData{Face: face(o), Title: name(o), Sub: strings.Join(sub, " · "), Side: l.lastContact(o)}
}

func name(o projections.OrganisationRow) string {
	if o.Erased || o.Name == "" {
		return i18n.T("organisations.nameless")
	}
	return o.Name
}

func face(o projections.OrganisationRow) kit.Face {
	return kit.Face{Kind: kit.OrganisationFace, ID: o.ID.String(), Name: name(o)}
}
