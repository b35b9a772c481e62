package main

import (
	"container/heap"
	"sync/atomic"
	"time"
)

// clock is virtual time. What takes time waits in it, and exactly one of those
// who wait goes on at a time, in an order that follows from their times alone.
type clock struct {
	nanos   atomic.Int64
	waiting waiters
	entered int
	idle    chan struct{} // whoever went on waits again, or has ended
}

type waiter struct {
	at    time.Time
	order int
	wake  chan struct{}
}

type waiters []waiter

func (w waiters) Len() int      { return len(w) }
func (w waiters) Swap(i, j int) { w[i], w[j] = w[j], w[i] }
func (w waiters) Less(i, j int) bool {
	if w[i].at.Equal(w[j].at) {
		return w[i].order < w[j].order
	}
	return w[i].at.Before(w[j].at)
}
func (w *waiters) Push(x any) { *w = append(*w, x.(waiter)) }
func (w *waiters) Pop() any {
	last := (*w)[len(*w)-1]
	*w = (*w)[:len(*w)-1]
	return last
}

func newClock(start time.Time) *clock {
	c := &clock{idle: make(chan struct{})}
	c.nanos.Store(start.UnixNano())
	return c
}

func (c *clock) now() time.Time { return time.Unix(0, c.nanos.Load()).UTC() }

// begin lets something run from a time on.
func (c *clock) begin(at time.Time, run func()) {
	wake := c.enter(at)
	go func() {
		<-wake
		run()
		c.idle <- struct{}{}
	}()
}

func (c *clock) enter(at time.Time) chan struct{} {
	wake := make(chan struct{})
	c.entered++
	heap.Push(&c.waiting, waiter{at, c.entered, wake})
	return wake
}

// until waits for a time; for one that has passed, for the others' turn.
func (c *clock) until(at time.Time) {
	if now := c.now(); at.Before(now) {
		at = now
	}
	wake := c.enter(at)
	c.idle <- struct{}{}
	<-wake
}

func (c *clock) pass(d time.Duration) { c.until(c.now().Add(d)) }

// run lets time go by until nobody waits any more.
func (c *clock) run() {
	for len(c.waiting) > 0 {
		next := heap.Pop(&c.waiting).(waiter)
		c.nanos.Store(next.at.UnixNano())
		close(next.wake)
		<-c.idle
	}
}
