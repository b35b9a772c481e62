package team

import (
	"context"

	"kontor/eventstore/shared"
)

// muchLeft is how many events must be left to be read for a second connection to
// be worth its dialling.
const muchLeft = 10_000

// page is what one call gave.
type page struct {
	events []shared.Event
	err    error
}

// turnAll hands on the page that was read and all that follow, in order. Where
// much is left two are under way at once.
func (r *reader) turnAll(ctx context.Context, pages chan<- page) {
	turn := r.turn
	if r.dial != nil && r.total-r.next >= muchLeft {
		b := r.readBeside(ctx)
		defer b.end()
		turn = b.turn
	}
	for err := error(nil); ; err = turn(ctx) {
		select {
		case pages <- page{r.page, err}:
		case <-ctx.Done():
			return
		}
		if err != nil || !r.full {
			return
		}
	}
}

// beside has every other page read over a second connection: one connection
// takes one call at a time. The first goes on alone until the second is there,
// and also where it never is, as where the server refuses more of them.
type beside struct {
	r       *reader
	ready   chan struct{} // closed when the connection is there
	asks    chan int64    // revisions to read from
	answers chan page     // one for each of asks
	asked   bool          // an answer is to be waited for
	cancel  context.CancelFunc
}

// readBeside begins to dial. The connection belongs to one goroutine, which
// closes it.
func (r *reader) readBeside(ctx context.Context) *beside {
	b := &beside{r: r, ready: make(chan struct{}), asks: make(chan int64, 1), answers: make(chan page, 1)}
	ctx, b.cancel = context.WithCancel(ctx)
	r.ended.Go(func() {
		log, err := r.dial(ctx)
		if err != nil {
			return // nothing depends on it
		}
		defer log.Close()
		close(b.ready)
		for from := range b.asks {
			events, err := log.Read(ctx, r.stream, from, pageSize)
			b.answers <- page{events, err}
		}
	})
	return b
}

// turn reads the next page. While that is on its way, the one behind it is as well.
func (b *beside) turn(ctx context.Context) error {
	if b.asked {
		b.asked = false
		answer := <-b.answers
		return b.r.take(answer.events, answer.err)
	}
	if behind := b.r.next + pageSize; behind < b.r.total {
		select {
		case <-b.ready:
			b.asks <- behind
			b.asked = true
		default:
		}
	}
	return b.r.turn(ctx)
}

// end breaks off what the second connection is still doing, and closes it.
func (b *beside) end() {
	b.cancel()
	close(b.asks)
}
