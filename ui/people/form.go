package people

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
	"kontor/ui/unsaved"
)

const (
	// typingDelay is how long nobody types before what was typed is looked at.
	typingDelay = 400 * time.Millisecond

	formWidth float32 = 720
	// scrollRoom keeps the fields from lying under the scroll bar.
	scrollRoom float32 = 12
)

// form edits a person, or makes a new one.
type form struct {
	desk  *desk.Desk
	id    domain.ID
	isNew bool

	start       draft // what is known, as the form shows it
	opened      draft // the form as it opened
	restored    *draft
	leftAt      time.Time // when that was left
	keeper      *unsaved.Keeper
	elsewhere   *unsaved.Elsewhere
	drops       func() // ends the taking of files
	definitions []domain.FieldDefinition
	members     []projections.MemberRow
	communities []projections.CommunityRow
	names       map[domain.ID]string // of the communities

	taking *taking     // what is proposed of a new person who is this one; nil for nothing
	takes  *kit.Column // where it is shown

	offered             map[domain.Field]*domain.Value
	origin              string
	offeredOrganisation string
	offeredTitle        string

	paste              *kit.Entry // of a new person
	reading            *kit.Text  // what was recognised there
	warning            *kit.Column
	similar            *kit.Column // organisations like the one that would be new
	photo              *photoInput
	name               *nameInput
	points             *points
	place              *affiliationInput
	memberships        *memberships
	tags               *picker.Picker
	birthday           *kit.Entry
	language, owner    *kit.Select
	rhythm             *rhythmInput
	custom             []*customInput
	note               *kit.Entry
	form               *kit.Form
	dialog             *kit.Dialog
	twins              *kit.Loader
	stopReading, quiet func() // end the waits until nobody types
	ready, done        bool   // the fields are filled; the form was saved
}

// openForm reads what is known and opens the dialog.
func openForm(d *desk.Desk, id domain.ID) *form { return openFormWith(d, id, nil) }

// openFormWith opens the form with what is proposed for it.
func openFormWith(d *desk.Desk, id domain.ID, t *taking) *form {
	f := &form{
		desk: d, id: id, taking: t, isNew: id == domain.None, names: map[domain.ID]string{},
		offered: map[domain.Field]*domain.Value{}, twins: kit.NewLoader(d.Async), stopReading: func() {}, quiet: func() {},
	}
	if f.isNew {
		f.id = d.Workspace.NewID()
	}
	d.Prepare(f.load, f.open)
	return f
}

func (f *form) load(ctx context.Context) error {
	views := f.desk.Workspace.Views()
	agreed, err := f.desk.Workspace.Agreed(ctx)
	if err != nil {
		return err
	}
	if f.members, err = views.Members(ctx); err != nil {
		return err
	}
	if f.communities, err = openCommunities(ctx, f.desk); err != nil {
		return err
	}
	for _, row := range f.communities {
		f.names[row.ID] = row.Name
	}
	var k known
	if !f.isNew {
		if k, err = f.loadKnown(ctx); err != nil {
			return err
		}
	}
	custom := k.Dossier.Custom()
	f.definitions = slices.DeleteFunc(definitions(agreed), func(definition domain.FieldDefinition) bool {
		_, used := custom[definition.ID]
		return definition.Retired && !used
	})
	f.start = k.draft(f.definitions)
	f.restored, f.leftAt = unsaved.Read[draft](f.desk, f.draftName())
	return nil
}

func (f *form) loadKnown(ctx context.Context) (k known, err error) {
	a, err := f.desk.Workspace.Record(ctx, personStream(f.id))
	if err != nil {
		return k, err
	}
	p, ok := a.(*domain.Person)
	page, err := f.desk.Workspace.Views().Person(ctx, f.id, f.desk.Workspace.Now())
	switch {
	case err != nil:
		return k, err
	case !ok || page == nil:
		return k, &domain.Refusal{Code: domain.RefusedNotFound, Record: personStream(f.id)}
	case p.Erased:
		return k, &domain.Refusal{Code: domain.RefusedErased, Record: personStream(f.id)}
	}
	for _, m := range page.Memberships {
		f.names[m.Community] = m.Name
	}
	return knownOf(p, page), nil
}

func (f *form) draftName() string {
	if f.isNew {
		return draftName
	}
	return draftName + "-" + f.id.String()
}

