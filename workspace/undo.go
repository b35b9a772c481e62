package workspace

import (
	"context"
	"errors"

	"kontor/domain"
	"kontor/eventstore"
)

// Undo takes back the latest command of the person at this machine that was not
// taken back yet; an import as a whole. What can be undone is read from the
// journal, so that it also works after a restart.
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
	return w.latest(ctx, func(c eventstore.Command) (bool, error) {
		if !canUndo(c) {
			return false, nil
		}
		undone, err := w.undone(ctx, c)
		if err != nil || undone {
			return false, err
		}
		erased, err := w.erasedSince(ctx, c)
		return !erased, err
	})
}

// erasedSince reports whether a command was about somebody who was erased. It
// can never be taken back, and must not stand in the way of those before it.
func (w *Workspace) erasedSince(ctx context.Context, c eventstore.Command) (bool, error) {
	if c.Name == (domain.StartImport{}).CommandName() {
		return false, nil // what is left of the import can be
	}
	w.writing.Lock()
	defer w.writing.Unlock()
	_, err := domain.Undo{Commands: []domain.ID{c.ID}}.Decide(stored{ctx: ctx, w: w}, w.issued(c.ID))
	if domain.RefusedWith(err, domain.RefusedErased) {
		return true, nil
	}
	var refusal *domain.Refusal
	if errors.As(err, &refusal) {
		return false, nil
	}
	return false, err
}

// canUndo reports whether a command is a step of its own that can be taken back.
func canUndo(c eventstore.Command) bool {
	switch {
	case c.Last == 0, c.Causation != domain.None:
		return false
	case c.Base == 0: // the founding of the workspace stands on nothing
		return false
	}
	switch c.Name {
	case domain.Undo{}.CommandName(), domain.Erase{}.CommandName(), domain.FoundWorkspace{}.CommandName():
		return false
	}
	return true
}

// undone reports whether a command is taken back, and the taking back was not
// itself taken back.
func (w *Workspace) undone(ctx context.Context, c eventstore.Command) (bool, error) {
	undone := false
	for c.UndoneBy != domain.None {
		by, err := w.ledger.Command(ctx, c.UndoneBy)
		if errors.Is(err, eventstore.ErrNotFound) {
			return !undone, nil
		}
		if err != nil {
			return false, err
		}
		c, undone = by, !undone
	}
	return undone, nil
}

// errEnough ends a walk through the journal.
var errEnough = errors.New("enough")

// latest is the newest command of the person at this machine that is wanted; a
// refusal (domain.RefusedNothingToUndo) if there is none. want may end the
// search with errEnough.
func (w *Workspace) latest(ctx context.Context, want func(eventstore.Command) (bool, error)) (eventstore.Command, error) {
	nothing := &domain.Refusal{Code: domain.RefusedNothingToUndo}
	query := eventstore.CommandQuery{Actor: w.Me(), Limit: 50}
	for {
		page, err := w.ledger.Commands(ctx, query)
		if err != nil {
			return eventstore.Command{}, err
		}
		for _, c := range page {
			wanted, err := want(c)
			switch {
			case errors.Is(err, errEnough):
				return eventstore.Command{}, nothing
			case err != nil:
				return eventstore.Command{}, err
			case wanted:
				return c, nil
			}
		}
		if len(page) < query.Limit {
			return eventstore.Command{}, nothing
		}
		query.Before, query.Limit = page[len(page)-1].Seq, 500
	}
}

// UndoCommand takes back one command, whenever it was given. The start of an
// import stands for all of it.
func (w *Workspace) UndoCommand(ctx context.Context, command domain.ID) (Done, error) {
	return w.UndoLong(ctx, command, nil)
}

// UndoLong is UndoCommand that tells how many of how many events it has dealt
// with, where there are many.
func (w *Workspace) UndoLong(ctx context.Context, command domain.ID, progress Progress) (Done, error) {
	entry, err := w.ledger.Command(ctx, command)
	if errors.Is(err, eventstore.ErrNotFound) {
		return Done{}, &domain.Refusal{Code: domain.RefusedNothingToUndo}
	}
	if err != nil {
		return Done{}, err
	}
	undone, err := w.undone(ctx, entry)
	if err != nil {
		return Done{}, err
	}
	if undone {
		return Done{}, &domain.Refusal{Code: domain.RefusedAlreadyUndone}
	}
	if entry.Name == (domain.StartImport{}).CommandName() {
		begun, err := w.ledger.CommandEvents(ctx, command)
		if err != nil {
			return Done{}, err
		}
		if len(begun) > 0 {
			return w.UndoImport(ctx, begun[0].Event.Stream().ID)
		}
	}
	step, err := w.commandsOf(ctx, entry)
	if err != nil {
		return Done{}, err
	}
	// Of many records, one that was changed since must not keep the others.
	done, err := w.takeBack(ctx, domain.Undo{Commands: step, KeepChanged: len(step) > 1}, command, progress)
	if domain.RefusedWith(err, domain.RefusedChangedMeanwhile) {
		return w.unmergeInstead(ctx, command, err)
	}
	return done, err
}

// Redo does again what was last taken back, as long as nothing else was done
// since; else it is refused (domain.RefusedNothingToUndo). Like Undo it reads
// the journal and works after a restart.
func (w *Workspace) Redo(ctx context.Context) (Done, error) { return w.RedoLong(ctx, nil) }

// RedoLong is Redo that tells how far it is.
func (w *Workspace) RedoLong(ctx context.Context, progress Progress) (Done, error) {
	undo, err := w.latest(ctx, func(c eventstore.Command) (bool, error) {
		if c.Name != (domain.Undo{}).CommandName() {
			if c.Last > 0 {
				return false, errEnough
			}
			return false, nil
		}
		again, err := w.takesBackAnUndo(ctx, c)
		if err != nil || again {
			return false, err
		}
		undone, err := w.undone(ctx, c)
		return !undone, err
	})
	if err != nil {
		return Done{}, err
	}
	return w.takeBack(ctx, domain.Undo{Commands: []domain.ID{undo.ID}}, undo.ID, progress)
}

// takesBackAnUndo reports whether a command is what Redo leads to.
func (w *Workspace) takesBackAnUndo(ctx context.Context, c eventstore.Command) (bool, error) {
	for _, id := range c.Undoes {
		taken, err := w.ledger.Command(ctx, id)
		if errors.Is(err, eventstore.ErrNotFound) {
			continue
		}
		return err == nil && taken.Name == (domain.Undo{}).CommandName(), err
	}
	return false, nil
}
