package projections

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kontor/domain"
)

// batchSize is how many events are read from the ledger into one transaction.
const batchSize = 2000

// Apply adds events that were just appended to the ledger, in one transaction
// with the checkpoint. Events that do not continue the checkpoint are read from
// the ledger instead, together with those that are missing before them.
func (v *Views) Apply(ctx context.Context, recs []domain.Recorded) error {
	return v.apply(ctx, recs, nil, v.foldNow)
}

// apply adds events by fold, unless others must come before them.
func (v *Views) apply(
	ctx context.Context, recs []domain.Recorded, told map[domain.Stream][]domain.Recorded,
	fold func(context.Context, []domain.Recorded) error,
) error {
	for len(recs) > 0 && recs[0].Position <= v.Position() {
		recs = recs[1:]
	}
	if len(recs) == 0 {
		return nil
	}
	if !v.continues(recs) {
		return v.CatchUp(ctx, nil)
	}
	v.writing.Lock()
	defer v.writing.Unlock()
	if !v.continues(recs) { // somebody else caught up in the meantime
		for len(recs) > 0 && recs[0].Position <= v.Position() {
			recs = recs[1:]
		}
		if len(recs) == 0 || !v.continues(recs) {
			return v.catchUp(ctx, nil)
		}
	}
	if w, err := v.usable(); err == nil {
		w.told = told
		defer func() { w.told = nil }()
	}
	return fold(ctx, recs)
}

func (v *Views) continues(recs []domain.Recorded) bool {
	next := v.Position() + 1
	for i := range recs {
		if recs[i].Position != next+int64(i) {
			return false
		}
	}
	return true
}

// fold adds events to the open transaction, or begins one; writing is held. Until
// it ends a crash loses them, and the next start finds them in the ledger.
func (v *Views) fold(ctx context.Context, recs []domain.Recorded) error {
	w, err := v.usable()
	if err != nil {
		return err
	}
	if !w.open {
		v.since = time.Now()
	}
	if err := w.fold(ctx, recs); err != nil {
		return v.lost(err)
	}
	v.position.Store(w.position)
	return nil
}

// foldNow adds events that the next query must see; writing is held. Those that
// come in quick succession share one transaction: it ends when it is large or old
// enough, when somebody reads, or after a while without another event.
//
// While others bring events in bulk, and where there are many at once, it ends
// here: whoever reads would wait for all that is still to be written.
func (v *Views) foldNow(ctx context.Context, recs []domain.Recorded) error {
	if err := v.fold(ctx, recs); err != nil {
		return err
	}
	w := v.writer
	if v.expecting > 0 || len(recs) >= manyEvents || w.full() || time.Since(v.since) > commitAtLast {
		return v.commit(ctx)
	}
	v.awaited.Store(true)
	after := commitAfter
	if w.events >= manyEvents {
		after = commitAfterMany
	}
	v.endLater(after)
	return nil
}

// endLater ends the open transaction after a while without another event.
func (v *Views) endLater(after time.Duration) {
	if v.later == nil {
		v.later = time.AfterFunc(after, func() { _ = v.end(context.Background()) })
	} else {
		v.later.Reset(after)
	}
}

// When a transaction ends without a query that wants to see it: soon after an
// event, later where many came and more may follow, and at last in any case.
const (
	commitAfter     = 50 * time.Millisecond
	commitAfterMany = time.Second
	commitAtLast    = 5 * time.Second

	manyEvents = 500
)

// commit ends the open transaction; writing is held.
func (v *Views) commit(ctx context.Context) error {
	if v.later != nil {
		v.later.Stop()
		v.later = nil
	}
	if v.writer != nil {
		start := time.Now()
		if err := v.writer.commit(ctx); err != nil {
			return v.lost(err)
		}
		v.took = time.Since(start)
	}
	v.lately.forget()
	v.committed.Store(v.position.Load())
	v.awaited.Store(false) // not before: a query that sees this reads at once
	return v.rest()
}

// rest gives back the memory that many events took, once no more are known to
// come; writing is held.
func (v *Views) rest() error {
	if v.writer == nil || v.writer.open || v.expecting > 0 || v.following {
		return nil
	}
	return v.writer.keep(writerCache)
}

// lost sets the position back after the open transaction was undone. What was
// lost is read again from the ledger by the next Apply or CatchUp.
func (v *Views) lost(err error) error {
	v.position.Store(v.Seen())
	v.awaited.Store(false)
	return fmt.Errorf("read models: %w", err)
}

// settled makes readable what the next query must see.
func (v *Views) settled() error {
	if !v.awaited.Load() {
		return nil
	}
	return v.end(context.Background())
}

// end ends the open transaction.
func (v *Views) end(ctx context.Context) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	return v.commit(ctx)
}

func (v *Views) usable() (*writer, error) {
	v.gate.RLock()
	defer v.gate.RUnlock()
	if v.writer == nil || v.stale != "" {
		return nil, fmt.Errorf("%w: %s", ErrStale, v.stale)
	}
	return v.writer, nil
}

// CatchUp adds the events that the ledger has and the read models have not.
// Progress, which may be nil, is told how many of them are done.
func (v *Views) CatchUp(ctx context.Context, progress func(done, total int64)) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	return v.catchUp(ctx, progress)
}

