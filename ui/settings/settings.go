// Package settings is the page of settings: language, look, who works here, the
// data folder, the channels of one's own, imports that can be taken back, and
// the care of the ledger.
package settings

import (
	"cmp"
	"context"
	"path/filepath"
	"strconv"
	"strings"

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
	Version     string
	SetTheme    func(theme string)    // "light", "dark", "" as the system says
	SetLanguage func(language string) // "de", "en", "" as the system says
	SetLook     func(func(*workspace.Settings))
	HasTray     bool // the system shows symbols
}

// Register adds the page to the window.
func Register(d *desk.Desk, p Params) {
	d.Shell.Register(desk.PageSettings, func(arg string) kit.Page {
		page := &page{desk: d, params: p, loader: kit.NewLoader(d.Async), body: kit.NewColumn(0)}
		page.At = kit.Route{Page: desk.PageSettings, Arg: arg}
		return page
	})
}

type page struct {
	kit.BasePage
	desk   *desk.Desk
	params Params
	loader *kit.Loader
	body   *kit.Column
	scroll *kit.Scroll
	care   *care
	first  *kit.Segments // the topmost setting
	places map[string]fyne.Focusable
	place  string // the one to go to once it is there
	stop   func()
	leave  func()
}

// What can be gone to.
const (
	PlaceLanguage = "language"
	PlaceScale    = "scale"
	PlaceCompact  = "compact"
	PlaceNotices  = "notices"
	PlaceImports  = "imports" // the latest that can be taken back
)

// GoTo gives the keyboard to a place of the page, as soon as it is there.
func (p *page) GoTo(place string) {
	p.place = place
	p.arrive()
}

func (p *page) arrive() {
	if at, there := p.places[p.place]; there {
		p.place = ""
		p.desk.Shell.Canvas().Focus(at)
	}
}

// loaded is what the page shows of the workspace.
type loaded struct {
	agreed  *domain.Workspace
	members []projections.MemberRow
	spoken  map[domain.ID]int // their conversations
	imports []projections.ImportRow
	counts  projections.Counts
}

// Content implements kit.Page.
func (p *page) Content() fyne.CanvasObject {
	p.care = newCare(p.desk)
	p.body.SetObjects(title(), kit.NewPadded(aboveState, 0, 0, 0, kit.NewLoadingState()))
	p.scroll = kit.NewScroll(kit.NewPadded(16, 24, 32, 24, p.body))
	word := func(key string) string { return i18n.T("settings.key." + key) }
	hints := kit.NewKeyHints("↑  ↓", word("next"), "←  →", word("choose"), kit.KeyLabel("Enter"), word("press"))
	return kit.NewFrame(nil, p.scroll, kit.NewColumn(0, kit.NewHairline(), kit.NewPadded(9, 24, 9, 24, hints)))
}

// OnShow implements kit.Page.
func (p *page) OnShow() {
	p.stop = p.desk.Watch(func(c workspace.Changed) {
		if c.Kinds(domain.KindWorkspace, domain.KindMember, domain.KindImport) {
			p.load()
		}
	})
	p.leave = p.scroll.FollowFocus(p.desk.Shell.Canvas())
	p.load()
}

// TypedKey implements kit.KeyPage: the keys of a list go from setting to setting.
// Where none has the keyboard they go to the topmost, past the places beside the
// page.
func (p *page) TypedKey(event *fyne.KeyEvent) {
	c := p.desk.Shell.Canvas()
	switch event.Name {
	case fyne.KeyDown, fyne.KeyRight, fyne.KeyJ:
		switch {
		case p.within(c.Focused()) && event.Name != fyne.KeyRight:
			c.FocusNext()
		case p.first != nil:
			c.Focus(p.first.Chosen())
		}
	case fyne.KeyUp, fyne.KeyK:
		if p.within(c.Focused()) && c.Focused() != p.first.Chosen() {
			c.FocusPrevious()
		}
	}
}

// within reports whether a field stands on the page, not beside it.
func (p *page) within(field fyne.Focusable) bool {
	object, ok := field.(fyne.CanvasObject)
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject
	return ok && p.first != nil && place(object).X >= place(p.body).X
}

