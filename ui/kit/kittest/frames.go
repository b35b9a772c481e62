// Package kittest measures what the window's thread has to do.
package kittest

import (
	"slices"
	"testing"
	"time"
)

// Frame is how long the window's thread may work for one frame.
const Frame = 16 * time.Millisecond

const (
	frames = 1500
	tries  = 3 // another program on the machine must not fail the test
)

// Frames does the work of a frame many times and fails the test where one in a
// hundred takes longer than a frame. It measures what the program does; what the
// toolkit draws of it comes on top.
func Frames(t testing.TB, name string, frame func()) {
	t.Helper()
	for try := range tries {
		took := make([]time.Duration, frames)
		for i := range took {
			start := time.Now()
			frame()
			took[i] = time.Since(start)
		}
		slices.Sort(took)
		p50, p99, worst := took[frames/2], took[frames*99/100], took[frames-1]
		t.Logf("%s: p50 %v, p99 %v, longest %v", name, p50, p99, worst)
		if p99 < Frame {
			return
		}
		if try == tries-1 {
			t.Errorf("%s: one frame in a hundred takes %v, more than %v", name, p99, Frame)
		}
	}
}
