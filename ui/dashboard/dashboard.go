// Package dashboard shows where the conversations with the communities stand:
// figures of a period against the one before, as numbers and as charts, each of
// which opens the list behind it.
package dashboard

import (
	"context"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Register adds the page, and the one of the lists behind its numbers, to the
// window.
func Register(d *desk.Desk) {
	d.Shell.Register(desk.PageDashboard, func(arg string) kit.Page { return newPage(d, arg) })
	d.Shell.Register(desk.PageBehind, func(arg string) kit.Page { return newBehind(d, arg) })
}

// Show opens the dashboard for the people of a segment.
func Show(d *desk.Desk, segment domain.ID) {
	c := recall(d)
	c.Segment, c.Community, c.Member = segment, domain.None, domain.None
	if err := c.keep(d); err != nil {
		d.Fail(err)
	}
	d.Shell.Open(kit.Route{Page: desk.PageDashboard})
}

type page struct {
	kit.BasePage
	desk    *desk.Desk
	loader  *kit.Loader
	choice  choice
	figures *figures
	head    *head
	scroll  *kit.Scroll
	body    *kit.Column
	veil    *canvas.Rectangle
	host    *fyne.Container
	offset  float32
	first   fyne.Focusable // the first number
	ways    map[string]fyne.Focusable
	way     string // the one to go back to
	stop    func()
	leave   func()
}

func newPage(d *desk.Desk, arg string) *page {
	p := &page{desk: d, loader: kit.NewLoader(d.Async), choice: recall(d), body: kit.NewColumn(gridGap), veil: canvas.NewRectangle(color.Transparent)}
	p.At = kit.Route{Page: desk.PageDashboard, Arg: arg}
	p.head = newHead(p)
	p.scroll = kit.NewScroll(kit.NewPadded(4, 24, 24, 24, p.body))
	p.veil.Hide()
	p.host = container.NewStack(kit.NewLoadingState())
	p.loader.OnBusy = p.dim
	return p
}

// Content implements kit.Page.
func (p *page) Content() fyne.CanvasObject {
	word := func(key string) string { return i18n.T("dashboard.key." + key) }
	hints := kit.NewKeyHints("P", word("period"), "C", word("community"), "S", word("segment"), "M", word("member"),
		"→", word("numbers"), kit.KeyLabel("Enter"), word("open"), "X", word("export"))
	return kit.NewFrame(p.head.content, p.host, kit.NewColumn(0, kit.NewHairline(), kit.NewPadded(9, 24, 9, 24, hints)))
}

// Save implements kit.Page.
func (p *page) Save() any {
	s := state{p.choice, p.scroll.Offset(), ""}
	for name, way := range p.ways {
		if way == p.desk.Shell.Canvas().Focused() {
			s.way = name
		}
	}
	return s
}

type state struct {
	choice choice
	offset float32
	way    string // the number that one left by
}

// Restore implements kit.Page.
func (p *page) Restore(saved any) {
	if s, ok := saved.(state); ok {
		p.choice, p.offset, p.way = s.choice, s.offset, s.way
	}
}

// OnShow implements kit.Page.
func (p *page) OnShow() {
	p.stop = p.desk.Watch(func(workspace.Changed) { p.load() })
	p.leave = p.scroll.FollowFocus(p.desk.Shell.Canvas())
	p.load()
}

// OnHide implements kit.Page.
func (p *page) OnHide() {
	p.stop()
	p.leave()
	p.loader.Stop()
}

// TypedKey implements kit.KeyPage.
func (p *page) TypedKey(event *fyne.KeyEvent) {
	page := p.scroll.Size().Height - 40
	by := map[fyne.KeyName]float32{
		fyne.KeyDown: 60, fyne.KeyJ: 60, fyne.KeyUp: -60, fyne.KeyK: -60,
		fyne.KeyPageDown: page, fyne.KeyPageUp: -page, fyne.KeyHome: -1e6, fyne.KeyEnd: 1e6,
	}
	if event.Name == fyne.KeyRight && p.first != nil {
		p.desk.Shell.Canvas().Focus(p.first)
		return
	}
	if step, ok := by[event.Name]; ok {
		p.scroll.SetOffset(max(0, p.scroll.Offset()+step))
		return
	}
	p.head.key(event.Name)
}

// figures are everything that the page shows.
type figures struct {
	*projections.Dashboard
	choice         choice
	community      string
	segment        string
	channels       map[string]string // names of one's own
	quiet, back    []projections.PersonRow
	people, spoken int
	all            *projections.CoverageRow
	communityRows  []projections.CoverageRow
}

// shownPeople is how many faces a list on the page has.
const shownPeople = 5

func (p *page) load() {
	c, now, views := p.choice, p.desk.Workspace.Now(), p.desk.Workspace.Views()
	kit.Load(context.Background(), p.loader, func(ctx context.Context) (*figures, error) {
		f := &figures{choice: c, channels: map[string]string{}}
		counts, err := views.Counts(ctx)
		if err != nil {
			return nil, err
		}
		f.people, f.spoken = counts.People, counts.Conversations
		if err := f.name(ctx, views, p.desk); err != nil {
			return nil, err
		}
		if f.Dashboard, err = views.Dashboard(ctx, f.choice.query(now), now); err != nil {
			return nil, err
		}
		for i, row := range f.Coverage {
			if row.Community == domain.None {
				f.all = &f.Coverage[i]
			} else {
				f.communityRows = append(f.communityRows, row)
			}
		}
		if f.quiet, err = firstOf(ctx, views, f.WentQuiet.List.People, projections.PeopleByLastContact); err != nil {
			return nil, err
		}
		f.back, err = firstOf(ctx, views, f.CameBack.List.People, projections.PeopleByRecent)
		return f, err
	}, p.show)
}

func firstOf(ctx context.Context, views *projections.Views, list *projections.PeopleQuery, order projections.PeopleOrder) ([]projections.PersonRow, error) {
	if list == nil {
		return nil, nil
	}
	q := *list
	q.Order, q.Limit = order, shownPeople
	return views.People(ctx, q)
}

// name looks up how what was chosen is called; what is gone meanwhile no longer
// narrows anything.
func (f *figures) name(ctx context.Context, views *projections.Views, d *desk.Desk) error {
	agreed, err := d.Workspace.Agreed(ctx)
	if err != nil {
		return err
	}
	for _, c := range agreed.Channels {
		f.channels[c.ID] = c.Name
	}
	if f.choice.Community != domain.None {
		c, err := views.Community(ctx, f.choice.Community, d.Workspace.Now())
		if err != nil {
			return err
		}
		if c == nil {
			f.choice.Community = domain.None
		} else {
			f.community = c.Name
		}
	}
	if f.choice.Segment != domain.None {
		s, err := views.Segment(ctx, f.choice.Segment)
		if err != nil {
			return err
		}
		if s == nil {
			f.choice.Segment = domain.None
		} else {
			f.segment = s.Name
		}
	}
	return nil
}

// set chooses something else and shows its figures.
func (p *page) set(change func(*choice)) {
	before := p.choice
	change(&p.choice)
	if p.choice == before {
		return
	}
	if err := p.choice.keep(p.desk); err != nil {
		p.desk.Fail(err)
	}
	p.head.show()
	p.load()
}

func (p *page) show(f *figures, err error) {
	if err != nil {
		p.put(kit.NewErrorState(workspace.Explain(err), p.load))
		return
	}
	p.figures, p.choice = f, f.choice
	p.head.show()
	if f.spoken == 0 {
		p.first = nil
		p.put(kit.NewEmptyState(kit.Empty{
			Icon: kit.IconChart, Title: i18n.T("dashboard.empty"), Text: i18n.T("dashboard.empty.text"),
			Action: i18n.T("dashboard.empty.log"), Key: kit.KeyLabel("Ctrl+L"), OnTap: func() { p.desk.QuickLog("") },
		}))
		return
	}
	offset := p.scroll.Offset()
	if p.offset > 0 {
		offset, p.offset = p.offset, 0
	}
	v := newView(p.desk, f, p.set)
	p.body.SetObjects(v.content...)
	p.first, p.ways = v.first, v.ways
	p.put(p.scroll)
	p.scroll.Refresh()
	p.scroll.SetOffset(offset)
	if c := p.desk.Shell.Canvas(); c.Focused() == nil && c.Overlays().Top() == nil {
		if focus := p.DefaultFocus(); focus != nil {
			c.Focus(focus)
		}
	}
}

// DefaultFocus is the number that one left the page by, none at first.
func (p *page) DefaultFocus() fyne.Focusable { return p.ways[p.way] }

func (p *page) put(object fyne.CanvasObject) {
	p.veil.Hide()
	p.host.Objects = []fyne.CanvasObject{object, p.veil}
	p.host.Refresh()
}

// dim keeps the old numbers in sight, but dimmed, while others are counted.
func (p *page) dim(busy bool) {
	if !busy || p.figures == nil {
		p.veil.Hide()
		return
	}
	r, g, b, _ := kit.Color(kit.ColorGround).RGBA()
	p.veil.FillColor = color.NRGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: 0x99}
	p.veil.Show()
}
