package workspace

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/sirupsen/logrus"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/esdb"
	"kontor/eventstore/shared"
	"kontor/eventstore/team"
)

// TeamStatus is how this workspace and the ledger of the team stand to each
// other.
type TeamStatus = team.Status

// TeamState is the state in a [TeamStatus].
type TeamState = team.State

// The states of sharing; see package team.
const (
	TeamSolo         = team.StateSolo
	TeamShared       = team.StateShared
	TeamUnshared     = team.StateUnshared
	TeamSyncing      = team.StateSyncing
	TeamOffline      = team.StateOffline
	TeamFounding     = team.StateFounding
	TeamDenied       = team.StateDenied
	TeamReset        = team.StateReset
	TeamRestored     = team.StateRestored
	TeamDiverged     = team.StateDiverged
	TeamForeign      = team.StateForeign
	TeamAltered      = team.StateAltered
	TeamUpdateNeeded = team.StateUpdateNeeded
	TeamFailed       = team.StateFailed
)

// TeamProtection is what is known of the rights on the server's streams.
type TeamProtection = team.Protection

// The protections; see package team.
const (
	TeamProtectionUnknown = team.ProtectionUnknown
	TeamProtectionTeam    = team.ProtectionTeam
	TeamProtectionKept    = team.ProtectionKept
	TeamProtectionDenied  = team.ProtectionDenied
)

// teamwork is what a workspace does with its team: one syncer, and the loop
// that keeps it going while a window is open.
type teamwork struct {
	mu     sync.Mutex
	syncer *team.Syncer
	// life ends with the workspace, and every exchange with it.
	life  context.Context
	end   context.CancelFunc
	stop  context.CancelFunc // ends the loop; nil while it does not run
	ended chan struct{}
	// password is that of this session, where the system keeps none.
	password string
}

// startTeamwork prepares the exchange with the team. Nothing is exchanged yet.
func (w *Workspace) startTeamwork() {
	w.team.life, w.team.end = context.WithCancel(context.Background())
	w.team.syncer = team.New(team.Options{
		Ledger: w.ledger, Dial: w.dialTeam, Lock: &w.writing, Decide: redecide, Applied: w.follow,
		Attend: w.attend, Erasing: w.forgetErased, Replacing: w.doubt, Learned: w.readAgain, Now: w.now,
	})
}

// doubt has the read models know, also after the machine went off, that the end
// of the ledger may be replaced.
func (w *Workspace) doubt(ctx context.Context) (kept func(), err error) {
	return func() { w.trust(context.WithoutCancel(ctx)) }, w.views.Doubt(ctx)
}

func (w *Workspace) trust(ctx context.Context) {
	if err := w.views.Trust(ctx); err != nil {
		logrus.WithError(err).Warn("the read models will be built anew at the next start")
	}
}

// readAgain builds the read models anew, because keys came later than the events
// that they open. It is called under the lock for writing, and does not wait.
func (w *Workspace) readAgain() {
	go func() {
		if err := w.Rebuild(context.Background(), nil); err != nil {
			logrus.WithError(err).Warn("the read models could not be built anew; the next start does it")
		}
	}()
}

// follow brings everything in memory, and the read models, up to what came from
// the team. It is called under the lock for writing.
func (w *Workspace) follow(r eventstore.Received) {
	ctx := context.Background()
	w.bringUp(ctx, r)
	w.recogniseMe(ctx)
}

// attend does what follows from events of colleagues besides the read models. It
// is called under the lock for writing, and again with events that it failed for.
func (w *Workspace) attend(ctx context.Context, incoming []domain.Recorded) error {
	err := w.eraseLate(ctx, incoming)
	if err != nil {
		logrus.WithError(err).Warn("a conversation with an erased person came later and still has its words; it is tried again")
	}
	// A copy of another installation got an id of its own, just before.
	if naming := w.namingThisDevice(ctx); naming != nil {
		_, _ = w.decide(ctx, naming, domain.None, nil) // without a name it works as well
	}
	return err
}

// recogniseMe notices that the member who was invited to this machine has come:
// an invitation may be accepted before whoever wrote it shared who it is for.
func (w *Workspace) recogniseMe(ctx context.Context) {
	if w.Me() != domain.None || w.locals.Member() == domain.None {
		return
	}
	w.actAs(w.locals.Member())
	if err := w.knowMe(ctx); err != nil {
		logrus.WithError(err).Warn("it is not known who works at this machine")
	}
}

func (w *Workspace) bringUp(ctx context.Context, r eventstore.Received) {
	if r.Touched == nil {
		w.trust(ctx)
		if len(r.Incoming) == 0 {
			return
		}
		w.folded.follow(r.Incoming)
		w.project(ctx, r.Incoming)
		return
	}
	clear(w.folded.records)
	changed := Changed{Position: r.Head, Streams: r.Touched}
	if len(r.Touched) > manyStreams {
		changed.Streams = nil
	}
	if err := w.views.Refold(ctx, r.Touched, r.Head); err != nil {
		logrus.WithError(err).Warn("the read models could not follow the ledger; they are built anew")
		w.readAgain()
	}
	w.changed.tell(changed)
}

