package eventstore

import (
	"context"
	"errors"
)

// Receive takes over events that are on the server and continue the confirmed
// part of the ledger: the position of the first is one above [Ledger.Confirmed].
func (l *Ledger) Receive(ctx context.Context, incoming []Record, decide Redecide) (Received, error) {
	return Received{}, errors.ErrUnsupported
}
