package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// ListParams says what a List shows. Count, ID, Create and Update are needed.
type ListParams struct {
	Async Async

	// Count is how many rows there are now.
	Count func() int
	// ID names a row for good: selection and place are kept by it.
	ID func(row int) string
	// Create makes an empty row of a kind; it is used for many records in turn.
	Create func(kind int) fyne.CanvasObject
	// Update fills a row object of the row's kind.
	Update func(row int, object fyne.CanvasObject)

	// IndexOf finds a row by its name. Without it the rows are searched.
	IndexOf func(id string) (row int, ok bool)
	// Kind tells rows of different make apart, such as headers; 0 without.
	Kind func(row int) int
	// Header tells which rows cannot be selected.
	Header func(row int) bool
	// Height is the standard height of a row; RowHeight without.
	Height float32
	// HeightOf measures a row at a width; without it all rows are standard.
	HeightOf func(row int, width float32) float32
	// Tooltip is said when the pointer rests on a row.
	Tooltip func(row int) string

	// Multi lets several rows be marked, beside the one with the cursor.
	Multi bool
	// Partial tells whether there are rows above or below those that Count
	// knows; without it all rows are known.
	Partial func() (above, below bool)
	// OnEnd is done for Home and End where those rows are not known; it fetches
	// them and selects the first or the last.
	OnEnd func(last bool)

	OnSelect func(id string)                   // the row with the cursor changed; "" for none
	OnMarks  func(Marks)                       // with Multi: other rows are marked
	OnOpen   func(id string)                   // Enter or double tap
	OnMenu   func(id string, at fyne.Position) // secondary tap, in window coordinates
	// OnKey is asked first for every key; it answers whether it took the key.
	OnKey func(event *fyne.KeyEvent, id string) bool
	// OnRune is asked about every character; it answers whether it took it.
	OnRune func(r rune) bool
	// OnVisible is told which rows are shown, so that a paged source can fetch
	// what comes next before the end is reached.
	OnVisible func(first, last int)
}

// List is a virtual list: of a million rows it holds as many widgets as fit
// into its window. Rows may differ in height. Selection and scroll position
// belong to the records, not to their numbers, so a reload, a new sorting or
// rows that arrive above leave the reader's place alone.
//
// Keys: J/K and ↑/↓, PgUp/PgDn, Home/End, Enter; with Multi also Shift with
// these, X, the space bar alone or with Ctrl, Ctrl+A, and Esc to mark none.
type List struct {
	widget.BaseWidget
	p ListParams

	heights  *heights
	anchor   int     // the topmost row in sight
	within   float64 // how much of it is above the edge
	anchorID string

	rowsAbove bool // there were unknown rows above those of the last Reload

	cursor    string // id of the selected row
	cursorRow int    // where it was seen last
	pivot     string // where a stretch of marks began
	marked    map[string]bool
	all       bool // every row is marked but those in marked

	showLater string // row to bring into sight once there is a size
	hovered   int
	focused   bool
	modifiers fyne.KeyModifier // of the last mouse press
	lastTap   time.Time
	lastTapID string

	shown map[int]*listRow
	pool  map[int][]*listRow
	rows  *fyne.Container
	clip  *container.Clip
	bar   *scrollbar
}

// NewList returns a list; Reload after the data have come.
func NewList(p ListParams) *List {
	if p.Height == 0 {
		p.Height = RowHeight
	}
	if p.Async == nil {
		p.Async = System()
	}
	l := &List{p: p, hovered: -1, cursorRow: -1, marked: map[string]bool{}, shown: map[int]*listRow{}, pool: map[int][]*listRow{}}
	l.heights = newHeights(p.Count(), float64(p.Height))
	l.rows = container.NewWithoutLayout()
	l.clip = container.NewClip(l.rows)
	l.bar = newScrollbar(l)
	l.ExtendBaseWidget(l)
	return l
}

// Reload takes over changed data. The topmost row in sight stays where it is as
// long as it exists, unless the reader is at the very top and waits for what is
// new. The selected row stays selected, and when it is gone the one that took
// its place is.
func (l *List) Reload() {
	l.takeOver()
	l.keepCursor()
	l.Refresh()
}

