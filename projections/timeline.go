package projections

import (
	"context"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kontor/domain"
	"kontor/match"
)

// Timeline returns entries, newest first.
func (v *Views) Timeline(ctx context.Context, q TimelineQuery) (entries []TimelineEntry, err error) {
	err = v.read(ctx, func(r *reader) error {
		f, err := r.filter(q)
		if err != nil || f == nil {
			return err
		}
		rows, err := r.entryRows(f)
		if err != nil {
			return err
		}
		entries = make([]TimelineEntry, 0, len(rows))
		for _, row := range rows {
			e, err := r.entry(row)
			if err != nil {
				return err
			}
			entries = append(entries, e)
		}
		return nil
	})
	return entries, err
}

// TimelineAt is a cursor for the moment from which on a timeline is read: Before
// it stand the entries until then, After it those that came later.
func TimelineAt(at time.Time) string {
	return entryRow{at: at.UnixMicro(), position: math.MaxInt64}.cursor()
}

// CountTimeline counts the entries that a query selects, whatever its page, by
// their kind. It counts no further than most entries; whole is false where
// there are more.
func (v *Views) CountTimeline(ctx context.Context, q TimelineQuery, most int) (counts map[EntryKind]int, whole bool, err error) {
	counts, whole = map[EntryKind]int{}, true
	q.Before, q.After, q.From, q.Last, q.Limit = "", "", "", false, most+1
	err = v.read(ctx, func(r *reader) error {
		f, err := r.filter(q)
		if err != nil || f == nil {
			return err
		}
		rows, err := r.entryRows(f)
		if len(rows) > most {
			rows, whole = rows[:most], false
		}
		for _, e := range rows {
			counts[entryKinds[e.what&entryKindMask]]++
		}
		return err
	})
	return counts, whole, err
}

var entryKinds = []EntryKind{EntryConversation, EntryFollowUp, EntryChange, EntryNeed}

// Conversation returns one conversation with its full text, nil if there is no
// such conversation.
func (v *Views) Conversation(ctx context.Context, id domain.ID) (entry *TimelineEntry, err error) {
	err = v.read(ctx, func(r *reader) error {
		c, err := r.conversation(id)
		if err != nil || c == nil {
			return err
		}
		e, err := r.conversationEntry(c)
		if err != nil {
			return err
		}
		e.Text, e.TextCut = c.text+c.rest, false
		entry = &e
		return nil
	})
	return entry, err
}

// Conversations returns several conversations in one reading, by their ids;
// those that are not there are left out.
func (v *Views) Conversations(ctx context.Context, ids []domain.ID) (entries map[domain.ID]*TimelineEntry, err error) {
	entries = make(map[domain.ID]*TimelineEntry, len(ids))
	err = v.read(ctx, func(r *reader) error {
		for _, id := range ids {
			c, err := r.conversation(id)
			if err != nil {
				return err
			}
			if c == nil || entries[id] != nil {
				continue
			}
			e, err := r.conversationEntry(c)
			if err != nil {
				return err
			}
			e.Text, e.TextCut = c.text+c.rest, false
			entries[id] = &e
		}
		return nil
	})
	return entries, err
}

// An entryRow is a row of the table of entries.
type entryRow struct {
	subject, at, position, what, ref int64
}

// older reports whether the entry stands below the other one.
func (e entryRow) older(other entryRow) bool {
	return e.at < other.at || e.at == other.at && e.position < other.position
}

func (e entryRow) cursor() string {
	return cursor{binary.BigEndian.AppendUint64(nil, uint64(e.at)), e.position}.String()
}

func entryCursor(s string) (e entryRow, ok bool) {
	c, ok := parseCursor(s)
	if !ok || len(c.key) != 8 {
		return e, false
	}
	return entryRow{at: int64(binary.BigEndian.Uint64(c.key)), position: c.n}, true
}

