package ui

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// afterKey is how long the window may move after a key, by its own clock.
const afterKey = time.Second

// press gives the window keys one after the other, and what stands in quotes
// letter by letter.
func (s *scene) press(keys string) error {
	for keys = strings.TrimSpace(keys); keys != ""; keys = strings.TrimSpace(keys) {
		if keys[0] == '"' {
			text, rest, _ := strings.Cut(keys[1:], `"`)
			keys = rest
			for _, letter := range text {
				s.letter(letter)
			}
			s.still.Advance(afterKey)
			continue
		}
		key, rest, _ := strings.Cut(keys, " ")
		keys = rest
		if err := s.pressOne(key); err != nil {
			return err
		}
		s.still.Advance(afterKey)
	}
	return nil
}

// keyNames are the keys that are written as words.
var keyNames = map[string]fyne.KeyName{
	"enter": fyne.KeyReturn, "esc": fyne.KeyEscape, "tab": fyne.KeyTab, "space": fyne.KeySpace,
	"backspace": fyne.KeyBackspace, "delete": fyne.KeyDelete,
	"up": fyne.KeyUp, "down": fyne.KeyDown, "left": fyne.KeyLeft, "right": fyne.KeyRight,
	"home": fyne.KeyHome, "end": fyne.KeyEnd, "pageup": fyne.KeyPageUp, "pagedown": fyne.KeyPageDown,
}

var modifierNames = map[string]fyne.KeyModifier{
	"ctrl": fyne.KeyModifierShortcutDefault, "alt": fyne.KeyModifierAlt, "shift": fyne.KeyModifierShift,
}

// pressOne presses a key such as "J", "Enter" or "Ctrl+K".
func (s *scene) pressOne(written string) error {
	parts := strings.Split(written, "+")
	last := parts[len(parts)-1]
	held := fyne.KeyModifier(0)
	for _, part := range parts[:len(parts)-1] {
		modifier, ok := modifierNames[strings.ToLower(part)]
		if !ok {
			return &UnknownKeyError{written}
		}
		held |= modifier
	}
	name, named := keyNames[strings.ToLower(last)]
	letter, length := utf8.DecodeRuneInString(last)
	switch {
	case named:
	case last != "" && length == len(last):
		name = fyne.KeyName(strings.ToUpper(last))
	default:
		return &UnknownKeyError{written}
	}
	switch {
	case held == fyne.KeyModifierShift && name == fyne.KeyTab:
		s.win.Canvas().FocusPrevious()
	case held != 0:
		s.shortcut(&desktop.CustomShortcut{KeyName: name, Modifier: held})
	case name == fyne.KeyTab:
		s.win.Canvas().FocusNext()
	default:
		opened := s.key(name)
		if !named && !opened { // what a letter opens gets the keyboard only after it
			s.letter(letter)
		}
	}
	return nil
}

// key tells whether the key opened something above the window, or gave the
// keyboard to another field.
func (s *scene) key(name fyne.KeyName) (opened bool) {
	event, c := &fyne.KeyEvent{Name: name}, s.win.Canvas()
	above, before := c.Overlays().Top(), c.Focused()
	if focused := c.Focused(); focused != nil {
		focused.TypedKey(event)
	} else if c.OnTypedKey() != nil {
		c.OnTypedKey()(event)
	}
	return c.Overlays().Top() != above || c.Focused() != before
}

func (s *scene) letter(letter rune) {
	c := s.win.Canvas()
	if focused := c.Focused(); focused != nil {
		focused.TypedRune(letter)
	} else if c.OnTypedRune() != nil {
		c.OnTypedRune()(letter)
	}
}

func (s *scene) shortcut(pressed fyne.Shortcut) {
	if focused, ok := s.win.Canvas().Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(pressed)
	} else if s.keys != nil {
		s.keys.Fire(pressed)
	}
}

// UnknownKeyError says which of the keys to press there is not.
type UnknownKeyError struct{ Key string }

func (e *UnknownKeyError) Error() string {
	return fmt.Sprintf("no key %q", e.Key) // i18n: for the log; people are told by UnknownKey
}

// UnknownKey is what was written for the key.
func (e *UnknownKeyError) UnknownKey() string { return e.Key }
