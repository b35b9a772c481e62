package workspace

import (
	"context"
	"errors"

	"kontor/demo"
	"kontor/domain"
)

// DemoReport says what the sample community consists of.
type DemoReport struct {
	People        int   `json:"people"`
	Conversations int   `json:"conversations"`
	Events        int64 `json:"events"`
	// Import is what UndoImport takes away again.
	Import domain.ID `json:"import"`
}

// manyRecords is from where on it pays to build the read models anew.
const manyRecords = 20_000

// LoadDemo adds a sample community to the workspace, as an import of its own
// that UndoImport takes away again.
func (w *Workspace) LoadDemo(ctx context.Context, o demo.Options, progress func(done, total int64)) (DemoReport, error) {
	if o.Now.IsZero() {
		o.Now = w.now()
	}
	o.Member, o.Workspace = w.Me(), w.ID()
	counts, err := w.views.Counts(ctx)
	if err != nil {
		return DemoReport{}, err
	}
	if counts.People > 0 && o.NewID == nil {
		o.NewID = w.NewID // the sample may be here already, under the ids of its seed
	}
	batch := w.NewID()
	report := DemoReport{People: o.People, Conversations: o.Conversations, Import: batch}
	start := domain.StartImport{Import: batch, Format: domain.OriginDemo, Files: []string{domain.OriginDemo}}
	if _, err := w.Do(ctx, start); err != nil {
		return report, err
	}
	b := w.startBulk(ctx)
	total := int64(o.People + o.Conversations)
	b.rebuild = total > manyRecords && total > int64(counts.People+counts.Conversations)
	b.progress = progress
	err = func() error {
		w.writing.Lock()
		defer w.writing.Unlock()
		for step := range demo.Generate(o) {
			if err := ctx.Err(); err != nil {
				return err
			}
			issued := w.issued(batch)
			issued.At = step.At
			if step.Actor != domain.None {
				issued.Actor = step.Actor
			}
			if err := b.add(step.Command(), issued); err != nil {
				return err
			}
			if b.events >= bulkEvents {
				if err := b.flush(); err != nil {
					return err
				}
				if progress != nil {
					progress(min(b.Done, total), total)
				}
			}
		}
		finish := domain.FinishImport{Import: batch, Counts: domain.ImportCounts{New: o.People}}
		if err := b.add(finish, w.issued(batch)); err != nil {
			return err
		}
		return b.flush()
	}()
	err = errors.Join(err, b.close())
	report.Events = b.Done
	return report, err
}
