package report

import (
	"bytes"
	"fmt"
	"image/color"
	"io"

	"codeberg.org/go-pdf/fpdf"

	"kontor/assets"
	"kontor/i18n"
)

// The measures of the page in millimetres, of letters in points.
const (
	pageWidth, pageHeight = 210.0, 297.0
	marginSide            = 17.0
	marginTop             = 15.0
	footTop               = pageHeight - 20.0
	textWidth             = pageWidth - 2*marginSide
	pointSize             = 25.4 / 72
	gapSections           = 4.6
)

// The weights of the font.
const (
	regular = ""
	bold    = "B"
)

var (
	inkText      = color.NRGBA{R: 0x1F, G: 0x1D, B: 0x1A}
	inkSecondary = color.NRGBA{R: 0x61, G: 0x5B, B: 0x53}
	inkFaint     = color.NRGBA{R: 0x71, G: 0x6A, B: 0x60}
	inkLine      = color.NRGBA{R: 0xE2, G: 0xDD, B: 0xD3}
	inkAccent    = color.NRGBA{R: 0x0F, G: 0x64, B: 0x64}
	inkAccentBg  = color.NRGBA{R: 0xE3, G: 0xEF, B: 0xEE}
	inkChip      = color.NRGBA{R: 0xEF, G: 0xEB, B: 0xE4}
	inkLate      = color.NRGBA{R: 0xB2, G: 0x3A, B: 0x24}
	inkLateBg    = color.NRGBA{R: 0xFB, G: 0xEA, B: 0xE6}
	inkSoon      = color.NRGBA{R: 0x85, G: 0x5B, B: 0x0D}
	inkGood      = color.NRGBA{R: 0x2A, G: 0x70, B: 0x46}
)

// Write writes the dossier as a PDF of exactly one page of A4: what does not fit
// is cut and counted. The same dossier gives the same bytes.
func Write(out io.Writer, d *Dossier) error {
	p := newPage(d)
	p.head()
	p.sections()
	p.foot()
	var b bytes.Buffer
	if err := p.pdf.Output(&b); err != nil {
		return fmt.Errorf("drawing the dossier: %w", err)
	}
	_, err := out.Write(b.Bytes())
	return err
}

// page is the sheet as it is being drawn, from top to bottom.
type page struct {
	dossier   *Dossier
	pdf       *fpdf.Fpdf
	printable printable
	y         float64 // above it all is drawn
	bottom    float64 // below it stands the foot
}

func newPage(d *Dossier) *page {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(d.AsOf.UTC())
	pdf.SetModificationDate(d.AsOf.UTC())
	pdf.SetProducer("Kontor", true)
	pdf.SetCreator("Kontor", true)
	pdf.SetLang(d.Language)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.AddUTF8FontFromBytes("Inter", regular, assets.Font("Inter-Regular.ttf"))
	pdf.AddUTF8FontFromBytes("Inter", bold, assets.Font("Inter-SemiBold.ttf"))
	p := &page{dossier: d, pdf: pdf, bottom: footTop}
	pdf.SetTitle(i18n.T("report.title", p.printable.text(d.Name)), true)
	pdf.SetAuthor(p.printable.text(d.By), true)
	pdf.SetSubject(i18n.T("report.personal"), true)
	pdf.SetDisplayMode("fullpage", "single")
	pdf.AddPage()
	return p
}

// style is how letters look.
type style struct {
	weight string
	size   float64
	ink    color.NRGBA
}

var (
	styleEyebrow = style{bold, 7.5, inkAccent}
	styleName    = style{bold, 20, inkText}
	styleBody    = style{regular, 9, inkText}
	styleStrong  = style{bold, 9, inkText}
	styleQuiet   = style{regular, 9, inkSecondary}
	styleSmall   = style{regular, 8, inkSecondary}
	styleFaint   = style{regular, 7.5, inkFaint}
	styleTitle   = style{bold, 7.5, inkFaint}
)

// line is the height of a line of text.
func (s style) line() float64 { return s.size * pointSize * 1.42 }

// base is how far below the top of a line the letters stand.
func (s style) base() float64 { return s.line()/2 + s.size*pointSize*0.36 }

func (s style) in(ink color.NRGBA) style {
	s.ink = ink
	return s
}

func (p *page) use(s style) {
	p.pdf.SetFont("Inter", s.weight, s.size)
	p.pdf.SetTextColor(int(s.ink.R), int(s.ink.G), int(s.ink.B))
}

func (p *page) measure(s style) func(string) float64 {
	p.use(s)
	return p.pdf.GetStringWidth
}

// widest is how wide a text is in one line, most at the most.
func (p *page) widest(s style, most float64, text string) float64 {
	return min(most, p.measure(s)(p.printable.text(text)))
}

// wrap is a text in lines of a style.
func (p *page) wrap(s style, text string, width float64, most int) []string {
	return wrap(p.printable.text(text), most, width, p.measure(s))
}

// write puts a text into a line whose top is y, cut to a width.
func (p *page) write(s style, x, y, width float64, text string) float64 {
	text = p.printable.text(text)
	if text == "" {
		return 0
	}
	text = shorten(text, width, p.measure(s))
	p.pdf.Text(x, y+s.base(), text)
	return p.pdf.GetStringWidth(text)
}

// writeRight ends at x.
func (p *page) writeRight(s style, x, y, width float64, text string) {
	text = shorten(p.printable.text(text), width, p.measure(s))
	p.pdf.Text(x-p.pdf.GetStringWidth(text), y+s.base(), text)
}

// writeMiddle stands around x.
func (p *page) writeMiddle(s style, x, y, width float64, text string) {
	text = shorten(p.printable.text(text), width, p.measure(s))
	p.pdf.Text(x-p.pdf.GetStringWidth(text)/2, y+s.base(), text)
}

// lines puts lines below each other from y on and returns where they end.
func (p *page) lines(s style, x, y float64, lines []string) float64 {
	p.use(s)
	for _, line := range lines {
		p.pdf.Text(x, y+s.base(), line)
		y += s.line()
	}
	return y
}

func (p *page) fill(ink color.NRGBA) { p.pdf.SetFillColor(int(ink.R), int(ink.G), int(ink.B)) }

// rule draws a hairline over the width of the text.
func (p *page) rule(y float64) {
	p.pdf.SetDrawColor(int(inkLine.R), int(inkLine.G), int(inkLine.B))
	p.pdf.SetLineWidth(0.2)
	p.pdf.Line(marginSide, y, marginSide+textWidth, y)
}

// foot says as of when, by whom and from what the page was made.
func (p *page) foot() {
	d := p.dossier
	p.rule(footTop + 2)
	made := []string{i18n.T("report.as-of", p.asOf())}
	if d.By != "" {
		made = append(made, i18n.T("report.by", d.By))
	}
	if d.Workspace != "" {
		made = append(made, i18n.T("report.workspace", d.Workspace))
	}
	y := footTop + 4
	p.write(styleFaint, marginSide, y, textWidth, join(append(made, i18n.T("report.position", i18n.Number(int(d.Position))))))
	y += styleFaint.line()
	notice := i18n.T("report.personal.long")
	if p.printable.lacked {
		notice += " " + i18n.T("report.lacking", string(lacking))
	}
	p.lines(styleFaint, marginSide, y, p.wrap(styleFaint, notice, textWidth, 2))
}
