package workspace

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/esdb"
	"kontor/eventstore/shared"
	"kontor/eventstore/team"
)

// MinPassphrase is the least number of characters of a new pass-phrase.
const MinPassphrase = 12

// ErrShortPassphrase means that a new pass-phrase is too short.
var ErrShortPassphrase error = &TeamError{"team.short-passphrase"}

// ConnectTeam begins to share this workspace over a server. If the server does
// not have it yet, it is closed there with the pass-phrase, which those who join
// later need. If the server has it already, as after it was left, what both have
// in common is found, and the rest is put on top.
//
// Nothing else is sent yet: SyncNow or KeepShared does that. passwordKept is
// false where the system keeps no passwords, and it must be given again after
// the next start.
func (w *Workspace) ConnectTeam(ctx context.Context, server TeamServer, passphrase string) (passwordKept bool, err error) {
	server = server.plain()
	log, err := esdb.Dial(ctx, server.config())
	if err != nil {
		return false, err
	}
	defer log.Close()
	if err := w.refuseOthers(ctx, log); err != nil {
		return false, err
	}
	t := eventstore.Team{Server: server.Address, Account: server.Account, CAFile: server.CAFile}
	err = team.Rejoin(ctx, log, w.ledger, t)
	if errors.Is(err, team.ErrNoWorkspace) {
		err = w.foundTeam(ctx, log, server, passphrase)
	}
	if err != nil {
		return false, err
	}
	passwordKept = w.keepPassword(server.Password)
	w.nameThisDevice(ctx)
	w.Kick()
	return passwordKept, nil
}

// refuseOthers refuses to bring a workspace without content of its own to a
// server that has another one: it is the other one that is wanted.
func (w *Workspace) refuseOthers(ctx context.Context, log shared.Log) error {
	offers, err := team.Look(ctx, log)
	if errors.Is(err, shared.ErrDenied) {
		return nil
	}
	if err != nil || len(offers) == 0 {
		return err
	}
	ours := slices.ContainsFunc(offers, func(o team.Offer) bool { return o.Workspace == w.ID() })
	counts, err := w.views.Counts(ctx)
	if err != nil {
		return err
	}
	if !ours && counts.People+counts.Organisations+counts.Conversations == 0 {
		return ErrJoinInstead
	}
	return nil
}

// ErrJoinInstead means that the server has a workspace, and this one is empty.
var ErrJoinInstead error = &TeamError{"team.join-instead"}

func (w *Workspace) foundTeam(ctx context.Context, log shared.Log, server TeamServer, passphrase string) error {
	switch {
	case passphrase == "":
		return team.ErrPassphraseNeeded
	case len([]rune(passphrase)) < MinPassphrase:
		return ErrShortPassphrase
	}
	agreed, err := w.Agreed(ctx)
	if err != nil {
		return err
	}
	f := team.Founding{Server: server.Address, Account: server.Account, CAFile: server.CAFile, Passphrase: passphrase}
	if agreed != nil {
		f.Name = agreed.Name
	}
	return team.Found(ctx, log, w.ledger, f)
}

// nameThisDevice says once how this machine is called, so that colleagues read
// it; who works here can change it.
func (w *Workspace) nameThisDevice(ctx context.Context) {
	if naming := w.namingThisDevice(ctx); naming != nil {
		_, _ = w.Do(ctx, naming) // without a name it works as well
	}
}

// namingThisDevice is the command that names this machine, nil if it has a name or
// it is not known who works here.
func (w *Workspace) namingThisDevice(ctx context.Context) domain.Command {
	host := HostName()
	if host == "" || w.Me() == domain.None {
		return nil
	}
	record, err := w.Record(ctx, domain.Stream{Kind: domain.KindMember, ID: w.Me()})
	if member, ok := record.(*domain.Member); err != nil || !ok || member.Devices[w.Device()] != "" {
		return nil
	}
	return domain.NameDevice{Member: w.Me(), Device: w.Device(), Name: host}
}

// ChangeTeamServer notes another address, account or password for the same
// shared workspace, after trying it.
func (w *Workspace) ChangeTeamServer(ctx context.Context, server TeamServer) (passwordKept bool, err error) {
	server = server.plain()
	log, err := esdb.Dial(ctx, server.config())
	if err != nil {
		return false, err
	}
	_, err = team.LookFor(ctx, log, w.ID())
	if err := errors.Join(err, log.Close()); err != nil {
		return false, err
	}
	if err := w.ledger.ChangeTeam(ctx, server.Address, server.Account, server.CAFile); err != nil {
		return false, err
	}
	passwordKept = w.keepPassword(server.Password)
	w.team.syncer.Redial() // what is open still goes to the server of before
	return passwordKept, nil
}

