package segments

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/when"
)

// ruleLine is a rule as words to choose from: what it looks at, how it compares,
// and with what.
func (b *builder) ruleLine(rule *domain.Rule, remove func()) fyne.CanvasObject {
	var abouts []kit.Option
	for _, about := range domain.RuleAbouts {
		if about != domain.AboutField || len(b.choices.fields) > 0 || rule.About == domain.AboutField {
			abouts = append(abouts, kit.Option{Value: string(about), Label: kit.Capital(i18n.T("segments.about." + string(about)))})
		}
	}
	about := kit.NewSelect(abouts, string(rule.About), func(value string) {
		*rule = b.ruleAbout(domain.RuleAbout(value))
		b.arrangeAt(rule)
	})
	b.firsts = append(b.firsts, about)
	objects := []fyne.CanvasObject{about}
	if rule.About == domain.AboutField {
		objects = append(objects, b.fieldSelect(rule))
	}
	var ops []kit.Option
	for _, op := range opsOf(*rule) {
		named := *rule
		named.Op = op
		ops = append(ops, kit.Option{Value: string(op), Label: opName(named)})
	}
	objects = append(objects, kit.NewSelect(ops, string(rule.Op), func(value string) {
		rule.Op = domain.RuleOp(value)
		b.arrangeAt(rule)
	}))
	objects = append(objects, b.values(rule)...)
	words := kit.NewFlow(8, objects...)
	return kit.NewLine(8, words, kit.NewIconButton(kit.IconClose, i18n.T("segments.remove-rule"), remove)).Grow(words)
}

// arrangeAt builds the lines anew and gives the keyboard back to a rule.
func (b *builder) arrangeAt(rule *domain.Rule) {
	at := slices.IndexFunc(b.pointers(), func(other *domain.Rule) bool { return other == rule })
	b.arrange()
	if at >= 0 && at < len(b.firsts) {
		b.desk.Shell.Canvas().Focus(b.firsts[at])
	}
}

// pointers are all rules in their order.
func (b *builder) pointers() (all []*domain.Rule) {
	for i := range b.filter.Rules {
		all = append(all, &b.filter.Rules[i])
	}
	for g := range b.filter.Groups {
		for i := range b.filter.Groups[g].Rules {
			all = append(all, &b.filter.Groups[g].Rules[i])
		}
	}
	return all
}

// ruleAbout is a rule that looks at something, with what suggests itself.
func (b *builder) ruleAbout(about domain.RuleAbout) domain.Rule {
	r := domain.Rule{About: about}
	switch about {
	case domain.AboutLastContact:
		r.Days = 60
	case domain.AboutRhythm:
		r.State = domain.RhythmLate
	case domain.AboutSentiment:
		r.Number = -1
	case domain.AboutChannel:
		r.Channel, r.Days = b.choices.channels[0].Value, 90
	case domain.AboutDetail:
		r.Detail = domain.RuleDetails[0]
	case domain.AboutOwner:
		r.Record = b.desk.Workspace.Me()
	case domain.AboutCommunity:
		if len(b.choices.communities) > 0 {
			r.Record, _ = domain.ParseID(b.choices.communities[0].Value)
		}
	case domain.AboutField:
		if len(b.choices.fields) > 0 {
			r.Record, r.Type = b.choices.fields[0].ID, b.choices.fields[0].Type
		}
	}
	if ops := opsOf(r); len(ops) > 0 {
		r.Op = ops[0]
	}
	return r
}

func opsOf(r domain.Rule) []domain.RuleOp {
	if r.About == domain.AboutField {
		return domain.FieldOps[r.Type]
	}
	return domain.RuleOps[r.About]
}

func (b *builder) fieldSelect(rule *domain.Rule) fyne.CanvasObject {
	var options []kit.Option
	for _, field := range b.choices.fields {
		options = append(options, kit.Option{Value: field.ID.String(), Label: field.Name})
	}
	return kit.NewSelect(options, rule.Record.String(), func(value string) {
		for _, field := range b.choices.fields {
			if field.ID.String() == value {
				*rule = domain.Rule{About: domain.AboutField, Record: field.ID, Type: field.Type, Op: domain.FieldOps[field.Type][0]}
			}
		}
		b.arrangeAt(rule)
	})
}

