package communities

import (
	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// groups are the facts at the side.
func (t *detail) groups() []fyne.CanvasObject {
	var groups []fyne.CanvasObject
	group := func(title string, rows ...fyne.CanvasObject) {
		groups = append(groups, kit.NewColumn(0, append([]fyne.CanvasObject{kit.NewPadded(0, 0, 4, 0, kit.NewSectionHeader(title))}, rows...)...))
	}
	group(i18n.T("communities.rhythm"), t.rhythm()...)
	for _, field := range []domain.Field{domain.FieldPurpose, domain.FieldGoals, domain.FieldChannels} {
		if text := t.text(field); text != "" {
			paragraph := kit.NewParagraph(kit.Secondary, text)
			paragraph.SetColor(kit.ColorText)
			group(i18n.T("field."+string(field)), paragraph)
		}
	}
	if t.text(domain.FieldPurpose) == "" && t.text(domain.FieldGoals) == "" {
		group(i18n.T("field.purpose"), kit.NewLink(kit.Secondary, i18n.T("communities.say-purpose"), func() { t.desk.EditCommunity(t.id) }))
	}
	if len(t.page.Roles) > 0 {
		var rows []fyne.CanvasObject
		for _, role := range t.page.Roles {
			rows = append(rows, kit.NewFactRow(desk.RoleName(role.Role), i18n.Number(role.People), kit.Neutral, nil))
		}
		group(i18n.T("communities.roles"), rows...)
	}
	return groups
}

func (t *detail) text(field domain.Field) string {
	for _, fact := range t.page.Facts {
		if fact.Field == field {
			return fact.Value.Text
		}
	}
	return ""
}

// rhythm says how often, and for how many it holds.
func (t *detail) rhythm() []fyne.CanvasObject {
	every := i18n.T("communities.rhythm.none")
	if t.page.Rhythm > 0 {
		every = i18n.N("communities.rhythm.days", int(t.page.Rhythm))
	}
	rows := []fyne.CanvasObject{kit.NewFactRow(i18n.T("communities.rhythm.every"), every, kit.Neutral, nil)}
	if t.page.WithRhythm > 0 {
		share := float64(t.page.InRhythm) / float64(t.page.WithRhythm)
		tone := kit.Neutral
		if share < 0.5 {
			tone = kit.Soon
		}
		rows = append(rows,
			kit.NewFactRow(i18n.T("communities.rhythm.held"), i18n.T("communities.of", t.page.InRhythm, t.page.WithRhythm), tone, nil),
			kit.NewPadded(4, 0, 0, 0, kit.NewBar(tone, share)))
	}
	return rows
}
