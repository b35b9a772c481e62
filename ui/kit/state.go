package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
)

// Empty says what would stand here and how it gets here.
type Empty struct {
	Icon   Icon
	Title  string
	Text   string
	Action string // words of the button; none without
	Key    string // its shortcut, as shown
	OnTap  func()
}

// NewEmptyState returns the picture of an empty place.
func NewEmptyState(e Empty) fyne.CanvasObject {
	var action *Button
	if e.Action != "" {
		action = NewPrimaryButton(e.Action, e.Key, e.OnTap)
	}
	return newState(e.Icon, ColorAccent, ColorAccentBg, e.Title, e.Text, action)
}

// NewErrorState says what happened, what was not lost and what to do; retry may
// be nil.
func NewErrorState(text string, retry func()) fyne.CanvasObject {
	var action *Button
	if retry != nil {
		action = NewButton(Quiet, i18n.T("kit.action.retry"), retry)
		action.Icon = IconSync
	}
	return newState(IconWarning, ColorLate, ColorLateBg, i18n.T("kit.error.title"), text, action)
}

// NewLoadingState says that something is being fetched.
func NewLoadingState() fyne.CanvasObject {
	s := &state{title: NewText(Secondary, i18n.T("kit.loading")), text: NewParagraph(Secondary, ""), iconFill: ColorClear}
	s.title.Align = fyne.TextAlignCenter
	s.ExtendBaseWidget(s)
	return s
}

type state struct {
	widget.BaseWidget
	icon            Icon
	color, iconFill fyne.ThemeColorName
	title, text     *Text
	action          *Button
}

func newState(icon Icon, color, fill fyne.ThemeColorName, title, text string, action *Button) *state {
	s := &state{icon: icon, color: color, iconFill: fill, title: NewText(Heading, title), text: NewParagraph(Secondary, text), action: action}
	s.title.Align, s.text.Align = fyne.TextAlignCenter, fyne.TextAlignCenter
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *state) CreateRenderer() fyne.WidgetRenderer {
	ground, icon := canvas.NewRectangle(nil), newIconImage()
	objects := []fyne.CanvasObject{ground, icon, s.title, s.text}
	if s.action != nil {
		objects = append(objects, s.action)
	}
	const circle, glyph = 48, 22
	height := func(width float32) float32 {
		total := float32(22 + 4)
		if s.icon != "" {
			total += circle + 16
		}
		if s.text.Text() != "" {
			total += s.text.HeightFor(width)
		}
		if s.action != nil {
			total += 16 + ControlHeight
		}
		return total
	}
	return newView(s, func(size fyne.Size) {
		width := min(size.Width-2*Margin, 360)
		x, y := middle(size.Width, width), max(0, middle(size.Height, height(width))*0.9)
		if s.icon != "" {
			place(ground, middle(size.Width, circle), y, circle, circle)
			place(icon, middle(size.Width, glyph), y+(circle-glyph)/2, glyph, glyph)
			y += circle + 16
		}
		place(s.title, x, y, width, 22)
		y += 22 + 4
		place(s.text, x, y, width, s.text.HeightFor(width))
		if s.text.Text() != "" {
			y += s.text.HeightFor(width)
		}
		if s.action != nil {
			button := s.action.MinSize()
			place(s.action, middle(size.Width, button.Width), y+16, button.Width, button.Height)
		}
	}, func() fyne.Size {
		return fyne.NewSize(240, height(240))
	}, func() {
		paintRectangle(ground, s.iconFill, ColorClear)
		ground.CornerRadius = circle / 2
		paintIcon(icon, s.icon, s.color)
	}, objects...)
}
