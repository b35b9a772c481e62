package kit

import (
	"strings"
	"sync"
	"unicode"

	"fyne.io/fyne/v2"
	"golang.org/x/image/font/sfnt"

	"kontor/assets"
)

// FontFor is the file of the font that has every character of a text in a style,
// to be given to the toolkit together with the text. Without it the toolkit parses
// all that it may fall back on before it draws the first letter of a style: three
// further fonts, which take some 7 MB for each style.
//
// Where the toolkit must look for a character elsewhere, in a script that Inter
// does not have or for an emoji, there is no file, and the cuts that differ little
// share the style of the regular one and so what is parsed for it. So does the
// semibold one where none of its own letters stands beside the foreign ones.
func FontFor(text string, style fyne.TextStyle) (fyne.TextStyle, fyne.Resource) {
	c := cutOf(style)
	switch {
	case c == nil:
		return style, nil
	case c.covers(text):
		return style, c.font()
	case c.coversBut(text, elsewhere...):
		return fyne.TextStyle{}, regular.font()
	case c == medium || c == tabular || c == semibold && !c.writes(text):
		return FontFor(text, fyne.TextStyle{})
	}
	return style, nil
}

// elsewhere are scripts that the fonts beside Inter do not have either: the system
// is asked for their letters, and what comes before it need not be parsed.
var elsewhere = []*unicode.RangeTable{
	unicode.Arabic, unicode.Hebrew, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai,
}

// MeasureText is how much room a text of a style takes.
func MeasureText(text string, size float32, style fyne.TextStyle) fyne.Size {
	style, font := FontFor(text, style)
	room, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, size, style, font)
	return room
}

// cut is one cut of Inter.
type cut struct {
	file string

	load     sync.Once
	resource fyne.Resource
	covered  [lettersKnown / 64]uint64 // a bit for each character
}

// lettersKnown is up to which character it is known whether a cut has it. The
// files are subsets that end below.
const lettersKnown = 0x3000

var (
	regular  = &cut{file: "Inter-Regular.ttf"}
	medium   = &cut{file: "Inter-Medium.ttf"}
	semibold = &cut{file: "Inter-SemiBold.ttf"}
	italic   = &cut{file: "Inter-Italic.ttf"}
	tabular  = &cut{file: "Inter-Tabular.ttf"}
)

// cutOf is the cut for a style, nil where the toolkit's own font is used.
func cutOf(style fyne.TextStyle) *cut {
	switch {
	case style.Monospace, style.Symbol:
		return nil
	case style.Bold:
		return semibold
	case style.Italic:
		return italic
	case style.TabWidth == mediumWeight.TabWidth:
		return medium
	case style.TabWidth == tabularFigures.TabWidth:
		return tabular
	}
	return regular
}

func (c *cut) font() fyne.Resource {
	c.load.Do(func() {
		content := assets.Font(c.file)
		c.resource = fyne.NewStaticResource(c.file, content)
		parsed, err := sfnt.Parse(content)
		if err != nil {
			panic(err) // the file is embedded
		}
		var buffer sfnt.Buffer
		for r := rune(' '); r < lettersKnown; r++ {
			if glyph, err := parsed.GlyphIndex(&buffer, r); err == nil && glyph != 0 {
				c.covered[r/64] |= 1 << (r % 64)
			}
		}
	})
	return c.resource
}

// covers tells whether the cut has every character of a text.
func (c *cut) covers(text string) bool {
	c.font()
	for _, r := range text {
		if r >= lettersKnown || c.covered[r/64]&(1<<(r%64)) == 0 {
			return false
		}
	}
	return true
}

// coversBut tells whether the cut has every character of a text but the letters of
// some scripts.
func (c *cut) coversBut(text string, scripts ...*unicode.RangeTable) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return !(unicode.IsLetter(r) && unicode.In(r, scripts...)) && (r >= lettersKnown || c.covered[r/64]&(1<<(r%64)) == 0)
	})
}

// writes tells whether the cut has any letter or figure of a text.
func (c *cut) writes(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r < lettersKnown && c.covered[r/64]&(1<<(r%64)) != 0 && (unicode.IsLetter(r) || unicode.IsNumber(r))
	})
}
