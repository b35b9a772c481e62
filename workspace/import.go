package workspace

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"kontor/domain"
	"kontor/exchange"
)

// ImportOptions say how files are brought in.
type ImportOptions struct {
	// DryRun only says what would happen.
	DryRun bool
	// Mappings are the meanings of the columns of CSV files, by path. A file
	// without one takes the saved profile for its header, else the proposal.
	Mappings map[string]exchange.Mapping
	// Progress is told how many bytes of how many were read; nil for nobody.
	Progress func(done, total int64)
	// Each is told what became of each card; nil for nobody.
	Each func(ImportItem)
}

// ImportReport says what an import did, or would do.
type ImportReport struct {
	Import     domain.ID // None for a dry run
	Counts     domain.ImportCounts
	Duplicates []ImportItem // at most maxReported
	Mails      []string     // the files that are mails, which can be logged: see ReadLetter
	Rejected   []domain.RejectedRow
}

const (
	// importChunk is how many cards are recorded in one transaction.
	importChunk = 250
	// maxReported bounds the list of duplicates in a report; all of them are
	// counted, and all stand in the review queue.
	maxReported = 10_000
)

// Import brings vCard and CSV files in: it decides for each card whether it is
// new, brings something to a person who is known, or changes nothing, and
// records that. What cannot be read is kept with its reason.
//
// A run that changes nothing leaves no trace: where every card is known and
// every rejected row was kept before, nothing is recorded and the Import of the
// report is None.
//
// If ctx is cancelled or something fails, what was recorded so far stays, is
// marked as this import, and can be taken back with UndoImport. The counts of
// the report are those of what was recorded.
func (w *Workspace) Import(ctx context.Context, paths []string, o ImportOptions) (ImportReport, error) {
	run := importRun{w: w, o: o, paths: paths, batch: w.NewID()}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return run.report, err
		}
		if info.IsDir() {
			return run.report, &os.PathError{Op: "import", Path: path, Err: syscall.EISDIR}
		}
		run.total += info.Size()
	}
	run.planner = newPlanner(ctx, w, run.batch)
	run.planner.dry = o.DryRun
	var failed error
	for _, path := range paths {
		if failed = run.file(ctx, path); failed != nil {
			break
		}
	}
	return run.report, errors.Join(failed, run.finish(context.WithoutCancel(ctx)))
}

type importRun struct {
	w       *Workspace
	o       ImportOptions
	paths   []string
	batch   domain.ID
	planner *planner
	bulk    *bulk // nil until there is something to record
	total   int64
	done    int64
	chunk   []domain.Command
	cards   int          // in the chunk
	pending []ImportItem // what the chunk will have done once it is recorded
	report  ImportReport
}

// begin notes that the import takes place. That waits until there is something
// to record.
func (r *importRun) begin(ctx context.Context) error {
	if r.bulk != nil {
		return nil
	}
	names := make([]string, len(r.paths))
	for i, path := range r.paths {
		names[i] = filepath.Base(path)
	}
	_, err := r.w.Do(ctx, domain.StartImport{Import: r.batch, Format: formatOf(r.paths), Files: names})
	if err != nil {
		return err
	}
	r.report.Import = r.batch
	r.bulk = r.w.startBulk(ctx)
	return nil
}

func formatOf(paths []string) string {
	if len(paths) == 0 {
		return ""
	}
	format, err := exchange.DetectFile(paths[0])
	if err != nil {
		return ""
	}
	return string(format)
}

func (r *importRun) file(ctx context.Context, path string) error {
	name := filepath.Base(path)
	r.planner.files = name
	format, err := exchange.DetectFile(path)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	input := bufio.NewReaderSize(&counted{ctx: ctx, r: f, run: r}, 1<<20)
	each := func(c exchange.Contact) error { return r.card(ctx, c) }
	reject := func(rejected exchange.Rejected) error { return r.reject(name, rejected) }
	switch format {
	case exchange.FormatVCard:
		err = exchange.ReadVCards(input, each, reject)
	case exchange.FormatCSV:
		var mapping exchange.Mapping
		if mapping, err = r.w.mappingFor(path, r.o.Mappings); err == nil {
			err = exchange.ReadCSV(input, mapping, each, reject)
		}
	case exchange.FormatMail:
		err = r.mail(ctx, path, input, each)
	default:
		err = &exchange.UnreadableError{Reason: exchange.Reason{Key: "import.reason.unknown-format"}}
	}
	var unreadable *exchange.UnreadableError
	if errors.As(err, &unreadable) {
		line := 1
		if format == exchange.FormatMail {
			line = 0 // a mail is read as a whole
		}
		return r.reject(name, exchange.Rejected{Line: line, Reason: unreadable.Reason})
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return r.flush(context.WithoutCancel(ctx))
}

// mail reads a saved mail: its sender or, where one of us wrote it, those it went
// to.
func (r *importRun) mail(ctx context.Context, path string, input io.Reader, each func(exchange.Contact) error) error {
	sender, mail, err := exchange.ReadEML(input)
	if err != nil {
		return err
	}
	r.report.Mails = append(r.report.Mails, path)
	us, err := r.w.namesOfUs(ctx)
	if err != nil {
		return err
	}
	if len(us.among(mail.From)) == 0 {
		return each(sender)
	}
	for _, a := range us.without(mail.To)[:min(len(us.without(mail.To)), mostCorrespondents)] {
		if err := each(exchange.AddressContact(a)); err != nil {
			return err
		}
	}
	return nil
}

// counted tells how far a file was read, and ends the reading when the import
// is cancelled.
type counted struct {
	ctx context.Context
	r   io.Reader
	run *importRun
}

func (c *counted) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	c.run.done += int64(n)
	if c.run.o.Progress != nil {
		c.run.o.Progress(c.run.done, c.run.total)
	}
	return n, err
}

