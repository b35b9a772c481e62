package team

import (
	"testing"
	"time"

	"kontor/domain"
	"kontor/ui/desk/desktest"
	"kontor/workspace"
)

// The window may be closed in the middle of an exchange with a server that does
// not answer: nobody waits for it, and nothing is lost.
func TestClosingDoesNotWaitForTheServer(t *testing.T) {
	s := serve(t)
	b, _ := open(t, desktest.Options{})
	connect(b, s)
	b.AddPerson(domain.Name{Given: "Novalis"})
	syncing := make(chan struct{}, 1)
	remove := b.Workspace.OnTeamStatus(func(status workspace.TeamStatus) {
		if status.State == workspace.TeamSyncing {
			select {
			case syncing <- struct{}{}:
			default:
			}
		}
	})
	defer remove()
	release := s.Stall()
	defer release()
	b.Workspace.KeepShared()
	<-syncing
	begun := time.Now()
	if err := b.Workspace.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(begun); took > time.Second {
		t.Errorf("closing took %s", took)
	}
}
