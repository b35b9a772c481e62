package people

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/dossier"
	"kontor/ui/kit"
	"kontor/ui/picker"
	"kontor/workspace"
)

// value is what is known of a field, nil for nothing.
func (t *detail) value(field domain.Field) *domain.Value {
	for _, fact := range t.shown.page.Facts {
		if fact.Field == field {
			return &fact.Value
		}
	}
	return nil
}

// changed is the command that sets a field, with what was seen.
func (t *detail) changed(field domain.Field, was, now *domain.Value) domain.Command {
	return domain.ChangeDetails{Record: t.record(), Origin: manual, Changes: []domain.Change{{Field: field, Was: was, Now: now}}}
}

// setting is that command, nil where it changes nothing.
func (t *detail) setting(field domain.Field, was, now *domain.Value) domain.Command {
	if sameValue(was, now) {
		return nil
	}
	return t.changed(field, was, now)
}

// offerFacts shows the kinds of facts that can be added.
func (t *detail) offerFacts(at fyne.CanvasObject) {
	add := func(key, label string, icon kit.Icon, edit func() dossier.Editor) kit.MenuItem {
		return kit.MenuItem{Label: label, Icon: icon, OnTap: func() { t.facts.Begin(key, edit()) }}
	}
	var items []kit.MenuItem
	for _, kind := range offeredPoints {
		point := domain.ContactPoint{ID: t.desk.Workspace.NewID(), Kind: kind}
		if kind == domain.PointIdentity {
			point.Service = services[0]
		}
		items = append(items, add(dossier.FieldKey(domain.PointField(point.ID)), i18n.T("point."+string(kind)), pointIcons[kind],
			func() dossier.Editor { return t.editPoint(point, nil) }))
	}
	first := len(items)
	missing := func(field domain.Field, label string, icon kit.Icon, edit func() dossier.Editor) {
		if t.value(field) == nil {
			items = append(items, add(dossier.FieldKey(field), label, icon, edit))
		}
	}
	missing(domain.FieldBirthday, i18n.T("field.birthday"), kit.IconBirthday, t.editBirthday)
	missing(domain.FieldLanguage, i18n.T("field.language"), kit.IconLanguage, t.editLanguage)
	if len(t.shown.page.Tags) == 0 {
		items = append(items, add("tags", i18n.T("people.tags"), kit.IconTag, t.editTags))
	}
	missing(domain.FieldNote, i18n.T("people.note"), kit.IconNote, t.editNote)
	for _, part := range factNames {
		if *part.of(&t.shown.page.FullName) == "" {
			items = append(items, add(part.key, i18n.T(part.key), kit.IconQuote, func() dossier.Editor { return t.editNamePart(part) }))
		}
	}
	for _, definition := range t.shown.fields {
		missing(domain.CustomField(definition.ID), definition.Name, kit.IconInfo, func() dossier.Editor { return t.editCustom(definition) })
	}
	if first < len(items) {
		items[first].Separator = true
	}
	p := t.shown.page
	items = append(items,
		kit.MenuItem{Label: i18n.T("people.action.community"), Icon: kit.IconCommunity, Separator: true, OnTap: func() { editCommunity(t.desk, p) }},
		kit.MenuItem{Label: i18n.T("people.action.affiliation"), Icon: kit.IconOrganisation, OnTap: func() { editAffiliation(t.desk, p) }},
		kit.MenuItem{Label: i18n.T("people.action.relation"), Icon: kit.IconNetwork, OnTap: func() { editRelation(t.desk, p) }})
	kit.OpenMenuBelow(at, items)
}

// editPoint edits a way to reach somebody; was is nil for a new one.
func (t *detail) editPoint(point domain.ContactPoint, was *domain.Value) dossier.Editor {
	l := (&points{desk: t.desk, onChange: func() {}}).newLine(point)
	rows := kit.NewColumn(6)
	if l.service != nil {
		rows.Add(l.service)
	} else if l.label != nil {
		rows.Add(l.label)
	}
	entries := []*kit.Entry{l.value}
	if l.value == nil {
		entries = []*kit.Entry{l.street, l.postCode, l.city, l.land}
		rows.Add(l.street, kit.NewLine(6, kit.NewFixed(72, l.postCode), l.city).Grow(l.city), l.land)
	} else {
		rows.Add(l.value)
	}
	return dossier.Editor{
		Label: i18n.T("point." + string(point.Kind)), Object: rows, Focus: entries[0], Entries: entries,
		Read: func() (domain.Command, string) {
			now, ok := l.now()
			field := domain.PointField(point.ID)
			if !ok {
				return t.setting(field, was, nil), ""
			}
			if wrong := wrongPoint(now); wrong != "" {
				return nil, i18n.T(wrong, now.Value)
			}
			return t.setting(field, was, domain.PointValue(now)), ""
		},
	}
}

// editText edits a text of one line by what set makes of it.
func editText(label, text, placeholder string, set func(text string) (domain.Command, string)) dossier.Editor {
	entry := kit.NewEntry(placeholder)
	entry.SetText(text)
	return dossier.Editor{
		Label: label, Object: entry, Focus: entry, Entries: []*kit.Entry{entry},
		Read: func() (domain.Command, string) { return set(strings.TrimSpace(entry.Text)) },
	}
}

func (t *detail) editBirthday() dossier.Editor {
	was, text := t.value(domain.FieldBirthday), ""
	if was != nil && was.Date != nil {
		text = workspace.DateText(*was.Date)
	}
	return editText(i18n.T("field.birthday"), text, i18n.T("people.birthday.placeholder"), func(text string) (domain.Command, string) {
		if _, ok := parseDate(text, t.desk.Workspace.Now()); !ok {
			return nil, i18n.T("people.form.bad-date")
		}
		return t.setting(domain.FieldBirthday, was, dateValue(text, t.desk.Workspace.Now())), ""
	})
}

