package timeline

import (
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
)

// askDay asks which day to go to.
func (t *Timeline) askDay() { AskDay(t.p.Desk, t.JumpTo) }

// AskDay asks for a day and jumps to it.
func AskDay(d *desk.Desk, jump func(domain.Day)) {
	now := d.Workspace.Now
	field := kit.NewDateField(kit.DateFieldParams{
		Parse: func(text string) (time.Time, bool) {
			m := when.Parse(text, now(), when.Past)
			return m.Time, m.OK
		},
		Format: func(day time.Time) string { return when.SpeakDay(domain.DayOf(day), now(), i18n.Language()) },
		Now:    now,
	})
	shown := kit.NewField(i18n.T("timeline.jump.day"), field)
	shown.Check = field.Check
	form := kit.NewForm(shown)
	kit.OpenDialog(d.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("timeline.jump"), Content: form, Submit: i18n.T("timeline.jump.go"), Width: 380,
		OnSubmit: func() bool {
			if !form.Validate() || field.Day().IsZero() {
				return false
			}
			jump(domain.DayOf(field.Day()))
			return true
		},
	})
}
