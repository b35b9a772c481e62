package domain

// CommandHistory is the part of a State that can look up what a command led to.
// Undo needs it.
type CommandHistory interface {
	CommandEvents(command ID) ([]Recorded, error)
}

func commandEvents(s State, command ID) ([]Recorded, error) {
	if h, ok := s.(CommandHistory); ok {
		return h.CommandEvents(command)
	}
	return nil, nil
}

// Batch carries out several commands as one: all of them or none, and one undo
// takes all of them back. Each part sees what the parts before it did.
type Batch struct {
	// Title says what the batch is for, such as "log-conversation"; it is shown
	// with Undo under the key "command." + Title.
	Title string
	Parts []Command
}

// CommandName is the name in the journal.
func (Batch) CommandName() string { return "batch" }

// Decide gives the events of all parts, or the first refusal.
func (b Batch) Decide(s State, by Issued) ([]Event, error) {
	state := NewOverlay(s)
	var all []Event
	for _, part := range b.Parts {
		events, err := part.Decide(state, by)
		if err != nil {
			return nil, err
		}
		if err := state.Add(events, by); err != nil {
			return nil, err
		}
		all = append(all, events...)
	}
	return all, nil
}

// Title is the name under which a command is shown to people.
func Title(c Command) string {
	if b, ok := c.(Batch); ok {
		return b.Title
	}
	return c.CommandName()
}
