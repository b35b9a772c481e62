package demo

import (
	"time"

	"kontor/domain"
)

// channelsOf is how likely each of domain.Channels is in a community.
func channelsOf(kind domain.CommunityKind) []float64 {
	//           call mail meet video event letter forum chat social note
	switch kind {
	case domain.CommunityDevelopers, domain.CommunityIntegrators:
		return []float64{18, 28, 5, 14, 1, 0, 18, 11, 3, 2}
	case domain.CommunityOpinionLeaders:
		return []float64{30, 34, 7, 4, 3, 3, 0, 3, 14, 2}
	case domain.CommunityEmployees:
		return []float64{18, 10, 32, 6, 0, 0, 0, 30, 0, 3}
	case domain.CommunitySuppliers:
		return []float64{34, 40, 10, 6, 1, 6, 0, 1, 0, 2}
	}
	return []float64{34, 34, 10, 9, 2, 3, 2, 3, 1, 2}
}

// converse lets the next conversation take place.
func (s *story) converse(at time.Time, d day) {
	i := s.next(at)
	t := s.open(at, i)
	if d.fair != nil && s.dice.chance(0.5) {
		s.meetAt(t, d.fair)
		return
	}
	s.speak(t)
}

// speak is a talk over one of the usual channels.
func (s *story) speak(t *talk) {
	p := &s.people[t.person]
	channel := domain.Channels[byWeight(s.dice, s.communities[p.community].channels)]
	if day := t.at.Weekday(); day == time.Saturday || day == time.Sunday {
		channel = oneOf(s.dice, []string{domain.ChannelMail, domain.ChannelMail, domain.ChannelChat, domain.ChannelSocial})
	}
	s.log(t, spoken{channel: channel, direction: s.direction(channel)})
}

// meetAt is a talk at a fair. It leaves what was being talked about before.
func (s *story) meetAt(t *talk, f *fair) {
	p := &s.people[t.person]
	before, stage, subject := p.theme, p.stage, p.subject
	p.theme, p.stage, p.subject = s.texts.fair, uint8(s.dice.IntN(3)), f.name
	s.log(t, spoken{channel: domain.ChannelEvent, direction: domain.DirectionMutual, subject: f.name, place: f.place})
	p = &s.people[t.person]
	p.theme, p.stage, p.subject = before, stage, subject
}

// next is whom to talk to next. Everyone has their turns as often as their
// weight says, now and then two in a row; those who fell silent have none.
func (s *story) next(at time.Time) int32 {
	for s.turns.len() > 0 {
		turn := s.turns.pop()
		p := &s.people[turn.person]
		if p.quietFrom <= at.Unix() && s.turns.len() > 0 {
			continue
		}
		gap := s.dice.ExpFloat64() / p.weight
		if s.dice.chance(0.2) {
			gap *= 0.1
		}
		turn.at += gap
		s.turns.push(turn)
		return turn.person
	}
	return int32(s.dice.IntN(len(s.people)))
}

// open begins a talk with a person.
func (s *story) open(at time.Time, person int32) *talk {
	s.talk = talk{story: s, at: at, person: person, member: int(s.people[person].owner)}
	if s.dice.chance(0.2) {
		s.talk.member = s.dice.IntN(len(s.members))
	}
	return &s.talk
}

// spoken is what is settled about a conversation before it is made up.
type spoken struct {
	channel        string
	direction      domain.Direction
	subject, place string
	answers        *question
}

// question is a conversation that somebody is to answer.
type question struct {
	conversation domain.ID
	person       int32
	member       int
	channel      string
	direction    domain.Direction
}

func (s *story) direction(channel string) domain.Direction {
	incoming, outgoing := 0.0, 0.0
	switch channel {
	case domain.ChannelCall:
		incoming, outgoing = 0.3, 0.35
	case domain.ChannelMail, domain.ChannelLetter:
		incoming, outgoing = 0.58, 0.42
	case domain.ChannelForum, domain.ChannelSocial:
		incoming, outgoing = 0.8, 0.2
	case domain.ChannelChat:
		incoming, outgoing = 0.3, 0.1
	}
	switch r := s.dice.Float64(); {
	case r < incoming:
		return domain.DirectionIncoming
	case r < incoming+outgoing:
		return domain.DirectionOutgoing
	}
	return domain.DirectionMutual
}

