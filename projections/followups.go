package projections

import (
	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// A followCard is a follow-up as the read models keep it.
type followCard struct {
	position     int64
	id           domain.ID
	state        int64
	due          int64
	member       int64
	conversation domain.ID

	event       domain.ID
	plannedAt   int64
	actor       int64
	people      []int64
	about       []int64 // people as they were recorded
	orgs        []int64
	flags       int64
	text        string
	closedAt    int64
	closedBy    int64
	closed      int64 // position of the event that closed it, 0 if open
	closedEvent domain.ID
}

// The flags of a follow-up.
const (
	followWithdrawn = 1 << iota
	followErased
	followMissing
)

var followStates = []domain.FollowUpState{domain.FollowUpOpen, domain.FollowUpDone, domain.FollowUpCancelled}

func followState(s domain.FollowUpState) int64 {
	for i, known := range followStates {
		if s == known {
			return int64(i)
		}
	}
	return 0
}

func (f *followCard) pack() []byte {
	var p packer
	p.id(f.event)
	p.int(f.plannedAt)
	p.int(f.actor)
	p.ints(f.about)
	p.ints(f.orgs)
	p.int(f.flags)
	p.int(f.closed)
	if f.closed != 0 {
		p.int(f.closedAt)
		p.int(f.closedBy)
		p.id(f.closedEvent)
	}
	p.text(f.text)
	return p.b
}

func (f *followCard) unpack(b []byte) {
	u := unpacker{b}
	f.event, f.plannedAt, f.actor = u.id(), u.int(), u.int()
	f.about, f.orgs, f.flags, f.closed = u.ints(), u.ints(), u.int(), u.int()
	f.people = f.about
	if f.closed != 0 {
		f.closedAt, f.closedBy, f.closedEvent = u.int(), u.int(), u.id()
	}
	f.text = u.text()
}

func (f *followCard) withdrawn() bool { return f.flags&followWithdrawn != 0 }

// words are what the full text search finds the follow-up by.
func (f *followCard) words() string {
	if f.withdrawn() {
		return ""
	}
	return f.text
}

// applyFollowUp adds an event of a follow-up. The row is the whole folded
// state.
func (w *writer) applyFollowUp(r *domain.Recorded, s domain.Stream) error {
	old, err := w.followUp(s.ID)
	if err != nil {
		return err
	}
	e, planned := r.Event.(*domain.FollowUpPlanned)
	if planned && r.Version <= 1 {
		f := &followCard{position: r.Position, id: s.ID, event: r.EventID, plannedAt: r.RecordedAt.UnixMicro()}
		if f.actor, err = w.number(domain.Stream{Kind: domain.KindMember, ID: r.Actor}); err != nil {
			return err
		}
		if err := w.plan(f, r, &e.FollowUpPlan, e.Sealed.Text); err != nil {
			return err
		}
		return w.replaceFollowUp(old, f)
	}
	if old == nil {
		return nil
	}
	now := *old
	if err := w.changeFollowUp(&now, r); err != nil {
		return err
	}
	return w.replaceFollowUp(old, &now)
}

func (w *writer) changeFollowUp(f *followCard, r *domain.Recorded) (err error) {
	switch e := r.Event.(type) {
	case *domain.FollowUpPlanned:
		return w.plan(f, r, &e.FollowUpPlan, e.Sealed.Text)
	case *domain.FollowUpChanged:
		return w.plan(f, r, &e.FollowUpPlan, e.Sealed.Text)
	case *domain.FollowUpSnoozed:
		f.due = dayNumber(e.Until)
	case *domain.FollowUpClosed:
		f.state = followState(e.As)
		f.closed, f.closedAt, f.closedEvent = r.Position, r.RecordedAt.UnixMicro(), r.EventID
		f.closedBy, err = w.number(domain.Stream{Kind: domain.KindMember, ID: r.Actor})
	case *domain.FollowUpReopened:
		f.state, f.closed, f.closedAt, f.closedBy, f.closedEvent = 0, 0, 0, 0, domain.None
	case *domain.RecordWithdrawn:
		f.flags |= followWithdrawn
	case *domain.RecordReinstated:
		f.flags &^= followWithdrawn
	case *domain.RecordErased:
		f.flags = f.flags&^followMissing | followErased
		f.text = ""
	}
	return err
}

func (w *writer) plan(f *followCard, r *domain.Recorded, plan *domain.FollowUpPlan, text string) (err error) {
	if f.about, err = w.numbersOf(domain.KindPerson, plan.People); err != nil {
		return err
	}
	if err := w.findFollowUp(f); err != nil {
		return err
	}
	if f.orgs, err = w.numbersOf(domain.KindOrganisation, plan.Organisations); err != nil {
		return err
	}
	if f.member, err = w.number(domain.Stream{Kind: domain.KindMember, ID: plan.For}); err != nil {
		return err
	}
	f.due, f.conversation, f.text = dayNumber(plan.Due), plan.Conversation, plainText(text)
	f.flags &^= followMissing
	switch r.Secret {
	case domain.SecretMissing:
		f.flags |= followMissing
	case domain.SecretErased:
		f.flags |= followErased
	}
	return nil
}

const followColumns = "position, id, state, due, member, conversation, card"

func scanFollowUp(r *sqlite.Stmt) *followCard {
	f := &followCard{position: r.ColumnInt64(0), state: r.ColumnInt64(2), due: r.ColumnInt64(3), member: r.ColumnInt64(4)}
	r.ColumnBytes(1, f.id[:])
	r.ColumnBytes(5, f.conversation[:])
	f.unpack(columnBlob(r, 6))
	return f
}

// readFollowUp reads a row of followColumns, with those under whom it stands.
func (c *conn) readFollowUp(r *sqlite.Stmt) (*followCard, error) {
	f := scanFollowUp(r)
	return f, c.findFollowUp(f)
}

func (c *conn) followUp(id domain.ID) (f *followCard, err error) {
	_, err = c.q("SELECT " + followColumns + " FROM follow_up WHERE id = ?").blob(id[:]).
		first(func(r *sqlite.Stmt) { f = scanFollowUp(r) })
	if err == nil && f != nil {
		err = c.findFollowUp(f)
	}
	return f, err
}

// subjects calls f for each timeline on which the follow-up stands: where it was
// planned, unless it stands beside its conversation, and where it was closed.
func (f *followCard) subjects(put func(subject, at, position int64) error) error {
	place := func(at, position int64) error {
		for _, list := range [][]int64{{allFollowUps}, f.people, f.orgs} {
			for _, n := range list {
				if err := put(n, at, position); err != nil {
					return err
				}
			}
		}
		return nil
	}
	if f.conversation == domain.None {
		if err := place(f.plannedAt, f.position); err != nil {
			return err
		}
	}
	if f.closed != 0 {
		return place(f.closedAt, f.closed)
	}
	return nil
}

// replaceFollowUp writes a follow-up in the place of what it was, if it was.
func (w *writer) replaceFollowUp(old, now *followCard) error {
	if old != nil && !w.building {
		if err := w.retractFollowUp(old); err != nil {
			return err
		}
	}
	s := w.q(`INSERT OR REPLACE INTO follow_up (position, id, state, listed, due, member, conversation, card)
		VALUES (?, ?, ?, ?, ?, ?, nullif(?, x''), ?)`).
		int(now.position).blob(now.id[:]).int(now.state).bool(!now.withdrawn()).int(now.due).int(now.member)
	if now.conversation == domain.None {
		s.blob(nil)
	} else {
		s.blob(now.conversation[:])
	}
	if err := s.blob(now.pack()).run(); err != nil || w.building {
		return err
	}
	return w.enterFollowUp(now)
}

// enterFollowUp writes what other tables hold of a follow-up.
func (w *writer) enterFollowUp(f *followCard) error {
	w.countFollowUp(f, 1)
	if err := w.promise(f); err != nil {
		return err
	}
	what := int64(entryFollowUp | entryParticipant)
	if f.withdrawn() {
		what |= entryHidden
	}
	err := f.subjects(func(subject, at, position int64) error {
		return w.putEntry(subject, at, position, what, f.position)
	})
	if err != nil || f.withdrawn() {
		return err
	}
	for _, list := range [][]int64{f.people, f.orgs} {
		for _, n := range list {
			err := w.q("INSERT OR IGNORE INTO follow_up_about (record, position) VALUES (?, ?)").int(n).int(f.position).run()
			if err != nil {
				return err
			}
		}
	}
	return w.putTalk(f.position, f.words())
}

func (w *writer) countFollowUp(f *followCard, sign int64) {
	if f.state == 0 && !f.withdrawn() {
		w.owed.tallies[tally{tallyFollowUps, listedActive}] += sign
	}
}

func (w *writer) retractFollowUp(f *followCard) error {
	if err := f.subjects(w.dropEntry); err != nil {
		return err
	}
	if err := w.q("DELETE FROM follow_up WHERE position = ?").int(f.position).run(); err != nil {
		return err
	}
	w.countFollowUp(f, -1)
	if err := w.dropPromise(f); err != nil {
		return err
	}
	if f.withdrawn() {
		return nil
	}
	for _, list := range [][]int64{f.people, f.orgs} {
		for _, n := range list {
			err := w.q("DELETE FROM follow_up_about WHERE record = ? AND position = ?").int(n).int(f.position).run()
			if err != nil {
				return err
			}
		}
	}
	return w.dropTalk(f.position, f.words())
}

func (f *followCard) hasConversation() bool { return f.conversation != domain.None }
