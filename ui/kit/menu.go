package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
	"kontor/match"
)

// MenuItem is one line of a menu.
type MenuItem struct {
	Label     string
	Icon      Icon
	Key       string // its shortcut, as shown
	Danger    bool
	Disabled  bool
	Marked    bool // the one that holds now
	First     bool // where the cursor stands when the menu opens
	Separator bool // a hairline above it
	OnTap     func()
}

// OpenMenu shows a menu at a place of the window. Up, Down, the beginning of a
// word, Enter and Esc work in it.
func OpenMenu(c fyne.Canvas, at fyne.Position, items []MenuItem) *Overlay {
	m := newMenu(items)
	o := openPopUp(c, at, OverlayParams{Content: m, Focus: m})
	m.close = o.Close
	return o
}

// OpenMenuBelow shows a menu below an object.
func OpenMenuBelow(object fyne.CanvasObject, items []MenuItem) *Overlay {
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(object).AddXY(0, object.Size().Height+Gap)
	m := newMenu(items)
	o := openPopUp(driver.CanvasForObject(object), at, OverlayParams{Content: m, Focus: m, Width: object.Size().Width})
	m.close = o.Close
	return o
}

type menu struct {
	widget.BaseWidget
	items  []MenuItem
	rows   []*menuRow
	marked int
	close  func()
	// onTyped makes the letters search the items, and is told what was typed;
	// without it they go to an item that has a word which begins with them.
	onTyped func(typed string)
	typed   string
	begun   string // of that word
}

var _ fyne.Focusable = (*menu)(nil)

func newMenu(items []MenuItem) *menu {
	m := &menu{items: items, marked: -1}
	for i, item := range items {
		m.rows = append(m.rows, newMenuRow(item, func() { m.mark(i) }, func() { m.take(i) }))
		if item.Marked || item.First {
			m.marked = i
		}
	}
	m.ExtendBaseWidget(m)
	if m.marked >= 0 {
		m.mark(m.marked)
	}
	return m
}

func (m *menu) mark(index int) {
	m.marked = index
	for i, row := range m.rows {
		row.setHover(i == index)
	}
}

func (m *menu) take(index int) {
	if index < 0 || m.items[index].Disabled {
		return
	}
	m.close()
	if act := m.items[index].OnTap; act != nil {
		act()
	}
}

func (m *menu) step(by int) {
	for n := range m.items {
		next := (m.marked + by*(n+1) + len(m.items)*2) % len(m.items)
		if m.marked < 0 && by < 0 {
			next = len(m.items) - 1 - n
		}
		if !m.items[next].Disabled && m.rows[next].Visible() {
			m.mark(next)
			return
		}
	}
}

// TypedKey implements fyne.Focusable.
func (m *menu) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyBackspace:
		m.begun = ""
	}
	switch {
	case event.Name == fyne.KeyDown:
		m.step(1)
	case event.Name == fyne.KeyUp:
		m.step(-1)
	case event.Name == fyne.KeySpace && m.typed != "": // comes as a letter too
	case event.Name == fyne.KeyReturn, event.Name == fyne.KeyEnter, event.Name == fyne.KeySpace:
		m.take(m.marked)
	case event.Name == fyne.KeyBackspace && m.typed != "":
		letters := []rune(m.typed)
		m.search(string(letters[:len(letters)-1]))
	case event.Name == fyne.KeyEscape && m.typed != "":
		m.search("")
	default:
		passKey(m, event)
	}
}

// search leaves the items in sight that what is typed fits, and marks the first
// that begins with it. Letters that no item has are not taken.
func (m *menu) search(typed string) {
	text := match.FoldGerman(strings.TrimSpace(typed))
	first, other := -1, -1
	var fits []bool
	for i, item := range m.items {
		label := match.FoldGerman(item.Label)
		fits = append(fits, strings.Contains(label, text))
		switch {
		case item.Disabled || !fits[i]:
		case strings.HasPrefix(label, text) && first < 0:
			first = i
		case other < 0:
			other = i
		}
	}
	if first < 0 {
		first = other
	}
	if first < 0 {
		return
	}
	m.typed = typed
	for i, row := range m.rows {
		setVisible(row, fits[i])
	}
	m.mark(first)
	m.Refresh()
	m.onTyped(typed)
}

