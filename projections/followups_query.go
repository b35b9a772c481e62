package projections

import (
	"context"
	"strings"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// FollowUpQuery selects follow-ups, earliest due first.
type FollowUpQuery struct {
	For    domain.ID     // one of us
	About  domain.Stream // a person or an organisation
	Due    domain.Day    // due on this day or before; "" for any
	Closed bool          // the done and cancelled ones instead of the open ones
	// Promised asks for those that were due within these days, open or done, and
	// Outcome for some of them; Closed is then of no concern.
	Promised DaySpan
	Outcome  FollowUpOutcome
	Who      // about one of these people
	Page
}

// FollowUpOutcome says what became of a follow-up that was due.
type FollowUpOutcome string

// The outcomes of follow-ups that were due.
const (
	OutcomeAny     FollowUpOutcome = ""        // kept or missed
	OutcomeKept    FollowUpOutcome = "kept"    // done on the day or before
	OutcomeMissed  FollowUpOutcome = "missed"  // done later, or open when the day was over
	OutcomePending FollowUpOutcome = "pending" // open, and the day is not over yet
)

// FollowUps returns a page of follow-ups.
func (v *Views) FollowUps(ctx context.Context, q FollowUpQuery) (rows []FollowUpRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		s, err := r.followUpSelection(q)
		if err != nil {
			return err
		}
		if q.picks() {
			rows, err = r.chosenFollowUps(q, s)
			return err
		}
		rows, err = r.followUpRows(s.bind(r.q("SELECT " + followColumns + " FROM follow_up WHERE " + s.where() +
			" ORDER BY due, position LIMIT ?")).int(q.limit(100)))
		return err
	})
	return rows, err
}

// CountFollowUps counts the follow-ups that a query selects, whatever its page.
func (v *Views) CountFollowUps(ctx context.Context, q FollowUpQuery) (n int, err error) {
	q.Page = Page{}
	err = v.read(ctx, func(r *reader) error {
		s, err := r.followUpSelection(q)
		if err != nil {
			return err
		}
		if !q.picks() {
			count, err := s.bind(r.q("SELECT count(*) FROM follow_up WHERE " + s.where())).number()
			n = int(count)
			return err
		}
		return r.eachFollowUp(q, s, "", func(*followCard) error {
			n++
			return nil
		})
	})
	return n, err
}

// picks reports whether each follow-up is to be looked at.
func (q FollowUpQuery) picks() bool { return q.Who != (Who{}) || q.Promised != (DaySpan{}) }

func (r *reader) followUpSelection(q FollowUpQuery) (*selection, error) {
	s := &selection{}
	if q.About.ID != domain.None {
		n, err := r.number(q.About.ID)
		if err != nil {
			return nil, err
		}
		s.add("position IN (SELECT position FROM follow_up_about WHERE record = ?)", n)
	}
	if q.For != domain.None {
		n, err := r.number(q.For)
		if err != nil {
			return nil, err
		}
		s.add("member = ?", n)
	}
	if q.Due != "" {
		s.add("due <= ?", dayNumber(q.Due))
	}
	if after, ok := parseCursor(q.After); ok {
		s.add("(due, position) > (?, ?)", (&unpacker{after.key}).int(), after.n)
	}
	s.add("listed = 1")
	switch {
	case q.Promised != (DaySpan{}):
		s.add("position IN (SELECT position FROM promise WHERE day BETWEEN ? AND ?)", dayNumber(q.Promised.From), dayNumber(q.Promised.To))
	case q.Closed:
		s.add("state <> 0")
	default:
		s.add("state = 0")
	}
	return s, nil
}

// eachFollowUp gives those about the people who are meant, with the outcome that
// is asked for.
func (r *reader) eachFollowUp(q FollowUpQuery, s *selection, order string, f func(*followCard) error) error {
	today := dayOfNow(r.now())
	among, err := r.whose(q.Who)
	if err != nil {
		return err
	}
	return s.bind(r.q("SELECT " + followColumns + " FROM follow_up WHERE " + s.where() + order)).each(func(row *sqlite.Stmt) error {
		card, err := r.readFollowUp(row)
		if err != nil {
			return err
		}
		if !among.of(card.people) || q.Promised != (DaySpan{}) && !card.turnedOut(q.Outcome, today) {
			return nil
		}
		return f(card)
	})
}

