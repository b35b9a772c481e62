package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"kontor/demo"
	"kontor/i18n"
	"kontor/workspace"
)

func (a *app) exportCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use: "export --format jsonl|vcard|csv FILE", Short: i18n.T("cli.export.short"), Long: i18n.T("cli.export.long"),
		Args: arguments(1, 1),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			if !slices.Contains(workspace.ExportFormats, workspace.ExportFormat(format)) {
				return misused("cli.export.bad-format", format)
			}
			count, err := w.Export(ctx, workspace.ExportFormat(format), a.path(args[0]), a.progress("cli.export.progress"))
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]any{"format": format, "written": count})
			}
			a.say("cli.export.done."+format, i18n.Number(count))
			return nil
		}),
	}
	c.Flags().StringVar(&format, "format", "jsonl", i18n.T("cli.flag.format"))
	return c
}

func (a *app) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use: "verify", Short: i18n.T("cli.verify.short"), Long: i18n.T("cli.verify.long"), Args: arguments(0, 0),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, _ []string) error {
			report, err := w.Verify(ctx, a.progress("cli.verify.progress"))
			if err != nil {
				return err
			}
			if a.json {
				if err := a.printJSON(report); err != nil {
					return err
				}
			} else {
				key := "cli.verify.counts"
				if !report.OK {
					key = "cli.verify.counts-only"
				}
				a.say(key, i18n.Number(int(report.Events)), i18n.Number(int(report.Sealed)),
					i18n.Number(int(report.Erased)), i18n.Number(int(report.Attachments)), i18n.Number(int(report.Compared)))
			}
			if !report.OK {
				return told("cli.verify.fault", report.Fault)
			}
			if !a.json {
				a.say("cli.verify.ok")
			}
			return nil
		}),
	}
}

func (a *app) rebuildCommand() *cobra.Command {
	return &cobra.Command{
		Use: "rebuild", Short: i18n.T("cli.rebuild.short"), Args: arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			w, err := a.openWith(cmd.Context(), workspace.Options{Behind: true})
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, a.close(w)) }()
			if err := w.Rebuild(cmd.Context(), a.progress("cli.rebuild.progress")); err != nil {
				return err
			}
			events := w.Views().Position()
			if a.json {
				return a.printJSON(map[string]int64{"events": events})
			}
			a.say("cli.rebuild.done", i18n.Number(int(events)))
			return nil
		},
	}
}

func (a *app) demoCommand() *cobra.Command {
	var people, conversations int
	var seed uint64
	c := &cobra.Command{
		Use: "demo", Short: i18n.T("cli.demo.short"), Args: arguments(0, 0),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, _ []string) error {
			if people < 1 || conversations < 0 {
				return misused("cli.demo.bad-number")
			}
			report, err := w.LoadDemo(ctx, demo.Options{People: people, Conversations: conversations, Seed: seed, Language: i18n.Language()},
				a.progress("cli.demo.progress"))
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(report)
			}
			a.say("cli.demo.done", i18n.Number(report.People), i18n.Number(report.Conversations), i18n.Number(int(report.Events)))
			a.say("cli.import.undo-hint", report.Import)
			return nil
		}),
	}
	c.Flags().IntVar(&people, "people", 60, i18n.T("cli.flag.people"))
	c.Flags().IntVar(&conversations, "conversations", 400, i18n.T("cli.flag.conversations"))
	c.Flags().Uint64Var(&seed, "seed", 1, i18n.T("cli.flag.seed"))
	return c
}
