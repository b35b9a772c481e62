package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/when"
	"kontor/workspace"
)

// teamJSON is how the workspace and its team stand to each other.
type teamJSON struct {
	State         workspace.TeamState `json:"state"`
	Workspace     domain.ID           `json:"workspace"`
	Server        string              `json:"server,omitempty"`
	Account       string              `json:"account,omitempty"`
	CAFile        string              `json:"ca,omitempty"`
	Since         *time.Time          `json:"since,omitempty"`    // the sharing began
	SharedAt      *time.Time          `json:"sharedAt,omitempty"` // last alike, since the program was started
	Unshared      int64               `json:"unshared"`           // steps the team does not have yet
	Attention     int                 `json:"needsAttention"`
	FilesWaiting  int                 `json:"filesWaiting"`
	FilesTooLarge int                 `json:"filesTooLarge"`
	FilesFailed   int                 `json:"filesFailed"`
	FilesDue      *time.Time          `json:"filesDue,omitempty"`   // the failed ones are tried again
	FilesLeft     int                 `json:"filesLeftOnServer"`    // erased here; the account may not take them away there
	Protection    string              `json:"protection,omitempty"` // "team", "kept" or "denied"; none while it is not known
	ClockSeconds  int64               `json:"clockAheadSeconds"`
	Problem       string              `json:"problem,omitempty"`
	Devices       []deviceJSON        `json:"devices"`
}

type deviceJSON struct {
	ID     domain.ID `json:"id"`
	Name   string    `json:"name"`
	Member string    `json:"member"`
	Here   bool      `json:"here"`
}

func (a *app) teamCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "team", Short: i18n.T("cli.team.short"), Long: i18n.T("cli.team.long"), Args: noSuchCommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(
		a.teamConnectCommand(), a.teamTestCommand(), a.teamStatusCommand(), a.teamSyncCommand(), a.teamInviteCommand(),
		a.teamAttentionCommand(), a.teamActivityCommand(), a.teamPassphraseCommand(), a.teamDeviceCommand(),
		a.teamReconcileCommand(), a.teamLeaveCommand(), a.teamServeCommand(),
	)
	return c
}

func (a *app) teamStatusCommand() *cobra.Command {
	return &cobra.Command{
		Use: "status", Short: i18n.T("cli.team.status.short"), Long: i18n.T("cli.team.status.long"), Args: arguments(0, 0),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, _ []string) error { return a.printTeam(ctx, w) }),
	}
}

func (a *app) teamSyncCommand() *cobra.Command {
	var f secretFlags
	c := &cobra.Command{Use: "sync", Short: i18n.T("cli.team.sync.short"), Long: i18n.T("cli.team.sync.long"), Args: arguments(0, 0)}
	c.RunE = a.takesSecrets(&f, a.withTeam(func(ctx context.Context, w *workspace.Workspace, _ []string) error {
		if err := a.sync(ctx, w); err != nil {
			return err
		}
		return a.printTeam(ctx, w)
	}))
	passwordFlag(c, &f)
	return c
}

func passwordFlag(c *cobra.Command, f *secretFlags) {
	c.Flags().StringVar(&f.password, "password-file", "", i18n.T("cli.flag.team-password", workspace.PasswordVariable))
}

// withTeam opens a workspace that is shared, and has the password of the server
// ready.
func (a *app) withTeam(f func(ctx context.Context, w *workspace.Workspace, args []string) error) func(*cobra.Command, []string) error {
	return a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
		server, shared, err := w.TeamServer(ctx)
		if err != nil {
			return err
		}
		if !shared {
			return told("cli.team.solo")
		}
		given := a.secrets.Password
		if given == "" && server.Password == "" {
			if given, err = a.password(server.Account, workspace.ErrPasswordNeeded); err != nil {
				return err
			}
		}
		if given != "" && given != server.Password {
			w.GiveTeamPassword(given)
		}
		return f(ctx, w, args)
	})
}

// sync exchanges with the team and says how far it has come. What ctx interrupts
// goes on the next time.
func (a *app) sync(ctx context.Context, w *workspace.Workspace) error {
	if progress := a.progress("cli.team.progress"); progress != nil {
		remove := w.OnTeamStatus(func(s workspace.TeamStatus) { progress(s.Progress.Done, s.Progress.Total) })
		defer remove()
	}
	err := w.SyncNow(ctx)
	var problem interface{ MessageKey() string }
	switch {
	case err != nil && ctx.Err() != nil:
		return errors.Join(told("cli.team.sync.cancelled"), ctx.Err())
	case a.Workspace == nil && errors.As(err, &problem) && problem.MessageKey() == "team.offline":
		return told("cli.team.offline") // nothing goes on by itself without a window
	case errors.As(err, &problem) && needsDecision[problem.MessageKey()]:
		return told("cli." + problem.MessageKey()) // and how to go on from here
	}
	return err
}

// needsDecision are the problems after which somebody has to say how to go on.
var needsDecision = map[string]bool{"team.reset": true, "team.restored": true, "team.diverged": true}

