package team

import (
	"errors"
	"testing"
	"time"

	"kontor/eventstore/shared"
)

// What was seen of the server is known to the next program too, until the server
// is found to be right again.
func TestWhatWasSeenOfTheServerIsRemembered(t *testing.T) {
	server, anna, ben := pair(t)
	empty := newServer(anna.clock).Backup()
	rounds(anna, ben)
	server.Restore(empty)
	anna.fails(ErrReset, StateReset)
	since := anna.now()
	anna.clock.pass(time.Hour)
	anna.reopen()
	if got := anna.syncer.Status(); got.State != StateReset || !errors.Is(got.Problem, ErrReset) || !got.Since.Equal(since) {
		t.Errorf("after a start: %+v", got)
	}
	server.SetOffline("anna", true)
	anna.fails(shared.ErrOffline, StateOffline)
	anna.reopen()
	if got := anna.syncer.Status().State; got != StateReset {
		t.Errorf("the server could not be asked: %q", got)
	}
	server.SetOffline("anna", false)
	if err := anna.syncer.Reconcile(ctx, anna.founding()); err != nil {
		t.Fatal(err)
	}
	anna.round()
	anna.reopen()
	if got := anna.syncer.Status(); got.State != StateUnshared || got.Problem != nil {
		t.Errorf("after it was settled: %+v", got)
	}
}
