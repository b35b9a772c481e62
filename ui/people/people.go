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
	"kontor/ui/roster"
)

// Register adds the page to the window and the form to the desk.
func Register(d *desk.Desk) {
	d.EditPerson = func(id domain.ID) { openForm(d, id) }
	d.Shell.Register(desk.PagePeople, func(arg string) kit.Page { return newPage(d, arg) })
	d.ListPeople = func(rules []domain.Rule, text string) {
		d.Shell.Open(kit.Route{Page: desk.PagePeople})
		if page, ok := d.Shell.Page().(*page); ok {
			page.ask(rules, text)
		}
	}
}

type page struct {
	*roster.Page[projections.PersonRow, filter]
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
		Gone: kit.Empty{Icon: kit.IconPerson, Title: i18n.T("people.gone"), Text: i18n.T("people.gone.text")},
	})
	p.Page = roster.NewPage(p.list.params(), roster.PageParams{
		Side: p.reader, Key: p.key, Enter: p.enter, Menu: p.menu,
		Kinds: []domain.Kind{domain.KindPerson, domain.KindConversation, domain.KindOrganisation, domain.KindCommunity, domain.KindFollowUp, domain.KindNeed},
	}, arg)
	p.list.List = p.List
	p.showBehind(arg)
	return p
}

// OnHide implements kit.Page.
func (p *page) OnHide() {
	p.list.named.Stop()
	p.Page.OnHide()
}

// detail is the person who is shown, nil for none.
func (p *page) detail() *detail {
	if t, ok := p.reader.Detail.(*detail); ok {
		return t
	}
	return nil
}

// menu opens what can be done with the one who is shown.
func (p *page) menu(id domain.ID) bool {
	t := p.detail()
	if t == nil || t.id != id || t.shown.page == nil || t.shown.page.Erased {
		return false
	}
	t.showMenu()
	return true
}

func (p *page) back() { p.Back() }

func (p *page) enter() {
	if t := p.detail(); t != nil {
		p.desk.Shell.Canvas().Focus(t.timeline.List())
	}
}

// shown is everything about one person but the timeline.
type shown struct {
	page   *projections.PersonPage
	fields []domain.FieldDefinition
	names  map[domain.ID]string // of the imports that values came from
	around
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
	if s.names, err = importNames(ctx, d, s.page.Facts); err != nil {
		return s, err
	}
	s.around, err = fetchAround(ctx, d, s.page)
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

// key does what a key means for the person who is selected.
func (p *page) key(event *fyne.KeyEvent, id domain.ID) bool {
	switch {
	case id == domain.None:
		return false
	case event.Name == fyne.KeyE:
		p.desk.EditPerson(id)
	case event.Name == fyne.KeyL:
		p.log(id)
	default:
		t := p.detail()
		return t != nil && t.id == id && t.key(event.Name)
	}
	return true
}

// log opens the one-line log with the selected person in it, whose page may not
// have come yet.
func (p *page) log(id domain.ID) {
	if t := p.detail(); t != nil && t.id == id {
		t.log()
	} else if person, ok := p.List.Find(id); ok && !person.Erased {
		p.desk.LogWith(domain.Stream{Kind: domain.KindPerson, ID: id}, displayName(person))
	}
}
