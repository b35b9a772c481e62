package settings

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
)

// fields lists the fields that were added to people.
func (p *page) fields(agreed *domain.Workspace) fyne.CanvasObject {
	rows := kit.NewColumn(2)
	for _, f := range inOrder(agreed.Fields) {
		kind := i18n.T("settings.field.type." + string(f.Type))
		if f.Retired {
			kind = i18n.T("settings.channel.retired")
		}
		rows.Add(kit.NewFactRow(f.Name, kind, kit.Neutral, func() { p.editField(f) }))
	}
	return card(i18n.T("settings.fields"),
		kit.NewParagraph(kit.Secondary, i18n.T("settings.fields.text")), rows,
		kit.NewLine(8, kit.NewButton(kit.Quiet, i18n.T("settings.field.add"), func() { p.editField(domain.FieldDefinition{}) })))
}

// inOrder sorts fields by when they were defined.
func inOrder(fields map[domain.ID]domain.FieldDefinition) []domain.FieldDefinition {
	list := make([]domain.FieldDefinition, 0, len(fields))
	for _, f := range fields {
		if f.For == domain.KindPerson {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b domain.FieldDefinition) int { return cmp.Compare(a.ID.String(), b.ID.String()) })
	return list
}

// editField adds a field, or names, changes or retires one. The type of a field
// that exists stays what it is, because values of it may be recorded.
func (p *page) editField(f domain.FieldDefinition) {
	isNew := f.ID == domain.None
	name := kit.NewEntry(i18n.T("settings.field.placeholder"))
	name.SetText(f.Name)
	choices := kit.NewEntry(i18n.T("settings.field.choices.placeholder"))
	choices.SetText(strings.Join(f.Choices, ", "))
	choicesField := kit.NewField(i18n.T("settings.field.choices"), choices).Hint(i18n.T("settings.field.choices.hint"))
	objects := []fyne.CanvasObject{kit.NewField(i18n.T("field.name"), name).Required()}
	kind := string(cmp.Or(f.Type, domain.FieldTypeText))
	if isNew {
		options := make([]kit.Option, len(domain.FieldTypes))
		for i, t := range domain.FieldTypes {
			options[i] = kit.Option{Value: string(t), Label: i18n.T("settings.field.type." + string(t))}
		}
		objects = append(objects, kit.NewField(i18n.T("settings.field.type"), kit.NewSelect(options, kind, func(value string) { kind = value })))
	}
	if isNew || f.Type == domain.FieldTypeChoice {
		objects = append(objects, choicesField)
	}
	retired := kit.NewCheck(i18n.T("settings.channel.retire"), f.Retired, nil)
	title := i18n.T("settings.field.add")
	if !isNew {
		title = i18n.T("settings.field.edit")
		objects = append(objects, retired)
	}
	form := kit.NewForm(objects...)
	kit.OpenDialog(p.desk.Shell.Canvas(), kit.DialogParams{Title: title, Content: form, OnSubmit: func() bool {
		if !form.Validate() {
			return false
		}
		f.Type, f.Choices = domain.FieldType(kind), nil
		if f.Type == domain.FieldTypeChoice {
			if f.Choices = words(choices.Text); len(f.Choices) == 0 {
				choicesField.SetError(i18n.T("settings.field.choices.missing"))
				return false
			}
		}
		if isNew {
			f.ID, f.For = p.desk.Workspace.NewID(), domain.KindPerson
		}
		f.Name, f.Retired = strings.TrimSpace(name.Text), retired.On()
		p.desk.Do(domain.DefineField{Workspace: p.desk.Workspace.ID(), Field: f}, nil)
		return true
	}})
}

// words splits a list that is written with commas.
func words(list string) []string {
	var split []string
	for word := range strings.SplitSeq(list, ",") {
		if word = strings.TrimSpace(word); word != "" {
			split = append(split, word)
		}
	}
	return split
}
