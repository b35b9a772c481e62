package domain

import "slices"

// matter is what a command that does not change a dossier wants of a record.
type matter interface {
	record() Stream
	// clashes are the parts in which the record is otherwise.
	clashes(Aggregate) []Clash
	value(Aggregate, Field) *Value
	// settled is the command that sets what mine is kept of; nil if nothing is.
	settled(Aggregate, []Answer) (Command, error)
}

type matterIn[T any] struct {
	about  Stream
	one    string // which of several
	facets []facet[T]
	mine   T
	read   func(Aggregate) T
	set    func(T) Command
}

func (m matterIn[T]) record() Stream { return m.about }

func (m matterIn[T]) field(f facet[T]) Field {
	if m.one == "" {
		return f.field
	}
	return f.field.of(m.one)
}

func (m matterIn[T]) clashes(a Aggregate) []Clash {
	theirs := m.read(a)
	var all []Clash
	for _, f := range m.facets {
		if !f.same(m.mine, theirs) {
			all = append(all, Clash{Record: m.about, Field: m.field(f), Mine: f.value(m.mine), Theirs: f.value(theirs)})
		}
	}
	return all
}

func (m matterIn[T]) value(a Aggregate, field Field) *Value {
	for _, f := range m.facets {
		if m.field(f) == field {
			return f.value(m.read(a))
		}
	}
	return nil
}

func (m matterIn[T]) settled(a Aggregate, answers []Answer) (Command, error) {
	now, mine := m.read(a), false
	for _, f := range m.facets {
		i := slices.IndexFunc(answers, func(a Answer) bool { return a.Field == m.field(f) && a.Keep == KeepMine })
		if i < 0 {
			continue
		}
		if !sameValue(answers[i].Theirs, f.value(now)) {
			return nil, changedMeanwhile(m.about)
		}
		f.take(&now, m.mine)
		mine = true
	}
	if !mine {
		return nil, nil
	}
	return m.set(now), nil
}

// matterOf is what a command wants; nil where nothing can be compared.
func matterOf(c Command) matter {
	switch c := c.(type) {
	case SetRhythm:
		return matterIn[Rhythm]{c.Record, "", rhythmFacets, c.Rhythm, rhythmOf, func(r Rhythm) Command { return SetRhythm{c.Record, r} }}
	case AssignOwner:
		return matterIn[ID]{c.Record, "", ownerFacets, c.Member, ownerOf, func(id ID) Command { return AssignOwner{c.Record, id} }}
	case PlaceOrganisation:
		return matterIn[ID]{
			Stream{KindOrganisation, c.Organisation},
			"", parentFacets, c.Parent,
			func(a Aggregate) ID { return a.(*Organisation).Parent },
			func(id ID) Command { return PlaceOrganisation{c.Organisation, id} },
		}
	case ClassifyCommunity:
		return matterIn[CommunityKind]{
			Stream{KindCommunity, c.Community},
			"", taxonomyFacets, c.Taxonomy,
			func(a Aggregate) CommunityKind { return a.(*Community).Taxonomy },
			func(k CommunityKind) Command { return ClassifyCommunity{c.Community, k} },
		}
	case RenameWorkspace:
		return matterIn[string]{
			Stream{KindWorkspace, c.Workspace},
			"", nameFacets, c.Name,
			func(a Aggregate) string { return a.(*Workspace).Name },
			func(name string) Command { return RenameWorkspace{c.Workspace, name} },
		}
	case DefineChannel:
		return matterIn[ChannelDefinition]{
			Stream{KindWorkspace, c.Workspace},
			c.Channel.ID, channelFacets, c.Channel,
			func(a Aggregate) ChannelDefinition { d, _ := a.(*Workspace).channel(c.Channel.ID); return d },
			func(d ChannelDefinition) Command { return DefineChannel{c.Workspace, d} },
		}
	case DefineField:
		return matterIn[FieldDefinition]{
			Stream{KindWorkspace, c.Workspace},
			c.Field.ID.String(), fieldFacets, c.Field,
			func(a Aggregate) FieldDefinition { return a.(*Workspace).Fields[c.Field.ID] },
			func(d FieldDefinition) Command { return DefineField{c.Workspace, d} },
		}
	case DefineSegment:
		return matterIn[segmented]{
			Stream{KindSegment, c.Segment},
			"", segmentFacets,
			segmented{c.Name, c.Filter.normal()},
			func(a Aggregate) segmented { return segmented{a.(*Segment).Name, a.(*Segment).Filter} },
			func(s segmented) Command { return DefineSegment{c.Segment, s.name, s.filter} },
		}
	case NameDevice:
		return matterIn[string]{
			Stream{KindMember, c.Member},
			c.Device.String(), deviceFacets, c.Name,
			func(a Aggregate) string { return a.(*Member).Devices[c.Device] },
			func(name string) Command { return NameDevice{c.Member, c.Device, name} },
		}
	case CorrectConversation:
		return matterIn[spoken]{
			Stream{KindConversation, c.Conversation},
			"", spokenFacets,
			spoken{c.Content, c.Words},
			func(a Aggregate) spoken { is := a.(*Conversation); return spoken{is.Content, is.Words} },
			func(s spoken) Command { return CorrectConversation{c.Conversation, s.ConversationContent, s.words} },
		}
	case ChangeFollowUp:
		return matterIn[intended]{
			Stream{KindFollowUp, c.FollowUp},
			"", planFacets,
			intended{c.Plan, c.Text},
			func(a Aggregate) intended { is := a.(*FollowUp); return intended{is.Plan, is.Text} },
			func(i intended) Command { return ChangeFollowUp{c.FollowUp, i.FollowUpPlan, i.text} },
		}
	case SnoozeFollowUp:
		return matterIn[Day]{
			Stream{KindFollowUp, c.FollowUp},
			"", dueFacets, c.Until,
			func(a Aggregate) Day { return a.(*FollowUp).Plan.Due },
			func(d Day) Command { return SnoozeFollowUp{c.FollowUp, d} },
		}
	}
	if m := matterOfNeed(c); m != nil {
		return m
	}
	return matterOfPerson(c)
}

