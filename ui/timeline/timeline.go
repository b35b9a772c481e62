// Package timeline shows what happened with a person, an organisation, a
// community, or with everyone: conversations, follow-ups, and, dim and folded,
// the changes to the record itself. It is the heart of most pages.
package timeline

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Params say what a timeline shows.
type Params struct {
	Desk *desk.Desk
	// Of is the person, organisation or community; the zero stream for
	// everything.
	Of domain.Stream
	// Plain leaves out the filters, for a short view beside something else.
	Plain bool
	// OnOpen is told of an entry that is opened; without it the entry's own page
	// is shown.
	OnOpen func(entry *projections.TimelineEntry)
	// OnSelect is told of the entry under the cursor, nil for none.
	OnSelect func(entry *projections.TimelineEntry)
}

// pageSize is how many entries are fetched at a time.
const pageSize = 60

// Timeline is one timeline. It belongs to the window's thread.
type Timeline struct {
	p             Params
	filter        filter
	entries       *kit.Paged[projections.TimelineEntry]
	counts        *kit.Loader
	items         []item
	at            map[string]int  // the items by their ids
	open          map[string]bool // folds that were opened
	list          *kit.List
	measure       *entryRow
	measureChange *changeRow
	host          *fyne.Container
	content       fyne.CanvasObject
	bar           *filterBar
	watching      func()
	restore       *State
	then          arrival
	onTag         func(tag string) // instead of a filter of its own
}

// arrival is what is selected among entries that replace the others.
type arrival int

const (
	asWas arrival = iota
	atFirst
	atLast
)

// New returns a timeline; Show loads it.
func New(p Params) *Timeline {
	t := &Timeline{p: p, filter: filter{View: viewAll}, open: map[string]bool{}, at: map[string]int{}, measure: newEntryRow(margin, nil), measureChange: newChangeRow(nil), host: container.NewStack()}
	t.counts = kit.NewLoader(p.Desk.Async)
	t.entries = kit.NewPaged(p.Desk.Async, pageSize, func(e projections.TimelineEntry) string { return e.Cursor }, t.fetch)
	t.entries.OnChange, t.entries.OnGrow = t.loaded, t.grew
	t.list = kit.NewList(kit.ListParams{
		Async: p.Desk.Async,
		Count: func() int { return len(t.items) },
		ID:    func(row int) string { return t.items[row].id },
		IndexOf: func(id string) (int, bool) {
			row, ok := t.at[id]
			return row, ok
		},
		Kind: func(row int) int { return t.items[row].kind },
		Header: func(row int) bool {
			return t.items[row].kind == kindDay
		},
		Create:    t.create,
		Update:    t.update,
		HeightOf:  t.height,
		Tooltip:   t.tooltip,
		OnOpen:    t.opened,
		OnSelect:  t.selected,
		OnMenu:    t.openMenu,
		OnKey:     t.key,
		Partial:   func() (above, below bool) { return !t.entries.Begun(), !t.entries.Whole() },
		OnEnd:     t.toEnd,
		OnVisible: t.needed,
	})
	t.host.Objects = []fyne.CanvasObject{kit.NewLoadingState()}
	t.content = t.host
	if !p.Plain {
		t.bar = newFilterBar(t)
		// The icon at the right, not its button, ends where the entries end.
		t.content = kit.NewFrame(kit.NewPadded(14, 17, 6, 24, t.bar.content), t.host, nil)
		t.bar.show()
	}
	return t
}

// Content is what is drawn.
func (t *Timeline) Content() fyne.CanvasObject { return t.content }

// Show loads the entries and follows what happens, until Hide.
func (t *Timeline) Show() {
	if t.watching == nil {
		t.watching = t.p.Desk.Watch(t.changed)
	}
	if t.restore != nil && t.restore.From != "" {
		t.entries.Enter(t.restore.From)
	} else {
		t.entries.Reset()
	}
	t.count()
}

