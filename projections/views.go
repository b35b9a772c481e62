// Package projections computes the read models of Kontor from its ledger:
// lists, pages, timelines, the queue of the day and the search. They live in
// views.db, which holds nothing that could not be computed again.
package projections

import (
	"time"

	"kontor/domain"
)

// Page asks for a part of a list. Lists are read by keyset: After is the cursor
// of the last row seen, "" for the beginning. Of After, From, Before and Last
// one is given at most; the rows always come in the order of the list.
type Page struct {
	After  string
	From   string // the cursor of the first row that is wanted
	Before string // the cursor of the row below the last that is wanted
	Last   bool   // the last rows of the list
	Limit  int    // 0 means 100
}

// upwards tells whether the rows are sought from the last to the first.
func (p Page) upwards() bool { return p.Last || p.Before != "" }

// PersonRow is a person in a list.
type PersonRow struct {
	ID           domain.ID
	Name         string // "Dr. Charlotte von Stein"
	Sort         string // "Stein, Charlotte von"
	Initials     string
	Organisation string // the current one, if any
	JobTitle     string
	Communities  []string // names, in alphabetical order
	Tags         []string
	Email        string // the preferred one
	Phone        string
	Photo        string // address of the attachment, "" for none
	Owner        domain.ID
	LastContact  time.Time // zero: never
	Rhythm       int       // effective rhythm in days, 0 for none, -1 for never
	Archived     bool
	Erased       bool
	Missing      bool // the words cannot be read on this machine yet
	Similar      bool // does not fit the text of the query, but is alike
	Cursor       string
}

// PeopleOrder is the order of a list of people.
type PeopleOrder string

// The orders of a list of people.
const (
	PeopleByName        PeopleOrder = "name"
	PeopleByLastContact PeopleOrder = "last-contact" // longest ago first, never first of all
	PeopleByRecent      PeopleOrder = "recent"       // latest contact first
	PeopleByAdded       PeopleOrder = "added"        // newest first
)

// PeopleQuery selects people.
type PeopleQuery struct {
	Text         string // prefix search over name, organisation, e-mail, tags
	Similar      bool   // where nobody fits the text, those whose names are alike, the likeliest first
	Community    domain.ID
	Organisation domain.ID
	Tag          string
	Owner        domain.ID
	Of           []domain.ID // of these alone, unless nil
	SilentDays   int         // last contact at least so many days ago (or never)
	Archived     bool        // those who are archived or erased instead of the others
	Segment      domain.ID
	Filter       *domain.Filter // rules of a segment as it is being written; they hold beside Segment
	WentQuiet    DaySpan        // gone quiet on one of these days, and not back until their end
	CameBack     DaySpan        // taken up again on one of these days
	OutOfRhythm  bool           // with a rhythm, and not in conversation within it
	RhythmDay    domain.Day     // for OutOfRhythm: at the end of which day; "" for now
	Order        PeopleOrder
	Reverse      bool // the list the other way round
	Page
}

// FactRow is one value of a record, with where it came from.
type FactRow struct {
	Field  domain.Field
	Value  domain.Value
	Origin domain.Origin
	Since  time.Time
	By     domain.ID
}

// PersonPage is everything about one person but the timeline.
type PersonPage struct {
	PersonRow
	Facts        []FactRow
	FullName     domain.Name
	Memberships  []MembershipRow
	Affiliations []AffiliationRow
	Relations    []RelationRow // both ways
	OwnRhythm    domain.Rhythm
	NextDue      domain.Day // by the rhythm; "" if there is none
	SnoozedUntil domain.Day
	FollowUps    []FollowUpRow // open ones, earliest first
	Needs        []NeedRow     // not closed, which they asked for
	Unanswered   []TimelineEntry
	Complaints   []TimelineEntry // open ones of theirs and of where they are, latest first
	KnownBy      []KnownByRow    // who of us spoke with them, most first
	AddedAt      time.Time
	AddedBy      domain.ID
	Origin       domain.Origin
}

// MembershipRow is a person's place in a community.
type MembershipRow struct {
	Community domain.ID
	Name      string
	Taxonomy  domain.CommunityKind
	Roles     []string
	Since     domain.Day
}

// AffiliationRow is a person's place at an organisation.
type AffiliationRow struct {
	domain.Affiliation
	Person           domain.ID
	PersonName       string
	OrganisationName string
}

// RelationRow is a relation between two people, seen from one of them.
type RelationRow struct {
	domain.Relation
	OtherName string
	// Incoming is true where the relation was recorded on the other person:
	// "introduced-by" then reads "introduced".
	Incoming bool
}

