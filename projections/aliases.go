package projections

import (
	"context"
	"slices"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// Whoever was merged into somebody else is found there: the conversations,
// follow-ups and needs that the ledger keeps with them stand in the tables with
// the one who stayed. Their own rows say with whom they were recorded, so that an
// unmerge finds them again.

// aliases are the merged people that a connection has looked up.
type aliases struct {
	looked bool // whether there are any
	none   bool
	into   map[int64]int64 // 0 for nobody
}

func (a *aliases) forget() { *a = aliases{} }

// root is the number under which a person is found.
func (c *conn) root(n int64) (int64, error) {
	a := &c.merged
	if !a.looked {
		count, err := c.q("SELECT EXISTS (SELECT 1 FROM alias)").number()
		if err != nil {
			return 0, err
		}
		a.looked, a.none = true, count == 0
	}
	if a.none {
		return n, nil
	}
	for range mostMerged {
		into, known := a.into[n]
		if !known {
			var err error
			if into, err = c.q("SELECT into_n FROM alias WHERE n = ?").int(n).number(); err != nil {
				return 0, err
			}
			if a.into == nil {
				a.into = map[int64]int64{}
			}
			a.into[n] = into
		}
		if into == 0 {
			break
		}
		n = into
	}
	return n, nil
}

// mostMerged is how many merges one into the other are followed. The domain makes
// no circles; a ledger that has one must not hang.
const mostMerged = 1000

// roots are the numbers under which people are found, each once.
func (c *conn) roots(list []int64) ([]int64, error) {
	found := list
	for i, n := range list {
		root, err := c.root(n)
		if err != nil {
			return nil, err
		}
		if root != n && len(found) > 0 && &found[0] == &list[0] {
			found = slices.Clone(list)
		}
		found[i] = root
	}
	if len(found) > 1 && &found[0] != &list[0] {
		once := found[:0]
		for _, n := range found {
			if !slices.Contains(once, n) {
				once = append(once, n)
			}
		}
		found = once
	}
	return found, nil
}

// find says under whom a conversation stands.
func (c *conn) find(card *card) (err error) {
	if card.people, err = c.roots(card.with); err != nil {
		return err
	}
	if card.mentions, err = c.roots(card.about); err != nil || len(card.about) == 0 || len(card.people) == 0 {
		return err
	}
	if slices.ContainsFunc(card.mentions, func(n int64) bool { return slices.Contains(card.people, n) }) {
		card.mentions = slices.DeleteFunc(slices.Clone(card.mentions), func(n int64) bool { return slices.Contains(card.people, n) })
	}
	return nil
}

func (c *conn) findFollowUp(f *followCard) (err error) {
	f.people, err = c.roots(f.about)
	return err
}

// rootID is the id of the person under whom somebody is found.
func (w *writer) rootID(id domain.ID) (domain.ID, error) {
	n, err := w.number(domain.Stream{Kind: domain.KindPerson, ID: id})
	if err != nil {
		return id, err
	}
	root, err := w.root(n)
	if err != nil || root == n {
		return id, err
	}
	_, err = w.q("SELECT id FROM record WHERE n = ?").int(root).first(func(r *sqlite.Stmt) { r.ColumnBytes(0, id[:]) })
	return id, err
}

// lead lets a person be found where their record says. A rebuild does so at its
// end, when everything stands with those it was recorded with.
func (w *writer) lead(n int64, into domain.ID) error {
	to, err := w.number(domain.Stream{Kind: domain.KindPerson, ID: into})
	if err != nil {
		return err
	}
	if w.building {
		if delete(w.leads, n); to != 0 {
			w.leads[n] = to
		}
		return nil
	}
	was, err := w.q("SELECT into_n FROM alias WHERE n = ?").int(n).number()
	if err != nil || was == to {
		return err
	}
	return w.relead(n, to)
}

// relead moves what stands with a person to where they are found from now on.
func (w *writer) relead(n, to int64) error {
	if err := w.flushLogged(); err != nil {
		return err
	}
	if err := w.flushEntries(); err != nil {
		return err
	}
	before, err := w.root(n)
	if err != nil {
		return err
	}
	led, err := w.standingWith(before)
	if err != nil {
		return err
	}
	if err := w.q("DELETE FROM alias WHERE n = ?").int(n).run(); err != nil {
		return err
	}
	if to != 0 {
		if err := w.q("INSERT INTO alias (n, into_n) VALUES (?, ?)").int(n).int(to).run(); err != nil {
			return err
		}
	}
	w.merged.forget()
	after, err := w.root(n)
	if err != nil {
		return err
	}
	for _, c := range led.conversations {
		if err := w.leadConversation(c); err != nil {
			return err
		}
	}
	for _, f := range led.followUps {
		now := *f
		if err := w.findFollowUp(&now); err != nil {
			return err
		}
		if slices.Equal(now.people, f.people) {
			continue
		}
		if err := w.replaceFollowUp(f, &now); err != nil {
			return err
		}
	}
	for _, other := range append(led.records, before, after) {
		if other == n {
			continue // it is being written
		}
		if err := w.projectAgain(other); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) leadConversation(c *card) error {
	now := *c
	if err := w.find(&now); err != nil {
		return err
	}
	if slices.Equal(now.people, c.people) && slices.Equal(now.mentions, c.mentions) {
		return nil
	}
	if err := w.retract(c); err != nil {
		return err
	}
	return w.enter(&now)
}

// projectAgain writes the rows of a record once more.
func (w *writer) projectAgain(n int64) error {
	s := domain.Stream{}
	_, err := w.q("SELECT id, kind FROM record WHERE n = ?").int(n).first(func(r *sqlite.Stmt) {
		r.ColumnBytes(0, s.ID[:])
		s.Kind = kindOf(r.ColumnInt64(1))
	})
	if err != nil {
		return err
	}
	f := w.owed.dossiers[s]
	if f == nil {
		f = w.folds.get(s)
	}
	if f == nil {
		if f, _, err = load(w.ctx, w.source, s); err != nil {
			return err
		}
	}
	return w.project(s, f)
}

// standing is what stands with a person in the tables because of other records.
type standing struct {
	conversations []*card
	followUps     []*followCard
	records       []int64 // needs, and people who are related to the person
}

func (w *writer) standingWith(n int64) (led standing, err error) {
	numbers := func(query string, args ...int64) (list []int64) {
		if err != nil {
			return nil
		}
		s := w.q(query)
		for _, v := range args {
			s.int(v)
		}
		err = s.each(func(r *sqlite.Stmt) error {
			list = append(list, r.ColumnInt64(0))
			return nil
		})
		return list
	}
	talks := numbers("SELECT position FROM entry WHERE subject = ? AND what & ? = ? ORDER BY position", n, entryKindMask, entryConversation)
	plans := numbers(`SELECT ref FROM entry WHERE subject = ?1 AND what & ?2 = ?3
		UNION SELECT position FROM follow_up_about WHERE record = ?1 ORDER BY 1`, n, entryKindMask, entryFollowUp)
	led.records = numbers(`SELECT need FROM need_voice WHERE person = ?1 UNION SELECT person FROM relation WHERE other = ?1 ORDER BY 1`, n)
	for _, position := range talks {
		if err != nil {
			return led, err
		}
		var c *card
		if c, err = w.conversationAt(position); c != nil {
			led.conversations = append(led.conversations, c)
		}
	}
	for _, position := range plans {
		if err != nil {
			return led, err
		}
		var f *followCard
		_, err = w.q("SELECT " + followColumns + " FROM follow_up WHERE position = ?").int(position).
			first(func(r *sqlite.Stmt) { f = scanFollowUp(r) })
		if err == nil && f != nil {
			err = w.findFollowUp(f)
			led.followUps = append(led.followUps, f)
		}
	}
	return led, err
}

// conversationAt reads the whole card of a conversation.
func (w *writer) conversationAt(position int64) (found *card, err error) {
	_, err = w.q("SELECT id, card, rest FROM conversation WHERE position = ?").int(position).first(func(r *sqlite.Stmt) {
		found = &card{position: position, rest: r.ColumnText(2)}
		r.ColumnBytes(0, found.id[:])
		found.unpack(columnBlob(r, 1))
	})
	if err == nil && found != nil {
		err = w.find(found)
	}
	return found, err
}

// completeLeads lets everybody who was merged be found where they belong, at the
// end of a rebuild.
func (w *writer) completeLeads() error {
	people := make([]int64, 0, len(w.leads))
	for n := range w.leads {
		people = append(people, n)
	}
	slices.Sort(people)
	for _, n := range people {
		if err := w.relead(n, w.leads[n]); err != nil {
			return err
		}
	}
	w.leads = nil
	return nil
}

// rootID is the id of the person under whom somebody is found.
func (r *reader) rootID(id domain.ID) (domain.ID, error) {
	n, err := r.number(id)
	if err != nil || n == 0 {
		return id, err
	}
	return r.id(n)
}

// FoundUnder is the person under whom somebody is found: the one into whom they
// were merged, or they themselves.
func (v *Views) FoundUnder(ctx context.Context, person domain.ID) (id domain.ID, err error) {
	err = v.read(ctx, func(r *reader) error {
		id, err = r.rootID(person)
		return err
	})
	return id, err
}

// ConversationsWith is how many conversations stand with a person, also those
// that only mention them.
func (v *Views) ConversationsWith(ctx context.Context, person domain.ID) (count int, err error) {
	err = v.read(ctx, func(r *reader) error {
		n, err := r.number(person)
		if err != nil || n == 0 {
			return err
		}
		found, err := r.q("SELECT count(*) FROM entry WHERE subject = ? AND what & ? = ? AND what & ? = 0").
			int(n).int(entryKindMask).int(entryConversation).int(entryHidden).number()
		count = int(found)
		return err
	})
	return count, err
}

// A MergedRow is a record that was merged into another one.
type MergedRow struct {
	Party
	Into domain.ID
}

// Merged are the records that were merged into a person, into anybody if none is
// named, by name. Erased ones are left out: they cannot be given back.
func (v *Views) Merged(ctx context.Context, into domain.ID) (rows []MergedRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		keeper, err := r.number(into)
		if err != nil {
			return err
		}
		return r.q(`SELECT m.id, m.name, k.id FROM alias a CROSS JOIN record m ON m.n = a.n CROSS JOIN record k ON k.n = a.into_n
			WHERE (?1 = 0 OR a.into_n = ?1) AND m.state & ?2 = 0 ORDER BY m.name, m.id`).int(keeper).int(stateErased).
			each(func(s *sqlite.Stmt) error {
				var row MergedRow
				s.ColumnBytes(0, row.ID[:])
				row.Kind, row.Name = domain.KindPerson, s.ColumnText(1)
				s.ColumnBytes(2, row.Into[:])
				rows = append(rows, row)
				return nil
			})
	})
	return rows, err
}

// ToldApart are the people of whom somebody said that they are not this person.
func (v *Views) ToldApart(ctx context.Context, person domain.ID) (ids []domain.ID, err error) {
	err = v.read(ctx, func(r *reader) error {
		n, err := r.number(person)
		if err != nil || n == 0 {
			return err
		}
		return r.q(`SELECT r.id FROM apart a CROSS JOIN record r ON r.n = CASE a.one WHEN ?1 THEN a.other ELSE a.one END
			WHERE a.one = ?1 OR a.other = ?1 ORDER BY r.id`).int(n).each(func(s *sqlite.Stmt) error {
			var id domain.ID
			s.ColumnBytes(0, id[:])
			ids = append(ids, id)
			return nil
		})
	})
	return ids, err
}
