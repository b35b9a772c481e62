package projections

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
	"kontor/match"
)

// A needFold is a need together with the events that people see of it.
type needFold struct {
	*domain.Need
	raised  eventAt
	decided eventAt
	heard   map[domain.ID]eventAt // by person
	told    map[domain.ID]eventAt // by person
}

// An eventAt is where an event stands in the ledger.
type eventAt struct {
	Position int64     `json:"position"`
	Event    domain.ID `json:"event"`
	By       domain.ID `json:"by"`
}

func newNeedFold() *needFold {
	return &needFold{Need: domain.NewNeed(), heard: map[domain.ID]eventAt{}, told: map[domain.ID]eventAt{}}
}

// Apply adds one event.
func (f *needFold) Apply(r domain.Recorded) {
	f.Need.Apply(r)
	at := eventAt{r.Position, r.EventID, r.Actor}
	if f.raised.Position == 0 {
		f.raised = at
	}
	switch e := r.Event.(type) {
	case *domain.NeedRaised:
		f.decided = at
		for _, v := range e.Voices {
			f.heard[v.Person] = at
		}
		if e.Standing != nil {
			for _, told := range e.Standing.Told {
				f.told[told.Person] = at
			}
		}
	case *domain.NeedVoiceAdded:
		if e.Was == nil {
			f.heard[e.Person] = at
		}
	case *domain.NeedAnswered:
		f.decided = at
	case *domain.NeedToldBack:
		f.told[e.Person] = at
	}
}

// A needCard is what the read models keep of a need beside the columns that
// lists are sorted and counted by.
type needCard struct {
	Title   string       `json:"title"`
	Text    string       `json:"text,omitempty"`
	Tags    []string     `json:"tags,omitempty"`
	Wording string       `json:"wording,omitempty"`
	Reason  string       `json:"reason,omitempty"`
	Raised  eventAt      `json:"raised"`
	Moments []needMoment `json:"moments,omitempty"`
	Voices  []needVoice  `json:"voices,omitempty"`
}

type needVoice struct {
	Person       domain.ID `json:"person"`
	Organisation domain.ID `json:"organisation,omitzero"`
	Quote        string    `json:"quote,omitempty"`
}

// A needMoment is something about a need that stands on the timelines of those
// who asked: that it was heard, decided or told.
type needMoment struct {
	eventAt
	Phase     int64            `json:"phase"`
	At        int64            `json:"at"` // microseconds
	Precision domain.Precision `json:"precision,omitempty"`
	People    []domain.ID      `json:"people,omitempty"`
}

// What happened to a need.
const (
	needHeard = iota
	needDecided
	needTold
)

// needNoDue stands for a need without a day: after all others.
const needNoDue = math.MaxInt32

// found is the need as asked for by those under whom the voices are found.
func (f *needFold) found(root func(domain.ID) (domain.ID, error)) (*needFold, error) {
	for _, v := range f.Heard {
		if id, err := root(v.Person); err != nil {
			return nil, err
		} else if id != v.Person {
			return f.merged(root)
		}
	}
	return f, nil
}

// merged puts the voices of people who were merged into one. They are one voice
// that knows the answer if each of them does.
func (f *needFold) merged(root func(domain.ID) (domain.ID, error)) (*needFold, error) {
	need := *f.Need
	all := &needFold{Need: &need, raised: f.raised, decided: f.decided, heard: map[domain.ID]eventAt{}, told: map[domain.ID]eventAt{}}
	need.Heard, need.Tellings = nil, map[domain.ID]domain.Telling{}
	unaware, voices := map[domain.ID]bool{}, map[domain.ID]int{}
	for _, v := range f.Heard {
		id, err := root(v.Person)
		if err != nil {
			return nil, err
		}
		said := v.Person
		v.Person = id
		if i := slices.IndexFunc(need.Heard, func(o domain.HeardVoice) bool { return o.Person == id }); i < 0 {
			need.Heard, all.heard[id] = append(need.Heard, v), f.heard[said]
		} else {
			need.Heard[i] = both(need.Heard[i], v)
		}
		voices[id]++
		unaware[id] = unaware[id] || !v.Erased && !f.Knows(said)
		if told, ok := f.Tellings[said]; ok {
			need.Tellings[id], all.told[id] = told, f.told[said]
		}
	}
	for id := range need.Tellings {
		if unaware[id] && voices[id] > 1 {
			delete(need.Tellings, id)
		}
	}
	return all, nil
}

