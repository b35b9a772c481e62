package kit

import (
	"context"
	"slices"
)

// Turn says which part of a list is fetched: what follows a row, a row and what
// follows it, what stands before a row, or the last rows. With none of them it
// is the first rows. Rows are named by their cursors and always come in the
// order of the list.
type Turn struct {
	After, From, Before string
	Last                bool
	Limit               int
}

// Paged holds a stretch of the rows of a list that is read by keyset, so that
// the last page of a million rows costs no more than the first. It grows at both
// ends as the reader comes near them and lets go of what is far away. It belongs
// to the window's thread.
type Paged[T any] struct {
	// OnChange is told when other rows have come or a fetch has failed; reload
	// the list there.
	OnChange func(err error)
	// OnGrow is told when rows have come or gone at the ends of those that
	// stay; without it OnChange is.
	OnGrow func()

	fetch   func(ctx context.Context, turn Turn) ([]T, error)
	cursor  func(row T) string
	size    int
	loader  *Loader
	rows    []T
	begun   bool // the first row of the list is here
	whole   bool // the last row of the list is here
	loading bool
	first   int // rows in sight
	last    int
}

// pagesKept is how many pages stay in memory.
const pagesKept = 12

// NewPaged returns an empty one. fetch returns at most limit rows; fewer mean
// that there are no more on that side.
func NewPaged[T any](async Async, size int, cursor func(row T) string, fetch func(ctx context.Context, turn Turn) ([]T, error)) *Paged[T] {
	return &Paged[T]{fetch: fetch, cursor: cursor, size: size, loader: NewLoader(async), begun: true}
}

// Loader tells of waiting.
func (p *Paged[T]) Loader() *Loader { return p.loader }

// Len is how many rows are here.
func (p *Paged[T]) Len() int { return len(p.rows) }

// At returns a row.
func (p *Paged[T]) At(row int) T { return p.rows[row] }

// Begun tells whether the first row is the first of the list.
func (p *Paged[T]) Begun() bool { return p.begun }

// Whole tells whether the last row is the last of the list.
func (p *Paged[T]) Whole() bool { return p.whole }

// Reset fetches the first page and drops the rest, for another filter.
func (p *Paged[T]) Reset() { p.replace(Turn{Limit: p.size}) }

// Enter fetches a row and what follows it, and drops the rest, to come back to
// a place.
func (p *Paged[T]) Enter(cursor string) { p.replace(Turn{From: cursor, Limit: p.size}) }

// EnterAfter fetches what follows a cursor that is no row's, such as a moment.
func (p *Paged[T]) EnterAfter(cursor string) { p.replace(Turn{After: cursor, Limit: p.size}) }

// End fetches the last page and drops the rest.
func (p *Paged[T]) End() { p.replace(Turn{Last: true, Limit: p.size}) }

func (p *Paged[T]) replace(turn Turn) {
	p.load(turn, func(rows []T) {
		p.rows, p.first, p.last = rows, 0, 0
		few := len(rows) < turn.Limit
		p.begun = turn.From == "" && turn.After == "" && (!turn.Last || few)
		p.whole = turn.Last || few
	})
}

// Refresh fetches the rows around those in sight anew, for changed data, and
// lets go of the others.
func (p *Paged[T]) Refresh() {
	if len(p.rows) == 0 {
		p.Reset()
		return
	}
	from, to := max(0, p.first-p.size), min(len(p.rows), max(p.last+1, p.first)+p.size)
	turn := Turn{Limit: max(to-from, p.size)}
	if from > 0 || !p.begun {
		turn.From = p.cursor(p.rows[from])
	}
	begun := turn.From == ""
	p.loading = true // what is in sight must not ask for more meanwhile
	p.cut(from, to)
	p.load(turn, func(rows []T) {
		p.rows, p.begun, p.whole = rows, begun, len(rows) < turn.Limit
	})
}

// cut keeps the rows of a stretch only.
func (p *Paged[T]) cut(from, to int) {
	if from == 0 && to == len(p.rows) {
		return
	}
	p.begun, p.whole = p.begun && from == 0, p.whole && to == len(p.rows)
	p.rows = slices.Clone(p.rows[from:to])
	p.first, p.last = max(p.first-from, 0), max(p.last-from, 0)
	p.grown()
}

// Need is told which rows are in sight, and fetches the next page at the end
// that is near; call it from the list's OnVisible.
func (p *Paged[T]) Need(first, last int) {
	p.first, p.last = first, last
	if p.loading || len(p.rows) == 0 {
		return
	}
	switch {
	case !p.whole && last >= len(p.rows)-p.size/2:
		p.load(Turn{After: p.cursor(p.rows[len(p.rows)-1]), Limit: p.size}, nil)
	case !p.begun && first < p.size/2:
		p.load(Turn{Before: p.cursor(p.rows[0]), Limit: p.size}, nil)
	}
}

// Stop ends a running fetch, when the page is left.
func (p *Paged[T]) Stop() {
	p.loading = false
	p.loader.Stop()
}

// load fetches rows; take replaces what is here, without it they are added.
func (p *Paged[T]) load(turn Turn, take func([]T)) {
	p.loading = true
	Load(context.Background(), p.loader, func(ctx context.Context) ([]T, error) {
		return p.fetch(ctx, turn)
	}, func(rows []T, err error) {
		p.loading = false
		switch {
		case err == nil && take == nil:
			p.add(rows, turn)
			p.grown()
			return
		case err == nil:
			take(rows)
		}
		p.changed(err)
	})
}

// add sets rows at an end and lets go of what is far away at the other.
func (p *Paged[T]) add(rows []T, turn Turn) {
	few, most := len(rows) < turn.Limit, pagesKept*p.size
	if turn.Before != "" {
		p.rows, p.begun = slices.Concat(rows, p.rows), few
		p.first, p.last = p.first+len(rows), p.last+len(rows)
		if keep := max(most, p.last+p.size); len(p.rows) > keep {
			p.rows, p.whole = slices.Clone(p.rows[:keep]), false
		}
		return
	}
	p.rows, p.whole = append(p.rows, rows...), few
	if over := min(len(p.rows)-most, p.first-p.size); over > 0 {
		p.rows, p.begun = slices.Clone(p.rows[over:]), false
		p.first, p.last = p.first-over, p.last-over
	}
}

func (p *Paged[T]) grown() {
	if p.OnGrow != nil {
		p.OnGrow()
		return
	}
	p.changed(nil)
}

func (p *Paged[T]) changed(err error) {
	if p.OnChange != nil {
		p.OnChange(err)
	}
}
