package domain

import (
	"errors"
	"slices"
)

// Undo takes back what commands led to, by events that compensate theirs. The
// ledger keeps both: what was done and that it was taken back. Undoing an undo
// does the thing again.
type Undo struct {
	// Commands are taken back in the reverse of the order given.
	Commands []ID `json:"commands"`
	// KeepChanged leaves alone what somebody changed since, instead of refusing
	// the whole undo. It is how an import is taken back without losing the work
	// that was put into its people.
	KeepChanged bool `json:"keepChanged,omitempty"`
}

// CommandName is the name in the journal.
func (Undo) CommandName() string { return "undo" }

// Decide refuses where what is to be taken back was changed since, or cannot be
// taken back at all.
func (c Undo) Decide(s State, by Issued) ([]Event, error) {
	u := undoing{state: NewOverlay(s), by: by}
	for _, command := range slices.Backward(c.Commands) {
		recorded, err := commandEvents(s, command)
		if err != nil {
			return nil, err
		}
		for _, r := range slices.Backward(recorded) {
			err := u.takeBack(r)
			if c.KeepChanged && isRefusal(err) {
				continue
			}
			if err != nil {
				return nil, err
			}
		}
	}
	if len(u.events) == 0 {
		return nil, refuse(RefusedNothingToUndo, Stream{})
	}
	return u.events, nil
}

func isRefusal(err error) bool {
	var refusal *Refusal
	return errors.As(err, &refusal)
}

type undoing struct {
	state  *Overlay
	by     Issued
	events []Event
}

func (u *undoing) takeBack(r Recorded) error {
	record := r.Event.Stream()
	a, err := u.state.Load(record)
	if err != nil {
		return err
	}
	if a == nil {
		return refuse(RefusedNotFound, record)
	}
	if p, ok := a.(*Person); ok && merges(r.Event) {
		return u.takeMergeBack(p, r)
	}
	e, err := inverse(a, r)
	if err != nil || e == nil {
		return err
	}
	if placed, ok := e.(*OrganisationPlaced); ok {
		if err := checkPlace(u.state, record, placed.Parent); err != nil {
			return err
		}
	}
	events := []Event{e}
	if n, ok := a.(*Need); ok && n.after(e).closedTooSoon() {
		events = append(events, n.reopened())
	}
	u.events = append(u.events, events...)
	return u.state.Add(events, u.by)
}

func (u *undoing) takeMergeBack(p *Person, r Recorded) error {
	switch r.Event.(type) {
	case *PersonTookIn, *PersonGaveBack:
		return nil // with what the other one's record says
	}
	switch {
	case p.Erased:
		return refuse(RefusedErased, p.Stream)
	case p.Withdrawn:
		return refuse(RefusedWithdrawn, p.Stream)
	}
	events, err := inverseMerge(u.state, p, r.Event)
	if err != nil {
		return err
	}
	u.events = append(u.events, events...)
	return u.state.Add(events, u.by)
}

