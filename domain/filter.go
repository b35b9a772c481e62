package domain

import (
	"slices"
	"strings"
)

// Filter says which people a segment holds: those for whom its rules and the
// groups of rules in it hold, as Match says. A filter without rules holds
// everyone. It has no further levels, so that people can still read it.
type Filter struct {
	Match  Match       `json:"match,omitempty"`
	Rules  []Rule      `json:"rules,omitempty"`
	Groups []RuleGroup `json:"groups,omitempty"`
}

// RuleGroup is a group of rules within a filter; it counts as one rule.
type RuleGroup struct {
	Match Match  `json:"match,omitempty"`
	Rules []Rule `json:"rules,omitempty"`
}

// Match says how many of several rules must hold; "" is MatchAll.
type Match string

// How many rules must hold.
const (
	MatchAll  Match = "all"
	MatchAny  Match = "any"
	MatchNone Match = "none"
)

// Matches lists them in the order in which they are offered.
var Matches = []Match{MatchAll, MatchAny, MatchNone}

// Rule is one thing that a filter asks of a person. Which of its parts are used
// follows from About and Op.
type Rule struct {
	About RuleAbout `json:"about"`
	Op    RuleOp    `json:"op"`
	// Record is a community, an organisation, a member or the definition of a
	// field.
	Record  ID          `json:"record,omitzero"`
	Channel string      `json:"channel,omitempty"`
	Detail  RuleDetail  `json:"detail,omitempty"`
	State   RhythmState `json:"state,omitempty"`
	Type    FieldType   `json:"type,omitempty"` // of the field
	Days    int         `json:"days,omitempty"`
	Number  float64     `json:"number,omitempty"`
	Day     Day         `json:"day,omitempty"`
	// Text is what a human typed: a tag, a role, the value of a field. The ledger
	// seals it.
	Text string `json:"text,omitempty"`
}

// RuleAbout is what a rule looks at.
type RuleAbout string

// What rules look at.
const (
	AboutCommunity    RuleAbout = "community"    // Record; is, is-not
	AboutTag          RuleAbout = "tag"          // Text; is, is-not
	AboutRole         RuleAbout = "role"         // Text in the community Record, or in any; is, is-not
	AboutOrganisation RuleAbout = "organisation" // Record, at present; is, is-not
	AboutOwner        RuleAbout = "owner"        // Record, none for nobody; is, is-not
	AboutLastContact  RuleAbout = "last-contact" // Days; within, longer, never
	AboutRhythm       RuleAbout = "rhythm"       // State; is, is-not
	AboutSentiment    RuleAbout = "sentiment"    // Number; latest-…, mean-… of the last 90 days
	AboutField        RuleAbout = "field"        // Record and Type; see FieldOps
	AboutChannel      RuleAbout = "channel"      // Channel; had, not-had within Days (0: ever), mostly
	AboutArchived     RuleAbout = "archived"     // is, is-not
	AboutDetail       RuleAbout = "detail"       // Detail; filled, empty
)

// RuleDetail is something that is known of a person or not.
type RuleDetail string

// What may be known of a person.
const (
	DetailEmail        RuleDetail = "email"
	DetailPhone        RuleDetail = "phone"
	DetailOrganisation RuleDetail = "organisation" // at present
	DetailCommunity    RuleDetail = "community"
	DetailTag          RuleDetail = "tag"
)

// RuleDetails lists them in the order in which they are offered.
var RuleDetails = []RuleDetail{DetailEmail, DetailPhone, DetailOrganisation, DetailCommunity, DetailTag}

// RuleOp is how a rule compares.
type RuleOp string

// How rules compare.
const (
	OpIs            RuleOp = "is"
	OpIsNot         RuleOp = "is-not"
	OpWithin        RuleOp = "within" // at most so many days ago
	OpLonger        RuleOp = "longer" // more days ago, or never
	OpNever         RuleOp = "never"
	OpLatestAtLeast RuleOp = "latest-at-least"
	OpLatestAtMost  RuleOp = "latest-at-most"
	OpMeanAtLeast   RuleOp = "mean-at-least"
	OpMeanAtMost    RuleOp = "mean-at-most"
	OpHad           RuleOp = "had"
	OpNotHad        RuleOp = "not-had"
	OpMostly        RuleOp = "mostly" // over no other channel more of the last 200 contacts
	OpContains      RuleOp = "contains"
	OpAtLeast       RuleOp = "at-least"
	OpAtMost        RuleOp = "at-most"
	OpFilled        RuleOp = "filled"
	OpEmpty         RuleOp = "empty"
)

// RuleOps are the comparisons for what a rule looks at, in the order in which
// they are offered; those of a field depend on its type, see FieldOps.
var RuleOps = map[RuleAbout][]RuleOp{
	AboutCommunity:    {OpIs, OpIsNot},
	AboutTag:          {OpIs, OpIsNot},
	AboutRole:         {OpIs, OpIsNot},
	AboutOrganisation: {OpIs, OpIsNot},
	AboutOwner:        {OpIs, OpIsNot},
	AboutLastContact:  {OpLonger, OpWithin, OpNever},
	AboutRhythm:       {OpIs, OpIsNot},
	AboutSentiment:    {OpLatestAtMost, OpLatestAtLeast, OpMeanAtMost, OpMeanAtLeast},
	AboutChannel:      {OpHad, OpNotHad, OpMostly},
	AboutArchived:     {OpIs, OpIsNot},
	AboutDetail:       {OpEmpty, OpFilled},
}

