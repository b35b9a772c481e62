package domain

import "slices"

// again is one command that is decided again.
type again struct {
	state   State
	by      Issued
	old     []Recorded
	unnamed []ID
	moved   bool // to whom somebody was merged into
}

// first is the first event of a type that the command led to, if it can still
// be read.
func first[E Event](old []Recorded) (e E, ok bool) {
	for _, r := range old {
		if e, ok = r.Event.(E); ok {
			return e, r.Secret == SecretNone
		}
	}
	return e, false
}

// decide gives the events that now follow. With a refusal, left is what remains
// of the command; nil stands for all of it.
func (a *again) decide(c Command) (events []Event, left Command, err error) {
	if c, err = a.redirected(c); err != nil {
		return nil, nil, err
	}
	events, left, err = a.decideOn(c)
	if isRefusal(err) && left == nil && a.moved {
		left = c
	}
	return events, left, err
}

func (a *again) decideOn(c Command) (events []Event, left Command, err error) {
	switch c := c.(type) {
	case MergePeople:
		return a.merge(c)
	case AddRecord:
		return a.begin(c, c.Record)
	case StartImport:
		return a.begin(c, Stream{KindImport, c.Import})
	case FoundWorkspace:
		return a.begin(c, Stream{KindWorkspace, c.Workspace})
	case LogConversation:
		return a.log(c)
	case PlanFollowUp:
		return a.plan(c)
	case FinishImport:
		return a.finish(c)
	case ChangeDetails:
		return a.change(c)
	case JoinCommunity:
		return a.join(c)
	case Affiliate:
		return a.affiliate(c)
	case Relate:
		return a.relate(c)
	case CorrectConversation:
		return a.correct(c)
	case ChangeFollowUp:
		return a.replan(c)
	case DefineChannel:
		return a.channel(c)
	case DefineField:
		return a.field(c)
	case DefineSegment:
		return a.segment(c)
	case RaiseNeed:
		return a.raise(c)
	case ReviseNeed:
		return a.revise(c)
	case DecideNeed:
		return a.answer(c)
	case AddVoice:
		return a.hear(c)
	case TellBack:
		return a.tell(c)
	}
	events, err = c.Decide(a.state, a.by)
	if err == nil && len(events) > 0 && len(a.old) > 0 {
		err = a.sawTheSame(events[0])
	}
	if err != nil {
		return nil, nil, err
	}
	return events, nil, nil
}

// begin makes a record, unless it is there: its id is the command's own.
func (a *again) begin(c Command, record Stream) ([]Event, Command, error) {
	if there, err := a.state.Load(record); err != nil || there != nil {
		return nil, nil, err
	}
	events, err := c.Decide(a.state, a.by)
	return events, nil, err
}

// log records a conversation, whatever became of those who took part. Words that
// were spoken with nobody but erased people are not kept.
func (a *again) log(c LogConversation) ([]Event, Command, error) {
	people := slices.Concat(c.Content.People, c.Content.Mentions)
	living, err := a.living(people)
	if err != nil {
		return nil, nil, err
	}
	if len(people) > 0 && len(living) == 0 {
		c.Words = ConversationWords{}
	}
	return a.begin(c, Stream{KindConversation, c.Conversation})
}

// plan plans for those who are left. Where it was about erased people alone,
// nothing is left to be done.
func (a *again) plan(c PlanFollowUp) ([]Event, Command, error) {
	living, err := a.living(c.Plan.People)
	if err != nil {
		return nil, nil, err
	}
	if len(living) < len(c.Plan.People) {
		if len(living) == 0 {
			return nil, nil, refuse(RefusedErased, Stream{KindPerson, c.Plan.People[0]})
		}
		c.Plan.People = living
	}
	return a.begin(c, Stream{KindFollowUp, c.FollowUp})
}

// living leaves out the people who were erased, and notes them.
func (a *again) living(people []ID) (living []ID, err error) {
	for _, id := range people {
		p, err := LoadPerson(a.state, id)
		switch {
		case err != nil:
			return nil, err
		case p == nil || !p.Erased:
			living = append(living, id)
		case !slices.Contains(a.unnamed, id):
			a.unnamed = append(a.unnamed, id)
		}
	}
	return living, nil
}

// finish leaves out the rejected rows of an import whose words were destroyed.
func (a *again) finish(c FinishImport) ([]Event, Command, error) {
	there, err := a.state.Load(Stream{KindImport, c.Import})
	if err != nil {
		return nil, nil, err
	}
	if i, ok := there.(*Import); ok && i.Finished {
		return nil, nil, nil
	}
	if h := HeadOf(there); h != nil && h.Erased {
		c.Rejected = nil
	}
	events, err := c.Decide(a.state, a.by)
	return events, nil, err
}

