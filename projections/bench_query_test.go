package projections

import (
	"fmt"
	"os"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

type rowOf = *sqlite.Stmt

// copyRows reads the rows of a table into memory and measures how long it takes
// to insert them.
func copyRows(b *testing.B, from, to *conn, table string) (took time.Duration) {
	b.Helper()
	query, into, columns := "SELECT * FROM "+table, "", 0
	switch table {
	case "talk":
		query = "SELECT position, card, rest FROM conversation"
		into, columns = "INSERT INTO talk (rowid, words) VALUES (?, ?)", 2
	case "words":
		query = "SELECT n << 2 | class, own || ' ' || orgs, notes FROM document"
		into, columns = "INSERT INTO words (rowid, names, notes) VALUES (?, ?, ?)", 3
	default:
		err := from.q("SELECT count(*) FROM pragma_table_info(?)").text(table).each(func(r rowOf) error {
			columns = r.ColumnInt(0)
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		into = "INSERT OR REPLACE INTO " + table + " VALUES (?"
		for range columns - 1 {
			into += ", ?"
		}
		into += ")"
	}
	var rows [][]any
	insert := func() {
		start := time.Now()
		err := to.transaction("BEGIN", func() error {
			for _, row := range rows {
				s := to.q(into)
				for _, v := range row {
					switch v := v.(type) {
					case int64:
						s.int(v)
					case string:
						s.text(v)
					case []byte:
						s.blob(v)
					default:
						s.next++
						s.BindNull(s.next)
					}
				}
				if err := s.run(); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatalf("%s: %v", table, err)
		}
		took += time.Since(start)
		rows = rows[:0]
	}
	err := from.q(query).each(func(r rowOf) error {
		row := make([]any, columns)
		for i := range columns {
			switch r.ColumnType(i) {
			case sqlite.TypeInteger:
				row[i] = r.ColumnInt64(i)
			case sqlite.TypeText:
				row[i] = r.ColumnText(i)
			case sqlite.TypeBlob:
				row[i] = columnBlob(r, i)
			}
		}
		if table == "talk" {
			c := card{rest: r.ColumnText(2)}
			c.unpack(columnBlob(r, 1))
			row[1] = plainFold(c.words())
		}
		if rows = append(rows, row); len(rows) == 20000 {
			insert()
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	insert()
	return took
}

// inhabited opens read models of a whole town. With KONTOR_VIEWS a file is kept
// there from one run to the next.
func inhabited(b *testing.B) (*town, *Views) {
	t := townOf(b, 10_000, 100_000)
	path := b.TempDir() + "/views.db"
	if kept := os.Getenv("KONTOR_VIEWS"); kept != "" {
		path = kept
	}
	v, err := Open(ctx, path, t, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = v.Close() })
	if _, stale := v.Stale(); stale {
		if err := v.Rebuild(ctx, nil); err != nil {
			b.Fatal(err)
		}
	}
	return t, v
}

func BenchmarkQueries(b *testing.B) {
	t, v := inhabited(b)
	now := townStart.Add(time.Duration(t.conversations) * 150 * time.Second)
	busy := domain.Stream{Kind: domain.KindPerson, ID: townID('p', 0)}
	member := townID('m', 1)
	count := func(n int, err error) error {
		if err == nil && n == 0 {
			return fmt.Errorf("nothing found")
		}
		return err
	}
	queries := []struct {
		name string
		run  func() error
	}{
		{"open", func() error {
			o, err := Open(ctx, v.path, t, Options{ReadOnly: true})
			if err != nil {
				return err
			}
			return o.Close()
		}},
		{"timeline-person", func() error {
			e, err := v.Timeline(ctx, TimelineQuery{Of: busy})
			return count(len(e), err)
		}},
		{"timeline-everything", func() error {
			e, err := v.Timeline(ctx, TimelineQuery{})
			return count(len(e), err)
		}},
		{"timeline-everything-text", func() error {
			_, err := v.Timeline(ctx, TimelineQuery{Text: "anbe"})
			return err
		}},
		{"timeline-community", func() error {
			e, err := v.Timeline(ctx, TimelineQuery{Of: domain.Stream{Kind: domain.KindCommunity, ID: townID('c', 1)}})
			return count(len(e), err)
		}},
		{"timeline-member", func() error {
			e, err := v.Timeline(ctx, TimelineQuery{Member: member})
			return count(len(e), err)
		}},
		{"person", func() error {
			_, err := v.Person(ctx, busy.ID, now)
			return err
		}},
		{"organisation", func() error {
			_, err := v.Organisation(ctx, townID('o', 7))
			return err
		}},
		{"people", func() error {
			p, err := v.People(ctx, PeopleQuery{})
			return count(len(p), err)
		}},
		{"people-by-contact", func() error {
			p, err := v.People(ctx, PeopleQuery{Order: PeopleByLastContact})
			return count(len(p), err)
		}},
		{"people-text-m", func() error {
			p, err := v.People(ctx, PeopleQuery{Text: "m"})
			return count(len(p), err)
		}},
		{"people-text-schil", func() error {
			p, err := v.People(ctx, PeopleQuery{Text: "schil"})
			return count(len(p), err)
		}},
		{"people-count-m", func() error {
			n, _, err := v.CountPeople(ctx, PeopleQuery{Text: "m"})
			return count(n, err)
		}},
		{"people-community", func() error {
			p, err := v.People(ctx, PeopleQuery{Community: townID('c', 1)})
			return count(len(p), err)
		}},
		{"organisations", func() error {
			p, err := v.Organisations(ctx, OrganisationQuery{})
			return count(len(p), err)
		}},
		{"communities", func() error {
			p, err := v.Communities(ctx, now)
			return count(len(p), err)
		}},
		{"today", func() error {
			_, err := v.Today(ctx, QueueQuery{Member: member, Now: now})
			return err
		}},
		{"counts", func() error {
			_, err := v.Counts(ctx)
			return err
		}},
		{"duplicates", func() error {
			_, err := v.Duplicates(ctx, Page{})
			return err
		}},
		{"find-people", func() error {
			p, err := v.FindPeople(ctx, "Shiler", "", 10)
			return count(len(p), err)
		}},
		{"find-people-full", func() error {
			p, err := v.FindPeople(ctx, "Heinrich Goethe", "", 10)
			return count(len(p), err)
		}},
	}
	for _, text := range []string{"s", "sc", "sch", "schi", "schil", "m", "an", "anb", "anbe", "anbeda", "heinrich go", "shiler", "anna wielend gmbh", "goethe anbe"} {
		queries = append(queries, struct {
			name string
			run  func() error
		}{"search-" + text, func() error {
			_, err := v.Search(ctx, text, 20, now)
			return err
		}})
	}
	for _, q := range queries {
		b.Run(q.name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				if err := q.run(); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			median, p99 := percentiles(took)
			b.ReportMetric(float64(median.Microseconds()), "p50-µs")
			b.ReportMetric(float64(p99.Microseconds()), "p99-µs")
		})
	}
}
