package kit

import (
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
)

// TextStyle is a role of text; size, weight and colour follow from it.
type TextStyle int

// The roles of text.
const (
	Body      TextStyle = iota // 13, what is to be read
	Title                      // 20 semibold, one per page
	Heading                    // 15 semibold, a dialog or a card of weight
	Strong                     // 13 medium, the name in a row
	Bold                       // 13 semibold, the head of an entry
	Secondary                  // 12, what explains
	Faint                      // 12 faint, counts and times
	Caps                       // 11.5 semibold capitals, the head of a section
	Numbers                    // 13 with figures of equal width
	Figure                     // 26 semibold, the number of a card
	Input                      // 16, the line of the quick log
	Emphasis                   // 13 italic
)

type textRole struct {
	size   float32
	line   float32 // distance from line to line
	weight fyne.TextStyle
	color  fyne.ThemeColorName
}

// The toolkit knows regular and bold only. The tab width is the one field of a
// text's style that reaches the theme and means nothing in a line without
// tabs, so it names the two further cuts of the font.
var (
	mediumWeight   = fyne.TextStyle{TabWidth: 5}
	tabularFigures = fyne.TextStyle{TabWidth: 6}
	semiBold       = fyne.TextStyle{Bold: true}
)

var textRoles = map[TextStyle]textRole{
	Body:      {TextBody, 19, fyne.TextStyle{}, ColorText},
	Title:     {TextTitle, 28, semiBold, ColorText},
	Heading:   {TextHeading, 22, semiBold, ColorText},
	Strong:    {TextBody, 19, mediumWeight, ColorText},
	Bold:      {TextBody, 19, semiBold, ColorText},
	Secondary: {TextSecondary, 18, fyne.TextStyle{}, ColorSecondary},
	Faint:     {TextSecondary, 18, fyne.TextStyle{}, ColorFaint},
	Caps:      {TextCaps, 16, semiBold, ColorFaint},
	Numbers:   {TextBody, 19, tabularFigures, ColorSecondary},
	Figure:    {26, 34, semiBold, ColorText},
	Input:     {16, 24, fyne.TextStyle{}, ColorText},
	Emphasis:  {TextBody, 19, fyne.TextStyle{Italic: true}, ColorText},
}

// Span is a part of a text with its own style, colour or target.
type Span struct {
	Text  string
	Style TextStyle
	Color fyne.ThemeColorName // instead of the style's own
	Mark  fyne.ThemeColorName // a ground behind the words
	Line  fyne.ThemeColorName // an underline
	OnTap func()              // answered by RichText only
}

// Text shows words in one of the roles. On one line it ends in an ellipsis
// where the space does; with Wrap it fills as many lines as it needs, at most
// MaxLines. It takes no part in pointing and tapping, so rows stay whole.
type Text struct {
	widget.BaseWidget

	Align    fyne.TextAlign
	Wrap     bool
	MaxLines int  // with Wrap; 0 is no limit
	Shrink   bool // claims no width of its own: the layout decides

	style TextStyle
	color fyne.ThemeColorName
	spans []Span

	flow flow
}

// NewText returns a text of a role.
func NewText(style TextStyle, text string) *Text {
	t := &Text{}
	t.init(style, text)
	t.ExtendBaseWidget(t)
	return t
}

// NewParagraph returns a text that wraps.
func NewParagraph(style TextStyle, text string) *Text {
	t := NewText(style, text)
	t.Wrap = true
	return t
}

func (t *Text) init(style TextStyle, text string) {
	t.style = style
	t.spans = []Span{{Text: caps(style, text), Style: style}}
}

// SetText replaces the words and keeps role and colour.
func (t *Text) SetText(text string) {
	text = caps(t.style, text)
	if len(t.spans) == 1 && t.spans[0].Text == text {
		return
	}
	t.spans = []Span{{Text: text, Style: t.style, Color: t.color}}
	t.changed()
}

// SetColor gives the whole text another colour than its role's; "" goes back.
func (t *Text) SetColor(name fyne.ThemeColorName) {
	if t.color == name {
		return
	}
	t.color = name
	for i := range t.spans {
		t.spans[i].Color = name
	}
	t.changed()
}

// SetSpans shows words in several styles.
func (t *Text) SetSpans(spans ...Span) {
	t.spans = spans
	t.changed()
}