// TypedRune searches, or goes to an item that has a word which begins with what
// is typed. A letter that does not go on such a word begins another one; but
// after two letters it was a slip, and must lead nowhere else.
func (m *menu) TypedRune(r rune) {
	if m.onTyped != nil {
		if m.typed != "" || r != ' ' {
			m.search(m.typed + string(r))
		}
		return
	}
	letter := match.FoldGerman(string(r))
	if strings.TrimSpace(letter) == "" {
		return
	}
	if m.begun != "" && m.begins(m.begun+letter, max(m.marked, 0)) || len([]rune(m.begun)) > 1 {
		return
	}
	m.begins(letter, m.marked+1)
}

// begins marks the first item from one on that begins with the letters, or else
// that has a word which does, and reports whether there is one.
func (m *menu) begins(letters string, from int) bool {
	laterWord := func(label, letters string) bool { return strings.Contains(label, " "+letters) }
	for _, fits := range []func(label, letters string) bool{strings.HasPrefix, laterWord} {
		for n := range m.items {
			i := (from + n) % len(m.items)
			if fits(match.FoldGerman(m.items[i].Label), letters) && !m.items[i].Disabled {
				m.begun = letters
				m.mark(i)
				return true
			}
		}
	}
	return false
}

// FocusGained implements fyne.Focusable.
func (m *menu) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (m *menu) FocusLost() {}

// CreateRenderer implements fyne.Widget.
func (m *menu) CreateRenderer() fyne.WidgetRenderer {
	objects := make([]fyne.CanvasObject, 0, len(m.rows))
	lines := map[int]*Hairline{}
	for i, row := range m.rows {
		if m.items[i].Separator && i > 0 {
			lines[i] = NewHairline()
			objects = append(objects, lines[i])
		}
		objects = append(objects, row)
	}
	return newView(m, func(size fyne.Size) {
		y := Gap
		for i, row := range m.rows {
			if !row.Visible() {
				continue
			}
			if line := lines[i]; line != nil {
				place(line, 0, y+Gap, size.Width, 1)
				y += 2*Gap + 1
			}
			place(row, 0, y, size.Width, menuRowHeight)
			y += menuRowHeight
		}
	}, func() fyne.Size {
		width, shown := float32(160), 0
		for _, row := range m.rows {
			width = max(width, row.MinSize().Width)
			if row.Visible() {
				shown++
			}
		}
		return fyne.NewSize(width, 2*Gap+float32(shown)*menuRowHeight+float32(len(lines))*(2*Gap+1))
	}, nil, objects...)
}

const menuRowHeight float32 = 30

type menuRow struct {
	widget.BaseWidget
	item    MenuItem
	hover   bool
	onHover func()
	onTap   func()
	label   *Text
	key     *Text
}

var (
	_ fyne.Tappable     = (*menuRow)(nil)
	_ desktop.Hoverable = (*menuRow)(nil)
)

func newMenuRow(item MenuItem, onHover, onTap func()) *menuRow {
	r := &menuRow{item: item, onHover: onHover, onTap: onTap, label: NewText(Body, item.Label), key: NewText(Faint, item.Key)}
	r.ExtendBaseWidget(r)
	return r
}

func (r *menuRow) setHover(hover bool) {
	if r.hover != hover {
		r.hover = hover
		r.Refresh()
	}
}

// Tapped takes the item.
func (r *menuRow) Tapped(*fyne.PointEvent) { r.onTap() }

// MouseIn implements desktop.Hoverable.
func (r *menuRow) MouseIn(*desktop.MouseEvent) { r.onHover() }

// MouseMoved implements desktop.Hoverable.
func (r *menuRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *menuRow) MouseOut() {}

