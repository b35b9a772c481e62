package roster

import (
	"context"
	"encoding/json"
	"reflect"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/kit"
)

// Facet is one thing that a filter asks for.
type Facet[F any] struct {
	Label string
	// Choose offers others instead; nil if there are none.
	Choose func(at fyne.CanvasObject)
	Clear  func(filter *F)
}

// Switch is a filter that is turned on, or off, with one press.
type Switch[F any] struct {
	Label string
	On    func(filter F) bool
	Turn  func(filter *F)
}

// place is where a reader was: the cursor of the topmost row in sight, "" at the
// top, and what the list kept of itself.
type place struct {
	From string        `json:"from,omitempty"`
	List kit.ListState `json:"list,omitzero"`
}

// kept is what outlasts the window. It is sealed, since tags and the keys of the
// order are words about people; what is typed is not kept.
type kept[F any] struct {
	Filter  F               `json:"filter"`
	Order   Order           `json:"order,omitzero"`
	Wide    bool            `json:"wide,omitempty"`
	Columns map[string]bool `json:"columns,omitempty"`
	Place   place           `json:"place,omitzero"`
}

func (l *List[T, F]) keptName() string { return "list-" + l.p.Page }

// recall takes over what was kept when the window was last open.
func (l *List[T, F]) recall() {
	var k kept[F]
	if text := l.p.Desk.Workspace.Draft(l.keptName()); text == "" || json.Unmarshal([]byte(text), &k) != nil {
		return // nothing, or written by another version
	}
	l.Filter, l.place, l.wide = k.Filter, k.Place, k.Wide && len(l.p.Columns) > 0
	for name, shown := range k.Columns {
		l.columns[name] = shown
	}
	for _, order := range l.p.Orders {
		if order.Value == k.Order.Value {
			l.Order = order
			l.Order.Reverse = k.Order.Reverse && order.Turnable
		}
	}
}

// keep writes down how the list is shown, for the next start.
func (l *List[T, F]) keep() {
	if !l.keeping {
		return
	}
	k := kept[F]{Filter: l.Filter, Order: l.Order, Wide: l.wide, Columns: l.columns, Place: l.here()}
	text, err := json.Marshal(k)
	if err == nil {
		err = l.p.Desk.Workspace.KeepDraft(l.keptName(), string(text))
	}
	if err != nil {
		l.p.Desk.Fail(err)
	}
}

// here is where the reader is now.
func (l *List[T, F]) here() place {
	if l.Paged.Len() == 0 || l.stale {
		return l.place
	}
	p := place{List: l.Rows.State()}
	top, ok := l.at[p.List.Top]
	if !ok { // a head stands at the top
		for i := range l.lines {
			if l.lines[i].id == p.List.Top && i+1 < len(l.lines) {
				top, ok = i+1, l.lines[i+1].head == ""
			}
		}
	}
	if ok && (l.lines[top].row > 0 || !l.Paged.Begun()) {
		p.From = l.p.Cursor(l.row(top))
	}
	return p
}

// narrows tells whether the filter leaves anything out.
func (l *List[T, F]) narrows() bool { return !reflect.ValueOf(&l.Filter).Elem().IsZero() }

// SetFilter changes the filter and shows what it leaves.
func (l *List[T, F]) SetFilter(change func(*F)) {
	before := l.Filter
	change(&l.Filter)
	if reflect.DeepEqual(l.Filter, before) {
		return
	}
	l.place = place{}
	l.Rows.Unmark()
	l.showChips()
	l.Begin()
	typed := l.Filter
	if l.p.Text != nil {
		*l.p.Text(&typed), *l.p.Text(&before) = "", ""
	}
	if !reflect.DeepEqual(typed, before) {
		l.keep()
	}
}

// SelectFirst selects the first row of what is read next.
func (l *List[T, F]) SelectFirst() { l.selectFirst = true }

// SetOrder shows the rows in another order.
func (l *List[T, F]) SetOrder(order Order) {
	if l.Order == order {
		return
	}
	l.Order, l.place = order, place{}
	l.showChips()
	l.showTable()
	l.Begin()
	l.keep()
}

// ShowFilter shows a filter that was set from elsewhere.
func (l *List[T, F]) ShowFilter() {
	if l.Search != nil {
		told := l.Search.OnChanged
		l.Search.OnChanged = nil
		l.Search.SetText(*l.p.Text(&l.Filter))
		l.Search.OnChanged = told
	}
	l.showChips()
}

