package communities

import (
	"context"
	"strconv"
	"strings"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/unsaved"
	"kontor/workspace"
)

// form edits a community, or makes a new one.
type form struct {
	desk  *desk.Desk
	id    domain.ID // None for a new one
	known *domain.Community

	name, purpose, goals, channels, rhythm *kit.Entry
	kind, owner                            *kit.Select
	form                                   *kit.Form

	opened, start draft // what is known, and what the form begins with
	leftAt        time.Time
	keeper        *unsaved.Keeper
	elsewhere     *unsaved.Elsewhere
	dialog        *kit.Dialog
	ready         bool // the fields are filled: what changes from now on is kept
}

// openForm reads what is known and opens the dialog.
func openForm(d *desk.Desk, id domain.ID) {
	f := &form{desk: d, id: id, known: domain.NewCommunity()}
	var members []projections.MemberRow
	d.Prepare(func(ctx context.Context) (err error) {
		if members, err = d.Workspace.Views().Members(ctx); err != nil {
			return err
		}
		if id != domain.None {
			a, err := d.Workspace.Record(ctx, f.record())
			if err != nil {
				return err
			}
			known, ok := a.(*domain.Community)
			if !ok {
				return &domain.Refusal{Code: domain.RefusedNotFound, Record: f.record()}
			}
			f.known = known
		}
		f.opened = knownDraft(f.known)
		f.start = f.opened
		return f.restore()
	}, func() { f.open(members) })
}

func (f *form) record() domain.Stream { return domain.Stream{Kind: domain.KindCommunity, ID: f.id} }

func (f *form) open(members []projections.MemberRow) {
	d := f.start
	changed := func(string) { f.changed() }
	fill := func(e *kit.Entry, text string) *kit.Entry {
		e.SetText(text)
		e.OnChanged = changed
		return e
	}
	area := func(field domain.Field, text string) *kit.Entry {
		return fill(kit.NewTextArea(i18n.T("communities.form."+string(field)+".placeholder"), 2), text)
	}
	f.name = fill(kit.NewEntry(i18n.T("communities.form.name.placeholder")), d.Name)
	f.purpose, f.goals = area(domain.FieldPurpose, d.Purpose), area(domain.FieldGoals, d.Goals)
	f.channels = fill(kit.NewEntry(i18n.T("communities.form.channels.placeholder")), d.Channels)
	var kinds []kit.Option
	for _, kind := range domain.CommunityKinds {
		kinds = append(kinds, kit.Option{Value: string(kind), Label: kindName(kind)})
	}
	f.kind = kit.NewSelect(kinds, string(d.Kind), changed)
	owners := []kit.Option{{Value: domain.None.String(), Label: i18n.T("communities.form.nobody")}}
	for _, m := range members {
		owners = append(owners, kit.Option{Value: m.ID.String(), Label: f.desk.PartyName(projections.Party{ID: m.ID, Name: m.Name})})
	}
	f.owner = kit.NewSelect(owners, d.Owner.String(), changed)
	f.rhythm = fill(kit.NewEntry(i18n.T("communities.form.rhythm.placeholder")), d.Rhythm)
	rhythm := kit.NewField(i18n.T("communities.form.rhythm"), f.rhythm).Hint(i18n.T("communities.form.rhythm.hint"))
	rhythm.Check = func() string {
		if _, ok := f.days(); !ok {
			return i18n.T("communities.form.rhythm.wrong", int(domain.MaxRhythm))
		}
		return ""
	}
	f.keeper = unsaved.New(f.desk, f.draftName())
	layOut := func() { f.form.Refresh() }
	f.elsewhere = unsaved.Watch(f.desk, f.record(), layOut)
	notice := kit.NewSpace()
	notice.Hide()
	if !f.leftAt.IsZero() {
		notice = unsaved.Notice(f.desk, f.leftAt, f.discard, layOut)
	}
	f.form = kit.NewForm(
		notice, f.elsewhere.Notice,
		kit.NewFieldLine(kit.NewField(i18n.T("field.name"), f.name).Required(), kit.NewField(i18n.T("communities.form.kind"), f.kind)),
		kit.NewField(i18n.T("field.purpose"), f.purpose),
		kit.NewField(i18n.T("field.goals"), f.goals),
		kit.NewField(i18n.T("communities.form.channels"), f.channels),
		kit.NewFieldLine(kit.NewField(i18n.T("communities.form.owner"), f.owner), rhythm),
	)
	title := i18n.T("communities.form.new")
	if f.id != domain.None {
		title = i18n.T("communities.form.edit")
	}
	f.dialog = kit.OpenDialog(f.desk.Shell.Canvas(), kit.DialogParams{
		Title: title, Content: f.form, Width: 600, Focus: f.name, OnSubmit: f.save, OnCancel: f.leave,
	})
	f.ready = true
}

