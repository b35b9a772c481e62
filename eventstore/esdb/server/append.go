package server

import (
	"context"
	"errors"
	"io"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc/peer"
)

// streamsService answers calls for streams.
type streamsService struct {
	streams.UnimplementedStreamsServer

	server *Server
}

// Append takes the events of one append and adds them, all or none.
func (s *streamsService) Append(call streams.Streams_AppendServer) error {
	first, err := call.Recv()
	if err != nil {
		return err
	}
	options := first.GetOptions()
	if options == nil {
		return invalid("an append begins with its options")
	}
	name := streamName(options.GetStreamIdentifier())
	expected, err := expectation(options.GetExpectedStreamRevision())
	if err != nil {
		return err
	}
	if err := s.server.authorize(call.Context(), name, Write); err != nil {
		return err
	}
	proposals, err := s.proposals(call)
	if err != nil {
		return err
	}
	if s.server.faults.takeCut() {
		return s.server.cut(call.Context())
	}
	result, err := s.server.database().append(name, expected, proposals, s.server.ticks())
	if err != nil {
		return internalError(err)
	}
	s.server.traffic.appended.Add(int64(result.added))
	if s.server.faults.takeReply() {
		return s.server.cut(call.Context())
	}
	if s.server.faults.takeTimeout() {
		return timedOut()
	}
	switch result.verdict {
	case deleted:
		return streamDeleted(name)
	case moved:
		return call.SendAndClose(&streams.AppendResp{Result: conflict(options, result.revision)})
	}
	return call.SendAndClose(&streams.AppendResp{Result: success(result)})
}

// proposals receives the events of an append.
func (s *streamsService) proposals(call streams.Streams_AppendServer) ([]proposal, error) {
	var proposals []proposal
	size, limit := 0, s.server.options.MaxAppend
	for {
		next, err := call.Recv()
		if errors.Is(err, io.EOF) {
			return proposals, nil
		}
		if err != nil {
			return nil, err
		}
		message := next.GetProposedMessage()
		if message == nil {
			return nil, invalid("options come once")
		}
		p, err := readProposal(message)
		if err != nil {
			return nil, err
		}
		size += 2*len(p.kind) + len(p.body.data) + len(p.body.meta)
		if size > limit {
			return nil, appendTooLarge(limit)
		}
		proposals = append(proposals, p)
	}
}

func readProposal(message *streams.AppendReq_ProposedMessage) (proposal, error) {
	described := message.GetMetadata()
	for _, key := range []string{"type", "content-type"} {
		if _, ok := described[key]; !ok {
			return proposal{}, missingMetadata(key)
		}
	}
	id, err := readID(message.GetId())
	return proposal{
		id:          id,
		kind:        described["type"],
		contentType: described["content-type"],
		body:        body{data: message.GetData(), meta: message.GetCustomMetadata()},
	}, err
}

func readID(id *shared.UUID) (uuid.UUID, error) {
	if text := id.GetString_(); text != "" {
		parsed, err := uuid.Parse(text)
		if err != nil {
			return uuid.Nil, invalid("the event's id is no UUID")
		}
		return parsed, nil
	}
	return fromBits(id.GetStructured()), nil
}

// cut closes the connection of the client that makes the call.
func (s *Server) cut(ctx context.Context) error {
	client, ok := peer.FromContext(ctx)
	if l := s.currentListener(); ok && l != nil {
		l.cut(client.Addr)
	}
	return notReady() // nobody hears it
}

// expectation reads what a client expects of the stream. The generated types
// of appends and deletions differ only in their names.
func expectation(option any) (int64, error) {
	switch o := option.(type) {
	case *streams.AppendReq_Options_Revision:
		return int64(o.Revision), nil
	case *streams.DeleteReq_Options_Revision:
		return int64(o.Revision), nil
	case *streams.TombstoneReq_Options_Revision:
		return int64(o.Revision), nil
	case *streams.AppendReq_Options_NoStream, *streams.DeleteReq_Options_NoStream, *streams.TombstoneReq_Options_NoStream:
		return expectNoStream, nil
	case *streams.AppendReq_Options_Any, *streams.DeleteReq_Options_Any, *streams.TombstoneReq_Options_Any:
		return expectAny, nil
	case *streams.AppendReq_Options_StreamExists, *streams.DeleteReq_Options_StreamExists, *streams.TombstoneReq_Options_StreamExists:
		return expectExists, nil
	}
	return 0, invalid("the expected revision is missing")
}

