package people

import (
	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

func openForm(d *desk.Desk, id domain.ID) {
	given, family := kit.NewEntry(""), kit.NewEntry("")
	form := kit.NewForm(kit.NewFieldLine(kit.NewField(i18n.T("people.name.given"), given), kit.NewField(i18n.T("people.name.family"), family)))
	ask(d, "people.form.new", kit.DialogParams{Content: form, Focus: given, OnSubmit: func() bool {
		id := d.Workspace.NewID()
		d.Do(domain.AddRecord{Record: personStream(id), Origin: manual, Changes: []domain.Change{
			{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Given: given.Text, Family: family.Text})},
		}}, func(workspace.Done) { d.Open(personStream(id)) })
		return true
	}})
}
