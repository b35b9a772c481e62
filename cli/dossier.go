package cli

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/report"
	"kontor/workspace"
)

func (a *app) dossierCommand() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use: "dossier NAME|ID [-o FILE.pdf]", Short: i18n.T("cli.dossier.short"), Long: i18n.T("cli.dossier.long"),
		Args: arguments(1, -1),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			words := strings.Join(args, " ")
			record, err := findRecord(ctx, w, words, domain.KindPerson, domain.KindOrganisation)
			if err != nil {
				return err
			}
			dossier, err := report.Read(ctx, w, record)
			if err != nil {
				return err
			}
			if dossier == nil {
				return told("cli.nobody-found", words)
			}
			path := out
			if path == "" {
				path = dossier.FileName()
			}
			if err := workspace.WriteFile(a.path(path), func(file io.Writer) error { return report.Write(file, dossier) }); err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]string{"file": path})
			}
			a.say("cli.dossier.done", path)
			return nil
		}),
	}
	c.Flags().StringVarP(&out, "output", "o", "", i18n.T("cli.flag.dossier-output"))
	return c
}
