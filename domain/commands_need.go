package domain

import (
	"slices"
	"strings"
)

// RaiseNeed records that people want something of us.
type RaiseNeed struct {
	Need   ID        `json:"need"`
	Plan   NeedPlan  `json:"plan"`
	Words  NeedWords `json:"words"`
	Voices []Voice   `json:"voices,omitempty"`
	Quotes []string  `json:"quotes,omitempty"` // what each voice said, in the order of the voices; may be shorter
	// Standing, Wording and Reason are of the need that this one replaces.
	Standing *NeedStanding `json:"standing,omitempty"`
	Wording  string        `json:"wording,omitempty"`
	Reason   string        `json:"reason,omitempty"`
}

// CommandName is the name in the journal.
func (RaiseNeed) CommandName() string { return "raise-need" }

// Decide refuses a need without a title, and a day that does not exist. Of
// several voices of one person the last counts.
func (c RaiseNeed) Decide(_ State, by Issued) ([]Event, error) {
	record := Stream{KindNeed, c.Need}
	words, err := wellWorded(record, c.Words)
	if err != nil {
		return nil, err
	}
	if c.Plan.Due != "" && !c.Plan.Due.Valid() {
		return nil, refuse(RefusedBadDate, record)
	}
	var collected Need
	for i, v := range c.Voices {
		if v.Person == None {
			return nil, refuse(RefusedNobody, record)
		}
		quote := ""
		if i < len(c.Quotes) {
			quote = c.Quotes[i]
		}
		heard, err := wellHeard(record, v, quote, by)
		if err != nil {
			return nil, err
		}
		collected.hear(heard)
	}
	e := &NeedRaised{of: of{record}, NeedPlan: c.Plan, Standing: c.Standing}
	e.Sealed = NeedSaid{NeedWords: words, Wording: c.Wording, Reason: c.Reason}
	quoted := false
	for _, v := range collected.Heard {
		e.Voices = append(e.Voices, v.Voice)
		e.Sealed.Quotes = append(e.Sealed.Quotes, v.Quote)
		quoted = quoted || v.Quote != ""
	}
	if !quoted {
		e.Sealed.Quotes = nil
	}
	return []Event{e}, nil
}

func wellWorded(record Stream, w NeedWords) (NeedWords, error) {
	w.Title, w.Text = strings.TrimSpace(w.Title), strings.TrimSpace(w.Text)
	switch {
	case w.Title == "":
		return w, refuse(RefusedNoName, record)
	case len(w.Title) > MaxText || len(w.Text) > MaxText:
		return w, refuse(RefusedTooLarge, record, "text", MaxText>>20)
	}
	tags := make([]string, len(w.Tags))
	for i, tag := range w.Tags {
		tags[i] = NormalTag(tag)
	}
	w.Tags = cleanWords(tags)
	return w, nil
}

func wellHeard(record Stream, v Voice, quote string, by Issued) (HeardVoice, error) {
	quote = strings.TrimSpace(quote)
	if len(quote) > MaxText {
		return HeardVoice{}, refuse(RefusedTooLarge, record, "text", MaxText>>20)
	}
	if v.Heard.At.IsZero() {
		v.Heard.At = by.At
	}
	if v.Heard.Precision == "" {
		v.Heard.Precision = PrecisionMinute
	}
	return HeardVoice{v, quote}, nil
}

// ReviseNeed replaces the words of a need.
type ReviseNeed struct {
	Need  ID        `json:"need"`
	Words NeedWords `json:"words"`
}

// CommandName is the name in the journal.
func (ReviseNeed) CommandName() string { return "revise-need" }

// Decide gives nothing where nothing changes.
func (c ReviseNeed) Decide(s State, _ Issued) ([]Event, error) {
	n, err := openNeed(s, c.Need)
	if err != nil {
		return nil, err
	}
	words, err := wellWorded(n.Stream, c.Words)
	if err != nil || sameWords(words, n.Words) {
		return nil, err
	}
	return []Event{&NeedRevised{of: of{n.Stream}, Sealed: NeedRewording{words, n.Words}}}, nil
}

