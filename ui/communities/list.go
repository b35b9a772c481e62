package communities

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/match"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/roster"
	"kontor/when"
)

// filter says which communities are listed. What is typed is not kept.
type filter struct {
	Text     string               `json:"-"`
	Kind     domain.CommunityKind `json:"kind,omitempty"`
	Archived bool                 `json:"archived,omitempty"` // the archived ones too
}

// The orders of the list.
const (
	byKind   = "kind"
	byName   = "name"
	byRhythm = "rhythm" // those whose rhythm is kept least first
)

// list is what the roster of communities asks of the workspace: all of them, for
// there are never so many that they would have to come page by page.
type list struct {
	*roster.List[projections.CommunityRow, filter]
	desk     *desk.Desk
	kinds    atomic.Pointer[[]domain.CommunityKind] // of those that there are
	archived atomic.Int64                           // how many are archived
}

const rowHeight float32 = 60

func newList(d *desk.Desk) *list {
	l := &list{desk: d}
	l.kinds.Store(&[]domain.CommunityKind{})
	return l
}

func (l *list) params() roster.Params[projections.CommunityRow, filter] {
	d := l.desk
	cursor := func(c projections.CommunityRow) string { return c.ID.String() }
	return roster.Params[projections.CommunityRow, filter]{
		Desk: d, Page: desk.PageCommunities, Title: i18n.T("communities.title"), Placeholder: i18n.T("communities.list.filter"),
		NewLabel: i18n.T("communities.new"), NewIcon: kit.IconPlus, OnNew: func() { d.EditCommunity(domain.None) },
		More: func(fyne.CanvasObject) []kit.MenuItem {
			return []kit.MenuItem{
				{Label: i18n.T("communities.new"), Icon: kit.IconPlus, Key: "N", OnTap: func() { d.EditCommunity(domain.None) }},
				{Label: i18n.T("communities.defaults"), Icon: kit.IconCommunity, OnTap: l.createDefaults},
			}
		},
		Hints: []string{
			"J  K", i18n.T("communities.key.move"), "E", i18n.T("communities.key.edit"), "A", i18n.T("communities.key.add"),
		},
		ID:     func(c projections.CommunityRow) domain.ID { return c.ID },
		Cursor: cursor,
		Fetch: func(ctx context.Context, f filter, o roster.Order, t kit.Turn) ([]projections.CommunityRow, error) {
			_, rows, err := l.listed(ctx, f)
			if err != nil {
				return nil, err
			}
			if len(rows) > 0 && !rows[0].Similar {
				slices.SortStableFunc(rows, compare(o.Value))
			}
			return roster.Slice(rows, cursor, t), nil
		},
		Count: func(ctx context.Context, f filter) (c roster.Count, err error) {
			rows, listed, err := l.listed(ctx, f)
			c.Shown = len(listed)
			for _, row := range rows {
				if !row.Archived {
					c.All++
				}
			}
			c.All = max(c.All, c.Shown)
			return c, err
		},
		Find: func(ctx context.Context, f filter, o roster.Order, typed string) (string, error) {
			rows, err := l.all(ctx)
			slices.SortStableFunc(rows, compare(o.Value))
			for _, row := range rows {
				if f.lists(row) && strings.HasPrefix(match.FoldGerman(row.Name), match.FoldGerman(typed)) {
					return cursor(row), nil
				}
			}
			return "", err
		},
		Text: func(f *filter) *string { return &f.Text }, Facets: l.facets, Offers: l.offers, Orders: orders(),
		Alike:    func(c projections.CommunityRow) bool { return c.Similar },
		Group:    l.group,
		Create:   func() fyne.CanvasObject { return newCommunityRow() },
		Update:   func(o fyne.CanvasObject, c projections.CommunityRow) { o.(*communityRow).set(c) },
		Standard: rowHeight,
		Columns:  l.columns(), Face: func(projections.CommunityRow) kit.Face { return kit.Face{Kind: kit.SymbolFace} },
		Tooltip: inRhythm,
		Menu:    func(c projections.CommunityRow) []kit.MenuItem { return menu(d, c.ID, c.Archived) },
		Counted: i18n.Number,
		Empty:   l.empty,
		NoneFit: kit.Empty{
			Title: i18n.T("communities.list.none-fit"), Text: i18n.T("communities.list.none-fit.text"), Action: i18n.T("communities.list.clear"),
		},
	}
}

