package esdb

import (
	"context"
	"errors"
	"fmt"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"kontor/eventstore/shared"
)

// sureSize is what fits into the first window of a call, so that the server's
// reason for a refusal arrives.
const sureSize = 48 << 10

// Append adds events. An error that leaves open whether they were added is
// [shared.ErrInDoubt].
func (l *connection) Append(ctx context.Context, stream string, expected int64, events []shared.Event) (int64, error) {
	if err := shared.Appendable(expected, events); err != nil {
		return 0, fmt.Errorf("append to %s: %w", stream, err)
	}
	call, heard, done, err := l.begin(ctx, "append to "+stream)
	if err != nil {
		return 0, err
	}
	defer done()
	last, err := l.insist(call, heard, stream, expected, proposed(events))
	switch {
	case err == nil:
		return last, nil
	case !refusedEarly(err):
		return 0, l.appendFailed(call, stream, err)
	case shared.SizeOf(events) > sureSize:
		return 0, fmt.Errorf("append to %s: %w: the server broke it off", stream, shared.ErrTooLarge)
	}
	return 0, l.failed(call, "append to "+stream, err)
}

// insist sends events, and once more where it is clear that they were not
// added: another node leads, or the server refused before it had everything. In
// that case it first asks for the reason where it cannot be missed.
func (l *connection) insist(call context.Context, heard func(), stream string, expected int64, events []client.EventData) (int64, error) {
	last, err := l.send(call, stream, expected, events)
	if err == nil || !refusedEarly(err) && !moved(err) {
		return last, err
	}
	heard()
	if refusedEarly(err) {
		if reason := l.mayWrite(call, stream); reason != nil {
			return 0, reason
		}
		heard()
	}
	return l.send(call, stream, expected, events)
}

// moved says that another node leads now; the library goes on there.
func moved(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && e.Code() == client.ErrorCodeNotLeader
}

// appendFailed turns the error of an append that was sent to its end into one
// of the port.
func (l *connection) appendFailed(call context.Context, stream string, err error) error {
	problem := problemOf(err)
	switch problem {
	case shared.ErrHeadMoved, shared.ErrDenied, shared.ErrCredentials, shared.ErrDeleted, shared.ErrTooLarge, shared.ErrNotAServer:
	default:
		problem = shared.ErrInDoubt
		if cause := call.Err(); cause != nil {
			err = cause
		}
	}
	if moved(err) {
		problem = shared.ErrOffline // twice refused: nothing was added
	}
	l.note(problem)
	return fmt.Errorf("append to %s: %w: %w", stream, problem, err)
}

// send makes the call itself.
func (l *connection) send(call context.Context, stream string, expected int64, events []client.EventData) (int64, error) {
	options := client.AppendToStreamOptions{
		ExpectedRevision: client.NoStream{},
		Deadline:         &l.timeout,
		RequiresLeader:   true,
	}
	if expected >= 0 {
		options.ExpectedRevision = client.Revision(uint64(expected))
	}
	result, err := l.library.AppendToStream(call, stream, options, events...)
	if err != nil {
		return 0, err
	}
	return int64(result.NextExpectedVersion), nil
}

// beyond is a revision that no stream has.
const beyond int64 = 1 << 62

// mayWrite asks whether the account may append to a stream, without doing so:
// an append without events, after a revision that no stream has, is refused
// because of that, or, before that, because of the account. Being short, its
// answer arrives; if it was so fast that it met the question, ask again.
func (l *connection) mayWrite(call context.Context, stream string) (err error) {
	for range attempts {
		_, err = l.send(call, stream, beyond, nil)
		if err == nil || problemOf(err) == shared.ErrHeadMoved {
			return nil
		}
		if !refusedEarly(err) {
			return err
		}
	}
	return err
}

func proposed(events []shared.Event) []client.EventData {
	out := make([]client.EventData, len(events))
	for i, e := range events {
		out[i] = client.EventData{
			EventID:     e.ID, // or the library makes one up
			EventType:   e.Type,
			ContentType: client.ContentTypeJson,
			Data:        e.Data,
			Metadata:    e.Meta,
		}
	}
	return out
}