func sameWords(a, b NeedWords) bool {
	return a.Title == b.Title && a.Text == b.Text && slices.Equal(a.Tags, b.Tags)
}

// RouteNeed says who of us is to see to a need; nobody, where For is zero.
type RouteNeed struct {
	Need ID `json:"need"`
	For  ID `json:"for,omitzero"`
}

// CommandName is the name in the journal.
func (RouteNeed) CommandName() string { return "route-need" }

// Decide gives nothing if it is so already.
func (c RouteNeed) Decide(s State, _ Issued) ([]Event, error) {
	n, err := openNeed(s, c.Need)
	if err != nil || n.Plan.For == c.For {
		return nil, err
	}
	return []Event{&NeedRouted{of: of{n.Stream}, For: c.For, Was: n.Plan.For}}, nil
}

// ScheduleNeed says by which day a need is to be decided, or, once it is, by
// which everyone is to be told; by no day, where Due is empty.
type ScheduleNeed struct {
	Need ID  `json:"need"`
	Due  Day `json:"due,omitempty"`
}

// CommandName is the name in the journal.
func (ScheduleNeed) CommandName() string { return "schedule-need" }

// Decide refuses a day that does not exist.
func (c ScheduleNeed) Decide(s State, _ Issued) ([]Event, error) {
	n, err := openNeed(s, c.Need)
	switch {
	case err != nil:
		return nil, err
	case c.Due != "" && !c.Due.Valid():
		return nil, refuse(RefusedBadDate, n.Stream)
	case n.Plan.Due == c.Due:
		return nil, nil
	}
	return []Event{&NeedScheduled{of: of{n.Stream}, Due: c.Due, Was: n.Plan.Due}}, nil
}

// AddVoice says that a person asked for it too, or that they said it otherwise
// than was noted.
type AddVoice struct {
	Need  ID     `json:"need"`
	Voice Voice  `json:"voice"`
	Quote string `json:"quote,omitempty"`
}

// CommandName is the name in the journal.
func (AddVoice) CommandName() string { return "add-voice" }

// Decide reopens a closed need, if the person does not know the answer.
func (c AddVoice) Decide(s State, by Issued) ([]Event, error) {
	n, err := openNeed(s, c.Need)
	if err != nil {
		return nil, err
	}
	if c.Voice.Person == None {
		return nil, refuse(RefusedNobody, n.Stream)
	}
	if _, there := n.Voice(c.Voice.Person); !there {
		same, err := ofOnePerson(s, c.Voice.Person, n.heard)
		if err != nil {
			return nil, err
		}
		c.Voice.Person = same[0]
	}
	was, there := n.Voice(c.Voice.Person)
	if there && c.Voice.Heard.At.IsZero() {
		c.Voice.Heard = was.Heard
	}
	v, err := wellHeard(n.Stream, c.Voice, c.Quote, by)
	if err != nil {
		return nil, err
	}
	e := &NeedVoiceAdded{of: of{n.Stream}, Voice: v.Voice, Sealed: VoiceSaid{Quote: v.Quote}}
	if there {
		if sameVoice(was, v) {
			return nil, nil
		}
		e.Was, e.Sealed.Was = &was.Voice, was.Quote
	}
	if n.Closed && !there && !v.Erased && !n.Knows(v.Person) {
		return []Event{e, n.reopened()}, nil
	}
	return []Event{e}, nil
}

// sameVoice leaves aside the zone in which a moment is written.
func sameVoice(a, b HeardVoice) bool {
	if !a.Heard.At.Equal(b.Heard.At) {
		return false
	}
	a.Heard.At = b.Heard.At
	return a == b
}

// RemoveVoice says that a person did not ask for it after all.
type RemoveVoice struct {
	Need   ID `json:"need"`
	Person ID `json:"person"`
}

// CommandName is the name in the journal.
func (RemoveVoice) CommandName() string { return "remove-voice" }

