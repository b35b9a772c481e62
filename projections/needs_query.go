package projections

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// Needs returns a page of needs.
func (v *Views) Needs(ctx context.Context, q NeedQuery) (rows []NeedRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		among, err := r.amongNeeds(q)
		if err != nil {
			return err
		}
		order, ok := needOrders[q.Order]
		if !ok {
			order = needOrders[NeedsByDue]
		}
		numbers, err := r.page(pageQuery{
			order: order, reverse: q.Reverse, listed: listedActive, among: among, page: q.Page, limit: q.limit(100),
		})
		if err != nil {
			return err
		}
		rows, err = r.needRows(numbers, order)
		return err
	})
	return rows, err
}

// CountNeeds counts the needs that a query selects, whatever its page.
func (v *Views) CountNeeds(ctx context.Context, q NeedQuery) (n int, err error) {
	err = v.read(ctx, func(r *reader) error {
		among, err := r.amongNeeds(q)
		if err == nil {
			n = among.count
		}
		return err
	})
	return n, err
}

var needOrders = map[NeedOrder]listOrder{
	NeedsByDue:    {rows: "need WHERE listed = ?", by: "due", n: "n", integer: true},
	NeedsByVoices: {rows: "need WHERE listed = ?", by: "voices", n: "n", integer: true, descending: true},
	NeedsByRaised: {rows: "need WHERE listed = ?", by: "raised", n: "n", integer: true, descending: true},
}

// amongNeeds is the set of the needs that a query selects.
func (r *reader) amongNeeds(q NeedQuery) (*numberSet, error) {
	s := &selection{}
	s.add("listed = 1")
	switch q.Shown {
	case NeedsUndecided:
		s.add("state = 'open'")
	case NeedsToTell:
		s.add("state = 'decided' AND totell > 0")
	case NeedsClosed:
		s.add("state = 'closed'")
	case NeedsAll:
	default:
		s.add("state <> 'closed'")
	}
	if q.For != domain.None {
		n, err := r.number(q.For)
		if err != nil {
			return nil, err
		}
		s.add("owner = ?", n)
	}
	set, err := (*numberSet)(nil).intersect(s.bind(r.q("SELECT n FROM need WHERE " + s.where())))
	if err == nil && q.About.ID != domain.None {
		set, err = r.needsAbout(set, q.About)
	}
	if words := matchQuery(q.Text); err == nil && words != "" {
		set, err = set.intersect(r.q("SELECT n FROM need WHERE position IN (SELECT rowid FROM wants WHERE wants MATCH ?)").text(words))
	}
	return set, err
}

// needsAbout are those of the needs that somebody asked for: a person, somebody
// for an organisation, one of the people of a community, or anybody in a
// conversation.
func (r *reader) needsAbout(among *numberSet, about domain.Stream) (*numberSet, error) {
	if about.Kind == domain.KindConversation {
		return r.needsFrom(among, about.ID)
	}
	n, err := r.number(about.ID)
	if err != nil {
		return nil, err
	}
	query := "SELECT need FROM need_voice WHERE person = ?"
	switch about.Kind {
	case domain.KindOrganisation:
		query = "SELECT need FROM need_voice WHERE org = ? AND org <> 0"
	case domain.KindCommunity:
		query = "SELECT v.need FROM membership m CROSS JOIN need_voice v ON v.person = m.person WHERE m.community = ?"
	}
	return among.intersect(r.q(query).int(n))
}

// needsFrom are those of the needs that were heard in a conversation, or in one
// whose words were replaced by those of this one.
func (r *reader) needsFrom(among *numberSet, conversation domain.ID) (*numberSet, error) {
	found := &numberSet{}
	for range mostReplaced {
		part, err := among.intersect(r.q("SELECT need FROM need_voice WHERE conversation = ? AND conversation IS NOT NULL").blob(conversation[:]))
		if err != nil {
			return nil, err
		}
		part.all(func(n int64) bool { found.add(n); return true })
		c, err := r.conversation(conversation)
		if err != nil || c == nil || !c.has(cardReplaces) {
			return found, err
		}
		conversation = c.replaces
	}
	return found, nil
}

