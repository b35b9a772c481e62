package domain

import "slices"

// redirected is a command about somebody who was merged since it was given, as a
// command about the one who stayed.
func (a *again) redirected(c Command) (Command, error) {
	var err error
	root := func(id ID) ID {
		if err != nil || id == None {
			return id
		}
		now := id
		now, err = RootOf(a.state, id)
		if now != id {
			a.moved = true
		}
		return now
	}
	record := func(s Stream) Stream {
		if s.Kind == KindPerson {
			s.ID = root(s.ID)
		}
		return s
	}
	switch d := c.(type) {
	case ChangeDetails:
		d.Record = record(d.Record)
		c = d
	case SetRhythm:
		d.Record = record(d.Record)
		c = d
	case AssignOwner:
		d.Record = record(d.Record)
		c = d
	case Archive:
		d.Record = record(d.Record)
		c = d
	case SnoozePerson:
		d.Person = root(d.Person)
		c = d
	case JoinCommunity:
		d.Person = root(d.Person)
		c = d
	case LeaveCommunity:
		d.Person = root(d.Person)
		c = d
	case Affiliate:
		d.Person = root(d.Person)
		c = d
	case RemoveAffiliation:
		d.Person = root(d.Person)
		c = d
	case Relate:
		d.Person, d.Relation.Other = root(d.Person), root(d.Relation.Other)
		c = d
	case Unrelate:
		d.Person = root(d.Person)
		c = d
	}
	return c, err
}

// merge merges two people unless a colleague did, in whichever direction. Where
// a colleague changed what the other's value was to replace, that field asks.
func (a *again) merge(c MergePeople) ([]Event, Command, error) {
	keep, err := RootOf(a.state, c.Keep)
	if err != nil {
		return nil, nil, err
	}
	other, err := RootOf(a.state, c.Other)
	if err != nil || keep == other {
		return nil, nil, err
	}
	c.Keep = keep
	p, err := openPerson(a.state, keep)
	if err != nil {
		return nil, c, err
	}
	left := ChangeDetails{Record: p.Stream, Origin: Origin{How: OriginManual}}
	for _, r := range a.old {
		e, ok := r.Event.(*DetailsChanged)
		if !ok || r.Secret != SecretNone {
			continue
		}
		for _, change := range e.Sealed.Changes {
			is := p.Dossier.Get(change.Field)
			if change.Was == nil || sameValue(is, change.Was) || sameValue(is, change.Now) {
				continue
			}
			c.Take = without(c.Take, func(f Field) bool { return f == change.Field })
			if change.Field == FieldNote {
				c.BothNotes = false
			}
			left.Changes = append(left.Changes, change)
		}
	}
	events, err := c.Decide(a.state, a.by)
	if err != nil {
		return nil, c, err
	}
	if len(left.Changes) > 0 {
		return events, left, refuse(RefusedChangedMeanwhile, p.Stream, string(fieldKind(left.Changes[0].Field)))
	}
	return events, nil, nil
}

// merges reports whether an event is about which records are one person.
func merges(e Event) bool {
	switch e.(type) {
	case *PersonMerged, *PersonUnmerged, *PersonTookIn, *PersonGaveBack:
		return true
	}
	return false
}

// inverseMerge takes a merge back, or does it again. Both records are changed
// together, by what is told of the one that was merged.
func inverseMerge(s State, p *Person, e Event) ([]Event, error) {
	changed := refuse(RefusedChangedMeanwhile, p.Stream, string(p.Stream.Kind))
	switch e := e.(type) {
	case *PersonMerged:
		switch p.MergedInto {
		case None:
			return nil, nil
		case e.Into:
			return p.unmerged(), nil
		}
		return nil, changed
	case *PersonUnmerged:
		switch p.MergedInto {
		case e.From:
			return nil, nil
		case None:
			return mergedAgain(s, p, e.From)
		}
		return nil, changed
	}
	return nil, nil
}

// ofOnePerson are those among some people who are the same as one of them.
func ofOnePerson(s State, person ID, among func(ID) bool) ([]ID, error) {
	all, err := OnePerson(s, person)
	if err != nil {
		return nil, err
	}
	found := slices.DeleteFunc(all, func(id ID) bool { return !among(id) })
	if len(found) == 0 {
		found = []ID{person}
	}
	return found, nil
}
