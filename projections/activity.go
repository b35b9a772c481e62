package projections

import (
	"context"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// EventRef names an event of the ledger.
type EventRef struct {
	Event    domain.ID
	Position int64
	Type     string
	Record   domain.Stream
	Actor    domain.ID
	At       time.Time // when it was recorded
}

// EntriesOf returns what events look like on a timeline, in the order in which
// they were asked for: of an event about a conversation or a follow-up, that
// record as it is now; of any other, the change. An event without a place on
// any timeline comes with what it says itself, and the name of its record.
func (v *Views) EntriesOf(ctx context.Context, events []EventRef) (entries []TimelineEntry, err error) {
	err = v.read(ctx, func(r *reader) error {
		entries = make([]TimelineEntry, 0, len(events))
		for _, ref := range events {
			e, err := r.entryOf(ref)
			if err != nil {
				return err
			}
			entries = append(entries, e)
		}
		return nil
	})
	return entries, err
}

func (r *reader) entryOf(ref EventRef) (e TimelineEntry, err error) {
	switch ref.Record.Kind {
	case domain.KindConversation:
		e, err = r.conversationOf(ref)
	case domain.KindFollowUp:
		e, err = r.followUpOf(ref)
	case domain.KindNeed:
		e, err = r.needOf(ref)
	default:
		e, err = r.changeEntry(entryRow{at: ref.At.UnixMicro(), position: ref.Position})
	}
	if err != nil {
		return e, err
	}
	e.Event, e.Type, e.Record, e.RecordedAt = ref.Event, ref.Type, ref.Record, ref.At
	if e.Kind == "" {
		e.Kind, e.At = EntryChange, ref.At
	}
	member, err := r.number(ref.Actor)
	if err != nil {
		return e, err
	}
	e.Actor, err = r.party(member)
	return e, err
}

func (r *reader) conversationOf(ref EventRef) (e TimelineEntry, err error) {
	position := int64(0)
	_, err = r.q("SELECT position FROM conversation WHERE id = ?").blob(ref.Record.ID[:]).
		first(func(s *sqlite.Stmt) { position = s.ColumnInt64(0) })
	if err != nil || position == 0 {
		return e, err
	}
	c, err := r.cardAt(position)
	if err != nil || c == nil {
		return e, err
	}
	return r.conversationEntry(c)
}

func (r *reader) followUpOf(ref EventRef) (e TimelineEntry, err error) {
	position := int64(0)
	_, err = r.q("SELECT position FROM follow_up WHERE id = ?").blob(ref.Record.ID[:]).
		first(func(s *sqlite.Stmt) { position = s.ColumnInt64(0) })
	if err != nil || position == 0 {
		return e, err
	}
	return r.followUpEntry(entryRow{at: ref.At.UnixMicro(), position: position, ref: position})
}

// Party is how a record is called; the zero Party if there is none.
func (v *Views) Party(ctx context.Context, id domain.ID) (p Party, err error) {
	err = v.read(ctx, func(r *reader) error {
		n, err := r.number(id)
		if err != nil {
			return err
		}
		p, err = r.party(n)
		return err
	})
	return p, err
}
