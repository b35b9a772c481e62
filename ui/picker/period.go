package picker

import (
	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// PeriodParams say which days are asked for.
type PeriodParams struct {
	From, To domain.Day // as they are now; "" for open
	Open     bool       // the first or the last day may be left empty
	OnChoose func(from, to domain.Day)
}

// AskPeriod asks for the first and the last day of a period.
func AskPeriod(d *desk.Desk, p PeriodParams) {
	field := func(day domain.Day) *kit.DateField {
		f := DayGone(d, nil)
		f.SetDay(day.In(d.Workspace.Now().Location()))
		return f
	}
	from, to := field(p.From), field(p.To)
	fromField, toField := kit.NewField(i18n.T("picker.period.from"), from), kit.NewField(i18n.T("picker.period.to"), to)
	fromField.Check = func() string {
		if wrong := from.Check(); wrong != "" || p.Open || DayOf(from) != "" {
			return wrong
		}
		return i18n.T("picker.period.missing")
	}
	toField.Check = func() string {
		switch wrong := to.Check(); {
		case wrong != "":
			return wrong
		case DayOf(to) == "" && !p.Open:
			return i18n.T("picker.period.missing")
		case DayOf(from) != "" && DayOf(to) != "" && DayOf(to) < DayOf(from):
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
			p.OnChoose(DayOf(from), DayOf(to))
			return true
		},
	})
}
