package team

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/timeline"
	"kontor/when"
	"kontor/workspace"
)

// activity is the page of who did what.
type activity struct {
	kit.BasePage
	desk    *desk.Desk
	member  string // whose steps are shown, "" for everyone's
	steps   *steps
	items   []line
	list    *kit.List
	frame   *kit.Frame
	filter  *kit.Segments
	members []projections.MemberRow
	loader  *kit.Loader
	restore *kit.ListState
	stop    []func()
	status  workspace.TeamStatus
}

// step is an activity with its words.
type step struct {
	workspace.Activity
	text string
}

// line is a row of the list: a day, or a step.
type line struct {
	day  string
	step *step
}

func newActivity(d *desk.Desk, arg string) *activity {
	a := &activity{desk: d, loader: kit.NewLoader(d.Async), member: arg}
	a.At = kit.Route{Page: desk.PageActivity, Arg: arg}
	a.steps = &steps{loader: kit.NewLoader(d.Async), fetch: a.fetch, changed: a.loaded}
	a.list = kit.NewList(kit.ListParams{
		Async: d.Async,
		Count: func() int { return len(a.items) },
		ID:    func(row int) string { return a.items[row].id() },
		Kind: func(row int) int {
			if a.items[row].step == nil {
				return 0
			}
			return 1
		},
		Header: func(row int) bool { return a.items[row].step == nil },
		Create: func(kind int) fyne.CanvasObject {
			if kind == 0 {
				return kit.NewGroupRow()
			}
			return newStepRow()
		},
		Update: a.update,
		HeightOf: func(row int, _ float32) float32 {
			if a.items[row].step == nil {
				return kit.GroupRowHeight
			}
			return kit.RowHeight
		},
		Tooltip:   a.tooltip,
		OnOpen:    a.open,
		OnVisible: func(_, last int) { a.steps.need(a.stepsUpTo(last)) },
	})
	return a
}

func (l line) id() string {
	if l.step == nil {
		return "day:" + l.day
	}
	return fmt.Sprintf("%s/%d", l.step.Command, l.step.Position-int64(l.step.Count))
}

// Content implements kit.Page.
func (a *activity) Content() fyne.CanvasObject {
	back := kit.NewLink(kit.Secondary, "‹ "+i18n.T("team.title"), a.leave)
	a.filter = kit.NewSegments([]kit.Segment{{Label: i18n.T("team.activity.all")}}, a.member, a.choose)
	head := kit.NewPadded(16, kit.Margin, 10, kit.Margin, kit.NewColumn(8,
		kit.NewColumn(2, kit.NewLine(0, back), kit.NewText(kit.Title, i18n.T("team.activity"))), a.filter))
	a.frame = kit.NewFrame(kit.NewColumn(0, head, kit.NewHairline()), kit.NewLoadingState(), nil)
	return a.frame
}

func (a *activity) leave() { a.desk.Shell.Open(kit.Route{Page: desk.PageTeam}) }

// DefaultFocus implements kit.FocusPage.
func (a *activity) DefaultFocus() fyne.Focusable { return a.list }

// TypedKey implements kit.KeyPage.
func (a *activity) TypedKey(event *fyne.KeyEvent) {
	if event.Name == fyne.KeyEscape {
		a.leave()
		return
	}
	a.list.TypedKey(event)
}

// Save implements kit.Page.
func (a *activity) Save() any { return a.list.State() }

// Restore implements kit.Page.
func (a *activity) Restore(state any) {
	if s, ok := state.(kit.ListState); ok {
		a.restore = &s
	}
}

// OnShow implements kit.Page.
func (a *activity) OnShow() {
	a.stop = []func(){
		a.desk.Watch(func(workspace.Changed) { a.steps.refresh() }),
		a.desk.WatchTeam(a.setStatus),
	}
	kit.Load(context.Background(), a.loader, a.desk.Workspace.Views().Members, func(members []projections.MemberRow, err error) {
		if err != nil {
			a.desk.Fail(err)
			return
		}
		a.members = members
		a.filter.Set(a.segments())
	})
	a.steps.reset()
}

// OnHide implements kit.Page.
func (a *activity) OnHide() {
	for _, stop := range a.stop {
		stop()
	}
	a.loader.Stop()
	a.steps.stop()
}

// setStatus reads anew what is shared once that has changed.
func (a *activity) setStatus(s workspace.TeamStatus) {
	changed := s.Unshared != a.status.Unshared
	a.status = s
	if changed && len(a.steps.list) > 0 {
		a.steps.refresh()
	}
}

