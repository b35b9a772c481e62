// Package conversations shows what was said: the timeline of everything, each
// conversation in full, and the form in which one is recorded or corrected.
package conversations

import (
	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/projections"
	"kontor/quicklog"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/roster"
	"kontor/workspace"
)

// Register adds the page to the window and the forms to the desk.
func Register(d *desk.Desk) {
	d.LogLetter = func(l workspace.Letter, batch domain.ID, recorded func()) { openLetter(d, l, batch, recorded) }
	d.EditConversation = func(id domain.ID) {
		if id == domain.None {
			openNew(d)
			return
		}
		openKnown(d, id)
	}
	d.LogInFull = func(line quicklog.Resolved, recorded func()) { openLine(d, lineDraft(d, line), recorded) }
	d.LogTelling = func(t desk.Telling) { openTelling(d, t) }
	d.Shell.Register(desk.PageConversations, func(arg string) kit.Page { return newPage(d, arg) })
}

// listWidth is wider than that of other lists: what is in it is read.
const listWidth float32 = 480

type page struct {
	*roster.Page[projections.TimelineEntry, filter]
	desk   *desk.Desk
	list   *list
	reader *reader
}

func newPage(d *desk.Desk, arg string) *page {
	p := &page{desk: d, list: newList(d)}
	p.reader = newReader(d, func() { p.Back() })
	p.Page = roster.NewPage(p.list.params(), roster.PageParams{
		Side: p.reader, ListWidth: listWidth, Key: p.key, Menu: p.menu, Enter: p.reader.enter, OpenEnters: true,
		Kinds: []domain.Kind{domain.KindConversation, domain.KindFollowUp, domain.KindNeed, domain.KindPerson, domain.KindOrganisation},
	}, arg)
	p.list.List = p.List
	return p
}

// OnShow implements kit.Page. What was recorded since the page was last in sight
// is selected, unless a certain conversation is wanted.
func (p *page) OnShow() {
	logged := p.desk.TakeLogged()
	if p.Wanted == domain.None {
		p.Select(logged)
	}
	p.desk.OnLogged = p.Select
	p.Page.OnShow()
}

// OnHide implements kit.Page.
func (p *page) OnHide() {
	p.desk.OnLogged = nil
	p.list.loader.Stop()
	p.Page.OnHide()
}

// key does what a key means for the conversation that is selected.
func (p *page) key(event *fyne.KeyEvent, _ domain.ID) bool {
	works := p.reader.changeable()
	switch {
	case event.Name == fyne.KeyL:
		p.log()
	case event.Name == fyne.KeyG:
		p.list.askDay()
	case event.Name == fyne.KeyE && works:
		p.desk.EditConversation(p.reader.id)
	case event.Name == fyne.KeyF && works:
		p.reader.plan()
	case event.Name == fyne.KeyN && works:
		p.desk.RaiseNeed(desk.NeedFrom(*p.reader.shown.entry))
	case event.Name == fyne.KeyD && works && p.reader.waiting():
		p.reader.settle(false)
	default:
		return false
	}
	return true
}

// menu opens what can be done with the conversation that is shown.
func (p *page) menu(id domain.ID) bool {
	if p.reader.id != id || p.reader.more == nil || !p.reader.changeable() {
		return false
	}
	p.reader.showMenu()
	return true
}

// log opens the one-line log with whom the conversation was with.
func (p *page) log() {
	var names []string
	var first domain.Stream
	if p.reader.shown != nil {
		for _, party := range p.reader.shown.entry.People {
			if party.Name == "" {
				continue
			}
			if len(names) == 0 {
				first = domain.Stream{Kind: party.Kind, ID: party.ID}
			}
			names = append(names, party.Name)
		}
	}
	if len(names) == 0 {
		p.desk.QuickLog("")
		return
	}
	p.desk.LogWith(first, names...)
}
