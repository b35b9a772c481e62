package segments

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/dashboard"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/unsaved"
	"kontor/workspace"
)

// builder shows the rules of a segment, with which they are written, and whom
// they hold now.
type builder struct {
	page    *page
	desk    *desk.Desk
	choices *choices
	id      domain.ID
	row     *projections.SegmentRow // nil for one that is not saved yet
	filter  domain.Filter
	opened  *draft // as it was when it was opened; nil until it is laid out
	draft   string // where it is kept until it is saved
	keeper  *unsaved.Keeper
	content fyne.CanvasObject

	name     *kit.Entry
	wrong    *kit.Text
	notice   *kit.Column // that it holds what was left unsaved
	sentence *kit.Text
	rules    *kit.Column
	count    *kit.Text
	people   *kit.Column
	save     *kit.Button
	actions  *kit.Flow
	counting *kit.Loader
	wait     func()
	leave    func()
	scroll   *kit.Scroll
	firsts   []fyne.Focusable // of the rules, in their order
}

// The people are counted once nobody changed the rules for this long.
const countDelay = 200 * time.Millisecond

// shownPeople is how many of them are shown.
const shownPeople = 6

// newBuilder shows a segment; one that is not saved yet begins with rules. What
// was left unsaved of it stands there again.
func newBuilder(p *page, id domain.ID, row *projections.SegmentRow, rules domain.Filter, draftName string) *builder {
	b := &builder{
		page: p, desk: p.desk, choices: p.chosen, id: id, row: row, counting: kit.NewLoader(p.desk.Async),
		name: kit.NewEntry(i18n.T("segments.name.placeholder")), wrong: kit.NewParagraph(kit.Secondary, ""),
		sentence: kit.NewParagraph(kit.Secondary, ""), rules: kit.NewColumn(8), count: kit.NewText(kit.Figure, ""),
		people: kit.NewColumn(0), actions: kit.NewFlow(8), notice: kit.NewColumn(0), filter: rules,
		draft: draftName, keeper: unsaved.New(p.desk, draftName),
	}
	b.counting.OnBusy = func(busy bool) { b.showCounting(busy) }
	b.wrong.SetColor(kit.ColorLate)
	b.wrong.Hide()
	if row != nil {
		b.filter = cloned(row.Filter)
		b.name.SetText(row.Name)
	}
	b.save = kit.NewPrimaryButton(i18n.T("kit.action.save"), kit.KeyLabel("Ctrl+S"), b.store)
	b.name.OnChanged = func(string) {
		b.showActions()
		b.keep()
	}
	b.name.OnSubmitted = func(string) { b.store() }
	b.name.OnKey = b.escapes
	head := kit.NewColumn(8, b.notice, kit.NewLine(8, b.name, b.save).Grow(b.name), b.wrong, b.sentence, b.actions)
	inside := kit.NewColumn(18, head,
		kit.NewColumn(8, kit.NewSectionHeader(i18n.T("segments.rules")), b.rules),
		kit.NewCard(kit.NewColumn(8, kit.NewSectionHeader(i18n.T("segments.people")), b.count, b.people)))
	b.scroll = kit.NewScroll(kit.NewPadded(16, 24, 24, 24, inside))
	b.content = container.NewStack(b.scroll)
	b.leave = b.scroll.FollowFocus(p.desk.Shell.Canvas())
	opened := draft{b.name.Text, cloned(b.filter)}
	if kept := p.leftOf(draftName); kept != nil {
		b.recall(kept)
		opened = saved(row)
		if row == nil {
			opened = kept.Opened
		}
	}
	b.arrange()
	b.opened = &opened
	return b
}

func cloned(f domain.Filter) domain.Filter {
	f.Rules, f.Groups = slices.Clone(f.Rules), slices.Clone(f.Groups)
	for i := range f.Groups {
		f.Groups[i].Rules = slices.Clone(f.Groups[i].Rules)
	}
	return f
}