// An entryFilter is a TimelineQuery in the terms of this file.
type entryFilter struct {
	subjects  []int64
	community int64 // 0 if none: whose people the entries must be about
	own       int64 // 0, or the organisation whose own changes are shown, not those of its people
	upwards   bool  // from the oldest of the page to the newest
	from      entryRow
	low, high int64 // moments, inclusive and exclusive
	limit     int

	kinds      [4]bool
	channels   []int64
	directions []int64
	hidden     bool
	member     int64
	tag        string
	words      []string // the last one as a beginning
	prefix     bool
	members    map[int64]bool // of the community, as far as it was looked up
	among      *numberSet     // nil, or one of the people must be in it
	days       span           // of conversations; zero for any
}

// filter translates a query, nil if nothing can be found.
func (r *reader) filter(q TimelineQuery) (*entryFilter, error) {
	f := &entryFilter{
		from: entryRow{at: math.MaxInt64, position: math.MaxInt64}, low: math.MinInt64, high: math.MaxInt64,
		limit: q.Limit, hidden: q.Withdrawn, tag: domain.NormalTag(q.Tag),
		words: wordsOf(q.Text), prefix: !strings.HasSuffix(q.Text, " "),
	}
	if f.limit <= 0 {
		f.limit = 50
	}
	if e, ok := entryCursor(q.Before); ok {
		f.from = e
	} else if e, ok := entryCursor(q.After); ok {
		f.from, f.upwards = e, true
	} else if e, ok := entryCursor(q.From); ok {
		f.from = e
		f.from.position++ // entries below it, and so the one itself
	} else if q.Last {
		f.from, f.upwards = entryRow{at: math.MinInt64, position: math.MinInt64}, true
	}
	if !q.Since.IsZero() {
		f.low = q.Since.UnixMicro()
	}
	if !q.Until.IsZero() {
		f.high = q.Until.UnixMicro()
	}
	if q.Days != (DaySpan{}) {
		// The calendar of a place is at most a day before or after that of UTC.
		f.days = span{dayNumber(q.Days.From), dayNumber(q.Days.To)}
		f.low, f.high = max(f.low, (f.days.from-1)*dayMicros), min(f.high, (f.days.to+2)*dayMicros)
	}
	f.setKinds(q)
	var err error
	if f.channels, err = r.channelCodes(q.Channels); err != nil {
		return nil, err
	}
	if len(q.Channels) > 0 && len(f.channels) == 0 {
		return nil, nil
	}
	for _, d := range q.Directions {
		f.directions = append(f.directions, directionCode(d))
	}
	if q.Member != domain.None {
		if f.member, err = r.number(q.Member); err != nil || f.member == 0 {
			return nil, err
		}
	}
	if q.Of.Kind == domain.KindSegment || q.Segment != domain.None || q.People != nil {
		return r.followChosen(f, q)
	}
	if q.Of.ID == domain.None {
		f.subjects = f.everything()
		return f, nil
	}
	n, err := r.number(q.Of.ID)
	if err != nil || n == 0 {
		return nil, err
	}
	if q.Of.Kind == domain.KindCommunity {
		return f, r.followCommunity(f, n)
	}
	if q.Of.Kind == domain.KindOrganisation {
		return f, r.followOrganisation(f, n)
	}
	f.subjects = []int64{n}
	return f, nil
}

// setKinds leaves out the kinds of entries that the query does not name, or
// that cannot have what it asks for.
func (f *entryFilter) setKinds(q TimelineQuery) {
	for i, kind := range entryKinds {
		f.kinds[i] = len(q.Kinds) == 0 || slices.Contains(q.Kinds, kind)
	}
	if len(q.Channels)+len(q.Directions) > 0 || q.Tag != "" {
		f.kinds[entryFollowUp], f.kinds[entryChange], f.kinds[entryNeed] = false, false, false
	}
	if q.Member != domain.None || q.Text != "" && q.Of.Kind != domain.KindPerson && q.Of.Kind != domain.KindOrganisation {
		f.kinds[entryChange] = false // their words are not in the index
	}
}

// everything lists the subjects under which all entries stand.
func (f *entryFilter) everything() (subjects []int64) {
	for kind, subject := range []int64{allConversations, allFollowUps, allChanges, allNeeds} {
		if f.kinds[kind] {
			subjects = append(subjects, subject)
		}
	}
	return subjects
}