func (l *list) all(ctx context.Context) ([]projections.CommunityRow, error) {
	rows, err := l.desk.Workspace.Views().Communities(ctx, l.desk.Workspace.Now())
	var kinds []domain.CommunityKind
	archived := int64(0)
	for _, c := range rows {
		if c.Archived {
			archived++
			continue
		}
		kinds = append(kinds, c.Taxonomy)
	}
	l.kinds.Store(&kinds)
	l.archived.Store(archived)
	return rows, err
}

// listed are all communities, and those that a filter leaves; where none fits the
// text, those whose names are alike, the likeliest first.
func (l *list) listed(ctx context.Context, f filter) (all, listed []projections.CommunityRow, err error) {
	if all, err = l.all(ctx); err != nil {
		return nil, nil, err
	}
	of := func(f filter) []projections.CommunityRow {
		return slices.DeleteFunc(slices.Clone(all), func(c projections.CommunityRow) bool { return !f.lists(c) })
	}
	if listed = of(f); len(listed) > 0 || strings.TrimSpace(f.Text) == "" {
		return all, listed, nil
	}
	ids, err := l.desk.Workspace.Views().Similar(ctx, domain.KindCommunity, f.Text)
	f.Text = ""
	untyped := of(f)
	for _, id := range ids {
		for _, c := range untyped {
			if c.ID == id {
				c.Similar = true
				listed = append(listed, c)
			}
		}
	}
	return all, listed, err
}

// lists tells whether a filter leaves a community in the list.
func (f filter) lists(c projections.CommunityRow) bool {
	return (f.Archived || !c.Archived) && (f.Kind == "" || kindOf(c) == f.Kind) &&
		strings.Contains(match.FoldGerman(c.Name+" "+kindName(c.Taxonomy)), match.FoldGerman(strings.TrimSpace(f.Text)))
}

func orders() []roster.Order {
	var offered []roster.Order
	for _, value := range []string{byKind, byName, byRhythm} {
		offered = append(offered, roster.Order{Value: value, Chip: i18n.T("communities.sort." + value), Label: i18n.T("communities.sort." + value + ".long")})
	}
	return offered
}

// compare gives the order of the list: the archived come last in each.
func compare(order string) func(a, b projections.CommunityRow) int {
	rank := func(c projections.CommunityRow) (group, within int) {
		for i, kinds := range groups {
			if at := slices.Index(kinds, kindOf(c)); at >= 0 {
				return i, at
			}
		}
		return len(groups), 0
	}
	share := func(c projections.CommunityRow) float64 {
		if c.WithRhythm == 0 {
			return 2
		}
		return float64(c.InRhythm) / float64(c.WithRhythm)
	}
	return func(a, b projections.CommunityRow) int {
		switch {
		case a.Archived != b.Archived && b.Archived:
			return -1
		case a.Archived != b.Archived:
			return 1
		case order == byName:
			return strings.Compare(match.FoldGerman(a.Name), match.FoldGerman(b.Name))
		case order == byRhythm && share(a) != share(b):
			if share(a) < share(b) {
				return -1
			}
			return 1
		case order == byRhythm:
			return 0
		}
		groupA, withinA := rank(a)
		groupB, withinB := rank(b)
		if groupA != groupB {
			return groupA - groupB
		}
		return withinA - withinB
	}
}

