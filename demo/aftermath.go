package demo

import (
	"time"

	"kontor/domain"
)

// awaits reports whether somebody is to answer.
func (s *story) awaits(c spoken, said composed) bool {
	switch c.channel {
	case domain.ChannelMail, domain.ChannelLetter, domain.ChannelForum, domain.ChannelSocial, domain.ChannelCall:
	default:
		return false
	}
	switch {
	case c.direction == domain.DirectionIncoming && (said.phase == asking || said.phase == troubled):
		return s.dice.chance(0.65)
	case c.direction == domain.DirectionOutgoing && said.phase == ours:
		return s.dice.chance(0.3)
	}
	return false
}

// awaitAnswer lets the answer come, or lets somebody say after a while that
// nobody waits for it any more.
func (s *story) awaitAnswer(q question, at time.Time) {
	switch r := s.dice.Float64(); {
	case s.Now.Sub(at) < 21*24*time.Hour && r > 0.6: // still open
	case r < 0.72:
		days := byWeight(s.dice, []float64{35, 30, 14, 8, 5, 3, 2, 2, 1})
		s.later(s.laterOn(at, days), func(at time.Time) { s.answer(q, at) })
	default:
		s.later(s.laterOn(at, s.dice.between(6, 28)), func(at time.Time) {
			s.step(at, s.members[q.member].id, "settle-answer", domain.SettleAnswer{Conversation: q.conversation})
		})
	}
}

// answer is a conversation that answers another one. It takes the place of the
// next one, so that the number of conversations stays what it was to be.
func (s *story) answer(q question, at time.Time) {
	if !s.free() {
		return
	}
	s.owed++
	t := s.open(at, q.person)
	t.member = q.member
	back := domain.DirectionIncoming
	if q.direction == domain.DirectionIncoming {
		back = domain.DirectionOutgoing
	}
	channel := q.channel
	if s.dice.chance(0.2) {
		channel = domain.ChannelCall
	}
	s.log(t, spoken{channel: channel, direction: back, answers: &q})
}

// followUp is what somebody is to do after some of the conversations. Shortly
// before now it is mostly for the user.
func (s *story) followUp(t *talk, conversation domain.ID, said composed) (domain.PlanFollowUp, bool) {
	likely := 0.14
	soon := s.Conversations < 5000 && t.at.After(s.Now.AddDate(0, 0, -16))
	if soon {
		likely = 0.5 // so that a small sample has something to do today
	}
	if !s.dice.chance(likely) {
		return domain.PlanFollowUp{}, false
	}
	id := s.id(t.at)
	due, whose := workday(t.at.AddDate(0, 0, s.dice.days(6, 1, 40))), t.member
	if soon {
		due = s.dueAround(t.at)
		if !due.After(s.Now) || s.dice.chance(0.5) {
			whose = 0 // the user
		}
		s.closeLater(id, whose, t.at, due, 0.15)
	} else {
		s.closeLater(id, whose, t.at, due, 1)
	}
	return domain.PlanFollowUp{
		FollowUp: id, Text: s.say(&said.theme.task, t), Plan: domain.FollowUpPlan{
			Due: domain.DayOf(due), For: s.members[whose].id, People: []domain.ID{s.people[t.person].id},
			Conversation: conversation, Origin: origin,
		},
	}, true
}

// dueAround spreads the follow-ups of the last days over yesterday, today and
// the days to come.
func (s *story) dueAround(at time.Time) time.Time {
	days := []int{0, -1, 1, 3, 0, -2, 5, 0, -5, 2, 7, 1, 10}
	for range days {
		due := s.Now.AddDate(0, 0, days[s.plans%len(days)])
		s.plans++
		if weekday := due.Weekday(); due.After(at) && weekday != time.Saturday && weekday != time.Sunday {
			return due
		}
	}
	return workday(s.Now.AddDate(0, 0, 4))
}

// closeLater lets a follow-up be done, mostly in time, sometimes late or not at
// all, with the given probability that anything happens to it.
func (s *story) closeLater(id domain.ID, member int, at, due time.Time, likely float64) {
	if !s.dice.chance(likely) {
		return
	}
	actor := s.members[member].id
	finish := func(day time.Time, as domain.FollowUpState) {
		s.later(s.inOffice(day, at), func(at time.Time) {
			s.step(at, actor, "close-follow-up-"+string(as), domain.CloseFollowUp{FollowUp: id, As: as})
		})
	}
	days := int(due.Sub(at).Hours() / 24)
	switch r := s.dice.Float64(); {
	case r < 0.66:
		finish(workday(at.AddDate(0, 0, 1+s.dice.IntN(max(days, 1)))), domain.FollowUpDone)
	case r < 0.84:
		finish(workday(due.AddDate(0, 0, s.dice.between(1, 12))), domain.FollowUpDone)
	case r < 0.92:
		finish(workday(at.AddDate(0, 0, 1+s.dice.IntN(max(days, 1)))), domain.FollowUpCancelled)
	default:
		until := workday(due.AddDate(0, 0, s.dice.between(2, 10)))
		s.later(s.inOffice(due, at), func(at time.Time) {
			s.step(at, actor, "snooze-follow-up", domain.SnoozeFollowUp{FollowUp: id, Until: domain.DayOf(until)})
		})
		finish(until, domain.FollowUpDone)
	}
}

// inOffice is a moment in the office hours of a day, after another moment.
func (s *story) inOffice(day, after time.Time) time.Time {
	y, m, d := day.Date()
	at := s.office.at(s.dice, time.Date(y, m, d, 0, 0, 0, 0, day.Location()))
	if !at.After(after) {
		at = after.Add(time.Duration(s.dice.between(10, 100)) * time.Minute)
	}
	return at
}

// reconsider lets a few conversations be corrected, and fewer be withdrawn.
func (s *story) reconsider(logged domain.LogConversation, t *talk) {
	actor, person := s.members[t.member].id, t.person
	switch r := s.dice.Float64(); {
	case r < 0.025:
		addition, reason := s.say(&s.texts.addition, t), s.say(&s.texts.reason, t)
		s.later(s.laterOn(t.at, s.dice.IntN(3)), func(at time.Time) {
			c := domain.CorrectConversation(logged)
			c.Words.Reason = reason
			if c.Content.Seconds > 0 && reason == s.tongue.longer {
				c.Content.Seconds += 600
			} else {
				c.Words.Text += "\n\n" + addition
			}
			s.step(at, actor, "correct-conversation", c)
		})
	case r < 0.037:
		s.later(t.at.Add(time.Duration(s.dice.between(1, 30))*time.Minute), func(at time.Time) {
			s.step(at, actor, "withdraw-conversation", domain.Withdraw{
				Record: domain.Stream{Kind: domain.KindConversation, ID: logged.Conversation},
				Reason: s.say(&s.texts.mistake, s.about(person)),
			})
		})
	}
}
