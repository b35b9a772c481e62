package domain

// Segment is a saved choice of people. Who is in it is asked anew each time.
type Segment struct {
	Head
	Name   string
	Filter Filter
}

// NewSegment is a segment of which nothing is known yet.
func NewSegment() *Segment { return &Segment{} }

// Apply adds one event.
func (s *Segment) Apply(r Recorded) {
	s.Head.apply(r)
	switch e := r.Event.(type) {
	case *SegmentDefined:
		s.Name, s.Filter = e.Sealed.Name, e.Filter.joined(e.Sealed.Texts)
	case *SegmentChanged:
		s.Name, s.Filter = e.Sealed.Name, e.Filter.joined(e.Sealed.Texts)
	case *RecordErased:
		s.Name = ""
		s.Filter, _ = s.Filter.parted()
	}
}

func (s *Segment) clone() Aggregate {
	c := *s
	c.Filter = s.Filter.clone()
	return &c
}

// SegmentWords is the sealed part of a segment: its name, and what was typed
// into its rules, in their order.
type SegmentWords struct {
	Name  string   `json:"name"`
	Texts []string `json:"texts,omitempty"`
	// Was and WasTexts are what stood there before, where it was changed.
	Was      string   `json:"was,omitempty"`
	WasTexts []string `json:"wasTexts,omitempty"`
}

// SegmentDefined says that there is a new segment.
type SegmentDefined struct {
	of
	Filter Filter       `json:"filter"`
	Sealed SegmentWords `json:"-"`
}

// EventType is the persisted name.
func (*SegmentDefined) EventType() string { return "segment.defined.v1" }

// Secret is the name and what was typed into the rules.
func (e *SegmentDefined) Secret() any { return &e.Sealed }

// SegmentChanged replaces the name and the filter of a segment.
type SegmentChanged struct {
	of
	Filter Filter       `json:"filter"`
	Was    Filter       `json:"was"`
	Sealed SegmentWords `json:"-"`
}

// EventType is the persisted name.
func (*SegmentChanged) EventType() string { return "segment.changed.v1" }

// Secret is the name and what was typed into the rules.
func (e *SegmentChanged) Secret() any { return &e.Sealed }

func segmentChanged(o of, name string, f Filter, was string, wasFilter Filter) *SegmentChanged {
	e := &SegmentChanged{of: o}
	e.Filter, e.Sealed.Texts = f.parted()
	e.Was, e.Sealed.WasTexts = wasFilter.parted()
	e.Sealed.Name, e.Sealed.Was = name, was
	return e
}

// inverseSegment takes a change back, unless somebody changed the segment since.
func inverseSegment(s *Segment, e Event) (Event, error) {
	if e, ok := e.(*SegmentChanged); ok {
		is, was := e.Filter.joined(e.Sealed.Texts), e.Was.joined(e.Sealed.WasTexts)
		still := s.Name == e.Sealed.Name && same(s.Filter, is)
		return ifStill(s.Stream, still, segmentChanged(e.of, e.Sealed.Was, was, e.Sealed.Name, is))
	}
	return nil, refuse(RefusedCannotUndo, s.Stream)
}
