package picker

import (
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
)

// PeriodParams say which days are asked for.
type PeriodParams struct {
	From, To domain.Day // as they are now; "" for open
	Open     bool       // the first or the last day may be left empty
	OnChoose func(from, to domain.Day)
}

// AskPeriod asks for the first and the last day of a period.
func AskPeriod(d *desk.Desk, p PeriodParams) {
	now := d.Workspace.Now
	field := func(day domain.Day) *kit.DateField {
		f := kit.NewDateField(kit.DateFieldParams{
			Parse: func(text string) (time.Time, bool) {
				m := when.Parse(text, now(), when.Past)
				return m.Time, m.OK
			},
			Format: func(day time.Time) string { return when.SpeakDay(domain.DayOf(day), now(), i18n.Language()) },
			Now:    now,
		})
		f.SetDay(day.In(now().Location()))
		return f
	}
	from, to := field(p.From), field(p.To)
	day := func(f *kit.DateField) domain.Day {
		if f.Day().IsZero() {
			return ""
		}
		return domain.DayOf(f.Day())
	}
	fromField, toField := kit.NewField(i18n.T("picker.period.from"), from), kit.NewField(i18n.T("picker.period.to"), to)
	fromField.Check = func() string {
		if wrong := from.Check(); wrong != "" || p.Open || day(from) != "" {
			return wrong
		}
		return i18n.T("picker.period.missing")
	}
	toField.Check = func() string {
		switch wrong := to.Check(); {
		case wrong != "":
			return wrong
		case day(to) == "" && !p.Open:
			return i18n.T("picker.period.missing")
		case day(from) != "" && day(to) != "" && day(to) < day(from):
			return i18n.T("picker.period.reversed")
		}
		return ""
	}
	form := kit.NewForm(kit.NewFieldLine(fromField, toField))
	kit.OpenDialog(d.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("picker.period"), Content: form, Submit: i18n.T("picker.period.show"), Focus: from.Entry(),
		OnSubmit: func() bool {
			if !form.Validate() {
				return false
			}
			p.OnChoose(day(from), day(to))
			return true
		},
	})
}
