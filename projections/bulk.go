package projections

import (
	"context"
	"time"

	"kontor/domain"
)

// A Bulk is many events that somebody brings, one part after the other. What many
// of them change together is counted once, at the end of a transaction, which can
// take seconds. Nobody who reads waits for that: queries see what was committed.
type Bulk struct {
	v    *Views
	over bool // guarded by v.writing
}

// Expect says that many events are coming, until the end of the bulk.
func (v *Views) Expect() *Bulk {
	v.writing.Lock()
	defer v.writing.Unlock()
	if v.awaited.Load() {
		_ = v.commit(context.Background()) // else the events are found to be missing, and read from the ledger
	}
	v.expecting++
	return &Bulk{v: v}
}

// Apply adds events like [Views.Apply], but queries see them only when the
// transaction has ended: where it is large enough, now and then if its end does
// not take long, and at the end of the bulk. [Views.Seen] tells.
//
// Told are records that the caller has read from the ledger to decide what was
// appended, all their events until then, so that they need not be read again.
func (b *Bulk) Apply(ctx context.Context, recs []domain.Recorded, told map[domain.Stream][]domain.Recorded) error {
	return b.v.apply(ctx, recs, told, b.v.foldBulk)
}

// foldBulk adds events of which queries need not see each at once; writing is held.
func (v *Views) foldBulk(ctx context.Context, recs []domain.Recorded) error {
	if err := v.fold(ctx, recs); err != nil {
		return err
	}
	if v.writer.full() {
		return v.commit(ctx)
	}
	if time.Since(v.since) < max(commitAtLast, commitShare*v.took) {
		return nil
	}
	return v.commitCheap(ctx)
}

// commitShare is how many times as long as its end a transaction of a bulk goes on.
const commitShare = 10

// commitCheap ends the open transaction, unless it would index the words of all
// records anew: then a bulk had better do that once, at its end.
func (v *Views) commitCheap(ctx context.Context) error {
	w := v.writer
	if !w.owed.allWords {
		err := w.guard(ctx, func() error {
			if err := w.projectOwed(); err != nil {
				return err
			}
			return w.oweAllWords()
		})
		if err != nil {
			return v.lost(err)
		}
	}
	if w.owed.allWords {
		return nil
	}
	return v.commit(ctx)
}

// WriteMeanwhile writes some of what the applied events change, for somebody who
// has no more of them just now: it need not be written at the end then, when
// everybody waits. No query sees it before that end.
func (b *Bulk) WriteMeanwhile(ctx context.Context) error {
	return b.v.writeMeanwhile(ctx, dossiersMeanwhile, leastMeanwhile, manyMeanwhile)
}

func (v *Views) writeMeanwhile(ctx context.Context, ofDossiers, least, ofRecords int) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	w, err := v.usable()
	if err != nil || !w.open {
		return nil //nolint:nilerr // who cannot be written to owes nothing
	}
	if err := w.guard(ctx, func() error { return w.settleMeanwhile(ofDossiers, least, ofRecords) }); err != nil {
		return v.lost(err)
	}
	return nil
}

// End says that no more events come. Queries see all of them when it returns.
func (b *Bulk) End(ctx context.Context) error {
	v := b.v
	v.writing.Lock()
	defer v.writing.Unlock()
	if b.over {
		return nil
	}
	b.over = true
	v.expecting--
	return v.commit(ctx)
}
