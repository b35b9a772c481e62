package domain

// Overlay is a state on top of another one: it shows the events that a command
// has decided on so far, so that the next part of the same command sees them.
type Overlay struct {
	base    State
	changed map[Stream]Aggregate
	begun   map[Stream]Recorded // records that nobody looked at since they began
}

// NewOverlay is a state that so far shows nothing but the base.
func NewOverlay(base State) *Overlay {
	return &Overlay{base: base, changed: map[Stream]Aggregate{}, begun: map[Stream]Recorded{}}
}

// Load returns the record with the overlaid events.
func (o *Overlay) Load(s Stream) (Aggregate, error) {
	if a := o.own(s); a != nil {
		return a, nil
	}
	return o.base.Load(s)
}

// CommandEvents returns the events that a command led to.
func (o *Overlay) CommandEvents(command ID) ([]Recorded, error) {
	return commandEvents(o.base, command)
}

// Add shows the events from now on.
func (o *Overlay) Add(events []Event, by Issued) error {
	for _, e := range events {
		r := Recorded{Meta: Meta{
			Version: 1, RecordedAt: by.At, OccurredAt: by.At, Actor: by.Actor,
			Device: by.Device, Command: by.Command, Causation: by.Causation,
		}, Event: e}
		s := e.Stream()
		if Begins(e) && o.own(s) == nil {
			o.begun[s] = r
			continue
		}
		a, err := o.mutable(s)
		if err != nil {
			return err
		}
		r.Version = HeadOf(a).Version + 1
		a.Apply(r)
	}
	return nil
}

// own is what the overlay itself shows of a record, nil if nothing. A record is
// folded when somebody looks at it: most of those that come in bulk are never
// looked at.
func (o *Overlay) own(s Stream) Aggregate {
	if a, ok := o.changed[s]; ok {
		return a
	}
	first, ok := o.begun[s]
	if !ok {
		return nil
	}
	a := NewAggregate(s.Kind)
	a.Apply(first)
	delete(o.begun, s)
	o.changed[s] = a
	return a
}

type cloner interface{ clone() Aggregate }

func (o *Overlay) mutable(s Stream) (Aggregate, error) {
	if a := o.own(s); a != nil {
		return a, nil
	}
	a := NewAggregate(s.Kind)
	base, err := o.base.Load(s)
	if err != nil {
		return nil, err
	}
	if c, ok := base.(cloner); ok && base != nil {
		a = c.clone()
	}
	o.changed[s] = a
	return a, nil
}

// Begins reports whether the event is the first of its record. Such an event is
// decided without loading the record: that its id is fresh is checked by the
// ledger, which expects the stream to be empty.
func Begins(e Event) bool {
	switch e.(type) {
	case *RecordAdded, *ConversationLogged, *FollowUpPlanned, *ImportStarted, *WorkspaceFounded, *SegmentDefined, *NeedRaised:
		return true
	}
	return false
}
