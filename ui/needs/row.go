package needs

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// needFace is the sign of a need.
var needFace = kit.Face{Kind: kit.SymbolFace, Icon: kit.IconNeed}

const (
	rowHeight float32 = 64
	// ownerFace is the size of the owner's face in a row, and toldBar the width of
	// the bar that says how many know.
	ownerFace float32 = 22
	toldBar   float32 = 44
)

// needRow is a need in the list: what is wanted and by when, how it stands, how
// many asked and how many of them know, and who of us sees to it.
type needRow struct {
	widget.BaseWidget
	desk                *desk.Desk
	title, due          *kit.Text
	voices, told        *kit.Text
	state               *kit.Badge
	bar                 *kit.Bar
	barBox              *kit.Fixed
	owner               *kit.Avatar
	ownerBox            *kit.Fixed
	firstLine, lastLine *kit.Line
}

func newNeedRow(d *desk.Desk) *needRow {
	r := &needRow{
		desk: d, title: kit.NewText(kit.Strong, ""), due: kit.NewText(kit.Secondary, ""),
		voices: kit.NewText(kit.Secondary, ""), told: kit.NewText(kit.Secondary, ""),
		state: kit.NewBadge(kit.Neutral, ""), bar: kit.NewBar(kit.Good, 0), owner: kit.NewAvatar(ownerFace, kit.Face{}),
	}
	r.title.Shrink = true
	r.barBox, r.ownerBox = kit.NewFixed(toldBar, r.bar), kit.NewFixed(ownerFace, r.owner)
	r.ExtendBaseWidget(r)
	return r
}

func (r *needRow) set(n projections.NeedRow) {
	r.title.SetText(desk.NeedTitle(n))
	day, tone := r.desk.NeedDue(n)
	r.due.SetText(day)
	r.due.SetColor(tone.Color())
	r.state.Set(desk.NeedState(n))
	r.voices.SetText(voicesText(n.Voices))
	show(n.State != domain.NeedOpen && n.Voices > 0, r.barBox, r.told)
	if n.Voices > 0 {
		r.bar.Set(float64(n.Told) / float64(n.Voices))
	}
	r.told.SetText(strconv.Itoa(n.Told) + "/" + strconv.Itoa(n.Voices))
	show(n.Owner != domain.None, r.ownerBox)
	r.owner.SetFace(kit.Face{ID: n.Owner.String(), Name: n.OwnerName})
	r.Refresh()
}

// Refresh lays the parts out anew, whose widths follow from the words.
func (r *needRow) Refresh() {
	if r.firstLine != nil {
		r.firstLine.Refresh()
		r.lastLine.Refresh()
	}
	r.BaseWidget.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *needRow) CreateRenderer() fyne.WidgetRenderer {
	space := kit.NewSpace()
	r.firstLine = kit.NewLine(8, r.title, r.due).Grow(r.title)
	r.lastLine = kit.NewLine(8, r.state, r.voices, r.barBox, r.told, space, r.ownerBox).Grow(space)
	text := kit.NewColumn(4, r.firstLine, r.lastLine)
	return widget.NewSimpleRenderer(kit.NewPadded(8, kit.Margin, 8, kit.Margin, text))
}

func show(visible bool, objects ...fyne.CanvasObject) {
	for _, object := range objects {
		if visible {
			object.Show()
		} else {
			object.Hide()
		}
	}
}
