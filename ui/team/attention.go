package team

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// waiting is a step that needs attention, with everything formatted.
type waiting struct {
	workspace.Attention
	title   string
	clashes []clash
}

// clash is one field to decide about.
type clash struct {
	workspace.Clash
	label              string
	base, mine, theirs string
	by                 string
}

// attention is the page of what waits for a decision.
type attention struct {
	kit.BasePage
	desk    *desk.Desk
	loader  *kit.Loader
	items   []waiting
	loaded  bool
	list    *kit.List
	frame   *kit.Frame
	hints   fyne.CanvasObject
	host    *fyne.Container
	panes   *kit.Panes
	count   *kit.Text
	detail  *decision
	answers map[domain.ID]*decision // what was chosen so far, kept through reloads
	busy    bool
	wanted  string
	stop    func()
	soon    func() // ends the wait before the next reload; nil while none is due
	editing func() // ends to watch for what a form records
}

func newAttention(d *desk.Desk, arg string) *attention {
	a := &attention{
		desk: d, loader: kit.NewLoader(d.Async), host: container.NewStack(), answers: map[domain.ID]*decision{}, wanted: arg,
		count: kit.NewText(kit.Faint, ""),
	}
	a.At = kit.Route{Page: desk.PageAttention, Arg: arg}
	a.list = kit.NewList(kit.ListParams{
		Async:    d.Async,
		Count:    func() int { return len(a.items) },
		ID:       func(row int) string { return a.items[row].ID.String() },
		Create:   func(int) fyne.CanvasObject { return kit.NewRow() },
		Update:   func(row int, o fyne.CanvasObject) { o.(*kit.Row).Set(a.row(a.items[row])) },
		OnSelect: a.choose,
		OnKey:    func(event *fyne.KeyEvent, _ string) bool { return a.key(event) },
	})
	return a
}

// Content implements kit.Page.
func (a *attention) Content() fyne.CanvasObject {
	back := kit.NewLink(kit.Secondary, "‹ "+i18n.T("team.title"), a.leave)
	title := kit.NewText(kit.Title, i18n.T("team.attention"))
	head := kit.NewPadded(16, kit.Margin, 10, kit.Margin,
		kit.NewColumn(2, kit.NewLine(0, back), kit.NewLine(8, title, a.count).Grow(title)))
	a.hints = a.keys()
	a.frame = kit.NewFrame(kit.NewColumn(0, head, kit.NewHairline()), kit.NewLoadingState(), a.hints)
	a.panes = kit.NewPanes(a.frame, a.host)
	return a.panes
}

// keys shows what can be pressed.
func (a *attention) keys() fyne.CanvasObject {
	return kit.NewColumn(0, kit.NewHairline(), kit.NewPadded(8, kit.Margin, 10, kit.Margin, kit.NewKeyHints(
		"1 2", i18n.T("team.attention.key.choose"), "↑ ↓", i18n.T("team.attention.key.fields"),
		kit.KeyLabel("Enter"), i18n.T("team.attention.key.answer"), "J K", i18n.T("team.attention.key.next"))))
}

func (a *attention) leave() { a.desk.Shell.Open(kit.Route{Page: desk.PageTeam}) }

// DefaultFocus implements kit.FocusPage.
func (a *attention) DefaultFocus() fyne.Focusable { return a.list }

// TypedKey implements kit.KeyPage.
func (a *attention) TypedKey(event *fyne.KeyEvent) {
	if event.Name == fyne.KeyEscape {
		a.leave()
		return
	}
	a.list.TypedKey(event)
}

// OnShow implements kit.Page.
func (a *attention) OnShow() {
	a.stop = a.desk.Watch(func(workspace.Changed) { a.loadSoon() })
	a.load()
}

// reloadPause lets changes that come one after the other be read once.
const reloadPause = 100 * time.Millisecond

func (a *attention) loadSoon() {
	if a.soon == nil {
		a.soon = a.desk.Async.After(reloadPause, a.load)
	}
}

// OnHide implements kit.Page.
func (a *attention) OnHide() {
	a.stop()
	a.notSoon()
	a.forgetEdit()
	a.loader.Stop()
}

func (a *attention) notSoon() {
	if a.soon != nil {
		a.soon()
		a.soon = nil
	}
}

func (a *attention) load() {
	a.notSoon()
	kit.Load(context.Background(), a.loader, a.fetch, func(items []waiting, err error) {
		if err != nil {
			a.frame.SetBody(kit.NewErrorState(workspace.Explain(err), a.load))
			return
		}
		a.show(items)
	})
}

