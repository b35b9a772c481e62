package projections

import (
	"encoding/json"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// entry completes an entry by the row behind it.
func (r *reader) entry(row entryRow) (e TimelineEntry, err error) {
	switch row.what & entryKindMask {
	case entryConversation:
		c, err := r.cardAt(row.position)
		if err != nil || c == nil {
			return e, err
		}
		return r.conversationEntry(c)
	case entryFollowUp:
		return r.followUpEntry(row)
	case entryNeed:
		return r.needEntry(row)
	}
	return r.changeEntry(row)
}

// cardAt reads the card of a conversation without what follows the beginning of
// a long text; nil if there is none.
func (r *reader) cardAt(position int64) (c *card, err error) {
	_, err = r.q("SELECT id, card, rest <> '' FROM conversation WHERE position = ?").int(position).first(func(s *sqlite.Stmt) {
		c = &card{position: position}
		s.ColumnBytes(0, c.id[:])
		c.unpack(columnBlob(s, 1))
		c.cut = s.ColumnBool(2)
	})
	if err == nil && c != nil {
		err = r.find(c)
	}
	return c, err
}

func (r *reader) conversationEntry(c *card) (e TimelineEntry, err error) {
	e = TimelineEntry{
		Kind: EntryConversation, Event: c.event, Record: domain.Stream{Kind: domain.KindConversation, ID: c.id},
		Type: "conversation.logged.v1", At: c.when(), Precision: c.precision,
		Direction: directions[min(max(c.direction, 0), 2)], Seconds: int(c.seconds),
		Subject: c.subject, Text: c.text, TextCut: c.cut || c.rest != "", Tags: c.tags, Place: c.place,
		AnswerExpected: c.has(cardAnswerExpected), AnswerTheirs: c.theirs(), AnswerBy: dayOf(c.answerBy), Attachments: int(c.attached),
		Corrected: c.has(cardCorrected), Withdrawn: c.has(cardWithdrawn), Erased: c.has(cardErased), Missing: c.has(cardMissing),
		RecordedAt: moment(c.recordedAt), Cursor: entryRow{at: c.at, position: c.position}.cursor(),
	}
	if c.sentiment != noSentiment {
		s := int(c.sentiment)
		e.Sentiment = &s
	}
	if e.Channel, err = r.channelName(c.channel); err != nil {
		return e, err
	}
	for _, list := range []struct {
		to   *[]Party
		from []int64
	}{{&e.Ours, c.ours}, {&e.People, c.people}, {&e.Organisations, c.orgs}, {&e.Mentions, c.mentions}} {
		if *list.to, err = r.listParties(list.from); err != nil {
			return e, err
		}
	}
	if e.Actor, err = r.party(c.actor); err != nil {
		return e, err
	}
	if e.AnswerOpen, err = r.answerOpen(c); err != nil {
		return e, err
	}
	if e.FollowUps, err = r.followUpsFrom(c.id); err != nil {
		return e, err
	}
	e.Needs, err = r.needsHeardIn(c)
	return e, err
}

func (r *reader) channelName(code int64) (name string, err error) {
	if code >= 1 && code <= int64(len(domain.Channels)) {
		return domain.Channels[code-1], nil
	}
	_, err = r.q("SELECT name FROM channel WHERE code = ?").int(code).first(func(s *sqlite.Stmt) { name = s.ColumnText(0) })
	return name, err
}

func (r *reader) followUpAt(position int64) (f *followCard, err error) {
	_, err = r.q("SELECT " + followColumns + " FROM follow_up WHERE position = ?").int(position).
		first(func(s *sqlite.Stmt) { f = scanFollowUp(s) })
	if err == nil && f != nil {
		err = r.findFollowUp(f)
	}
	return f, err
}

func (r *reader) followUpEntry(row entryRow) (e TimelineEntry, err error) {
	f, err := r.followUpAt(row.ref)
	if err != nil || f == nil {
		return e, err
	}
	e = TimelineEntry{
		Kind: EntryFollowUp, Event: f.event, Record: domain.Stream{Kind: domain.KindFollowUp, ID: f.id},
		Type: "follow-up.planned.v1", At: moment(row.at), Precision: domain.PrecisionMinute, Text: f.text,
		Withdrawn: f.withdrawn(), Erased: f.flags&followErased != 0, Missing: f.flags&followMissing != 0,
		RecordedAt: moment(row.at), Cursor: row.cursor(),
	}
	actor := f.actor
	if row.position != f.position {
		actor = f.closedBy
		e.Event, e.Type = f.closedEvent, (&domain.FollowUpClosed{As: followStates[f.state]}).EventType()
	}
	if e.Actor, err = r.party(actor); err != nil {
		return e, err
	}
	if e.People, err = r.listParties(f.people); err != nil {
		return e, err
	}
	if e.Organisations, err = r.listParties(f.orgs); err != nil {
		return e, err
	}
	own, err := r.followUpRow(f)
	e.FollowUps = []FollowUpRow{own}
	return e, err
}

func (r *reader) changeAt(position int64) (c changeCard, record int64, err error) {
	_, err = r.q("SELECT card, record FROM change WHERE position = ?").int(position).first(func(s *sqlite.Stmt) {
		c, record = unpackChange(columnBlob(s, 0)), s.ColumnInt64(1)
	})
	return c, record, err
}

func (r *reader) changeEntry(row entryRow) (e TimelineEntry, err error) {
	c, record, err := r.changeAt(row.position)
	if err != nil {
		return e, err
	}
	about, err := r.party(record)
	if err != nil {
		return e, err
	}
	e = TimelineEntry{
		Kind: EntryChange, Event: c.event, Record: domain.Stream{Kind: about.Kind, ID: about.ID}, Type: c.kind,
		At: moment(row.at), Precision: domain.PrecisionMinute, Text: c.text, RecordedAt: moment(row.at),
		Erased: c.flags&changeErased != 0, Missing: c.flags&changeMissing != 0, Cursor: row.cursor(),
	}
	if len(c.changes) > 0 {
		if err := json.Unmarshal(c.changes, &e.Changes); err != nil {
			return e, err
		}
	}
	if e.Actor, err = r.party(c.actor); err != nil {
		return e, err
	}
	people := c.people
	switch about.Kind {
	case domain.KindPerson:
		people = append([]int64{record}, people...)
	case domain.KindOrganisation:
		e.Organisations = []Party{about}
	case domain.KindCommunity:
		e.Communities = []Party{about}
	}
	for _, list := range []struct {
		to   *[]Party
		from []int64
	}{{&e.People, people}, {&e.Organisations, c.orgs}, {&e.Communities, c.communities}, {&e.Members, c.members}} {
		parties, err := r.listParties(list.from)
		if err != nil {
			return e, err
		}
		*list.to = append(*list.to, parties...)
	}
	return e, nil
}
