package today

import (
	"strings"
	"time"
	"unicode"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/timeline"
	"kontor/when"
	"kontor/workspace"
)

// The kinds of rows besides that of something to do.
const (
	headerKind = 1 + iota // names a section
	moreKind              // says how much is left for another day
	doneKind              // the picture of a day that is done
)

// item is a line of the list: a row of the queue, or the head of a section.
type item struct {
	id      string
	of      int                   // the kind
	row     *projections.QueueRow // nil for what is not to be done
	data    kit.RowData
	tooltip string
	section projections.QueueSection // of a head
	tally   tally                    // of the picture
}

func (i item) isHeader() bool { return i.row == nil }

func (i item) kind() int { return i.of }

func (i item) height() float32 {
	switch i.of {
	case headerKind:
		return kit.GroupRowHeight
	case moreKind:
		return moreHeight
	case doneKind:
		return i.tally.pictureHeight()
	}
	return kit.RowHeight + 3
}

// origins are the conversations that follow-ups came from.
type origins map[domain.ID]*projections.TimelineEntry

// itemsOf are the lines of a queue: sections with their counts, and where not all
// is shown, how much is left for another day.
func itemsOf(d *desk.Desk, q projections.Queue, t tally, from origins, now time.Time, refresh func()) []item {
	items := make([]item, 0, len(q.Rows)+10)
	if t.left == 0 && len(q.Rows) > 0 {
		items = append(items, item{id: "done", of: doneKind, tally: t})
	}
	shown := 0
	for i := range q.Rows {
		row := &q.Rows[i]
		shown++
		if i == 0 || row.Section != q.Rows[i-1].Section {
			shown = 1
			items = append(items, item{
				id: "section:" + string(row.Section), of: headerKind, section: row.Section,
				data: kit.RowData{Title: i18n.T("today.section." + string(row.Section)), Side: i18n.Number(q.Counts[row.Section])},
			})
		}
		items = append(items, itemOf(d, row, from, now, refresh))
		if i+1 == len(q.Rows) || q.Rows[i+1].Section != row.Section {
			if more := moreOf(q, row.Section, shown); more != "" {
				items = append(items, item{id: "more:" + string(row.Section), of: moreKind, data: kit.RowData{Title: more}})
			}
		}
	}
	return items
}

// moreOf says how much of a section is not shown, "" where all is.
func moreOf(q projections.Queue, section projections.QueueSection, shown int) string {
	switch {
	case section == projections.QueueCatchUp && q.CatchUp > shown:
		return i18n.N("today.more.another-day", q.CatchUp-shown)
	case section != projections.QueueCatchUp && q.Counts[section] > shown:
		return i18n.N("today.more", q.Counts[section]-shown)
	}
	return ""
}

func itemOf(d *desk.Desk, row *projections.QueueRow, from origins, now time.Time, refresh func()) item {
	side, tone := lateness(row, now)
	made := item{
		id: rowID(row), row: row,
		data: kit.RowData{
			Face: faceOf(d, row, refresh), Title: titleOfRow(d, row), Sub: whyOf(row, from, now), Side: side, SideTone: tone,
		},
	}
	if row.Due.Valid() {
		made.tooltip = kit.Capital(workspace.Why(row.Why)) + "\n" + i18n.T("today.due", when.ExactTo(row.Due.In(now.Location()), i18n.Language(), domain.PrecisionDay))
	}
	return made
}

// What the names of rows begin with.
const (
	followUpPrefix = "follow-up:"
	answerPrefix   = "answer:"
	needPrefix     = "need:"
	personPrefix   = "person:"
)

// rowID names a row for good: by what is to be done.
func rowID(row *projections.QueueRow) string {
	switch {
	case row.FollowUp != nil:
		return followUpPrefix + row.FollowUp.ID.String()
	case row.Need != nil:
		return needPrefix + row.Need.ID.String()
	case row.Conversation != domain.None:
		return answerPrefix + row.Conversation.String()
	}
	return personPrefix + row.Person.ID.String()
}

// aboutOf is the record that stands for a row: the need, the person, else the first
// organisation, else the conversation.
func aboutOf(row *projections.QueueRow) domain.Stream {
	switch {
	case row.Need != nil:
		return domain.Stream{Kind: domain.KindNeed, ID: row.Need.ID}
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
	case domain.KindNeed:
		return kit.Face{Kind: kit.SymbolFace, ID: about.ID.String(), Icon: kit.IconNeed}
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
	if row.Need != nil {
		return desk.NeedTitle(*row.Need)
	}
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
	return text + " · " + shortened(name, titleLength-len([]rune(text)))
}

// titleLength is how many characters of a title stand in a row.
const titleLength = 52

// shortened gives a name that is too long with initials: "J. F. G. Unger".
func shortened(name string, most int) string {
	words := strings.Fields(name)
	for i := 0; i < len(words)-1 && len([]rune(strings.Join(words, " "))) > most; i++ {
		first := []rune(words[i])
		if unicode.IsUpper(first[0]) && len(first) > 2 {
			words[i] = string(first[:1]) + "."
		}
	}
	return strings.Join(words, " ")
}

func namesPerson(text, name string) bool {
	words := strings.Fields(name)
	return strings.Contains(strings.ToLower(text), strings.ToLower(words[len(words)-1]))
}

// whyOf is the second line: why this stands here. How late it is stands at the
// end of the row; of a follow-up the second line therefore says where it came
// from.
func whyOf(row *projections.QueueRow, from origins, now time.Time) string {
	why := kit.Capital(workspace.Why(row.Why))
	switch f := row.FollowUp; {
	case row.Need != nil:
		return why + " · " + i18n.N("need.voices", row.Need.Voices)
	case f != nil && f.Conversation != domain.None:
		return promise(f, from[f.Conversation], now)
	case f != nil:
		return why + " · " + i18n.T("today.planned", when.Speak(f.PlannedAt, now, i18n.Language(), domain.PrecisionDay))
	case row.Title != "":
		return why + " · " + i18n.T("today.quoted", row.Title)
	case row.Person.Organisation != "":
		return why + " · " + row.Person.Organisation
	}
	return why
}

// promise says in which conversation a follow-up was promised.
func promise(f *projections.FollowUpRow, in *projections.TimelineEntry, now time.Time) string {
	if in == nil || in.Erased || in.Missing {
		return i18n.T("today.promised", when.Speak(f.PlannedAt, now, i18n.Language(), domain.PrecisionDay))
	}
	said := i18n.T("today.promised", when.Speak(in.At, now, i18n.Language(), domain.PrecisionDay))
	words := in.Subject
	if words == "" {
		words = timeline.Plain(in.Text)
	}
	if words == "" {
		return said
	}
	return said + ": " + words
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
