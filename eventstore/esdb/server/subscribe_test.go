package server_test

import (
	"fmt"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"kontor/eventstore/esdb/server"
)

func subscribe(t *testing.T, c *esdb.Client, stream string, from esdb.StreamPosition) *esdb.Subscription {
	t.Helper()
	s, err := c.SubscribeToStream(t.Context(), stream, esdb.SubscribeToStreamOptions{From: from})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// happens names what a subscription says next.
func happens(s *esdb.Subscription) string {
	switch e := s.Recv(); {
	case e.EventAppeared != nil:
		return fmt.Sprintf("%s/%d", e.EventAppeared.OriginalEvent().StreamID, e.EventAppeared.OriginalEvent().EventNumber)
	case e.CaughtUp != nil:
		return "caught up"
	case e.CheckPointReached != nil:
		return "checkpoint"
	default:
		return "dropped"
	}
}

func wantHappens(t *testing.T, s *esdb.Subscription, want ...string) {
	t.Helper()
	for _, next := range want {
		if got := happens(s); got != next {
			t.Fatalf("%q happens, want %q", got, next)
		}
	}
}

func TestSubscriptionsCatchUpAndStayOpen(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	write(t, c, "s", esdb.NoStream{}, "a b c")
	fromStart := subscribe(t, c, "s", esdb.Start{})
	wantHappens(t, fromStart, "s/0", "s/1", "s/2", "caught up")
	after := subscribe(t, c, "s", esdb.Revision(1)) // exclusive
	wantHappens(t, after, "s/2", "caught up")
	fromEnd := subscribe(t, c, "s", esdb.End{})
	wantHappens(t, fromEnd, "caught up")

	write(t, c, "r", esdb.NoStream{}, "x")
	write(t, c, "s", esdb.Revision(2), "d")
	for _, s := range []*esdb.Subscription{fromStart, after, fromEnd} {
		wantHappens(t, s, "s/3")
	}
}

// A subscription may wait for a stream that comes later. Version 23.10 says
// that it has caught up only then.
func TestSubscriptionToAStreamThatComes(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	s := subscribe(t, c, "s", esdb.Start{})
	write(t, c, "s", esdb.NoStream{}, "a")
	wantHappens(t, s, "s/0", "caught up")
}

func TestSubscriptionEndsWithItsStream(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	write(t, c, "s", esdb.NoStream{}, "a")
	s := subscribe(t, c, "s", esdb.Start{})
	wantHappens(t, s, "s/0", "caught up")
	if _, err := c.TombstoneStream(t.Context(), "s", esdb.TombstoneStreamOptions{ExpectedRevision: esdb.Any{}}); err != nil {
		t.Fatal(err)
	}
	wantHappens(t, s, "dropped")
	wantHappens(t, subscribe(t, c, "s", esdb.Start{}), "dropped")
}

func TestSubscriptionsAreDropped(t *testing.T) {
	s := start(t, server.Options{})
	c := admin(t, s)
	write(t, c, "s", esdb.NoStream{}, "a")
	first := subscribe(t, c, "s", esdb.End{})
	wantHappens(t, first, "caught up")
	s.DropSubscriptions()
	wantHappens(t, first, "dropped")
	second := subscribe(t, c, "s", esdb.Start{})
	wantHappens(t, second, "s/0", "caught up")
}

func TestSubscriptionToAllStreamsIsFiltered(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	write(t, c, "kontor-a", esdb.NoStream{}, "a")
	write(t, c, "other", esdb.NoStream{}, "b c")
	write(t, c, "kontor-b", esdb.NoStream{}, "d")
	for name, filter := range map[string]*esdb.SubscriptionFilter{
		"prefix":  {Type: esdb.StreamFilterType, Prefixes: []string{"kontor-"}},
		"pattern": {Type: esdb.StreamFilterType, Regex: "^kontor"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := c.SubscribeToAll(t.Context(), esdb.SubscribeToAllOptions{
				From: esdb.Start{}, Filter: filter, MaxSearchWindow: 2, CheckpointInterval: 1,
			})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			wantHappens(t, s, "kontor-a/0", "checkpoint", "kontor-b/0", "checkpoint", "caught up")
		})
	}
	types, err := c.SubscribeToAll(t.Context(), esdb.SubscribeToAllOptions{
		From: esdb.End{}, Filter: &esdb.SubscriptionFilter{Type: esdb.EventFilterType, Prefixes: []string{"noted"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer types.Close()
	wantHappens(t, types, "caught up")
	write(t, c, "other", esdb.Any{}, "e")
	wantHappens(t, types, "other/2", "checkpoint")
}
