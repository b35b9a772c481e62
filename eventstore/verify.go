package eventstore

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"kontor/domain"
)

// Report is what [Ledger.Verify] found.
type Report struct {
	Head Head

	Events   int64 // read
	Opened   int64 // of these, with a sealed part that opens
	Erased   int64 // with a sealed part that was erased
	Missing  int64 // with a sealed part whose key keys.db does not know
	Commands int64 // entries of the journal

	Blocks            int64 // blocks of keys
	Attachments       int64 // that match their address
	ErasedAttachments int64 // whose key was destroyed

	// Faults are what is wrong, in the order found; at most MaxFaults are kept.
	Faults []Fault
	// MoreFaults counts those that were not kept.
	MoreFaults int64

	ordered []domain.ID // the records that an event ordered to be erased
}

// MaxFaults is the number of faults that a report describes.
const MaxFaults = 100

// Fault is something wrong with a workspace.
type Fault struct {
	Where    string `json:"where"`    // "log.db", "keys.db", "journal", "attention" or "attachments"
	Position int64  `json:"position"` // of the event, or the number of the journal entry; 0 if it is neither
	What     string `json:"what"`     // for whoever repairs it; holds no personal data
}

func (f Fault) String() string {
	if f.Position == 0 {
		return f.Where + ": " + f.What
	}
	return fmt.Sprintf("%s, position %d: %s", f.Where, f.Position, f.What)
}

// OK reports whether nothing is wrong.
func (r *Report) OK() bool { return len(r.Faults) == 0 }

func (r *Report) fault(where string, position int64, format string, args ...any) {
	if len(r.Faults) == MaxFaults {
		r.MoreFaults++
		return
	}
	r.Faults = append(r.Faults, Fault{where, position, fmt.Sprintf(format, args...)})
}

// Verify checks everything that can be checked: the files with SQLite's own
// integrity check and against the schema, the chain of hashes, that positions
// and versions have no gaps, that each sealed part is the one that was recorded
// and opens or was erased, the journal, the wrapped keys, that no erased record
// has a living key, and the attachments.
//
// progress, if not nil, is told how many of the events are done. What is wrong
// is in the report; the error only says why Verify could not finish.
func (l *Ledger) Verify(ctx context.Context, progress func(done, total int64)) (Report, error) {
	var report Report
	for _, check := range []func(context.Context, *Report) error{
		l.verifyFiles,
		func(ctx context.Context, r *Report) error { return l.verifyEvents(ctx, r, progress) },
		l.verifyVersions,
		l.verifyJournal,
		l.verifyKeys,
		l.verifyErasures,
		l.verifyAttachments,
	} {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		if err := check(ctx, &report); err != nil {
			if err = classified(err); !errors.Is(err, ErrDamaged) {
				return report, fmt.Errorf("verify the ledger: %w", err)
			}
			report.fault("log.db", 0, "%v", err)
		}
	}
	return report, nil
}

func (l *Ledger) verifyEvents(ctx context.Context, report *Report, progress func(done, total int64)) error {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	head, err := l.store.Head(ctx)
	if err != nil {
		report.fault("log.db", 0, "the end of the log cannot be read")
	}
	v := eventVerifier{report: report, decoder: decoder{ledger: l}, hash: Genesis(l.Workspace()), linked: true}
	for r, err := range l.store.ReadAll(ctx, 0) {
		var fault *FaultError
		if err != nil && !errors.As(err, &fault) {
			return err
		}
		v.check(r, fault)
		if v.position%1000 == 0 {
			progress(v.position, head.Position)
		}
	}
	if err == nil && v.position != head.Position {
		report.fault("log.db", v.position+1, "the log ends before its head at %d", head.Position)
	}
	report.Head = Head{Position: v.position, Hash: v.hash}
	progress(v.position, head.Position)
	return nil
}

// eventVerifier follows the chain.
type eventVerifier struct {
	report   *Report
	decoder  decoder
	chain    chain
	position int64
	hash     [32]byte
	linked   bool // hash is that of the event before
}

func (v *eventVerifier) check(r *Record, fault *FaultError) {
	if r.Position != v.position+1 {
		v.report.fault("log.db", v.position+1, "the event is missing")
		v.linked = false
	}
	v.position = r.Position
	if fault != nil {
		v.report.fault("log.db", r.Position, "%s", fault.What)
		v.linked = false
		return
	}
	v.report.Events++
	next, err := v.chain.next(v.hash, r)
	if v.linked && (err != nil || next != r.Hash) {
		v.report.fault("log.db", r.Position, "the event was altered: its hash does not follow")
	}
	v.hash, v.linked = r.Hash, true
	if erases(r.Type) {
		v.report.ordered = append(v.report.ordered, r.Stream)
	}
	v.checkSealed(r)
}

func (v *eventVerifier) checkSealed(r *Record) {
	switch {
	case r.HasSealed == r.Key.IsZero() && r.Key != ErasedKey:
		v.report.fault("log.db", r.Position, "a key without a sealed part, or the reverse")
		return
	case !r.HasSealed && r.Sealed != nil:
		v.report.fault("log.db", r.Position, "a sealed part without its digest")
		return
	case r.Sealed != nil && sha256.Sum256(r.Sealed) != r.SealedDigest:
		v.report.fault("log.db", r.Position, "the sealed part was altered")
		return
	}
	e, err := v.decoder.decode(r)
	if err != nil {
		var fault *FaultError
		errors.As(err, &fault)
		v.report.fault("log.db", r.Position, "%s: %v", fault.What, fault.Err)
		return
	}
	switch {
	case e.Secret == domain.SecretMissing:
		v.report.Missing++
		v.report.fault("keys.db", r.Position, "the key %s is not there", r.Key)
	case e.Secret == domain.SecretErased:
		v.report.Erased++
		if r.Sealed == nil && r.HasSealed {
			v.checkDestroyed(r)
		}
	case r.HasSealed:
		v.report.Opened++
	}
}

// checkDestroyed finds a sealed part that was blanked although its key lives.
func (v *eventVerifier) checkDestroyed(r *Record) {
	if _, err := v.decoder.ledger.keys.aead(r.Key); err == nil {
		v.report.fault("log.db", r.Position, "the sealed part is gone, but its key was never destroyed")
	}
}

func (l *Ledger) verifyAttachments(ctx context.Context, report *Report) error {
	attachments := l.Attachments()
	for address, err := range attachments.All() {
		if err != nil {
			report.fault("attachments", 0, "%v", err)
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		switch err := attachments.check(address); {
		case err == nil:
			report.Attachments++
		case errors.Is(err, ErrKeyErased):
			report.ErasedAttachments++
		default:
			report.fault("attachments", 0, "%v", err)
		}
	}
	return nil
}

func (a *Attachments) check(address Address) error {
	content, err := a.Open(address)
	if err != nil {
		return err
	}
	defer content.Close()
	_, err = io.Copy(io.Discard, content)
	return err
}
