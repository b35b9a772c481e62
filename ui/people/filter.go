package people

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/roster"
)

// filter says which people are listed. What is typed is not kept.
type filter struct {
	Text         string    `json:"-"`
	Tag          string    `json:"tag,omitempty"`
	Community    domain.ID `json:"community,omitzero"`
	Organisation domain.ID `json:"organisation,omitzero"`
	Mine         bool      `json:"mine,omitempty"`
	SilentDays   int       `json:"silentDays,omitempty"`
	Archived     bool      `json:"archived,omitempty"`
	// Rules are what the palette asked for beyond this.
	Rules []domain.Rule `json:"rules,omitempty"`
	// Behind is what a number or a segment asked for.
	Behind behind `json:"-"`
}

// orders are offered in this order; the first is taken without a choice.
func orders() []roster.Order {
	var offered []roster.Order
	for _, order := range []projections.PeopleOrder{
		projections.PeopleByRecent, projections.PeopleByLastContact, projections.PeopleByName, projections.PeopleByAdded,
	} {
		offered = append(offered, roster.Order{
			Value: string(order), Chip: i18n.T("people.order." + string(order)), Label: i18n.T("people.order." + string(order) + ".long"),
			Turnable: true,
		})
	}
	return offered
}

// silences are the days of silence that are offered.
var silences = []int{30, 60, 90, 180, 365}

func (f filter) query(d *desk.Desk, o roster.Order) projections.PeopleQuery {
	q := projections.PeopleQuery{
		Text: f.Text, Similar: true, Tag: f.Tag, Community: f.Community, Organisation: f.Organisation,
		SilentDays: f.SilentDays, Archived: f.Archived, Order: projections.PeopleOrder(o.Value), Reverse: o.Reverse,
	}
	if f.Mine {
		q.Owner = d.Workspace.Me()
	}
	if len(f.Rules) > 0 {
		q.Filter = &domain.Filter{Rules: f.Rules}
	}
	f.Behind.within(&q)
	return q
}

// facets are what a filter asks for.
func (l *list) facets(f filter) []roster.Facet[filter] {
	var facets []roster.Facet[filter]
	facet := func(label string, choose func(at fyne.CanvasObject), clear func(*filter)) {
		facets = append(facets, roster.Facet[filter]{Label: label, Choose: choose, Clear: clear})
	}
	if f.Behind.Query != nil {
		facet(f.Behind.Label, nil, func(f *filter) { f.Behind = behind{} })
	}
	if f.Community != domain.None {
		facet(i18n.T("people.filter.community", l.names[f.Community]), l.chooseCommunity, func(f *filter) { f.Community = domain.None })
	}
	if f.Tag != "" {
		facet("#"+f.Tag, l.chooseTag, func(f *filter) { f.Tag = "" })
	}
	if f.Organisation != domain.None {
		facet(i18n.T("people.filter.organisation", l.names[f.Organisation]), func(fyne.CanvasObject) { l.chooseOrganisation() },
			func(f *filter) { f.Organisation = domain.None })
	}
	if f.Mine {
		facet(i18n.T("people.filter.mine"), nil, func(f *filter) { f.Mine = false })
	}
	if f.SilentDays > 0 {
		facet(i18n.N("people.filter.silent", f.SilentDays), l.chooseSilence, func(f *filter) { f.SilentDays = 0 })
	}
	if f.Archived {
		facet(i18n.T("people.filter.archived"), nil, func(f *filter) { f.Archived = false })
	}
	for _, rule := range f.Rules {
		facet(desk.RuleText(rule, l.recordName), nil, func(f *filter) {
			f.Rules = slices.DeleteFunc(slices.Clone(f.Rules), func(other domain.Rule) bool { return other == rule })
		})
	}
	return facets
}

// recordName is how a record in a rule is called, as far as it was looked up.
func (l *list) recordName(id domain.ID) string {
	if member := l.desk.MemberName(id); member != "" {
		return member
	}
	return l.names[id]
}

// read takes the words with a colon for what they ask.
func (l *list) read(ctx context.Context, f filter) (filter, string, error) {
	q, err := l.words.ReadOut(ctx, f.Text)
	if err != nil {
		return f, "", err
	}
	for _, chip := range q.Chips {
		if chip.Wrong {
			return f, i18n.T("roster.colon.wrong", chip.Label), nil
		}
	}
	f.Text = q.Text
	return f.with(q.Rules), "", nil
}

// with is the filter that asks for rules too.
func (f filter) with(rules []domain.Rule) filter {
	f.Rules = slices.Clone(f.Rules)
	for _, rule := range rules {
		switch is := rule.Op == domain.OpIs; {
		case is && rule.About == domain.AboutCommunity && f.Community == domain.None:
			f.Community = rule.Record
		case is && rule.About == domain.AboutOrganisation && f.Organisation == domain.None:
			f.Organisation = rule.Record
		case is && rule.About == domain.AboutTag && f.Tag == "":
			f.Tag = domain.NormalTag(rule.Text)
		case !slices.Contains(f.Rules, rule):
			f.Rules = append(f.Rules, rule)
		}
	}
	return f
}

// ask shows the people for whom all rules hold.
func (p *page) ask(rules []domain.Rule, text string) {
	asked := filter{Text: text}.with(rules)
	if !p.Panes.Folded() {
		p.list.SelectFirst()
	}
	p.list.SetFilter(func(f *filter) { *f = asked })
	p.list.ShowFilter()
}
