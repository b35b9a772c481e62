package today

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// snooze puts a row off. An answer that is still owed becomes a follow-up of its
// own for that day: the other one goes on waiting.
func (p *page) snooze(row *projections.QueueRow, until domain.Day) {
	p.acted[rowID(row)] = true
	next := p.neighbour(rowID(row))
	goOn := func(workspace.Done) { p.list.Select(next) }
	switch {
	case row.FollowUp != nil:
		p.desk.Do(domain.SnoozeFollowUp{FollowUp: row.FollowUp.ID, Until: until}, goOn)
	case row.Need != nil:
		p.desk.Do(domain.ScheduleNeed{Need: row.Need.ID, Due: until}, goOn)
	case row.Conversation != domain.None:
		plan := domain.FollowUpPlan{Due: until, For: p.desk.Workspace.Me(), Conversation: row.Conversation, Origin: domain.Origin{How: domain.OriginManual}}
		if row.Person.ID != domain.None {
			plan.People = []domain.ID{row.Person.ID}
		}
		text := i18n.T("today.answer")
		if row.Title != "" {
			text = i18n.T("today.answer-to", row.Title)
		}
		p.desk.Do(domain.PlanFollowUp{FollowUp: p.desk.Workspace.NewID(), Plan: plan, Text: text}, goOn)
	default:
		p.desk.Do(domain.SnoozePerson{Person: row.Person.ID, Until: until}, goOn)
	}
}

// choice is a day to put something off to.
type choice struct {
	key string
	day domain.Day
}

// snoozeChoices are the days on offer, each once, the nearest first.
func snoozeChoices(now time.Time) []choice {
	today := domain.DayOf(now)
	untilMonday := (8 - int(now.Weekday())) % 7
	if untilMonday == 0 {
		untilMonday = 7
	}
	offered := []choice{
		{"today.snooze.tomorrow", today.Add(1)},
		{"today.snooze.three-days", today.Add(3)},
		{"today.snooze.next-week", today.Add(untilMonday)},
		{"today.snooze.next-month", nextMonth(now)},
	}
	slices.SortStableFunc(offered, func(a, b choice) int { return cmp.Compare(a.day, b.day) })
	return slices.CompactFunc(offered, func(a, b choice) bool { return a.day == b.day })
}

// nextMonth is the same day of the next month, or its last where it is shorter.
func nextMonth(now time.Time) domain.Day {
	year, month, day := now.Date()
	last := time.Date(year, month+2, 0, 12, 0, 0, 0, now.Location()).Day()
	return domain.DayOf(time.Date(year, month+1, min(day, last), 12, 0, 0, 0, now.Location()))
}

func (p *page) openSnooze(row *projections.QueueRow, at fyne.Position) {
	kit.OpenMenu(p.desk.Shell.Canvas(), at, p.snoozeItems(row))
}

func (p *page) snoozeItems(row *projections.QueueRow) []kit.MenuItem {
	items := p.dayItems(func(until domain.Day) { p.snooze(row, until) })
	items[0].First = true
	if n := p.queue.Counts[projections.QueueOverdue]; n > 1 && row.Section == projections.QueueOverdue {
		items = append(items, kit.MenuItem{
			Label: i18n.T("today.snooze.overdue", n), Icon: kit.IconReminder, Key: "A", Separator: true,
			OnTap: func() { p.openSnoozeAll(p.besideRow(rowID(row))) },
		})
	}
	return items
}

// dayItems offers the days that something may be put off to.
func (p *page) dayItems(until func(domain.Day)) []kit.MenuItem {
	now := p.desk.Workspace.Now()
	var items []kit.MenuItem
	for _, c := range snoozeChoices(now) {
		items = append(items, kit.MenuItem{
			Label: i18n.T(c.key), Icon: kit.IconClock, Key: dayMonth(c.day, now), OnTap: func() { until(c.day) },
		})
	}
	return append(items, kit.MenuItem{
		Label: i18n.T("today.snooze.another"), Icon: kit.IconCalendar, Separator: true, OnTap: func() { p.askDay(until) },
	})
}

