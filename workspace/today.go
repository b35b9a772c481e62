package workspace

import (
	"context"

	"kontor/projections"
)

// Today is the queue of the day of the person at this machine.
func (w *Workspace) Today(ctx context.Context) (projections.Queue, error) {
	return w.views.Today(ctx, projections.QueueQuery{
		Member: w.Me(), Now: w.now(), CatchUp: w.Settings().DailyCatchUp,
	})
}
