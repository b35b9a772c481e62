package importer

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
)

// pair is a row with two people who may be the same. Each half opens its own.
type pair struct {
	widget.BaseWidget
	left, right *half
	score       *kit.Badge
	reasons     *kit.Text
	line        *kit.Hairline
}

func newPair() *pair {
	p := &pair{left: newHalf(), right: newHalf(), score: kit.NewBadge(kit.Soon, ""), reasons: kit.NewText(kit.Secondary, ""), line: kit.NewHairline()}
	p.ExtendBaseWidget(p)
	return p
}

// sure is the score from which a pair is almost certainly one person.
const sure = 90

func (p *pair) set(d *desk.Desk, of projections.Duplicate, refresh func()) {
	p.left.set(d, of.A, refresh)
	p.right.set(d, of.B, refresh)
	tone := kit.Soon
	if of.Score >= sure {
		tone = kit.Late
	}
	p.score.Set(tone, "", i18n.T("importer.score.short", of.Score))
	p.reasons.SetText(reasonsOf(of))
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *pair) CreateRenderer() fyne.WidgetRenderer { return &pairRenderer{p} }

type pairRenderer struct{ p *pair }

func (r *pairRenderer) Layout(size fyne.Size) {
	half := size.Width / 2
	place(r.p.left, 0, 6, half, kit.RowHeight)
	place(r.p.right, half, 6, half, kit.RowHeight)
	score := r.p.score.MinSize()
	place(r.p.score, kit.Margin, 6+kit.RowHeight+2, score.Width, score.Height)
	left := kit.Margin + score.Width + 10
	place(r.p.reasons, left, 6+kit.RowHeight+2+(score.Height-18)/2, size.Width-left-kit.Margin, 18)
	place(r.p.line, kit.Margin, size.Height-1, size.Width-2*kit.Margin, 1)
}

func place(object fyne.CanvasObject, x, y, width, height float32) {
	object.Move(fyne.NewPos(x, y))
	object.Resize(fyne.NewSize(width, height))
}

func (r *pairRenderer) MinSize() fyne.Size { return fyne.NewSize(400, pairHeight) }

func (r *pairRenderer) Refresh() {
	for _, object := range r.Objects() {
		object.Refresh()
	}
}

func (r *pairRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.p.left, r.p.right, r.p.score, r.p.reasons, r.p.line}
}

func (r *pairRenderer) Destroy() {}

// half is one of the two people.
type half struct {
	widget.BaseWidget
	row  *kit.Row
	open func()
}

func newHalf() *half {
	h := &half{row: kit.NewRow()}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *half) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.row) }

// Tapped implements fyne.Tappable.
func (h *half) Tapped(*fyne.PointEvent) { h.open() }

func (h *half) set(d *desk.Desk, person projections.PersonRow, refresh func()) {
	h.open = func() { d.Open(domain.Stream{Kind: domain.KindPerson, ID: person.ID}) }
	var known []string
	for _, text := range []string{person.Organisation, person.Email, person.Phone} {
		if text != "" {
			known = append(known, text)
		}
	}
	data := kit.RowData{Face: d.Face(person, refresh), Title: desk.PersonName(person), Sub: strings.Join(known, " · ")}
	if !person.LastContact.IsZero() {
		data.Side = when.Speak(person.LastContact, d.Workspace.Now(), i18n.Language(), domain.PrecisionDay)
	}
	h.row.Set(data)
}
