package domain

import (
	"errors"
	"slices"
)

// Redecided is what became of a command that was decided again.
type Redecided struct {
	Events []Event
	// Left is what could not be carried out, as a command of its own: to be shown,
	// tried again, edited or discarded by whoever gave it. Nil if all went.
	Left Command
	// Why is the first reason why something is left.
	Why *Refusal
	// Unnamed are people who were erased meanwhile and about whom something was
	// recorded all the same. Where others took part, what was typed is kept as it
	// is, so their names may still stand in it.
	Unnamed []ID
}

// Redecide decides a command again, on a state that colleagues have changed
// since it was first decided; old is the events of that first decision (or of
// the last one), as far as they can still be read. They say what the user saw
// and which parts of the command took effect: what changed nothing then, and
// what is left from an earlier time, is not carried out now.
//
// A fact (somebody spoke with us, a file was read) is recorded whatever became of
// those it is about. An intention that a colleague has fulfilled needs nothing
// more. What nobody else touched goes through. The rest is left, with the reason.
// See docs/conflicts.md for every command.
//
// The state must know what commands led to ([CommandHistory]) where the command
// may be an Undo. The same input always gives the same answer.
func Redecide(c Command, s State, by Issued, old []Recorded) (Redecided, error) {
	switch c := c.(type) {
	case Batch:
		return redecideBatch(c, s, by, old)
	case Undo:
		return redecideUndo(c, s, by, old)
	}
	again := again{state: s, by: by, old: old}
	events, left, err := again.decide(c)
	var refusal *Refusal
	switch {
	case err == nil:
		return Redecided{Events: events, Unnamed: again.unnamed}, nil
	case !errors.As(err, &refusal):
		return Redecided{}, err
	case left == nil && needless(c, refusal):
		return Redecided{}, nil
	case left == nil:
		left = c
	}
	if refusal.Code == RefusedErased {
		left = bare(left)
	}
	return Redecided{Events: events, Left: left, Why: refusal, Unnamed: again.unnamed}, nil
}

// needless reports whether a command only wanted something to be over, and it is.
func needless(c Command, why *Refusal) bool {
	gone := why.Code == RefusedErased || why.Code == RefusedWithdrawn
	switch c := c.(type) {
	case CloseFollowUp:
		return gone || why.Code == RefusedNotOpen
	case CloseNeed, RemoveVoice, TakeTellingBack:
		return gone
	case Withdraw:
		return gone
	case Archive:
		return gone && !c.Back
	case SettleAnswer:
		return gone && !c.Await
	}
	return false
}

// redecideBatch lets each part see what the parts before it still lead to. A part
// that builds on one that is left is therefore refused itself, and left with it.
func redecideBatch(b Batch, s State, by Issued, old []Recorded) (Redecided, error) {
	state, all := NewOverlay(s), Redecided{}
	shares, known := share(b.Parts, old)
	var left []Command
	redacted := false // by a colleague, who erased the same person
	for i, part := range b.Parts {
		if redacted && redacts(part) {
			redacted = false
			continue
		}
		var seen []Recorded
		if known {
			if seen = shares[i]; len(seen) == 0 {
				continue
			}
		}
		again, err := Redecide(part, state, by, seen)
		if err != nil {
			return Redecided{}, err
		}
		if err := state.Add(again.Events, by); err != nil {
			return Redecided{}, err
		}
		switch part.(type) {
		case EraseConversation, EraseFollowUp, EraseNeed:
			redacted = len(again.Events) == 0
		default:
			redacted = false
		}
		all.Events = append(all.Events, again.Events...)
		for _, id := range again.Unnamed {
			if !slices.Contains(all.Unnamed, id) {
				all.Unnamed = append(all.Unnamed, id)
			}
		}
		if again.Left != nil {
			left = append(left, again.Left)
			if all.Why == nil {
				all.Why = again.Why
			}
		}
	}
	if len(left) > 0 {
		all.Left = Batch{Title: b.Title, Parts: left}
	}
	return all, nil
}

// redacts reports whether a command puts redacted words in the place of those
// that the command before it destroyed.
func redacts(c Command) bool {
	switch c := c.(type) {
	case LogConversation:
		return c.Content.Origin.How == OriginRedaction
	case PlanFollowUp:
		return true
	case RaiseNeed:
		return c.Standing != nil
	}
	return false
}
