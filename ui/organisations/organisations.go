// Package organisations shows the companies, authorities and clubs that people
// belong to: the list, the page of one with its timeline and facts, and the form.
package organisations

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
	d.EditOrganisation = func(id domain.ID) { openForm(d, id) }
	d.Shell.Register(desk.PageOrganisations, func(arg string) kit.Page { return newPage(d, arg) })
}

type page struct {
	kit.BasePage
	desk   *desk.Desk
	list   *list
	detail *detail // of the organisation that is shown; nil for none
	loader *kit.Loader
	host   *kit.Frame
	panes  *kit.Panes
	wanted domain.ID // the organisation that is selected
	stop   func()
}

func newPage(d *desk.Desk, arg string) *page {
	p := &page{desk: d, loader: kit.NewLoader(d.Async), wanted: desk.RouteID(arg)}
	p.At = kit.Route{Page: desk.PageOrganisations, Arg: arg}
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

// New makes a new organisation.
func (p *page) New() { p.desk.EditOrganisation(domain.None) }

// OnShow implements kit.Page.
func (p *page) OnShow() {
	p.stop = p.desk.Watch(p.changed)
	p.list.selectLater = p.wanted
	p.list.selectFirst = p.wanted == domain.None
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
}

// Save implements kit.Page.
func (p *page) Save() any {
	return state{list: p.list.rows.State(), filter: p.list.filter, selected: p.wanted}
}

// Restore implements kit.Page.
func (p *page) Restore(saved any) {
	if s, ok := saved.(state); ok {
		p.list.filter, p.list.place, p.wanted = s.filter, s.list, s.selected
		if p.At.Arg = ""; p.wanted != domain.None {
			p.At.Arg = p.wanted.String()
		}
		p.list.showFilter()
	}
}

func (p *page) changed(c workspace.Changed) {
	if c.Kinds(domain.KindOrganisation, domain.KindPerson, domain.KindConversation) {
		p.list.reload()
	}
	if p.wanted != domain.None && (c.Touches(p.record()) || c.Kinds(domain.KindFollowUp, domain.KindOrganisation, domain.KindPerson, domain.KindConversation)) {
		p.load()
	}
}

func (p *page) record() domain.Stream {
	return domain.Stream{Kind: domain.KindOrganisation, ID: p.wanted}
}

// selected shows the organisation whose row has the cursor.
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

// open brings the page of an organisation before the list where there is room
// for one of them only.
func (p *page) open(id domain.ID) {
	p.selected(id)
	p.panes.ShowDetail(true)
}

// back goes from the page to the list.
func (p *page) back() {
	p.panes.ShowDetail(false)
	p.desk.Shell.Canvas().Focus(p.list.rows)
}

// shown is everything about one organisation but the timeline.
type shown struct {
	page       *projections.OrganisationPage
	unanswered []projections.TimelineEntry
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
				Icon: kit.IconOrganisation, Title: i18n.T("organisations.gone"), Text: i18n.T("organisations.gone.text"),
			}))
		case p.detail != nil && p.detail.id == id:
			p.detail.show(s)
		default:
			p.leaveDetail()
			p.detail = newDetail(p.desk, id, p.back)
			p.detail.folded = p.panes.Folded()
			p.detail.show(s)
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

// manyEntries is in how many of the latest conversations of an organisation open
// answers are looked for.
const manyEntries = 200

func fetch(ctx context.Context, d *desk.Desk, id domain.ID) (s shown, err error) {
	views := d.Workspace.Views()
	if s.page, err = views.Organisation(ctx, id); err != nil || s.page == nil {
		return s, err
	}
	entries, err := views.Timeline(ctx, projections.TimelineQuery{
		Of: domain.Stream{Kind: domain.KindOrganisation, ID: id}, Kinds: []projections.EntryKind{projections.EntryConversation}, Limit: manyEntries,
	})
	for _, e := range entries {
		if e.AnswerOpen {
			s.unanswered = append(s.unanswered, e)
		}
	}
	return s, err
}

// key does what a key means on this page; it tells whether it meant something.
func (p *page) key(event *fyne.KeyEvent, _ string) bool {
	switch event.Name {
	case fyne.KeyE:
		if p.detail != nil {
			p.desk.EditOrganisation(p.wanted)
		}
	case fyne.KeyL:
		if p.detail != nil {
			p.detail.log()
		}
	case fyne.KeyN:
		p.New()
	case fyne.KeyEscape:
		p.back()
	default:
		return false
	}
	return true
}
