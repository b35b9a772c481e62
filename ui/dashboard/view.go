package dashboard

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/chart"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/when"
)

// view is the page made of its figures: for the window, and once more for a
// picture of it.
type view struct {
	*figures
	desk    *desk.Desk
	set     func(func(*choice))
	content []fyne.CanvasObject
	first   fyne.Focusable
	ways    map[string]fyne.Focusable // what leads on, by a name of its own
}

// The least widths of the cards, below which the columns fold.
const (
	tileLeast float32 = 158
	cardLeast float32 = 330
)

func newView(d *desk.Desk, f *figures, set func(func(*choice))) *view {
	v := &view{figures: f, desk: d, set: set, ways: map[string]fyne.Focusable{}}
	v.content = []fyne.CanvasObject{
		newGrid(tileLeast, nil, v.tiles()...),
		newGrid(cardLeast, []float32{1.55, 1}, v.talks(), v.coverage()),
		newGrid(cardLeast, nil,
			v.faces("quiet", f.WentQuiet, f.quiet, f.all == nil || f.all.People == 0),
			v.faces("back", f.CameBack, f.back, false)),
		newGrid(cardLeast, []float32{1.55, 1}, v.sentiment(), v.beginnings()),
	}
	return v
}

// open leads to the list behind a number, whose words are said above it.
func (v *view) open(label string, list projections.List) func() {
	if list.People == nil && list.Timeline == nil && list.FollowUps == nil && list.Owed == nil {
		return nil
	}
	return func() { v.desk.OpenList(desk.Asked{Label: label, List: list}) }
}

func (v *view) days() projections.DaySpan {
	return projections.DaySpan{From: v.Query.From, To: v.Query.To}
}

// card is a chart or a list under the question it answers.
func card(title, about string, content ...fyne.CanvasObject) fyne.CanvasObject {
	head := kit.NewText(kit.Bold, title)
	head.Shrink = true
	parts := []fyne.CanvasObject{head}
	if about != "" {
		parts = append(parts, kit.NewParagraph(kit.Secondary, about))
	}
	return kit.NewCard(kit.NewColumn(10, kit.NewColumn(1, parts...), kit.NewColumn(8, content...)))
}

// faces are the first of some people, and the way to all of them.
func (v *view) faces(what string, f projections.Figure, rows []projections.PersonRow, noRhythm bool) fyne.CanvasObject {
	about := i18n.N("dashboard."+what+".about", int(f.Now))
	if text, _ := change(f, false, counted); text != "" {
		about += " · " + text + "  " + i18n.T("dashboard.against", i18n.Number(int(f.Before)))
	}
	title := i18n.T("dashboard." + what)
	if len(rows) == 0 {
		key := "dashboard." + what + ".nobody"
		if noRhythm {
			key = "dashboard.quiet.no-rhythm"
		}
		return card(title, about, kit.NewParagraph(kit.Faint, i18n.T(key)))
	}
	now := v.desk.Workspace.Now()
	var lines []fyne.CanvasObject
	for _, row := range rows {
		name, sub, side := kit.NewText(kit.Strong, desk.PersonName(row)), kit.NewText(kit.Secondary, ""), kit.NewText(kit.Secondary, "")
		name.Shrink, sub.Shrink = true, true
		about := row.Organisation
		if row.Rhythm > 0 {
			rhythm := i18n.N("dashboard.rhythm", row.Rhythm)
			if about != "" {
				rhythm += " · " + about
			}
			about = rhythm
		}
		sub.SetText(about)
		if !row.LastContact.IsZero() {
			side.SetText(when.Ago(row.LastContact, now, i18n.Language(), domain.PrecisionDay))
		}
		side.SetColor(kit.Good.Color())
		if what == "quiet" {
			side.SetColor(kit.Soon.Color())
		}
		var face *kit.Avatar
		face = kit.NewAvatar(kit.FaceList, v.desk.Face(row, func() { face.Refresh() }))
		words := kit.NewColumn(0, name, sub)
		line := kit.NewLine(11, face, words, side).Grow(words)
		way := kit.NewPressable(kit.NewPadded(4, 2, 4, 2, line), func() {
			v.desk.Open(domain.Stream{Kind: domain.KindPerson, ID: row.ID})
		})
		v.ways[what+row.ID.String()] = way
		lines = append(lines, way)
	}
	if n := int(f.Now); n > len(rows) {
		all := kit.NewLink(kit.Secondary, i18n.N("dashboard.all", n), v.open(i18n.T("dashboard."+what+".label")+" · "+spanText(v.days()), f.List))
		v.ways[what] = all
		lines = append(lines, all)
	}
	return card(title, about, kit.NewColumn(2, lines...))
}

// mostReached is how many communities are shown; of more, those least reached.
const mostReached = 11

func (v *view) reached() []projections.CoverageRow {
	rows := slices.DeleteFunc(slices.Clone(v.Coverage), func(row projections.CoverageRow) bool { return row.People == 0 })
	if len(rows) <= mostReached {
		return rows
	}
	slices.SortStableFunc(rows[1:], func(a, b projections.CoverageRow) int { return cmp.Compare(a.Share.Now, b.Share.Now) })
	return rows[:mostReached]
}

// coverage says for each community how many are within their rhythm.
func (v *view) coverage() fyne.CanvasObject {
	var bars []chart.Bar
	for _, row := range v.reached() {
		bar := chart.Bar{
			Name: row.Name, Share: row.Share.Now, Before: row.Share.Before, Had: row.Share.Had,
			Words: i18n.T("dashboard.of", row.InRhythm, row.People), Soon: row.Share.Now < 0.5,
		}
		if row.Community == domain.None {
			bar.Name, bar.Strong = i18n.T("dashboard.everyone"), true
		}
		moved, _ := change(rounded(row.Share, 100), true, points)
		bar.Says = i18n.T("dashboard.coverage.says", bar.Name, percent(row.Share.Now), moved)
		bar.Open = v.open(i18n.T("dashboard.coverage.label", bar.Name), row.Share.List)
		bars = append(bars, bar)
	}
	if len(bars) == 0 {
		return card(i18n.T("dashboard.coverage"), "", kit.NewParagraph(kit.Faint, i18n.T("dashboard.coverage.empty")))
	}
	return card(i18n.T("dashboard.coverage"), i18n.T("dashboard.coverage.about"), chart.NewBars(bars))
}