func (r *reader) channelCodes(names []string) (codes []int64, err error) {
	for _, name := range names {
		code, err := r.q("SELECT code FROM channel WHERE name = ?").text(name).number()
		if err != nil {
			return nil, err
		}
		if code != 0 {
			codes = append(codes, code)
		}
	}
	return codes, nil
}

// shallow tests what the entry itself says.
func (f *entryFilter) shallow(e entryRow) bool {
	kind := e.what & entryKindMask
	if !f.kinds[kind] || e.what&entryHidden != 0 && !f.hidden {
		return false
	}
	if kind != entryConversation {
		return true
	}
	if day := entryDay(e.at, e.what); f.days != (span{}) && (day < f.days.from || day > f.days.to) {
		return false
	}
	if len(f.channels) > 0 && !slices.Contains(f.channels, e.what>>entryChannelShift) {
		return false
	}
	if len(f.directions) > 0 && !slices.Contains(f.directions, entryDirection(e.what)) {
		return false
	}
	return f.member == 0 || e.ref == f.member || e.what&entrySeveral != 0
}

// isDeep reports whether the rows behind the entries must be looked at.
func (f *entryFilter) isDeep() bool {
	return f.tag != "" || len(f.words) > 0 || f.member != 0 || f.community != 0 || f.among != nil
}

// deep tests what stands in the row behind an entry.
func (r *reader) deep(f *entryFilter, e entryRow) (bool, error) {
	if !f.isDeep() && (f.own == 0 || e.what&entryKindMask != entryChange) {
		return true, nil
	}
	switch e.what & entryKindMask {
	case entryConversation:
		c, err := r.cardAt(e.position)
		if err != nil || c == nil {
			return false, err
		}
		return r.deepCard(f, c)
	case entryFollowUp:
		u, err := r.followUpAt(e.ref)
		if err != nil || u == nil || f.member != 0 && u.member != f.member || !f.matches(u.text) {
			return false, err
		}
		return r.aboutMembers(f, u.people)
	case entryNeed:
		return r.deepNeed(f, e)
	}
	c, record, err := r.changeAt(e.position)
	if err != nil || !f.matches(c.text+" "+string(c.changes)) {
		return false, err
	}
	if f.own != 0 {
		return record == f.own, nil
	}
	if f.community != 0 && record == f.community {
		return true, nil
	}
	return r.aboutMembers(f, []int64{record})
}

func (r *reader) deepCard(f *entryFilter, c *card) (bool, error) {
	if f.member != 0 && !slices.Contains(c.ours, f.member) || f.tag != "" && !slices.Contains(c.tags, f.tag) {
		return false, nil
	}
	if len(f.words) > 0 && !f.matches(c.subject+" "+c.text+c.rest+" "+c.place+" "+strings.Join(c.tags, " ")) {
		return false, nil
	}
	if f.community == 0 && f.among == nil {
		return true, nil
	}
	ok, err := r.aboutMembers(f, c.people)
	if ok || err != nil {
		return ok, err
	}
	return r.aboutMembers(f, c.mentions)
}

// matches reports whether a text has all the words.
func (f *entryFilter) matches(text string) bool {
	return len(f.words) == 0 || hasWords(match.FoldGerman(text), f.words, f.prefix)
}

// hasWords reports whether all words stand in a folded text, the last one with
// prefix also as the beginning of one.
func hasWords(folded string, words []string, prefix bool) bool {
	for i, word := range words {
		if !hasWord(folded, word, prefix && i == len(words)-1) {
			return false
		}
	}
	return true
}

func hasWord(folded, word string, prefix bool) bool {
	for from := 0; ; {
		i := strings.Index(folded[from:], word)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(word)
		before, hasBefore := utf8.DecodeLastRuneInString(folded[:start])
		after, hasAfter := utf8.DecodeRuneInString(folded[end:])
		if (hasBefore == 0 || !inWord(before)) && (prefix || hasAfter == 0 || !inWord(after)) {
			return true
		}
		_, size := utf8.DecodeRuneInString(folded[start:])
		from = start + size
	}
}
