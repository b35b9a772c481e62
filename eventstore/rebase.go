package eventstore

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"

	"kontor/domain"
)

// Receive takes over events that are on the server and continue the confirmed
// part of the ledger: the position of the first is one above [Ledger.Confirmed].
// Position and Hash must be set, Version is computed.
//
// Events that are the ledger's own are confirmed. Where others' events come in
// between, those of our own that are not shared yet are taken off, the others'
// are put in their place, and each command of ours is given to decide, in its
// order, and appended again behind. A command whose events came in is done. All
// of this is one transaction: readers see the ledger as it was before or as it
// is after.
//
// Errors: [ErrNotShared], a *[HashError], [ErrDiskFull], what decide gives, or
// that ctx ended; nothing was changed then.
func (l *Ledger) Receive(ctx context.Context, incoming []Record, decide Redecide) (Received, error) {
	return l.ReceiveMentioning(ctx, incoming, decide, Mention{})
}

// Mention says which events somebody wants to see: those in whose sealed part a
// text stands. May leaves out events whose clear part says that it does not: they
// are not opened.
type Mention struct {
	Text string             // "": all events
	May  func(*Record) bool // nil: any may
}

// ReceiveMentioning is Receive for one who has no read models that follow:
// Incoming are only the events that are wanted.
func (l *Ledger) ReceiveMentioning(ctx context.Context, incoming []Record, decide Redecide, wanted Mention) (Received, error) {
	ahead := l.openAhead(incoming, wanted)
	defer ahead.stop()
	b, err := l.receive(ctx, incoming, decide)
	if err != nil {
		return Received{}, err
	}
	b.got.Incoming = b.opened(ahead)
	return b.got, nil
}

