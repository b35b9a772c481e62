// Package segments shows the saved choices of people: the list with how many are
// in each now, and the rules of one, which read as a sentence while its people
// are counted.
package segments

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/dashboard"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/unsaved"
	"kontor/workspace"
)

// Register adds the page to the window.
func Register(d *desk.Desk) {
	d.Shell.Register(desk.PageSegments, func(arg string) kit.Page { return newPage(d, arg) })
	for _, key := range []fyne.KeyName{fyne.KeyS, fyne.KeyReturn, fyne.KeyEnter} {
		d.Shell.Keys.Bind(key, fyne.KeyModifierShortcutDefault, false, func() {
			if p, ok := d.Shell.Page().(*page); ok && p.builder != nil {
				p.builder.store()
			}
		})
	}
	d.NewSegment = func(rules domain.Filter) {
		d.Shell.Open(kit.Route{Page: desk.PageSegments})
		if p, ok := d.Shell.Page().(*page); ok {
			p.filtered(rules)
		}
	}
}

type page struct {
	kit.BasePage
	desk    *desk.Desk
	loader  *kit.Loader
	rows    []projections.SegmentRow
	chosen  *choices
	list    *kit.List
	count   *kit.Text
	frame   *kit.Frame
	side    *kit.Frame
	panes   *kit.Panes
	builder *builder
	wanted  domain.ID
	pending *domain.Filter   // of a new segment, until the choices have come
	drafts  map[string]*left // what was left unsaved, by its name
	state   kit.ListState
	loaded  bool
	stop    func()
}

func newPage(d *desk.Desk, arg string) *page {
	p := &page{desk: d, loader: kit.NewLoader(d.Async), count: kit.NewText(kit.Faint, ""), wanted: desk.RouteID(arg), drafts: map[string]*left{}}
	p.At = kit.Route{Page: desk.PageSegments, Arg: arg}
	p.list = kit.NewList(kit.ListParams{
		Async: d.Async, Height: kit.RowHeight,
		Count:    func() int { return len(p.rows) },
		ID:       func(row int) string { return p.rows[row].ID.String() },
		Create:   func(int) fyne.CanvasObject { return kit.NewRow() },
		Update:   func(row int, o fyne.CanvasObject) { o.(*kit.Row).Set(p.rowData(p.rows[row])) },
		OnSelect: func(id string) { p.choose(desk.RouteID(id)) },
		OnOpen:   func(id string) { p.enter(desk.RouteID(id)) },
		OnKey:    p.key,
		OnMenu: func(id string, at fyne.Position) {
			p.choose(desk.RouteID(id))
			if p.builder != nil && p.builder.row != nil {
				kit.OpenMenu(d.Shell.Canvas(), at, p.builder.offers())
			}
		},
	})
	space := kit.NewSpace()
	add := kit.NewIconButton(kit.IconPlus, i18n.T("segments.new")+"  N", p.New)
	head := kit.NewColumn(0, kit.NewPadded(14, kit.Margin, 10, kit.Margin,
		kit.NewLine(8, kit.NewText(kit.Title, i18n.T("segments.title")), p.count, space, add).Grow(space)), kit.NewHairline())
	hints := kit.NewKeyHints("J  K", i18n.T("segments.key.move"), "N", i18n.T("segments.key.new"), "O", i18n.T("segments.key.people"))
	p.frame = kit.NewFrame(head, kit.NewLoadingState(), kit.NewColumn(0, kit.NewHairline(), kit.NewPadded(9, kit.Margin, 9, kit.Margin, hints)))
	p.side = kit.NewFrame(nil, kit.NewColumn(0), nil)
	p.panes = kit.NewPanes(p.frame, p.side)
	return p
}

// Content implements kit.Page.
func (p *page) Content() fyne.CanvasObject { return p.panes }

// DefaultFocus implements kit.FocusPage.
func (p *page) DefaultFocus() fyne.Focusable { return p.list }

// TypedKey implements kit.KeyPage.
func (p *page) TypedKey(event *fyne.KeyEvent) { p.list.TypedKey(event) }

// Save implements kit.Page.
func (p *page) Save() any { return p.list.State() }

// Restore implements kit.Page.
func (p *page) Restore(state any) {
	if s, ok := state.(kit.ListState); ok {
		p.state, p.wanted = s, desk.RouteID(s.Selected)
	}
}

// OnShow implements kit.Page.
func (p *page) OnShow() {
	p.stop = p.desk.Watch(func(workspace.Changed) { p.load() })
	p.load()
}

// OnHide implements kit.Page.
func (p *page) OnHide() {
	p.stop()
	p.loader.Stop()
	p.leave()
}

func (p *page) leave() {
	if p.builder != nil {
		p.builder.stop()
	}
}

func (p *page) load() {
	type read struct {
		rows    []projections.SegmentRow
		choices *choices
	}
	kit.Load(context.Background(), p.loader, func(ctx context.Context) (r read, err error) {
		if r.rows, err = p.desk.Workspace.Views().Segments(ctx); err != nil {
			return r, err
		}
		r.choices, err = readChoices(ctx, p.desk, r.rows)
		return r, err
	}, func(r read, err error) {
		if err != nil {
			p.frame.SetBody(kit.NewErrorState(workspace.Explain(err), p.load))
			return
		}
		p.rows, p.chosen = r.rows, r.choices
		p.show()
	})
}