// change lets the fields through that nobody else changed.
func (a *again) change(c ChangeDetails) ([]Event, Command, error) {
	if e, ok := first[*DetailsChanged](a.old); ok {
		c.Changes = e.Sealed.Changes
	}
	_, record, err := openHead(a.state, c.Record)
	if err != nil {
		return nil, c, err
	}
	d, ok := record.(described)
	if !ok {
		return nil, c, refuse(RefusedNotFound, c.Record)
	}
	going, clashing := c, c
	going.Changes, clashing.Changes = nil, nil
	for _, change := range c.Changes {
		switch is := d.dossier().Get(change.Field); {
		case sameValue(is, change.Now):
		case sameValue(is, change.Was):
			going.Changes = append(going.Changes, change)
		default:
			clashing.Changes = append(clashing.Changes, change)
		}
	}
	events, err := going.Decide(a.state, a.by)
	if err != nil {
		c.Changes = slices.Concat(going.Changes, clashing.Changes)
		return nil, c, err
	}
	if len(clashing.Changes) > 0 {
		kind := string(fieldKind(clashing.Changes[0].Field))
		return events, clashing, refuse(RefusedChangedMeanwhile, c.Record, kind)
	}
	return events, nil, nil
}

// met decides what became of something that a command replaces as a whole, and
// leaves what both of us changed.
func (a *again) met(record Stream, now, left Command, clash bool) ([]Event, Command, error) {
	events, err := now.Decide(a.state, a.by)
	if err != nil {
		return nil, left, err
	}
	if clash {
		return events, left, changedMeanwhile(record)
	}
	return events, nil, nil
}

func changedMeanwhile(record Stream) error {
	return refuse(RefusedChangedMeanwhile, record, string(record.Kind))
}

// plain decides as for the first time.
func (a *again) plain(c Command) ([]Event, Command, error) {
	events, err := c.Decide(a.state, a.by)
	return events, nil, err
}

func (a *again) join(c JoinCommunity) ([]Event, Command, error) {
	e, ok := first[*PersonJoinedCommunity](a.old)
	p, err := openPerson(a.state, c.Person)
	if err != nil || !ok {
		return a.plain(c)
	}
	theirs, member := p.Membership(c.Community)
	mine := Membership{Community: c.Community, Roles: e.Sealed.Roles, Since: e.Since}
	base := Membership{Community: c.Community, Roles: e.Sealed.WasRoles, Since: e.Sealed.WasSince}
	with := func(m Membership) JoinCommunity {
		return JoinCommunity{Person: c.Person, Community: c.Community, Roles: m.Roles, Since: m.Since, Origin: c.Origin}
	}
	switch {
	case !e.Sealed.Again && !member:
		return a.plain(with(mine))
	case !member:
		return nil, with(mine), changedMeanwhile(p.Stream)
	case !e.Sealed.Again:
		mine.Since, base = theirs.Since, Membership{Community: c.Community, Since: theirs.Since}
	}
	now, left, clash := meet(membershipFacets, &base, mine, theirs)
	return a.met(p.Stream, with(now), with(left), clash)
}

func (a *again) affiliate(c Affiliate) ([]Event, Command, error) {
	e, ok := first[*PersonAffiliated](a.old)
	p, err := openPerson(a.state, c.Person)
	if err != nil || !ok || e.Sealed.Was == nil {
		return a.plain(c)
	}
	mine := Affiliation{
		ID: e.Affiliation, Organisation: e.Organisation, From: e.From, To: e.To, Ended: e.Ended,
		Title: e.Sealed.Title, Department: e.Sealed.Department,
	}
	theirs, there := p.Affiliation(mine.ID)
	with := func(f Affiliation) Affiliate { return Affiliate{c.Person, f, c.Origin} }
	if !there {
		return nil, with(mine), changedMeanwhile(p.Stream)
	}
	now, left, clash := meet(affiliationFacets, e.Sealed.Was, mine, theirs)
	return a.met(p.Stream, with(now), with(left), clash)
}

func (a *again) relate(c Relate) ([]Event, Command, error) {
	e, ok := first[*PersonRelated](a.old)
	p, err := openPerson(a.state, c.Person)
	if err != nil || !ok || e.Sealed.Was == nil {
		return a.plain(c)
	}
	mine := Relation{ID: e.Relation, Other: e.Other, Kind: e.Kind, Note: e.Sealed.Note}
	theirs, there := p.Relation(mine.ID)
	with := func(r Relation) Relate { return Relate{c.Person, r, c.Origin} }
	if !there {
		return nil, with(mine), changedMeanwhile(p.Stream)
	}
	now, left, clash := meet(relationFacets, e.Sealed.Was, mine, theirs)
	return a.met(p.Stream, with(now), with(left), clash)
}

func (a *again) correct(c CorrectConversation) ([]Event, Command, error) {
	e, ok := first[*ConversationCorrected](a.old)
	is, err := openConversation(a.state, c.Conversation)
	if err != nil || !ok {
		return a.plain(c)
	}
	mine := spoken{e.ConversationContent, e.Sealed}
	with := func(s spoken) CorrectConversation {
		s.words.Reason = mine.words.Reason
		return CorrectConversation{c.Conversation, s.ConversationContent, s.words}
	}
	if is.Event == e.Corrects {
		return a.plain(with(mine))
	}
	var base *spoken
	for _, w := range is.Earlier {
		if w.Event == e.Corrects {
			base = &spoken{w.Content, w.Words}
		}
	}
	now, left, clash := meet(spokenFacets, base, mine, spoken{is.Content, is.Words})
	return a.met(is.Stream, with(now), with(left), clash)
}

