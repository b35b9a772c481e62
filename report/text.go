package report

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"

	"kontor/assets"
)

// lacking is printed for a character that the font does not have.
const lacking = '□'

// mostLacking is how many of them stand for a word of such characters: how long
// it was says nothing.
const mostLacking = 3

// longest is how much of a text is looked at, in characters: more than a page has
// room for.
const longest = 4000

// font knows which characters can be printed; all its weights have the same.
var font = sync.OnceValue(func() *sfnt.Font {
	f, err := sfnt.Parse(assets.Font("Inter-Regular.ttf"))
	if err != nil {
		panic(err) // the font is embedded
	}
	return f
})

// printable brings texts into what the font can print, in one line each.
type printable struct {
	buffer sfnt.Buffer
	known  map[rune]bool
	lacked bool // something was printed as lacking
}

// text is a text in one line. What takes no room (marks of direction, joiners) is
// left out, and what the font lacks is replaced: a character drawn as nothing, or
// as another, would say something that nobody wrote.
func (p *printable) text(s string) string {
	var b strings.Builder
	run, joined, blank := 0, false, true
	for _, c := range norm.NFC.String(strings.ToValidUTF8(cut(s, longest), string(lacking))) {
		switch {
		case unicode.IsSpace(c) || unicode.IsControl(c):
			if !blank {
				b.WriteByte(' ')
			}
			run, joined, blank = 0, false, true
		case c == '\u200d':
			joined = true
		case unicode.Is(unicode.Cf, c), unicode.Is(unicode.Variation_Selector, c):
		case p.has(c):
			b.WriteRune(c)
			run, joined, blank = 0, false, false
		default:
			if run > 0 && (joined || unicode.Is(unicode.M, c) || unicode.Is(unicode.Sk, c)) {
				joined = false
				continue // belongs to the one before
			}
			if run++; run <= mostLacking {
				b.WriteRune(lacking)
			}
			p.lacked, joined, blank = true, false, false
		}
	}
	return strings.TrimSpace(b.String())
}

func (p *printable) has(c rune) bool {
	if c > 0xFFFF { // the writer of the file knows no others
		return false
	}
	known, ok := p.known[c]
	if !ok {
		glyph, err := font().GlyphIndex(&p.buffer, c)
		known = err == nil && glyph != 0
		if p.known == nil {
			p.known = map[rune]bool{}
		}
		p.known[c] = known
	}
	return known
}

// wrap breaks a text into lines that are not wider than width as measured, at
// blanks where it can. A text that needs more than most lines ends in an ellipsis.
func wrap(text string, most int, width float64, measure func(string) float64) []string {
	if text == "" || most <= 0 {
		return nil
	}
	var lines []string
	line := ""
	words := strings.Fields(text)
	for i := 0; i < len(words); {
		next := strings.TrimPrefix(line+" "+words[i], " ")
		if measure(next) <= width {
			line = next
			i++
			continue
		}
		if len(lines)+1 == most {
			return append(lines, shorten(next, width, measure))
		}
		if line == "" { // a word that is wider than the line
			head := fitting(words[i], width, measure)
			line, words[i] = head, words[i][len(head):]
		}
		lines, line = append(lines, line), ""
	}
	return append(lines, line)
}

// shorten cuts a text that is too wide and ends it in an ellipsis.
func shorten(text string, width float64, measure func(string) float64) string {
	if measure(text) <= width {
		return text
	}
	head := fitting(text, width-measure("…"), measure)
	return strings.TrimRight(head, " ,;:·-") + "…"
}

// fitting is the longest beginning of a text that is not wider, at least one
// character.
func fitting(text string, width float64, measure func(string) float64) string {
	characters := []rune(text)
	low, high := 1, len(characters)
	for low < high {
		if mid := (low + high + 1) / 2; measure(string(characters[:mid])) <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(characters[:low])
}
