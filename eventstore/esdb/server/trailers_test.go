package server_test

import (
	"context"
	"errors"
	"io"
	"strconv"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"kontor/eventstore/esdb/server"
)

// wire speaks the protocol itself, where the client hides what comes.
type wire struct {
	t *testing.T
	c streams.StreamsClient
}

func plain(t *testing.T, s *server.Server) wire {
	t.Helper()
	conn, err := grpc.NewClient(s.Address(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return wire{t, streams.NewStreamsClient(conn)}
}

func named(stream string) *shared.StreamIdentifier {
	return &shared.StreamIdentifier{StreamName: []byte(stream)}
}

// append sends one append and returns its answer and its trailers.
func (w wire) append(o *streams.AppendReq_Options, messages ...*streams.AppendReq_ProposedMessage) (*streams.AppendResp, metadata.MD, error) {
	call, err := w.c.Append(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if o != nil {
		_ = call.Send(&streams.AppendReq{Content: &streams.AppendReq_Options_{Options: o}}) // the answer says it
	}
	for _, m := range messages {
		_ = call.Send(&streams.AppendReq{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: m}}) // the answer says it
	}
	answer, err := call.CloseAndRecv()
	return answer, call.Trailer(), err
}

func to(stream string) *streams.AppendReq_Options {
	return &streams.AppendReq_Options{
		StreamIdentifier:       named(stream),
		ExpectedStreamRevision: &streams.AppendReq_Options_Any{Any: &shared.Empty{}},
	}
}

func message(described map[string]string, data string) *streams.AppendReq_ProposedMessage {
	return &streams.AppendReq_ProposedMessage{
		Id:       &shared.UUID{Value: &shared.UUID_String_{String_: "00000000-0000-4000-8000-00000000000a"}},
		Metadata: described, Data: []byte(data),
	}
}

var described = map[string]string{"type": "noted", "content-type": "application/json"}

func TestRefusalsSayWhyInTrailers(t *testing.T) {
	s := start(t, server.Options{Insecure: true, MaxAppend: 100})
	w := plain(t, s)
	if _, _, err := w.append(to("s"), message(described, "{}")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.append(to("ended"), message(described, "{}")); err != nil {
		t.Fatal(err)
	}
	tombstone := &streams.TombstoneReq_Options{StreamIdentifier: named("ended"), ExpectedStreamRevision: &streams.TombstoneReq_Options_Any{Any: &shared.Empty{}}}
	if _, err := w.c.Tombstone(t.Context(), &streams.TombstoneReq{Options: tombstone}); err != nil {
		t.Fatal(err)
	}
	host, port := s.Address()[:len("127.0.0.1")], s.Address()[len("127.0.0.1:"):]
	appends := func(stream string, m *streams.AppendReq_ProposedMessage) func() (metadata.MD, error) {
		return func() (metadata.MD, error) {
			_, trailers, err := w.append(to(stream), m)
			return trailers, err
		}
	}
	for name, row := range map[string]struct {
		prepare func()
		call    func() (metadata.MD, error)
		code    codes.Code
		want    map[string]string
	}{
		"too large": {
			call: appends("s", message(described, string(make([]byte, 200)))), code: codes.InvalidArgument,
			want: map[string]string{"exception": "maximum-append-size-exceeded", "maximum-append-size": "100"},
		},
		"without a type": {
			call: appends("s", message(map[string]string{"content-type": "application/json"}, "")), code: codes.InvalidArgument,
			want: map[string]string{"exception": "missing-required-metadata-property"},
		},
		"append to an ended stream": {
			call: appends("ended", message(described, "")), code: codes.FailedPrecondition,
			want: map[string]string{"exception": "stream-deleted", "stream-name": "ended"},
		},
		"denied": {
			prepare: func() { s.Deny(func(server.Access) bool { return true }) },
			call:    appends("s", message(described, "")), code: codes.PermissionDenied,
			want: map[string]string{"exception": "access-denied"},
		},
		"another leads": {
			prepare: func() { s.Redirect(s) },
			call:    appends("s", message(described, "")), code: codes.NotFound,
			want: map[string]string{"exception": "not-leader", "leader-endpoint-host": host, "leader-endpoint-port": port},
		},
		"not ready": {
			prepare: func() { s.Unavailable(1) },
			call:    appends("s", message(described, "")), code: codes.Unavailable,
		},
		"deletion at the wrong revision": {
			call: func() (metadata.MD, error) {
				var trailers metadata.MD
				_, err := w.c.Delete(t.Context(), &streams.DeleteReq{Options: &streams.DeleteReq_Options{
					StreamIdentifier: named("s"), ExpectedStreamRevision: &streams.DeleteReq_Options_Revision{Revision: 7},
				}}, grpc.Trailer(&trailers))
				return trailers, err
			},
			code: codes.FailedPrecondition,
			want: map[string]string{"exception": "wrong-expected-version", "expected-version": "7", "actual-version": "0"},
		},
		"read of an ended stream": {
			call: func() (metadata.MD, error) {
				call, err := w.c.Read(t.Context(), &streams.ReadReq{Options: readOptions("ended", 1)})
				if err != nil {
					return nil, err
				}
				_, err = call.Recv()
				return call.Trailer(), err
			},
			code: codes.FailedPrecondition,
			want: map[string]string{"exception": "stream-deleted", "stream-name": "ended"},
		},
		"several appends in one call": {
			call: func() (metadata.MD, error) {
				call, err := w.c.BatchAppend(t.Context())
				if err != nil {
					return nil, err
				}
				_, err = call.Recv()
				return call.Trailer(), err
			},
			code: codes.Unimplemented,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if row.prepare != nil {
				row.prepare()
				defer func() { s.Deny(nil); s.Redirect(nil); s.Unavailable(0) }()
			}
			trailers, err := row.call()
			if status.Code(err) != row.code {
				t.Errorf("status %v, want %v", err, row.code)
			}
			for key, want := range row.want {
				if got := trailers.Get(key); len(got) != 1 || got[0] != want {
					t.Errorf("trailer %s is %q, want %q", key, got, want)
				}
			}
		})
	}
}

func readOptions(stream string, count uint64) *streams.ReadReq_Options {
	return &streams.ReadReq_Options{
		StreamOption: &streams.ReadReq_Options_Stream{Stream: &streams.ReadReq_Options_StreamOptions{
			StreamIdentifier: named(stream),
			RevisionOption:   &streams.ReadReq_Options_StreamOptions_Start{Start: &shared.Empty{}},
		}},
		CountOption:  &streams.ReadReq_Options_Count{Count: count},
		FilterOption: &streams.ReadReq_Options_NoFilter{NoFilter: &shared.Empty{}},
	}
}

// A conflict is an answer, not an error, and says what is there.
func TestConflictSaysWhatIsThere(t *testing.T) {
	w := plain(t, start(t, server.Options{Insecure: true}))
	o := to("s")
	o.ExpectedStreamRevision = &streams.AppendReq_Options_Revision{Revision: 4}
	answer, _, err := w.append(o, message(described, "{}"))
	wrong := answer.GetWrongExpectedVersion()
	if err != nil || wrong.GetExpectedRevision() != 4 || wrong.GetCurrentNoStream() == nil {
		t.Errorf("without a stream: %v, %v", answer, err)
	}
	if _, _, err := w.append(to("s"), message(described, "{}")); err != nil {
		t.Fatal(err)
	}
	answer, _, err = w.append(o, message(described, "{}"))
	wrong = answer.GetWrongExpectedVersion()
	if _, there := wrong.GetCurrentRevisionOption().(*streams.AppendResp_WrongExpectedVersion_CurrentRevision); err != nil || !there || wrong.GetCurrentRevision() != 0 {
		t.Errorf("with a stream: %v, %v", answer, err)
	}
}

// Version 23.10 sends events and nothing else, and clients of that time stop
// the program when anything else comes.
func TestReadsSendOnlyEvents(t *testing.T) {
	w := plain(t, start(t, server.Options{Insecure: true}))
	if _, _, err := w.append(to("s"), message(described, "{}")); err != nil {
		t.Fatal(err)
	}
	o := readOptions("s", 10)
	o.UuidOption = &streams.ReadReq_Options_UUIDOption{Content: &streams.ReadReq_Options_UUIDOption_String_{String_: &shared.Empty{}}}
	call, err := w.c.Read(t.Context(), &streams.ReadReq{Options: o})
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for {
		next, err := call.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		e := next.GetEvent().GetEvent()
		if e == nil {
			t.Fatalf("sends %v", next)
		}
		if _, err := strconv.ParseInt(e.GetMetadata()["created"], 10, 64); err != nil {
			t.Errorf("created: %v", err)
		}
		if e.GetId().GetString_() != "00000000-0000-4000-8000-00000000000a" {
			t.Errorf("id %v, asked for as text", e.GetId())
		}
		count++
	}
	if count != 1 {
		t.Errorf("%d events", count)
	}
}

func TestMalformedCallsAreRefused(t *testing.T) {
	w := plain(t, start(t, server.Options{Insecure: true}))
	badID := message(described, "")
	badID.Id = &shared.UUID{Value: &shared.UUID_String_{String_: "no"}}
	for name, call := range map[string]func() error{
		"an append without options": func() error { _, _, err := w.append(nil, message(described, "")); return err },
		"an id that is none":        func() error { _, _, err := w.append(to("s"), badID); return err },
		"no expectation": func() error {
			_, _, err := w.append(&streams.AppendReq_Options{StreamIdentifier: named("s")}, message(described, ""))
			return err
		},
		"a read of nothing": func() error {
			call, err := w.c.Read(context.WithoutCancel(t.Context()), &streams.ReadReq{})
			if err != nil {
				return err
			}
			_, err = call.Recv()
			return err
		},
	} {
		if err := call(); status.Code(err) != codes.InvalidArgument {
			t.Errorf("%s: %v", name, err)
		}
	}
}
