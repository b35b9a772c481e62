package projections

import (
	"encoding/hex"

	"zombiezen.com/go/sqlite"
)

// comparedRecords are the tables of the records. Records that are only mentioned,
// and never were added, are compared where they are mentioned.
var comparedRecords = []comparison{
	{"record", "SELECT hex(id), kind, name, state FROM record WHERE state <> 0", columns()},
	{"person", `SELECT n, org, sort, sortname, initials, title, email, phone, photo, tags, added, listed, communities, links
		FROM person`, comparePerson},
	{"contact", "SELECT n, owner, spoke, keeper, state, own, rhythm, snoozed, added, last, day, incoming, outgoing, due FROM contact", columns(0, 1, 2, 3)},
	{"membership", "SELECT community, person, archived, roles FROM membership", columns(0, 1)},
	{"affiliation", "SELECT org, person, rank, ordinal, content FROM affiliation", columns(0, 1)},
	{"relation", "SELECT other, person, ordinal, content FROM relation", columns(0, 1)},
	{"alias", "SELECT n, into_n FROM alias", columns(0, 1)},
	{"apart", "SELECT one, other FROM apart", columns(0, 1)},
	{"organisation", "SELECT n, parent, sort, city, domain, tags, added, listed FROM organisation", columns(0, 1)},
	{"community", "SELECT n, owner, sort, taxonomy, rhythm, listed FROM community", columns(0, 1)},
	{"member", "SELECT n, sort, initials, listed FROM member", columns(0)},
	{"conversation", "SELECT position, id, card, rest FROM conversation", compareCard},
	{"tally", "SELECT kind, listed, n FROM tally WHERE n <> 0", columns()},
	{"awaited", "SELECT person, member, position, at, direction FROM awaited", columns(0, 1)},
	{"answer", "SELECT conversation, by FROM answer", columns()},
	{"replaced", "SELECT conversation, by FROM replaced", columns()},
	{"entry", "SELECT subject, at, position, what, ref FROM entry", compareEntry},
	{"change", "SELECT position, record, card FROM change", compareChange},
	{"follow_up", "SELECT position, id, state, due, member, conversation, card, listed FROM follow_up", compareFollowUp},
	{"follow_up_about", "SELECT record, position FROM follow_up_about", columns(0)},
	{"need", "SELECT n, owner, position, state, answer, listed, due, raised, voices, told, totell, content FROM need", columns(0, 1)},
	{"need_voice", "SELECT need, person, org, conversation FROM need_voice", columns(0, 1, 2)},
	{"need_misspelt", "SELECT rest, word FROM need_misspelt", columns()},
	{"words of needs", "SELECT term, doc, cnt FROM need_words", columns()},
	{"document", "SELECT n, class, own, orgs, notes FROM document", columns(0)},
	{"term", "SELECT n, space, key FROM term WHERE space <> 6", columns(0)},
	{"term of conversations", "SELECT n, space, key FROM term WHERE space = 6", columns()},
	{"terms", "SELECT n, content FROM terms", columns(0)},
	{"misspelt", "SELECT rest, word FROM misspelt", columns()},
	{"profile", "SELECT n, content FROM profile", columns(0)},
	{"daily", "SELECT member, channel, day, direction, conversations, seconds, sentiments, sentiment FROM daily", compareDay},
	{"words of conversations", "SELECT term, doc, cnt FROM talk_words", columns()},
	{"words of records", "SELECT term, col, doc, cnt FROM record_words", columns()},
	{"import", "SELECT n, at, content, listed FROM import", columns(0)},
}

func comparePerson(n *namer, r *sqlite.Stmt) error {
	for i := range 2 {
		if err := n.record(r.ColumnInt64(i)); err != nil {
			return err
		}
	}
	for i := 2; i < 12; i++ {
		n.value(hex.EncodeToString(columnBlob(r, i)))
	}
	return n.records((&unpacker{columnBlob(r, 12)}).ints(), (&unpacker{columnBlob(r, 13)}).ints())
}

func compareCard(n *namer, r *sqlite.Stmt) error {
	c := card{position: r.ColumnInt64(0)}
	c.unpack(columnBlob(r, 2))
	for _, v := range []any{
		c.position, hex.EncodeToString(columnBlob(r, 1)), c.event, c.at, c.day, c.precision, c.direction, c.flags,
		c.seconds, c.sentiment, c.settledAt, c.answerBy, c.answers, c.replaces, c.attached, c.recordedAt,
		c.tags, c.place, c.subject, c.text, r.ColumnText(3),
	} {
		n.value(v)
	}
	if err := n.channel(c.channel); err != nil {
		return err
	}
	return n.records(c.people, c.ours, c.orgs, c.mentions, []int64{c.actor})
}

func compareEntry(n *namer, r *sqlite.Stmt) error {
	what := r.ColumnInt64(3)
	n.value(r.ColumnInt64(1))
	n.value(r.ColumnInt64(2))
	n.value(what & (1<<entryChannelShift - 1))
	if what&entryKindMask == entryNeed {
		n.value(what >> entryChannelShift)
	}
	if what&entryKindMask == entryConversation {
		if err := n.record(r.ColumnInt64(4)); err != nil {
			return err
		}
		if err := n.channel(what >> entryChannelShift); err != nil {
			return err
		}
	} else {
		n.value(r.ColumnInt64(4))
	}
	return n.record(r.ColumnInt64(0))
}

func compareChange(n *namer, r *sqlite.Stmt) error {
	c := unpackChange(columnBlob(r, 2))
	for _, v := range []any{r.ColumnInt64(0), c.event, c.kind, c.at, c.flags, c.text, string(c.changes)} {
		n.value(v)
	}
	return n.records(c.people, c.orgs, c.communities, c.members, []int64{c.actor, r.ColumnInt64(1)})
}

func compareFollowUp(n *namer, r *sqlite.Stmt) error {
	f := scanFollowUp(r)
	for _, v := range []any{
		f.position, f.id, f.state, f.due, f.conversation, f.event, f.plannedAt, f.flags,
		f.closed, f.closedAt, f.closedEvent, f.text, r.ColumnInt64(7),
	} {
		n.value(v)
	}
	return n.records([]int64{f.member, f.actor, f.closedBy}, f.people, f.orgs)
}

func compareDay(n *namer, r *sqlite.Stmt) error {
	if err := n.record(r.ColumnInt64(0)); err != nil {
		return err
	}
	if err := n.channel(r.ColumnInt64(1)); err != nil {
		return err
	}
	for i := 2; i < r.ColumnCount(); i++ {
		n.value(r.ColumnInt64(i))
	}
	return nil
}
