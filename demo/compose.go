package demo

import (
	"strings"

	"kontor/domain"
)

// phase is where the talk about a theme stands.
type phase uint8

const (
	asking phase = iota
	underWay
	troubled
	pleased
	ours // what we said or sent
)

// composed is what was said in a conversation.
type composed struct {
	words     domain.ConversationWords
	sentiment *int
	phase     phase
	theme     *theme
}

// compose makes up what was said.
func (s *story) compose(t *talk, c spoken) composed {
	p := &s.people[t.person]
	if p.theme == nil {
		p.theme, p.stage = s.newTheme(p), 0
		p.subject = s.say(&p.theme.subject, t)
	}
	said := composed{theme: p.theme, phase: s.phase(p, c)}
	if c.channel == domain.ChannelNote {
		said.words.Text = s.say(&s.texts.remark, t)
		return said
	}
	said.words.Subject = s.subject(p, c)
	said.words.Text = s.text(t, c, &said)
	said.words.Tags = s.tags(&said)
	said.sentiment = s.sentiment(said.phase)
	said.words.Place = c.place
	if c.channel == domain.ChannelMeeting {
		said.words.Place = s.say(&s.texts.places, t)
	}
	p.stage++
	if said.phase == pleased || p.stage > 6 || s.dice.chance(0.08) {
		p.theme = nil // the next time something else
	}
	return said
}

func (s *story) newTheme(p *person) *theme {
	if p.english {
		return &s.texts.english
	}
	return &s.texts.themes[byWeight(s.dice, s.communities[p.community].themes)]
}

func (s *story) phase(p *person, c spoken) phase {
	r := s.dice.Float64()
	switch {
	case c.direction == domain.DirectionOutgoing:
		return ours
	case c.answers != nil && r < 0.6:
		return underWay
	case c.answers != nil:
		return pleased
	case p.stage == 0 && r < 0.78, p.stage == 1 && r < 0.15:
		return asking
	case p.stage == 0 && r < 0.88, p.stage > 0 && r > 0.9:
		return troubled
	case p.stage > 1 && r > 0.45:
		return pleased
	}
	return underWay
}

// subject is what stands above a conversation.
func (s *story) subject(p *person, c spoken) string {
	switch {
	case c.subject != "":
		return c.subject
	case c.channel == domain.ChannelChat, c.channel == domain.ChannelSocial:
		return ""
	case c.channel == domain.ChannelCall && c.answers == nil && s.dice.chance(0.8):
		return ""
	case c.channel == domain.ChannelMail && c.answers != nil && p.english:
		return "Re: " + p.subject
	case c.channel == domain.ChannelMail && c.answers != nil:
		return s.tongue.again + p.subject
	}
	return p.subject
}

// text is one to three sentences, a letter or the minutes of a meeting.
func (s *story) text(t *talk, c spoken, said *composed) string {
	r := s.dice.Float64()
	written := c.channel == domain.ChannelMail || c.channel == domain.ChannelLetter
	switch {
	case written && r < 0.12 && (said.phase == asking || said.phase == ours):
		return s.letter(t, c, said)
	case (c.channel == domain.ChannelMeeting || c.channel == domain.ChannelVideo) && r < 0.3 && !s.people[t.person].english:
		return s.minutes(t, said)
	}
	b := make([]byte, 0, 240)
	main, second := s.mainPool(c, said), (*pool)(nil)
	b = s.draw(main).write(b, t)
	switch said.phase {
	case asking, underWay:
		second = &said.theme.detail
	case troubled:
		second = &s.texts.urgent
	case pleased:
		second = &s.texts.glad
	}
	english := s.people[t.person].english
	if english && said.phase >= troubled {
		second = nil
	}
	if second != nil && s.dice.chance(0.5) {
		b = append(b, ' ')
		b = s.draw(second).write(b, t)
	}
	switch r := s.dice.Float64(); {
	case english:
	case r < 0.05 && len(s.people) > 2 && len(said.theme.tags) > 0:
		b = append(b, ' ')
		mention := &s.texts.mention
		if said.phase == ours {
			mention = &s.texts.referral
		}
		b = s.draw(mention).write(b, t)
	case r < 0.2 && said.phase != pleased && said.phase != troubled:
		b = append(b, ' ')
		b = s.draw(&s.texts.next).write(b, t)
	case r < 0.24 && len(said.theme.tags) > 0:
		b = append(append(b, " #"...), said.theme.tags[0]...)
	}
	return string(b)
}

