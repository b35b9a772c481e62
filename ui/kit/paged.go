package kit

import (
	"context"
)

// Paged holds the rows of a list that come page by page, each asked for by the
// last row of the one before (a keyset), so that the last page of a million
// rows costs no more than the first. It belongs to the window's thread.
type Paged[T any] struct {
	// OnChange is told when rows have come or the fetch has failed; reload the
	// list there.
	OnChange func(err error)

	fetch   func(ctx context.Context, after *T, limit int) ([]T, error)
	size    int
	loader  *Loader
	rows    []T
	whole   bool // the last page has come
	loading bool
}

// NewPaged returns an empty one. fetch returns at most limit rows that follow
// after, or the first when after is nil; fewer mean that no more follow.
func NewPaged[T any](async Async, size int, fetch func(ctx context.Context, after *T, limit int) ([]T, error)) *Paged[T] {
	return &Paged[T]{fetch: fetch, size: size, loader: NewLoader(async)}
}

// Loader tells of waiting.
func (p *Paged[T]) Loader() *Loader { return p.loader }

// Len is how many rows have come.
func (p *Paged[T]) Len() int { return len(p.rows) }

// At returns a row.
func (p *Paged[T]) At(row int) T { return p.rows[row] }

// Whole tells whether all rows have come.
func (p *Paged[T]) Whole() bool { return p.whole }

// Reset fetches the first page and drops the rest, for another filter.
func (p *Paged[T]) Reset() { p.load(nil, p.size) }

// Refresh fetches as many rows as there are, so that the reader keeps the
// place, for changed data.
func (p *Paged[T]) Refresh() { p.load(nil, max(p.size, len(p.rows))) }

// Need fetches the next page when the row is among the last; call it from the
// list's OnVisible.
func (p *Paged[T]) Need(row int) {
	if p.loading || p.whole || len(p.rows) == 0 || row < len(p.rows)-p.size/2 {
		return
	}
	last := p.rows[len(p.rows)-1]
	p.load(&last, p.size)
}

// Stop ends a running fetch, when the page is left.
func (p *Paged[T]) Stop() {
	p.loading = false
	p.loader.Stop()
}

func (p *Paged[T]) load(after *T, limit int) {
	p.loading = true
	Load(context.Background(), p.loader, func(ctx context.Context) ([]T, error) {
		return p.fetch(ctx, after, limit)
	}, func(rows []T, err error) {
		p.loading = false
		if err == nil {
			if after == nil {
				p.rows = rows
			} else {
				p.rows = append(p.rows, rows...)
			}
			p.whole = len(rows) < limit
		}
		if p.OnChange != nil {
			p.OnChange(err)
		}
	})
}