func (b *builder) stop() {
	b.rest()
	b.leave()
	b.counting.Stop()
	if b.wait != nil {
		b.wait()
	}
}

// refresh takes over what can be named now.
func (b *builder) refresh(c *choices) { b.choices = c }

// update takes over a segment as it was saved, unless it is being changed here.
func (b *builder) update(row projections.SegmentRow, c *choices) {
	changed := b.changed()
	b.choices = c
	before := b.row
	b.row = &row
	if !changed || before == nil {
		opened := saved(b.row)
		b.opened = &opened
		if before == nil {
			b.draft = draftOf(row.ID)
			b.keeper = unsaved.New(b.desk, b.draft)
		}
		b.reset()
		return
	}
	b.showActions()
	b.recount()
}

// changed tells whether there is something to save.
func (b *builder) changed() bool {
	if b.row == nil {
		return true
	}
	return strings.TrimSpace(b.name.Text) != b.row.Name || !equal(b.filter, b.row.Filter)
}

func equal(a, b domain.Filter) bool {
	all := func(m domain.Match) domain.Match {
		if m == "" {
			return domain.MatchAll
		}
		return m
	}
	return all(a.Match) == all(b.Match) && slices.Equal(a.Rules, b.Rules) &&
		slices.EqualFunc(a.Groups, b.Groups, func(a, b domain.RuleGroup) bool {
			return all(a.Match) == all(b.Match) && slices.Equal(a.Rules, b.Rules)
		})
}

// escapes goes back to the list from any field.
func (b *builder) escapes(event *fyne.KeyEvent) bool {
	if event.Name != fyne.KeyEscape {
		return false
	}
	b.page.back()
	return true
}

// arrange builds the lines of the rules anew, after one came or went.
func (b *builder) arrange() {
	b.firsts = nil
	rules := []fyne.CanvasObject{b.matchLine("segments.match", b.filter.Match, func(m domain.Match) { b.filter.Match = m }, nil)}
	for i := range b.filter.Rules {
		rules = append(rules, b.ruleLine(&b.filter.Rules[i], func() {
			b.filter.Rules = slices.Delete(b.filter.Rules, i, i+1)
			b.arrange()
		}))
	}
	for g := range b.filter.Groups {
		rules = append(rules, b.groupCard(g))
	}
	rules = append(rules, kit.NewFlow(8, b.adder("segments.add-rule", func() {
		b.filter.Rules = append(b.filter.Rules, newRule)
	}), b.adder("segments.add-group", func() {
		b.filter.Groups = append(b.filter.Groups, domain.RuleGroup{Match: domain.MatchAny, Rules: []domain.Rule{newRule}})
	})))
	b.rules.SetObjects(rules...)
	b.touched()
}

// newRule is what an added rule asks at first.
var newRule = domain.Rule{About: domain.AboutCommunity, Op: domain.OpIs}

// adder is a button that adds to the rules and goes to what was added.
func (b *builder) adder(key string, add func()) *kit.Button {
	button := kit.NewButton(kit.Quiet, i18n.T(key), func() {
		before := rulesOf(b.filter)
		add()
		b.arrange()
		for i, rule := range b.pointers() {
			if i >= len(before) || *rule != before[i] {
				b.desk.Shell.Canvas().Focus(b.firsts[i])
				return
			}
		}
	})
	button.Icon = kit.IconPlus
	return button
}

func (b *builder) groupCard(g int) fyne.CanvasObject {
	group := &b.filter.Groups[g]
	remove := kit.NewIconButton(kit.IconClose, i18n.T("segments.remove-group"), func() {
		b.filter.Groups = slices.Delete(b.filter.Groups, g, g+1)
		b.arrange()
	})
	lines := []fyne.CanvasObject{b.matchLine("segments.match.group", group.Match, func(m domain.Match) { group.Match = m }, remove)}
	for i := range group.Rules {
		lines = append(lines, b.ruleLine(&group.Rules[i], func() {
			group.Rules = slices.Delete(group.Rules, i, i+1)
			b.arrange()
		}))
	}
	lines = append(lines, kit.NewFlow(8, b.adder("segments.add-rule", func() { group.Rules = append(group.Rules, newRule) })))
	return kit.NewCard(kit.NewColumn(8, lines...))
}