// LeaveTeam ends the sharing. Everything stays on this machine, also what was
// not shared; the server keeps what it has.
func (w *Workspace) LeaveTeam(ctx context.Context) error {
	w.writing.Lock()
	err := w.ledger.EndTeam(ctx)
	w.writing.Unlock()
	if err != nil {
		return err
	}
	w.forgetPassword()
	return w.SyncNow(ctx) // notices that there is no team any more
}

// ReconcileTeam goes on after the server was reset, put back from an old backup
// or turned out to have something else, and a person decided so: what this
// machine has is put on top of what the server has. The pass-phrase is needed
// where the server has nothing at all.
func (w *Workspace) ReconcileTeam(ctx context.Context, passphrase string) error {
	server, ok, err := w.TeamServer(ctx)
	if err != nil {
		return err
	}
	if !ok {
		return eventstore.ErrNotShared
	}
	if passphrase != "" && len([]rune(passphrase)) < MinPassphrase {
		return ErrShortPassphrase
	}
	ctx, done := w.whileOpen(ctx)
	defer done()
	f := team.Founding{Server: server.Address, Account: server.Account, CAFile: server.CAFile, Passphrase: passphrase}
	if agreed, err := w.Agreed(ctx); err == nil && agreed != nil {
		f.Name = agreed.Name
	}
	if err := w.team.syncer.Reconcile(ctx, f); err != nil {
		return err
	}
	return w.SyncNow(ctx)
}

// ChangePassphrase closes the workspace on the server with another pass-phrase.
func (w *Workspace) ChangePassphrase(ctx context.Context, passphrase string) error {
	if len([]rune(passphrase)) < MinPassphrase {
		return ErrShortPassphrase
	}
	log, err := w.dialTeam(ctx)
	if err != nil {
		return err
	}
	defer log.Close()
	return team.ChangePassphrase(ctx, log, w.ledger, team.Founding{Passphrase: passphrase})
}

// Invitation is what somebody needs to join, beside an account on the server:
// the text, and a code that should travel on another way.
type Invitation struct {
	Text string `json:"text"`
	Code string `json:"code"`
}

// Invite invites somebody to the workspace: a member, or anybody where the
// member is None.
func (w *Workspace) Invite(ctx context.Context, member domain.ID) (Invitation, error) {
	server, ok, err := w.TeamServer(ctx)
	if err != nil {
		return Invitation{}, err
	}
	if !ok {
		return Invitation{}, eventstore.ErrNotShared
	}
	server = server.plain() // paths of this machine are nobody else's business
	i := team.Invitation{Server: server.Address, Member: member}
	if agreed, err := w.Agreed(ctx); err == nil && agreed != nil {
		i.Name = agreed.Name
	}
	if server.CAFile != "" {
		if i.CA, err = os.ReadFile(server.CAFile); err != nil {
			return Invitation{}, err
		}
	}
	code := team.NewCode()
	text, err := team.NewInvitation(w.ledger, i, code)
	return Invitation{Text: text, Code: code}, err
}

// TeamOffer is a workspace that can be joined.
type TeamOffer struct {
	Workspace domain.ID
	Name      string // "" until it was opened
	CreatedAt time.Time
	Founding  bool // the first upload is not complete; nobody can join yet
	// Server is how it is reached, as an invitation says; the account is to be
	// filled in.
	Server TeamServer
	Member domain.ID // whom the invitation is for; None if anybody

	offer   team.Offer
	secrets team.Secrets
	ca      []byte
}

// LookForTeams lists the workspaces of a server.
func LookForTeams(ctx context.Context, server TeamServer) ([]TeamOffer, error) {
	log, err := esdb.Dial(ctx, server.config())
	if err != nil {
		return nil, err
	}
	defer log.Close()
	address, err := esdb.Parse(server.Address)
	if err != nil {
		return nil, err
	}
	var found []team.Offer
	if address.Workspace != "" {
		workspace, err := domain.ParseID(address.Workspace)
		if err != nil {
			return nil, shared.ErrAddress
		}
		one, err := team.LookFor(ctx, log, workspace)
		if err != nil {
			return nil, err
		}
		found = []team.Offer{one}
	} else if found, err = team.Look(ctx, log); err != nil {
		return nil, err
	}
	offers := make([]TeamOffer, len(found))
	for i, o := range found {
		offers[i] = TeamOffer{Workspace: o.Workspace, CreatedAt: o.CreatedAt, Founding: o.Founding, Server: server, offer: o}
	}
	return offers, nil
}

// Open opens an offer with the pass-phrase of the workspace.
func (o TeamOffer) Open(passphrase string) (TeamOffer, error) {
	var err error
	o.Name, o.secrets, err = o.offer.Open(passphrase)
	return o, err
}