// inverse is the event that takes a recorded one back, given the record as it
// is now; nil where nothing needs to be done.
func inverse(a Aggregate, r Recorded) (Event, error) {
	record := r.Event.Stream()
	o, head := of{record}, HeadOf(a)
	if head.Erased {
		return nil, refuse(RefusedErased, record)
	}
	switch r.Event.(type) {
	case *RecordAdded, *ConversationLogged, *FollowUpPlanned, *SegmentDefined, *NeedRaised, *RecordWithdrawn, *RecordReinstated:
	default:
		if head.Withdrawn {
			return nil, refuse(RefusedWithdrawn, record)
		}
	}
	if head.MergedInto != None {
		return nil, refuse(RefusedMerged, record)
	}
	switch e := r.Event.(type) {
	case *RecordAdded, *ConversationLogged, *FollowUpPlanned, *SegmentDefined, *NeedRaised:
		if head.Withdrawn {
			return nil, nil
		}
		if head.Version > r.Version && !undoneSince(a, r) {
			return nil, refuse(RefusedChangedMeanwhile, record, string(record.Kind))
		}
		return &RecordWithdrawn{of: o}, nil
	case *RecordWithdrawn:
		if !head.Withdrawn {
			return nil, nil
		}
		return &RecordReinstated{of: o}, nil
	case *RecordReinstated:
		return unless(head.Withdrawn, &RecordWithdrawn{of: o}), nil
	case *DetailsChanged:
		return inverseDetails(a, e)
	case *RecordArchived:
		return unless(!head.Archived, &RecordUnarchived{of: o}), nil
	case *RecordUnarchived:
		return unless(head.Archived, &RecordArchived{of: o}), nil
	case *OrganisationPlaced:
		return ifStill(record, a.(*Organisation).Parent == e.Parent, &OrganisationPlaced{of: o, Parent: e.Was, Was: e.Parent})
	case *CommunityClassified:
		return ifStill(record, a.(*Community).Taxonomy == e.Taxonomy, &CommunityClassified{of: o, Taxonomy: e.Was, Was: e.Taxonomy})
	case *OwnerAssigned:
		return ifStill(record, ownerOf(a) == e.Member, &OwnerAssigned{of: o, Member: e.Was, Was: e.Member})
	case *RhythmSet:
		return ifStill(record, rhythmOf(a) == e.Rhythm, &RhythmSet{of: o, Rhythm: e.Was, Was: e.Rhythm})
	case *DeviceNamed:
		return ifStill(record, a.(*Member).Devices[e.Device] == e.Sealed.Name, &DeviceNamed{
			of: o, Device: e.Device, Sealed: Named{Name: e.Sealed.Was, Was: e.Sealed.Name},
		})
	case *ImportStarted, *ImportRedone:
		return unless(a.(*Import).Undone, &ImportUndone{of: o}), nil
	case *ImportUndone:
		return unless(!a.(*Import).Undone, &ImportRedone{of: o}), nil
	case *ImportFinished, *ImportRejected, *ConflictSettled:
		return nil, nil
	}
	switch a := a.(type) {
	case *Person:
		return inversePerson(a, r.Event)
	case *Conversation:
		return inverseConversation(a, r)
	case *FollowUp:
		return inverseFollowUp(a, r.Event)
	case *Workspace:
		return inverseWorkspace(a, r.Event)
	case *Segment:
		return inverseSegment(a, r.Event)
	case *Need:
		return inverseNeed(a, r.Event)
	}
	return nil, refuse(RefusedCannotUndo, record)
}

// unless gives nothing where what the event says is so already.
func unless(already bool, e Event) Event {
	if already {
		return nil
	}
	return e
}

func ifStill(record Stream, still bool, e Event) (Event, error) {
	if !still {
		return nil, refuse(RefusedChangedMeanwhile, record, string(record.Kind))
	}
	return e, nil
}

// undoneSince reports whether all that came after the first event of a record
// cancelled out, so that the record stands as that event left it. The version
// alone cannot tell.
func undoneSince(a Aggregate, r Recorded) bool {
	switch first := r.Event.(type) {
	case *ConversationLogged:
		c := a.(*Conversation)
		return !c.AnswerSettled && same(c.Words, first.Sealed) && sameContent(c.Content, first.ConversationContent)
	case *FollowUpPlanned:
		f := a.(*FollowUp)
		return same(f.Plan, first.FollowUpPlan) && f.Text == first.Sealed.Text && f.State == FollowUpOpen
	case *SegmentDefined:
		s := a.(*Segment)
		return !s.Archived && s.Name == first.Sealed.Name && same(s.Filter, first.Filter.joined(first.Sealed.Texts))
	case *NeedRaised:
		return a.(*Need).asRaised(first)
	case *RecordAdded:
		return asAdded(a.(described), first)
	}
	return false
}

func asAdded(d described, added *RecordAdded) bool {
	if len(d.dossier()) != len(added.Sealed.Changes) {
		return false
	}
	for _, c := range added.Sealed.Changes {
		if !sameValue(d.dossier().Get(c.Field), c.Now) {
			return false
		}
	}
	if d.head().Archived || ownerOf(d) != None || rhythmOf(d) != 0 {
		return false
	}
	switch r := d.(type) {
	case *Person:
		return len(r.Memberships)+len(r.Affiliations)+len(r.Relations)+len(r.Merged) == 0 && r.SnoozedUntil == ""
	case *Organisation:
		return r.Parent == None
	case *Community:
		return r.Taxonomy == added.Taxonomy
	case *Member:
		return len(r.Devices) == 0
	}
	return true
}

func rhythmOf(a Aggregate) Rhythm {
	switch a := a.(type) {
	case *Person:
		return a.Rhythm
	case *Community:
		return a.Rhythm
	}
	return 0
}

