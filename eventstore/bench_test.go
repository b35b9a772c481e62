package eventstore

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite/sqlitex"

	"kontor/domain"
)

// typedText is about as long as what people note of a call.
var typedText = strings.Repeat("Er will die deutsche Doku bis zur Messe. ", 5)

// BenchmarkBareCommit is the raw limit that BenchmarkAppend is measured by: one
// row of the same size, durably, with the same driver.
func BenchmarkBareCommit(b *testing.B) {
	conn, err := database{path: filepath.Join(b.TempDir(), "bare.db")}.connect()
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	if err := sqlitex.ExecuteTransient(conn, "CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)", nil); err != nil {
		b.Fatal(err)
	}
	insert := conn.Prep("INSERT INTO t (body) VALUES (?)")
	body := []byte(strings.Repeat("x", 700))
	for b.Loop() {
		insert.BindBytes(1, body)
		if err := run(insert); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAppend records a conversation and a follow-up by one command.
func BenchmarkAppend(b *testing.B) {
	ctx := context.Background()
	l := openLedger(b, b.TempDir())
	for b.Loop() {
		conversation, followUp := newPerson(), newPerson()
		_, err := l.Append(ctx, issued(), "tell", map[string]string{"text": typedText},
			[]domain.Event{tell(conversation, typedText), tell(followUp, "Entwurf schicken")},
			map[domain.Stream]int{conversation: 0, followUp: 0})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAppendBatch records 4,000 events about 2,000 new records at a time.
func BenchmarkAppendBatch(b *testing.B) {
	l := openLedger(b, b.TempDir())
	fillLedger(b, l, 4000) // the first blocks of keys
	events := 0
	for b.Loop() {
		fillLedger(b, l, 4000)
		events += 4000
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkBareInserts(b *testing.B) {
	conn, err := database{path: filepath.Join(b.TempDir(), "bare.db")}.connect()
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	if err := sqlitex.ExecuteTransient(conn, "CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)", nil); err != nil {
		b.Fatal(err)
	}
	insert := conn.Prep("INSERT INTO t (body) VALUES (?)")
	body := []byte(strings.Repeat("x", 700))
	rows := 0
	for b.Loop() {
		err := func() (err error) {
			defer sqlitex.Transaction(conn)(&err)
			for range 4000 {
				insert.BindBytes(1, body)
				if err := run(insert); err != nil {
					return err
				}
			}
			return nil
		}()
		if err != nil {
			b.Fatal(err)
		}
		rows += 4000
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkScan reads, opens and decodes a ledger of 100,000 events.
func BenchmarkScan(b *testing.B) {
	l := openLedger(b, b.TempDir())
	for range 25 {
		fillLedger(b, l, 4000)
	}
	events := 0
	for b.Loop() {
		for e, err := range l.All(context.Background(), 0) {
			if err != nil {
				b.Fatal(err)
			}
			events++
			_ = e
		}
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkOpen opens ledgers of different lengths: the time must not depend on
// the length.
func BenchmarkOpen(b *testing.B) {
	for _, size := range []int{1000, 100_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			dir := b.TempDir()
			l := openLedger(b, dir)
			for n := 0; n < size; n += 1000 {
				fillLedger(b, l, 1000)
			}
			if err := l.Close(); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				l := openLedger(b, dir)
				if _, err := l.Head(context.Background()); err != nil {
					b.Fatal(err)
				}
				l.Close()
			}
		})
	}
}

// fillLedger appends n events about n/2 new records in one batch.
func fillLedger(b testing.TB, l *Ledger, n int) {
	b.Helper()
	entry := Entry{Issued: issued(), Name: "import", Expected: map[domain.Stream]int{}}
	for range n / 2 {
		stream := newPerson()
		entry.Expected[stream] = 0
		entry.Events = append(entry.Events, tell(stream, typedText), tell(stream, "und danke"))
	}
	if _, err := l.AppendBatch(context.Background(), []Entry{entry}); err != nil {
		b.Fatal(err)
	}
}
