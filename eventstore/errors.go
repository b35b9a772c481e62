package eventstore

import (
	"errors"
	"fmt"
	"syscall"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// Problem is an error that people are told about. Its text is for developers;
// MessageKey names the sentence in the translations.
type Problem struct {
	key, text string
}

func (p *Problem) Error() string { return p.text }

// MessageKey is the key of the message in assets/translations/ledger.*.json.
func (p *Problem) MessageKey() string { return p.key }

// What can be wrong with a workspace. Compare with errors.Is.
var (
	// ErrDiskFull means that there was no room; nothing was recorded.
	ErrDiskFull = &Problem{"ledger.disk-full", "no room left on the disk"}
	// ErrDamaged means that a file of the ledger cannot be read as one.
	ErrDamaged = &Problem{"ledger.damaged", "the ledger is damaged"}
	// ErrNewerFormat means that a later version of the program wrote the ledger.
	ErrNewerFormat = &Problem{"ledger.newer-format", "the ledger was written by a newer version"}
	// ErrForeignFile means that log.db or keys.db is not one of ours.
	ErrForeignFile = &Problem{"ledger.foreign-file", "the file is not a ledger"}
	// ErrLogMissing means that keys.db is there without log.db.
	ErrLogMissing = &Problem{"ledger.log-missing", "log.db is missing"}
	// ErrKeysMissing means that log.db is there without keys.db.
	ErrKeysMissing = &Problem{"ledger.keys-missing", "keys.db is missing"}
	// ErrKeysForeign means that keys.db belongs to another workspace.
	ErrKeysForeign = &Problem{"ledger.keys-foreign", "keys.db belongs to another workspace"}
	// ErrWorkspaceKeyMissing means that the key that opens keys.db is not where
	// it was put: the system's key store is locked or was reset, or
	// workspace.key is gone.
	ErrWorkspaceKeyMissing = &Problem{"ledger.workspace-key-missing", "the workspace key is missing"}
	// ErrWorkspaceKeyWrong means that the workspace key does not open keys.db.
	ErrWorkspaceKeyWrong = &Problem{"ledger.workspace-key-wrong", "the workspace key does not fit keys.db"}
	// ErrReadOnly is the answer to a change of a ledger opened for reading.
	ErrReadOnly = &Problem{"ledger.read-only", "the ledger is open for reading only"}
	// ErrFenced is the answer to new words about a record that was erased.
	ErrFenced = &Problem{"ledger.fenced", "the record was erased; no new key may be made for it"}
	// ErrKeyErased means that a key was destroyed: the words are gone for good.
	ErrKeyErased = &Problem{"ledger.key-erased", "the key was destroyed"}
	// ErrKeyMissing means that keys.db does not know the key (yet).
	ErrKeyMissing = &Problem{"ledger.key-missing", "the key is not on this machine"}
)

// What can be wrong with a call.
var (
	ErrNotFound     = errors.New("eventstore: not found")
	ErrPartlyKnown  = errors.New("eventstore: some of the events are already recorded, others are not")
	ErrCommandKnown = errors.New("eventstore: the command is already in the journal")
	ErrClosed       = errors.New("eventstore: closed")
	ErrShared       = errors.New("eventstore: the ledger is shared with a team already")
	ErrNotShared    = errors.New("eventstore: the ledger is not shared with a team")
)

// ConflictError says that a stream has another version than the command was
// decided on. Nothing was recorded; decide again.
type ConflictError struct {
	Stream           domain.Stream
	Expected, Actual int
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("eventstore: %s has version %d, expected %d", e.Stream, e.Actual, e.Expected)
}

// FaultError says what is wrong with one event of the ledger.
type FaultError struct {
	Position int64
	What     string
	Err      error
}

func (e *FaultError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("ledger position %d: %s", e.Position, e.What)
	}
	return fmt.Sprintf("ledger position %d: %s: %v", e.Position, e.What, e.Err)
}

func (e *FaultError) Unwrap() error { return e.Err }

// LockedError says who holds the workspace.
type LockedError struct {
	PID   int       // 0 if unknown
	Since time.Time // zero if unknown
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return "another process has the workspace open"
	}
	return fmt.Sprintf("process %d has the workspace open since %s", e.PID, e.Since.Format(time.RFC3339))
}

// MessageKey is the key of the message in assets/translations/ledger.*.json;
// its placeholders are PID and Since.
func (e *LockedError) MessageKey() string { return "ledger.locked" }

// classified gives an error of SQLite or the file system one of our names.
func classified(err error) error {
	if err == nil {
		return nil
	}
	if name := nameOf(err); name != nil && !errors.Is(err, name) {
		return fmt.Errorf("%w: %w", name, err)
	}
	return err
}

// IsDiskFull reports whether an error of SQLite or of the file system means that
// there is no room left.
func IsDiskFull(err error) bool {
	return err != nil && (errors.Is(err, ErrDiskFull) || nameOf(err) == error(ErrDiskFull))
}

func nameOf(err error) error {
	for _, full := range []error{syscall.ENOSPC, syscall.EFBIG, errQuota} {
		if errors.Is(err, full) {
			return ErrDiskFull
		}
	}
	var system syscall.Errno
	if errors.As(err, &system) {
		return nil // nothing of SQLite's, which would call it an error in a statement
	}
	code := sqlite.ErrCode(err)
	if code == sqlite.ResultIOErrSHMSize { // no room for the index of the write-ahead log
		return ErrDiskFull
	}
	switch code.ToPrimary() {
	case sqlite.ResultFull:
		return ErrDiskFull
	case sqlite.ResultCorrupt, sqlite.ResultNotADB:
		return ErrDamaged
	case sqlite.ResultError: // a statement that is not understood: the schema is not ours any more
		return ErrDamaged
	}
	return nil
}
