package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// Link is words that lead somewhere.
type Link struct {
	control
	OnTap func()
	text  *Text
}

// NewLink returns a link in one of the text roles.
func NewLink(style TextStyle, label string, onTap func()) *Link {
	l := &Link{OnTap: onTap, text: NewText(style, label)}
	l.press = func() {
		if l.OnTap != nil {
			l.OnTap()
		}
	}
	l.own(l)
	return l
}

// SetText replaces the words.
func (l *Link) SetText(label string) {
	l.text.SetText(label)
	l.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	line, ring := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	return newView(l, func(size fyne.Size) {
		min := l.text.MinSize()
		width := min.Width
		if width > size.Width {
			width = size.Width
		}
		place(l.text, 0, middle(size.Height, min.Height), size.Width, min.Height)
		place(line, 0, middle(size.Height, min.Height)+min.Height-2, width, 1)
		place(ring, -2, 0, size.Width+4, size.Height)
	}, func() fyne.Size {
		return l.text.MinSize()
	}, func() {
		l.text.SetColor(ColorAccent)
		paintRectangle(line, ColorAccent, ColorClear)
		setVisible(line, l.hovered)
		focusRing(ring, l.focused, 4)
	}, l.text, line, ring)
}

// RichText is text whose spans may be tapped.
type RichText struct {
	Text

	// OnElse is told of a tap beside such spans, so that a row whose names lead
	// somewhere can still be tapped as a whole.
	OnElse func(*fyne.PointEvent)

	over int
}

var (
	_ fyne.Tappable      = (*RichText)(nil)
	_ desktop.Cursorable = (*RichText)(nil)
	_ desktop.Hoverable  = (*RichText)(nil)
)

// NewRichText returns wrapping text of several spans.
func NewRichText(spans ...Span) *RichText {
	t := &RichText{over: -1}
	t.Wrap = true
	t.spans = spans
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements fyne.Widget.
func (t *RichText) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{text: &t.Text, owner: t}
	r.Layout(t.Size())
	return r
}

// Tapped calls the OnTap of the span under the pointer.
func (t *RichText) Tapped(event *fyne.PointEvent) {
	if span := t.at(event.Position); span >= 0 && t.spans[span].OnTap != nil {
		t.spans[span].OnTap()
	} else if t.OnElse != nil {
		t.OnElse(event)
	}
}

// Cursor shows a hand over a span that can be tapped.
func (t *RichText) Cursor() desktop.Cursor {
	if t.over >= 0 && t.spans[t.over].OnTap != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// MouseIn implements desktop.Hoverable.
func (t *RichText) MouseIn(event *desktop.MouseEvent) { t.over = t.at(event.Position) }

// MouseMoved implements desktop.Hoverable.
func (t *RichText) MouseMoved(event *desktop.MouseEvent) { t.over = t.at(event.Position) }

// MouseOut implements desktop.Hoverable.
func (t *RichText) MouseOut() { t.over = -1 }

func (t *RichText) at(point fyne.Position) int {
	for _, run := range t.laidOut(t.Size().Width).runs {
		line := textRoles[run.span.Style].line
		if point.X >= run.x && point.X < run.x+run.width && point.Y >= run.y && point.Y < run.y+line {
			return run.index
		}
	}
	return -1
}