func (v *Views) catchUp(ctx context.Context, progress func(done, total int64)) error {
	if _, err := v.usable(); err != nil {
		return err
	}
	from := v.Position()
	head, err := v.source.Head(ctx)
	if err != nil {
		return err
	}
	v.following = true
	err = batches(ctx, v.source, from+1, func(recs []domain.Recorded) error {
		if err := v.foldBulk(ctx, recs); err != nil {
			return err
		}
		if progress != nil {
			done := v.Position() - from
			progress(done, max(head-from, done))
		}
		return nil
	})
	v.following = false
	return errors.Join(err, v.commit(context.WithoutCancel(ctx)))
}

// batches reads the ledger from a position on, one batch ahead of the one that
// is being worked on.
func batches(ctx context.Context, source Source, from int64, work func([]domain.Recorded) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ahead := make(chan []domain.Recorded, 1)
	failed := make(chan error, 1)
	go func() {
		defer close(ahead)
		failed <- readBatches(ctx, source, from, ahead)
	}()
	return workAhead(ahead, failed, cancel, work)
}

func readBatches(ctx context.Context, source Source, from int64, to chan<- []domain.Recorded) error {
	batch := make([]domain.Recorded, 0, batchSize)
	send := func() error {
		if len(batch) == 0 {
			return nil
		}
		select {
		case to <- batch:
			batch = make([]domain.Recorded, 0, batchSize)
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for r, err := range source.All(ctx, from) {
		if err != nil {
			return errors.Join(send(), fmt.Errorf("read the ledger: %w", err))
		}
		if batch = append(batch, r); len(batch) == cap(batch) {
			if err := send(); err != nil {
				return err
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return send()
}

// Refold folds the given records anew from the ledger, and nothing else, after
// the end of the ledger was replaced by another one, which was announced by
// [Views.Doubt]: what is not written yet can only be written from the ledger that
// it was read from. Head is the position up to
// which the read models then answer. After an error nothing more is taken in
// before they were computed anew.
func (v *Views) Refold(ctx context.Context, streams []domain.Stream, head int64) error {
	v.era.Add(1)
	v.writing.Lock()
	defer v.writing.Unlock()
	w, err := v.usable()
	if err != nil {
		return err
	}
	if err := v.commit(ctx); err != nil {
		return v.behindForGood(err)
	}
	err = w.within(ctx, head, func() error {
		if err := w.refold(streams); err != nil {
			return err
		}
		return w.setVersions(generation())
	})
	if err != nil {
		return v.behindForGood(v.lost(err))
	}
	v.doubted = false
	v.position.Store(head)
	v.committed.Store(head)
	return nil
}

// behindForGood keeps events from being added to rows that stand for others than
// the ledger has.
func (v *Views) behindForGood(err error) error {
	v.gate.Lock()
	defer v.gate.Unlock()
	v.stale = StaleReplaced
	return err
}

// refold takes records out of all tables and folds them from their first event.
func (w *writer) refold(streams []domain.Stream) error {
	w.anew = true
	defer func() { w.anew = false }()
	for _, s := range streams {
		if err := w.takeOut(s); err != nil {
			return err
		}
	}
	return records(w.ctx, w.source, streams, func(recs []domain.Recorded) error {
		for i := range recs {
			if err := w.apply(&recs[i]); err != nil {
				return fmt.Errorf("event %d: %w", recs[i].Position, err)
			}
		}
		return nil
	})
}

// recordsAhead is how many records are loaded while others are worked on.
const recordsAhead = 64

// records loads records one after the other, ahead of the one that is being
// worked on.
func records(ctx context.Context, source Source, streams []domain.Stream, work func([]domain.Recorded) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ahead := make(chan []domain.Recorded, min(len(streams), recordsAhead))
	failed := make(chan error, 1)
	go func() {
		defer close(ahead)
		for _, s := range streams {
			recs, err := source.Load(ctx, s)
			if err != nil {
				failed <- fmt.Errorf("read the ledger: %w", err)
				return
			}
			select {
			case ahead <- recs:
			case <-ctx.Done():
				failed <- ctx.Err()
				return
			}
		}
		failed <- nil
	}()
	return workAhead(ahead, failed, cancel, work)
}

// workAhead works on what a goroutine reads ahead, and ends it after an error.
func workAhead(ahead <-chan []domain.Recorded, failed <-chan error, cancel func(), work func([]domain.Recorded) error) error {
	for recs := range ahead {
		if err := work(recs); err != nil {
			cancel()
			for range ahead { //nolint:revive // waits for the reader to end
			}
			return err
		}
	}
	return <-failed
}

// takeOut removes what stands in the tables because of a record.
func (w *writer) takeOut(s domain.Stream) error {
	switch s.Kind {
	case domain.KindConversation:
		return w.dropConversation(s.ID)
	case domain.KindFollowUp:
		old, err := w.followUp(s.ID)
		if err != nil || old == nil {
			return err
		}
		return w.retractFollowUp(old)
	}
	n, err := w.number(s)
	if err != nil {
		return err
	}
	if err := w.dropChanges(n); err != nil {
		return err
	}
	if s.Kind == domain.KindNeed { // now, for its places on timelines may become those of others
		if err := w.retractNeed(n); err != nil {
			return err
		}
	}
	w.folds.drop(s)
	if f := newFold(s.Kind); f != nil && s.Kind != domain.KindWorkspace {
		w.owe(s, f)
	}
	return nil
}