// Grow takes over rows that came or went above or below those that stay, and
// leaves those in sight as they are. A selected row that went stays selected: it
// is only out of reach.
func (l *List) Grow() {
	l.findAnchor()
	shown := l.shown
	l.shown = make(map[int]*listRow, len(shown))
	for row, stays := range shown {
		to, ok := l.indexOf(stays.id, row)
		if !ok || l.kind(to) != stays.kind {
			l.recycle(row, stays)
			continue
		}
		l.shown[to] = stays
		if stays.kind != 0 { // a head may stand for more now
			l.p.Update(to, stays.content)
		}
	}
	if l.cursor != "" {
		l.cursorRow = -1
		if row, ok := l.indexOf(l.cursor, -1); ok {
			l.cursorRow = row
		}
	}
	l.layOut()
	l.paintRows()
}

func (l *List) takeOver() {
	l.findAnchor()
	l.recycleAll()
	l.layOut()
}

// findAnchor keeps the topmost row in sight among changed rows.
func (l *List) findAnchor() {
	count := l.p.Count()
	was := l.anchorID
	l.heights = newHeights(count, float64(l.p.Height))
	above, _ := l.partial()
	if was != "" && (l.anchor > 0 || l.within > 0 || above || l.rowsAbove) {
		if row, ok := l.indexOf(was, l.anchor); ok {
			l.anchor = row
		}
	}
	l.rowsAbove = above
	if l.anchor >= count {
		l.anchor, l.within = max(count-1, 0), 0
	}
}

func (l *List) partial() (above, below bool) {
	if l.p.Partial == nil {
		return false, false
	}
	return l.p.Partial()
}

// keepCursor moves the cursor from a row that is gone to its neighbour.
func (l *List) keepCursor() {
	if l.cursor == "" {
		return
	}
	if row, ok := l.indexOf(l.cursor, l.cursorRow); ok {
		l.cursorRow = row
		return
	}
	if l.cursorRow < 0 {
		return // it was out of reach before
	}
	delete(l.marked, l.cursor)
	count := l.p.Count()
	near := l.selectable(min(max(l.cursorRow, 0), count-1), 1)
	if near < 0 {
		near = l.selectable(count-1, -1)
	}
	l.setCursor(near)
}

// RefreshRow fills one row anew.
func (l *List) RefreshRow(id string) {
	for row, shown := range l.shown {
		if shown.id == id {
			l.p.Update(row, shown.content)
			shown.Refresh()
			l.layOut()
			return
		}
	}
}

// Selected returns the row with the cursor, "" for none.
func (l *List) Selected() string { return l.cursor }

// Select moves the cursor to a row and brings it into sight. An unknown id
// clears the selection.
func (l *List) Select(id string) {
	row := -1
	if found, ok := l.indexOf(id, l.cursorRow); ok && id != "" {
		row = found
	}
	l.setCursor(row)
	if row >= 0 {
		l.ShowRow(row)
	}
}

// SelectFirst moves the cursor to the first row that can be selected.
func (l *List) SelectFirst() {
	if row := l.selectable(0, 1); row >= 0 {
		l.setCursor(row)
		l.ShowRow(row)
	}
}

// SelectLast moves the cursor to the last row that can be selected.
func (l *List) SelectLast() {
	if row := l.selectable(l.p.Count()-1, -1); row >= 0 {
		l.setCursor(row)
		l.ShowRow(row)
	}
}

// ShowTop scrolls so that a row stands at the upper edge.
func (l *List) ShowTop(id string) {
	if row, ok := l.indexOf(id, 0); ok {
		l.anchor, l.within = row, 0
		l.layOut()
	}
}

// SetRowHeight gives the rows another standard height, for another kind of rows.
func (l *List) SetRowHeight(height float32) {
	if l.p.Height != height {
		l.p.Height = height
		l.within = 0
		l.takeOver()
		l.Refresh()
	}
}

// ShowRow scrolls as little as needed to bring a row into sight.
func (l *List) ShowRow(row int) {
	if row < 0 || row >= l.heights.count {
		return
	}
	if l.Size().Height <= 0 {
		l.showLater = l.p.ID(row)
		return
	}
	l.measure(row)
	height := float64(l.Size().Height)
	if row <= l.anchor {
		l.anchor, l.within = row, 0
	} else if bottom := l.heights.offset(row+1) - l.top(); bottom > height {
		// From the wanted row upwards, as its neighbours may not be measured.
		room := height - l.heights.height(row)
		first := row
		for first > 0 && room > 0 {
			first--
			l.measure(first)
			room -= l.heights.height(first)
		}
		l.anchor, l.within = first, max(-room, 0)
	}
	l.layOut()
}

// ListState is where a reader was in a list, light enough for the history.
type ListState struct {
	Top      string
	Within   float64
	Selected string
}

// State returns where the reader is.
func (l *List) State() ListState {
	return ListState{Top: l.anchorID, Within: l.within, Selected: l.cursor}
}