func success(result outcome) *streams.AppendResp_Success_ {
	answer := &streams.AppendResp_Success{
		CurrentRevisionOption: &streams.AppendResp_Success_NoStream{NoStream: &shared.Empty{}},
		PositionOption:        &streams.AppendResp_Success_NoPosition{NoPosition: &shared.Empty{}},
	}
	if result.revision >= 0 {
		answer.CurrentRevisionOption = &streams.AppendResp_Success_CurrentRevision{CurrentRevision: uint64(result.revision)}
	}
	if result.position > 0 {
		at := uint64(result.position)
		answer.PositionOption = &streams.AppendResp_Success_Position{
			Position: &streams.AppendResp_Position{CommitPosition: at, PreparePosition: at},
		}
	}
	return &streams.AppendResp_Success_{Success: answer}
}

// conflict says what was expected and what is there, in the current form and in
// that of the oldest clients.
func conflict(options *streams.AppendReq_Options, current int64) *streams.AppendResp_WrongExpectedVersion_ {
	answer := &streams.AppendResp_WrongExpectedVersion{
		CurrentRevisionOption:        &streams.AppendResp_WrongExpectedVersion_CurrentNoStream{CurrentNoStream: &shared.Empty{}},
		CurrentRevisionOption_20_6_0: &streams.AppendResp_WrongExpectedVersion_NoStream_20_6_0{NoStream_20_6_0: &shared.Empty{}},
	}
	if current >= 0 {
		at := uint64(current)
		answer.CurrentRevisionOption = &streams.AppendResp_WrongExpectedVersion_CurrentRevision{CurrentRevision: at}
		answer.CurrentRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_CurrentRevision_20_6_0{CurrentRevision_20_6_0: at}
	}
	switch o := options.GetExpectedStreamRevision().(type) {
	case *streams.AppendReq_Options_Revision:
		answer.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedRevision{ExpectedRevision: o.Revision}
		answer.ExpectedRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_ExpectedRevision_20_6_0{ExpectedRevision_20_6_0: o.Revision}
	case *streams.AppendReq_Options_NoStream:
		answer.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedNoStream{ExpectedNoStream: &shared.Empty{}}
	case *streams.AppendReq_Options_Any:
		answer.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedAny{ExpectedAny: &shared.Empty{}}
		answer.ExpectedRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_Any_20_6_0{Any_20_6_0: &shared.Empty{}}
	case *streams.AppendReq_Options_StreamExists:
		answer.ExpectedRevisionOption = &streams.AppendResp_WrongExpectedVersion_ExpectedStreamExists{ExpectedStreamExists: &shared.Empty{}}
		answer.ExpectedRevisionOption_20_6_0 = &streams.AppendResp_WrongExpectedVersion_StreamExists_20_6_0{StreamExists_20_6_0: &shared.Empty{}}
	}
	return &streams.AppendResp_WrongExpectedVersion_{WrongExpectedVersion: answer}
}

// Delete hides the events of a stream.
func (s *streamsService) Delete(ctx context.Context, request *streams.DeleteReq) (*streams.DeleteResp, error) {
	options := request.GetOptions()
	name := streamName(options.GetStreamIdentifier())
	position, err := s.remove(ctx, name, options.GetExpectedStreamRevision(), (*database).delete)
	if err != nil {
		return nil, err
	}
	return &streams.DeleteResp{PositionOption: &streams.DeleteResp_Position_{
		Position: &streams.DeleteResp_Position{CommitPosition: position, PreparePosition: position},
	}}, nil
}

// Tombstone ends a stream for good.
func (s *streamsService) Tombstone(ctx context.Context, request *streams.TombstoneReq) (*streams.TombstoneResp, error) {
	options := request.GetOptions()
	name := streamName(options.GetStreamIdentifier())
	position, err := s.remove(ctx, name, options.GetExpectedStreamRevision(), (*database).tombstone)
	if err != nil {
		return nil, err
	}
	return &streams.TombstoneResp{PositionOption: &streams.TombstoneResp_Position_{
		Position: &streams.TombstoneResp_Position{CommitPosition: position, PreparePosition: position},
	}}, nil
}

// remove deletes a stream in one way or the other.
func (s *streamsService) remove(
	ctx context.Context, name string, option any,
	how func(d *database, name string, expected, ticks int64) (outcome, error),
) (uint64, error) {
	expected, err := expectation(option)
	if err != nil {
		return 0, err
	}
	if err := s.server.authorize(ctx, name, Delete); err != nil {
		return 0, err
	}
	result, err := how(s.server.database(), name, expected, s.server.ticks())
	switch {
	case err != nil:
		return 0, internalError(err)
	case result.verdict == deleted:
		return 0, streamDeleted(name)
	case result.verdict == moved:
		return 0, wrongExpectedVersion(name, expected, result.revision)
	}
	return uint64(result.position), nil
}

func streamName(id *shared.StreamIdentifier) string { return string(id.GetStreamName()) }
