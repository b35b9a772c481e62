package kit

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// people is a list of ids whose rows show them.
type people struct {
	ids     []string
	created int
	opened  []string
	chosen  []string
	list    *List
}

func numbered(from, to int) []string {
	var ids []string
	for i := from; i < to; i++ {
		ids = append(ids, "p"+strconv.Itoa(i))
	}
	return ids
}

func showPeople(t testing.TB, p *people, change func(*ListParams)) fyne.Window {
	t.Helper()
	params := ListParams{
		Async:    NewStill(time.Date(2026, 11, 18, 14, 0, 0, 0, time.UTC)),
		Count:    func() int { return len(p.ids) },
		ID:       func(row int) string { return p.ids[row] },
		Create:   func(int) fyne.CanvasObject { p.created++; return NewRow() },
		Update:   func(row int, o fyne.CanvasObject) { o.(*Row).Set(RowData{Title: p.ids[row]}) },
		OnSelect: func(id string) { p.chosen = append(p.chosen, id) },
		OnOpen:   func(id string) { p.opened = append(p.opened, id) },
	}
	if change != nil {
		change(&params)
	}
	w := window(t, Light, NewText(Body, ""), 372, 520)
	p.list = NewList(params)
	w.SetContent(p.list)
	w.Canvas().Focus(p.list)
	return w
}

func (p *people) key(names ...fyne.KeyName) {
	for _, name := range names {
		p.list.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// sight returns the titles in sight from top to bottom and where each begins.
func (p *people) sight() (titles []string, tops []float32) {
	rows := make([]*listRow, 0, len(p.list.shown))
	for _, row := range p.list.shown {
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b *listRow) int { return int(a.Position().Y - b.Position().Y) })
	for _, row := range rows {
		titles = append(titles, row.content.(*Row).data.Title)
		tops = append(tops, row.Position().Y)
	}
	return titles, tops
}

func TestListHoldsOnlyWhatIsInSight(t *testing.T) {
	p := &people{ids: numbered(0, 100_000)}
	showPeople(t, p, nil)
	for range 300 {
		p.list.ScrollBy(177)
	}
	if p.created > 13 {
		t.Errorf("%d row widgets made for ten rows in sight", p.created)
	}
	titles, tops := p.sight()
	if want := int(300 * 177 / 52); titles[0] != "p"+strconv.Itoa(want) {
		t.Errorf("topmost is %s, want p%d", titles[0], want)
	}
	for i := 1; i < len(tops); i++ {
		if tops[i]-tops[i-1] != 52 {
			t.Errorf("rows %d and %d are %v apart", i-1, i, tops[i]-tops[i-1])
		}
	}
}

func TestListDoesNotJitterAtTheEndOfAMillion(t *testing.T) {
	p := &people{ids: numbered(0, 1_000_000)}
	showPeople(t, p, nil)
	p.key(fyne.KeyEnd)
	if titles, tops := p.sight(); titles[len(titles)-1] != "p999999" || tops[len(tops)-1]+52 != 520 {
		t.Fatalf("the end shows %v at %v", titles, tops)
	}
	for i := range 100 {
		_, before := p.sight()
		p.list.ScrollBy(-1)
		_, after := p.sight()
		if len(before) == len(after) && after[0]-before[0] != 1 && after[0]-before[0] != -51 {
			t.Fatalf("step %d moved by %v instead of one pixel", i, after[0]-before[0])
		}
	}
}

func TestListKeys(t *testing.T) {
	p := &people{ids: numbered(0, 100)}
	showPeople(t, p, nil)
	p.key(fyne.KeyJ, fyne.KeyDown, fyne.KeyDown, fyne.KeyK, fyne.KeyReturn)
	if !slices.Equal(p.chosen, []string{"p0", "p1", "p2", "p1"}) || !slices.Equal(p.opened, []string{"p1"}) {
		t.Errorf("chosen %v, opened %v", p.chosen, p.opened)
	}
	p.key(fyne.KeyEnd)
	if p.list.Selected() != "p99" {
		t.Errorf("End chose %s", p.list.Selected())
	}
	p.key(fyne.KeyPageUp)
	if p.list.Selected() != "p90" {
		t.Errorf("PgUp chose %s, want p90: nine rows of ten in sight", p.list.Selected())
	}
	p.key(fyne.KeyHome, fyne.KeyUp)
	if titles, tops := p.sight(); p.list.Selected() != "p0" || titles[0] != "p0" || tops[0] != 0 {
		t.Errorf("Home chose %s and shows %s at %v", p.list.Selected(), titles[0], tops[0])
	}
}

func TestListSkipsHeaders(t *testing.T) {
	p := &people{ids: []string{"yesterday", "a", "b", "today", "c"}}
	w := showPeople(t, p, func(params *ListParams) {
		params.Header = func(row int) bool { return row == 0 || row == 3 }
		params.Kind = func(row int) int { return map[bool]int{true: 1}[row == 0 || row == 3] }
		params.HeightOf = func(row int, _ float32) float32 { return map[bool]float32{true: 28, false: 52}[row == 0 || row == 3] }
	})
	p.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	if !slices.Equal(p.chosen, []string{"a", "b", "c"}) {
		t.Errorf("chosen %v", p.chosen)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, 10))
	if p.list.Selected() != "c" {
		t.Error("a tap on a header must select nothing else")
	}
}

