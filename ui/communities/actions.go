package communities

import (
	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
)

// menu is what can be done with a community.
func menu(d *desk.Desk, id domain.ID, archived bool) []kit.MenuItem {
	record := domain.Stream{Kind: domain.KindCommunity, ID: id}
	archive := kit.MenuItem{Label: i18n.T("communities.archive"), Icon: kit.IconArchive, OnTap: func() {
		d.Do(domain.Archive{Record: record}, nil)
	}}
	if archived {
		archive = kit.MenuItem{Label: i18n.T("communities.unarchive"), Icon: kit.IconArchive, OnTap: func() {
			d.Do(domain.Archive{Record: record, Back: true}, nil)
		}}
	}
	return []kit.MenuItem{
		{Label: i18n.T("communities.edit"), Icon: kit.IconEdit, Key: "E", OnTap: func() { d.EditCommunity(id) }},
		{Label: i18n.T("communities.add-people"), Icon: kit.IconPersonAdd, OnTap: func() { addPeople(d, id) }},
		archive,
		{Label: i18n.T("communities.withdraw"), Icon: kit.IconTrash, Danger: true, Separator: true, OnTap: func() {
			kit.Confirm(d.Shell.Canvas(), i18n.T("communities.withdraw.title"), i18n.T("communities.withdraw.text"),
				i18n.T("communities.withdraw"), true, func() { d.Do(domain.Withdraw{Record: record}, nil) })
		}},
	}
}

func (t *detail) addPeople() { addPeople(t.desk, t.id) }

// addPeople asks who joins a community, and in which role.
func addPeople(d *desk.Desk, community domain.ID) {
	who := picker.People(d, i18n.T("communities.add.placeholder"), true, nil)
	role := kit.NewEntry(i18n.T("communities.add.role.placeholder"))
	field := kit.NewField(i18n.T("communities.add.people"), who.Object()).Hint(i18n.T("communities.add.hint"))
	field.Check = func() string {
		return who.CheckSome(i18n.T("communities.add.nobody"))
	}
	form := kit.NewForm(field, kit.NewField(i18n.T("communities.add.role"), role))
	kit.OpenDialog(d.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("communities.add-people"), Content: form, Width: 520,
		Submit: i18n.T("communities.add.submit"), Focus: who.Entry(),
		OnSubmit: func() bool {
			if !form.Validate() {
				return false
			}
			d.Do(joining(d, community, who, role.Text), nil)
			return true
		},
	})
}

// joining is the one step by which people join a community; whoever is new is
// made with it.
func joining(d *desk.Desk, community domain.ID, who *picker.Picker, roles string) domain.Batch {
	manual := domain.Origin{How: domain.OriginManual}
	parts := who.Additions(domain.KindPerson, manual)
	for _, id := range who.IDs() {
		parts = append(parts, domain.JoinCommunity{
			Person: id, Community: community, Roles: desk.ReadRoles(roles), Since: domain.DayOf(d.Workspace.Now()), Origin: manual,
		})
	}
	return domain.Batch{Title: "join-community", Parts: parts}
}
