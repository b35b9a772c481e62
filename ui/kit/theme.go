package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode says which of the two themes is shown.
type Mode int

// The modes of the theme.
const (
	FollowSystem Mode = iota
	Light
	Dark
)

// Measures in pixels of the design, all on the grid of four.
const (
	RailWidth  float32 = 208
	ListWidth  float32 = 372
	FactsWidth float32 = 236

	SingleRowHeight float32 = 32 // a row with one line
	ControlHeight   float32 = 32 // buttons and entries

	HeadLeast float32 = 200 // the words of a head, before its buttons go below them

	FaceList float32 = 30
	FaceHead float32 = 52

	TextTitle     float32 = 20
	TextHeading   float32 = 15
	TextBody      float32 = 13
	TextSecondary float32 = 12
	TextCaps      float32 = 11.5

	RadiusRow     float32 = 7
	RadiusCard    float32 = 10
	RadiusOverlay float32 = 13

	IconSize float32 = 16

	Gap    float32 = 4  // the unit of the grid
	Margin float32 = 18 // between a pane's edge and its content
)

// The heights of rows, by the density; see SetCompact.
var (
	RowHeight      = comfortableRow // a row with face and two lines
	TableRowHeight = comfortableCell
)

const (
	comfortableRow  float32 = 52
	compactRow      float32 = 44
	comfortableCell float32 = 36
	compactCell     float32 = 30
)

// SetCompact makes rows lower, or as high as they were drawn. What is in sight
// keeps its height until it is built anew; see Shell.Rebuild.
func SetCompact(compact bool) {
	RowHeight, TableRowHeight = comfortableRow, comfortableCell
	if compact {
		RowHeight, TableRowHeight = compactRow, compactCell
	}
}

// Theme is Kontor's look. It is used as a pointer, so that two of them compare.
type Theme struct{ mode Mode }

var _ fyne.Theme = (*Theme)(nil)

// NewTheme returns the theme, following the system or fixed to one side.
func NewTheme(mode Mode) *Theme { return &Theme{mode: mode} }

// Mode tells which side is shown.
func (t *Theme) Mode() Mode { return t.mode }

// Dark tells whether the dark side is shown for the variant of the system.
func (t *Theme) dark(system fyne.ThemeVariant) bool {
	return t.mode == Dark || t.mode == FollowSystem && system == theme.VariantDark
}

// Color returns Kontor's own colours and maps the toolkit's names to them.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if own, ok := toolkitColors[name]; ok {
		name = own
	}
	dark := t.dark(variant)
	colors, ok := palette[name]
	switch {
	case !ok && dark:
		return theme.DefaultTheme().Color(name, theme.VariantDark)
	case !ok:
		return theme.DefaultTheme().Color(name, theme.VariantLight)
	case dark:
		return colors.dark
	}
	return colors.light
}

// toolkitColors maps the names the toolkit's own widgets ask for.
var toolkitColors = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameBackground:          ColorGround,
	theme.ColorNameButton:              ColorPanel,
	theme.ColorNameDisabled:            ColorDisabled,
	theme.ColorNameDisabledButton:      ColorChip,
	theme.ColorNameError:               ColorLate,
	theme.ColorNameFocus:               ColorAccentBg,
	theme.ColorNameForeground:          ColorText,
	theme.ColorNameForegroundOnError:   ColorPanel,
	theme.ColorNameForegroundOnPrimary: ColorOnAccent,
	theme.ColorNameForegroundOnSuccess: ColorPanel,
	theme.ColorNameForegroundOnWarning: ColorPanel,
	theme.ColorNameHeaderBackground:    ColorGround,
	theme.ColorNameHover:               ColorHover,
	theme.ColorNameHyperlink:           ColorAccent,
	theme.ColorNameInputBackground:     ColorPanel,
	theme.ColorNameInputBorder:         ColorHairline,
	theme.ColorNameMenuBackground:      ColorPanel,
	theme.ColorNameOverlayBackground:   ColorPanel,
	theme.ColorNamePlaceHolder:         ColorFaint,
	theme.ColorNamePressed:             ColorSelected,
	theme.ColorNamePrimary:             ColorAccent,
	theme.ColorNameScrollBar:           ColorScroll,
	theme.ColorNameScrollBarBackground: ColorClear,
	theme.ColorNameSelection:           ColorAccentBg,
	theme.ColorNameSeparator:           ColorHairline,
	theme.ColorNameShadow:              ColorClear, // the kit's overlays draw their own
	theme.ColorNameSuccess:             ColorGood,
	theme.ColorNameWarning:             ColorSoon,
}

var toolkitSizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameCaptionText:        TextCaps,
	theme.SizeNameText:               TextBody,
	theme.SizeNameSubHeadingText:     TextHeading,
	theme.SizeNameHeadingText:        TextTitle,
	theme.SizeNameInnerPadding:       8,
	theme.SizeNamePadding:            Gap,
	theme.SizeNameLineSpacing:        Gap,
	theme.SizeNameInlineIcon:         IconSize,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameInputRadius:        RadiusRow,
	theme.SizeNameButtonRadius:       RadiusRow,
	theme.SizeNameSelectionRadius:    4,
	theme.SizeNameCardRadius:         RadiusCard,
	theme.SizeNameDialogRadius:       RadiusOverlay,
	theme.SizeNamePopupRadius:        RadiusCard,
	theme.SizeNameMenuRadius:         RadiusCard,
	theme.SizeNameScrollBar:          8,
	theme.SizeNameScrollBarSmall:     4,
	theme.SizeNameScrollBarRadius:    4,
	theme.SizeNameSeparatorThickness: 1,
}

// Size returns Kontor's measures and the toolkit's for the rest.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if size, ok := toolkitSizes[name]; ok {
		return size
	}
	return theme.DefaultTheme().Size(name)
}

// Icon gives the toolkit's entries the eye of Kontor's family, and leaves its
// other widgets their icons.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	switch name {
	case theme.IconNameVisibility:
		return IconLook.In(ColorSecondary)
	case theme.IconNameVisibilityOff:
		return IconHide.In(ColorSecondary)
	}
	return theme.DefaultTheme().Icon(name)
}

// Font returns Inter; bold is its semibold.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	if c := cutOf(style); c != nil {
		return c.font()
	}
	return theme.DefaultTheme().Font(style)
}
