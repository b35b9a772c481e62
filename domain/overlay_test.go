package domain

import "testing"

// unread is a state in which nothing may be looked up.
type unread struct{ t *testing.T }

func (u unread) Load(s Stream) (Aggregate, error) {
	u.t.Errorf("%s is looked up", s.Kind)
	return nil, nil
}

func TestAnOverlayShowsWhatBeganInIt(t *testing.T) {
	o := NewOverlay(unread{t})
	by := Issued{Command: id(90), Actor: me}
	wolf, fritz := Stream{KindPerson, goethe}, Stream{KindPerson, schiller}
	for _, e := range []Event{
		&RecordAdded{of: of{wolf}, Origin: Origin{How: OriginImport}}, &RecordAdded{of: of{fritz}}, &RecordArchived{of: of{wolf}},
	} {
		if err := o.Add([]Event{e}, by); err != nil {
			t.Fatal(err)
		}
	}
	a, err := o.Load(wolf)
	if h := HeadOf(a); err != nil || h.Version != 2 || !h.Archived || h.Origin.How != OriginImport || h.AddedBy != by.Actor {
		t.Errorf("%+v, %v", a, err)
	}
	if err := o.Add([]Event{&RecordUnarchived{of: of{wolf}}, &RecordArchived{of: of{fritz}}}, by); err != nil {
		t.Fatal(err)
	}
	if h := HeadOf(a); h.Version != 3 || h.Archived {
		t.Errorf("%+v", h)
	}
	b, err := o.Load(fritz)
	if h := HeadOf(b); err != nil || h.Version != 2 || !h.Archived {
		t.Errorf("%+v, %v", b, err)
	}
}
