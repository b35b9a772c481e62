package workspace

import (
	"context"
	"encoding/json"

	"kontor/domain"
)

// TitleOf is what a command of the journal is called, under the key "command." +
// the title; its name alone where its arguments are not kept or cannot be read.
func (w *Workspace) TitleOf(ctx context.Context, command domain.ID) (string, error) {
	entry, err := w.ledger.Command(ctx, command)
	if entry.Name == (domain.StartImport{}).CommandName() {
		return "import", err // all that was imported, not only its beginning
	}
	if err != nil || entry.Name != (domain.Batch{}).CommandName() {
		return entry.Name, err
	}
	args, err := w.ledger.Args(entry)
	var batch struct {
		Title string `json:"title"`
	}
	if err != nil || json.Unmarshal(args, &batch) != nil || batch.Title == "" {
		return entry.Name, nil
	}
	return batch.Title, nil
}
