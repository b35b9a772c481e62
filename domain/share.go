package domain

import "slices"

// share deals out what a batch led to among its parts. It reports false where
// that cannot be told; then every part is decided as if nothing had been seen.
func share(parts []Command, old []Recorded) ([][]Recorded, bool) {
	shares := make([][]Recorded, len(parts))
	rest := old
	for i, part := range parts {
		n := 0
		switch part.(type) {
		case Undo:
			return nil, false
		case Batch, FinishImport, SettleConflict, AddVoice, RemoveVoice, DecideNeed, TellBack, TakeTellingBack,
			MergePeople, UnmergePerson, Erase:
			for n < len(rest) && ledTo(part, rest[n]) {
				n++
			}
		default:
			if len(rest) > 0 && ledTo(part, rest[0]) {
				n = 1
			}
		}
		shares[i], rest = rest[:n], rest[n:]
	}
	return shares, len(old) > 0 && len(rest) == 0
}

// ledTo reports whether an event can be what a command led to.
func ledTo(c Command, r Recorded) bool {
	var record Stream
	fits := false
	e := r.Event
	switch c := c.(type) {
	case Batch:
		return slices.ContainsFunc(c.Parts, func(part Command) bool { return ledTo(part, r) })
	case AddRecord:
		_, fits = e.(*RecordAdded)
		record = c.Record
	case ChangeDetails:
		changed, ok := e.(*DetailsChanged)
		record, fits = c.Record, ok && within(changed.Sealed.Changes, c.Changes)
	case Archive:
		_, archived := e.(*RecordArchived)
		_, back := e.(*RecordUnarchived)
		record, fits = c.Record, archived && !c.Back || back && c.Back
	case Withdraw:
		_, fits = e.(*RecordWithdrawn)
		record = c.Record
	case SetRhythm:
		set, ok := e.(*RhythmSet)
		record, fits = c.Record, ok && set.Rhythm == c.Rhythm
	case AssignOwner:
		assigned, ok := e.(*OwnerAssigned)
		record, fits = c.Record, ok && assigned.Member == c.Member
	case SettleConflict:
		_, settled := e.(*ConflictSettled)
		_, changed := e.(*DetailsChanged)
		record, fits = c.Record, settled || changed
	case DefineSegment:
		_, defined := e.(*SegmentDefined)
		_, changed := e.(*SegmentChanged)
		record, fits = Stream{KindSegment, c.Segment}, defined || changed
	case NameDevice:
		named, ok := e.(*DeviceNamed)
		record, fits = Stream{KindMember, c.Member}, ok && named.Device == c.Device
	case PlaceOrganisation:
		placed, ok := e.(*OrganisationPlaced)
		record, fits = Stream{KindOrganisation, c.Organisation}, ok && placed.Parent == c.Parent
	case ClassifyCommunity:
		classified, ok := e.(*CommunityClassified)
		record, fits = Stream{KindCommunity, c.Community}, ok && classified.Taxonomy == c.Taxonomy
	case StartImport:
		_, fits = e.(*ImportStarted)
		record = Stream{KindImport, c.Import}
	case FinishImport:
		_, rejected := e.(*ImportRejected)
		_, finished := e.(*ImportFinished)
		record, fits = Stream{KindImport, c.Import}, rejected || finished
	default:
		record, fits = ledToMore(c, e)
	}
	return fits && e.Stream() == record
}