// values are what a rule compares with.
func (b *builder) values(rule *domain.Rule) []fyne.CanvasObject {
	record := func(options []kit.Option) fyne.CanvasObject {
		current := ""
		if rule.Record != domain.None {
			current = rule.Record.String()
		}
		return kit.NewSelect(options, current, func(value string) {
			rule.Record = domain.None
			if id, err := domain.ParseID(value); err == nil {
				rule.Record = id
			}
			b.touched()
		})
	}
	switch rule.About {
	case domain.AboutCommunity:
		return []fyne.CanvasObject{record(b.choices.communities)}
	case domain.AboutOwner:
		return []fyne.CanvasObject{record(append([]kit.Option{{Value: "", Label: i18n.T("segments.nobody")}}, b.choices.members...))}
	case domain.AboutRole:
		anywhere := kit.Option{Value: "", Label: i18n.T("segments.in-any")}
		var in []kit.Option
		for _, c := range b.choices.communities {
			in = append(in, kit.Option{Value: c.Value, Label: i18n.T("segments.in", c.Label)})
		}
		return []fyne.CanvasObject{b.textField(rule, "segments.role.placeholder"), record(append([]kit.Option{anywhere}, in...))}
	case domain.AboutTag:
		return []fyne.CanvasObject{b.tagField(rule)}
	case domain.AboutOrganisation:
		return []fyne.CanvasObject{b.organisationField(rule)}
	case domain.AboutLastContact:
		if rule.Op != domain.OpNever {
			return b.daysField(rule)
		}
	case domain.AboutRhythm:
		return []fyne.CanvasObject{pick(b, domain.RhythmStates, "rhythm.state.", &rule.State)}
	case domain.AboutDetail:
		return []fyne.CanvasObject{pick(b, domain.RuleDetails, "rule.detail.", &rule.Detail)}
	case domain.AboutSentiment:
		var options []kit.Option
		for n := 2; n >= -2; n-- {
			options = append(options, kit.Option{Value: strconv.Itoa(n), Label: i18n.T("sentiment." + strconv.Itoa(n))})
		}
		return []fyne.CanvasObject{b.number(rule, options)}
	case domain.AboutChannel:
		channel := kit.NewSelect(b.choices.channels, rule.Channel, func(value string) {
			rule.Channel = value
			b.touched()
		})
		if rule.Op == domain.OpMostly {
			return []fyne.CanvasObject{channel}
		}
		return append([]fyne.CanvasObject{channel}, b.daysField(rule)...)
	case domain.AboutField:
		return b.fieldValues(rule)
	}
	return nil
}

// pick chooses one of a few words.
func pick[T ~string](b *builder, values []T, key string, to *T) fyne.CanvasObject {
	options := make([]kit.Option, len(values))
	for i, value := range values {
		options[i] = kit.Option{Value: string(value), Label: i18n.T(key + string(value))}
	}
	return kit.NewSelect(options, string(*to), func(value string) {
		*to = T(value)
		b.touched()
	})
}

func (b *builder) number(rule *domain.Rule, options []kit.Option) fyne.CanvasObject {
	return kit.NewSelect(options, strconv.FormatFloat(rule.Number, 'f', -1, 64), func(value string) {
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			rule.Number = n
		}
		b.touched()
	})
}

func (b *builder) entry(width float32, placeholder, text string, changed func(string)) fyne.CanvasObject {
	entry := kit.NewEntry(placeholder)
	entry.SetText(text)
	entry.OnChanged = func(text string) {
		changed(text)
		b.touched()
	}
	entry.OnSubmitted = func(string) { b.store() }
	entry.OnKey = b.escapes
	return kit.NewFixed(width, entry)
}

func (b *builder) textField(rule *domain.Rule, placeholder string) fyne.CanvasObject {
	return b.entry(170, i18n.T(placeholder), rule.Text, func(text string) { rule.Text = strings.TrimSpace(text) })
}

// daysField is a number of days and the words for them. What is no number makes
// the rule incomplete.
func (b *builder) daysField(rule *domain.Rule) []fyne.CanvasObject {
	text, after := strconv.Itoa(rule.Days), "segments.days"
	if rule.About == domain.AboutChannel {
		after = "segments.days.ever"
		if rule.Days == 0 {
			text = ""
		}
	}
	days := b.entry(64, "", text, func(text string) {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		switch {
		case err == nil:
			rule.Days = n
		case strings.TrimSpace(text) == "" && rule.About == domain.AboutChannel:
			rule.Days = 0
		default:
			rule.Days = -1
		}
	})
	return []fyne.CanvasObject{days, kit.NewText(kit.Secondary, i18n.T(after))}
}

