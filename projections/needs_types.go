package projections

import (
	"time"

	"kontor/domain"
)

// NeedRow is a need in a list.
type NeedRow struct {
	ID        domain.ID
	Title     string
	Tags      []string
	State     domain.NeedState
	Answer    domain.NeedAnswer // "" as long as nobody decided
	Owner     domain.ID         // the member who is to see to it
	OwnerName string
	Due       domain.Day
	RaisedAt  time.Time
	Voices    int // that were heard
	Told      int // of them, how many know what is decided
	ToTell    int // of them, how many can and must still be told
	Missing   bool
	Erased    bool
	Cursor    string
}

// NeedsShown says which needs a list shows.
type NeedsShown string

// What a list of needs can show.
const (
	NeedsOpen      NeedsShown = "open"      // not closed; also the meaning of ""
	NeedsUndecided NeedsShown = "undecided" // not closed, and nobody decided
	NeedsToTell    NeedsShown = "to-tell"   // decided, and somebody is still to be told
	NeedsClosed    NeedsShown = "closed"
	NeedsAll       NeedsShown = "all"
)

// NeedOrder is the order of a list of needs.
type NeedOrder string

// The orders of a list of needs.
const (
	NeedsByDue    NeedOrder = "due"    // earliest first, those without a day last; also the meaning of ""
	NeedsByVoices NeedOrder = "voices" // most first
	NeedsByRaised NeedOrder = "raised" // newest first
)

// NeedQuery selects needs.
type NeedQuery struct {
	Text  string // all words, each of which may be the beginning of one
	Shown NeedsShown
	For   domain.ID // the member who is to see to it
	// About is a person or an organisation who asked, a community whose people
	// did, or a conversation in which it was said.
	About   domain.Stream
	Order   NeedOrder
	Reverse bool
	Page
}

// VoiceRow is one person who asked.
type VoiceRow struct {
	Person           domain.ID
	Name             string
	Initials         string
	Photo            string
	Organisation     domain.ID
	OrganisationName string
	Communities      []string
	Conversation     domain.ID // None where it cannot be opened any more
	Heard            domain.Moment
	Quote            string
	Told             *domain.Telling // what is decided now; nil if not yet
	// ToldOtherwise is what they were told before the decision changed; nil unless
	// they have to be told again.
	ToldOtherwise *domain.Telling
	Erased        bool
}

// NeedDecision is what was decided.
type NeedDecision struct {
	Answer  domain.NeedAnswer
	Wording string
	At      time.Time
	By      Party
}

// NeedPage is everything about one need.
type NeedPage struct {
	NeedRow
	Text        string
	Plan        domain.NeedPlan
	Decision    *NeedDecision // nil as long as nobody decided
	ClosedAt    time.Time     // zero as long as it is open
	ClosedBy    Party
	CloseReason string
	Heard       []VoiceRow // in the order in which they were heard
	AddedBy     Party
	AddedAt     time.Time
	Withdrawn   bool
}
