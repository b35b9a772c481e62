// Package kittest measures what the window's thread has to do.
package kittest

import (
	"os"
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

// Frames does the work of a frame many times, and fails the test where the usual
// frame takes more than a quarter of the time that there is, or, with
// KONTOR_FRAMES=strict on a machine that does nothing else, where one in a
// hundred takes longer than there is. It measures what the program does; what
// the toolkit draws of it comes on top. The budget proper is held by make bench.
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
		strict := os.Getenv("KONTOR_FRAMES") == "strict"
		if p50 < Frame/4 && (p99 < Frame || !strict) {
			return
		}
		if try == tries-1 {
			t.Errorf("%s: the usual frame takes %v, one in a hundred %v; there are %v", name, p50, p99, Frame)
		}
	}
}
