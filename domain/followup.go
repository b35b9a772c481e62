package domain

// FollowUp is something one of us is to do by a day.
type FollowUp struct {
	Head
	Plan  FollowUpPlan
	Text  string
	State FollowUpState
}

// FollowUpState says how a follow-up stands.
type FollowUpState string

// The states of a follow-up.
const (
	FollowUpOpen      FollowUpState = "open"
	FollowUpDone      FollowUpState = "done"
	FollowUpCancelled FollowUpState = "cancelled"
)

// FollowUpPlan is the clear part of a follow-up.
type FollowUpPlan struct {
	Due           Day    `json:"due"`
	For           ID     `json:"for"`              // the member who is to do it
	People        []ID   `json:"people,omitempty"` // whom it is about
	Organisations []ID   `json:"organisations,omitempty"`
	Conversation  ID     `json:"conversation,omitzero"` // from which it followed
	Origin        Origin `json:"origin"`
}

// FollowUpWords is the sealed part of a follow-up.
type FollowUpWords struct {
	Text string `json:"text"`
	// Was is the former text, where it was changed.
	Was string `json:"was,omitempty"`
}

// NewFollowUp is a follow-up of which nothing is known yet.
func NewFollowUp() *FollowUp { return &FollowUp{} }

// Apply adds one event.
func (f *FollowUp) Apply(r Recorded) {
	f.Head.apply(r)
	switch e := r.Event.(type) {
	case *FollowUpPlanned:
		f.Plan, f.Text, f.State = e.FollowUpPlan, e.Sealed.Text, FollowUpOpen
		f.Origin = e.Origin
	case *FollowUpChanged:
		f.Plan, f.Text = e.FollowUpPlan, e.Sealed.Text
	case *FollowUpSnoozed:
		f.Plan.Due = e.Until
	case *FollowUpClosed:
		f.State = e.As
	case *FollowUpReopened:
		f.State = FollowUpOpen
	case *RecordErased:
		f.Text = ""
	}
}

func (f *FollowUp) clone() Aggregate { c := *f; return &c }

// FollowUpPlanned says that somebody is to do something by a day.
type FollowUpPlanned struct {
	of
	FollowUpPlan
	Sealed FollowUpWords `json:"-"`
}

// EventType is the persisted name.
func (*FollowUpPlanned) EventType() string { return "follow-up.planned.v1" }

// Secret is what is to be done.
func (e *FollowUpPlanned) Secret() any { return &e.Sealed }

// FollowUpChanged replaces a plan.
type FollowUpChanged struct {
	of
	FollowUpPlan
	Was    FollowUpPlan  `json:"was"`
	Sealed FollowUpWords `json:"-"`
}

// EventType is the persisted name.
func (*FollowUpChanged) EventType() string { return "follow-up.changed.v1" }

// Secret is what is to be done.
func (e *FollowUpChanged) Secret() any { return &e.Sealed }

// FollowUpSnoozed moves a follow-up to another day.
type FollowUpSnoozed struct {
	of
	noSecret
	Until Day `json:"until"`
	Was   Day `json:"was"`
}

// EventType is the persisted name.
func (*FollowUpSnoozed) EventType() string { return "follow-up.snoozed.v1" }

// FollowUpClosed says that a follow-up was done or is no longer needed:
// "follow-up.done.v1" or "follow-up.cancelled.v1".
type FollowUpClosed struct {
	of
	noSecret
	As FollowUpState `json:"-"` // told by the name of the event
}

// EventType is the persisted name.
func (e *FollowUpClosed) EventType() string { return "follow-up." + string(e.As) + ".v1" }

// FollowUpReopened says that a follow-up is to be done after all.
type FollowUpReopened struct {
	of
	noSecret
	Was FollowUpState `json:"was"`
}

// EventType is the persisted name.
func (*FollowUpReopened) EventType() string { return "follow-up.reopened.v1" }
