package people

import (
	"reflect"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/exchange"
	"kontor/i18n"
	"kontor/match"
	"kontor/ui/kit"
	"kontor/ui/unsaved"
	"kontor/workspace"
)

// taking is what the form of a new person says of somebody who is known already:
// each value that is other there, or missing, waits in their form to be taken
// over.
type taking struct {
	from   draft
	values []takeable
}

// takeable is one value, what it would replace, and how it gets into the form.
type takeable struct {
	label, now, was string
	take            func(d *draft)
}

// takeOver goes from the form of a new person to that of somebody known, with what
// was written. It is kept as a draft until the known person is saved.
func (f *form) takeOver(id domain.ID) {
	d := f.read()
	f.dialog.Close()
	openFormWith(f.desk, id, &taking{from: d})
}

// find compares what was written with what the form of the known person says.
func (t *taking) find(d draft, region string) {
	t.values = nil
	say := func(label, now, was string, take func(d *draft)) {
		t.values = append(t.values, takeable{label, now, was, take})
	}
	from := t.from
	if !from.Name.IsZero() && !saysAll(d.Name.Full(), from.Name.Full()) {
		say(i18n.T("field.name"), from.Name.Full(), d.Name.Full(), func(d *draft) { d.Name = from.Name })
	}
	for _, point := range from.Points {
		if pointSays(point) == "" || slices.ContainsFunc(d.Points, func(known domain.ContactPoint) bool { return samePoint(point, known, region) }) {
			continue
		}
		say(workspace.PointLabel(point), pointSays(point), "", func(d *draft) { d.Points = append(d.Points, point) })
	}
	t.place(d, say)
	text := func(label, now, was string, take func(d *draft)) {
		if now != "" && now != was {
			say(label, now, was, take)
		}
	}
	text(i18n.T("field.birthday"), from.Birthday, d.Birthday, func(d *draft) { d.Birthday = from.Birthday })
	text(i18n.T("field.language"), workspace.LanguageText(from.Language), workspace.LanguageText(d.Language), func(d *draft) { d.Language = from.Language })
	for _, tag := range from.Tags {
		if !slices.Contains(d.Tags, tag) {
			say(i18n.T("people.tags"), "#"+tag, "", func(d *draft) { d.Tags = append(d.Tags, tag) })
		}
	}
	if from.Note != "" && !strings.Contains(d.Note, from.Note) {
		say(i18n.T("field.note"), from.Note, "", func(d *draft) { d.Note = strings.TrimSpace(d.Note + "\n\n" + from.Note) })
	}
	if from.Photo != nil && (d.Photo == nil || *from.Photo != *d.Photo) {
		say(i18n.T("field.photo"), from.Photo.Name, "", func(d *draft) { d.Photo = from.Photo })
	}
}

// place compares where they belong: another organisation comes with its position.
func (t *taking) place(d draft, say func(label, now, was string, take func(d *draft))) {
	from := t.from.Place
	named := func(p position) string {
		if len(p.Organisation) == 0 {
			return ""
		}
		return p.Organisation[0].Label
	}
	now, was := named(from), named(d.Place)
	if now != "" && !match.SameOrganisation(now, was) {
		say(i18n.T("people.organisation"), joined(" · ", now, from.Title), joined(" · ", was, d.Place.Title), func(d *draft) {
			d.Place.Organisation, d.Place.Title, d.Place.Department = from.Organisation, from.Title, from.Department
		})
		return
	}
	if from.Title != "" && from.Title != d.Place.Title {
		say(i18n.T("people.job-title"), from.Title, d.Place.Title, func(d *draft) { d.Place.Title = from.Title })
	}
	if from.Department != "" && from.Department != d.Place.Department {
		say(i18n.T("people.department"), from.Department, d.Place.Department, func(d *draft) { d.Place.Department = from.Department })
	}
}

// saysAll reports whether a name has every word of another: it says no less.
func saysAll(name, other string) bool {
	words := strings.Fields(match.Fold(name))
	return !slices.ContainsFunc(strings.Fields(match.Fold(other)), func(word string) bool { return !slices.Contains(words, word) })
}

// pointSays is a way to reach somebody in words, "" where nothing was written.
func pointSays(p domain.ContactPoint) string {
	if p.Address != nil {
		return workspace.AddressText(*p.Address, ", ")
	}
	return strings.TrimSpace(p.Value)
}

// samePoint reports whether two ways lead to the same place.
func samePoint(a, b domain.ContactPoint, region string) bool {
	if a.Kind != b.Kind {
		return false
	}
	if a.Address != nil || b.Address != nil {
		return reflect.DeepEqual(a.Address, b.Address)
	}
	if a.Kind == domain.PointPhone {
		one, okOne := exchange.NormalPhone(a.Value, region)
		other, okOther := exchange.NormalPhone(b.Value, region)
		if okOne && okOther {
			return one == other
		}
	}
	return strings.EqualFold(strings.TrimSpace(a.Value), strings.TrimSpace(b.Value)) && a.Service == b.Service
}

// offer shows what can be taken over, above the fields; it returns the button that
// takes all of it, nil where nothing is new.
func (f *form) offer() *kit.Button {
	if f.taking == nil {
		return nil
	}
	f.taking.find(f.read(), exchange.PhoneRegion)
	said := i18n.T("people.take.nothing")
	if n := len(f.taking.values); n > 0 {
		said = i18n.N("people.take", n)
	}
	column := kit.NewColumn(8, kit.NewParagraph(kit.Bold, said))
	var all *kit.Button
	if len(f.taking.values) > 0 {
		var chips []fyne.CanvasObject
		for _, v := range f.taking.values {
			chip := kit.NewChip(kit.Neutral, v.said(), func() { f.take(v) })
			chip.Set(kit.Neutral, kit.IconPlus, v.said())
			chips = append(chips, chip)
		}
		all = kit.NewButton(kit.Quiet, i18n.T("people.take.all"), func() { f.take(f.taking.values...) })
		space := kit.NewSpace()
		column.Add(kit.NewFlow(6, chips...))
		column.Add(kit.NewLine(8, space, all).Grow(space))
	}
	f.takes.SetObjects(kit.NewNotice(kit.Accent, column))
	f.form.Refresh()
	return all
}

// said is the value with what it would replace.
func (v takeable) said() string {
	now, _, _ := strings.Cut(v.now, "\n")
	if v.was == "" {
		return i18n.T("people.take.new", v.label, now)
	}
	return i18n.T("people.take.instead", v.label, now, v.was)
}

// take puts values into the fields, where they can still be changed.
func (f *form) take(values ...takeable) {
	d := f.read()
	d.Offered, d.Origin = f.taking.from.Offered, f.taking.from.Origin
	for _, v := range values {
		v.take(&d)
	}
	f.fill(d)
	f.changed()
	if all := f.offer(); all != nil {
		f.desk.Shell.Canvas().Focus(all)
		return
	}
	f.desk.Shell.Canvas().Focus(f.name.first())
}

// taken lets go of the form of the new person, once the known one is saved.
func (f *form) taken() {
	if f.taking != nil {
		unsaved.New(f.desk, draftName).Forget()
	}
}
