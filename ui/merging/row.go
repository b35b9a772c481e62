package merging

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

const (
	rowHeight  float32 = 32
	rowsShown  float32 = 10
	labelWidth float32 = 150
	gap        float32 = 14
	pad        float32 = 12
)

// shownRow is a row as it is shown.
type shownRow struct {
	label                 string
	mine, other           string // "" where nothing is known
	mineStays, otherStays bool
	differs               bool // only one of the two can stay
}

func oneLine(field domain.Field, v domain.Value) string {
	return strings.Join(strings.Fields(workspace.FactText(field, v)), " ")
}

// fieldRow is a field with what is known of each of the two. What stays is to be
// read, what goes is faint.
type fieldRow struct {
	widget.BaseWidget
	label, mine, other *kit.Text
}

func newRow() *fieldRow {
	r := &fieldRow{label: kit.NewText(kit.Secondary, ""), mine: kit.NewText(kit.Body, ""), other: kit.NewText(kit.Body, "")}
	for _, text := range []*kit.Text{r.label, r.mine, r.other} {
		text.Shrink = true
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *fieldRow) set(s shownRow) {
	label := s.label
	r.label.SetColor("")
	if s.differs {
		label = "≠ " + label
		r.label.SetColor(kit.ColorSoon)
	}
	r.label.SetText(label)
	show := func(text *kit.Text, value string, stays bool) {
		color, mark := kit.ColorText, ""
		switch {
		case value == "":
			value, color = "–", kit.ColorFaint
		case !stays:
			color = kit.ColorFaint
		case s.differs:
			color, mark = kit.ColorAccent, "✓ "
		}
		text.SetColor(color)
		text.SetText(mark + value)
	}
	show(r.mine, s.mine, s.mineStays)
	show(r.other, s.other, s.otherStays)
}

// CreateRenderer implements fyne.Widget.
func (r *fieldRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{
		Layout: columns{(rowHeight - 19) / 2, 19}, Objects: []fyne.CanvasObject{r.label, r.mine, r.other},
	})
}

// columns sets a label and two values side by side.
type columns struct{ top, height float32 }

func (c columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	value := (size.Width - 2*pad - labelWidth - 2*gap) / 2
	at := [3]float32{pad, pad + labelWidth + gap, pad + labelWidth + 2*gap + value}
	for i, object := range objects {
		object.Move(fyne.NewPos(at[i], c.top))
		width := value
		if i == 0 {
			width = labelWidth
		}
		object.Resize(fyne.NewSize(width, c.height))
	}
}

func (c columns) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(labelWidth+200, c.top*2+c.height)
}

// head is one of the two people above their values.
type head struct {
	widget.BaseWidget
	row *kit.Row
}

func newHead() *head {
	h := &head{row: kit.NewRow()}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *head) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.row) }

func (h *head) set(d *desk.Desk, person projections.PersonRow, talks int, stays bool) {
	sub := i18n.T("merging.goes")
	if stays {
		sub = i18n.T("merging.stays")
	}
	h.row.Set(kit.RowData{
		Face: d.Face(person, h.Refresh), Title: desk.PersonName(person), Sub: sub + " · " + i18n.N("merging.talks", talks),
	})
}

// newSides sets the two people above the columns of their values.
func newSides(heads [2]*head) fyne.CanvasObject {
	return &fyne.Container{
		Layout: columns{0, kit.RowHeight}, Objects: []fyne.CanvasObject{kit.NewText(kit.Caps, ""), heads[0], heads[1]},
	}
}
