package projections

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// openAnswer is when an answer was given that was not.
const openAnswer = math.MaxInt64

// figures are what a transaction still has to count anew.
type figures struct {
	people   map[int64]struct{} // whose pulse is to be taken
	asked    map[int64]struct{} // positions of conversations with an answer that we owed
	answered map[domain.ID]struct{}
	heard    []heard
	coverage map[coverageKey]coverageStep
	figureRows
}

// heard is a moment at which we spoke with somebody, or did not after all.
type heard struct{ person, at int64 }

type coverageKey struct{ community, day int64 }

// A coverageStep says by how many the people with a rhythm, and those of them
// who are out of it, grow on a day.
type coverageStep struct{ people, late int64 }

func newFigures() figures {
	return figures{
		people: map[int64]struct{}{}, asked: map[int64]struct{}{}, answered: map[domain.ID]struct{}{},
		coverage: map[coverageKey]coverageStep{},
	}
}

// settleFigures counts anew what the transaction changed.
func (w *writer) settleFigures() error {
	if err := w.flushHeld(); err != nil {
		return err
	}
	if err := w.settleAsked(); err != nil {
		return err
	}
	for _, n := range slices.Sorted(maps.Keys(w.owed.figures.people)) {
		if err := w.takePulse(n); err != nil {
			return err
		}
		if len(w.owed.figures.turns) >= maxFigureRows {
			if err := w.flushPulses(); err != nil {
				return err
			}
		}
	}
	if err := w.flushPulses(); err != nil {
		return err
	}
	return w.settleCoverage()
}

