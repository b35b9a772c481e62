package domain

// NewEvent returns an empty event of a persisted type, about the given record,
// ready to be decoded into; nil if this version of Kontor does not know the
// type.
func NewEvent(eventType string, stream Stream) Event {
	make, ok := eventTypes[eventType]
	if !ok {
		return nil
	}
	e := make()
	e.bind(stream)
	return e
}

// EventTypes lists every persisted event type that this version knows, in no
// particular order.
func EventTypes() []string {
	types := make([]string, 0, len(eventTypes))
	for t := range eventTypes {
		types = append(types, t)
	}
	return types
}

// NewAggregate returns the empty state of a record of the given kind, nil for
// an unknown kind.
func NewAggregate(kind Kind) Aggregate {
	switch kind {
	case KindWorkspace:
		return NewWorkspace()
	case KindMember:
		return NewMember()
	case KindPerson:
		return NewPerson()
	case KindOrganisation:
		return NewOrganisation()
	case KindCommunity:
		return NewCommunity()
	case KindConversation:
		return NewConversation()
	case KindFollowUp:
		return NewFollowUp()
	case KindImport:
		return NewImport()
	case KindSegment:
		return NewSegment()
	case KindNeed:
		return NewNeed()
	}
	return nil
}

type boundEvent interface {
	Event
	bind(Stream)
}

var eventTypes = registerEvents()

func registerEvents() map[string]func() boundEvent {
	types := map[string]func() boundEvent{}
	add := func(kinds []Kind, make func() boundEvent) {
		for _, kind := range kinds {
			e := make()
			e.bind(Stream{Kind: kind})
			types[e.EventType()] = make
		}
	}
	person, community := []Kind{KindPerson}, []Kind{KindCommunity}
	conversation, followUp := []Kind{KindConversation}, []Kind{KindFollowUp}
	workspace, imports, need := []Kind{KindWorkspace}, []Kind{KindImport}, []Kind{KindNeed}

	add(Dossiers, func() boundEvent { return &RecordAdded{} })
	add(Dossiers, func() boundEvent { return &DetailsChanged{} })
	add(Archivable, func() boundEvent { return &RecordArchived{} })
	add(Archivable, func() boundEvent { return &RecordUnarchived{} })
	add(Kinds, func() boundEvent { return &RecordWithdrawn{} })
	add(Kinds, func() boundEvent { return &RecordReinstated{} })
	add(Kinds, func() boundEvent { return &RecordErased{} })
	add(Settleable, func() boundEvent { return &ConflictSettled{} })
	add([]Kind{KindMember}, func() boundEvent { return &DeviceNamed{} })
	add([]Kind{KindPerson, KindCommunity}, func() boundEvent { return &RhythmSet{} })
	add([]Kind{KindPerson, KindOrganisation, KindCommunity}, func() boundEvent { return &OwnerAssigned{} })

	add(person, func() boundEvent { return &PersonJoinedCommunity{} })
	add(person, func() boundEvent { return &PersonLeftCommunity{} })
	add(person, func() boundEvent { return &PersonAffiliated{} })
	add(person, func() boundEvent { return &PersonAffiliationRemoved{} })
	add(person, func() boundEvent { return &PersonRelated{} })
	add(person, func() boundEvent { return &PersonRelationRemoved{} })
	add(person, func() boundEvent { return &PersonSnoozed{} })
	add(person, func() boundEvent { return &PersonMerged{} })
	add(person, func() boundEvent { return &PersonUnmerged{} })
	add(person, func() boundEvent { return &PersonTookIn{} })
	add(person, func() boundEvent { return &PersonGaveBack{} })
	add(person, func() boundEvent { return &PersonToldApart{} })
	add(person, func() boundEvent { return &PersonApartTakenBack{} })

	add([]Kind{KindOrganisation}, func() boundEvent { return &OrganisationPlaced{} })
	add(community, func() boundEvent { return &CommunityClassified{} })

	add(conversation, func() boundEvent { return &ConversationLogged{} })
	add(conversation, func() boundEvent { return &ConversationCorrected{} })
	add(conversation, func() boundEvent { return &AnswerSettled{} })
	add(conversation, func() boundEvent { return &AnswerAwaited{} })

	add(followUp, func() boundEvent { return &FollowUpPlanned{} })
	add(followUp, func() boundEvent { return &FollowUpChanged{} })
	add(followUp, func() boundEvent { return &FollowUpSnoozed{} })
	add(followUp, func() boundEvent { return &FollowUpClosed{As: FollowUpDone} })
	add(followUp, func() boundEvent { return &FollowUpClosed{As: FollowUpCancelled} })
	add(followUp, func() boundEvent { return &FollowUpReopened{} })

	add(workspace, func() boundEvent { return &WorkspaceFounded{} })
	add(workspace, func() boundEvent { return &WorkspaceRenamed{} })
	add(workspace, func() boundEvent { return &ChannelDefined{} })
	add(workspace, func() boundEvent { return &FieldDefined{} })

	add(imports, func() boundEvent { return &ImportStarted{} })
	add(imports, func() boundEvent { return &ImportRejected{} })
	add(imports, func() boundEvent { return &ImportFinished{} })
	add(imports, func() boundEvent { return &ImportUndone{} })
	add(imports, func() boundEvent { return &ImportRedone{} })

	add([]Kind{KindSegment}, func() boundEvent { return &SegmentDefined{} })
	add([]Kind{KindSegment}, func() boundEvent { return &SegmentChanged{} })

	add(need, func() boundEvent { return &NeedRaised{} })
	add(need, func() boundEvent { return &NeedRevised{} })
	add(need, func() boundEvent { return &NeedRouted{} })
	add(need, func() boundEvent { return &NeedScheduled{} })
	add(need, func() boundEvent { return &NeedVoiceAdded{} })
	add(need, func() boundEvent { return &NeedVoiceRemoved{} })
	add(need, func() boundEvent { return &NeedAnswered{} })
	add(need, func() boundEvent { return &NeedToldBack{} })
	add(need, func() boundEvent { return &NeedTellingTakenBack{} })
	add(need, func() boundEvent { return &NeedEnded{} })
	add(need, func() boundEvent { return &NeedReopened{} })
	return types
}

// Upcast turns an event as an earlier version of Kontor stored it into its
// present shape: another type name, another skeleton, another sealed part. It
// runs on every read, so that everything above the ledger sees present shapes
// only. Sealed may be nil where it is not readable.
func Upcast(eventType string, skeleton, sealed []byte) (string, []byte, []byte, error) {
	for {
		up, ok := upcasters[eventType]
		if !ok {
			return eventType, skeleton, sealed, nil
		}
		var err error
		if eventType, skeleton, sealed, err = up(skeleton, sealed); err != nil {
			return "", nil, nil, err
		}
	}
}

type upcaster func(skeleton, sealed []byte) (string, []byte, []byte, error)

// upcasters holds one step per event type that is no longer written.
var upcasters = map[string]upcaster{}