// leave keeps what was changed, however the form was closed.
func (f *form) leave() {
	f.ready = false
	f.elsewhere.Stop()
	now := f.read()
	f.keeper.Leave(unsaved.Left[draft]{Opened: f.opened, Form: now}, now != f.start)
}

// discard begins anew, without what was left last time.
func (f *form) discard() {
	f.ready = false
	f.start = f.read()
	f.dialog.Close()
	f.keeper.Forget()
	openForm(f.desk, f.id)
}

// days is the rhythm as written; 0 is none.
func (f *form) days() (domain.Rhythm, bool) {
	text := strings.TrimSpace(f.rhythm.Text)
	if text == "" {
		return 0, true
	}
	n, err := strconv.Atoi(text)
	return domain.Rhythm(n), err == nil && n >= 0 && n <= int(domain.MaxRhythm)
}

func (f *form) save() bool {
	if !f.form.Validate() {
		return false
	}
	f.ready = false
	f.elsewhere.Stop()
	isNew := f.id == domain.None
	if isNew {
		f.id = f.desk.Workspace.NewID()
	}
	batch := domain.Batch{Title: "save-community", Parts: f.commands(isNew)}
	// The draft is let go only once that is done, so that a refusal loses nothing.
	f.keeper.Keep(unsaved.Left[draft]{Opened: f.opened, Form: f.read()}, func() {
		f.desk.Do(batch, func(workspace.Done) {
			f.keeper.Forget()
			if isNew {
				f.desk.Open(f.record())
			}
		})
	})
	return true
}

// commands are what makes the community as the form says.
func (f *form) commands(isNew bool) []domain.Command {
	manual := domain.Origin{How: domain.OriginManual}
	kind := domain.CommunityKind(f.kind.Value())
	var parts []domain.Command
	if isNew {
		parts = append(parts, domain.AddRecord{Record: f.record(), Taxonomy: kind, Origin: manual, Changes: f.changes()})
	} else {
		parts = append(parts,
			domain.ChangeDetails{Record: f.record(), Origin: manual, Changes: f.changes()})
		if kind != f.opened.Kind {
			parts = append(parts, domain.ClassifyCommunity{Community: f.id, Taxonomy: kind})
		}
	}
	if days, _ := f.days(); days != f.known.Rhythm {
		parts = append(parts, domain.SetRhythm{Record: f.record(), Rhythm: days})
	}
	if owner := desk.RouteID(f.owner.Value()); owner != f.known.Owner {
		parts = append(parts, domain.AssignOwner{Record: f.record(), Member: owner})
	}
	return parts
}

// changes are the fields in which the form differs from what is known.
func (f *form) changes() []domain.Change {
	var changes []domain.Change
	change := func(field domain.Field, entry *kit.Entry) {
		text := strings.TrimSpace(entry.Text)
		if text == f.known.Dossier.Text(field) {
			return
		}
		var now *domain.Value
		if text != "" {
			now = domain.TextValue(text)
		}
		changes = append(changes, f.known.Dossier.SetChange(field, now))
	}
	change(domain.FieldName, f.name)
	change(domain.FieldPurpose, f.purpose)
	change(domain.FieldGoals, f.goals)
	change(domain.FieldChannels, f.channels)
	return changes
}