// openSnoozeAll offers days for everything that is overdue.
func (p *page) openSnoozeAll(at fyne.Position) {
	items := p.dayItems(func(until domain.Day) { p.snoozeAll(func(int) domain.Day { return until }) })
	spread := kit.MenuItem{
		First: true, Label: i18n.T("today.snooze.spread"), Icon: kit.IconCalendar, Key: i18n.N("today.snooze.workdays", spreadDays),
		OnTap: func() {
			days := workdays(p.desk.Workspace.Now(), spreadDays)
			p.snoozeAll(func(n int) domain.Day { return days[n%len(days)] })
		},
	}
	kit.OpenMenu(p.desk.Shell.Canvas(), at, append([]kit.MenuItem{spread}, items...))
}

// spreadDays is over how many days what is overdue is spread.
const spreadDays = 5

// workdays are the next days from tomorrow on that are neither Saturday nor
// Sunday.
func workdays(now time.Time, n int) []domain.Day {
	var days []domain.Day
	for day := now.AddDate(0, 0, 1); len(days) < n; day = day.AddDate(0, 0, 1) {
		if day.Weekday() != time.Saturday && day.Weekday() != time.Sunday {
			days = append(days, domain.DayOf(day))
		}
	}
	return days
}

// snoozeAll puts off everything that is overdue in one step, also what is not
// shown; until says the day of each by its number.
func (p *page) snoozeAll(until func(n int) domain.Day) {
	w := p.desk.Workspace
	batch := domain.Batch{Title: "snooze-overdue"}
	for _, row := range p.queue.Rows {
		if row.Section == projections.QueueOverdue {
			p.acted[rowID(&row)] = true
		}
		if row.Need != nil && row.Section == projections.QueueOverdue {
			batch.Parts = append(batch.Parts, domain.ScheduleNeed{Need: row.Need.ID, Due: until(len(batch.Parts))})
		}
	}
	p.desk.Run(func(ctx context.Context) error {
		q := projections.FollowUpQuery{For: w.Me(), Due: domain.DayOf(w.Now()).Add(-1)}
		for {
			rows, err := w.Views().FollowUps(ctx, q)
			if err != nil || len(rows) == 0 {
				return err
			}
			for _, row := range rows {
				batch.Parts = append(batch.Parts, domain.SnoozeFollowUp{FollowUp: row.ID, Until: until(len(batch.Parts))})
			}
			q.After = rows[len(rows)-1].Cursor
		}
	}, func() { p.desk.Do(batch, nil) })
}

// belowObject is the place right below an object.
func belowObject(object fyne.CanvasObject) fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
	return at.AddXY(object.Size().Width-260, object.Size().Height)
}

// dayMonth is a day with its weekday, even where it could be said as "morgen".
func dayMonth(day domain.Day, now time.Time) string {
	return when.SpeakDay(day, now.AddDate(0, 0, -3), i18n.Language())
}

// askDay asks for a day in words.
func (p *page) askDay(until func(domain.Day)) {
	field := kit.NewDateField(kit.DateFieldParams{
		Parse: func(text string) (time.Time, bool) {
			m := when.Parse(text, p.desk.Workspace.Now(), when.Future)
			return m.Time, m.OK
		},
		Format: func(day time.Time) string {
			return when.Speak(day, p.desk.Workspace.Now(), i18n.Language(), domain.PrecisionDay)
		},
		Now: p.desk.Workspace.Now,
	})
	day := kit.NewField(i18n.T("today.snooze.day"), field).Hint(i18n.T("when.placeholder.future"))
	day.Check = func() string {
		if wrong := field.Check(); wrong != "" {
			return wrong
		}
		if field.Day().IsZero() {
			return i18n.T(string(when.ProblemEmpty))
		}
		return ""
	}
	form := kit.NewForm(day)
	kit.OpenDialog(p.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("today.snooze.title"), Content: form, Submit: i18n.T("today.snooze.submit"), Focus: field.Entry(),
		OnSubmit: func() bool {
			if !form.Validate() {
				return false
			}
			until(domain.DayOf(field.Day()))
			return true
		},
	})
}
