package workspace

import (
	"sync"
	"testing"

	"kontor/domain"
)

// The window asks who works here while the settings, or a sync, say that it is
// somebody else; the race detector watches.
func TestWhoWorksHereMayChangeWhileItIsAsked(t *testing.T) {
	w := newScene(t)
	first, second := w.Me(), w.NewID()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 50 {
				if me := w.Me(); me != first && me != second {
					t.Errorf("half a member: %s", me)
				}
			}
		})
	}
	for _, member := range []domain.ID{second, first, second} {
		if err := w.SetMe(member); err != nil {
			t.Error(err)
		}
	}
	all.Wait()
	if w.Me() != second {
		t.Errorf("the member is %s, want %s", w.Me(), second)
	}
}
