package kit

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

func TestLoaderDropsOutdatedAnswers(t *testing.T) {
	still := NewStill(noon)
	still.Hold()
	loader := NewLoader(still)
	var shown []string
	load := func(word string) {
		Load(context.Background(), loader, func(context.Context) (string, error) { return word, nil },
			func(word string, err error) { shown = append(shown, word) })
	}
	load("g")
	load("goe")
	load("goethe")
	// The answers come back in the wrong order.
	still.Release(2)
	still.Release(0)
	still.Release(0)
	if !slices.Equal(shown, []string{"goethe"}) {
		t.Errorf("shown %v", shown)
	}
}

func TestLoaderCancelsTheFormerLoad(t *testing.T) {
	still := NewStill(noon)
	still.Hold()
	loader := NewLoader(still)
	var first context.Context
	Load(context.Background(), loader, func(ctx context.Context) (int, error) { first = ctx; <-ctx.Done(); return 0, ctx.Err() },
		func(int, error) { t.Error("a cancelled load was shown") })
	Load(context.Background(), loader, func(context.Context) (int, error) { return 0, nil }, func(int, error) {})
	still.Release(0) // would wait forever for a context that is not cancelled
	if first.Err() == nil {
		t.Error("the former load goes on")
	}
}

func TestLoaderHandsOnTheError(t *testing.T) {
	wrong := errors.New("the disk is full")
	var got error
	Load(context.Background(), NewLoader(NewStill(noon)), func(context.Context) (int, error) { return 0, wrong },
		func(_ int, err error) { got = err })
	if !errors.Is(got, wrong) {
		t.Errorf("got %v", got)
	}
}

func TestLoaderTellsOfWaitingAfterAWhile(t *testing.T) {
	still := NewStill(noon)
	still.Hold()
	loader := NewLoader(still)
	var busy []bool
	loader.OnBusy = func(b bool) { busy = append(busy, b) }
	load := func() {
		Load(context.Background(), loader, func(context.Context) (int, error) { return 0, nil }, func(int, error) {})
	}
	load()
	still.Advance(299 * time.Millisecond)
	still.Release(0)
	still.Advance(time.Second)
	if len(busy) != 0 {
		t.Fatalf("a quick load flickered: %v", busy)
	}
	load()
	still.Advance(301 * time.Millisecond)
	still.Release(0)
	if !slices.Equal(busy, []bool{true, false}) {
		t.Errorf("a slow load told %v", busy)
	}
}

func TestLoaderStopsWithItsContext(t *testing.T) {
	still := NewStill(noon)
	still.Hold()
	ctx, cancel := context.WithCancel(context.Background())
	loader := NewLoader(still)
	Load(ctx, loader, func(context.Context) (int, error) { return 1, nil }, func(int, error) { t.Error("shown after the page was left") })
	cancel()
	still.Release(0)
}

func TestSignal(t *testing.T) {
	var s Signal[int]
	var got []int
	var leave func()
	s.Listen(func(n int) { got = append(got, n) })
	leave = s.Listen(func(n int) { got = append(got, -n); leave() })
	s.Emit(1)
	s.Emit(2)
	leave()
	if !slices.Equal(got, []int{1, -1, 2}) {
		t.Errorf("got %v", got)
	}
}