func TestListKeepsThePlaceWhenRowsArriveAbove(t *testing.T) {
	p := &people{ids: numbered(100, 300)}
	showPeople(t, p, func(params *ListParams) {
		params.HeightOf = func(row int, _ float32) float32 {
			n, _ := strconv.Atoi(p.ids[row][1:])
			return 40 + float32(n%7)*9
		}
	})
	p.list.ScrollBy(1000)
	p.list.Select("p125")
	titles, tops := p.sight()
	p.ids = append(numbered(0, 100), p.ids...)
	p.list.Reload()
	after, afterTops := p.sight()
	if !slices.Equal(titles, after) || !slices.Equal(tops, afterTops) {
		t.Errorf("was %v at %v, is %v at %v", titles, tops, after, afterTops)
	}
	if p.list.Selected() != "p125" {
		t.Errorf("selected %s", p.list.Selected())
	}
}

func TestListShowsNewRowsToWhoWaitsAtTheTop(t *testing.T) {
	p := &people{ids: numbered(1, 50)}
	showPeople(t, p, nil)
	p.ids = append([]string{"p0"}, p.ids...)
	p.list.Reload()
	if titles, _ := p.sight(); titles[0] != "p0" {
		t.Errorf("topmost is %s", titles[0])
	}
}

func TestListSelectsTheNeighbourOfARowThatIsDone(t *testing.T) {
	p := &people{ids: numbered(0, 5)}
	showPeople(t, p, nil)
	p.list.Select("p2")
	p.ids = []string{"p0", "p1", "p3", "p4"}
	p.list.Reload()
	if p.list.Selected() != "p3" {
		t.Errorf("selected %q, want what took the place", p.list.Selected())
	}
	p.list.Select("p4")
	p.ids = []string{"p0", "p1", "p3"}
	p.list.Reload()
	if p.list.Selected() != "p3" {
		t.Errorf("selected %q, want the last", p.list.Selected())
	}
	p.ids = nil
	p.list.Reload()
	if p.list.Selected() != "" {
		t.Errorf("selected %q of none", p.list.Selected())
	}
}

