package projections

import (
	"context"
	"slices"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// SinceLast is what happened with somebody since one of us spoke with them last.
type SinceLast struct {
	// Conversation is that last one, nil if the member never spoke with them:
	// then nothing is since.
	Conversation *TimelineEntry
	// Entries are what others did, newest first: conversations in which the
	// member did not take part, changes and follow-ups that somebody else made.
	Entries []TimelineEntry
	More    bool // there are more of them
}

// sinceLastRows is how many entries are shown, of so many that are looked at.
const (
	sinceLastRows = 30
	sinceLastSeen = 500
)

// SinceLast says what others did and what became known about a person since the
// member spoke with them last.
func (v *Views) SinceLast(ctx context.Context, person, member domain.ID) (since SinceLast, err error) {
	err = v.read(ctx, func(r *reader) error {
		n, err := r.number(person)
		if err != nil || n == 0 {
			return err
		}
		me, err := r.number(member)
		if err != nil || me == 0 {
			return err
		}
		last, err := r.lastWith(n, me)
		if err != nil || last == nil {
			return err
		}
		e, err := r.conversationEntry(last)
		if err != nil {
			return err
		}
		since.Conversation = &e
		return r.completeSince(&since, n, me, last)
	})
	return since, err
}

// lastWith is the last contact of a member with a person, nil if there was none.
func (r *reader) lastWith(n, member int64) (last *card, err error) {
	var shared []int64
	err = r.q("SELECT position, what, ref FROM entry WHERE subject = ? ORDER BY at DESC, position DESC").int(n).
		each(func(s *sqlite.Stmt) error {
			what := s.ColumnInt64(1)
			if !isContact(what) {
				return nil
			}
			switch {
			case s.ColumnInt64(2) == member:
				shared = append(shared, s.ColumnInt64(0))
				return errEnough
			case what&entrySeveral != 0:
				shared = append(shared, s.ColumnInt64(0))
			}
			return nil
		})
	if err != nil {
		return nil, err
	}
	for _, position := range shared {
		c, err := r.cardAt(position)
		if err != nil {
			return nil, err
		}
		if c != nil && slices.Contains(c.ours, member) {
			return c, nil
		}
	}
	return nil, nil
}

func (r *reader) completeSince(since *SinceLast, n, member int64, last *card) error {
	var rows []entryRow
	err := r.q(`SELECT at, position, what, ref FROM entry WHERE subject = ? AND (at, position) > (?, ?)
		ORDER BY at DESC, position DESC LIMIT ?`).int(n).int(last.at).int(last.position).int(sinceLastSeen).
		each(func(s *sqlite.Stmt) error {
			if what := s.ColumnInt64(2); what&entryHidden == 0 {
				rows = append(rows, entryRow{n, s.ColumnInt64(0), s.ColumnInt64(1), what, s.ColumnInt64(3)})
			}
			return nil
		})
	if err != nil {
		return err
	}
	me, err := r.id(member)
	if err != nil {
		return err
	}
	for _, row := range rows {
		e, err := r.entry(row)
		if err != nil {
			return err
		}
		own := e.Actor.ID == me
		if e.Kind == EntryConversation {
			own = slices.ContainsFunc(e.Ours, func(p Party) bool { return p.ID == me })
		}
		if own {
			continue
		}
		if len(since.Entries) == sinceLastRows {
			since.More = true
			return nil
		}
		since.Entries = append(since.Entries, e)
	}
	return nil
}
