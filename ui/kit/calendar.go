package kit

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
)

// Calendar is a month to choose a day from. It opens at the value it is given.
// Arrows move by days and weeks, PgUp and PgDn by months, Home goes to today,
// Enter takes.
type Calendar struct {
	widget.BaseWidget

	OnChoose func(day time.Time)

	today   time.Time
	day     time.Time // marked
	month   *Text
	before  *IconButton
	after   *IconButton
	cells   [42]*dayCell
	names   [7]*Text
	focused bool
}

var _ fyne.Focusable = (*Calendar)(nil)

const (
	daySize     float32 = 32
	calendarPad float32 = 12
)

// NewCalendar returns the month of a day; the zero time opens at today.
func NewCalendar(day, today time.Time, onChoose func(time.Time)) *Calendar {
	c := &Calendar{OnChoose: onChoose, today: midnight(today), month: NewText(Strong, "")}
	c.before = NewIconButton(IconChevronLeft, i18n.T("kit.calendar.previous"), func() { c.SetDay(addMonths(c.day, -1)) })
	c.after = NewIconButton(IconChevronRight, i18n.T("kit.calendar.next"), func() { c.SetDay(addMonths(c.day, 1)) })
	for i := range c.names {
		c.names[i] = NewText(Faint, i18n.T("kit.weekday.short."+strconv.Itoa((i+int(i18n.FirstWeekday()))%7)))
		c.names[i].Align = fyne.TextAlignCenter
	}
	for i := range c.cells {
		c.cells[i] = newDayCell(func(day time.Time) {
			if c.OnChoose != nil {
				c.OnChoose(day)
			}
		})
	}
	if day.IsZero() {
		day = today
	}
	c.ExtendBaseWidget(c)
	c.SetDay(day)
	return c
}

// Day returns the marked day.
func (c *Calendar) Day() time.Time { return c.day }

// SetDay marks a day and shows its month.
func (c *Calendar) SetDay(day time.Time) {
	c.day = midnight(day)
	c.month.SetText(i18n.T("kit.month."+strconv.Itoa(int(c.day.Month()))) + " " + strconv.Itoa(c.day.Year()))
	first := time.Date(c.day.Year(), c.day.Month(), 1, 12, 0, 0, 0, c.day.Location())
	first = first.AddDate(0, 0, -(int(first.Weekday()-i18n.FirstWeekday())+7)%7)
	for i, cell := range c.cells {
		at := midnight(first.AddDate(0, 0, i))
		cell.set(at, at.Month() == c.day.Month(), at.Equal(c.today), at.Equal(c.day))
	}
	c.Refresh()
}

// TypedKey implements fyne.Focusable.
func (c *Calendar) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyLeft:
		c.SetDay(c.day.AddDate(0, 0, -1))
	case fyne.KeyRight:
		c.SetDay(c.day.AddDate(0, 0, 1))
	case fyne.KeyUp:
		c.SetDay(c.day.AddDate(0, 0, -7))
	case fyne.KeyDown:
		c.SetDay(c.day.AddDate(0, 0, 7))
	case fyne.KeyPageUp:
		c.SetDay(addMonths(c.day, -1))
	case fyne.KeyPageDown:
		c.SetDay(addMonths(c.day, 1))
	case fyne.KeyHome:
		c.SetDay(c.today)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if c.OnChoose != nil {
			c.OnChoose(c.day)
		}
	default:
		passKey(c, event)
	}
}

// TypedRune implements fyne.Focusable.
func (c *Calendar) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (c *Calendar) FocusGained() { c.focused = true }

// FocusLost implements fyne.Focusable.
func (c *Calendar) FocusLost() { c.focused = false }

// CreateRenderer implements fyne.Widget.
func (c *Calendar) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{c.month, c.before, c.after}
	for _, name := range c.names {
		objects = append(objects, name)
	}
	for _, cell := range c.cells {
		objects = append(objects, cell)
	}
	return newView(c, func(size fyne.Size) {
		left := calendarPad + middle(size.Width-2*calendarPad, 7*daySize)
		place(c.month, left+6, calendarPad+4, 7*daySize-6-60, 19)
		place(c.before, left+7*daySize-60, calendarPad, 28, 28)
		place(c.after, left+7*daySize-28, calendarPad, 28, 28)
		top := calendarPad + 32
		for i, name := range c.names {
			place(name, left+float32(i)*daySize, top, daySize, 18)
		}
		top += 22
		for i, cell := range c.cells {
			place(cell, left+float32(i%7)*daySize, top+float32(i/7)*daySize, daySize, daySize)
		}
	}, func() fyne.Size {
		return fyne.NewSize(7*daySize+2*calendarPad, 2*calendarPad+32+22+6*daySize)
	}, nil, objects...)
}

// midnight is the beginning of a day, noon where a day has no midnight.
func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// addMonths keeps to the end of a shorter month: 31 January and a month is the
// last of February.
func addMonths(day time.Time, months int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(months), 1, 0, 0, 0, 0, day.Location())
	last := time.Date(first.Year(), first.Month()+1, 0, 0, 0, 0, 0, day.Location()).Day()
	return time.Date(first.Year(), first.Month(), min(day.Day(), last), 0, 0, 0, 0, day.Location())
}

// dayCell is one day of the month.
type dayCell struct {
	widget.BaseWidget
	day                          time.Time
	inMonth, today, marked, over bool
	number                       *Text
	onTap                        func(time.Time)
}

var (
	_ fyne.Tappable     = (*dayCell)(nil)
	_ desktop.Hoverable = (*dayCell)(nil)
)

func newDayCell(onTap func(time.Time)) *dayCell {
	d := &dayCell{number: NewText(Body, ""), onTap: onTap}
	d.number.Align = fyne.TextAlignCenter
	d.ExtendBaseWidget(d)
	return d
}

func (d *dayCell) set(day time.Time, inMonth, today, marked bool) {
	d.day, d.inMonth, d.today, d.marked = day, inMonth, today, marked
	d.number.SetText(strconv.Itoa(day.Day()))
	d.Refresh()
}

// Tapped takes the day.
func (d *dayCell) Tapped(*fyne.PointEvent) { d.onTap(d.day) }

// MouseIn implements desktop.Hoverable.
func (d *dayCell) MouseIn(*desktop.MouseEvent) { d.over = true; d.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (d *dayCell) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (d *dayCell) MouseOut() { d.over = false; d.Refresh() }

// CreateRenderer implements fyne.Widget.
func (d *dayCell) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(nil)
	return newView(d, func(size fyne.Size) {
		place(ground, 2, 2, size.Width-4, size.Height-4)
		place(d.number, 0, middle(size.Height, 19), size.Width, 19)
	}, func() fyne.Size {
		return fyne.NewSquareSize(daySize)
	}, func() {
		fill, stroke, text := ColorClear, ColorClear, ColorText
		if !d.inMonth {
			text = ColorFaint
		}
		if d.over {
			fill = ColorChip
		}
		if d.today {
			stroke, text = ColorAccent, ColorAccent
		}
		if d.marked {
			fill, text = ColorAccent, ColorOnAccent
		}
		paintRectangle(ground, fill, stroke)
		ground.CornerRadius = RadiusRow
		d.number.SetColor(text)
	}, ground, d.number)
}