// CreateRenderer implements fyne.Widget.
func (r *menuRow) CreateRenderer() fyne.WidgetRenderer {
	ground, icon, check := canvas.NewRectangle(nil), newIconImage(), newIconImage()
	left := float32(12)
	if r.item.Icon != "" {
		left += IconSize + 8
	}
	return newView(r, func(size fyne.Size) {
		place(ground, 4, 0, size.Width-8, size.Height)
		place(icon, 12, middle(size.Height, IconSize), IconSize, IconSize)
		key := r.key.MinSize().Width
		right := size.Width - 12
		if r.item.Marked {
			place(check, right-14, middle(size.Height, 14), 14, 14)
			right -= 14 + 8
		}
		place(r.key, right-key, middle(size.Height, 18), key, 18)
		place(r.label, left, middle(size.Height, 19), right-key-left, 19)
	}, func() fyne.Size {
		width := left + r.label.MinSize().Width + 12
		if r.item.Key != "" {
			width += 24 + r.key.MinSize().Width
		}
		if r.item.Marked {
			width += 14 + 8
		}
		return fyne.NewSize(width, menuRowHeight)
	}, func() {
		fill, text, icons := ColorClear, ColorText, ColorSecondary
		if r.hover {
			fill = ColorAccentBg
		}
		if r.item.Danger {
			text, icons = ColorLate, ColorLate
			if r.hover {
				fill = ColorLateBg
			}
		}
		if r.item.Disabled {
			fill, text, icons = ColorClear, ColorDisabled, ColorDisabled
		}
		paintRectangle(ground, fill, ColorClear)
		ground.CornerRadius = 6
		r.label.SetColor(text)
		paintIcon(icon, r.item.Icon, icons)
		setVisible(icon, r.item.Icon != "")
		paintIcon(check, IconCheck, ColorAccent)
		setVisible(check, r.item.Marked)
	}, ground, icon, r.label, r.key, check)
}

// Option is a value of a Select and the word for it.
type Option struct{ Value, Label string }

// Select chooses one of a few values.
type Select struct {
	control

	OnChange func(value string)

	options []Option
	current string
	typed   string // what is searched while the values are open
	text    *Text
}

// NewSelect returns a chooser; onChange is told what a person chose.
func NewSelect(options []Option, current string, onChange func(value string)) *Select {
	s := &Select{options: options, current: current, OnChange: onChange, text: NewText(Body, "")}
	s.press = s.open
	s.onKey = func(event *fyne.KeyEvent) bool {
		if event.Name == fyne.KeyDown || event.Name == fyne.KeyUp {
			s.open()
			return true
		}
		return false
	}
	s.own(s)
	return s
}

func (s *Select) isField() {}

func (s *Select) value() string { return s.current }

// Value returns what is chosen.
func (s *Select) Value() string { return s.current }

// SetValue chooses without telling OnChange.
func (s *Select) SetValue(value string) {
	s.current = value
	s.Refresh()
}

// SetOptions replaces what can be chosen.
func (s *Select) SetOptions(options []Option) {
	s.options = options
	s.Refresh()
}

func (s *Select) open() {
	items := make([]MenuItem, len(s.options))
	for i, option := range s.options {
		items[i] = MenuItem{Label: option.Label, Marked: option.Value == s.current, OnTap: func() {
			s.SetValue(option.Value)
			requestFocus(s)
			if s.OnChange != nil {
				s.OnChange(option.Value)
			}
		}}
	}
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(s).AddXY(0, s.Size().Height+Gap)
	m := newMenu(items)
	closed := func() {
		s.typed = ""
		s.Refresh()
	}
	o := openPopUp(driver.CanvasForObject(s), at, OverlayParams{Content: m, Focus: m, Width: s.Size().Width, OnClosed: closed})
	m.close = o.Close
	m.onTyped = func(typed string) {
		s.typed = typed
		s.Refresh()
		o.Changed()
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	ground, ring, chevron := canvas.NewRectangle(nil), canvas.NewRectangle(nil), newIconImage()
	return newView(s, func(size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(ring, 0, 0, size.Width, size.Height)
		place(s.text, 10, middle(size.Height, 19), size.Width-10-30, 19)
		place(chevron, size.Width-24, middle(size.Height, 14), 14, 14)
	}, func() fyne.Size {
		width := float32(80)
		for _, option := range s.options {
			width = max(width, measure(option.Label, Body))
		}
		return fyne.NewSize(min(ceil(width)+42, 280), ControlHeight)
	}, func() {
		label, color := i18n.T("kit.select.placeholder"), ColorFaint
		for _, option := range s.options {
			if option.Value == s.current {
				label, color = option.Label, ColorText
			}
		}
		if s.disabled {
			color = ColorDisabled
		}
		if s.typed != "" {
			label, color = s.typed, ColorAccent
		}
		s.text.SetText(label)
		s.text.SetColor(color)
		paintRectangle(ground, ColorPanel, ColorHairline)
		ground.CornerRadius = RadiusRow
		if s.hovered && !s.disabled {
			ground.StrokeColor = Color(ColorDisabled)
		}
		paintIcon(chevron, IconChevronDown, ColorSecondary)
		focusRing(ring, s.focused, RadiusRow)
	}, ground, s.text, chevron, ring)
}
