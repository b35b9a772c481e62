package domain

import "time"

// NeedRaised says that somebody outside wants something of us.
type NeedRaised struct {
	of
	NeedPlan
	Voices []Voice `json:"voices,omitempty"`
	// Standing is how the need stood that this one replaces; nil otherwise.
	Standing *NeedStanding `json:"standing,omitempty"`
	Sealed   NeedSaid      `json:"-"`
}

// NeedStanding carries over how a need stood to the one that replaces it, after
// somebody who was erased was taken out of its words.
type NeedStanding struct {
	Replaces ID            `json:"replaces"`
	RaisedAt time.Time     `json:"raisedAt"`
	RaisedBy ID            `json:"raisedBy"`
	Decision *NeedDecision `json:"decision,omitempty"`
	Told     []NeedTold    `json:"told,omitempty"`
	ClosedAt time.Time     `json:"closedAt,omitzero"`
	ClosedBy ID            `json:"closedBy,omitzero"`
}

// NeedTold is the telling of one person.
type NeedTold struct {
	Person  ID      `json:"person"`
	Telling Telling `json:"telling"`
}

// NeedSaid is the sealed part of a need that was raised.
type NeedSaid struct {
	NeedWords
	Quotes  []string `json:"quotes,omitempty"`  // what each voice said, in the order of the voices
	Wording string   `json:"wording,omitempty"` // of the decision that was carried over
	Reason  string   `json:"reason,omitempty"`  // of the closing that was carried over
}

// EventType is the persisted name.
func (*NeedRaised) EventType() string { return "need.raised.v1" }

// Secret is what is wanted, and what the voices said.
func (e *NeedRaised) Secret() any { return &e.Sealed }

// NeedRevised replaces the words of a need.
type NeedRevised struct {
	of
	Sealed NeedRewording `json:"-"`
}

// NeedRewording is the sealed part of a revision.
type NeedRewording struct {
	NeedWords
	Was NeedWords `json:"was"`
}

// EventType is the persisted name.
func (*NeedRevised) EventType() string { return "need.revised.v1" }

// Secret is the words.
func (e *NeedRevised) Secret() any { return &e.Sealed }

// NeedRouted says who of us is to see to a need. For is zero where nobody is.
type NeedRouted struct {
	of
	noSecret
	For ID `json:"for,omitzero"`
	Was ID `json:"was,omitzero"`
}

// EventType is the persisted name.
func (*NeedRouted) EventType() string { return "need.routed.v1" }

// NeedScheduled says by which day a need is to be decided. Due is empty where
// there is no such day.
type NeedScheduled struct {
	of
	noSecret
	Due Day `json:"due,omitempty"`
	Was Day `json:"was,omitempty"`
}

// EventType is the persisted name.
func (*NeedScheduled) EventType() string { return "need.scheduled.v1" }

// NeedVoiceAdded says that a person asked for it too, or that they said it
// otherwise than was noted.
type NeedVoiceAdded struct {
	of
	Voice
	Was    *Voice    `json:"was,omitempty"`
	Sealed VoiceSaid `json:"-"`
}

// VoiceSaid is the sealed part of a voice.
type VoiceSaid struct {
	Quote string `json:"quote,omitempty"`
	Was   string `json:"was,omitempty"`
}

// EventType is the persisted name.
func (*NeedVoiceAdded) EventType() string { return "need.voice-added.v1" }

// Secret is what the person said.
func (e *NeedVoiceAdded) Secret() any { return &e.Sealed }

// Occurred is when it was heard.
func (e *NeedVoiceAdded) Occurred() time.Time { return e.Heard.At }

// NeedVoiceRemoved says that a person did not ask for it after all.
type NeedVoiceRemoved struct {
	of
	Person ID        `json:"person"`
	Was    *Voice    `json:"was,omitempty"`
	Sealed VoiceSaid `json:"-"`
}

// EventType is the persisted name.
func (*NeedVoiceRemoved) EventType() string { return "need.voice-removed.v1" }

// Secret is what the person had said.
func (e *NeedVoiceRemoved) Secret() any { return &e.Sealed }

// NeedAnswered says what was decided. The answer is empty where the first
// decision was taken back.
type NeedAnswered struct {
	of
	Answer NeedAnswer     `json:"answer,omitempty"`
	Was    NeedAnswer     `json:"was,omitempty"`
	Sealed DecisionWorded `json:"-"`
}

// DecisionWorded is the sealed part of a decision: how it is told.
type DecisionWorded struct {
	Wording string `json:"wording,omitempty"`
	Was     string `json:"was,omitempty"`
}

// EventType is the persisted name.
func (*NeedAnswered) EventType() string { return "need.decided.v1" }

// Secret is the wording.
func (e *NeedAnswered) Secret() any { return &e.Sealed }

// NeedToldBack says that a person was told what was decided.
type NeedToldBack struct {
	of
	noSecret
	Person  ID       `json:"person"`
	Telling Telling  `json:"telling"`
	Was     *Telling `json:"was,omitempty"`
}

// EventType is the persisted name.
func (*NeedToldBack) EventType() string { return "need.told-back.v1" }

// Occurred is when the person was told.
func (e *NeedToldBack) Occurred() time.Time { return e.Telling.At.At }

// NeedTellingTakenBack says that a person was not told after all.
type NeedTellingTakenBack struct {
	of
	noSecret
	Person ID       `json:"person"`
	Was    *Telling `json:"was,omitempty"`
}

// EventType is the persisted name.
func (*NeedTellingTakenBack) EventType() string { return "need.telling-taken-back.v1" }

// NeedEnded says that a need is closed: everyone knows, or there is a reason to
// leave it at that.
type NeedEnded struct {
	of
	Sealed Reasoned `json:"-"`
}

// EventType is the persisted name.
func (*NeedEnded) EventType() string { return "need.closed.v1" }

// Secret is the reason, where one was given.
func (e *NeedEnded) Secret() any { return &e.Sealed }

// NeedReopened says that a need is not closed after all, or again: somebody else
// asked, or the answer changed.
type NeedReopened struct {
	of
	Sealed Reasoned `json:"-"`
}

// EventType is the persisted name.
func (*NeedReopened) EventType() string { return "need.reopened.v1" }

// Secret is the reason for which it had been closed.
func (e *NeedReopened) Secret() any { return &e.Sealed }
