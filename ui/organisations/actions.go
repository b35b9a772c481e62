package organisations

import (
	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/dossier"
	"kontor/ui/kit"
)

// menu is what can be done with an organisation beside editing it.
func menu(d *desk.Desk, o projections.OrganisationRow) []kit.MenuItem {
	record := domain.Stream{Kind: domain.KindOrganisation, ID: o.ID}
	archive := kit.MenuItem{Label: i18n.T("organisations.archive"), Icon: kit.IconArchive, OnTap: func() {
		d.Do(domain.Archive{Record: record}, nil)
	}}
	if o.Archived {
		archive = kit.MenuItem{Label: i18n.T("organisations.unarchive"), Icon: kit.IconArchive, OnTap: func() {
			d.Do(domain.Archive{Record: record, Back: true}, nil)
		}}
	}
	return []kit.MenuItem{
		{Label: i18n.T("organisations.edit"), Icon: kit.IconEdit, Key: "E", OnTap: func() { d.EditOrganisation(o.ID) }},
		dossier.PDFItem(d, record, name(o)),
		archive,
		{Label: i18n.T("organisations.withdraw"), Icon: kit.IconTrash, Danger: true, Separator: true, OnTap: func() { withdraw(d, record) }},
	}
}

// withdraw takes back an organisation that was made by mistake.
func withdraw(d *desk.Desk, record domain.Stream) {
	reason := kit.NewEntry(i18n.T("organisations.withdraw.reason.placeholder"))
	content := kit.NewForm(
		kit.NewParagraph(kit.Body, i18n.T("organisations.withdraw.text")),
		kit.NewField(i18n.T("organisations.withdraw.reason"), reason),
	)
	kit.OpenDialog(d.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("organisations.withdraw.title"), Content: content, Submit: i18n.T("organisations.withdraw"), Danger: true,
		OnSubmit: func() bool {
			d.Do(domain.Withdraw{Record: record, Reason: reason.Text}, nil)
			return true
		},
	})
}
