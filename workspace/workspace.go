// Package workspace is one open workspace: the one path by which anything is
// changed, and the read models from which everything is shown. The window and
// the terminal both stand on it and on nothing below.
package workspace

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sirupsen/logrus"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/projections"
)

// Workspace is an open workspace. All methods may be called from several
// goroutines.
type Workspace struct {
	dir    string
	ledger *eventstore.Ledger
	views  *projections.Views
	now    func() time.Time
	newID  func() domain.ID          // nil: UUIDv7
	me     atomic.Pointer[domain.ID] // the member who works here
	locals *locals
	drafts *drafts

	team teamwork

	writing sync.Mutex // one command at a time
	folded  *folded
	changed listeners
}

// Options say how a workspace is opened.
type Options struct {
	// Name is given to a workspace that is founded, and Me to its first member.
	Name string
	Me   domain.Name
	// FileKey keeps the workspace key in a file instead of the system's key
	// store: for scripts, tests and machines without one.
	FileKey bool
	// Now is the clock; nil for the system's.
	Now func() time.Time
	// NewID makes the ids of records and commands; nil for UUIDv7. Pictures of a
	// page that are compared need ones that are the same each time.
	NewID func() domain.ID
	// Progress is told how far the read models have caught up, if that takes
	// long; nil for nobody.
	Progress func(done, total int64)
	// Behind opens the workspace although its read models are not up to date;
	// the caller calls CatchUp.
	Behind bool
}