// printTeam says how things stand.
func (a *app) printTeam(ctx context.Context, w *workspace.Workspace) error {
	status := knownStatus(w)
	about, err := w.TeamAbout(ctx)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(teamAsJSON(w, status, about))
	}
	a.say("cli.team.state." + string(status.State))
	if !about.Shared {
		return nil
	}
	if status.Problem != nil {
		fmt.Fprintln(a.Out, workspace.Explain(status.Problem))
	}
	a.row("cli.team.row.server", about.Server.Address)
	if about.Server.Account != "" {
		a.row("cli.team.row.account", about.Server.Account)
	}
	a.row("cli.team.row.workspace", w.ID().String())
	a.row("cli.team.row.since", when.Exact(about.Since.In(w.Now().Location()), i18n.Language()))
	if !status.SharedAt.IsZero() {
		a.row("cli.team.row.shared-at", when.Exact(status.SharedAt.In(w.Now().Location()), i18n.Language()))
	}
	if is := status.Protection; is != workspace.TeamProtectionUnknown {
		a.row("cli.team.row.protection", i18n.T("team.protection."+string(is)))
	}
	a.row("cli.team.row.unshared", i18n.N("cli.team.steps", int(status.Unshared)))
	a.row("cli.team.row.attention", i18n.N("cli.team.steps", status.Attention))
	if n := status.FilesWaiting; n > 0 {
		a.row("cli.team.row.files-waiting", i18n.Number(n))
	}
	if n := status.FilesTooLarge; n > 0 {
		a.row("cli.team.row.files-too-large", i18n.Number(n))
	}
	if n := status.FilesFailed; n > 0 {
		a.row("cli.team.row.files-failed", i18n.Number(n))
		if due := status.FilesDue; !due.IsZero() {
			a.row("cli.team.row.files-due", when.Exact(due.In(w.Now().Location()), i18n.Language()))
		}
	}
	if n := status.FilesLeft; n > 0 {
		a.say("cli.team.files-left", i18n.N("cli.team.files", n))
	}
	if off := status.ClockOff.Round(time.Minute); off != 0 {
		a.say("cli.team.clock", off.Abs().String())
	}
	for _, d := range about.Devices {
		a.printDevice(d)
	}
	if status.Attention > 0 {
		a.say("cli.team.see-attention")
	}
	return nil
}

// knownStatus is the status of a program that may not have asked the server yet:
// where nothing is unshared, the team has everything from here.
func knownStatus(w *workspace.Workspace) workspace.TeamStatus {
	status := w.TeamStatus()
	if status.State == workspace.TeamUnshared && status.Unshared == 0 && status.Problem == nil {
		status.State = workspace.TeamShared
	}
	return status
}

func (a *app) row(key, value string) { fmt.Fprintf(a.Out, "  %-24s %s\n", i18n.T(key), value) }

func (a *app) printDevice(d workspace.TeamDevice) {
	name := d.Name
	if name == "" {
		name = i18n.T("cli.team.device.unnamed")
	}
	if d.Member.Name != "" {
		name += ", " + d.Member.Name
	}
	if d.Here {
		name += " " + i18n.T("cli.team.device.here")
	}
	a.row("cli.team.row.device", name)
}

func teamAsJSON(w *workspace.Workspace, s workspace.TeamStatus, about workspace.TeamAbout) teamJSON {
	out := teamJSON{
		State: s.State, Workspace: w.ID(), Server: about.Server.Address, Account: about.Server.Account, CAFile: about.Server.CAFile,
		Since: moment(about.Since), SharedAt: moment(s.SharedAt), Unshared: s.Unshared, Attention: s.Attention,
		FilesWaiting: s.FilesWaiting, FilesTooLarge: s.FilesTooLarge, FilesFailed: s.FilesFailed,
		FilesDue: moment(s.FilesDue), FilesLeft: s.FilesLeft, Protection: string(s.Protection), ClockSeconds: int64(s.ClockOff / time.Second),
		Problem: workspace.Explain(s.Problem), Devices: []deviceJSON{},
	}
	for _, d := range about.Devices {
		out.Devices = append(out.Devices, deviceJSON{d.Device, d.Name, d.Member.Name, d.Here})
	}
	return out
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (a *app) teamDeviceCommand() *cobra.Command {
	return &cobra.Command{
		Use: "device NAME", Short: i18n.T("cli.team.device.short"), Args: arguments(1, 1),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			if _, err := w.Do(ctx, domain.NameDevice{Member: w.Me(), Device: w.Device(), Name: args[0]}); err != nil {
				return err
			}
			if a.json {
				return a.printJSON(deviceJSON{ID: w.Device(), Name: args[0], Here: true})
			}
			a.say("cli.team.device.done", args[0])
			return nil
		}),
	}
}

func (a *app) teamLeaveCommand() *cobra.Command {
	var agreed bool
	var f secretFlags
	c := &cobra.Command{Use: "leave", Short: i18n.T("cli.team.leave.short"), Long: i18n.T("cli.team.leave.long"), Args: arguments(0, 0)}
	c.RunE = a.takesSecrets(&f, a.with(func(ctx context.Context, w *workspace.Workspace, _ []string) error {
		if _, shared, err := w.TeamServer(ctx); err != nil || !shared {
			return errors.Join(err, told("cli.team.solo"))
		}
		status := w.TeamStatus()
		if !agreed && !a.secrets.Agreed {
			fmt.Fprintln(a.Err, i18n.T("cli.team.leave.asks", i18n.N("cli.team.steps", int(status.Unshared))))
			if err := a.agreed(told("cli.team.needs-yes")); err != nil {
				return err
			}
		}
		if err := w.LeaveTeam(ctx); err != nil {
			return err
		}
		if a.json {
			return a.printTeam(ctx, w)
		}
		a.say("cli.team.leave.done")
		return nil
	}))
	c.Flags().BoolVar(&agreed, "yes", false, i18n.T("cli.flag.team-yes"))
	return c
}
