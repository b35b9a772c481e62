package people

import (
	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/dossier"
	"kontor/ui/kit"
	"kontor/ui/merging"
)

// menu is what can be done with the person who is shown, beside editing and
// logging.
func (t *detail) menu() []kit.MenuItem {
	p := t.shown.page
	items := []kit.MenuItem{
		{Label: i18n.T("people.action.rhythm"), Icon: kit.IconClock, OnTap: func() { editRhythm(t.desk, p) }},
		{Label: i18n.T("people.action.owner"), Icon: kit.IconPerson, OnTap: func() { editOwner(t.desk, p) }},
		{Label: i18n.T("people.action.community"), Icon: kit.IconCommunity, OnTap: func() { editCommunity(t.desk, p) }},
		{Label: i18n.T("people.action.affiliation"), Icon: kit.IconOrganisation, OnTap: func() { editAffiliation(t.desk, p) }},
		{Label: i18n.T("people.action.relation"), Icon: kit.IconLink, OnTap: func() { editRelation(t.desk, p) }},
	}
	if p.Email != "" {
		items = append(items, kit.MenuItem{Label: i18n.T("people.action.copy-email"), Icon: kit.IconCopy, Separator: true, OnTap: func() { copyText(t.desk, p.Email) }})
	}
	items = append(items, t.mergeItems()...)
	items = append(items,
		kit.MenuItem{Label: i18n.T("people.action.export"), Icon: kit.IconDownload, Separator: p.Email == "", OnTap: func() { export(t.desk, p.PersonRow) }},
		dossier.PDFItem(t.desk, t.record(), displayName(p.PersonRow)),
		archiving(t.desk, p.PersonRow))
	return append(items, withdrawing(t.desk, p.PersonRow), kit.MenuItem{
		Label: i18n.T("people.action.erase"), Icon: kit.IconShield, Danger: true, OnTap: func() { erase(t.desk, p.PersonRow) },
	})
}

// mergeItems merge the person with another one, or part those again who were
// merged.
func (t *detail) mergeItems() []kit.MenuItem {
	p := t.shown.page
	items := []kit.MenuItem{{Label: i18n.T("people.action.merge"), Icon: kit.IconMerge, OnTap: func() { merging.Ask(t.desk, p.PersonRow) }}}
	for _, merged := range t.shown.merged {
		items = append(items, kit.MenuItem{
			Label: i18n.T("people.action.unmerge", merged.Name), Icon: kit.IconMerge,
			OnTap: func() { t.desk.Do(domain.UnmergePerson{Person: merged.ID}, nil) },
		})
	}
	return items
}

// rowMenu is what can be done with a person from the list.
func rowMenu(d *desk.Desk, p projections.PersonRow) []kit.MenuItem {
	if p.Erased {
		return []kit.MenuItem{{Label: i18n.T("people.erased.text"), Disabled: true}}
	}
	items := []kit.MenuItem{
		{Label: i18n.T("people.edit"), Icon: kit.IconEdit, Key: "E", OnTap: func() { d.EditPerson(p.ID) }},
		{Label: i18n.T("people.log.long"), Icon: kit.IconConversation, Key: "L", OnTap: func() { d.LogWith(domain.Stream{Kind: domain.KindPerson, ID: p.ID}, p.Name) }},
	}
	if p.Email != "" {
		items = append(items, kit.MenuItem{Label: i18n.T("people.action.copy-email"), Icon: kit.IconCopy, OnTap: func() { copyText(d, p.Email) }})
	}
	items = append(items, kit.MenuItem{Label: i18n.T("people.action.export"), Icon: kit.IconDownload, OnTap: func() { export(d, p) }})
	return append(items, archiving(d, p), withdrawing(d, p))
}

func archiving(d *desk.Desk, p projections.PersonRow) kit.MenuItem {
	key := "people.action.archive"
	if p.Archived {
		key = "people.action.unarchive"
	}
	return kit.MenuItem{Label: i18n.T(key), Icon: kit.IconArchive, OnTap: func() {
		d.Do(domain.Archive{Record: personStream(p.ID), Back: p.Archived}, nil)
	}}
}

func withdrawing(d *desk.Desk, p projections.PersonRow) kit.MenuItem {
	return kit.MenuItem{Label: i18n.T("people.action.withdraw"), Icon: kit.IconTrash, Danger: true, Separator: true, OnTap: func() { withdraw(d, p) }}
}

// withdraw takes back a person who was added by mistake.
func withdraw(d *desk.Desk, p projections.PersonRow) {
	reason := kit.NewEntry(i18n.T("people.withdraw.reason.placeholder"))
	content := kit.NewForm(
		kit.NewParagraph(kit.Body, i18n.T("people.withdraw.text")),
		kit.NewField(i18n.T("people.withdraw.reason"), reason),
	)
	ask(d, "people.withdraw.title", kit.DialogParams{
		Content: content, Submit: i18n.T("people.action.withdraw"), Danger: true, Focus: reason,
		OnSubmit: func() bool {
			d.Do(domain.Withdraw{Record: personStream(p.ID), Reason: reason.Text}, nil)
			return true
		},
	})
}

// ask opens one of the small dialogs.
func ask(d *desk.Desk, title string, p kit.DialogParams) *kit.Dialog {
	p.Title = i18n.T(title)
	return kit.OpenDialog(d.Shell.Canvas(), p)
}

// answered checks a form and then carries out what it says.
func answered(d *desk.Desk, form *kit.Form, command func() domain.Command) func() bool {
	return func() bool {
		if !form.Validate() {
			return false
		}
		d.Do(command(), nil)
		return true
	}
}
