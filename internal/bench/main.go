// Command bench measures Kontor against its budgets. Each budget is a ratio to
// a raw limit that is measured in the same run, on the same machine, with the
// same driver and payload, so that it means the same on a slow machine and on a
// fast one. It prints one line for each:
//
//	budget NAME ratio X limit Y ok|OVER
//
// and exits with 1 if any budget is exceeded.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"time"

	"github.com/sirupsen/logrus"

	"kontor/demo"
	"kontor/workspace"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == startUpArg {
		startUpProcess(os.Args[2])
		return
	}
	if len(os.Args) > 2 && slices.Contains([]string{windowArg, rehearsalArg, tourArg}, os.Args[1]) {
		logrus.SetLevel(logrus.WarnLevel)
		windowProcess(os.Args[1], os.Args[2])
		return
	}
	if len(os.Args) > 1 && os.Args[1] == laptopArg {
		if err := laptopProcess(); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	logrus.SetLevel(logrus.WarnLevel)
	b := bench{ctx: ctx}
	flag.IntVar(&b.people, "people", 100_000, "people in the large workspace")
	flag.IntVar(&b.conversations, "conversations", 360_000, "conversations in the large workspace; with as many people as usual it has 1,000,000 events")
	flag.StringVar(&b.only, "only", "", "measure one part alone: bulk, log, start-up, queries, window, rebuild, busy or team")
	flag.StringVar(&b.dir, "dir", "", "keep the workspaces in this folder and use them again")
	flag.Parse()
	if err := b.run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	if b.over {
		os.Exit(1)
	}
}

// bench is one run over all budgets.
type bench struct {
	ctx           context.Context
	people        int
	conversations int
	dir           string
	only          string
	over          bool
}

// smallEvents is the size of the workspace that the large one is compared with.
const smallEvents = 1000

func (b *bench) run() error {
	if b.dir == "" {
		dir, err := os.MkdirTemp("", "kontor-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		b.dir = dir
	}
	if b.only == "team" {
		return b.measureTeam()
	}
	small, large := filepath.Join(b.dir, "small"), filepath.Join(b.dir, "large")
	if err := b.prepare(small, 100, smallEvents-500); err != nil {
		return err
	}
	if err := b.prepare(large, b.people, b.conversations); err != nil {
		return err
	}
	for _, part := range []struct {
		name    string
		measure func() error
	}{
		{"bulk", func() error { return b.measureBulk(large) }},
		{"log", func() error { return b.measureLog(large) }},
		{"start-up", func() error { return b.measureStartUp(small, large) }},
		{"queries", func() error { return b.measureQueries(large) }},
		{"window", func() error { return b.measureWindow(small, large) }},
		{"rebuild", func() error { return b.measureRebuild(large) }},
		{"busy", func() error { return b.measureBusy(large) }},
		{"team", b.measureTeam},
	} {
		if b.only != "" && b.only != part.name {
			continue
		}
		if err := part.measure(); err != nil {
			return err
		}
		if err := b.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// budget prints one line. The ratio must not exceed the limit.
func (b *bench) budget(name string, ratio, limit float64, note string, args ...any) {
	verdict := "ok"
	if ratio > limit {
		verdict, b.over = "OVER", true
	}
	fmt.Printf("budget %-24s ratio %.3f limit %.2f %s   (%s)\n", name, ratio, limit, verdict, fmt.Sprintf(note, args...))
}

// prepare fills a workspace with the sample community, unless it is there
// already.
func (b *bench) prepare(dir string, people, conversations int) error {
	empty, err := workspace.IsEmptyFolder(dir)
	if err != nil || !empty {
		return err
	}
	w, err := b.open(dir)
	if err != nil {
		return err
	}
	defer w.Close()
	start := time.Now()
	report, err := w.LoadDemo(b.ctx, demo.Options{People: people, Conversations: conversations, Seed: 1, Now: time.Now()}, nil)
	if err != nil {
		return err
	}
	took := time.Since(start)
	fmt.Printf("prepared %d people and %d conversations, %d events, in %s (%.0f events/s)\n",
		people, conversations, report.Events, took.Round(time.Millisecond), float64(report.Events)/took.Seconds())
	return nil
}

func (b *bench) open(dir string) (*workspace.Workspace, error) {
	return workspace.Open(b.ctx, dir, workspace.Options{FileKey: true})
}

// percentile gives the p-th percentile (0 to 100) of some durations.
func percentile(times []time.Duration, p float64) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	if len(sorted) == 0 {
		return 0
	}
	at := int(p / 100 * float64(len(sorted)))
	return sorted[min(at, len(sorted)-1)]
}

func median(times []time.Duration) time.Duration { return percentile(times, 50) }
