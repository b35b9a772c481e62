package people

import (
	"context"
	"encoding/json"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// filter says which people are listed and in which order. What is typed and the
// tag are words about people: the settings, which are not sealed, do not keep
// them.
type filter struct {
	Text         string                  `json:"-"`
	Tag          string                  `json:"-"`
	Community    domain.ID               `json:"community,omitzero"`
	Organisation domain.ID               `json:"organisation,omitzero"`
	Mine         bool                    `json:"mine,omitempty"`
	SilentDays   int                     `json:"silentDays,omitempty"`
	Archived     bool                    `json:"archived,omitempty"`
	Order        projections.PeopleOrder `json:"order,omitempty"`
}

// orders are offered in this order; the first is taken without a choice.
var orders = []projections.PeopleOrder{
	projections.PeopleByRecent, projections.PeopleByLastContact, projections.PeopleByName, projections.PeopleByAdded,
}

// silences are the days of silence that are offered.
var silences = []int{30, 60, 90, 180, 365}

func (f filter) order() projections.PeopleOrder {
	if f.Order == "" {
		return orders[0]
	}
	return f.Order
}

// narrows reports whether anybody is left out.
func (f filter) narrows() bool {
	f.Order = ""
	return f != filter{}
}

func (f filter) query(d *desk.Desk) projections.PeopleQuery {
	q := projections.PeopleQuery{
		Text: f.Text, Tag: f.Tag, Community: f.Community, Organisation: f.Organisation,
		SilentDays: f.SilentDays, Archived: f.Archived, Order: f.order(),
	}
	if f.Mine {
		q.Owner = d.Workspace.Me()
	}
	return q
}

// keptFilter is the filter as it was left.
func keptFilter(d *desk.Desk) filter {
	var f filter
	if text := d.Workspace.Settings().Pages[desk.PagePeople]; text != "" {
		if err := json.Unmarshal([]byte(text), &f); err != nil {
			return filter{} // written by another version
		}
	}
	return f
}

func keepFilter(d *desk.Desk, f filter) {
	d.Run(func(context.Context) error {
		text, err := json.Marshal(f)
		if err != nil {
			return err
		}
		return d.Workspace.ChangeSettings(func(s *workspace.Settings) {
			if s.Pages == nil {
				s.Pages = map[string]string{}
			}
			s.Pages[desk.PagePeople] = string(text)
		})
	}, nil)
}

func (l *list) setFilter(change func(*filter)) {
	before := l.filter
	change(&l.filter)
	if l.filter == before {
		return
	}
	l.showChips()
	l.begin()
	kept := l.filter
	kept.Text, before.Text = "", ""
	if kept != before {
		keepFilter(l.desk, l.filter)
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
	chip := func(label string, onTap func(at fyne.CanvasObject), clear func(*filter)) {
		var c *kit.Chip
		c = kit.NewFilterChip(label, func() {
			if onTap != nil {
				onTap(c)
			}
		}, func() { l.setFilter(clear) })
		if onTap == nil {
			c.OnTap = nil
		}
		objects = append(objects, c)
	}
	f := l.filter
	if f.Community != domain.None {
		chip(i18n.T("people.filter.community", l.names[f.Community]), l.chooseCommunity, func(f *filter) { f.Community = domain.None })
	}
	if f.Tag != "" {
		chip("#"+f.Tag, l.chooseTag, func(f *filter) { f.Tag = "" })
	}
	if f.Organisation != domain.None {
		chip(i18n.T("people.filter.organisation", l.names[f.Organisation]), func(fyne.CanvasObject) { l.chooseOrganisation() },
			func(f *filter) { f.Organisation = domain.None })
	}
	if f.Mine {
		chip(i18n.T("people.filter.mine"), nil, func(f *filter) { f.Mine = false })
	}
	if f.SilentDays > 0 {
		chip(i18n.N("people.filter.silent", f.SilentDays), l.chooseSilence, func(f *filter) { f.SilentDays = 0 })
	}
	if f.Archived {
		chip(i18n.T("people.filter.archived"), nil, func(f *filter) { f.Archived = false })
	}
	var order *kit.Chip
	order = kit.NewChip(kit.Neutral, "", func() { l.chooseOrder(order) })
	order.Set(kit.Neutral, kit.IconArrowDown, i18n.T("people.order."+string(f.order())))
	order.Tooltip = i18n.T("people.order")
	var add *kit.Chip
	add = kit.NewAddFilterChip(func() { kit.OpenMenuBelow(add, l.filters(add)) })
	l.chips.SetObjects(append(objects, order, add)...)
	if l.frame != nil {
		l.frame.Refresh()
	}
}

// filters are those that can be added.
func (l *list) filters(at fyne.CanvasObject) []kit.MenuItem {
	return []kit.MenuItem{
		{Label: i18n.T("people.by-community"), Icon: kit.IconCommunity, OnTap: func() { l.chooseCommunity(at) }},
		{Label: i18n.T("people.by-tag"), Icon: kit.IconTag, OnTap: func() { l.chooseTag(at) }},
		{Label: i18n.T("people.by-organisation"), Icon: kit.IconOrganisation, OnTap: l.chooseOrganisation},
		{Label: i18n.T("people.by-silence"), Icon: kit.IconClock, OnTap: func() { l.chooseSilence(at) }},
		{Label: i18n.T("people.filter.mine"), Icon: kit.IconPerson, Marked: l.filter.Mine, Separator: true, OnTap: func() {
			l.setFilter(func(f *filter) { f.Mine = !f.Mine })
		}},
		{Label: i18n.T("people.filter.archived"), Icon: kit.IconArchive, Marked: l.filter.Archived, OnTap: func() {
			l.setFilter(func(f *filter) { f.Archived = !f.Archived })
		}},
	}
}
