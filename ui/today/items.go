package today

import (
	"strings"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// headerKind is the kind of the rows that name a section.
const headerKind = 1

// item is a line of the list: a row of the queue, or the head of a section.
type item struct {
	id      string
	row     *projections.QueueRow // nil for the head of a section
	data    kit.RowData
	tooltip string
}

func (i item) isHeader() bool { return i.row == nil }

func (i item) kind() int {
	if i.isHeader() {
		return headerKind
	}
	return 0
}

func (i item) height() float32 {
	if i.isHeader() {
		return kit.GroupRowHeight
	}
	return kit.RowHeight + 3
}

func itemsOf(d *desk.Desk, q projections.Queue, now time.Time, refresh func()) []item {
	items := make([]item, 0, len(q.Rows)+5)
	section := projections.QueueSection("")
	for i := range q.Rows {
		row := &q.Rows[i]
		if row.Section != section {
			section = row.Section
			items = append(items, item{id: "section:" + string(section), data: kit.RowData{Title: sectionTitle(q, section)}})
		}
		items = append(items, itemOf(d, row, now, refresh))
	}
	return items
}

func sectionTitle(q projections.Queue, section projections.QueueSection) string {
	title := i18n.T("today.section." + string(section))
	if section == projections.QueueCatchUp && q.CatchUp > q.Counts[section] {
		return i18n.T("today.section.part", title, q.Counts[section], q.CatchUp)
	}
	return title
}

func itemOf(d *desk.Desk, row *projections.QueueRow, now time.Time, refresh func()) item {
	side, tone := lateness(row, now)
	made := item{
		id: rowID(row), row: row,
		data: kit.RowData{
			Face: faceOf(d, row, refresh), Title: titleOfRow(d, row), Sub: whyOf(row, now), Side: side, SideTone: tone,
		},
	}
	if row.Due.Valid() {
		made.tooltip = i18n.T("today.due", when.ExactTo(row.Due.In(now.Location()), i18n.Language(), domain.PrecisionDay))
	}
	return made
}

// rowID names a row for good: by what is to be done.
func rowID(row *projections.QueueRow) string {
	switch {
	case row.FollowUp != nil:
		return "follow-up:" + row.FollowUp.ID.String()
	case row.Conversation != domain.None:
		return "answer:" + row.Conversation.String()
	}
	return "person:" + row.Person.ID.String()
}

// aboutOf is the record that stands for a row: the person, else the first
// organisation, else the conversation.
func aboutOf(row *projections.QueueRow) domain.Stream {
	switch {
	case row.Person.ID != domain.None:
		return domain.Stream{Kind: domain.KindPerson, ID: row.Person.ID}
	case row.FollowUp != nil && len(row.FollowUp.Organisation) > 0:
		return domain.Stream{Kind: domain.KindOrganisation, ID: row.FollowUp.Organisation[0].ID}
	case row.FollowUp != nil && row.FollowUp.Conversation != domain.None:
		return domain.Stream{Kind: domain.KindConversation, ID: row.FollowUp.Conversation}
	case row.Conversation != domain.None:
		return domain.Stream{Kind: domain.KindConversation, ID: row.Conversation}
	}
	return domain.Stream{}
}

func faceOf(d *desk.Desk, row *projections.QueueRow, refresh func()) kit.Face {
	about := aboutOf(row)
	switch about.Kind {
	case domain.KindPerson:
		return d.Face(row.Person, refresh)
	case domain.KindOrganisation:
		return kit.Face{Kind: kit.OrganisationFace, ID: about.ID.String(), Name: row.FollowUp.Organisation[0].Name}
	}
	return kit.Face{Kind: kit.SymbolFace, ID: rowID(row), Icon: kit.IconReminder}
}

// aboutName is what the person or organisation of a row is called, "" for none.
func aboutName(d *desk.Desk, row *projections.QueueRow) string {
	switch aboutOf(row).Kind {
	case domain.KindPerson:
		return desk.PersonName(row.Person)
	case domain.KindOrganisation:
		return d.PartyName(row.FollowUp.Organisation[0])
	}
	return ""
}

// titleOfRow is what is to be done and with whom. A text that already names the
// person is enough.
func titleOfRow(d *desk.Desk, row *projections.QueueRow) string {
	name, text := aboutName(d, row), row.Title
	if row.FollowUp != nil && (row.FollowUp.Erased || row.FollowUp.Missing) {
		text = i18n.T("today.words-gone")
	}
	switch {
	case text == "" && name == "":
		return i18n.T("today.no-words")
	case text == "" || row.FollowUp == nil:
		return name
	case name == "" || namesPerson(text, name):
		return text
	}
	return text + " · " + name
}

func namesPerson(text, name string) bool {
	words := strings.Fields(name)
	return strings.Contains(when.Fold(text), when.Fold(words[len(words)-1]))
}

// whyOf is the second line: why this stands here today.
func whyOf(row *projections.QueueRow, now time.Time) string {
	parts := []string{capital(workspace.Why(row.Why))}
	switch f := row.FollowUp; {
	case f != nil && f.Conversation != domain.None:
		parts = append(parts, i18n.T("today.promised", when.Speak(f.PlannedAt, now, i18n.Language(), domain.PrecisionDay)))
	case f != nil:
		parts = append(parts, i18n.T("today.planned", when.Speak(f.PlannedAt, now, i18n.Language(), domain.PrecisionDay)))
	case row.Title != "":
		parts = append(parts, i18n.T("today.quoted", row.Title))
	case row.Person.Organisation != "":
		parts = append(parts, row.Person.Organisation)
	}
	return strings.Join(parts, " · ")
}

func capital(s string) string {
	runes := []rune(s)
	if len(runes) == 0 {
		return s
	}
	return strings.ToUpper(string(runes[:1])) + string(runes[1:])
}

// lateness is the word at the end of a row and its colour.
func lateness(row *projections.QueueRow, now time.Time) (string, kit.Tone) {
	due := when.AgoDay(row.Due, now, i18n.Language())
	switch row.Section {
	case projections.QueueOverdue:
		return due, kit.Late
	case projections.QueueToday:
		return due, kit.Accent
	case projections.QueueCatchUp:
		if row.Days <= 0 {
			return due, kit.Soon
		}
		return i18n.N("today.over", row.Days), kit.Soon
	case projections.QueueAnswers:
		if row.Days > 0 {
			return due, kit.Late
		}
		return due, kit.Soon
	}
	return when.SpeakDay(row.Due, now, i18n.Language()), kit.Neutral
}
