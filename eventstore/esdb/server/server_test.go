package server_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"kontor/eventstore/esdb/server"
)

func start(t *testing.T, o server.Options) *server.Server {
	t.Helper()
	s, err := server.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// dial is the client that the program uses, with an account.
func dial(t *testing.T, url, user, password string) *esdb.Client {
	t.Helper()
	configuration, err := esdb.ParseConnectionString(url)
	if err != nil {
		t.Fatal(err)
	}
	configuration.Logger = esdb.NoopLogging()
	configuration.MaxDiscoverAttempts = 2
	configuration.DiscoveryInterval = 1
	configuration.Username, configuration.Password = user, password
	client, err := esdb.NewClient(configuration)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

func admin(t *testing.T, s *server.Server) *esdb.Client {
	t.Helper()
	return dial(t, s.URL(), server.AdminUser, server.AdminPassword)
}

// event has an id that follows from its name, so that a test can repeat it.
func event(name string) esdb.EventData {
	return esdb.EventData{
		EventID: uuid.NewSHA1(uuid.Nil, []byte(name)), EventType: "noted", ContentType: esdb.ContentTypeJson,
		Data: []byte(`{"name":"` + name + `"}`), Metadata: []byte(`{"meta":"` + name + `"}`),
	}
}

func events(names string) []esdb.EventData {
	var all []esdb.EventData
	for _, name := range strings.Fields(names) {
		all = append(all, event(name))
	}
	return all
}

func write(t *testing.T, c *esdb.Client, stream string, expected esdb.ExpectedRevision, names string) *esdb.WriteResult {
	t.Helper()
	result, err := c.AppendToStream(t.Context(), stream, esdb.AppendToStreamOptions{ExpectedRevision: expected}, events(names)...)
	if err != nil {
		t.Fatalf("append %s to %s: %v", names, stream, err)
	}
	return result
}

// code is the client's code of an error; -1 for none.
func code(err error) esdb.ErrorCode {
	var e *esdb.Error
	switch {
	case err == nil:
		return -1
	case errors.As(err, &e):
		return e.Code()
	}
	return esdb.ErrorCodeUnknown
}

func wantCode(t *testing.T, what string, err error, want esdb.ErrorCode) {
	t.Helper()
	if err == nil || code(err) != want {
		t.Errorf("%s: code %d (%v), want %d", what, code(err), err, want)
	}
}

// wantRefusedEarly is for appends that the server refuses before it has received
// all of them: the client learns the reason only if it has not sent all either.
func wantRefusedEarly(t *testing.T, what string, err error, want esdb.ErrorCode) {
	t.Helper()
	if got := code(err); got != want && (got != esdb.ErrorCodeUnknown || !strings.Contains(err.Error(), "EOF")) {
		t.Errorf("%s: code %d (%v), want %d", what, got, err, want)
	}
}

// read lists "revision name" of what a read shows.
func read(ctx context.Context, c *esdb.Client, stream string, o esdb.ReadStreamOptions, count uint64) ([]string, error) {
	found, err := c.ReadStream(ctx, stream, o, count)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	return drain(found)
}

func drain(found *esdb.ReadStream) ([]string, error) {
	var all []string
	for {
		next, err := found.Recv()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		e := next.OriginalEvent()
		name := strings.TrimSuffix(strings.TrimPrefix(string(e.Data), `{"name":"`), `"}`)
		all = append(all, fmt.Sprintf("%d %s", e.EventNumber, name))
	}
}

func wantRead(t *testing.T, c *esdb.Client, stream string, o esdb.ReadStreamOptions, count uint64, want string) {
	t.Helper()
	got, err := read(t.Context(), c, stream, o, count)
	if err != nil {
		t.Errorf("read %s: %v", stream, err)
	}
	if strings.Join(got, ", ") != want {
		t.Errorf("read %s: %q, want %q", stream, strings.Join(got, ", "), want)
	}
}

func TestReadsBothWaysAndInPages(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	write(t, c, "s", esdb.NoStream{}, "a b c d")
	forwards := func(from esdb.StreamPosition) esdb.ReadStreamOptions {
		return esdb.ReadStreamOptions{Direction: esdb.Forwards, From: from}
	}
	backwards := func(from esdb.StreamPosition) esdb.ReadStreamOptions {
		return esdb.ReadStreamOptions{Direction: esdb.Backwards, From: from}
	}
	wantRead(t, c, "s", forwards(esdb.Start{}), 100, "0 a, 1 b, 2 c, 3 d")
	wantRead(t, c, "s", forwards(esdb.Start{}), 2, "0 a, 1 b")
	wantRead(t, c, "s", forwards(esdb.Revision(2)), 100, "2 c, 3 d")
	wantRead(t, c, "s", forwards(esdb.Revision(4)), 100, "")
	wantRead(t, c, "s", backwards(esdb.End{}), 1, "3 d")
	wantRead(t, c, "s", backwards(esdb.End{}), 100, "3 d, 2 c, 1 b, 0 a")
	wantRead(t, c, "s", backwards(esdb.Revision(1)), 100, "1 b, 0 a")
	wantRead(t, c, "s", backwards(esdb.Start{}), 100, "0 a")

	_, err := read(t.Context(), c, "other", forwards(esdb.Start{}), 1)
	wantCode(t, "read of a stream that does not exist", err, esdb.ErrorCodeResourceNotFound)
}

func TestReadsMoreThanAPage(t *testing.T) {
	c := admin(t, start(t, server.Options{}))
	var names []string
	for i := range 1300 {
		names = append(names, fmt.Sprint("e", i))
	}
	write(t, c, "s", esdb.NoStream{}, strings.Join(names, " "))
	for _, direction := range []esdb.Direction{esdb.Forwards, esdb.Backwards} {
		from := esdb.StreamPosition(esdb.Start{})
		if direction == esdb.Backwards {
			from = esdb.End{}
		}
		for count, want := range map[uint64]int{1200: 1200, math.MaxUint64: 1300} {
			got, err := read(t.Context(), c, "s", esdb.ReadStreamOptions{Direction: direction, From: from}, count)
			if err != nil || len(got) != want {
				t.Errorf("direction %v, count %d: %d events, %v; want %d", direction, count, len(got), err, want)
			}
		}
	}
}

func TestEventsComeBackAsTheyWere(t *testing.T) {
	now := time.Date(2026, 5, 4, 3, 2, 1, 123456700, time.UTC)
	s := start(t, server.Options{Now: func() time.Time { return now }})
	c := admin(t, s)
	sent := event("a")
	s.SetClock(time.Hour)
	write(t, c, "s", esdb.NoStream{}, "a")
	found, err := c.ReadStream(t.Context(), "s", esdb.ReadStreamOptions{From: esdb.Start{}}, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	next, err := found.Recv()
	if err != nil {
		t.Fatal(err)
	}
	e := next.Event
	if e.EventID != sent.EventID || e.EventType != sent.EventType || e.StreamID != "s" || e.ContentType != "application/json" ||
		string(e.Data) != string(sent.Data) || string(e.UserMetadata) != string(sent.Metadata) {
		t.Errorf("came back as %+v", e)
	}
	if !e.CreatedDate.Equal(now.Add(time.Hour)) {
		t.Errorf("created %v, want %v", e.CreatedDate, now.Add(time.Hour))
	}
}

func TestReadsAllStreams(t *testing.T) {
	s := start(t, server.Options{Users: []server.User{{Name: "ada", Password: "pw"}}})
	c := admin(t, s)
	write(t, c, "s", esdb.NoStream{}, "a")
	write(t, c, "r", esdb.NoStream{}, "b")
	write(t, c, "s", esdb.Any{}, "c")
	all := func(c *esdb.Client, o esdb.ReadAllOptions) (string, error) {
		found, err := c.ReadAll(t.Context(), o, 100)
		if err != nil {
			return "", err
		}
		defer found.Close()
		names, err := drain(found)
		return strings.Join(names, ", "), err
	}
	if got, err := all(c, esdb.ReadAllOptions{From: esdb.Start{}}); err != nil || got != "0 a, 0 b, 1 c" {
		t.Errorf("forwards: %q, %v", got, err)
	}
	if got, err := all(c, esdb.ReadAllOptions{From: esdb.End{}, Direction: esdb.Backwards}); err != nil || got != "1 c, 0 b, 0 a" {
		t.Errorf("backwards: %q, %v", got, err)
	}
	_, err := all(dial(t, s.URL(), "ada", "pw"), esdb.ReadAllOptions{From: esdb.Start{}})
	wantCode(t, "all streams without being an administrator", err, esdb.ErrorCodeAccessDenied)
}

func TestSizeOfAnAppendIsLimited(t *testing.T) {
	s := start(t, server.Options{MaxAppend: 1000})
	c := admin(t, s)
	large := event("large")
	large.Data = make([]byte, 1000-2*len(large.EventType)-len(large.Metadata))
	if _, err := c.AppendToStream(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}}, large); err != nil {
		t.Errorf("just small enough: %v", err)
	}
	large.EventID, large.Data = uuid.New(), append(large.Data, 0)
	_, err := c.AppendToStream(t.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, large)
	wantCode(t, "too large", err, esdb.ErrorCodeUnknown)
	wantRead(t, c, "s", esdb.ReadStreamOptions{From: esdb.Revision(1)}, 10, "")
}

func TestTrafficIsCounted(t *testing.T) {
	s := start(t, server.Options{})
	c := admin(t, s)
	write(t, c, "s", esdb.NoStream{}, "a b")
	write(t, c, "s", esdb.NoStream{}, "a b") // repeated: nothing is added
	wantRead(t, c, "s", esdb.ReadStreamOptions{From: esdb.Start{}}, 10, "0 a, 1 b")
	got := s.Traffic()
	if got.Appended != 2 || got.Read != 2 || got.Calls["Streams/Append"] != 2 || got.Calls["Streams/Read"] != 1 ||
		got.BytesIn < 200 || got.BytesOut < 200 || got.Accepted != 1 {
		t.Errorf("traffic %+v", got)
	}
}