// group is the head above communities of a kind, or above the archived ones.
func (l *list) group(c projections.CommunityRow) string {
	switch {
	case c.Archived && !c.Similar:
		return i18n.T("communities.archived")
	case l.List == nil || c.Similar || l.Order.Value != byKind:
		return ""
	}
	for _, kinds := range groups {
		if slices.Contains(kinds, kindOf(c)) {
			return kindName(kinds[0])
		}
	}
	return kindName(domain.CommunityOther)
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

// kindOf is the kind of a community; one that this version does not know is
// another.
func kindOf(c projections.CommunityRow) domain.CommunityKind {
	if !slices.Contains(domain.CommunityKinds, c.Taxonomy) {
		return domain.CommunityOther
	}
	return c.Taxonomy
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

// facets are what a filter asks for.
func (l *list) facets(f filter) []roster.Facet[filter] {
	var facets []roster.Facet[filter]
	if f.Kind != "" {
		facets = append(facets, roster.Facet[filter]{Label: kindName(f.Kind), Choose: l.chooseKind, Clear: func(f *filter) { f.Kind = "" }})
	}
	if f.Archived {
		facets = append(facets, roster.Facet[filter]{Label: i18n.T("communities.archived"), Clear: func(f *filter) { f.Archived = false }})
	}
	return facets
}

// offers are the filters that can be added.
func (l *list) offers(at fyne.CanvasObject) []kit.MenuItem {
	return []kit.MenuItem{
		{Label: i18n.T("communities.by-kind"), Icon: kit.IconCommunity, OnTap: func() { l.chooseKind(at) }},
		{Label: i18n.T("communities.show-archived"), Icon: kit.IconArchive, Marked: l.Filter.Archived, OnTap: l.turnArchived},
	}
}

func (l *list) turnArchived() { l.SetFilter(func(f *filter) { f.Archived = !f.Archived }) }

func (l *list) chooseKind(at fyne.CanvasObject) {
	count := map[domain.CommunityKind]int{}
	for _, kind := range *l.kinds.Load() {
		count[kind]++
	}
	var items []kit.MenuItem
	for _, kind := range domain.CommunityKinds {
		if count[kind] > 0 {
			items = append(items, kit.MenuItem{Label: kindName(kind), Key: i18n.Number(count[kind]), Marked: l.Filter.Kind == kind, OnTap: func() {
				l.SetFilter(func(f *filter) { f.Kind = kind })
			}})
		}
	}
	l.Offer(at, items, i18n.T("communities.empty"))
}

// columns are those of the table.
func (l *list) columns() []roster.Column[projections.CommunityRow] {
	column := func(name string, width float32, text func(projections.CommunityRow) string) roster.Column[projections.CommunityRow] {
		return roster.Column[projections.CommunityRow]{
			Name: name, Label: i18n.T("communities.column." + name), Width: width,
			Cell: func(c projections.CommunityRow) kit.Cell { return kit.Cell{Text: text(c)} },
		}
	}
	name := column("name", 220, func(c projections.CommunityRow) string { return c.Name })
	kind := column("kind", 160, func(c projections.CommunityRow) string { return kindName(c.Taxonomy) })
	people := column("people", 90, func(c projections.CommunityRow) string { return i18n.Number(c.People) })
	every := column("every", 110, func(c projections.CommunityRow) string {
		if c.Rhythm > 0 {
			return i18n.N("communities.rhythm.days", int(c.Rhythm))
		}
		return ""
	})
	held := column("held", 160, inRhythm)
	last := column("last", 120, func(c projections.CommunityRow) string {
		if c.LastContact.IsZero() {
			return ""
		}
		return when.Ago(c.LastContact, l.desk.Workspace.Now(), i18n.Language(), domain.PrecisionDay)
	})
	name.Order, kind.Order, held.Order = byName, byKind, byRhythm
	people.Number, every.Number, last.Number = true, true, true
	return []roster.Column[projections.CommunityRow]{
		name, kind, people, every, held,
		column("owner", 140, func(c projections.CommunityRow) string { return l.desk.MemberName(c.Owner) }), last,
	}
}

func (l *list) empty() kit.Empty {
	if archived := int(l.archived.Load()); archived > 0 {
		return kit.Empty{
			Icon: kit.IconArchive, Title: i18n.T("communities.all-archived"), Text: i18n.N("communities.all-archived.text", archived),
			Action: i18n.T("communities.show-archived"), OnTap: l.turnArchived,
		}
	}
	return kit.Empty{
		Icon: kit.IconCommunity, Title: i18n.T("communities.empty"), Text: i18n.T("communities.empty.text"),
		Action: i18n.T("communities.defaults"), OnTap: l.createDefaults,
	}
}

// createDefaults makes the communities of the taxonomy that are not there yet,
// as one step that one undo takes back.
func (l *list) createDefaults() {
	have := map[domain.CommunityKind]bool{}
	for _, kind := range *l.kinds.Load() {
		have[kind] = true
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
	l.desk.Do(domain.Batch{Title: "create-communities", Parts: parts}, nil)
}
