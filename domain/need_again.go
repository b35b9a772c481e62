package domain

// raise records who asked for something, without the words of those who were
// erased meanwhile.
func (a *again) raise(c RaiseNeed) ([]Event, Command, error) {
	voices, quotes := make([]Voice, len(c.Voices)), make([]string, len(c.Voices))
	copy(quotes, c.Quotes)
	for i, v := range c.Voices {
		heard, err := a.stillHeard(HeardVoice{v, quotes[i]})
		if err != nil {
			return nil, nil, err
		}
		voices[i], quotes[i] = heard.Voice, heard.Quote
	}
	c.Voices, c.Quotes = voices, quotes
	return a.begin(c, Stream{KindNeed, c.Need})
}

func (a *again) stillHeard(v HeardVoice) (HeardVoice, error) {
	living, err := a.living([]ID{v.Person})
	if err == nil && len(living) == 0 {
		v.Erased, v.Quote = true, ""
	}
	return v, err
}

// hear notes a voice beside what a colleague noted of the same person: nothing
// that either of them heard is lost.
func (a *again) hear(c AddVoice) ([]Event, Command, error) {
	n, err := openNeed(a.state, c.Need)
	if err != nil {
		return nil, nil, err
	}
	same, err := ofOnePerson(a.state, c.Voice.Person, n.heard)
	if err != nil {
		return nil, nil, err
	}
	c.Voice.Person = same[0]
	mine, err := a.stillHeard(HeardVoice{c.Voice, c.Quote})
	if err != nil {
		return nil, nil, err
	}
	e, ok := first[*NeedVoiceAdded](a.old)
	if theirs, there := n.Voice(c.Voice.Person); there && ok && e.Was == nil {
		mine.Heard = e.Heard
		mine = heardByBoth(theirs, mine)
	}
	c.Voice, c.Quote = mine.Voice, mine.Quote
	events, err := c.Decide(a.state, a.by)
	return events, nil, err
}

func heardByBoth(theirs, mine HeardVoice) HeardVoice {
	both := theirs
	switch {
	case mine.Erased:
		return mine
	case theirs.Quote == "":
		both.Quote = mine.Quote
	case mine.Quote != "" && mine.Quote != theirs.Quote:
		both.Quote = theirs.Quote + "\n" + mine.Quote
	}
	if both.Organisation == None {
		both.Organisation = mine.Organisation
	}
	if both.Conversation == None {
		both.Conversation = mine.Conversation
	}
	if mine.Heard.At.Before(theirs.Heard.At) {
		both.Heard = mine.Heard
	}
	return both
}

func (a *again) revise(c ReviseNeed) ([]Event, Command, error) {
	e, ok := first[*NeedRevised](a.old)
	is, err := openNeed(a.state, c.Need)
	if err != nil || !ok {
		return a.plain(c)
	}
	with := func(w NeedWords) ReviseNeed { return ReviseNeed{c.Need, w} }
	now, left, clash := meet(needFacets, &e.Sealed.Was, e.Sealed.NeedWords, is.Words)
	return a.met(is.Stream, with(now), with(left), clash)
}

func (a *again) answer(c DecideNeed) ([]Event, Command, error) {
	e, ok := first[*NeedAnswered](a.old)
	is, err := openNeed(a.state, c.Need)
	if err != nil || !ok {
		return a.plain(c)
	}
	mine, base := decided{e.Answer, e.Sealed.Wording}, decided{e.Was, e.Sealed.Was}
	with := func(d decided) DecideNeed { return DecideNeed{c.Need, d.answer, d.wording} }
	now, left, clash := meet(decisionFacets, &base, mine, asDecided(is.decided()))
	if clash {
		return nil, with(mine), changedMeanwhile(is.Stream) // an answer goes with its wording
	}
	return a.met(is.Stream, with(now), with(left), clash)
}

// tell notes what a person was told, whatever is decided now.
func (a *again) tell(c TellBack) ([]Event, Command, error) {
	if e, ok := first[*NeedToldBack](a.old); ok {
		c.Telling = e.Telling
	}
	events, err := c.Decide(a.state, a.by)
	return events, nil, err
}
