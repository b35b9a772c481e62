package workspace

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/projections"
)

// bulk records many commands, several in one durable transaction. The read
// models follow on a second goroutine, so that appending and projecting go on
// side by side. The arguments of the commands are not kept, unless asked for:
// their events say the same.
type bulk struct {
	w       *Workspace
	ctx     context.Context
	state   *domain.Overlay
	entries []eventstore.Entry
	events  int
	told    map[domain.Stream][]domain.Recorded // read from the ledger to decide the entries
	behind  chan batch
	ended   chan struct{}
	// rebuild leaves the read models alone and builds them anew at the end: far
	// faster, where what comes is much more than what is there.
	rebuild  bool
	progress func(done, total int64) // of the rebuild
	followed func()
	views    *projections.Bulk
	keepArgs bool  // the commands may have to be decided again
	Done     int64 // events recorded
	last     int64 // position of the last of them
}

// A batch is one transaction that the read models are to follow.
type batch struct {
	recorded []domain.Recorded
	told     map[domain.Stream][]domain.Recorded
}

// pipeline is how many transactions the read models may be behind, so that the
// ledger goes on while they commit.
const pipeline = 8

// bulkEvents is how many events are recorded in one transaction.
const bulkEvents = 4000

func (w *Workspace) startBulk(ctx context.Context) *bulk { return w.startBulkAhead(ctx, pipeline, nil) }

// startBulkAhead lets the ledger go ahead of the read models by so many
// transactions; followed is told of each that they have followed, in order.
func (w *Workspace) startBulkAhead(ctx context.Context, ahead int, followed func()) *bulk {
	b := &bulk{w: w, ctx: ctx, behind: make(chan batch, ahead), ended: make(chan struct{}), followed: followed}
	b.forget()
	b.views = w.views.Expect()
	go b.follow()
	return b
}

func (b *bulk) follow() {
	defer close(b.ended)
	told, last := b.w.views.Seen(), time.Now()
	for next := range b.behind {
		if !b.rebuild {
			behind(b.views.Apply(context.WithoutCancel(b.ctx), next.recorded, next.told))
			b.meanwhile()
			if seen := b.w.views.Seen(); seen > told && time.Since(last) > tellEvery {
				b.w.changed.tell(Changed{Position: seen})
				told, last = seen, time.Now()
			}
		}
		if b.followed != nil {
			b.followed()
		}
	}
}

// tellEvery is how often at most listeners are told of what comes in bulk. Each of
// them reads anew.
const tellEvery = 500 * time.Millisecond

// meanwhile lets the read models write while the ledger is not ahead of them, so
// that little is left when the last events come.
func (b *bulk) meanwhile() {
	if len(b.behind) == 0 {
		behind(b.views.WriteMeanwhile(context.WithoutCancel(b.ctx)))
	}
}

func (b *bulk) forget() {
	b.told = map[domain.Stream][]domain.Recorded{}
	b.state = domain.NewOverlay(stored{b.ctx, b.w, b.told})
	b.entries, b.events = nil, 0
}

// add decides a command on all that was added before. The caller holds
// w.writing.
func (b *bulk) add(c domain.Command, issued domain.Issued) error {
	if issued.Actor == domain.None {
		return ErrNobody
	}
	state := decideOn(b.state)
	events, err := c.Decide(state, issued)
	if err != nil || len(events) == 0 {
		return err
	}
	e := entry(c, issued, events, state.expect(events))
	if !b.keepArgs {
		e.Args = nil
	}
	b.entries = append(b.entries, e)
	b.events += len(events)
	return b.state.Add(events, issued)
}

// flush records what was added. The caller holds w.writing.
func (b *bulk) flush() error {
	if len(b.entries) == 0 {
		return nil
	}
	recorded, err := b.w.ledger.AppendBatch(b.ctx, b.entries)
	told := b.told
	b.forget()
	if err != nil {
		return fmt.Errorf("record %d events: %w", b.events, err)
	}
	b.Done += int64(len(recorded))
	b.last = recorded[len(recorded)-1].Position
	b.w.folded.follow(recorded)
	b.behind <- batch{recorded, told}
	return nil
}

// close waits until the read models have followed, so that whoever reads after it
// sees all.
func (b *bulk) close() error {
	close(b.behind)
	<-b.ended
	ctx := context.WithoutCancel(b.ctx)
	behind(b.views.End(ctx))
	if b.rebuild && b.Done > 0 {
		return b.w.Rebuild(ctx, b.progress)
	}
	if err := b.w.CatchUp(ctx, nil); err != nil {
		behind(err)
		return err
	}
	if b.Done > 0 {
		b.w.changed.tell(Changed{Position: b.last})
	}
	return nil
}

// conversationsPerCommand is how many conversations one command records when
// they come in bulk.
const conversationsPerCommand = 250

// LogAll records many conversations at once, such as those of a mailbox, as one
// import that UndoImport takes back. It returns how many were recorded; what was
// recorded before ctx ended stays.
func (w *Workspace) LogAll(ctx context.Context, format string, files []string, conversations iter.Seq[domain.LogConversation]) (int, error) {
	batch := w.NewID()
	if _, err := w.Do(ctx, domain.StartImport{Import: batch, Format: format, Files: files}); err != nil {
		return 0, err
	}
	b := w.startBulk(context.WithoutCancel(ctx))
	count := 0
	var parts []domain.Command
	record := func() error {
		w.writing.Lock()
		defer w.writing.Unlock()
		err := b.add(domain.Batch{Title: "import", Parts: parts}, w.issued(batch))
		if err == nil && b.events >= bulkEvents {
			err = b.flush()
		}
		if err == nil {
			count += len(parts)
		}
		parts = nil
		return err
	}
	var err error
	for c := range conversations {
		if err = ctx.Err(); err != nil {
			break
		}
		if parts = append(parts, c); len(parts) == conversationsPerCommand {
			if err = record(); err != nil {
				break
			}
		}
	}
	if err == nil && len(parts) > 0 {
		err = record()
	}
	w.writing.Lock()
	finish := domain.FinishImport{Import: batch, Counts: domain.ImportCounts{New: count}}
	err = errors.Join(err, b.add(finish, w.issued(batch)), b.flush())
	w.writing.Unlock()
	return count, errors.Join(err, b.close())
}
