package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// FactAct is something that can be done with a fact at once, by an icon that
// shows while the pointer is over it or it has the keyboard.
type FactAct struct {
	Icon  Icon
	OnTap func()
}

// FactLine is a fact that can be worked on: what it is at the left, what it says
// at the right or, where both have no room on a line, below.
type FactLine struct {
	control

	OnTap  func()                 // a press, or Enter
	OnMenu func(at fyne.Position) // a secondary press, in window coordinates
	OnCopy func()                 // Ctrl+C
	OnLook func(looked bool)      // the keyboard or the pointer came or went
	OnKey  func(*fyne.KeyEvent) bool
	Acts   []FactAct

	name, value *Text
}

const factAct float32 = 18

// NewFactLine returns a fact.
func NewFactLine(name, value string, tone Tone) *FactLine {
	f := &FactLine{name: NewParagraph(Secondary, name), value: NewParagraph(Secondary, value)}
	f.value.MaxLines = 6
	f.value.SetColor(ColorText)
	if tone != Neutral {
		f.value.SetColor(tone.Color())
	}
	f.press = func() {
		if f.OnTap != nil {
			f.OnTap()
		}
	}
	f.onKey = func(event *fyne.KeyEvent) bool { return f.OnKey != nil && f.OnKey(event) }
	f.own(f)
	return f
}

// Value returns what the fact says.
func (f *FactLine) Value() string { return f.value.Text() }

// FocusGained implements fyne.Focusable.
func (f *FactLine) FocusGained() {
	f.control.FocusGained()
	f.look()
}

// FocusLost implements fyne.Focusable.
func (f *FactLine) FocusLost() {
	f.control.FocusLost()
	f.look()
}

// MouseIn implements desktop.Hoverable.
func (f *FactLine) MouseIn(event *desktop.MouseEvent) {
	f.control.MouseIn(event)
	f.look()
}

// MouseOut implements desktop.Hoverable.
func (f *FactLine) MouseOut() {
	f.control.MouseOut()
	f.look()
}

func (f *FactLine) look() {
	if f.OnLook != nil {
		f.OnLook(f.hovered || f.focused)
	}
}

// Tapped does what the icon under the pointer does, or else presses the fact.
func (f *FactLine) Tapped(event *fyne.PointEvent) {
	if event != nil && f.hovered && event.Position.Y < 23 {
		if i := int((f.Size().Width - event.Position.X) / factAct); event.Position.X <= f.Size().Width && i < len(f.Acts) {
			f.Acts[len(f.Acts)-1-i].OnTap()
			return
		}
	}
	f.control.Tapped(event)
}

// TappedSecondary asks for the menu.
func (f *FactLine) TappedSecondary(event *fyne.PointEvent) {
	if f.OnMenu != nil {
		f.OnMenu(event.AbsolutePosition)
	}
}

// TypedShortcut copies with Ctrl+C and passes the rest on to the window.
func (f *FactLine) TypedShortcut(shortcut fyne.Shortcut) {
	if _, ok := shortcut.(*fyne.ShortcutCopy); ok && f.OnCopy != nil {
		f.OnCopy()
		return
	}
	f.control.TypedShortcut(shortcut)
}

// stacked tells whether the value stands below the name.
func (f *FactLine) stacked(width float32) bool {
	return f.name.wide()+12+measure(f.value.Text(), Secondary) > width || HeightFor(f.value, width) > 20
}

// HeightFor implements Flexible.
func (f *FactLine) HeightFor(width float32) float32 {
	switch {
	case f.name.Text() == "":
		return HeightFor(f.value, width) + 5
	case f.stacked(width):
		return HeightFor(f.name, width) + HeightFor(f.value, width) + 5
	}
	return 23
}

// CreateRenderer implements fyne.Widget.
func (f *FactLine) CreateRenderer() fyne.WidgetRenderer {
	ring, ground := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	objects := []fyne.CanvasObject{ground, f.name, f.value, ring}
	icons := make([]*canvas.Image, len(f.Acts))
	for i := range f.Acts {
		icons[i] = newIconImage()
		objects = append(objects, icons[i])
	}
	return newView(f, func(size fyne.Size) {
		shown := float32(0)
		if f.hovered || f.focused {
			shown = factAct * float32(len(icons))
		}
		place(ground, -6, 0, size.Width+12, size.Height)
		place(ring, -6, 0, size.Width+12, size.Height)
		for i, icon := range icons {
			place(icon, size.Width-factAct*float32(len(icons)-i)+4, 5, 13, 13)
		}
		if f.name.Text() == "" {
			f.value.Align = fyne.TextAlignLeading
			place(f.value, 0, 2, size.Width, size.Height-4)
			return
		}
		if f.stacked(size.Width) {
			f.value.Align = fyne.TextAlignLeading
			name := HeightFor(f.name, size.Width)
			place(f.name, 0, 2, size.Width, name)
			place(f.value, 0, 2+name, size.Width, size.Height-name-4)
			return
		}
		name := min(f.name.wide(), size.Width-shown)
		f.value.Align = fyne.TextAlignTrailing
		place(f.name, 0, middle(size.Height, 18), name, 18)
		place(f.value, name+8, middle(size.Height, 18), max(0, size.Width-name-8-shown), 18)
	}, func() fyne.Size {
		return fyne.NewSize(160, f.HeightFor(max(f.Size().Width, 160)))
	}, func() {
		paintRectangle(ground, map[bool]fyne.ThemeColorName{true: ColorHover, false: ColorClear}[f.hovered], ColorClear)
		ground.CornerRadius = 4
		focusRing(ring, f.focused, 4)
		for i, icon := range icons {
			paintIcon(icon, f.Acts[i].Icon, ColorSecondary)
			setVisible(icon, f.hovered || f.focused)
		}
		// A value that gives way to the icons must stay on its line.
		f.value.MaxLines = 6
		if f.name.Text() != "" && !f.stacked(f.Size().Width) {
			f.value.MaxLines = 1
		}
	}, objects...)
}
