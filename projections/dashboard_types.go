package projections

import (
	"time"

	"kontor/domain"
)

// Who narrows figures and lists to some people: those for whom everything in it
// holds. The zero value is everyone.
type Who struct {
	Community domain.ID
	Segment   domain.ID
	Filter    *domain.Filter
}

// DashboardQuery asks for the figures of a period, which are compared with those
// of a period before it.
type DashboardQuery struct {
	From, To domain.Day // both inclusive
	// Against are the days to compare with: before the period, and no more of
	// them; the zero span is as many days as the period has, just before it.
	Against DaySpan
	Who
	// Member is one of us: conversations in which the member took part, people
	// whom the member looks after, follow-ups of the member.
	Member domain.ID
}

// Dashboard is where the conversations with the communities stand.
type Dashboard struct {
	Query  DashboardQuery
	Before DaySpan // the period that everything is compared with

	Conversations Figure
	Channels      []ChannelFigure // most first
	Directions    []DirectionFigure
	Series        []SeriesPoint // without gaps, oldest first
	Weeks         []Week        // the course until the end of the period, oldest first
	Coverage      []CoverageRow // everyone, and each community by name
	Unanswered    Figure        // at the end of the period, or now
	Response      Figure        // median seconds from what we were asked until the answer
	Answers       Figure        // of how many answers it is the median
	WentQuiet     Figure        // people
	CameBack      Figure        // people
	Sentiment     Figure        // mean, from -2 to 2
	Promises      Figure        // follow-ups that were due, and kept or missed
	Pending       Figure        // open ones that are due today: neither kept nor missed until the day is over
	Kept          Figure        // the share of them done in time, 0 to 1; its list is the others
}

// Figure is a number of a period, and of the one before.
type Figure struct {
	Now, Before float64
	// Has and Had are false where there is nothing to measure, such as the mean
	// of no sentiments.
	Has, Had bool
	List     List
}

// List is what stands behind a number of the present period. At most one of its
// parts is set.
type List struct {
	People    *PeopleQuery   // for Views.People
	Timeline  *TimelineQuery // for Views.Timeline
	FollowUps *FollowUpQuery // for Views.FollowUps
	Owed      *OwedQuery     // for Views.Owed
}

// ChannelFigure counts the conversations over a channel.
type ChannelFigure struct {
	Channel string
	Figure
}

// DirectionFigure counts the conversations in a direction.
type DirectionFigure struct {
	Direction domain.Direction
	Figure
}

// SeriesPoint is a piece of the period: a day, a week or a month, by its length.
type SeriesPoint struct {
	DaySpan
	Conversations int
	Before        int // in the same piece of the period before
	Channels      map[string]int
	Directions    map[domain.Direction]int
	Sentiment     float64 // mean
	Sentiments    int     // of so many
	List          List
}

// CoverageRow says how many people of a community were in conversation within
// their rhythm at the end of the period, or now.
type CoverageRow struct {
	Community domain.ID // none for everyone
	Name      string
	People    int // with a rhythm
	InRhythm  int
	// Share is InRhythm of People; its list is those who were out of the rhythm
	// then.
	Share Figure
}

// OwedQuery selects the conversations to which we owed an answer at a moment.
type OwedQuery struct {
	Who
	Member domain.ID // who took part
	At     time.Time // zero for now
	Limit  int       // 0 means 200
}
