package projections

import (
	"slices"

	"zombiezen.com/go/sqlite"
)

// compared lists every table that holds more than numbers of this file.
var compared = slices.Concat(comparedRecords, comparedFigures)

var comparedFigures = []comparison{
	{"held", "SELECT day, position, content FROM held", compareHeld},
	{"felt", "SELECT person, at, position, sentiment FROM felt", columns(0)},
	{"asked", "SELECT position, day, at, answered FROM asked", columns()},
	{"asked_of", "SELECT person, answered, position, at FROM asked_of", columns(0)},
	{"pulse", "SELECT n, content FROM pulse", comparePulse},
	{"turn", "SELECT n, what, day, other FROM turn", columns(0)},
	{"coverage", "SELECT community, day, people, late FROM coverage", columns(0)},
	{"reached", "SELECT person, channel, day, most FROM reached", compareReached},
	{"promise", "SELECT member, day, position, done, people FROM promise", comparePromise},
	{"custom", "SELECT person, field, text, number FROM custom", columns(0)},
	{"segment", "SELECT n, sort, content, listed FROM segment", columns(0)},
}

func compareHeld(n *namer, r *sqlite.Stmt) error {
	h := holding{day: r.ColumnInt64(0), position: r.ColumnInt64(1)}
	h.unpack(columnBlob(r, 2))
	for _, v := range []any{h.day, h.position, h.at, h.direction, h.seconds, h.sentiment, h.contact} {
		n.value(v)
	}
	if err := n.channel(h.channel); err != nil {
		return err
	}
	return n.records(h.people, h.ours)
}

func comparePulse(n *namer, r *sqlite.Stmt) error {
	if err := n.record(r.ColumnInt64(0)); err != nil {
		return err
	}
	var p pulse
	p.unpack(columnBlob(r, 1))
	n.value(p.quiet)
	n.value(p.back)
	n.value(p.cover)
	ids := make([]string, len(p.communities))
	for i, number := range p.communities { // they stand in the order of this file
		_, err := n.q("SELECT hex(id) FROM record WHERE n = ?").int(number).first(func(r *sqlite.Stmt) { ids[i] = r.ColumnText(0) })
		if err != nil {
			return err
		}
	}
	slices.Sort(ids)
	n.value(ids)
	return nil
}

func compareReached(n *namer, r *sqlite.Stmt) error {
	if err := n.record(r.ColumnInt64(0)); err != nil {
		return err
	}
	if err := n.channel(r.ColumnInt64(1)); err != nil {
		return err
	}
	n.value(r.ColumnInt64(2))
	n.value(r.ColumnInt64(3))
	return nil
}

func comparePromise(n *namer, r *sqlite.Stmt) error {
	if err := n.record(r.ColumnInt64(0)); err != nil {
		return err
	}
	for i := 1; i < 4; i++ {
		n.value(r.ColumnInt64(i))
	}
	return n.records((&unpacker{columnBlob(r, 4)}).ints())
}