// needsHeardIn lists the needs that were heard in a conversation. Most were not:
// that is asked first, by the index alone.
func (r *reader) needsHeardIn(c *card) ([]NeedRow, error) {
	if !c.has(cardReplaces) {
		n, err := r.q("SELECT EXISTS (SELECT 1 FROM need_voice WHERE conversation = ? AND conversation IS NOT NULL)").blob(c.id[:]).number()
		if err != nil || n == 0 {
			return nil, err
		}
	}
	return r.needsOf(NeedQuery{Shown: NeedsAll, About: domain.Stream{Kind: domain.KindConversation, ID: c.id}})
}

// mostReplaced bounds how often words that were replaced are followed: once for
// everyone in the conversation who was erased.
const mostReplaced = 64

// needRows completes needs of a list.
func (r *reader) needRows(numbers []int64, order listOrder) (rows []NeedRow, err error) {
	for _, n := range numbers {
		row, ok, err := r.needRow(n, order)
		if err != nil {
			return nil, err
		}
		if ok {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

func (r *reader) needRow(n int64, order listOrder) (row NeedRow, ok bool, err error) {
	by := order.by
	if by == "" {
		by = "0"
	}
	var owner, key int64
	var card needCard
	var broken error
	ok, err = r.q("SELECT state, answer, owner, due, raised, voices, told, totell, content, " + by + " FROM need WHERE n = ?").int(n).
		first(func(s *sqlite.Stmt) {
			row.State, row.Answer = domain.NeedState(s.ColumnText(0)), domain.NeedAnswer(s.ColumnText(1))
			owner = s.ColumnInt64(2)
			if due := s.ColumnInt64(3); due != needNoDue {
				row.Due = dayOf(due)
			}
			row.RaisedAt, row.Voices, row.Told, row.ToTell = moment(s.ColumnInt64(4)), s.ColumnInt(5), s.ColumnInt(6), s.ColumnInt(7)
			broken = json.Unmarshal(columnBlob(s, 8), &card)
			key = s.ColumnInt64(9)
		})
	if err := errors.Join(err, broken); err != nil || !ok {
		return row, false, err
	}
	p, err := r.party(n)
	if err != nil {
		return row, false, err
	}
	row.ID, row.Title, row.Tags, row.Missing, row.Erased = p.ID, p.Name, card.Tags, p.Missing, p.Erased
	row.Cursor = cursor{binary.BigEndian.AppendUint64(nil, uint64(key)), n}.String()
	by1, err := r.party(owner)
	row.Owner, row.OwnerName = by1.ID, by1.Name
	return row, true, err
}

// openNeeds lists the needs that are not closed and that somebody asked for,
// earliest due first.
func (r *reader) openNeeds(about domain.Stream) ([]NeedRow, error) {
	return r.needsOf(NeedQuery{About: about})
}

func (r *reader) needsOf(q NeedQuery) ([]NeedRow, error) {
	among, err := r.amongNeeds(q)
	if err != nil || among.count == 0 {
		return nil, err
	}
	order := needOrders[NeedsByDue]
	numbers, err := r.page(pageQuery{order: order, listed: listedActive, among: among, limit: q.limit(100)})
	if err != nil {
		return nil, err
	}
	return r.needRows(numbers, order)
}

// Need returns everything about one need, nil if there is none.
func (v *Views) Need(ctx context.Context, id domain.ID) (page *NeedPage, err error) {
	f, _, err := load(ctx, v.source, domain.Stream{Kind: domain.KindNeed, ID: id})
	if err != nil {
		return nil, err
	}
	need := f.Aggregate.(*needFold).Need
	err = v.read(ctx, func(r *reader) error {
		n, err := r.number(id)
		if err != nil || n == 0 {
			return err
		}
		row, ok, err := r.needRow(n, listOrder{})
		if err != nil || !ok {
			return err
		}
		page = &NeedPage{
			NeedRow: row, Text: need.Words.Text, Plan: need.Plan, ClosedAt: need.ClosedAt, CloseReason: need.Reason,
			AddedAt: need.RaisedAt, Withdrawn: need.Withdrawn,
		}
		return r.completeNeed(page, need)
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

func (r *reader) completeNeed(page *NeedPage, need *domain.Need) (err error) {
	if page.AddedBy, err = r.partyOf(need.RaisedBy); err != nil {
		return err
	}
	if page.ClosedBy, err = r.partyOf(need.ClosedBy); err != nil {
		return err
	}
	if d := need.Decision; d != nil {
		page.Decision = &NeedDecision{Answer: d.Answer, Wording: d.Wording, At: d.At}
		if page.Decision.By, err = r.partyOf(d.By); err != nil {
			return err
		}
	}
	found, err := (&needFold{Need: need}).found(r.rootID)
	if err != nil {
		return err
	}
	need = found.Need
	for _, v := range need.Heard {
		row, err := r.voiceRow(need, v)
		if err != nil {
			return err
		}
		page.Heard = append(page.Heard, row)
	}
	return nil
}

func (r *reader) partyOf(id domain.ID) (Party, error) {
	n, err := r.number(id)
	if err != nil {
		return Party{}, err
	}
	return r.party(n)
}

func (r *reader) voiceRow(need *domain.Need, v domain.HeardVoice) (row VoiceRow, err error) {
	row = VoiceRow{Person: v.Person, Organisation: v.Organisation, Heard: v.Heard, Quote: v.Quote, Erased: v.Erased}
	if t, told := need.Tellings[v.Person]; told && need.Knows(v.Person) {
		row.Told = &t
	} else if told {
		row.ToldOtherwise = &t
	}
	n, err := r.number(v.Person)
	if err != nil {
		return row, err
	}
	p, err := r.party(n)
	if err != nil {
		return row, err
	}
	row.Name, row.Erased = p.Name, v.Erased || p.Erased
	if person, err := r.personRow(n); err != nil {
		return row, err
	} else if person.ID != domain.None {
		row.Initials, row.Photo, row.Communities = person.Initials, person.Photo, person.Communities
	}
	org, err := r.partyOf(v.Organisation)
	if err != nil {
		return row, err
	}
	row.OrganisationName = org.Name
	row.Conversation, err = r.conversationNow(v.Conversation)
	return row, err
}

// conversationNow is the conversation that stands in the place of the given one,
// if its words were replaced; None if it cannot be opened.
func (r *reader) conversationNow(id domain.ID) (domain.ID, error) {
	for range mostReplaced {
		c, err := r.conversation(id)
		if err != nil || c == nil || c.has(cardWithdrawn) {
			return domain.None, err
		}
		var by domain.ID
		found, err := r.q("SELECT c.id FROM replaced r CROSS JOIN conversation c ON c.position = r.by WHERE r.conversation = ?").
			blob(id[:]).first(func(s *sqlite.Stmt) { s.ColumnBytes(0, by[:]) })
		if err != nil || !found {
			return id, err
		}
		id = by
	}
	return id, nil
}

// NeedsHeardFrom returns every need that somebody asked for, withdrawn ones too,
// but for those whose words were erased.
func (v *Views) NeedsHeardFrom(ctx context.Context, person domain.ID) (ids []domain.ID, err error) {
	err = v.read(ctx, func(r *reader) error {
		n, err := r.number(person)
		if err != nil {
			return err
		}
		return r.q("SELECT r.id FROM need_voice v CROSS JOIN record r ON r.n = v.need WHERE v.person = ? ORDER BY r.id").int(n).
			each(func(s *sqlite.Stmt) error {
				var id domain.ID
				s.ColumnBytes(0, id[:])
				ids = append(ids, id)
				return nil
			})
	})
	return ids, err
}
