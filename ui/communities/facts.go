package communities

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/dossier"
	"kontor/ui/kit"
)

// groups are the facts at the side.
func (t *detail) groups() []dossier.Group {
	groups := []dossier.Group{{Title: i18n.T("communities.rhythm"), Lines: t.rhythm(), Objects: t.held()}}
	groups = append(groups, dossier.Group{Title: i18n.T("need.not-closed"), Objects: t.needs()})
	for _, field := range []domain.Field{domain.FieldPurpose, domain.FieldGoals, domain.FieldChannels} {
		groups = append(groups, dossier.Group{Title: i18n.T("field." + string(field)), Lines: []dossier.Line{t.text(field)}})
	}
	var roles []dossier.Line
	for _, role := range t.page.Roles {
		roles = append(roles, dossier.Line{Key: "role:" + role.Role, Label: desk.RoleName(role.Role), Value: i18n.Number(role.People)})
	}
	return append(groups, dossier.Group{Title: i18n.T("communities.roles"), Lines: roles})
}

// needs are those that people of the community wait for, the others behind a link.
func (t *detail) needs() []fyne.CanvasObject {
	rows := dossier.Needs(t.desk, t.shown.needs)
	if rest := t.shown.nNeeds - len(t.shown.needs); rest > 0 {
		rows = append(rows, kit.NewLine(0, kit.NewLink(kit.Secondary, i18n.N("communities.needs.more", rest), func() {
			t.desk.Shell.Open(kit.Route{Page: desk.PageNeeds})
		})))
	}
	return rows
}

// text is what is written of a field; without it, the line asks for it.
func (t *detail) text(field domain.Field) dossier.Line {
	record, label := t.record(), i18n.T("field."+string(field))
	for _, fact := range t.page.Facts {
		if fact.Field == field && fact.Value.Text != "" {
			origin := dossier.Origin(t.desk, fact, nil)
			return dossier.Line{
				Key: dossier.FieldKey(field), Value: fact.Value.Text, Copy: fact.Value.Text, Origin: origin, Tooltip: origin,
				Edit: func() dossier.Editor { return dossier.EditText(record, field, label, &fact.Value, true) },
				Menu: []kit.MenuItem{{Label: i18n.T("people.fact.history"), Icon: kit.IconHistory, Separator: true, OnTap: func() {
					dossier.ShowHistory(t.desk, record, field, label, nil)
				}}},
			}
		}
	}
	return dossier.Line{
		Key: dossier.FieldKey(field), Value: i18n.T("dossier.add"), Tone: kit.Accent,
		Edit: func() dossier.Editor { return dossier.EditText(record, field, label, nil, true) },
	}
}

// rhythm says how often, and who of us looks after it.
func (t *detail) rhythm() []dossier.Line {
	every := dossier.Line{Key: "rhythm", Label: i18n.T("communities.rhythm.every"), Value: i18n.T("communities.rhythm.none"), Edit: t.editRhythm}
	if t.page.Rhythm > 0 {
		every.Value = i18n.N("communities.rhythm.days", int(t.page.Rhythm))
	}
	owner := t.desk.MemberName(t.page.Owner)
	if owner == "" {
		owner = i18n.T("communities.owner.nobody")
	}
	return []dossier.Line{every, {Key: "owner", Label: i18n.T("communities.owner"), Value: owner, Edit: t.editOwner}}
}

// held says for how many the rhythm holds.
func (t *detail) held() []fyne.CanvasObject {
	if t.page.WithRhythm == 0 {
		return nil
	}
	share := float64(t.page.InRhythm) / float64(t.page.WithRhythm)
	tone := kit.Neutral
	if share < 0.5 {
		tone = kit.Soon
	}
	objects := []fyne.CanvasObject{
		kit.NewFactRow(i18n.T("communities.rhythm.held"), i18n.T("communities.of", t.page.InRhythm, t.page.WithRhythm), tone, nil),
	}
	if t.shown.nLate > 0 {
		objects = append(objects, kit.NewFactRow(i18n.T("communities.rhythm.missed"), i18n.Number(t.shown.nLate), kit.Soon, t.openLate))
	}
	return append(objects, kit.NewPadded(4, 0, 0, 0, kit.NewBar(tone, share)))
}

func (t *detail) editRhythm() dossier.Editor {
	was := t.page.Rhythm
	entry := kit.NewEntry(i18n.T("communities.rhythm.placeholder"))
	if was > 0 {
		entry.SetText(strconv.Itoa(int(was)))
	}
	return dossier.Editor{
		Label: i18n.T("communities.rhythm"), Object: entry, Focus: entry, Entries: []*kit.Entry{entry},
		Read: func() (domain.Command, string) {
			days := 0
			if text := strings.TrimSpace(entry.Text); text != "" {
				var err error
				if days, err = strconv.Atoi(text); err != nil || days < 0 || days > int(domain.MaxRhythm) {
					return nil, i18n.T("communities.rhythm.wrong", int(domain.MaxRhythm))
				}
			}
			if domain.Rhythm(days) == was {
				return nil, ""
			}
			return domain.SetRhythm{Record: t.record(), Rhythm: domain.Rhythm(days)}, ""
		},
	}
}

func (t *detail) editOwner() dossier.Editor {
	was := t.page.Owner
	options := []kit.Option{{Value: domain.None.String(), Label: i18n.T("communities.owner.nobody")}}
	for _, m := range t.shown.members {
		options = append(options, kit.Option{Value: m.ID.String(), Label: t.desk.PartyName(projections.Party{ID: m.ID, Name: m.Name})})
	}
	choice := kit.NewSelect(options, was.String(), nil)
	return dossier.Editor{
		Label: i18n.T("communities.owner"), Object: choice, Focus: choice, Selects: []*kit.Select{choice},
		Read: func() (domain.Command, string) {
			if owner := desk.RouteID(choice.Value()); owner != was {
				return domain.AssignOwner{Record: t.record(), Member: owner}, ""
			}
			return nil, ""
		},
	}
}
