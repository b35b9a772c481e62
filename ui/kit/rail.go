package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
)

// NavItem is a place in the rail: an icon, a word, a count.
type NavItem struct {
	control

	OnTap func()

	icon     Icon
	word     *Text
	count    *Text
	selected bool
}

const (
	navHeight = 31
	// compactBelow is the width below which the parts of the rail are icons only.
	compactBelow float32 = 80
)

// NewNavItem returns a place; the tooltip says its word, for the narrow rail,
// and its shortcut.
func NewNavItem(icon Icon, word, hint string, onTap func()) *NavItem {
	n := &NavItem{icon: icon, OnTap: onTap, word: NewText(Strong, word), count: NewText(Faint, "")}
	n.Tooltip = word
	if hint != "" {
		n.Tooltip += "  " + hint
	}
	n.count.Align = fyne.TextAlignTrailing
	n.press = func() {
		if n.OnTap != nil {
			n.OnTap()
		}
	}
	n.own(n)
	return n
}

// SetWord replaces the word.
func (n *NavItem) SetWord(word string) { n.word.SetText(word) }

// SetCount shows a number at the end; none below zero.
func (n *NavItem) SetCount(count int) {
	text := ""
	if count >= 0 {
		text = i18n.Number(count)
	}
	n.count.SetText(text)
	n.Refresh()
}