func matterOfNeed(c Command) matter {
	need := func(id ID) Stream { return Stream{KindNeed, id} }
	switch c := c.(type) {
	case ReviseNeed:
		return matterIn[NeedWords]{
			need(c.Need), "", needFacets, c.Words,
			func(a Aggregate) NeedWords { return a.(*Need).Words },
			func(w NeedWords) Command { return ReviseNeed{c.Need, w} },
		}
	case RouteNeed:
		return matterIn[ID]{
			need(c.Need), "", routeFacets, c.For,
			func(a Aggregate) ID { return a.(*Need).Plan.For },
			func(id ID) Command { return RouteNeed{c.Need, id} },
		}
	case ScheduleNeed:
		return matterIn[Day]{
			need(c.Need), "", dueFacets, c.Due,
			func(a Aggregate) Day { return a.(*Need).Plan.Due },
			func(d Day) Command { return ScheduleNeed{c.Need, d} },
		}
	case DecideNeed:
		return matterIn[decided]{
			need(c.Need), "", decisionFacets,
			decided{c.Answer, c.Wording},
			func(a Aggregate) decided { return asDecided(a.(*Need).decided()) },
			func(d decided) Command { return DecideNeed{c.Need, d.answer, d.wording} },
		}
	}
	return nil
}

func asDecided(answer NeedAnswer, wording string) decided { return decided{answer, wording} }

func matterOfPerson(c Command) matter {
	person := func(id ID) Stream { return Stream{KindPerson, id} }
	membership := func(community ID) func(Aggregate) Membership {
		return func(a Aggregate) Membership { m, _ := a.(*Person).Membership(community); return m }
	}
	affiliation := func(id ID) func(Aggregate) Affiliation {
		return func(a Aggregate) Affiliation { f, _ := a.(*Person).Affiliation(id); return f }
	}
	relation := func(id ID) func(Aggregate) Relation {
		return func(a Aggregate) Relation { r, _ := a.(*Person).Relation(id); return r }
	}
	switch c := c.(type) {
	case SnoozePerson:
		return matterIn[Day]{
			person(c.Person), "", snoozedFacets, c.Until,
			func(a Aggregate) Day { return a.(*Person).SnoozedUntil },
			func(d Day) Command { return SnoozePerson{c.Person, d} },
		}
	case JoinCommunity:
		return matterIn[Membership]{
			person(c.Person), c.Community.String(), membershipFacets,
			Membership{c.Community, c.Roles, c.Since},
			membership(c.Community),
			func(m Membership) Command { return JoinCommunity{c.Person, c.Community, m.Roles, m.Since, c.Origin} },
		}
	case LeaveCommunity:
		return matterIn[Membership]{
			person(c.Person), c.Community.String(), membershipFacets,
			Membership{},
			membership(c.Community), func(Membership) Command { return c },
		}
	case Affiliate:
		return matterIn[Affiliation]{
			person(c.Person), c.Affiliation.ID.String(), affiliationFacets, c.Affiliation,
			affiliation(c.Affiliation.ID),
			func(f Affiliation) Command { f.ID = c.Affiliation.ID; return Affiliate{c.Person, f, c.Origin} },
		}
	case RemoveAffiliation:
		return matterIn[Affiliation]{
			person(c.Person), c.Affiliation.String(), affiliationFacets,
			Affiliation{},
			affiliation(c.Affiliation), func(Affiliation) Command { return c },
		}
	case Relate:
		return matterIn[Relation]{
			person(c.Person), c.Relation.ID.String(), relationFacets, c.Relation,
			relation(c.Relation.ID),
			func(r Relation) Command { r.ID = c.Relation.ID; return Relate{c.Person, r, c.Origin} },
		}
	case Unrelate:
		return matterIn[Relation]{
			person(c.Person), c.Relation.String(), relationFacets,
			Relation{},
			relation(c.Relation), func(Relation) Command { return c },
		}
	}
	return nil
}
