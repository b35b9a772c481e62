package eventstore

import (
	"context"
	"fmt"
	"iter"
	"time"

	"kontor/domain"
)

// Team says with whom a ledger is shared. It holds no secrets.
type Team struct {
	Server  string // the connection string, without a password
	Account string
	CAFile  string // a certificate authority besides the system's; empty: none
	Epoch   int    // which of the workspace's shared ledgers; 1 for the first
	// Confirmed is the position up to which the ledger is the shared one. What
	// lies above is not shared yet and may still be dropped and appended again.
	Confirmed int64
	Since     time.Time // when this copy began to be shared
	// Attended is the position up to which everything was done that follows from
	// others' events besides what [Ledger.Receive] does. It is below Confirmed
	// while something is left of that: see [Ledger.SetAttended].
	Attended int64
	Seen     Seen
	// Protection is what is known of the rights on the server's streams; in the
	// words of whoever noted it, "" if nothing.
	Protection string
}

// Seen is what was last seen of the team's server, in the words of whoever noted
// it. It outlives the process that saw it.
type Seen struct {
	State string // "" if there is nothing to remember
	Since time.Time
}

// NoteSeen notes what was seen of the team's server.
func (l *Ledger) NoteSeen(ctx context.Context, seen Seen) error {
	return l.changeTeam(func() error { return l.store.noteSeen(ctx, seen) })
}

// NoteProtection notes what is known of the rights on the server's streams.
func (l *Ledger) NoteProtection(ctx context.Context, protection string) error {
	return l.changeTeam(func() error { return l.store.noteProtection(ctx, protection) })
}

// SetAttended notes that everything was done that follows from others' events up
// to a position. Receive leaves the mark behind in the transaction that takes the
// events in: whoever is interrupted before finds them from the mark on.
func (l *Ledger) SetAttended(ctx context.Context, position int64) error {
	return l.changeTeam(func() error { return l.store.setAttended(ctx, position) })
}

// Team says with whom the ledger is shared, if it is.
func (l *Ledger) Team(ctx context.Context) (team Team, shared bool, err error) {
	return l.store.team(ctx)
}

// BeginTeam makes a ledger that nobody else had a shared one. The first
// t.Confirmed events are taken to be on the server; [ErrShared] if the ledger is
// shared already.
func (l *Ledger) BeginTeam(ctx context.Context, t Team) error {
	return l.changeTeam(func() error {
		if t.Epoch == 0 {
			t.Epoch = 1
		}
		if t.Since.IsZero() {
			t.Since = l.options.Now()
		}
		return l.store.beginTeam(ctx, t)
	})
}

// ChangeTeam notes another way to the same shared ledger.
func (l *Ledger) ChangeTeam(ctx context.Context, server, account, caFile string) error {
	return l.changeTeam(func() error { return l.store.changeTeam(ctx, server, account, caFile) })
}

// EndTeam makes a shared ledger a private one again. Every event stays, shared
// or not.
func (l *Ledger) EndTeam(ctx context.Context) error {
	return l.changeTeam(func() error { return l.store.endTeam(ctx) })
}

// Confirm notes that the server has the events up to a position.
func (l *Ledger) Confirm(ctx context.Context, position int64) error {
	return l.changeTeam(func() error { return l.store.moveConfirmed(ctx, position, true) })
}

// Unconfirm notes that the server has the events only up to a position, because
// it was put back to an earlier state: what lies above is unshared again.
func (l *Ledger) Unconfirm(ctx context.Context, position int64) error {
	return l.changeTeam(func() error { return l.store.moveConfirmed(ctx, position, false) })
}

