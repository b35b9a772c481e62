package domain

import (
	"slices"
	"time"
)

// Need is something that people outside want of us. It has an owner inside, gets
// a decision, and closes when everyone who asked for it knows the answer.
type Need struct {
	Head
	Plan  NeedPlan
	Words NeedWords
	// Heard are the voices: one per person, in the order in which they were heard.
	Heard []HeardVoice
	// Tellings say who was told what, by person. One stays where the voice is
	// taken away, and counts again if it comes back.
	Tellings map[ID]Telling
	// Decision is nil as long as nobody decided.
	Decision *NeedDecision
	Closed   bool
	ClosedAt time.Time
	ClosedBy ID
	Reason   string // why it was closed before everyone knew
	RaisedAt time.Time
	RaisedBy ID
}

// NeedState says how a need stands.
type NeedState string

// The states of a need.
const (
	NeedOpen    NeedState = "open"
	NeedDecided NeedState = "decided"
	NeedClosed  NeedState = "closed"
)

// NeedAnswer is what was decided.
type NeedAnswer string

// The answers to a need.
const (
	NeedYes   NeedAnswer = "yes"
	NeedNo    NeedAnswer = "no"
	NeedLater NeedAnswer = "later"
)

// NeedAnswers lists every answer.
var NeedAnswers = []NeedAnswer{NeedYes, NeedNo, NeedLater}

// NeedPlan is the clear part of a need.
type NeedPlan struct {
	For    ID     `json:"for,omitzero"` // the member who is to see to it
	Due    Day    `json:"due,omitempty"`
	Origin Origin `json:"origin"`
}

// NeedWords is what a need is about, as it was typed.
type NeedWords struct {
	Title string   `json:"title,omitempty"`
	Text  string   `json:"text,omitempty"` // Markdown
	Tags  []string `json:"tags,omitempty"`
}

// Voice is one person who asked. What they said travels beside it, sealed.
type Voice struct {
	Person       ID     `json:"person"`
	Organisation ID     `json:"organisation,omitzero"` // for which they spoke
	Conversation ID     `json:"conversation,omitzero"` // in which they said it
	Heard        Moment `json:"heard"`
	// Erased marks the voice of somebody who was erased: it still counts as one
	// that was heard, but nobody can be told.
	Erased bool `json:"erased,omitempty"`
}

// HeardVoice is a voice with the words that were said.
type HeardVoice struct {
	Voice
	Quote string
}

// Telling says that a person was told.
type Telling struct {
	At           Moment `json:"at"`
	Conversation ID     `json:"conversation,omitzero"`
	// Answer is what they were told. Where a command leaves it empty it is what is
	// decided. Somebody who was told another answer does not know the present one.
	Answer NeedAnswer `json:"answer,omitempty"`
}

// NeedDecision is what was decided, by whom and when.
type NeedDecision struct {
	Answer  NeedAnswer `json:"answer"`
	Wording string     `json:"-"`
	At      time.Time  `json:"at"`
	By      ID         `json:"by"`
}

// NewNeed is a need of which nothing is known yet.
func NewNeed() *Need { return &Need{} }

// State is how the need stands.
func (n *Need) State() NeedState {
	switch {
	case n.Closed:
		return NeedClosed
	case n.Decision != nil:
		return NeedDecided
	}
	return NeedOpen
}

// Voice returns what a person asked for.
func (n *Need) Voice(person ID) (HeardVoice, bool) {
	if i := n.voice(person); i >= 0 {
		return n.Heard[i], true
	}
	return HeardVoice{}, false
}

// Knows reports whether a person was told what is decided now.
func (n *Need) Knows(person ID) bool {
	told, ok := n.Tellings[person]
	return ok && n.Decision != nil && told.Answer == n.Decision.Answer
}

// ToTell is how many voices still have to be told what is decided; all that can
// be told, where nothing is.
func (n *Need) ToTell() int {
	left := 0
	for _, v := range n.Heard {
		if !v.Erased && !n.Knows(v.Person) {
			left++
		}
	}
	return left
}

// allKnow reports whether there is an answer, somebody asked, and nobody is left
// to be told.
func (n *Need) allKnow() bool { return n.Decision != nil && len(n.Heard) > 0 && n.ToTell() == 0 }

func (n *Need) voice(person ID) int {
	return slices.IndexFunc(n.Heard, func(v HeardVoice) bool { return v.Person == person })
}

