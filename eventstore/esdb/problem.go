package esdb

import (
	"context"
	"errors"
	"fmt"
	"io"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"kontor/eventstore/shared"
)

// problemOf finds the problem of the port that an error of the library stands
// for; nil if it is none of them. (The library's FromError misses wrapped
// errors.)
func problemOf(err error) *shared.Problem {
	var e *client.Error
	if errors.As(err, &e) {
		switch e.Code() {
		case client.ErrorCodeWrongExpectedVersion:
			return shared.ErrHeadMoved
		case client.ErrorCodeResourceNotFound:
			return shared.ErrNotFound
		case client.ErrorCodeStreamDeleted:
			return shared.ErrDeleted
		case client.ErrorCodeAccessDenied:
			return shared.ErrDenied
		case client.ErrorCodeUnauthenticated:
			return shared.ErrCredentials
		case client.ErrorCodeUnsupportedFeature:
			return shared.ErrNotAServer
		case client.ErrorCodeDeadlineExceeded, client.ErrorUnavailable, client.ErrorCodeConnectionClosed,
			client.ErrorCodeNotLeader, client.ErrorAborted:
			return shared.ErrOffline
		}
	}
	return problemOfStatus(grpcStatus(err))
}

// grpcStatus finds the status inside an error. status.FromError sees through
// the library's wrapping, but makes one up for errors that have none.
func grpcStatus(err error) *status.Status {
	var with interface{ GRPCStatus() *status.Status }
	if errors.As(err, &with) {
		return with.GRPCStatus()
	}
	return nil
}

// problemOfStatus covers what the library calls unknown, or hands on raw.
func problemOfStatus(s *status.Status) *shared.Problem {
	if s == nil {
		return nil
	}
	switch s.Code() {
	case codes.Unauthenticated:
		return shared.ErrCredentials
	case codes.PermissionDenied:
		return shared.ErrDenied
	case codes.NotFound:
		return shared.ErrNotFound
	case codes.Unimplemented:
		return shared.ErrNotAServer
	case codes.ResourceExhausted:
		return shared.ErrTooLarge
	case codes.InvalidArgument:
		// What this package sends is well formed, so it can only be too much. The
		// library drops the trailer that says so.
		return shared.ErrTooLarge
	case codes.Canceled, codes.DeadlineExceeded, codes.Unavailable, codes.Aborted:
		return shared.ErrOffline
	}
	return nil
}

// failed turns an error of any call but an append into one of the port. What
// nobody foresaw counts as a lost connection: dialling again is all one can do.
func (l *connection) failed(ctx context.Context, doing string, err error) error {
	problem := problemOf(err)
	if problem == nil {
		problem = shared.ErrOffline
	}
	if cause := ctx.Err(); cause != nil && problem == shared.ErrOffline {
		err = cause
	}
	l.note(problem)
	return fmt.Errorf("%s: %w: %w", doing, problem, err)
}

// note remembers that the connection must not be used again. After losing its
// node the library would look for one without closing the old connection.
func (l *connection) note(problem *shared.Problem) {
	switch problem {
	case shared.ErrHeadMoved, shared.ErrNotFound, shared.ErrDenied, shared.ErrTooLarge, shared.ErrDeleted:
	default:
		l.broken = true
	}
}

// refusedEarly says that the library noticed while still sending that the
// server had ended the call. It hides the reason, but what was not sent to its
// end was not carried out.
func refusedEarly(err error) bool { return errors.Is(err, io.EOF) }
