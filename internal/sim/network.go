package main

import (
	"context"
	"errors"
	"time"

	"kontor/eventstore/shared"
)

// network is what lies between the laptops and the stream, and the time that
// the server takes for an append: it does one at a time for a stream.
type network struct {
	clock     *clock
	roundTrip time.Duration
	service   time.Duration
	free      time.Time // when the server has done the last append
	seconds   map[int64]int
	counted   counts
}

// counts are what happened on the stream.
type counts struct {
	Appends, Moved int   // tried, and those that others were faster than
	Events         int64 // added
	Up, Down       int64 // bytes of payload
	Rounds, Bells  int
	GaveUp         int // rounds that ended because others were always faster
	Commands       int
	Again          int // commands that were decided again
	Attention      int
	Back           []comeback
}

// comeback is a laptop that was away.
type comeback struct {
	Away     time.Duration
	Incoming int64
	Own      int
	Took     time.Duration
}

func newNetwork(c *clock, roundTrip, service time.Duration) *network {
	return &network{clock: c, roundTrip: roundTrip, service: service, seconds: map[int64]int{}}
}

// ask takes a question to the server and its answer back.
func (n *network) ask(question func()) {
	n.clock.pass(n.roundTrip / 2)
	question()
	n.clock.pass(n.roundTrip / 2)
}

// write is an append on its way: it waits for those before it.
func (n *network) write(question func() (events int, err error)) error {
	var events int
	var err error
	n.clock.pass(n.roundTrip / 2)
	n.free = later(n.free, n.clock.now()).Add(n.service)
	n.clock.until(n.free)
	n.counted.Appends++
	events, err = question()
	switch {
	case err == nil:
		n.counted.Events += int64(events)
		n.seconds[n.clock.now().Unix()]++
	case errors.Is(err, shared.ErrHeadMoved):
		n.counted.Moved++
	}
	n.clock.pass(n.roundTrip / 2)
	return err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (n *network) peak() int {
	most := 0
	for _, appends := range n.seconds {
		most = max(most, appends)
	}
	return most
}

// distant is a connection that takes its time.
type distant struct {
	shared.Log
	net    *network
	ledger string
}

func (d distant) Read(ctx context.Context, stream string, from int64, limit int) (events []shared.Event, err error) {
	d.net.ask(func() { events, err = d.Log.Read(ctx, stream, from, limit) })
	d.net.counted.Down += int64(shared.SizeOf(events))
	return events, err
}

func (d distant) Last(ctx context.Context, stream string) (e shared.Event, err error) {
	d.net.ask(func() { e, err = d.Log.Last(ctx, stream) })
	d.net.counted.Down += int64(e.Size())
	return e, err
}

func (d distant) Append(ctx context.Context, stream string, expected int64, events []shared.Event) (revision int64, err error) {
	d.net.counted.Up += int64(shared.SizeOf(events))
	send := func() (int, error) {
		revision, err = d.Log.Append(ctx, stream, expected, events)
		return len(events), err
	}
	if stream == d.ledger {
		err = d.net.write(send)
	} else {
		d.net.ask(func() { send() })
	}
	return revision, err
}

func (d distant) Keep(ctx context.Context, stream string, count int) (err error) {
	d.net.ask(func() { err = d.Log.Keep(ctx, stream, count) })
	return err
}

func (d distant) Truncate(ctx context.Context, stream string, before int64) (err error) {
	d.net.ask(func() { err = d.Log.Truncate(ctx, stream, before) })
	return err
}
