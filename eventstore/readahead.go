package eventstore

import (
	"iter"
	"sync"

	"kontor/domain"
)

// aheadMost is how many events are handed over at a time; about three times as
// many are in memory.
const aheadMost = 256

type decodedEvent struct {
	event domain.Recorded
	err   error
}

// readAhead takes events from a sequence in a goroutine of its own while the
// loop works on those before. The goroutine has ended when the loop is left.
func readAhead(events iter.Seq2[domain.Recorded, error]) iter.Seq2[domain.Recorded, error] {
	return func(yield func(domain.Recorded, error) bool) {
		pages := make(chan []decodedEvent, 1)
		left := make(chan struct{})
		var reader sync.WaitGroup
		defer reader.Wait()
		defer close(left)
		reader.Go(func() {
			defer close(pages)
			readPages(events, pages, left)
		})
		for page := range pages {
			for i := range page {
				if !yield(page[i].event, page[i].err) {
					return
				}
			}
		}
	}
}

// readPages fills pages until the loop is left. The first are short, so that a
// loop that wants a few events gets them soon.
func readPages(events iter.Seq2[domain.Recorded, error], pages chan<- []decodedEvent, left <-chan struct{}) {
	size := 1
	page := make([]decodedEvent, 0, size)
	for e, err := range events {
		page = append(page, decodedEvent{e, err})
		if len(page) < size {
			continue
		}
		select {
		case pages <- page:
		case <-left:
			return
		}
		size = min(2*size, aheadMost)
		page = make([]decodedEvent, 0, size)
	}
	if len(page) > 0 {
		select {
		case pages <- page:
		case <-left:
		}
	}
}
