package domain

import "strings"

// DefineSegment makes a segment, or gives it another name and filter.
type DefineSegment struct {
	Segment ID     `json:"segment"`
	Name    string `json:"name"`
	Filter  Filter `json:"filter"`
}

// CommandName is the name in the journal.
func (DefineSegment) CommandName() string { return "define-segment" }

// Decide refuses a segment without a name, and a filter that asks for nothing
// that there is.
func (c DefineSegment) Decide(s State, _ Issued) ([]Event, error) {
	record := Stream{KindSegment, c.Segment}
	name, filter := strings.TrimSpace(c.Name), c.Filter.normal()
	switch {
	case name == "":
		return nil, refuse(RefusedNoName, record)
	case len(name) > MaxText:
		return nil, refuse(RefusedTooLarge, record, string(FieldName), MaxText>>20)
	case !filter.Valid():
		return nil, refuse(RefusedBadFilter, record)
	}
	old, err := LoadSegment(s, c.Segment)
	if err != nil {
		return nil, err
	}
	if old == nil {
		e := &SegmentDefined{of: of{record}}
		e.Filter, e.Sealed.Texts = filter.parted()
		e.Sealed.Name = name
		return []Event{e}, nil
	}
	if err := old.open(); err != nil {
		return nil, err
	}
	if old.Name == name && same(old.Filter, filter) {
		return nil, nil
	}
	return []Event{segmentChanged(of{record}, name, filter, old.Name, old.Filter)}, nil
}
