package organisations

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/dossier"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// shownPeople is how many people the column names; the others are behind a link.
const shownPeople = 12

// groups are the facts beside the timeline.
func (t *detail) groups() []dossier.Group {
	o := t.shown.page
	groups := []dossier.Group{
		{Title: i18n.T("organisations.known-by"), Lines: dossier.KnownAmong(t.desk, o, t.allOfUs, func() {
			t.allOfUs = true
			t.showFacts()
		})},
		{Title: i18n.T("organisations.open"), Objects: dossier.TasksAmong(t.desk, o, t.shown.unanswered, t.allTasks, func() {
			t.allTasks = true
			t.showFacts()
		})},
		{Title: i18n.T("organisations.contact"), Lines: t.contact()},
		{Title: i18n.T("need.not-closed"), Objects: dossier.Needs(t.desk, o.Needs)},
		{Title: i18n.T("organisations.people-title"), Objects: t.people()},
		{Title: i18n.T("organisations.part-of-title"), Objects: t.parent()},
		{Title: i18n.T("organisations.parts"), Objects: t.parts()},
		{Title: i18n.T("organisations.names"), Lines: t.texts(domain.FieldLegalName, domain.FieldFormerName)},
		{Title: i18n.T("organisations.tags"), Objects: t.tags()},
		{Title: i18n.T("organisations.note"), Lines: t.texts(domain.FieldDescription, domain.FieldNote)},
	}
	for _, g := range groups {
		if len(g.Lines)+len(g.Objects) > 0 {
			return groups
		}
	}
	return []dossier.Group{{Title: i18n.T("organisations.contact"), Objects: []fyne.CanvasObject{kit.NewParagraph(kit.Secondary, i18n.T("organisations.no-facts"))}}}
}

func (t *detail) contact() []dossier.Line {
	var lines []dossier.Line
	for _, fact := range t.shown.page.Facts {
		if fact.Value.Point == nil {
			continue
		}
		point := *fact.Value.Point
		line := t.fact(fact, pointLabel(point), pointText(point))
		if point.Address != nil {
			line.Value = workspace.AddressText(*point.Address, "\n")
			line.Copy = line.Value
		}
		line.Open, line.OpenIcon = dossier.Reach(t.desk, point), dossier.ReachIcon(point)
		line.Edit = func() dossier.Editor { return dossier.EditPoint(t.record(), point, &fact.Value) }
		lines = append(lines, line)
	}
	return lines
}

// fact is the line of a field: with where it came from, its history, and the way
// to take it away.
func (t *detail) fact(fact projections.FactRow, label, value string) dossier.Line {
	origin := dossier.Origin(t.desk, fact, nil)
	return dossier.Line{
		Key: dossier.FieldKey(fact.Field), Label: label, Value: value, Copy: value, Origin: origin, Tooltip: origin,
		Menu: []kit.MenuItem{
			{Label: i18n.T("people.fact.history"), Icon: kit.IconHistory, Separator: true, OnTap: func() {
				dossier.ShowHistory(t.desk, t.record(), fact.Field, label, nil)
			}},
			{Label: i18n.T("people.fact.remove"), Icon: kit.IconTrash, Danger: true, OnTap: func() {
				t.desk.Do(dossier.Set(t.record(), fact.Field, &fact.Value, nil), nil)
			}},
		},
	}
}

// offeredTexts are the texts that can be added.
var offeredTexts = []domain.Field{domain.FieldLegalName, domain.FieldFormerName, domain.FieldDescription, domain.FieldNote}

// offerFacts shows the kinds of facts that can be added.
func (t *detail) offerFacts(at fyne.CanvasObject) {
	var items []kit.MenuItem
	for _, kind := range offeredPoints {
		point := domain.ContactPoint{ID: t.desk.Workspace.NewID(), Kind: kind}
		items = append(items, kit.MenuItem{Label: i18n.T("point." + string(kind)), Icon: pointIcons[kind], OnTap: func() {
			t.facts.Begin(dossier.FieldKey(domain.PointField(point.ID)), dossier.EditPoint(t.record(), point, nil))
		}})
	}
	for i, field := range offeredTexts {
		if slices.ContainsFunc(t.shown.page.Facts, func(f projections.FactRow) bool { return f.Field == field }) {
			continue
		}
		label := workspace.FieldLabel(projections.FactRow{Field: field})
		items = append(items, kit.MenuItem{Label: label, Icon: kit.IconNote, Separator: i == 0, OnTap: func() {
			t.facts.Begin(dossier.FieldKey(field), dossier.EditText(t.record(), field, label, nil, long(field)))
		}})
	}
	kit.OpenMenuBelow(at, items)
}

func long(field domain.Field) bool {
	return field == domain.FieldDescription || field == domain.FieldNote
}

