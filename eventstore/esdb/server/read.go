package server

import (
	"math"
	"strconv"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
)

// page is how many events are looked up at once.
const page = 512

// allStreams is the name under which all streams together are read, and which
// their access list belongs to.
const allStreams = "$all"

// Read answers reads and subscriptions.
func (s *streamsService) Read(request *streams.ReadReq, call streams.Streams_ReadServer) error {
	options := request.GetOptions()
	name := allStreams
	if options.GetAll() == nil {
		name = streamName(options.GetStream().GetStreamIdentifier())
	}
	if name == "" {
		return invalid("the stream is missing")
	}
	if err := s.server.authorize(call.Context(), name, Read); err != nil {
		return err
	}
	r := &reader{
		server: s.server, database: s.server.database(), call: call, options: options, name: name,
		textIDs: options.GetUuidOption().GetString_() != nil,
	}
	_, subscription := options.GetCountOption().(*streams.ReadReq_Options_Subscription)
	switch {
	case subscription:
		return r.subscribe()
	case options.GetAll() != nil:
		return r.all()
	}
	return r.stream()
}

// reader answers one read.
type reader struct {
	server   *Server
	database *database
	call     streams.Streams_ReadServer
	options  *streams.ReadReq_Options
	name     string
	textIDs  bool
	sent     uint64
}

func (r *reader) backwards() bool {
	return r.options.GetReadDirection() == streams.ReadReq_Options_Backwards
}

// view is what the server shows now.
func (r *reader) view() view {
	return view{ticks: r.server.ticks(), horizon: r.server.faults.shown()}
}

// room is how many events may still be sent, at most a page.
func (r *reader) room() int {
	return int(min(page, r.options.GetCount()-r.sent))
}

// stream sends events of one stream.
func (r *reader) stream() error {
	from := r.start()
	for first := true; first || r.room() > 0; first = false {
		var records []*record
		var state streamState
		if r.backwards() {
			records, state = r.database.backwards(r.name, from, r.room(), r.view())
		} else {
			records, state = r.database.forwards(r.name, from, r.room(), r.view())
		}
		switch {
		case state == ended:
			return streamDeleted(r.name)
		case state == missing && first:
			return r.call.Send(&streams.ReadResp{Content: &streams.ReadResp_StreamNotFound_{
				StreamNotFound: &streams.ReadResp_StreamNotFound{StreamIdentifier: identifier(r.name)},
			}})
		case len(records) == 0:
			return nil
		}
		if err := r.send(records); err != nil {
			return err
		}
		last := records[len(records)-1].revision
		if from = last + 1; r.backwards() {
			if last == 0 {
				return nil
			}
			from = last - 1
		}
	}
	return nil
}

// start is the first revision that a read of one stream asks for.
func (r *reader) start() int64 {
	switch at := r.options.GetStream().GetRevisionOption().(type) {
	case *streams.ReadReq_Options_StreamOptions_Revision:
		return int64(min(at.Revision, math.MaxInt64))
	case *streams.ReadReq_Options_StreamOptions_End:
		return math.MaxInt64
	}
	return 0
}

// all sends events of all streams. What was truncated is among them until it is
// scavenged.
func (r *reader) all() error {
	next := r.startAll()
	fits, err := r.filter()
	if err != nil {
		return err
	}
	for r.room() > 0 {
		var records []*record
		if r.backwards() {
			records = r.database.allBackwards(next, page, r.view())
		} else {
			records = r.database.allForwards(next, page, r.view())
		}
		if len(records) == 0 {
			return nil
		}
		next = records[len(records)-1].position
		if !r.backwards() {
			next++
		}
		for _, found := range records {
			if r.room() == 0 {
				return nil
			}
			if !fits(found) {
				continue
			}
			if err := r.send([]*record{found}); err != nil {
				return err
			}
		}
	}
	return nil
}

// startAll is the first position of a read of all streams: inclusive forwards,
// exclusive backwards.
func (r *reader) startAll() int64 {
	switch at := r.options.GetAll().GetAllOption().(type) {
	case *streams.ReadReq_Options_AllOptions_Position:
		return int64(min(at.Position.GetCommitPosition(), math.MaxInt64))
	case *streams.ReadReq_Options_AllOptions_End:
		return r.database.position() + 1
	}
	return 0
}