func (r *importRun) card(ctx context.Context, c exchange.Contact) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.w.writing.Lock()
	item, commands, err := r.planner.plan(c)
	r.w.writing.Unlock()
	var refusal *domain.Refusal
	if errors.As(err, &refusal) {
		reason := exchange.Reason{Key: "refusal." + refusal.Code, Args: refusal.Args}
		return r.reject(item.File, exchange.Rejected{Line: c.Line, Reason: reason, Raw: rawOf(c)})
	}
	if err != nil {
		return fmt.Errorf("line %d: %w", c.Line, err)
	}
	if r.o.DryRun {
		r.count(item)
		return nil
	}
	r.chunk, r.pending = append(r.chunk, commands...), append(r.pending, item)
	if r.cards++; r.cards >= importChunk {
		return r.flush(context.WithoutCancel(ctx))
	}
	return nil
}

// rawOf shows a card that was read but refused, so that nothing of it is lost.
func rawOf(c exchange.Contact) string {
	c.Photo = nil
	var raw strings.Builder
	err := exchange.WriteVCards(&raw, "4.0", func(yield func(exchange.Contact) bool) { yield(c) })
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(raw.String()[:min(raw.Len(), 64<<10)], "")
}

func (r *importRun) count(item ImportItem) {
	switch item.Outcome {
	case OutcomeNew:
		r.report.Counts.New++
	case OutcomeUpdated:
		r.report.Counts.Updated++
	case OutcomeUnchanged:
		r.report.Counts.Unchanged++
	case OutcomeDuplicate:
		r.report.Counts.New++
		r.report.Counts.Duplicates++
		if len(r.report.Duplicates) < maxReported {
			r.report.Duplicates = append(r.report.Duplicates, item)
		}
	}
	if r.o.Each != nil {
		r.o.Each(item)
	}
}

func (r *importRun) reject(file string, rejected exchange.Rejected) error {
	r.report.Counts.Rejected++
	r.report.Rejected = append(r.report.Rejected, domain.RejectedRow{
		File: file, Line: rejected.Line, Reason: rejected.Reason.Key, Args: rejected.Reason.Args, Raw: rejected.Raw,
	})
	if r.o.Each != nil {
		r.o.Each(ImportItem{
			File: file, Line: rejected.Line, Outcome: OutcomeRejected, Reasons: []exchange.Reason{rejected.Reason},
		})
	}
	return nil
}

// flush records the chunk as one command. What was read is recorded even if the
// reading was cancelled.
func (r *importRun) flush(ctx context.Context) error {
	if err := r.recordChunk(ctx); err != nil {
		r.pending, r.cards = nil, 0
		return err
	}
	for _, item := range r.pending {
		r.count(item)
	}
	r.pending, r.cards = nil, 0
	return nil
}

func (r *importRun) recordChunk(ctx context.Context) error {
	chunk := r.chunk
	r.chunk = nil
	if len(chunk) == 0 {
		return nil
	}
	if err := r.begin(ctx); err != nil {
		return err
	}
	r.w.writing.Lock()
	defer r.w.writing.Unlock()
	if err := r.bulk.add(domain.Batch{Title: "import", Parts: chunk}, r.w.issued(r.batch)); err != nil {
		return err
	}
	if err := r.bulk.flush(); err != nil {
		return err
	}
	head, err := r.w.ledger.Head(ctx)
	r.planner.recorded(head.Position, r.w.views.Seen())
	return err
}

// finish says how the import ended, also where it was cancelled.
func (r *importRun) finish(ctx context.Context) error {
	if r.o.DryRun {
		return nil
	}
	failed := r.flush(ctx)
	if r.bulk == nil {
		kept, err := r.keptBefore(ctx)
		if err != nil || kept {
			return errors.Join(failed, err)
		}
		if err := r.begin(ctx); err != nil {
			return errors.Join(failed, err)
		}
	}
	r.w.writing.Lock()
	err := r.bulk.add(domain.FinishImport{
		Import: r.batch, Counts: r.report.Counts, Rejected: r.report.Rejected,
	}, r.w.issued(r.batch))
	if err == nil {
		err = r.bulk.flush()
	}
	r.w.writing.Unlock()
	return errors.Join(failed, err, r.bulk.close())
}

// keptBefore reports whether an earlier import of the same files rejected the
// same rows already.
func (r *importRun) keptBefore(ctx context.Context) (bool, error) {
	if len(r.report.Rejected) == 0 {
		return true, nil
	}
	earlier, err := r.w.views.Imports(ctx)
	if err != nil {
		return false, err
	}
	now, err := json.Marshal(r.report.Rejected)
	if err != nil {
		return false, err
	}
	for _, row := range earlier {
		if row.Undone || row.Counts.Rejected != len(r.report.Rejected) {
			continue
		}
		rejected, err := r.w.views.Rejected(ctx, row.ID)
		if err != nil {
			return false, err
		}
		if before, err := json.Marshal(rejected); err == nil && bytes.Equal(before, now) {
			return true, nil
		}
	}
	return false, nil
}
