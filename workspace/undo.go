package workspace

import (
	"context"
	"errors"

	"kontor/domain"
	"kontor/eventstore"
)

// Undo takes back the latest command of the person at this machine that was not
// taken back yet. It also works after a restart: what can be undone is read
// from the journal.
func (w *Workspace) Undo(ctx context.Context) (Done, error) {
	last, err := w.Undoable(ctx)
	if err != nil {
		return Done{}, err
	}
	return w.UndoCommand(ctx, last.ID)
}

// Undoable is the command that Undo would take back; a refusal
// (domain.RefusedNothingToUndo) if there is none.
func (w *Workspace) Undoable(ctx context.Context) (eventstore.Command, error) {
	query := eventstore.CommandQuery{Device: w.ledger.Device(), Actor: w.me, Limit: 50}
	for {
		page, err := w.ledger.Commands(ctx, query)
		if err != nil {
			return eventstore.Command{}, err
		}
		for _, c := range page {
			if canUndo(c) {
				return c, nil
			}
		}
		if len(page) < query.Limit {
			return eventstore.Command{}, &domain.Refusal{Code: domain.RefusedNothingToUndo}
		}
		query.Before = page[len(page)-1].Seq
	}
}

func canUndo(c eventstore.Command) bool {
	if c.UndoneBy != domain.None || c.Last == 0 || c.Causation != domain.None {
		return false
	}
	switch c.Name {
	case domain.Undo{}.CommandName(), domain.Erase{}.CommandName(), domain.FoundWorkspace{}.CommandName():
		return false
	}
	return c.Base > 0 // the founding of the workspace stands on nothing
}

// UndoCommand takes back one command, whenever it was given.
func (w *Workspace) UndoCommand(ctx context.Context, command domain.ID) (Done, error) {
	entry, err := w.ledger.Command(ctx, command)
	if errors.Is(err, eventstore.ErrNotFound) {
		return Done{}, &domain.Refusal{Code: domain.RefusedNothingToUndo}
	}
	if err != nil {
		return Done{}, err
	}
	if entry.UndoneBy != domain.None {
		return Done{}, &domain.Refusal{Code: domain.RefusedAlreadyUndone}
	}
	done, err := w.do(ctx, domain.Undo{Commands: []domain.ID{command}}, command)
	if err == nil {
		w.writing.Lock()
		w.redo = append(w.redo, done.Command)
		w.writing.Unlock()
	}
	return done, err
}

// Redo does again what was last taken back, as long as nothing else was done
// since.
func (w *Workspace) Redo(ctx context.Context) (Done, error) {
	w.writing.Lock()
	var undo domain.ID
	if n := len(w.redo); n > 0 {
		undo, w.redo = w.redo[n-1], w.redo[:n-1]
	}
	w.writing.Unlock()
	if undo == domain.None {
		return Done{}, &domain.Refusal{Code: domain.RefusedNothingToUndo}
	}
	return w.do(ctx, domain.Undo{Commands: []domain.ID{undo}}, undo)
}