// log records the conversation and what follows from it.
func (s *story) log(t *talk, c spoken) {
	id := s.id(t.at)
	said := s.compose(t, c)
	content := domain.ConversationContent{
		Channel: c.channel, Direction: c.direction, Sentiment: said.sentiment, Mentions: t.mentions, Origin: origin,
		People: s.theirs(t, c.channel), Ours: s.ours(t, c.channel),
	}
	s.date(&content, t.at)
	if p := &s.people[t.person]; c.channel == domain.ChannelMeeting || s.dice.chance(0.4) {
		content.Organisations = []domain.ID{s.organisations[p.organisation].id}
	}
	commands := make([]domain.Command, 1, 3)
	if q := c.answers; q != nil {
		content.Answers = q.conversation
		commands = append(commands, domain.SettleAnswer{Conversation: q.conversation, By: id})
	} else if s.awaits(c, said) {
		content.AnswerExpected = true
		if s.dice.chance(0.35) {
			content.AnswerBy = domain.DayOf(workday(t.at.AddDate(0, 0, s.dice.between(2, 6))))
		}
		s.awaitAnswer(question{id, t.person, t.member, c.channel, c.direction}, t.at)
	}
	logged := domain.LogConversation{Conversation: id, Content: content, Words: said.words}
	commands[0] = logged
	if plan, ok := s.followUp(t, id, said); ok {
		commands = append(commands, plan)
	} else if !content.AnswerExpected {
		s.reconsider(logged, t)
	}
	s.logged++
	s.step(t.at, s.members[t.member].id, "log-conversation", commands...)
	s.hear(t, id, said)
}

// date says when the conversation took place: mostly just before it was
// recorded, sometimes a day or two earlier.
func (s *story) date(c *domain.ConversationContent, recorded time.Time) {
	c.Seconds = s.seconds(c.Channel)
	when := recorded.Add(-time.Duration(c.Seconds)*time.Second - time.Duration(s.dice.between(0, 8))*time.Minute)
	c.When.Precision = domain.PrecisionMinute
	if s.dice.chance(0.05) {
		when = when.AddDate(0, 0, -s.dice.between(1, 3))
		if s.dice.chance(0.5) {
			c.When.Precision = domain.PrecisionDay
		}
	}
	c.When.At = when.Truncate(time.Minute)
}

// seconds is how long a conversation takes.
func (s *story) seconds(channel string) int {
	minutes := 0
	switch channel {
	case domain.ChannelCall:
		minutes = min(int(s.dice.around(8, 0.8))+1, 75)
	case domain.ChannelMeeting:
		minutes = s.dice.between(2, 9) * 15
	case domain.ChannelVideo:
		minutes = s.dice.between(4, 15) * 5
	case domain.ChannelEvent:
		minutes = s.dice.between(1, 8) * 5
	}
	return minutes * 60
}

// theirs are the participants of theirs: the person and sometimes colleagues.
func (s *story) theirs(t *talk, channel string) []domain.ID {
	p := &s.people[t.person]
	more := 0
	switch channel {
	case domain.ChannelMeeting, domain.ChannelVideo, domain.ChannelEvent:
		more = byWeight(s.dice, []float64{45, 32, 15, 8})
	case domain.ChannelMail, domain.ChannelCall:
		more = byWeight(s.dice, []float64{88, 9, 3})
	}
	people := make([]domain.ID, 1, 1+more)
	people[0] = p.id
	if more == 0 {
		return people
	}
	for c, steps := s.organisations[p.organisation].newest, 0; c != nobody && steps < 8 && len(people) <= more; steps++ {
		other := &s.people[c]
		if c != t.person && other.organisation == p.organisation && other.quietFrom > t.at.Unix() && s.dice.chance(0.6) {
			people = append(people, other.id)
		}
		c = other.colleague
	}
	return people
}

// ours are those of us who took part.
func (s *story) ours(t *talk, channel string) []domain.ID {
	second := 0.04
	if channel == domain.ChannelMeeting || channel == domain.ChannelVideo || channel == domain.ChannelEvent {
		second = 0.35
	}
	if !s.dice.chance(second) {
		return []domain.ID{s.members[t.member].id}
	}
	other := (t.member + s.dice.between(1, len(s.members)-1)) % len(s.members)
	return []domain.ID{s.members[t.member].id, s.members[other].id}
}
