package domain

// inverseNeed takes something about a need back, unless somebody changed it
// since.
func inverseNeed(n *Need, e Event) (Event, error) {
	o := of{n.Stream}
	switch e := e.(type) {
	case *NeedRevised:
		return ifStill(n.Stream, sameWords(n.Words, e.Sealed.NeedWords), &NeedRevised{
			of: o, Sealed: NeedRewording{e.Sealed.Was, e.Sealed.NeedWords},
		})
	case *NeedRouted:
		return ifStill(n.Stream, n.Plan.For == e.For, &NeedRouted{of: o, For: e.Was, Was: e.For})
	case *NeedScheduled:
		return ifStill(n.Stream, n.Plan.Due == e.Due, &NeedScheduled{of: o, Due: e.Was, Was: e.Due})
	case *NeedAnswered:
		answer, wording := n.decided()
		still := answer == e.Answer && wording == e.Sealed.Wording
		return ifStill(n.Stream, still, &NeedAnswered{
			of: o, Answer: e.Was, Was: e.Answer, Sealed: DecisionWorded{e.Sealed.Was, e.Sealed.Wording},
		})
	case *NeedEnded:
		return ifStill(n.Stream, n.Closed && n.Reason == e.Sealed.Reason, n.reopened())
	case *NeedReopened:
		return ifStill(n.Stream, !n.Closed, &NeedEnded{of: o, Sealed: e.Sealed})
	case *NeedVoiceAdded, *NeedVoiceRemoved:
		return inverseVoice(n, e)
	case *NeedToldBack, *NeedTellingTakenBack:
		return inverseTelling(n, e)
	}
	return nil, refuse(RefusedCannotUndo, n.Stream)
}

func inverseVoice(n *Need, e Event) (Event, error) {
	o := of{n.Stream}
	switch e := e.(type) {
	case *NeedVoiceAdded:
		is, there := n.Voice(e.Person)
		still := there && sameVoice(is, HeardVoice{e.Voice, e.Sealed.Quote})
		if e.Was == nil {
			return ifStill(n.Stream, still, &NeedVoiceRemoved{
				of: o, Person: e.Person, Was: &is.Voice, Sealed: VoiceSaid{Was: is.Quote},
			})
		}
		return ifStill(n.Stream, still, &NeedVoiceAdded{
			of: o, Voice: *e.Was, Was: &is.Voice, Sealed: VoiceSaid{Quote: e.Sealed.Was, Was: is.Quote},
		})
	case *NeedVoiceRemoved:
		if e.Was == nil {
			return nil, refuse(RefusedCannotUndo, n.Stream)
		}
		_, there := n.Voice(e.Person)
		return ifStill(n.Stream, !there, &NeedVoiceAdded{of: o, Voice: *e.Was, Sealed: VoiceSaid{Quote: e.Sealed.Was}})
	}
	return nil, refuse(RefusedCannotUndo, n.Stream)
}

func inverseTelling(n *Need, e Event) (Event, error) {
	o := of{n.Stream}
	switch e := e.(type) {
	case *NeedToldBack:
		is, told := n.Tellings[e.Person]
		still := told && sameTelling(is, e.Telling)
		if e.Was == nil {
			return ifStill(n.Stream, still, &NeedTellingTakenBack{of: o, Person: e.Person, Was: &is})
		}
		return ifStill(n.Stream, still, &NeedToldBack{of: o, Person: e.Person, Telling: *e.Was, Was: &is})
	case *NeedTellingTakenBack:
		if e.Was == nil {
			return nil, refuse(RefusedCannotUndo, n.Stream)
		}
		_, told := n.Tellings[e.Person]
		return ifStill(n.Stream, !told, &NeedToldBack{of: o, Person: e.Person, Telling: *e.Was})
	}
	return nil, refuse(RefusedCannotUndo, n.Stream)
}

// sameTelling leaves aside the zone in which a moment is written.
func sameTelling(a, b Telling) bool {
	if !a.At.At.Equal(b.At.At) {
		return false
	}
	a.At.At = b.At.At
	return a == b
}

// asRaised reports whether a need stands as it was raised.
func (n *Need) asRaised(e *NeedRaised) bool {
	first := NewNeed()
	first.raise(e, Recorded{})
	if n.Closed != first.Closed || n.Reason != first.Reason || !same(n.Plan, first.Plan) || !sameWords(n.Words, first.Words) ||
		len(n.Heard) != len(first.Heard) || len(n.Tellings) != len(first.Tellings) {
		return false
	}
	for i := range n.Heard {
		if !sameVoice(n.Heard[i], first.Heard[i]) {
			return false
		}
	}
	for person, told := range first.Tellings {
		if !sameTelling(n.Tellings[person], told) {
			return false
		}
	}
	is, wording := n.decided()
	was, before := first.decided()
	return is == was && wording == before
}

// asOf takes over when things were done from a need that stands alike.
func (n *Need) asOf(like *Need) {
	n.ClosedAt, n.ClosedBy = like.ClosedAt, like.ClosedBy
	if n.Decision != nil && like.Decision != nil {
		n.Decision.At, n.Decision.By = like.Decision.At, like.Decision.By
	}
}
