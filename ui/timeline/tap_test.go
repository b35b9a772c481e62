package timeline

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
)

// textIn finds the words that begin with a text, and where they stand.
func textIn(t *testing.T, object fyne.CanvasObject, text string) (fyne.Position, fyne.Size) {
	t.Helper()
	var found *kit.RichText
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *kit.RichText:
			if words := o.Text.Text(); len(words) >= len(text) && words[:len(text)] == text {
				found = o
			}
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(object)
	if found == nil {
		t.Fatalf("%q is not in sight", text)
	}
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(found), found.Size()
}

// A tap on a name opens the page of whom it names; a tap beside it selects the
// entry, and a second one opens that.
func TestTaps(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	goethe := b.AddPerson(domain.Name{Given: "Wolfgang", Family: "Goethe"})
	logged := talk(b, schiller, func(c *domain.ConversationContent, w *domain.ConversationWords) {
		c.People, w.Subject = []domain.ID{goethe, schiller}, ""
	})
	tl := show(b, person(schiller))
	c := b.Window.Canvas()

	at, size := textIn(t, tl.list, "Du ↔ ")
	beside := at.AddXY(size.Width-4, 9)
	test.TapCanvas(c, beside)
	if e := tl.Selected(); e == nil || e.Record.ID != logged {
		t.Fatalf("a tap beside the names selected %+v", e)
	}
	test.TapCanvas(c, beside)
	if want := (kit.Route{Page: desk.PageConversations, Arg: logged.String()}); b.Shell.Route() != want {
		t.Errorf("a second tap led to %+v", b.Shell.Route())
	}
	b.Shell.Back()

	at, _ = textIn(t, tl.list, "Du ↔ ")
	test.TapCanvas(c, at.AddXY(fyne.MeasureText("Du ↔ Wolf", kit.TextBody, fyne.TextStyle{Bold: true}).Width, 9))
	if want := (kit.Route{Page: desk.PagePeople, Arg: goethe.String()}); b.Shell.Route() != want {
		t.Errorf("a tap on a name led to %+v", b.Shell.Route())
	}
}

// A tap unfolds what is folded.
func TestTapUnfolds(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	for _, days := range []domain.Rhythm{30, 60, 90} {
		b.Must(domain.SetRhythm{Record: person(schiller), Rhythm: days})
	}
	tl := show(b, person(schiller))
	folded := len(tl.items)
	at, _ := textIn(t, tl.list, "4 Änderungen")
	test.TapCanvas(b.Window.Canvas(), at.AddXY(10, 9))
	if n := len(tl.items); n != folded+4 {
		t.Errorf("%d rows, want %d", n, folded+4)
	}
}

// The menu offers what fits the state of an entry.
func TestMenus(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	schiller := b.AddPerson(domain.Name{Given: "Friedrich", Family: "Schiller"})
	logged := talk(b, schiller, func(*domain.ConversationContent, *domain.ConversationWords) {})
	b.Must(domain.PlanFollowUp{FollowUp: b.Workspace.NewID(), Text: "Preisliste schicken", Plan: domain.FollowUpPlan{
		Due: "2026-11-24", People: []domain.ID{schiller}, Conversation: logged,
	}})
	tl := show(b, person(schiller))
	for i := range tl.items {
		e := tl.items[i].entry
		if e == nil || e.Record.ID != logged {
			continue
		}
		for _, item := range tl.menu(e) {
			if item.Label == "Erledigt: Preisliste schicken" {
				item.OnTap()
			}
			if item.Label == "Berichtigen" {
				item.OnTap()
			}
		}
	}
	if want := "conversation:" + logged.String(); len(b.Edited) != 1 || b.Edited[0] != want {
		t.Errorf("the forms opened are %v, want %s", b.Edited, want)
	}
	for i := range tl.items {
		if e := tl.items[i].entry; e != nil && e.Record.ID == logged && e.FollowUps[0].State != domain.FollowUpDone {
			t.Errorf("the follow-up is %s", e.FollowUps[0].State)
		}
	}
}
