package today

import (
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
	"kontor/ui/kit"
)

// donePicture is the sight of a day that is done: the sun goes down behind the
// hills, and below stands what was done.
type donePicture struct {
	widget.BaseWidget
	title, text *kit.Text
}

// The measures of the picture.
const (
	skyWidth   float32 = 300
	skyHeight  float32 = 104
	horizon    float32 = 84
	sunRadius  float32 = 30
	rayCount           = 11
	doneHeight float32 = skyHeight + 84
)

func newDonePicture() *donePicture {
	p := &donePicture{title: kit.NewText(kit.Heading, i18n.T("today.empty.title")), text: kit.NewParagraph(kit.Secondary, "")}
	p.title.Align, p.text.Align = fyne.TextAlignCenter, fyne.TextAlignCenter
	p.ExtendBaseWidget(p)
	return p
}

// set says what was done on the day.
func (p *donePicture) set(t tally) {
	p.text.SetText(doneText(t))
	p.Refresh()
}

// parts are the kinds of things that were done, each in words.
func (t tally) parts() (said []string) {
	for _, part := range []struct {
		key string
		n   int
	}{{"today.done.follow-ups", t.followUps}, {"today.done.answers", t.answers}, {"today.done.people", t.spoken}, {"today.done.needs", t.needs}} {
		if part.n > 0 {
			said = append(said, i18n.N(part.key, part.n))
		}
	}
	return said
}

// pictureHeight has room for another line where much was done.
func (t tally) pictureHeight() float32 {
	if len(t.parts()) > 2 {
		return doneHeight + 22
	}
	return doneHeight
}

// doneText is what was done, in words. A line is broken between the things that
// were done, not amid one of them.
func doneText(t tally) string {
	done := t.parts()
	if len(done) == 0 {
		return i18n.T("today.empty.text")
	}
	for i := range done {
		done[i] = strings.ReplaceAll(done[i], " ", "\u00a0")
	}
	return kit.Capital(strings.Join(done, "\u00a0· ")) + ".\n" + i18n.T("today.done.text")
}

// CreateRenderer implements fyne.Widget.
func (p *donePicture) CreateRenderer() fyne.WidgetRenderer {
	r := &doneRenderer{picture: p}
	for i := range r.halos {
		r.halos[i] = canvas.NewCircle(nil)
		r.objects = append(r.objects, r.halos[i])
	}
	for i := range r.rays {
		r.rays[i] = canvas.NewLine(nil)
		r.rays[i].StrokeWidth = 2
		r.objects = append(r.objects, r.rays[i])
	}
	r.sun, r.ground = canvas.NewCircle(nil), canvas.NewRectangle(nil)
	r.objects = append(r.objects, r.sun, r.ground)
	for i := range r.shore {
		r.shore[i] = canvas.NewLine(nil)
		r.shore[i].StrokeWidth = 2
		r.objects = append(r.objects, r.shore[i])
	}
	for i := range r.tick {
		r.tick[i] = canvas.NewLine(nil)
		r.tick[i].StrokeWidth = 3
		r.objects = append(r.objects, r.tick[i])
	}
	r.objects = append(r.objects, p.title, p.text)
	r.Refresh()
	return r
}

type doneRenderer struct {
	picture *donePicture
	halos   [2]*canvas.Circle
	rays    [rayCount]*canvas.Line
	sun     *canvas.Circle
	ground  *canvas.Rectangle // hides what is below the horizon
	shore   [3]*canvas.Line   // the horizon and what mirrors in it
	tick    [2]*canvas.Line   // a check mark in the sun
	objects []fyne.CanvasObject
}

func (r *doneRenderer) Layout(size fyne.Size) {
	middle := size.Width / 2
	centre := fyne.NewPos(middle, horizon-8)
	around := func(c *canvas.Circle, radius float32) {
		c.Move(centre.SubtractXY(radius, radius))
		c.Resize(fyne.NewSquareSize(2 * radius))
	}
	around(r.halos[0], 74)
	around(r.halos[1], 52)
	around(r.sun, sunRadius)
	for i, ray := range r.rays {
		angle := math.Pi * (float64(i) + 0.5) / rayCount
		cos, sin := float32(math.Cos(angle)), float32(math.Sin(angle))
		from, to := sunRadius+8, sunRadius+15
		if i%2 == 0 {
			to += 4
		}
		ray.Position1 = centre.AddXY(cos*from, -sin*from)
		ray.Position2 = centre.AddXY(cos*to, -sin*to)
	}
	r.ground.Move(fyne.NewPos(middle-skyWidth/2, horizon))
	r.ground.Resize(fyne.NewSize(skyWidth, 80))
	for i, half := range []float32{skyWidth / 2, 62, 26} {
		y := horizon + float32(i)*9
		r.shore[i].Position1, r.shore[i].Position2 = fyne.NewPos(middle-half, y), fyne.NewPos(middle+half, y)
	}
	r.tick[0].Position1, r.tick[0].Position2 = centre.AddXY(-11, -8), centre.AddXY(-3, 0)
	r.tick[1].Position1, r.tick[1].Position2 = centre.AddXY(-3, 0), centre.AddXY(12, -16)
	width := min(size.Width-2*kit.Margin, 380)
	left := (size.Width - width) / 2
	p := r.picture
	p.title.Move(fyne.NewPos(left, skyHeight+14))
	p.title.Resize(fyne.NewSize(width, 22))
	p.text.Move(fyne.NewPos(left, skyHeight+40))
	p.text.Resize(fyne.NewSize(width, p.text.HeightFor(width)))
}

func (r *doneRenderer) MinSize() fyne.Size { return fyne.NewSize(skyWidth, doneHeight) }

func (r *doneRenderer) Refresh() {
	r.halos[0].FillColor = faded(kit.Color(kit.ColorSoonBg), 0x90)
	r.halos[1].FillColor = kit.Color(kit.ColorSoonBg)
	r.sun.FillColor = kit.Color(kit.ColorMarkSoon)
	for _, ray := range r.rays {
		ray.StrokeColor = kit.Color(kit.ColorMarkSoon)
	}
	r.ground.FillColor = kit.Color(kit.ColorPanel)
	r.shore[0].StrokeColor = kit.Color(kit.ColorAccent)
	for i, line := range r.shore[1:] {
		line.StrokeColor = faded(kit.Color(kit.ColorAccent), uint8(0x80>>i))
	}
	for _, line := range r.tick {
		line.StrokeColor = kit.Color(kit.ColorPanel)
	}
	r.Layout(r.picture.Size())
	canvas.Refresh(r.picture)
}

func (r *doneRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *doneRenderer) Destroy() {}

func faded(c color.Color, alpha uint8) color.Color {
	red, green, blue, _ := c.RGBA()
	return color.NRGBA{R: uint8(red >> 8), G: uint8(green >> 8), B: uint8(blue >> 8), A: alpha}
}
