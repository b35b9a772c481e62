package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
)

// Tone is the meaning of a chip or a text at a row's end. Its words say the
// same as its colour.
type Tone int

// The tones.
const (
	Neutral Tone = iota
	Accent
	Late
	Soon
	Good
)

type toneColors struct{ text, ground fyne.ThemeColorName }

var tones = map[Tone]toneColors{
	Neutral: {ColorSecondary, ColorChip},
	Accent:  {ColorAccent, ColorAccentBg},
	Late:    {ColorLate, ColorLateBg},
	Soon:    {ColorSoon, ColorSoonBg},
	Good:    {ColorGood, ColorGoodBg},
}

// Color is the tone's colour for text.
func (t Tone) Color() fyne.ThemeColorName { return tones[t].text }

// Badge is a small rounded label that says a state or a tag. It takes no part in
// pointing and tapping, so rows stay whole.
type Badge struct {
	widget.BaseWidget
	icon    Icon
	text    *Text
	tone    Tone
	strong  bool // the pointer is upon it
	crossed bool // room for a cross at the end
	focused bool
}

const (
	chipHeight = 22
	crossWidth = 18
)

// NewBadge returns a label in a tone.
func NewBadge(tone Tone, label string) *Badge {
	b := &Badge{tone: tone, text: NewText(Secondary, label)}
	b.ExtendBaseWidget(b)
	return b
}

// Set shows another label.
func (b *Badge) Set(tone Tone, icon Icon, label string) {
	if b.tone == tone && b.icon == icon && b.text.Text() == label {
		return
	}
	b.tone, b.icon = tone, icon
	b.text.SetText(label)
	b.Refresh()
}

// Label returns the words.
func (b *Badge) Label() string { return b.text.Text() }

// CreateRenderer implements fyne.Widget.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer {
	ground, ring := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	icon, cross := newIconImage(), newIconImage()
	left := func() float32 {
		if b.icon != "" {
			return 8 + 12 + 4
		}
		return 9
	}
	right := func() float32 {
		if b.crossed {
			return crossWidth + 4
		}
		return 9
	}
	return newView(b, func(size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(ring, 0, 0, size.Width, size.Height)
		place(icon, 8, middle(size.Height, 12), 12, 12)
		place(b.text, left(), middle(size.Height, 18), size.Width-left()-right(), 18)
		place(cross, size.Width-crossWidth, middle(size.Height, 12), 12, 12)
	}, func() fyne.Size {
		return fyne.NewSize(left()+b.text.MinSize().Width+right(), chipHeight)
	}, func() {
		colors := tones[b.tone]
		text := colors.text
		if b.strong && b.tone == Neutral {
			text = ColorText
		}
		paintRectangle(ground, colors.ground, ColorClear)
		ground.CornerRadius = chipHeight / 2
		b.text.SetColor(text)
		paintIcon(icon, b.icon, text)
		setVisible(icon, b.icon != "")
		paintIcon(cross, IconClose, text)
		setVisible(cross, b.crossed)
		focusRing(ring, b.focused, chipHeight/2)
	}, ground, icon, b.text, cross, ring)
}

// Chip is a badge to press: a filter that is set or can be set.
type Chip struct {
	control

	OnTap    func()
	OnRemove func() // gives it a cross

	badge *Badge
}

// NewChip returns a chip that can be pressed.
func NewChip(tone Tone, label string, onTap func()) *Chip {
	c := &Chip{badge: NewBadge(tone, label), OnTap: onTap}
	c.press = func() {
		if c.OnTap != nil {
			c.OnTap()
		}
	}
	c.passive = func() bool { return c.OnTap == nil && c.OnRemove == nil }
	c.onKey = func(event *fyne.KeyEvent) bool {
		if c.OnRemove == nil || event.Name != fyne.KeyDelete && event.Name != fyne.KeyBackspace {
			return false
		}
		c.OnRemove()
		return true
	}
	c.own(c)
	return c
}

// NewFilterChip returns a chosen filter with a cross to take it away.
func NewFilterChip(label string, onTap, onRemove func()) *Chip {
	c := NewChip(Accent, label, onTap)
	c.OnRemove = onRemove
	if onRemove != nil {
		c.Tooltip = i18n.T("kit.filter.remove", label)
	}
	c.Refresh()
	return c
}

// NewAddFilterChip returns the chip that offers further filters.
func NewAddFilterChip(onTap func()) *Chip {
	c := NewChip(Neutral, i18n.T("kit.filter.add"), onTap)
	c.badge.icon = IconPlus
	return c
}

// Set shows another label.
func (c *Chip) Set(tone Tone, icon Icon, label string) {
	c.badge.Set(tone, icon, label)
	c.Refresh()
}

// Tapped takes the chip away when its cross was hit.
func (c *Chip) Tapped(event *fyne.PointEvent) {
	if event != nil && c.OnRemove != nil && (c.OnTap == nil || event.Position.X >= c.Size().Width-crossWidth-4) {
		tooltipsOf(c).Leave(c)
		c.OnRemove()
		return
	}
	c.control.Tapped(event)
}

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	return newView(c, func(size fyne.Size) {
		place(c.badge, 0, 0, size.Width, size.Height)
	}, func() fyne.Size {
		return c.badge.MinSize()
	}, func() {
		crossed := c.OnRemove != nil
		if c.badge.strong != c.hovered || c.badge.focused != c.focused || c.badge.crossed != crossed {
			c.badge.strong, c.badge.focused, c.badge.crossed = c.hovered, c.focused, crossed
			c.badge.Refresh()
		}
	}, c.badge)
}
