// Package desk is what every page of the window works at: the workspace, the
// frame, and the ways of doing something that are the same everywhere. A page
// changes nothing but through Do, so that everything that is done is said in a
// toast and can be taken back.
package desk

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"github.com/sirupsen/logrus"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/quicklog"
	"kontor/ui/kit"
	"kontor/workspace"
)

// The pages of the window, as routes name them. The argument of a route is the
// id of what is selected, or empty.
const (
	PageToday         = "today"
	PagePeople        = "people"
	PageOrganisations = "organisations"
	PageCommunities   = "communities"
	PageConversations = "conversations"
	PageNeeds         = "needs"
	PageImport        = "import"
	PageSettings      = "settings"
	PageDashboard     = "dashboard"
	PageSegments      = "segments"
	PageBehind        = "behind" // the list behind a number
)

// ArgDuplicates is the argument of the import's route that shows the people who
// may be the same.
const ArgDuplicates = "duplicates"

// Command is something that the palette offers to do. Its name is the text
// under its key; the words under key + ".words" are those it is also found by,
// in both languages.
type Command struct {
	Key      string
	Icon     kit.Icon
	Shortcut string // "Ctrl+L"
	Act      func()
	// Idle tells that there is nothing for it to act on; it is then not offered.
	// nil for never.
	Idle func() bool
}

// Desk is one window at work on one workspace. Its methods belong to the
// window's thread.
type Desk struct {
	Workspace *workspace.Workspace
	Shell     *kit.Shell
	Window    fyne.Window
	Async     kit.Async

	// QuickLog opens the one-line log with a text already in it, such as
	// "Schiller: ".
	QuickLog func(prefill string)

	// LogWith opens it for a conversation with somebody: the names of people, the
	// first of whom is the record, or that of an organisation. The line begins with
	// the channel by which they were last spoken with.
	LogWith func(about domain.Stream, names ...string)

	// OnLogged is told of a conversation that was recorded here, while the page of
	// the conversations is in sight; else nil.
	OnLogged func(id domain.ID)

	// LogInFull opens the form for a conversation with what a line said; recorded
	// is called once it is recorded.
	LogInFull func(line quicklog.Resolved, recorded func())

	// EditPerson, EditOrganisation, EditCommunity and EditConversation open the
	// form for a record, or for a new one where the id is None.
	EditPerson       func(id domain.ID)
	EditOrganisation func(id domain.ID)
	EditCommunity    func(id domain.ID)
	EditConversation func(id domain.ID)
	// LogLetter opens the form of a conversation with a mail that was brought in by
	// an import, None for none; recorded is told once it is logged.
	LogLetter func(letter workspace.Letter, batch domain.ID, recorded func())

	// RaiseNeed opens the form for a new need, and EditNeed that for a known one.
	RaiseNeed func(NeedStart)
	EditNeed  func(id domain.ID)

	// DecideNeed opens the decision on a need, and TellNext the form for the
	// conversation with the first who is still to be told.
	DecideNeed func(id domain.ID)
	TellNext   func(id domain.ID)

	// LogTelling opens the form for the conversation in which somebody is told.
	LogTelling func(Telling)

	// ListPeople shows the people for whom all rules hold, narrowed by a text.
	ListPeople func(rules []domain.Rule, text string)

	// NewSegment opens a new segment with rules already in it.
	NewSegment func(rules domain.Filter)

	// Commands are offered by the palette beside its own.
	Commands []Command

	members map[domain.ID]string
	asked   []Asked
	logged  domain.ID // see TakeLogged
	photos  photos
	busy    bool // something is being done with many records
	held    []*watch
}

// SetBusy tells that something is being done with many records, which must be
// over before a step is taken back.
func (d *Desk) SetBusy(busy bool) {
	d.busy = busy
	if !busy {
		d.tellHeld()
	}
}

// tellHeld tells the pages what was held back.
func (d *Desk) tellHeld() {
	held := d.held
	d.held = nil
	for _, w := range held {
		w.release()
	}
}