func (a *again) replan(c ChangeFollowUp) ([]Event, Command, error) {
	e, ok := first[*FollowUpChanged](a.old)
	is, err := openFollowUp(a.state, c.FollowUp)
	if err != nil || !ok {
		return a.plain(c)
	}
	mine, base := intended{e.FollowUpPlan, e.Sealed.Text}, intended{e.Was, e.Sealed.Was}
	with := func(i intended) ChangeFollowUp { return ChangeFollowUp{c.FollowUp, i.FollowUpPlan, i.text} }
	now, left, clash := meet(planFacets, &base, mine, intended{is.Plan, is.Text})
	return a.met(is.Stream, with(now), with(left), clash)
}

func (a *again) channel(c DefineChannel) ([]Event, Command, error) {
	e, ok := first[*ChannelDefined](a.old)
	w, err := openWorkspace(a.state, c.Workspace)
	if err != nil || !ok {
		return a.plain(c)
	}
	mine := ChannelDefinition{ID: e.Channel, Name: e.Sealed.Name, Retired: e.Retired}
	with := func(d ChannelDefinition) DefineChannel { return DefineChannel{c.Workspace, d} }
	theirs, there := w.channel(e.Channel)
	if !there {
		return a.plain(with(mine))
	}
	base := ChannelDefinition{ID: e.Channel, Name: e.Sealed.Was, Retired: e.WasRetired}
	now, left, clash := meet(channelFacets, &base, mine, theirs)
	return a.met(w.Stream, with(now), with(left), clash)
}

func (a *again) field(c DefineField) ([]Event, Command, error) {
	e, ok := first[*FieldDefined](a.old)
	w, err := openWorkspace(a.state, c.Workspace)
	if err != nil || !ok {
		return a.plain(c)
	}
	mine := FieldDefinition{
		ID: e.Field, For: e.For, Type: e.Type, Name: e.Sealed.Name, Choices: e.Sealed.Choices, Retired: e.Retired,
	}
	with := func(d FieldDefinition) DefineField { return DefineField{c.Workspace, d} }
	theirs, there := w.Fields[e.Field]
	if !there {
		return a.plain(with(mine))
	}
	base := mine
	base.Name, base.Choices, base.Retired = e.Sealed.Was, e.Sealed.WasChoices, e.WasRetired
	now, left, clash := meet(fieldFacets, &base, mine, theirs)
	return a.met(w.Stream, with(now), with(left), clash)
}

func (a *again) segment(c DefineSegment) ([]Event, Command, error) {
	record := Stream{KindSegment, c.Segment}
	if _, defined := first[*SegmentDefined](a.old); defined {
		return a.begin(c, record)
	}
	e, ok := first[*SegmentChanged](a.old)
	_, is, err := openHead(a.state, record)
	if err != nil || !ok {
		return a.plain(c)
	}
	theirs := segmented{is.(*Segment).Name, is.(*Segment).Filter}
	mine := segmented{e.Sealed.Name, e.Filter.joined(e.Sealed.Texts)}
	base := segmented{e.Sealed.Was, e.Was.joined(e.Sealed.WasTexts)}
	with := func(s segmented) DefineSegment { return DefineSegment{c.Segment, s.name, s.filter} }
	now, left, clash := meet(segmentFacets, &base, mine, theirs)
	return a.met(record, with(now), with(left), clash)
}

// sawTheSame refuses an event that replaces another value than the one which was
// seen when the command was given.
func (a *again) sawTheSame(now Event) error {
	for _, r := range a.old {
		if r.Secret != SecretNone || r.Event.EventType() != now.EventType() || r.Event.Stream() != now.Stream() && !a.moved {
			continue
		}
		if !same(replaced(now), replaced(r.Event)) {
			return changedMeanwhile(now.Stream())
		}
		return nil
	}
	return nil
}

// replaced is the value that an event says was there before; nil where it says
// none or where nobody would be asked for it.
func replaced(e Event) any {
	switch e := e.(type) {
	case *RhythmSet:
		return e.Was
	case *OwnerAssigned:
		return e.Was
	case *OrganisationPlaced:
		return e.Was
	case *CommunityClassified:
		return e.Was
	case *PersonSnoozed:
		return e.Was
	case *FollowUpSnoozed:
		return e.Was
	case *WorkspaceRenamed:
		return e.Sealed.Was
	case *DeviceNamed:
		return e.Sealed.Was
	case *NeedRouted:
		return e.Was
	case *NeedScheduled:
		return e.Was
	case *PersonLeftCommunity:
		return e.Sealed
	case *PersonAffiliationRemoved:
		return e.Sealed.Was
	case *PersonRelationRemoved:
		return Relation{Other: e.Other, Kind: e.Kind, Note: e.Sealed.Note}
	}
	return nil
}