func (a *attention) fetch(ctx context.Context) ([]waiting, error) {
	w := a.desk.Workspace
	open, err := w.NeedsAttention(ctx)
	if err != nil {
		return nil, err
	}
	about, err := w.TeamAbout(ctx)
	if err != nil {
		return nil, err
	}
	names := map[domain.ID]string{}
	for _, d := range about.Devices {
		names[d.Device] = d.Name
	}
	items := make([]waiting, len(open))
	for i, item := range open {
		items[i] = waiting{Attention: item, title: titleOf(item.Title)}
		for _, c := range item.Clashes {
			if c.Record == item.Record {
				c.Name = "" // the head of the step says it
			}
			said, err := a.said(ctx, c, names)
			if err != nil {
				return nil, err
			}
			items[i].clashes = append(items[i].clashes, said)
		}
	}
	return items, nil
}

func titleOf(command string) string {
	if key := "command." + command; i18n.Has(key) {
		return i18n.T(key)
	}
	return i18n.T("command.batch")
}

func (a *attention) said(ctx context.Context, c workspace.Clash, devices map[domain.ID]string) (said clash, err error) {
	w := a.desk.Workspace
	said.Clash = c
	if said.label, err = w.ClashLabel(ctx, c); err != nil {
		return said, err
	}
	if c.Name != "" {
		said.label = c.Name + " · " + said.label
	}
	for _, v := range []struct {
		to   *string
		from *domain.Value
	}{{&said.base, c.Base}, {&said.mine, c.Mine}, {&said.theirs, c.Theirs}} {
		if *v.to, err = w.ClashText(ctx, c, v.from); err != nil {
			return said, err
		}
		if *v.to == "" {
			*v.to = i18n.T("team.clash.empty")
		}
	}
	said.by = a.whoAndWhen(c, devices[c.Device])
	return said, nil
}

// whoAndWhen says who set the other value, when and on which machine.
func (a *attention) whoAndWhen(c workspace.Clash, device string) string {
	who := c.Who
	if who == "" {
		who = i18n.T("team.attention.theirs.unknown")
	}
	if c.At.IsZero() {
		return who
	}
	at := when.Speak(c.At, a.desk.Workspace.Now(), i18n.Language(), domain.PrecisionMinute)
	if device == "" {
		return i18n.T("team.attention.theirs", who, at)
	}
	return i18n.T("team.attention.theirs.on", who, at, device)
}

func (a *attention) show(items []waiting) {
	first := !a.loaded
	a.items, a.loaded = items, true
	if len(items) == 0 {
		a.count.SetText("")
		a.detail = nil
		a.frame.SetBody(kit.NewEmptyState(kit.Empty{
			Icon: kit.IconDone, Title: i18n.T("team.attention.none"), Text: i18n.T("team.attention.none.text"),
		}))
		a.hints.Hide()
		a.host.Objects = nil
		a.host.Refresh()
		a.panes.SetWide(true)
		return
	}
	a.hints.Show()
	a.count.SetText(i18n.N("team.attention.count", len(items)))
	a.frame.SetBody(a.list)
	a.list.Reload()
	a.panes.SetWide(false)
	switch {
	case first && a.wanted != "":
		a.list.Select(a.wanted)
	case a.list.Selected() == "":
		a.list.SelectFirst()
	}
	a.choose(a.list.Selected())
	if a.desk.Window.Canvas().Focused() == nil && a.desk.Window.Canvas().Overlays().Top() == nil {
		a.desk.Window.Canvas().Focus(a.list)
	}
}

func (a *attention) row(item waiting) kit.RowData {
	face := kit.Face{Kind: kit.SymbolFace, ID: item.ID.String(), Icon: kit.IconReminder}
	title := item.title
	if item.About.Name != "" {
		title = item.About.Name
		face = kit.Face{Kind: faceKind(item.About.Kind), ID: item.About.ID.String(), Name: item.About.Name}
	}
	sub := item.title
	if title == item.title {
		sub = item.Reason
	}
	return kit.RowData{
		Face: face, Title: title, Sub: sub,
		Side: clock(item.At, a.desk.Workspace.Now()), SideTone: kit.Soon,
	}
}

func faceKind(k domain.Kind) kit.FaceKind {
	if k == domain.KindOrganisation {
		return kit.OrganisationFace
	}
	return kit.PersonFace
}

// choose shows a step beside the list. What was chosen in it so far stays, as
// long as the values are the same.
func (a *attention) choose(id string) {
	for _, item := range a.items {
		if item.ID.String() != id {
			continue
		}
		d := newDecision(a, item)
		if before := a.answers[item.ID]; before != nil {
			d.take(before)
		}
		a.answers[item.ID], a.detail = d, d
		a.At.Arg = id
		a.host.Objects = []fyne.CanvasObject{d.content()}
		a.host.Refresh()
		return
	}
}
