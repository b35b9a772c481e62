package projections

import (
	"context"
	"errors"

	"kontor/domain"
)

// A fold is a record as its events leave it.
type fold struct {
	domain.Aggregate
	missing bool // some of its words cannot be read on this machine yet
}

func (f *fold) head() *domain.Head { return domain.HeadOf(f.Aggregate) }

func (f *fold) state() int64 { return stateOf(f.head(), f.missing) }

// add folds an event, unless it is folded already: a record that was loaded
// from the ledger may be ahead of the events that are being applied.
func (f *fold) add(r *domain.Recorded) {
	if r.Version <= f.head().Version {
		return
	}
	f.Apply(*r)
	f.missing = f.missing || r.Secret == domain.SecretMissing
}

func newFold(kind domain.Kind) *fold {
	if kind == domain.KindNeed {
		return &fold{Aggregate: newNeedFold()}
	}
	a := domain.NewAggregate(kind)
	if a == nil {
		return nil
	}
	return &fold{Aggregate: a}
}

// load folds a record from the ledger.
func load(ctx context.Context, source Source, s domain.Stream) (*fold, []domain.Recorded, error) {
	f := newFold(s.Kind)
	if f == nil {
		return nil, nil, errors.New("a record of an unknown kind")
	}
	recs, err := source.Load(ctx, s)
	for i := range recs {
		f.add(&recs[i])
	}
	return f, recs, err
}

// foldsKept is how many folded records are remembered.
const foldsKept = 2048

// folds remembers the records that were folded last: at least size, at most
// twice as many.
type folds struct {
	size        int
	young, aged map[domain.Stream]*fold
}

func newFolds(size int) *folds {
	return &folds{size: size, young: map[domain.Stream]*fold{}, aged: map[domain.Stream]*fold{}}
}

func (m *folds) get(s domain.Stream) *fold {
	if f, ok := m.young[s]; ok {
		return f
	}
	f := m.aged[s]
	if f != nil {
		m.put(s, f)
	}
	return f
}

func (m *folds) put(s domain.Stream, f *fold) {
	if len(m.young) >= m.size {
		m.aged, m.young = m.young, make(map[domain.Stream]*fold, m.size)
	}
	m.young[s] = f
}

func (m *folds) drop(s domain.Stream) {
	delete(m.young, s)
	delete(m.aged, s)
}
