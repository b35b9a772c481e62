package team

import (
	"context"
	"time"

	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// Line keeps the status at the foot of the rail.
type Line struct {
	desk   *desk.Desk
	alone  kit.Status // what is said without a team
	status workspace.TeamStatus
	said   bool // something was said about a team already
	known  bool
	stop   func()
	later  func()
}

// flicker is how long an exchange may take before it is shown: most are over
// before anybody could read it.
const flicker = 700 * time.Millisecond

// NewLine begins to keep the line until Close.
func NewLine(d *desk.Desk) *Line {
	l := &Line{desk: d}
	l.stop = d.WatchTeam(l.set)
	return l
}

// SetAlone says what stands there without a team.
func (l *Line) SetAlone(status kit.Status) {
	l.alone = status
	if l.known {
		l.show()
	}
}

// Close lets go of the workspace.
func (l *Line) Close() {
	l.stop()
	l.forget()
}

func (l *Line) forget() {
	if l.later != nil {
		l.later()
		l.later = nil
	}
}

func (l *Line) set(status workspace.TeamStatus) {
	l.forget()
	l.status, l.known = status, true
	fleeting := status.State == workspace.TeamSyncing && status.Progress.Total == 0
	if wait := flicker - l.desk.Async.Now().Sub(status.Since); fleeting && l.said && wait > 0 {
		l.later = l.desk.Async.After(min(wait, flicker), l.show)
		return
	}
	l.show()
}

func (l *Line) show() {
	said, team := Say(l.status, l.desk.Workspace.Now())
	l.said = team
	if !team {
		alone := l.alone
		alone.OnTap = l.open
		l.desk.Shell.SetStatus(alone)
		return
	}
	l.desk.Shell.SetStatus(kit.Status{Tone: said.Tone, Icon: said.Icon, Text: said.Text, Detail: said.Detail, OnTap: l.open})
}

// open leads to where something can be done about what the line says.
func (l *Line) open() {
	switch {
	case passwordNeeded(l.status):
		AskPassword(l.desk)
	case l.status.Attention > 0:
		l.desk.Shell.Open(kit.Route{Page: desk.PageAttention})
	default:
		l.desk.Shell.Open(kit.Route{Page: desk.PageTeam})
	}
}

// SyncNow exchanges with the team and says how it went.
func SyncNow(d *desk.Desk) {
	d.Async.Go(func() {
		err := d.Workspace.SyncNow(context.Background())
		status := d.Workspace.TeamStatus()
		d.Async.Do(func() {
			switch {
			case status.State == workspace.TeamSolo:
				d.Shell.Open(kit.Route{Page: desk.PageTeam})
			case passwordNeeded(status):
				AskPassword(d)
			case err != nil:
				d.Fail(err)
			case status.Attention > 0:
				d.Shell.Toast(kit.Toast{
					Text: i18n.T("team.sync.attention"), Action: i18n.T("team.sync.look"),
					OnAction: func() { d.Shell.Open(kit.Route{Page: desk.PageAttention}) },
				})
			default:
				d.Shell.Toast(kit.Toast{Text: i18n.T("team.state.shared"), Tone: kit.Good})
			}
		})
	})
}
