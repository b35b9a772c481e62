package timeline

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/ui/picker"
)

// The views of a timeline.
const (
	viewAll       = "all"
	viewTalks     = "talks"
	viewFollowUps = "follow-ups"
	viewNeeds     = "needs"
	viewHistory   = "history"
)

// filter is what of a timeline is shown. It compares.
type filter struct {
	View      string
	Channel   string
	Direction domain.Direction
	Text      string
	Tag       string
	Days      int  // only the last so many days; 0 for all
	Withdrawn bool // also what was taken back
	Only      narrowed
}

func (f filter) query(now time.Time) projections.TimelineQuery {
	q := projections.TimelineQuery{Text: f.Text, Tag: f.Tag, Withdrawn: f.Withdrawn}
	switch f.View {
	case viewTalks:
		q.Kinds = []projections.EntryKind{projections.EntryConversation}
	case viewFollowUps:
		q.Kinds = []projections.EntryKind{projections.EntryFollowUp}
	case viewNeeds:
		q.Kinds = []projections.EntryKind{projections.EntryNeed}
	case viewHistory:
		q.Kinds = []projections.EntryKind{projections.EntryChange}
	}
	if f.Channel != "" {
		q.Channels = []string{f.Channel}
	}
	if f.Direction != "" {
		q.Directions = []domain.Direction{f.Direction}
	}
	if f.Days > 0 {
		q.Since = now.AddDate(0, 0, -f.Days)
	}
	f.Only.query(&q)
	return q
}

// filterBar are the filters above a timeline.
type filterBar struct {
	timeline *Timeline
	content  *kit.Column
	views    *kit.Segments
	chips    *kit.Flow
	search   *kit.Entry
	channels []kit.Option
	searches bool // the text filter is shown
	stop     func()
}

// searchDelay is how long nobody types before the text filter is applied.
const searchDelay = 250 * time.Millisecond

func newFilterBar(t *Timeline) *filterBar {
	b := &filterBar{timeline: t, chips: kit.NewFlow(6)}
	b.views = kit.NewSegments(views(nil, true), t.filter.View, func(value string) {
		f := t.filter
		f.View = value
		t.setFilter(f)
	})
	b.search = kit.NewSearchBox(i18n.T("timeline.search"), b.typed)
	b.search.OnFocus = func(focused bool) {
		if !focused && b.search.Text == "" && b.searches {
			b.searches = false
			b.show()
		}
	}
	b.content = kit.NewColumn(8)
	b.loadChannels()
	return b
}

func (b *filterBar) typed(text string) {
	if b.stop != nil {
		b.stop()
	}
	b.stop = b.timeline.p.Desk.Async.After(searchDelay, func() {
		f := b.timeline.filter
		if f.Text == text {
			return
		}
		f.Text = text
		b.timeline.setFilter(f)
	})
}

// loadChannels adds the user's own channels to those that ship.
func (b *filterBar) loadChannels() {
	for _, id := range domain.Channels {
		b.channels = append(b.channels, kit.Option{Value: id, Label: i18n.T("channel." + id)})
	}
	var agreed *domain.Workspace
	d := b.timeline.p.Desk
	d.Run(func(ctx context.Context) (err error) {
		agreed, err = d.Workspace.Agreed(ctx)
		return err
	}, func() {
		for _, c := range agreed.Channels {
			b.channels = append(b.channels, kit.Option{Value: c.ID, Label: c.Name})
		}
	})
}

