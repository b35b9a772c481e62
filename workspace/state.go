package workspace

import (
	"context"

	"kontor/domain"
)

// folded keeps the state of the records that commands were lately decided on,
// so that a command does not fold them from the log each time. It is used under
// the lock for writing.
type folded struct {
	records map[domain.Stream]domain.Aggregate
}

// keptRecords bounds what is kept; when it is reached, all is dropped and
// loaded again as needed.
const keptRecords = 8192

func newFolded() *folded { return &folded{records: map[domain.Stream]domain.Aggregate{}} }

// follow applies appended events to the records that are kept.
func (f *folded) follow(recorded []domain.Recorded) {
	for _, r := range recorded {
		s := r.Event.Stream()
		a, kept := f.records[s]
		switch {
		case kept:
		case r.Version == 1 && s.Kind != domain.KindConversation && s.Kind != domain.KindFollowUp:
			a = domain.NewAggregate(s.Kind)
			f.keep(s, a)
		default:
			continue
		}
		a.Apply(r)
	}
}

func (f *folded) keep(s domain.Stream, a domain.Aggregate) {
	if len(f.records) >= keptRecords {
		clear(f.records)
	}
	f.records[s] = a
}

// stored is the state that the ledger holds.
type stored struct {
	ctx  context.Context
	w    *Workspace
	told map[domain.Stream][]domain.Recorded // what was read, unless it is nil
}

// Load folds a record, or returns nil if it does not exist.
func (s stored) Load(stream domain.Stream) (domain.Aggregate, error) {
	if a, ok := s.w.folded.records[stream]; ok {
		return a, nil
	}
	recorded, err := s.w.ledger.Load(s.ctx, stream)
	if err != nil || len(recorded) == 0 {
		return nil, err
	}
	if s.told != nil {
		s.told[stream] = recorded
	}
	a := fold(stream, recorded)
	s.w.folded.keep(stream, a)
	return a, nil
}

// CommandEvents returns the events that a command led to.
func (s stored) CommandEvents(command domain.ID) ([]domain.Recorded, error) {
	return s.w.ledger.CommandEvents(s.ctx, command)
}

func fold(s domain.Stream, recorded []domain.Recorded) domain.Aggregate {
	a := domain.NewAggregate(s.Kind)
	for _, r := range recorded {
		a.Apply(r)
	}
	return a
}

// decision is the state that one command is decided on. It notes the version of
// every record that was looked at, which the ledger then expects.
type decision struct {
	base     historic
	expected map[domain.Stream]int
}

type historic interface {
	domain.State
	domain.CommandHistory
}

func decideOn(base historic) *decision {
	return &decision{base: base, expected: map[domain.Stream]int{}}
}

// Load looks at a record.
func (d *decision) Load(s domain.Stream) (domain.Aggregate, error) {
	a, err := d.base.Load(s)
	if err != nil {
		return nil, err
	}
	if _, looked := d.expected[s]; !looked {
		d.expected[s] = 0
		if a != nil {
			d.expected[s] = domain.HeadOf(a).Version
		}
	}
	return a, nil
}

// CommandEvents returns the events that a command led to.
func (d *decision) CommandEvents(command domain.ID) ([]domain.Recorded, error) {
	return d.base.CommandEvents(command)
}

// expect adds the records that the events begin: they must not exist.
func (d *decision) expect(events []domain.Event) map[domain.Stream]int {
	for _, e := range events {
		if _, looked := d.expected[e.Stream()]; !looked && domain.Begins(e) {
			d.expected[e.Stream()] = 0
		}
	}
	return d.expected
}
