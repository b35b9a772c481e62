// Package people shows the people whom the company is in conversation with: the
// list, the page of one with the timeline and what is known, and the forms.
package people

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Register adds the page to the window and the form to the desk.
func Register(d *desk.Desk) {
	d.EditPerson = func(id domain.ID) { openForm(d, id) }
	d.Shell.Register(desk.PagePeople, func(arg string) kit.Page { return newPage(d, arg) })
}

type page struct {
	kit.BasePage
	desk   *desk.Desk
	list   *list
	detail *detail // of the person who is shown; nil for none
	loader *kit.Loader
	host   *kit.Frame
	panes  *kit.Panes
	wanted domain.ID // the person who is selected
	place  any       // where the reader was in the timeline
	stop   func()
}

func newPage(d *desk.Desk, arg string) *page {
	p := &page{desk: d, loader: kit.NewLoader(d.Async), wanted: desk.RouteID(arg)}
	p.At = kit.Route{Page: desk.PagePeople, Arg: arg}
	p.list = newList(d, p.selected, p.open, p.key)
	p.host = kit.NewFrame(nil, kit.NewColumn(0), nil)
	p.loader.OnBusy = p.busy
	p.panes = kit.NewPanes(p.list.frame, p.host)
	p.panes.ShowDetail(p.wanted != domain.None)
	p.panes.OnFold = func(folded bool) {
		if p.detail != nil {
			p.detail.setFolded(folded)
		}
	}
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

// New makes a new person.
func (p *page) New() { p.desk.EditPerson(domain.None) }

// OnShow implements kit.Page.
func (p *page) OnShow() {
	p.stop = p.desk.Watch(p.changed)
	p.list.selectLater = p.wanted
	p.list.selectFirst = p.wanted == domain.None && !p.panes.Folded()
	p.list.begin()
	if p.wanted != domain.None {
		p.load()
	}
}

// OnHide implements kit.Page.
func (p *page) OnHide() {
	p.stop()
	p.loader.Stop()
	p.list.stop()
	if p.detail != nil {
		p.detail.stop()
	}
}

// state is what the history keeps of the page.
type state struct {
	list     kit.ListState
	filter   filter
	selected domain.ID
	timeline any
}

// Save implements kit.Page.
func (p *page) Save() any {
	s := state{list: p.list.rows.State(), filter: p.list.filter, selected: p.wanted, timeline: p.place}
	if p.detail != nil {
		s.timeline = p.detail.timeline.Save()
	}
	return s
}

// Restore implements kit.Page.
func (p *page) Restore(saved any) {
	if s, ok := saved.(state); ok {
		p.list.filter, p.list.place, p.wanted, p.place = s.filter, s.list, s.selected, s.timeline
		p.list.showFilter()
	}
}

func (p *page) changed(c workspace.Changed) {
	if c.Kinds(domain.KindPerson, domain.KindConversation, domain.KindOrganisation, domain.KindCommunity, domain.KindFollowUp) {
		p.list.reload()
		if p.wanted != domain.None {
			p.load()
		}
	}
}

// selected shows the person whose row has the cursor.
func (p *page) selected(id domain.ID) {
	if id == p.wanted && (p.detail != nil || id == domain.None) {
		return
	}
	if id != p.wanted {
		p.place = nil
	}
	p.wanted = id
	if id == domain.None {
		p.At.Arg = ""
		p.loader.Stop()
		p.leaveDetail()
		p.host.SetBody(kit.NewColumn(0))
		return
	}
	p.At.Arg = id.String()
	p.load()
}

// open brings the page of a person before the list where there is room for one
// of them only.
func (p *page) open(id domain.ID) {
	p.selected(id)
	p.panes.ShowDetail(true)
}

// back goes from the page to the list.
func (p *page) back() {
	p.panes.ShowDetail(false)
	p.desk.Shell.Canvas().Focus(p.list.rows)
}

// shown is everything about one person but the timeline.
type shown struct {
	page   *projections.PersonPage
	fields []domain.FieldDefinition
	names  map[domain.ID]string // of the imports that values came from
}

func (p *page) load() {
	id := p.wanted
	kit.Load(context.Background(), p.loader, func(ctx context.Context) (shown, error) {
		return fetch(ctx, p.desk, id)
	}, func(s shown, err error) {
		switch {
		case err != nil:
			p.leaveDetail()
			p.host.SetBody(kit.NewErrorState(workspace.Explain(err), p.load))
		case s.page == nil:
			p.leaveDetail()
			p.host.SetBody(kit.NewEmptyState(kit.Empty{
				Icon: kit.IconPerson, Title: i18n.T("people.gone"), Text: i18n.T("people.gone.text"),
			}))
		case p.detail != nil && p.detail.id == id:
			p.detail.show(s)
		default:
			p.leaveDetail()
			p.detail = newDetail(p.desk, id, p.back)
			p.detail.folded = p.panes.Folded()
			p.detail.show(s)
			if p.place != nil {
				p.detail.timeline.Restore(p.place)
			}
			p.detail.timeline.Show()
			p.host.SetBody(p.detail.content)
		}
	})
}

// busy says that somebody is being fetched, instead of showing somebody else.
func (p *page) busy(busy bool) {
	if busy && (p.detail == nil || p.detail.id != p.wanted) {
		p.leaveDetail()
		p.host.SetBody(kit.NewLoadingState())
	}
}

func fetch(ctx context.Context, d *desk.Desk, id domain.ID) (s shown, err error) {
	if s.page, err = d.Workspace.Views().Person(ctx, id, d.Workspace.Now()); err != nil || s.page == nil {
		return s, err
	}
	agreed, err := d.Workspace.Agreed(ctx)
	if err != nil {
		return s, err
	}
	s.fields = definitions(agreed)
	s.names, err = importNames(ctx, d, s.page.Facts)
	return s, err
}

// definitions are the fields that users defined for people, by name.
func definitions(agreed *domain.Workspace) []domain.FieldDefinition {
	var fields []domain.FieldDefinition
	for _, definition := range agreed.Fields {
		if definition.For == domain.KindPerson {
			fields = append(fields, definition)
		}
	}
	slices.SortFunc(fields, func(a, b domain.FieldDefinition) int { return strings.Compare(a.Name, b.Name) })
	return fields
}

func (p *page) leaveDetail() {
	if p.detail != nil {
		p.detail.stop()
		p.detail = nil
	}
}

// key does what a key means on this page; it tells whether it meant something.
func (p *page) key(event *fyne.KeyEvent, _ string) bool {
	switch {
	case event.Name == fyne.KeyN:
		p.New()
	case event.Name == fyne.KeyE && p.wanted != domain.None:
		p.desk.EditPerson(p.wanted)
	case event.Name == fyne.KeyL && p.wanted != domain.None:
		p.log()
	case event.Name == fyne.KeyRight && p.detail != nil:
		p.panes.ShowDetail(true)
		p.desk.Shell.Canvas().Focus(p.detail.timeline.List())
	case event.Name == fyne.KeyLeft:
		p.back()
	case event.Name == fyne.KeyEscape:
		p.back()
	default:
		return false
	}
	return true
}

// log opens the one-line log with the selected person in it, whose page may not
// have come yet.
func (p *page) log() {
	if p.detail != nil && p.detail.id == p.wanted {
		p.detail.log()
	} else if person, ok := p.list.person(p.wanted); ok && !person.Erased {
		p.desk.QuickLog(quoted(displayName(person)) + ": ")
	}
}