func (p *page) show() {
	p.count.SetText(i18n.Number(len(p.rows)))
	p.panes.SetWide(len(p.rows) == 0 && p.builder == nil && p.pending == nil)
	p.list.Reload()
	if len(p.rows) == 0 {
		p.frame.SetBody(kit.NewEmptyState(kit.Empty{
			Icon: kit.IconLayers, Title: i18n.T("segments.empty"), Text: i18n.T("segments.empty.text"),
			Action: i18n.T("segments.new"), Key: "N", OnTap: p.New,
		}))
	} else {
		p.frame.SetBody(p.list)
	}
	switch {
	case p.pending != nil:
		rules := *p.pending
		p.pending = nil
		p.filtered(rules)
	case p.builder != nil && p.builder.row == nil && p.row(p.builder.id) == nil:
		p.builder.refresh(p.chosen) // a new one is being written
	case p.builder != nil && p.row(p.builder.id) != nil:
		p.builder.update(*p.row(p.builder.id), p.chosen)
	case p.wanted != domain.None && p.row(p.wanted) != nil:
		p.list.Select(p.wanted.String())
	case len(p.rows) > 0 && !p.panes.Folded():
		p.list.SelectFirst()
	default:
		p.builder = nil
		p.side.SetBody(kit.NewColumn(0))
	}
	if !p.loaded {
		p.loaded = true
		p.list.Restore(p.state)
		if p.list.Selected() == "" && p.builder != nil && p.builder.row != nil {
			p.list.Select(p.builder.id.String())
		}
	}
}

func (p *page) row(id domain.ID) *projections.SegmentRow {
	for i := range p.rows {
		if p.rows[i].ID == id {
			return &p.rows[i]
		}
	}
	return nil
}

func (p *page) rowData(s projections.SegmentRow) kit.RowData {
	data := kit.RowData{
		Face: kit.Face{Kind: kit.SymbolFace, Icon: kit.IconLayers, ID: s.ID.String()}, Title: s.Name,
		Sub: p.chosen.sentence(s.Filter), Side: i18n.Number(s.People),
	}
	switch {
	case s.Missing:
		data.Title, data.Sub, data.Side = i18n.T("segments.missing"), i18n.T("segments.missing.text"), ""
	case p.leftOf(draftOf(s.ID)) != nil:
		data.Sub, data.Side, data.SideTone = i18n.T("segments.changed")+" · "+data.Sub, i18n.Number(s.People), kit.Soon
	case s.Archived:
		data.Sub = i18n.T("segments.archived") + " · " + data.Sub
	}
	return data
}

// choose shows the rules of a segment.
func (p *page) choose(id domain.ID) {
	row := p.row(id)
	if row == nil || p.chosen == nil || p.builder != nil && p.builder.id == id && p.builder.row != nil {
		return
	}
	p.leave()
	p.wanted, p.At.Arg = id, id.String()
	p.open(newBuilder(p, id, row, domain.Filter{}, draftOf(id)))
}

// open shows a builder; the list then says again what is unsaved.
func (p *page) open(b *builder) {
	p.builder = b
	p.side.SetBody(b.content)
	p.list.Reload()
}

func (p *page) enter(id domain.ID) {
	p.choose(id)
	p.panes.ShowDetail(true)
	if p.builder != nil {
		p.writeName()
	}
}

// writeName gives the name the keyboard. Later, not now: the letter key that
// asked for it is still to come as a typed letter, which would land in the name.
func (p *page) writeName() {
	b := p.builder
	p.desk.Async.Do(func() {
		if p.builder == b {
			p.desk.Shell.Canvas().Focus(b.name)
		}
	})
}

// New begins a new segment, or goes on with the one that was left.
func (p *page) New() {
	draft := draftNew
	if p.leftOf(draftNew) == nil && p.leftOf(draftFiltered) != nil {
		draft = draftFiltered
	}
	p.begin(domain.Filter{Rules: []domain.Rule{{About: domain.AboutLastContact, Op: domain.OpLonger, Days: 60}}}, draft)
}

// filtered begins a new segment with the filter of a list.
func (p *page) filtered(rules domain.Filter) {
	if p.chosen == nil {
		p.pending = &rules
		return
	}
	unsaved.New(p.desk, draftFiltered).Forget()
	delete(p.drafts, draftFiltered)
	p.begin(rules, draftFiltered)
}

// begin opens a new segment with rules in it.
func (p *page) begin(rules domain.Filter, draft string) {
	p.leave()
	p.panes.SetWide(false)
	p.open(newBuilder(p, p.desk.Workspace.NewID(), nil, rules, draft))
	p.panes.ShowDetail(true)
	p.writeName()
}

// back goes from the rules to the list.
func (p *page) back() {
	if p.builder != nil && p.builder.row == nil { // not saved, and left
		if p.builder.unsaved() {
			p.desk.Shell.Toast(kit.Toast{Text: i18n.T("segments.draft-kept"), Tone: kit.Good})
		}
		p.leave()
		p.builder = nil
		p.side.SetBody(kit.NewColumn(0))
		p.choose(p.wanted)
		p.panes.SetWide(len(p.rows) == 0)
	}
	p.panes.ShowDetail(false)
	p.desk.Shell.Canvas().Focus(p.list)
}

func (p *page) key(event *fyne.KeyEvent, id string) bool {
	b := p.builder
	open := b != nil && b.row != nil
	switch {
	case event.Name == fyne.KeyN:
		p.New()
	case event.Name == fyne.KeyE, event.Name == fyne.KeyRight:
		p.enter(desk.RouteID(id))
	case event.Name == fyne.KeyO && open:
		b.openPeople()
	case event.Name == fyne.KeyT && open:
		b.openTimeline()
	case event.Name == fyne.KeyD && open:
		dashboard.Show(p.desk, b.id)
	case event.Name == fyne.KeyLeft, event.Name == fyne.KeyEscape:
		p.back()
	default:
		return false
	}
	return true
}
