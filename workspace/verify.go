package workspace

import (
	"context"
	"fmt"

	"kontor/eventstore"
)

// Verification is what a look at everything found.
type Verification struct {
	OK          bool               `json:"ok"`
	Events      int64              `json:"events"`
	Sealed      int64              `json:"sealed"`  // events whose words open
	Erased      int64              `json:"erased"`  // events whose words were erased
	Missing     int64              `json:"missing"` // events whose key is not here
	Commands    int64              `json:"commands"`
	KeyBlocks   int64              `json:"keyBlocks"`
	Attachments int64              `json:"attachments"`
	Compared    int64              `json:"comparedRows"` // rows of the read models that equal a rebuild
	Head        string             `json:"head"`         // the last hash, to be kept elsewhere as an anchor
	Faults      []eventstore.Fault `json:"faults,omitempty"`
	Fault       string             `json:"fault,omitempty"` // the first of them
}

// Verify checks the chain of the ledger, every seal and key, the attachments,
// and that the read models equal a rebuild. It changes nothing.
func (w *Workspace) Verify(ctx context.Context, progress func(done, total int64)) (Verification, error) {
	w.writing.Lock()
	defer w.writing.Unlock()
	r, err := w.ledger.Verify(ctx, progress)
	v := Verification{
		OK: r.OK(), Events: r.Events, Sealed: r.Opened, Erased: r.Erased, Missing: r.Missing, Commands: r.Commands,
		KeyBlocks: r.Blocks, Attachments: r.Attachments, Head: fmt.Sprintf("%x", r.Head.Hash), Faults: r.Faults,
	}
	if err != nil {
		return v, err
	}
	if !v.OK {
		v.Fault = r.Faults[0].String()
		return v, nil
	}
	difference, err := w.views.Check(ctx, progress)
	if err != nil {
		return v, fmt.Errorf("compare the read models with a rebuild: %w", err)
	}
	v.Compared = difference.Compared
	if !difference.Equal() {
		v.OK, v.Fault = false, "views.db: "+difference.String()
	}
	return v, nil
}
