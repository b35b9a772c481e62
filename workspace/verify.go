package workspace

import (
	"context"
	"fmt"

	"kontor/eventstore"
)

// Verification is what a look at everything found.
type Verification struct {
	eventstore.Report
	ViewRows int    `json:"viewRows"` // rows of the read models that equal a rebuild
	Fault    string `json:"fault,omitempty"`
}

// Verify checks the chain of the ledger, every seal and key, the attachments,
// and that the read models equal a rebuild. It changes nothing.
func (w *Workspace) Verify(ctx context.Context, progress func(done, total int64)) (Verification, error) {
	report, err := w.ledger.Verify(ctx, progress)
	v := Verification{Report: report}
	if err != nil {
		return v, err
	}
	if !report.OK {
		v.Fault = report.FirstFault()
		return v, nil
	}
	w.writing.Lock()
	defer w.writing.Unlock()
	difference, err := w.views.Check(ctx, progress)
	if err != nil {
		return v, fmt.Errorf("compare the read models with a rebuild: %w", err)
	}
	v.ViewRows = difference.Rows
	if !difference.Equal() {
		v.OK, v.Fault = false, difference.String()
	}
	return v, nil
}
