package demo

import (
	"strconv"
	"time"

	"kontor/domain"
)

// talk is a conversation while it is being made up.
type talk struct {
	story    *story
	at       time.Time // when it is recorded
	person   int32
	member   int // who of us
	mentions []domain.ID
}

// about is a talk about a person, for texts outside conversations.
func (s *story) about(person int32) *talk {
	s.talk = talk{story: s, at: s.clock, person: max(person, 0)}
	return &s.talk
}

var (
	products = []string{"Setzkasten", "Souffleur", "Zeilenzähler"}
	visited  = []string{"Jena", "Leipzig", "Dresden", "Hamburg", "Berlin", "Tübingen", "Stuttgart", "Erfurt", "Zürich", "Wien"}
)

// fill writes what stands in a slot.
func (t *talk) fill(b []byte, it slot) []byte {
	d := t.story.dice
	switch it {
	case slotProduct:
		return append(b, products[d.IntN(4)%len(products)]...)
	case slotVersion:
		return t.version(b)
	case slotWeekday:
		return append(b, t.story.tongue.weekdays[1+d.IntN(5)]...)
	case slotMonth:
		return append(b, t.story.tongue.months[(int(t.at.Month())+d.IntN(3))%12]...)
	case slotDeadline:
		return append(b, oneOf(d, t.story.tongue.deadlines)...)
	case slotTown:
		return append(b, oneOf(d, visited)...)
	case slotNumber:
		return strconv.AppendInt(b, int64(d.between(7, 48)), 10)
	case slotFew:
		return append(b, oneOf(d, t.story.tongue.few)...)
	case slotMany:
		return strconv.AppendInt(b, int64(d.between(12, 90)*10), 10)
	case slotAmount:
		n, tongue := d.between(6, 480)*50, t.story.tongue
		b = append(b, tongue.amount[0]...)
		if n >= 1000 {
			b = strconv.AppendInt(b, int64(n/1000), 10)
			b = append(b, tongue.thousands, byte('0'+n/100%10), byte('0'+n/10%10), byte('0'+n%10))
		} else {
			b = strconv.AppendInt(b, int64(n), 10)
		}
		return append(b, tongue.amount[1]...)
	case slotPercent:
		return strconv.AppendInt(b, int64(d.between(3, 14)), 10)
	case slotColleague:
		return append(b, t.colleague()...)
	case slotMention:
		return t.mention(b)
	}
	return b
}

// version is the one that people talk about at that time: four come out every
// year.
func (t *talk) version(b []byte) []byte {
	quarters := (t.at.Year()-t.story.calendar.days[0].base.Year())*4 + int(t.at.Month()-1)/3
	b = strconv.AppendInt(b, int64(2+quarters/4), 10)
	return append(b, '.', byte('0'+quarters%4))
}

// colleague is the family name of one of us who does not take part.
func (t *talk) colleague() string {
	members := t.story.members
	n := min(len(members), 12)
	for range 10 {
		if i := t.story.dice.IntN(n); members[i].known && i != t.member {
			return members[i].name.Family
		}
	}
	return colleagues[0].Family
}

// mention writes the name of somebody who does not take part, who is then
// mentioned by the conversation.
func (t *talk) mention(b []byte) []byte {
	s := t.story
	other := int32(s.dice.IntN(len(s.people)))
	if len(s.circle) > 0 && s.dice.chance(0.6) {
		other %= int32(min(len(s.people), len(s.circle)))
	}
	if other == t.person {
		other = (other + 1) % int32(len(s.people))
	}
	t.mentions = append(t.mentions, s.people[other].id)
	b = append(b, '@')
	return append(b, s.people[other].short...)
}