// KnownByRow says how often one of us spoke with somebody.
type KnownByRow struct {
	Member        domain.ID
	Name          string
	Conversations int
	Last          time.Time
}

// OrganisationRow is an organisation in a list.
type OrganisationRow struct {
	ID          domain.ID
	Name        string
	City        string
	Domain      string // the first e-mail or web domain
	Tags        []string
	People      int // current affiliations
	LastContact time.Time
	Archived    bool
	Erased      bool
	Similar     bool // does not fit the text of the query, but is alike
	Cursor      string
}

// OrganisationQuery selects organisations.
type OrganisationQuery struct {
	Text     string
	Similar  bool // where none fits the text, those whose names are alike, the likeliest first
	Tag      string
	Archived bool
	Reverse  bool // from Z to A
	Page
}

// OrganisationPage is everything about one organisation but the timeline.
type OrganisationPage struct {
	OrganisationRow
	Facts      []FactRow
	Parent     domain.ID
	ParentName string
	Parts      []OrganisationRow
	People     []AffiliationRow // current first
	Owner      domain.ID
	KnownBy    []KnownByRow               // who of us spoke with its people, most first
	Known      map[domain.ID][]KnownByRow // and with each of them
	FollowUps  []FollowUpRow              // open ones about it and the people who are there now, earliest first
	Complaints []TimelineEntry            // open ones of it and of its people, latest first
	Needs      []NeedRow                  // not closed, for which somebody asked in its name
	AddedAt    time.Time
}

// CommunityRow is a community in a list.
type CommunityRow struct {
	ID          domain.ID
	Name        string
	Taxonomy    domain.CommunityKind
	Rhythm      domain.Rhythm
	Owner       domain.ID
	People      int
	InRhythm    int // of those with a rhythm, how many were spoken to within it
	WithRhythm  int
	LastContact time.Time
	Archived    bool
	Similar     bool // does not fit what was typed, but is alike
}

// CommunityPage is everything about one community but people and timeline.
type CommunityPage struct {
	CommunityRow
	Facts     []FactRow
	Roles     []RoleCount
	OwnerName string
	AddedAt   time.Time
}

// RoleCount says how many people have a role.
type RoleCount struct {
	Role   string
	People int
}

// MemberRow is one of us.
type MemberRow struct {
	ID       domain.ID
	Name     string
	Initials string
}

// Party is somebody named in a timeline entry.
type Party struct {
	ID     domain.ID
	Kind   domain.Kind // person, organisation or member
	Name   string      // "" if erased
	Erased bool
	// Missing is true for a record whose words cannot be read on this machine
	// yet, Gone for one that was withdrawn or never added.
	Missing bool
	Gone    bool
}

// EntryKind says what a timeline entry is about.
type EntryKind string

// The kinds of timeline entries.
const (
	EntryConversation EntryKind = "conversation"
	EntryFollowUp     EntryKind = "follow-up" // planned, done, cancelled
	EntryChange       EntryKind = "change"    // edits and system events; dim and folded
	EntryNeed         EntryKind = "need"      // heard, decided, told back
)

// TimelineEntry is one thing that happened.
type TimelineEntry struct {
	Kind      EntryKind
	Event     domain.ID // the event, stable: the anchor of scrolling
	Record    domain.Stream
	Type      string // event type, for changes
	At        time.Time
	Precision domain.Precision
	// Of a conversation:
	Channel        string
	Direction      domain.Direction
	Seconds        int
	Ours           []Party
	People         []Party
	Organisations  []Party
	Mentions       []Party
	Subject        string
	Text           string // the first 500 characters of the text, or what changed
	TextCut        bool
	Tags           []string
	Sentiment      *int
	AnswerExpected bool
	AnswerTheirs   bool // it is theirs to give, not ours
	AnswerBy       domain.Day
	AnswerOpen     bool
	Attachments    int
	Corrected      bool
	Withdrawn      bool
	Erased         bool
	Missing        bool // the words cannot be read on this machine yet
	Place          string
	// Of a change: what it is about beside People and Organisations, and the
	// values that were changed. Text is the roles, the job title, the kind of a
	// relation, the days of a rhythm, a day, a name or a reason, by its type.
	Communities []Party
	Members     []Party
	Changes     []domain.Change
	FollowUps   []FollowUpRow // what followed from it
	Needs       []NeedRow     // that were heard in it; of an entry about a need, that one
	Actor       Party         // who recorded it
	RecordedAt  time.Time
	Cursor      string
}

