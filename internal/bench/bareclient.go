package main

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"time"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"kontor/eventstore/esdb/server"
	"kontor/eventstore/shared"
)

// pageSize is how many events are read at a time, by Kontor and here.
const pageSize = 500

// bareClient is the client of EventStoreDB with nothing of Kontor's.
func bareClient(node string, ca []byte) (*client.Client, error) {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	deadline := time.Minute
	return client.NewClient(&client.Configuration{
		Address: node, Username: server.AdminUser, Password: server.AdminPassword, RootCAs: roots,
		NodePreference: client.NodePreferenceLeader, MaxDiscoverAttempts: 1, DiscoveryInterval: 1, GossipTimeout: 5,
		KeepAliveInterval: 10 * time.Second, KeepAliveTimeout: 10 * time.Second, DefaultDeadline: &deadline,
		Logger: client.NoopLogging(),
	})
}

// bareRead reads a whole stream page by page, and how long that takes with
// connecting.
func bareRead(ctx context.Context, node string, ca []byte, stream string) ([]*client.RecordedEvent, time.Duration, error) {
	start := time.Now()
	c, err := bareClient(node, ca)
	if err != nil {
		return nil, 0, err
	}
	defer c.Close()
	var events []*client.RecordedEvent
	for from := uint64(0); ; {
		page, err := barePage(ctx, c, stream, from)
		if err != nil {
			return nil, 0, err
		}
		events = append(events, page...)
		if from += uint64(len(page)); len(page) < pageSize {
			return events, time.Since(start), nil
		}
	}
}

func barePage(ctx context.Context, c *client.Client, stream string, from uint64) ([]*client.RecordedEvent, error) {
	answer, err := c.ReadStream(ctx, stream, client.ReadStreamOptions{
		Direction: client.Forwards, From: client.Revision(from), RequiresLeader: true,
	}, pageSize)
	if err != nil {
		return nil, err
	}
	defer answer.Close()
	page := make([]*client.RecordedEvent, 0, pageSize)
	for {
		e, err := answer.Recv()
		if errors.Is(err, io.EOF) {
			return page, nil
		}
		if err != nil {
			return nil, err
		}
		page = append(page, e.Event)
	}
}

// bareAppend appends the same events to a stream of their own, in appends as
// large as Kontor makes them, and returns how long that takes with connecting.
func bareAppend(ctx context.Context, node string, ca []byte, events []*client.RecordedEvent) (time.Duration, error) {
	start := time.Now()
	c, err := bareClient(node, ca)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	stream := "bare-" + uuid.NewString()
	options := client.AppendToStreamOptions{ExpectedRevision: client.NoStream{}, RequiresLeader: true}
	for len(events) > 0 {
		batch, size := []client.EventData(nil), 0
		for _, e := range events {
			size += len(e.Data) + len(e.UserMetadata) + len(e.EventType)
			if len(batch) == shared.MaxEvents || len(batch) > 0 && size > shared.MaxAppend {
				break
			}
			batch = append(batch, client.EventData{
				EventID: e.EventID, EventType: e.EventType, ContentType: client.ContentTypeJson, Data: e.Data, Metadata: e.UserMetadata,
			})
		}
		events = events[len(batch):]
		result, err := c.AppendToStream(ctx, stream, options, batch...)
		if err != nil {
			return 0, err
		}
		options.ExpectedRevision = client.Revision(result.NextExpectedVersion)
	}
	return time.Since(start), nil
}
