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
	items         []item
	open          map[string]bool // folds that were opened
	list          *kit.List
	measure       *entryRow
	measureChange *changeRow
	host          *fyne.Container
	content       fyne.CanvasObject
	bar           *filterBar
	watching      func()
	restore       *kit.ListState
}

// New returns a timeline; Show loads it.
func New(p Params) *Timeline {
	t := &Timeline{p: p, filter: filter{View: viewAll}, open: map[string]bool{}, measure: newEntryRow(nil), measureChange: newChangeRow(nil), host: container.NewStack()}
	t.entries = kit.NewPaged(p.Desk.Async, pageSize, t.fetch)
	t.entries.OnChange = t.loaded
	t.list = kit.NewList(kit.ListParams{
		Async: p.Desk.Async,
		Count: func() int { return len(t.items) },
		ID:    func(row int) string { return t.items[row].id },
		Kind:  func(row int) int { return t.items[row].kind },
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
		OnVisible: func(_, last int) { t.needed(last) },
	})
	t.host.Objects = []fyne.CanvasObject{kit.NewLoadingState()}
	t.content = t.host
	if !p.Plain {
		t.bar = newFilterBar(t)
		t.content = kit.NewFrame(kit.NewPadded(14, 24, 6, 24, t.bar.content), t.host, nil)
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
	t.entries.Reset()
}

// Hide stops what is running.
func (t *Timeline) Hide() {
	if t.watching != nil {
		t.watching()
		t.watching = nil
	}
	t.entries.Stop()
}

// Of shows another record.
func (t *Timeline) Of(s domain.Stream) {
	if t.p.Of == s {
		return
	}
	t.p.Of, t.items = s, nil
	clear(t.open)
	t.list.Reload()
	t.host.Objects = []fyne.CanvasObject{kit.NewLoadingState()}
	t.host.Refresh()
	if t.watching != nil {
		t.entries.Reset()
	}
}

func (t *Timeline) changed(c workspace.Changed) {
	if t.p.Of.ID == domain.None || c.Touches(t.p.Of) || c.Kinds(domain.KindConversation, domain.KindFollowUp) {
		t.entries.Refresh()
	}
}

// State is the light state of a timeline, to come back to.
type State struct {
	Filter filter
	List   kit.ListState
}

// Save returns the filters and the place.
func (t *Timeline) Save() any { return State{t.filter, t.list.State()} }

// Restore takes what Save returned.
func (t *Timeline) Restore(saved any) {
	if s, ok := saved.(State); ok {
		t.filter, t.restore = s.Filter, &s.List
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

func (t *Timeline) fetch(ctx context.Context, after *projections.TimelineEntry, limit int) ([]projections.TimelineEntry, error) {
	query := t.filter.query(t.p.Desk.Workspace.Now())
	query.Of, query.Limit = t.p.Of, limit
	if after != nil {
		query.Before = after.Cursor
	}
	return t.p.Desk.Workspace.Views().Timeline(ctx, query)
}

func (t *Timeline) loaded(err error) {
	if err != nil {
		t.host.Objects = []fyne.CanvasObject{kit.NewErrorState(workspace.Explain(err), t.entries.Reset)}
		t.host.Refresh()
		return
	}
	t.arrange()
	if len(t.items) == 0 {
		t.host.Objects = []fyne.CanvasObject{t.empty()}
	} else {
		t.host.Objects = []fyne.CanvasObject{t.list}
	}
	t.list.Reload()
	t.host.Refresh()
	if t.restore != nil {
		t.list.Restore(*t.restore)
		t.restore = nil
	}
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
}

// filterTag shows what has a tag.
func (t *Timeline) filterTag(tag string) {
	if t.p.Plain {
		return
	}
	f := t.filter
	f.Tag = tag
	t.setFilter(f)
}

// needed fetches more when the last rows come into sight.
func (t *Timeline) needed(row int) {
	if row >= len(t.items)-10 {
		t.entries.Need(t.entries.Len() - 1)
	}
}

func (t *Timeline) entryOf(id string) *projections.TimelineEntry {
	for i := range t.items {
		if t.items[i].id == id {
			return t.items[i].entry
		}
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
func (t *Timeline) tapped(event *fyne.PointEvent) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.list)
	t.list.Tapped(&fyne.PointEvent{Position: event.AbsolutePosition.Subtract(at), AbsolutePosition: event.AbsolutePosition})
}

func (t *Timeline) openRecord(e *projections.TimelineEntry) {
	switch {
	case e.Record.Kind == domain.KindFollowUp && len(e.FollowUps) > 0 && e.FollowUps[0].Conversation != domain.None:
		t.p.Desk.Open(domain.Stream{Kind: domain.KindConversation, ID: e.FollowUps[0].Conversation})
	case e.Record != t.p.Of:
		t.p.Desk.Open(e.Record)
	}
}