func (l *Ledger) changeTeam(change func() error) error {
	if l.options.ReadOnly {
		return ErrReadOnly
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return change()
}

// Confirmed is the end of what is shared; the end of the ledger if it is shared
// with nobody.
func (l *Ledger) Confirmed(ctx context.Context) (Head, error) {
	team, shared, err := l.Team(ctx)
	if err != nil {
		return Head{}, err
	}
	if !shared {
		return l.Head(ctx)
	}
	return l.confirmedBy(ctx, team)
}

func (l *Ledger) confirmedBy(ctx context.Context, team Team) (Head, error) {
	if team.Confirmed == 0 {
		return Head{Hash: Genesis(l.Workspace())}, nil
	}
	r, err := l.RecordAt(ctx, team.Confirmed)
	if err != nil {
		return Head{}, fmt.Errorf("the last shared event: %w", err)
	}
	return Head{Position: r.Position, Hash: r.Hash}, nil
}

// unsharedCount remembers what was counted, as long as nothing moves.
type unsharedCount struct {
	head, confirmed Head
	commands        int64
}

// Unshared counts what the team does not have yet; 0 if there is no team.
func (l *Ledger) Unshared(ctx context.Context) (events, commands int64, err error) {
	team, shared, err := l.Team(ctx)
	if err != nil || !shared {
		return 0, 0, err
	}
	head, err := l.Head(ctx)
	if err != nil {
		return 0, 0, err
	}
	events = head.Position - team.Confirmed
	if events <= 0 {
		return 0, 0, nil
	}
	confirmed, err := l.confirmedBy(ctx, team)
	if err != nil {
		return 0, 0, err
	}
	if counted := l.counted.Load(); counted != nil && counted.head == head && counted.confirmed == confirmed {
		return events, counted.commands, nil
	}
	if commands, err = l.store.commandsAfter(ctx, team.Confirmed); err != nil {
		return 0, 0, err
	}
	l.counted.Store(&unsharedCount{head: head, confirmed: confirmed, commands: commands})
	return events, commands, nil
}

// RecordsAfter yields the events with a position above the given one as they
// are shared: sealed. A record is valid until the next turn of the loop.
func (l *Ledger) RecordsAfter(ctx context.Context, position int64) iter.Seq2[*Record, error] {
	return l.store.ReadAll(ctx, position)
}

// RecordsBy gives the last events of an actor before a position, newest first: so
// many at most, and at least one if there is one.
func (l *Ledger) RecordsBy(ctx context.Context, actor domain.ID, before int64, limit int) ([]Record, error) {
	return l.store.recordsBy(ctx, actor, before, limit)
}

// RecordAt is the event at a position, or [ErrNotFound].
func (l *Ledger) RecordAt(ctx context.Context, position int64) (Record, error) {
	return l.store.At(ctx, position)
}

// CommandCount counts the events of a command, and those of them up to a position.
func (l *Ledger) CommandCount(ctx context.Context, command domain.ID, upTo int64) (all, before int, err error) {
	return l.store.countCommand(ctx, command, upTo)
}

// TeamFile is an attachment that is to be brought to the team, fetched from it,
// or taken away there.
type TeamFile struct {
	Address   Address
	Direction FileDirection
	State     FileState
	Size      int64     // in bytes; 0 if not known
	Tries     int       // how often it went wrong
	Due       time.Time // when it is to be tried again; zero: at once
}

// FileDirection says which way a file goes.
type FileDirection string

// The directions of files.
const (
	FileUp   FileDirection = "up"
	FileDown FileDirection = "down"
	FileAway FileDirection = "away" // it was erased here; the team's copy is to go
)

// FileState says how far a file has come.
type FileState string

// The states of files.
const (
	FileWaiting  FileState = "waiting"
	FileDone     FileState = "done"
	FileTooLarge FileState = "too-large"
	FileFailed   FileState = "failed" // it could not be used; tried again when it is due
	FileDenied   FileState = "denied" // the account may not
)

// Files lists the attachments that were noted with NoteFiles, by address.
func (l *Ledger) Files(ctx context.Context) ([]TeamFile, error) { return l.store.files(ctx) }

// NoteFiles puts attachments into the queue of files, or notes what became of
// them; all of them or none.
func (l *Ledger) NoteFiles(ctx context.Context, files ...TeamFile) error {
	if l.options.ReadOnly {
		return ErrReadOnly
	}
	if len(files) == 0 {
		return nil
	}
	return l.store.noteFiles(ctx, files)
}
