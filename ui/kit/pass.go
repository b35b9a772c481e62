package kit

import (
	"sync"

	"fyne.io/fyne/v2"
)

// PassKey hands a key that a widget of a feature does not use to the window, or
// to the overlay it stands in.
func PassKey(from fyne.CanvasObject, event *fyne.KeyEvent) { passKey(from, event) }

// PassRune hands a character that a widget of a feature does not use to the
// window.
func PassRune(from fyne.CanvasObject, r rune) { passRune(from, r) }

// PassShortcut hands a shortcut that a widget of a feature does not use to the
// window.
func PassShortcut(from fyne.CanvasObject, shortcut fyne.Shortcut) { passShortcut(from, shortcut) }

// Reveal brings a widget of a feature that got the keyboard into sight.
func Reveal(object fyne.CanvasObject) { revealFocused(object) }

var followers sync.Map // fyne.Canvas → *Scroll

// FollowFocus keeps what has the keyboard within this pane in sight, until stop.
// Of a window one pane does so at a time.
func (s *Scroll) FollowFocus(c fyne.Canvas) (stop func()) {
	followers.Store(c, s)
	return func() { followers.CompareAndDelete(c, s) }
}

// followFocus scrolls the pane of a canvas that follows, if the object is in it.
func followFocus(c fyne.Canvas, object fyne.CanvasObject) {
	found, ok := followers.Load(c)
	if !ok {
		return
	}
	s := found.(*Scroll)
	driver := fyne.CurrentApp().Driver()
	at, pane := driver.AbsolutePositionForObject(object), driver.AbsolutePositionForObject(s)
	if at.X >= pane.X && at.X < pane.X+s.Size().Width && s.Size().Height > 0 {
		top := driver.AbsolutePositionForObject(s.frame)
		if at.Y >= top.Y && at.Y < top.Y+s.frame.Size().Height {
			s.ShowObject(object)
		}
	}
}
