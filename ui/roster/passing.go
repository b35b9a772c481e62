package roster

import (
	"time"

	"kontor/ui/kit"
)

// A record that somebody only passes on the way along a list need not be read:
// whoever holds a key down would have every record fetched, built and drawn that
// the cursor touches, of which nothing is seen.
const (
	// passingPause is up to how soon after one record another one counts as passed.
	passingPause = 250 * time.Millisecond
	// shownAtOnce is how many records in a row are shown all the same: a few steps
	// with the keys are answered at once.
	shownAtOnce = 3
	// restPause is how long the cursor rests on a record before it is shown.
	restPause = 120 * time.Millisecond
)

// passing holds back what is to be shown while the cursor runs along the list.
type passing struct {
	async kit.Async
	last  time.Time
	run   int // how many records came close after another
	stop  func()
}

// to shows a record, at once or when the cursor rests.
func (p *passing) to(show func()) {
	p.cancel()
	now := p.async.Now()
	if now.Sub(p.last) < passingPause {
		p.run++
	} else {
		p.run = 0
	}
	p.last = now
	if p.run < shownAtOnce {
		show()
		return
	}
	p.stop = p.async.After(restPause, func() {
		p.stop = nil
		show()
	})
}

// cancel forgets what waits to be shown; it tells whether something did.
func (p *passing) cancel() (waited bool) {
	if p.stop == nil {
		return false
	}
	p.stop()
	p.stop = nil
	return true
}