func (b *builder) fieldValues(rule *domain.Rule) []fyne.CanvasObject {
	if rule.Op == domain.OpFilled || rule.Op == domain.OpEmpty {
		return nil
	}
	switch rule.Type {
	case domain.FieldTypeYesNo:
		return []fyne.CanvasObject{b.number(rule, []kit.Option{{Value: "1", Label: i18n.T("segments.yes")}, {Value: "0", Label: i18n.T("segments.no")}})}
	case domain.FieldTypeNumber:
		return []fyne.CanvasObject{b.entry(96, "", strconv.FormatFloat(rule.Number, 'f', -1, 64), func(text string) {
			if n, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(text), ",", ".", 1), 64); err == nil {
				rule.Number = n
			}
		})}
	case domain.FieldTypeDate:
		now := b.desk.Workspace.Now
		field := kit.NewDateField(kit.DateFieldParams{
			Parse: func(text string) (time.Time, bool) {
				m := when.Parse(text, now(), when.Past)
				return m.Time, m.OK
			},
			Format:   func(day time.Time) string { return dayText(domain.DayOf(day)) },
			Now:      now,
			OnChange: func(day time.Time) { rule.Day = domain.DayOf(day); b.touched() },
		})
		if rule.Day.Valid() {
			field.SetDay(rule.Day.In(now().Location()))
		}
		return []fyne.CanvasObject{kit.NewFixed(180, field), field.Beside()}
	case domain.FieldTypeChoice:
		var options []kit.Option
		for _, field := range b.choices.fields {
			if field.ID == rule.Record {
				for _, choice := range field.Choices {
					options = append(options, kit.Option{Value: choice, Label: choice})
				}
			}
		}
		return []fyne.CanvasObject{kit.NewSelect(options, rule.Text, func(value string) {
			rule.Text = value
			b.touched()
		})}
	}
	return []fyne.CanvasObject{b.textField(rule, "segments.text.placeholder")}
}

// tagField suggests the tags that there are.
func (b *builder) tagField(rule *domain.Rule) fyne.CanvasObject {
	entry := b.suggesting("segments.tag.placeholder", rule.Text, func(ctx context.Context, text string) (found []kit.Choice, err error) {
		rows, err := b.desk.Workspace.Views().Tags(ctx, domain.NormalTag(text))
		for _, row := range rows {
			found = append(found, kit.Choice{ID: row.Tag, Title: row.Tag, Sub: i18n.Number(row.Count), Icon: kit.IconTag})
		}
		return found, err
	}, func(text string) {
		rule.Text = domain.NormalTag(text)
		b.touched()
	}, func(choice kit.Choice) {
		rule.Text = choice.ID
		b.touched()
	})
	return kit.NewFixed(180, entry)
}

// organisationField finds an organisation by its name.
func (b *builder) organisationField(rule *domain.Rule) fyne.CanvasObject {
	entry := b.suggesting("segments.organisation.placeholder", b.choices.names[rule.Record], func(ctx context.Context, text string) (found []kit.Choice, err error) {
		hits, err := b.desk.Workspace.Views().FindOrganisations(ctx, strings.TrimSpace(text), 8)
		for _, hit := range hits {
			face := &kit.Face{Kind: kit.OrganisationFace, ID: hit.ID.String(), Name: hit.Title}
			found = append(found, kit.Choice{ID: hit.ID.String(), Title: hit.Title, Sub: hit.Detail, Face: face})
		}
		return found, err
	}, func(text string) {
		if text != b.choices.names[rule.Record] {
			rule.Record = domain.None // until one is chosen
			b.touched()
		}
	}, func(choice kit.Choice) {
		id, err := domain.ParseID(choice.ID)
		if err != nil {
			return
		}
		b.choices.names[id] = choice.Title
		rule.Record = id
		b.touched()
	})
	return kit.NewFixed(220, entry)
}

// suggesting is an entry that suggests what find finds; typed is told of what
// stands there, chosen of what was taken.
func (b *builder) suggesting(placeholder, text string, find func(ctx context.Context, text string) ([]kit.Choice, error),
	typed func(string), chosen func(kit.Choice),
) *kit.Autocomplete {
	entry := kit.NewAutocomplete(i18n.T(placeholder))
	entry.SetTextSilently(text)
	loader := kit.NewLoader(b.desk.Async)
	entry.OnQuery = func(text string) {
		typed(text)
		if strings.TrimSpace(text) == "" {
			entry.SetChoices(nil)
			return
		}
		kit.Load(context.Background(), loader, func(ctx context.Context) ([]kit.Choice, error) { return find(ctx, text) },
			func(found []kit.Choice, err error) {
				if err != nil {
					b.desk.Fail(err)
					return
				}
				entry.SetChoices(found)
			})
	}
	entry.OnChoose = func(choice kit.Choice) {
		entry.SetTextSilently(choice.Title)
		entry.Close()
		chosen(choice)
	}
	return entry
}