// OnHide implements kit.Page.
func (p *page) OnHide() {
	p.stop()
	p.leave()
	p.loader.Stop()
	p.care.stop()
}

func (p *page) load() {
	kit.Load(context.Background(), p.loader, p.fetch, func(l loaded, err error) {
		if err != nil {
			p.body.SetObjects(title(), kit.NewPadded(aboveState, 0, 0, 0, kit.NewErrorState(workspace.Explain(err), p.load)))
			return
		}
		p.show(l)
	})
}

func (p *page) fetch(ctx context.Context) (l loaded, err error) {
	if l.agreed, err = p.desk.Workspace.Agreed(ctx); err != nil {
		return l, err
	}
	if l.members, err = p.desk.Workspace.Views().Members(ctx); err != nil {
		return l, err
	}
	if l.spoken, err = p.desk.Workspace.Views().SpokenBy(ctx); err != nil {
		return l, err
	}
	if l.imports, err = p.desk.Workspace.Views().Imports(ctx); err != nil {
		return l, err
	}
	l.counts, err = p.desk.Workspace.Views().Counts(ctx)
	return l, err
}

func (p *page) show(l loaded) {
	p.places = map[string]fyne.Focusable{}
	cards := kit.NewCards(narrowestCard, 16, p.look(), p.fields(l.agreed), p.imports(l.imports), p.care.card(l.counts),
		p.desktop(), p.us(l), p.about(), p.channels(l.agreed), p.team())
	objects := []fyne.CanvasObject{title()}
	if sample := p.sample(l.imports); sample != nil {
		objects = append(objects, sample)
	}
	p.body.SetObjects(append(objects, cards)...)
	p.arrive()
	p.place = ""
}

// aboveState is how far below the title it says that it is loading, or what went
// wrong.
const aboveState float32 = 200

func title() fyne.CanvasObject {
	return kit.NewPadded(0, 0, 16, 0, kit.NewText(kit.Title, i18n.T("settings.title")))
}

// narrowestCard is how wide a card is at least.
const narrowestCard float32 = 440

func card(title string, objects ...fyne.CanvasObject) fyne.CanvasObject {
	all := append([]fyne.CanvasObject{kit.NewText(kit.Bold, title)}, objects...)
	return kit.NewCard(kit.NewPadded(6, 8, 8, 8, kit.NewColumn(12, all...)))
}

func (p *page) look() fyne.CanvasObject {
	s := p.desk.Workspace.Settings()
	language := kit.NewSegments([]kit.Segment{
		{Value: "", Label: i18n.T("settings.system")}, {Value: i18n.German, Label: "Deutsch"}, {Value: i18n.English, Label: "English"},
	}, s.Language, p.params.SetLanguage).OneStop()
	p.first = language
	theme := kit.NewSegments([]kit.Segment{
		{Value: "", Label: i18n.T("settings.system")},
		{Value: "light", Label: i18n.T("settings.light")},
		{Value: "dark", Label: i18n.T("settings.dark")},
	}, s.Theme, p.params.SetTheme).OneStop()
	daily := s.DailyCatchUp
	if daily == 0 {
		daily = 12
	}
	number := kit.NewSegments(numbers(5, 8, 12, 20, 30), strconv.Itoa(daily), func(value string) {
		n, err := strconv.Atoi(value)
		if err == nil {
			err = p.desk.Workspace.ChangeSettings(func(s *workspace.Settings) { s.DailyCatchUp = n })
		}
		if err != nil {
			p.desk.Fail(err)
		}
	}).OneStop()
	density := kit.NewSegments([]kit.Segment{
		{Value: "", Label: i18n.T("settings.comfortable")}, {Value: "compact", Label: i18n.T("settings.compact")},
	}, map[bool]string{true: "compact"}[s.Compact], func(value string) {
		p.params.SetLook(func(s *workspace.Settings) { s.Compact = value == "compact" })
	}).OneStop()
	scale := kit.NewSegments(percents(90, 100, 110, 120, 130), strconv.Itoa(cmp.Or(s.Scale, 100)), func(value string) {
		if n, err := strconv.Atoi(value); err == nil {
			p.params.SetLook(func(s *workspace.Settings) { s.Scale = n })
		}
	}).OneStop()
	p.places[PlaceLanguage], p.places[PlaceScale], p.places[PlaceCompact] = language.Chosen(), scale.Chosen(), density.Chosen()
	return card(i18n.T("settings.look"),
		kit.NewField(i18n.T("settings.language"), language),
		kit.NewField(i18n.T("settings.theme"), theme),
		kit.NewField(i18n.T("settings.scale"), scale),
		kit.NewField(i18n.T("settings.density"), density),
		kit.NewField(i18n.T("settings.daily"), number).Hint(i18n.T("settings.daily.hint")),
	)
}