// Open opens the workspace in a folder, and founds one where the folder is
// empty or does not exist.
//
// Errors: a *eventstore.LockedError if another process holds it, and the errors
// of package eventstore for what is missing or damaged.
func Open(ctx context.Context, dir string, o Options) (*Workspace, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	ledger, err := eventstore.Open(ctx, dir, eventstore.Options{ForceFileKey: o.FileKey, Now: o.Now})
	if err != nil {
		return nil, err
	}
	w := &Workspace{dir: dir, ledger: ledger, now: o.Now, newID: o.NewID, folded: newFolded()}
	w.startTeamwork()
	if err := w.open(ctx, o); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func (w *Workspace) open(ctx context.Context, o Options) error {
	var err error
	if w.locals, err = openLocals(filepath.Join(w.dir, localsFile)); err != nil {
		return err
	}
	if w.drafts, err = openDrafts(w.ledger, w.dir); err != nil {
		return err
	}
	head, err := w.ledger.Head(ctx)
	if err != nil {
		return err
	}
	if w.views, err = projections.Open(ctx, filepath.Join(w.dir, viewsFile), source{w.ledger}, projections.Options{Clock: o.Now}); err != nil {
		return err
	}
	w.actAs(w.locals.Member())
	if head.Position > 0 && o.Behind {
		return w.knowMe(ctx)
	}
	if err := w.CatchUp(ctx, o.Progress); err != nil {
		return err
	}
	if head.Position == 0 {
		// A folder that is being joined gets its first events from the team.
		if _, isShared, err := w.ledger.Team(ctx); err != nil || isShared {
			return err
		}
		return w.found(ctx, o)
	}
	if err := w.knowMe(ctx); err != nil {
		return err
	}
	return w.team.syncer.TakeUp(ctx)
}

// knowMe finds the member at this machine where the settings do not say, or name
// somebody who is not in this ledger: the one who gave the first command here,
// else (in an archive that was read back) the one who gave the first of all. In a
// workspace of a team it is nobody until somebody says so.
func (w *Workspace) knowMe(ctx context.Context) error {
	if me := w.Me(); me != domain.None {
		member, err := w.Record(ctx, domain.Stream{Kind: domain.KindMember, ID: me})
		if err != nil || member != nil {
			return err
		}
	}
	w.actAs(domain.None)
	if _, isShared, err := w.ledger.Team(ctx); err != nil || isShared {
		return err // one of us, but which? Nobody is to act as a colleague.
	}
	first := domain.None
	for _, device := range []domain.ID{w.ledger.Device(), domain.None} {
		query := eventstore.CommandQuery{Device: device, Limit: 500}
		for {
			page, err := w.ledger.Commands(ctx, query)
			if err != nil {
				return err
			}
			if len(page) > 0 {
				first, query.Before = page[len(page)-1].Actor, page[len(page)-1].Seq
			}
			if len(page) < query.Limit {
				break
			}
		}
		if first != domain.None {
			return w.remain(first)
		}
	}
	if _, stale := w.views.Stale(); stale {
		return nil
	}
	members, err := w.views.Members(ctx)
	if err != nil || len(members) == 0 {
		return err
	}
	return w.remain(members[0].ID)
}

// viewsFile holds the read models.
const viewsFile = "views.db"

// found begins the ledger: the workspace itself and its first member.
func (w *Workspace) found(ctx context.Context, o Options) error {
	w.actAs(w.NewID())
	if o.Me.IsZero() {
		o.Me = domain.Name{Display: accountName()}
	}
	member := domain.Stream{Kind: domain.KindMember, ID: w.Me()}
	_, err := w.Do(ctx, domain.Batch{Title: "found-workspace", Parts: []domain.Command{
		domain.FoundWorkspace{Workspace: w.ledger.Workspace(), Name: o.Name},
		domain.AddRecord{
			Record: member, Origin: domain.Origin{How: domain.OriginManual},
			Changes: []domain.Change{{Field: domain.FieldName, Now: domain.NameValue(o.Me)}},
		},
	}})
	if err != nil {
		return fmt.Errorf("found the workspace: %w", err)
	}
	return w.locals.SetMember(w.Me())
}

func accountName() string {
	for _, variable := range []string{"USER", "USERNAME", "LOGNAME"} {
		if name := os.Getenv(variable); name != "" {
			return name
		}
	}
	return "Kontor"
}

// CatchUp brings the read models up to the ledger, and builds them anew where
// they are missing or of another version.
func (w *Workspace) CatchUp(ctx context.Context, progress func(done, total int64)) error {
	reason, stale := w.views.Stale()
	if !stale {
		return nil
	}
	logrus.WithField("reason", reason).Info("bringing the read models up to the ledger")
	follow := w.views.Rebuild
	if reason == projections.StaleBehind {
		follow = w.views.CatchUp
	}
	if err := follow(ctx, progress); err != nil {
		return fmt.Errorf("bring the read models up to the ledger: %w", err)
	}
	w.changed.tell(Changed{Position: w.views.Position()})
	return nil
}

// Rebuild computes the read models anew from the ledger. The old ones stay in
// use until the new ones are complete, and for good if ctx is cancelled.
func (w *Workspace) Rebuild(ctx context.Context, progress func(done, total int64)) error {
	w.writing.Lock()
	err := w.views.Rebuild(ctx, progress)
	w.writing.Unlock()
	if err != nil {
		return fmt.Errorf("rebuild the read models: %w", err)
	}
	w.changed.tell(Changed{Position: w.views.Position()})
	return nil
}

// Close closes the workspace and lets go of it.
func (w *Workspace) Close() error {
	w.endTeamwork()
	w.writing.Lock()
	defer w.writing.Unlock()
	var errs []error
	if w.views != nil {
		errs = append(errs, w.views.Close())
	}
	return errors.Join(append(errs, w.ledger.Close())...)
}

// Views are the read models.
func (w *Workspace) Views() *projections.Views { return w.views }

// Dir is the folder of the workspace.
func (w *Workspace) Dir() string { return w.dir }

// Me is the member who works here.
func (w *Workspace) Me() domain.ID {
	if me := w.me.Load(); me != nil {
		return *me
	}
	return domain.None
}

// actAs makes a member the one who works here until the workspace is closed.
func (w *Workspace) actAs(member domain.ID) { w.me.Store(&member) }

// remain makes a member the one who works here, also the next time.
func (w *Workspace) remain(member domain.ID) error {
	w.actAs(member)
	return w.locals.SetMember(member)
}

// SetMe says which member works at this machine, such as after an archive was
// read back.
func (w *Workspace) SetMe(member domain.ID) error {
	err := w.remain(member)
	w.changed.tell(Changed{Position: w.views.Position()})
	return err
}

// Now is the present moment by the workspace's clock.
func (w *Workspace) Now() time.Time { return w.now() }

// ID is the id of the workspace.
func (w *Workspace) ID() domain.ID { return w.ledger.Workspace() }

// OnChange calls f after every change, from the goroutine that made it. The
// returned function ends that.
func (w *Workspace) OnChange(f func(Changed)) (remove func()) { return w.changed.add(f) }

// Agreed is what is agreed for everyone: channels and custom fields.
func (w *Workspace) Agreed(ctx context.Context) (*domain.Workspace, error) {
	recorded, err := w.ledger.Load(ctx, domain.Stream{Kind: domain.KindWorkspace, ID: w.ID()})
	if err != nil {
		return nil, err
	}
	agreed, _ := fold(domain.Stream{Kind: domain.KindWorkspace}, recorded).(*domain.Workspace)
	return agreed, nil
}

// Record folds one record from the ledger, nil if it does not exist. The caller
// owns the answer.
func (w *Workspace) Record(ctx context.Context, s domain.Stream) (domain.Aggregate, error) {
	recorded, err := w.ledger.Load(ctx, s)
	if err != nil || len(recorded) == 0 {
		return nil, err
	}
	return fold(s, recorded), nil
}

// History returns the events of one record, oldest first.
func (w *Workspace) History(ctx context.Context, s domain.Stream) ([]domain.Recorded, error) {
	return w.ledger.Load(ctx, s)
}
