// Package team is what the window shows of sharing a workspace: the status that
// is always in sight, the page to connect and to look after the connection, what
// waits for a decision because two of us changed the same, who did what, and how
// one joins a team.
package team

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

// Params are what only the window itself can do.
type Params struct {
	// Join puts the workspace of a team in the place of the one that is open.
	Join func(workspace.TeamOffer)
}

// Register adds the pages to the window.
func Register(d *desk.Desk, p Params) {
	d.Shell.Register(desk.PageTeam, func(arg string) kit.Page { return newPage(d, p, arg) })
	d.Shell.Register(desk.PageAttention, func(arg string) kit.Page { return newAttention(d, arg) })
	d.Shell.Register(desk.PageActivity, func(arg string) kit.Page { return newActivity(d, arg) })
}

// Commands are what the palette offers.
func Commands(d *desk.Desk) []desk.Command {
	open := func(page string) func() { return func() { d.Shell.Open(kit.Route{Page: page}) } }
	return []desk.Command{
		{Key: "palette.command.team", Icon: kit.IconNetwork, Shortcut: "Ctrl+T", Act: open(desk.PageTeam)},
		{Key: "palette.command.sync", Icon: kit.IconSync, Shortcut: "Ctrl+R", Act: func() { SyncNow(d) }},
		{Key: "palette.command.attention", Icon: kit.IconReminder, Act: open(desk.PageAttention)},
		{Key: "palette.command.activity", Icon: kit.IconHistory, Act: open(desk.PageActivity)},
	}
}

// page is the page of the team: how to share, or how the sharing goes.
type page struct {
	kit.BasePage
	desk   *desk.Desk
	params Params
	loader *kit.Loader
	body   *kit.Column
	scroll *kit.Scroll
	apart  *apart // kept while it is filled in
	status workspace.TeamStatus
	about  *loaded
	top    *kit.Column // what changes with the status
	stop   []func()
}

// loaded is what the page shows beside the status.
type loaded struct {
	workspace.TeamAbout
	members []projections.MemberRow
}

func newPage(d *desk.Desk, params Params, arg string) *page {
	p := &page{desk: d, params: params, loader: kit.NewLoader(d.Async), body: kit.NewColumn(0), top: kit.NewColumn(16)}
	p.At = kit.Route{Page: desk.PageTeam, Arg: arg}
	return p
}

// Content implements kit.Page.
func (p *page) Content() fyne.CanvasObject {
	p.body.SetObjects(p.head(), kit.NewPadded(aboveState, 0, 0, 0, kit.NewLoadingState()))
	p.scroll = kit.NewScroll(kit.NewPadded(16, 24, 32, 24, p.body))
	return p.scroll
}

// OnShow implements kit.Page.
func (p *page) OnShow() {
	p.stop = []func(){
		p.desk.WatchTeam(p.setStatus),
		p.desk.Watch(func(c workspace.Changed) {
			if c.Kinds(domain.KindMember, domain.KindWorkspace) {
				p.load()
			}
		}),
	}
	p.load()
}

// OnHide implements kit.Page.
func (p *page) OnHide() {
	for _, stop := range p.stop {
		stop()
	}
	p.loader.Stop()
	if p.apart != nil {
		p.apart.stop()
	}
}

// TypedKey goes back to the settings with Esc.
func (p *page) TypedKey(event *fyne.KeyEvent) {
	if event.Name == fyne.KeyEscape {
		p.desk.Shell.Open(kit.Route{Page: desk.PageSettings})
	}
}

// setStatus is told of every change of the status. Only where it makes the page
// another one is everything read anew; what is being typed stays.
func (p *page) setStatus(s workspace.TeamStatus) {
	before := p.status
	p.status = s
	if p.about == nil {
		return
	}
	if p.about.Shared == (s.State == workspace.TeamSolo) || before.FilesTooLarge != s.FilesTooLarge || before.Protection != s.Protection {
		p.load()
		return
	}
	if p.about.Shared {
		p.showTop()
	}
}

func (p *page) load() {
	kit.Load(context.Background(), p.loader, p.fetch, func(l loaded, err error) {
		if err != nil {
			p.body.SetObjects(p.head(), kit.NewPadded(aboveState, 0, 0, 0, kit.NewErrorState(workspace.Explain(err), p.load)))
			return
		}
		p.show(l)
	})
}

func (p *page) fetch(ctx context.Context) (l loaded, err error) {
	if l.TeamAbout, err = p.desk.Workspace.TeamAbout(ctx); err != nil {
		return l, err
	}
	l.members, err = p.desk.Workspace.Views().Members(ctx)
	return l, err
}

func (p *page) show(l loaded) {
	was := p.about
	p.about = &l
	if !l.Shared {
		if was != nil && !was.Shared && p.apart != nil {
			return // what is typed there stays
		}
		p.apart = newApart(p)
		p.body.SetObjects(p.head(), kit.NewMeasure(widest, p.apart.content()))
		p.focusFirst()
		return
	}
	if p.apart != nil {
		p.desk.Window.Canvas().Unfocus() // the form is gone, and its fields with it
		p.apart = nil
	}
	p.showTop()
	left := kit.NewColumn(16, p.top, p.connection())
	right := kit.NewColumn(16, p.people(), p.links())
	p.body.SetObjects(p.head(), kit.NewMeasure(widest, kit.NewLine(16, left, right).Grow(left, right).Top()))
}

// aboveState is how far below the title it says that it is loading, or what went
// wrong.
const aboveState float32 = 200

// widest is how wide the cards are set at most.
const widest float32 = 1240

// DefaultFocus implements kit.FocusPage: whoever comes to share begins to type.
func (p *page) DefaultFocus() fyne.Focusable {
	if p.apart == nil {
		return nil
	}
	return p.apart.access.address
}

// focusFirst puts the cursor into the first field, unless something else has the
// keyboard by now.
func (p *page) focusFirst() {
	canvas := p.desk.Window.Canvas()
	if canvas.Focused() == nil && canvas.Overlays().Top() == nil {
		canvas.Focus(p.DefaultFocus())
	}
}

// head is the title with the way back.
func (p *page) head() fyne.CanvasObject {
	back := kit.NewLink(kit.Secondary, "‹ "+i18n.T("team.back"), func() { p.desk.Shell.Open(kit.Route{Page: desk.PageSettings}) })
	return kit.NewPadded(0, 0, 16, 0, kit.NewColumn(2, kit.NewLine(0, back), kit.NewText(kit.Title, i18n.T("team.title"))))
}

func card(title string, objects ...fyne.CanvasObject) fyne.CanvasObject {
	all := objects
	if title != "" {
		all = append([]fyne.CanvasObject{kit.NewText(kit.Bold, title)}, objects...)
	}
	return kit.NewCard(kit.NewPadded(6, 8, 8, 8, kit.NewColumn(12, all...)))
}