// Hide stops what is running.
func (t *Timeline) Hide() {
	if t.watching != nil {
		t.watching()
		t.watching = nil
	}
	t.entries.Stop()
	t.counts.Stop()
}

// Of shows another record.
func (t *Timeline) Of(s domain.Stream) {
	if t.p.Of == s {
		return
	}
	t.p.Of, t.items = s, nil
	clear(t.open)
	clear(t.at)
	t.list.Reload()
	t.host.Objects = []fyne.CanvasObject{kit.NewLoadingState()}
	t.host.Refresh()
	if t.watching != nil {
		t.entries.Reset()
	}
}

func (t *Timeline) changed(c workspace.Changed) {
	if t.p.Of.ID == domain.None || c.Touches(t.p.Of) || c.Kinds(domain.KindConversation, domain.KindFollowUp, domain.KindNeed) {
		t.entries.Refresh()
		t.count()
	}
}

// State is the light state of a timeline, to come back to.
type State struct {
	Filter filter
	List   kit.ListState
	From   string // the cursor of the topmost entry in sight, "" at the top
}

// Save returns the filters and the place.
func (t *Timeline) Save() any {
	s := State{Filter: t.filter, List: t.list.State()}
	for row := t.at[s.List.Top]; row < len(t.items) && (row > 0 || !t.entries.Begun()); row++ {
		if e := t.items[row].entry; e != nil {
			s.From = e.Cursor
			break
		}
	}
	return s
}

// Restore takes what Save returned.
func (t *Timeline) Restore(saved any) {
	if s, ok := saved.(State); ok {
		t.filter, t.restore = s.Filter, &s
		if t.bar != nil {
			t.bar.show()
		}
	}
}

// TypedKey moves in the timeline.
func (t *Timeline) TypedKey(event *fyne.KeyEvent) { t.list.TypedKey(event) }

// List is the list itself, for focus.
func (t *Timeline) List() *kit.List { return t.list }

// FocusFilter goes to the text filter.
func (t *Timeline) FocusFilter() {
	if t.bar != nil {
		t.bar.focus()
	}
}

// Selected is the entry under the cursor, nil for none.
func (t *Timeline) Selected() *projections.TimelineEntry { return t.entryOf(t.list.Selected()) }

// Select puts the cursor on the entry of a record, if it has come.
func (t *Timeline) Select(record domain.Stream) {
	for _, it := range t.items {
		if it.entry != nil && it.entry.Record == record {
			t.list.Select(it.id)
			return
		}
	}
}

func (t *Timeline) fetch(ctx context.Context, turn kit.Turn) ([]projections.TimelineEntry, error) {
	query := t.filter.query(t.p.Desk.Workspace.Now())
	query.Of, query.Limit = t.p.Of, turn.Limit
	// What follows in the list is what was before in time.
	query.Before, query.After, query.From, query.Last = turn.After, turn.Before, turn.From, turn.Last
	return t.p.Desk.Workspace.Views().Timeline(ctx, query)
}

func (t *Timeline) loaded(err error) {
	if err != nil {
		t.host.Objects = []fyne.CanvasObject{kit.NewErrorState(workspace.Explain(err), t.entries.Reset)}
		t.host.Refresh()
		return
	}
	if t.entries.Len() == 0 && !t.entries.Begun() {
		t.entries.End() // nothing is as old as what was asked for
		return
	}
	t.arrange()
	if len(t.items) == 0 {
		t.host.Objects = []fyne.CanvasObject{t.empty()}
	} else {
		t.host.Objects = []fyne.CanvasObject{t.list}
	}
	then := t.then
	t.then = asWas
	var top, first, last string
	if len(t.items) > 0 { // by their names, as further ones may come at once
		top, first, last = t.items[0].id, t.items[min(1, len(t.items)-1)].id, t.items[len(t.items)-1].id
	}
	t.list.Reload()
	t.host.Refresh()
	switch {
	case then == atFirst && top != "":
		t.list.Select(first)
		t.list.ShowTop(top)
	case then == atLast && top != "":
		t.list.Select(last)
	case t.restore != nil:
		t.list.Restore(t.restore.List)
	}
	t.restore = nil
}

