package team

import (
	"errors"
	"fmt"

	"kontor/domain"
)

// world is what the laptops of a schedule work on: few records, so that they get
// into each other's way.
type world struct {
	people, talks, plans, needs []domain.Stream
	done                        map[*laptop][]domain.ID // commands of each laptop
}

// isFact reports whether a command must never be refused: what was said was said.
func isFact(name string) bool {
	switch name {
	case domain.LogConversation{}.CommandName(), domain.PlanFollowUp{}.CommandName(), domain.RaiseNeed{}.CommandName(), "import":
		return true
	}
	return false
}

// command carries out something on a laptop, if the domain lets it.
func (s *schedule) command(l *laptop) {
	c := s.draw(l)
	if s.random.IntN(10) == 0 {
		c = domain.Batch{Title: "log-conversation", Parts: []domain.Command{c, s.draw(l)}}
	}
	recorded, err := l.try(c)
	var refusal *domain.Refusal
	if errors.As(err, &refusal) {
		return
	}
	if err != nil {
		s.t.Fatalf("%s: %s: %v", l.name, c.CommandName(), err)
	}
	if len(recorded) > 0 {
		id := recorded[0].Command
		s.acknowledged[id] = c.CommandName()
		s.world.note(l, id)
		if l.views != nil {
			l.follow(recorded)
		}
	}
}

func (w *world) note(l *laptop, command domain.ID) {
	if w.done == nil {
		w.done = map[*laptop][]domain.ID{}
	}
	w.done[l] = append(w.done[l], command)
}

// draw picks something to do. That it makes sense is not needed.
func (s *schedule) draw(l *laptop) domain.Command {
	w := &s.world
	n := s.random.IntN(100)
	if len(w.people) == 0 || n < 12 && len(w.people) < 8 {
		person := domain.Stream{Kind: domain.KindPerson, ID: newID()}
		w.people = append(w.people, person)
		return domain.AddRecord{
			Record: person, Origin: domain.Origin{How: domain.OriginManual},
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(domain.Name{Family: s.word()})}},
		}
	}
	person := pick(s, w.people)
	switch {
	case n < 32:
		return s.changeDetails(l, person)
	case n < 40:
		return s.onTwo(l, person.ID, pick(s, w.people).ID)
	case n < 55:
		talk := domain.Stream{Kind: domain.KindConversation, ID: newID()}
		w.talks = append(w.talks, talk)
		return domain.LogConversation{Conversation: talk.ID, Content: s.content(l), Words: domain.ConversationWords{Text: s.word()}}
	case n < 60 && len(w.talks) > 0:
		return domain.CorrectConversation{Conversation: pick(s, w.talks).ID, Content: s.content(l), Words: domain.ConversationWords{Text: s.word()}}
	case n < 65:
		plan := domain.Stream{Kind: domain.KindFollowUp, ID: newID()}
		w.plans = append(w.plans, plan)
		return domain.PlanFollowUp{FollowUp: plan.ID, Plan: s.plan(l), Text: s.word()}
	case n < 73 && len(w.plans) > 0:
		return s.onPlan(l, pick(s, w.plans).ID)
	case n < 79:
		return s.onNeed(l, person.ID)
	case n < 80:
		return domain.Archive{Record: person, Back: s.random.IntN(2) == 0}
	case n < 83:
		return domain.SetRhythm{Record: person, Rhythm: domain.Rhythm(7 * (1 + s.random.IntN(4)))}
	case n < 86:
		return domain.AssignOwner{Record: person, Member: pick(s, s.laptops).me}
	case n < 88:
		return domain.Withdraw{Record: person}
	case n < 91:
		return domain.Erase{Person: person.ID}
	}
	if done := w.done[l]; len(done) > 0 {
		return domain.Undo{Commands: []domain.ID{done[max(0, len(done)-1-s.random.IntN(3))]}}
	}
	return s.changeDetails(l, person)
}

// onTwo makes one person of two, or two of one, or says that they are two.
func (s *schedule) onTwo(l *laptop, one, other domain.ID) domain.Command {
	switch s.random.IntN(6) {
	case 0, 1:
		if p, ok := l.load(domain.Stream{Kind: domain.KindPerson, ID: one}).(*domain.Person); ok && len(p.Merged) > 0 {
			other = pick(s, p.Merged)
		}
		return domain.UnmergePerson{Person: other}
	case 2:
		return domain.TellApart{One: one, Other: other, Back: s.random.IntN(3) > 0}
	}
	take := []domain.Field{domain.FieldName}[:s.random.IntN(2)]
	return domain.MergePeople{Keep: one, Other: other, Take: take, BothNotes: s.random.IntN(2) == 0}
}

