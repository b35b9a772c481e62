package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/sirupsen/logrus"

	"kontor/demo"
	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/communities"
	"kontor/ui/conversations"
	"kontor/ui/dashboard"
	"kontor/ui/desk"
	"kontor/ui/importer"
	"kontor/ui/kit"
	"kontor/ui/logline"
	"kontor/ui/needs"
	"kontor/ui/organisations"
	"kontor/ui/palette"
	"kontor/ui/people"
	"kontor/ui/segments"
	"kontor/ui/settings"
	"kontor/ui/team"
	"kontor/ui/today"
	"kontor/workspace"
)

// places are the places of the rail, in their order.
var places = []kit.Place{
	{Page: desk.PageToday, Icon: kit.IconToday, LabelKey: "place.today"},
	{Page: desk.PagePeople, Icon: kit.IconPerson, LabelKey: "place.people"},
	{Page: desk.PageOrganisations, Icon: kit.IconOrganisation, LabelKey: "place.organisations"},
	{Page: desk.PageCommunities, Icon: kit.IconCommunity, LabelKey: "place.communities"},
	{Page: desk.PageConversations, Icon: kit.IconConversation, LabelKey: "place.conversations"},
	{Page: desk.PageNeeds, Icon: kit.IconNeed, LabelKey: "place.needs"},
	{Page: desk.PageDashboard, Icon: kit.IconChart, LabelKey: "place.dashboard", Group: 1},
	{Page: desk.PageSegments, Icon: kit.IconLayers, LabelKey: "place.segments", Group: 1},
	{Page: desk.PageImport, Icon: kit.IconImport, LabelKey: "place.import", Group: 2},
	{Page: desk.PageSettings, Icon: kit.IconSettings, LabelKey: "place.settings", Bottom: true},
}

// within is where the rail stands for the pages that have no place of their own.
var within = map[string]string{
	desk.PageBehind: desk.PageDashboard,
	desk.PageTeam:   desk.PageSettings, desk.PageAttention: desk.PageSettings, desk.PageActivity: desk.PageSettings,
}

// office is the open window: the frame, the pages, and what is the same on all
// of them.
type office struct {
	w      *window
	desk   *desk.Desk
	shell  *kit.Shell
	counts *kit.Loader
	status *team.Line
	sample bool // the sample community is there, to be removed
	stop   func()
}

func newOffice(w *window) *office {
	o := &office{w: w, counts: kit.NewLoader(w.async)}
	o.desk = &desk.Desk{Workspace: w.workspace, Window: w.win, Async: w.async}
	showPalette := palette.New(o.desk)
	o.shell = kit.NewShell(kit.ShellParams{Window: w.win, Async: w.async, Places: places, Within: within, OnSearch: showPalette})
	o.desk.Shell = o.shell
	o.desk.QuickLog, o.desk.LogWith = logline.New(o.desk), logline.NewWith(o.desk)
	o.desk.Commands = o.commands()
	o.register()
	o.bindKeys()
	o.shell.OnRoute = o.keepPlace
	o.shell.OnHelp = func() { showKeys(o.desk) }
	o.stop = o.desk.Watch(o.changed)
	o.status = team.NewLine(o.desk)
	o.refresh()
	o.shell.Open(o.firstPlace())
	return o
}

func (o *office) register() {
	people.Register(o.desk)
	organisations.Register(o.desk)
	communities.Register(o.desk)
	conversations.Register(o.desk)
	needs.Register(o.desk)
	today.Register(o.desk)
	dashboard.Register(o.desk)
	segments.Register(o.desk)
	importer.Register(o.desk)
	team.Register(o.desk, team.Params{Join: func(offer workspace.TeamOffer) { o.w.join(offer, introduction{}) }})
	settings.Register(o.desk, settings.Params{
		Version: o.w.options.Version, SetTheme: o.setTheme, SetLanguage: o.setLanguage, SetLook: o.setLook, HasTray: o.w.tray != nil,
	})
}

func (o *office) bindKeys() {
	keys := o.shell.Keys
	keys.Bind(fyne.KeyL, fyne.KeyModifierShortcutDefault, false, func() { o.desk.QuickLog("") })
	keys.Bind(fyne.KeyN, fyne.KeyModifierShortcutDefault, false, o.makeNew)
	keys.Bind(fyne.KeyT, fyne.KeyModifierShortcutDefault, false, func() { o.shell.Open(kit.Route{Page: desk.PageTeam}) })
	keys.Bind(fyne.KeyR, fyne.KeyModifierShortcutDefault, false, func() { team.SyncNow(o.desk) })
	keys.BindUndo(o.desk.Undo)
	keys.BindRedo(o.desk.Redo)
	keys.Bind(fyne.KeySlash, fyne.KeyModifierShortcutDefault, false, func() { showKeys(o.desk) })
}

// makeNew opens the form for what the page in sight is about, or for a person.
func (o *office) makeNew() {
	if page, ok := o.shell.Page().(interface{ New() }); ok {
		page.New()
		return
	}
	o.desk.EditPerson(domain.None)
}

// firstPlace is where the window was when it was last closed.
func (o *office) firstPlace() kit.Route {
	last := o.w.workspace.Settings().Place
	for _, place := range places {
		if place.Page == last {
			return kit.Route{Page: last}
		}
	}
	return kit.Route{Page: desk.PageToday}
}