// grew takes over entries that came or went above or below those in sight.
func (t *Timeline) grew() {
	before := make(map[string]item, len(t.items))
	for _, it := range t.items {
		before[it.id] = it
	}
	t.arrangeKeeping(before)
	t.list.Grow()
}

// toEnd fetches the newest or the oldest entries.
func (t *Timeline) toEnd(oldest bool) {
	if oldest {
		t.then = atLast
		t.entries.End()
		return
	}
	t.then = atFirst
	t.entries.Reset()
}

// JumpTo shows the entries of a day, or the last before it.
func (t *Timeline) JumpTo(day domain.Day) {
	t.then = atFirst
	t.entries.EnterAfter(projections.TimelineAt(day.Add(1).In(t.p.Desk.Workspace.Now().Location())))
}

func (t *Timeline) empty() fyne.CanvasObject {
	if t.filter != (filter{View: viewAll}) {
		return kit.NewEmptyState(kit.Empty{
			Icon: kit.IconFilter, Title: i18n.T("timeline.none-fit"), Text: i18n.T("timeline.none-fit.text"),
			Action: i18n.T("timeline.clear"), OnTap: func() { t.setFilter(filter{View: viewAll}) },
		})
	}
	return kit.NewEmptyState(kit.Empty{
		Icon: kit.IconConversation, Title: i18n.T("timeline.empty"), Text: i18n.T("timeline.empty.text"),
		Action: i18n.T("timeline.log"), Key: kit.KeyLabel("Ctrl+L"), OnTap: func() { t.p.Desk.QuickLog("") },
	})
}

func (t *Timeline) setFilter(f filter) {
	t.filter = f
	if t.bar != nil {
		t.bar.show()
	}
	t.entries.Reset()
	t.count()
}

// filterTag shows what has a tag.
func (t *Timeline) filterTag(tag string) {
	if t.onTag != nil {
		t.onTag(tag)
		return
	}
	if t.p.Plain {
		return
	}
	f := t.filter
	f.Tag = tag
	t.setFilter(f)
}

// needed fetches more when the rows at an end come into sight. A line into which
// changes are folded stands for all of them.
func (t *Timeline) needed(first, last int) {
	if first < len(t.items) && last < len(t.items) {
		t.entries.Need(t.items[first].from, t.items[last].to)
	}
}

func (t *Timeline) entryOf(id string) *projections.TimelineEntry {
	if row, ok := t.at[id]; ok {
		return t.items[row].entry
	}
	return nil
}

func (t *Timeline) selected(id string) {
	if t.p.OnSelect != nil {
		t.p.OnSelect(t.entryOf(id))
	}
}

// opened shows an entry in full, or what is folded.
func (t *Timeline) opened(id string) {
	for i := range t.items {
		it := &t.items[i]
		if it.id != id {
			continue
		}
		switch {
		case it.kind == kindFold:
			t.fold(id)
		case it.entry == nil:
		case t.p.OnOpen != nil:
			t.p.OnOpen(it.entry)
		default:
			t.openRecord(it.entry)
		}
		return
	}
}

// fold shows the changes that are folded into a line, or hides them again.
func (t *Timeline) fold(id string) {
	t.open[id] = !t.open[id]
	t.arrange()
	t.list.Reload()
	t.list.Select(id)
}

// tapped hands a tap beside the names of a row to the list.
func (t *Timeline) tapped(event *fyne.PointEvent) { TapList(t.list, event) }

func (t *Timeline) openRecord(e *projections.TimelineEntry) {
	switch {
	case e.Record.Kind == domain.KindFollowUp && len(e.FollowUps) > 0 && e.FollowUps[0].Conversation != domain.None:
		t.p.Desk.Open(domain.Stream{Kind: domain.KindConversation, ID: e.FollowUps[0].Conversation})
	case e.Record != t.p.Of:
		t.p.Desk.Open(e.Record)
	}
}