// SetSelected marks the place one is at.
func (n *NavItem) SetSelected(selected bool) {
	if n.selected != selected {
		n.selected = selected
		n.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (n *NavItem) CreateRenderer() fyne.WidgetRenderer {
	ground, ring, icon := canvas.NewRectangle(nil), canvas.NewRectangle(nil), newIconImage()
	return newView(n, func(size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(ring, 0, 0, size.Width, size.Height)
		setVisible(n.word, size.Width >= compactBelow)
		setVisible(n.count, size.Width >= compactBelow)
		if size.Width < compactBelow {
			place(icon, middle(size.Width, IconSize), ceil((size.Height-IconSize)/2), IconSize, IconSize)
			return
		}
		place(icon, 9, ceil((size.Height-IconSize)/2), IconSize, IconSize)
		count := n.count.MinSize().Width
		place(n.count, size.Width-9-count, middle(size.Height, 18), count, 18)
		place(n.word, 34, middle(size.Height, 19), size.Width-34-9-count-6, 19)
	}, func() fyne.Size {
		return fyne.NewSize(IconSize+20, navHeight)
	}, func() {
		fill, text, icons := ColorClear, ColorSecondary, ColorSecondary
		switch {
		case n.selected:
			fill, text, icons = ColorAccentBg, ColorAccent, ColorAccent
		case n.hovered:
			fill, text, icons = ColorChip, ColorText, ColorText
		}
		paintRectangle(ground, fill, ColorClear)
		ground.CornerRadius = RadiusRow
		n.word.SetColor(text)
		if n.selected {
			n.count.SetColor(ColorAccent)
		} else {
			n.count.SetColor(ColorFaint)
		}
		paintIcon(icon, n.icon, icons)
		focusRing(ring, n.focused, RadiusRow)
	}, ground, icon, n.word, n.count, ring)
}

// SearchButton looks like a search field and opens the palette.
type SearchButton struct {
	control
	OnTap func()
	word  *Text
	key   *KeyCap
}

// NewSearchButton returns the field at the top of the rail.
func NewSearchButton(word, key string, onTap func()) *SearchButton {
	s := &SearchButton{OnTap: onTap, word: NewText(Faint, word), key: NewKeyCap(key)}
	s.press = func() {
		if s.OnTap != nil {
			s.OnTap()
		}
	}
	s.own(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *SearchButton) CreateRenderer() fyne.WidgetRenderer {
	ground, ring, icon := canvas.NewRectangle(nil), canvas.NewRectangle(nil), newIconImage()
	return newView(s, func(size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(ring, 0, 0, size.Width, size.Height)
		place(icon, middle(size.Width, IconSize), ceil((size.Height-IconSize)/2), IconSize, IconSize)
		setVisible(icon, size.Width < compactBelow)
		setVisible(s.word, size.Width >= compactBelow)
		setVisible(s.key, size.Width >= compactBelow)
		key := s.key.MinSize()
		place(s.key, size.Width-9-key.Width, middle(size.Height, key.Height), key.Width, key.Height)
		place(s.word, 10, middle(size.Height, 18), size.Width-10-9-key.Width-6, 18)
	}, func() fyne.Size {
		return fyne.NewSize(IconSize+20, ControlHeight+1)
	}, func() {
		paintRectangle(ground, ColorPanel, ColorHairline)
		ground.CornerRadius = RadiusRow
		if s.hovered {
			ground.StrokeColor = Color(ColorDisabled)
		}
		paintIcon(icon, IconSearch, ColorSecondary)
		focusRing(ring, s.focused, RadiusRow)
	}, ground, icon, s.word, s.key, ring)
}

// Status is the line at the foot of the rail.
type Status struct {
	Tone   Tone
	Text   string // "geteilt bis 14:32"
	Detail string // "3 Einträge noch nicht geteilt"
	Icon   Icon   // instead of the dot
	OnTap  func()
}

// statusLine shows a Status: an icon or a dot in the tone beside words that say
// the same. The tooltip says them in full.
type statusLine struct {
	control
	status Status
	text   *Text
	detail *Text
}

func newStatusLine() *statusLine {
	s := &statusLine{text: NewText(Secondary, ""), detail: NewText(Faint, "")}
	s.press = func() {
		if s.status.OnTap != nil {
			s.status.OnTap()
		}
	}
	s.passive = func() bool { return s.status.OnTap == nil }
	s.own(s)
	return s
}

func (s *statusLine) set(status Status) {
	s.status = status
	s.Tooltip = status.Text
	if status.Detail != "" {
		s.Tooltip += " · " + status.Detail
	}
	s.text.SetText(status.Text)
	s.detail.SetText(status.Detail)
	s.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (s *statusLine) CreateRenderer() fyne.WidgetRenderer {
	dot, ring, icon := canvas.NewRectangle(nil), canvas.NewRectangle(nil), newIconImage()
	dot.CornerRadius = 4
	const glyph = 14
	return newView(s, func(size fyne.Size) {
		place(dot, 0, 5, 8, 8)
		place(icon, 0, 2, glyph, glyph)
		setVisible(s.text, size.Width >= compactBelow)
		setVisible(s.detail, size.Width >= compactBelow)
		left := float32(14)
		if s.status.Icon != "" {
			left = glyph + 6
		}
		place(s.text, left, 0, size.Width-left, 18)
		place(s.detail, 0, 19, size.Width, 18)
		place(ring, -4, -2, size.Width+8, size.Height+4)
	}, func() fyne.Size {
		return fyne.NewSize(8, 38)
	}, func() {
		dot.FillColor = Color(s.status.Tone.Color())
		dot.Refresh()
		setVisible(dot, s.status.Text != "" && s.status.Icon == "")
		setVisible(icon, s.status.Icon != "")
		if s.status.Icon != "" {
			paintIcon(icon, s.status.Icon, s.status.Tone.Color())
		}
		focusRing(ring, s.focused && s.status.OnTap != nil, 4)
	}, dot, icon, s.text, s.detail, ring)
}

// wordmark is the sign and the name at the head of the rail.
type wordmark struct {
	widget.BaseWidget
	name *Text
}

func newWordmark() *wordmark {
	m := &wordmark{name: NewText(Heading, i18n.T("kit.app"))}
	m.ExtendBaseWidget(m)
	return m
}

// CreateRenderer implements fyne.Widget.
func (m *wordmark) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(nil)
	ground.CornerRadius = 5
	letter := canvas.NewText("K", nil)
	letter.TextSize, letter.Alignment = 11, fyne.TextAlignCenter
	letter.TextStyle, letter.FontSource = FontFor(letter.Text, semiBold)
	return newView(m, func(size fyne.Size) {
		place(ground, 0, middle(size.Height, 20), 20, 20)
		setVisible(m.name, size.Width >= compactBelow)
		height := letter.MinSize().Height
		place(letter, 0, (size.Height-height)/2, 20, height)
		place(m.name, 28, middle(size.Height, 22), size.Width-28, 22)
	}, func() fyne.Size {
		return fyne.NewSize(20, 22)
	}, func() {
		paintRectangle(ground, ColorAccent, ColorClear)
		letter.Color = Color(ColorOnAccent)
		letter.Refresh()
	}, ground, letter, m.name)
}