// show draws the chips for what is filtered, and one to add a filter.
func (b *filterBar) show() {
	f := b.timeline.filter
	b.views.SetValue(f.View)
	if b.search.Text != f.Text {
		b.search.SetText(f.Text)
	}
	var chips []fyne.CanvasObject
	remove := func(label string, without filter) {
		chips = append(chips, kit.NewFilterChip(label, func() {}, func() { b.timeline.setFilter(without) }))
	}
	if f.Only.Label != "" {
		without := f
		without.Only, without.View = narrowed{}, viewAll
		remove(f.Only.Label, without)
	}
	if f.Channel != "" {
		without := f
		without.Channel = ""
		remove(b.channelName(f.Channel), without)
	}
	if f.Direction != "" {
		without := f
		without.Direction = ""
		remove(i18n.T("direction."+string(f.Direction)), without)
	}
	if f.Days > 0 {
		without := f
		without.Days = 0
		remove(i18n.N("timeline.days", f.Days), without)
	}
	if f.Tag != "" {
		without := f
		without.Tag = ""
		remove("#"+f.Tag, without)
	}
	if f.Withdrawn {
		without := f
		without.Withdrawn = false
		remove(i18n.T("timeline.with-withdrawn"), without)
	}
	add := kit.NewIconButton(kit.IconFilter, i18n.T("kit.filter.add"), nil)
	add.OnTap = func() { kit.OpenMenuBelow(add, b.menu(add)) }
	line := kit.NewLine(2, b.views, add).Grow(b.views)
	objects := []fyne.CanvasObject{line}
	if len(chips) > 0 {
		b.chips.SetObjects(chips...)
		objects = append(objects, b.chips)
	}
	if b.searches || f.Text != "" {
		objects = append(objects, b.search)
	}
	b.content.SetObjects(objects...)
	b.timeline.content.Refresh()
}

// focus goes to the text filter.
func (b *filterBar) focus() {
	b.searches = true
	b.show()
	b.timeline.p.Desk.Shell.Canvas().Focus(b.search)
}

func (b *filterBar) channelName(id string) string {
	for _, c := range b.channels {
		if c.Value == id {
			return c.Label
		}
	}
	return i18n.T("channel." + id)
}

func (b *filterBar) menu(at fyne.CanvasObject) []kit.MenuItem {
	f := b.timeline.filter
	items := []kit.MenuItem{
		{Label: i18n.T("timeline.search"), Icon: kit.IconSearch, OnTap: b.focus},
		{Label: i18n.T("timeline.jump"), Icon: kit.IconCalendar, Key: "G", OnTap: b.timeline.askDay},
	}
	for i, days := range []int{30, 90, 365} {
		with := f
		with.Days = days
		items = append(items, kit.MenuItem{Label: i18n.N("timeline.days", days), Marked: f.Days == days, Separator: i == 0, OnTap: func() { b.timeline.setFilter(with) }})
	}
	for i, direction := range []domain.Direction{domain.DirectionIncoming, domain.DirectionOutgoing} {
		with := f
		with.Direction = direction
		items = append(items, kit.MenuItem{
			Label: i18n.T("direction." + string(direction)), Marked: f.Direction == direction, Separator: i == 0,
			OnTap: func() { b.timeline.setFilter(with) },
		})
	}
	for i, channel := range b.channels {
		with := f
		with.Channel = channel.Value
		items = append(items, kit.MenuItem{
			Label: channel.Label, Icon: ChannelIcon(channel.Value), Marked: f.Channel == channel.Value, Separator: i == 0,
			OnTap: func() { b.timeline.setFilter(with) },
		})
	}
	with := f
	with.Withdrawn = !f.Withdrawn
	return append(items,
		kit.MenuItem{Label: i18n.T("timeline.by-tag"), Icon: kit.IconTag, Separator: true, OnTap: b.chooseTag},
		kit.MenuItem{
			Label: i18n.T("timeline.with-withdrawn"), Icon: kit.IconUndo, Marked: f.Withdrawn,
			OnTap: func() { b.timeline.setFilter(with) },
		})
}

func (b *filterBar) chooseTag() {
	d := b.timeline.p.Desk
	picker.Choose(d, picker.ChooseParams{
		Title: i18n.T("timeline.by-tag"), Empty: i18n.T("timeline.no-tags"),
		Read: func(ctx context.Context) ([]picker.Option, error) {
			return picker.TagOptions(ctx, d, b.timeline.filter.Tag)
		},
		OnChoose: func(o picker.Option) { b.timeline.filterTag(o.ID) },
	})
}
