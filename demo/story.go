package demo

import (
	"slices"
	"time"

	"kontor/domain"
)

// story is the sample community while it is being told.
type story struct {
	Options
	yield   func(Step) bool
	stopped bool

	dice     dice
	ids      idMaker
	clock    time.Time // of the last step
	calendar calendar
	office   *officeHours
	texts    *library
	tongue   *tongue
	decks    []deck

	circle        []figure // in the order in which they arrive
	members       []member
	communities   []communityState
	organisations []organisation
	byKey         map[string]int32 // the circle's organisations
	people        []person
	byFamily      map[string]int32 // the circle's people
	joined        int              // people who were added so far
	taken         map[string]bool  // e-mail addresses and domains
	walks         map[string]*walk
	mobiles       int
	fields        customFields

	turns  queue[turn]  // whom to talk to next
	coming queue[later] // what is going to happen
	order  uint64       // of what is coming at the same time
	logged int          // conversations so far
	owed   int          // conversations that took the place of another one
	// promised is how many conversations are going to take place for sure.
	promised int
	asked    []*asked // needs so far
	wishing  dice     // for them
	wishIDs  idMaker
	plans    int  // follow-ups made shortly before now
	talk     talk // reused: the conversation that is being made up
}

// later is something that is going to happen.
type later struct {
	at    time.Time
	order uint64
	do    func(at time.Time)
}

func newStory(o Options, yield func(Step) bool) *story {
	o.People, o.Conversations = max(o.People, 0), max(o.Conversations, 0)
	o.Now = o.Now.Truncate(time.Second)
	s := &story{
		Options: o, yield: yield, dice: newDice(o.Seed), ids: idMaker{dice: newDice(o.Seed ^ 0x6964)},
		wishing: newDice(o.Seed ^ 0x77697368), wishIDs: idMaker{dice: newDice(o.Seed ^ 0x776964)},
		office: newOfficeHours(), texts: texts(o.Language), tongue: tongueOf(o.Language),
		byKey: map[string]int32{}, byFamily: map[string]int32{}, taken: map[string]bool{}, walks: map[string]*walk{},
		people: make([]person, 0, o.People),
	}
	s.circle = order(s.texts.circle[:min(o.People, len(s.texts.circle))])
	growth := 250.0
	if o.Conversations > 20_000 {
		growth = 700
	}
	s.calendar = newCalendar(o.Now, growth, s.tongue.fairs)
	s.decks = make([]deck, s.texts.pools)
	s.turns.less = func(a, b *turn) bool { return a.at < b.at || a.at == b.at && a.person < b.person }
	s.coming.less = func(a, b *later) bool {
		return a.at.Before(b.at) || a.at.Equal(b.at) && a.order < b.order
	}
	return s
}

// order lets the first dozen of the circle arrive first, then those whom nobody
// talked to for long.
func order(circle []figure) []figure {
	const first, long = 12, 90
	ordered := slices.Clone(circle)
	if len(ordered) > first {
		slices.SortStableFunc(ordered[first:], func(a, b figure) int {
			switch {
			case a.quiet > long && b.quiet <= long:
				return -1
			case a.quiet <= long && b.quiet > long:
				return 1
			}
			return 0
		})
	}
	return ordered
}

// tell makes the steps of all days.
func (s *story) tell() {
	s.clock = s.calendar.days[0].base.Add(8 * time.Hour)
	s.found()
	if s.People == 0 {
		return
	}
	for i := range s.calendar.days {
		if s.stopped {
			return
		}
		s.tellDay(i)
	}
}

// moment is when something regular happens on a day.
type moment struct {
	at      time.Time
	arrival bool // a person is added; else a conversation takes place
}

