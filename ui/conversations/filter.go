package conversations

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/ui/roster"
	"kontor/ui/timeline"
	"kontor/when"
)

// filter says which conversations are shown. What is typed is not kept.
type filter struct {
	Text      string           `json:"-"`
	Channels  []string         `json:"channels,omitempty"`
	Direction domain.Direction `json:"direction,omitempty"`
	Member    domain.ID        `json:"member,omitzero"`
	Tag       string           `json:"tag,omitempty"`
	Days      int              `json:"days,omitempty"` // the last so many days
	Since     domain.Day       `json:"since,omitempty"`
	Until     domain.Day       `json:"until,omitempty"` // this day too
	Withdrawn bool             `json:"withdrawn,omitempty"`
}

// plain reports whether nothing is left out.
func (f filter) plain() bool {
	return len(f.Channels) == 0 && f.Text == "" && f.Direction == "" && f.Member == domain.None && f.Tag == "" &&
		f.Days == 0 && f.Since == "" && f.Until == ""
}

func (f filter) query(now time.Time) projections.TimelineQuery {
	q := projections.TimelineQuery{
		Kinds: []projections.EntryKind{projections.EntryConversation}, Channels: f.Channels,
		Member: f.Member, Tag: f.Tag, Text: f.Text, Withdrawn: f.Withdrawn,
	}
	if f.Direction != "" {
		q.Directions = []domain.Direction{f.Direction}
	}
	since, until := f.Since, f.Until
	if f.Days > 0 {
		since = domain.DayOf(now).Add(1 - f.Days)
	}
	q.Since = since.In(now.Location())
	if until != "" {
		q.Until = until.Add(1).In(now.Location())
	}
	return q
}

// facets are what a filter asks for.
func (l *list) facets(f filter) []roster.Facet[filter] {
	var facets []roster.Facet[filter]
	add := func(label string, choose func(), clear func(*filter)) {
		facet := roster.Facet[filter]{Label: label, Clear: clear}
		if choose != nil {
			facet.Choose = func(fyne.CanvasObject) { choose() }
		}
		facets = append(facets, facet)
	}
	for _, channel := range f.Channels {
		add(l.channelName(channel), nil, func(f *filter) {
			f.Channels = slices.DeleteFunc(slices.Clone(f.Channels), func(other string) bool { return other == channel })
			if len(f.Channels) == 0 {
				f.Channels = nil
			}
		})
	}
	if f.Direction != "" {
		add(i18n.T("direction."+string(f.Direction)), l.chooseDirection, func(f *filter) { f.Direction = "" })
	}
	if f.Member != domain.None {
		name := l.desk.MemberName(f.Member)
		add(i18n.T("conversations.filter.of", name), l.chooseMember, func(f *filter) { f.Member = domain.None })
	}
	if f.Tag != "" {
		add("#"+f.Tag, l.chooseTag, func(f *filter) { f.Tag = "" })
	}
	if period := l.periodName(f); period != "" {
		add(period, l.choosePeriod, func(f *filter) { f.Days, f.Since, f.Until = 0, "", "" })
	}
	if f.Withdrawn {
		add(i18n.T("conversations.filter.withdrawn"), nil, func(f *filter) { f.Withdrawn = false })
	}
	return facets
}

// offers are the filters that can be added.
func (l *list) offers(fyne.CanvasObject) []kit.MenuItem {
	return []kit.MenuItem{
		{Label: i18n.T("conversations.filter.channel"), Icon: kit.IconConversation, OnTap: l.chooseChannel},
		{Label: i18n.T("conversations.filter.direction"), Icon: kit.IconArrowRight, OnTap: l.chooseDirection},
		{Label: i18n.T("conversations.filter.member"), Icon: kit.IconPerson, OnTap: l.chooseMember},
		{Label: i18n.T("conversations.filter.tag"), Icon: kit.IconTag, OnTap: l.chooseTag},
		{Label: i18n.T("conversations.filter.period"), Icon: kit.IconCalendar, OnTap: l.choosePeriod},
		{Label: i18n.T("conversations.filter.withdrawn"), Icon: kit.IconHistory, Marked: l.Filter.Withdrawn, Separator: true, OnTap: func() {
			l.SetFilter(func(f *filter) { f.Withdrawn = !f.Withdrawn })
		}},
		{Label: i18n.T("timeline.jump"), Icon: kit.IconCalendar, Key: "G", Separator: true, OnTap: l.askDay},
	}
}

func (l *list) chooseChannel() {
	var items []kit.MenuItem
	ids := slices.Clone(domain.Channels)
	for id := range l.channels {
		ids = append(ids, id)
	}
	slices.Sort(ids[len(domain.Channels):])
	for _, id := range ids {
		marked := slices.Contains(l.Filter.Channels, id)
		items = append(items, kit.MenuItem{Label: l.channelName(id), Icon: timeline.ChannelIcon(id), Marked: marked, OnTap: func() {
			l.SetFilter(func(f *filter) {
				if marked {
					f.Channels = slices.DeleteFunc(slices.Clone(f.Channels), func(other string) bool { return other == id })
				} else {
					f.Channels = append(slices.Clone(f.Channels), id)
				}
			})
		}})
	}
	kit.OpenMenuBelow(l.Chips, items)
}

