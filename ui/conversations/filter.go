package conversations

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
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
	// With are rules for somebody who took part, out of words with a colon.
	With []asked `json:"-"`
}

// asked is a rule with how it is said.
type asked struct {
	Rule  domain.Rule
	Label string
}

// read takes a tag behind a colon for that of the conversation, and the other
// words with a colon for rules for somebody who took part.
func (l *list) read(ctx context.Context, f filter) (filter, string, error) {
	q, err := l.words.ReadOut(ctx, f.Text)
	if err != nil {
		return f, "", err
	}
	f.With = slices.Clone(f.With)
	ruled := 0
	for _, chip := range q.Chips {
		if chip.Wrong {
			return f, i18n.T("roster.colon.wrong", chip.Label), nil
		}
		rule := q.Rules[ruled]
		ruled++
		if rule.About == domain.AboutTag && f.Tag == "" {
			f.Tag = domain.NormalTag(rule.Text)
			continue
		}
		f.With = append(f.With, asked{rule, chip.Label})
	}
	f.Text = q.Text
	return f, "", nil
}

// plain reports whether nothing is left out.
func (f filter) plain() bool {
	return len(f.Channels) == 0 && f.Text == "" && f.Direction == "" && f.Member == domain.None && f.Tag == "" &&
		f.Days == 0 && f.Since == "" && f.Until == "" && len(f.With) == 0
}

func (f filter) query(now time.Time) projections.TimelineQuery {
	q := projections.TimelineQuery{
		Kinds: []projections.EntryKind{projections.EntryConversation}, Channels: f.Channels,
		Member: f.Member, Tag: f.Tag, Text: f.Text, Withdrawn: f.Withdrawn,
	}
	if f.Direction != "" {
		q.Directions = []domain.Direction{f.Direction}
	}
	if len(f.With) > 0 {
		q.People = &domain.Filter{}
		for _, with := range f.With {
			q.People.Rules = append(q.People.Rules, with.Rule)
		}
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
	for _, with := range f.With {
		add(with.Label, nil, func(f *filter) {
			f.With = slices.DeleteFunc(slices.Clone(f.With), func(other asked) bool { return other == with })
		})
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
	picker.Choose(l.desk, picker.ChooseParams{
		Title: i18n.T("conversations.filter.member"),
		Read: func(context.Context) (options []picker.Option, err error) {
			for _, m := range l.members {
				options = append(options, picker.MemberOption(l.desk, m, m.ID == l.Filter.Member))
			}
			return options, nil
		},
		OnChoose: func(o picker.Option) { l.SetFilter(func(f *filter) { f.Member = desk.RouteID(o.ID) }) },
	})
}

func (l *list) chooseTag() {
	picker.Choose(l.desk, picker.ChooseParams{
		Title: i18n.T("conversations.filter.tag"), Empty: i18n.T("conversations.filter.no-tags"),
		Read: func(ctx context.Context) ([]picker.Option, error) {
			return picker.TagOptions(ctx, l.desk, l.Filter.Tag)
		},
		OnChoose: func(o picker.Option) { l.SetFilter(func(f *filter) { f.Tag = o.ID }) },
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
	picker.AskPeriod(l.desk, picker.PeriodParams{From: l.Filter.Since, To: l.Filter.Until, Open: true, OnChoose: func(from, to domain.Day) {
		l.SetFilter(func(f *filter) { f.Days, f.Since, f.Until = 0, from, to })
	}})
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