func (s *story) tellDay(i int) {
	day := s.calendar.days[i]
	var moments []moment
	for range s.arrivalsBy(i) - s.joined {
		moments = append(moments, moment{s.timeOn(day), true})
	}
	for range s.calendar.target(i, s.Conversations) - s.logged {
		moments = append(moments, moment{s.timeOn(day), false})
	}
	slices.SortFunc(moments, func(a, b moment) int { return a.at.Compare(b.at) })
	if i == 0 {
		s.arrive(s.clock) // somebody to talk to
	}
	s.owed = 0
	for _, m := range moments {
		s.catchUp(m.at)
		switch {
		case s.stopped:
			return
		case m.arrival:
			if s.joined < s.People {
				s.arrive(m.at)
			}
		case s.owed > 0:
			s.owed--
		case s.free():
			s.converse(m.at, day)
		}
	}
	end := day.base.AddDate(0, 0, 1)
	if day.last {
		end = s.Now
	}
	s.catchUp(end)
}

// arrivalsBy is how many people are known by the end of day i: a quarter from
// the beginning, the rest little by little. The last days bring somebody new.
func (s *story) arrivalsBy(i int) int {
	days := len(s.calendar.days)
	if i >= days-2 {
		return s.People
	}
	progress := float64(i) / float64(days)
	byThen := int(float64(s.People) * (0.25 + 0.75*progress))
	if s.People > 20 {
		byThen = min(byThen, s.People-1)
	}
	return max(byThen, 1)
}

// timeOn is a moment of the day, before now.
func (s *story) timeOn(d day) time.Time {
	for range 20 {
		t := s.office.at(s.dice, d.base)
		if (!d.last || t.Before(s.Now)) && t.After(s.clock) {
			return t
		}
	}
	if d.last {
		since := min(s.Now.Sub(d.base), 3*time.Hour)
		return s.Now.Add(-time.Duration(s.dice.Float64() * float64(since)))
	}
	return d.base.Add(20 * time.Hour)
}

// free reports whether there may be another conversation.
func (s *story) free() bool { return s.logged+s.promised < s.Conversations }

// catchUp does what was going to happen until then.
func (s *story) catchUp(until time.Time) {
	for s.coming.len() > 0 && !s.coming.items[0].at.After(until) && !s.stopped {
		next := s.coming.pop()
		next.do(next.at)
	}
}

// later remembers what is going to happen. What lies after now never does.
func (s *story) later(at time.Time, do func(at time.Time)) {
	if at.After(s.Now) {
		return
	}
	s.order++
	s.coming.push(later{at, s.order, do})
}

// laterOn is a moment in office hours so many days after another.
func (s *story) laterOn(t time.Time, days int) time.Time {
	y, m, d := t.Date()
	base := workday(time.Date(y, m, d+days, 0, 0, 0, 0, t.Location()))
	at := s.office.at(s.dice, base)
	if !at.After(t) {
		at = t.Add(time.Duration(s.dice.between(5, 90)) * time.Minute)
	}
	return at
}

// step hands out what a member did.
func (s *story) step(at time.Time, actor domain.ID, title string, commands ...domain.Command) {
	if s.stopped {
		return
	}
	if at.Before(s.clock) {
		at = s.clock
	}
	s.clock = at
	if !s.yield(Step{At: at, Actor: actor, Title: title, Commands: commands}) {
		s.stopped = true
	}
}

func (s *story) id(at time.Time) domain.ID {
	if s.NewID != nil {
		return s.NewID()
	}
	return s.ids.make(at)
}

// draw takes the next phrase of a pool.
func (s *story) draw(p *pool) phrase {
	return p.phrases[s.decks[p.number].draw(s.dice, len(p.phrases))]
}

// say is the next phrase of a pool, spoken in a conversation.
func (s *story) say(p *pool, t *talk) string { return string(s.draw(p).write(nil, t)) }

var origin = domain.Origin{How: domain.OriginDemo}

func fact(f domain.Field, v *domain.Value) domain.Change { return domain.Change{Field: f, Now: v} }

func textFact(f domain.Field, text string) domain.Change { return fact(f, domain.TextValue(text)) }
