package kit

import "testing"

// Who types at once after a shortcut loses no letter: the field gets them before
// it has the keyboard.
func TestAnEagerOverlayLosesNoLetter(t *testing.T) {
	field := NewEntry("")
	o := &Overlay{p: OverlayParams{Focus: field, Eager: true}, open: true}
	o.typed('a')
	o.ready = true
	o.typed('b')
	lazy := NewEntry("")
	o = &Overlay{p: OverlayParams{Focus: lazy}, open: true}
	o.typed('c')
	if field.Text != "a" || lazy.Text != "" {
		t.Errorf("the fields say %q and %q", field.Text, lazy.Text)
	}
}