// Text returns the words.
func (t *Text) Text() string {
	if len(t.spans) == 1 {
		return t.spans[0].Text
	}
	var all string
	for _, span := range t.spans {
		all += span.Text
	}
	return all
}

func (t *Text) changed() {
	t.flow = flow{}
	t.Refresh()
}

// HeightFor implements Flexible.
func (t *Text) HeightFor(width float32) float32 {
	if !t.Wrap {
		return lineHeight(t.spans, t.style)
	}
	return t.laidOut(width).height
}

// MinSize is the full width of one line, or for wrapping text the height at
// the width it has now.
func (t *Text) MinSize() fyne.Size {
	switch {
	case t.Wrap:
		width := t.Size().Width
		if width <= 0 {
			width = 320
		}
		return fyne.NewSize(0, t.HeightFor(width))
	case t.Shrink:
		return fyne.NewSize(0, lineHeight(t.spans, t.style))
	}
	return fyne.NewSize(t.wide(), lineHeight(t.spans, t.style))
}

// wide is the width of the words on one line.
func (t *Text) wide() float32 {
	var width float32
	for _, span := range t.spans {
		width += measure(span.Text, span.Style)
	}
	return ceil(width)
}

// Resize lays the words out anew when the width has changed.
func (t *Text) Resize(size fyne.Size) {
	if size == t.Size() {
		return
	}
	t.BaseWidget.Resize(size)
}

func (t *Text) laidOut(width float32) flow {
	if t.flow.width != width || t.flow.runs == nil {
		t.flow = layOut(t.spans, t.style, width, t.Wrap, t.MaxLines)
	}
	return t.flow
}

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{text: t, owner: t}
	r.Layout(t.Size())
	return r
}

type textRenderer struct {
	text    *Text
	owner   fyne.Widget
	words   []*canvas.Text
	marks   []*canvas.Rectangle
	objects []fyne.CanvasObject
}

// Layout writes the runs of the flow into as many canvas texts as it takes.
func (r *textRenderer) Layout(size fyne.Size) {
	flow := r.text.laidOut(size.Width)
	for len(r.words) < len(flow.runs) {
		r.words = append(r.words, &canvas.Text{})
	}
	r.marks = r.marks[:0]
	r.objects = r.objects[:0]
	top := float32(0)
	if !r.text.Wrap {
		top = middle(size.Height, flow.height)
	}
	for i, run := range flow.runs {
		x := run.x
		switch r.text.Align {
		case fyne.TextAlignTrailing:
			x += size.Width - flow.widths[run.line]
		case fyne.TextAlignCenter:
			x += (size.Width - flow.widths[run.line]) / 2
		}
		role := textRoles[run.span.Style]
		name := run.span.Color
		if name == "" {
			name = role.color
		}
		y := top + run.y
		for _, mark := range []struct {
			color     fyne.ThemeColorName
			y, height float32
		}{{run.span.Mark, y, role.line}, {run.span.Line, y + role.line - 2, 2}} {
			if mark.color == "" {
				continue
			}
			rectangle := canvas.NewRectangle(Color(mark.color))
			if mark.height > 2 {
				rectangle.CornerRadius = Gap
			}
			place(rectangle, x, mark.y, run.width, mark.height)
			r.marks = append(r.marks, rectangle)
			r.objects = append(r.objects, rectangle)
		}
		words := r.words[i]
		words.Text, words.TextSize, words.Color = run.text, role.size, Color(name)
		words.TextStyle, words.FontSource = FontFor(run.text, role.weight)
		min := words.MinSize()
		place(words, x, y+(role.line-min.Height)/2, min.Width, min.Height)
		r.objects = append(r.objects, words)
	}
}

func (r *textRenderer) MinSize() fyne.Size           { return r.text.MinSize() }
func (r *textRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *textRenderer) Destroy()                     {}

func (r *textRenderer) Refresh() {
	r.Layout(r.text.Size())
	for _, word := range r.words {
		word.Refresh()
	}
	canvas.Refresh(r.owner)
}

// Within writes the first letter of a word as it stands in the middle of a
// sentence: large in German, where it is a noun, and small in English.
func Within(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	if size == 0 || i18n.Language() == i18n.German {
		return word
	}
	return string(unicode.ToLower(first)) + word[size:]
}

// Capital writes the first letter of a text large, as at the head of a line.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}
