package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
)

// Bar shows a share of a whole, between 0 and 1, as a line.
type Bar struct {
	widget.BaseWidget
	share float64
	tone  Tone
}

// NewBar returns a bar in a tone; Neutral draws it in the accent.
func NewBar(tone Tone, share float64) *Bar {
	b := &Bar{tone: tone, share: share}
	b.ExtendBaseWidget(b)
	return b
}

// Set shows another share.
func (b *Bar) Set(share float64) {
	if b.share != share {
		b.share = share
		b.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	track, fill := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	const thick = 8
	track.CornerRadius, fill.CornerRadius = thick/2, thick/2
	return newView(b, func(size fyne.Size) {
		y := middle(size.Height, thick)
		place(track, 0, y, size.Width, thick)
		share := float32(min(max(b.share, 0), 1))
		width := size.Width * share
		if share > 0 {
			width = max(width, thick)
		}
		place(fill, 0, y, width, thick)
	}, func() fyne.Size {
		return fyne.NewSize(60, thick)
	}, func() {
		paintRectangle(track, ColorChip, ColorClear)
		color := b.tone.Color()
		switch b.tone {
		case Neutral:
			color = ColorMark1
		case Soon:
			color = ColorMarkSoon
		}
		paintRectangle(fill, color, ColorClear)
	}, track, fill)
}

// Progress says how far a long work has come and lets it be cancelled.
type Progress struct {
	widget.BaseWidget
	text   *Text
	count  *Text
	bar    *Bar
	cancel *Button
}

// NewProgress returns the words, the bar and, with onCancel, a button.
func NewProgress(text string, onCancel func()) *Progress {
	p := &Progress{text: NewText(Body, text), count: NewText(Numbers, ""), bar: NewBar(Neutral, 0)}
	p.count.Align = fyne.TextAlignTrailing
	if onCancel != nil {
		p.cancel = NewButton(Quiet, i18n.T("kit.action.cancel"), onCancel)
	}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows how much of the whole is done; a whole of 0 is not known.
func (p *Progress) Set(done, of int) {
	share := 0.0
	count := i18n.Number(done)
	if of > 0 {
		share = float64(done) / float64(of)
		count = i18n.T("kit.count.of", done, of)
	}
	p.count.SetText(count)
	p.bar.Set(share)
	p.Refresh()
}

// SetText says what is being done now.
func (p *Progress) SetText(text string) { p.text.SetText(text) }

// CreateRenderer implements fyne.Widget.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{p.text, p.count, p.bar}
	if p.cancel != nil {
		objects = append(objects, p.cancel)
	}
	return newView(p, func(size fyne.Size) {
		width := size.Width
		if p.cancel != nil {
			button := p.cancel.MinSize()
			place(p.cancel, size.Width-button.Width, middle(size.Height, button.Height), button.Width, button.Height)
			width -= button.Width + 16
		}
		count := min(p.count.MinSize().Width, width/2)
		place(p.text, 0, 0, width-count-12, 19)
		place(p.count, width-count, 0, count, 19)
		place(p.bar, 0, 19+8, width, 8)
	}, func() fyne.Size {
		return fyne.NewSize(240, 19+8+8)
	}, nil, objects...)
}

// Spinner turns while something is being fetched.
type Spinner struct {
	widget.Activity
}

// NewSpinner returns one that stands still; Loader.OnBusy starts and stops it.
func NewSpinner() *Spinner {
	s := &Spinner{}
	s.ExtendBaseWidget(s)
	s.Hide()
	return s
}

// SetBusy shows and turns it, or hides it.
func (s *Spinner) SetBusy(busy bool) {
	if busy {
		s.Show()
		s.Start()
		return
	}
	s.Stop()
	s.Hide()
}

// MinSize is that of an icon.
func (s *Spinner) MinSize() fyne.Size { return fyne.NewSquareSize(IconSize) }