func TestListMarksSeveral(t *testing.T) {
	p := &people{ids: numbered(0, 20)}
	var last Marks
	showPeople(t, p, func(params *ListParams) {
		params.Multi = true
		params.OnMarks = func(marks Marks) { last = marks }
	})
	marked := func() (ids []string) {
		if last.All {
			ids = append(ids, "all but")
		}
		return append(ids, slices.Sorted(maps.Keys(last.IDs))...)
	}
	tap := func(row int, held fyne.KeyModifier) {
		p.list.MouseDown(&desktop.MouseEvent{Modifier: held})
		p.list.Tapped(&fyne.PointEvent{Position: fyne.NewPos(50, float32(row)*52+20)})
	}
	tap(2, 0)
	tap(4, fyne.KeyModifierShift)
	if !slices.Equal(marked(), []string{"p2", "p3", "p4"}) {
		t.Errorf("Shift marked %v", marked())
	}
	tap(7, fyne.KeyModifierShortcutDefault)
	tap(3, fyne.KeyModifierShortcutDefault)
	if !slices.Equal(marked(), []string{"p2", "p4", "p7"}) {
		t.Errorf("Ctrl made it %v", marked())
	}
	tap(1, 0)
	if !last.None() || p.list.Selected() != "p1" {
		t.Errorf("a plain tap left %v and chose %s", marked(), p.list.Selected())
	}
	tap(5, fyne.KeyModifierShortcutDefault)
	if !slices.Equal(marked(), []string{"p1", "p5"}) {
		t.Errorf("Ctrl beside the chosen row marked %v", marked())
	}
	p.key(fyne.KeyEscape)
	if !last.None() {
		t.Errorf("Esc left %v", marked())
	}
	p.key(fyne.KeyX, fyne.KeyJ, fyne.KeyJ)
	p.list.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeySpace, Modifier: fyne.KeyModifierShortcutDefault})
	if !slices.Equal(marked(), []string{"p5", "p7"}) {
		t.Errorf("X, J, J, Ctrl+Space marked %v", marked())
	}
	p.list.TypedShortcut(&fyne.ShortcutSelectAll{})
	if !last.All || last.Count(20) != 20 {
		t.Errorf("Ctrl+A marked %v", marked())
	}
	p.key(fyne.KeyX)
	if !slices.Equal(marked(), []string{"all but", "p7"}) || last.Count(20) != 19 {
		t.Errorf("X took away %v", marked())
	}
}

// The window holds a stretch of the rows only: what is out of reach is not gone.
func TestListKeepsTheChosenRowThatIsOutOfReach(t *testing.T) {
	p := &people{ids: numbered(100, 200)}
	var ends []bool
	showPeople(t, p, func(params *ListParams) {
		params.Partial = func() (bool, bool) { return p.ids[0] != "p0", p.ids[len(p.ids)-1] != "p299" }
		params.OnEnd = func(last bool) { ends = append(ends, last) }
	})
	p.list.Select("p105")
	p.list.ShowTop("p160")
	titles, tops := p.sight()
	p.ids = numbered(150, 260)
	p.list.Grow()
	after, afterTops := p.sight()
	if !slices.Equal(titles, after) || !slices.Equal(tops, afterTops) {
		t.Errorf("was %v at %v, is %v at %v", titles, tops, after, afterTops)
	}
	p.ids = slices.Delete(numbered(150, 260), 3, 4)
	p.list.Reload()
	if p.list.Selected() != "p105" || len(p.chosen) != 1 {
		t.Errorf("chosen is %s after %v", p.list.Selected(), p.chosen)
	}
	p.key(fyne.KeyHome, fyne.KeyEnd)
	if !slices.Equal(ends, []bool{false, true}) {
		t.Errorf("Home and End asked for %v", ends)
	}
	p.ids = numbered(0, 120)
	p.list.ShowTop("p150")
	p.list.Reload()
	p.key(fyne.KeyHome)
	if p.list.Selected() != "p0" {
		t.Errorf("Home chose %s", p.list.Selected())
	}
}

func TestListOpensOnTheSecondTapOnly(t *testing.T) {
	p := &people{ids: numbered(0, 5)}
	w := showPeople(t, p, nil)
	still := p.list.p.Async.(*Still)
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, 60))
	still.Advance(time.Second)
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, 60))
	if len(p.opened) != 0 {
		t.Fatal("two slow taps opened")
	}
	still.Advance(100 * time.Millisecond)
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, 60))
	if !slices.Equal(p.opened, []string{"p1"}) {
		t.Errorf("opened %v", p.opened)
	}
}

func TestListRestoresWhereTheReaderWas(t *testing.T) {
	p := &people{ids: numbered(0, 500)}
	showPeople(t, p, nil)
	p.list.ScrollBy(5210)
	p.list.Select("p105")
	state := p.list.State()
	titles, tops := p.sight()
	p.list.ScrollBy(-90000)
	p.list.Select("p1")
	p.list.Restore(state)
	after, afterTops := p.sight()
	if !slices.Equal(titles, after) || !slices.Equal(tops, afterTops) || p.list.Selected() != "p105" {
		t.Errorf("restored %v at %v, %s", after, afterTops, p.list.Selected())
	}
}

