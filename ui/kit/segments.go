package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Segment is one of a few views of the same thing.
type Segment struct {
	Value, Label string
	Count        string // how many it holds; behind the label where there is room
	// Key chooses it while one of them has the keyboard; "" for none.
	Key fyne.KeyName
}

func (s Segment) counted() string {
	if s.Count == "" {
		return s.Label
	}
	return s.Label + " " + s.Count
}

// Segments chooses one of a few views, as chips side by side. Left and Right
// move within. Where the chips with their numbers need a second line, the numbers
// go into the tooltips.
type Segments struct {
	Flow
	OnChange func(value string)

	segments []Segment
	current  string
	chips    []*Chip
	plain    bool    // without the numbers
	fitted   float32 // the width this was found out for
	tabs     tabs
}

// tabs is where the Tab key stops among some segments.
type tabs int

const (
	eachStop tabs = iota
	oneStop
	noStop
)

// NewSegments returns them with one chosen.
func NewSegments(segments []Segment, current string, onChange func(value string)) *Segments {
	s := &Segments{Flow: Flow{gap: 6}, OnChange: onChange, current: current}
	s.ExtendBaseWidget(s)
	s.Set(segments)
	return s
}

// OneStop lets the Tab key stop but once among them, at what is chosen or else at
// the first; it returns the segments.
func (s *Segments) OneStop() *Segments {
	s.tabs = oneStop
	return s
}

// NoStop keeps them out of the chain of the Tab key, where another key does the
// same; it returns the segments.
func (s *Segments) NoStop() *Segments {
	s.tabs = noStop
	return s
}

// Chosen is the view that is chosen, for the keyboard; where none is, the first.
func (s *Segments) Chosen() fyne.Focusable {
	if len(s.chips) == 0 {
		return nil
	}
	return s.chips[s.stop()]
}

// stop is the place of what is chosen, or the first.
func (s *Segments) stop() int {
	return max(0, slices.IndexFunc(s.segments, func(segment Segment) bool { return segment.Value == s.current }))
}

// HeightFor implements Flexible.
func (s *Segments) HeightFor(width float32) float32 {
	s.fit(width)
	return s.Flow.HeightFor(width)
}

// CreateRenderer implements fyne.Widget.
func (s *Segments) CreateRenderer() fyne.WidgetRenderer { return s.render(s, s.fit) }

// fit shows the numbers if all chips stand in one line with them.
func (s *Segments) fit(width float32) {
	if width <= 0 || width == s.fitted {
		return
	}
	s.fitted = width
	s.number(true)
	s.number(s.Flow.HeightFor(width) <= chipHeight)
}

func (s *Segments) number(counted bool) {
	if s.plain != counted {
		return
	}
	s.plain = !counted
	s.paint()
}

// Set replaces the views, for instance when their counts have changed.
func (s *Segments) Set(segments []Segment) {
	s.segments = segments
	s.chips, s.plain, s.fitted = nil, false, 0
	objects := make([]fyne.CanvasObject, len(segments))
	for i, segment := range segments {
		chip := NewChip(Neutral, segment.counted(), func() { s.choose(i) })
		chip.onKey = func(event *fyne.KeyEvent) bool { return s.key(i, event.Name) }
		chip.untabbed = func() bool { return s.tabs == noStop || s.tabs == oneStop && i != s.stop() }
		s.chips = append(s.chips, chip)
		objects[i] = chip
	}
	s.objects = objects
	s.paint()
	s.Refresh()
}

// Value returns what is chosen.
func (s *Segments) Value() string { return s.current }

// SetValue chooses without telling OnChange.
func (s *Segments) SetValue(value string) {
	s.current = value
	s.paint()
}

// key does what a key means for the chip that has the keyboard.
func (s *Segments) key(at int, name fyne.KeyName) bool {
	switch name {
	case fyne.KeyLeft:
		s.move(at - 1)
		return true
	case fyne.KeyRight:
		s.move(at + 1)
		return true
	}
	to := slices.IndexFunc(s.segments, func(segment Segment) bool { return segment.Key != "" && segment.Key == name })
	s.move(to)
	return to >= 0
}

// move takes the keyboard to a chip and chooses it: painted first, as only what is
// chosen may be a stop, and told last, as the page may be made anew by it.
func (s *Segments) move(to int) {
	if to < 0 || to >= len(s.chips) {
		return
	}
	value := s.segments[to].Value
	isNew := s.current != value
	s.SetValue(value)
	requestFocus(s.chips[to])
	if isNew {
		s.tell(value)
	}
}

func (s *Segments) choose(index int) {
	value := s.segments[index].Value
	if s.current == value {
		return
	}
	s.SetValue(value)
	s.tell(value)
}

func (s *Segments) tell(value string) {
	if s.OnChange != nil {
		s.OnChange(value)
	}
}

func (s *Segments) paint() {
	for i, chip := range s.chips {
		tone := Neutral
		if s.segments[i].Value == s.current {
			tone = Accent
		}
		label := s.segments[i].counted()
		chip.Tooltip = ""
		if s.plain && s.segments[i].Count != "" {
			chip.Tooltip, label = label, s.segments[i].Label
		}
		chip.Set(tone, "", label)
	}
}

// Check is a box to tick with its words.
type Check struct {
	control
	OnChange func(on bool)
	on       bool
	label    *Text
}

// NewCheck returns a box.
func NewCheck(label string, on bool, onChange func(on bool)) *Check {
	c := &Check{on: on, OnChange: onChange, label: NewText(Body, label)}
	c.press = func() {
		c.Set(!c.on)
		if c.OnChange != nil {
			c.OnChange(c.on)
		}
	}
	c.onKey = func(event *fyne.KeyEvent) bool {
		// Enter belongs to the dialog the box stands in.
		if event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter {
			passKey(c, event)
			return true
		}
		return false
	}
	c.own(c)
	return c
}

// On tells whether the box is ticked.
func (c *Check) On() bool { return c.on }

// Set ticks or clears without telling OnChange.
func (c *Check) Set(on bool) {
	c.on = on
	c.Refresh()
}

func (c *Check) isField() {}

// CreateRenderer implements fyne.Widget.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	box, ring, tick := canvas.NewRectangle(nil), canvas.NewRectangle(nil), newIconImage()
	return newView(c, func(size fyne.Size) {
		place(box, 2, middle(size.Height, 16), 16, 16)
		place(tick, 4, middle(size.Height, 12), 12, 12)
		place(ring, 0, middle(size.Height, 20), 20, 20)
		place(c.label, 26, middle(size.Height, 19), size.Width-26, 19)
	}, func() fyne.Size {
		return fyne.NewSize(26+c.label.MinSize().Width, 24)
	}, func() {
		fill, stroke, text := ColorPanel, ColorDisabled, ColorText
		if c.on {
			fill, stroke = ColorAccent, ColorClear
		}
		if c.hovered && !c.on {
			stroke = ColorSecondary
		}
		if c.disabled {
			text = ColorDisabled
		}
		paintRectangle(box, fill, stroke)
		box.CornerRadius = 4
		paintIcon(tick, IconCheck, ColorOnAccent)
		setVisible(tick, c.on)
		c.label.SetColor(text)
		focusRing(ring, c.focused, 6)
	}, box, tick, c.label, ring)
}
