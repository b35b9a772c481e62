package workspace

import (
	"context"
	"fmt"
	"slices"

	"kontor/domain"
	"kontor/eventstore"
)

// Progress is told how many of how many were dealt with.
type Progress func(done, total int)

// longUndo is from how many events on an undo tells how far it is, and after how
// many of them it does so again.
const longUndo = 1000

// takeBack carries out an undo. It stays one command and one transaction, however
// much it takes back: it is told of while it is decided and while the read models
// follow, each of which counts for half. Nobody who reads waits for it.
func (w *Workspace) takeBack(ctx context.Context, c domain.Undo, causation domain.ID, progress Progress) (Done, error) {
	total, err := w.eventsOf(ctx, c.Commands)
	if err != nil {
		return Done{}, err
	}
	if total < longUndo {
		return w.do(ctx, c, causation)
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	w.writing.Lock()
	defer w.writing.Unlock()
	issued, state := w.issued(causation), decideOn(&toldHistory{stored: stored{ctx: ctx, w: w}, told: func(read int) { progress(min(read, total)/2, total) }})
	done := Done{Command: issued.Command, Title: domain.Title(c)}
	events, err := c.Decide(state, issued)
	if err != nil || len(events) == 0 {
		return done, err
	}
	if w.Me() == domain.None {
		return done, ErrNobody
	}
	progress(total/2, total)
	recorded, err := w.ledger.AppendBatch(ctx, []eventstore.Entry{entry(c, issued, events, state.expect(events))})
	if err != nil {
		return done, fmt.Errorf("record %s: %w", done.Title, err)
	}
	done.Events, done.Position = recorded, recorded[len(recorded)-1].Position
	w.folded.follow(recorded)
	w.projectMany(ctx, recorded, func(followed int) {
		progress(total/2+followed*(total-total/2)/len(recorded), total)
	})
	w.changed.tell(Changed{Position: done.Position, Streams: streamsOf(recorded)})
	return done, nil
}

// projectMany brings the read models up to many events that were just recorded.
func (w *Workspace) projectMany(ctx context.Context, recorded []domain.Recorded, told func(followed int)) {
	ctx = context.WithoutCancel(ctx)
	views := w.views.Expect()
	followed := 0
	for chunk := range slices.Chunk(recorded, longUndo) {
		behind(views.Apply(ctx, chunk, nil))
		followed += len(chunk)
		told(followed)
	}
	behind(views.End(ctx))
}

// eventsOf counts the events that commands led to.
func (w *Workspace) eventsOf(ctx context.Context, commands []domain.ID) (count int, err error) {
	for _, id := range commands {
		c, err := w.ledger.Command(ctx, id)
		if err != nil {
			return 0, fmt.Errorf("look at what is taken back: %w", err)
		}
		if c.Last > 0 {
			count += int(c.Last - c.First + 1)
		}
	}
	return count, nil
}

// toldHistory tells how many events of commands that are taken back were dealt
// with, each time that the next command is asked for.
type toldHistory struct {
	stored
	read int
	told func(read int)
}

// CommandEvents returns the events that a command led to.
func (h *toldHistory) CommandEvents(command domain.ID) ([]domain.Recorded, error) {
	h.told(h.read)
	events, err := h.stored.CommandEvents(command)
	h.read += len(events)
	return events, err
}