// TimelineQuery selects entries, newest first.
type TimelineQuery struct {
	// Of is the person, organisation, community or segment, or the zero stream for
	// everything.
	Of         domain.Stream
	People     *domain.Filter // with somebody who is in this filter; not beside one person or organisation
	Segment    domain.ID      // with somebody who is in this segment; the same
	Kinds      []EntryKind    // none means all of them
	Channels   []string
	Directions []domain.Direction
	Tag        string
	Member     domain.ID // one of ours took part
	Text       string    // full text; of everything or a community without the changes
	Since      time.Time
	Until      time.Time
	Days       DaySpan // of conversations, the days where they took place
	Withdrawn  bool    // withdrawn ones too
	// Before is the cursor of the oldest entry seen; "" for the newest.
	// After is the cursor of the newest entry seen, to page upwards.
	// From is the cursor of the newest entry that is wanted, Last asks for the
	// oldest entries of all. TimelineAt makes a cursor of a moment.
	Before string
	After  string
	From   string
	Last   bool
	Limit  int // 0 means 50
}

// FollowUpRow is something one of us is to do.
type FollowUpRow struct {
	ID           domain.ID
	Text         string
	Due          domain.Day
	For          Party
	People       []Party
	Organisation []Party
	Conversation domain.ID
	State        domain.FollowUpState
	PlannedAt    time.Time
	Erased       bool
	Missing      bool
	Cursor       string
}

// Reason says why something is in the queue, or why two people may be the same.
// Its text is filled with Args. In the queue it is found by the key
// "today.reason." + Code; of duplicates the Code is the whole key
// ("match.reason.…").
type Reason struct {
	Code string
	Args []any
}

// QueueSection is a part of the queue of the day.
type QueueSection string

// The parts of the queue, in their order.
const (
	QueueOverdue QueueSection = "overdue"
	QueueToday   QueueSection = "today"
	QueueWeek    QueueSection = "week"
	QueueAnswers QueueSection = "answers" // somebody waits for our answer, or we for theirs
	QueueCatchUp QueueSection = "catch-up"
)

// QueueRow is one thing to do. Exactly one of FollowUp, Need (to decide, or to
// tell people what was decided), Conversation (an answer) and Person (a rhythm)
// is what it is about; Person is set where one person stands for it.
type QueueRow struct {
	Section      QueueSection
	Person       PersonRow
	FollowUp     *FollowUpRow
	Need         *NeedRow
	Conversation domain.ID
	Title        string // the text of the follow-up, the need, or the subject awaiting an answer, or ""
	Why          Reason
	Due          domain.Day
	Days         int // days late (positive) or to go (negative)
}

// Named is the title and the name of the person with something between them, or
// the one that there is.
func (r QueueRow) Named(between string) string {
	switch {
	case r.Title == "":
		return r.Person.Name
	case r.Person.Name == "":
		return r.Title
	}
	return r.Title + between + r.Person.Name
}

// QueueQuery asks for the queue of one of us on a day.
type QueueQuery struct {
	Member  domain.ID
	Now     time.Time
	CatchUp int // at most so many people to catch up with; 0 means 12
	// PerSection is how many rows each other section shows at most, the most
	// urgent first; 0 means 100. The others are counted.
	PerSection int
}

// Queue is the queue of the day.
type Queue struct {
	Rows    []QueueRow
	CatchUp int // how many are out of rhythm in all
	// Counts are the entries of each section, also those that are not shown.
	Counts map[QueueSection]int
}

// HitKind says what a search found.
type HitKind = domain.Kind

// Hit is one answer of the search.
type Hit struct {
	Kind   HitKind
	ID     domain.ID
	Title  string
	Detail string
	Avatar string // initials
	Photo  string
	At     time.Time
	// Approximate is true for a name that is only alike or sounds alike.
	Approximate bool
	Score       float64
}

// Duplicate is a pair of people who may be the same.
type Duplicate struct {
	A, B    PersonRow
	Score   int // 0 to 100
	Reasons []Reason
	Cursor  string
}

// Counts are the numbers beside the places of the window.
type Counts struct {
	People, Organisations, Communities, Conversations, FollowUps, Members, Imports, Segments int

	Needs  int // not closed
	Events int64
}

// ImportRow is one import.
type ImportRow struct {
	ID       domain.ID
	At       time.Time
	By       domain.ID
	Format   string
	Files    []string
	Counts   domain.ImportCounts
	Finished bool
	Undone   bool
}

// TagRow is a tag and how often it is used.
type TagRow struct {
	Tag   string
	Count int
}
