package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// ButtonKind says how loudly a button speaks.
type ButtonKind int

// The kinds of buttons. A screen has one Primary.
const (
	Quiet   ButtonKind = iota // outlined, neutral
	Primary                   // filled with the accent
	Danger                    // for what destroys
	Plain                     // words only, in the accent
)

// Button is a word to press, with its shortcut beside it where there is one.
type Button struct {
	control

	Kind     ButtonKind
	Icon     Icon
	Shortcut string // as shown: "Strg L"
	OnTap    func()

	label string
	text  *Text
	hint  *Text
}

// NewButton returns a button of a kind.
func NewButton(kind ButtonKind, label string, onTap func()) *Button {
	b := &Button{Kind: kind, label: label, OnTap: onTap}
	b.press = func() {
		if b.OnTap != nil {
			b.OnTap()
		}
	}
	b.text = NewText(Strong, label)
	b.hint = NewText(Secondary, "")
	b.own(b)
	return b
}

// NewPrimaryButton returns the one primary action with its shortcut.
func NewPrimaryButton(label, shortcut string, onTap func()) *Button {
	b := NewButton(Primary, label, onTap)
	b.Shortcut = shortcut
	return b
}

// Label returns the words.
func (b *Button) Label() string { return b.label }

// SetLabel replaces the words.
func (b *Button) SetLabel(label string) {
	b.label = label
	b.Refresh()
}

type buttonColors struct{ fill, stroke, text, hover fyne.ThemeColorName }

var buttonKinds = map[ButtonKind]buttonColors{
	Quiet:   {ColorPanel, ColorHairline, ColorText, ColorHover},
	Primary: {ColorAccent, ColorClear, ColorOnAccent, ColorAccent},
	Danger:  {ColorLateBg, ColorClear, ColorLate, ColorLateBg},
	Plain:   {ColorClear, ColorClear, ColorAccent, ColorAccentBg},
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	ground, veil, ring := canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	icon := newIconImage()
	measure := func() (width float32) {
		width = 12 + b.text.MinSize().Width + 12
		if b.Icon != "" {
			width += IconSize + 8
		}
		if b.Shortcut != "" {
			width += 8 + b.hint.MinSize().Width
		}
		return width
	}
	return newView(b, func(size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(veil, 0, 0, size.Width, size.Height)
		place(ring, 0, 0, size.Width, size.Height)
		x := middle(size.Width, measure()) + 12
		if b.Icon != "" {
			place(icon, x, middle(size.Height, IconSize), IconSize, IconSize)
			x += IconSize + 8
		}
		min := b.text.MinSize()
		place(b.text, x, middle(size.Height, min.Height), min.Width, min.Height)
		hint := b.hint.MinSize()
		place(b.hint, x+min.Width+8, middle(size.Height, hint.Height), hint.Width, hint.Height)
	}, func() fyne.Size {
		return fyne.NewSize(measure(), ControlHeight)
	}, func() {
		colors := buttonKinds[b.Kind]
		if b.disabled {
			colors = buttonColors{ColorChip, ColorClear, ColorDisabled, ColorChip}
		}
		fill := colors.fill
		if b.hovered {
			fill = colors.hover
		}
		paintRectangle(ground, fill, colors.stroke)
		ground.CornerRadius = RadiusRow
		paintRectangle(veil, ColorClear, ColorClear)
		veil.CornerRadius = RadiusRow
		if b.hovered && !b.disabled && fill == colors.fill {
			veil.FillColor = Color(ColorScrim)
		}
		b.text.SetText(b.label)
		b.text.SetColor(colors.text)
		b.hint.SetText(b.Shortcut)
		b.hint.SetColor(colors.text)
		setVisible(b.hint, b.Shortcut != "")
		paintIcon(icon, b.Icon, colors.text)
		setVisible(icon, b.Icon != "")
		focusRing(ring, b.focused && !b.disabled, RadiusRow)
		if b.focused && b.Kind == Primary {
			ring.StrokeColor = Color(ColorText)
		}
	}, ground, veil, icon, b.text, b.hint, ring)
}

// IconButton is an icon to press; its Tooltip says what it does.
type IconButton struct {
	control

	OnTap func()

	icon Icon
	size float32
}

// NewIconButton returns an icon button of 28 pixels with its tooltip.
func NewIconButton(icon Icon, tooltip string, onTap func()) *IconButton {
	b := &IconButton{icon: icon, OnTap: onTap, size: 28}
	b.Tooltip = tooltip
	b.press = func() {
		if b.OnTap != nil {
			b.OnTap()
		}
	}
	b.own(b)
	return b
}

// SetIcon shows another icon.
func (b *IconButton) SetIcon(icon Icon) {
	b.icon = icon
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *IconButton) CreateRenderer() fyne.WidgetRenderer {
	ground, ring, icon := canvas.NewRectangle(nil), canvas.NewRectangle(nil), newIconImage()
	return newView(b, func(size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(ring, 0, 0, size.Width, size.Height)
		place(icon, middle(size.Width, IconSize), middle(size.Height, IconSize), IconSize, IconSize)
	}, func() fyne.Size {
		return fyne.NewSquareSize(b.size)
	}, func() {
		fill, stroke := ColorClear, ColorSecondary
		if b.hovered && !b.disabled {
			fill, stroke = ColorChip, ColorText
		}
		if b.disabled {
			stroke = ColorDisabled
		}
		paintRectangle(ground, fill, ColorClear)
		ground.CornerRadius = RadiusRow
		paintIcon(icon, b.icon, stroke)
		focusRing(ring, b.focused, RadiusRow)
	}, ground, icon, ring)
}

// KeyCap shows a key of the keyboard.
type KeyCap struct {
	widget.BaseWidget
	text *Text
}

// NewKeyCap returns the cap of one key or combination, as shown: "Strg K".
func NewKeyCap(key string) *KeyCap {
	k := &KeyCap{text: NewText(Faint, key)}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer implements fyne.Widget.
func (k *KeyCap) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(nil)
	return newView(k, func(size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		min := k.text.MinSize()
		place(k.text, middle(size.Width, min.Width), middle(size.Height, min.Height), min.Width, min.Height)
	}, func() fyne.Size {
		width := k.text.MinSize().Width + 10
		return fyne.NewSize(max(width, 20), 20)
	}, func() {
		paintRectangle(ground, ColorClear, ColorHairline)
		ground.CornerRadius = 4
	}, ground, k.text)
}
