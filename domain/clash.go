package domain

import "time"

// Clash is one field that two of us changed without knowing of each other.
type Clash struct {
	Record Stream `json:"record"`
	Field  Field  `json:"field"`
	// Base is what both saw: nil if nothing. For what does not stand in a dossier
	// it is what the colleague's last change replaced.
	Base   *Value `json:"base,omitempty"`
	Mine   *Value `json:"mine,omitempty"`   // what was to be set
	Theirs *Value `json:"theirs,omitempty"` // what stands there now
	// By changed the field last, at this time on this device; zero if that cannot
	// be told any more.
	By     ID        `json:"by"`
	At     time.Time `json:"at"`
	Device ID        `json:"device"`
}

// Clashes says, field by field, where a command that was left meets what
// colleagues changed. History gives the events of a record, oldest first. A
// command that was left for another reason has no clashes, and a record that
// was erased has none any more.
func Clashes(c Command, s State, history func(Stream) ([]Recorded, error)) ([]Clash, error) {
	clashing := clashing{state: s, history: history}
	err := clashing.with(c)
	return clashing.found, err
}

type clashing struct {
	state   State
	history func(Stream) ([]Recorded, error)
	found   []Clash
}

func (c *clashing) with(left Command) error {
	switch left := left.(type) {
	case Batch:
		for _, part := range left.Parts {
			if err := c.with(part); err != nil {
				return err
			}
		}
		return nil
	case ChangeDetails:
		return c.withDetails(left)
	}
	m := matterOf(left)
	if m == nil {
		return nil
	}
	a, err := c.load(m.record())
	if err != nil || a == nil {
		return err
	}
	clashes := m.clashes(a)
	if len(clashes) == 0 {
		return nil
	}
	recorded, err := c.history(m.record())
	if err != nil {
		return err
	}
	for _, clash := range clashes {
		clash.traced(recorded, func(a Aggregate) *Value { return m.value(a, clash.Field) })
		c.found = append(c.found, clash)
	}
	return nil
}

// load returns a record whose words are not destroyed, or nil.
func (c *clashing) load(record Stream) (Aggregate, error) {
	a, err := c.state.Load(record)
	if h := HeadOf(a); err != nil || h == nil || h.Erased {
		return nil, err
	}
	return a, nil
}

func (c *clashing) withDetails(left ChangeDetails) error {
	a, err := c.load(left.Record)
	d, ok := a.(described)
	if err != nil || !ok {
		return err
	}
	var recorded []Recorded
	for _, change := range left.Changes {
		is := d.dossier().Get(change.Field)
		if sameValue(is, change.Now) || sameValue(is, change.Was) {
			continue
		}
		if recorded == nil {
			if recorded, err = c.history(left.Record); err != nil {
				return err
			}
		}
		clash := Clash{Record: left.Record, Field: change.Field, Mine: change.Now, Theirs: is}
		clash.traced(recorded, func(a Aggregate) *Value { return a.(described).dossier().Get(change.Field) })
		clash.Base = change.Was
		c.found = append(c.found, clash)
	}
	return nil
}

// traced notes who gave the field the value that it has.
func (c *Clash) traced(recorded []Recorded, value func(Aggregate) *Value) {
	a := NewAggregate(c.Record.Kind)
	var is *Value
	for _, r := range recorded {
		a.Apply(r)
		if now := value(a); !sameValue(now, is) {
			c.Base, is = is, now
			c.By, c.At, c.Device = r.Actor, r.RecordedAt, r.Device
		}
	}
}

// Settling is the command that carries out the answers to the clashes of a
// command that was left: it notes each answer ([ConflictSettled]), and sets the
// fields for which mine is kept. Clashes without an answer keep what stands
// there. The parts of the command that did not clash are not in it. It is
// refused, now or when it is decided, where a field of which mine is kept was
// changed once more since it was asked for.
func Settling(left Command, command ID, s State, answers map[Stream][]Answer) (Command, error) {
	batch := Batch{Title: SettleConflict{}.CommandName()}
	asked := map[Stream]bool{}
	err := settle(left, s, answers, func(record Stream, mine Command) {
		if !asked[record] {
			asked[record] = true
			batch.Parts = append(batch.Parts, SettleConflict{command, record, answers[record]})
		}
		if mine != nil {
			batch.Parts = append(batch.Parts, mine)
		}
	})
	return batch, err
}

func settle(left Command, s State, answers map[Stream][]Answer, add func(Stream, Command)) error {
	switch left := left.(type) {
	case Batch:
		for _, part := range left.Parts {
			if err := settle(part, s, answers, add); err != nil {
				return err
			}
		}
		return nil
	case ChangeDetails:
		if len(answers[left.Record]) > 0 {
			add(left.Record, nil)
		}
		return nil
	}
	m := matterOf(left)
	if m == nil || len(answers[m.record()]) == 0 {
		return nil
	}
	a, err := s.Load(m.record())
	if err != nil || a == nil {
		return err
	}
	mine, err := m.settled(a, answers[m.record()])
	if err == nil {
		add(m.record(), mine)
	}
	return err
}
