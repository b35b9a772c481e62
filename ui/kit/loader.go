package kit

import (
	"context"
	"time"
)

// progressDelay is how long a load may take before the reader is told of it: a
// shorter wait would only flicker.
const progressDelay = 300 * time.Millisecond

// Loader fetches what a view shows. Each Load cancels the one before it, and
// an answer that comes back after a newer Load was asked for is dropped, so
// that an old answer never overwrites a newer one. All its methods and the
// functions it calls back belong to the window's thread; only fetch does not.
type Loader struct {
	// OnBusy is told when a load has taken longer than 300 ms, and when it is
	// over.
	OnBusy func(busy bool)

	async      Async
	generation uint64
	cancel     context.CancelFunc
	stopWait   func()
	busy       bool
}

// NewLoader returns a loader for one view.
func NewLoader(async Async) *Loader { return &Loader{async: async} }

// Load runs fetch away from the window's thread and hands its answer to apply
// on it. The context given to fetch ends with ctx, with the next Load and with
// Stop; after any of these apply is not called.
func Load[T any](ctx context.Context, l *Loader, fetch func(context.Context) (T, error), apply func(T, error)) {
	l.Stop()
	l.generation++
	mine := l.generation
	inner, cancel := context.WithCancel(ctx)
	l.cancel = cancel
	l.stopWait = l.async.After(progressDelay, func() {
		if l.generation == mine && l.cancel != nil {
			l.setBusy(true)
		}
	})
	l.async.Go(func() {
		value, err := fetch(inner)
		l.async.Do(func() {
			defer cancel()
			if l.generation != mine || l.cancel == nil {
				return
			}
			l.finish()
			if ctx.Err() != nil {
				return
			}
			apply(value, err)
		})
	})
}

// Stop cancels a running load; its answer is dropped.
func (l *Loader) Stop() {
	l.generation++
	if l.cancel != nil {
		l.cancel()
	}
	l.finish()
}

// Busy tells whether a load has been running for longer than 300 ms.
func (l *Loader) Busy() bool { return l.busy }

func (l *Loader) finish() {
	l.cancel = nil
	if l.stopWait != nil {
		l.stopWait()
		l.stopWait = nil
	}
	l.setBusy(false)
}

func (l *Loader) setBusy(busy bool) {
	if l.busy == busy {
		return
	}
	l.busy = busy
	if l.OnBusy != nil {
		l.OnBusy(busy)
	}
}