// Decide closes the need if this was the last voice that had not been told.
func (c RemoveVoice) Decide(s State, _ Issued) ([]Event, error) {
	n, err := openNeed(s, c.Need)
	if err != nil {
		return nil, err
	}
	same, err := ofOnePerson(s, c.Person, n.heard)
	if err != nil {
		return nil, err
	}
	return n.inTurn(same, func(n *Need, person ID) []Event {
		was, there := n.Voice(person)
		if !there {
			return nil
		}
		return n.followed(&NeedVoiceRemoved{
			of: of{n.Stream}, Person: person, Was: &was.Voice, Sealed: VoiceSaid{Was: was.Quote},
		})
	}), nil
}

func (n *Need) heard(person ID) bool { return n.voice(person) >= 0 }

func (n *Need) heardOrTold(person ID) bool {
	_, told := n.Tellings[person]
	return told || n.heard(person)
}

// inTurn decides on the voices of one person, one after the other.
func (n *Need) inTurn(people []ID, decide func(*Need, ID) []Event) []Event {
	var all []Event
	for _, person := range people {
		for _, e := range decide(n, person) {
			all, n = append(all, e), n.after(e)
		}
	}
	return all
}

// DecideNeed says what was decided, and how it is told. Decided again it replaces
// what was decided before: who was told another answer has to be told again.
type DecideNeed struct {
	Need    ID         `json:"need"`
	Answer  NeedAnswer `json:"answer"`
	Wording string     `json:"wording,omitempty"`
}

// CommandName is the name in the journal.
func (DecideNeed) CommandName() string { return "decide-need" }

// Decide refuses anything but an answer. It reopens a closed need where others
// are to be told now, and closes one of which everyone knows.
func (c DecideNeed) Decide(s State, _ Issued) ([]Event, error) {
	n, err := openNeed(s, c.Need)
	if err != nil {
		return nil, err
	}
	wording := strings.TrimSpace(c.Wording)
	switch {
	case !slices.Contains(NeedAnswers, c.Answer):
		return nil, refuse(RefusedNotDecided, n.Stream)
	case len(wording) > MaxText:
		return nil, refuse(RefusedTooLarge, n.Stream, "text", MaxText>>20)
	}
	answer, was := n.decided()
	if answer == c.Answer && was == wording {
		return nil, nil
	}
	e := &NeedAnswered{of: of{n.Stream}, Answer: c.Answer, Was: answer, Sealed: DecisionWorded{wording, was}}
	if n.Closed && answer != c.Answer && n.after(e).ToTell() > 0 {
		return []Event{e, n.reopened()}, nil
	}
	return n.followed(e), nil
}

func (n *Need) decided() (answer NeedAnswer, wording string) {
	if n.Decision == nil {
		return "", ""
	}
	return n.Decision.Answer, n.Decision.Wording
}

// TellBack says that a person was told what is decided. That is a fact: it is
// noted even where the decision has changed since, if the answer is given.
type TellBack struct {
	Need    ID      `json:"need"`
	Person  ID      `json:"person"`
	Telling Telling `json:"telling"`
}

// CommandName is the name in the journal.
func (TellBack) CommandName() string { return "tell-back" }

// Decide gives nothing if the person knows it, or was told something else since.
// The last voice that is told closes the need.
func (c TellBack) Decide(s State, by Issued) ([]Event, error) {
	n, err := openNeed(s, c.Need)
	if err != nil {
		return nil, err
	}
	told := c.Telling
	if told.At.At.IsZero() {
		told.At.At = by.At
	}
	if told.At.Precision == "" {
		told.At.Precision = PrecisionMinute
	}
	if told.Answer == "" {
		told.Answer, _ = n.decided()
	}
	if !slices.Contains(NeedAnswers, told.Answer) {
		return nil, refuse(RefusedNotDecided, n.Stream)
	}
	same, err := ofOnePerson(s, c.Person, n.heardOrTold)
	if err != nil {
		return nil, err
	}
	if !n.heardOrTold(same[0]) {
		return nil, refuse(RefusedNotFound, Stream{KindPerson, c.Person})
	}
	return n.inTurn(same, func(n *Need, person ID) []Event {
		was, before := n.Tellings[person]
		if before && (was.Answer == told.Answer || told.At.At.Before(was.At.At)) {
			return nil
		}
		e := &NeedToldBack{of: of{n.Stream}, Person: person, Telling: told}
		if before {
			e.Was = &was
		}
		return n.followed(e)
	}), nil
}

