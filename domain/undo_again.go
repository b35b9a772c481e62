package domain

import (
	"errors"
	"reflect"
	"slices"
)

// redecideUndo takes back what can still be taken back, record by record and
// field by field. What colleagues changed since is left; so is a command that
// led to nothing any more because it was itself refused.
func redecideUndo(c Undo, s State, by Issued, old []Recorded) (Redecided, error) {
	u := undoingAgain{undoing: undoing{state: NewOverlay(s), by: by}, old: old, about: map[Stream][]Recorded{}}
	for _, r := range old {
		u.about[r.Event.Stream()] = append(u.about[r.Event.Stream()], r)
	}
	for _, command := range slices.Backward(c.Commands) {
		recorded, err := commandEvents(s, command)
		if err != nil {
			return Redecided{}, err
		}
		if len(recorded) == 0 && !c.KeepChanged {
			u.leave(command, &Refusal{Code: RefusedNothingToUndo})
		}
		for _, r := range slices.Backward(recorded) {
			if err := u.takeBackAgain(command, r); err != nil {
				return Redecided{}, err
			}
		}
	}
	if c.KeepChanged && len(u.events) > 0 {
		return Redecided{Events: u.events}, nil // an import leaves alone what was worked on
	}
	if len(u.refused) == 0 {
		if err := u.leaveWhatIsMissing(c.Commands); err != nil {
			return Redecided{}, err
		}
	}
	parts := u.details
	if len(u.refused) > 0 {
		slices.Reverse(u.refused)
		parts = append(parts, Undo{Commands: u.refused, KeepChanged: c.KeepChanged || len(u.events) > 0})
	}
	again := Redecided{Events: u.events, Why: u.why}
	switch len(parts) {
	case 0:
		again.Why = nil
	case 1:
		again.Left = parts[0]
	default:
		again.Left = Batch{Title: c.CommandName(), Parts: parts}
	}
	return again, nil
}

type undoingAgain struct {
	undoing
	old     []Recorded
	about   map[Stream][]Recorded // old, by record
	details []Command             // fields that somebody changed since
	refused []ID
	why     *Refusal
}

func (u *undoingAgain) leave(command ID, why *Refusal) {
	if u.why == nil {
		u.why = why
	}
	if command != None && !slices.Contains(u.refused, command) {
		u.refused = append(u.refused, command)
	}
}

func (u *undoingAgain) takeBackAgain(command ID, r Recorded) error {
	if len(u.old) > 0 && len(u.about[r.Event.Stream()]) == 0 {
		return nil // it was not taken back then
	}
	if changed, ok := r.Event.(*DetailsChanged); ok {
		return u.takeBackDetails(command, changed)
	}
	err := u.takeBack(r)
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	done, err := u.takenBackAlready(r.Event.Stream())
	if err == nil && !done {
		u.leave(command, refusal)
	}
	return err
}

func (u *undoingAgain) takeBackDetails(command ID, e *DetailsChanged) error {
	c := ChangeDetails{Record: e.Record, Origin: Origin{How: OriginManual}}
	for _, change := range slices.Backward(e.Sealed.Changes) {
		back := Change{Field: change.Field, Was: change.Now, Now: change.Was}
		if u.wasTakenBack(e.Record, back) {
			c.Changes = append(c.Changes, back)
		}
	}
	again, err := Redecide(c, u.state, u.by, nil)
	if err != nil {
		return err
	}
	u.events = append(u.events, again.Events...)
	if err := u.state.Add(again.Events, u.by); err != nil {
		return err
	}
	switch {
	case again.Left == nil:
	case again.Why.Code == RefusedChangedMeanwhile:
		u.details = append(u.details, again.Left)
		u.leave(None, again.Why)
	default:
		u.leave(command, again.Why)
	}
	return nil
}

// wasTakenBack reports whether the undo took this field back when it was first
// decided; where its words can no longer be read, whether it may have.
func (u *undoingAgain) wasTakenBack(record Stream, back Change) bool {
	if len(u.old) == 0 {
		return true
	}
	for _, r := range u.about[record] {
		e, ok := r.Event.(*DetailsChanged)
		if ok && (r.Secret != SecretNone || within([]Change{back}, e.Sealed.Changes)) {
			return true
		}
	}
	return false
}