func (f *form) open() {
	restored := f.restored
	f.restored = nil
	f.keeper = unsaved.New(f.desk, f.draftName())
	f.elsewhere = unsaved.Watch(f.desk, personStream(f.id), func() { f.form.Refresh() })
	f.build(f.start)
	f.fill(f.start)
	f.start = f.read() // as the form shows it, so that a look at it is no change
	if f.restored = restored; restored != nil {
		f.build(*restored)
		f.fill(*restored)
		f.opened = f.read()
	} else {
		f.opened = f.start
		f.fill(f.blank())
	}
	title, focus := i18n.T("people.form.edit", f.called(f.start)), f.name.first()
	if f.isNew {
		title, focus = i18n.T("people.form.new"), f.paste
	}
	if all := f.offer(); all != nil {
		focus = all
	}
	f.drops = f.desk.Shell.TakeDrops(f.onDropped)
	f.dialog = kit.OpenDialog(f.desk.Shell.Canvas(), kit.DialogParams{
		Title: title, Content: kit.NewPadded(0, scrollRoom, 0, 0, f.form), Width: formWidth, Focus: focus,
		OnSubmit: f.submit, OnCancel: f.leave,
	})
	f.ready = true
	if f.isNew && f.restored != nil {
		f.lookForTwins(func(found []projections.Alike) { f.warn(found, false) })
	}
}

// called is what a draft calls the person.
func (f *form) called(d draft) string {
	return cmp.Or(d.Name.Full(), i18n.T("people.nameless"))
}

// blank is the form as it opens: that of a new person has lines to write into.
func (f *form) blank() draft {
	d := f.start
	if f.isNew {
		d.Points = f.withLines(nil)
	}
	return d
}

// withLines adds the lines for an address and a number that are always there
// to write into.
func (f *form) withLines(points []domain.ContactPoint) []domain.ContactPoint {
	for _, line := range []domain.ContactPoint{{Kind: domain.PointEmail, Label: "work"}, {Kind: domain.PointPhone, Label: "mobile"}} {
		if !slices.ContainsFunc(points, func(p domain.ContactPoint) bool { return p.Kind == line.Kind }) {
			line.ID = f.desk.Workspace.NewID()
			points = append(points, line)
		}
	}
	return points
}

func (f *form) isOpen() bool { return f.dialog != nil && f.dialog.IsOpen() }

// build makes the fields.
func (f *form) build(d draft) {
	change := func(string) { f.changed() }
	f.paste = kit.NewTextArea(i18n.T("people.form.paste.placeholder"), 2)
	f.paste.OnChanged = func(string) { f.pasted(false) }
	f.paste.OnPaste = f.takePaste
	f.reading = kit.NewParagraph(kit.Faint, "")
	f.warning = kit.NewColumn(0)
	f.warning.Hide()
	f.takes = kit.NewColumn(0)
	f.similar = kit.NewColumn(0)
	f.similar.Hide()
	f.photo = newPhotoInput(f.desk, f.id, f.changed)
	f.name = newNameInput(f.photo.face, f.photo.chips, f.changed)
	f.points = newPoints(f.desk, f.changed)
	f.place = newAffiliationInput(f.desk, d.Known.Place, position{}, f.changed)
	f.memberships = newMemberships(f.communities, f.names, f.desk.Shell.Canvas().Focus, f.changed)
	f.tags = picker.Tags(f.desk, i18n.T("people.tags.placeholder"), f.changed)
	f.birthday = kit.NewEntry(i18n.T("people.birthday.placeholder"))
	f.birthday.OnChanged = change
	f.language = kit.NewSelect(options(languages, d.Language, "people.language.", "people.form.unknown"), d.Language, change)
	f.owner = kit.NewSelect(ownerOptions(f.desk, f.members), d.Owner.String(), change)
	f.rhythm = newRhythmInput(d.Rhythm, f.changed)
	f.custom = nil
	for _, definition := range f.definitions {
		f.custom = append(f.custom, newCustomInput(definition, d.Custom[definition.ID], f.desk.Workspace.Now(), f.changed))
	}
	f.note = kit.NewTextArea(i18n.T("people.note.placeholder"), 3)
	f.note.OnChanged = change
	f.form = kit.NewForm(f.fields()...)
}

