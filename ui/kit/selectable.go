package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// SelectableText is wrapping text that can be marked and copied. It takes the
// pointer, so it has no place in a list's row.
type SelectableText struct {
	widget.BaseWidget
	label *widget.Label
	over  *container.ThemeOverride
}

// NewSelectableText returns text of a role.
func NewSelectableText(style TextStyle, text string) *SelectableText {
	role := textRoles[style]
	s := &SelectableText{label: widget.NewLabelWithStyle(text, fyne.TextAlignLeading, role.weight)}
	s.label.Selectable = true
	s.label.Wrapping = fyne.TextWrapWord
	s.over = container.NewThemeOverride(s.label, &tightTheme{size: role.size, color: role.color})
	s.ExtendBaseWidget(s)
	return s
}

// SetText replaces the words.
func (s *SelectableText) SetText(text string) {
	s.label.SetText(text)
	s.Refresh()
}

// Text returns the words.
func (s *SelectableText) Text() string { return s.label.Text }

// HeightFor implements Flexible.
func (s *SelectableText) HeightFor(width float32) float32 {
	if s.over.Size().Width != width {
		s.over.Resize(fyne.NewSize(width, s.over.Size().Height))
	}
	return s.over.MinSize().Height
}

// CreateRenderer implements fyne.Widget.
func (s *SelectableText) CreateRenderer() fyne.WidgetRenderer {
	return newView(s, func(size fyne.Size) {
		place(s.over, 0, 0, size.Width, size.Height)
	}, func() fyne.Size {
		return fyne.NewSize(0, s.over.MinSize().Height)
	}, nil, s.over)
}

// currentTheme passes every question on to the theme in use, so that what
// overrides a part of it follows when another is chosen.
type currentTheme struct{}

func (currentTheme) theme() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

func (t currentTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	return t.theme().Color(name, variant)
}

func (t currentTheme) Font(style fyne.TextStyle) fyne.Resource { return t.theme().Font(style) }

func (t currentTheme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.theme().Icon(name) }

func (t currentTheme) Size(name fyne.ThemeSizeName) float32 { return t.theme().Size(name) }

// tightTheme gives a label a size and a colour and takes its padding.
type tightTheme struct {
	currentTheme
	size  float32
	color fyne.ThemeColorName
}

func (t *tightTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameInnerPadding:
		return 0
	case theme.SizeNameText:
		return t.size
	}
	return t.currentTheme.Size(name)
}

func (t *tightTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameForeground {
		return t.currentTheme.Color(t.color, variant)
	}
	return t.currentTheme.Color(name, variant)
}
