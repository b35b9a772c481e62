// Package needs shows what people want of the company: the list, and of each need
// who asked, what was decided and who was told; and the forms in which a need is
// raised, decided and told back.
package needs

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

// Register adds the page to the window and the forms to the desk.
func Register(d *desk.Desk) {
	d.RaiseNeed = func(start desk.NeedStart) { openNew(d, start) }
	d.EditNeed = func(id domain.ID) { openKnown(d, id) }
	d.DecideNeed = func(id domain.ID) {
		withNeed(d, id, func(page *projections.NeedPage) { decide(d, page) })
	}
	d.TellNext = func(id domain.ID) {
		withNeed(d, id, func(page *projections.NeedPage) {
			for i := range page.Heard {
				if row := &page.Heard[i]; !row.Erased && row.Told == nil {
					logTelling(d, page, row)
					return
				}
			}
		})
	}
	d.Shell.Register(desk.PageNeeds, func(arg string) kit.Page { return newPage(d, arg) })
}

// withNeed reads a need and does something with it, if it is there.
func withNeed(d *desk.Desk, id domain.ID, do func(*projections.NeedPage)) {
	var page *projections.NeedPage
	d.Prepare(func(ctx context.Context) (err error) {
		page, err = d.Workspace.Views().Need(ctx, id)
		return err
	}, func() {
		if page != nil && !page.Erased && !page.Withdrawn {
			do(page)
		}
	})
}

// listWidth is wider than that of other lists: a title is a sentence.
const listWidth float32 = 420

type page struct {
	*roster.Page[projections.NeedRow, filter]
	desk   *desk.Desk
	list   *list
	reader *roster.Reader[*projections.NeedPage]
}

func newPage(d *desk.Desk, arg string) *page {
	p := &page{desk: d, list: newList(d)}
	p.reader = roster.NewReader(roster.ReaderParams[*projections.NeedPage]{
		Desk: d,
		Fetch: func(ctx context.Context, id domain.ID) (*projections.NeedPage, bool, error) {
			need, err := d.Workspace.Views().Need(ctx, id)
			return need, need != nil && !need.Withdrawn, err
		},
		New:  func(id domain.ID) roster.Detail[*projections.NeedPage] { return newDetail(d, id, p.back, p.list.keep) },
		Gone: kit.Empty{Icon: kit.IconNeed, Title: i18n.T("needs.gone"), Text: i18n.T("needs.gone.text")},
	})
	p.Page = roster.NewPage(p.list.params(), roster.PageParams{
		Side: p.reader, ListWidth: listWidth, Key: p.key, Enter: p.enter, Menu: p.menu,
		Kinds: []domain.Kind{domain.KindNeed, domain.KindPerson, domain.KindOrganisation, domain.KindCommunity},
	}, arg)
	p.list.List = p.List
	return p
}

func (p *page) back() { p.Back() }

// detail is the need that is shown, nil for none.
func (p *page) detail() *detail {
	if t, ok := p.reader.Detail.(*detail); ok {
		return t
	}
	return nil
}

// enter gives the keyboard to the voices, first to those who are still to be told.
func (p *page) enter() {
	if t := p.detail(); t != nil {
		t.toVoices()
	}
}

// menu opens what can be done with the need that is shown.
func (p *page) menu(id domain.ID) bool {
	t := p.detail()
	if t == nil || t.id != id || t.more == nil {
		return false
	}
	t.showMenu()
	return true
}

// key does what a key means for the need that is selected.
func (p *page) key(event *fyne.KeyEvent, id domain.ID) bool {
	if event.Name == fyne.KeyF {
		p.list.next()
		return true
	}
	if t := p.detail(); t != nil && t.id == id && !p.List.Wide() {
		return t.key(event.Name)
	}
	switch { // beside the table nothing is read
	case id == domain.None:
		return false
	case event.Name == fyne.KeyE:
		p.desk.EditNeed(id)
	case event.Name == fyne.KeyD:
		p.desk.DecideNeed(id)
	case event.Name == fyne.KeyL:
		p.desk.TellNext(id)
	case event.Name == fyne.KeyR:
		p.Open(id)
	default:
		return false
	}
	return true
}
