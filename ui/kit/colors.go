package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// The colours of Kontor by meaning. Every widget asks for them by name, so that
// both themes and a later high-contrast one come from one table.
const (
	ColorGround    fyne.ThemeColorName = "kontor.ground"    // the window behind everything
	ColorPanel     fyne.ThemeColorName = "kontor.panel"     // lists, cards, entries, overlays
	ColorHairline  fyne.ThemeColorName = "kontor.hairline"  // the only line there is
	ColorText      fyne.ThemeColorName = "kontor.text"      // what is to be read
	ColorSecondary fyne.ThemeColorName = "kontor.secondary" // what explains it
	ColorFaint     fyne.ThemeColorName = "kontor.faint"     // captions, counts, placeholders
	ColorAccent    fyne.ThemeColorName = "kontor.accent"    // links, the primary action, what is chosen
	ColorAccentBg  fyne.ThemeColorName = "kontor.accentbg"
	ColorOnAccent  fyne.ThemeColorName = "kontor.onaccent" // text upon the accent
	ColorLate      fyne.ThemeColorName = "kontor.late"     // overdue, failed, dangerous
	ColorLateBg    fyne.ThemeColorName = "kontor.latebg"
	ColorSoon      fyne.ThemeColorName = "kontor.soon" // due, cooling, a warning
	ColorSoonBg    fyne.ThemeColorName = "kontor.soonbg"
	ColorGood      fyne.ThemeColorName = "kontor.good" // done, growing
	ColorGoodBg    fyne.ThemeColorName = "kontor.goodbg"
	ColorChip      fyne.ThemeColorName = "kontor.chip"     // neutral chips, tracks of bars
	ColorSelected  fyne.ThemeColorName = "kontor.selected" // the selected row
	ColorHover     fyne.ThemeColorName = "kontor.hover"    // the row under the pointer
	ColorDisabled  fyne.ThemeColorName = "kontor.disabled" // text of what cannot be used now
	ColorScroll    fyne.ThemeColorName = "kontor.scroll"
	ColorShadow    fyne.ThemeColorName = "kontor.shadow"
	ColorScrim     fyne.ThemeColorName = "kontor.scrim" // over the window while an overlay is open
	ColorClear     fyne.ThemeColorName = "kontor.clear" // draws nothing
	ColorWhite     fyne.ThemeColorName = "kontor.white" // initials on people's colours

	// The marks of charts, from the strongest to the weakest, and the one that
	// asks for attention.
	ColorMark1    fyne.ThemeColorName = "kontor.mark1"
	ColorMark2    fyne.ThemeColorName = "kontor.mark2"
	ColorMark3    fyne.ThemeColorName = "kontor.mark3"
	ColorMark4    fyne.ThemeColorName = "kontor.mark4"
	ColorMarkSoon fyne.ThemeColorName = "kontor.marksoon"
)

type pair struct{ light, dark color.NRGBA }

// The tokens follow the drawings, except where a text would miss the contrast
// of WCAG AA (4.5 : 1) on a ground it stands on: secondary, faint, soon, good
// and some of the people's colours are a little stronger than drawn.
var palette = map[fyne.ThemeColorName]pair{
	ColorGround:    {hex(0xF6F4F0), hex(0x141516)},
	ColorPanel:     {hex(0xFFFFFF), hex(0x1B1D1E)},
	ColorHairline:  {hex(0xE8E4DC), hex(0x2B2E30)},
	ColorText:      {hex(0x1F1D1A), hex(0xECE9E4)},
	ColorSecondary: {hex(0x615B53), hex(0xB0AAA0)},
	ColorFaint:     {hex(0x716A60), hex(0x979188)},
	ColorAccent:    {hex(0x0F6464), hex(0x62B6B2)},
	ColorAccentBg:  {hex(0xE3EFEE), hex(0x1E3332)},
	ColorOnAccent:  {hex(0xFFFFFF), hex(0x0C1F1E)},
	ColorLate:      {hex(0xB23A24), hex(0xE5806B)},
	ColorLateBg:    {hex(0xFBEAE6), hex(0x3A211C)},
	ColorSoon:      {hex(0x855B0D), hex(0xD9A94B)},
	ColorSoonBg:    {hex(0xFBF2DF), hex(0x352A16)},
	ColorGood:      {hex(0x2A7046), hex(0x79BE93)},
	ColorGoodBg:    {hex(0xE6F2EA), hex(0x1D3226)},
	ColorChip:      {hex(0xEFEBE4), hex(0x26292A)},
	ColorSelected:  {hex(0xEEF4F3), hex(0x202B2B)},
	ColorHover:     {hex(0xF8F6F3), hex(0x212425)},
	ColorDisabled:  {hex(0xA49D92), hex(0x736E66)},
	ColorScroll:    {hex(0xD6D0C6), hex(0x3B3F41)},
	ColorShadow:    {color.NRGBA{R: 0x1F, G: 0x1D, B: 0x1A, A: 0x2E}, color.NRGBA{A: 0x8C}},
	ColorScrim:     {color.NRGBA{R: 0x1F, G: 0x1D, B: 0x1A, A: 0x1F}, color.NRGBA{A: 0x40}},
	ColorClear:     {color.NRGBA{}, color.NRGBA{}},
	ColorMark1:     {hex(0x0F6464), hex(0x62B6B2)},
	ColorMark2:     {hex(0x5E9C97), hex(0x3F8581)},
	ColorMark3:     {hex(0xB5CFCB), hex(0x2C5B59)},
	ColorMark4:     {hex(0xDDD5C8), hex(0x57524A)},
	ColorMarkSoon:  {hex(0xC77D45), hex(0xD08A55)},
	ColorWhite:     {hex(0xFFFFFF), hex(0xFFFFFF)},
}

// faces are the grounds of people's initials, in both themes.
var faces = []color.NRGBA{
	hex(0x5375A5), hex(0xA56549), hex(0x468063), hex(0x8A5A9E),
	hex(0x8F6F30), hex(0x3D7C88), hex(0x9B4F63),
}

func hex(rgb uint32) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xFF}
}

// Color returns a colour of the theme in use. Where the application runs with
// another theme than Kontor's, as a bare test does, it is the light one.
func Color(name fyne.ThemeColorName) color.Color {
	if app := fyne.CurrentApp(); app != nil {
		settings := app.Settings()
		if own, ok := settings.Theme().(*Theme); ok {
			return own.Color(name, settings.ThemeVariant())
		}
	}
	return palette[name].light
}
