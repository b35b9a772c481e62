package domain

import (
	"errors"
	"fmt"
)

// Refusal is the domain's answer to a command that it cannot carry out. It is
// a normal outcome, not a fault: nothing was changed.
//
// The text people read is found by the key "refusal." + Code. Args fill its
// placeholders; they are numbers and kinds, never personal data.
type Refusal struct {
	Code   string
	Record Stream // the record that stands in the way, if any
	Args   []any
}

func (r *Refusal) Error() string {
	if r.Record.ID == None {
		return "refused: " + r.Code
	}
	return fmt.Sprintf("refused: %s (%s)", r.Code, r.Record)
}

// The codes of refusals.
const (
	RefusedNotFound         = "not-found"
	RefusedErased           = "erased"
	RefusedWithdrawn        = "withdrawn"
	RefusedNoName           = "no-name"
	RefusedNoChannel        = "no-channel"
	RefusedNobody           = "nobody"
	RefusedChangedMeanwhile = "changed-meanwhile"
	RefusedNothingToUndo    = "nothing-to-undo"
	RefusedAlreadyUndone    = "already-undone"
	RefusedCannotUndo       = "cannot-undo"
	RefusedNotOpen          = "not-open"
	RefusedBadDate          = "bad-date"
	RefusedBadNumber        = "bad-number"
	RefusedSelf             = "self"
	RefusedCycle            = "cycle"
	RefusedTooLarge         = "too-large"
	RefusedAmbiguous        = "ambiguous"
	RefusedBadFilter        = "bad-filter"
	RefusedNotDecided       = "not-decided"
	RefusedNoReason         = "no-reason"
	RefusedMerged           = "merged"
	RefusedToldApart        = "told-apart"
)

func refuse(code string, about Stream, args ...any) error {
	return &Refusal{Code: code, Record: about, Args: args}
}

// RefusedWith reports whether err is a refusal with the given code.
func RefusedWith(err error, code string) bool {
	var r *Refusal
	return errors.As(err, &r) && r.Code == code
}