// showChips shows what is filtered, the order, and what can be added.
func (l *List[T, F]) showChips() {
	var objects []fyne.CanvasObject
	for _, s := range l.p.Switches {
		objects = append(objects, l.switchChip(s))
	}
	if l.p.Facets != nil {
		for _, facet := range l.p.Facets(l.Filter) {
			objects = append(objects, l.facetChip(facet))
		}
	}
	if len(l.p.Orders) > 0 {
		var order *kit.Chip
		order = kit.NewChip(kit.Neutral, "", func() { l.chooseOrder(order) })
		arrow := kit.IconArrowDown
		if l.Order.Reverse {
			arrow = kit.IconArrowUp
		}
		order.Set(kit.Neutral, arrow, l.Order.Chip)
		order.Tooltip = i18n.T("roster.order")
		objects = append(objects, order)
	}
	if l.wide {
		var columns *kit.Chip
		columns = kit.NewChip(kit.Neutral, i18n.T("roster.columns"), func() { l.chooseColumns(columns) })
		columns.Set(kit.Neutral, kit.IconChevronDown, i18n.T("roster.columns"))
		objects = append(objects, columns)
	}
	if l.p.Offers != nil {
		var add *kit.Chip
		add = kit.NewAddFilterChip(func() { kit.OpenMenuBelow(add, l.p.Offers(add)) })
		objects = append(objects, add)
	}
	l.Chips.SetObjects(objects...)
	if l.Frame != nil {
		l.Frame.Refresh()
	}
}

// labelled is a label with how much a filter leaves.
func (l *List[T, F]) labelled(label string) string {
	if sum := l.facetSums[label]; sum != "" {
		return label + "  " + sum
	}
	return label
}

func (l *List[T, F]) switchChip(s Switch[F]) *kit.Chip {
	tone := kit.Neutral
	if s.On(l.Filter) {
		tone = kit.Accent
	}
	return kit.NewChip(tone, l.labelled(s.Label), func() {
		l.SetFilter(s.Turn)
		l.ToRows() // the chip was replaced, and with it the keyboard would be gone
	})
}

func (l *List[T, F]) facetChip(facet Facet[F]) *kit.Chip {
	var chip *kit.Chip
	chip = kit.NewFilterChip(l.labelled(facet.Label), func() {
		if facet.Choose != nil {
			facet.Choose(chip)
		}
	}, func() { l.SetFilter(facet.Clear) })
	if facet.Choose == nil {
		chip.OnTap = nil
	}
	return chip
}

// countFacets counts what each part of the filter would leave alone, and what
// each switch would.
func (l *List[T, F]) countFacets() {
	alone := map[string]F{}
	if l.p.Facets != nil {
		facets := l.p.Facets(l.Filter)
		for i, facet := range facets {
			filter := l.untyped()
			for j, other := range facets {
				if i != j {
					other.Clear(&filter)
				}
			}
			alone[facet.Label] = filter
		}
	}
	for _, s := range l.p.Switches {
		filter := l.untyped()
		if !s.On(filter) {
			s.Turn(&filter)
		}
		alone[s.Label] = filter
	}
	if len(alone) == 0 {
		l.facets.Stop()
		return
	}
	kit.Load(context.Background(), l.facets, func(ctx context.Context) (map[string]string, error) {
		sums := map[string]string{}
		for label, filter := range alone {
			c, err := l.p.Count(ctx, filter)
			if err != nil {
				return nil, err
			}
			sums[label] = i18n.Number(c.Shown)
			if c.More {
				sums[label] += "+"
			}
		}
		return sums, nil
	}, func(sums map[string]string, err error) {
		if err == nil && !reflect.DeepEqual(sums, l.facetSums) {
			l.facetSums = sums
			l.showChips()
		}
	})
}

// untyped is the filter without what is typed.
func (l *List[T, F]) untyped() F {
	filter := l.Filter
	if l.p.Text != nil {
		*l.p.Text(&filter) = ""
	}
	return filter
}

func (l *List[T, F]) chooseOrder(at fyne.CanvasObject) {
	var items []kit.MenuItem
	for _, order := range l.p.Orders {
		items = append(items, kit.MenuItem{Label: order.Label, Marked: order.Value == l.Order.Value, OnTap: func() { l.SetOrder(order) }})
	}
	if l.Order.Turnable {
		turned := l.Order
		turned.Reverse = !turned.Reverse
		items = append(items, kit.MenuItem{
			Label: i18n.T("roster.order.turn"), Marked: l.Order.Reverse, Separator: true, OnTap: func() { l.SetOrder(turned) },
		})
	}
	kit.OpenMenuBelow(at, items)
}

// Offer opens a menu below a chip, which may have been replaced while the items
// were on their way.
func (l *List[T, F]) Offer(at fyne.CanvasObject, items []kit.MenuItem, none string) {
	if len(items) == 0 {
		items = append(items, kit.MenuItem{Label: none, Disabled: true})
	}
	if fyne.CurrentApp().Driver().CanvasForObject(at) == nil {
		at = l.Chips
	}
	kit.OpenMenuBelow(at, items)
}