// leaveWhatIsMissing leaves commands of which something was taken back then and
// cannot be now, because they themselves no longer led to it.
func (u *undoingAgain) leaveWhatIsMissing(commands []ID) error {
	led := map[told]bool{}
	for _, e := range u.events {
		led[told{e.Stream(), e.EventType()}] = true
	}
	for _, r := range u.old {
		met, err := u.met(r, led)
		if err != nil {
			return err
		}
		if met {
			continue
		}
		for _, command := range slices.Backward(commands) {
			u.leave(command, &Refusal{Code: RefusedNothingToUndo})
		}
		return nil
	}
	return nil
}

// told is what an event says of which record.
type told struct {
	record Stream
	what   string
}

// met reports whether what the undo led to then is led to now, is so already or
// is left.
func (u *undoingAgain) met(r Recorded, led map[told]bool) (bool, error) {
	record := r.Event.Stream()
	if changed, ok := r.Event.(*DetailsChanged); ok && r.Secret == SecretNone {
		a, err := u.state.Load(record)
		d, ok := a.(described)
		if err != nil || !ok {
			return false, err
		}
		for _, c := range changed.Sealed.Changes {
			if !sameValue(d.dossier().Get(c.Field), c.Now) && !u.leaves(record, c.Field) {
				return false, nil
			}
		}
		return true, nil
	}
	if led[told{record, r.Event.EventType()}] {
		return true, nil
	}
	return u.takenBackAlready(record)
}

func (u *undoingAgain) leaves(record Stream, f Field) bool {
	return slices.ContainsFunc(u.details, func(c Command) bool {
		d, ok := c.(ChangeDetails)
		return ok && d.Record == record && slices.ContainsFunc(d.Changes, func(c Change) bool { return c.Field == f })
	})
}

// takenBackAlready reports whether what the undo led to then is so anyway.
func (u *undoingAgain) takenBackAlready(record Stream) (bool, error) {
	is, err := u.state.Load(record)
	c, ok := is.(cloner)
	if err != nil || !ok || len(u.old) == 0 {
		return false, err
	}
	after := c.clone()
	for _, r := range u.about[record] {
		after.Apply(Recorded{Event: r.Event})
	}
	h, before := HeadOf(after), HeadOf(is)
	h.Version, h.ChangedAt, h.ChangedBy = before.Version, before.ChangedAt, before.ChangedBy
	if n, ok := after.(*Need); ok {
		n.asOf(is.(*Need))
	}
	return reflect.DeepEqual(is, after), nil
}

// bare is a command about somebody who was erased, without what was typed: it
// can never be carried out any more, and says only what was wanted of whom.
func bare(c Command) Command {
	switch c := c.(type) {
	case ChangeDetails:
		return ChangeDetails{Record: c.Record, Origin: c.Origin}
	case MergePeople:
		return MergePeople{Keep: c.Keep, Other: c.Other}
	case SettleConflict:
		return SettleConflict{Command: c.Command, Record: c.Record}
	case Withdraw:
		return Withdraw{Record: c.Record}
	case JoinCommunity:
		return JoinCommunity{Person: c.Person, Community: c.Community, Since: c.Since, Origin: c.Origin}
	case Affiliate:
		c.Affiliation.Title, c.Affiliation.Department = "", ""
		return c
	case Relate:
		c.Relation.Note = ""
		return c
	case CorrectConversation:
		c.Words = ConversationWords{}
		return c
	case PlanFollowUp:
		c.Text = ""
		return c
	case ChangeFollowUp:
		c.Text = ""
		return c
	case NameDevice:
		c.Name = ""
		return c
	case DefineSegment:
		return DefineSegment{Segment: c.Segment}
	case RaiseNeed:
		c.Words, c.Quotes, c.Wording, c.Reason = NeedWords{}, nil, "", ""
		return c
	case ReviseNeed:
		return ReviseNeed{Need: c.Need}
	case AddVoice:
		c.Quote = ""
		return c
	case DecideNeed:
		c.Wording = ""
		return c
	case CloseNeed:
		return CloseNeed{Need: c.Need}
	}
	return c
}
