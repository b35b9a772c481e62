package dossier

import (
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
)

// Task is something open: the words wrap, since nobody remembers half of them;
// below them whose it is and by when, which have a line of their own where one has
// no room for both.
func Task(text, whose, day string, tone kit.Tone, tooltip string, onTap func()) fyne.CanvasObject {
	said := kit.NewParagraph(kit.Secondary, text)
	said.SetColor(kit.ColorText)
	due, who := kit.NewText(kit.Secondary, day), kit.NewText(kit.Faint, whose)
	due.SetColor(tone.Color())
	row := kit.NewPressable(kit.NewPadded(2, 0, 4, 0, kit.NewColumn(0, said, kit.NewEnds(who, due))), onTap)
	row.Tooltip = tooltip
	return row
}

// shownTasks is how many follow-ups of an organisation stand beside its timeline
// until all are asked for.
const shownTasks = 8

// TasksAmong are the Tasks of an organisation, with whom of its people each is
// about; showAll asks for those that were left out.
func TasksAmong(d *desk.Desk, o *projections.OrganisationPage, unanswered []projections.TimelineEntry, all bool, showAll func()) []fyne.CanvasObject {
	shown := o.FollowUps
	if !all && len(shown) > shownTasks+1 {
		shown = shown[:shownTasks]
	}
	rows := followUpTasks(d, shown, true)
	if rest := len(o.FollowUps) - len(shown); rest > 0 {
		more := kit.NewText(kit.Secondary, i18n.N("dossier.tasks.more", rest))
		more.SetColor(kit.ColorAccent)
		rows = append(rows, kit.NewPressable(kit.NewPadded(2, 0, 4, 0, more), showAll))
	}
	return append(rows, answerTasks(d, unanswered)...)
}

// Tasks are the follow-ups that are open, which a press does, and the answers
// that somebody waits for, which a press opens.
func Tasks(d *desk.Desk, followUps []projections.FollowUpRow, unanswered []projections.TimelineEntry) []fyne.CanvasObject {
	return append(followUpTasks(d, followUps, false), answerTasks(d, unanswered)...)
}

func followUpTasks(d *desk.Desk, followUps []projections.FollowUpRow, about bool) []fyne.CanvasObject {
	now, lang := d.Workspace.Now(), i18n.Language()
	today := domain.DayOf(now)
	var rows []fyne.CanvasObject
	for _, f := range followUps {
		tone := kit.Accent
		if f.Due < today {
			tone = kit.Late
		}
		whose := d.PartyName(f.For)
		done, text := i18n.T("people.open.done", whose), f.Text
		if f.Erased || f.Missing {
			text = i18n.T("today.words-gone")
		}
		if about && len(f.People) > 0 {
			whose += " → " + d.PartyName(f.People[0])
			if more := len(f.People) - 1; more > 0 {
				whose += " +" + i18n.Number(more)
			}
		}
		rows = append(rows, Task(text, whose, when.SpeakDay(f.Due, now, lang), tone, done, func() {
			d.Do(domain.CloseFollowUp{FollowUp: f.ID, As: domain.FollowUpDone}, nil)
		}))
	}
	return rows
}

func answerTasks(d *desk.Desk, unanswered []projections.TimelineEntry) []fyne.CanvasObject {
	now, lang := d.Workspace.Now(), i18n.Language()
	today := domain.DayOf(now)
	var rows []fyne.CanvasObject
	for _, e := range unanswered {
		if what, who, ok := d.Promised(&e); ok {
			rows = append(rows, Task(what, i18n.T("people.answer.promised", who), promisedBy(&e, now), promiseTone(&e, today), i18n.T("people.answer.theirs"),
				func() { d.Open(e.Record) }))
			continue
		}
		what, tone, tooltip := e.Subject, kit.Late, "people.answer.ours"
		if what == "" {
			what = i18n.T("people.answer")
		}
		if e.AnswerTheirs {
			tone, tooltip = kit.Soon, "people.answer.theirs"
		}
		since := when.Ago(e.At, now, lang, domain.PrecisionDay)
		if e.AnswerBy >= today { // it has time until then
			since, tone = i18n.T("people.answer.by", when.SpeakDay(e.AnswerBy, now, lang)), kit.Soon
		}
		rows = append(rows, Task(what, i18n.T(tooltip+".short"), since, tone, i18n.T(tooltip), func() { d.Open(e.Record) }))
	}
	return rows
}

// promisedBy is the day of a promise, or since when it stands if it has none.
func promisedBy(e *projections.TimelineEntry, now time.Time) string {
	if e.AnswerBy == "" {
		return when.Ago(e.At, now, i18n.Language(), domain.PrecisionDay)
	}
	return i18n.T("people.answer.by", when.SpeakDay(e.AnswerBy, now, i18n.Language()))
}

// promiseTone warns only once the day of a promise has gone by.
func promiseTone(e *projections.TimelineEntry, today domain.Day) kit.Tone {
	if e.AnswerBy != "" && e.AnswerBy < today {
		return kit.Soon
	}
	return kit.Accent
}

// Needs are what people want of us and what is not closed yet; a press opens one.
func Needs(d *desk.Desk, needs []projections.NeedRow) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, n := range needs {
		_, _, state := desk.NeedState(n)
		day, tone := d.NeedDue(n)
		whose := state + " · " + i18n.N("need.voices", n.Voices)
		rows = append(rows, Task(desk.NeedTitle(n), whose, day, tone, i18n.T("need.open"), func() {
			d.Open(domain.Stream{Kind: domain.KindNeed, ID: n.ID})
		}))
	}
	return rows
}
