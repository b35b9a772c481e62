// Package roster is the frame in which people, organisations, communities and
// conversations are listed beside the one that is read: the head with the count,
// the filters and the order, the rows as they are fetched page by page, the table
// with its columns, the rows that are marked and what is done with all of them.
package roster

import (
	"context"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// Params say what is listed. T is a row, F the filter; the zero filter leaves
// nothing out.
type Params[T, F any] struct {
	Desk  *desk.Desk
	Page  string // the page's route; filter, order and place are kept by it
	Title string
	// Placeholder stands in the field for what is typed; without it there is none.
	Placeholder string
	NewLabel    string
	NewIcon     kit.Icon
	NewKey      string // "N" without
	OnNew       func()
	// More are actions of the head beside making a new record.
	More func(at fyne.CanvasObject) []kit.MenuItem
	// Hints are the keys shown at the foot, and what they do.
	Hints []string

	ID     func(row T) domain.ID
	Cursor func(row T) string
	// Fetch, Count and IDs ask for the rows of a filter in an order: some of
	// them, how many of how many, and the ids of all.
	Fetch func(ctx context.Context, filter F, order Order, turn kit.Turn) ([]T, error)
	Count func(ctx context.Context, filter F) (Count, error)
	IDs   func(ctx context.Context, filter F, order Order) ([]domain.ID, error)
	// Find gives the cursor of the first row whose name begins so; "" if there is
	// none. Without it nobody can type a name to jump to.
	Find func(ctx context.Context, filter F, order Order, typed string) (string, error)

	// Alike tells of a row that it does not fit what is typed, and is here because
	// nothing does; nil for lists without such rows.
	Alike func(row T) bool
	// Read turns words with a colon that are typed into what the filter asks for
	// otherwise; it is called away from the window's thread. Wrong says what is
	// wrong with one, and "" that nothing is. Without it there are no such words.
	Read func(ctx context.Context, filter F) (read F, wrong string, err error)

	// OnFetch is told when rows are fetched, for what else the filters show.
	OnFetch func()

	Text   func(filter *F) *string // what is typed within a filter
	Facets func(filter F) []Facet[F]
	// Switches are filters that stand in sight all the time, each with how much it
	// would leave; those of Facets are in sight only while they hold.
	Switches []Switch[F]
	// Offers are the filters that can be added.
	Offers func(at fyne.CanvasObject) []kit.MenuItem
	// Orders can be chosen from; the first is the standard.
	Orders []Order

	// Group is the head above rows that belong together; nil for none.
	Group func(row T) string
	// Row formats a row of two lines. Create, Update and Height do instead for
	// rows that are drawn differently.
	Row    func(row T) kit.RowData
	Create func() fyne.CanvasObject
	Update func(object fyne.CanvasObject, row T)
	Height func(row T, width float32) float32
	// Standard is the height of most rows; kit.RowHeight without.
	Standard float32

	// Columns are those of the table; without them there is none.
	Columns []Column[T]
	Face    func(row T) kit.Face // of a row of the table

	Tooltip func(row T) string
	Menu    func(row T) []kit.MenuItem
	// Actions are done with all rows that are marked; without them none can be.
	Actions []Action
	// Counted says how many are marked.
	Counted func(n int) string

	Empty   func() kit.Empty // of a list without any record
	NoneFit kit.Empty        // of a filter that leaves nothing
}

// Count says how many rows a filter leaves of all, and whether there are more
// than were counted.
type Count struct {
	Shown, All int
	More       bool
}

// Order is an order of the rows.
type Order struct {
	Value    string `json:"value,omitempty"`
	Reverse  bool   `json:"reverse,omitempty"` // the other way round
	Chip     string `json:"-"`                 // how its chip says it
	Label    string `json:"-"`                 // how the menu says it
	Turnable bool   `json:"-"`                 // may be read the other way round
}

// Column is a column of the table.
type Column[T any] struct {
	Name   string // it is kept by
	Label  string
	Width  float32
	Number bool
	Extra  bool   // shown only if chosen
	Order  string // the value of the order that sorts by it; "" for none
	Falls  bool   // that order runs from large to small
	Cell   func(row T) kit.Cell
}

// List is the pane of the rows.
type List[T, F any] struct {
	Filter F
	Order  Order

	Rows   *kit.List
	Paged  *kit.Paged[T]
	Search *kit.Entry
	Chips  *kit.Flow
	Frame  *kit.Frame

	p        Params[T, F]
	onSelect func(domain.ID)

	lines []line
	at    map[string]int // the lines by their ids

	place       place     // to come back to, once the rows are there
	selectLater domain.ID // to be selected once its row has come
	then        arrival   // what is selected among the rows that come
	selectFirst bool
	stale       bool // the rows are of another filter or another part
	muted       bool // the cursor is being put where it belongs
	keeping     bool // changes are kept for the next start

	counts    *kit.Loader
	facets    *kit.Loader
	finding   *kit.Loader
	reading   *kit.Loader
	misread   atomic.Pointer[misread]
	counted   Count
	facetSums map[string]string // by the labels of facets and switches
	count     *kit.Text
	head      *kit.Column
	above     *kit.Column
	title     *kit.Line
	foot      *kit.Column
	hints     fyne.CanvasObject
	table     *kit.TableHead
	wide      bool
	columns   map[string]bool // those that were chosen or put away, by name
	looks     int             // how often the table changed its columns
	widen     func(bool)      // told by the page
	instead   *kit.Empty      // what stands in the place of rows, nil where there are some
	bare      bool            // there is no record at all, and so nothing beside the list
	bared     func()          // told by the page
	widener   *kit.IconButton
	marks     *marksBar
	typed     *typeAhead
}

// line is a row, or the head above some.
type line struct {
	head string
	id   string
	row  int
}

type arrival int

const (
	asWas arrival = iota
	atFirst
	atLast
)

// PageSize is how many rows are fetched at once.
const PageSize = 200

func newList[T, F any](p Params[T, F], onSelect, onOpen func(domain.ID), onKey func(*fyne.KeyEvent, string) bool) *List[T, F] {
	d := p.Desk
	l := &List[T, F]{
		p: p, onSelect: onSelect, at: map[string]int{}, columns: map[string]bool{}, facetSums: map[string]string{},
		counts: kit.NewLoader(d.Async), facets: kit.NewLoader(d.Async), finding: kit.NewLoader(d.Async), reading: kit.NewLoader(d.Async),
		Chips: kit.NewFlow(6), count: kit.NewText(kit.Faint, ""), head: kit.NewColumn(0), foot: kit.NewColumn(0),
	}
	if l.p.NewKey == "" {
		l.p.NewKey = "N"
	}
	if l.p.Standard == 0 {
		l.p.Standard = kit.RowHeight
	}
	if len(p.Orders) > 0 {
		l.Order = p.Orders[0]
	}
	l.Paged = kit.NewPaged(d.Async, PageSize, p.Cursor, func(ctx context.Context, turn kit.Turn) ([]T, error) {
		return l.fetch(ctx, l.Filter, l.Order, turn)
	})
	l.Paged.OnChange, l.Paged.OnGrow = l.came, l.grew
	l.Rows = l.newRows(onOpen, onKey)
	l.typed = newTypeAhead(d, l.find)
	l.marks = newMarksBar(l)
	l.hints = kit.NewPadded(9, kit.Margin, 9, kit.Margin, kit.NewKeyHints(p.Hints...))
	l.buildHead()
	l.Frame = kit.NewFrame(l.head, kit.NewLoadingState(), l.foot)
	l.showFoot()
	l.recall()
	l.showChips()
	l.showTable()
	l.keeping = true
	return l
}

func (l *List[T, F]) newRows(onOpen func(domain.ID), onKey func(*fyne.KeyEvent, string) bool) *kit.List {
	return kit.NewList(kit.ListParams{
		Async: l.p.Desk.Async,
		Count: func() int { return len(l.lines) },
		ID:    func(row int) string { return l.lines[row].id },
		IndexOf: func(id string) (int, bool) {
			row, ok := l.at[id]
			return row, ok
		},
		Kind:     l.kind,
		Header:   func(row int) bool { return l.lines[row].head != "" },
		Height:   l.p.Standard,
		HeightOf: l.height,
		Create:   l.create,
		Update:   l.update,
		Tooltip: func(row int) string {
			if l.p.Tooltip == nil || l.lines[row].head != "" {
				return ""
			}
			return l.p.Tooltip(l.row(row))
		},
		Multi:   len(l.p.Actions) > 0,
		Partial: func() (above, below bool) { return !l.Paged.Begun(), !l.Paged.Whole() },
		OnEnd:   l.toEnd,
		OnMarks: func(kit.Marks) { l.showFoot() },
		OnSelect: func(id string) {
			if !l.muted {
				l.onSelect(desk.RouteID(id))
			}
		},
		OnOpen:    func(id string) { onOpen(desk.RouteID(id)) },
		OnKey:     onKey,
		OnVisible: l.inSight,
		OnMenu: func(id string, at fyne.Position) {
			if row, ok := l.Find(desk.RouteID(id)); ok && l.p.Menu != nil {
				kit.OpenMenu(l.p.Desk.Shell.Canvas(), at, l.p.Menu(row))
			}
		},
	})
}

func (l *List[T, F]) buildHead() {
	space := kit.NewSpace()
	title := []fyne.CanvasObject{kit.NewText(kit.Title, l.p.Title), l.count, space}
	if len(l.p.Columns) > 0 {
		l.widener = kit.NewIconButton(kit.IconLayers, "", func() { l.widen(!l.wide) })
		title = append(title, l.widener)
	}
	if l.p.OnNew != nil {
		title = append(title, kit.NewIconButton(l.p.NewIcon, l.p.NewLabel+"  "+kit.KeyLabel(l.p.NewKey), l.p.OnNew))
	}
	if l.p.More != nil {
		var more *kit.IconButton
		more = kit.NewIconButton(kit.IconMore, i18n.T("roster.more"), func() { kit.OpenMenuBelow(more, l.p.More(more)) })
		title = append(title, more)
	}
	l.above, l.title = kit.NewColumn(10), kit.NewLine(8, title...).Grow(space)
	if l.p.Placeholder != "" {
		l.Search = l.newSearch()
	}
	l.showAbove()
	l.table = kit.NewTableHead(nil)
	l.table.Hide()
	l.head.SetObjects(kit.NewPadded(14, kit.Margin, 10, kit.Margin, l.above), kit.NewHairline(), l.table)
}

// showAbove sets field and chips below each other, or beside each other above the
// table.
func (l *List[T, F]) showAbove() {
	switch {
	case l.Search == nil:
		l.above.SetObjects(l.title, l.Chips)
	case l.wide:
		l.above.SetObjects(l.title, kit.NewLine(12, kit.NewFixed(kit.ListWidth-2*kit.Margin, l.Search), l.Chips).Grow(l.Chips))
	default:
		l.above.SetObjects(l.title, l.Search, l.Chips)
	}
}

func (l *List[T, F]) newSearch() *kit.Entry {
	search := kit.NewSearchBox(l.p.Placeholder, func(text string) { l.SetFilter(func(f *F) { *l.p.Text(f) = text }) })
	search.OnSubmitted = func(string) { l.settle() }
	empties := search.OnKey
	search.OnKey = func(event *fyne.KeyEvent) bool {
		if empties(event) {
			return true
		}
		if event.Name == fyne.KeyDown || event.Name == fyne.KeyEscape {
			l.settle()
			return true
		}
		return false
	}
	return search
}

// ToRows gives the keyboard to the rows.
func (l *List[T, F]) ToRows() {
	if l.instead != nil {
		l.p.Desk.Shell.Canvas().Unfocus() // its keys come to the page
		return
	}
	l.p.Desk.Shell.Canvas().Focus(l.Rows)
	if l.Rows.Selected() == "" {
		l.Rows.SelectFirst()
	}
}

// showFoot shows what can be done with the marked rows, or the keys.
func (l *List[T, F]) showFoot() {
	below := l.hints
	if shown := l.marks.show(); shown != nil {
		below = shown
	} else if l.typed.active {
		below = l.typed.content
	}
	l.foot.SetObjects(kit.NewHairline(), below)
	if l.Frame != nil {
		l.Frame.Refresh()
	}
}
