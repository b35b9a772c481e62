package picker

import (
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
)

// DayToCome is a field for a day to come.
func DayToCome(d *desk.Desk, onChange func()) *kit.DateField {
	return dayField(d, when.Future, onChange)
}

// DayGone is a field for a day that was, or for today.
func DayGone(d *desk.Desk, onChange func()) *kit.DateField { return dayField(d, when.Past, onChange) }

func dayField(d *desk.Desk, toward when.Direction, onChange func()) *kit.DateField {
	now := d.Workspace.Now
	return kit.NewDateField(kit.DateFieldParams{
		Parse: func(text string) (time.Time, bool) {
			m := when.Parse(text, now(), toward)
			return m.Time, m.OK
		},
		Format: func(day time.Time) string { return when.SpeakDay(domain.DayOf(day), now(), i18n.Language()) },
		Now:    now,
		OnChange: func(time.Time) {
			if onChange != nil {
				onChange()
			}
		},
	})
}

// DayOf is the day that a field shows, "" for none.
func DayOf(f *kit.DateField) domain.Day {
	if f.Day().IsZero() {
		return ""
	}
	return domain.DayOf(f.Day())
}
