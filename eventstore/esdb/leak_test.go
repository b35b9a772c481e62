package esdb_test

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"kontor/eventstore/esdb"
	"kontor/eventstore/esdb/server"
	"kontor/eventstore/shared"
)

// ofTheClient counts goroutines of the adapter, of the library and of the
// connections of gRPC that clients hold.
func ofTheClient() (n int, stacks string) {
	buffer := make([]byte, 4<<20)
	all := string(buffer[:runtime.Stack(buffer, true)])
	for stack := range strings.SplitSeq(all, "\n\n") {
		for _, mark := range []string{"connectionStateMachine", "newHTTP2Client", "esdb.discover", "(*http2Client)", "esdb.(*connection)"} {
			if strings.Contains(stack, mark) && !strings.Contains(stack, "ofTheClient") {
				n, stacks = n+1, stacks+stack+"\n\n"
				break
			}
		}
	}
	return n, stacks
}

// nothingStays waits until no goroutine of a client is left.
func nothingStays(t *testing.T, after string) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		n, stacks := ofTheClient()
		if n == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: %d goroutines stay:\n%s", after, n, stacks)
		}
		runtime.Gosched()
	}
}

// A laptop that is offline for a week dials thousands of times.
func TestNothingLeaks(t *testing.T) {
	srv := start(t, server.Options{Users: []server.User{anna}})
	wrong := configFor(srv)
	wrong.Password = "wrong"
	for range 30 {
		_, err := esdb.Dial(t.Context(), wrong)
		refused(t, shared.ErrCredentials, err)
	}
	nothingStays(t, "wrong passwords")

	for range 30 {
		srv.Unavailable(1)
		_, err := esdb.Dial(t.Context(), configFor(srv))
		refused(t, shared.ErrOffline, err)
	}
	nothingStays(t, "a busy server")

	for range 10 {
		log := dialled(t, configFor(srv))
		if _, err := log.Watch(context.WithoutCancel(t.Context()), stream, shared.None); err != nil {
			t.Fatal(err)
		}
		srv.DropReplies(1)
		_, err := log.Append(t.Context(), stream, shared.None, batch(1, 1))
		if err != nil {
			refused(t, shared.ErrInDoubt, err)
		}
		log.Close()
		if err := srv.RestartEmpty(); err != nil {
			t.Fatal(err)
		}
	}
	nothingStays(t, "lost replies")

	release := srv.Stall()
	for range 10 {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		_, err := esdb.Dial(ctx, configFor(srv))
		refused(t, shared.ErrOffline, err)
		cancel()
	}
	release()
	nothingStays(t, "a stalled server")

	srv.Stop()
	for range 30 {
		_, err := esdb.Dial(t.Context(), configFor(srv))
		refused(t, shared.ErrOffline, err)
	}
	nothingStays(t, "a server that is not there")
}
