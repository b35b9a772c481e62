package projections

import (
	"maps"
	"slices"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// A contact is what the queue and the lists know of a person beside the name:
// when we spoke last, and when we should speak again.
type contact struct {
	n, state, owner, own, rhythm, snoozed, added int64

	spoken
	keeper int64
	due    int64 // 0 for none
}

// spoken says when we spoke with a person last.
type spoken struct {
	last, day          int64 // the last contact, and its day where it took place
	incoming, outgoing int64 // the last ones that were not outgoing, not incoming
	by                 int64 // who of us took part in the last one
}

// A touch is what the conversations of a transaction change in a contact.
type touch struct {
	spoken
	rescan bool // something was taken away: look at the timeline
}

var unspoken = spoken{last: never, incoming: never, outgoing: never}

// hear adds a conversation that is not older than those of the same moment
// that were added before.
func (s *spoken) hear(at, day, direction, by int64) {
	if at >= s.last {
		s.last, s.day, s.by = at, day, by
	}
	if direction != directionOutgoing {
		s.incoming = max(s.incoming, at)
	}
	if direction != directionIncoming {
		s.outgoing = max(s.outgoing, at)
	}
}

func (s *spoken) merge(t spoken) {
	if t.last >= s.last {
		s.last, s.day, s.by = t.last, t.day, t.by
	}
	s.incoming, s.outgoing = max(s.incoming, t.incoming), max(s.outgoing, t.outgoing)
}

func (w *writer) touchContacts(c *card, taken bool) {
	if !c.has(cardContact) {
		return
	}
	for _, n := range c.people {
		t := w.owed.contacts[n]
		if t == nil {
			t = &touch{spoken: unspoken}
			w.owed.contacts[n] = t
		}
		if taken || w.anew {
			t.rescan = true
		} else {
			t.hear(c.at, c.day, c.direction, c.spoke())
		}
	}
}

// reckon computes who keeps the contact and when it is due.
func (c *contact) reckon() {
	c.keeper = c.owner
	if c.keeper == 0 {
		c.keeper = c.by
	}
	c.due = 0
	if c.rhythm <= 0 || listing(c.state) != listedActive {
		return
	}
	since := c.added
	if c.last != never {
		since = c.day
	}
	c.due = max(since+c.rhythm, c.snoozed)
}

const contactColumns = "n, state, owner, own, rhythm, snoozed, added, last, day, incoming, outgoing, spoke, keeper, ifnull(due, 0)"

func scanContact(r *sqlite.Stmt) contact {
	i := -1
	next := func() int64 { i++; return r.ColumnInt64(i) }
	return contact{
		n: next(), state: next(), owner: next(), own: next(), rhythm: next(), snoozed: next(), added: next(),
		spoken: spoken{last: next(), day: next(), incoming: next(), outgoing: next(), by: next()},
		keeper: next(), due: next(),
	}
}

func (c *conn) contact(n int64) (found contact, ok bool, err error) {
	ok, err = c.q("SELECT " + contactColumns + " FROM contact WHERE n = ?").int(n).
		first(func(r *sqlite.Stmt) { found = scanContact(r) })
	return found, ok, err
}

func (w *writer) putContact(c *contact) error {
	s := w.q(`INSERT OR REPLACE INTO contact (n, state, owner, own, rhythm, snoozed, added, last, day, incoming, outgoing, spoke, keeper, due)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0))`)
	for _, v := range []int64{
		c.n, c.state, c.owner, c.own, c.rhythm, c.snoozed, c.added,
		c.last, c.day, c.incoming, c.outgoing, c.by, c.keeper, c.due,
	} {
		s.int(v)
	}
	return s.run()
}

// projectContact takes over what a person's own record says of the contact.
func (w *writer) projectContact(n int64, p *domain.Person, state int64, communities []int64, known bool) error {
	c, there := contact{n: n, spoken: unspoken}, false
	var err error
	switch {
	case w.building:
	case known:
		if c, there, err = w.contact(n); err != nil {
			return err
		}
		c.n = n
	default:
		if c.spoken, err = w.scanSpoken(n); err != nil {
			return err
		}
	}
	before := c
	if c.owner, err = w.number(domain.Stream{Kind: domain.KindMember, ID: p.Owner}); err != nil {
		return err
	}
	c.state, c.own = state, int64(p.Rhythm)
	c.snoozed, c.added = dayNumber(p.SnoozedUntil), floorDiv(p.AddedAt.UnixMicro(), dayMicros)
	if c.rhythm, err = w.effectiveRhythm(c.own, communities); err != nil {
		return err
	}
	c.reckon()
	if there && c == before {
		return nil
	}
	return w.putContact(&c)
}

// effectiveRhythm is the person's own rhythm or else the shortest of the
// communities.
func (w *writer) effectiveRhythm(own int64, communities []int64) (int64, error) {
	if own != 0 {
		return own, nil
	}
	shortest := int64(0)
	for _, n := range communities {
		rhythm, err := w.communityRhythm(n)
		if err != nil {
			return 0, err
		}
		if rhythm > 0 && (shortest == 0 || rhythm < shortest) {
			shortest = rhythm
		}
	}
	return shortest, nil
}

// scanSpoken reads from the timeline when we spoke with a person last.
func (w *writer) scanSpoken(n int64) (spoken, error) {
	s := unspoken
	if err := w.flushEntries(); err != nil {
		return s, err
	}
	err := w.q("SELECT at, what, ref FROM entry WHERE subject = ? ORDER BY at DESC, position DESC").int(n).
		each(func(r *sqlite.Stmt) error {
			at, what := r.ColumnInt64(0), r.ColumnInt64(1)
			if what&entryKindMask != entryConversation || what&entryHidden != 0 ||
				what&entryParticipant == 0 || what&entryContact == 0 {
				return nil
			}
			if s.last == never {
				s.last, s.day, s.by = at, entryDay(at, what), r.ColumnInt64(2)
			}
			if s.incoming == never && entryDirection(what) != directionOutgoing {
				s.incoming = at
			}
			if s.outgoing == never && entryDirection(what) != directionIncoming {
				s.outgoing = at
			}
			if s.incoming != never && s.outgoing != never {
				return errEnough
			}
			return nil
		})
	return s, err
}

// oweRhythms notes the people of a community whose rhythm changed.
func (w *writer) oweRhythms(community int64) error {
	return w.q("SELECT person FROM membership WHERE community = ?").int(community).each(func(r *sqlite.Stmt) error {
		w.owed.rhythms[r.ColumnInt64(0)] = struct{}{}
		return nil
	})
}

func (w *writer) settleContacts() error {
	for _, n := range slices.Sorted(maps.Keys(w.owed.rhythms)) {
		if err := w.settleRhythm(n); err != nil {
			return err
		}
	}
	for _, n := range slices.Sorted(maps.Keys(w.owed.contacts)) {
		if err := w.settleContact(n, w.owed.contacts[n]); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) settleRhythm(n int64) error {
	c, ok, err := w.contact(n)
	if err != nil || !ok {
		return err
	}
	var communities []int64
	_, err = w.q("SELECT communities FROM person WHERE n = ?").int(n).first(func(r *sqlite.Stmt) {
		communities = (&unpacker{columnBlob(r, 0)}).ints()
	})
	if err != nil {
		return err
	}
	if c.rhythm, err = w.effectiveRhythm(c.own, communities); err != nil {
		return err
	}
	c.reckon()
	w.owed.figures.people[n] = struct{}{}
	return w.putContact(&c)
}

func (w *writer) settleContact(n int64, t *touch) error {
	c, ok, err := w.contact(n)
	if err != nil || !ok {
		return err
	}
	before := c
	if t.rescan {
		if c.spoken, err = w.scanSpoken(n); err != nil {
			return err
		}
	} else {
		c.merge(t.spoken)
	}
	c.reckon()
	switch {
	case c == before:
		return nil
	case c.keeper == before.keeper && c.due == before.due:
		return w.q("UPDATE contact SET last = ?, day = ?, incoming = ?, outgoing = ?, spoke = ? WHERE n = ?").
			int(c.last).int(c.day).int(c.incoming).int(c.outgoing).int(c.by).int(n).run()
	}
	return w.q(`UPDATE contact SET last = ?, day = ?, incoming = ?, outgoing = ?, spoke = ?, keeper = ?, due = nullif(?, 0)
		WHERE n = ?`).
		int(c.last).int(c.day).int(c.incoming).int(c.outgoing).int(c.by).int(c.keeper).int(c.due).int(n).run()
}
