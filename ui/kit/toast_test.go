package kit

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

type toastPage struct {
	BasePage
	content fyne.CanvasObject
}

func (p *toastPage) Content() fyne.CanvasObject { return p.content }

// toastShell is a window with two pages, each with a field above its key hints.
func toastShell(t *testing.T) (*Shell, *Still, *Entry, fyne.CanvasObject) {
	still := NewStill(noon)
	w := window(t, Light, NewText(Body, ""), 1280, 800)
	s := NewShell(ShellParams{Window: w, Async: still, Places: []Place{{Page: "a", LabelKey: "kit.shell.search"}, {Page: "b", LabelKey: "kit.shell.search"}}})
	t.Cleanup(s.Close)
	field := NewEntry("")
	hints := NewPadded(9, Margin, 9, Margin, NewKeyHints("J", "weiter", "K", "zurück"))
	for _, name := range []string{"a", "b"} {
		s.Register(name, func(string) Page {
			space := NewSpace()
			return &toastPage{BasePage: BasePage{At: Route{Page: name}}, content: NewFrame(nil, space, NewColumn(0, NewPadded(0, 300, 20, 300, field), NewHairline(), hints))}
		})
	}
	s.Open(Route{Page: "a"})
	return s, still, field, hints
}

func bounds(object fyne.CanvasObject) (top, bottom float32) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
	return at.Y, at.Y + object.Size().Height
}

func TestAToastCoversNeitherKeyHintsNorTheFieldThatHasTheKeyboard(t *testing.T) {
	s, _, field, hints := toastShell(t)
	s.Toast(Toast{Text: "Telefonat mit Goethe festgehalten", OnAction: func() {}, Key: "Strg Z"})
	top, _ := bounds(hints)
	if _, bottom := bounds(s.Toasts.card); bottom > top {
		t.Errorf("the toast ends at %v, the key hints begin at %v", bottom, top)
	}
	fieldTop, fieldBottom := bounds(field)
	if cardTop, cardBottom := bounds(s.Toasts.card); cardBottom < fieldTop || cardTop > fieldBottom {
		t.Fatal("the toast is nowhere near the field, this shows nothing")
	}
	s.Canvas().Focus(field)
	if _, bottom := bounds(s.Toasts.card); bottom > fieldTop {
		t.Errorf("the toast ends at %v, the field begins at %v", bottom, fieldTop)
	}
}

func TestWordsThatWereNoticedEndWithTheirPage(t *testing.T) {
	s, still, _, _ := toastShell(t)
	for _, c := range []struct {
		toast Toast
		seen  time.Duration
		stays bool
	}{
		{Toast{Text: "kopiert"}, 2 * time.Second, false},
		{Toast{Text: "eben gesagt"}, 0, true},
		{Toast{Text: "festgehalten", OnAction: func() {}}, 2 * time.Second, true},
		{Toast{Text: "ging nicht", Tone: Late}, 2 * time.Second, true},
	} {
		s.Toast(c.toast)
		still.Advance(c.seen)
		next := Route{Page: "b"}
		if s.Route() == next {
			next.Page = "a"
		}
		s.Open(next)
		if stays := s.Toasts.Current() != nil; stays != c.stays {
			t.Errorf("%q stays %v", c.toast.Text, stays)
		}
		still.Advance(toastFailed)
		if s.Toasts.Current() != nil {
			t.Fatalf("%q does not end by itself", c.toast.Text)
		}
	}
}

func TestTheKeysOfAToastDoWhatItOffers(t *testing.T) {
	s, still, _, _ := toastShell(t)
	opened, folder, undone := 0, 0, 0
	press := func(modifier fyne.KeyModifier) {
		s.Keys.Fire(&desktop.CustomShortcut{KeyName: fyne.KeyO, Modifier: fyne.KeyModifierShortcutDefault | modifier})
	}
	file := Toast{Text: "liegt da", Action: "Öffnen", OnAction: func() { opened++ }, More: &ToastAction{Label: "Ordner", Do: func() { folder++ }}}
	s.Toast(file)
	if key := s.Toasts.Current().Key; key != KeyLabel("Ctrl+O") {
		t.Errorf("the toast names %q", key)
	}
	press(0)
	s.Toast(file)
	press(fyne.KeyModifierShift)
	s.Toast(Toast{Text: "festgehalten", Key: KeyLabel("Ctrl+Z"), OnAction: func() { undone++ }})
	press(0)
	press(fyne.KeyModifierShift)
	if opened != 1 || folder != 1 || undone != 0 {
		t.Errorf("opened %d, folder %d, undone %d", opened, folder, undone)
	}
	still.Advance(toastOffers)
	press(0)
	if opened != 1 {
		t.Error("the key still opens after the toast has gone")
	}
}

// Whoever types fast reads of the step just done, never of the one before it.
func TestTheNewestToastTakesThePlaceOfTheOneInSight(t *testing.T) {
	still := NewStill(noon)
	toasts := NewToasts(still, nil)
	window(t, Light, toasts.Object(), 800, 400)
	shows := func(want string) {
		t.Helper()
		if got := toasts.Current(); got == nil || got.Text != want {
			t.Errorf("in sight is %+v, want %q", got, want)
		}
	}
	toasts.Show(Toast{Text: "festgehalten", OnAction: func() {}})
	toasts.Show(Toast{Text: "Entwurf behalten"})
	shows("Entwurf behalten")
	toasts.Dismiss()
	if got := toasts.Current(); got != nil {
		t.Errorf("%q of an earlier step comes back", got.Text)
	}
	toasts.Show(Toast{Text: "kopiert"})
	toasts.Show(Toast{Text: "ging nicht", Tone: Late})
	shows("ging nicht")
	still.Advance(2 * time.Second)
	toasts.Show(Toast{Text: "gespeichert"})
	toasts.Show(Toast{Text: "ging auch nicht", Tone: Late})
	toasts.Show(Toast{Text: "zurückgenommen"})
	for _, want := range []string{"ging nicht", "ging auch nicht", "zurückgenommen"} {
		shows(want)
		toasts.Dismiss()
	}
	if got := toasts.Current(); got != nil {
		t.Errorf("%q was overtaken and comes all the same", got.Text)
	}
	toasts.Show(Toast{Text: "Das PDF wird geschrieben", Stay: time.Hour})
	toasts.Show(Toast{Text: "kopiert"})
	shows("Das PDF wird geschrieben")
}
