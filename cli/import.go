package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/exchange"
	"kontor/i18n"
	"kontor/workspace"
)

// importJSON is what an import did, or would do.
type importJSON struct {
	New        int             `json:"new"`
	Updated    int             `json:"updated"`
	Unchanged  int             `json:"unchanged"`
	Duplicates []duplicateJSON `json:"duplicates"`
	Rejected   []rejectedJSON  `json:"rejected"`
	DryRun     bool            `json:"dryRun,omitempty"`
	Import     domain.ID       `json:"import,omitzero"`
	Logged     int             `json:"logged,omitempty"` // mails, as conversations
}

type duplicateJSON struct {
	File   string    `json:"file"`
	Line   int       `json:"line,omitempty"` // a mail has none
	Name   string    `json:"name"`
	With   domain.ID `json:"with"`
	Score  int       `json:"score"`
	Reason []string  `json:"reasons"`
}

type rejectedJSON struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Reason string `json:"reason"`
}

func (a *app) importCommand() *cobra.Command {
	var o workspace.ImportOptions
	var undo, logMails bool
	var inWorkspace func(*cobra.Command, []string) error
	c := &cobra.Command{
		Use: "import FILE...", Short: i18n.T("cli.import.short"), Long: i18n.T("cli.import.long"),
		Args: arguments(1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			for i := range args {
				if undo {
					break
				}
				args[i] = a.path(args[i])
				path := args[i]
				format, err := exchange.DetectFile(path)
				switch {
				case err != nil:
					return err
				case format != exchange.FormatArchive:
				case len(args) > 1:
					return misused("cli.import.one-archive")
				default:
					return a.restore(cmd.Context(), path, o.DryRun)
				}
			}
			return inWorkspace(cmd, args)
		},
	}
	inWorkspace = a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
		if undo {
			return a.undoImport(ctx, w, args[0])
		}
		o.Progress = a.progress("cli.import.progress")
		report, err := w.Import(ctx, args, o)
		logged := 0
		if logMails && err == nil {
			logged, err = logLetters(ctx, w, report, o.DryRun)
		}
		if report.Counts != (domain.ImportCounts{}) || err == nil {
			if err := a.printImport(report, o.DryRun, logged); err != nil {
				return err
			}
		}
		if counts := report.Counts; err == nil && counts.Rejected > 0 && counts == (domain.ImportCounts{Rejected: counts.Rejected}) {
			return told("cli.import.all-rejected")
		}
		return err
	})
	c.Flags().BoolVar(&o.DryRun, "dry-run", false, i18n.T("cli.flag.dry-run"))
	c.Flags().BoolVar(&undo, "undo", false, i18n.T("cli.flag.undo-import"))
	c.Flags().BoolVar(&logMails, "log-mails", false, i18n.T("cli.flag.log-mails"))
	return c
}

// logLetters records the mails of an import as conversations, and says how many
// they were; those that are there already are left alone.
func logLetters(ctx context.Context, w *workspace.Workspace, report workspace.ImportReport, dryRun bool) (logged int, err error) {
	for _, path := range report.Mails {
		letter, err := w.ReadLetter(ctx, path)
		if err != nil {
			return logged, err
		}
		if letter.Logged {
			continue
		}
		if !dryRun {
			if _, err := w.LogLetter(ctx, letter, report.Import); err != nil {
				return logged, err
			}
		}
		logged++
	}
	return logged, nil
}

func (a *app) undoImport(ctx context.Context, w *workspace.Workspace, id string) error {
	batch, err := domain.ParseID(id)
	if err != nil {
		return told("cli.bad-id", id)
	}
	done, err := w.UndoImport(ctx, batch)
	if domain.RefusedWith(err, domain.RefusedNothingToUndo) {
		return told("cli.import.undo-nothing", id)
	}
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(map[string]int{"events": len(done.Events)})
	}
	a.say("cli.import.undone", i18n.Number(len(done.Events)))
	return nil
}

// restore reads an archive back into an empty folder.
func (a *app) restore(ctx context.Context, path string, dryRun bool) error {
	dir, err := a.folder()
	if err != nil {
		return err
	}
	o, progress := workspace.Options{Now: a.Now}, a.progress("cli.import.progress")
	var report workspace.ArchiveReport
	key := "cli.import.archive"
	if dryRun {
		key = "cli.import.archive-dry"
		report, err = workspace.TryArchive(ctx, path, o, progress)
	} else {
		report, err = workspace.RestoreArchive(ctx, path, dir, o, progress)
	}
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(importJSON{New: report.People, Duplicates: []duplicateJSON{}, Rejected: []rejectedJSON{}, DryRun: dryRun})
	}
	a.say(key, i18n.Number(int(report.Events)), i18n.Number(report.People), i18n.Number(report.Attachments))
	return nil
}

func (a *app) printImport(r workspace.ImportReport, dryRun bool, logged int) error {
	if a.json {
		out := importJSON{
			New: r.Counts.New, Updated: r.Counts.Updated, Unchanged: r.Counts.Unchanged,
			Duplicates: []duplicateJSON{}, Rejected: []rejectedJSON{}, DryRun: dryRun, Import: r.Import, Logged: logged,
		}
		for _, d := range r.Duplicates {
			out.Duplicates = append(out.Duplicates, duplicateJSON{d.File, d.Line, d.Name, d.With, d.Score, reasons(d.Reasons)})
		}
		for _, x := range r.Rejected {
			out.Rejected = append(out.Rejected, rejectedJSON{x.File, x.Line, i18n.T(x.Reason, x.Args...)})
		}
		return a.printJSON(out)
	}
	if !dryRun && r.Import == domain.None {
		a.say("cli.import.nothing", i18n.Number(r.Counts.Unchanged), i18n.Number(r.Counts.Rejected))
		a.printRejected(r)
		a.printLetters(logged, dryRun)
		return nil
	}
	key := "cli.import.done"
	if dryRun {
		key = "cli.import.dry"
	}
	a.say(key, i18n.Number(r.Counts.New), i18n.Number(r.Counts.Updated), i18n.Number(r.Counts.Unchanged),
		i18n.Number(r.Counts.Duplicates), i18n.Number(r.Counts.Rejected))
	for _, d := range r.Duplicates {
		a.say("cli.import.duplicate", placeOf(d.File, d.Line), d.Name, d.Score, workspace.Reasons(d.Reasons))
	}
	a.printRejected(r)
	a.printLetters(logged, dryRun)
	if !dryRun && r.Counts.New+r.Counts.Updated+logged > 0 {
		a.say("cli.import.undo-hint", r.Import)
	}
	return nil
}

func (a *app) printLetters(logged int, dryRun bool) {
	switch {
	case logged == 0:
	case dryRun:
		fmt.Fprintln(a.Out, i18n.N("cli.import.letters-dry", logged))
	default:
		fmt.Fprintln(a.Out, i18n.N("cli.import.letters", logged))
	}
}

func (a *app) printRejected(r workspace.ImportReport) {
	for _, x := range r.Rejected {
		a.say("cli.import.rejected", placeOf(x.File, x.Line), i18n.T(x.Reason, x.Args...))
	}
}

// placeOf is the file of an entry and the line where it begins. A mail is a file
// of its own, and has no line.
func placeOf(file string, line int) string {
	if line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d", file, line)
}

func reasons(list []exchange.Reason) []string {
	out := make([]string, len(list))
	for i, r := range list {
		out[i] = i18n.T(r.Key, r.Args...)
	}
	return out
}