// matchLine says how many of the rules below must hold.
func (b *builder) matchLine(key string, match domain.Match, set func(domain.Match), remove fyne.CanvasObject) fyne.CanvasObject {
	if match == "" {
		match = domain.MatchAll
	}
	var options []kit.Option
	for _, m := range domain.Matches {
		options = append(options, kit.Option{Value: string(m), Label: i18n.T("segments.match." + string(m))})
	}
	choose := kit.NewSelect(options, string(match), func(value string) {
		set(domain.Match(value))
		b.touched()
	})
	space := kit.NewSpace()
	objects := []fyne.CanvasObject{kit.NewText(kit.Body, i18n.T(key)), choose, kit.NewText(kit.Body, i18n.T("segments.match.hold")), space}
	if remove != nil {
		objects = append(objects, remove)
	}
	return kit.NewLine(8, objects...).Grow(space)
}

// touched shows what the rules say now and counts whom they hold, once nobody
// changes them any more.
func (b *builder) touched() {
	b.sentence.SetText(kit.Capital(b.choices.sentence(b.filter)))
	b.showActions()
	b.keep()
	if b.wait != nil {
		b.wait()
	}
	b.wait = b.desk.Async.After(countDelay, b.recount)
}

// counted is whom rules hold: how many, and the first of them.
type counted struct {
	people int
	first  []projections.PersonRow
}

func (b *builder) recount() {
	filter, views := cloned(b.filter), b.desk.Workspace.Views()
	if !filter.Valid() {
		b.counting.Stop()
		b.count.SetText(i18n.T("segments.incomplete"))
		b.people.SetObjects(kit.NewParagraph(kit.Faint, i18n.T("segments.incomplete.text")))
		b.scroll.Refresh()
		return
	}
	kit.Load(context.Background(), b.counting, func(ctx context.Context) (c counted, err error) {
		if c.people, err = views.CountFilter(ctx, filter); err != nil {
			return c, err
		}
		q := projections.PeopleQuery{Filter: &filter, Order: projections.PeopleByRecent, Archived: filter.ArchivedOnly()}
		q.Limit = shownPeople
		c.first, err = views.People(ctx, q)
		return c, err
	}, b.showPeople)
}

// showCounting dims the number while another is counted.
func (b *builder) showCounting(busy bool) {
	color := kit.ColorText
	if busy {
		color = kit.ColorDisabled
	}
	b.count.SetColor(color)
}

func (b *builder) showPeople(c counted, err error) {
	if err != nil {
		b.people.SetObjects(kit.NewErrorState(workspace.Explain(err), b.recount))
		return
	}
	b.count.SetText(i18n.N("segments.count", c.people))
	var lines []fyne.CanvasObject
	for _, person := range c.first {
		name, sub := kit.NewText(kit.Strong, desk.PersonName(person)), kit.NewText(kit.Secondary, person.Organisation)
		name.Shrink, sub.Shrink = true, true
		var face *kit.Avatar
		face = kit.NewAvatar(kit.FaceList, b.desk.Face(person, func() { face.Refresh() }))
		words := kit.NewColumn(0, name, sub)
		lines = append(lines, kit.NewPressable(kit.NewPadded(4, 2, 4, 2, kit.NewLine(11, face, words).Grow(words)), func() {
			b.desk.Open(domain.Stream{Kind: domain.KindPerson, ID: person.ID})
		}))
	}
	if len(lines) == 0 {
		lines = append(lines, kit.NewParagraph(kit.Faint, i18n.T("segments.nobody-fits")))
	} else if c.people > len(c.first) {
		lines = append(lines, kit.NewPadded(6, 0, 0, 2, kit.NewLink(kit.Secondary, i18n.N("segments.all", c.people), b.openPeople)))
	}
	b.people.SetObjects(lines...)
	b.scroll.Refresh()
}

