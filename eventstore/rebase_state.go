package eventstore

import (
	"errors"

	"kontor/domain"
)

// rebaseState is what dropped commands are decided on again: the ledger inside
// the transaction.
type rebaseState struct {
	rebase *rebase
	folded map[domain.Stream]domain.Aggregate
	looked map[domain.Stream]bool // by the command that is being decided
}

// maxFolded bounds how many records are kept folded.
const maxFolded = 8192

var errOtherKind = errors.New("the id belongs to a record of another kind")

// Load folds a record, nil if it does not exist.
func (s *rebaseState) Load(stream domain.Stream) (domain.Aggregate, error) {
	s.looked[stream] = true
	if a, known := s.folded[stream]; known {
		return a, nil
	}
	var folded domain.Aggregate
	err := s.rebase.w.stream(stream.ID, func(r *Record) error {
		if r.Kind != stream.Kind {
			return errOtherKind
		}
		if folded == nil {
			folded = domain.NewAggregate(stream.Kind)
		}
		e, err := s.rebase.decoder.decode(r)
		if err == nil && folded != nil {
			folded.Apply(e)
		}
		return err
	})
	if errors.Is(err, errOtherKind) {
		return nil, nil
	}
	if err != nil || folded == nil {
		return nil, err
	}
	if len(s.folded) >= maxFolded {
		clear(s.folded)
	}
	s.folded[stream] = folded
	return folded, nil
}

// CommandEvents returns the events that a command led to.
func (s *rebaseState) CommandEvents(command domain.ID) ([]domain.Recorded, error) {
	records, err := s.rebase.w.byCommand(command)
	if err != nil {
		return nil, err
	}
	events := make([]domain.Recorded, len(records))
	for i := range records {
		if events[i], err = s.rebase.decoder.decode(&records[i]); err != nil {
			return nil, err
		}
	}
	return events, nil
}

// apply lets the records that are kept folded follow an appended event.
func (s *rebaseState) apply(e domain.Recorded) {
	if a, known := s.folded[e.Event.Stream()]; known {
		a.Apply(e)
	}
}