// both is what one person said in two voices.
func both(one, other domain.HeardVoice) domain.HeardVoice {
	if other.Quote != "" && other.Quote != one.Quote {
		one.Quote = strings.TrimPrefix(one.Quote+"\n"+other.Quote, "\n")
	}
	if one.Organisation == domain.None {
		one.Organisation = other.Organisation
	}
	if one.Conversation == domain.None {
		one.Conversation = other.Conversation
	}
	one.Erased = one.Erased && other.Erased
	return one
}

// card is what is kept of a need.
func (f *needFold) card() *needCard {
	c := &needCard{Title: plainText(f.Words.Title), Text: plainText(f.Words.Text), Reason: plainText(f.Reason), Raised: f.raised}
	for _, tag := range f.Words.Tags {
		c.Tags = append(c.Tags, plainText(tag))
	}
	for _, v := range f.Heard {
		c.Voices = append(c.Voices, needVoice{v.Person, v.Organisation, plainText(v.Quote)})
		c.note(needMoment{
			eventAt: f.heard[v.Person], Phase: needHeard, At: v.Heard.At.UnixMicro(), Precision: v.Heard.Precision,
			People: []domain.ID{v.Person},
		})
	}
	if len(f.Heard) == 0 {
		c.note(needMoment{eventAt: f.raised, Phase: needHeard, At: f.RaisedAt.UnixMicro(), Precision: domain.PrecisionMinute})
	}
	if f.Decision == nil {
		return c
	}
	c.Wording = plainText(f.Decision.Wording)
	everyone := make([]domain.ID, len(f.Heard))
	for i, v := range f.Heard {
		everyone[i] = v.Person
	}
	c.note(needMoment{
		eventAt: f.decided, Phase: needDecided, At: f.Decision.At.UnixMicro(), Precision: domain.PrecisionMinute, People: everyone,
	})
	for _, v := range f.Heard {
		if t := f.Tellings[v.Person]; f.Knows(v.Person) {
			c.note(needMoment{
				eventAt: f.told[v.Person], Phase: needTold, At: t.At.At.UnixMicro(), Precision: t.At.Precision,
				People: []domain.ID{v.Person},
			})
		}
	}
	return c
}

// note adds a moment, or those it is about to one that stands in the same place.
func (c *needCard) note(m needMoment) {
	i := slices.IndexFunc(c.Moments, func(o needMoment) bool { return o.At == m.At && o.Position == m.Position })
	if i < 0 {
		c.Moments = append(c.Moments, m)
		return
	}
	if c.Moments[i].Phase == m.Phase {
		c.Moments[i].People = append(c.Moments[i].People, m.People...)
	}
}

// words are what the full text search finds the need by.
func (c *needCard) words() string {
	var b strings.Builder
	for _, text := range []string{c.Title, strings.Join(c.Tags, " "), c.Text, c.Wording, c.Reason} {
		b.WriteString(text)
		b.WriteByte('\n')
	}
	for _, v := range c.Voices {
		b.WriteString(v.Quote)
		b.WriteByte('\n')
	}
	return match.FoldGerman(b.String())
}