// Do carries out a command away from the window's thread, says in a toast what
// was done, with Undo, and then calls then (which may be nil). A refusal or an
// error is said in a toast instead, and then is not called.
func (d *Desk) Do(c domain.Command, then func(workspace.Done)) { d.DoWithin(c, domain.None, then) }

// DoWithin is Do for a step that is taken back with an import; None for none.
func (d *Desk) DoWithin(c domain.Command, batch domain.ID, then func(workspace.Done)) {
	d.run(func(ctx context.Context) (workspace.Done, error) { return d.Workspace.DoWithin(ctx, c, batch) }, func(done workspace.Done) {
		if id := loggedBy(done); id != domain.None {
			d.logged = id
			if d.OnLogged != nil {
				d.OnLogged(d.TakeLogged())
			}
		}
		if then != nil {
			then(done)
		}
	})
}

// loggedBy is the conversation that a step recorded, or None.
func loggedBy(done workspace.Done) domain.ID {
	for _, event := range done.Events {
		if _, logged := event.Event.(*domain.ConversationLogged); logged {
			return event.Event.Stream().ID
		}
	}
	return domain.None
}

// TakeLogged is the conversation that was recorded here last, once: the page of
// the conversations opens at it.
func (d *Desk) TakeLogged() domain.ID {
	id := d.logged
	d.logged = domain.None
	return id
}

// Undo takes back the last step of the person at this machine, and says which.
func (d *Desk) Undo() {
	d.again("desk.undoing", func(ctx context.Context, progress workspace.Progress) (workspace.Step, error) {
		last, err := d.Workspace.Undoable(ctx)
		if err != nil {
			return workspace.Step{}, err
		}
		return d.takeBack(ctx, last.ID, progress)
	}, "desk.undone")
}

// UndoStep takes back a step, whenever it was done.
func (d *Desk) UndoStep(step domain.ID) {
	d.again("desk.undoing", func(ctx context.Context, progress workspace.Progress) (workspace.Step, error) {
		return d.takeBack(ctx, step, progress)
	}, "desk.undone")
}

// takeBack tells what a step was while the records are there that it made.
func (d *Desk) takeBack(ctx context.Context, command domain.ID, progress workspace.Progress) (workspace.Step, error) {
	step, err := d.Workspace.StepOf(ctx, command)
	if err == nil {
		_, err = d.Workspace.UndoLong(ctx, command, progress)
	}
	return step, err
}

// Redo does again what was taken back last, and says what that was.
func (d *Desk) Redo() {
	d.again("desk.redoing", func(ctx context.Context, progress workspace.Progress) (workspace.Step, error) {
		done, err := d.Workspace.RedoLong(ctx, progress)
		if err != nil {
			return workspace.Step{}, err
		}
		return d.Workspace.StepOf(ctx, done.Command)
	}, "desk.redone")
}

// progressAfter is how long something may take before it shows how far it is.
const progressAfter = 500 * time.Millisecond

// again takes back or does again. What takes long shows how far it is.
func (d *Desk) again(doing string, step func(context.Context, workspace.Progress) (workspace.Step, error), said string) {
	if d.busy {
		d.Shell.Toast(kit.Toast{Text: i18n.T("roster.wait")})
		return
	}
	d.logged = domain.None // it may be what is taken back
	progress := kit.NewProgress(i18n.T(doing), nil)
	seen, over := false, false
	stop := d.Async.After(progressAfter, func() {
		if over || d.busy {
			return
		}
		seen = true
		d.SetBusy(true)
		d.Shell.Toasts.Dismiss()
		d.Shell.Toast(kit.Toast{Progress: progress, Stay: time.Hour})
	})
	d.Async.Go(func() {
		taken, err := step(context.Background(), d.Reports(progress))
		d.Async.Do(func() {
			stop()
			over = true
			if seen {
				d.SetBusy(false)
				d.Shell.Toasts.Dismiss()
			}
			if err != nil {
				d.Fail(err)
				return
			}
			toast := kit.Toast{Text: d.Said(said, taken), Tone: kit.Good}
			switch said {
			case "desk.undone":
				toast.Action, toast.Key, toast.OnAction = i18n.T("desk.redo"), kit.KeyLabel("Ctrl+Y"), d.Redo
			case "desk.redone":
				toast.Key, toast.OnAction = kit.KeyLabel("Ctrl+Z"), d.Undo
			}
			d.Shell.Toasts.Dismiss()
			d.Shell.Toast(toast)
		})
	})
}