func (l *list) chooseDirection() {
	var items []kit.MenuItem
	for _, direction := range []domain.Direction{domain.DirectionMutual, domain.DirectionIncoming, domain.DirectionOutgoing} {
		items = append(items, kit.MenuItem{Label: i18n.T("direction." + string(direction)), Marked: l.Filter.Direction == direction, OnTap: func() {
			l.SetFilter(func(f *filter) { f.Direction = direction })
		}})
	}
	kit.OpenMenuBelow(l.Chips, items)
}

func (l *list) chooseMember() {
	var items []kit.MenuItem
	for _, m := range l.members {
		items = append(items, kit.MenuItem{Label: l.desk.PartyName(projections.Party{ID: m.ID, Name: m.Name}), Marked: l.Filter.Member == m.ID, OnTap: func() {
			l.SetFilter(func(f *filter) { f.Member = m.ID })
		}})
	}
	kit.OpenMenuBelow(l.Chips, items)
}

// tagsOffered is how many tags the menu offers, the most used first.
const tagsOffered = 20

func (l *list) chooseTag() {
	var tags []projections.TagRow
	l.desk.Prepare(func(ctx context.Context) (err error) {
		tags, err = l.desk.Workspace.Views().Tags(ctx, "")
		return err
	}, func() {
		var items []kit.MenuItem
		for _, row := range tags[:min(len(tags), tagsOffered)] {
			items = append(items, kit.MenuItem{Label: "#" + row.Tag, Key: i18n.Number(row.Count), Marked: row.Tag == l.Filter.Tag, OnTap: func() {
				l.SetFilter(func(f *filter) { f.Tag = row.Tag })
			}})
		}
		if len(items) == 0 {
			items = append(items, kit.MenuItem{Label: i18n.T("conversations.filter.no-tags"), Disabled: true})
		}
		kit.OpenMenuBelow(l.Chips, items)
	})
}

// periods are the periods that are offered, in days.
var periods = []int{1, 7, 30, 90, 365}

func (l *list) choosePeriod() {
	var items []kit.MenuItem
	for _, days := range periods {
		items = append(items, kit.MenuItem{Label: i18n.N("conversations.filter.days", days), Marked: l.Filter.Days == days, OnTap: func() {
			l.SetFilter(func(f *filter) { f.Days, f.Since, f.Until = days, "", "" })
		}})
	}
	items = append(items, kit.MenuItem{Label: i18n.T("conversations.filter.between"), Icon: kit.IconCalendar, Separator: true, OnTap: l.askPeriod})
	kit.OpenMenuBelow(l.Chips, items)
}

// askPeriod asks for the first and the last day.
func (l *list) askPeriod() {
	field := func(day domain.Day) *kit.DateField {
		now := l.desk.Workspace.Now
		f := kit.NewDateField(kit.DateFieldParams{
			Parse: func(text string) (time.Time, bool) {
				m := when.Parse(text, now(), when.Past)
				return m.Time, m.OK
			},
			Format: func(day time.Time) string { return when.SpeakDay(domain.DayOf(day), now(), i18n.Language()) },
			Now:    now,
		})
		f.SetDay(day.In(now().Location()))
		return f
	}
	since, until := field(l.Filter.Since), field(l.Filter.Until)
	from, to := kit.NewField(i18n.T("conversations.filter.since"), since), kit.NewField(i18n.T("conversations.filter.until"), until)
	from.Check, to.Check = since.Check, until.Check
	form := kit.NewForm(kit.NewFieldLine(from, to))
	kit.OpenDialog(l.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("conversations.filter.period.title"), Content: form, Submit: i18n.T("conversations.filter.apply"),
		OnSubmit: func() bool {
			if !form.Validate() {
				return false
			}
			l.SetFilter(func(f *filter) { f.Days, f.Since, f.Until = 0, dayOf(since), dayOf(until) })
			return true
		},
	})
}

// periodName says the period of the filter, "" where there is none.
func (l *list) periodName(f filter) string {
	now := l.desk.Workspace.Now()
	day := func(d domain.Day) string { return when.SpeakDay(d, now, i18n.Language()) }
	switch {
	case f.Days > 0:
		return i18n.N("conversations.filter.days", f.Days)
	case f.Since != "" && f.Until != "":
		return day(f.Since) + " – " + day(f.Until)
	case f.Since != "":
		return i18n.T("conversations.filter.from", day(f.Since))
	case f.Until != "":
		return i18n.T("conversations.filter.to", day(f.Until))
	}
	return ""
}
