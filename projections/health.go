package projections

import (
	"context"
	"slices"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// PersonHealth is how the relationship with somebody stands.
type PersonHealth struct {
	Score   int // 0 to 100
	State   domain.HealthState
	Reasons []HealthReason
}

// HealthReason is a part of the health with the conversations that it looks at.
type HealthReason struct {
	domain.HealthPart
	Timeline TimelineQuery
}

// healthContacts is how many conversations the health looks at, the last ones,
// and healthRead of how many of them the length.
const (
	healthContacts = 500
	healthRead     = 20
)

// Health says how the relationship with a person stands, with its reasons; nil
// if there is no such person.
func (v *Views) Health(ctx context.Context, person domain.ID, now time.Time) (health *PersonHealth, err error) {
	err = v.read(ctx, func(r *reader) error {
		n, err := r.number(person)
		if err != nil || n == 0 {
			return err
		}
		c, ok, err := r.contact(n)
		if err != nil || !ok {
			return err
		}
		contacts, usual, err := r.healthContacts(n)
		if err != nil {
			return err
		}
		open, err := r.healthOpen(n, now)
		if err != nil {
			return err
		}
		h := domain.HealthOf(contacts, open, domain.Rhythm(c.rhythm), int(usual), domain.DayOf(now))
		health = &PersonHealth{Score: h.Score, State: h.State}
		var channels []string // of contacts: internal notes are none
		for _, c := range contacts {
			if !slices.Contains(channels, c.Channel) {
				channels = append(channels, c.Channel)
			}
		}
		for _, p := range h.Parts {
			health.Reasons = append(health.Reasons, HealthReason{p, TimelineQuery{
				Of: domain.Stream{Kind: domain.KindPerson, ID: person}, Kinds: []EntryKind{EntryConversation},
				Channels: channels, Days: DaySpan{p.From, p.To},
			}})
		}
		return nil
	})
	return health, err
}

// healthOpen is what we owe a person: an answer to a complaint is a complaint.
func (r *reader) healthOpen(n int64, now time.Time) (open domain.HealthOpen, err error) {
	complaints, err := r.complaints([]int64{n}, now)
	if err != nil {
		return open, err
	}
	counted := map[domain.ID]bool{}
	for _, e := range complaints {
		counted[e.Record.ID] = true
		open.Complaints = append(open.Complaints, domain.DayOf(e.At.In(now.Location())))
	}
	cards, err := r.unansweredCards(n)
	if err != nil {
		return open, err
	}
	for _, c := range cards {
		if due := c.answerDue(); !c.theirs() && due < dayOfNow(now) && !counted[c.id] {
			open.Overdue = append(open.Overdue, dayOf(due))
		}
	}
	return open, nil
}

// healthContacts are the contacts with a person, the latest first, and their
// usual pause.
func (r *reader) healthContacts(n int64) (contacts []domain.HealthContact, usual int64, err error) {
	var positions, days []int64
	var codes []int64
	err = r.q("SELECT at, what, position FROM entry WHERE subject = ? ORDER BY at DESC, position DESC").int(n).
		each(func(s *sqlite.Stmt) error {
			at, what := s.ColumnInt64(0), s.ColumnInt64(1)
			if !isContact(what) {
				return nil
			}
			day := entryDay(at, what)
			days, positions = append(days, day), append(positions, s.ColumnInt64(2))
			codes = append(codes, what>>entryChannelShift)
			contacts = append(contacts, domain.HealthContact{Day: dayOf(day), Direction: directions[min(entryDirection(what), 2)]})
			if len(contacts) == healthContacts {
				return errEnough
			}
			return nil
		})
	if err != nil {
		return nil, 0, err
	}
	for i := range contacts {
		if contacts[i].Channel, err = r.channelName(codes[i]); err != nil {
			return nil, 0, err
		}
		if i >= healthRead {
			continue
		}
		c, err := r.cardAt(positions[i])
		if err != nil {
			return nil, 0, err
		}
		if c != nil {
			contacts[i].Seconds, contacts[i].Words = int(c.seconds), len(strings.Fields(c.text))
		}
	}
	slices.Sort(days)
	return contacts, usualPause(slices.Compact(days)), nil
}
