package workspace

import (
	"context"
	"iter"

	"kontor/domain"
	"kontor/eventstore"
)

// source lets the read models read the ledger.
type source struct{ ledger *eventstore.Ledger }

func (s source) All(ctx context.Context, from int64) iter.Seq2[domain.Recorded, error] {
	return s.ledger.All(ctx, from-1)
}

func (s source) Load(ctx context.Context, stream domain.Stream) ([]domain.Recorded, error) {
	return s.ledger.Load(ctx, stream)
}

func (s source) Head(ctx context.Context) (int64, error) {
	head, err := s.ledger.Head(ctx)
	return head.Position, err
}

// entry is a decided command as the ledger takes it.
func entry(c domain.Command, issued domain.Issued, events []domain.Event, expected map[domain.Stream]int) eventstore.Entry {
	e := eventstore.Entry{
		Issued: issued, Name: c.CommandName(), Args: c, Events: events, Expected: expected,
	}
	if undo, ok := c.(domain.Undo); ok {
		e.Undoes = undo.Commands
	}
	return e
}