func (s *story) mainPool(c spoken, said *composed) *pool {
	th := said.theme
	switch said.phase {
	case asking:
		return &th.ask
	case underWay:
		return &th.progress
	case troubled:
		return &th.trouble
	case pleased:
		return &th.praise
	}
	if c.channel != domain.ChannelCall && s.dice.chance(0.75) {
		return &th.written
	}
	return &th.spoken
}

// letter is a mail as it was written.
func (s *story) letter(t *talk, c spoken, said *composed) string {
	p, english := &s.people[t.person], s.people[t.person].english
	var b strings.Builder
	fromUs := c.direction == domain.DirectionOutgoing
	switch {
	case english && fromUs:
		b.WriteString("Dear " + p.formal + ",\n\n")
	case english:
		b.WriteString("Dear colleagues,\n\n")
	case fromUs && p.woman:
		b.WriteString(s.tongue.greetWoman + p.formal + ",\n\n")
	case fromUs:
		b.WriteString(s.tongue.greetMan + p.formal + ",\n\n")
	default:
		b.WriteString(s.tongue.greetUs + ",\n\n")
	}
	body := &said.theme.theirLetter
	if fromUs {
		body = &said.theme.ourLetter
	}
	b.WriteString(s.say(body, t))
	closing := s.say(&s.texts.ending, t)
	if english {
		closing = "Kind regards"
	}
	b.WriteString("\n\n" + closing + "\n")
	if m := s.members[t.member]; !fromUs {
		b.WriteString(p.short)
	} else if m.known {
		b.WriteString(m.name.Short())
	} else {
		b.WriteString("Federkiel")
	}
	return b.String()
}

// minutes are what is written down of a longer talk.
func (s *story) minutes(t *talk, said *composed) string {
	var b strings.Builder
	b.WriteString("**" + s.say(&s.texts.minutes, t) + "**\n\n")
	other := s.newTheme(&s.people[t.person])
	for _, p := range []*pool{&said.theme.ask, &said.theme.progress, &other.progress} {
		b.WriteString("- " + s.say(p, t) + "\n")
	}
	b.WriteString("\n**" + s.say(&s.texts.agreed, t) + "**\n\n")
	for _, p := range []*pool{&said.theme.task, &other.task} {
		task, who := s.say(p, t), t.colleague()
		if strings.Contains(task, who) { // nobody settles things with themself
			b.WriteString("- " + task + "\n")
			continue
		}
		b.WriteString("- " + task + " (" + who + ", " + oneOf(s.dice, s.tongue.deadlines) + ")\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (s *story) tags(said *composed) []string {
	if !s.dice.chance(0.45) {
		return nil
	}
	tags := append([]string(nil), said.theme.tags...)
	switch {
	case said.phase == troubled && s.dice.chance(0.3):
		tags = append(tags, s.tongue.urgent)
	case said.phase == pleased && s.dice.chance(0.2):
		tags = append(tags, s.tongue.praise)
	case said.theme.name == "schnittstelle" && s.dice.chance(0.15):
		tags = append(tags, s.tongue.pilot)
	}
	return tags
}

// sentiment is what a human noted about the tone; mostly nobody says.
func (s *story) sentiment(at phase) *int {
	tone := 0
	switch at {
	case troubled:
		tone = -1
		if s.dice.chance(0.3) {
			tone = -2
		}
	case pleased:
		tone = 1
		if s.dice.chance(0.4) {
			tone = 2
		}
	case underWay, asking:
		if s.dice.chance(0.25) {
			tone = 1
		}
	}
	likely := 0.25
	if at == troubled || at == pleased {
		likely = 0.75
	}
	if !s.dice.chance(likely) {
		return nil
	}
	return &tone
}
