package workspace

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/projections"
)

// TeamAbout is what there is to know of the sharing beside its status. Without
// a team it is empty.
type TeamAbout struct {
	Server  TeamServer
	Shared  bool
	Since   time.Time // when the sharing began on this machine
	Devices []TeamDevice
	// TooLarge are the attachments that are not shared because of their size.
	TooLarge []TeamFile
}

// TeamDevice is a machine of somebody in the team, as it was named.
type TeamDevice struct {
	Device domain.ID
	Member projections.MemberRow
	Name   string
	Here   bool
}

// TeamFile is an attachment by its size in bytes.
type TeamFile struct{ Size int64 }

// TeamAbout reads what there is to know of the sharing. It does not ask the
// server.
func (w *Workspace) TeamAbout(ctx context.Context) (TeamAbout, error) {
	t, isShared, err := w.ledger.Team(ctx)
	if err != nil || !isShared {
		return TeamAbout{}, err
	}
	about := TeamAbout{
		Server: TeamServer{Address: t.Server, Account: t.Account, CAFile: t.CAFile}, Shared: true, Since: t.Since,
	}
	if about.Devices, err = w.teamDevices(ctx); err != nil {
		return TeamAbout{}, err
	}
	files, err := w.ledger.Files(ctx)
	for _, f := range files {
		if f.State == eventstore.FileTooLarge {
			about.TooLarge = append(about.TooLarge, TeamFile{f.Size})
		}
	}
	return about, err
}

// teamDevices are the machines that have a name, and this one.
func (w *Workspace) teamDevices(ctx context.Context) ([]TeamDevice, error) {
	members, err := w.views.Members(ctx)
	if err != nil {
		return nil, err
	}
	var list []TeamDevice
	here := false
	for _, m := range members {
		record, err := w.Record(ctx, domain.Stream{Kind: domain.KindMember, ID: m.ID})
		if err != nil {
			return nil, err
		}
		member, ok := record.(*domain.Member)
		if !ok {
			continue
		}
		for device, name := range member.Devices {
			mine := device == w.Device()
			here = here || mine
			list = append(list, TeamDevice{Device: device, Member: m, Name: name, Here: mine})
		}
	}
	if !here {
		own := TeamDevice{Device: w.Device(), Here: true}
		for _, m := range members {
			if m.ID == w.Me() {
				own.Member = m
			}
		}
		list = append(list, own)
	}
	slices.SortFunc(list, func(a, b TeamDevice) int {
		if a.Here != b.Here {
			if a.Here {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Member.Name+a.Name, b.Member.Name+b.Name)
	})
	return list, nil
}

// GiveTeamPassword remembers the password of the team's server without trying
// it, and lets the exchange begin. kept is false where the system keeps no
// passwords, and it must be given again after the next start.
func (w *Workspace) GiveTeamPassword(password string) (kept bool) {
	kept = w.keepPassword(password)
	w.Kick()
	return kept
}

// WorkHere notes who works at this machine, and names the machine for the team
// if it has no name yet.
func (w *Workspace) WorkHere(ctx context.Context, member domain.ID) error {
	if err := w.SetMe(member); err != nil {
		return err
	}
	w.nameThisDevice(ctx)
	return nil
}

// AddMyself adds somebody to those of us, in their own name, and notes that it is
// they who work at this machine.
func (w *Workspace) AddMyself(ctx context.Context, name domain.Name) error {
	before, id := w.Me(), w.NewID()
	w.actAs(id)
	_, err := w.Do(ctx, domain.AddRecord{
		Record: domain.Stream{Kind: domain.KindMember, ID: id}, Origin: domain.Origin{How: domain.OriginManual},
		Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(name)}},
	})
	if err != nil {
		w.actAs(before)
		return err
	}
	return w.WorkHere(ctx, id)
}

// HostName is what this machine calls itself, "" if it does not say.
func HostName() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}