// Restore goes back to where the reader was, as far as the rows still exist.
func (l *List) Restore(state ListState) {
	if row, ok := l.indexOf(state.Top, 0); ok && state.Top != "" {
		l.anchor, l.within = row, state.Within
	}
	row := -1
	if found, ok := l.indexOf(state.Selected, l.anchor); ok && state.Selected != "" {
		row = found
	}
	l.setCursor(row)
	l.layOut()
}

// ScrollBy moves the content up by some pixels.
func (l *List) ScrollBy(pixels float64) {
	l.within += pixels
	l.layOut()
}

// top is the offset of the window's upper edge.
func (l *List) top() float64 { return l.heights.offset(l.anchor) + l.within }

func (l *List) scrollTo(offset float64) {
	l.anchor, l.within = l.heights.at(offset)
	l.layOut()
}

// indexOf finds a row by its id, looking first near a guess.
func (l *List) indexOf(id string, guess int) (int, bool) {
	count := l.p.Count()
	if id == "" || count == 0 {
		return 0, false
	}
	if guess >= 0 && guess < count && l.p.ID(guess) == id {
		return guess, true
	}
	if l.p.IndexOf != nil {
		return l.p.IndexOf(id)
	}
	guess = min(max(guess, 0), count-1)
	for distance := range count {
		for _, row := range [2]int{guess - distance, guess + distance} {
			if row >= 0 && row < count && l.p.ID(row) == id {
				return row, true
			}
		}
	}
	return 0, false
}

// selectable returns the first row from one on, in a direction, that is not a
// header; -1 when there is none.
func (l *List) selectable(row, direction int) int {
	for ; row >= 0 && row < l.p.Count(); row += direction {
		if l.p.Header == nil || !l.p.Header(row) {
			return row
		}
	}
	return -1
}

// setCursor selects a row; -1 selects none. What is marked stays.
func (l *List) setCursor(row int) {
	id := ""
	if row >= 0 && row < l.p.Count() {
		id = l.p.ID(row)
	}
	l.pivot = id
	l.moveCursor(row, id)
}

func (l *List) moveCursor(row int, id string) {
	changed := l.cursor != id
	l.cursor, l.cursorRow = id, row
	l.paintRows()
	if changed && l.p.OnSelect != nil {
		l.p.OnSelect(id)
	}
}

// MinSize lets the layout decide.
func (l *List) MinSize() fyne.Size { return fyne.NewSize(120, 2*l.p.Height) }

// Resize lays the rows out for the new size; another width may change heights. The
// selected row stays in sight where what stands above the list grows.
func (l *List) Resize(size fyne.Size) {
	if size == l.Size() {
		return
	}
	if size.Width != l.Size().Width && l.p.HeightOf != nil {
		l.heights = newHeights(l.p.Count(), float64(l.p.Height))
	}
	if row, ok := l.indexOf(l.cursor, l.cursorRow); ok && l.cursor != "" && row < l.heights.count {
		bottom := l.heights.offset(row+1) - l.top()
		if bottom > float64(size.Height) && bottom <= float64(l.Size().Height) {
			l.showLater = l.cursor
		}
	}
	l.BaseWidget.Resize(size)
}

// CreateRenderer implements fyne.Widget.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	return &listRenderer{l}
}

type listRenderer struct{ l *List }

func (r *listRenderer) Layout(size fyne.Size) {
	place(r.l.clip, 0, 0, size.Width, size.Height)
	place(r.l.bar, size.Width-barRoom, 0, barRoom, size.Height)
	r.l.layOut()
	if id := r.l.showLater; id != "" && size.Height > 0 {
		r.l.showLater = ""
		if row, ok := r.l.indexOf(id, r.l.cursorRow); ok {
			r.l.ShowRow(row)
		}
	}
}

func (r *listRenderer) MinSize() fyne.Size { return r.l.MinSize() }

func (r *listRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.l.clip, r.l.bar}
}

func (r *listRenderer) Destroy() {}

// Refresh fills the rows in sight anew.
func (r *listRenderer) Refresh() {
	l := r.l
	for row, shown := range l.shown {
		// The data may have changed since the last Reload: what has moved waits
		// for the next one.
		if row < min(l.heights.count, l.p.Count()) && shown.kind == l.kind(row) && shown.id == l.p.ID(row) {
			l.p.Update(row, shown.content)
			shown.content.Refresh()
		}
	}
	if l.p.Count() == l.heights.count {
		l.paintRows()
		l.layOut()
	}
	l.bar.Refresh()
	canvas.Refresh(l)
}
