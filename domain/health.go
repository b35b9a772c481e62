package domain

import (
	"math"
	"slices"
)

// Health says how a relationship stands, with its reasons. docs/health.md has
// the formula.
type Health struct {
	Score int // 0 to 100, where it can be told
	State HealthState
	Parts []HealthPart // none where there was no contact yet, or none is wanted
}

// Told reports whether there is a number: somebody spoke with them, often enough.
func (s HealthState) Told() bool { return s != HealthNone && s != HealthUnclear }

// HealthState is how a relationship stands, in a word.
type HealthState string

// How a relationship stands.
const (
	HealthWarm    HealthState = "warm"    // 75 and more
	HealthSteady  HealthState = "steady"  // 50 and more
	HealthCooling HealthState = "cooling" // 25 and more
	HealthCold    HealthState = "cold"
	HealthUnclear HealthState = "unclear" // there were too few contacts to tell
	HealthNone    HealthState = "none"    // there was no contact, or none is wanted
)

// HealthAspect is what a part of the health looks at.
type HealthAspect string

// What the parts of the health look at.
const (
	HealthRecency     HealthAspect = "recency"     // Numbers: days since the last contact, days expected
	HealthFrequency   HealthAspect = "frequency"   // days of contact, expected ones, days looked at
	HealthDepth       HealthAspect = "depth"       // conversations looked at, depth in hundredths
	HealthReciprocity HealthAspect = "reciprocity" // conversations from them, from us
	HealthMomentum    HealthAspect = "momentum"    // conversations of the last days, of those before, how many days
	HealthHistory     HealthAspect = "history"     // days of contact, how many it takes to tell
	HealthComplaint   HealthAspect = "complaint"   // open complaints, days since the oldest
	HealthWaiting     HealthAspect = "waiting"     // answers that we owe and whose day is past, days since that of the oldest
)

// HealthPart is one reason. Its text is found by the key "health.reason." +
// Aspect, in the plural form of the first of Numbers, and filled with them.
type HealthPart struct {
	Aspect   HealthAspect
	Value    float64 // 0 to 1
	Weight   float64 // of all parts they add up to 1; 0 of what is open, by whose value the sum is multiplied
	Numbers  []int
	From, To Day // the conversations that it looks at
}

// HealthContact is a conversation as the health sees it.
type HealthContact struct {
	Day       Day
	Channel   string
	Direction Direction
	Seconds   int
	Words     int // up to healthWords; what is beyond does not count
}

// HealthOpen is what we owe somebody: their open complaints, and the answers, to
// anything else, whose day is past.
type HealthOpen struct {
	Complaints []Day // the days on which they were made
	Overdue    []Day // the days by which they were to be answered
}

// The measures of the health, in days unless said otherwise.
const (
	healthYear     = 365
	healthMomentum = 90
	healthDeep     = 20      // conversations
	healthExpected = 90      // where there is neither a rhythm nor a usual pause
	healthLong     = 30 * 60 // seconds after which a conversation is as deep as any
	healthWords    = 80      // words of a text likewise
	healthDays     = 3       // of contact, before there is a number

	complaintLeaves = 0.5  // of the number, with a complaint open
	waitingLeaves   = 0.75 // with an answer that we owe past its day
)

// channelDepth is how deep a conversation over a channel can be.
var channelDepth = map[string]float64{
	ChannelMeeting: 1, ChannelEvent: 1, ChannelVideo: 0.9, ChannelCall: 0.8, ChannelLetter: 0.6,
	ChannelMail: 0.5, ChannelChat: 0.4, ChannelForum: 0.4, ChannelSocial: 0.3,
}

// otherDepth is that of the users' own channels.
const otherDepth = 0.5

// HealthOf assesses a relationship by its contacts, in any order; those after
// today do not count. The rhythm is the effective one; usual is the usual pause
// in days, 0 if there are too few contacts to tell.
func HealthOf(contacts []HealthContact, open HealthOpen, rhythm Rhythm, usual int, today Day) Health {
	h := healthReckoning{today: today, expected: healthExpected}
	for _, c := range contacts {
		if c.Day.Valid() && c.Day <= today {
			h.contacts = append(h.contacts, c)
		}
	}
	if len(h.contacts) == 0 || rhythm == Never {
		return Health{State: HealthNone}
	}
	slices.SortStableFunc(h.contacts, func(a, b HealthContact) int {
		switch {
		case a.Day > b.Day:
			return -1
		case a.Day < b.Day:
			return 1
		}
		return 0
	})
	switch {
	case rhythm > 0:
		h.expected = int(rhythm)
	case usual > 0:
		h.expected = usual
	}
	owed := h.owed(open)
	recency := h.recency()
	if few := h.history(); few.Value < 1 && recency.Value > 0 {
		return Health{State: HealthUnclear, Parts: append(owed, few)}
	}
	health := Health{Parts: append(owed, recency, h.frequency(), h.depth(), h.reciprocity(), h.momentum())}
	sum, left := 0.0, 1.0
	for _, p := range health.Parts {
		sum += p.Value * p.Weight
		if p.Weight == 0 {
			left *= p.Value
		}
	}
	health.Score = int(math.Round(100 * sum * left))
	health.State = HealthOfScore(health.Score)
	return health
}

