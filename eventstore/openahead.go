package eventstore

import (
	"bytes"
	"sync"
	"sync/atomic"

	"kontor/domain"
)

// openedAhead are the words of events that are being received: they are opened
// while the ledger writes the events.
type openedAhead struct {
	text    []byte
	may     func(*Record) bool
	events  []domain.Recorded
	ended   sync.WaitGroup
	stopped atomic.Bool
}

// openAhead begins to open those of the events that are wanted.
func (l *Ledger) openAhead(incoming []Record, wanted Mention) *openedAhead {
	a := &openedAhead{text: []byte(wanted.Text), may: wanted.May, events: make([]domain.Recorded, 0, len(incoming))}
	a.ended.Go(func() {
		d := decoder{ledger: l}
		for i := 0; i < len(incoming) && !a.stopped.Load(); i++ {
			a.events = append(a.events, a.read(&d, &incoming[i]))
		}
	})
	return a
}

// stop waits until the keys are not used any more.
func (a *openedAhead) stop() {
	a.stopped.Store(true)
	a.ended.Wait()
}

// read is an event as far as it can be read: as in All, the event is there even
// if its content is not. One that is not wanted is not read.
func (a *openedAhead) read(d *decoder, r *Record) domain.Recorded {
	if a.may != nil && !a.may(r) {
		return domain.Recorded{}
	}
	if len(a.text) > 0 {
		plain, _, err := d.open(r)
		if err != nil || !bytes.Contains(plain, a.text) {
			return domain.Recorded{}
		}
	}
	e, err := d.decode(r)
	if err != nil {
		e.Event = newUnknown(r.Type, r.StreamRef(), r.Skeleton, nil)
	}
	return e
}

// opened gives the events that are new here as they can be read now. Where
// something was erased, what was opened before that is not looked at: those words
// must reach nobody.
func (b *rebase) opened(ahead *openedAhead) []domain.Recorded {
	if b.erasing {
		ahead.stop()
	} else {
		ahead.ended.Wait()
	}
	all := make([]domain.Recorded, 0, len(b.foreign))
	for _, i := range b.foreign {
		var e domain.Recorded
		if b.erasing {
			e = ahead.read(&b.decoder, &b.incoming[i])
		} else {
			e = ahead.events[i]
		}
		if e.Event != nil {
			e.Version = b.incoming[i].Version
			all = append(all, e)
		}
	}
	return all
}
