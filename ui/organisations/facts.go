package organisations

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// shownPeople is how many people the column names; the others are behind a link.
const shownPeople = 12

// groups are the facts beside the timeline.
func (t *detail) groups() []fyne.CanvasObject {
	var groups []fyne.CanvasObject
	group := func(title string, rows ...fyne.CanvasObject) {
		if len(rows) > 0 {
			groups = append(groups, kit.NewColumn(0, append([]fyne.CanvasObject{kit.NewPadded(0, 0, 4, 0, kit.NewSectionHeader(title))}, rows...)...))
		}
	}
	group(i18n.T("organisations.contact"), t.contact()...)
	group(i18n.T("organisations.open"), t.open()...)
	group(i18n.T("organisations.people-title"), t.people()...)
	group(i18n.T("organisations.part-of-title"), t.parent()...)
	group(i18n.T("organisations.parts"), t.parts()...)
	group(i18n.T("organisations.known-by"), t.knownBy()...)
	group(i18n.T("organisations.names"), t.names()...)
	group(i18n.T("organisations.tags"), t.tags()...)
	group(i18n.T("organisations.note"), t.texts()...)
	if len(groups) == 0 {
		groups = append(groups, kit.NewParagraph(kit.Secondary, i18n.T("organisations.no-facts")))
	}
	return groups
}

func (t *detail) contact() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, fact := range t.shown.page.Facts {
		p := fact.Value.Point
		switch {
		case p == nil:
		case p.Address != nil:
			text := kit.NewParagraph(kit.Secondary, workspace.AddressText(*p.Address, "\n"))
			text.SetColor(kit.ColorText)
			label := kit.NewPadded(2, 0, 0, 0, kit.NewColumn(0, kit.NewText(kit.Secondary, pointLabel(*p))))
			side := kit.NewPadded(2, 0, 2, 0, text)
			rows = append(rows, kit.NewLine(12, label, side).Grow(side).Top())
		default:
			rows = append(rows, kit.NewFactRow(pointLabel(*p), pointText(*p), kit.Neutral, t.reach(*p)))
		}
	}
	return rows
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

// reach opens a contact point in the program for it; nil where there is none.
func (t *detail) reach(p domain.ContactPoint) func() {
	address := ""
	switch p.Kind {
	case domain.PointEmail:
		address = "mailto:" + p.Value
	case domain.PointPhone:
		address = "tel:" + strings.NewReplacer(" ", "", "/", "", "(", "", ")", "").Replace(p.Value)
	case domain.PointURL, domain.PointDomain:
		address = p.Value
		if !strings.Contains(address, "://") {
			address = "https://" + address
		}
	}
	u, err := url.Parse(address)
	if address == "" || err != nil {
		return nil
	}
	switch u.Scheme {
	case "http", "https", "mailto", "tel":
	default:
		return nil
	}
	return func() {
		if err := fyne.CurrentApp().OpenURL(u); err != nil {
			t.desk.Fail(err)
		}
	}
}

// open are the follow-ups, and the answers somebody waits for.
func (t *detail) open() []fyne.CanvasObject {
	now := t.desk.Workspace.Now()
	today := domain.DayOf(now)
	var rows []fyne.CanvasObject
	for _, f := range t.shown.page.FollowUps {
		tone := kit.Accent
		if f.Due < today {
			tone = kit.Late
		}
		var onTap func()
		if f.Conversation != domain.None {
			onTap = func() { t.desk.Open(domain.Stream{Kind: domain.KindConversation, ID: f.Conversation}) }
		}
		rows = append(rows, kit.NewFactRow(f.Text, when.SpeakDay(f.Due, now, i18n.Language()), tone, onTap))
	}
	for _, e := range t.shown.unanswered {
		what, tone := e.Subject, kit.Late
		if what == "" {
			what = i18n.T("organisations.answer")
		}
		if e.Direction == domain.DirectionOutgoing {
			tone = kit.Soon // they owe us the answer
		}
		rows = append(rows, kit.NewFactRow(what, when.Ago(e.At, now, i18n.Language(), domain.PrecisionDay), tone, func() { t.desk.Open(e.Record) }))
	}
	return rows
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
	title := kit.NewText(style, name)
	title.Shrink = true
	text := kit.NewColumn(0, title)
	if under != "" {
		sub := kit.NewText(kit.Faint, under)
		sub.Shrink = true
		text.Add(sub)
	}
	face := kit.NewAvatar(22, kit.Face{ID: a.Person.String(), Name: name})
	line := kit.NewPadded(3, 0, 3, 0, kit.NewLine(8, face, text).Grow(text))
	return kit.NewPressable(line, func() { t.desk.Open(domain.Stream{Kind: domain.KindPerson, ID: a.Person}) })
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
	title := kit.NewText(kit.Body, name)
	title.Shrink = true
	text := kit.NewColumn(0, title)
	if under != "" {
		text.Add(kit.NewText(kit.Faint, under))
	}
	face := kit.NewAvatar(22, kit.Face{Kind: kit.OrganisationFace, ID: id.String(), Name: name})
	return kit.NewPressable(kit.NewPadded(3, 0, 3, 0, kit.NewLine(8, face, text).Grow(text)), func() {
		t.desk.Open(domain.Stream{Kind: domain.KindOrganisation, ID: id})
	})
}

func (t *detail) knownBy() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, k := range t.shown.page.KnownBy {
		who := t.desk.PartyName(projections.Party{ID: k.Member, Name: k.Name})
		often := i18n.Number(k.Conversations)
		if i == 0 { // the others need not say again what is counted
			often = i18n.N("organisations.conversations", k.Conversations)
		}
		rows = append(rows, kit.NewFactRow(who, often, kit.Neutral, nil))
	}
	return rows
}

// names are the further names of the organisation.
func (t *detail) names() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, fact := range t.shown.page.Facts {
		switch fact.Field {
		case domain.FieldLegalName, domain.FieldFormerName:
			text := kit.NewParagraph(kit.Secondary, workspace.ValueText(fact.Value))
			text.SetColor(kit.ColorText)
			rows = append(rows, kit.NewText(kit.Secondary, workspace.FieldLabel(fact)), text)
		}
	}
	return rows
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

func (t *detail) texts() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, fact := range t.shown.page.Facts {
		if fact.Field == domain.FieldDescription || fact.Field == domain.FieldNote {
			text := kit.NewParagraph(kit.Secondary, fact.Value.Text)
			text.SetColor(kit.ColorText)
			rows = append(rows, text)
		}
	}
	return rows
}
