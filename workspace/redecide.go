package workspace

import (
	"slices"

	"github.com/sirupsen/logrus"

	"kontor/domain"
	"kontor/eventstore"
)

// redecide decides an own command again on top of what colleagues did.
func redecide(s domain.State, t eventstore.Tail) (eventstore.Verdict, error) {
	if t.Args == nil {
		return redecideEvents(s, t)
	}
	command, err := domain.DecodeCommand(t.Command.Name, t.Args)
	if err != nil {
		// A command of another version: what it did is kept as it is.
		logrus.WithField("command", t.Command.Name).Warn("a command cannot be decided again by this version")
		return eventstore.Verdict{Keep: true}, nil
	}
	again, err := domain.Redecide(command, s, t.Issued, t.Events)
	if err != nil {
		return eventstore.Verdict{}, err
	}
	return verdictOf(t, again)
}

// redecideEvents puts events on top of what colleagues did whose command was not
// kept, such as those of an import. They stay as they are, but a field that a
// colleague changed as well is asked about. Where words cannot be read any more,
// because a record that they were about was erased, nothing can be asked.
func redecideEvents(s domain.State, t eventstore.Tail) (eventstore.Verdict, error) {
	keep := eventstore.Verdict{Keep: true}
	if !slices.ContainsFunc(t.Events, func(r domain.Recorded) bool {
		_, changes := r.Event.(*domain.DetailsChanged)
		return changes
	}) {
		return keep, nil
	}
	state, all := domain.NewOverlay(s), domain.Redecided{}
	var left []domain.Command
	for _, r := range t.Events {
		if r.Secret != domain.SecretNone {
			return keep, nil
		}
		events := []domain.Event{r.Event}
		if e, changes := r.Event.(*domain.DetailsChanged); changes {
			command := domain.ChangeDetails{Record: e.Stream(), Origin: e.Origin, Changes: e.Sealed.Changes}
			again, err := domain.Redecide(command, state, t.Issued, []domain.Recorded{r})
			if err != nil {
				return eventstore.Verdict{}, err
			}
			if events = again.Events; again.Left != nil {
				left = append(left, again.Left)
				if all.Why == nil {
					all.Why = again.Why
				}
			}
		}
		if err := state.Add(events, t.Issued); err != nil {
			return eventstore.Verdict{}, err
		}
		all.Events = append(all.Events, events...)
	}
	if len(left) == 0 {
		return keep, nil
	}
	all.Left = domain.Batch{Title: "import", Parts: left}
	return verdictOf(t, all)
}

func verdictOf(t eventstore.Tail, again domain.Redecided) (eventstore.Verdict, error) {
	verdict := eventstore.Verdict{Events: again.Events}
	if again.Left == nil {
		return verdict, nil
	}
	args, err := domain.EncodeCommand(again.Left)
	if err != nil {
		return eventstore.Verdict{}, err
	}
	verdict.Attention = &eventstore.Attention{
		Command: t.Issued.Command, Name: again.Left.CommandName(), Args: args, At: t.Issued.At,
		Reason: again.Why.Code, Record: again.Why.Record,
	}
	return verdict, nil
}
