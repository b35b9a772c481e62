package server_test

import (
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"kontor/eventstore/esdb/server"
)

// What the server itself costs has to be known before anything that is measured
// against it means something. One operation is a page of 500 events of 600
// bytes, over TLS.
func benchmarkPages(b *testing.B, folder string, measure func(b *testing.B, c *esdb.Client, batch func() []esdb.EventData)) {
	s, err := server.Start(server.Options{Folder: folder})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	configuration, err := esdb.ParseConnectionString(s.URL())
	if err != nil {
		b.Fatal(err)
	}
	configuration.Logger = esdb.NoopLogging()
	configuration.Username, configuration.Password = server.AdminUser, server.AdminPassword
	c, err := esdb.NewClient(configuration)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	batch := func() []esdb.EventData {
		events := make([]esdb.EventData, 500)
		for i := range events {
			events[i] = esdb.EventData{EventID: uuid.New(), EventType: "noted", Data: make([]byte, 400), Metadata: make([]byte, 200)}
		}
		return events
	}
	measure(b, c, batch)
	b.ReportMetric(float64(b.N*500)/b.Elapsed().Seconds(), "events/s")
}

func add(b *testing.B, c *esdb.Client, events []esdb.EventData) {
	if _, err := c.AppendToStream(b.Context(), "s", esdb.AppendToStreamOptions{ExpectedRevision: esdb.Any{}}, events...); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkAppend(b *testing.B) {
	for name, folder := range map[string]string{"memory": "", "folder": b.TempDir()} {
		b.Run(name, func(b *testing.B) {
			benchmarkPages(b, folder, func(b *testing.B, c *esdb.Client, batch func() []esdb.EventData) {
				add(b, c, batch())
				b.ResetTimer()
				for b.Loop() {
					add(b, c, batch())
				}
			})
		})
	}
}

func BenchmarkRead(b *testing.B) {
	for name, folder := range map[string]string{"memory": "", "folder": b.TempDir()} {
		b.Run(name, func(b *testing.B) {
			benchmarkPages(b, folder, func(b *testing.B, c *esdb.Client, batch func() []esdb.EventData) {
				add(b, c, batch())
				b.ResetTimer()
				for b.Loop() {
					if got, err := read(b.Context(), c, "s", fromStart, 500); err != nil || len(got) != 500 {
						b.Fatal(len(got), err)
					}
				}
			})
		})
	}
}
