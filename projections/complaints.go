package projections

import (
	"cmp"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// complaintDays is after how many days a complaint is no warning any more.
const complaintDays = 365

// complains reports whether the conversation is something that was said to us and
// reads like a complaint: it carries the tag of one, or went badly.
func (c *card) complains() bool {
	return c.direction != directionOutgoing && (c.sentiment < 0 || c.namedComplaint())
}

func (c *card) namedComplaint() bool { return slices.ContainsFunc(c.tags, domain.ComplaintTag) }

// complaints lists the open complaints of the last year on the timelines of some
// records, the latest first.
func (r *reader) complaints(subjects []int64, now time.Time) (entries []TimelineEntry, err error) {
	type place struct{ at, position int64 }
	since := now.AddDate(0, 0, -complaintDays).UnixMicro()
	var places []place
	for _, subject := range subjects {
		err := r.q("SELECT at, position, what FROM entry WHERE subject = ? AND at >= ? AND what & ? = ?").
			int(subject).int(since).int(entryComplaint | entryParticipant | entryHidden).int(entryComplaint | entryParticipant).
			each(func(s *sqlite.Stmt) error {
				places = append(places, place{s.ColumnInt64(0), s.ColumnInt64(1)})
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(b.at, a.at), cmp.Compare(b.position, a.position))
	})
	for _, p := range slices.Compact(places) { // one that several of them made stands on the timeline of each
		c, err := r.cardAt(p.position)
		if err != nil || c == nil {
			return nil, err
		}
		open, err := r.complaintOpen(c)
		if err != nil {
			return nil, err
		}
		if !open {
			continue
		}
		e, err := r.conversationEntry(c)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// complaintOpen reports whether a complaint is still to be dealt with: it awaits
// our answer; or, where it is a grave one (angry words, or the tag of a
// complaint), what was promised in it is not done, or nothing was promised and
// none of us spoke with them since.
func (r *reader) complaintOpen(c *card) (bool, error) {
	open, err := r.answerOpen(c)
	if open || err != nil {
		return open, err
	}
	grave := c.sentiment <= -2 || c.namedComplaint()
	if !grave || c.has(cardErased) {
		return false, nil
	}
	promised, err := r.followUpsFrom(c.id)
	if err != nil {
		return false, err
	}
	for _, f := range promised {
		if f.State == domain.FollowUpOpen {
			return true, nil
		}
	}
	if len(promised) > 0 || c.has(cardAnswerSettled) {
		return false, nil
	}
	answered, err := r.spokenSince(c)
	return !answered, err
}

// spokenSince reports whether a conversation says that it answers this one, or
// one of us spoke with somebody of it afterwards.
func (r *reader) spokenSince(c *card) (bool, error) {
	n, err := r.q("SELECT count(*) FROM answer WHERE conversation = ?").blob(c.id[:]).number()
	if n > 0 || err != nil {
		return true, err
	}
	for _, person := range c.people {
		contact, ok, err := r.contact(person)
		if err != nil || ok && contact.outgoing > c.at {
			return true, err
		}
	}
	if len(c.people) > 0 {
		return false, nil
	}
	for _, org := range c.orgs {
		later := false
		err := r.q("SELECT what FROM entry WHERE subject = ? AND at > ?").int(org).int(c.at).each(func(s *sqlite.Stmt) error {
			what := s.ColumnInt64(0)
			later = later || isContact(what) && entryDirection(what) != directionIncoming
			return nil
		})
		if later || err != nil {
			return true, err
		}
	}
	return false, nil
}

// houseOf are an organisation and the people who belong to it now: what they said
// was said by it.
func (r *reader) houseOf(org int64) (subjects []int64, err error) {
	subjects = []int64{org}
	err = r.q("SELECT DISTINCT person FROM affiliation WHERE org = ? AND rank < ? LIMIT ?").int(org).int(rankEnded).int(fewMembers).
		each(func(s *sqlite.Stmt) error {
			subjects = append(subjects, s.ColumnInt64(0))
			return nil
		})
	return subjects, err
}

// complaintsAround lists the open complaints of a person and of the organisations
// where they are.
func (r *reader) complaintsAround(n int64, p *domain.Person, now time.Time) ([]TimelineEntry, error) {
	subjects := []int64{n}
	for _, a := range p.Current() {
		org, err := r.number(a.Organisation)
		if err != nil || org == 0 {
			return nil, err
		}
		house, err := r.houseOf(org)
		if err != nil {
			return nil, err
		}
		subjects = append(subjects, house...)
	}
	slices.Sort(subjects)
	return r.complaints(slices.Compact(subjects), now)
}
