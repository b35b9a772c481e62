package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Panes sets a list beside its detail. Where the width does not suffice for
// both it shows one of them: the list until a row is opened, then the detail.
type Panes struct {
	widget.BaseWidget

	// OnFold is told when the width folds to one pane and unfolds again. A page
	// offers a way back to the list while it is folded.
	OnFold func(folded bool)

	list, detail fyne.CanvasObject
	listGround   *Ground
	line         *Hairline
	width        float32
	showDetail   bool
	folded       bool
	wide         bool
}

// detailMin is the least a detail needs beside the list.
const detailMin float32 = 380

// NewPanes returns list and detail; the list is ListWidth wide.
func NewPanes(list, detail fyne.CanvasObject) *Panes {
	p := &Panes{list: list, detail: detail, width: ListWidth, line: NewVerticalHairline()}
	p.listGround = NewGround(ColorPanel, list)
	p.ExtendBaseWidget(p)
	return p
}

// SetListWidth gives the list another width, as the wider one of Today.
func (p *Panes) SetListWidth(width float32) *Panes {
	p.width = width
	return p
}

// ShowDetail chooses which pane is shown while folded.
func (p *Panes) ShowDetail(show bool) {
	p.showDetail = show
	p.Refresh()
}

// SetWide gives the list the whole width, as a table needs it.
func (p *Panes) SetWide(wide bool) {
	if p.wide != wide {
		p.wide = wide
		p.Refresh()
	}
}

// Folded tells whether only one pane is shown for want of width.
func (p *Panes) Folded() bool { return p.folded }

// CreateRenderer implements fyne.Widget.
func (p *Panes) CreateRenderer() fyne.WidgetRenderer {
	return newView(p, func(size fyne.Size) {
		list := min(p.width, max(ListWidth, size.Width-detailMin))
		folded := size.Width < ListWidth+detailMin
		setVisible(p.listGround, p.wide || !folded || !p.showDetail)
		setVisible(p.detail, !p.wide && (!folded || p.showDetail))
		setVisible(p.line, !p.wide && !folded)
		if p.wide || folded {
			place(p.listGround, 0, 0, size.Width, size.Height)
			place(p.detail, 0, 0, size.Width, size.Height)
		} else {
			place(p.listGround, 0, 0, list-1, size.Height)
			place(p.line, list-1, 0, 1, size.Height)
			place(p.detail, list, 0, size.Width-list, size.Height)
		}
		if folded != p.folded {
			p.folded = folded
			if p.OnFold != nil {
				p.OnFold(folded)
			}
		}
	}, func() fyne.Size {
		return fyne.NewSize(320, 240)
	}, nil, p.listGround, p.line, p.detail)
}

// Facts sets a column of facts beside the main content. Where the width does
// not suffice the facts fold away and are shown in its place on demand.
type Facts struct {
	widget.BaseWidget

	// OnFold is told when the facts fold away and come back.
	OnFold func(folded bool)

	main, facts fyne.CanvasObject
	line        *Hairline
	shown       bool // in the place of the main content while folded
	folded      bool
}

const (
	mainMin  float32 = 340
	factsMax float32 = 340
)

// NewFacts returns main content with facts at its right, FactsWidth wide or, in
// a wide window, more.
func NewFacts(main, facts fyne.CanvasObject) *Facts {
	f := &Facts{main: main, facts: facts, line: NewVerticalHairline()}
	f.ExtendBaseWidget(f)
	return f
}

// ShowFacts chooses what is shown while folded.
func (f *Facts) ShowFacts(show bool) {
	f.shown = show
	f.Refresh()
}

// Folded tells whether the facts are folded away.
func (f *Facts) Folded() bool { return f.folded }

// CreateRenderer implements fyne.Widget.
func (f *Facts) CreateRenderer() fyne.WidgetRenderer {
	return newView(f, func(size fyne.Size) {
		folded := size.Width < mainMin+FactsWidth
		width := FactsWidth
		if size.Width > 2*mainMin+FactsWidth { // room to spare, of which the facts have a part
			width = min(factsMax, float32(int(FactsWidth+(size.Width-2*mainMin-FactsWidth)*0.3)))
		}
		setVisible(f.line, !folded)
		setVisible(f.main, !folded || !f.shown)
		setVisible(f.facts, !folded || f.shown)
		if folded {
			place(f.main, 0, 0, size.Width, size.Height)
			place(f.facts, 0, 0, size.Width, size.Height)
		} else {
			place(f.main, 0, 0, size.Width-width, size.Height)
			place(f.line, size.Width-width, 0, 1, size.Height)
			place(f.facts, size.Width-width+1, 0, width-1, size.Height)
		}
		if folded != f.folded {
			f.folded = folded
			if f.OnFold != nil {
				f.OnFold(folded)
			}
		}
	}, func() fyne.Size {
		return fyne.NewSize(300, 200)
	}, nil, f.main, f.line, f.facts)
}
