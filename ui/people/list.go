package people

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/facet"
	"kontor/ui/kit"
	"kontor/ui/roster"
	"kontor/when"
)

// list is what the roster of people asks of the workspace.
type list struct {
	*roster.List[projections.PersonRow, filter]
	desk  *desk.Desk
	names map[domain.ID]string // of the community and the organisation in the filter
	named *kit.Loader
	words *facet.Vocabulary
}

func newList(d *desk.Desk) *list {
	return &list{desk: d, names: map[domain.ID]string{}, named: kit.NewLoader(d.Async), words: facet.NewVocabulary(d.Workspace)}
}

func (l *list) params() roster.Params[projections.PersonRow, filter] {
	d := l.desk
	views := d.Workspace.Views
	return roster.Params[projections.PersonRow, filter]{
		Desk: d, Page: desk.PagePeople, Title: i18n.T("people.title"), Placeholder: i18n.T("people.filter"),
		NewLabel: i18n.T("people.new"), NewIcon: kit.IconPersonAdd, OnNew: func() { d.EditPerson(domain.None) },
		Hints: []string{
			"J  K", i18n.T("people.key.move"), "E", i18n.T("people.key.edit"), "L", i18n.T("people.key.log"), "X", i18n.T("people.key.mark"),
		},
		ID:     func(p projections.PersonRow) domain.ID { return p.ID },
		Cursor: func(p projections.PersonRow) string { return p.Cursor },
		Fetch: func(ctx context.Context, f filter, o roster.Order, t kit.Turn) ([]projections.PersonRow, error) {
			q := f.query(d, o)
			q.Page = projections.Page{After: t.After, From: t.From, Before: t.Before, Last: t.Last, Limit: t.Limit}
			return views().People(ctx, q)
		},
		Count: func(ctx context.Context, f filter) (c roster.Count, err error) {
			c.Shown, c.All, err = views().CountPeople(ctx, f.query(d, roster.Order{}))
			return c, err
		},
		IDs: func(ctx context.Context, f filter, o roster.Order) ([]domain.ID, error) {
			return views().PeopleIDs(ctx, f.query(d, o))
		},
		Find: l.find, OnFetch: l.name, Read: l.read, Alike: func(p projections.PersonRow) bool { return p.Similar },
		Text: func(f *filter) *string { return &f.Text }, Facets: l.facets, Offers: l.offers, Orders: orders(),
		Row: l.row, Columns: l.columns(), Face: l.face, Tooltip: tooltip,
		Menu:    func(p projections.PersonRow) []kit.MenuItem { return rowMenu(d, p) },
		Actions: l.actions(), Counted: func(n int) string { return i18n.N("people.marked", n) },
		Empty: func() kit.Empty {
			return kit.Empty{
				Icon: kit.IconPerson, Title: i18n.T("people.empty"), Text: i18n.T("people.empty.text"),
				Action: i18n.T("people.new"), Key: "N", OnTap: func() { d.EditPerson(domain.None) },
			}
		},
		NoneFit: kit.Empty{
			Title: i18n.T("people.none-fit"), Text: i18n.T("people.none-fit.text"), Action: i18n.T("people.clear-filter"),
		},
	}
}

// find gives the place of the first person whose name begins so: by the name
// where that is the order, else the first along the order of whom a word does.
func (l *list) find(ctx context.Context, f filter, o roster.Order, typed string) (string, error) {
	q := f.query(l.desk, o)
	q.Similar, q.Page = false, projections.Page{Limit: 1}
	if q.Order == projections.PeopleByName && !q.Reverse {
		q.Page.From = projections.PersonNamed(typed)
	} else {
		q.Text += " " + typed
	}
	rows, err := l.desk.Workspace.Views().People(ctx, q)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].Cursor, nil
}

func (l *list) face(p projections.PersonRow) kit.Face {
	return l.desk.Face(p, func() { l.Rows.RefreshRow(p.ID.String()) })
}

// columns are those of the table.
func (l *list) columns() []roster.Column[projections.PersonRow] {
	cell := func(text func(projections.PersonRow) string) func(projections.PersonRow) kit.Cell {
		return func(p projections.PersonRow) kit.Cell { return kit.Cell{Text: text(p)} }
	}
	column := func(name string, width float32, text func(projections.PersonRow) string) roster.Column[projections.PersonRow] {
		return roster.Column[projections.PersonRow]{Name: name, Label: i18n.T("people.column." + name), Width: width, Cell: cell(text)}
	}
	name := column("name", 200, displayName)
	name.Order = string(projections.PeopleByName)
	last := column("last", 112, nil)
	last.Number, last.Order, last.Falls = true, string(projections.PeopleByRecent), true
	last.Cell = func(p projections.PersonRow) kit.Cell {
		data := l.row(p)
		return kit.Cell{Text: data.Side, Tone: data.SideTone}
	}
	rhythm := column("rhythm", 92, func(p projections.PersonRow) string {
		if p.Rhythm > 0 {
			return i18n.N("people.rhythm.days", p.Rhythm)
		}
		return ""
	})
	rhythm.Number = true
	email := column("email", 190, func(p projections.PersonRow) string { return p.Email })
	phone := column("phone", 140, func(p projections.PersonRow) string { return p.Phone })
	tags := column("tags", 150, func(p projections.PersonRow) string { return hashed(p.Tags) })
	email.Extra, phone.Extra, tags.Extra = true, true, true
	return []roster.Column[projections.PersonRow]{
		name,
		column("organisation", 150, func(p projections.PersonRow) string { return p.Organisation }),
		column("title", 140, func(p projections.PersonRow) string { return p.JobTitle }),
		column("communities", 150, func(p projections.PersonRow) string { return joined(", ", p.Communities...) }),
		email, phone, tags,
		column("owner", 120, func(p projections.PersonRow) string { return l.desk.MemberName(p.Owner) }),
		rhythm, last,
	}
}

func hashed(tags []string) string {
	said := make([]string, len(tags))
	for i, tag := range tags {
		said[i] = "#" + tag
	}
	return joined(" ", said...)
}

func tooltip(p projections.PersonRow) string {
	if p.LastContact.IsZero() {
		return i18n.T("people.never.tooltip")
	}
	said := i18n.T("people.last-contact", when.Exact(p.LastContact, i18n.Language()))
	if p.Rhythm > 0 {
		said += " · " + i18n.N("people.rhythm.days", p.Rhythm)
	}
	return said
}

// offers are the filters that can be added.
func (l *list) offers(at fyne.CanvasObject) []kit.MenuItem {
	return []kit.MenuItem{
		{Label: i18n.T("people.by-community"), Icon: kit.IconCommunity, OnTap: func() { l.chooseCommunity(at) }},
		{Label: i18n.T("people.by-tag"), Icon: kit.IconTag, OnTap: func() { l.chooseTag(at) }},
		{Label: i18n.T("people.by-organisation"), Icon: kit.IconOrganisation, OnTap: l.chooseOrganisation},
		{Label: i18n.T("people.by-silence"), Icon: kit.IconClock, OnTap: func() { l.chooseSilence(at) }},
		{Label: i18n.T("people.filter.mine"), Icon: kit.IconPerson, Marked: l.Filter.Mine, Separator: true, OnTap: func() {
			l.SetFilter(func(f *filter) { f.Mine = !f.Mine })
		}},
		{Label: i18n.T("people.filter.archived"), Icon: kit.IconArchive, Marked: l.Filter.Archived, OnTap: func() {
			l.SetFilter(func(f *filter) { f.Archived = !f.Archived })
		}},
		l.saveOffer(),
	}
}
