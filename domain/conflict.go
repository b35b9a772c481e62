package domain

import "slices"

// The answers to a field that two of us changed.
const (
	KeepMine   = "mine"
	KeepTheirs = "theirs"
)

// SettleConflict answers, field by field, what a record is to say where two of
// us changed the same thing without knowing of each other. [Settling] makes it.
type SettleConflict struct {
	Command ID       `json:"command"` // whose changes clashed
	Record  Stream   `json:"record"`
	Answers []Answer `json:"answers"`
}

// Answer is the choice for one field between the value that was to be set and
// the one that a colleague set.
type Answer struct {
	Field  Field  `json:"field"`
	Keep   string `json:"keep"` // KeepMine or KeepTheirs
	Mine   *Value `json:"mine,omitempty"`
	Theirs *Value `json:"theirs,omitempty"` // the value that was seen when answering
}

// Settleable are the kinds of records about which two of us can disagree.
var Settleable = []Kind{
	KindWorkspace, KindMember, KindPerson, KindOrganisation, KindCommunity,
	KindConversation, KindFollowUp, KindSegment, KindNeed,
}

// CommandName is the name in the journal.
func (SettleConflict) CommandName() string { return "settle-conflict" }

// Decide gives the fields of a dossier for which mine was kept their value, and
// notes every answer. It refuses where such a field was changed once more since
// it was asked for. What is no field of a dossier is changed by a command of
// its own beside this one.
func (c SettleConflict) Decide(s State, by Issued) ([]Event, error) {
	if _, _, err := openHead(s, c.Record); err != nil || len(c.Answers) == 0 {
		return nil, err
	}
	var changes []Change
	described := slices.Contains(Dossiers, c.Record.Kind)
	for _, answer := range c.Answers {
		if described && answer.Keep == KeepMine && !answer.Field.beside() {
			changes = append(changes, Change{Field: answer.Field, Was: answer.Theirs, Now: answer.Mine})
		}
	}
	var events []Event
	if len(changes) > 0 {
		var err error
		events, err = ChangeDetails{c.Record, Origin{How: OriginManual}, changes}.Decide(s, by)
		if err != nil {
			return nil, err
		}
	}
	return append(events, &ConflictSettled{of: of{c.Record}, Command: c.Command, Sealed: Answers{c.Answers}}), nil
}

// ConflictSettled says which of two values of a field was kept:
// "person.conflict-settled.v1". What it led to stands in events of its own.
type ConflictSettled struct {
	of
	Command ID      `json:"command"` // whose changes clashed
	Sealed  Answers `json:"-"`
}

// Answers is the sealed part of a settled conflict.
type Answers struct {
	Answers []Answer `json:"answers"`
}

// EventType is the kind of the record with ".conflict-settled.v1".
func (e *ConflictSettled) EventType() string { return string(e.Record.Kind) + ".conflict-settled.v1" }

// Secret is the answers.
func (e *ConflictSettled) Secret() any { return &e.Sealed }