// projectNeed writes the rows of a need.
func (w *writer) projectNeed(n int64, f *needFold, state int64) error {
	if err := w.retractNeed(n); err != nil {
		return err
	}
	listed := listing(state)
	if state&stateErased != 0 {
		listed = listedNot // another one stands in its place
	} else {
		found, err := f.found(w.rootID)
		if err != nil {
			return err
		}
		f = found
	}
	if err := w.nameRecord(n, f.Words.Title, state); err != nil || state == 0 {
		return err
	}
	card := f.card()
	content, err := json.Marshal(card)
	if err != nil {
		return err
	}
	owner, err := w.number(domain.Stream{Kind: domain.KindMember, ID: f.Plan.For})
	if err != nil {
		return err
	}
	due := dayNumber(f.Plan.Due)
	if due == 0 {
		due = needNoDue
	}
	answer := domain.NeedAnswer("")
	told, toTell := 0, 0
	if f.Decision != nil {
		answer, toTell = f.Decision.Answer, f.ToTell()
	}
	for _, v := range f.Heard {
		if f.Knows(v.Person) {
			told++
		}
	}
	err = w.q(`INSERT INTO need (n, position, state, answer, listed, owner, due, raised, voices, told, totell, content)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).
		int(n).int(card.Raised.Position).text(string(f.Need.State())).text(string(answer)).int(listed).int(owner).int(due).
		int(f.RaisedAt.UnixMicro()).int(int64(len(f.Heard))).int(int64(told)).int(int64(toTell)).blob(content).run()
	if err != nil || state&stateErased != 0 {
		return err
	}
	if err := w.enterVoices(n, f); err != nil || listed != listedActive {
		return err
	}
	if !f.Closed {
		w.owed.tallies[tally{tallyNeeds, listedActive}]++
	}
	return w.enterNeed(n, card)
}

// enterVoices writes who asked for a need.
func (w *writer) enterVoices(n int64, f *needFold) error {
	for _, v := range f.Heard {
		person, err := w.number(domain.Stream{Kind: domain.KindPerson, ID: v.Person})
		if err != nil {
			return err
		}
		org, err := w.number(domain.Stream{Kind: domain.KindOrganisation, ID: v.Organisation})
		if err != nil {
			return err
		}
		s := w.q("INSERT INTO need_voice (need, person, org, conversation) VALUES (?, ?, ?, nullif(?, x''))").int(n).int(person).int(org)
		if v.Conversation == domain.None {
			s.blob(nil)
		} else {
			s.blob(v.Conversation[:])
		}
		if err := s.run(); err != nil {
			return err
		}
	}
	return nil
}

// enterNeed writes what other tables hold of a need that is listed.
func (w *writer) enterNeed(n int64, card *needCard) error {
	err := w.needEntries(card, func(subject int64, m needMoment) error {
		what := int64(entryNeed|entryParticipant) | m.Phase<<entryChannelShift
		return w.putEntry(subject, m.At, m.Position, what, card.Raised.Position)
	})
	if err != nil {
		return err
	}
	if err := w.setTerms(n, needTerms(card)); err != nil {
		return err
	}
	return w.q("INSERT INTO wants (rowid, words) VALUES (?, ?)").int(card.Raised.Position).text(card.words()).run()
}

// needEntries gives each timeline on which a moment of the need stands.
func (w *writer) needEntries(c *needCard, put func(subject int64, m needMoment) error) error {
	for _, m := range c.Moments {
		subjects := []int64{allNeeds}
		for _, v := range c.Voices {
			if !slices.Contains(m.People, v.Person) {
				continue
			}
			for _, s := range []domain.Stream{
				{Kind: domain.KindPerson, ID: v.Person}, {Kind: domain.KindOrganisation, ID: v.Organisation},
			} {
				number, err := w.number(s)
				if err != nil {
					return err
				}
				if number != 0 && !slices.Contains(subjects, number) {
					subjects = append(subjects, number)
				}
			}
		}
		for _, subject := range subjects {
			if err := put(subject, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// retractNeed takes out what stands in the tables because of a need.
func (w *writer) retractNeed(n int64) error {
	var card *needCard
	var listed bool
	var state domain.NeedState
	var broken error
	_, err := w.q("SELECT listed, state, content FROM need WHERE n = ?").int(n).first(func(r *sqlite.Stmt) {
		listed, state = r.ColumnInt64(0) == listedActive, domain.NeedState(r.ColumnText(1))
		card = &needCard{}
		broken = json.Unmarshal(columnBlob(r, 2), card)
	})
	if err != nil || broken != nil || card == nil {
		return errors.Join(err, broken)
	}
	if err := w.drop("need", n); err != nil {
		return err
	}
	if err := w.q("DELETE FROM need_voice WHERE need = ?").int(n).run(); err != nil || !listed {
		return err
	}
	if state != domain.NeedClosed {
		w.owed.tallies[tally{tallyNeeds, listedActive}]--
	}
	err = w.needEntries(card, func(subject int64, m needMoment) error { return w.dropEntry(subject, m.At, m.Position) })
	if err != nil {
		return err
	}
	if err := w.setTerms(n, nil); err != nil {
		return err
	}
	err = w.q("INSERT INTO wants (wants, rowid, words) VALUES ('delete', ?, ?)").int(card.Raised.Position).text(card.words()).run()
	if err != nil {
		return err
	}
	return w.q("INSERT INTO wants (wants) VALUES ('flush')").run()
}