func (l *Ledger) receive(ctx context.Context, incoming []Record, decide Redecide) (*rebase, error) {
	if l.options.ReadOnly {
		return nil, ErrReadOnly
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b := &rebase{ledger: l, decide: decide, incoming: slices.Clone(incoming)}
	err := l.store.rewrite(ctx, len(incoming), func(w *rewrite) error {
		b.begin(w)
		return b.run()
	})
	clear(l.streamKeys) // others may have given a stream its key
	if err != nil {
		return nil, fmt.Errorf("receive from the team: %w", err)
	}
	if b.erasing || l.unfinished {
		b.erasing = true
		b.got.Unfinished = l.finishErasures(context.WithoutCancel(ctx))
		l.unfinished = b.got.Unfinished != nil
	}
	return b, nil
}

// rebase puts others' events in front of those that are not shared yet.
type rebase struct {
	ledger   *Ledger
	w        *rewrite
	decide   Redecide
	decoder  decoder
	incoming []Record
	foreign  []int // of incoming: what is new here
	base     int64 // the end of what was shared and of our own that came back

	state   *rebaseState
	keys    map[domain.ID]KeyRef   // of streams, as they are inside the transaction
	erased  map[domain.ID]bool     // the records that are erased
	touched map[domain.Stream]bool // nil while nothing was dropped
	came    map[domain.ID]bool     // our commands of which events came in
	replays map[domain.ID]struct{} // commands that were decided again
	current *replayed              // the command that is being put on top
	erasing bool
	got     Received
}

func (b *rebase) begin(w *rewrite) {
	b.w = w
	b.decoder = decoder{ledger: b.ledger}
	b.state = &rebaseState{rebase: b, folded: map[domain.Stream]domain.Aggregate{}}
	b.keys, b.erased = map[domain.ID]KeyRef{}, map[domain.ID]bool{}
	b.came, b.replays = map[domain.ID]bool{}, map[domain.ID]struct{}{}
}

func (b *rebase) run() error {
	team, shared, err := readTeam(b.w.s.conn)
	if err != nil {
		return err
	}
	if !shared {
		return ErrNotShared
	}
	for i := range b.incoming {
		if want := team.Confirmed + 1 + int64(i); b.incoming[i].Position != want {
			return fmt.Errorf("eventstore: an event of position %d came in, not of %d", b.incoming[i].Position, want)
		}
	}
	own, err := b.confirmOwn()
	if err != nil {
		return err
	}
	b.base = team.Confirmed + int64(own)
	b.got.Own = int64(own)
	if own < len(b.incoming) {
		if err := b.takeOver(b.incoming[own:], own); err != nil {
			return err
		}
	} else if err := b.w.s.setConfirmed(b.base); err != nil {
		return err
	}
	b.got.Head = b.w.head.Position
	return nil
}

// confirmOwn counts how many of the incoming events are the next of our own.
func (b *rebase) confirmOwn() (int, error) {
	for i := range b.incoming {
		same, err := b.w.same(&b.incoming[i])
		if err != nil || !same {
			return i, err
		}
	}
	return len(b.incoming), nil
}

// takeOver appends the events from the first that is not our own, and puts what
// had stood there on top.
func (b *rebase) takeOver(events []Record, skipped int) error {
	last, err := b.w.end(b.base)
	if err != nil {
		return err
	}
	if err := b.w.s.setConfirmed(b.base); err != nil {
		return err
	}
	dropped := b.w.head.Position > b.base
	if dropped {
		b.touched = map[domain.Stream]bool{}
		if err := b.w.setAside(b.base, last); err != nil {
			return err
		}
		if err := b.w.asideStreams(func(s domain.Stream) { b.touched[s] = true }); err != nil {
			return err
		}
	}
	for i := range events {
		if err := b.appendIncoming(&events[i], skipped+i); err != nil {
			return err
		}
	}
	if err := b.w.flush(); err != nil {
		return err
	}
	if err := b.w.s.setReceived(b.w.head.Position); err != nil {
		return err
	}
	if err := b.noteErased(events); err != nil || !dropped {
		return err
	}
	if err := b.replay(); err != nil {
		return err
	}
	if err := b.settleCame(); err != nil {
		return err
	}
	b.got.Touched = slices.SortedFunc(maps.Keys(b.touched), compareStreams)
	return b.w.forgetAside()
}

func compareStreams(a, b domain.Stream) int {
	return slices.Compare(a.ID[:], b.ID[:])
}

// appendIncoming appends an event of the server, if it follows.
func (b *rebase) appendIncoming(r *Record, index int) error {
	position, hash := r.Position, r.Hash
	if r.Sealed != nil && (!r.HasSealed || sha256.Sum256(r.Sealed) != r.SealedDigest) {
		return &HashError{Position: position}
	}
	if err := b.meet(r, index); err != nil {
		return err
	}
	if err := b.w.queue(r); err != nil {
		return err
	}
	if r.Hash != hash {
		return &HashError{Position: position}
	}
	return nil
}

// meet finds out whether an event that comes in is one of those that were set
// aside, or answers a command of which others are.
func (b *rebase) meet(r *Record, index int) error {
	if b.touched == nil {
		b.foreign = append(b.foreign, index)
		return nil
	}
	b.touched[r.StreamRef()] = true
	command, ours, err := b.w.asideCommand(r.EventID)
	if err != nil {
		return err
	}
	if ours {
		b.came[command] = true
		b.got.Own++
		return b.w.dropAside(r.EventID)
	}
	b.foreign = append(b.foreign, index)
	decided, err := b.w.dropAsideCommand(r.Command)
	if decided {
		b.came[r.Command] = true
	}
	return err
}

// noteErased learns which records are erased now. Words about one of them that
// came in later than its erasure have to go as well.
func (b *rebase) noteErased(events []Record) error {
	if err := b.w.erased(func(subject domain.ID) { b.erased[subject] = true }); err != nil {
		return err
	}
	for i := range events {
		r := &events[i]
		if erases(r.Type) {
			b.erasing = true
		}
		if b.erased[r.Stream] && !r.Key.IsZero() {
			b.erasing = true
			if err := b.w.eraseAgain(r.Stream); err != nil {
				return err
			}
		}
	}
	return nil
}

// settleCame marks the commands as done of which events came in.
func (b *rebase) settleCame() error {
	for id := range b.came {
		c, there, err := b.w.command(id)
		if err != nil {
			return err
		}
		if !there {
			continue
		}
		c.State, c.Reason = CommandDone, ""
		if err := errors.Join(b.w.place(&c), b.w.update(&c)); err != nil {
			return err
		}
	}
	return nil
}