func (t *detail) editNamePart(part namePart) dossier.Editor {
	was := t.value(domain.FieldName)
	name := t.shown.page.FullName
	return editText(i18n.T(part.key), *part.of(&name), "", func(text string) (domain.Command, string) {
		*part.of(&name) = text
		return t.setting(domain.FieldName, was, domain.NameValue(name)), ""
	})
}

// editChoice edits by a choice, which is saved as soon as it is made.
func editChoice(label string, options []kit.Option, current string, set func(value string) domain.Command) dossier.Editor {
	choice := kit.NewSelect(options, current, nil)
	return dossier.Editor{
		Label: label, Object: choice, Focus: choice, Selects: []*kit.Select{choice},
		Read: func() (domain.Command, string) { return set(choice.Value()), "" },
	}
}

func (t *detail) editLanguage() dossier.Editor {
	was, current := t.value(domain.FieldLanguage), ""
	if was != nil {
		current = was.Text
	}
	known := languages
	if !slices.Contains(known, current) {
		known = append(slices.Clone(known), current)
	}
	var options []kit.Option
	for _, tag := range known {
		label := i18n.T("people.form.unknown")
		if tag != "" {
			label = workspace.LanguageText(tag)
		}
		options = append(options, kit.Option{Value: tag, Label: label})
	}
	return editChoice(i18n.T("field.language"), options, current, func(tag string) domain.Command {
		return t.setting(domain.FieldLanguage, was, textValue(tag))
	})
}

func (t *detail) editOwner() dossier.Editor {
	was := t.shown.page.Owner
	return editChoice(i18n.T("people.owner"), ownerOptions(t.desk, t.shown.members), was.String(), func(id string) domain.Command {
		if owner := desk.RouteID(id); owner != was {
			return domain.AssignOwner{Record: t.record(), Member: owner}
		}
		return nil
	})
}

func (t *detail) editRhythm() dossier.Editor {
	was := t.shown.page.OwnRhythm
	input := newRhythmInput(was, func() {})
	return dossier.Editor{
		Label: i18n.T("people.rhythm"), Object: kit.NewColumn(6, input.choice, input.fixed), Focus: input.choice,
		Entries: []*kit.Entry{input.days},
		OnBegin: func(save func()) {
			input.onChange = func() {
				if input.choice.Value() != rhythmDays { // days are still to be typed
					save()
				}
			}
		},
		Read: func() (domain.Command, string) {
			rhythm, ok := input.read()
			switch {
			case !ok:
				return nil, i18n.T("people.rhythm.wrong", int(domain.MaxRhythm))
			case rhythm == was:
				return nil, ""
			}
			return domain.SetRhythm{Record: t.record(), Rhythm: rhythm}, ""
		},
	}
}

func (t *detail) editTags() dossier.Editor {
	was := t.shown.page.Tags
	tags := picker.Tags(t.desk, i18n.T("people.tags.placeholder"), nil)
	var items []picker.Item
	for _, tag := range was {
		items = append(items, picker.TagItem(tag))
	}
	tags.SetItems(items)
	var entries []*kit.Entry
	if entry, ok := tags.Entry().(*kit.Autocomplete); ok { // Enter on what is empty saves
		entries = append(entries, &entry.Entry)
	}
	return dossier.Editor{
		Label: i18n.T("people.tags"), Object: tags.Object(), Focus: tags.Entry(), Entries: entries,
		Read: func() (domain.Command, string) {
			if wrong := tags.Check(); wrong != "" {
				return nil, wrong
			}
			var changes []domain.Change
			now := tags.Labels()
			for _, tag := range was {
				if !slices.Contains(now, tag) {
					changes = append(changes, domain.Change{Field: domain.TagField(tag), Was: domain.TextValue(tag)})
				}
			}
			for _, tag := range now {
				if !slices.Contains(was, tag) {
					changes = append(changes, domain.Change{Field: domain.TagField(tag), Now: domain.TextValue(tag)})
				}
			}
			if len(changes) == 0 {
				return nil, ""
			}
			return domain.ChangeDetails{Record: t.record(), Origin: manual, Changes: changes}, ""
		},
	}
}

func (t *detail) editCustom(definition domain.FieldDefinition) dossier.Editor {
	field := domain.CustomField(definition.ID)
	was, text := t.value(field), ""
	if was != nil {
		text = customText(definition, *was)
	}
	input := newCustomInput(definition, text, t.desk.Workspace.Now(), func() {})
	editor := dossier.Editor{Label: definition.Name, Read: func() (domain.Command, string) {
		now, ok := customValue(definition, input.text(), t.desk.Workspace.Now())
		if !ok {
			return nil, input.field.Check()
		}
		return t.setting(field, was, now), ""
	}}
	if input.choice != nil {
		editor.Object, editor.Focus, editor.Selects = input.choice, input.choice, []*kit.Select{input.choice}
	} else {
		editor.Object, editor.Focus, editor.Entries = input.entry, input.entry, []*kit.Entry{input.entry}
	}
	return editor
}

func (t *detail) editNote() dossier.Editor {
	was, text := t.value(domain.FieldNote), ""
	if was != nil {
		text = was.Text
	}
	entry := kit.NewTextArea("", 6)
	entry.SetText(text)
	return dossier.Editor{
		Label: i18n.T("people.note"), Object: entry, Focus: entry, Entries: []*kit.Entry{entry},
		Read: func() (domain.Command, string) {
			if strings.TrimSpace(entry.Text) == strings.TrimSpace(text) {
				return nil, ""
			}
			return t.setting(domain.FieldNote, was, textValue(strings.TrimSpace(entry.Text))), ""
		},
	}
}
