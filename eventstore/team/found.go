package team

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// Founding says how a workspace is to be shared for the first time.
type Founding struct {
	Server, Account, CAFile string // noted in the ledger; no password
	Name                    string // of the workspace, for those who join; sealed
	Passphrase              string
	Cost                    Cost // of a guess at the pass-phrase; zero: [NewCost]
}

// Found begins to share a workspace over a server that does not have it. Nothing
// is sent but the closed document about it: the ledger follows with the rounds
// of a [Syncer], and others can join when it is complete.
//
// [ErrTaken] means that the server has it already: see [Rejoin].
func Found(ctx context.Context, log shared.Log, l *eventstore.Ledger, f Founding) error {
	if f.Passphrase == "" {
		return ErrPassphraseNeeded
	}
	if _, isShared, err := l.Team(ctx); err != nil || isShared {
		if isShared {
			err = eventstore.ErrShared
		}
		return err
	}
	if err := found(ctx, log, l, f, false); err != nil {
		return fmt.Errorf("begin to share the workspace: %w", err)
	}
	return l.BeginTeam(ctx, eventstore.Team{Server: f.Server, Account: f.Account, CAFile: f.CAFile, Epoch: Epoch})
}

// found writes the document about the workspace and enters it in the directory.
// An earlier attempt of this device is taken up again; takeOver also takes up
// that of another one.
func found(ctx context.Context, log shared.Log, l *eventstore.Ledger, f Founding, takeOver bool) error {
	identity, secrets, names := l.Identity(), secretsOf(l), streamsOf(l.Workspace(), Epoch)
	a := &about{
		Format: aboutFormat, Workspace: identity.Workspace, CreatedAt: identity.CreatedAt, Epoch: Epoch,
		Founding: true, Founder: l.Device(), revision: shared.None,
	}
	there, err := readAbout(ctx, log, names)
	switch {
	case errors.Is(err, shared.ErrNotFound):
	case err != nil:
		return err
	case !there.belongs(identity.Workspace, secrets):
		return ErrForeign
	case !there.Founding, there.Founder != l.Device() && !takeOver:
		return ErrTaken
	default:
		a.revision = there.revision
	}
	a.closeWith(f.Passphrase, f.Name, secrets, f.Cost)
	err = writeAbout(ctx, log, names, a)
	if errors.Is(err, shared.ErrHeadMoved) {
		return ErrTaken
	}
	if err != nil {
		return err
	}
	return enterDirectory(ctx, log, entry{identity.Workspace, Epoch})
}

// ChangePassphrase closes the workspace on the server with another pass-phrase.
// Whoever is a member already does not need it.
func ChangePassphrase(ctx context.Context, log shared.Log, l *eventstore.Ledger, f Founding) error {
	if f.Passphrase == "" {
		return ErrPassphraseNeeded
	}
	secrets, names := secretsOf(l), streamsOf(l.Workspace(), Epoch)
	a, err := readAbout(ctx, log, names)
	if errors.Is(err, shared.ErrNotFound) {
		return ErrNoWorkspace
	}
	if err != nil {
		return err
	}
	if !a.belongs(l.Workspace(), secrets) {
		return ErrForeign
	}
	if f.Name == "" {
		f.Name = a.name(secrets)
	}
	a.closeWith(f.Passphrase, f.Name, secrets, f.Cost)
	return writeAbout(ctx, log, names, a)
}

// Offer is a workspace that a server has.
type Offer struct {
	Workspace domain.ID
	Epoch     int
	CreatedAt time.Time
	Founding  bool // the first upload is not complete: nobody can join yet
	about     *about
}

// Open gives the name of the workspace for its pass-phrase, and the secrets for
// joining; [ErrPassphrase] if it is wrong. It takes a tenth of a second or more.
func (o Offer) Open(passphrase string) (name string, s Secrets, err error) {
	if s, err = o.about.open(passphrase); err != nil {
		return "", Secrets{}, err
	}
	return o.about.name(s), s, nil
}

// Look lists the workspaces of a server. [shared.ErrDenied] means that the
// account may not read the directory: see [LookFor].
func Look(ctx context.Context, log shared.Log) ([]Offer, error) {
	entries, _, err := readDirectory(ctx, log)
	if err != nil {
		return nil, fmt.Errorf("read the directory of workspaces: %w", err)
	}
	var offers []Offer
	for _, e := range entries {
		o, err := lookFor(ctx, log, e)
		if errors.Is(err, ErrNoWorkspace) || errors.Is(err, shared.ErrDenied) || errors.Is(err, ErrForeign) {
			continue // removed, another team's, or none of ours
		}
		if err != nil {
			return nil, err
		}
		offers = append(offers, o)
	}
	return offers, nil
}

// LookFor finds one workspace: [ErrNoWorkspace] if the server does not have it.
func LookFor(ctx context.Context, log shared.Log, workspace domain.ID) (Offer, error) {
	return lookFor(ctx, log, entry{workspace, Epoch})
}

func lookFor(ctx context.Context, log shared.Log, e entry) (Offer, error) {
	a, err := readAbout(ctx, log, streamsOf(e.Workspace, e.Epoch))
	if errors.Is(err, shared.ErrNotFound) {
		return Offer{}, ErrNoWorkspace
	}
	if err == nil && a.Workspace != e.Workspace {
		err = ErrForeign
	}
	if err != nil {
		return Offer{}, fmt.Errorf("look for workspace %s: %w", e.Workspace, err)
	}
	return Offer{Workspace: a.Workspace, Epoch: a.Epoch, CreatedAt: a.CreatedAt, Founding: a.Founding, about: a}, nil
}