func ledToMore(c Command, e Event) (record Stream, fits bool) {
	person := func(id ID) Stream { return Stream{KindPerson, id} }
	switch c := c.(type) {
	case Erase: // and those who were merged with the person
		_, fits = e.(*RecordErased)
		return e.Stream(), fits && e.Stream().Kind == KindPerson
	case MergePeople:
		return e.Stream(), e.Stream() == person(c.Keep) || e.Stream() == person(c.Other)
	case UnmergePerson: // of those into whom they were merged, only the ledger knows
		return e.Stream(), e.Stream().Kind == KindPerson
	case TellApart:
		_, apart := e.(*PersonToldApart)
		_, back := e.(*PersonApartTakenBack)
		one, _ := inOrder(c.One, c.Other)
		return person(one), apart && !c.Back || back && c.Back
	case JoinCommunity:
		joined, ok := e.(*PersonJoinedCommunity)
		return person(c.Person), ok && joined.Community == c.Community
	case LeaveCommunity:
		left, ok := e.(*PersonLeftCommunity)
		return person(c.Person), ok && left.Community == c.Community
	case Affiliate:
		affiliated, ok := e.(*PersonAffiliated)
		return person(c.Person), ok && affiliated.Affiliation == c.Affiliation.ID
	case RemoveAffiliation:
		removed, ok := e.(*PersonAffiliationRemoved)
		return person(c.Person), ok && removed.Affiliation == c.Affiliation
	case Relate:
		related, ok := e.(*PersonRelated)
		return person(c.Person), ok && related.Relation == c.Relation.ID
	case Unrelate:
		removed, ok := e.(*PersonRelationRemoved)
		return person(c.Person), ok && removed.Relation == c.Relation
	case SnoozePerson:
		snoozed, ok := e.(*PersonSnoozed)
		return person(c.Person), ok && snoozed.Until == c.Until
	}
	conversation := func(id ID) Stream { return Stream{KindConversation, id} }
	followUp := func(id ID) Stream { return Stream{KindFollowUp, id} }
	workspace := func(id ID) Stream { return Stream{KindWorkspace, id} }
	switch c := c.(type) {
	case LogConversation:
		_, fits = e.(*ConversationLogged)
		return conversation(c.Conversation), fits
	case CorrectConversation:
		_, fits = e.(*ConversationCorrected)
		return conversation(c.Conversation), fits
	case EraseConversation:
		_, fits = e.(*RecordErased)
		return conversation(c.Conversation), fits
	case SettleAnswer:
		_, settled := e.(*AnswerSettled)
		_, awaited := e.(*AnswerAwaited)
		return conversation(c.Conversation), settled && !c.Await || awaited && c.Await
	case PlanFollowUp:
		_, fits = e.(*FollowUpPlanned)
		return followUp(c.FollowUp), fits
	case ChangeFollowUp:
		_, fits = e.(*FollowUpChanged)
		return followUp(c.FollowUp), fits
	case SnoozeFollowUp:
		snoozed, ok := e.(*FollowUpSnoozed)
		return followUp(c.FollowUp), ok && snoozed.Until == c.Until
	case CloseFollowUp:
		closed, ok := e.(*FollowUpClosed)
		return followUp(c.FollowUp), ok && closed.As == c.As
	case ReopenFollowUp:
		_, fits = e.(*FollowUpReopened)
		return followUp(c.FollowUp), fits
	case EraseFollowUp:
		_, fits = e.(*RecordErased)
		return followUp(c.FollowUp), fits
	case FoundWorkspace:
		_, fits = e.(*WorkspaceFounded)
		return workspace(c.Workspace), fits
	case RenameWorkspace:
		_, fits = e.(*WorkspaceRenamed)
		return workspace(c.Workspace), fits
	case DefineChannel:
		defined, ok := e.(*ChannelDefined)
		return workspace(c.Workspace), ok && defined.Channel == c.Channel.ID
	case DefineField:
		defined, ok := e.(*FieldDefined)
		return workspace(c.Workspace), ok && defined.Field == c.Field.ID
	}
	return ledToOfNeed(c, e)
}

func ledToOfNeed(c Command, e Event) (record Stream, fits bool) {
	need := func(id ID) Stream { return Stream{KindNeed, id} }
	_, ended := e.(*NeedEnded)
	_, reopened := e.(*NeedReopened)
	follows := ended || reopened
	switch c := c.(type) {
	case RaiseNeed:
		_, fits = e.(*NeedRaised)
		return need(c.Need), fits
	case ReviseNeed:
		_, fits = e.(*NeedRevised)
		return need(c.Need), fits
	case RouteNeed:
		routed, ok := e.(*NeedRouted)
		return need(c.Need), ok && routed.For == c.For
	case ScheduleNeed:
		scheduled, ok := e.(*NeedScheduled)
		return need(c.Need), ok && scheduled.Due == c.Due
	case AddVoice:
		added, ok := e.(*NeedVoiceAdded)
		return need(c.Need), ok && added.Person == c.Voice.Person || reopened
	case RemoveVoice:
		removed, ok := e.(*NeedVoiceRemoved)
		return need(c.Need), ok && removed.Person == c.Person || follows
	case DecideNeed:
		decided, ok := e.(*NeedAnswered)
		return need(c.Need), ok && decided.Answer == c.Answer || follows
	case TellBack:
		told, ok := e.(*NeedToldBack)
		return need(c.Need), ok && told.Person == c.Person || follows
	case TakeTellingBack:
		back, ok := e.(*NeedTellingTakenBack)
		return need(c.Need), ok && back.Person == c.Person || reopened
	case CloseNeed:
		return need(c.Need), ended
	case ReopenNeed:
		return need(c.Need), reopened
	case EraseNeed:
		_, fits = e.(*RecordErased)
		return need(c.Need), fits
	}
	return record, false
}

// within reports whether the changes are among those that were wanted.
func within(changes, wanted []Change) bool {
	for _, c := range changes {
		if !slices.ContainsFunc(wanted, func(w Change) bool { return w.Field == c.Field && sameValue(w.Now, c.Now) }) {
			return false
		}
	}
	return true
}
