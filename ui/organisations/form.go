package organisations

import (
	"context"
	"slices"
	"strings"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
	"kontor/ui/unsaved"
	"kontor/workspace"
)

// scrollRoom keeps the fields from lying under the scroll bar.
const scrollRoom = 10

// form edits an organisation, or makes a new one.
type form struct {
	desk    *desk.Desk
	id      domain.ID // None for a new one
	known   *domain.Organisation
	parents []picker.Item

	name, legal, former, description *kit.Entry
	parent, tags                     *picker.Picker
	owner                            *kit.Select
	points                           *points
	form                             *kit.Form

	opened, start draft // what is known, and what the form begins with
	leftAt        time.Time
	keeper        *unsaved.Keeper
	elsewhere     *unsaved.Elsewhere
	dialog        *kit.Dialog
	ready         bool // the fields are filled: what changes from now on is kept
}

// openForm reads what is known and opens the dialog.
func openForm(d *desk.Desk, id domain.ID) {
	f := &form{desk: d, id: id, known: domain.NewOrganisation()}
	var members []projections.MemberRow
	d.Prepare(func(ctx context.Context) (err error) {
		if members, err = d.Workspace.Views().Members(ctx); err != nil {
			return err
		}
		if id != domain.None {
			a, err := d.Workspace.Record(ctx, f.record())
			known, ok := a.(*domain.Organisation)
			if err != nil || !ok {
				return refusedUnknown(err, f.record())
			}
			f.known = known
			if err := f.readParent(ctx); err != nil {
				return err
			}
		}
		f.opened = knownDraft(f.known, f.parents)
		f.start = f.opened
		return f.restore()
	}, func() { f.open(members) })
}

func refusedUnknown(err error, record domain.Stream) error {
	if err != nil {
		return err
	}
	return &domain.Refusal{Code: domain.RefusedNotFound, Record: record}
}

func (f *form) readParent(ctx context.Context) error {
	if f.known.Parent == domain.None {
		return nil
	}
	parent, err := f.desk.Workspace.Views().Organisation(ctx, f.known.Parent)
	if parent != nil {
		f.parents = []picker.Item{{ID: parent.ID.String(), Label: name(parent.OrganisationRow)}}
	}
	return err
}

func (f *form) record() domain.Stream {
	return domain.Stream{Kind: domain.KindOrganisation, ID: f.id}
}

func (f *form) open(members []projections.MemberRow) {
	d := f.start
	entry := func(e *kit.Entry, text string) *kit.Entry {
		e.SetText(text)
		e.OnChanged = func(string) { f.changed() }
		return e
	}
	f.name, f.legal, f.former = entry(kit.NewEntry(""), d.Name), entry(kit.NewEntry(""), d.Legal), entry(kit.NewEntry(""), d.Former)
	f.description = entry(kit.NewTextArea(i18n.T("organisations.form.description.placeholder"), 3), d.Description)
	f.parent = picker.Organisations(f.desk, i18n.T("organisations.form.parent.placeholder"), 1, f.changed)
	f.parent.SetItems(d.Parent)
	f.tags = picker.Tags(f.desk, i18n.T("organisations.form.tags.placeholder"), f.changed)
	var tags []picker.Item
	for _, tag := range d.Tags {
		tags = append(tags, picker.TagItem(tag))
	}
	f.tags.SetItems(tags)
	f.owner = kit.NewSelect(ownerOptions(f.desk, members), d.Owner.String(), func(string) { f.changed() })
	f.points = newPoints(f.desk, d.Points, f.changed)
	parent := kit.NewField(i18n.T("organisations.form.parent"), f.parent.Object())
	parent.Check = f.parent.Check
	tagsField := kit.NewField(i18n.T("organisations.tags.label"), f.tags.Object())
	tagsField.Check = f.tags.Check
	pointsField := kit.NewField(i18n.T("organisations.form.points"), f.points.column)
	pointsField.Check = f.points.check
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
		kit.NewField(i18n.T("field.name"), f.name).Required(),
		kit.NewFieldLine(kit.NewField(i18n.T("field.legal-name"), f.legal), kit.NewField(i18n.T("field.former-name"), f.former)),
		pointsField,
		kit.NewFieldLine(parent, kit.NewField(i18n.T("organisations.form.owner"), f.owner)),
		tagsField,
		kit.NewField(i18n.T("field.description"), f.description),
	)
	title := i18n.T("organisations.form.new")
	if f.id != domain.None {
		title = i18n.T("organisations.form.edit")
	}
	f.dialog = kit.OpenDialog(f.desk.Shell.Canvas(), kit.DialogParams{
		Title: title, Content: kit.NewPadded(0, scrollRoom, 0, 0, f.form), Width: 640, Focus: f.name, OnSubmit: f.save, OnCancel: f.leave,
	})
	f.ready = true
}

