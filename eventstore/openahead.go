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
	events  []domain.Recorded
	ended   sync.WaitGroup
	stopped atomic.Bool
}

func (l *Ledger) openAhead(incoming []Record) *openedAhead {
	a := &openedAhead{events: make([]domain.Recorded, 0, len(incoming))}
	a.ended.Go(func() {
		d := decoder{ledger: l}
		for i := 0; i < len(incoming) && !a.stopped.Load(); i++ {
			a.events = append(a.events, d.readable(&incoming[i]))
		}
	})
	return a
}

// stop waits until the keys are not used any more.
func (a *openedAhead) stop() {
	a.stopped.Store(true)
	a.ended.Wait()
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
		if b.erasing {
			all = append(all, b.decoder.readable(&b.incoming[i]))
			continue
		}
		e := ahead.events[i]
		e.Version = b.incoming[i].Version
		all = append(all, e)
	}
	return all
}

// readable is an event as far as it can be read: as in All, the event is there
// even if its content is not.
func (d *decoder) readable(r *Record) domain.Recorded {
	e, err := d.decode(r)
	if err != nil {
		e.Event = newUnknown(r.Type, r.StreamRef(), r.Skeleton, nil)
	}
	return e
}

// Mentioning gives those events whose sealed part has these bytes in it, which is
// faster than reading all.
func (l *Ledger) Mentioning(records []Record, text string) []domain.Recorded {
	var found []domain.Recorded
	d := decoder{ledger: l}
	for i := range records {
		plain, _, err := d.open(&records[i])
		if err == nil && bytes.Contains(plain, []byte(text)) {
			found = append(found, d.readable(&records[i]))
		}
	}
	return found
}