func TestListScrollbarReachesBothEnds(t *testing.T) {
	p := &people{ids: numbered(0, 1_000_000)}
	showPeople(t, p, nil)
	bar := p.list.bar
	drag := func(y, by float32) {
		bar.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(6, y)}, Dragged: fyne.NewDelta(0, by)})
	}
	drag(10+600, 600)
	if titles, _ := p.sight(); titles[len(titles)-1] != "p999999" {
		t.Errorf("dragged to the end: %v", titles)
	}
	drag(-100, -700)
	bar.DragEnd()
	if titles, tops := p.sight(); titles[0] != "p0" || tops[0] != 0 {
		t.Errorf("dragged to the beginning: %v at %v", titles[0], tops[0])
	}
}

func TestListFetchesBeforeTheEnd(t *testing.T) {
	p := &people{ids: numbered(0, 40)}
	var seen int
	showPeople(t, p, func(params *ListParams) { params.OnVisible = func(_, last int) { seen = last } })
	p.list.ScrollBy(1000)
	if seen != 29 {
		t.Errorf("last row in sight is told as %d, want 29", seen)
	}
}

// BenchmarkListJump is a frame in which every row in sight is another one, as
// while the scrollbar is dragged.
func BenchmarkListJump(b *testing.B) {
	p := &people{ids: numbered(0, 1_000_000)}
	showPeople(b, p, func(params *ListParams) {
		params.Update = func(row int, o fyne.CanvasObject) {
			o.(*Row).Set(RowData{Face: Face{ID: p.ids[row], Name: "Johann Goethe"}, Title: p.ids[row], Sub: "Cotta " + p.ids[row], Side: "gestern"})
		}
	})
	at := 0.0
	for b.Loop() {
		at += 52_000
		if at > 50_000_000 {
			at = 0
		}
		p.list.scrollTo(at)
	}
}

// BenchmarkListFrame is the work of one frame while scrolling through a million
// rows; the budget is 2 ms.
func BenchmarkListFrame(b *testing.B) {
	for _, variable := range []bool{false, true} {
		b.Run(fmt.Sprintf("variable=%v", variable), func(b *testing.B) {
			p := &people{ids: numbered(0, 1_000_000)}
			showPeople(b, p, func(params *ListParams) {
				if variable {
					params.HeightOf = func(row int, _ float32) float32 { return 40 + float32(row%7)*9 }
				}
			})
			p.list.scrollTo(25_000_000)
			b.ResetTimer()
			for b.Loop() {
				p.list.ScrollBy(60)
			}
		})
	}
}

// A page may draw the list anew before it has told it that the data changed.
func TestListRefreshBeforeReload(t *testing.T) {
	rows := make([]string, 30)
	for i := range rows {
		rows[i] = strconv.Itoa(i)
	}
	list := NewList(ListParams{
		Async: NewStill(time.Now()), Count: func() int { return len(rows) }, ID: func(i int) string { return rows[i] },
		Create: func(int) fyne.CanvasObject { return NewText(Body, "") },
		Update: func(i int, o fyne.CanvasObject) { o.(*Text).SetText(rows[i]) },
	})
	window(t, Light, list, 300, 400)
	rows = rows[:2]
	list.Refresh()
	list.Reload()
	if n := len(list.shown); n != 2 {
		t.Errorf("%d rows are shown, want 2", n)
	}
}

func TestTheSelectedRowStaysInSightWhereTheListBecomesLower(t *testing.T) {
	p := &people{ids: numbered(0, 100)}
	showPeople(t, p, nil)
	p.list.Select("p20")
	p.list.Resize(fyne.NewSize(372, 460)) // as where a filter takes a line above
	titles, tops := p.sight()
	at := slices.Index(titles, "p20")
	if at < 0 || tops[at]+RowHeight > 460 {
		t.Fatalf("in sight are %v at %v", titles, tops)
	}
	p.list.ShowTop("p50")
	p.list.Resize(fyne.NewSize(372, 400))
	if titles, _ := p.sight(); slices.Contains(titles, "p20") {
		t.Error("a row that was out of sight is brought back")
	}
}
