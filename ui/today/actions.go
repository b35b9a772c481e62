package today

import (
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// key works the queue off.
func (p *page) key(event *fyne.KeyEvent, id string) bool {
	row := p.row(id)
	if row == nil {
		return false
	}
	switch event.Name {
	case fyne.KeyD:
		p.done(row)
	case fyne.KeyS:
		p.openSnooze(row, p.besideRow(id))
	case fyne.KeyX:
		p.cancel(row)
	case fyne.KeyL:
		p.log(row)
	default:
		return false
	}
	return true
}

// done does away with a row: the follow-up is done, the answer was given. With
// somebody to stay in conversation with, only a conversation does.
func (p *page) done(row *projections.QueueRow) {
	switch {
	case row.FollowUp != nil:
		p.desk.Do(domain.CloseFollowUp{FollowUp: row.FollowUp.ID, As: domain.FollowUpDone}, nil)
	case row.Conversation != domain.None:
		p.desk.Do(domain.SettleAnswer{Conversation: row.Conversation}, nil)
	default:
		p.log(row)
	}
}

func (p *page) cancel(row *projections.QueueRow) {
	if row.FollowUp != nil {
		p.desk.Do(domain.CloseFollowUp{FollowUp: row.FollowUp.ID, As: domain.FollowUpCancelled}, nil)
	}
}

func (p *page) log(row *projections.QueueRow) {
	prefill := ""
	if name := aboutName(p.desk, row); name != "" {
		prefill = name + ": "
	}
	p.desk.QuickLog(prefill)
}

// snooze puts a row off. An answer that is still owed becomes a follow-up of its
// own for that day: the other one goes on waiting.
func (p *page) snooze(row *projections.QueueRow, until domain.Day) {
	next := p.neighbour(rowID(row))
	goOn := func(workspace.Done) { p.list.Select(next) }
	switch {
	case row.FollowUp != nil:
		p.desk.Do(domain.SnoozeFollowUp{FollowUp: row.FollowUp.ID, Until: until}, goOn)
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

// neighbour is the row that comes after one, or before it where it is the last:
// where the cursor goes when the row moves on to another day.
func (p *page) neighbour(id string) string {
	before := id
	for i, it := range p.items {
		if it.id != id {
			if !it.isHeader() {
				before = it.id
			}
			continue
		}
		for _, after := range p.items[i+1:] {
			if !after.isHeader() {
				return after.id
			}
		}
		break
	}
	return before
}

// choice is a day to put something off to.
type choice struct {
	key string
	day domain.Day
}

// snoozeChoices are the days on offer, each once.
func snoozeChoices(now time.Time) []choice {
	today := domain.DayOf(now)
	untilMonday := (8 - int(now.Weekday())) % 7
	if untilMonday == 0 {
		untilMonday = 7
	}
	offered := []choice{
		{"today.snooze.tomorrow", today.Add(1)},
		{"today.snooze.three-days", today.Add(3)},
		{"today.snooze.monday", today.Add(untilMonday)},
		{"today.snooze.week", today.Add(7)},
	}
	var choices []choice
	seen := map[domain.Day]bool{}
	for _, c := range offered {
		if !seen[c.day] {
			seen[c.day] = true
			choices = append(choices, c)
		}
	}
	return choices
}

func (p *page) openSnooze(row *projections.QueueRow, at fyne.Position) {
	kit.OpenMenu(p.desk.Shell.Canvas(), at, p.snoozeItems(row))
}

func (p *page) snoozeItems(row *projections.QueueRow) []kit.MenuItem {
	now := p.desk.Workspace.Now()
	var items []kit.MenuItem
	for _, c := range snoozeChoices(now) {
		items = append(items, kit.MenuItem{
			Label: i18n.T(c.key), Icon: kit.IconClock, Key: dayMonth(c.day, now),
			OnTap: func() { p.snooze(row, c.day) },
		})
	}
	return append(items, kit.MenuItem{
		Label: i18n.T("today.snooze.another"), Icon: kit.IconCalendar, Separator: true, OnTap: func() { p.askDay(row) },
	})
}

// dayMonth is a day with its weekday, even where it could be said as "morgen".
func dayMonth(day domain.Day, now time.Time) string {
	return when.SpeakDay(day, now.AddDate(0, 0, -3), i18n.Language())
}

// askDay puts a row off to a day in words.
func (p *page) askDay(row *projections.QueueRow) {
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
			p.snooze(row, domain.DayOf(field.Day()))
			return true
		},
	})
}

// openMenu offers everything that can be done with a row.
func (p *page) openMenu(row *projections.QueueRow, at fyne.Position) {
	if row == nil {
		return
	}
	items := []kit.MenuItem{
		{Label: i18n.T("today.menu.open"), Icon: kit.IconPerson, Key: kit.KeyLabel("Enter"), OnTap: func() { p.open(row) }},
		{Label: i18n.T("today.menu.log"), Icon: kit.IconConversation, Key: "L", OnTap: func() { p.log(row) }},
		{Label: i18n.T("today.menu.snooze"), Icon: kit.IconClock, Key: "S", OnTap: func() { p.openSnooze(row, at) }},
	}
	if row.FollowUp != nil || row.Conversation != domain.None {
		items = append(items, kit.MenuItem{Label: i18n.T("today.menu.done"), Icon: kit.IconCheck, Key: "D", OnTap: func() { p.done(row) }})
	}
	if row.FollowUp != nil {
		items = append(items, kit.MenuItem{
			Label: i18n.T("today.menu.cancel"), Icon: kit.IconClose, Key: "X", Separator: true, OnTap: func() { p.cancel(row) },
		})
	}
	kit.OpenMenu(p.desk.Shell.Canvas(), at, items)
}

// besideRow is where a menu for a row opens: at the row's end, or at the list's
// where the row is out of sight.
func (p *page) besideRow(id string) fyne.Position {
	driver := fyne.CurrentApp().Driver()
	for object, of := range p.shown {
		if of == id && object.Visible() && object.Size().Height > 0 {
			at := driver.AbsolutePositionForObject(object)
			return at.AddXY(object.Size().Width-260, object.Size().Height-kit.Gap)
		}
	}
	return driver.AbsolutePositionForObject(p.list).AddXY(p.list.Size().Width-260, kit.RowHeight)
}
