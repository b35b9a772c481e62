package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var (
	_ fyne.Focusable         = (*List)(nil)
	_ fyne.Scrollable        = (*List)(nil)
	_ fyne.Tappable          = (*List)(nil)
	_ fyne.SecondaryTappable = (*List)(nil)
	_ fyne.Shortcutable      = (*List)(nil)
	_ desktop.Hoverable      = (*List)(nil)
	_ desktop.Mouseable      = (*List)(nil)
)

// doubleTap is how soon a second tap opens what the first selected. The toolkit's
// own double tap would delay every single one.
const doubleTap = 350 * time.Millisecond

// TypedKey moves the cursor and opens.
func (l *List) TypedKey(event *fyne.KeyEvent) {
	l.hover(-1)
	if event.Name == fyne.KeyEscape && l.Unmark() {
		return
	}
	if l.p.OnKey != nil && l.p.OnKey(event, l.cursor) {
		return
	}
	held := currentModifiers()
	switch event.Name {
	case fyne.KeyDown, fyne.KeyJ:
		l.step(1, held)
	case fyne.KeyUp, fyne.KeyK:
		l.step(-1, held)
	case fyne.KeyPageDown:
		l.page(1, held)
	case fyne.KeyPageUp:
		l.page(-1, held)
	case fyne.KeyHome:
		if above, _ := l.partial(); above && l.p.OnEnd != nil {
			l.p.OnEnd(false)
			return
		}
		l.ShowRow(0) // what stands above the first that can be selected
		l.goTo(l.selectable(0, 1), held)
	case fyne.KeyEnd:
		if _, below := l.partial(); below && l.p.OnEnd != nil {
			l.p.OnEnd(true)
			return
		}
		l.goTo(l.selectable(l.p.Count()-1, -1), held)
	case fyne.KeySpace, fyne.KeyX:
		if !l.p.Multi {
			passKey(l, event)
			return
		}
		l.toggleCursor()
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.cursor != "" && l.p.OnOpen != nil {
			l.p.OnOpen(l.cursor)
		}
	default:
		passKey(l, event)
	}
}

// TypedRune asks OnRune and passes characters on to the window.
func (l *List) TypedRune(r rune) {
	if l.p.OnRune == nil || !l.p.OnRune(r) {
		passRune(l, r)
	}
}

// TypedShortcut marks all with Ctrl+A, one with Ctrl+Space, and passes the rest on to the window.
func (l *List) TypedShortcut(shortcut fyne.Shortcut) {
	if l.p.Multi {
		switch pressed := shortcut.(type) {
		case *fyne.ShortcutSelectAll:
			l.MarkAll()
			return
		case *desktop.CustomShortcut:
			if pressed.KeyName == fyne.KeySpace && pressed.Modifier == fyne.KeyModifierShortcutDefault {
				l.toggleCursor()
				return
			}
		}
	}
	passShortcut(l, shortcut)
}

// FocusGained implements fyne.Focusable.
func (l *List) FocusGained() { l.focused = true }

// FocusLost implements fyne.Focusable.
func (l *List) FocusLost() { l.focused = false }

func (l *List) step(direction int, held fyne.KeyModifier) {
	row, ok := l.indexOf(l.cursor, l.cursorRow)
	switch {
	case ok:
		row = l.selectable(row+direction, direction)
	case direction > 0:
		row = l.selectable(l.anchor, 1)
	default:
		row = l.selectable(min(l.p.Count()-1, l.anchor+len(l.shown)-1), -1)
	}
	l.goTo(row, held)
}

func (l *List) page(direction int, held fyne.KeyModifier) {
	row, ok := l.indexOf(l.cursor, l.cursorRow)
	if !ok {
		row = l.anchor
	}
	distance := float64(l.Size().Height) - l.heights.standard
	target, _ := l.heights.at(max(0, l.heights.offset(row)+float64(direction)*distance))
	if found := l.selectable(target, direction); found >= 0 {
		l.goTo(found, held)
		return
	}
	l.goTo(l.selectable(target, -direction), held)
}