// Reports brings reports of progress to the window, one at a time.
func (d *Desk) Reports(p *kit.Progress) workspace.Progress {
	var under atomic.Bool
	return func(done, total int) {
		if under.CompareAndSwap(false, true) {
			d.Async.Do(func() {
				under.Store(false)
				p.Set(done, total)
			})
		}
	}
}

// Run does something that is not a single command, such as an import, away from
// the window's thread; errors are said in a toast.
func (d *Desk) Run(work func(ctx context.Context) error, then func()) {
	d.Async.Go(func() {
		err := work(context.Background())
		d.Async.Do(func() {
			if err != nil {
				d.Fail(err)
				return
			}
			if then != nil {
				then()
			}
		})
	})
}

// Prepare reads what a dialog shows away from the window's thread and then opens
// it. What is typed meanwhile is kept for its first field, and Esc calls it off.
func (d *Desk) Prepare(read func(ctx context.Context) error, open func()) {
	ctx, cancel := context.WithCancel(context.Background())
	held := kit.HoldKeys(d.Shell.Canvas(), cancel)
	d.Async.Go(func() {
		err := read(ctx)
		d.Async.Do(func() {
			defer cancel()
			switch {
			case ctx.Err() != nil:
			case err != nil:
				held.Release()
				d.Fail(err)
			default:
				open()
				held.Release() // where nothing was opened after all
			}
		})
	})
}

func (d *Desk) run(work func(context.Context) (workspace.Done, error), then func(workspace.Done)) {
	d.Async.Go(func() {
		done, err := work(context.Background())
		step := workspace.Step{Title: done.Title}
		if err == nil && named(done) {
			if told, err := d.Workspace.StepFrom(context.Background(), done.Title, done.Events); err == nil {
				step = told
			}
		}
		d.Async.Do(func() {
			if err != nil {
				d.Fail(err)
				return
			}
			if done.Changed() {
				d.tellHeld() // one's own step is seen at once, whatever else is being done
				d.sayDone(done, step)
			}
			if then != nil {
				then(done)
			}
		})
	})
}

func (d *Desk) sayDone(done workspace.Done, step workspace.Step) {
	d.Shell.Toasts.Dismiss()
	d.Shell.Toast(kit.Toast{
		Text: d.Said("desk.done", step), Tone: kit.Good, Key: kit.KeyLabel("Ctrl+Z"),
		OnAction: func() { d.UndoStep(done.Command) },
	})
}

// Fail says what went wrong, what was not lost and what to do.
func (d *Desk) Fail(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	var refusal *domain.Refusal
	if !errors.As(err, &refusal) {
		logrus.WithError(err).Error("the window could not do what was asked")
	}
	d.Shell.Toast(kit.Toast{Text: workspace.Explain(err), Tone: kit.Late})
}

// Watch calls f on the window's thread after the workspace changed. Changes
// that come close together are told as one. The returned function ends it.
func (d *Desk) Watch(f func(workspace.Changed)) (stop func()) {
	w := &watch{desk: d, f: f}
	remove := d.Workspace.OnChange(w.changed)
	return func() {
		w.mu.Lock()
		w.stopped = true
		w.mu.Unlock()
		remove()
	}
}

