package workspace

import (
	"context"
	"slices"

	"kontor/domain"
	"kontor/eventstore"
)

// UndoImport takes back everything that an import brought, whenever that was.
// People who were worked on since stay as they are.
func (w *Workspace) UndoImport(ctx context.Context, batch domain.ID) (Done, error) {
	commands, err := w.importCommands(ctx, batch)
	if err != nil {
		return Done{}, err
	}
	if len(commands) == 0 {
		return Done{}, w.whyNoImport(ctx, batch)
	}
	return w.takeBack(ctx, domain.Undo{Commands: commands, KeepChanged: true}, commands[0], nil)
}

// ErrImportedElsewhere means that only the machine that did an import knows all
// of its steps.
var ErrImportedElsewhere error = &TeamError{"team.imported-elsewhere"}

func (w *Workspace) whyNoImport(ctx context.Context, batch domain.ID) error {
	recorded, err := w.ledger.Load(ctx, domain.Stream{Kind: domain.KindImport, ID: batch})
	switch {
	case err != nil:
		return err
	case len(recorded) > 0 && recorded[0].Device != w.ledger.Device():
		return ErrImportedElsewhere
	}
	return &domain.Refusal{Code: domain.RefusedNothingToUndo}
}

// importCommands lists the commands of an import, oldest first.
func (w *Workspace) importCommands(ctx context.Context, batch domain.ID) ([]domain.ID, error) {
	recorded, err := w.ledger.Load(ctx, domain.Stream{Kind: domain.KindImport, ID: batch})
	if err != nil || len(recorded) == 0 {
		return nil, err
	}
	var commands []domain.ID // newest first
	query := eventstore.CommandQuery{Limit: 500}
	for {
		page, err := w.ledger.Commands(ctx, query)
		if err != nil {
			return nil, err
		}
		for _, c := range page {
			switch {
			case c.ID == recorded[0].Command:
				commands = append(commands, c.ID)
				slices.Reverse(commands)
				return commands, nil
			case c.Causation == batch:
				commands = append(commands, c.ID)
			}
		}
		if len(page) < query.Limit {
			slices.Reverse(commands)
			return commands, nil
		}
		query.Before = page[len(page)-1].Seq
	}
}