func (l *List) goTo(row int, held fyne.KeyModifier) {
	if row < 0 {
		return
	}
	if l.p.Multi && held&fyne.KeyModifierShift != 0 {
		l.extend(row)
	} else {
		l.setCursor(row)
	}
	l.ShowRow(row)
}

// MouseDown keeps the modifiers for the tap that follows.
func (l *List) MouseDown(event *desktop.MouseEvent) { l.modifiers = event.Modifier }

// MouseUp implements desktop.Mouseable.
func (l *List) MouseUp(*desktop.MouseEvent) {}

// Tapped selects the row under the pointer; a second tap opens it.
func (l *List) Tapped(event *fyne.PointEvent) {
	requestFocus(l)
	row := l.rowAt(event.Position.Y)
	if row < 0 || l.p.Header != nil && l.p.Header(row) {
		return
	}
	id := l.p.ID(row)
	now := l.p.Async.Now()
	twice := l.lastTapID == id && now.Sub(l.lastTap) < doubleTap
	l.lastTap, l.lastTapID = now, id
	held := l.modifiers
	l.modifiers = 0
	switch {
	case l.p.Multi && held&fyne.KeyModifierShift != 0:
		l.extend(row)
	case l.p.Multi && held&fyne.KeyModifierShortcutDefault != 0:
		l.add(row)
	case twice:
		l.lastTapID = ""
		if l.p.OnOpen != nil {
			l.p.OnOpen(id)
		}
	default:
		l.Unmark()
		l.setCursor(row)
	}
}

// TappedSecondary selects the row, unless it is among the marked, and asks
// for its menu.
func (l *List) TappedSecondary(event *fyne.PointEvent) {
	requestFocus(l)
	row := l.rowAt(event.Position.Y)
	if row < 0 || l.p.Header != nil && l.p.Header(row) {
		return
	}
	if !l.isMarked(l.p.ID(row)) {
		l.Unmark()
		l.setCursor(row)
	}
	if l.p.OnMenu != nil {
		l.p.OnMenu(l.p.ID(row), event.AbsolutePosition)
	}
}

// Scrolled implements fyne.Scrollable.
func (l *List) Scrolled(event *fyne.ScrollEvent) {
	l.ScrollBy(-float64(event.Scrolled.DY))
	l.hover(l.rowAt(event.Position.Y))
}

// MouseIn implements desktop.Hoverable.
func (l *List) MouseIn(event *desktop.MouseEvent) { l.hover(l.rowAt(event.Position.Y)) }

// MouseMoved implements desktop.Hoverable.
func (l *List) MouseMoved(event *desktop.MouseEvent) { l.hover(l.rowAt(event.Position.Y)) }

// MouseOut implements desktop.Hoverable.
func (l *List) MouseOut() { l.hover(-1) }

func (l *List) hover(row int) {
	if l.hovered == row {
		return
	}
	l.hovered = row
	l.paintRows()
	tips := tooltipsOf(l)
	tips.Leave(l)
	if shown := l.shown[row]; shown != nil && l.p.Tooltip != nil {
		tips.EnterAt(l, l.p.Tooltip(row), fyne.NewPos(Margin, shown.Position().Y), shown.Size())
	}
}

// rowAt returns the row at a height of the window, -1 below the last.
func (l *List) rowAt(y float32) int {
	for row, shown := range l.shown {
		if top := shown.Position().Y; y >= top && y < top+shown.Size().Height {
			return row
		}
	}
	return -1
}

func requestFocus(object fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(object.(fyne.CanvasObject)); c != nil && c.Focused() != object {
		c.Focus(object)
	}
}

// currentModifiers are the modifier keys held now, where the driver knows.
func currentModifiers() fyne.KeyModifier {
	if driver, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return driver.CurrentKeyModifiers()
	}
	return 0
}