// forgetErased removes what lies beside the ledger about records whose erasure
// comes from a colleague, while their names are still known.
func (w *Workspace) forgetErased(ctx context.Context, records []domain.Stream) error {
	for _, s := range records {
		if s.Kind != domain.KindPerson {
			continue
		}
		page, err := w.views.Person(ctx, s.ID, w.now())
		if err != nil {
			logrus.WithError(err).Warn("a draft may still name somebody who was erased; “verify” tells")
			continue
		}
		if page == nil || page.Erased {
			continue
		}
		plan := erasurePlan{names: namesOf([]domain.Name{{Display: page.Name}}, nil)}
		if err := w.drafts.redact(ctx, plan.redact); err != nil {
			return err
		}
	}
	return nil
}

// eraseLate destroys the words of conversations that colleagues recorded, before
// they knew, with nobody but people who were erased on this machine. Where others
// took part the words stay, because who was erased cannot be found in them any
// more; docs/conflicts.md says so. The caller holds w.writing.
func (w *Workspace) eraseLate(ctx context.Context, incoming []domain.Recorded) error {
	var late []domain.Command
	var subjects []domain.ID
	for _, r := range incoming {
		logged, ok := r.Event.(*domain.ConversationLogged)
		if !ok || r.Secret != domain.SecretNone || len(logged.People) == 0 {
			continue
		}
		alone := true
		for _, id := range append(slices.Clone(logged.People), logged.Mentions...) {
			here, err := w.erasedHere(ctx, id)
			if err != nil {
				return err
			}
			alone = alone && here
		}
		if alone {
			late = append(late, domain.EraseConversation{Conversation: logged.Stream().ID})
			subjects = append(subjects, logged.Stream().ID)
		}
	}
	if len(late) == 0 {
		return nil
	}
	done, err := w.decide(ctx, domain.Batch{Title: "erase-person", Parts: late}, domain.None, nil)
	if err != nil || !done.Changed() {
		return err
	}
	if _, err := w.ledger.Erase(ctx, done.Events[len(done.Events)-1].EventID, subjects...); err != nil {
		return err
	}
	streams := streamsOf(done.Events)
	for _, s := range streams {
		delete(w.folded.records, s)
	}
	return w.views.Refold(ctx, streams, w.views.Position())
}

// erasedHere reports whether a person was erased, and on this machine.
func (w *Workspace) erasedHere(ctx context.Context, person domain.ID) (bool, error) {
	s := domain.Stream{Kind: domain.KindPerson, ID: person}
	if a, kept := w.folded.records[s]; kept && !domain.HeadOf(a).Erased {
		return false, nil
	}
	history, err := w.ledger.Load(ctx, s)
	if err != nil || len(history) == 0 {
		return false, err
	}
	for _, r := range slices.Backward(history) {
		if _, erased := r.Event.(*domain.RecordErased); erased {
			return r.Device == w.ledger.Device(), nil
		}
	}
	return false, nil
}

// TeamStatus is how things stand now. It does not ask the server.
func (w *Workspace) TeamStatus() TeamStatus { return w.team.syncer.Status() }

// OnTeamStatus calls f whenever the status changes, from the goroutine that
// changes it; f must not wait. The returned function ends that.
func (w *Workspace) OnTeamStatus(f func(TeamStatus)) (remove func()) {
	return w.team.syncer.OnStatus(f)
}

// KeepShared exchanges with the team from now on, in the background, until the
// workspace is closed: at once, whenever something was recorded here or there,
// and again after a while where the server cannot be reached. Without a team it
// waits for one.
func (w *Workspace) KeepShared() {
	w.team.mu.Lock()
	defer w.team.mu.Unlock()
	if w.team.stop != nil || w.team.life.Err() != nil {
		return
	}
	ctx, stop := context.WithCancel(w.team.life)
	ended := make(chan struct{})
	w.team.stop, w.team.ended = stop, ended
	remove := w.OnChange(func(Changed) { w.team.syncer.Kick() })
	go func() {
		defer close(ended)
		defer remove()
		w.team.syncer.Run(ctx)
	}()
}

// endTeamwork ends the exchange. What was not shared is shared the next time.
func (w *Workspace) endTeamwork() {
	w.team.mu.Lock()
	stop, ended := w.team.stop, w.team.ended
	w.team.stop = nil
	w.team.mu.Unlock()
	w.team.end() // also what somebody else waits for
	if stop != nil {
		stop()
		<-ended // not under the lock: the loop may be asking for the password
	}
	w.team.syncer.Close()
}

// SyncNow exchanges with the team now and returns when nothing is left to
// exchange. Closing the workspace ends it.
func (w *Workspace) SyncNow(ctx context.Context) error {
	ctx, done := w.whileOpen(ctx)
	defer done()
	return w.team.syncer.Round(ctx)
}

// whileOpen gives a context that also ends when the workspace is closed.
func (w *Workspace) whileOpen(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(w.team.life, cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}

// Kick lets the exchange in the background begin now.
func (w *Workspace) Kick() { w.team.syncer.Kick() }

// dialTeam connects to the server of the team.
func (w *Workspace) dialTeam(ctx context.Context) (shared.Log, error) {
	server, ok, err := w.TeamServer(ctx)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, eventstore.ErrNotShared
	}
	if server.Password == "" && server.Account != "" {
		return nil, ErrPasswordNeeded
	}
	return esdb.Dial(ctx, server.config())
}

// teamArgs reads the arguments of an entry that needs attention.
func teamArgs(name string, args json.RawMessage) (domain.Command, error) {
	if args == nil {
		return nil, nil
	}
	c, err := domain.DecodeCommand(name, args)
	if err != nil {
		return nil, fmt.Errorf("read what needs attention: %w", err)
	}
	return c, nil
}