// send sends records with their bodies, as far as the server tells the truth.
func (r *reader) send(records []*record) error {
	lie := r.server.faults.liar()
	for _, found := range records {
		content, err := r.database.storage.body(found.position)
		if err != nil {
			return internalError(err)
		}
		event := Event{
			Stream: found.stream, Revision: found.revision, ID: found.id, Type: found.kind,
			Data: content.data, Meta: content.meta, Created: time.Unix(0, found.ticks*100).UTC(),
		}
		r.sent++
		if lie != nil && !lie(&event) {
			continue
		}
		r.server.traffic.read.Add(1)
		if err := r.call.Send(&streams.ReadResp{Content: &streams.ReadResp_Event{Event: r.wire(found, event)}}); err != nil {
			return err
		}
	}
	return nil
}

// wire is the event as the protocol carries it.
func (r *reader) wire(found *record, event Event) *streams.ReadResp_ReadEvent {
	at := uint64(found.position)
	id := &shared.UUID{Value: &shared.UUID_Structured_{Structured: toBits(event.ID)}}
	if r.textIDs {
		id = &shared.UUID{Value: &shared.UUID_String_{String_: event.ID.String()}}
	}
	return &streams.ReadResp_ReadEvent{
		Event: &streams.ReadResp_ReadEvent_RecordedEvent{
			Id:               id,
			StreamIdentifier: identifier(event.Stream),
			StreamRevision:   uint64(event.Revision),
			PreparePosition:  at,
			CommitPosition:   at,
			Metadata: map[string]string{
				"type":         event.Type,
				"content-type": found.contentType,
				"created":      strconv.FormatInt(event.Created.UnixNano()/100, 10),
			},
			CustomMetadata: event.Meta,
			Data:           event.Data,
		},
		Position: &streams.ReadResp_ReadEvent_CommitPosition{CommitPosition: at},
	}
}

func identifier(name string) *shared.StreamIdentifier {
	return &shared.StreamIdentifier{StreamName: []byte(name)}
}

// subscribe confirms, sends what there is after the start, says that the client
// has caught up, and then sends what comes.
func (r *reader) subscribe() error {
	dropped, err := r.server.faults.subscribable()
	if err != nil {
		return err
	}
	confirmation := &streams.ReadResp_SubscriptionConfirmation{SubscriptionId: uuid.NewString()}
	if err := r.call.Send(&streams.ReadResp{Content: &streams.ReadResp_Confirmation{Confirmation: confirmation}}); err != nil {
		return err
	}
	next, err := r.follow()
	if err != nil {
		return err
	}
	for caughtUp := false; ; {
		changed := r.database.wait()
		more, err := next()
		if err != nil {
			return err
		}
		if more {
			continue
		}
		if !caughtUp && r.written() {
			caughtUp = true
			if err := r.call.Send(&streams.ReadResp{Content: &streams.ReadResp_CaughtUp_{CaughtUp: &streams.ReadResp_CaughtUp{}}}); err != nil {
				return err
			}
		}
		select {
		case <-changed:
		case <-dropped:
			return notReady()
		case <-r.call.Context().Done():
			return r.call.Context().Err()
		}
	}
}

// written reports whether a subscription can catch up. Version 23.10 never says
// so for a stream that does not exist.
func (r *reader) written() bool {
	return r.options.GetAll() != nil || r.database.end(r.name) >= 0
}

// follow prepares a subscription. The function sends one page of what is new
// and reports whether there may be more.
func (r *reader) follow() (func() (bool, error), error) {
	if r.options.GetAll() != nil {
		return r.followAll()
	}
	from := r.start()
	switch r.options.GetStream().GetRevisionOption().(type) {
	case *streams.ReadReq_Options_StreamOptions_Revision:
		from++ // a subscription starts after the revision
	case *streams.ReadReq_Options_StreamOptions_End:
		from = r.database.end(r.name) + 1
	}
	return func() (bool, error) {
		records, state := r.database.forwards(r.name, from, page, r.view())
		if state == ended {
			return false, streamDeleted(r.name)
		}
		if len(records) == 0 {
			return false, nil
		}
		from = records[len(records)-1].revision + 1
		return true, r.send(records)
	}, nil
}
