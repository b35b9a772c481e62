package people

import (
	"testing"

	"kontor/ui/desk/desktest"
)

// Who opens an entry of the timeline and comes back finds it where it was.
func TestBackLeadsToTheSameEntry(t *testing.T) {
	b, p := open(t, desktest.Options{People: 60, Conversations: 400})
	b.Press("J", "J")
	who := p.Wanted
	p.detail().timeline.List().SelectFirst()
	b.Window.Canvas().Focus(p.detail().timeline.List())
	b.Press("J", "J")
	entry := p.detail().timeline.Selected()
	if entry == nil {
		t.Fatal("nothing is selected in the timeline")
	}
	b.Desk.Open(entry.Record)
	if !b.Shell.Back() {
		t.Fatal("there is no way back")
	}
	p = b.Shell.Page().(*page)
	if p.Wanted != who {
		t.Fatalf("%v is shown, want %v", p.Wanted, who)
	}
	if back := p.detail().timeline.Selected(); back == nil || back.Event != entry.Event {
		t.Errorf("the cursor of the timeline is on %v, want %v", back, entry.Event)
	}
}
