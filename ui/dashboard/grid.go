package dashboard

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kontor/ui/kit"
)

// grid sets cards side by side, each with its weight of the width, and in fewer
// columns where one would become narrower than the least.
type grid struct {
	widget.BaseWidget
	least   float32
	weights []float32
	cards   []fyne.CanvasObject
}

const gridGap float32 = 12

func newGrid(least float32, weights []float32, cards ...fyne.CanvasObject) *grid {
	g := &grid{least: least, weights: weights, cards: cards}
	g.ExtendBaseWidget(g)
	return g
}

// widths are those of the columns at a width.
func (g *grid) widths(width float32) []float32 {
	columns := len(g.cards)
	if fit := int((width + gridGap) / (g.least + gridGap)); fit < columns {
		// As even as possible: six in two rows of three, not of five and one.
		rows := (columns + max(fit, 1) - 1) / max(fit, 1)
		columns = (columns + rows - 1) / rows
	}
	room, sum := width-gridGap*float32(columns-1), float32(0)
	weight := func(i int) float32 {
		if columns == len(g.cards) && i < len(g.weights) {
			return g.weights[i]
		}
		return 1
	}
	for i := range columns {
		sum += weight(i)
	}
	widths := make([]float32, columns)
	for i := range widths {
		widths[i] = float32(int(room * weight(i) / sum))
	}
	for i := range columns - 1 { // the last one takes what rounding left
		width -= widths[i] + gridGap
	}
	widths[columns-1] = width
	return widths
}

// HeightFor implements kit.Flexible.
func (g *grid) HeightFor(width float32) float32 {
	return g.arrange(width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (g *grid) arrange(width float32, place func(card fyne.CanvasObject, x, y, width, height float32)) float32 {
	widths := g.widths(width)
	y := float32(0)
	for first := 0; first < len(g.cards); first += len(widths) {
		row := g.cards[first:min(first+len(widths), len(g.cards))]
		height := float32(0)
		for i, card := range row {
			height = max(height, kit.HeightFor(card, widths[i]))
		}
		x := float32(0)
		for i, card := range row {
			place(card, x, y, widths[i], height)
			x += widths[i] + gridGap
		}
		y += height + gridGap
	}
	return y - gridGap
}

// CreateRenderer implements fyne.Widget.
func (g *grid) CreateRenderer() fyne.WidgetRenderer { return &gridRenderer{g} }

type gridRenderer struct{ g *grid }

func (r *gridRenderer) Layout(size fyne.Size) {
	r.g.arrange(size.Width, func(card fyne.CanvasObject, x, y, width, height float32) {
		card.Move(fyne.NewPos(x, y))
		card.Resize(fyne.NewSize(width, height))
	})
}

func (r *gridRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.g.least, r.g.HeightFor(max(r.g.Size().Width, r.g.least)))
}
func (r *gridRenderer) Objects() []fyne.CanvasObject { return r.g.cards }
func (r *gridRenderer) Destroy()                     {}

func (r *gridRenderer) Refresh() {
	r.Layout(r.g.Size())
	for _, card := range r.g.cards {
		card.Refresh()
	}
}
