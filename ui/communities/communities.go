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
	"kontor/ui/roster"
)

// Register adds the page to the window and the form to the desk.
func Register(d *desk.Desk) {
	d.EditCommunity = func(id domain.ID) { openForm(d, id) }
	d.Shell.Register(desk.PageCommunities, func(arg string) kit.Page { return newPage(d, arg) })
}

type page struct {
	*roster.Page[projections.CommunityRow, filter]
	desk   *desk.Desk
	list   *list
	reader *roster.Reader[shown]
}

func newPage(d *desk.Desk, arg string) *page {
	p := &page{desk: d, list: newList(d)}
	p.reader = roster.NewReader(roster.ReaderParams[shown]{
		Desk: d,
		Fetch: func(ctx context.Context, id domain.ID) (shown, bool, error) {
			s, err := fetch(ctx, d, id)
			return s, s.page != nil, err
		},
		New:  func(id domain.ID) roster.Detail[shown] { return newDetail(d, id, p.back) },
		Gone: kit.Empty{Icon: kit.IconCommunity, Title: i18n.T("communities.gone"), Text: i18n.T("communities.gone.text")},
	})
	p.Page = roster.NewPage(p.list.params(), roster.PageParams{
		Side: p.reader, Key: p.key, Enter: p.enter, Menu: p.menu, OnReload: p.reloadPeople,
		Kinds: []domain.Kind{domain.KindCommunity, domain.KindPerson, domain.KindConversation, domain.KindFollowUp, domain.KindNeed},
	}, arg)
	p.list.List = p.List
	return p
}

// detail is the community that is shown, nil for none.
func (p *page) detail() *detail {
	if t, ok := p.reader.Detail.(*detail); ok {
		return t
	}
	return nil
}

// menu opens what can be done with the community that is shown.
func (p *page) menu(id domain.ID) bool {
	t := p.detail()
	if t == nil || t.id != id || t.more == nil {
		return false
	}
	t.showMenu()
	return true
}

func (p *page) back() { p.Back() }

func (p *page) enter() {
	switch t := p.detail(); {
	case t == nil:
	case t.segment == segmentOpen:
		p.desk.Shell.Canvas().Focus(t.promises.rows)
	default:
		t.people.toRows()
	}
}

func (p *page) reloadPeople() {
	if t := p.detail(); t != nil {
		t.reload()
	}
}

// FocusFilter implements kit.FilterPage: first it leads to the people of the
// community, then to the communities themselves.
func (p *page) FocusFilter() {
	t := p.detail()
	if t == nil || p.desk.Shell.Canvas().Focused() == fyne.Focusable(t.people.search) {
		p.Page.FocusFilter()
		return
	}
	p.Panes.ShowDetail(true)
	t.focusFilter()
}

// key does what a key means for the community that is selected.
func (p *page) key(event *fyne.KeyEvent, id domain.ID) bool {
	t := p.detail()
	switch {
	case event.Name == fyne.KeyE && id != domain.None:
		p.desk.EditCommunity(id)
	case event.Name == fyne.KeyA && t != nil:
		t.addPeople()
	default:
		return t != nil && t.id == id && t.key(event.Name)
	}
	return true
}
