package today

import (
	"fyne.io/fyne/v2"
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

// meter shows how much of the day is done, beside its words.
type meter struct {
	line *kit.Line // the head it stands in
	bar  *kit.Bar
	box  *kit.Fixed
}

const meterWidth float32 = 96

func newMeter() *meter {
	m := &meter{bar: kit.NewBar(kit.Good, 0)}
	m.box = kit.NewFixed(meterWidth, m.bar)
	m.box.Hide()
	return m
}

func (m *meter) set(t tally) {
	m.box.Hide()
	if t.done() > 0 {
		m.bar.Set(float64(t.done()) / float64(t.all()))
		m.box.Show()
	}
	m.line.Refresh()
}