// HealthOfScore is how a relationship with a score stands, in a word.
func HealthOfScore(score int) HealthState {
	switch {
	case score >= 75:
		return HealthWarm
	case score >= 50:
		return HealthSteady
	case score >= 25:
		return HealthCooling
	}
	return HealthCold
}

type healthReckoning struct {
	contacts []HealthContact // the latest first
	today    Day
	expected int // days between contacts
}

// owed are the reasons in what is open, none where nothing is.
func (h *healthReckoning) owed(open HealthOpen) (parts []HealthPart) {
	add := func(aspect HealthAspect, days []Day, leaves float64) {
		days = slices.DeleteFunc(slices.Clone(days), func(d Day) bool { return !d.Valid() || d > h.today })
		if len(days) == 0 {
			return
		}
		oldest := slices.Min(days)
		parts = append(parts, HealthPart{
			Aspect: aspect, Value: leaves, Numbers: []int{len(days), h.today.Sub(oldest)},
			From: min(oldest, h.contacts[len(h.contacts)-1].Day), To: h.today,
		})
	}
	add(HealthComplaint, open.Complaints, complaintLeaves)
	add(HealthWaiting, open.Overdue, waitingLeaves)
	return parts
}

// history is 1 from the days of contact on that it takes to tell.
func (h *healthReckoning) history() HealthPart {
	days := map[Day]bool{}
	for _, c := range h.contacts {
		days[c.Day] = true
	}
	return HealthPart{
		Aspect: HealthHistory, Numbers: []int{len(days), healthDays}, From: h.contacts[len(h.contacts)-1].Day, To: h.today,
		Value: clamp(float64(len(days)) / healthDays),
	}
}

// recency is 1 within the expected days and falls to 0 at three times as many.
func (h *healthReckoning) recency() HealthPart {
	last := h.contacts[0].Day
	days := h.today.Sub(last)
	return HealthPart{
		Aspect: HealthRecency, Weight: 0.35, Numbers: []int{days, h.expected}, From: last, To: h.today,
		Value: clamp(float64(3*h.expected-days) / float64(2*h.expected)),
	}
}

// frequency is the share of the contacts that were expected in a year, or since
// the first one.
func (h *healthReckoning) frequency() HealthPart {
	window := min(healthYear, max(h.today.Sub(h.contacts[len(h.contacts)-1].Day)+1, h.expected))
	from := h.today.Add(1 - window)
	days := map[Day]bool{}
	for _, c := range h.since(from) {
		days[c.Day] = true
	}
	expected := max(1, int(math.Round(float64(window)/float64(h.expected))))
	return HealthPart{
		Aspect: HealthFrequency, Weight: 0.25, Numbers: []int{len(days), expected, window}, From: from, To: h.today,
		Value: clamp(float64(len(days)) / float64(expected)),
	}
}

// depth is the mean depth of the last conversations: of the channel, and half of
// it for the length.
func (h *healthReckoning) depth() HealthPart {
	latest := h.contacts[:min(len(h.contacts), healthDeep)]
	sum := 0.0
	for _, c := range latest {
		channel, ok := channelDepth[c.Channel]
		if !ok {
			channel = otherDepth
		}
		length := 0.5 // where nobody said how long it was
		if c.Seconds > 0 || c.Words > 0 {
			length = clamp(max(float64(c.Seconds)/healthLong, float64(c.Words)/healthWords))
		}
		sum += channel * (0.5 + length/2)
	}
	value := clamp(sum / float64(len(latest)))
	return HealthPart{
		Aspect: HealthDepth, Weight: 0.1, Numbers: []int{len(latest), int(math.Round(100 * value))}, Value: value,
		From: latest[len(latest)-1].Day, To: h.today,
	}
}

// reciprocity is 1 where as much comes from them as from us; a talk comes from
// both.
func (h *healthReckoning) reciprocity() HealthPart {
	from := h.today.Add(1 - healthYear)
	theirs, ours := 0, 0
	for _, c := range h.since(from) {
		if c.Direction != DirectionOutgoing {
			theirs++
		}
		if c.Direction != DirectionIncoming {
			ours++
		}
	}
	p := HealthPart{Aspect: HealthReciprocity, Weight: 0.15, Numbers: []int{theirs, ours}, From: from, To: h.today}
	if theirs+ours > 0 {
		p.Value = float64(2*min(theirs, ours)) / float64(theirs+ours)
	}
	return p
}

// momentum is 1 where there were at least as many conversations lately as
// before, and 0 where there were none.
func (h *healthReckoning) momentum() HealthPart {
	middle := h.today.Add(1 - healthMomentum)
	from := h.today.Add(1 - 2*healthMomentum)
	now := len(h.since(middle))
	before := len(h.since(from)) - now
	p := HealthPart{Aspect: HealthMomentum, Weight: 0.15, Numbers: []int{now, before, healthMomentum}, From: from, To: h.today}
	if now+before > 0 {
		p.Value = clamp(float64(now+1) / float64(before+1))
	}
	return p
}

func (h *healthReckoning) since(from Day) []HealthContact {
	i := slices.IndexFunc(h.contacts, func(c HealthContact) bool { return c.Day < from })
	if i < 0 {
		return h.contacts
	}
	return h.contacts[:i]
}

func clamp(v float64) float64 { return min(max(v, 0), 1) }