func inverseDetails(a Aggregate, e *DetailsChanged) (Event, error) {
	d := a.(described).dossier()
	var back []Change
	for _, c := range slices.Backward(e.Sealed.Changes) {
		back = append(back, Change{Field: c.Field, Was: c.Now, Now: c.Was})
	}
	changes, err := d.check(e.Record, back)
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	return &DetailsChanged{of: e.of, Origin: Origin{How: OriginManual}, Sealed: Described{changes}}, nil
}

func inversePerson(p *Person, e Event) (Event, error) {
	o := of{p.Stream}
	changed := refuse(RefusedChangedMeanwhile, p.Stream, string(p.Stream.Kind))
	switch e := e.(type) {
	case *PersonJoinedCommunity:
		now, ok := p.Membership(e.Community)
		if !ok || now.Since != e.Since || !slices.Equal(now.Roles, e.Sealed.Roles) {
			return nil, changed
		}
		said := MembershipRole{WasRoles: e.Sealed.Roles, WasSince: e.Since, Again: true}
		if !e.Sealed.Again {
			return &PersonLeftCommunity{of: o, Community: e.Community, Sealed: said}, nil
		}
		said.Roles = e.Sealed.WasRoles
		return &PersonJoinedCommunity{of: o, Community: e.Community, Since: e.Sealed.WasSince, Sealed: said}, nil
	case *PersonLeftCommunity:
		if _, ok := p.Membership(e.Community); ok {
			return nil, changed
		}
		return &PersonJoinedCommunity{
			of: o, Community: e.Community, Since: e.Sealed.WasSince, Sealed: MembershipRole{Roles: e.Sealed.WasRoles},
		}, nil
	case *PersonAffiliated:
		now, ok := p.Affiliation(e.Affiliation)
		said := Affiliation{
			ID: e.Affiliation, Organisation: e.Organisation, From: e.From, To: e.To, Ended: e.Ended,
			Title: e.Sealed.Title, Department: e.Sealed.Department,
		}
		if !ok || now != said {
			return nil, changed
		}
		if was := e.Sealed.Was; was != nil {
			return affiliated(o, *was, &now), nil
		}
		return &PersonAffiliationRemoved{of: o, Affiliation: e.Affiliation, Sealed: AffiliationSaid{Was: &now}}, nil
	case *PersonAffiliationRemoved:
		if e.Sealed.Was == nil {
			return nil, refuse(RefusedCannotUndo, p.Stream)
		}
		if _, ok := p.Affiliation(e.Affiliation); ok {
			return nil, changed
		}
		return affiliated(o, *e.Sealed.Was, nil), nil
	case *PersonRelated:
		now := Relation{ID: e.Relation, Other: e.Other, Kind: e.Kind, Note: e.Sealed.Note}
		if is, ok := p.Relation(e.Relation); !ok || is != now {
			return nil, changed
		}
		if was := e.Sealed.Was; was != nil {
			return related(o, *was, &now), nil
		}
		return &PersonRelationRemoved{of: o, Relation: e.Relation, Other: e.Other, Kind: e.Kind, Sealed: RelationSaid{Note: e.Sealed.Note}}, nil
	case *PersonRelationRemoved:
		if _, ok := p.Relation(e.Relation); ok {
			return nil, changed
		}
		return related(o, Relation{ID: e.Relation, Other: e.Other, Kind: e.Kind, Note: e.Sealed.Note}, nil), nil
	case *PersonSnoozed:
		return ifStill(p.Stream, p.SnoozedUntil == e.Until, &PersonSnoozed{of: o, Until: e.Was, Was: e.Until})
	case *PersonToldApart:
		return unless(!slices.Contains(p.Apart, e.Other), &PersonApartTakenBack{of: o, Other: e.Other}), nil
	case *PersonApartTakenBack:
		return unless(slices.Contains(p.Apart, e.Other), &PersonToldApart{of: o, Other: e.Other}), nil
	}
	return nil, refuse(RefusedCannotUndo, p.Stream)
}

func affiliated(o of, a Affiliation, was *Affiliation) Event {
	return &PersonAffiliated{
		of: o, Affiliation: a.ID, Organisation: a.Organisation, From: a.From, To: a.To, Ended: a.Ended,
		Origin: Origin{How: OriginManual},
		Sealed: AffiliationSaid{Title: a.Title, Department: a.Department, Was: was},
	}
}

