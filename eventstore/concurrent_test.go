package eventstore

import (
	"context"
	"errors"
	"sync"
	"testing"

	"kontor/domain"
)

// TestReadingWhileOthersAreErased is for the race detector, and for a key that
// is derived while it is being destroyed: nobody may read it afterwards.
func TestReadingWhileOthersAreErased(t *testing.T) {
	ctx := context.Background()
	l := openLedger(t, t.TempDir())
	people := make([]domain.Stream, 40)
	for i := range people {
		people[i] = newPerson()
		say(t, l, people[i], "eins")
	}
	var group sync.WaitGroup
	stop := make(chan struct{})
	for range 3 {
		group.Go(func() {
			for {
				for e, err := range l.All(ctx, 0) {
					if err != nil {
						t.Error(err)
						return
					}
					if text := e.Event.(*told).Words.Text; text != "eins" && e.Secret != domain.SecretErased {
						t.Errorf("read %q in state %d", text, e.Secret)
						return
					}
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for _, p := range people[:20] {
		if _, err := l.Erase(ctx, domain.None, p.ID); err != nil {
			t.Fatal(err)
		}
		if e := load(t, l, p)[0]; e.Secret != domain.SecretErased {
			t.Fatalf("state %d right after the erasure", e.Secret)
		}
		if _, err := l.Append(ctx, issued(), "tell", nil, []domain.Event{tell(p, "zwei")}, nil); !errors.Is(err, ErrFenced) {
			t.Fatalf("error %v", err)
		}
	}
	close(stop)
	group.Wait()
	mustVerify(t, l)
}