// pointLabel is the name of a contact point; of an organisation everything is
// at work.
func pointLabel(p domain.ContactPoint) string {
	if p.Label == "work" {
		p.Label = ""
	}
	return workspace.PointLabel(p)
}

// pointText leaves out of a web address what every one of them has.
func pointText(p domain.ContactPoint) string {
	if p.Kind != domain.PointURL {
		return p.Value
	}
	text := strings.TrimPrefix(strings.TrimPrefix(p.Value, "https://"), "http://")
	return strings.TrimSuffix(strings.TrimPrefix(text, "www."), "/")
}

// people are those who belong to the organisation, then those who did.
func (t *detail) people() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	former := false
	for i, a := range t.shown.page.People {
		if i == shownPeople {
			rest := len(t.shown.page.People) - shownPeople
			rows = append(rows, kit.NewPadded(4, 0, 0, 0, kit.NewText(kit.Faint, i18n.N("organisations.people.more", rest))))
			break
		}
		if a.Ended && !former {
			former = true
			rows = append(rows, kit.NewPadded(6, 0, 2, 0, kit.NewText(kit.Faint, i18n.T("organisations.former"))))
		}
		rows = append(rows, t.person(a))
	}
	return rows
}

func (t *detail) person(a projections.AffiliationRow) fyne.CanvasObject {
	name := a.PersonName
	if name == "" {
		name = i18n.T("person.erased")
	}
	style, under := kit.Body, a.Title
	if a.Ended {
		style = kit.Faint
		if !a.To.IsZero() {
			under = strings.Trim(under+" · "+i18n.T("organisations.until", workspace.DateText(a.To)), " ·")
		}
	} else if under == "" {
		under = a.Department
	}
	text := kit.NewColumn(0, kit.NewParagraph(style, name))
	if last := t.lastSpoken(a.Person); last != "" && !a.Ended {
		under = strings.Trim(under+" · "+last, " ·")
	}
	if under != "" {
		text.Add(kit.NewParagraph(kit.Faint, under))
	}
	face := kit.NewAvatar(22, kit.Face{ID: a.Person.String(), Name: name})
	line := kit.NewPadded(3, 0, 3, 0, kit.NewLine(8, face, text).Grow(text))
	return kit.NewPressable(line, func() { t.desk.Open(domain.Stream{Kind: domain.KindPerson, ID: a.Person}) })
}

// lastSpoken is when one of us spoke with a person last.
func (t *detail) lastSpoken(person domain.ID) string {
	row, ok := t.shown.people[person]
	switch {
	case !ok:
		return ""
	case row.LastContact.IsZero():
		return i18n.T("dossier.never")
	}
	return when.Ago(row.LastContact, t.desk.Workspace.Now(), i18n.Language(), domain.PrecisionDay)
}

func (t *detail) parent() []fyne.CanvasObject {
	o := t.shown.page
	if o.Parent == domain.None || o.ParentName == "" {
		return nil
	}
	return []fyne.CanvasObject{t.related(o.Parent, o.ParentName, "")}
}

func (t *detail) parts() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, part := range t.shown.page.Parts {
		under := part.City
		if under == "" {
			under = part.Domain
		}
		rows = append(rows, t.related(part.ID, name(part), under))
	}
	return rows
}

func (t *detail) related(id domain.ID, name, under string) fyne.CanvasObject {
	text := kit.NewColumn(0, kit.NewParagraph(kit.Body, name))
	if under != "" {
		text.Add(kit.NewParagraph(kit.Faint, under))
	}
	face := kit.NewAvatar(22, kit.Face{Kind: kit.OrganisationFace, ID: id.String(), Name: name})
	return kit.NewPressable(kit.NewPadded(3, 0, 3, 0, kit.NewLine(8, face, text).Grow(text)), func() {
		t.desk.Open(domain.Stream{Kind: domain.KindOrganisation, ID: id})
	})
}

// texts are fields that are written out.
func (t *detail) texts(fields ...domain.Field) []dossier.Line {
	var lines []dossier.Line
	for _, fact := range t.shown.page.Facts {
		if !slices.Contains(fields, fact.Field) {
			continue
		}
		label := workspace.FieldLabel(fact)
		line := t.fact(fact, label, workspace.ValueText(fact.Value))
		line.Edit = func() dossier.Editor {
			return dossier.EditText(t.record(), fact.Field, label, &fact.Value, long(fact.Field))
		}
		lines = append(lines, line)
	}
	return lines
}

func (t *detail) tags() []fyne.CanvasObject {
	var badges []fyne.CanvasObject
	for _, tag := range t.shown.page.Tags {
		badges = append(badges, kit.NewBadge(kit.Neutral, "#"+tag))
	}
	if len(badges) == 0 {
		return nil
	}
	return []fyne.CanvasObject{kit.NewFlow(6, badges...)}
}