// watch gathers the changes that come while the window's thread is busy.
type watch struct {
	desk    *Desk
	f       func(workspace.Changed)
	mu      sync.Mutex
	waiting bool
	stopped bool
	sum     workspace.Changed
	told    time.Time // on the window's thread
	held    bool      // until tellEvery is over, or what is being done
}

// tellEvery is how often pages are told of what is done with many records, while
// it is being done: each of them reads anew then, which takes from what is done.
const tellEvery = 5 * time.Second

func (w *watch) changed(c workspace.Changed) {
	w.mu.Lock()
	switch {
	case !w.waiting:
		w.sum = c
	case len(c.Streams) == 0 || len(w.sum.Streams) == 0:
		w.sum = workspace.Changed{Position: c.Position}
	default:
		w.sum = workspace.Changed{Position: c.Position, Streams: append(w.sum.Streams[:len(w.sum.Streams):len(w.sum.Streams)], c.Streams...)}
	}
	tell := !w.waiting
	w.waiting = true
	w.mu.Unlock()
	if tell {
		w.desk.Async.Do(w.tell)
	}
}

func (w *watch) tell() {
	now := w.desk.Async.Now()
	if left := w.told.Add(tellEvery).Sub(now); w.desk.busy && left > 0 {
		w.held = true
		w.desk.held = append(w.desk.held, w)
		w.desk.Async.After(left, w.release)
		return
	}
	w.told = now
	w.mu.Lock()
	sum, stopped := w.sum, w.stopped
	w.waiting, w.sum = false, workspace.Changed{}
	w.mu.Unlock()
	if !stopped {
		w.f(sum)
	}
}

// release tells of what was held back.
func (w *watch) release() {
	if w.held {
		w.held, w.told = false, time.Time{}
		w.tell()
	}
}

// Open shows a record on its page.
func (d *Desk) Open(s domain.Stream) {
	pages := map[domain.Kind]string{
		domain.KindPerson: PagePeople, domain.KindOrganisation: PageOrganisations,
		domain.KindCommunity: PageCommunities, domain.KindConversation: PageConversations,
		domain.KindNeed: PageNeeds,
	}
	if page, ok := pages[s.Kind]; ok {
		d.Shell.Open(kit.Route{Page: page, Arg: s.ID.String()})
	}
}

// RouteID is the id in the argument of a route, None if there is none.
func RouteID(arg string) domain.ID {
	id, err := domain.ParseID(arg)
	if err != nil {
		return domain.None
	}
	return id
}

// LoadMembers reads who we are; the window does so when it opens and when a
// member changes.
func (d *Desk) LoadMembers(ctx context.Context) error {
	rows, err := d.Workspace.Views().Members(ctx)
	if err != nil {
		return err
	}
	members := map[domain.ID]string{}
	for _, m := range rows {
		members[m.ID] = m.Name
	}
	d.members = members
	return nil
}

// PartyName is how somebody is called in the window: "you" for the person at
// this machine.
func (d *Desk) PartyName(p projections.Party) string {
	switch {
	case p.ID == d.Workspace.Me():
		return i18n.T("desk.you")
	case p.Erased:
		return i18n.T("person.erased")
	}
	return p.Name
}

// AuthorName is how somebody is called after "by", where German bends the word
// for the person at this machine.
func (d *Desk) AuthorName(p projections.Party) string {
	if p.ID == d.Workspace.Me() {
		return i18n.T("desk.by-you")
	}
	return d.PartyName(p)
}

// MemberName is how one of us is called in the window.
func (d *Desk) MemberName(id domain.ID) string {
	if id == d.Workspace.Me() {
		return i18n.T("desk.you")
	}
	return d.members[id]
}

// PersonName is the name in a list; a person who was erased says so.
func PersonName(p projections.PersonRow) string {
	if p.Erased {
		return i18n.T("person.erased")
	}
	return p.Name
}

// OpenLink opens an address in the program for it.
func (d *Desk) OpenLink(u *url.URL) {
	if err := fyne.CurrentApp().OpenURL(u); err != nil {
		d.Fail(err)
	}
}