func (o *office) keepPlace(r kit.Route) {
	err := o.w.workspace.ChangeSettings(func(s *workspace.Settings) {
		s.Place = r.Page
		palette.Keep(s, r)
	})
	if err != nil {
		logrus.WithError(err).Warn("the place in the window could not be kept")
	}
}

// changed brings the counts and the status up to what happened. The pages look
// after themselves.
func (o *office) changed(workspace.Changed) { o.refresh() }

type railCounts struct {
	counts projections.Counts
	due    int
	sample bool // the sample community is there
}

func (o *office) refresh() {
	kit.Load(context.Background(), o.counts, o.count, func(c railCounts, err error) {
		if err != nil {
			o.desk.Fail(err)
			return
		}
		o.sample = c.sample
		o.shell.SetCount(desk.PageToday, c.due)
		o.w.tray.SetDue(c.due)
		o.shell.SetCount(desk.PagePeople, c.counts.People)
		o.shell.SetCount(desk.PageOrganisations, c.counts.Organisations)
		o.shell.SetCount(desk.PageCommunities, c.counts.Communities)
		o.shell.SetCount(desk.PageNeeds, c.counts.Needs)
		o.shell.SetCount(desk.PageSegments, c.counts.Segments)
		o.status.SetAlone(kit.Status{
			Tone: kit.Good, Text: i18n.T("status.saved"), Detail: i18n.T("status.entries", int(c.counts.Events)),
		})
	})
}

func (o *office) count(ctx context.Context) (railCounts, error) {
	var c railCounts
	if err := o.desk.LoadMembers(ctx); err != nil {
		return c, err
	}
	counts, err := o.w.workspace.Views().Counts(ctx)
	if err != nil {
		return c, err
	}
	c.counts = counts
	if c.sample, err = hasSample(ctx, o.w.workspace.Views()); err != nil {
		return c, err
	}
	// Not the queue of the day, which has all its rows.
	c.due, err = o.w.workspace.Views().CountFollowUps(ctx, projections.FollowUpQuery{
		For: o.w.workspace.Me(), Due: domain.DayOf(o.w.workspace.Now()),
	})
	if err != nil {
		return c, err
	}
	needs, err := o.needsDue(ctx)
	c.due += needs
	return c, err
}

// mostNeeds is how many open needs of one of us are looked through.
const mostNeeds = 500

// needsDue is how many needs the person at this machine is to do something about
// today: to decide, or to tell people what was decided.
func (o *office) needsDue(ctx context.Context) (due int, err error) {
	rows, err := o.w.workspace.Views().Needs(ctx, projections.NeedQuery{
		For: o.w.workspace.Me(), Order: projections.NeedsByDue, Page: projections.Page{Limit: mostNeeds},
	})
	today := domain.DayOf(o.w.workspace.Now())
	for _, n := range rows {
		open := n.State == domain.NeedOpen && n.Due != ""
		if (open || n.ToTell > 0 && n.State == domain.NeedDecided) && n.Due <= today {
			due++
		}
	}
	return due, err
}

// hasSample reports whether the sample community is there.
func hasSample(ctx context.Context, views *projections.Views) (bool, error) {
	imports, err := views.Imports(ctx)
	return slices.ContainsFunc(imports, func(row projections.ImportRow) bool {
		return row.Format == domain.OriginDemo && !row.Undone
	}), err
}

func (o *office) setTheme(theme string) {
	o.setLook(func(s *workspace.Settings) { s.Theme = theme })
}

func (o *office) setLanguage(language string) {
	err := o.w.workspace.ChangeSettings(func(s *workspace.Settings) { s.Language = language })
	if err == nil {
		if language == "" {
			language = i18n.Detect()
		}
		err = i18n.SetLanguage(language)
	}
	if err != nil {
		o.desk.Fail(err)
		return
	}
	o.w.tray.Refresh()
	o.refresh()
	o.desk.Async.Do(func() { o.stayAt(settings.PlaceLanguage) }) // once the page speaks it
}

func (o *office) close() {
	o.stop()
	o.status.Close()
	o.counts.Stop()
	o.shell.Close()
}

// welcome does what was chosen when the workspace was founded.
func (o *office) welcome(choice welcomeChoice) {
	o.speak(choice.language)
	switch choice.next {
	case startSample:
		o.desk.Run(func(ctx context.Context) error {
			_, err := o.w.workspace.LoadDemo(ctx, demo.Options{
				People: demo.DefaultPeople, Conversations: demo.DefaultConversations, Seed: 1, Now: time.Now(), Language: i18n.Language(),
			}, nil)
			return err
		}, nil)
	case startImport:
		o.shell.Open(kit.Route{Page: desk.PageImport})
	}
}

// speak keeps the language that was chosen before there was a workspace to keep
// it in.
func (o *office) speak(language string) {
	if language == "" {
		return
	}
	err := o.w.workspace.ChangeSettings(func(s *workspace.Settings) { s.Language = language })
	if err != nil {
		o.desk.Fail(err)
	}
}

func centred(object fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewGround(kit.ColorGround, container.NewCenter(object))
}
