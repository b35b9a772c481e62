package desk

import (
	"context"

	"kontor/ui/kit"
	"kontor/workspace"
)

// The pages about the team.
const (
	PageTeam      = "team"
	PageAttention = "attention"
	PageActivity  = "activity"
)

// WatchTeam calls f on the window's thread with how things stand with the team:
// once soon, then after every change of the status or of the ledger, until stop.
// What comes while one is being read is told as one.
func (d *Desk) WatchTeam(f func(workspace.TeamStatus)) (stop func()) {
	w := &teamWatch{desk: d, f: f, loader: kit.NewLoader(d.Async)}
	removeStatus := d.Workspace.OnTeamStatus(func(workspace.TeamStatus) { d.Async.Do(w.ask) })
	removeChange := d.Watch(func(workspace.Changed) { w.ask() })
	w.ask()
	return func() {
		w.stopped = true
		w.loader.Stop()
		removeStatus()
		removeChange()
	}
}

// teamWatch reads the status anew whenever it was told to, so that the newest
// answer is the one that stays.
type teamWatch struct {
	desk                   *Desk
	f                      func(workspace.TeamStatus)
	loader                 *kit.Loader
	asking, again, stopped bool
}

func (w *teamWatch) ask() {
	if w.stopped || w.asking {
		w.again = true
		return
	}
	w.asking, w.again = true, false
	kit.Load(context.Background(), w.loader, func(context.Context) (workspace.TeamStatus, error) {
		return w.desk.Workspace.TeamStatus(), nil
	}, func(s workspace.TeamStatus, _ error) {
		w.asking = false
		w.f(s)
		if w.again {
			w.ask()
		}
	})
}
