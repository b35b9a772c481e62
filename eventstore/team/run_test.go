package team

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"kontor/eventstore/shared"
)

// timers are timers that a test lets go off. Each is seen before it can.
type timers struct {
	set chan time.Duration
	off chan time.Time
}

func newTimers() *timers { return &timers{make(chan time.Duration), make(chan time.Time)} }

func (w *timers) after(d time.Duration) <-chan time.Time {
	w.set <- d
	return w.off
}

// running starts a laptop's loop and returns its timers; the test ends it.
func running(t *testing.T, l *laptop) *timers {
	t.Helper()
	w := newTimers()
	l.syncer.o.After, l.syncer.o.Random = w.after, func() float64 { return 1 }
	ctx, cancel := context.WithCancel(ctx)
	var ended sync.WaitGroup
	ended.Go(func() { l.syncer.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		go func() {
			for range w.set { // whatever the loop still asks for
			}
		}()
		ended.Wait()
		close(w.set)
	})
	return w
}

func TestTheLoopWaitsLongerAndLongerForAServer(t *testing.T) {
	server, anna, ben := pair(t)
	server.SetOffline("ben", true)
	w := running(t, ben)
	for _, want := range []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300} {
		if got := <-w.set; got != want*time.Second {
			t.Fatalf("it waits %v instead of %v", got, want*time.Second)
		}
		w.off <- ben.now()
	}
	<-w.set
	ben.person("Schiller")
	server.SetOffline("ben", false)
	ben.syncer.Kick()
	if got := <-w.set; got != pollEvery {
		t.Fatalf("with the server there it waits %v", got)
	}
	anna.round()
	alike(t, anna, ben)
}

func TestTheBellOfTheServerIsHeard(t *testing.T) {
	_, anna, ben := pair(t)
	w := running(t, ben)
	<-w.set
	for _, name := range []string{"Goethe", "Schiller"} {
		anna.person(name)
		anna.round() // rings
		if got := <-w.set; got != pollEvery {
			t.Fatalf("it waits %v", got)
		}
		alike(t, anna, ben)
	}
}

func TestALostConnectionIsDialledAnew(t *testing.T) {
	server, anna, ben := pair(t)
	w := running(t, ben)
	<-w.set
	anna.person("Goethe")
	anna.round()
	<-w.set
	server.SetOffline("ben", true) // the bell ends
	if got := <-w.set; got != firstBackoff {
		t.Fatalf("it waits %v", got)
	}
	server.SetOffline("ben", false)
	w.off <- ben.now()
	<-w.set
	alike(t, anna, ben)
}

func TestWhatOnlyPeopleCanChangeIsAskedAboutRarely(t *testing.T) {
	server, _, ben := pair(t)
	server.OnCall(func(shared.Call) shared.Fault { return shared.Deny })
	w := running(t, ben)
	for range 3 {
		if got := <-w.set; got != lastBackoff {
			t.Fatalf("it waits %v", got)
		}
		w.off <- ben.now()
	}
	if got := <-w.set; got != lastBackoff {
		t.Fatalf("it waits %v", got)
	}
}

func TestTheStatusIsTold(t *testing.T) {
	server, _, ben := pair(t)
	var states []State
	remove := ben.syncer.OnStatus(func(s Status) {
		if len(states) == 0 || states[len(states)-1] != s.State {
			states = append(states, s.State)
		}
	})
	ben.person("Schiller")
	ben.round()
	server.SetOffline("ben", true)
	_ = ben.syncer.Round(ctx)
	remove()
	server.SetOffline("ben", false)
	ben.round()
	want := []State{StateSyncing, StateShared, StateSyncing, StateOffline}
	if len(states) != len(want) {
		t.Fatalf("told %v instead of %v", states, want)
	}
	for i := range want {
		if states[i] != want[i] {
			t.Fatalf("told %v instead of %v", states, want)
		}
	}
}

func TestEveryProblemHasAState(t *testing.T) {
	for err, want := range map[error]State{
		nil: StateShared, shared.ErrOffline: StateOffline, shared.ErrCredentials: StateDenied, ErrReset: StateReset,
		context.Canceled: StateUnshared, errors.New("x"): StateFailed, errors.Join(ErrAltered, errors.New("x")): StateAltered,
	} {
		if got := stateOf(err); got != want {
			t.Errorf("%v: %s", err, got)
		}
	}
}
