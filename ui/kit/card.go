package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Ground lays a colour behind content.
type Ground struct {
	widget.BaseWidget
	fill, stroke fyne.ThemeColorName
	radius       float32
	shadow       bool
	pad          float32
	content      fyne.CanvasObject
}

// NewGround returns content upon a colour, edge to edge.
func NewGround(fill fyne.ThemeColorName, content fyne.CanvasObject) *Ground {
	g := &Ground{fill: fill, stroke: ColorClear, content: content}
	g.ExtendBaseWidget(g)
	return g
}

// NewCard returns content upon a panel with a hairline around it.
func NewCard(content fyne.CanvasObject) *Ground {
	g := &Ground{fill: ColorPanel, stroke: ColorHairline, radius: RadiusCard, pad: 14, content: content}
	g.ExtendBaseWidget(g)
	return g
}

// NewNotice returns content upon the ground of a tone, for a word that should
// be read first.
func NewNotice(tone Tone, content fyne.CanvasObject) *Ground {
	g := &Ground{fill: tones[tone].ground, stroke: ColorClear, radius: RadiusCard, pad: 14, content: content}
	g.ExtendBaseWidget(g)
	return g
}

// NewOverlayCard returns content as it floats above the window.
func NewOverlayCard(content fyne.CanvasObject) *Ground {
	g := &Ground{fill: ColorPanel, stroke: ColorHairline, radius: RadiusOverlay, shadow: true, content: content}
	g.ExtendBaseWidget(g)
	return g
}

// HeightFor implements Flexible.
func (g *Ground) HeightFor(width float32) float32 {
	return HeightFor(g.content, width-2*g.pad) + 2*g.pad
}

// CreateRenderer implements fyne.Widget.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(nil)
	return newView(g, func(size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(g.content, g.pad, g.pad, size.Width-2*g.pad, size.Height-2*g.pad)
	}, func() fyne.Size {
		return g.content.MinSize().Add(fyne.NewSquareSize(2 * g.pad))
	}, func() {
		paintRectangle(ground, g.fill, g.stroke)
		ground.CornerRadius = g.radius
		if g.shadow {
			ground.Shadow = canvas.Shadow{Color: Color(ColorShadow), BlurRadius: 32, Offset: fyne.NewPos(0, 12)}
		}
	}, ground, g.content)
}

// NewSectionHeader returns the small capitals above a group.
func NewSectionHeader(title string) *Text { return NewText(Caps, title) }
