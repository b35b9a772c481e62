package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/workspace"
)

// testedJSON is how far one gets with a server.
type testedJSON struct {
	OK     bool                  `json:"ok"`
	Checks []workspace.TeamCheck `json:"checks"`
}

// absolute is a path of the command line that stays right when the program is
// started elsewhere.
func (a *app) absolute(given string) string {
	path, err := filepath.Abs(a.path(given))
	if err != nil {
		return a.path(given)
	}
	return path
}

func (a *app) teamTestCommand() *cobra.Command {
	var f secretFlags
	var account, ca string
	c := &cobra.Command{Use: "test ADDRESS", Short: i18n.T("cli.team.test.short"), Long: i18n.T("cli.team.test.long"), Args: arguments(1, 1)}
	c.RunE = a.takesSecrets(&f, func(c *cobra.Command, args []string) error {
		server := workspace.TeamServer{Address: args[0], Account: account}
		if ca != "" {
			server.CAFile = a.absolute(ca)
		}
		var err error
		if server.Password, err = a.password(account, workspace.ErrPasswordNeeded); err != nil {
			return err
		}
		checks, problem := workspace.TestTeam(c.Context(), server)
		if a.json {
			if err := a.printJSON(testedJSON{problem == nil, checks}); err != nil {
				return err
			}
			return problem
		}
		for _, check := range checks {
			fmt.Fprintf(a.Out, "  %-10s %-16s %s\n", i18n.T("cli.team.test."+check.Outcome), check.Name, check.Said)
		}
		if problem == nil {
			a.say("cli.team.test.good")
		}
		return problem
	})
	serverFlags(c, &f, &account, &ca)
	return c
}

func (a *app) teamInviteCommand() *cobra.Command {
	var path string
	c := &cobra.Command{
		Use: "invite [NAME]", Short: i18n.T("cli.team.invite.short"), Long: i18n.T("cli.team.invite.long"), Args: arguments(0, 1),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			if _, shared, err := w.TeamServer(ctx); err != nil {
				return err
			} else if !shared {
				return told("cli.team.solo")
			}
			member := domain.None
			if len(args) > 0 {
				var err error
				if member, err = memberCalled(ctx, w, args[0]); err != nil {
					return err
				}
			}
			invitation, err := w.Invite(ctx, member)
			if err != nil {
				return err
			}
			if err := a.handInvitation(invitation, path); err != nil {
				return err
			}
			// Whom it is for has to be known to those who join.
			if w.TeamStatus().Unshared > 0 && w.SyncNow(ctx) != nil {
				fmt.Fprintln(a.Err, i18n.T("cli.team.invite.unshared"))
			}
			return nil
		}),
	}
	c.Flags().StringVarP(&path, "output", "o", "", i18n.T("cli.flag.team-output"))
	return c
}

// handInvitation gives the text to the output or to a file, and the code to the
// error output, so that a pipe does not send both on the same way.
func (a *app) handInvitation(i workspace.Invitation, path string) error {
	if path != "" {
		if err := os.WriteFile(a.path(path), []byte(i.Text+"\n"), 0o600); err != nil {
			return err
		}
	}
	switch {
	case a.json:
		return a.printJSON(i)
	case path != "":
		a.say("cli.team.invite.written", path)
	default:
		fmt.Fprintln(a.Out, i.Text)
	}
	fmt.Fprintln(a.Err, i18n.T("cli.team.invite.code", i.Code))
	return nil
}

func (a *app) teamPassphraseCommand() *cobra.Command {
	var f secretFlags
	c := &cobra.Command{Use: "passphrase", Short: i18n.T("cli.team.passphrase.short"), Long: i18n.T("cli.team.passphrase.long"), Args: arguments(0, 0)}
	c.RunE = a.takesSecrets(&f, a.withTeam(func(ctx context.Context, w *workspace.Workspace, _ []string) error {
		passphrase, err := a.passphrase(askNewPassphrase, told("cli.team.needs-passphrase"))
		if err != nil {
			return err
		}
		if err := w.ChangePassphrase(ctx, passphrase); err != nil {
			return err
		}
		if a.json {
			return a.printJSON(map[string]bool{"changed": true})
		}
		a.say("cli.team.passphrase.done")
		return nil
	}))
	c.Flags().StringVar(&f.passphrase, "passphrase-file", "", i18n.T("cli.flag.team-passphrase"))
	passwordFlag(c, &f)
	return c
}

func (a *app) teamReconcileCommand() *cobra.Command {
	var f secretFlags
	var agreed bool
	c := &cobra.Command{Use: "reconcile", Short: i18n.T("cli.team.reconcile.short"), Long: i18n.T("cli.team.reconcile.long"), Args: arguments(0, 0)}
	c.RunE = a.takesSecrets(&f, a.withTeam(func(ctx context.Context, w *workspace.Workspace, _ []string) error {
		if !agreed && !a.secrets.Agreed {
			fmt.Fprintln(a.Err, i18n.T("cli.team.reconcile.asks"))
			if err := a.agreed(told("cli.team.needs-yes")); err != nil {
				return err
			}
		}
		err := w.ReconcileTeam(ctx, a.secrets.Passphrase)
		if workspace.NeedsPassphrase(err) {
			var passphrase string
			if passphrase, err = a.passphrase(askNewPassphrase, err); err != nil {
				return err
			}
			err = w.ReconcileTeam(ctx, passphrase)
		}
		if err != nil {
			return err
		}
		if !a.json {
			a.say("cli.team.reconcile.done")
		}
		return a.printTeam(ctx, w)
	}))
	c.Flags().BoolVar(&agreed, "yes", false, i18n.T("cli.flag.team-yes"))
	c.Flags().StringVar(&f.passphrase, "passphrase-file", "", i18n.T("cli.flag.team-passphrase"))
	passwordFlag(c, &f)
	return c
}
