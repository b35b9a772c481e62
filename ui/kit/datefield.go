package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"kontor/domain"
	"kontor/i18n"
	"kontor/when"
)

// DateFieldParams says how a DateField reads and writes days.
type DateFieldParams struct {
	// Parse reads a phrase such as "12.3.", "+3d" or "tomorrow".
	Parse func(text string) (time.Time, bool)
	// Format writes a day as it is shown.
	Format func(day time.Time) string
	// Say says a day in full, while it is being written; without it as the calendar
	// names it.
	Say func(day time.Time) string
	// Now gives today.
	Now func() time.Time
	// OnChange is told of each day a person chose; the zero time is none.
	OnChange func(day time.Time)
}

// DateField is an entry for a day in words, with a calendar beside it. What was
// understood is written out when the field is left.
type DateField struct {
	widget.BaseWidget
	p      DateFieldParams
	entry  *Entry
	button *IconButton
	day    time.Time
	wrong  bool
	// written is told when the day was written out; set by the field around it.
	written func()
}

// NewDateField returns a field without a day.
func NewDateField(p DateFieldParams) *DateField {
	d := &DateField{p: p, entry: NewEntry(i18n.T("kit.date.placeholder"))}
	d.button = NewIconButton(IconCalendar, i18n.T("kit.date.open"), d.openCalendar)
	d.entry.OnChanged = func(string) { d.read() }
	d.entry.OnFocus = func(focused bool) {
		if !focused {
			d.write()
		}
	}
	d.entry.OnKey = func(event *fyne.KeyEvent) bool {
		if event.Name == fyne.KeyDown {
			d.openCalendar()
			return true
		}
		return false
	}
	d.ExtendBaseWidget(d)
	return d
}

// Day returns the day; the zero time is none.
func (d *DateField) Day() time.Time { return d.day }

// Valid tells whether what is written was understood; empty is.
func (d *DateField) Valid() bool { return !d.wrong }

// Check is the check for a Field.
func (d *DateField) Check() string {
	if d.wrong {
		return i18n.T("kit.date.invalid")
	}
	return ""
}

// Entry is what takes the keyboard.
func (d *DateField) Entry() *Entry { return d.entry }

// SetDay shows a day without telling OnChange; the zero time empties the field.
func (d *DateField) SetDay(day time.Time) {
	d.day, d.wrong = day, false
	d.write()
}

func (d *DateField) value() string { return d.entry.Text }

func (d *DateField) read() {
	day, ok := time.Time{}, d.entry.Text == ""
	if !ok {
		day, ok = d.p.Parse(d.entry.Text)
	}
	d.wrong = !ok
	if !ok || day.Equal(d.day) {
		return
	}
	d.day = day
	if d.p.OnChange != nil {
		d.p.OnChange(day)
	}
}

// write shows the day as it was understood and leaves what was not alone.
func (d *DateField) write() {
	if d.wrong {
		return
	}
	text := d.said()
	if d.written != nil {
		defer d.written()
	}
	if text == d.entry.Text {
		return
	}
	changed := d.entry.OnChanged
	d.entry.OnChanged = nil
	d.entry.SetText(text)
	d.entry.OnChanged = changed
}

// echo says which day is understood as long as it is not written out itself, or
// that there is none yet.
func (d *DateField) echo() string {
	switch {
	case d.entry.Text == "" || d.entry.Text == d.said():
		return ""
	case d.wrong:
		return i18n.T("kit.date.not-yet")
	case d.day.IsZero():
		return ""
	case d.p.Say != nil:
		return d.p.Say(d.day)
	}
	return when.ExactTo(d.day, i18n.Language(), domain.PrecisionDay)
}

// Beside is a text that says how the day is understood, for a field that has no
// Field around it.
func (d *DateField) Beside() *Text {
	text := NewText(Faint, "")
	say := func() { text.SetText(d.echo()) }
	d.entry.onEdit, d.written = say, say
	return text
}

// said is the day as it is shown.
func (d *DateField) said() string {
	if d.day.IsZero() {
		return ""
	}
	return d.p.Format(d.day)
}

func (d *DateField) openCalendar() {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(d)
	if c == nil {
		return
	}
	at := driver.AbsolutePositionForObject(d).AddXY(0, d.Size().Height+Gap)
	var popUp *Overlay
	calendar := NewCalendar(d.day, d.p.Now(), func(day time.Time) {
		popUp.Close()
		d.SetDay(day)
		requestFocus(d.entry)
		if d.p.OnChange != nil {
			d.p.OnChange(day)
		}
	})
	popUp = openPopUp(c, at, OverlayParams{Content: calendar, Focus: calendar})
}

// CreateRenderer implements fyne.Widget.
func (d *DateField) CreateRenderer() fyne.WidgetRenderer {
	inside := container.NewStack(d.entry)
	return newView(d, func(size fyne.Size) {
		place(inside, 0, 0, size.Width, size.Height)
		place(d.button, size.Width-28-2, middle(size.Height, 28), 28, 28)
	}, func() fyne.Size {
		return fyne.NewSize(160, d.entry.MinSize().Height)
	}, nil, inside, d.button)
}
