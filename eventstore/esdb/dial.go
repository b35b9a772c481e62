package esdb

import (
	"context"
	"errors"
	"fmt"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"kontor/eventstore/shared"
)

// Dialer gives a dialer for one configuration.
func Dialer(config Config) shared.Dialer {
	return func(ctx context.Context) (shared.Log, error) { return Dial(ctx, config) }
}

// Dial connects: it finds a node that answers, checks its certificate, finds
// the leader, and has the account checked. It returns at once when ctx ends.
func Dial(ctx context.Context, config Config) (shared.Log, error) {
	l, err := dial(ctx, config)
	if err != nil {
		return nil, err
	}
	if err := l.checkAccount(ctx); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// dial connects without asking who may what.
func dial(ctx context.Context, config Config) (*connection, error) {
	t, err := config.target()
	if err != nil {
		return nil, err
	}
	answering, err := t.probe(ctx)
	if err != nil {
		return nil, err
	}
	conf, err := t.library(answering)
	if err != nil {
		return nil, err
	}
	library, err := client.NewClient(conf)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", shared.ErrAddress, err)
	}
	version, err := discover(ctx, library)
	if err != nil {
		return nil, err
	}
	l := &connection{library: library, version: version, timeout: config.timeout()}
	l.life, l.end = context.WithCancel(context.Background())
	return l, nil
}

// discover has the library find its node. The library does not know the
// context there; when it ends, the client is left to be closed as soon as it
// has given up, which its short time-outs see to. No other call may be made
// meanwhile: it would wait for ever, and closing would panic.
func discover(ctx context.Context, library *client.Client) (*client.ServerVersion, error) {
	type found struct {
		version *client.ServerVersion
		err     error
	}
	done := make(chan found, 1)
	go func() {
		version, err := library.GetServerVersion()
		done <- found{version, err}
	}()
	select {
	case f := <-done:
		if f.err != nil {
			library.Close()
			return nil, unreached(f.err)
		}
		return f.version, nil
	case <-ctx.Done():
		go func() {
			<-done
			library.Close()
		}()
		return nil, fmt.Errorf("%w: %w", shared.ErrOffline, ctx.Err())
	}
}

// unreached explains why no node was found among those that answer.
func unreached(err error) error {
	problem := problemOf(err)
	if problem == nil {
		// A version that the library cannot read, or a gossip without members.
		problem = shared.ErrNotAServer
	}
	return fmt.Errorf("%w: %w", problem, err)
}

// checkAccount makes the server look at account and password: finding a node
// goes without. The stream need not be there, and may be out of bounds. What
// does not know the call at all is no EventStoreDB.
func (l *connection) checkAccount(ctx context.Context) error {
	_, err := l.Last(ctx, Directory)
	if errors.Is(err, shared.ErrNotFound) || errors.Is(err, shared.ErrDenied) || errors.Is(err, shared.ErrDeleted) {
		return nil
	}
	return err
}

// Directory is the stream that lists the workspaces of a server.
const Directory = "kontor-workspaces"