func pick[T any](s *schedule, all []T) T { return all[s.random.IntN(len(all))] }

func (s *schedule) word() string { return fmt.Sprintf("Wort %d", s.random.IntN(6)) }

func (s *schedule) changeDetails(l *laptop, person domain.Stream) domain.Command {
	field := pick(s, []domain.Field{domain.FieldNote, domain.FieldNote, domain.FieldName, "tag:a", "tag:b"})
	change := domain.Change{Field: field}
	if p, ok := l.load(person).(*domain.Person); ok {
		change.Was = p.Dossier.Get(field)
	}
	switch {
	case field == domain.FieldName:
		change.Now = domain.NameValue(domain.Name{Family: s.word()})
	case s.random.IntN(4) > 0:
		change.Now = domain.TextValue(s.word())
	}
	return domain.ChangeDetails{Record: person, Origin: domain.Origin{How: domain.OriginManual}, Changes: []domain.Change{change}}
}

func (s *schedule) content(l *laptop) domain.ConversationContent {
	return domain.ConversationContent{
		Channel: domain.ChannelCall, Direction: domain.DirectionMutual, Origin: domain.Origin{How: domain.OriginLog},
		When:   domain.Moment{At: l.now(), Precision: domain.PrecisionMinute},
		People: []domain.ID{pick(s, s.world.people).ID, pick(s, s.world.people).ID},
	}
}

func (s *schedule) plan(l *laptop) domain.FollowUpPlan {
	return domain.FollowUpPlan{
		Due: domain.DayOf(l.now()).Add(s.random.IntN(3)), For: l.me, People: []domain.ID{pick(s, s.world.people).ID},
	}
}

// onNeed raises a need or does something about one.
func (s *schedule) onNeed(l *laptop, person domain.ID) domain.Command {
	w := &s.world
	voice := domain.Voice{Person: person, Heard: domain.Moment{At: l.now(), Precision: domain.PrecisionMinute}}
	words := domain.NeedWords{Title: s.word(), Text: s.word()}
	if len(w.needs) == 0 || s.random.IntN(4) == 0 && len(w.needs) < 4 {
		need := domain.Stream{Kind: domain.KindNeed, ID: newID()}
		w.needs = append(w.needs, need)
		return domain.RaiseNeed{
			Need: need.ID, Plan: domain.NeedPlan{For: l.me}, Words: words, Voices: []domain.Voice{voice}, Quotes: []string{s.word()},
		}
	}
	need := pick(s, w.needs).ID
	switch s.random.IntN(10) {
	case 0:
		return domain.ReviseNeed{Need: need, Words: words}
	case 1:
		return domain.RouteNeed{Need: need, For: pick(s, s.laptops).me}
	case 2:
		return domain.ScheduleNeed{Need: need, Due: domain.DayOf(l.now()).Add(s.random.IntN(9))}
	case 3, 4:
		return domain.AddVoice{Need: need, Voice: voice, Quote: s.word()}
	case 5:
		return domain.RemoveVoice{Need: need, Person: person}
	case 6:
		return domain.DecideNeed{Need: need, Answer: pick(s, domain.NeedAnswers), Wording: s.word()}
	case 7:
		return domain.CloseNeed{Need: need, Reason: s.word()}
	case 8:
		return domain.TakeTellingBack{Need: need, Person: person}
	}
	return domain.TellBack{Need: need, Person: person}
}

func (s *schedule) onPlan(l *laptop, plan domain.ID) domain.Command {
	switch s.random.IntN(4) {
	case 0:
		return domain.CloseFollowUp{FollowUp: plan, As: domain.FollowUpDone}
	case 1:
		return domain.CloseFollowUp{FollowUp: plan, As: domain.FollowUpCancelled}
	case 2:
		return domain.SnoozeFollowUp{FollowUp: plan, Until: domain.DayOf(l.now()).Add(s.random.IntN(9))}
	}
	return domain.ChangeFollowUp{FollowUp: plan, Plan: s.plan(l), Text: s.word()}
}
