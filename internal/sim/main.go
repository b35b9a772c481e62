// Command sim lets 5, 50 and 500 laptops work on one stream, in virtual time and
// without a sleep, and prints how often they are in each other's way, how long a
// laptop needs that was away, and what goes over the network.
//
// Up to -real laptops have real ledgers and the real engine, over a server in
// memory. More have the model of model.go, which keeps to the same rules, and
// whose events are as large as those of the real engine in the same run. The
// time of a call is that of -round-trip, and an append takes the server -service:
// it does one after the other for a stream. The same seed gives the same counts.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/sirupsen/logrus"

	"kontor/eventstore/shared"
)

func main() {
	logrus.SetLevel(logrus.WarnLevel)
	var s simulation
	flag.Uint64Var(&s.seed, "seed", 1, "of everything that is left to chance")
	flag.DurationVar(&s.roundTrip, "round-trip", 30*time.Millisecond, "of a call to the server")
	flag.DurationVar(&s.service, "service", 3*time.Millisecond, "how long the server takes for an append")
	flag.DurationVar(&s.receive, "receive", 100*time.Microsecond, "how long a modelled laptop takes to receive an event")
	flag.IntVar(&s.days, "days", 3, "how many days")
	flag.IntVar(&s.real, "real", 50, "up to how many laptops have real ledgers")
	flag.DurationVar(&s.short, "short", time.Hour, "the only office day of more than five real laptops")
	flag.Parse()
	if err := s.run(); err != nil {
		fmt.Fprintln(os.Stderr, "simulation:", err)
		os.Exit(1)
	}
}

type simulation struct {
	seed                        uint64
	roundTrip, service, receive time.Duration
	days, real                  int
	short                       time.Duration
	bytes                       int64 // of an event
}

const officeDay = 8 * time.Hour

func (s *simulation) run() error {
	fmt.Printf("seed %d, round trip %s, an append takes the server %s\n", s.seed, s.roundTrip, s.service)
	five := plan{5, s.days, officeDay, s.seed}
	if err := s.runReal(five); err != nil {
		return err
	}
	s.runModel(five)
	if s.real >= 50 {
		fifty := plan{50, 1, s.short, s.seed}
		if err := s.runReal(fifty); err != nil {
			return err
		}
		s.runModel(fifty)
	}
	for _, p := range []plan{{50, s.days, officeDay, s.seed}, {500, s.days, officeDay, s.seed}, {1000, 1, officeDay, s.seed}} {
		s.runModel(p)
	}
	return nil
}

func (s *simulation) runReal(p plan) error {
	ctx := context.Background()
	dir, err := os.MkdirTemp(memory(), "kontor-sim-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	c := newClock(start.Add(-time.Hour))
	w := &world{dir: dir, server: shared.NewMemory(), net: newNetwork(c, s.roundTrip, s.service)}
	w.server.Now = c.now
	began := time.Now()
	laptops, err := w.found(ctx, p)
	if err != nil {
		return err
	}
	err = p.simulate(w.net, func(i int) laptop { return laptops[i] })
	if err != nil {
		return err
	}
	if err := closeAll(laptops); err != nil {
		return err
	}
	s.bytes = w.net.counted.Up / max(1, w.net.counted.Events)
	p.report("real engine", w.net, time.Since(began))
	return nil
}

// memory is a folder in memory, if there is one.
func memory() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return ""
}

func (s *simulation) runModel(p plan) {
	c := newClock(start.Add(-time.Hour))
	net := newNetwork(c, s.roundTrip, s.service)
	shared := &stream{changed: map[detail]change{}, bytes: s.bytes, receive: s.receive}
	began := time.Now()
	// The model has no errors of its own.
	_ = p.simulate(net, func(i int) laptop { return &modelled{index: i, net: net, stream: shared} })
	p.report("model", net, time.Since(began))
}

// simulate lets everybody live through all days.
func (p plan) simulate(net *network, of func(int) laptop) error {
	var failed error
	for i := range p.laptops {
		m := newMember(i, p, net, of(i), func(err error) { failed = fmt.Errorf("laptop %d: %w", i, err) })
		net.clock.begin(start, m.live)
	}
	net.clock.run()
	return failed
}

func (p plan) report(kind string, net *network, took time.Duration) {
	c := net.counted
	fmt.Printf("\n%d laptops, %d × %s of office, %s (computed in %s)\n", p.laptops, p.days, p.office, kind, took.Round(time.Millisecond))
	fmt.Printf("  commands %d, events %d, rounds %d (%d gave up and waited)\n", c.Commands, c.Events, c.Rounds, c.GaveUp)
	fmt.Printf("  appends tried %d, others were first %d (%.2f %%), most in a second %d\n",
		c.Appends, c.Moved, percent(c.Moved, c.Appends), net.peak())
	fmt.Printf("  decided again %d (%.2f %%), need attention %d (%.3f %%)\n",
		c.Again, percent(c.Again, c.Commands), c.Attention, percent(c.Attention, c.Commands))
	days := int64(p.laptops * p.days)
	fmt.Printf("  a laptop a day: %.1f kB up, %.1f kB down; %d bytes sent for an event\n",
		float64(c.Up)/1000/float64(days), float64(c.Down)/1000/float64(days), c.Up/max(1, c.Events))
	slices.SortFunc(c.Back, func(a, b comeback) int { return cmp.Or(cmp.Compare(a.Took, b.Took), cmp.Compare(a.Away, b.Away)) })
	if n := len(c.Back); n > 0 {
		fmt.Printf("  %d came back: median %s, slowest %s\n", n, said(c.Back[n/2]), said(c.Back[n-1]))
	}
}

func said(c comeback) string {
	return fmt.Sprintf("%s after %s (%d events came, %d commands went)", c.Took.Round(time.Millisecond), c.Away.Round(time.Minute), c.Incoming, c.Own)
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(max(1, whole)) }
