package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

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

// Chip is a small rounded label: a filter, a tag, a state.
type Chip struct {
	control

	OnTap    func() // makes it a button
	OnRemove func() // gives it a cross

	icon Icon
	text *Text
	tone Tone
}

const (
	chipHeight = 22
	crossWidth = 18
)

// NewChip returns a chip that shows a state or a tag.
func NewChip(tone Tone, label string) *Chip {
	c := &Chip{tone: tone, text: NewText(Secondary, label)}
	c.press = func() {
		if c.OnTap != nil {
			c.OnTap()
		}
	}
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
	c := NewChip(Accent, label)
	c.OnTap, c.OnRemove = onTap, onRemove
	if onRemove != nil {
		c.Tooltip = i18n.T("kit.filter.remove", label)
	}
	return c
}

// NewAddFilterChip returns the chip that offers further filters.
func NewAddFilterChip(onTap func()) *Chip {
	c := NewChip(Neutral, i18n.T("kit.filter.add"))
	c.icon, c.OnTap = IconPlus, onTap
	return c
}

// SetLabel replaces the words.
func (c *Chip) SetLabel(label string) {
	c.text.SetText(label)
	c.Refresh()
}

// SetTone gives it another meaning.
func (c *Chip) SetTone(tone Tone) {
	if c.tone != tone {
		c.tone = tone
		c.Refresh()
	}
}

// SetIcon sets an icon before the words.
func (c *Chip) SetIcon(icon Icon) {
	c.icon = icon
	c.Refresh()
}

// Tapped takes the chip away when its cross was hit.
func (c *Chip) Tapped(event *fyne.PointEvent) {
	if event != nil && c.OnRemove != nil && event.Position.X >= c.Size().Width-crossWidth-4 {
		tooltipsOf(c).Leave(c)
		c.OnRemove()
		return
	}
	c.control.Tapped(event)
}

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	ground, ring := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	icon, cross := newIconImage(), newIconImage()
	left := func() float32 {
		if c.icon != "" {
			return 8 + 12 + 4
		}
		return 9
	}
	right := func() float32 {
		if c.OnRemove != nil {
			return crossWidth + 4
		}
		return 9
	}
	return newView(c, func(size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(ring, 0, 0, size.Width, size.Height)
		place(icon, 8, middle(size.Height, 12), 12, 12)
		min := c.text.MinSize()
		place(c.text, left(), middle(size.Height, min.Height), size.Width-left()-right(), min.Height)
		place(cross, size.Width-crossWidth, middle(size.Height, 12), 12, 12)
	}, func() fyne.Size {
		return fyne.NewSize(left()+c.text.MinSize().Width+right(), chipHeight)
	}, func() {
		colors := tones[c.tone]
		text := colors.text
		if c.hovered && c.OnTap != nil && c.tone == Neutral {
			text = ColorText
		}
		paintRectangle(ground, colors.ground, ColorClear)
		ground.CornerRadius = chipHeight / 2
		c.text.SetColor(text)
		paintIcon(icon, c.icon, text)
		setVisible(icon, c.icon != "")
		paintIcon(cross, IconClose, text)
		setVisible(cross, c.OnRemove != nil)
		focusRing(ring, c.focused, chipHeight/2)
	}, ground, icon, c.text, cross, ring)
}
