package report

import (
	"bytes"
	"image"
	"image/color"
	_ "image/gif" // photos of cards come in
	"image/jpeg"
	_ "image/png" // any of these
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/draw"

	"kontor/domain"
	"kontor/i18n"
)

const (
	faceSize    = 17.0
	figureWidth = 24.0
	warnings    = 2 // how many are named
)

// head is who it is, how the relationship stands, and what to know first.
func (p *page) head() {
	d := p.dossier
	p.y = marginTop
	p.write(styleEyebrow, marginSide, p.y, textWidth/2, upper(i18n.T("report.kind."+string(d.Kind))))
	p.writeRight(styleFaint, marginSide+textWidth, p.y, textWidth/2, i18n.T("report.as-of", p.asOf()))
	p.y += 7.5
	top := p.y
	p.face(top)
	x := marginSide + faceSize + 5
	width := textWidth - faceSize - 5
	if d.Health != nil {
		p.figure(top)
		width -= figureWidth + 4
	}
	p.y = p.lines(styleName, x, top-1.5, p.wrap(styleName, d.Name, width, 2))
	p.y = p.lines(styleQuiet, x, p.y, p.wrap(styleQuiet, join(d.About), width, 2))
	p.y = p.lines(styleQuiet, x, p.y, p.wrap(styleQuiet, d.Last, width, 2))
	p.y = max(p.y, top+faceSize) + 3
	p.marks()
	p.warn()
}

func (p *page) asOf() string {
	return i18n.T("report.moment", dayOf(p.dossier.AsOf), p.dossier.AsOf.Format("15:04"))
}

func upper(text string) string { return strings.ToUpper(text) }

// join puts parts beside each other.
func join(parts []string) string { return strings.Join(parts, " · ") }

// face is the photo, or the initials where there is none that can be shown.
func (p *page) face(top float64) {
	r := faceSize / 2
	round := p.dossier.Kind == domain.KindPerson
	if photo := square(p.dossier.Photo); photo != nil {
		options := fpdf.ImageOptions{ImageType: "JPG"}
		p.pdf.RegisterImageOptionsReader("face", options, bytes.NewReader(photo))
		if p.pdf.Ok() {
			p.pdf.ClipCircle(marginSide+r, top+r, r, false)
			p.pdf.ImageOptions("face", marginSide, top, faceSize, faceSize, false, options, 0, "")
			p.pdf.ClipEnd()
			return
		}
		p.pdf.ClearError()
	}
	p.fill(inkAccentBg)
	if round {
		p.pdf.Circle(marginSide+r, top+r, r, "F")
	} else {
		p.pdf.RoundedRect(marginSide, top, faceSize, faceSize, 2.5, "1234", "F")
	}
	s := style{bold, 17, inkAccent}
	p.writeMiddle(s, marginSide+r, top+r-s.line()/2, faceSize-2, cut(p.dossier.Initials, 2))
}

// The largest picture that is decoded, and the size to which it is brought.
const (
	mostPixels = 64 << 20
	photoSide  = 240
)

// square cuts the middle out of a photo; nil for what is no picture.
func square(data []byte) []byte {
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width <= 0 || config.Height <= 0 || config.Width > mostPixels/config.Height {
		return nil
	}
	photo, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	b := photo.Bounds()
	side := min(b.Dx(), b.Dy())
	x, y := b.Min.X+(b.Dx()-side)/2, b.Min.Y+(b.Dy()-side)/2
	small := image.NewRGBA(image.Rect(0, 0, photoSide, photoSide))
	draw.Draw(small, small.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(small, small.Bounds(), photo, image.Rect(x, y, x+side, y+side), draw.Over, nil)
	var out bytes.Buffer
	if jpeg.Encode(&out, small, &jpeg.Options{Quality: 88}) != nil {
		return nil
	}
	return out.Bytes()
}

// figure is how the relationship stands.
func (p *page) figure(top float64) {
	h := p.dossier.Health
	ink, middle := healthInk(h.State), marginSide+textWidth-figureWidth/2
	if !h.State.Told() {
		words := strings.Fields(h.Said) // on two lines
		half := (len(words) + 1) / 2
		p.writeMiddle(styleSmall, middle, top, figureWidth, strings.Join(words[:half], " "))
		p.writeMiddle(styleSmall, middle, top+styleSmall.line(), figureWidth, strings.Join(words[half:], " "))
		return
	}
	number := style{bold, 20, ink}
	p.writeMiddle(number, middle, top-1.5, figureWidth, strconv.Itoa(h.Score))
	y := top - 1.5 + number.line()
	p.writeMiddle(styleSmall, middle, y, figureWidth, h.Said)
	y += styleSmall.line() + 1
	left, width := marginSide+textWidth-figureWidth+2, figureWidth-4.0
	p.fill(inkChip)
	p.pdf.RoundedRect(left, y, width, 1.6, 0.8, "1234", "F")
	p.fill(ink)
	if filled := width * float64(min(max(h.Score, 0), 100)) / 100; filled >= 1.6 {
		p.pdf.RoundedRect(left, y, filled, 1.6, 0.8, "1234", "F")
	}
}

func healthInk(state domain.HealthState) color.NRGBA {
	switch state {
	case domain.HealthWarm:
		return inkGood
	case domain.HealthSteady:
		return inkAccent
	case domain.HealthCooling:
		return inkSoon
	case domain.HealthCold:
		return inkLate
	}
	return inkFaint
}

// marks are the tags and communities, in one line; the others are counted.
func (p *page) marks() {
	marks := p.dossier.Marks
	if len(marks) == 0 {
		return
	}
	const height, gap, inset = 5.2, 1.8, 2.4
	x, end := marginSide, marginSide+textWidth
	for i, mark := range marks {
		text := shorten(p.printable.text(mark), 60, p.measure(styleSmall))
		if text == "" {
			continue
		}
		width := p.measure(styleSmall)(text) + 2*inset
		rest := ""
		if left := len(marks) - i; x+width > end-12 && left > 1 || x+width > end {
			rest = "+" + i18n.Number(left)
			text, width = rest, p.measure(styleSmall)(rest)+2*inset
		}
		p.fill(inkChip)
		p.pdf.RoundedRect(x, p.y, width, height, height/2, "1234", "F")
		p.write(styleSmall, x+inset, p.y+(height-styleSmall.line())/2, width, text)
		if rest != "" {
			break
		}
		x += width + gap
	}
	p.y += height + 3
}

// warn draws the warnings.
func (p *page) warn() {
	const inset = 3.5
	strong, body := styleStrong.in(inkLate), styleBody
	for i, w := range p.dossier.Warnings {
		if i == warnings {
			p.y = p.lines(styleSmall.in(inkLate), marginSide, p.y, p.wrap(styleSmall, i18n.N("report.complaints.more", len(p.dossier.Warnings)-i), textWidth, 1))
			p.y++
			break
		}
		title := p.wrap(strong, w.Title, textWidth-2*inset, 1)
		text := p.wrap(body, w.Text, textWidth-2*inset, 2)
		height := float64(len(title))*strong.line() + float64(len(text))*body.line() + 3.6
		p.fill(inkLateBg)
		p.pdf.RoundedRect(marginSide, p.y, textWidth, height, 1.8, "1234", "F")
		y := p.lines(strong, marginSide+inset, p.y+1.8, title)
		p.lines(body, marginSide+inset, y, text)
		p.y += height + 2
	}
}