// chosenFollowUps is a page of those about some people, or with an outcome.
func (r *reader) chosenFollowUps(q FollowUpQuery, s *selection) (rows []FollowUpRow, err error) {
	var found []*followCard
	err = r.eachFollowUp(q, s, " ORDER BY due, position", func(card *followCard) error {
		if found = append(found, card); int64(len(found)) == q.limit(100) {
			return errEnough
		}
		return nil
	})
	for _, f := range found {
		if err != nil {
			return nil, err
		}
		var row FollowUpRow
		row, err = r.followUpRow(f)
		rows = append(rows, row)
	}
	return rows, err
}

// FollowUp returns one follow-up, nil if there is none or it was withdrawn.
func (v *Views) FollowUp(ctx context.Context, id domain.ID) (row *FollowUpRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		f, err := r.followUp(id)
		if err != nil || f == nil || f.withdrawn() {
			return err
		}
		found, err := r.followUpRow(f)
		row = &found
		return err
	})
	return row, err
}

// openFollowUps lists what is to be done about a record, earliest first.
func (r *reader) openFollowUps(n int64) ([]FollowUpRow, error) {
	return r.followUpRows(r.q("SELECT " + followColumns + ` FROM follow_up
		WHERE position IN (SELECT position FROM follow_up_about WHERE record = ?) AND state = 0 AND listed = 1
		ORDER BY due, position`).int(n))
}

// mostPromised is how many follow-ups are shown of an organisation and its people.
const mostPromised = 200

// openFollowUpsOfHouse lists what is to be done about an organisation and about
// the people who are there now, earliest first.
func (r *reader) openFollowUpsOfHouse(org int64) ([]FollowUpRow, error) {
	return r.followUpRows(r.q("SELECT " + followColumns + ` FROM follow_up
		WHERE position IN (
			SELECT position FROM follow_up_about WHERE record = ?
			UNION SELECT o.position FROM affiliation a CROSS JOIN follow_up_about o ON o.record = a.person WHERE a.org = ? AND a.rank < ?
		) AND state = 0 AND listed = 1 ORDER BY due, position LIMIT ?`).int(org).int(org).int(rankEnded).int(mostPromised))
}

// followUpsFrom lists what followed from a conversation.
func (r *reader) followUpsFrom(conversation domain.ID) ([]FollowUpRow, error) {
	return r.followUpRows(r.q("SELECT " + followColumns +
		" FROM follow_up WHERE conversation = ? AND conversation IS NOT NULL AND listed = 1 ORDER BY due, position").
		blob(conversation[:]))
}

func (r *reader) followUpRows(query *stmt) (rows []FollowUpRow, err error) {
	var cards []*followCard
	err = query.each(func(s *sqlite.Stmt) error {
		f, err := r.readFollowUp(s)
		cards = append(cards, f)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, f := range cards {
		row, err := r.followUpRow(f)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (r *reader) followUpRow(f *followCard) (row FollowUpRow, err error) {
	var due packer
	due.int(f.due)
	row = FollowUpRow{
		ID: f.id, Text: f.text, Due: dayOf(f.due), Conversation: f.conversation, State: followStates[f.state],
		PlannedAt: moment(f.plannedAt), Erased: f.flags&followErased != 0, Missing: f.flags&followMissing != 0,
		Cursor: cursor{due.b, f.position}.String(),
	}
	if row.For, err = r.party(f.member); err != nil {
		return row, err
	}
	if row.People, err = r.listParties(f.people); err != nil {
		return row, err
	}
	row.Organisation, err = r.listParties(f.orgs)
	return row, err
}

// A selection is a WHERE clause with its parameters.
type selection struct {
	conditions []string
	parameters []int64
}

func (s *selection) add(condition string, parameters ...int64) {
	s.conditions = append(s.conditions, condition)
	s.parameters = append(s.parameters, parameters...)
}

func (s *selection) where() string { return strings.Join(s.conditions, " AND ") }

func (s *selection) bind(q *stmt) *stmt {
	for _, p := range s.parameters {
		q.int(p)
	}
	return q
}
