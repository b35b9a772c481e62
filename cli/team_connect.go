package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/quicklog"
	"kontor/workspace"
)

// connecting is what one says to share a workspace or to join one.
type connecting struct {
	secretFlags
	account, ca, me string
	workspace       string
	server          workspace.TeamServer
}

// connectedJSON says what came of it.
type connectedJSON struct {
	Joined       bool `json:"joined"` // fetched from the server, instead of brought there
	PasswordKept bool `json:"passwordKept"`
	teamJSON
}

func (a *app) teamConnectCommand() *cobra.Command {
	var o connecting
	c := &cobra.Command{
		Use: "connect [ADDRESS]", Aliases: []string{"join"},
		Short: i18n.T("cli.team.connect.short"), Long: i18n.T("cli.team.connect.long"), Args: arguments(0, 1),
	}
	c.RunE = a.takesSecrets(&o.secretFlags, func(c *cobra.Command, args []string) error {
		if len(args) == 0 && o.invitation == "" && o.me != "" {
			return a.with(a.iAm(o.me))(c, args)
		}
		if len(args) == 0 && o.invitation == "" {
			return misused("cli.usage.too-few", "kontor team connect ADDRESS") // i18n: a command line
		}
		o.server = workspace.TeamServer{Account: o.account}
		if len(args) > 0 {
			o.server.Address = args[0]
		}
		if o.ca != "" {
			o.server.CAFile = a.absolute(o.ca)
		}
		return a.connect(c.Context(), o)
	})
	flags := c.Flags()
	serverFlags(c, &o.secretFlags, &o.account, &o.ca)
	flags.StringVar(&o.passphrase, "passphrase-file", "", i18n.T("cli.flag.team-passphrase"))
	flags.StringVar(&o.invitation, "invitation", "", i18n.T("cli.flag.team-invitation"))
	flags.StringVar(&o.code, "code", "", i18n.T("cli.flag.team-code"))
	flags.StringVar(&o.me, "me", "", i18n.T("cli.flag.team-me"))
	flags.StringVar(&o.workspace, "workspace", "", i18n.T("cli.flag.team-workspace"))
	return c
}

func serverFlags(c *cobra.Command, f *secretFlags, account, ca *string) {
	c.Flags().StringVar(account, "account", "", i18n.T("cli.flag.team-account"))
	c.Flags().StringVar(ca, "ca", "", i18n.T("cli.flag.team-ca"))
	passwordFlag(c, f)
}

