package kit

import (
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kontor/i18n"
)

// Keys is the one place where a window's shortcuts are kept. A focused widget
// swallows what it does not know, and an overlay has a focus of its own: the
// kit's widgets therefore pass on what they do not use.
type Keys struct {
	canvas    fyne.Canvas
	shortcuts map[string]shortcut
	onKey     func(*fyne.KeyEvent)
	onRune    func(rune)
	onFocus   func() // told when a widget of the window got the keyboard
	blocked   func() bool
	within    bool
	floats    *floats
}

type shortcut struct {
	act      func()
	anywhere bool // also while an overlay is open
}

var windowKeys sync.Map // fyne.Canvas → *Keys

func newKeys(c fyne.Canvas, blocked func() bool, onKey func(*fyne.KeyEvent), onRune func(rune)) *Keys {
	k := &Keys{canvas: c, shortcuts: map[string]shortcut{}, onKey: onKey, onRune: onRune, blocked: blocked, floats: newFloats()}
	windowKeys.Store(c, k)
	c.SetOnTypedKey(func(event *fyne.KeyEvent) {
		if o := topOverlay(c); o != nil {
			o.key(event)
			return
		}
		k.key(event)
	})
	c.SetOnTypedRune(k.typed)
	return k
}

// Bind makes a key with modifiers act. While an overlay is open only bindings
// made with anywhere do.
func (k *Keys) Bind(key fyne.KeyName, modifier fyne.KeyModifier, anywhere bool, act func()) {
	k.bind(&desktop.CustomShortcut{KeyName: key, Modifier: modifier}, anywhere, act)
}

// BindUndo makes Ctrl+Z act where no entry has the focus.
func (k *Keys) BindUndo(act func()) { k.bind(&fyne.ShortcutUndo{}, false, act) }

// BindRedo makes Ctrl+Shift+Z or Ctrl+Y act where no entry has the focus.
func (k *Keys) BindRedo(act func()) { k.bind(&fyne.ShortcutRedo{}, false, act) }

func (k *Keys) bind(s fyne.Shortcut, anywhere bool, act func()) {
	k.shortcuts[s.ShortcutName()] = shortcut{act: act, anywhere: anywhere}
	k.canvas.AddShortcut(s, func(fired fyne.Shortcut) { k.Fire(fired) })
}

// Fire acts on a shortcut and tells whether there was one.
func (k *Keys) Fire(fired fyne.Shortcut) bool {
	found, ok := k.shortcuts[fired.ShortcutName()]
	if !ok || k.blocked() && !found.anywhere {
		return false
	}
	found.act()
	return true
}

// key hands a key to the window's page once, even when the page passes it to a
// widget that leaves it over again; never while something lies above the page.
func (k *Keys) key(event *fyne.KeyEvent) {
	if k.within || k.blocked() {
		return
	}
	k.within = true
	defer func() { k.within = false }()
	k.onKey(event)
}

func (k *Keys) typed(r rune) {
	if k.within || k.blocked() {
		return
	}
	k.within = true
	defer func() { k.within = false }()
	k.onRune(r)
}

func (k *Keys) release() { windowKeys.Delete(k.canvas) }

// canvasOf is the canvas of a widget. The toolkit forgets it a minute after the
// widget was taken away, although the widget gets the keys for as long as it
// has the focus; then the canvas is the one that gives them to it.
func canvasOf(object fyne.CanvasObject) fyne.Canvas {
	c := fyne.CurrentApp().Driver().CanvasForObject(object)
	if c != nil {
		return c
	}
	windowKeys.Range(func(each, _ any) bool {
		if focused, ok := each.(fyne.Canvas).Focused().(fyne.CanvasObject); ok && focused == object {
			c = each.(fyne.Canvas)
		}
		return c == nil
	})
	return c
}

func keysOf(object fyne.CanvasObject) *Keys {
	c := canvasOf(object)
	if c == nil {
		return nil
	}
	if found, ok := windowKeys.Load(c); ok {
		return found.(*Keys)
	}
	return nil
}

// passShortcut hands a shortcut that a widget does not use to the window.
func passShortcut(from fyne.CanvasObject, shortcut fyne.Shortcut) {
	c := canvasOf(from)
	if o := topOverlay(c); o != nil && o.shortcut(shortcut) {
		return
	}
	if k := keysOf(from); k != nil {
		k.Fire(shortcut)
	}
}

// passKey hands a key that a widget does not use to the window.
func passKey(from fyne.CanvasObject, event *fyne.KeyEvent) {
	if o := topOverlay(canvasOf(from)); o != nil {
		o.key(event)
		return
	}
	if k := keysOf(from); k != nil {
		k.key(event)
	}
}

func passRune(from fyne.CanvasObject, r rune) {
	if k := keysOf(from); k != nil {
		k.typed(r)
	}
}

// KeyLabel writes a combination as its caps show it: "Ctrl+K" becomes "Strg K"
// in German. Two spaces lie between several keys: "Home  End".
func KeyLabel(combination string) string {
	keys := strings.Split(combination, "  ")
	for i, key := range keys {
		parts := strings.Split(key, "+")
		for j, part := range parts {
			if name := "kit.key." + strings.ToLower(part); i18n.Has(name) {
				parts[j] = i18n.T(name)
			}
		}
		keys[i] = strings.Join(parts, " ")
	}
	return strings.Join(keys, "  ")
}
