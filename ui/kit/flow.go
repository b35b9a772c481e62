package kit

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// flow is text laid out for a width.
type flow struct {
	width  float32
	height float32
	widths []float32 // of the lines
	runs   []run
}

// run is a stretch of one style on one line.
type run struct {
	span  Span
	text  string
	index int // of the span it comes from
	line  int
	x, y  float32
	width float32
}

const ellipsis = "…"

// layOut breaks spans into lines of at most width. Without wrap there is one
// line. What does not fit into maxLines ends in an ellipsis.
func layOut(spans []Span, style TextStyle, width float32, wrap bool, maxLines int) flow {
	f := flow{width: width, widths: []float32{0}, runs: []run{}}
	if !wrap {
		maxLines = 1
	}
	pitch := lineHeight(spans, style)
	line, x := 0, float32(0)
	full := false
	newLine := func() bool {
		if maxLines > 0 && line+1 >= maxLines {
			full = true
			return false
		}
		f.widths[line] = x
		line++
		x = 0
		f.widths = append(f.widths, 0)
		return true
	}
	add := func(index int, text string, w float32) {
		if n := len(f.runs); n > 0 && f.runs[n-1].line == line && f.runs[n-1].index == index {
			f.runs[n-1].text += text
			f.runs[n-1].width += w
		} else {
			f.runs = append(f.runs, run{span: spans[index], text: text, index: index, line: line, x: x, y: float32(line) * pitch, width: w})
		}
		x += w
	}
	for index, span := range spans {
		if full {
			break
		}
		if !wrap {
			add(index, strings.ReplaceAll(span.Text, "\n", " "), measure(span.Text, span.Style))
			continue
		}
		for _, word := range words(span.Text) {
			if word == "\n" {
				if !newLine() {
					break
				}
				continue
			}
			w := measure(word, span.Style)
			solid := strings.TrimRightFunc(word, unicode.IsSpace)
			if x > 0 && x+measure(solid, span.Style) > width {
				if !newLine() {
					add(index, word, w) // cut off below
					break
				}
			}
			for measure(solid, span.Style) > width && width > 0 {
				head := atJoint(fitting(solid, span.Style, width))
				if head == "" || head == solid {
					break
				}
				add(index, head, measure(head, span.Style))
				word, solid = word[len(head):], solid[len(head):]
				if !newLine() {
					break
				}
			}
			if full {
				break
			}
			add(index, word, measure(word, span.Style))
		}
	}
	f.widths[line] = x
	f.height = float32(line+1) * pitch
	f.cut(width, full)
	return f
}

// cut ends the last line in an ellipsis when it is too long or more follows.
func (f *flow) cut(width float32, more bool) {
	if len(f.runs) == 0 || width <= 0 {
		return
	}
	last := len(f.widths) - 1
	if f.widths[last] <= width+0.5 && !more {
		return
	}
	for n := len(f.runs) - 1; n >= 0 && f.runs[n].line == last; n-- {
		r := &f.runs[n]
		room := width - r.x - measure(ellipsis, r.span.Style)
		if room < 0 && r.x > 0 {
			f.runs = f.runs[:n]
			continue
		}
		if r.width > room {
			r.text = strings.TrimRightFunc(fitting(r.text, r.span.Style, room), unicode.IsSpace)
		} else {
			r.text = strings.TrimRightFunc(r.text, unicode.IsSpace)
		}
		r.text += ellipsis
		r.width = measure(r.text, r.span.Style)
		f.widths[last] = r.x + r.width
		return
	}
}

// words splits at spaces, which stay with the word before them, and gives each
// line break as a word of its own.
func words(text string) []string {
	var all []string
	start, inSpace := 0, false
	for i, r := range text {
		switch {
		case r == '\n':
			if i > start {
				all = append(all, text[start:i])
			}
			all = append(all, "\n")
			start, inSpace = i+1, false
		case unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f':
			inSpace = true
		case inSpace:
			all = append(all, text[start:i])
			start, inSpace = i, false
		}
	}
	if start < len(text) {
		all = append(all, text[start:])
	}
	return all
}

// fitting returns the longest beginning of a text that fits, by bisection.
func fitting(text string, style TextStyle, width float32) string {
	if measure(text, style) <= width {
		return text
	}
	low, high := 0, utf8.RuneCountInString(text)
	offsets := make([]int, 0, high+1)
	for i := range text {
		offsets = append(offsets, i)
	}
	offsets = append(offsets, len(text))
	for low < high {
		half := (low + high + 1) / 2
		if measure(text[:offsets[half]], style) <= width {
			low = half
		} else {
			high = half - 1
		}
	}
	return text[:offsets[low]]
}

// atJoint shortens what fits of an address to where it may be broken: before the
// host of a mail address, after a slash or a hyphen, before a dot.
func atJoint(head string) string {
	if i := strings.LastIndexByte(head, '@'); i > 0 {
		return head[:i]
	}
	if i := strings.LastIndexAny(head, "/-"); i > 0 {
		return head[:i+1]
	}
	if i := strings.LastIndexByte(head, '.'); i > 0 {
		return head[:i]
	}
	return head
}

func measure(text string, style TextStyle) float32 {
	if text == "" {
		return 0
	}
	role := textRoles[style]
	// A line break is drawn as a blank, if it is drawn; no font has a letter for it.
	text = strings.ReplaceAll(text, "\n", " ")
	return MeasureText(text, role.size, role.weight).Width
}

func lineHeight(spans []Span, style TextStyle) float32 {
	height := textRoles[style].line
	for _, span := range spans {
		height = max(height, textRoles[span.Style].line)
	}
	return height
}

func caps(style TextStyle, text string) string {
	if style == Caps {
		return strings.ToUpper(text)
	}
	return text
}

func ceil(x float32) float32 { return float32(math.Ceil(float64(x))) }
