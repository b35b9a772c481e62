package chart

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kontor/ui/kit"
)

// drawing gathers the shapes of a chart and where its marks are.
type drawing struct {
	size    fyne.Size
	objects []fyne.CanvasObject
	hits    []hit
}

func (d *drawing) rect(color fyne.ThemeColorName, x, y, width, height, radius float32) {
	r := canvas.NewRectangle(kit.Color(color))
	r.CornerRadius = radius
	r.Move(fyne.NewPos(x, y))
	r.Resize(fyne.NewSize(width, height))
	d.objects = append(d.objects, r)
}

func (d *drawing) line(color fyne.ThemeColorName, width, x1, y1, x2, y2 float32) {
	l := canvas.NewLine(kit.Color(color))
	l.StrokeWidth = width
	l.Position1, l.Position2 = fyne.NewPos(x1, y1), fyne.NewPos(x2, y2)
	d.objects = append(d.objects, l)
}

func (d *drawing) dot(color fyne.ThemeColorName, x, y, radius float32) {
	c := canvas.NewCircle(kit.Color(color))
	c.Move(fyne.NewPos(x-radius, y-radius))
	c.Resize(fyne.NewSquareSize(2 * radius))
	d.objects = append(d.objects, c)
}

// labelSize is the size of the words of an axis, and labelHeight their line.
const (
	labelSize   float32 = 11
	labelHeight float32 = 16
)

var figures = fyne.TextStyle{TabWidth: 6} // of equal width

func widthOf(text string, size float32) float32 {
	return kit.MeasureText(text, size, figures).Width
}

// text writes words whose upper left corner, middle or upper right corner is at
// a place.
func (d *drawing) text(color fyne.ThemeColorName, size float32, words string, x, y float32, align fyne.TextAlign) {
	t := canvas.NewText(words, kit.Color(color))
	t.TextSize = size
	t.TextStyle, t.FontSource = kit.FontFor(words, figures)
	width := widthOf(words, size)
	switch align {
	case fyne.TextAlignCenter:
		x -= width / 2
	case fyne.TextAlignTrailing:
		x -= width
	}
	t.Move(fyne.NewPos(x, y))
	t.Resize(fyne.NewSize(width, labelHeight))
	d.objects = append(d.objects, t)
}

// cut shortens words to a width.
func cut(words string, size, width float32) string {
	if widthOf(words, size) <= width {
		return words
	}
	letters := []rune(words)
	for len(letters) > 1 && widthOf(string(letters)+"…", size) > width {
		letters = letters[:len(letters)-1]
	}
	return string(letters) + "…"
}

func (d *drawing) hit(x, y, width, height float32) {
	d.hits = append(d.hits, hit{fyne.NewPos(x, y), fyne.NewSize(width, height)})
}

// bubble says the value of a mark above it, or below where there is no room.
func (d *drawing) bubble(h hit, says string, framed bool) {
	if framed {
		r := canvas.NewRectangle(kit.Color(kit.ColorClear))
		r.StrokeWidth, r.StrokeColor, r.CornerRadius = 2, kit.Color(kit.ColorAccent), 4
		r.Move(h.at.SubtractXY(1, 1))
		r.Resize(h.size.AddWidthHeight(2, 2))
		d.objects = append(d.objects, r)
	}
	if says == "" {
		return
	}
	says = cut(says, kit.TextSecondary, d.size.Width-16)
	width := widthOf(says, kit.TextSecondary) + 16
	const height float32 = 24
	x := min(max(h.at.X+h.size.Width/2-width/2, 0), max(d.size.Width-width, 0))
	y := h.at.Y - height - 3
	if y < 0 {
		if y = h.at.Y + h.size.Height + 3; y+height > d.size.Height {
			y = 0
		}
	}
	d.rect(kit.ColorText, x, y, width, height, 6)
	d.text(kit.ColorPanel, kit.TextSecondary, says, x+8, y+(height-labelHeight)/2, fyne.TextAlignLeading)
}

// nice is the least plain number that is not below a value and of which a half
// is one too.
func nice(value float64) float64 {
	if value <= 10 {
		return max(2, 2*math.Ceil(value/2))
	}
	power := math.Pow(10, math.Floor(math.Log10(value)))
	for _, step := range []float64{1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10} {
		if step*power >= value {
			return step * power
		}
	}
	return 10 * power
}

// every says which labels of an axis are written so that none touches another:
// each so many.
func every(labels []string, slot float32) int {
	var widest float32
	for _, label := range labels {
		widest = max(widest, widthOf(label, labelSize))
	}
	return max(1, int(math.Ceil(float64((widest+10)/max(slot, 1)))))
}
