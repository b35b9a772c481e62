package needs

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// similar are the needs that read like what is being typed, each with how many
// asked and how it stands. The keyboard stays in the field: Down goes into them,
// Enter takes one.
type similar struct {
	desk    *desk.Desk
	loader  *kit.Loader
	onTake  func(projections.NeedRow)
	changed func() // they came or went, and the form is to be laid out anew
	found   []projections.NeedRow
	marked  int // −1 for none
	object  *kit.Column
}

const (
	// mostSimilar is how many are shown, and leastTyped from how many letters on
	// anything is looked for.
	mostSimilar = 4
	leastTyped  = 3
)

func newSimilar(d *desk.Desk, onTake func(projections.NeedRow), changed func()) *similar {
	s := &similar{desk: d, loader: kit.NewLoader(d.Async), onTake: onTake, changed: changed, marked: -1, object: kit.NewColumn(0)}
	s.object.Hide()
	return s
}

func (s *similar) stop() { s.loader.Stop() }

// clear shows none.
func (s *similar) clear() {
	s.loader.Stop()
	s.found, s.marked = nil, -1
	s.draw()
}

// look finds those that read like a text.
func (s *similar) look(text string) {
	text = strings.TrimSpace(text)
	if len([]rune(text)) < leastTyped {
		s.clear()
		return
	}
	kit.Load(context.Background(), s.loader, func(ctx context.Context) ([]projections.NeedRow, error) {
		return s.desk.Workspace.Views().SimilarNeeds(ctx, text, mostSimilar)
	}, func(found []projections.NeedRow, err error) {
		if err != nil {
			found = nil // the need can be raised all the same
		}
		s.found, s.marked = found, -1
		s.draw()
	})
}

// key moves in them from the field above.
func (s *similar) key(event *fyne.KeyEvent) bool {
	switch {
	case len(s.found) == 0:
		return false
	case event.Name == fyne.KeyDown:
		s.mark(min(s.marked+1, len(s.found)-1))
	case event.Name == fyne.KeyUp && s.marked >= 0:
		s.mark(s.marked - 1)
	case event.Name == fyne.KeyEscape && s.marked >= 0:
		s.mark(-1)
	case (event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter) && s.marked >= 0:
		s.onTake(s.found[s.marked])
	default:
		return false
	}
	return true
}

func (s *similar) mark(row int) {
	s.marked = row
	s.draw()
}

func (s *similar) draw() {
	show(len(s.found) > 0, s.object)
	if len(s.found) == 0 {
		s.object.SetObjects()
		s.changed()
		return
	}
	space := kit.NewSpace()
	hint := func(key, does string) []fyne.CanvasObject {
		return []fyne.CanvasObject{kit.NewKeyCap(kit.KeyLabel(key)), kit.NewText(kit.Faint, i18n.T("needs.similar."+does))}
	}
	head := append([]fyne.CanvasObject{kit.NewText(kit.Caps, i18n.T("needs.similar")), space}, append(hint("↓", "choose"), hint("Enter", "join")...)...)
	rows := []fyne.CanvasObject{kit.NewPadded(0, 10, 4, 10, kit.NewLine(8, head...).Grow(space))}
	for i, need := range s.found {
		rows = append(rows, s.row(need, i == s.marked))
	}
	s.object.SetObjects(kit.NewCard(kit.NewColumn(0, rows...)))
	s.changed()
}

func (s *similar) row(need projections.NeedRow, marked bool) fyne.CanvasObject {
	title := kit.NewText(kit.Strong, desk.NeedTitle(need))
	title.Shrink = true
	state := kit.NewBadge(kit.Neutral, "")
	state.Set(desk.NeedState(need))
	voices := kit.NewText(kit.Secondary, voicesText(need.Voices))
	fill := kit.ColorClear
	if marked {
		fill = kit.ColorAccentBg
	}
	line := kit.NewLine(10, title, voices, state).Grow(title)
	return kit.NewGround(fill, kit.NewPressable(kit.NewPadded(5, 10, 5, 10, line), func() { s.onTake(need) }))
}

func voicesText(n int) string { return i18n.N("need.voices", n) }
