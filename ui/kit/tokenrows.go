package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// tokenRows draws the coloured words of a TokenEntry exactly where the entry has
// its own: the grounds below the entry, so that a selection shows, and the words
// above it.
type tokenRows struct {
	grounds, words *container.Clip
	below, above   *fyne.Container
	scrolled       float32
}

func newTokenRows() *tokenRows {
	r := &tokenRows{below: container.NewWithoutLayout(), above: container.NewWithoutLayout()}
	r.grounds, r.words = container.NewClip(r.below), container.NewClip(r.above)
	return r
}

// set shows spans in rows that begin with the characters given.
func (r *tokenRows) set(spans []Span, begins []int, pitch float32) {
	var grounds, words []fyne.CanvasObject
	parts, rows := inRows(spans, begins)
	role := textRoles[Input]
	for i, part := range parts {
		row := rows[part.row]
		x := tokenPad + measure(string(row[:part.start]), Input)
		y := tokenPad - tokenBorder + float32(part.row)*pitch
		solid := strings.TrimRight(part.text, " ")
		width := tokenPad + measure(string(row[:part.start])+solid, Input) - x
		for _, mark := range []struct {
			color     fyne.ThemeColorName
			y, height float32
		}{{part.span.Mark, y, pitch - 1}, {part.span.Line, y + pitch - 2, 2}} {
			if mark.color == "" || solid == "" {
				continue
			}
			rectangle := canvas.NewRectangle(Color(mark.color))
			if mark.height > 2 {
				rectangle.CornerRadius = Gap
			}
			place(rectangle, x, mark.y, width, mark.height)
			grounds = append(grounds, rectangle)
		}
		if solid == "" {
			continue
		}
		word := r.word(i)
		name := part.span.Color
		if name == "" {
			name = role.color
		}
		word.Text, word.TextSize, word.Color = part.text, role.size, Color(name)
		word.TextStyle, word.FontSource = FontFor(part.text, role.weight)
		size := word.MinSize()
		place(word, x, y+middle(pitch, size.Height), size.Width, size.Height)
		words = append(words, word)
	}
	r.below.Objects, r.above.Objects = grounds, words
	r.below.Refresh()
	r.above.Refresh()
}

// word is a text to write in: the one that stood there before, where there is one.
func (r *tokenRows) word(i int) *canvas.Text {
	if i < len(r.above.Objects) {
		return r.above.Objects[i].(*canvas.Text)
	}
	return &canvas.Text{}
}

// scrollTo shows the words as far up as the entry shows its own.
func (r *tokenRows) scrollTo(y float32) {
	if r.scrolled == y {
		return
	}
	r.scrolled = y
	r.below.Move(fyne.NewPos(0, -y))
	r.above.Move(fyne.NewPos(0, -y))
}
