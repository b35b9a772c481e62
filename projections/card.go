package projections

import (
	"strings"
	"time"
	"unicode/utf8"

	"kontor/domain"
)

// shownText is how much of a text stands in a timeline, in characters.
const shownText = 500

// A card is a conversation as the read models keep it: everything that a
// timeline shows, with records as numbers.
type card struct {
	position   int64
	id         domain.ID
	event      domain.ID // that logged it
	at         int64
	day        int64 // where it took place
	precision  domain.Precision
	channel    int64
	direction  int64
	seconds    int64
	people     []int64
	ours       []int64
	orgs       []int64
	mentions   []int64
	with       []int64 // people as they were recorded
	about      []int64 // mentions as they were recorded
	sentiment  int64   // noSentiment if nobody said
	flags      int64
	answerBy   int64 // day
	settledAt  int64 // when the answer was settled
	answers    domain.ID
	replaces   domain.ID
	attached   int64
	actor      int64
	recordedAt int64
	subject    string
	text       string // the first shownText characters
	rest       string // what follows them
	cut        bool   // something follows them, and was not read
	tags       []string
	place      string
}

const noSentiment = 100

// The flags of a card.
const (
	cardContact = 1 << iota
	cardAnswerExpected
	cardAnswerSettled
	cardCorrected
	cardWithdrawn
	cardErased
	cardMissing
	cardAnswers  // the conversation says which one it answers
	cardReplaces // the conversation is another one without somebody who was erased
	cardReplaced // another one is this one without somebody who was erased
	cardTheirs   // an answer is theirs whatever the direction: they promised something
)

func (c *card) has(flag int64) bool { return c.flags&flag != 0 }

func (c *card) set(flag int64, on bool) {
	if on {
		c.flags |= flag
	} else {
		c.flags &^= flag
	}
}

// hidden reports whether the conversation counts for nothing and is found by
// nothing: it was withdrawn, or another one stands in its place.
func (c *card) hidden() bool { return c.has(cardWithdrawn | cardReplaced) }

var directions = []domain.Direction{domain.DirectionMutual, domain.DirectionIncoming, domain.DirectionOutgoing}

const (
	directionMutual = iota
	directionIncoming
	directionOutgoing
	promised // only of what is awaited: no conversation that follows keeps a promise by itself
)

func directionCode(d domain.Direction) int64 {
	for i, known := range directions {
		if d == known {
			return int64(i)
		}
	}
	return directionMutual
}

var precisions = []domain.Precision{
	domain.PrecisionMinute, domain.PrecisionDay, domain.PrecisionMonth, domain.PrecisionYear,
}

func precisionCode(p domain.Precision) int64 {
	for i, known := range precisions {
		if p == known {
			return int64(i)
		}
	}
	return 0
}

// pack is the blob of the row; position, id and rest have columns of their own.
func (c *card) pack(b []byte) []byte {
	if b == nil {
		b = make([]byte, 0, 128+len(c.text)+len(c.subject)+len(c.place)+8*(len(c.with)+len(c.tags)))
	}
	p := packer{b[:0]}
	p.id(c.event)
	p.int(c.at)
	p.int(c.day)
	p.int(precisionCode(c.precision))
	p.int(c.channel)
	p.int(c.direction)
	p.int(c.flags)
	p.ints(c.with)
	p.ints(c.ours)
	p.ints(c.orgs)
	p.ints(c.about)
	p.int(c.seconds)
	p.int(c.sentiment)
	p.int(c.answerBy)
	if c.has(cardAnswerSettled) {
		p.int(c.settledAt)
	}
	if c.has(cardAnswers) {
		p.id(c.answers)
	}
	if c.has(cardReplaces) {
		p.id(c.replaces)
	}
	p.int(c.attached)
	p.int(c.actor)
	p.int(c.recordedAt)
	p.texts(c.tags)
	p.text(c.place)
	p.text(c.subject)
	p.text(c.text)
	return p.b
}

// unpack reads the row. Whom it is with and about is said by the people as they
// were recorded, until find looks where they are found.
func (c *card) unpack(b []byte) {
	u := unpacker{b}
	c.event = u.id()
	c.at = u.int()
	c.day = u.int()
	c.precision = precisions[min(max(u.int(), 0), int64(len(precisions)-1))]
	c.channel = u.int()
	c.direction = u.int()
	c.flags = u.int()
	c.with = u.ints()
	c.ours = u.ints()
	c.orgs = u.ints()
	c.about = u.ints()
	c.people, c.mentions = c.with, c.about
	c.seconds = u.int()
	c.sentiment = u.int()
	c.answerBy = u.int()
	if c.has(cardAnswerSettled) {
		c.settledAt = u.int()
	}
	if c.has(cardAnswers) {
		c.answers = u.id()
	}
	if c.has(cardReplaces) {
		c.replaces = u.id()
	}
	c.attached = u.int()
	c.actor = u.int()
	c.recordedAt = u.int()
	c.tags = u.texts()
	c.place = u.text()
	c.subject = u.text()
	c.text = u.text()
}

// words are what the full text search finds the conversation by.
func (c *card) words() string {
	if c.hidden() {
		return ""
	}
	var b strings.Builder
	b.Grow(len(c.subject) + len(c.text) + len(c.rest) + len(c.place) + 32)
	b.WriteString(c.subject)
	b.WriteByte('\n')
	b.WriteString(c.text)
	b.WriteString(c.rest)
	b.WriteByte('\n')
	b.WriteString(c.place)
	for _, tag := range c.tags {
		b.WriteByte(' ')
		b.WriteString(tag)
	}
	return b.String()
}

// when is the moment that a timeline shows: of a conversation of which only the
// day is known, the beginning of that day here, wherever it was recorded.
func (c *card) when() time.Time {
	if c.precision == domain.PrecisionMinute {
		return moment(c.at)
	}
	return dayStart(c.day)
}

func dayStart(day int64) time.Time {
	y, m, d := time.Unix(day*86400, 0).UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.Local)
}

// splitText cuts a text after its first shownText characters.
func splitText(s string) (head, rest string) { return splitAt(s, shownText) }

func splitAt(s string, characters int) (head, rest string) {
	if len(s) <= characters {
		return s, ""
	}
	n := 0
	for i := range s {
		if n == characters {
			return s[:i], s[i:]
		}
		n++
	}
	return s, ""
}

// plainText makes a text fit for SQLite, which ends strings at a zero byte in
// some places and expects UTF-8 in all.
func plainText(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.ReplaceAll(s, "\x00", "")
}
