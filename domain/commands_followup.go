package domain

import "strings"

// PlanFollowUp says that somebody is to do something by a day.
type PlanFollowUp struct {
	FollowUp ID           `json:"followUp"`
	Plan     FollowUpPlan `json:"plan"`
	Text     string       `json:"text"`
}

// CommandName is the name in the journal.
func (PlanFollowUp) CommandName() string { return "plan-follow-up" }

// Decide refuses a day that does not exist.
func (c PlanFollowUp) Decide(_ State, by Issued) ([]Event, error) {
	record := Stream{KindFollowUp, c.FollowUp}
	plan, err := wellPlanned(record, c.Plan, by)
	if err != nil {
		return nil, err
	}
	return []Event{&FollowUpPlanned{
		of: of{record}, FollowUpPlan: plan, Sealed: FollowUpWords{Text: strings.TrimSpace(c.Text)},
	}}, nil
}

func wellPlanned(record Stream, p FollowUpPlan, by Issued) (FollowUpPlan, error) {
	if !p.Due.Valid() {
		return p, refuse(RefusedBadDate, record)
	}
	if p.For == None {
		p.For = by.Actor
	}
	p.People, p.Organisations = distinct(p.People), distinct(p.Organisations)
	return p, nil
}

// ChangeFollowUp replaces a plan that is still open.
type ChangeFollowUp struct {
	FollowUp ID           `json:"followUp"`
	Plan     FollowUpPlan `json:"plan"`
	Text     string       `json:"text"`
}

// CommandName is the name in the journal.
func (ChangeFollowUp) CommandName() string { return "change-follow-up" }

// Decide refuses a follow-up that is not open.
func (c ChangeFollowUp) Decide(s State, by Issued) ([]Event, error) {
	f, err := openFollowUp(s, c.FollowUp)
	if err != nil {
		return nil, err
	}
	plan, err := wellPlanned(f.Stream, c.Plan, by)
	if err != nil {
		return nil, err
	}
	if plan.People, err = asRecorded(s, plan.People, f.Plan.People); err != nil {
		return nil, err
	}
	text := strings.TrimSpace(c.Text)
	if same(plan, f.Plan) && text == f.Text {
		return nil, nil
	}
	return []Event{&FollowUpChanged{
		of: of{f.Stream}, FollowUpPlan: plan, Was: f.Plan, Sealed: FollowUpWords{Text: text, Was: f.Text},
	}}, nil
}

// SnoozeFollowUp moves an open follow-up to another day.
type SnoozeFollowUp struct {
	FollowUp ID  `json:"followUp"`
	Until    Day `json:"until"`
}

// CommandName is the name in the journal.
func (SnoozeFollowUp) CommandName() string { return "snooze-follow-up" }

// Decide refuses a follow-up that is not open.
func (c SnoozeFollowUp) Decide(s State, _ Issued) ([]Event, error) {
	f, err := openFollowUp(s, c.FollowUp)
	switch {
	case err != nil:
		return nil, err
	case !c.Until.Valid():
		return nil, refuse(RefusedBadDate, f.Stream)
	case c.Until == f.Plan.Due:
		return nil, nil
	}
	return []Event{&FollowUpSnoozed{of: of{f.Stream}, Until: c.Until, Was: f.Plan.Due}}, nil
}

// CloseFollowUp says that a follow-up was done or is no longer needed.
type CloseFollowUp struct {
	FollowUp ID            `json:"followUp"`
	As       FollowUpState `json:"as"` // done or cancelled
}

// CommandName is the name in the journal.
func (c CloseFollowUp) CommandName() string { return "close-follow-up-" + string(c.As) }

// Decide gives nothing if it is already closed in this way.
func (c CloseFollowUp) Decide(s State, _ Issued) ([]Event, error) {
	record := Stream{KindFollowUp, c.FollowUp}
	_, a, err := openHead(s, record)
	if err != nil {
		return nil, err
	}
	f := a.(*FollowUp)
	switch {
	case f.State == c.As:
		return nil, nil
	case f.State != FollowUpOpen || c.As != FollowUpDone && c.As != FollowUpCancelled:
		return nil, refuse(RefusedNotOpen, record)
	}
	return []Event{&FollowUpClosed{of: of{record}, As: c.As}}, nil
}

// ReopenFollowUp says that a follow-up is to be done after all.
type ReopenFollowUp struct {
	FollowUp ID `json:"followUp"`
}

// CommandName is the name in the journal.
func (ReopenFollowUp) CommandName() string { return "reopen-follow-up" }

// Decide gives nothing if it is open.
func (c ReopenFollowUp) Decide(s State, _ Issued) ([]Event, error) {
	record := Stream{KindFollowUp, c.FollowUp}
	_, a, err := openHead(s, record)
	if err != nil {
		return nil, err
	}
	f := a.(*FollowUp)
	if f.State == FollowUpOpen {
		return nil, nil
	}
	return []Event{&FollowUpReopened{of: of{record}, Was: f.State}}, nil
}

func openFollowUp(s State, id ID) (*FollowUp, error) {
	record := Stream{KindFollowUp, id}
	_, a, err := openHead(s, record)
	if err != nil {
		return nil, err
	}
	f := a.(*FollowUp)
	if f.State != FollowUpOpen {
		return nil, refuse(RefusedNotOpen, record)
	}
	return f, nil
}
