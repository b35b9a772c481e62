package esdb_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/google/uuid"

	"kontor/eventstore/esdb"
	"kontor/eventstore/esdb/server"
	"kontor/eventstore/shared"
)

func dialled(t *testing.T, config esdb.Config) shared.Log {
	t.Helper()
	log, err := esdb.Dial(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return log
}

func batch(count, size int) []shared.Event {
	events := make([]shared.Event, count)
	for i := range events {
		data := append([]byte(`{"fill":"`), bytes.Repeat([]byte("x"), size)...)
		events[i] = shared.Event{ID: uuid.New(), Type: "test.happened.v1", Data: append(data, `"}`...), Meta: []byte(`{}`)}
	}
	return events
}

func refused(t *testing.T, want error, got error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

const stream = "kontor-test-1"

func TestALostReplyIsInDoubtAndCanBeRepeated(t *testing.T) {
	srv := start(t, server.Options{Users: []server.User{anna}})
	log := dialled(t, configFor(srv))
	srv.DropReplies(1)
	events := batch(2, 10)
	_, err := log.Append(t.Context(), stream, shared.None, events)
	refused(t, shared.ErrInDoubt, err)
	_, err = log.Last(t.Context(), stream)
	refused(t, shared.ErrOffline, err) // the connection is not used again

	again := dialled(t, configFor(srv))
	if last, err := again.Last(t.Context(), stream); err != nil || last.ID != events[1].ID {
		t.Errorf("the events were carried out: %v %v", last.ID, err)
	}
	if head, err := again.Append(t.Context(), stream, shared.None, events); err != nil || head != 1 {
		t.Errorf("repeated: %d %v", head, err)
	}
	if page, err := again.Read(t.Context(), stream, 0, 10); err != nil || len(page) != 2 {
		t.Errorf("%d events, %v", len(page), err)
	}
}

func TestAnAppendThatIsCutInTheMiddleIsNotLostSilently(t *testing.T) {
	srv := start(t, server.Options{Users: []server.User{anna}})
	log := dialled(t, configFor(srv))
	srv.CutAppends(1)
	events := batch(40, 10_000)
	_, err := log.Append(t.Context(), stream, shared.None, events)
	switch {
	case err == nil: // noticed while sending: nothing was added, and tried again
	case errors.Is(err, shared.ErrInDoubt), errors.Is(err, shared.ErrOffline):
		log = dialled(t, configFor(srv))
		if _, err := log.Append(t.Context(), stream, shared.None, events); err != nil {
			t.Fatal(err)
		}
	default:
		t.Fatal(err)
	}
	if page, err := log.Read(t.Context(), stream, 0, 100); err != nil || len(page) != 40 {
		t.Errorf("%d events, %v", len(page), err)
	}
}

func TestAServerThatIsBusyThenBack(t *testing.T) {
	srv := start(t, server.Options{Users: []server.User{anna}})
	log := dialled(t, configFor(srv))
	events := batch(1, 1)
	srv.Unavailable(1)
	// If the answer comes before all was sent, it is clear that nothing was
	// added, and the second attempt inside goes through.
	if _, err := log.Append(t.Context(), stream, shared.None, events); err != nil {
		refused(t, shared.ErrInDoubt, err)
	}
	log = dialled(t, configFor(srv))
	srv.Unavailable(1)
	_, err := log.Read(t.Context(), stream, 0, 1)
	refused(t, shared.ErrOffline, err)
	srv.Unavailable(1)
	_, err = esdb.Dial(t.Context(), configFor(srv))
	refused(t, shared.ErrOffline, err)
	if _, err := dialled(t, configFor(srv)).Append(t.Context(), stream, shared.None, events); err != nil {
		t.Error(err)
	}
}

func TestStopAndBack(t *testing.T) {
	srv := start(t, server.Options{Users: []server.User{anna}})
	log := dialled(t, configFor(srv))
	if _, err := log.Append(t.Context(), stream, shared.None, batch(1, 1)); err != nil {
		t.Fatal(err)
	}
	bell, err := log.Watch(t.Context(), stream, 0)
	if err != nil {
		t.Fatal(err)
	}
	srv.Stop()
	for range bell { // it ends with the connection
	}
	_, err = log.Read(t.Context(), stream, 0, 1)
	refused(t, shared.ErrOffline, err)
	_, err = esdb.Dial(t.Context(), configFor(srv))
	refused(t, shared.ErrOffline, err)
	if err := srv.Restart(); err != nil {
		t.Fatal(err)
	}
	if last, err := dialled(t, configFor(srv)).Last(t.Context(), stream); err != nil || last.Revision != 0 {
		t.Errorf("%v %v", last, err)
	}
	if err := srv.RestartEmpty(); err != nil {
		t.Fatal(err)
	}
	_, err = dialled(t, configFor(srv)).Last(t.Context(), stream)
	refused(t, shared.ErrNotFound, err)
}

func TestADroppedSubscriptionEndsTheBell(t *testing.T) {
	srv := start(t, server.Options{Users: []server.User{anna}})
	log := dialled(t, configFor(srv))
	bell, err := log.Watch(t.Context(), stream, shared.None)
	if err != nil {
		t.Fatal(err)
	}
	srv.DropSubscriptions()
	for range bell {
	}
}

// A server that says nothing must not keep anybody who wants to leave.
func TestAStalledServerIsLeftAtOnce(t *testing.T) {
	srv := start(t, server.Options{Users: []server.User{anna}})
	calls := map[string]func(context.Context, shared.Log) error{
		"read": func(ctx context.Context, log shared.Log) error {
			_, err := log.Read(ctx, stream, 0, 1)
			return err
		},
		"append": func(ctx context.Context, log shared.Log) error {
			_, err := log.Append(ctx, stream, shared.None, batch(1, 1))
			return err
		},
		"watch": func(ctx context.Context, log shared.Log) error {
			_, err := log.Watch(ctx, stream, shared.None)
			return err
		},
		"keep": func(ctx context.Context, log shared.Log) error { return log.Keep(ctx, stream, 1) },
		"dial": func(ctx context.Context, _ shared.Log) error {
			log, err := esdb.Dial(ctx, configFor(srv))
			if err == nil {
				log.Close()
			}
			return err
		},
	}
	for name, call := range calls {
		log := dialled(t, configFor(srv))
		release := srv.Stall()
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		before := time.Now()
		err := call(ctx, log)
		if took := time.Since(before); took > 2*time.Second {
			t.Errorf("%s: returned after %v", name, took)
		}
		want := error(shared.ErrOffline)
		if name == "append" {
			want = shared.ErrInDoubt
		}
		refused(t, want, err)
		cancel()
		release()
		log.Close()
	}
}

func TestSilenceIsBounded(t *testing.T) {
	srv := start(t, server.Options{Users: []server.User{anna}})
	config := configFor(srv)
	config.Timeout = 50 * time.Millisecond
	log := dialled(t, config)
	defer srv.Stall()()
	_, err := log.Read(t.Context(), stream, 0, 1)
	refused(t, shared.ErrOffline, err)
}

// Whoever closes while a call hangs ends the call first.
func TestClosingEndsACall(t *testing.T) {
	srv := start(t, server.Options{Users: []server.User{anna}})
	log := dialled(t, configFor(srv))
	defer srv.Stall()()
	done := make(chan error, 1)
	go func() {
		_, err := log.Read(t.Context(), stream, 0, 1)
		done <- err
	}()
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	refused(t, shared.ErrOffline, <-done)
}

// Behind this port nobody ever answers.
func TestASilentPortIsLeftAtOnce(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	for _, setting := range []string{"?tls=true", "?tls=false"} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		before := time.Now()
		_, err = esdb.Dial(ctx, esdb.Config{Address: "esdb://" + listener.Addr().String() + setting, AllowInsecure: true})
		refused(t, shared.ErrOffline, err)
		if took := time.Since(before); took > 2*time.Second {
			t.Errorf("%s: returned after %v", setting, took)
		}
		cancel()
	}
}

func TestServersLimitIsTold(t *testing.T) {
	srv := start(t, server.Options{Users: []server.User{anna}, MaxAppend: 100 << 10})
	log := dialled(t, configFor(srv))
	for _, events := range [][]shared.Event{batch(1, 120_000), batch(400, 1000), batch(4, 100_000), batch(1, 500_000)} {
		_, err := log.Append(t.Context(), stream, shared.None, events)
		refused(t, shared.ErrTooLarge, err)
	}
	if _, err := log.Append(t.Context(), stream, shared.None, batch(1, 10)); err != nil {
		t.Errorf("the connection is fine: %v", err)
	}
}

func TestANewLeaderIsFollowed(t *testing.T) {
	cluster, err := server.StartCluster(3, server.Options{Users: []server.User{anna}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cluster.Close() })
	config := configFor(cluster.Leader())
	config.Address = cluster.URL()
	log := dialled(t, config)
	head := shared.None
	for leader := range cluster.Servers {
		cluster.Elect(leader)
		cluster.Insist()
		events := batch(1, 10)
		next, err := log.Append(t.Context(), stream, head, events)
		if errors.Is(err, shared.ErrOffline) || errors.Is(err, shared.ErrInDoubt) {
			log = dialled(t, config)
			next, err = log.Append(t.Context(), stream, head, events)
		}
		if err != nil {
			t.Fatalf("leader %d: %v", leader, err)
		}
		head = next
	}
	if page, err := dialled(t, config).Read(t.Context(), stream, 0, 10); err != nil || len(page) != len(cluster.Servers) {
		t.Errorf("%d events, %v", len(page), err)
	}
}