// fillFigures counts everything, at the end of a rebuild.
func (w *writer) fillFigures() error {
	for into, query := range map[*map[int64]struct{}]string{
		&w.owed.figures.people: "SELECT n FROM contact", &w.owed.figures.asked: "SELECT position FROM asked",
	} {
		err := w.q(query).each(func(r *sqlite.Stmt) error {
			(*into)[r.ColumnInt64(0)] = struct{}{}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if err := w.settleFigures(); err != nil {
		return err
	}
	w.owed.figures = newFigures()
	return nil
}

func (w *writer) settleCoverage() error {
	keys := slices.SortedFunc(maps.Keys(w.owed.figures.coverage), func(a, b coverageKey) int {
		return cmp.Or(cmp.Compare(a.community, b.community), cmp.Compare(a.day, b.day))
	})
	for _, key := range keys {
		step := w.owed.figures.coverage[key]
		if step == (coverageStep{}) {
			continue
		}
		err := w.q(`INSERT INTO coverage (community, day, people, late) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET people = people + excluded.people, late = late + excluded.late`).
			int(key.community).int(key.day).int(step.people).int(step.late).run()
		if err != nil {
			return err
		}
		err = w.q("DELETE FROM coverage WHERE community = ? AND day = ? AND people = 0 AND late = 0").
			int(key.community).int(key.day).run()
		if err != nil {
			return err
		}
	}
	return nil
}

// A holding is a conversation as figures ask for it.
type holding struct {
	day, position                              int64
	at, channel, direction, seconds, sentiment int64
	contact                                    bool
	people, ours                               []int64
}

func (h *holding) unpack(b []byte) {
	u := unpacker{b}
	h.at, h.channel, h.direction, h.seconds, h.sentiment = u.int(), u.int(), u.int(), u.int(), u.int()
	h.contact = u.int() == 1
	h.people, h.ours = u.appendInts(h.people[:0]), u.appendInts(h.ours[:0])
}

// owes reports whether we owe an answer to the conversation, or owed one.
func (c *card) owes() bool { return c.has(cardAnswerExpected) && !c.theirs() }

// hold adds a conversation to what figures count.
func (w *writer) hold(c *card) error {
	p := packer{make([]byte, 0, 40)}
	for _, v := range [...]int64{c.at, c.channel, c.direction, c.seconds, c.sentiment, c.flags & cardContact} {
		p.int(v)
	}
	p.ints(c.people)
	p.ints(c.ours)
	rows := &w.owed.figures.figureRows
	rows.held = append(rows.held, heldRow{c.day, c.position, p.b})
	if c.sentiment != noSentiment {
		for _, person := range c.people {
			rows.felt = append(rows.felt, feltRow{person, c.at, c.position, c.sentiment})
		}
	}
	if len(rows.held) >= maxFigureRows {
		if err := w.flushHeld(); err != nil {
			return err
		}
	}
	if c.owes() {
		err := w.q("INSERT OR REPLACE INTO asked (position, day, at, answered) VALUES (?, ?, ?, ?)").
			int(c.position).int(c.day).int(c.at).int(openAnswer).run()
		if err != nil {
			return err
		}
		if err := w.putAskedOf(c.people, openAnswer, c.position, c.at); err != nil {
			return err
		}
		w.owed.figures.asked[c.position] = struct{}{}
	}
	w.hear(c)
	return nil
}

// release takes a conversation out of what figures count.
func (w *writer) release(c *card) error {
	if err := w.flushHeld(); err != nil {
		return err
	}
	if err := w.q("DELETE FROM held WHERE day = ? AND position = ?").int(c.day).int(c.position).run(); err != nil {
		return err
	}
	if c.sentiment != noSentiment {
		for _, person := range c.people {
			err := w.q("DELETE FROM felt WHERE person = ? AND at = ? AND position = ?").int(person).int(c.at).int(c.position).run()
			if err != nil {
				return err
			}
		}
	}
	if c.owes() {
		answered, err := w.q("SELECT answered FROM asked WHERE position = ?").int(c.position).number()
		if err != nil {
			return err
		}
		if err := w.dropAskedOf(c.people, answered, c.position); err != nil {
			return err
		}
		if err := w.q("DELETE FROM asked WHERE position = ?").int(c.position).run(); err != nil {
			return err
		}
	}
	w.hear(c)
	return nil
}

// hear notes what a conversation may change in the figures of others. A rebuild
// counts everything at its end.
func (w *writer) hear(c *card) {
	if w.building {
		return
	}
	if c.has(cardAnswers) {
		w.owed.figures.answered[c.answers] = struct{}{}
	}
	if !c.has(cardContact) {
		return
	}
	for _, n := range c.people {
		w.owed.figures.people[n] = struct{}{}
		if c.direction != directionIncoming {
			w.owed.figures.heard = append(w.owed.figures.heard, heard{n, c.at})
		}
	}
}

func (w *writer) putAskedOf(people []int64, answered, position, at int64) error {
	for _, n := range people {
		err := w.q("INSERT OR REPLACE INTO asked_of (person, answered, position, at) VALUES (?, ?, ?, ?)").
			int(n).int(answered).int(position).int(at).run()
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) dropAskedOf(people []int64, answered, position int64) error {
	for _, n := range people {
		err := w.q("DELETE FROM asked_of WHERE person = ? AND answered = ? AND position = ?").int(n).int(answered).int(position).run()
		if err != nil {
			return err
		}
	}
	return nil
}

// settleAsked finds out anew when answers were given.
func (w *writer) settleAsked() error {
	f := &w.owed.figures
	for _, h := range f.heard {
		err := w.q("SELECT position FROM asked_of WHERE person = ? AND answered >= ? AND at < ?").
			int(h.person).int(h.at).int(h.at).each(func(r *sqlite.Stmt) error {
			f.asked[r.ColumnInt64(0)] = struct{}{}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for id := range f.answered {
		position, err := w.q("SELECT position FROM conversation WHERE id = ?").blob(id[:]).number()
		if err != nil {
			return err
		}
		f.asked[position] = struct{}{}
	}
	for _, position := range slices.Sorted(maps.Keys(f.asked)) {
		if err := w.settleAnswer(position); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) settleAnswer(position int64) error {
	former := int64(0)
	found, err := w.q("SELECT answered FROM asked WHERE position = ?").int(position).
		first(func(r *sqlite.Stmt) { former = r.ColumnInt64(0) })
	if err != nil || !found {
		return err
	}
	c, err := (&reader{conn: w.conn}).cardAt(position)
	if err != nil || c == nil {
		return err
	}
	answered, err := w.answeredAt(c)
	if err != nil || answered == former {
		return err
	}
	if err := w.dropAskedOf(c.people, former, position); err != nil {
		return err
	}
	if err := w.putAskedOf(c.people, answered, position, c.at); err != nil {
		return err
	}
	return w.q("UPDATE asked SET answered = ? WHERE position = ?").int(answered).int(position).run()
}

// answeredAt is when the answer to a conversation was given: when a conversation
// was held that says so, or a later one with one of its people that was not
// incoming, or when the answer was settled, whichever was first.
func (w *writer) answeredAt(c *card) (int64, error) {
	at := int64(openAnswer)
	if c.has(cardAnswerSettled) {
		at = max(c.settledAt, c.at)
	}
	var answers []int64
	err := w.q("SELECT by FROM answer WHERE conversation = ?").blob(c.id[:]).each(func(r *sqlite.Stmt) error {
		answers = append(answers, r.ColumnInt64(0))
		return nil
	})
	if err != nil {
		return 0, err
	}
	for _, position := range answers {
		answer, err := (&reader{conn: w.conn}).cardAt(position)
		if err != nil {
			return 0, err
		}
		if answer != nil {
			at = min(at, max(answer.at, c.at))
		}
	}
	for _, person := range c.people {
		err := w.q("SELECT at, what FROM entry WHERE subject = ? AND at > ? AND at < ? ORDER BY at, position").
			int(person).int(c.at).int(at).each(func(r *sqlite.Stmt) error {
			what := r.ColumnInt64(1)
			if !isContact(what) || entryDirection(what) == directionIncoming {
				return nil
			}
			at = r.ColumnInt64(0)
			return errEnough
		})
		if err != nil {
			return 0, err
		}
	}
	return at, nil
}

// isContact reports whether an entry is a contact with the person on whose
// timeline it stands.
func isContact(what int64) bool {
	return what&entryKindMask == entryConversation && what&entryHidden == 0 &&
		what&entryParticipant != 0 && what&entryContact != 0
}
