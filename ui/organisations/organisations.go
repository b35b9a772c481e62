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
	"kontor/ui/facet"
	"kontor/ui/kit"
	"kontor/ui/roster"
)

// Register adds the page to the window and the form to the desk.
func Register(d *desk.Desk) {
	d.EditOrganisation = func(id domain.ID) { openForm(d, id) }
	d.Shell.Register(desk.PageOrganisations, func(arg string) kit.Page { return newPage(d, arg) })
}

type page struct {
	*roster.Page[projections.OrganisationRow, filter]
	desk   *desk.Desk
	reader *roster.Reader[shown]
}

func newPage(d *desk.Desk, arg string) *page {
	p := &page{desk: d}
	p.reader = roster.NewReader(roster.ReaderParams[shown]{
		Desk: d,
		Fetch: func(ctx context.Context, id domain.ID) (shown, bool, error) {
			s, err := fetch(ctx, d, id)
			return s, s.page != nil, err
		},
		New:  func(id domain.ID) roster.Detail[shown] { return newDetail(d, id, p.back) },
		Gone: kit.Empty{Icon: kit.IconOrganisation, Title: i18n.T("organisations.gone"), Text: i18n.T("organisations.gone.text")},
	})
	l := &list{desk: d, words: facet.NewVocabulary(d.Workspace)}
	p.Page = roster.NewPage(l.params(), roster.PageParams{
		Side: p.reader, Key: p.key, Enter: p.enter, Menu: p.menu,
		Kinds: []domain.Kind{domain.KindOrganisation, domain.KindPerson, domain.KindConversation, domain.KindFollowUp, domain.KindNeed},
	}, arg)
	l.List = p.List
	return p
}

// detail is the organisation that is shown, nil for none.
func (p *page) detail() *detail {
	if t, ok := p.reader.Detail.(*detail); ok {
		return t
	}
	return nil
}

// menu opens what can be done with the one who is shown.
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
	if t := p.detail(); t != nil {
		p.desk.Shell.Canvas().Focus(t.timeline.List())
	}
}

// shown is everything about one organisation but the timeline.
type shown struct {
	page       *projections.OrganisationPage
	unanswered []projections.TimelineEntry
	last       *projections.TimelineEntry // the last contact
	around
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
	if err != nil {
		return s, err
	}
	for i, e := range entries {
		if e.AnswerOpen {
			s.unanswered = append(s.unanswered, e)
		}
		if s.last == nil && e.Channel != domain.ChannelNote && !e.At.After(d.Workspace.Now()) {
			s.last = &entries[i]
		}
	}
	s.around, err = fetchAround(ctx, d, s.page)
	return s, err
}

// key does what a key means for the organisation that is selected.
func (p *page) key(event *fyne.KeyEvent, id domain.ID) bool {
	t := p.detail()
	switch {
	case id == domain.None:
		return false
	case event.Name == fyne.KeyE:
		p.desk.EditOrganisation(id)
	case event.Name == fyne.KeyL && t != nil && t.id == id:
		t.log()
	default:
		return t != nil && t.id == id && t.key(event.Name)
	}
	return true
}
