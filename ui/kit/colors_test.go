package kit

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// TestContrast checks each pair of text and ground that the kit draws against
// WCAG 2.2, success criteria 1.4.3 (text, 4.5 : 1) and 1.4.11 (marks, 3 : 1).
func TestContrast(t *testing.T) {
	grounds := []fyne.ThemeColorName{ColorGround, ColorPanel, ColorSelected, ColorHover}
	texts := map[fyne.ThemeColorName][]fyne.ThemeColorName{
		ColorText:      append([]fyne.ThemeColorName{ColorChip, ColorAccentBg, ColorLateBg, ColorSoonBg, ColorGoodBg}, grounds...),
		ColorSecondary: append([]fyne.ThemeColorName{ColorChip, ColorAccentBg, ColorSoonBg}, grounds...),
		ColorFaint:     grounds,
		ColorAccent:    append([]fyne.ThemeColorName{ColorAccentBg}, grounds...),
		ColorLate:      append([]fyne.ThemeColorName{ColorLateBg}, grounds...),
		ColorSoon:      append([]fyne.ThemeColorName{ColorSoonBg}, grounds...),
		ColorGood:      append([]fyne.ThemeColorName{ColorGoodBg}, grounds...),
		ColorOnAccent:  {ColorAccent},
		ColorPanel:     {ColorText}, // tooltips
	}
	for _, mode := range []Mode{Light, Dark} {
		own := NewTheme(mode)
		for text, on := range texts {
			for _, ground := range on {
				if got := contrast(own.Color(text, theme.VariantLight), own.Color(ground, theme.VariantLight)); got < 4.5 {
					t.Errorf("mode %d: %s on %s is %.2f : 1", mode, text, ground, got)
				}
			}
		}
		for _, mark := range []fyne.ThemeColorName{ColorAccent, ColorMark1, ColorMarkSoon} {
			if got := contrast(own.Color(mark, theme.VariantLight), own.Color(ColorPanel, theme.VariantLight)); got < 3 {
				t.Errorf("mode %d: mark %s on the panel is %.2f : 1", mode, mark, got)
			}
		}
	}
	for i, face := range faces {
		if got := contrast(color.White, face); got < 4.5 {
			t.Errorf("initials on people's colour %d are %.2f : 1", i, got)
		}
	}
}

// contrast is the ratio of WCAG: (L1 + 0.05) / (L2 + 0.05) of the relative
// luminances.
func contrast(a, b color.Color) float64 {
	high, low := luminance(a), luminance(b)
	if high < low {
		high, low = low, high
	}
	return (high + 0.05) / (low + 0.05)
}

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
}

func TestThemeKnowsItsColors(t *testing.T) {
	system := NewTheme(FollowSystem)
	for name, colors := range palette {
		if got := system.Color(name, theme.VariantDark); got != colors.dark {
			t.Errorf("%s in the dark is %v, want %v", name, got, colors.dark)
		}
		if got := NewTheme(Light).Color(name, theme.VariantDark); got != colors.light {
			t.Errorf("%s fixed to light is %v, want %v", name, got, colors.light)
		}
	}
	for name, own := range toolkitColors {
		if _, ok := palette[own]; !ok {
			t.Errorf("the toolkit's %s is mapped to %s, which is not there", name, own)
		}
	}
}
