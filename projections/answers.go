package projections

import (
	"context"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// Unanswered returns the conversations to which somebody still waits for an
// answer, the longest waiting first: those in which the member took part, or
// all if no member is given.
func (v *Views) Unanswered(ctx context.Context, q QueueQuery) (entries []TimelineEntry, err error) {
	err = v.read(ctx, func(r *reader) error {
		member, err := r.number(q.Member)
		if err != nil {
			return err
		}
		cards, err := r.awaiting(member)
		if err != nil {
			return err
		}
		for _, c := range cards {
			e, err := r.conversationEntry(c)
			if err != nil {
				return err
			}
			entries = append(entries, e)
		}
		return nil
	})
	return entries, err
}

// awaiting lists the conversations that are not answered, in which a member (or
// anyone, if 0) took part, oldest first.
func (r *reader) awaiting(member int64) (cards []*card, err error) {
	var positions []int64
	err = r.q(`SELECT a.position FROM awaited a LEFT JOIN contact c ON c.n = a.person
		WHERE (? = 0 OR a.member IN (0, ?)) AND CASE a.direction WHEN ? THEN 1 WHEN ? THEN ifnull(c.incoming <= a.at, 1) ELSE ifnull(c.outgoing <= a.at, 1) END
		ORDER BY a.at, a.position`).int(member).int(member).int(promised).int(directionOutgoing).each(func(s *sqlite.Stmt) error {
		positions = append(positions, s.ColumnInt64(0))
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, position := range positions {
		c, err := r.cardAt(position)
		if err != nil {
			return nil, err
		}
		if c == nil || member != 0 && len(c.ours) > 0 && !slices.Contains(c.ours, member) {
			continue
		}
		open, err := r.answerOpen(c)
		if err != nil {
			return nil, err
		}
		if open {
			cards = append(cards, c)
		}
	}
	return cards, nil
}

// answerOpen reports whether somebody still waits for the answer: nobody settled
// it, no conversation says that it answers it, and with none of its people there
// was a later conversation from the side that is to answer, or both. What they
// promised stays open whatever is spoken of later, like what we promise.
func (r *reader) answerOpen(c *card) (bool, error) {
	if !c.awaits() {
		return false, nil
	}
	n, err := r.q("SELECT count(*) FROM answer WHERE conversation = ?").blob(c.id[:]).number()
	if err != nil || n > 0 {
		return false, err
	}
	if c.has(cardTheirs) {
		return true, nil
	}
	for _, person := range c.people {
		contact, ok, err := r.contact(person)
		if err != nil {
			return false, err
		}
		if !ok {
			continue
		}
		later := contact.outgoing
		if c.theirs() {
			later = contact.incoming
		}
		if later > c.at {
			return false, nil
		}
	}
	return true, nil
}

// unansweredBy lists the open answers of conversations with a person.
func (r *reader) unansweredBy(n int64) (entries []TimelineEntry, err error) {
	cards, err := r.unansweredCards(n)
	if err != nil {
		return nil, err
	}
	for _, c := range cards {
		e, err := r.conversationEntry(c)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// unansweredCards are the conversations with a person that are not answered, the
// latest first.
func (r *reader) unansweredCards(n int64) (cards []*card, err error) {
	c, ok, err := r.contact(n)
	if err != nil || !ok {
		return nil, err
	}
	// What is older than the last conversation in both directions is answered, or
	// it was promised.
	since := min(c.incoming, c.outgoing)
	var positions []int64
	err = r.q(`SELECT position, what, at FROM entry WHERE subject = ?1 AND at >= ?2
			AND EXISTS (SELECT 1 FROM awaited WHERE awaited.position = entry.position)
		UNION
		SELECT e.position, e.what, e.at FROM awaited a JOIN entry e ON e.subject = ?1 AND e.at = a.at AND e.position = a.position
			WHERE a.direction = ?3
		ORDER BY 3 DESC`).int(n).int(since).int(promised).
		each(func(s *sqlite.Stmt) error {
			what := s.ColumnInt64(1)
			if what&entryKindMask == entryConversation && what&entryHidden == 0 && what&entryParticipant != 0 {
				positions = append(positions, s.ColumnInt64(0))
			}
			return nil
		})
	if err != nil {
		return nil, err
	}
	for _, position := range positions {
		c, err := r.cardAt(position)
		if err != nil {
			return nil, err
		}
		open, err := r.answerOpen(c)
		if err != nil {
			return nil, err
		}
		if open {
			cards = append(cards, c)
		}
	}
	return cards, nil
}

// theirs reports whether an answer that is expected is theirs to give: we wrote
// or called, or they promised something.
func (c *card) theirs() bool { return c.direction == directionOutgoing || c.has(cardTheirs) }

// answerDue is the day by which a conversation is to be answered: the day that
// was said, or for our answers a day after the conversation. An answer of theirs
// for which no day was said is due after patience days.
func (c *card) answerDue() int64 {
	switch {
	case c.answerBy != 0:
		return c.answerBy
	case c.theirs():
		return c.day + patience
	}
	return c.day + 1
}

// patience is after how many days we ask again where no day was said.
const patience = 14

// dayOfNow is the number of the day of a moment where the user is.
func dayOfNow(now time.Time) int64 { return dayNumber(domain.DayOf(now)) }
