package communities

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// list is the pane at the left: all communities, by their kind. There are never
// so many of them that they would have to come page by page.
type list struct {
	desk *desk.Desk

	archived    bool // the archived ones too
	place       kit.ListState
	selectLater domain.ID
	selectFirst bool
	loaded      bool

	loader *kit.Loader
	lines  []line
	rows   *kit.List
	count  *kit.Text
	frame  *kit.Frame
}

// line is a community, or the head of its kind.
type line struct {
	title string
	row   projections.CommunityRow
}

const rowHeight float32 = 60

func newList(d *desk.Desk, onSelect, onOpen func(domain.ID), onKey func(*fyne.KeyEvent, string) bool) *list {
	l := &list{desk: d, loader: kit.NewLoader(d.Async), count: kit.NewText(kit.Faint, "")}
	l.rows = kit.NewList(kit.ListParams{
		Async: d.Async,
		Count: func() int { return len(l.lines) },
		ID: func(row int) string {
			if l.lines[row].title != "" {
				return "kind " + l.lines[row].title
			}
			return l.lines[row].row.ID.String()
		},
		Kind: func(row int) int {
			if l.lines[row].title != "" {
				return 1
			}
			return 0
		},
		Header: func(row int) bool { return l.lines[row].title != "" },
		Height: rowHeight,
		HeightOf: func(row int, _ float32) float32 {
			if l.lines[row].title != "" {
				return kit.GroupRowHeight
			}
			return rowHeight
		},
		Create: func(kind int) fyne.CanvasObject {
			if kind == 1 {
				return kit.NewGroupRow()
			}
			return newCommunityRow()
		},
		Update: func(row int, object fyne.CanvasObject) {
			switch o := object.(type) {
			case *kit.GroupRow:
				o.Set(l.lines[row].title)
			case *communityRow:
				o.set(l.lines[row].row)
			}
		},
		Tooltip:  func(row int) string { return inRhythm(l.lines[row].row) },
		OnSelect: func(id string) { onSelect(desk.RouteID(id)) },
		OnOpen:   func(id string) { onOpen(desk.RouteID(id)) },
		OnKey:    onKey,
		OnMenu: func(id string, at fyne.Position) {
			for _, line := range l.lines {
				if line.row.ID.String() == id {
					kit.OpenMenu(d.Shell.Canvas(), at, menu(d, line.row.ID, line.row.Archived))
				}
			}
		},
	})
	space := kit.NewSpace()
	var more *kit.IconButton
	more = kit.NewIconButton(kit.IconMore, i18n.T("communities.more"), func() {
		kit.OpenMenuBelow(more, []kit.MenuItem{
			{Label: i18n.T("communities.new"), Icon: kit.IconPlus, Key: "N", OnTap: func() { d.EditCommunity(domain.None) }},
			{Label: i18n.T("communities.defaults"), Icon: kit.IconCommunity, OnTap: l.createDefaults},
			{Label: i18n.T("communities.show-archived"), Icon: kit.IconArchive, Marked: l.archived, Separator: true, OnTap: func() {
				l.archived = !l.archived
				l.load()
			}},
		})
	})
	add := kit.NewIconButton(kit.IconPlus, i18n.T("communities.new")+"  N", func() { d.EditCommunity(domain.None) })
	head := kit.NewLine(6, kit.NewText(kit.Title, i18n.T("communities.title")), kit.NewSpace(), l.count, space, add, more).Grow(space)
	keys := kit.NewPadded(9, kit.Margin, 9, kit.Margin, kit.NewKeyHints(
		"J  K", i18n.T("communities.key.move"),
		"E", i18n.T("communities.key.edit"), "A", i18n.T("communities.key.add")))
	l.frame = kit.NewFrame(
		kit.NewColumn(0, kit.NewPadded(14, kit.Margin, 10, kit.Margin, head), kit.NewHairline()),
		kit.NewLoadingState(),
		kit.NewColumn(0, kit.NewHairline(), keys))
	return l
}

func (l *list) load() {
	kit.Load(context.Background(), l.loader, func(ctx context.Context) ([]projections.CommunityRow, error) {
		return l.desk.Workspace.Views().Communities(ctx, l.desk.Workspace.Now())
	}, func(rows []projections.CommunityRow, err error) {
		if err != nil {
			l.frame.SetBody(kit.NewErrorState(workspace.Explain(err), l.load))
			return
		}
		l.show(rows)
	})
}