// leave keeps what was changed, however the form was closed.
func (f *form) leave() {
	f.ready = false
	f.elsewhere.Stop()
	now := f.read()
	f.keeper.Leave(unsaved.Left[draft]{Opened: f.opened, Form: now}, !f.start.same(now))
}

// discard begins anew, without what was left last time.
func (f *form) discard() {
	f.ready = false
	f.start = f.read()
	f.dialog.Close()
	f.keeper.Forget()
	openForm(f.desk, f.id)
}

// ownerOptions are nobody and all of us.
func ownerOptions(d *desk.Desk, members []projections.MemberRow) []kit.Option {
	options := []kit.Option{{Value: domain.None.String(), Label: i18n.T("organisations.form.nobody")}}
	for _, m := range members {
		options = append(options, kit.Option{Value: m.ID.String(), Label: d.PartyName(projections.Party{ID: m.ID, Name: m.Name})})
	}
	return options
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
	batch := domain.Batch{Title: "save-organisation", Parts: f.commands(isNew)}
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

// commands are what makes the organisation as the form says.
func (f *form) commands(isNew bool) []domain.Command {
	manual := domain.Origin{How: domain.OriginManual}
	parts := f.parent.Additions(domain.KindOrganisation, manual)
	if isNew {
		parts = append(parts, domain.AddRecord{Record: f.record(), Origin: manual, Changes: f.changes()})
	} else {
		parts = append(parts, domain.ChangeDetails{Record: f.record(), Origin: manual, Changes: f.changes()})
	}
	var parent domain.ID
	if ids := f.parent.IDs(); len(ids) > 0 {
		parent = ids[0]
	}
	if parent != f.known.Parent {
		parts = append(parts, domain.PlaceOrganisation{Organisation: f.id, Parent: parent})
	}
	if owner := desk.RouteID(f.owner.Value()); owner != f.known.Owner {
		parts = append(parts, domain.AssignOwner{Record: f.record(), Member: owner})
	}
	return parts
}

// changes are the fields in which the form differs from what is known.
func (f *form) changes() []domain.Change {
	known := f.known.Dossier
	var changes []domain.Change
	text := func(field domain.Field, value string) {
		value = strings.TrimSpace(value)
		if value == known.Text(field) {
			return
		}
		var now *domain.Value
		if value != "" {
			now = domain.TextValue(value)
		}
		changes = append(changes, known.SetChange(field, now))
	}
	text(domain.FieldName, f.name.Text)
	text(domain.FieldLegalName, f.legal.Text)
	text(domain.FieldFormerName, f.former.Text)
	text(domain.FieldDescription, f.description.Text)
	tags := f.tags.Labels()
	for _, tag := range known.Tags() {
		if !slices.Contains(tags, tag) {
			changes = append(changes, known.SetChange(domain.TagField(tag), nil))
		}
	}
	for _, tag := range tags {
		if !slices.Contains(known.Tags(), tag) {
			changes = append(changes, known.SetChange(domain.TagField(tag), domain.TextValue(tag)))
		}
	}
	return append(changes, f.points.changes(known)...)
}
