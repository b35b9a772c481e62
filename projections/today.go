package projections

import (
	"cmp"
	"context"
	"slices"

	"zombiezen.com/go/sqlite"
)

// Today returns the queue of one of us for a day: the follow-ups and needs that are
// overdue, due today and due within the week, the answers that somebody waits for, and the people to
// catch up with. Somebody whom an earlier row is about is not named again.
func (v *Views) Today(ctx context.Context, q QueueQuery) (queue Queue, err error) {
	queue.Counts = map[QueueSection]int{}
	err = v.read(ctx, func(r *reader) error {
		member, err := r.number(q.Member)
		if err != nil {
			return err
		}
		b := &queueBuilder{
			reader: r, queue: &queue, member: member, today: dayOfNow(q.Now), named: map[int64]bool{},
			most: cmp.Or(q.PerSection, sectionRows),
		}
		if err := b.due(); err != nil {
			return err
		}
		if err := b.answers(); err != nil {
			return err
		}
		return b.catchUp(q.CatchUp)
	})
	return queue, err
}

// sectionRows is how many rows a section shows unless asked otherwise.
const sectionRows = 100

// weekDays is how far the section of the week looks ahead.
const weekDays = 7

type queueBuilder struct {
	*reader
	queue  *Queue
	member int64
	today  int64
	named  map[int64]bool // people who are in the queue already
	most   int            // rows in a section
}

// full counts an entry of a section, and reports whether it is one too many to
// be shown.
func (b *queueBuilder) full(section QueueSection) bool {
	b.queue.Counts[section]++
	return b.queue.Counts[section] > b.most
}

func (b *queueBuilder) add(row QueueRow) { b.queue.Rows = append(b.queue.Rows, row) }

// due adds the follow-ups and the needs of the member, earliest first.
func (b *queueBuilder) due() error {
	followUps, err := b.followUps()
	if err != nil {
		return err
	}
	needs, err := b.needs()
	if err != nil {
		return err
	}
	for len(followUps)+len(needs) > 0 {
		if len(needs) == 0 || len(followUps) > 0 && followUps[0].due <= needs[0].due {
			err = b.followUp(followUps[0])
			followUps = followUps[1:]
		} else {
			err = b.need(needs[0])
			needs = needs[1:]
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *queueBuilder) followUps() (cards []*followCard, err error) {
	err = b.q("SELECT " + followColumns + ` FROM follow_up
		WHERE member = ? AND state = 0 AND listed = 1 AND due <= ? ORDER BY due, position`).
		int(b.member).int(b.today + weekDays).each(func(s *sqlite.Stmt) error {
		f, err := b.readFollowUp(s)
		cards = append(cards, f)
		return err
	})
	return cards, err
}

func (b *queueBuilder) followUp(f *followCard) error {
	row := QueueRow{Title: f.text, Due: dayOf(f.due), Days: int(b.today - f.due)}
	switch {
	case row.Days > 0:
		row.Section, row.Why = QueueOverdue, Reason{"follow-up-overdue", []any{row.Days}}
	case row.Days == 0:
		row.Section, row.Why = QueueToday, Reason{Code: "follow-up-today"}
	default:
		row.Section, row.Why = QueueWeek, Reason{"follow-up-week", []any{-row.Days}}
	}
	for _, n := range f.people {
		b.named[n] = true
	}
	if b.full(row.Section) {
		return nil
	}
	own, err := b.followUpRow(f)
	if err != nil {
		return err
	}
	row.FollowUp = &own
	if len(f.people) > 0 {
		if row.Person, err = b.personRow(f.people[0]); err != nil {
			return err
		}
	}
	b.add(row)
	return nil
}

// answers adds what we owe an answer to, and what others owe us one to once it
// is overdue.
func (b *queueBuilder) answers() error {
	cards, err := b.awaiting(b.member)
	if err != nil {
		return err
	}
	for _, c := range cards {
		due := c.answerDue()
		row := QueueRow{Section: QueueAnswers, Conversation: c.id, Title: c.subject, Due: dayOf(due), Days: int(b.today - due)}
		waited := int(b.today - c.day)
		switch {
		case c.theirs() && due >= b.today:
			continue
		case c.has(cardTheirs) && c.direction != directionOutgoing:
			row.Why = Reason{"promise-late", []any{row.Days}}
		case c.theirs():
			row.Why = Reason{"answer-theirs", []any{waited}}
		case waited <= 0:
			row.Why = Reason{Code: "answer-ours-today"}
		case row.Days > 0:
			row.Why = Reason{"answer-ours-late", []any{waited, row.Days}}
		default:
			row.Why = Reason{"answer-ours", []any{waited}}
		}
		if b.anyNamed(c.people) || b.full(QueueAnswers) {
			continue
		}
		if len(c.people) > 0 {
			if row.Person, err = b.personRow(c.people[0]); err != nil {
				return err
			}
		}
		b.add(row)
	}
	return nil
}

// anyNamed reports whether one of the people is in the queue already, and names
// them if not.
func (b *queueBuilder) anyNamed(people []int64) bool {
	for _, n := range people {
		if b.named[n] {
			return true
		}
	}
	for _, n := range people {
		b.named[n] = true
	}
	return false
}

// catchUp adds the people whose rhythm has run out, the longest first: those
// whom the member looks after, those whom nobody looks after and the member
// spoke with last, and those whom nobody knows.
func (b *queueBuilder) catchUp(most int) error {
	if most <= 0 {
		most = 12
	}
	keepers := []int64{0}
	if b.member != 0 {
		keepers = append(keepers, b.member)
	}
	type candidate struct{ n, due int64 }
	var found []candidate
	for _, keeper := range keepers {
		n, err := b.q("SELECT count(*) FROM contact WHERE keeper = ? AND due <= ?").int(keeper).int(b.today).number()
		if err != nil {
			return err
		}
		b.queue.CatchUp += int(n)
		err = b.q("SELECT n, due FROM contact WHERE keeper = ? AND due <= ? ORDER BY due, n LIMIT ?").
			int(keeper).int(b.today).int(int64(most + len(b.named))).each(func(s *sqlite.Stmt) error {
			found = append(found, candidate{s.ColumnInt64(0), s.ColumnInt64(1)})
			return nil
		})
		if err != nil {
			return err
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.due, b.due) })
	for _, c := range found {
		if b.queue.Counts[QueueCatchUp] == most {
			return nil
		}
		if b.named[c.n] {
			continue
		}
		b.named[c.n] = true
		if err := b.catchUpWith(c.n); err != nil {
			return err
		}
	}
	return nil
}

func (b *queueBuilder) catchUpWith(n int64) error {
	c, _, err := b.contact(n)
	if err != nil {
		return err
	}
	b.queue.Counts[QueueCatchUp]++
	row := QueueRow{Section: QueueCatchUp, Due: dayOf(c.due), Days: int(b.today - c.due)}
	if row.Person, err = b.personRow(n); err != nil {
		return err
	}
	if c.last == never {
		row.Why = Reason{"never-spoken", []any{int(b.today - c.added), int(c.rhythm)}}
	} else {
		row.Why = Reason{"out-of-rhythm", []any{int(b.today - c.day), int(c.rhythm)}}
	}
	b.add(row)
	return nil
}
