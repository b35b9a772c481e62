package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"kontor/i18n"
	"kontor/workspace"
)

// teamServeCommand runs a server to try a team on one machine. It does not
// touch the workspace.
func (a *app) teamServeCommand() *cobra.Command {
	var o workspace.TestServer
	var accounts []string
	c := &cobra.Command{
		Use: "serve-test", Short: i18n.T("cli.team.serve.short"), Long: i18n.T("cli.team.serve.long"), Args: arguments(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			for _, account := range accounts {
				name, password, ok := strings.Cut(account, ":")
				if !ok || name == "" || password == "" {
					return misused("cli.team.serve.bad-account")
				}
				o.Accounts = append(o.Accounts, workspace.TestAccount{Name: name, Password: password})
			}
			o.Folder = filepath.Join(xdg.DataHome, "kontor-test-server")
			if a.dir != "" {
				o.Folder = a.absolute(a.dir)
			}
			return workspace.ServeTest(c.Context(), o, a.printServer)
		},
	}
	c.Flags().StringVar(&o.Address, "listen", "", i18n.T("cli.flag.team-listen"))
	c.Flags().BoolVar(&o.Insecure, "insecure", false, i18n.T("cli.flag.team-insecure"))
	c.Flags().StringArrayVar(&accounts, "account", nil, i18n.T("cli.flag.team-serve-account"))
	return c
}

func (a *app) printServer(s workspace.RunningServer) {
	fmt.Fprintln(a.Err, i18n.T("cli.team.serve.warning"))
	if a.json {
		_ = a.printJSON(s) // who reads it is gone; the server goes on
		return
	}
	a.row("cli.team.serve.address", s.Address)
	if s.CAFile != "" {
		a.row("cli.team.serve.ca", s.CAFile)
	}
	a.row("cli.team.serve.data", s.Folder)
	for _, account := range s.Accounts {
		a.row("cli.team.row.account", account.Name+"  "+account.Password)
	}
	command := "kontor team connect '" + s.Address + "'" // i18n: a command line
	if s.CAFile != "" {
		command += " --account " + s.Accounts[0].Name + " --ca '" + s.CAFile + "'"
	}
	a.say("cli.team.serve.next", command)
}
