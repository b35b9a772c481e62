package conversations

import (
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
	"kontor/ui/unsaved"
	"kontor/workspace"
)

// planDraftName is where a follow-up to a conversation that was left unsaved is
// kept, before the id of the conversation.
const planDraftName = "follow-up-form-"

// planForm plans a follow-up to a conversation.
type planForm struct {
	desk    *desk.Desk
	entry   *projections.TimelineEntry
	members []projections.MemberRow
	keeper  *unsaved.Keeper
	text    *kit.Entry
	due     *kit.DateField
	whom    *kit.Select
	form    *kit.Form
	dialog  *kit.Dialog
	ready   bool // the fields are filled: what changes from now on is kept
}

// openPlan opens the form, with what was left unsaved last time.
func openPlan(d *desk.Desk, e *projections.TimelineEntry, members []projections.MemberRow) {
	name := planDraftName + e.Record.ID.String()
	f := &planForm{desk: d, entry: e, members: members, keeper: unsaved.New(d, name)}
	start := planned{For: d.Workspace.Me()}
	kept, at := unsaved.Read[planned](d, name)
	if kept != nil {
		start = *kept
	}
	f.text = kit.NewEntry(i18n.T("conversations.form.follow-up.placeholder"))
	f.text.SetText(start.Text)
	f.text.OnChanged = func(string) { f.changed() }
	f.due = picker.DayToCome(d, f.changed)
	f.due.SetDay(start.Due.In(d.Workspace.Now().Location()))
	f.whom = kit.NewSelect(memberOptions(d, members), start.For.String(), func(string) { f.changed() })
	day := kit.NewField(i18n.T("conversations.plan.due"), f.due)
	day.Check = func() string {
		if wrong := f.due.Check(); wrong != "" || picker.DayOf(f.due) != "" {
			return wrong
		}
		return i18n.T("conversations.form.follow-up.no-day")
	}
	notice := kit.NewSpace()
	notice.Hide()
	if kept != nil {
		notice = unsaved.Notice(d, at, f.discard, func() { f.form.Refresh() })
	}
	f.form = kit.NewForm(notice,
		kit.NewField(i18n.T("conversations.plan.text"), f.text).Required(),
		kit.NewFieldLine(day, kit.NewField(i18n.T("conversations.plan.for"), f.whom)),
	)
	f.dialog = kit.OpenDialog(d.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("conversations.plan"), Content: f.form, Focus: f.text, OnSubmit: f.save, OnCancel: f.leave,
	})
	f.ready = true
}

func (f *planForm) read() planned {
	return planned{Text: strings.TrimSpace(f.text.Text), Due: picker.DayOf(f.due), For: desk.RouteID(f.whom.Value())}
}

func (f *planForm) changed() {
	if f.ready {
		f.keeper.Soon(func() any { return f.read() })
	}
}

// leave keeps what was written, however the form was closed.
func (f *planForm) leave() {
	f.keeper.LeaveChanged(func() any { return f.read() })
}

// discard begins anew, without what was left last time.
func (f *planForm) discard() {
	f.ready = false
	f.keeper.Forget()
	f.dialog.Close()
	openPlan(f.desk, f.entry, f.members)
}

func (f *planForm) save() bool {
	if !f.form.Validate() {
		return false
	}
	p := f.read()
	if p.For == domain.None {
		p.For = f.desk.Workspace.Me()
	}
	f.ready = false
	plan := domain.PlanFollowUp{FollowUp: f.desk.Workspace.NewID(), Text: p.Text, Plan: domain.FollowUpPlan{
		Due: p.Due, For: p.For, People: idsOf(f.entry.People), Organisations: idsOf(f.entry.Organisations),
		Conversation: f.entry.Record.ID, Origin: domain.Origin{How: domain.OriginManual},
	}}
	f.keeper.Keep(p, func() { f.desk.Do(plan, func(workspace.Done) { f.keeper.Forget() }) })
	return true
}