func percents(list ...int) []kit.Segment {
	segments := make([]kit.Segment, len(list))
	for i, n := range list {
		segments[i] = kit.Segment{Value: strconv.Itoa(n), Label: i18n.Percent(float64(n) / 100)}
	}
	return segments
}

func numbers(list ...int) []kit.Segment {
	segments := make([]kit.Segment, len(list))
	for i, n := range list {
		segments[i] = kit.Segment{Value: strconv.Itoa(n), Label: strconv.Itoa(n)}
	}
	return segments
}

// us shows who of us works with this workspace.
func (p *page) us(l loaded) fyne.CanvasObject {
	rows := kit.NewColumn(2)
	for _, m := range l.members {
		name := m.Name
		if m.ID == p.desk.Workspace.Me() {
			name = i18n.T("settings.member.you", m.Name)
		}
		rows.Add(kit.NewFactRow(name, i18n.N("settings.member.conversations", l.spoken[m.ID]), kit.Neutral, func() { p.editMember(m) }))
	}
	return card(i18n.T("settings.members"), rows,
		kit.NewLine(8, kit.NewButton(kit.Quiet, i18n.T("settings.member.add"), func() { p.editMember(projections.MemberRow{}) })))
}

// team leads to where the workspace is shared.
func (p *page) team() fyne.CanvasObject {
	open := kit.NewButton(kit.Quiet, i18n.T("team.settings.open"), func() { p.desk.Shell.Open(kit.Route{Page: desk.PageTeam}) })
	open.Icon = kit.IconNetwork
	return card(i18n.T("team.title"), kit.NewParagraph(kit.Secondary, i18n.T("team.settings.text")), kit.NewLine(8, open))
}

func (p *page) channels(agreed *domain.Workspace) fyne.CanvasObject {
	var shipped []string
	for _, id := range domain.Channels {
		shipped = append(shipped, i18n.T("channel."+id))
	}
	rows := kit.NewColumn(2)
	for _, c := range agreed.Channels {
		state := i18n.T("settings.channel.offered")
		if c.Retired {
			state = i18n.T("settings.channel.retired")
		}
		rows.Add(kit.NewFactRow(c.Name, state, kit.Neutral, func() { p.editChannel(c) }))
	}
	return card(i18n.T("settings.channels"),
		kit.NewParagraph(kit.Secondary, strings.Join(shipped, " · ")), rows,
		kit.NewLine(8, kit.NewButton(kit.Quiet, i18n.T("settings.channel.add"), func() { p.editChannel(domain.ChannelDefinition{}) })))
}

func (p *page) about() fyne.CanvasObject {
	dir := p.desk.Workspace.Dir()
	copyPath := kit.NewIconButton(kit.IconCopy, i18n.T("settings.folder.copy"), func() {
		fyne.CurrentApp().Clipboard().SetContent(dir)
		p.desk.Shell.Toast(kit.Toast{Text: i18n.T("settings.folder.copied")})
	})
	path := kit.NewParagraph(kit.Secondary, filepath.ToSlash(dir))
	return card(i18n.T("settings.about"),
		kit.NewField(i18n.T("settings.folder"), kit.NewLine(8, path, copyPath).Grow(path)).Hint(i18n.T("settings.folder.hint")),
		kit.NewText(kit.Faint, i18n.T("settings.version", p.params.Version)),
	)
}