// RuleAbouts lists what rules look at in the order in which it is offered.
var RuleAbouts = []RuleAbout{
	AboutCommunity, AboutTag, AboutRole, AboutOrganisation, AboutLastContact, AboutRhythm,
	AboutSentiment, AboutOwner, AboutChannel, AboutDetail, AboutField, AboutArchived,
}

// FieldOps are the comparisons for a field of one's own, by its type.
var FieldOps = map[FieldType][]RuleOp{
	FieldTypeText:   {OpContains, OpIs, OpIsNot, OpFilled, OpEmpty},
	FieldTypeURL:    {OpContains, OpFilled, OpEmpty},
	FieldTypeNumber: {OpIs, OpIsNot, OpAtLeast, OpAtMost, OpFilled, OpEmpty},
	FieldTypeDate:   {OpAtLeast, OpAtMost, OpFilled, OpEmpty},
	FieldTypeYesNo:  {OpIs, OpIsNot, OpFilled, OpEmpty}, // Number 1 is yes
	FieldTypeChoice: {OpIs, OpIsNot, OpFilled, OpEmpty},
}

// RhythmState is where somebody is in the rhythm of the conversation.
type RhythmState string

// Where somebody is in the rhythm.
const (
	RhythmOnTrack RhythmState = "on-track"
	RhythmDue     RhythmState = "due"  // in its last fifth
	RhythmLate    RhythmState = "late" // it has run out
	RhythmNone    RhythmState = "none" // there is none, or no contact is wanted
)

// RhythmStates lists them in the order in which they are offered.
var RhythmStates = []RhythmState{RhythmOnTrack, RhythmDue, RhythmLate, RhythmNone}

// MaxRules is how many rules a filter may have.
const MaxRules = 100

// maxRuleDays is a hundred years.
const maxRuleDays = 36525

// ArchivedOnly reports whether the filter asks for archived people: then its
// list is that of the archived ones.
func (f Filter) ArchivedOnly() bool {
	return (f.Match == MatchAll || f.Match == "") && slices.ContainsFunc(f.Rules, func(r Rule) bool {
		return r.About == AboutArchived && r.Op == OpIs
	})
}

// Valid reports whether every rule can be asked. A segment whose words cannot be
// read is not valid.
func (f Filter) Valid() bool {
	count, valid := 0, f.Match.valid()
	for _, g := range f.Groups {
		valid = valid && g.Match.valid()
	}
	f.each(func(r *Rule) {
		count++
		valid = valid && r.valid()
	})
	return valid && count <= MaxRules && len(f.Groups) <= MaxRules
}

func (m Match) valid() bool { return m == "" || slices.Contains(Matches, m) }

func (r Rule) valid() bool {
	ops := RuleOps[r.About]
	if r.About == AboutField {
		ops = FieldOps[r.Type]
	}
	if !slices.Contains(ops, r.Op) || r.Days < 0 || r.Days > maxRuleDays {
		return false
	}
	switch r.About {
	case AboutCommunity, AboutOrganisation:
		return r.Record != None
	case AboutTag, AboutRole:
		return r.Text != ""
	case AboutRhythm:
		return slices.Contains(RhythmStates, r.State)
	case AboutChannel:
		return r.Channel != ""
	case AboutDetail:
		return slices.Contains(RuleDetails, r.Detail)
	case AboutField:
		return r.Record != None && (r.Day.Valid() || !r.asksDay()) && (r.Text != "" || !r.asksText())
	}
	return true
}

func (r Rule) asksText() bool {
	if r.About != AboutField {
		return r.About == AboutTag || r.About == AboutRole
	}
	switch r.Type {
	case FieldTypeText, FieldTypeURL, FieldTypeChoice:
		return r.Op != OpFilled && r.Op != OpEmpty
	}
	return false
}

func (r Rule) asksDay() bool {
	return r.About == AboutField && r.Type == FieldTypeDate && r.Op != OpFilled && r.Op != OpEmpty
}

// normal is the filter as it is kept: texts without spaces around them, tags in
// their spelling, and nothing that a rule does not use.
func (f Filter) normal() Filter {
	f = f.clone()
	f.each(func(r *Rule) {
		r.Text = strings.TrimSpace(r.Text)
		switch {
		case !r.asksText():
			r.Text = ""
		case r.About == AboutTag:
			r.Text = NormalTag(r.Text)
		}
	})
	return f
}

// each calls do for every rule, in their order.
func (f *Filter) each(do func(*Rule)) {
	for i := range f.Rules {
		do(&f.Rules[i])
	}
	for i := range f.Groups {
		for k := range f.Groups[i].Rules {
			do(&f.Groups[i].Rules[k])
		}
	}
}

func (f Filter) clone() Filter {
	f.Rules, f.Groups = append([]Rule(nil), f.Rules...), append([]RuleGroup(nil), f.Groups...)
	for i := range f.Groups {
		f.Groups[i].Rules = append([]Rule(nil), f.Groups[i].Rules...)
	}
	return f
}

// parted is the filter without what a human typed, and that, rule by rule.
func (f Filter) parted() (clear Filter, texts []string) {
	clear = f.clone()
	any := false
	clear.each(func(r *Rule) {
		any = any || r.Text != ""
		texts = append(texts, r.Text)
		r.Text = ""
	})
	if !any {
		texts = nil
	}
	return clear, texts
}

// joined puts back what parted took out.
func (f Filter) joined(texts []string) Filter {
	f = f.clone()
	f.each(func(r *Rule) {
		if len(texts) > 0 {
			r.Text, texts = texts[0], texts[1:]
		}
	})
	return f
}
