package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// strike is what a keyboard does for a letter: the key, then the letter, each to
// what has the focus at that moment.
func strike(c fyne.Canvas, key fyne.KeyName, letter rune) {
	hit(c, key)
	if focused := c.Focused(); focused != nil {
		focused.TypedRune(letter)
	} else if typed := c.OnTypedRune(); typed != nil {
		typed(letter)
	}
}

func hit(c fyne.Canvas, key fyne.KeyName) {
	if focused := c.Focused(); focused != nil {
		focused.TypedKey(&fyne.KeyEvent{Name: key})
	} else if typed := c.OnTypedKey(); typed != nil {
		typed(&fyne.KeyEvent{Name: key})
	}
}

// Who types at once loses no letter and moves nothing below, however long the
// dialog takes to open; the letter of the key that opened it is not written.
func TestWhatIsTypedWhileADialogOpensLandsInItsFirstField(t *testing.T) {
	s, d, w := notedShell(t)
	s.Open(Route{"people", ""})
	d.since()
	c := w.Canvas()
	HoldKeys(c, func() { t.Error("called off") })
	if focused := c.Focused(); focused != nil {
		focused.TypedRune('e') // of the key that opened it
	}
	strike(c, fyne.KeyA, 'A')
	strike(c, fyne.KeyJ, 'j')
	hit(c, fyne.KeyTab)
	strike(c, fyne.KeyD, 'd')
	c.Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	first, second, saved := NewEntry(""), NewEntry(""), 0
	overlay := OpenOverlay(c, OverlayParams{Content: NewColumn(0, first, second), OnSubmit: func() { saved++ }})
	if first.Text != "Aj" || second.Text != "d" || saved != 1 {
		t.Errorf("the fields say %q and %q, saved %d times", first.Text, second.Text, saved)
	}
	overlay.Close()
	if lines := d.since(); len(lines) != 0 {
		t.Errorf("the page below got %q", lines)
	}
	strike(c, fyne.KeyD, 'd')
	if lines := d.since(); len(lines) != 1 {
		t.Errorf("after it the page got %q", lines)
	}
}

func TestEscCallsOffWhatIsOpening(t *testing.T) {
	s, d, w := notedShell(t)
	s.Open(Route{"people", ""})
	d.since()
	off := 0
	held := HoldKeys(w.Canvas(), func() { off++ })
	hit(w.Canvas(), fyne.KeyEscape)
	held.Release()
	if off != 1 || w.Canvas().Overlays().Top() != nil || len(d.since()) != 0 {
		t.Errorf("called off %d times, in front %T", off, w.Canvas().Overlays().Top())
	}
}

func TestADialogUnderAnotherGetsItsFieldWhenItsTurnComes(t *testing.T) {
	_, _, w := notedShell(t)
	c := w.Canvas()
	field := NewEntry("")
	below := &Overlay{p: OverlayParams{Content: field}, canvas: c, open: true, floats: newFloats(), ear: newEar()}
	below.card = NewOverlayCard(field)
	below.ExtendBaseWidget(below)
	c.Overlays().Add(below)
	c.Focus(below.ear)
	above := OpenOverlay(c, OverlayParams{Content: NewEntry("")})
	below.begin()
	above.Close()
	if c.Focused() != fyne.Focusable(field) {
		t.Errorf("the keyboard is with %T", c.Focused())
	}
}