// OpenInvitation reads an invitation. The server is not asked yet.
func OpenInvitation(text, code string) (TeamOffer, error) {
	i, err := team.OpenInvitation(text, code)
	if err != nil {
		return TeamOffer{}, err
	}
	return TeamOffer{
		Workspace: i.Workspace, Name: i.Name, CreatedAt: i.CreatedAt, Member: i.Member,
		Server: TeamServer{Address: i.Server}, secrets: i.Secrets, ca: i.CA,
	}, nil
}

// Joining says how a workspace is joined.
type Joining struct {
	Dir     string // the folder: empty, or a workspace in which nothing was done yet
	FileKey bool   // see Options
	// Offer is the workspace, opened by its pass-phrase or by an invitation, with
	// account and password in Offer.Server.
	Offer    TeamOffer
	Progress func(done, total int64)
	Now      func() time.Time // nil: the system's
}

// caFile is where the certificate of an invitation is kept.
const caFile = "team-ca.crt"

// joiningGarbage is how much garbage may stand beside what is in use while a
// workspace is fetched, in percent.
const joiningGarbage = 200

// JoinTeam fetches a workspace of the team into a folder, which is then opened
// as any other. It can be cancelled and called again. passwordKept is false
// where the system keeps no passwords. Who works here is to be said afterwards,
// by SetMe, unless the invitation did.
func JoinTeam(ctx context.Context, j Joining) (passwordKept bool, err error) {
	// What comes in leaves much garbage behind and is over soon; the window lets
	// little of it stand otherwise.
	defer debug.SetGCPercent(debug.SetGCPercent(joiningGarbage))
	if j.Now == nil {
		j.Now = time.Now
	}
	if err := makeRoom(ctx, j); err != nil {
		return false, err
	}
	server := j.Offer.Server.plain()
	if j.Offer.ca != nil {
		if err := os.MkdirAll(j.Dir, 0o700); err != nil {
			return false, err
		}
		server.CAFile = filepath.Join(j.Dir, caFile)
		if err := WriteBytes(server.CAFile, j.Offer.ca); err != nil {
			return false, err
		}
	}
	dial := esdb.Dialer(server.config())
	log, err := dial(ctx)
	if err != nil {
		return false, err
	}
	defer log.Close()
	offer := j.Offer.offer
	if offer.Workspace == domain.None {
		if offer, err = team.LookFor(ctx, log, j.Offer.Workspace); err != nil {
			return false, err
		}
	}
	err = team.Join(ctx, log, team.Joining{
		Dir: j.Dir, Offer: offer, Secrets: j.Offer.secrets, Dial: dial,
		Server: server.Address, Account: server.Account, CAFile: server.CAFile,
		Ledger: eventstore.Options{ForceFileKey: j.FileKey, Now: j.Now}, Progress: j.Progress, Now: j.Now,
	})
	if err != nil {
		return false, err
	}
	locals, err := openLocals(filepath.Join(j.Dir, localsFile))
	if err != nil {
		return false, err
	}
	if j.Offer.Member != domain.None {
		if err := locals.SetMember(j.Offer.Member); err != nil {
			return false, err
		}
	}
	w := &Workspace{locals: locals}
	return w.keepPassword(server.Password), nil
}

// makeRoom puts a workspace aside in which nothing was done yet, so that the
// team's can take its place. One with content is refused.
func makeRoom(ctx context.Context, j Joining) error {
	empty, err := IsEmptyFolder(j.Dir)
	if err != nil || empty {
		return err
	}
	w, err := Open(ctx, j.Dir, Options{FileKey: j.FileKey, Now: j.Now})
	if err != nil {
		return err
	}
	joining := w.ID() == j.Offer.Workspace // an interrupted attempt
	counts, err := w.views.Counts(ctx)
	settings := w.Settings()
	if err := errors.Join(err, w.Close()); err != nil || joining {
		return err
	}
	if counts.People+counts.Organisations+counts.Conversations > 0 {
		return team.ErrNotEmpty
	}
	aside := filepath.Join(filepath.Dir(j.Dir), filepath.Base(j.Dir)+"-before-"+j.Now().Format("20060102-150405"))
	if err := os.Rename(j.Dir, aside); err != nil {
		return fmt.Errorf("put the empty workspace aside: %w", err)
	}
	if err := os.MkdirAll(j.Dir, 0o700); err != nil {
		return err
	}
	locals, err := openLocals(filepath.Join(j.Dir, localsFile))
	if err != nil {
		return err
	}
	return locals.change(func(c *localsContent) { c.Settings = settings })
}
