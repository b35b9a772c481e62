package people

import (
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
)

// affiliationInput edits a place at an organisation, which may be a new one.
type affiliationInput struct {
	desk              *desk.Desk
	known             domain.Affiliation // the zero one for a new place
	organisation      *picker.Picker
	organisationField *kit.Field
	title, department *kit.Entry
	from, to          *kit.Entry
}

func newAffiliationInput(d *desk.Desk, known domain.Affiliation, p position, onChange func()) *affiliationInput {
	a := &affiliationInput{desk: d, known: known}
	entry := func(placeholder string) *kit.Entry {
		if placeholder != "" {
			placeholder = i18n.T(placeholder)
		}
		e := kit.NewEntry(placeholder)
		e.OnChanged = func(string) { onChange() }
		return e
	}
	a.organisation = picker.Organisations(d, i18n.T("people.organisation.placeholder"), 1, onChange)
	a.organisationField = kit.NewField(i18n.T("people.organisation"), a.organisation.Object())
	a.organisationField.Check = a.checkOrganisation
	a.title, a.department = entry("people.job-title.placeholder"), entry("")
	a.from, a.to = entry("people.from.placeholder"), entry("")
	a.set(p)
	return a
}

// checkOrganisation asks for the organisation that a position is one of: there
// is no place to keep it in without.
func (a *affiliationInput) checkOrganisation() string {
	if wrong := a.organisation.Check(); wrong != "" {
		return wrong
	}
	p := a.typed()
	if len(p.Organisation) == 0 && a.known.ID == domain.None && p.Title+p.Department+p.From+p.To != "" {
		return i18n.T("people.form.no-organisation")
	}
	return ""
}

// set shows another place.
func (a *affiliationInput) set(p position) {
	a.organisation.SetItems(p.Organisation)
	a.title.SetText(p.Title)
	a.department.SetText(p.Department)
	a.from.SetText(p.From)
	a.to.SetText(p.To)
}

// typed is what stands in the fields.
func (a *affiliationInput) typed() position {
	return position{
		Organisation: a.organisation.Items(), Title: strings.TrimSpace(a.title.Text), Department: strings.TrimSpace(a.department.Text),
		From: strings.TrimSpace(a.from.Text), To: strings.TrimSpace(a.to.Text),
	}
}

func (a *affiliationInput) dated(label string, entry *kit.Entry) *kit.Field {
	return datedField(label, entry, a.desk.Workspace.Now())
}

// fields are all that can be said of the place.
func (a *affiliationInput) fields() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		a.organisationField,
		kit.NewFieldLine(kit.NewField(i18n.T("people.job-title"), a.title), kit.NewField(i18n.T("people.department"), a.department)),
		kit.NewFieldLine(a.dated("people.from", a.from), a.dated("people.to", a.to)),
	}
}

// read is the place as it was typed; ok is false where there is none.
func (a *affiliationInput) read() (place domain.Affiliation, ok bool) {
	place = a.known
	if ids := a.organisation.IDs(); len(ids) > 0 {
		place.Organisation, ok = ids[0], true
	}
	place.Title, place.Department = strings.TrimSpace(a.title.Text), strings.TrimSpace(a.department.Text)
	now := a.desk.Workspace.Now()
	place.From, _ = parseDate(a.from.Text, now)
	place.To, _ = parseDate(a.to.Text, now)
	if !place.To.IsZero() {
		place.Ended = place.To.Year == 0 || place.To.Year < now.Year() ||
			place.To.Year == now.Year() && (place.To.Month == 0 || place.To.Month < int(now.Month()) ||
				place.To.Month == int(now.Month()) && place.To.Day <= now.Day())
	}
	return place, ok
}

// commands give the person this place. Another organisation than before is a
// new place, and the former one ends.
func (a *affiliationInput) commands(person domain.ID, origin domain.Origin) []domain.Command {
	place, ok := a.read()
	isNew := a.known.ID == domain.None
	switch {
	case !ok && isNew:
		return nil
	case !ok:
		return []domain.Command{domain.Affiliate{Person: person, Affiliation: a.ended(), Origin: origin}}
	case place == a.known:
		return nil
	}
	parts := a.organisation.Additions(domain.KindOrganisation, origin)
	if !isNew && place.Organisation != a.known.Organisation {
		parts = append(parts, domain.Affiliate{Person: person, Affiliation: a.ended(), Origin: origin})
		isNew = true
		if place.From == a.known.From {
			place.From = domain.PartialDate{}
		}
	}
	if isNew {
		place.ID = a.desk.Workspace.NewID()
	}
	return append(parts, domain.Affiliate{Person: person, Affiliation: place, Origin: origin})
}

// ended is the known place, left today.
func (a *affiliationInput) ended() domain.Affiliation {
	ended, now := a.known, a.desk.Workspace.Now()
	ended.Ended = true
	if ended.To.IsZero() {
		ended.To = domain.PartialDate{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
	}
	return ended
}
