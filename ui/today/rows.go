package today

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
	"kontor/ui/kit"
)

// headRow names a section and how many there are in it, and may offer something
// to do with all of them.
type headRow struct {
	widget.BaseWidget
	inner        *kit.Padded
	title, count *kit.Text
	all          *kit.Button
	act          func()
}

func newHeadRow() *headRow {
	h := &headRow{title: kit.NewText(kit.Caps, ""), count: kit.NewText(kit.Faint, "")}
	h.all = kit.NewButton(kit.Plain, i18n.T("today.snooze.all"), func() {
		if h.act != nil {
			h.act()
		}
	})
	h.all.Shortcut = "A"
	space := kit.NewSpace()
	h.inner = kit.NewPadded(4, kit.Margin-6, 0, kit.Margin, kit.NewLine(8, h.title, h.count, space, h.all).Grow(space))
	h.ExtendBaseWidget(h)
	return h
}

func (h *headRow) set(title, count string, act func()) {
	h.act = act
	h.title.SetText(title)
	h.count.SetText(count)
	if act != nil {
		h.all.Show()
	} else {
		h.all.Hide()
	}
	h.inner.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (h *headRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.inner) }

// moreRow says how much of a section is left for another day.
type moreRow struct {
	widget.BaseWidget
	inner *kit.Padded
	text  *kit.Text
}

const moreHeight float32 = 30

func newMoreRow() *moreRow {
	m := &moreRow{text: kit.NewText(kit.Faint, "")}
	m.inner = kit.NewPadded(6, kit.Margin, 0, kit.Margin+41, m.text) // beneath the names
	m.ExtendBaseWidget(m)
	return m
}

func (m *moreRow) set(text string) { m.text.SetText(text) }

// CreateRenderer implements fyne.Widget.
func (m *moreRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(m.inner) }

// meter shows how much of a whole is done, as a short bar.
type meter struct {
	widget.BaseWidget
	done, all int
}

const (
	meterWidth  float32 = 96
	meterHeight float32 = 6
)

func newMeter() *meter {
	m := &meter{}
	m.ExtendBaseWidget(m)
	m.Hide()
	return m
}

func (m *meter) set(done, all int) {
	m.done, m.all = done, all
	if done == 0 {
		m.Hide()
		return
	}
	m.Show()
	m.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (m *meter) CreateRenderer() fyne.WidgetRenderer {
	r := &meterRenderer{meter: m, track: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil)}
	r.track.CornerRadius, r.bar.CornerRadius = meterHeight/2, meterHeight/2
	r.Refresh()
	return r
}

type meterRenderer struct {
	meter      *meter
	track, bar *canvas.Rectangle
}

func (r *meterRenderer) Layout(size fyne.Size) {
	y := (size.Height - meterHeight) / 2
	r.track.Move(fyne.NewPos(0, y))
	r.track.Resize(fyne.NewSize(size.Width, meterHeight))
	width := float32(0)
	if r.meter.all > 0 {
		width = max(meterHeight, size.Width*float32(r.meter.done)/float32(r.meter.all))
	}
	r.bar.Move(fyne.NewPos(0, y))
	r.bar.Resize(fyne.NewSize(width, meterHeight))
}

func (r *meterRenderer) MinSize() fyne.Size { return fyne.NewSize(meterWidth, 18) }

func (r *meterRenderer) Refresh() {
	r.track.FillColor, r.bar.FillColor = kit.Color(kit.ColorChip), kit.Color(kit.ColorGood)
	r.Layout(r.meter.Size())
	canvas.Refresh(r.meter)
}

func (r *meterRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.track, r.bar} }

func (r *meterRenderer) Destroy() {}
