// Package conversations shows what was said: the timeline of everything, each
// conversation in full, and the form in which one is recorded or corrected.
package conversations

import (
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/quicklog"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Register adds the page to the window and the forms to the desk.
func Register(d *desk.Desk) {
	d.EditConversation = func(id domain.ID) {
		if id == domain.None {
			openNew(d)
			return
		}
		openKnown(d, id)
	}
	d.LogInFull = func(line quicklog.Resolved, recorded func()) { openLine(d, lineDraft(d, line), recorded) }
	d.Shell.Register(desk.PageConversations, func(arg string) kit.Page { return newPage(d, arg) })
}

// listWidth is wider than that of other lists: what is in it is read.
const listWidth float32 = 480

type page struct {
	kit.BasePage
	desk   *desk.Desk
	list   *list
	reader *reader
	panes  *kit.Panes
	stop   func()
}

func newPage(d *desk.Desk, arg string) *page {
	p := &page{desk: d}
	p.At = kit.Route{Page: desk.PageConversations, Arg: arg}
	p.list = newList(d, p.selected, p.open, p.key)
	p.reader = newReader(d, p.back)
	p.reader.id = desk.RouteID(arg)
	p.panes = kit.NewPanes(p.list.frame, p.reader.host).SetListWidth(listWidth)
	p.panes.OnFold = p.reader.setFolded
	p.panes.ShowDetail(arg != "")
	return p
}

// Content implements kit.Page.
func (p *page) Content() fyne.CanvasObject { return p.panes }

// DefaultFocus implements kit.FocusPage.
func (p *page) DefaultFocus() fyne.Focusable { return p.list.rows }

// FocusFilter implements kit.FilterPage.
func (p *page) FocusFilter() {
	p.panes.ShowDetail(false)
	p.desk.Shell.Canvas().Focus(p.list.search)
}

// TypedKey implements kit.KeyPage.
func (p *page) TypedKey(event *fyne.KeyEvent) {
	if !p.key(event, p.list.rows.Selected()) {
		p.list.rows.TypedKey(event)
	}
}

// New opens the form for a new conversation.
func (p *page) New() { p.desk.EditConversation(domain.None) }

// OnShow implements kit.Page.
func (p *page) OnShow() {
	p.stop = p.desk.Watch(p.changed)
	p.list.selectLater = p.reader.id
	p.list.selectFirst = p.reader.id == domain.None
	p.list.begin()
	p.reader.load()
}

// OnHide implements kit.Page.
func (p *page) OnHide() {
	p.stop()
	p.list.stop()
	p.reader.loader.Stop()
}

// state is what the history keeps of the page.
type state struct {
	list     kit.ListState
	filter   filter
	selected domain.ID
}

// Save implements kit.Page.
func (p *page) Save() any {
	return state{list: p.list.rows.State(), filter: p.list.filter, selected: p.reader.id}
}

// Restore implements kit.Page.
func (p *page) Restore(saved any) {
	if s, ok := saved.(state); ok {
		p.list.filter, p.list.place, p.reader.id = s.filter, s.list, s.selected
		p.At.Arg = routeArg(s.selected)
		p.list.showFilter()
	}
}

func routeArg(id domain.ID) string {
	if id == domain.None {
		return ""
	}
	return id.String()
}

func (p *page) changed(c workspace.Changed) {
	if c.Kinds(domain.KindConversation, domain.KindFollowUp, domain.KindPerson, domain.KindOrganisation) {
		p.list.reload()
		p.reader.load()
	}
}

// selected shows the conversation whose row has the cursor.
func (p *page) selected(id domain.ID) {
	if id == p.reader.id && p.reader.shown != nil {
		return
	}
	p.At.Arg = routeArg(id)
	p.reader.read(id)
}

// open brings the conversation before the list where there is room for one of
// them only.
func (p *page) open(id domain.ID) {
	p.selected(id)
	p.panes.ShowDetail(true)
}

func (p *page) back() {
	p.panes.ShowDetail(false)
	p.desk.Shell.Canvas().Focus(p.list.rows)
}

// key does what a key means on this page; it tells whether it meant something.
func (p *page) key(event *fyne.KeyEvent, _ string) bool {
	works := p.reader.changeable()
	switch {
	case event.Name == fyne.KeyN:
		p.New()
	case event.Name == fyne.KeyL:
		p.log()
	case event.Name == fyne.KeyE && works:
		p.desk.EditConversation(p.reader.id)
	case event.Name == fyne.KeyF && works:
		p.reader.plan()
	case event.Name == fyne.KeyD && works && p.reader.waiting():
		p.reader.settle(false)
	case event.Name == fyne.KeyEscape:
		p.back()
	default:
		return false
	}
	return true
}

// log opens the one-line log with whom the conversation was with.
func (p *page) log() {
	var names []string
	if p.reader.shown != nil {
		for _, party := range p.reader.shown.entry.People {
			if party.Name != "" {
				names = append(names, party.Name)
			}
		}
	}
	prefill := ""
	if len(names) > 0 {
		prefill = strings.Join(names, ", ") + ": "
	}
	p.desk.QuickLog(prefill)
}