// fetch reads the next steps of whoever is looked at, backwards.
func (a *activity) fetch(ctx context.Context, after *step, limit int) ([]step, error) {
	before := int64(0)
	if after != nil {
		before = after.Position - int64(after.Count) + 1
		if before == 1 {
			return nil, nil
		}
	}
	batch, err := a.desk.Workspace.ActivitiesBy(ctx, desk.RouteID(a.member), before, limit)
	if err != nil {
		return nil, err
	}
	found := make([]step, len(batch))
	for i, one := range batch {
		found[i] = step{Activity: one, text: a.words(one)}
	}
	return found, nil
}

// words say the first of what a step led to.
func (a *activity) words(one workspace.Activity) string {
	if len(one.Entries) == 0 {
		return ""
	}
	return timeline.Say(a.desk, one.Entries[0])
}

func (a *activity) loaded(err error) {
	if err != nil {
		a.frame.SetBody(kit.NewErrorState(workspace.Explain(err), a.steps.reset))
		return
	}
	if len(a.steps.list) == 0 {
		text := i18n.T("team.activity.none.text")
		if a.member != "" {
			text = i18n.T("team.activity.none.member")
		}
		a.frame.SetBody(kit.NewEmptyState(kit.Empty{Icon: kit.IconHistory, Title: i18n.T("team.activity.none"), Text: text}))
		return
	}
	a.arrange()
	a.frame.SetBody(a.list)
	a.list.Reload()
	if a.restore != nil {
		a.list.Restore(*a.restore)
		a.restore = nil
	}
}

// arrange puts the head of a day before its first step.
func (a *activity) arrange() {
	now := a.desk.Workspace.Now()
	a.items = a.items[:0:0]
	day := domain.Day("")
	for _, one := range a.steps.list {
		at := one.At.In(now.Location())
		// By the order of the ledger a day may come twice: who was offline shared late.
		if d := domain.DayOf(at); d != day {
			day = d
			a.items = append(a.items, line{day: fmt.Sprintf("%s/%d", d, one.Position)})
		}
		a.items = append(a.items, line{step: &one})
	}
}

// stepsUpTo is how many steps stand in the list up to a row.
func (a *activity) stepsUpTo(row int) int {
	count := 0
	for i := 0; i <= row && i < len(a.items); i++ {
		if a.items[i].step != nil {
			count++
		}
	}
	return max(0, count-1)
}

func (a *activity) update(row int, object fyne.CanvasObject) {
	now := a.desk.Workspace.Now()
	it := a.items[row]
	if head, ok := object.(*kit.GroupRow); ok {
		next := a.items[row+1].step
		head.Set(when.Speak(next.At, now, i18n.Language(), domain.PrecisionDay))
		return
	}
	object.(*stepRow).set(a.view(it.step))
}

func (a *activity) tooltip(row int) string {
	one := a.items[row].step
	if one == nil {
		return ""
	}
	return when.Exact(one.At, i18n.Language())
}

func (a *activity) view(one *step) stepView {
	who := a.desk.PartyName(one.Actor)
	if who == "" {
		who = i18n.T("team.activity.nobody")
	}
	v := stepView{
		face: kit.Face{Kind: kit.PersonFace, ID: one.Actor.ID.String(), Name: one.Actor.Name},
		text: one.text, shared: one.Shared, icon: kit.IconEdit,
		time: one.At.In(a.desk.Workspace.Now().Location()).Format("15:04"),
	}
	if len(one.Entries) > 0 {
		v.icon = timeline.Icon(one.Entries[0])
	}
	v.sub = kit.Capital(who)
	switch {
	case one.DeviceName != "":
		v.sub += " · " + one.DeviceName
	case one.Here:
		v.sub += " · " + i18n.T("team.activity.here")
	}
	if one.Count > 1 {
		v.sub += " · " + i18n.N("team.activity.more", one.Count-1)
	}
	return v
}

// open shows the record that a step was about.
func (a *activity) open(id string) {
	for _, it := range a.items {
		if it.step == nil || it.id() != id || len(it.step.Entries) == 0 {
			continue
		}
		e := it.step.Entries[0]
		switch {
		case e.Record.Kind == domain.KindMember || e.Record.Kind == domain.KindWorkspace || e.Record.Kind == domain.KindImport:
			a.desk.Shell.Open(kit.Route{Page: desk.PageSettings})
		case e.Record.Kind != domain.KindFollowUp:
			a.desk.Open(e.Record)
		case len(e.People) > 0:
			a.desk.Open(domain.Stream{Kind: domain.KindPerson, ID: e.People[0].ID})
		case len(e.Organisations) > 0:
			a.desk.Open(domain.Stream{Kind: domain.KindOrganisation, ID: e.Organisations[0].ID})
		}
	}
}