// connect shares the workspace, or joins that of the server where the folder has
// none, or one in which nothing was done yet.
func (a *app) connect(ctx context.Context, o connecting) error {
	var err error
	if o.server.Password, err = a.password(o.server.Account, workspace.ErrPasswordNeeded); err != nil {
		return err
	}
	if a.Workspace != nil {
		return a.share(ctx, a.Workspace, o)
	}
	if a.secrets.Invitation != "" {
		offer, err := a.invited(o)
		if err != nil {
			return err
		}
		return a.join(ctx, o, offer)
	}
	dir, err := a.folder()
	if err != nil {
		return err
	}
	empty, err := workspace.IsEmptyFolder(dir)
	if err != nil {
		return err
	}
	if empty {
		offers, err := workspace.LookForTeams(ctx, o.server)
		if err != nil {
			return err
		}
		if len(offers) > 0 {
			return a.joinOne(ctx, o, offers)
		}
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	err = a.share(ctx, w, o)
	if err = errors.Join(err, a.close(w)); !errors.Is(err, workspace.ErrJoinInstead) {
		return err
	}
	offers, err := workspace.LookForTeams(ctx, o.server)
	if err != nil {
		return err
	}
	return a.joinOne(ctx, o, offers)
}

// share brings an open workspace to the server.
func (a *app) share(ctx context.Context, w *workspace.Workspace, o connecting) error {
	if a.Workspace != nil && a.secrets.Invitation != "" {
		return told("cli.team.join-closed")
	}
	// Before the machine is named, so that the name is with whom it belongs to.
	if err := a.whoWorksHere(ctx, w, o.me); err != nil {
		return err
	}
	kept, err := w.ConnectTeam(ctx, o.server, a.secrets.Passphrase)
	if workspace.NeedsPassphrase(err) {
		var passphrase string
		if passphrase, err = a.passphrase(askNewPassphrase, err); err != nil {
			return err
		}
		kept, err = w.ConnectTeam(ctx, o.server, passphrase)
	}
	if a.Workspace != nil && errors.Is(err, workspace.ErrJoinInstead) {
		return told("cli.team.join-closed")
	}
	if err != nil {
		return err
	}
	return a.connected(ctx, w, o, false, kept)
}

// connected exchanges for the first time and says how things stand.
func (a *app) connected(ctx context.Context, w *workspace.Workspace, o connecting, joined, kept bool) error {
	if err := a.sync(ctx, w); err != nil {
		return err
	}
	if a.json {
		about, err := w.TeamAbout(ctx)
		if err != nil {
			return err
		}
		return a.printJSON(connectedJSON{joined, kept, teamAsJSON(w, knownStatus(w), about)})
	}
	if joined {
		a.say("cli.team.joined")
	} else {
		a.say("cli.team.connected")
	}
	switch {
	case o.server.Account == "":
	case kept:
		a.say("cli.team.password-kept")
	default:
		a.say("cli.team.password-not-kept", workspace.PasswordVariable)
	}
	return a.printTeam(ctx, w)
}

// invited reads the invitation.
func (a *app) invited(o connecting) (workspace.TeamOffer, error) {
	if a.secrets.Code == "" {
		var err error
		if a.secrets.Code, err = a.ask(askCode, misused("cli.team.needs-code")); err != nil {
			return workspace.TeamOffer{}, err
		}
	}
	offer, err := workspace.OpenInvitation(a.secrets.Invitation, a.secrets.Code)
	if err != nil {
		return offer, err
	}
	if o.server.Address != "" {
		offer.Server.Address = o.server.Address
	}
	offer.Server.Account, offer.Server.Password, offer.Server.CAFile = o.server.Account, o.server.Password, o.server.CAFile
	return offer, nil
}

// joinOne joins the workspace that the pass-phrase opens.
func (a *app) joinOne(ctx context.Context, o connecting, offers []workspace.TeamOffer) error {
	passphrase, err := a.passphrase(askPassphrase, told("cli.team.needs-passphrase"))
	if err != nil {
		return err
	}
	var opened []workspace.TeamOffer
	var wrong error
	for _, offer := range offers {
		if o.workspace != "" && offer.Workspace.String() != o.workspace {
			continue
		}
		if offer, err = offer.Open(passphrase); err != nil {
			wrong = err
			continue
		}
		opened = append(opened, offer)
	}
	switch {
	case len(opened) > 1:
		var names []string
		for _, offer := range opened {
			names = append(names, fmt.Sprintf("%s (%s)", offer.Name, offer.Workspace))
		}
		return told("cli.team.several", strings.Join(names, ", "))
	case len(opened) == 0 && wrong != nil:
		return wrong
	case len(opened) == 0:
		return told("cli.team.no-such-workspace", o.workspace)
	}
	return a.join(ctx, o, opened[0])
}

func (a *app) join(ctx context.Context, o connecting, offer workspace.TeamOffer) error {
	dir, err := a.folder()
	if err != nil {
		return err
	}
	kept, err := workspace.JoinTeam(ctx, workspace.Joining{
		Dir: dir, Offer: offer, Progress: a.progress("cli.team.join.progress"), Now: a.Now,
	})
	if err != nil && ctx.Err() != nil {
		return errors.Join(told("cli.team.join.cancelled"), ctx.Err())
	}
	if err != nil {
		return err
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	if !kept {
		w.GiveTeamPassword(offer.Server.Password)
	}
	if o.me == "" && offer.Member == domain.None {
		o.me = workspace.AccountName() // not the colleague who happens to be the only member so far
	}
	if o.me == "" && w.Me() != domain.None {
		o.me = w.Me().String() // whom the invitation is for, and the machine is named for them
	}
	if err = a.whoWorksHere(ctx, w, o.me); err == nil {
		err = a.connected(ctx, w, o, true, kept)
	}
	return errors.Join(err, a.close(w))
}

// iAm says who works at this machine, and nothing else.
func (a *app) iAm(name string) func(context.Context, *workspace.Workspace, []string) error {
	return func(ctx context.Context, w *workspace.Workspace, _ []string) error {
		if err := a.whoWorksHere(ctx, w, name); err != nil {
			return err
		}
		return a.printTeam(ctx, w)
	}
}

// whoWorksHere notes which member works at this machine: the one that is named,
// who adds themselves where nobody is called so.
func (a *app) whoWorksHere(ctx context.Context, w *workspace.Workspace, name string) error {
	if name == "" {
		return nil
	}
	member, err := memberNamed(ctx, w, name)
	if err != nil {
		return err
	}
	if member == domain.None {
		return w.AddMyself(ctx, quicklog.SplitName(name))
	}
	return w.WorkHere(ctx, member)
}

// memberNamed finds one of us by name; None if nobody is called so.
func memberNamed(ctx context.Context, w *workspace.Workspace, name string) (domain.ID, error) {
	members, err := w.Views().Members(ctx)
	if err != nil {
		return domain.None, err
	}
	for _, m := range members {
		if strings.EqualFold(m.Name, name) || m.ID.String() == name {
			return m.ID, nil
		}
	}
	return domain.None, nil
}

// memberCalled finds one of us by name, and adds whoever is not known.
func memberCalled(ctx context.Context, w *workspace.Workspace, name string) (domain.ID, error) {
	id, err := memberNamed(ctx, w, name)
	if err != nil || id != domain.None {
		return id, err
	}
	id = w.NewID()
	_, err = w.Do(ctx, domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindMember, ID: id}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(quicklog.SplitName(name))}},
	})
	return id, err
}