// showActions offers to save, and what can be done with what was saved.
func (b *builder) showActions() {
	if b.changed() && b.filter.Valid() {
		b.save.Enable()
	} else {
		b.save.Disable()
	}
	if strings.TrimSpace(b.name.Text) != "" && b.wrong.Visible() {
		b.wrong.Hide()
	}
	if b.row == nil {
		b.actions.SetObjects(kit.NewText(kit.Faint, i18n.T("segments.unsaved")))
		return
	}
	var objects []fyne.CanvasObject
	for _, item := range b.offers() {
		button := kit.NewButton(kit.Quiet, item.Label, item.OnTap)
		button.Icon, button.Shortcut = item.Icon, item.Key
		objects = append(objects, button)
	}
	b.actions.SetObjects(objects...)
}

// offers are what can be done with a segment that is saved.
func (b *builder) offers() []kit.MenuItem {
	archive := "segments.archive"
	if b.row.Archived {
		archive = "segments.unarchive"
	}
	return []kit.MenuItem{
		{Label: i18n.T("segments.open.people"), Icon: kit.IconPerson, Key: "O", OnTap: b.openPeople},
		{Label: i18n.T("segments.open.timeline"), Icon: kit.IconConversation, Key: "T", OnTap: b.openTimeline},
		{Label: i18n.T("segments.open.dashboard"), Icon: kit.IconChart, Key: "D", OnTap: func() { dashboard.Show(b.desk, b.id) }},
		{Label: i18n.T(archive), Icon: kit.IconArchive, OnTap: b.archive},
	}
}

// openPeople lists the people, where something can be done with all of them.
func (b *builder) openPeople() {
	q := &projections.PeopleQuery{Archived: b.filter.ArchivedOnly()}
	label := i18n.T("segments.label", b.name.Text)
	if b.row != nil && !b.changed() {
		q.Segment = b.id
	} else {
		filter := cloned(b.filter)
		q.Filter = &filter
		label = kit.Capital(b.choices.sentence(filter))
	}
	b.desk.OpenList(desk.Asked{Label: label, List: projections.List{People: q}})
}

func (b *builder) openTimeline() {
	b.desk.OpenList(desk.Asked{Label: i18n.T("segments.label", b.row.Name), List: projections.List{Timeline: &projections.TimelineQuery{
		Of: domain.Stream{Kind: domain.KindSegment, ID: b.id}, Kinds: []projections.EntryKind{projections.EntryConversation},
	}}})
}

func (b *builder) archive() {
	back := b.row.Archived
	title := "archive-segment"
	if back {
		title = "unarchive-segment"
	}
	b.desk.Do(domain.Batch{Title: title, Parts: []domain.Command{
		domain.Archive{Record: domain.Stream{Kind: domain.KindSegment, ID: b.id}, Back: back},
	}}, nil)
}

// store saves name and rules.
func (b *builder) store() {
	name := strings.TrimSpace(b.name.Text)
	switch {
	case name == "":
		b.wrong.SetText(i18n.T("segments.no-name"))
		b.wrong.Show()
		b.scroll.Refresh()
		b.desk.Shell.Canvas().Focus(b.name)
		return
	case !b.filter.Valid() || !b.changed():
		return
	}
	b.desk.Do(domain.DefineSegment{Segment: b.id, Name: name, Filter: cloned(b.filter)}, func(workspace.Done) {
		b.forget()
		b.notice.SetObjects()
		if b.page.builder == b {
			b.page.wanted = b.id
			b.page.load()
		}
	})
}