// Apply adds one event.
func (n *Need) Apply(r Recorded) {
	n.Head.apply(r)
	switch e := r.Event.(type) {
	case *NeedRaised:
		n.raise(e, r)
	case *NeedRevised:
		n.Words = e.Sealed.NeedWords
	case *NeedRouted:
		n.Plan.For = e.For
	case *NeedScheduled:
		n.Plan.Due = e.Due
	case *NeedVoiceAdded:
		n.hear(HeardVoice{e.Voice, e.Sealed.Quote})
	case *NeedVoiceRemoved:
		n.unhear(e.Person)
	case *NeedAnswered:
		n.Decision = nil
		if e.Answer != "" {
			n.Decision = &NeedDecision{e.Answer, e.Sealed.Wording, r.RecordedAt, r.Actor}
		}
	case *NeedToldBack:
		n.tell(e.Person, e.Telling)
	case *NeedTellingTakenBack:
		if delete(n.Tellings, e.Person); len(n.Tellings) == 0 {
			n.Tellings = nil
		}
	case *NeedEnded:
		n.Closed, n.ClosedAt, n.ClosedBy, n.Reason = true, r.RecordedAt, r.Actor, e.Sealed.Reason
	case *NeedReopened:
		n.Closed, n.ClosedAt, n.ClosedBy, n.Reason = false, time.Time{}, None, ""
	case *RecordErased:
		n.forget()
	}
}

func (n *Need) raise(e *NeedRaised, r Recorded) {
	n.Plan, n.Words, n.Origin = e.NeedPlan, e.Sealed.NeedWords, e.Origin
	n.RaisedAt, n.RaisedBy = r.RecordedAt, r.Actor
	n.Heard = nil
	for i, v := range e.Voices {
		quote := ""
		if i < len(e.Sealed.Quotes) {
			quote = e.Sealed.Quotes[i]
		}
		n.hear(HeardVoice{v, quote})
	}
	s := e.Standing
	if s == nil {
		return
	}
	n.RaisedAt, n.RaisedBy = s.RaisedAt, s.RaisedBy
	if s.Decision != nil {
		d := *s.Decision
		d.Wording = e.Sealed.Wording
		n.Decision = &d
	}
	for _, told := range s.Told {
		n.tell(told.Person, told.Telling)
	}
	if !s.ClosedAt.IsZero() {
		n.Closed, n.ClosedAt, n.ClosedBy, n.Reason = true, s.ClosedAt, s.ClosedBy, e.Sealed.Reason
	}
}

// hear notes a voice, in the place of what the person said before. The order
// follows from what was heard and not from when it was recorded, so that two
// laptops that exchange voices end up with one list.
func (n *Need) hear(v HeardVoice) {
	n.unhear(v.Person)
	n.Heard = append(n.Heard, v)
	slices.SortFunc(n.Heard, func(a, b HeardVoice) int {
		if c := a.Heard.At.Compare(b.Heard.At); c != 0 {
			return c
		}
		return slices.Compare(a.Person[:], b.Person[:])
	})
}

func (n *Need) unhear(person ID) {
	if n.Heard = without(n.Heard, func(v HeardVoice) bool { return v.Person == person }); len(n.Heard) == 0 {
		n.Heard = nil
	}
}

func (n *Need) tell(person ID, t Telling) {
	if n.Tellings == nil {
		n.Tellings = map[ID]Telling{}
	}
	n.Tellings[person] = t
}

func (n *Need) forget() {
	n.Words, n.Reason = NeedWords{}, ""
	n.Heard = slices.Clone(n.Heard)
	for i := range n.Heard {
		n.Heard[i].Quote = ""
	}
	if n.Decision != nil {
		d := *n.Decision
		d.Wording = ""
		n.Decision = &d
	}
}

func (n *Need) clone() Aggregate {
	c := *n
	c.Heard = slices.Clone(n.Heard)
	c.Words.Tags = slices.Clone(n.Words.Tags)
	if n.Tellings != nil {
		c.Tellings = make(map[ID]Telling, len(n.Tellings))
		for id, t := range n.Tellings {
			c.Tellings[id] = t
		}
	}
	if n.Decision != nil {
		d := *n.Decision
		c.Decision = &d
	}
	return &c
}

// Standing is how the need stands, for another one to take its place.
func (n *Need) Standing() *NeedStanding {
	s := &NeedStanding{
		Replaces: n.Stream.ID, RaisedAt: n.RaisedAt, RaisedBy: n.RaisedBy, ClosedAt: n.ClosedAt, ClosedBy: n.ClosedBy,
	}
	if n.Decision != nil {
		d := *n.Decision
		d.Wording = ""
		s.Decision = &d
	}
	for person, told := range n.Tellings {
		s.Told = append(s.Told, NeedTold{person, told})
	}
	slices.SortFunc(s.Told, func(a, b NeedTold) int { return slices.Compare(a.Person[:], b.Person[:]) })
	return s
}
