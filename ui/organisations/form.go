package organisations

import (
	"context"
	"slices"
	"strings"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
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
}

// openForm reads what is known and opens the dialog.
func openForm(d *desk.Desk, id domain.ID) {
	f := &form{desk: d, id: id, known: domain.NewOrganisation()}
	var members []projections.MemberRow
	d.Run(func(ctx context.Context) (err error) {
		if members, err = d.Workspace.Views().Members(ctx); err != nil || id == domain.None {
			return err
		}
		a, err := d.Workspace.Record(ctx, f.record())
		known, ok := a.(*domain.Organisation)
		if err != nil || !ok {
			return refusedUnknown(err, f.record())
		}
		f.known = known
		return f.readParent(ctx)
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
	entry := func(field domain.Field) *kit.Entry {
		e := kit.NewEntry("")
		e.SetText(f.known.Dossier.Text(field))
		return e
	}
	f.name, f.legal, f.former = entry(domain.FieldName), entry(domain.FieldLegalName), entry(domain.FieldFormerName)
	f.description = kit.NewTextArea(i18n.T("organisations.form.description.placeholder"), 3)
	f.description.SetText(f.known.Dossier.Text(domain.FieldDescription))
	f.parent = picker.Organisations(f.desk, i18n.T("organisations.form.parent.placeholder"), 1, nil)
	f.parent.SetItems(f.parents)
	f.tags = picker.Tags(f.desk, i18n.T("organisations.form.tags.placeholder"), nil)
	var tags []picker.Item
	for _, tag := range f.known.Dossier.Tags() {
		tags = append(tags, picker.TagItem(tag))
	}
	f.tags.SetItems(tags)
	f.owner = kit.NewSelect(ownerOptions(f.desk, members), f.known.Owner.String(), nil)
	f.points = newPoints(f.desk, f.known.Dossier.Points())
	parent := kit.NewField(i18n.T("organisations.form.parent"), f.parent.Object())
	parent.Check = f.parent.Check
	tagsField := kit.NewField(i18n.T("organisations.tags.label"), f.tags.Object())
	tagsField.Check = f.tags.Check
	pointsField := kit.NewField(i18n.T("organisations.form.points"), f.points.column)
	pointsField.Check = f.points.check
	f.form = kit.NewForm(
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
	kit.OpenDialog(f.desk.Shell.Canvas(), kit.DialogParams{
		Title: title, Content: kit.NewPadded(0, scrollRoom, 0, 0, f.form), Width: 640, Focus: f.name, OnSubmit: f.save,
	})
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
	isNew := f.id == domain.None
	if isNew {
		f.id = f.desk.Workspace.NewID()
	}
	f.desk.Do(domain.Batch{Title: "save-organisation", Parts: f.commands(isNew)}, func(workspace.Done) {
		if isNew {
			f.desk.Open(f.record())
		}
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
