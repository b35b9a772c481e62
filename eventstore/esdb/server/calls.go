package server

import (
	"context"
	"errors"
	"strings"

	"google.golang.org/grpc"
)

// unary goes around every call that has one question and one answer.
func (s *Server) unary(ctx context.Context, request any, info *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (any, error) {
	if err := s.enter(ctx, info.FullMethod); err != nil {
		setTrailers(err, func(r *refusal) { _ = grpc.SetTrailer(ctx, r.trailers) }) // fails only outside of a call
		return nil, err
	}
	answer, err := handle(ctx, request)
	setTrailers(err, func(r *refusal) { _ = grpc.SetTrailer(ctx, r.trailers) }) // fails only outside of a call
	return answer, err
}

// streaming goes around every other call.
func (s *Server) streaming(service any, call grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) error {
	err := s.enter(call.Context(), info.FullMethod)
	if err == nil {
		err = handle(service, call)
	}
	setTrailers(err, func(r *refusal) { call.SetTrailer(r.trailers) })
	return err
}

func (s *Server) enter(ctx context.Context, method string) error {
	s.traffic.call(shortMethod(method))
	return s.faults.interfere(ctx, strings.HasPrefix(method, "/event_store.client.streams."))
}

func setTrailers(err error, set func(*refusal)) {
	var refused *refusal
	if errors.As(err, &refused) && refused.trailers != nil {
		set(refused)
	}
}

// shortMethod names the method without its package.
func shortMethod(full string) string {
	service, method, _ := strings.Cut(strings.TrimPrefix(full, "/"), "/")
	return service[strings.LastIndex(service, ".")+1:] + "/" + method
}
