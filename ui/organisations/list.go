package organisations

import (
	"context"
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// pageSize is how many organisations are read at once.
const pageSize = 200

// filterName is where the filter is kept until the next start.
const filterName = "filter-organisations"

// filter says which organisations are listed. What is typed is not kept.
type filter struct {
	Text     string `json:"-"`
	Tag      string `json:"tag,omitempty"`
	Archived bool   `json:"archived,omitempty"`
}

// list is the pane at the left.
type list struct {
	desk     *desk.Desk
	onSelect func(domain.ID)

	filter      filter
	place       kit.ListState // to come back to, once the rows are there
	selectLater domain.ID     // to be selected once its row has come
	selectFirst bool
	stale       bool // the rows are of another filter

	paged  *kit.Paged[projections.OrganisationRow]
	counts *kit.Loader
	rows   *kit.List
	search *kit.Entry
	count  *kit.Text
	chips  *kit.Flow
	frame  *kit.Frame
}

func newList(d *desk.Desk, onSelect, onOpen func(domain.ID), onKey func(*fyne.KeyEvent, string) bool) *list {
	l := &list{desk: d, onSelect: onSelect, counts: kit.NewLoader(d.Async), chips: kit.NewFlow(6), count: kit.NewText(kit.Faint, "")}
	l.paged = kit.NewPaged(d.Async, pageSize, l.fetch)
	l.paged.OnChange = l.came
	l.rows = kit.NewList(kit.ListParams{
		Async: d.Async,
		Count: l.paged.Len,
		ID:    func(row int) string { return l.paged.At(row).ID.String() },
		Create: func(int) fyne.CanvasObject {
			return kit.NewRow()
		},
		Update: func(row int, object fyne.CanvasObject) { object.(*kit.Row).Set(l.row(l.paged.At(row))) },
		Tooltip: func(row int) string {
			if last := l.paged.At(row).LastContact; !last.IsZero() {
				return i18n.T("organisations.last-contact", when.Exact(last, i18n.Language()))
			}
			return i18n.T("organisations.never")
		},
		OnSelect:  func(id string) { l.onSelect(desk.RouteID(id)) },
		OnOpen:    func(id string) { onOpen(desk.RouteID(id)) },
		OnKey:     onKey,
		OnVisible: func(_, last int) { l.paged.Need(last) },
		OnMenu: func(id string, at fyne.Position) {
			kit.OpenMenu(d.Shell.Canvas(), at, menu(d, desk.RouteID(id), l.filter.Archived))
		},
	})
	l.search = kit.NewSearchBox(i18n.T("organisations.filter"), func(text string) { l.setFilter(func(f *filter) { f.Text = text }) })
	l.search.OnSubmitted = func(string) { l.toRows() }
	clear := l.search.OnKey
	l.search.OnKey = func(event *fyne.KeyEvent) bool {
		if clear(event) {
			return true
		}
		if event.Name == fyne.KeyDown || event.Name == fyne.KeyEscape {
			l.toRows()
			return true
		}
		return false
	}
	space := kit.NewSpace()
	add := kit.NewIconButton(kit.IconPlus, i18n.T("organisations.new")+"  N", func() { d.EditOrganisation(domain.None) })
	head := kit.NewColumn(10,
		kit.NewLine(10, kit.NewText(kit.Title, i18n.T("organisations.title")), l.count, space, add).Grow(space),
		l.search, l.chips)
	keys := kit.NewPadded(9, kit.Margin, 9, kit.Margin, kit.NewKeyHints(
		"J  K", i18n.T("organisations.key.move"),
		"E", i18n.T("organisations.key.edit"), "L", i18n.T("organisations.key.log")))
	l.frame = kit.NewFrame(
		kit.NewColumn(0, kit.NewPadded(14, kit.Margin, 10, kit.Margin, head), kit.NewHairline()),
		kit.NewLoadingState(),
		kit.NewColumn(0, kit.NewHairline(), keys))
	if err := json.Unmarshal([]byte(d.Workspace.Draft(filterName)), &l.filter); err != nil {
		l.filter = filter{}
	}
	l.showChips()
	return l
}

func (l *list) toRows() {
	l.desk.Shell.Canvas().Focus(l.rows)
	if l.rows.Selected() == "" {
		l.rows.SelectFirst()
	}
}

func (l *list) query() projections.OrganisationQuery {
	return projections.OrganisationQuery{Text: l.filter.Text, Tag: l.filter.Tag, Archived: l.filter.Archived}
}

func (l *list) fetch(ctx context.Context, after *projections.OrganisationRow, limit int) ([]projections.OrganisationRow, error) {
	q := l.query()
	q.Limit = limit
	if after != nil {
		q.After = after.Cursor
	}
	return l.desk.Workspace.Views().Organisations(ctx, q)
}

func (l *list) begin() {
	l.stale = true
	l.paged.Reset()
	l.recount()
}

func (l *list) reload() {
	l.paged.Refresh()
	l.recount()
}

func (l *list) stop() {
	l.paged.Stop()
	l.counts.Stop()
}

// came takes over the rows that came.
func (l *list) came(err error) {
	l.rows.Reload()
	switch {
	case err != nil:
		l.frame.SetBody(kit.NewErrorState(workspace.Explain(err), l.begin))
		return
	case l.paged.Len() == 0:
		l.frame.SetBody(l.empty())
		return
	}
	l.frame.SetBody(l.rows)
	if l.stale {
		l.stale = false
		l.rows.Restore(l.place)
		l.place = kit.ListState{}
	}
	if l.selectLater != domain.None {
		l.rows.Select(l.selectLater.String())
		l.selectLater = domain.None
	}
	if l.selectFirst {
		l.selectFirst = false
		l.rows.SelectFirst()
	}
}

func (l *list) recount() {
	q := l.query()
	type counted struct{ shown, all int }
	kit.Load(context.Background(), l.counts, func(ctx context.Context) (c counted, err error) {
		c.shown, c.all, err = l.desk.Workspace.Views().CountOrganisations(ctx, q)
		return c, err
	}, func(c counted, err error) {
		switch {
		case err != nil:
			l.count.SetText("")
		case c.shown == c.all:
			l.count.SetText(i18n.Number(c.all))
		default:
			l.count.SetText(i18n.T("kit.count.of", c.shown, c.all))
		}
		l.count.Refresh()
	})
}

func (l *list) setFilter(change func(*filter)) {
	before := l.filter
	change(&l.filter)
	if l.filter == before {
		return
	}
	l.showChips()
	l.begin()
	if kept := l.filter; kept.Tag != before.Tag || kept.Archived != before.Archived {
		l.desk.Run(func(context.Context) error {
			text, err := json.Marshal(kept)
			if err != nil {
				return err
			}
			return l.desk.Workspace.KeepDraft(filterName, string(text))
		}, nil)
	}
}

// showFilter shows a filter that was set from elsewhere.
func (l *list) showFilter() {
	told := l.search.OnChanged
	l.search.OnChanged = nil
	l.search.SetText(l.filter.Text)
	l.search.OnChanged = told
	l.showChips()
}

func (l *list) showChips() {
	var objects []fyne.CanvasObject
	if tag := l.filter.Tag; tag != "" {
		objects = append(objects, kit.NewFilterChip("#"+tag, l.chooseTag, func() { l.setFilter(func(f *filter) { f.Tag = "" }) }))
	}
	if l.filter.Archived {
		objects = append(objects, kit.NewFilterChip(i18n.T("organisations.archived"), nil, func() { l.setFilter(func(f *filter) { f.Archived = false }) }))
	}
	var add *kit.Chip
	add = kit.NewAddFilterChip(func() {
		kit.OpenMenuBelow(add, []kit.MenuItem{
			{Label: i18n.T("organisations.by-tag"), Icon: kit.IconTag, OnTap: l.chooseTag},
			{Label: i18n.T("organisations.archived"), Icon: kit.IconArchive, Marked: l.filter.Archived, OnTap: func() {
				l.setFilter(func(f *filter) { f.Archived = !f.Archived })
			}},
		})
	})
	l.chips.SetObjects(append(objects, add)...)
	if l.frame != nil {
		l.frame.Refresh()
	}
}

// tagsOffered is how many tags the menu offers, the most used first.
const tagsOffered = 20

func (l *list) chooseTag() {
	var tags []projections.TagRow
	l.desk.Run(func(ctx context.Context) (err error) {
		tags, err = l.desk.Workspace.Views().Tags(ctx, "")
		return err
	}, func() {
		var items []kit.MenuItem
		for i, row := range tags {
			if i == tagsOffered {
				break
			}
			items = append(items, kit.MenuItem{Label: "#" + row.Tag, Key: i18n.Number(row.Count), Marked: row.Tag == l.filter.Tag, OnTap: func() {
				l.setFilter(func(f *filter) { f.Tag = row.Tag })
			}})
		}
		if len(items) == 0 {
			items = append(items, kit.MenuItem{Label: i18n.T("organisations.no-tags"), Disabled: true})
		}
		kit.OpenMenuBelow(l.chips, items)
	})
}

func (l *list) empty() fyne.CanvasObject {
	if l.filter != (filter{}) {
		return kit.NewEmptyState(kit.Empty{
			Icon: kit.IconFilter, Title: i18n.T("organisations.none-fit"), Text: i18n.T("organisations.none-fit.text"),
			Action: i18n.T("organisations.clear-filter"), OnTap: func() {
				l.setFilter(func(f *filter) { *f = filter{} })
				l.showFilter()
			},
		})
	}
	return kit.NewEmptyState(kit.Empty{
		Icon: kit.IconOrganisation, Title: i18n.T("organisations.empty"), Text: i18n.T("organisations.empty.text"),
		Action: i18n.T("organisations.new"), Key: "N", OnTap: func() { l.desk.EditOrganisation(domain.None) },
	})
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
	data := kit.RowData{Face: face(o), Title: name(o), Sub: strings.Join(sub, " · ")}
	if !o.LastContact.IsZero() {
		data.Side = when.Ago(o.LastContact, l.desk.Workspace.Now(), i18n.Language(), domain.PrecisionMinute)
	}
	return data
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
