package conversations

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
)

// whenFields say when a conversation took place, as exactly as it is known, and
// how long it took.
type whenFields struct {
	desk      *desk.Desk
	date      *kit.DateField
	time      *kit.Entry
	duration  *kit.Entry
	precision domain.Precision // of the date alone: day, month or year
	dateField *kit.Field
	line      fyne.CanvasObject
}

func newWhenFields(d *desk.Desk, f draft, onChange func()) *whenFields {
	w := &whenFields{desk: d, precision: f.Precision}
	if w.precision == domain.PrecisionMinute || w.precision == "" {
		w.precision = domain.PrecisionDay
	}
	w.time = kit.NewEntry(i18n.T("conversations.form.time.placeholder"))
	w.date = kit.NewDateField(kit.DateFieldParams{
		Parse: w.parse, Format: w.format, Now: d.Workspace.Now,
		Say: func(day time.Time) string { return when.ExactTo(day, i18n.Language(), w.precision) },
		OnChange: func(time.Time) {
			w.explain()
			onChange()
		},
	})
	w.date.SetDay(f.At)
	if f.Precision == domain.PrecisionMinute {
		w.time.SetText(f.At.Format("15:04"))
	}
	w.duration = kit.NewEntry(i18n.T("conversations.form.duration.placeholder"))
	if f.Seconds > 0 {
		w.duration.SetText(lengthText(f.Seconds))
	}
	w.time.OnChanged = func(string) { onChange() }
	w.duration.OnChanged = func(string) { onChange() }
	w.dateField = kit.NewField(i18n.T("conversations.form.date"), w.date)
	w.dateField.Check = w.checkDate
	clock := kit.NewField(i18n.T("conversations.form.time"), w.time)
	clock.Check = w.checkTime
	length := kit.NewField(i18n.T("conversations.form.duration"), w.duration)
	length.Check = w.checkDuration
	w.line = kit.NewFieldLine(w.dateField, clock, length)
	w.explain()
	return w
}

// parse reads a day, a month or a year in words; a time of day in it goes to the
// field beside.
func (w *whenFields) parse(text string) (time.Time, bool) {
	now := w.desk.Workspace.Now()
	if year, err := time.ParseInLocation("2006", strings.TrimSpace(text), now.Location()); err == nil {
		w.precision = domain.PrecisionYear
		return year, true
	}
	m := when.Parse(text, now, when.Past)
	if !m.OK {
		return time.Time{}, false
	}
	w.precision = m.Precision
	if m.Precision == domain.PrecisionMinute {
		w.precision = domain.PrecisionDay
		w.time.SetText(m.Time.Format("15:04"))
	}
	return m.Time, true
}

func (w *whenFields) format(day time.Time) string {
	switch w.precision {
	case domain.PrecisionMonth, domain.PrecisionYear:
		return when.ExactTo(day, i18n.Language(), w.precision)
	}
	return when.SpeakDay(domain.DayOf(day), w.desk.Workspace.Now(), i18n.Language())
}

// explain says how exactly the moment is known, where it is not to the day.
func (w *whenFields) explain() {
	if w.dateField == nil {
		return
	}
	switch w.precision {
	case domain.PrecisionMonth, domain.PrecisionYear:
		w.dateField.Hint(i18n.T("conversations.form.precision." + string(w.precision)))
	default:
		w.dateField.Hint("")
	}
}

func (w *whenFields) checkDate() string {
	if wrong := w.date.Check(); wrong != "" {
		return wrong
	}
	if w.date.Day().IsZero() {
		return i18n.T("kit.form.required")
	}
	return ""
}

// clock is the time of day; known is false where none is written.
func (w *whenFields) clock() (hour, minute int, known, ok bool) {
	text := strings.TrimSpace(w.time.Text)
	if text == "" {
		return 0, 0, false, true
	}
	if t, err := time.Parse("15:04", text); err == nil {
		return t.Hour(), t.Minute(), true, true
	}
	m := when.Parse(text, w.desk.Workspace.Now(), when.Any)
	if !m.OK || !m.HasTime {
		return 0, 0, false, false
	}
	return m.Time.Hour(), m.Time.Minute(), true, true
}

func (w *whenFields) checkTime() string {
	if _, _, _, ok := w.clock(); !ok {
		return i18n.T("conversations.form.time.wrong")
	}
	return ""
}

// length is how long it took; 0 where nothing is written.
func (w *whenFields) length() (time.Duration, bool) {
	text := strings.TrimSpace(w.duration.Text)
	if text == "" {
		return 0, true
	}
	lengths := when.Lengths(text)
	if len(lengths) == 0 {
		lengths = when.Lengths(text + " min")
	}
	if len(lengths) != 1 {
		return 0, false
	}
	return lengths[0].Duration, true
}

func (w *whenFields) checkDuration() string {
	if _, ok := w.length(); !ok {
		return i18n.T("conversations.form.duration.wrong")
	}
	return ""
}

func (w *whenFields) read(d *draft) {
	day := w.date.Day()
	hour, minute, known, _ := w.clock()
	d.Precision = w.precision
	switch {
	case known && w.precision == domain.PrecisionDay:
		d.Precision = domain.PrecisionMinute
		d.At = time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, day.Location())
	case !day.IsZero():
		d.At = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, day.Location())
	}
	length, _ := w.length()
	d.Seconds = int(length.Seconds())
}
