// Package communities shows the groups that the company keeps in conversation
// with: the list by kind, the page of one with its people and its timeline, and
// the forms.
package communities

import (
	"context"

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
	d.EditCommunity = func(id domain.ID) { openForm(d, id) }
	d.Shell.Register(desk.PageCommunities, func(arg string) kit.Page { return newPage(d, arg) })
}

type page struct {
	kit.BasePage
	desk   *desk.Desk
	list   *list
	detail *detail // of the community that is shown; nil for none
	loader *kit.Loader
	host   *kit.Frame
	panes  *kit.Panes
	wanted domain.ID // the community that is selected
	stop   func()
}

func newPage(d *desk.Desk, arg string) *page {
	p := &page{desk: d, loader: kit.NewLoader(d.Async), wanted: desk.RouteID(arg)}
	p.At = kit.Route{Page: desk.PageCommunities, Arg: arg}
	p.list = newList(d, p.selected, p.open, p.key)
	p.host = kit.NewFrame(nil, kit.NewColumn(0), nil)
	p.panes = kit.NewPanes(p.list.frame, p.host)
	p.panes.OnFold = func(folded bool) {
		if p.detail != nil {
			p.detail.setFolded(folded)
		}
	}
	p.panes.ShowDetail(p.wanted != domain.None)
	return p
}

// Content implements kit.Page.
func (p *page) Content() fyne.CanvasObject { return p.panes }

// DefaultFocus implements kit.FocusPage.
func (p *page) DefaultFocus() fyne.Focusable { return p.list.rows }

// FocusFilter implements kit.FilterPage: what is filtered are the people of the
// community.
func (p *page) FocusFilter() {
	if p.detail != nil {
		p.panes.ShowDetail(true)
		p.detail.focusFilter()
	}
}

// TypedKey implements kit.KeyPage.
func (p *page) TypedKey(event *fyne.KeyEvent) {
	if !p.key(event, p.list.rows.Selected()) {
		p.list.rows.TypedKey(event)
	}
}

// New makes a new community.
func (p *page) New() { p.desk.EditCommunity(domain.None) }

// OnShow implements kit.Page.
func (p *page) OnShow() {
	p.stop = p.desk.Watch(p.changed)
	p.list.selectLater = p.wanted
	p.list.selectFirst = p.wanted == domain.None
	p.list.load()
	if p.wanted != domain.None {
		p.load()
	}
}

// OnHide implements kit.Page.
func (p *page) OnHide() {
	p.stop()
	p.loader.Stop()
	p.list.loader.Stop()
	p.leaveDetail()
}

// state is what the history keeps of the page.
type state struct {
	list     kit.ListState
	archived bool
	selected domain.ID
	segment  string
	text     string
}

// Save implements kit.Page.
func (p *page) Save() any {
	s := state{list: p.list.rows.State(), archived: p.list.archived, selected: p.wanted}
	if p.detail != nil {
		s.segment, s.text = p.detail.segment, p.detail.people.text
	}
	return s
}

// Restore implements kit.Page.
func (p *page) Restore(saved any) {
	if s, ok := saved.(state); ok {
		p.list.archived, p.list.place, p.wanted = s.archived, s.list, s.selected
		if p.At.Arg = ""; p.wanted != domain.None {
			p.At.Arg = p.wanted.String()
		}
	}
}

func (p *page) changed(c workspace.Changed) {
	if !c.Kinds(domain.KindCommunity, domain.KindPerson, domain.KindConversation) {
		return
	}
	p.list.load()
	if p.wanted != domain.None {
		p.load()
		if p.detail != nil {
			p.detail.people.reload()
		}
	}
}

// selected shows the community whose row has the cursor.
func (p *page) selected(id domain.ID) {
	if id == p.wanted && p.detail != nil {
		return
	}
	p.wanted, p.At.Arg = id, ""
	if id == domain.None {
		p.loader.Stop()
		p.leaveDetail()
		p.host.SetBody(kit.NewColumn(0))
		return
	}
	p.At.Arg = id.String()
	p.load()
}

// open brings the page of a community before the list where there is room for
// one of them only.
func (p *page) open(id domain.ID) {
	p.selected(id)
	p.panes.ShowDetail(true)
}

// back goes from the page to the list.
func (p *page) back() {
	p.panes.ShowDetail(false)
	p.desk.Shell.Canvas().Focus(p.list.rows)
}

func (p *page) load() {
	id := p.wanted
	kit.Load(context.Background(), p.loader, func(ctx context.Context) (*projections.CommunityPage, error) {
		return p.desk.Workspace.Views().Community(ctx, id, p.desk.Workspace.Now())
	}, func(c *projections.CommunityPage, err error) {
		switch {
		case err != nil:
			p.leaveDetail()
			p.host.SetBody(kit.NewErrorState(workspace.Explain(err), p.load))
		case c == nil:
			p.leaveDetail()
			p.host.SetBody(kit.NewEmptyState(kit.Empty{
				Icon: kit.IconCommunity, Title: i18n.T("communities.gone"), Text: i18n.T("communities.gone.text"),
			}))
		case p.detail != nil && p.detail.id == id:
			p.detail.show(c)
		default:
			p.leaveDetail()
			p.detail = newDetail(p.desk, id, p.back)
			p.detail.folded = p.panes.Folded()
			p.detail.show(c)
			p.host.SetBody(p.detail.content)
		}
	})
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
	case event.Name == fyne.KeyE && p.detail != nil:
		p.desk.EditCommunity(p.wanted)
	case event.Name == fyne.KeyA && p.detail != nil:
		p.detail.addPeople()
	case event.Name == fyne.KeyEscape:
		p.back()
	default:
		return false
	}
	return true
}
