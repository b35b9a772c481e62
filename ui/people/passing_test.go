package people

import (
	"fmt"
	"testing"
	"time"

	"kontor/domain"
	"kontor/ui/desk/desktest"
)

// Who holds a key down passes people whom nobody reads: only where the cursor
// rests somebody is shown beside the list.
func TestPeopleThatAreOnlyPassedAreNotShown(t *testing.T) {
	b, p := open(t, desktest.Options{})
	ids := make([]domain.ID, 8)
	for i := range ids {
		ids[i] = b.AddPerson(domain.Name{Given: "Karl", Family: fmt.Sprint("Lenz", i)})
	}
	b.Async.Advance(time.Second) // the first of them is shown
	shown := func() domain.ID {
		if d := p.detail(); d != nil {
			return d.ID()
		}
		return domain.None
	}
	for i, id := range ids[1:4] {
		p.List.Rows.Select(id.String())
		if shown() != id {
			t.Errorf("step %d is not answered at once", i)
		}
	}
	for _, id := range ids[4:7] {
		p.List.Rows.Select(id.String())
		b.Async.Advance(30 * time.Millisecond)
		if shown() != ids[3] {
			t.Error("somebody who is passed is shown")
		}
	}
	if p.Wanted != ids[6] {
		t.Error("the cursor does not stand where it was moved")
	}
	b.Async.Advance(time.Second)
	if shown() != ids[6] {
		t.Error("where the cursor rests nobody is shown")
	}
	p.List.Rows.Select(ids[7].String())
	if shown() != ids[7] {
		t.Error("a step after a pause is not answered at once")
	}
	for _, id := range ids[:5] {
		p.List.Rows.Select(id.String())
	}
	p.Open(ids[4])
	if shown() != ids[4] {
		t.Error("who is opened is not shown at once")
	}
}
