package kit

import (
	"testing"

	"fyne.io/fyne/v2"

	"kontor/i18n"
)

// The Tab key must not lead to where nobody sees.
func TestDialogBringsTheFocusedFieldIntoSight(t *testing.T) {
	w := window(t, Light, NewText(Body, ""), 600, 400)
	var entries []*Entry
	var fields []fyne.CanvasObject
	for range 20 {
		e := NewEntry("")
		entries = append(entries, e)
		fields = append(fields, NewField("", e))
	}
	OpenDialog(w.Canvas(), DialogParams{Title: "Person", Content: NewForm(fields...)})
	inSight := func(e *Entry) bool {
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(e).Y
		return y > 0 && y+e.Size().Height < 400-ControlHeight
	}
	if inSight(entries[19]) {
		t.Fatal("the last field should begin out of sight")
	}
	w.Canvas().Focus(entries[19])
	if !inSight(entries[19]) {
		t.Error("the last field has the keyboard and is out of sight")
	}
	w.Canvas().Focus(entries[0])
	if !inSight(entries[0]) {
		t.Error("the first field has the keyboard and is out of sight")
	}
}

// What must be answered offers no way around it, and closes once it is.
func TestDialogThatMustBeAnswered(t *testing.T) {
	w := window(t, Light, NewText(Body, ""), 600, 400)
	answer := false
	d := OpenDialog(w.Canvas(), DialogParams{Title: "Who?", MustAnswer: true, Content: NewText(Body, ""), OnSubmit: func() bool { return answer }})
	buttons := 0
	for _, object := range d.Overlay.p.Content.(*dialogBody).foot.objects {
		if _, ok := object.(*Button); ok {
			buttons++
		}
	}
	if buttons != 1 {
		t.Errorf("%d buttons", buttons)
	}
	d.cancel()
	d.Submit()
	if !d.IsOpen() {
		t.Error("closed without an answer")
	}
	answer = true
	d.Submit()
	if d.IsOpen() {
		t.Error("open although it was answered")
	}
}

func TestADialogIsTitledWithoutTheEllipsisOfItsMenu(t *testing.T) {
	w := window(t, Light, NewText(Body, ""), 600, 400)
	d := OpenDialog(w.Canvas(), DialogParams{Title: "Termin setzen …", Content: NewText(Body, "")})
	if got := d.Overlay.p.Content.(*dialogBody).title.Text(); got != "Termin setzen" {
		t.Errorf("it is titled %q", got)
	}
}

func TestAWordWithinASentence(t *testing.T) {
	before := i18n.Language()
	t.Cleanup(func() { i18n.SetLanguage(before) })
	for language, want := range map[string]string{i18n.German: "Anruf", i18n.English: "anruf"} {
		if err := i18n.SetLanguage(language); err != nil {
			t.Fatal(err)
		}
		if got := Within("Anruf"); got != want {
			t.Errorf("in %s it is %q", language, got)
		}
	}
}