func related(o of, r Relation, was *Relation) Event {
	return &PersonRelated{
		of: o, Relation: r.ID, Other: r.Other, Kind: r.Kind, Origin: Origin{How: OriginManual},
		Sealed: RelationSaid{Note: r.Note, Was: was},
	}
}

func inverseConversation(c *Conversation, r Recorded) (Event, error) {
	o := of{c.Stream}
	switch e := r.Event.(type) {
	case *ConversationCorrected:
		if !same(c.Words, e.Sealed) || !sameContent(c.Content, e.ConversationContent) {
			return nil, refuse(RefusedChangedMeanwhile, c.Stream, string(c.Stream.Kind))
		}
		for _, w := range slices.Backward(c.Earlier) {
			if w.Version < r.Version {
				return &ConversationCorrected{of: o, ConversationContent: w.Content, Corrects: c.Event, Sealed: w.Words}, nil
			}
		}
	case *AnswerSettled:
		return unless(!c.AnswerSettled, &AnswerAwaited{of: o, WasBy: c.AnsweredBy}), nil
	case *AnswerAwaited:
		return unless(c.AnswerSettled, &AnswerSettled{of: o, By: e.WasBy}), nil
	}
	return nil, refuse(RefusedCannotUndo, c.Stream)
}

func inverseFollowUp(f *FollowUp, e Event) (Event, error) {
	o := of{f.Stream}
	switch e := e.(type) {
	case *FollowUpChanged:
		still := same(f.Plan, e.FollowUpPlan) && f.Text == e.Sealed.Text
		return ifStill(f.Stream, still, &FollowUpChanged{
			of: o, FollowUpPlan: e.Was, Was: e.FollowUpPlan, Sealed: FollowUpWords{Text: e.Sealed.Was, Was: e.Sealed.Text},
		})
	case *FollowUpSnoozed:
		return ifStill(f.Stream, f.Plan.Due == e.Until, &FollowUpSnoozed{of: o, Until: e.Was, Was: e.Until})
	case *FollowUpClosed:
		return ifStill(f.Stream, f.State == e.As, &FollowUpReopened{of: o, Was: e.As})
	case *FollowUpReopened:
		return ifStill(f.Stream, f.State == FollowUpOpen, &FollowUpClosed{of: o, As: e.Was})
	}
	return nil, refuse(RefusedCannotUndo, f.Stream)
}

func inverseWorkspace(w *Workspace, e Event) (Event, error) {
	o := of{w.Stream}
	switch e := e.(type) {
	case *WorkspaceRenamed:
		return ifStill(w.Stream, w.Name == e.Sealed.Name, &WorkspaceRenamed{of: o, Sealed: Named{Name: e.Sealed.Was, Was: e.Sealed.Name}})
	case *ChannelDefined:
		back := &ChannelDefined{
			of: o, Channel: e.Channel, Retired: e.WasRetired, WasRetired: e.Retired,
			Sealed: Named{Name: e.Sealed.Was, Was: e.Sealed.Name},
		}
		if e.Sealed.Was == "" { // it was new: retire it, but keep its name readable
			back.Retired, back.Sealed.Name = true, e.Sealed.Name
		}
		now, _ := w.channel(e.Channel)
		still := now == ChannelDefinition{ID: e.Channel, Name: e.Sealed.Name, Retired: e.Retired}
		return ifStill(w.Stream, still, back)
	case *FieldDefined:
		back := &FieldDefined{
			of: o, Field: e.Field, For: e.For, Type: e.Type, Retired: e.WasRetired, WasRetired: e.Retired,
			Sealed: Named{
				Name: e.Sealed.Was, Choices: e.Sealed.WasChoices, Was: e.Sealed.Name, WasChoices: e.Sealed.Choices,
			},
		}
		if e.Sealed.Was == "" {
			back.Retired, back.Sealed.Name, back.Sealed.Choices = true, e.Sealed.Name, e.Sealed.Choices
		}
		now := w.Fields[e.Field]
		still := now.Name == e.Sealed.Name && now.Retired == e.Retired && slices.Equal(now.Choices, e.Sealed.Choices)
		return ifStill(w.Stream, still, back)
	}
	return nil, refuse(RefusedCannotUndo, o.Record)
}
