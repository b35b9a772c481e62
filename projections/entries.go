package projections

import (
	"cmp"
	"slices"
)

// The subjects of entries beside records.
const (
	allConversations = 0
	allFollowUps     = -1
	allChanges       = -2
	allNeeds         = -3
)

// What an entry is, as bits of its column "what".
const (
	entryKindMask     = 3
	entryConversation = 0
	entryFollowUp     = 1
	entryChange       = 2
	entryNeed         = 3

	entryDirectionShift = 2 // two bits

	entryParticipant = 1 << 4 // took part, or the organisation was named; not only mentioned
	entryContact     = 1 << 5 // counts as a contact
	entryHidden      = 1 << 6 // withdrawn
	entrySeveral     = 1 << 7 // several of us took part: the conversation says who

	entryDayShift  = 8       // two bits: the day where it took place, from that in UTC, plus one
	entryComplaint = 1 << 10 // was said to us and reads like a complaint

	entryChannelShift = 11 // of a need, which of its moments
)

func (c *card) what() int64 {
	what := int64(entryConversation) | c.direction<<entryDirectionShift | c.channel<<entryChannelShift
	what |= (min(max(c.day-floorDiv(c.at, dayMicros), -1), 1) + 1) << entryDayShift
	if c.has(cardContact) {
		what |= entryContact
	}
	if c.has(cardWithdrawn) {
		what |= entryHidden
	}
	if len(c.ours) > 1 {
		what |= entrySeveral
	}
	if c.complains() {
		what |= entryComplaint
	}
	return what
}

const dayMicros = 86400_000_000

// entryDay is the day of an entry where it took place.
func entryDay(at, what int64) int64 {
	return floorDiv(at, dayMicros) + (what>>entryDayShift)&3 - 1
}

func entryDirection(what int64) int64 { return what >> entryDirectionShift & 3 }

func (c *card) spoke() int64 {
	if len(c.ours) == 0 {
		return 0
	}
	return c.ours[0]
}

// subjects calls f for each timeline on which the conversation stands.
func (c *card) subjects(f func(subject, what int64) error) error {
	what := c.what()
	if err := f(allConversations, what|entryParticipant); err != nil {
		return err
	}
	for _, n := range c.mentions {
		if err := f(n, what); err != nil {
			return err
		}
	}
	for _, list := range [][]int64{c.people, c.orgs} {
		for _, n := range list {
			if err := f(n, what|entryParticipant); err != nil {
				return err
			}
		}
	}
	return nil
}

// An entryWrite is an entry to be put, or taken out, by the next flushEntries.
type entryWrite struct {
	entryRow
	turn int32 // of the same entry, the last one counts
	drop bool
}

func compareEntries(a, b *entryWrite) int {
	switch {
	case a.subject != b.subject:
		return cmp.Compare(a.subject, b.subject)
	case a.at != b.at:
		return cmp.Compare(a.at, b.at)
	}
	return cmp.Compare(a.position, b.position)
}

// maxEntries is how many entries are held back, to be written in the order of
// their keys: 48 bytes each.
const maxEntries = 1_000_000

// putEntry writes an entry with the next flushEntries.
func (w *writer) putEntry(subject, at, position, what, ref int64) error {
	return w.writeEntry(entryWrite{entryRow: entryRow{subject, at, position, what, ref}})
}

// dropEntry takes an entry out with the next flushEntries.
func (w *writer) dropEntry(subject, at, position int64) error {
	return w.writeEntry(entryWrite{entryRow: entryRow{subject: subject, at: at, position: position}, drop: true})
}

func (w *writer) writeEntry(e entryWrite) error {
	list := &w.entries
	if e.subject <= allConversations {
		list = &w.common
	}
	e.turn = int32(len(*list))
	*list = append(*list, e)
	if len(w.entries)+len(w.common) >= maxEntries {
		return w.flushEntries()
	}
	return nil
}

// flushEntries writes what was held back.
func (w *writer) flushEntries() error {
	if err := w.flushCommon(); err != nil {
		return err
	}
	return w.flushList(&w.entries)
}

// flushCommon writes the entries that stand on the timelines of everything: most
// follow one another, so that it costs nothing more to write them in parts.
func (w *writer) flushCommon() error { return w.flushList(&w.common) }

// flushList writes entries in the order of the keys, in which neighbours cost
// least.
func (w *writer) flushList(list *[]entryWrite) error {
	entries := *list
	slices.SortFunc(entries, func(a, b entryWrite) int {
		if order := compareEntries(&a, &b); order != 0 {
			return order
		}
		return cmp.Compare(a.turn, b.turn)
	})
	put := entries[:0]
	for i := range entries {
		e := entries[i]
		switch {
		case i+1 < len(entries) && compareEntries(&e, &entries[i+1]) == 0:
		case e.drop:
			err := w.q("DELETE FROM entry WHERE subject = ? AND at = ? AND position = ?").
				int(e.subject).int(e.at).int(e.position).run()
			if err != nil {
				return err
			}
		default:
			put = append(put, e)
		}
	}
	*list = entries[:0]
	return w.fresh("entry (subject, at, position, what, ref)", 5, len(put), func(s *stmt, i int) {
		s.int(put[i].subject).int(put[i].at).int(put[i].position).int(put[i].what).int(put[i].ref)
	})
}