// fields stand in the order in which one gets to know somebody.
func (f *form) fields() []fyne.CanvasObject {
	checked := func(key string, object fyne.CanvasObject, check func() string) *kit.Field {
		field := kit.NewField(i18n.T(key), object)
		field.Check = check
		return field
	}
	var objects []fyne.CanvasObject
	if f.restored != nil {
		objects = append(objects, unsaved.Notice(f.desk, f.leftAt, f.discard, func() { f.form.Refresh() }))
	}
	objects = append(objects, f.elsewhere.Notice)
	if f.isNew {
		objects = append(objects, kit.NewColumn(4, f.paste, f.reading))
	}
	f.name.field.Check = f.checkName
	if f.taking != nil {
		objects = append(objects, f.takes)
	}
	objects = append(objects, f.warning,
		f.name.column,
		checked("people.contact", f.points.column, f.points.check),
		kit.NewFieldLine(f.place.organisationField, kit.NewField(i18n.T("people.job-title"), f.place.title)),
		f.similar,
		kit.NewFieldLine(f.place.dated("people.from", f.place.from), kit.NewField(i18n.T("people.department"), f.place.department)),
		kit.NewField(i18n.T("people.communities"), f.memberships.column),
		checked("people.tags", f.tags.Object(), f.tags.Check),
		kit.NewFieldLine(datedField("field.birthday", f.birthday, f.desk.Workspace.Now()), kit.NewField(i18n.T("field.language"), f.language)),
		kit.NewFieldLine(f.rhythm.field, kit.NewField(i18n.T("people.owner"), f.owner)))
	for pair := range slices.Chunk(f.custom, 2) {
		line := make([]*kit.Field, len(pair))
		for i, c := range pair {
			line[i] = c.field
		}
		objects = append(objects, kit.NewFieldLine(line...))
	}
	return append(objects, kit.NewField(i18n.T("field.note"), f.note))
}

func (f *form) checkName() string {
	d := f.read()
	if d.Name.IsZero() && len(d.Points) == 0 {
		return i18n.T("people.form.no-name")
	}
	return ""
}

// fill shows a draft.
func (f *form) fill(d draft) {
	before := f.ready
	f.ready = false
	if f.isNew && f.paste.Text != d.Pasted {
		f.paste.SetText(d.Pasted)
		f.stopReading()
	}
	f.say("")
	f.offered, f.origin = d.Offered, d.Origin
	if f.offered == nil {
		f.offered = map[domain.Field]*domain.Value{}
	}
	f.name.set(d.Name)
	f.photo.call(d.Name.Full())
	f.photo.set(d.Photo)
	f.points.set(d.Points)
	f.place.set(d.Place)
	f.memberships.set(d.Memberships)
	var tags []picker.Item
	for _, tag := range d.Tags {
		tags = append(tags, picker.TagItem(tag))
	}
	f.tags.SetItems(tags)
	f.birthday.SetText(d.Birthday)
	f.language.SetOptions(options(languages, d.Language, "people.language.", "people.form.unknown"))
	f.language.SetValue(d.Language)
	f.note.SetText(d.Note)
	f.ready = before
}

// read is what stands in the form now.
func (f *form) read() draft {
	d := draft{
		Pasted: f.paste.Text, Name: f.name.read(), Points: f.points.read(), Place: f.place.typed(),
		Memberships: f.memberships.read(), Tags: f.tags.Labels(), Birthday: strings.TrimSpace(f.birthday.Text),
		Language: f.language.Value(), Owner: desk.RouteID(f.owner.Value()), Custom: map[domain.ID]string{},
		Note: strings.TrimSpace(f.note.Text), Photo: f.photo.photo, Offered: f.offered, Origin: f.origin, Known: f.start.Known,
	}
	if f.restored != nil {
		d.Known = f.restored.Known
	}
	d.Rhythm, _ = f.rhythm.read()
	for _, c := range f.custom {
		if text := c.text(); text != "" {
			d.Custom[c.definition.ID] = text
		}
	}
	return d
}

// changed keeps the form, looks for people who may be the same, and shows the
// initials.
func (f *form) changed() {
	if !f.ready {
		return
	}
	f.keeper.Soon(func() any { return f.read() })
	f.photo.call(f.name.read().Full())
	if !f.isNew {
		return
	}
	f.quiet()
	f.quiet = f.desk.Async.After(typingDelay, func() {
		if f.isOpen() {
			f.lookForTwins(func(found []projections.Alike) { f.warn(found, false) })
		}
	})
}

// onDropped takes cards and mails for what they say, and pictures as the photo.
func (f *form) onDropped(files []fyne.URI) {
	for _, file := range files {
		if slices.Contains(photoEndings, strings.ToLower(filepath.Ext(file.Path()))) {
			f.photo.take(file.Path())
			return
		}
		if f.isNew {
			f.dropped(file.Path())
			return
		}
	}
}