// TakeTellingBack says that a person was not told after all.
type TakeTellingBack struct {
	Need   ID `json:"need"`
	Person ID `json:"person"`
}

// CommandName is the name in the journal.
func (TakeTellingBack) CommandName() string { return "take-telling-back" }

// Decide reopens the need where everyone knew.
func (c TakeTellingBack) Decide(s State, _ Issued) ([]Event, error) {
	n, err := openNeed(s, c.Need)
	if err != nil {
		return nil, err
	}
	same, err := ofOnePerson(s, c.Person, n.heardOrTold)
	if err != nil {
		return nil, err
	}
	return n.inTurn(same, func(n *Need, person ID) []Event {
		was, told := n.Tellings[person]
		if !told {
			return nil
		}
		return n.followed(&NeedTellingTakenBack{of: of{n.Stream}, Person: person, Was: &was})
	}), nil
}

// CloseNeed leaves it at that. As long as not everyone knows, that takes a reason.
type CloseNeed struct {
	Need   ID     `json:"need"`
	Reason string `json:"reason,omitempty"`
}

// CommandName is the name in the journal.
func (CloseNeed) CommandName() string { return "close-need" }

// Decide gives nothing if it is closed.
func (c CloseNeed) Decide(s State, _ Issued) ([]Event, error) {
	n, err := openNeed(s, c.Need)
	reason := strings.TrimSpace(c.Reason)
	switch {
	case err != nil || n.Closed:
		return nil, err
	case reason == "" && !n.allKnow():
		return nil, refuse(RefusedNoReason, n.Stream)
	case len(reason) > MaxText:
		return nil, refuse(RefusedTooLarge, n.Stream, "text", MaxText>>20)
	}
	return []Event{&NeedEnded{of: of{n.Stream}, Sealed: Reasoned{reason}}}, nil
}

// ReopenNeed takes a closed need up again.
type ReopenNeed struct {
	Need ID `json:"need"`
}

// CommandName is the name in the journal.
func (ReopenNeed) CommandName() string { return "reopen-need" }

// Decide gives nothing if it is not closed.
func (c ReopenNeed) Decide(s State, _ Issued) ([]Event, error) {
	n, err := openNeed(s, c.Need)
	if err != nil || !n.Closed {
		return nil, err
	}
	return []Event{n.reopened()}, nil
}

// EraseNeed destroys the words of a need, before another one stands in its place
// without somebody who was erased.
type EraseNeed struct {
	Need ID `json:"need"`
}

// CommandName is the name in the journal.
func (EraseNeed) CommandName() string { return "erase-need" }

// Decide gives nothing where the words are already gone.
func (c EraseNeed) Decide(s State, _ Issued) ([]Event, error) {
	return eraseWords(s, Stream{KindNeed, c.Need})
}

func openNeed(s State, id ID) (*Need, error) {
	_, a, err := openHead(s, Stream{KindNeed, id})
	if err != nil {
		return nil, err
	}
	return a.(*Need), nil
}

func (n *Need) reopened() Event {
	return &NeedReopened{of: of{n.Stream}, Sealed: Reasoned{n.Reason}}
}

// followed is the event with what follows from it: a need closes when everyone
// knows, and is taken up again when somebody no longer does.
func (n *Need) followed(e Event) []Event {
	after := n.after(e)
	if !n.Closed && !n.allKnow() && after.allKnow() {
		return []Event{e, &NeedEnded{of: of{n.Stream}}}
	}
	if after.closedTooSoon() {
		return []Event{e, n.reopened()}
	}
	return []Event{e}
}

func (n *Need) after(e Event) *Need {
	after := n.clone().(*Need)
	after.Apply(Recorded{Event: e, Meta: Meta{Version: n.Version + 1}})
	return after
}

// closedTooSoon reports whether a need is closed because everyone knew, and
// somebody does not. What was closed for a reason stays closed.
func (n *Need) closedTooSoon() bool { return n.Closed && n.Reason == "" && n.ToTell() > 0 }
