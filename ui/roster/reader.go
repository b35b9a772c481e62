package roster

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Detail is what is shown of one record. S is everything it is made of.
type Detail[S any] interface {
	ID() domain.ID
	Content() fyne.CanvasObject
	Show(shown S)
	SetFolded(folded bool)
	Stop()
}

// Reader fetches a record and shows it beside the list. It implements Side.
type Reader[S any] struct {
	// Detail is what is in sight; nil for nothing.
	Detail Detail[S]

	p      ReaderParams[S]
	loader *kit.Loader
	host   *kit.Frame
	wanted domain.ID
	folded bool
	place  any // where the reader was within the record
}

// ReaderParams say what is read.
type ReaderParams[S any] struct {
	Desk *desk.Desk
	// Fetch reads a record; there is false for one that is no more.
	Fetch func(ctx context.Context, id domain.ID) (shown S, there bool, err error)
	// New makes what shows a record.
	New func(id domain.ID) Detail[S]
	// Gone is said of a record that is no more.
	Gone kit.Empty
}

// NewReader returns a reader that shows nothing yet.
func NewReader[S any](p ReaderParams[S]) *Reader[S] {
	r := &Reader[S]{p: p, loader: kit.NewLoader(p.Desk.Async), host: kit.NewFrame(nil, kit.NewColumn(0), nil)}
	r.loader.OnBusy = r.busy
	return r
}

// Content implements Side.
func (r *Reader[S]) Content() fyne.CanvasObject { return r.host }

// Shows implements Side.
func (r *Reader[S]) Shows(id domain.ID) bool { return r.Detail != nil && r.Detail.ID() == id }

// Show implements Side.
func (r *Reader[S]) Show(id domain.ID) {
	if id != r.wanted && r.wanted != domain.None {
		r.place = nil
	}
	r.wanted = id
	if id == domain.None {
		r.loader.Stop()
		r.leave()
		r.host.SetBody(kit.NewColumn(0))
		return
	}
	r.Reload()
}

// Reload implements Side.
func (r *Reader[S]) Reload() {
	type read struct {
		shown S
		there bool
	}
	id := r.wanted
	kit.Load(context.Background(), r.loader, func(ctx context.Context) (read, error) {
		shown, there, err := r.p.Fetch(ctx, id)
		return read{shown, there}, err
	}, func(f read, err error) {
		switch {
		case err != nil:
			r.leave()
			r.host.SetBody(kit.NewErrorState(workspace.Explain(err), r.Reload))
		case !f.there:
			r.leave()
			r.host.SetBody(kit.NewEmptyState(r.p.Gone))
		case r.Shows(id):
			r.Detail.Show(f.shown)
		default:
			r.leave()
			r.Detail = r.p.New(id)
			r.Detail.SetFolded(r.folded)
			r.Detail.Show(f.shown)
			if kept, ok := r.Detail.(interface{ Restore(state any) }); ok && r.place != nil {
				kept.Restore(r.place)
			}
			r.place = nil
			if begins, ok := r.Detail.(interface{ Begin() }); ok {
				begins.Begin()
			}
			r.host.SetBody(r.Detail.Content())
		}
	})
}

// busy says that a record is being fetched, instead of showing another.
func (r *Reader[S]) busy(busy bool) {
	if busy && !r.Shows(r.wanted) {
		r.leave()
		r.host.SetBody(kit.NewLoadingState())
	}
}

func (r *Reader[S]) leave() {
	if r.Detail != nil {
		r.Detail.Stop()
		r.Detail = nil
	}
}

// SetFolded implements Side.
func (r *Reader[S]) SetFolded(folded bool) {
	r.folded = folded
	if r.Detail != nil {
		r.Detail.SetFolded(folded)
	}
}

// Stop implements Side.
func (r *Reader[S]) Stop() {
	r.loader.Stop()
	if r.Detail != nil {
		r.Detail.Stop()
	}
}

// Save implements Side.
func (r *Reader[S]) Save() any {
	if kept, ok := r.Detail.(interface{ Save() any }); ok {
		return kept.Save()
	}
	return r.place
}

// Restore implements Side.
func (r *Reader[S]) Restore(state any) { r.place = state }
