package people

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// The values of a yes-no field as the form keeps them.
const (
	answerYes = "yes"
	answerNo  = "no"
)

// customInput edits one field that users defined, by its type.
type customInput struct {
	definition domain.FieldDefinition
	entry      *kit.Entry
	choice     *kit.Select
	field      *kit.Field
}

func newCustomInput(definition domain.FieldDefinition, text string, now time.Time, onChange func()) *customInput {
	c := &customInput{definition: definition}
	var input fyne.CanvasObject
	switch definition.Type {
	case domain.FieldTypeYesNo:
		c.choice = kit.NewSelect([]kit.Option{
			{Value: "", Label: i18n.T("people.form.unknown")}, {Value: answerYes, Label: i18n.T("value.yes")}, {Value: answerNo, Label: i18n.T("value.no")},
		}, text, func(string) { onChange() })
		input = c.choice
	case domain.FieldTypeChoice:
		options := []kit.Option{{Value: "", Label: i18n.T("people.form.unknown")}}
		choices := definition.Choices
		if text != "" && !slices.Contains(choices, text) {
			choices = append(slices.Clone(choices), text) // no longer offered, but in use here
		}
		for _, choice := range choices {
			options = append(options, kit.Option{Value: choice, Label: choice})
		}
		c.choice = kit.NewSelect(options, text, func(string) { onChange() })
		input = c.choice
	default:
		placeholder := ""
		if key := "people.form.custom." + string(definition.Type); i18n.Has(key) {
			placeholder = i18n.T(key)
		}
		c.entry = kit.NewEntry(placeholder)
		c.entry.SetText(text)
		c.entry.OnChanged = func(string) { onChange() }
		input = c.entry
	}
	c.field = kit.NewField(definition.Name, input)
	if definition.Type == domain.FieldTypeDate {
		c.field.Echo = sayDate(c.entry, now)
	}
	c.field.Check = func() string {
		if _, ok := customValue(definition, c.text(), now); !ok {
			return i18n.T("people.form.custom." + string(definition.Type) + ".wrong")
		}
		return ""
	}
	return c
}

func (c *customInput) text() string {
	if c.choice != nil {
		return c.choice.Value()
	}
	return strings.TrimSpace(c.entry.Text)
}

// customText is the value of a field as the form shows it.
func customText(definition domain.FieldDefinition, v domain.Value) string {
	switch {
	case v.Yes != nil && *v.Yes:
		return answerYes
	case v.Yes != nil:
		return answerNo
	case v.Number != nil:
		text := strconv.FormatFloat(*v.Number, 'f', -1, 64)
		if i18n.Language() == i18n.German {
			text = strings.Replace(text, ".", ",", 1)
		}
		return text
	case v.Date != nil:
		return workspace.DateText(*v.Date)
	}
	return v.Text
}

// customValue reads what the form shows, by the type of the field: nil for
// nothing. ok is false for what is not of the type.
func customValue(definition domain.FieldDefinition, text string, now time.Time) (value *domain.Value, ok bool) {
	if text = strings.TrimSpace(text); text == "" {
		return nil, true
	}
	switch definition.Type {
	case domain.FieldTypeYesNo:
		yes := text == answerYes
		return &domain.Value{Yes: &yes}, true
	case domain.FieldTypeNumber:
		number, err := strconv.ParseFloat(plainNumber(text), 64)
		return &domain.Value{Number: &number}, err == nil
	case domain.FieldTypeDate:
		date, ok := parseDate(text, now)
		return domain.DateValue(date), ok
	case domain.FieldTypeURL:
		address := text
		if !strings.Contains(address, "://") {
			address = "https://" + address
		}
		u, err := url.Parse(address)
		return domain.TextValue(text), err == nil && strings.Contains(u.Host, ".") && !strings.ContainsAny(text, " \t")
	}
	return domain.TextValue(text), true
}

// plainNumber takes the separators of both languages out of a number: the last
// of them is the decimal one, unless three figures follow it alone.
func plainNumber(text string) string {
	text = strings.ReplaceAll(text, " ", "")
	last := strings.LastIndexAny(text, ".,")
	if last < 0 {
		return text
	}
	separator := text[last : last+1]
	thousands := strings.Count(text, separator) > 1 ||
		len(text)-last == 4 && !strings.HasPrefix(text, "0") && separator == thousandsSeparator()
	whole := strings.NewReplacer(".", "", ",", "").Replace(text[:last])
	if thousands {
		return whole + text[last+1:]
	}
	return whole + "." + text[last+1:]
}

func thousandsSeparator() string {
	if i18n.Language() == i18n.German {
		return "."
	}
	return ","
}
