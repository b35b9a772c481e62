package team

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kontor/i18n"
	"kontor/ui/kit"
)

// stepView is a step with everything formatted.
type stepView struct {
	face            kit.Face
	icon            kit.Icon
	text, sub, time string
	shared          bool
}

// stepRow draws a step: who, what, on which machine, and whether the others
// have it.
type stepRow struct {
	widget.BaseWidget
	root   fyne.CanvasObject
	face   *kit.Avatar
	mark   *kit.ChannelMark
	text   *kit.Text
	sub    *kit.Text
	time   *kit.Text
	badge  *kit.Badge
	ending *kit.Line
}

func newStepRow() *stepRow {
	r := &stepRow{
		face: kit.NewAvatar(kit.FaceList, kit.Face{}), mark: kit.NewChannelMark(kit.IconEdit),
		text: kit.NewText(kit.Body, ""), sub: kit.NewText(kit.Secondary, ""), time: kit.NewText(kit.Faint, ""),
		badge: kit.NewBadge(kit.Soon, ""), ending: kit.NewLine(10),
	}
	r.text.Shrink, r.sub.Shrink = true, true
	words := kit.NewColumn(0, r.text, r.sub)
	r.root = kit.NewPadded(6, kit.Margin, 6, kit.Margin, kit.NewLine(12, r.face, r.mark, words, r.ending).Grow(words))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *stepRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.root) }

func (r *stepRow) set(v stepView) {
	r.face.SetFace(v.face)
	r.mark.Set(v.icon)
	r.text.SetText(v.text)
	r.sub.SetText(v.sub)
	r.time.SetText(v.time)
	if v.shared {
		r.ending.SetObjects(r.time)
	} else {
		r.badge.Set(kit.Soon, kit.IconClock, i18n.T("team.activity.unshared"))
		r.ending.SetObjects(r.badge, r.time)
	}
	r.Refresh()
}
