package projections

import (
	"encoding/json"
	"errors"
	"slices"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// needTypes are the events that the moments of a need are shown as.
var needTypes = []domain.Event{needHeard: &domain.NeedRaised{}, needDecided: &domain.NeedAnswered{}, needTold: &domain.NeedToldBack{}}

// A storedNeed is the row of a need as timelines and searches read it.
type storedNeed struct {
	n, owner int64
	card     needCard
}

// needAt reads a need by the position of its first event; nil if there is none.
func (r *reader) needAt(position int64) (need *storedNeed, err error) {
	var broken error
	_, err = r.q("SELECT n, owner, content FROM need WHERE position = ?").int(position).first(func(s *sqlite.Stmt) {
		need = &storedNeed{n: s.ColumnInt64(0), owner: s.ColumnInt64(1)}
		broken = json.Unmarshal(columnBlob(s, 2), &need.card)
	})
	return need, errors.Join(err, broken)
}

// moment is what an entry of the need shows.
func (s *storedNeed) moment(e entryRow) (m needMoment, ok bool) {
	i := slices.IndexFunc(s.card.Moments, func(m needMoment) bool { return m.At == e.at && m.Position == e.position })
	if i < 0 {
		return m, false
	}
	return s.card.Moments[i], true
}

// deepNeed tests what stands in the row of a need behind an entry.
func (r *reader) deepNeed(f *entryFilter, e entryRow) (bool, error) {
	need, err := r.needAt(e.ref)
	if err != nil || need == nil || f.member != 0 && need.owner != f.member || !f.matches(need.card.words()) {
		return false, err
	}
	m, ok := need.moment(e)
	if !ok || f.community == 0 && f.among == nil {
		return ok, nil
	}
	people, err := r.numbersOf(m.People)
	if err != nil {
		return false, err
	}
	return r.aboutMembers(f, people)
}

// numbersOf are the numbers of records that are known.
func (r *reader) numbersOf(ids []domain.ID) (numbers []int64, err error) {
	for _, id := range ids {
		n, err := r.number(id)
		if err != nil {
			return nil, err
		}
		if n != 0 {
			numbers = append(numbers, n)
		}
	}
	return numbers, nil
}

// needEntry completes an entry about a need.
func (r *reader) needEntry(row entryRow) (e TimelineEntry, err error) {
	need, err := r.needAt(row.ref)
	if err != nil || need == nil {
		return e, err
	}
	own, ok, err := r.needRow(need.n, listOrder{})
	if err != nil || !ok {
		return e, err
	}
	e = TimelineEntry{
		Kind: EntryNeed, Record: domain.Stream{Kind: domain.KindNeed, ID: own.ID}, Type: needTypes[needHeard].EventType(),
		At: moment(row.at), Precision: domain.PrecisionMinute, Subject: own.Title, Tags: own.Tags,
		Erased: own.Erased, Missing: own.Missing, RecordedAt: moment(row.at), Cursor: row.cursor(), Needs: []NeedRow{own},
	}
	m, ok := need.moment(row)
	if !ok {
		return e, nil
	}
	e.Event, e.Type = m.Event, needTypes[min(max(m.Phase, 0), needTold)].EventType()
	if m.Precision != "" {
		e.Precision = m.Precision
	}
	if e.Actor, err = r.partyOf(m.By); err != nil {
		return e, err
	}
	if m.Phase == needDecided {
		e.Text = need.card.Wording
	}
	var organisations []domain.ID
	for _, v := range need.card.Voices {
		if !slices.Contains(m.People, v.Person) {
			continue
		}
		if v.Organisation != domain.None && !slices.Contains(organisations, v.Organisation) {
			organisations = append(organisations, v.Organisation)
		}
		if m.Phase == needHeard && e.Text == "" {
			e.Text = v.Quote
		}
	}
	for _, list := range []struct {
		to   *[]Party
		from []domain.ID
	}{{&e.People, m.People}, {&e.Organisations, organisations}} {
		numbers, err := r.numbersOf(list.from)
		if err != nil {
			return e, err
		}
		if *list.to, err = r.listParties(numbers); err != nil {
			return e, err
		}
	}
	head, rest := splitText(e.Text)
	e.Text, e.TextCut = head, rest != ""
	return e, nil
}

// needHits are the entries of the needs that a search finds.
func (r *reader) needHits(f *entryFilter) (hits []entryRow, err error) {
	var found []int64
	err = r.q("SELECT rowid FROM wants WHERE wants MATCH ? ORDER BY rowid DESC LIMIT ?").text(f.match()).int(rareHits).
		each(func(q *sqlite.Stmt) error {
			found = append(found, q.ColumnInt64(0))
			return nil
		})
	for _, position := range found {
		need, err := r.needAt(position)
		if err != nil {
			return nil, err
		}
		if need == nil {
			continue
		}
		for _, m := range need.card.Moments {
			e := entryRow{allNeeds, m.At, m.Position, entryNeed | entryParticipant | m.Phase<<entryChannelShift, position}
			if f.contains(e) {
				hits = append(hits, e)
			}
		}
	}
	return hits, err
}

// needOf is what an event about a need looks like: the change, with what the need
// is called.
func (r *reader) needOf(ref EventRef) (e TimelineEntry, err error) {
	if e, err = r.changeEntry(entryRow{at: ref.At.UnixMicro(), position: ref.Position}); err != nil {
		return e, err
	}
	n, err := r.number(ref.Record.ID)
	if err != nil {
		return e, err
	}
	row, ok, err := r.needRow(n, listOrder{})
	if ok {
		e.Subject, e.Needs = row.Title, []NeedRow{row}
	}
	return e, err
}

// tellNeed says whom and what a change of a need is about.
func (w *writer) tellNeed(c *changeCard, e domain.Event) (err error) {
	var people, organisations, members []domain.ID
	switch e := e.(type) {
	case *domain.NeedRaised:
		c.text = e.Sealed.Title
		for _, v := range e.Voices {
			people, organisations = append(people, v.Person), append(organisations, v.Organisation)
		}
	case *domain.NeedRevised:
		c.text = e.Sealed.Title
	case *domain.NeedRouted:
		members = append(members, e.For)
	case *domain.NeedScheduled:
		c.text = string(e.Due)
	case *domain.NeedVoiceAdded:
		c.text, people, organisations = e.Sealed.Quote, append(people, e.Person), append(organisations, e.Organisation)
	case *domain.NeedVoiceRemoved:
		people = append(people, e.Person)
	case *domain.NeedAnswered:
		c.text = e.Sealed.Wording
	case *domain.NeedToldBack:
		people = append(people, e.Person)
	case *domain.NeedTellingTakenBack:
		people = append(people, e.Person)
	case *domain.NeedEnded:
		c.text = e.Sealed.Reason
	}
	c.text, _ = splitText(c.text)
	for _, list := range []struct {
		to   *[]int64
		kind domain.Kind
		ids  []domain.ID
	}{
		{&c.people, domain.KindPerson, people}, {&c.orgs, domain.KindOrganisation, organisations}, {&c.members, domain.KindMember, members},
	} {
		ids := slices.DeleteFunc(list.ids, func(id domain.ID) bool { return id == domain.None })
		if *list.to, err = w.numbersOf(list.kind, ids); err != nil {
			return err
		}
	}
	return nil
}
