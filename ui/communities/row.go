package communities

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
)

// communityRow is a community in the list: its people, and how many of them we
// are in rhythm with, as words and as a bar.
type communityRow struct {
	widget.BaseWidget
	name, people, rhythm *kit.Text
	bar                  *kit.Bar
}

func newCommunityRow() *communityRow {
	r := &communityRow{
		name: kit.NewText(kit.Strong, ""), people: kit.NewText(kit.Secondary, ""),
		rhythm: kit.NewText(kit.Secondary, ""), bar: kit.NewBar(kit.Neutral, 0),
	}
	r.name.Shrink, r.rhythm.Shrink = true, true
	r.ExtendBaseWidget(r)
	return r
}

func (r *communityRow) set(c projections.CommunityRow) {
	r.name.SetText(c.Name)
	r.people.SetText(i18n.N("communities.people", c.People))
	about := inRhythm(c)
	if kind := kindName(c.Taxonomy); kind != c.Name && c.Taxonomy != domain.CommunityOther && c.Taxonomy != "" {
		about = kind + " · " + about
	}
	r.rhythm.SetText(about)
	if c.WithRhythm > 0 {
		r.bar.Set(float64(c.InRhythm) / float64(c.WithRhythm))
		r.bar.Show()
	} else {
		r.bar.Hide()
	}
	r.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *communityRow) CreateRenderer() fyne.WidgetRenderer {
	text := kit.NewColumn(0,
		kit.NewLine(8, r.name, r.people).Grow(r.name),
		r.rhythm,
		kit.NewPadded(5, 0, 0, 0, r.bar))
	line := kit.NewLine(11, kit.NewAvatar(kit.FaceList, kit.Face{Kind: kit.SymbolFace}), text).Grow(text)
	return widget.NewSimpleRenderer(kit.NewPadded(6, kit.Margin, 4, kit.Margin, line))
}

// inRhythm says with how many we spoke within their rhythm.
func inRhythm(c projections.CommunityRow) string {
	if c.WithRhythm == 0 {
		return i18n.T("communities.no-rhythm")
	}
	return i18n.T("communities.in-rhythm", c.InRhythm, c.WithRhythm)
}