func (l *list) show(rows []projections.CommunityRow) {
	active := slices.DeleteFunc(slices.Clone(rows), func(c projections.CommunityRow) bool { return c.Archived })
	archived := slices.DeleteFunc(slices.Clone(rows), func(c projections.CommunityRow) bool { return !c.Archived })
	l.count.SetText(i18n.Number(len(active)))
	l.lines = grouped(active)
	if l.archived && len(archived) > 0 {
		l.lines = append(l.lines, line{title: i18n.T("communities.archived")})
		for _, c := range archived {
			l.lines = append(l.lines, line{row: c})
		}
	}
	l.rows.Reload()
	if len(l.lines) == 0 {
		l.frame.SetBody(l.empty(len(archived)))
		return
	}
	l.frame.SetBody(l.rows)
	if !l.loaded {
		l.loaded = true
		l.rows.Restore(l.place)
	}
	if l.selectLater != domain.None {
		l.rows.Select(l.selectLater.String())
		l.selectLater = domain.None
	}
	if l.selectFirst && l.rows.Selected() == "" {
		l.rows.SelectFirst()
	}
}

// groups are the parts of the list: each kind of the taxonomy, and under the
// partners the kinds of partners.
var groups = [][]domain.CommunityKind{
	{domain.CommunityCustomers},
	{domain.CommunityEmployees},
	{
		domain.CommunityPartners, domain.CommunityDevelopers, domain.CommunitySalesAgents,
		domain.CommunityConsultants, domain.CommunityIntegrators,
	},
	{domain.CommunitySuppliers},
	{domain.CommunityOpinionLeaders},
	{domain.CommunityOther},
}

// grouped sets the communities under the first kind of their group, in the
// order of the taxonomy. A kind that this version does not know is another.
func grouped(rows []projections.CommunityRow) []line {
	of := map[domain.CommunityKind][]projections.CommunityRow{}
	for _, c := range rows {
		kind := c.Taxonomy
		if !slices.Contains(domain.CommunityKinds, kind) {
			kind = domain.CommunityOther
		}
		of[kind] = append(of[kind], c)
	}
	var lines []line
	for _, kinds := range groups {
		head := line{title: kindName(kinds[0])}
		for _, kind := range kinds {
			for _, c := range of[kind] {
				if head.title != "" {
					lines = append(lines, head)
					head.title = ""
				}
				lines = append(lines, line{row: c})
			}
		}
	}
	return lines
}

// kindName is the name of a kind: of the taxonomy that ships, or as it was typed.
func kindName(kind domain.CommunityKind) string {
	if kind == "" {
		kind = domain.CommunityOther
	}
	if key := "taxonomy." + string(kind); i18n.Has(key) {
		return i18n.T(key)
	}
	return string(kind)
}

func (l *list) empty(archived int) fyne.CanvasObject {
	if archived > 0 {
		return kit.NewEmptyState(kit.Empty{
			Icon: kit.IconArchive, Title: i18n.T("communities.all-archived"), Text: i18n.N("communities.all-archived.text", archived),
			Action: i18n.T("communities.show-archived"), OnTap: func() {
				l.archived = true
				l.load()
			},
		})
	}
	return kit.NewEmptyState(kit.Empty{
		Icon: kit.IconCommunity, Title: i18n.T("communities.empty"), Text: i18n.T("communities.empty.text"),
		Action: i18n.T("communities.defaults"), OnTap: l.createDefaults,
	})
}

// createDefaults makes the communities of the taxonomy that are not there yet,
// as one step that one undo takes back.
func (l *list) createDefaults() {
	have := map[domain.CommunityKind]bool{}
	for _, line := range l.lines {
		have[line.row.Taxonomy] = true
	}
	var parts []domain.Command
	for _, kind := range domain.CommunityKinds {
		if kind == domain.CommunityOther || have[kind] {
			continue
		}
		parts = append(parts, domain.AddRecord{
			Record: domain.Stream{Kind: domain.KindCommunity, ID: l.desk.Workspace.NewID()}, Taxonomy: kind,
			Origin:  domain.Origin{How: domain.OriginManual},
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.TextValue(kindName(kind))}},
		})
	}
	if len(parts) == 0 {
		l.desk.Shell.Toasts.Dismiss()
		l.desk.Shell.Toast(kit.Toast{Text: i18n.T("communities.defaults.there")})
		return
	}
	l.selectFirst = true
	l.desk.Do(domain.Batch{Title: "create-communities", Parts: parts}, nil)
}
